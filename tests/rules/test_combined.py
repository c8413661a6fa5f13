"""The verdict over several products is the strictest of theirs, with what belongs to it."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.inventory import Missing
from carbon_eia.rules import Deadline, Decision, Statement
from carbon_eia.rules.together import _combined

EARLY, LATE = (Deadline(date(year, 6, 30), "policy", "A", "x") for year in (2027, 2028))
GAP = Missing("missing.output", {"product": "锌"})
LEDGER, CARRY, RESUBMIT = (
    Statement(f"condition.{name}") for name in ("ledger", "carry_out", "resubmit")
)
PASS = Decision("pass", True, "", (), (LEDGER,), None, ())
RETROFIT = Decision("retrofit", True, "", (), (CARRY,), LATE, ())
SOONER = Decision("retrofit", False, "", (), (LEDGER,), EARLY, ())
REFUSE = Decision("refuse", False, "", (), (RESUBMIT,), LATE, ())
STOP = Decision("stop", False, "", (), (RESUBMIT,), None, ())
OPEN = Decision("undetermined", False, "refuse", (), (CARRY,), EARLY, (GAP,))
WITHOUT_LEANING = OPEN._replace(indicative="")


@pytest.mark.parametrize(
    ("parts", "combined"),
    [
        ([PASS, PASS], PASS),
        ([PASS, RETROFIT], RETROFIT),
        ([RETROFIT, SOONER], RETROFIT._replace(conditions=(CARRY, LEDGER), deadline=EARLY)),
        ([RETROFIT, REFUSE], REFUSE),
        ([REFUSE, STOP], STOP._replace(deadline=LATE)),
        ([OPEN, REFUSE], REFUSE._replace(deadline=EARLY)),
        ([RETROFIT, OPEN], OPEN._replace(conditions=())),
        ([RETROFIT, WITHOUT_LEANING], WITHOUT_LEANING._replace(conditions=())),
    ],
    ids=lambda value: "",
)
def test_the_strictest_verdict_brings_its_own_conditions(
    parts: list[Decision], combined: Decision
) -> None:
    """Conditions and reservation are those of the strictest, the deadline is the first of all, and
    an open one leans to the strictest where each leans anywhere."""
    for order in (parts, parts[::-1]):
        found = _combined(order)
        assert found._replace(conditions=()) == combined._replace(conditions=())
        assert sorted(c.code for c in found.conditions) == sorted(
            c.code for c in combined.conditions
        )
