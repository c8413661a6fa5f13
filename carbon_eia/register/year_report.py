"""A year of operation is reported: its document, and what it comes to beside the approval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from carbon_eia.reference import World
from carbon_eia.register.case import Case
from carbon_eia.register.event import Event
from carbon_eia.register.filing import Submission
from carbon_eia.register.operating import compare_year
from carbon_eia.register.operating_records import OperatingRecord
from carbon_eia.register.runs import approval_of
from carbon_eia.register.store import Register
from carbon_eia.run import canonical

__all__ = ["year_report"]

KEPT = ("run", "record", "document", "file", "verdict")
"""What the event of a year says of its document."""


def year_report(
    register: Register,
    events: Sequence[Event],
    case: Case,
    submission: Submission,
    world: World,
    open_world: Callable[[date], World],
) -> tuple[dict[str, object], OperatingRecord | None]:
    """What the event of a reported year says, and the comparison that it keeps.

    ``world``: the reference data of the day of the report, ``open_world``: those of any day. There
    is no comparison where nothing is approved.
    """
    kept = submission.keep(register)
    body = {k: kept[k] for k in KEPT} | {"year": submission.run.project.year}
    approval = approval_of(register, events, case)
    if approval is None:
        return body, None
    compared = compare_year(approval, submission.run, world, open_world)
    body["comparison"] = register.keep(canonical(compared))
    return body, compared
