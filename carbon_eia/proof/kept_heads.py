"""What heads that somebody kept say of events that are shown with their way to a head.

Nothing of the register itself is asked: an event, its path, a head and, where the kept head is of
another size, the proof of consistency between the two are enough (RFC 6962, 2.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import Place
from carbon_eia.files import read_text
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.proof.signature import Signatures, Subject, head_subject
from carbon_eia.register.heads import Consistency, LedgerHead, Receipt, read_consistency, read_head
from carbon_eia.run.signed import SignatureRecord

__all__ = [
    "KeptHeads",
    "head_findings",
    "is_signed",
    "read_kept",
    "receipt_findings",
    "short_root",
    "signed_heads",
]

SHORT = 16
"""Hexadecimal digits of a root that are shown."""


class KeptHeads(NamedTuple):
    """Heads that somebody kept, by the names of their files, and proofs of consistency."""

    heads: tuple[tuple[str, LedgerHead], ...] = ()
    proofs: tuple[tuple[str, Consistency], ...] = ()


def read_kept(heads: Sequence[Path], proofs: Sequence[Path]) -> KeptHeads:
    """Heads and proofs from their files.

    Raises InputError CE-G210 where a file is none.
    """
    return KeptHeads(
        tuple((path.name, read_head(read_text(path), Place(str(path)))) for path in heads),
        tuple((path.name, read_consistency(read_text(path), Place(str(path)))) for path in proofs),
    )


def receipt_findings(
    receipts: Sequence[Receipt], head: LedgerHead, kept: KeptHeads, trusted: bool
) -> list[VerificationFinding]:
    """Whether events are in the ledger of a head, and that head in the ledger of those kept.

    ``trusted``: the head itself is signed by a key that was given; then no other is needed.
    """
    apart = [r.row.sequence for r in receipts if not r.stands(head)]
    params: dict[str, object] = {
        "count": len(receipts),
        "size": head.size,
        "root": short_root(head),
    }
    if apart:
        params["sequences"] = "、".join(map(str, apart))
        return [VerificationFinding("receipt", False, "proof.ledger.not_in", params)]
    found = [VerificationFinding("receipt", True, "proof.ledger.in", params)]
    last = max(r.row.sequence for r in receipts)
    return [*found, *head_findings(head, kept, trusted, last)]


def head_findings(
    head: LedgerHead, kept: KeptHeads, trusted: bool, last: int = 0
) -> Iterator[VerificationFinding]:
    """Whether a head is of the ledger of each head that was kept; ``last``: the last event that is
    to be in it."""
    if not kept.heads and not trusted:
        yield VerificationFinding("head", None, "proof.ledger.no_head", {"size": head.size})
    for name, other in kept.heads:
        yield _against(head, name, other, kept, last)


def _against(
    head: LedgerHead, name: str, other: LedgerHead, kept: KeptHeads, last: int
) -> VerificationFinding:
    params: dict[str, object] = {
        "name": name, "size": other.size, "root": short_root(other), "own": head.size, "last": last,
    }  # fmt: skip
    if other.size == head.size:
        same = other == head  # its day too
        return VerificationFinding(
            "head", same, f"proof.ledger.head_{'same' if same else 'other'}", params
        )
    first, second = sorted((head, other), key=lambda h: h.size)
    proof = next(
        (g for _, g in kept.proofs if (g.first.size, g.second.size) == (first.size, second.size)),
        None,
    )
    if proof is None:
        params |= {"first": first.size, "second": second.size}
        return VerificationFinding("head", None, "proof.ledger.no_consistency", params)
    if not proof.stands(first, second):
        return VerificationFinding("head", False, "proof.ledger.not_consistent", params)
    if other.size < last:
        return VerificationFinding("head", None, "proof.ledger.too_early", params)
    return VerificationFinding("head", True, "proof.ledger.consistent", params)


def signed_heads(
    heads: Sequence[tuple[str, LedgerHead]],
    embedded: SignatureRecord | None,
    own: Subject,
    others: Sequence[Subject],
    signatures: Signatures | None,
) -> list[VerificationFinding]:
    """The findings on the signatures of a document: of one of its heads, or else of its record.

    ``embedded``: the signature that it carries itself.
    """
    if signatures is None:
        return []
    subjects = [head_subject(head, name) for name, head in heads]
    listed = signatures.signatures
    if embedded is not None and embedded not in listed:
        listed = (*listed, embedded)
    signed = {s.sha256 for s in listed if s.of == "head"}
    wanted = next((s for s in subjects if s.sha256 in signed), own)
    rest = [s for s in (own, *subjects, *others) if s != wanted]
    return signatures._replace(signatures=listed).check(wanted, rest)


def is_signed(head: LedgerHead, findings: Iterable[VerificationFinding]) -> bool:
    """Whether one of the findings on signatures is that a known key signed this head."""
    own = head_subject(head, "").sha256
    return any(
        f.ok and f.code == "proof.signed_head" and f.params["sha256"] == own for f in findings
    )


def short_root(head: LedgerHead) -> str:
    """The first digits of a root, which are shown."""
    return head.root[:SHORT]
