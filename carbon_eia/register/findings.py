"""What the register finds across cases and years on a day: hints for a person, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import msgspec

from carbon_eia.crosscheck.tolerances import CONSISTENT, FilingKind, read_rules
from carbon_eia.messages import LANGUAGES, in_languages, sentence
from carbon_eia.reference import World
from carbon_eia.register.beside import headrooms
from carbon_eia.register.case import APPROVING, Case
from carbon_eia.register.controls import thresholds_on
from carbon_eia.register.event import Event
from carbon_eia.register.headroom import Ceiling, Headroom
from carbon_eia.register.law import Law
from carbon_eia.register.listing import cases_at
from carbon_eia.register.operating_records import OperatingLine, OperatingRecord
from carbon_eia.register.sizes import kept_records, size_of
from carbon_eia.register.splitting import Filed, find_splits
from carbon_eia.register.store import Ledger, Register
from carbon_eia.units import rounded

__all__ = ["ControlFinding", "control_findings", "filed_projects", "findings_among"]

OUT = frozenset({"withdrawn", "lapsed", "revoked", "closed"})
"""States of a case that is no project any more."""


class ControlFinding(NamedTuple):
    """A finding: its id (``exceeds``, ``split`` …), its cases, facts and clause."""

    id: str
    cases: tuple[str, ...]
    params: Mapping[str, object]
    clause: str = ""
    disputed: bool = False

    def text(self, lang: str = "zh") -> str:
        """The finding in words."""
        return sentence(f"register.finding.{self.id}", lang, self.params)

    def to_dict(self, lang: str = "zh") -> dict[str, object]:
        """The finding as JSON."""
        return {
            "finding": self.id,
            "cases": list(self.cases),
            "text": self.text(lang),
            "clause": self.clause,
            "disputed": self.disputed,
        }


def control_findings(
    ledger: Ledger, register: Register, as_of: date, law: Law, world: World
) -> list[ControlFinding]:
    """Everything that is found on a day: above the approval, cross-checks, splits, head-room."""
    cases = list(cases_at(ledger, as_of, law))
    events = [e for e in ledger.events() if e.day <= as_of]
    areas = headrooms(events, register, as_of, law)
    return findings_among(register, cases, events, areas, law, world)


def findings_among(
    register: Register,
    cases: Sequence[Case],
    events: Sequence[Event],
    areas: Iterable[tuple[Ceiling, list[Headroom]]],
    law: Law,
    world: World,
) -> list[ControlFinding]:
    """What is found among the cases, events and areas of a day."""
    found = [f for case in cases for f in _of_years(register, case)]
    kinds = read_rules(world.tables).kinds
    found += [f for case in cases for f in _of_checks(case, kinds)]
    projects = filed_projects(register, cases, events)
    found += _of_splits(projects, law, world)
    found += [f for ceiling, after in areas for f in _of_area(ceiling, after[-1])]
    return found


def _of_years(register: Register, case: Case) -> Iterator[ControlFinding]:
    """Figures of an operating year more than a tenth above what was approved."""
    for year in case.years:
        if not year.comparison:
            continue
        record = msgspec.json.decode(register.blob(year.comparison), type=OperatingRecord)
        ordered = any(r.ground == "exceeds" and r.day >= year.day for r in case.rectifications)
        groups: dict[str, list[OperatingLine]] = {}
        for line in record.lines:
            if line.exceeds or line.disputed:
                groups.setdefault(_ident(line, ordered), []).append(line)
        for ident, lines in groups.items():
            yield _exceeding(case, year.year, ident, lines)


def _ident(line: OperatingLine, ordered: bool) -> str:
    """Which finding a line is: above by whose factors, and whether something was ordered."""
    if line.disputed:
        return "disputed_same" if line.exceeds else "disputed_year"
    return "exceeds_ordered" if ordered else "exceeds"


def _exceeding(case: Case, year: int, ident: str, lines: Sequence[OperatingLine]) -> ControlFinding:
    """The figures of a year that are found in one way, each with its change in percent."""
    figures = {lang: "、".join(_figure(x, lang) for x in lines) for lang in LANGUAGES}
    params: dict[str, object] = {
        "code": case.code,
        "name": case.name,
        "year": year,
        "figures": {**figures, "en": figures["en"].replace("、", ", ")},
    }
    disputed = ident.startswith("disputed")
    return ControlFinding(ident, (case.code,), params, lines[0].clause, disputed)


def _figure(line: OperatingLine, lang: str) -> str:
    change = line.change_percent
    percent = "—" if change is None else rounded(change.number, 2)
    return f"{sentence(f'register.indicator.{line.indicator}', lang)} {percent} %"


def _of_checks(case: Case, kinds: Mapping[str, FilingKind]) -> Iterator[ControlFinding]:
    """Cross-checks that are not consistent; the last one of a report and a year counts."""
    last = {(c.year, c.report): c for c in case.crosschecks}
    for check in last.values():
        if check.result != CONSISTENT:
            params: dict[str, object] = {
                "code": case.code,
                "name": case.name,
                "year": check.year,
                "report": _kind_name(check.report, kinds),
                "result": in_languages(f"crosscheck.result.{check.result}"),
            }
            yield ControlFinding("crosscheck", (case.code,), params)


def _kind_name(report: str, kinds: Mapping[str, FilingKind]) -> dict[str, str]:
    """What a kind of filing is called."""
    kind = kinds.get(report)
    return {"zh": kind.zh, "en": kind.en} if kind is not None else {"zh": report, "en": report}


def filed_projects(
    register: Register, cases: Sequence[Case], events: Sequence[Event]
) -> list[Filed]:
    """The projects that stand or wait for a decision, each with its size and its first filing."""
    records = kept_records(events)
    found = []
    for case in cases:
        filing, decision = case.filing, case.decision
        refused = decision is not None and decision.verdict not in APPROVING
        if filing is None or case.state in OUT or refused or filing.run not in records:
            continue
        size = size_of(register.blob(records[filing.run]))
        found.append(
            Filed(
                code=case.code,
                name=case.name,
                applicant=case.applicant,
                credit_code=case.credit_code,
                site=site_of(case.site),
                day=case.filings[0].received,
                sizes=size.facts,
            )
        )
    return found


def site_of(site: object) -> tuple[float, float] | None:
    """Longitude and latitude of a case; None where they are no place on Earth."""
    if not isinstance(site, Mapping):
        return None
    try:
        lon, lat = float(str(site["lon"])), float(str(site["lat"]))
    except (KeyError, ValueError):
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _of_splits(projects: Sequence[Filed], law: Law, world: World) -> Iterator[ControlFinding]:
    for split in find_splits(projects, thresholds_on(world), law.controls.splitting):
        t = split.threshold
        params: dict[str, object] = {
            "by": in_languages(f"register.split_by.{split.by}", {"who": split.who}),
            "months": law.controls.splitting.months,
            "codes": "、".join(m.code for m in split.members),
            "total": f"{rounded(split.total, 2)} {t.limit.unit.text}",
            "limit": t.limit.text,
            "fact": in_languages(f"register.size.{t.fact}"),
            "follows": {"zh": t.zh, "en": t.en},
        }
        yield ControlFinding("split", tuple(m.code for m in split.members), params, t.clause)


def _of_area(ceiling: Ceiling, last: Headroom) -> Iterator[ControlFinding]:
    params: dict[str, object] = {
        "name": ceiling.name,
        "limit": _tonnes(ceiling.limit),
        "used": _tonnes(last.used),
        "left": _tonnes(abs(last.left)),
        "instrument": ceiling.instrument,
        "unknown": "、".join(last.unknown),
    }
    cases = (last.step.case,) if last.step is not None else ()
    if last.is_exceeded:
        yield ControlFinding("headroom", cases, params)
    if last.unknown:
        yield ControlFinding("headroom_unknown", last.unknown, params)


def _tonnes(value: Fraction) -> str:
    return rounded(value, 2)
