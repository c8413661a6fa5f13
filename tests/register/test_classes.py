"""Classes of cases: the first row that applies, and nothing that is unknown counts as a no."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from carbon_eia.reference import open_tables
from carbon_eia.register.classes import ClassFacts, classes, classify, facts_of, inspection_due
from carbon_eia.register.clocks import clocks_of
from carbon_eia.register.fold import case_of
from carbon_eia.register.listing import class_reason
from carbon_eia.register.view import case_at
from tests.register.cases import LAW, event

ROWS = classes(open_tables())


@pytest.mark.parametrize(
    ("facts", "found", "months"),
    [
        (ClassFacts("refuse", "", "none", None, None), "hopeless", 1),
        (ClassFacts("stop", "stop", "none", "no", "no"), "hopeless", 1),
        (ClassFacts("pass", "refuse", "none", "no", "no"), "hopeless", 1),  # the authority decides
        (ClassFacts("refuse", "pass", "none", "no", "no"), "regular", 12),
        (ClassFacts("retrofit", "retrofit", "overdue", "no", "no"), "hopeless", 1),
        (ClassFacts("retrofit", "retrofit", "open", "yes", "no"), "retrofit", 3),
        (ClassFacts("retrofit", "", "none", "no", "no"), "retrofit", 3),
        (ClassFacts("retrofit", "retrofit", "none", "no", "no"), "regular", 12),  # it is done
        (ClassFacts("pass", "pass", "none", "yes", "yes"), "near", 6),
        (ClassFacts("undetermined", "", "none", "no", "yes"), "weak", 6),
        (ClassFacts("pass", "pass", "none", "no", "no"), "regular", 12),
        (ClassFacts("pass", "pass", "none", None, "no"), "regular", 6),  # it may be near: stricter
        (ClassFacts(None, "", "none", None, None), "regular", 1),  # nothing is known of it
    ],
)
def test_a_class(facts: ClassFacts, found: str, months: int) -> None:
    """Each row applies where it should, and what is unknown makes the rhythm stricter."""
    classified = classify(ROWS, facts)
    assert (classified.row.id, classified.months) == (found, months)


def test_every_case_has_a_class() -> None:
    """Whatever is known or not, one row applies."""
    verdicts = ("pass", "retrofit", "refuse", "stop", "undetermined", None)
    decisions = ("", "pass", "retrofit", "refuse", "stop")
    rest = (("open", "overdue", "none"), ("yes", "no", None), ("yes", "no", None))
    for values in product(verdicts, decisions, *rest):
        assert classify(ROWS, ClassFacts(*values)).row in ROWS


def test_more_knowledge_never_makes_a_rhythm_stricter() -> None:
    """A fact that becomes known leaves the months as they were or makes them longer."""
    for near, weak in product(("yes", "no"), ("yes", "no")):
        known = ClassFacts("pass", "pass", "none", near, weak)
        for unknown in (known._replace(near=None), known._replace(weak=None)):
            assert classify(ROWS, unknown).months <= classify(ROWS, known).months


def test_the_class_of_a_case() -> None:
    """A retrofit is under way until it is confirmed, and hopeless once its day has passed."""
    rows = [
        ("2026-03-02", "listed", {"code": "A-1"}),
        ("2026-03-02", "filed", {"run": "r", "verdict": "retrofit"}),
        ("2026-03-10", "decided", {"verdict": "retrofit", "deadline": "2026-12-31"}),
    ]
    events = [event(i, row) for i, row in enumerate(rows, 1)]
    for day, found, next_day in (
        (date(2026, 6, 1), "retrofit", date(2026, 6, 10)),
        (date(2027, 1, 4), "hopeless", date(2026, 4, 10)),
    ):
        case = case_at(events, day, LAW)
        facts = facts_of(case, clocks_of(events, day, LAW))
        classified = classify(ROWS, facts)
        assert classified.row.id == found
        assert inspection_due(case, classified) == next_day
    assert facts_of(case_of([]), ()) == ClassFacts(None, "", "none", None, None)


def test_what_the_run_says_is_known_by_its_words() -> None:
    """Whether a verdict may turn or is weak stands in the event that filed it, in words."""
    known = {"run": "r", "verdict": "pass", "near": "yes", "weak": "no"}
    rows = [("2026-03-02", "filed", known), ("2026-03-03", "answered", {"run": "s"})]
    case = case_of([event(1, rows[0])])
    assert facts_of(case, ()) == ClassFacts("pass", "", "none", "yes", "no")
    case = case_of([event(i, row) for i, row in enumerate(rows, 1)])
    assert facts_of(case, ()) == ClassFacts(
        None, "", "none", None, None
    )  # of the new Run nothing is
    undetermined = case_of([event(1, ("2026-03-02", "filed", {"verdict": "undetermined"}))])
    assert facts_of(undetermined, ()).weak == "yes"


def test_a_class_says_why() -> None:
    """The facts of the condition that holds; a closed case is inspected no more."""
    found = classify(ROWS, ClassFacts("retrofit", "retrofit", "open", None, "no"))
    assert dict(found.because) == {"retrofit": "open"}
    for lang in ("zh", "en"):
        assert class_reason(found, lang)
    unsure = classify(ROWS, ClassFacts("pass", "pass", "none", None, None))
    assert "接近准入值" in class_reason(unsure, "zh")
    closed = case_of(
        [event(1, ("2026-03-02", "listed", {})), event(2, ("2026-03-03", "closed", {}))]
    )
    assert inspection_due(closed, found) is None
