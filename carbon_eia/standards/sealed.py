"""A sealed record read back: the whole of it, its derivation, the plants of its sample."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from carbon_eia.errors import Place
from carbon_eia.files import read_text
from carbon_eia.run.record import parse_record
from carbon_eia.standards.derivation import Plant, StandardDerivation
from carbon_eia.standards.plain import restored
from carbon_eia.standards.standard_records import STANDARD_SCHEMA, StandardRecord

__all__ = ["derivation_of", "parse_standard", "read_standard", "sample_plants"]


def parse_standard(text: str, place: Place) -> StandardRecord:
    """The sealed record of its text.

    Raises InputError: CE-N001 not such a record, CE-N002 its content is not that of its id.
    """
    return parse_record(text, place, STANDARD_SCHEMA, StandardRecord)


def read_standard(path: Path) -> StandardRecord:
    """The sealed record of a file; raises as ``parse_standard``."""
    return parse_standard(read_text(path), Place(str(path)))


def derivation_of(record: StandardRecord) -> StandardDerivation:
    """The derivation of a record, typed and exact.

    Raises InputError CE-N001 where the record holds none.
    """
    return restored(StandardDerivation, record.derivation)


def sample_plants(record: StandardRecord) -> tuple[Plant, ...]:
    """The plants of the sample of a record, without those that were removed, exactly."""
    out = {r.key for r in record.removals}
    sums: dict[str, list[Fraction]] = {}
    for r in record.returns:
        if r.key and r.key not in out and r.emission is not None and r.output is not None:
            held = sums.setdefault(r.key, [Fraction(0), Fraction(0)])
            held[0] += r.emission.number
            held[1] += r.output.number
    return tuple(Plant(k, e / q, q, e) for k, (e, q) in sorted(sums.items()))
