"""Whether an application is complete and plausible, before any verdict (``check``)."""

from __future__ import annotations

from typing import NamedTuple

from carbon_eia.run.records import Run, SentenceRecord, WarningRecord

__all__ = ["Acceptance", "acceptance_of"]

OF_THE_AUTHORITY = frozenset(
    f"missing.{what}"
    for what in (
        "admission",
        "admission.product",
        "incomparable",
        "incomparable.product",
        "boundary",
        "grade_c",
        "no_policy",
        "benchmark_slip",
        "policy",
        "adopted",
        "deadline",
        "limit_newer",
        "limit_grade",
        "search",
    )
)
"""What is missing for a verdict and is no applicant's to mend."""

PUBLISHED = frozenset(("CE-W004", "CE-W005", "CE-W020", "CE-W021", "CE-W035", "CE-W036"))
"""Warnings of what an authority has published, or not yet: no applicant can mend them."""


class Acceptance(NamedTuple):
    """What an application lacks, what its authority lacks, and what a reader is warned of."""

    missing: tuple[SentenceRecord, ...]
    for_the_authority: tuple[SentenceRecord, ...]
    warnings: tuple[WarningRecord, ...]

    def is_complete(self, strict: bool = False) -> bool:
        """Whether nothing is missing; ``strict``: nor anything warned of that can be mended."""
        odd = [w for w in self.warnings if w.code not in PUBLISHED]
        return not self.missing and not (strict and odd)


def acceptance_of(run: Run) -> Acceptance:
    """What a Run says of the application's completeness and plausibility."""
    gaps = run.decision.missing
    return Acceptance(
        missing=tuple(m for m in gaps if m.code not in OF_THE_AUTHORITY),
        for_the_authority=tuple(m for m in gaps if m.code in OF_THE_AUTHORITY),
        warnings=run.warnings,
    )
