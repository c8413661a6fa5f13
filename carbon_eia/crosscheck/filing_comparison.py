"""Filing 0 of a year and another filing: activity first, then emissions, then what is stated.

Filing 0 is the Run of the year in the register. The other filing is what the enterprise handed in
for this purpose. Activity is compared in the units of filing 0; emissions are those of the other
activity by the factors of filing 0; stated tonnes come last, because they may rest on factors that
nobody told.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import asdict

from carbon_eia.assessment import assess
from carbon_eia.crosscheck.crosscheck_records import (
    CROSSCHECK_SCHEMA,
    ComparedLine,
    CrossCheckRecord,
    ToleranceRecord,
)
from carbon_eia.crosscheck.of_run import OwnActivity, own_activities
from carbon_eia.crosscheck.reported_filing import (
    PROCESS,
    TOTAL,
    Activity,
    OtherFiling,
    Stated,
    together,
)
from carbon_eia.crosscheck.tolerances import (
    NOT_COMPARABLE,
    NOT_EQUAL,
    RESULTS,
    Rules,
    Tolerance,
)
from carbon_eia.crosscheck.tonnes import TONNES
from carbon_eia.errors import CarbonEiaError
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parse_project
from carbon_eia.reference import World, boundary_named
from carbon_eia.run.record import under_own_id
from carbon_eia.run.records import BilingualText, QuantityRecord, Run, SentenceRecord
from carbon_eia.run.stated import reference_part
from carbon_eia.run.values import known, quantity_of, told
from carbon_eia.units import Quantity

__all__ = ["cross_check"]


def cross_check(run: Run, other: OtherFiling, rules: Rules, world: World) -> CrossCheckRecord:
    """The record of a check of another filing against a Run, which is filing 0.

    ``world``: the reference data of the day of the check. Another year, boundary or enterprise is
    not comparable: no figures are then held against each other.
    """
    why = _incomparable(run, other, world)
    check = _Check(run, other, rules, world)
    lines = () if why is not None else tuple(check.lines())
    worst = max((RESULTS.index(x.result) for x in lines), default=0)
    kind = rules.kinds[other.kind]
    return under_own_id(
        CrossCheckRecord(
            schema=CROSSCHECK_SCHEMA,
            id="",
            as_of=str(world.as_of),
            reference=reference_part(world),
            project=run.project.name,
            code=run.project.code,
            enterprise=run.project.applicant.name,
            run=run.id,
            year=run.project.year,
            boundary=run.project.sector.boundary,
            kind=kind.id,
            kind_name=BilingualText(zh=kind.zh, en=kind.en),
            title=other.title,
            handed_in_by=other.handed_in_by,
            other_year=other.year,
            other_boundary=other.boundary,
            lines=lines,
            left_out=() if why is not None else tuple(check.left_out()),
            result=NOT_COMPARABLE if why is not None else RESULTS[worst],
            why=why,
            tolerances=tuple(_tolerance(t) for t in rules.tolerances.values()),
            basis=kind.article.clause,
        )
    )


def _incomparable(run: Run, other: OtherFiling, world: World) -> SentenceRecord | None:
    """Why the filings are of different things; None where they are of one."""
    boundary = run.project.sector.boundary
    if other.boundary not in (boundary.id, boundary.zh, boundary.en):
        known = boundary_named(world.tables, other.boundary, run.project.sector.id)
        named = other.boundary if known is None else {k: known[k] for k in LANGUAGES}
        names = {"zh": boundary.zh, "en": boundary.en}
        return told("crosscheck.why.boundary", {"own": names, "other": named})
    if other.year != run.project.year:
        return told("crosscheck.why.year", {"own": run.project.year, "other": other.year})
    code = run.project.applicant.credit_code
    if code and other.credit_code and code.upper() != other.credit_code.upper():
        return told("crosscheck.why.enterprise", {"own": code, "other": other.credit_code})
    return None


class _Check:
    """What is compared of two filings that are comparable."""

    def __init__(self, run: Run, other: OtherFiling, rules: Rules, world: World) -> None:
        self.run, self.other, self.rules, self.world = run, other, rules, world
        self.own = own_activities(run, world)
        self.others = _merged(other.activities)
        self.total = None if run.inventory.total is None else run.inventory.total.number

    def lines(self) -> Iterator[ComparedLine]:
        """Every comparison, in the order of the steps."""
        keys = [k for k in self.own if k in self.others or self._covers(k)]
        keys += [k for k in self.others if k not in self.own]
        for key in keys:
            yield self._activity(key)
        for key in keys:
            if (line := self._emission(key)) is not None:
                yield line
        for stated in self.other.stated:
            yield self._stated(stated)

    def left_out(self) -> Iterator[str]:
        """What filing 0 has and a filing of this kind does not report: no fault of either."""
        for key, own in self.own.items():
            if key not in self.others and not self._covers(key):
                yield own.activity.name

    def _covers(self, key: str) -> bool:
        """Whether a filing of this kind must report something."""
        covers = self.rules.kinds[self.other.kind].covers
        return ("process" if key.startswith(PROCESS) else "energy") in covers

    def _activity(self, key: str) -> ComparedLine:
        """The amounts of one thing; on one side only it is not equal, however small."""
        own, other = self.own.get(key), self.others.get(key)
        if own is None or other is None:
            side = "other" if own is None else "own"
            return ComparedLine(
                step="activity",
                name=_name(own, other),
                own=None if own is None else _shown(own.activity.amount),
                other=None if other is None else _shown(other.amount),
                result=NOT_EQUAL,
                why=told(f"crosscheck.why.only_{side}", {}),
                at="" if other is None else other.at,
            )
        a, b = own.activity.amount, other.amount
        if a is None or b is None or a.unit.dims != b.unit.dims:
            units = {"own": a.unit.text if a else "—", "other": b.unit.text if b else "—"}
            why = told("crosscheck.why.units", units)
            return ComparedLine(
                step="activity", name=_name(own, other), own=_shown(a), other=_shown(b),
                result=NOT_COMPARABLE, why=why, at=other.at,
            )  # fmt: skip
        return self._compared("activity", _name(own, other), a.value, b.to(a.unit), a.unit.text,
                              at=other.at)  # fmt: skip

    def _emission(self, key: str) -> ComparedLine | None:
        """The emission of the other activity by our factors beside our own; None where there is
        nothing to compute it from."""
        own, other = self.own.get(key), self.others.get(key)
        tonnes = self._by_our_factor(own, other)
        mine = Fraction(0) if own is None else own.co2e
        if tonnes is None or mine is None:
            return None
        at = "" if other is None else other.at
        return self._compared("emission", _name(own, other), mine, tonnes, TONNES, at=at)

    def _by_our_factor(self, own: OwnActivity | None, other: Activity | None) -> Fraction | None:
        """t CO2 of an amount by what filing 0 emits per unit of it, else by the default factor."""
        if other is None:
            return Fraction(0)
        if own is None:
            return self._by_default(other)
        a, b = own.activity.amount, other.amount
        if a is None or b is None or own.co2e is None or a.unit.dims != b.unit.dims or a.value == 0:
            return None
        return own.co2e * b.to(a.unit) / a.value

    def _by_default(self, other: Activity) -> Fraction | None:
        """What a carrier emits that filing 0 does not have, by the defaults of its sector."""
        if other.amount is None or other.key.startswith(PROCESS):
            return None
        is_carrier = other.key in ("electricity", "heat")
        method = other.key if is_carrier else "combustion"
        material = "" if is_carrier else f'material = "{other.key}"\n'
        text = (
            f'{self.run.project.text}\n[[sources]]\nname = "{PROCESS}"\nmethod = "{method}"\n'
            f'{material}amount = "{other.amount.text}"\n'
        )
        try:
            found = assess(parse_project(text, self.world, "project.toml"), self.world, ())
        except CarbonEiaError:
            return None
        return next(e.co2e for e in found.inventory.emissions if e.source.name == PROCESS)

    def _stated(self, stated: Stated) -> ComparedLine:
        """The tonnes that the other filing states, beside those of filing 0."""
        if stated.key == TOTAL:
            name, mine = sentence("crosscheck.total"), self.total
        else:
            own = self.own.get(stated.key)
            name, mine = stated.name, None if own is None else own.co2e
        if mine is None:
            return ComparedLine(
                step="stated", name=name, own=None, other=quantity_of(stated.tonnes, TONNES),
                result=NOT_COMPARABLE, why=told("crosscheck.why.unknown", {}), at=stated.at,
            )  # fmt: skip
        return self._compared("stated", name, mine, stated.tonnes, TONNES, at=stated.at)

    def _compared(
        self, step: str, name: str, own: Fraction, other: Fraction, unit: str, *, at: str
    ) -> ComparedLine:
        is_mass = step != "activity"
        difference = other - own
        return ComparedLine(
            step=step,
            name=name,
            own=quantity_of(own, unit),
            other=quantity_of(other, unit),
            difference=quantity_of(difference, unit),
            share=None if own == 0 else quantity_of(difference / abs(own) * 100, "%"),
            result=self.rules.result(own, other, self.total, is_mass=is_mass),
            at=at,
        )


def _merged(activities: tuple[Activity, ...]) -> dict[str, Activity]:
    """The amounts of one thing that a filing gives in several lines, together."""
    found: dict[str, Activity] = {}
    for one in activities:
        before = found.get(one.key)
        found[one.key] = one if before is None else before._replace(amount=together(before, one))
    return found


def _name(own: OwnActivity | None, other: Activity | None) -> str:
    if own is not None:
        return own.activity.name
    return "" if other is None else other.name


def _shown(amount: Quantity | None) -> QuantityRecord | None:
    return None if amount is None else known(amount)


def _tolerance(t: Tolerance) -> ToleranceRecord:
    return ToleranceRecord(
        **asdict(known(t.quantity)),
        id=t.id,
        name=BilingualText(zh=t.zh, en=t.en),
        clause=t.article.clause,
        instrument=t.article.instrument,
        grade=t.grade,
        note=t.note,
    )
