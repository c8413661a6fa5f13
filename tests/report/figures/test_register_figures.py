"""The figures of a register: clocks on a calendar, and what is left of ceilings."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.register.clocks import clocks_of
from carbon_eia.register.headroom import Ceiling, Headroom
from carbon_eia.report.figures.clocks_figure import clock_calendar
from carbon_eia.report.figures.figure_base import Figure
from carbon_eia.report.figures.headroom_figure import headroom_bars
from tests.register.cases import CHAINS, LAW, events_for
from tests.report.figures.test_figures import assert_legible, texts


def calendar(state: str, on: date, lang: str = "zh") -> Figure:
    """The clocks of a case that has come to a state."""
    clocks = clocks_of(events_for(state), on, LAW)
    figure = clock_calendar([(c.label(lang), c) for c in clocks], on, lang)
    assert figure is not None
    return figure


@pytest.mark.parametrize("state", [s for s in CHAINS if s not in ("new", "listed")])
def test_the_calendar_of_every_state_is_legible(state: str) -> None:
    """Whatever has become of a case, its clocks can be read, soon and years after."""
    assert_legible(calendar(state, max(e.day for e in events_for(state))))
    assert_legible(calendar(state, date(2030, 1, 2), "en"))


def test_the_calendar_says_until_when() -> None:
    """Each clock stands with its last day, and in words with what it is."""
    on = date(2030, 1, 2)
    figure = calendar("in_review", on)
    for clock in clocks_of(events_for("in_review"), on, LAW):
        assert clock.label() in texts(figure).replace("\n", "")
        assert str(clock.due) in texts(figure)
        assert f"{clock.start_day} → {clock.due}" in figure.alt
    assert "逾期" in texts(figure)
    assert "2030-01-02" in texts(figure)


def test_days_of_one_year_are_told_by_months() -> None:
    """Where there are few months they are named, else years are."""
    on = max(e.day for e in events_for("in_review"))
    clocks = clocks_of(events_for("in_review"), on, LAW)
    months = clock_calendar([("", c) for c in clocks if c.due and c.due.year == 2026], on)
    assert months is not None
    assert "2026-03" in texts(months).split("\n")
    assert "2029" in texts(calendar("in_review", date(2030, 1, 2))).split("\n")


def test_no_clock_is_no_figure() -> None:
    """There is nothing to draw."""
    assert clock_calendar([], date(2026, 1, 1)) is None
    assert headroom_bars([]) is None


def area(used: str, unknown: tuple[str, ...] = ()) -> Headroom:
    """An area with a ceiling of 1,000 t."""
    ceiling = Ceiling("region:431000", "郴州市", Fraction(1000), "文件", date(2026, 1, 1), 1)
    return Headroom(ceiling, None, Fraction(used), unknown)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_left_is_told(lang: str) -> None:
    """Used and left stand beside each bar; beyond the ceiling what is left is below zero."""
    figure = headroom_bars([area("0"), area("400.5"), area("1000"), area("2500")], lang)
    assert figure is not None
    assert_legible(figure)
    assert {"599.50", "0.00", "1000.00", "-1500.00"} <= {*texts(figure).split("\n")}


def test_what_is_not_known_is_not_left() -> None:
    """Where an emission is not known, what is left is not told."""
    figure = headroom_bars([area("400", ("A-1",))])
    assert figure is not None
    assert "600.00" not in texts(figure)
    assert "—" in texts(figure)
