"""What two things state differently, and each of these changes made alone in the first of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from msgspec import to_builtins

from carbon_eia.benchmarks import Benchmark
from carbon_eia.reference import World
from carbon_eia.run.values import known
from carbon_eia.units import Quantity, decimal_text

__all__ = ["Situation", "bare", "each_alone"]

WRITTEN = ("place", "file", "text", "sha256", "lines", "cells", "texts")
"""Fields that say where and how something was written, on which no figure depends."""


class Situation(NamedTuple):
    """What an evaluation is made from: a project or a park, the limits, a world."""

    stated: Any
    limits: Sequence[Benchmark]
    world: World


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


def each_alone(
    a: Situation, b: Situation, named: Sequence[str], unfelt: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Situation]]:
    """The first situation with each single change of the second, and where that change is.

    ``named``: fields whose entries have names, so that each may change alone; ``unfelt``: fields on
    which no figure depends, beside those that say how it was written.
    """
    for where, stated in _each_stated(a.stated, b.stated, named, unfelt):
        yield where, a._replace(stated=stated)
    if [x.instrument.sha256 for x in a.limits] != [x.instrument.sha256 for x in b.limits]:
        yield ("benchmarks",), a._replace(limits=b.limits)
    if a.world.as_of != b.world.as_of:
        yield ("as_of",), a._replace(world=b.world)


def _each_stated(
    old: Any, new: Any, named: Sequence[str], unfelt: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """A project or park with each single change of another one."""
    for field in type(old)._fields:
        if field in (*unfelt, *WRITTEN):
            continue
        before, after = getattr(old, field), getattr(new, field)
        if field not in named:
            if bare(before) != bare(after):
                yield (field,), old._replace(**{field: after})
            continue
        entries, others = ({x.name: x for x in found} for found in (before, after))
        for name in dict.fromkeys([*entries, *others]):
            if bare(entries.get(name)) == bare(others.get(name)):
                continue
            changed = {**entries, name: others.get(name)}
            kept = tuple(x for x in changed.values() if x is not None)
            yield (field, name), old._replace(**{field: kept})
