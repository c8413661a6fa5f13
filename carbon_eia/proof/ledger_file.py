"""A receipt, a head or a proof of consistency in a file of its own, held against kept heads."""

from __future__ import annotations

from pathlib import Path

from carbon_eia.errors import InputError, Place
from carbon_eia.files import read_text
from carbon_eia.proof.finding import UNDECIDED, VerificationFinding
from carbon_eia.proof.kept_heads import (
    KeptHeads,
    head_findings,
    is_signed,
    receipt_findings,
    short_root,
    signed_heads,
)
from carbon_eia.proof.signature import Signatures, head_subject
from carbon_eia.proof.verify import Verification
from carbon_eia.register.heads import (
    Consistency,
    LedgerHead,
    Receipt,
    kept_kind,
    read_consistency,
    read_head,
    read_receipt,
)

__all__ = ["head_in", "ledger_file_proof"]


def head_in(path: Path) -> LedgerHead | None:
    """The head that a file is; None where it is none.

    Raises InputError CE-G210 where it says that it is one, and is not.
    """
    text = _text(path)
    return read_head(text, Place(str(path))) if kept_kind(text) is LedgerHead else None


def ledger_file_proof(
    path: Path, kept: KeptHeads, signatures: Signatures | None
) -> Verification | None:
    """Whether a receipt or a head stands under the heads that were kept; None for other files.

    A proof of consistency is no statement of its own: it stands between two heads.

    Raises InputError CE-G210 where the file says that it is one of these, and is not.
    """
    text, place = _text(path), Place(str(path))
    kind = kept_kind(text)
    if kind is None:
        return None
    if kind is Consistency:
        return _between(read_consistency(text, place), kept, path.name)
    receipt = read_receipt(text, place) if kind is Receipt else None
    head = receipt.head if receipt is not None else read_head(text, place)
    heads = [(path.name, head), *kept.heads]
    signed = signed_heads(heads, None, head_subject(head, path.name), (), signatures)
    trusted = is_signed(head, signed)
    if receipt is not None:
        found = receipt_findings([receipt], head, kept, trusted)
    else:
        params: dict[str, object] = {"size": head.size, "root": short_root(head)}
        found = [VerificationFinding("head", None, "proof.ledger.signed_only", params)]
        found += head_findings(head, kept, trusted)
    return _proof([*found, *signed])


def _between(proof: Consistency, kept: KeptHeads, name: str) -> Verification:
    """A proof of consistency: by the heads that it states, which must be those that were kept."""
    if not proof.stands():
        first = {"name": name, "size": proof.first.size, "root": short_root(proof.first)}
        return _proof(
            [VerificationFinding("head", False, "proof.ledger.not_consistent", {**first})]
        )
    with_it = KeptHeads(kept.heads, (*kept.proofs, (name, proof)))
    return _proof([*head_findings(proof.second, with_it, trusted=False)])


def _proof(findings: list[VerificationFinding]) -> Verification:
    failed = any(f.ok is False for f in findings)
    is_open = any(f.code in UNDECIDED for f in findings)
    return Verification(
        None, False if failed else None if is_open else True, tuple(findings), (), ()
    )


def _text(path: Path) -> str:
    """The text of a JSON file; nothing for other files, and where it cannot be read as one."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return ""
    try:
        return read_text(path)
    except InputError:
        return ""
