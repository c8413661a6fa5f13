"""Targets as linear expressions of which measures are chosen, interactions and all.

A share of what others have left is a product of decisions. Two exact ways to write it linearly:

- a *chain*: what is left of a source after each measure, a ← a + x·((α − 1)·a + β), with one column
  for each product x·a between its four bounds (McCormick, exact for x of 0 or 1);
- *patterns*: one column for each combination of the measures that touch a source, with the value
  that its inventory has under that combination. Taken where a measure changes what one unit emits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations

from carbon_eia.errors import InputError
from carbon_eia.project import Effect, Measure, Source
from carbon_eia.retrofit.measures import HeatOf, amounts_in, apply_measures, describing, heated
from carbon_eia.retrofit.milp import LinearExpression, MixedIntegerProgram
from carbon_eia.retrofit.selection import RetrofitTarget, TargetCheck

__all__ = ["TooManyPatternsError", "target_lines"]

MOST_TOGETHER = 11
"""Most measures on one source of which every combination becomes a column (2 048)."""

LARGE = 10**6
"""How many times its size an amount is on which a measure is tried."""


class TooManyPatternsError(Exception):
    """More measures change one source in more than its amount than can be written out."""


def target_lines(
    target_check: TargetCheck,
    measures: Sequence[Measure],
    x: Mapping[str, int],
    program: MixedIntegerProgram,
) -> list[LinearExpression] | None:
    """Each target's value ÷ its limit, or ÷ its value at first, as a line of the choices ``x``.

    Rows and columns that tie products to the choices are added to ``program``. None where a target
    has no value.

    Raises TooManyPatternsError.
    """
    sources = _in_heated_units(target_check, target_check.applied(_bare(measures)), measures)
    touched = [e.source for m in measures for e in m.effects]
    touched += [e.switch for m in measures for e in m.effects if e.switch]
    lines = [LinearExpression() for _ in target_check.targets]
    for source in sources:
        if source.name in touched:
            continue
        for line, target in zip(lines, target_check.targets, strict=True):
            part = target.share(source)
            if part is None:
                return None
            line.constant += float(part / _scale(target))
    for group in _groups(sources, measures):
        found = _group(target_check, [s for s in sources if s.name in group], measures, x, program)
        if found is None:
            return None
        lines = [a.plus(b) for a, b in zip(lines, found, strict=True)]
    return lines


def _in_heated_units(
    target_check: TargetCheck, sources: Sequence[Source], measures: Sequence[Measure]
) -> list[Source]:
    """The sources, a new one that others are switched to in the unit whose heat is known."""
    to = {e.switch: e for m in measures for e in m.effects if e.switch and e.method}
    return [heated(s, to[s.name], target_check.heat_of)[0] if s.name in to else s for s in sources]


def _scale(target: RetrofitTarget) -> Fraction:
    return abs(target.limit) if target.limit else Fraction(1)


def _bare(measures: Sequence[Measure]) -> list[Measure]:
    """The measures that do nothing but bring their new sources, with nothing used of them."""
    return [
        m._replace(effects=(*(_idle(e) for e in m.effects if e.new), *describing(m)))
        for m in measures
    ]


def _idle(effect: Effect) -> Effect:
    new = Effect(effect.new, method=effect.method, material=effect.material, supply=effect.supply)
    change = effect.change
    if effect.switch or change is None or not change.unit.dims:
        return new
    return new._replace(adds=change._replace(value=Fraction(0)))


def _groups(sources: Sequence[Source], measures: Sequence[Measure]) -> list[set[str]]:
    """The sources that measures touch, those between which energy is switched together."""
    groups: list[set[str]] = []
    for effect in (e for m in measures for e in m.effects):
        joined = {effect.source, *([effect.switch] if effect.switch else [])}
        for group in [g for g in groups if g & joined]:
            joined |= group
            groups.remove(group)
        groups.append(joined)
    order = {s.name: i for i, s in enumerate(sources)}
    return sorted(groups, key=lambda g: min(order[n] for n in g))


def _group(
    target_check: TargetCheck,
    sources: Sequence[Source],
    measures: Sequence[Measure],
    x: Mapping[str, int],
    program: MixedIntegerProgram,
) -> list[LinearExpression] | None:
    names = {s.name for s in sources}
    own = [m._replace(effects=tuple(e for e in m.effects if e.source in names)) for m in measures]
    own = [m for m in own if m.effects]
    plain = [m._replace(effects=tuple(e for e in m.effects if e not in describing(m))) for m in own]
    makers = [e.new for m in own for e in m.effects if e.new]
    described = {e.source for m in own for e in describing(m)}
    alike = all(makers.count(name) == 1 for name in described)
    if alike and not any(e.parameter for m in plain for e in m.effects):
        slopes = [_slopes(s, target_check.targets) for s in sources]
        if all(s is not None for s in slopes):
            found = _chain(target_check, sources, plain, x, program)
            if found is not None:
                return _weighted(found, [s for s in slopes if s is not None], target_check.targets)
    return _patterns(target_check, sources, own, x, program)


# --- chains


def _reference(source: Source) -> Fraction:
    """An amount of the size of those that a source may have; 1 where it is not used at all."""
    activity = source.activity
    if activity is None:
        return Fraction(0)
    return activity.value or Fraction(1)


def _slopes(
    source: Source, targets: Sequence[RetrofitTarget]
) -> list[tuple[Fraction, Fraction]] | None:
    """Slope and constant of each target in the amount of a source; None where it is not linear."""
    size = _reference(source)
    if not size:
        return None
    found: list[tuple[Fraction, Fraction]] = []
    for target in targets:
        parts = [target.share(source.with_activity(size * k)) for k in (0, 1, 2)]
        a, b, c = parts
        if a is None or b is None or c is None or c - b != b - a:
            return None
        found.append(((b - a) / size, a))
    return found


def _chain(
    target_check: TargetCheck,
    sources: Sequence[Source],
    measures: Sequence[Measure],
    x: Mapping[str, int],
    program: MixedIntegerProgram,
) -> list[tuple[LinearExpression, Fraction]] | None:
    """What is left of each source, as a line in units of its size; None where heat is unknown."""
    size = {s.name: _reference(s) for s in sources}
    amounts = amounts_in(sources, sources)
    state = {name: LinearExpression(float(amount / size[name])) for name, amount in amounts.items()}
    most = {name: line.constant for name, line in state.items()}
    for measure in measures:
        column = x[measure.name]
        steps = _steps(sources, measure, target_check.heat_of)
        if steps is None:
            return None
        shared = [n for n in state if any(slopes.get(n) for slopes, _ in steps.values())]
        products = {n: _product(program, column, state[n], most[n]) for n in shared}
        after, reach = dict(state), dict(most)
        for name, (slopes, offset) in steps.items():
            fixed = float(offset / size[name])
            weights = {n: float(slope * size[n] / size[name]) for n, slope in slopes.items()}
            delta = LinearExpression(
                0.0, {products[n]: weight for n, weight in weights.items() if weight}
            )
            delta.terms[column] = fixed
            after[name] = state[name].plus(delta)
            if fixed < 0:  # an amount that is saved is there
                program.at_least(after[name], -1e-7)
            reach[name] += max(fixed, 0.0) + sum(max(w, 0.0) * most[n] for n, w in weights.items())
        state, most = after, reach
    return [(state[s.name], size[s.name]) for s in sources]


def _steps(
    sources: Sequence[Source], measure: Measure, heat_of: HeatOf | None
) -> dict[str, tuple[dict[str, Fraction], Fraction]] | None:
    """What a measure changes of each amount: by a share of each amount, and by an amount.

    It is carried out on amounts so large that it never saves more than there is, and again on the
    double of each. None where that cannot be.
    """
    large = [s.with_activity(_reference(s) * LARGE) for s in sources]
    before = amounts_in(large, sources)
    acted = dict.fromkeys(e.source for e in measure.effects)
    slopes: dict[str, dict[str, Fraction]] = {name: {} for name in before}
    try:
        once = amounts_in(apply_measures(large, [measure], heat_of), sources)
        for name in acted:
            more = [s.with_activity(before[name] * 2) if s.name == name else s for s in large]
            twice = amounts_in(apply_measures(more, [measure], heat_of), sources)
            for other in before:
                slope = (twice[other] - once[other]) / before[name] - (other == name)
                if slope:
                    slopes[other][name] = slope
    except InputError:
        return None
    steps: dict[str, tuple[dict[str, Fraction], Fraction]] = {}
    for name, amount in before.items():
        by_share = sum((s * before[n] for n, s in slopes[name].items()), Fraction(0))
        offset = once[name] - amount - by_share
        if slopes[name] or offset:
            steps[name] = slopes[name], offset
    return steps


def _product(program: MixedIntegerProgram, x: int, line: LinearExpression, most: float) -> int:
    """A column that is x · line for x of 0 or 1 and a line between 0 and ``most``."""
    w = program.column(0.0, most)
    both = LinearExpression(0.0, {w: 1.0})
    program.at_most(both.plus(LinearExpression(0.0, {x: most}), -1.0), 0.0)
    program.at_most(both.plus(line, -1.0), 0.0)
    program.at_most(line.plus(both, -1.0).plus(LinearExpression(0.0, {x: most})), most)
    return w


def _weighted(
    amounts: Sequence[tuple[LinearExpression, Fraction]],
    slopes: Sequence[list[tuple[Fraction, Fraction]]],
    targets: Sequence[RetrofitTarget],
) -> list[LinearExpression]:
    lines = [LinearExpression() for _ in targets]
    for (amount, size), source in zip(amounts, slopes, strict=True):
        for i, (target, (slope, constant)) in enumerate(zip(targets, source, strict=True)):
            weight = float(slope * size / _scale(target))
            lines[i] = lines[i].plus(amount, weight)
            lines[i].constant += float(constant / _scale(target))
    return lines


# --- patterns


def _patterns(
    target_check: TargetCheck,
    sources: Sequence[Source],
    measures: Sequence[Measure],
    x: Mapping[str, int],
    program: MixedIntegerProgram,
) -> list[LinearExpression] | None:
    """One column for each combination of the measures, with the values that it gives."""
    free = [m for m in measures if program.low[x[m.name]] < program.high[x[m.name]]]
    certain = [m for m in measures if program.low[x[m.name]] > 0]
    if len(free) > MOST_TOGETHER:
        raise TooManyPatternsError
    new = {e.new for m in measures for e in m.effects if e.new}
    there = [s for s in sources if s.name not in new]
    lines = [LinearExpression() for _ in target_check.targets]
    one, held = LinearExpression(), {m.name: LinearExpression() for m in free}
    for more in chain.from_iterable(combinations(free, n) for n in range(len(free) + 1)):
        names = {m.name for m in (*certain, *more)}
        chosen = [m for m in measures if m.name in names]
        try:
            left = apply_measures(there, chosen, target_check.heat_of)
            values = [t.value(left) for t in target_check.targets]
        except (InputError, KeyError):  # cannot be combined, or lacks what it acts on
            continue
        known = [v for v in values if v is not None]
        if len(known) < len(values):
            continue
        z = program.column(0.0, 1.0)
        one.terms[z] = 1.0
        for m in more:
            held[m.name].terms[z] = 1.0
        for line, target, value in zip(lines, target_check.targets, known, strict=True):
            line.terms[z] = float(value / _scale(target))
    program.row(1.0, one, 1.0)
    for m in free:
        program.row(0.0, held[m.name].plus(LinearExpression(0.0, {x[m.name]: 1.0}), -1.0), 0.0)
    return lines
