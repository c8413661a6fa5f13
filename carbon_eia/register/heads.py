"""Heads, receipts, proofs of consistency: what one keeps outside a register to hold it to its past.

A head is the root of the tree over the first events of a ledger (RFC 6962), printed, sent or
signed at the end of a day. Whoever holds one can tell later that the ledger still begins with the
same events. A receipt is an event with its way to a root: it shows without the register that the
event is in it. A proof of consistency shows without the register that the ledger of a later head
begins with that of an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar

import msgspec

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files.json_text import json_value
from carbon_eia.register.event import EventRow
from carbon_eia.register.tree import (
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    root,
    root_of_leaf,
)
from carbon_eia.run.record import canonical

__all__ = [
    "Consistency",
    "Digest",
    "LedgerHead",
    "Receipt",
    "at_end_of",
    "consistency_of",
    "head_of",
    "kept_kind",
    "leaves_of",
    "read_consistency",
    "read_head",
    "read_receipt",
    "receipt_of",
    "under",
]

HEAD = "carbon-eia/head/1"
RECEIPT = "carbon-eia/receipt/1"
CONSISTENCY = "carbon-eia/consistency/1"

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_Size = Annotated[int, msgspec.Meta(ge=1, le=1 << 40)]


class LedgerHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root over the first ``size`` events, of which the last was written on ``day``."""

    schema: Annotated[str, msgspec.Meta(pattern=f"^{HEAD}$")] = HEAD
    size: _Size
    root: Digest
    day: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]

    def content(self) -> bytes:
        """Its file."""
        return canonical(self)


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event and its way to the root of a head: the hashes beside it, from below."""

    schema: Annotated[str, msgspec.Meta(pattern=f"^{RECEIPT}$")] = RECEIPT
    event: tuple[int, str, str, str, str, str, str, str]
    head: LedgerHead
    path: Annotated[tuple[Digest, ...], msgspec.Meta(max_length=64)]

    @property
    def row(self) -> EventRow:
        """The event as it was stored."""
        return EventRow(*self.event)

    def content(self) -> bytes:
        """Its file."""
        return canonical(self)

    def stands(self, head: LedgerHead | None = None) -> bool:
        """Whether the event is in the ledger of its head; ``head``: the one that somebody kept.

        A kept head of another size cannot be compared without the register: the root of the
        receipt's own size is what counts, so hand in the head of that size.
        """
        row = self.row
        path = [bytes.fromhex(h) for h in self.path]
        own = row.hash == row.right_hash()
        leaf = leaves_of([row])[0]
        found = root_of_leaf(leaf, row.sequence - 1, self.head.size, path)
        own = own and found is not None and found.hex() == self.head.root
        return own and (head is None or (head.size, head.root) == (self.head.size, self.head.root))


class Consistency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A head, a later one, and the proof that the ledger only grew between them (RFC 6962, 2.1.2).

    The days of the heads are for people: sizes and roots are what counts.
    """

    schema: Annotated[str, msgspec.Meta(pattern=f"^{CONSISTENCY}$")] = CONSISTENCY
    first: LedgerHead
    second: LedgerHead
    path: Annotated[tuple[Digest, ...], msgspec.Meta(max_length=128)]

    def content(self) -> bytes:
        """Its file."""
        return canonical(self)

    def stands(self, first: LedgerHead | None = None, second: LedgerHead | None = None) -> bool:
        """Whether the later ledger begins with the earlier one, by the heads that it states or by
        those that somebody kept."""
        old, new = first or self.first, second or self.second
        roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
        path = [bytes.fromhex(h) for h in self.path]
        return is_consistent(old.size, roots[0], new.size, roots[1], path)


def leaves_of(rows: Sequence[EventRow]) -> list[bytes]:
    """The leaves of the tree over some events: each stands for an event by its hash.

    Whatever somebody has put in the place of a hash is taken as the text that it is.
    """
    return [leaf_hash(f"{row.hash}".encode()) for row in rows]


def head_of(rows: Sequence[EventRow]) -> LedgerHead:
    """The head over events from the first on; there is at least one."""
    return LedgerHead(size=len(rows), root=root(leaves_of(rows)).hex(), day=rows[-1].at[:10])


def under(rows: Sequence[EventRow], head: LedgerHead) -> Sequence[EventRow] | None:
    """The events of a ledger that a head stands for; None where it is not a head of this ledger."""
    own = rows[: head.size]
    is_own = len(own) == head.size and head_of(own).root == head.root
    return own if is_own else None


def receipt_of(rows: Sequence[EventRow], sequence: int) -> Receipt:
    """The receipt of an event in the ledger of these rows."""
    path = inclusion(leaves_of(rows), sequence - 1)
    return Receipt(
        event=rows[sequence - 1][:], head=head_of(rows), path=tuple(h.hex() for h in path)
    )


def consistency_of(rows: Sequence[EventRow], first: int, second: int) -> Consistency:
    """The proof that the first ``second`` events of a ledger begin with the ``first`` ones."""
    path = consistency(leaves_of(rows[:second]), first)
    heads = head_of(rows[:first]), head_of(rows[:second])
    return Consistency(first=heads[0], second=heads[1], path=tuple(h.hex() for h in path))


def at_end_of(rows: Sequence[EventRow], day: date) -> Sequence[EventRow]:
    """The events that were written up to the end of a day, by the clock of the register (UTC)."""
    last = max((i for i, row in enumerate(rows, 1) if row.at[:10] <= day.isoformat()), default=0)
    return rows[:last]


def read_head(text: str, place: Place) -> LedgerHead:
    """A head from its file.

    Raises InputError CE-G210 where it is none.
    """
    return _read(text, place, LedgerHead)


def read_receipt(text: str, place: Place) -> Receipt:
    """A receipt from its file.

    Raises InputError CE-G210 where it is none.
    """
    receipt = _read(text, place, Receipt)
    if not 1 <= receipt.row.sequence <= receipt.head.size:
        raise InputError(Problem("CE-G210", place, {"why": f"event {receipt.row.sequence}"}))
    return receipt


def read_consistency(text: str, place: Place) -> Consistency:
    """A proof of consistency from its file.

    Raises InputError CE-G210 where it is none.
    """
    return _read(text, place, Consistency)


def kept_kind(text: str) -> type[LedgerHead] | type[Receipt] | type[Consistency] | None:
    """What a JSON file is, by its schema; None where it is none of a register.

    >>> kept_kind('{"schema": "carbon-eia/head/1"}').__name__, kept_kind('{"schema": {}}')
    ('LedgerHead', None)
    """
    try:
        held = json_value(text)
    except ValueError:
        return None
    schema = held.get("schema") if isinstance(held, dict) else None
    kinds: dict[str, type[LedgerHead] | type[Receipt] | type[Consistency]]
    kinds = {HEAD: LedgerHead, RECEIPT: Receipt, CONSISTENCY: Consistency}
    return kinds.get(schema) if isinstance(schema, str) else None


Kept = TypeVar("Kept", LedgerHead, Receipt, Consistency)


def _read(text: str, place: Place, kind: type[Kept]) -> Kept:
    try:
        return msgspec.convert(json_value(text), kind)
    except (msgspec.ValidationError, ValueError) as error:
        raise InputError(Problem("CE-G210", place, {"why": str(error)})) from None
