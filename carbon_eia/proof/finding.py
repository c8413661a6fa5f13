"""What a check of a document says, and which of them leave it open."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["UNDECIDED", "VerificationFinding"]

UNDECIDED = (
    "proof.moved",
    "proof.other_reference",
    "proof.unknown_reference",
    "proof.other_version",
    "proof.words",
    "proof.print_other",
    "proof.limit_missing",
    "proof.limit_unchecked",
    "proof.unsigned",
    "proof.standard.no_record",
    "proof.ledger.no_head",
    "proof.ledger.no_consistency",
    "proof.ledger.too_early",
)
"""Findings after which a record neither stands nor falls: other tables or tables that nobody knows,
another version, words that this program does not say, a limit, signature or head that is not
there."""


class VerificationFinding(NamedTuple):
    """One thing that was checked: ``ok`` is None where it tells something and decides nothing."""

    check: str
    ok: bool | None
    code: str
    params: dict[str, object]
