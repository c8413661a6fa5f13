"""Which of the changes between two things moved what was concluded, and by how much.

Each change of the second is made alone in the first one, in the first one's world, and the whole
is evaluated again: no change is inferred from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import to_builtins

from carbon_eia.benchmarks import Benchmark
from carbon_eia.errors import CarbonEiaError
from carbon_eia.proof.difference import Where
from carbon_eia.reference import World
from carbon_eia.run.values import known
from carbon_eia.units import Quantity, decimal_text

__all__ = [
    "Attribution",
    "ChangeInfluence",
    "ComparedFigure",
    "EvaluationOutcome",
    "Situation",
    "bare",
    "each_alone",
    "influences",
]

WRITTEN = ("place", "file", "text", "sha256", "lines", "cells", "texts")
"""Fields that say where and how something was written, on which no figure depends."""

DIGITS = 12

Stated = TypeVar("Stated")


@dataclass(frozen=True, slots=True)
class Situation(Generic[Stated]):
    """What an evaluation is made from: a project or a park, the limits, a world."""

    stated: Stated
    limits: Sequence[Benchmark]
    world: World


class ComparedFigure(NamedTuple):
    """A figure of an outcome as it is shown, in full, its unit, and what it is of."""

    shown: str
    number: Fraction
    unit: str
    of: str = ""


class EvaluationOutcome(NamedTuple):
    """What an evaluation comes to: its verdict, and its figures by name, None where unknown."""

    verdict: str
    amounts: Mapping[str, ComparedFigure | None]


@dataclass(frozen=True, slots=True)
class Attribution(Generic[Stated]):
    """How the changes of a kind of thing are made alone, and what is told of them.

    ``named``: fields whose entries have names, so that each may change alone; ``unfelt``: fields on
    which no figure depends, beside those that say how it was written. ``verdict_key``: what its
    verdict is called in JSON; ``keys``: for each amount its name, that of its movement, and that of
    its unit (empty where it is not told). The first decides which change is the largest.
    """

    named: Sequence[str]
    unfelt: Sequence[str]
    verdict_key: str
    keys: Sequence[tuple[str, str, str]]
    outcome: Callable[[Situation[Stated]], EvaluationOutcome]

    def figures(
        self, with_it: EvaluationOutcome, first: EvaluationOutcome
    ) -> dict[str, str | None]:
        """The figures of an outcome, and how far each moved from the first one.

        Figures in another unit or of another thing have not moved: they are not compared.
        """
        told: dict[str, str | None] = {}
        for key, moved, unit in self.keys:
            own, other = with_it.amounts[key], first.amounts[key]
            told[key] = None if own is None else own.shown
            told[moved] = None
            if own is not None and other is not None and own[2:] == other[2:]:
                told[moved] = decimal_text(own.number - other.number, DIGITS)
            if unit:
                told[unit] = None if own is None else own.unit
        return told

    @property
    def unknown(self) -> dict[str, str | None]:
        """The figures of what cannot be evaluated."""
        return {name: None for names in self.keys for name in names if name}

    def size(self, influence: ChangeInfluence) -> Fraction:
        """How far a change moves the first figure, in either direction."""
        return abs(Fraction(influence.figures[self.keys[0][1]] or 0))


class ChangeInfluence(NamedTuple):
    """What one change does when it is made alone.

    ``verdict`` is None, and every figure, where the change cannot be made alone (``why``).
    """

    change: Where
    verdict: str | None
    figures: Mapping[str, str | None]
    why: str = ""

    def to_dict(self, verdict: str) -> dict[str, object]:
        """The influence as JSON; ``verdict``: what its verdict is called there."""
        return {
            "change": list(self.change), verdict: self.verdict, **self.figures, "why": self.why
        }  # fmt: skip


def influences(
    how: Attribution[Stated], a: Situation[Stated], b: Situation[Stated]
) -> list[ChangeInfluence]:
    """The influence of each change, the largest first.

    Raises InputError where the first cannot be evaluated.
    """
    first = how.outcome(a)
    alone = [_influence(how, where, s, first) for where, s in each_alone(how, a, b)]
    return sorted(alone, key=lambda i: -how.size(i))


def _influence(
    how: Attribution[Stated], where: Where, situation: Situation[Stated], first: EvaluationOutcome
) -> ChangeInfluence:
    try:
        with_it = how.outcome(situation)
    except CarbonEiaError as error:
        return ChangeInfluence(where, None, how.unknown, str(error.problems[0].message()))
    return ChangeInfluence(where, with_it.verdict, how.figures(with_it, first))


def each_alone(
    how: Attribution[Stated], a: Situation[Stated], b: Situation[Stated]
) -> Iterator[tuple[Where, Situation[Stated]]]:
    """The first situation with each single change of the second, and where that change is."""
    for where, stated in _each_stated(how, a.stated, b.stated):
        yield where, replace(a, stated=stated)
    if [x.instrument.sha256 for x in a.limits] != [x.instrument.sha256 for x in b.limits]:
        yield ("benchmarks",), replace(a, limits=b.limits)
    if a.world.as_of != b.world.as_of:
        yield ("as_of",), replace(a, world=b.world)


def _each_stated(how: Attribution[Any], old: Any, new: Any) -> Iterator[tuple[Where, Any]]:
    """A project or park with each single change of another one."""
    for field in type(old)._fields:
        if field in (*how.unfelt, *WRITTEN):
            continue
        before, after = getattr(old, field), getattr(new, field)
        if field not in how.named:
            if bare(before) != bare(after):
                yield (field,), old._replace(**{field: after})
            continue
        entries, others = ({x.name: x for x in stated} for stated in (before, after))
        for name in dict.fromkeys([*entries, *others]):
            if bare(entries.get(name)) == bare(others.get(name)):
                continue
            changed = {**entries, name: others.get(name)}
            kept = tuple(x for x in changed.values() if x is not None)
            yield (field, name), old._replace(**{field: kept})


def bare(value: Any) -> Any:
    """What a project or a park, or a part of it, states, as JSON: wherever it was written.

    >>> bare((Fraction(1, 4), date(2026, 6, 30)))
    ['0.25', '2026-06-30']
    """
    if isinstance(value, Quantity):
        return to_builtins(known(value))
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, date):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {f: bare(getattr(value, f)) for f in value._fields if f not in WRITTEN}
    if isinstance(value, Mapping):
        return {str(k): bare(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [bare(v) for v in value]
    if isinstance(value, frozenset):
        return sorted(bare(v) for v in value)
    return value
