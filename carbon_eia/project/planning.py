"""What the table ``[planning]`` asks of the measures that are planned under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from carbon_eia.errors import Place, Problem
from carbon_eia.project.project_model import Measure, Planning

__all__ = ["month_span", "month_texts", "planning_problems"]

SPAN = re.compile(r"(\d{4})-(\d{2})(?:/(\d{4})-(\d{2}))?")


def month_span(text: str) -> range | None:
    """The months of ``2027-02`` or ``2027-12/2028-02``, or None where it is neither.

    A month is its year × 12 + its place in the year from 0, so that months can be counted.

    >>> len(month_span("2027-12/2028-02"))
    3
    """
    match = SPAN.fullmatch(text.strip())
    if match is None:
        return None
    first = _month(*match.group(1, 2))
    last = _month(*match.group(3, 4)) if match.group(3) else first
    return (
        range(first, last + 1) if first is not None and last is not None and last >= first else None
    )


def _month(year: str, month: str) -> int | None:
    return int(year) * 12 + int(month) - 1 if 1 <= int(month) <= 12 else None


def month_texts(months: Iterable[int]) -> list[str]:
    """Months as they are written, in their order.

    >>> month_texts(month_span("2027-12/2028-01"))
    ['2027-12', '2028-01']
    """
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in sorted(months)]


def planning_problems(planning: Planning, measures: Sequence[Measure]) -> list[Problem]:
    """What a plan cannot be made without; nothing is assumed in its place.

    CE-L012: annualised cost needs the discount rate. CE-L013: a measure lacks the money or life
    that the objective or the budget counts. CE-L014: a measure lacks the start without which no
    one can say how many are at work at once, or in which months the plant must be stopped.
    CE-L015: work that needs a shutdown, and none stated.
    """
    problems: list[Problem] = []
    own = planning.place
    annualised = planning.objective == "annualised" or (
        not planning.objective and planning.discount_rate is not None
    )
    if planning.objective == "annualised" and planning.discount_rate is None:
        place = Place(own.file, own.line, "planning.discount_rate")
        problems.append(Problem("CE-L012", place, {}))
    counts_investment = bool(planning.objective) or annualised or planning.budget is not None
    for m in measures:
        if m.status == "completed":
            continue
        needed = {
            "investment": counts_investment and m.investment is None,
            "annual_cost": annualised and m.annual_cost is None,
            "life": annualised and m.life is None,
        }
        for key in (k for k, lacks in needed.items() if lacks):
            place = Place(m.place.file, m.place.line, f"{m.place.key}.{key}")
            problems.append(Problem("CE-L013", place, {"measure": m.name, "key": key}))
        asks = planning.parallel is not None or (m.shutdown and m.shutdown_months is None)
        if asks and m.finish is not None and m.start is None and m.duration is None:
            place = Place(m.place.file, m.place.line, f"{m.place.key}.start")
            problems.append(Problem("CE-L014", place, {"measure": m.name}))
        if m.shutdown and not planning.shutdowns:
            place = Place(m.place.file, m.place.line, f"{m.place.key}.shutdown")
            problems.append(Problem("CE-L015", place, {"measure": m.name}))
    return problems
