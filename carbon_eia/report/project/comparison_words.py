"""What is said of an intensity beside a benchmark: above, equal, below; and what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.document import Text
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.shown_amounts import percent, tonnes
from carbon_eia.run.records import ComparisonRecord, Run

__all__ = ["against", "deciding_product", "limit_of", "standing"]


def limit_of(comparison: ComparisonRecord) -> str:
    """The limit in full with its unit."""
    return f"{show.plain(comparison.limit)} {comparison.unit}"


def against(comparison: ComparisonRecord, keys: tuple[str, str, str], p: Printer) -> Text:
    """Above, equal to or below a limit; by how much, in per cent and in tonnes of a year.

    ``keys``: those of the sentences, in this order. The exact numbers are compared. Where the
    intensity is zero there are no tonnes to tell: the sentence below must do without them.
    """
    above, equal, below = keys
    margin = comparison.margin_percent
    facts = {"limit": limit_of(comparison), "margin": percent(margin)}
    if comparison.excess is not None:
        facts["excess"] = tonnes(comparison.excess)
    if show.exact(comparison) == show.exact(comparison.limit):
        return p.tell(equal, **facts)
    return p.tell(above if show.exact(margin) < 0 else below, **facts)


def standing(comparison: ComparisonRecord, p: Printer) -> Iterator[Text]:
    """Whether the limit is adopted, provisional or of weak evidence, or only a sample."""
    facts = {"document": p.document(comparison.citation), "grade": comparison.grade}
    if comparison.adopted:
        yield p.tell("admission_adopted", **facts)
    elif comparison.grade == "C":
        yield p.tell("admission_weak", **facts)
    else:
        yield p.tell("admission_provisional", **facts)
    if comparison.illustrative:
        yield p.tell("admission_sample")


def deciding_product(run: Run, p: Printer) -> Iterator[Text]:
    """Of which of several main products the following speaks: the one that decides."""
    product = run.decision.product
    if run.allocation is not None and product:
        yield p.tell("of_product", product=product)
