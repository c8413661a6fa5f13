"""Laws of counting that hold for any days: stop and resume, extension, 29 February, days off."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.errors import InputError
from carbon_eia.reference import open_tables
from carbon_eia.register.acting import view_of
from carbon_eia.register.case import Case
from carbon_eia.register.clocks import Clock, case_clocks, clocks_of, open_clocks
from carbon_eia.register.days import add_months, announced_calendar
from carbon_eia.register.fold import EVENT_KINDS, case_after, case_of
from carbon_eia.register.states import allowed
from carbon_eia.register.view import case_at, settled
from tests.register.cases import CHAINS, LAW, event

CALENDAR = announced_calendar(open_tables())
DAYS = st.dates(date(2025, 9, 1), date(2026, 11, 30))
ANY_DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def decision_clock(start: date, *rows: tuple[date, str, dict[str, Any]], on: date) -> Clock:
    """The clock of the decision on a filing that was received and accepted on a day."""
    chain = [(start, "filed", {}), (start, "accepted", {}), (start, "review_started", {}), *rows]
    events = [event(i, (d.isoformat(), k, b)) for i, (d, k, b) in enumerate(chain, 1)]
    return next(c for c in clocks_of(events, on, LAW) if c.rule.id == "decision")


@given(DAYS, st.integers(1, 60))
def test_a_count_ends_on_a_working_day(start: date, count: int) -> None:
    """So many working days lie after the first day up to the last, which is one of them."""
    last, provisional = CALENDAR.after(start, count)
    assert CALENDAR.is_worked(last)
    assert CALENDAR.between(start, last) == count
    assert provisional == (last.year > 2026)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counts_add_up(start: date, first: int, second: int) -> None:
    """Counting on from where a count ended is counting both at once."""
    middle, _ = CALENDAR.after(start, first)
    assert CALENDAR.after(middle, second)[0] == CALENDAR.after(start, first + second)[0]


@given(DAYS, st.integers(1, 20))
def test_a_day_off_counts_nothing(start: date, count: int) -> None:
    """What is received on a day off ends as what is received on the last working day before."""
    before = start
    while not CALENDAR.is_worked(before):
        before -= timedelta(days=1)
    assert CALENDAR.after(start, count) == CALENDAR.after(before, count)


@given(ANY_DAY, st.integers(0, 120))
def test_months_end_on_the_same_day_or_the_last(start: date, months: int) -> None:
    """The day of the month is kept, or is the last of a month that lacks it."""
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(ANY_DAY, st.integers(1, 60))
def test_a_later_start_never_ends_earlier(start: date, months: int) -> None:
    """Months keep the order of days."""
    assert add_months(start, months) <= add_months(start + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 2, 28), 24, date(2028, 2, 28)),  # not the 29th: the same day of the month
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_the_ends_of_february(start: date, months: int, end: date) -> None:
    """A day that a month lacks is its last; a day that it has stays."""
    assert add_months(start, months) == end


@given(DAYS, st.integers(1, 15), st.integers(1, 25), st.integers(1, 30))
def test_stop_and_resume(start: date, before: int, notified: int, taken: int) -> None:
    """The end moves by exactly the working days of the experts, at most those of the notice."""
    invited, _ = CALENDAR.after(start, before)
    returned, _ = CALENDAR.after(invited, taken)
    rows = (
        (invited, "experts_invited", {"notice": {"working_days": notified}}),
        (returned, "experts_returned", {}),
    )
    plain = decision_clock(start, on=returned).due
    clock = decision_clock(start, *rows, on=returned)
    assert plain is not None
    assert clock.due == CALENDAR.after(plain, min(notified, taken))[0]
    assert clock.is_disputed is False or clock.state != "stopped"
    by_id = {r.id: r.due for r in clock.readings}
    if taken > notified:
        assert by_id["as_taken"] == CALENDAR.after(plain, taken)[0]
    if taken < notified:
        assert by_id["whole_notice"] == CALENDAR.after(plain, notified)[0]


@given(DAYS, st.integers(1, 15), st.integers(1, 25))
def test_without_notice_nothing_stops(start: date, before: int, taken: int) -> None:
    """Experts without a written notice of their time leave the end where it is."""
    invited, _ = CALENDAR.after(start, before)
    returned, _ = CALENDAR.after(invited, taken)
    rows = ((invited, "experts_invited", {}), (returned, "experts_returned", {}))
    assert decision_clock(start, *rows, on=returned).due == decision_clock(start, on=start).due


@given(DAYS, st.integers(1, 20), st.integers(1, 15), st.integers(0, 10))
def test_an_extension_and_a_stop_add_up(start: date, extended: int, stop: int, first: int) -> None:
    """In whichever order they come, both lengthen the period by their own working days."""
    at, _ = CALENDAR.after(start, extended)
    invited, _ = CALENDAR.after(start, first)
    returned, _ = CALENDAR.after(invited, stop)
    rows = sorted(
        [
            (at, "extended", {"reason": "r"}),
            (invited, "experts_invited", {"notice": stop}),
            (returned, "experts_returned", {}),
        ],
        key=lambda r: r[0],
    )
    last = max(r[0] for r in rows)
    plain = decision_clock(start, on=start).due
    assert plain is not None
    assert decision_clock(start, *rows, on=last).due == CALENDAR.after(plain, 10 + stop)[0]


@given(st.sampled_from(sorted(CHAINS)), st.randoms(use_true_random=False), DAYS)
def test_the_same_on_any_machine(state: str, shuffle: random.Random, on: date) -> None:
    """The order in which events are read does not matter: their sequence does."""
    events = [event(i, row) for i, row in enumerate(CHAINS[state], 1)]
    mixed = [*events]
    shuffle.shuffle(mixed)
    once = [c.to_dict() for c in clocks_of(events, on, LAW)]
    assert [c.to_dict() for c in clocks_of(mixed, on, LAW)] == once
    assert msgspec.json.encode(case_at(mixed, on, LAW)) == msgspec.json.encode(
        case_at(events, on, LAW)
    )


@given(st.sampled_from(sorted(CHAINS)), DAYS, st.integers(0, 900))
def test_time_alone_only_ends_a_clock(state: str, on: date, days: int) -> None:
    """Without new events a clock that is over stays over, and its last day where it is."""
    events = [event(i, row) for i, row in enumerate(CHAINS[state], 1)]
    on = max(on, max((e.day for e in events), default=on))
    after = on + timedelta(days=days)
    now = {c.id: c for c in clocks_of(events, on, LAW)}
    then = {c.id: c for c in clocks_of(events, after, LAW)}
    for ident, clock in now.items():
        assert then[ident].due == clock.due
        if clock.state in ("met", "met_late", "overdue", "lapsed", "ended"):
            assert then[ident].state == clock.state


@given(st.sampled_from(sorted(CHAINS)), st.integers(0, 1200))
def test_what_time_brings_about_moves_no_clock(state: str, days: int) -> None:
    """A case that silence or time has moved on has the same clocks as before; those that are open
    are the ones that are not met and not ended."""
    events = [event(i, row) for i, row in enumerate(CHAINS[state], 1)]
    on = max((e.day for e in events), default=date(2026, 3, 2)) + timedelta(days=days)
    plain = clocks_of(events, on, LAW)
    case = settled(case_of(events), on, LAW)
    assert case_clocks(case, on, LAW) == plain
    open_ids = {c.id for c in open_clocks(case, on, LAW)}
    assert open_ids == {c.id for c in plain if c.state not in ("met", "met_late", "ended")}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-03-02"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["stage", "notice", "standards", "year", "event", "day", "deadline", "finding", "opinion",
     "conditions", "phase", "verdict", "name", "approved", "site", "joint", "run"]
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(EVENT_KINDS)), st.dictionaries(KEYS, JSON)), max_size=12
    ),
    st.dictionaries(KEYS, JSON),
)
def test_any_bodies_can_be_read(
    rows: list[tuple[str, dict[str, Any]]], asked: dict[str, Any]
) -> None:
    """Whatever events hold, there is a case, its clocks, and an answer to every command."""
    start = date(2026, 3, 2)
    events = [event(1, ("2026-03-02", "listed", {})), event(2, ("2026-03-02", "filed", {}))]
    events += [
        event(i, ((start + timedelta(days=i)).isoformat(), kind, body))
        for i, (kind, body) in enumerate(rows, 3)
    ]
    on = start + timedelta(days=40)
    case = case_at(events, on, LAW)
    assert msgspec.json.decode(msgspec.json.encode(case), type=Case) == case
    for clock in clocks_of(events, on, LAW):
        assert clock.lines("zh")
        assert clock.to_dict("en")
    for command in LAW.commands.values():
        for role in sorted(command.roles):
            allowed(LAW, case, role, command.id, on, "somebody", asked)


@given(st.sampled_from(sorted(CHAINS)), st.data())
def test_a_view_goes_on_where_it_was(state: str, data: st.DataObject) -> None:
    """What is stored of a case after some events, with the others, is what all of them come to."""
    rows = [*CHAINS[state], ("2026-12-01", "eia_approved", {"approved": "2026-11-30"})]
    events = [event(i, row) for i, row in enumerate(rows, 1)]
    cut = data.draw(st.integers(1, len(events)))
    first = view_of(events[:cut])
    assert first is not None
    assert view_of(events[cut:], first) == view_of(events)


def test_a_day_put_right_makes_the_view_anew() -> None:
    """What an earlier event came to is then another: the case is made of all its events."""
    events = [event(i, row) for i, row in enumerate(CHAINS["filed"], 1)]
    right = event(4, ("2026-03-04", "day_corrected", {"event": 3, "day": "2026-03-03"}), "other")
    assert case_after(case_of(events), [right]) is None
    assert view_of([right], view_of(events)) is None


def test_an_unknown_kind_is_an_error() -> None:
    """A kind that no table knows is named, and never passed over."""
    with pytest.raises(InputError) as caught:
        case_of([event(1, ("2026-03-02", "listed", {})), event(2, ("2026-03-02", "sung", {}))])
    assert [p.code for p in caught.value.problems] == ["CE-G101"]
