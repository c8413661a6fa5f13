"""Why the verdict of a newer Run is not that of an older one, as the newer Run itself says it.

Nothing is decided here: reasons, gaps, claims and warnings of the newer Run that the older one does
not have, and that bear on the verdict, are cited with the law of the verdict that they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parameter_label
from carbon_eia.proof.difference import RecordChange, differences
from carbon_eia.proof.run_layout import RUN_LAYOUT
from carbon_eia.run.records import (
    BenchmarkCitation,
    CitationRecord,
    ClaimRecord,
    ComparisonRecord,
    EnergyComparisonRecord,
    ReasonRecord,
    Run,
    WarningRecord,
)

__all__ = ["LAWS", "Cause", "verdict_causes"]

LAWS: Mapping[str, int] = {
    "incomplete": 2,
    "evidence": 6,
    "plausibility": 7,
    "claim": 8,
    "contradiction": 8,
    "mandatory_limit": 9,
    "products": 11,
    "place": 12,
}
"""Kind of a cause → the number of its law on ``docs/decision.md``; other kinds follow from none."""

GAPS: Sequence[tuple[str, str]] = (
    ("missing.limit", "mandatory_limit"),
    ("missing.allocation", "products"),
    ("missing.coproduct", "products"),
    ("missing.policy", "place"),
    ("missing.no_policy", "place"),
    ("missing.implausible", "plausibility"),
    ("missing.benchmark_slip", "plausibility"),
    ("missing.adopted", "evidence"),
    ("missing.grade_c", "evidence"),
    ("missing.deadline", "evidence"),
    ("missing.weak_default", "evidence"),
    ("missing.", "incomplete"),
)
"""Head of the code of a gap → the kind of cause that it is."""

WARNINGS: Mapping[str, str] = {
    "CE-W040": "place",
    "CE-W041": "contradiction",
    "CE-W042": "contradiction",
}

UNPROVEN = "CE-E002"
"""The warning of a claim that counts as absent."""


class Cause(NamedTuple):
    """One thing that moved a verdict: its kind, the sentence that says it, and what it cites.

    ``code`` and ``params``: the sentence of the newer Run; ``demand``: the code of a sentence with
    the same ``params`` that says what is needed, or empty.
    """

    kind: str
    code: str
    params: Mapping[str, Any]
    instrument: str = ""
    clause: str = ""
    demand: str = ""

    @property
    def law(self) -> int | None:
        """The number of the law, None where the day, a limit or a factor moved."""
        return LAWS.get(self.kind)

    def text(self, lang: str) -> str:
        """The cause in words: what it is, what the Run says, and the clause."""
        said = sentence(self.code, lang, self.params)
        if self.demand:
            said += " " + sentence(self.demand, lang, self.params)
        clause = f"{self.instrument} {self.clause}".strip()
        cited = sentence("proof.cause.cited", lang, {"clause": clause}) if clause else ""
        kind = sentence(f"proof.cause.{self.kind}", lang)
        return sentence("proof.cause.said", lang, {"kind": kind, "said": said, "cited": cited})

    def to_dict(self) -> dict[str, Any]:
        """The cause as JSON, in words of each language."""
        return {
            "kind": self.kind,
            "law": self.law,
            "code": self.code,
            "params": dict(self.params),
            "instrument": self.instrument or None,
            "clause": self.clause or None,
            "text": {lang: self.text(lang) for lang in LANGUAGES},
        }


def verdict_causes(old: Run, new: Run) -> list[Cause]:
    """What moved the verdict from an older Run to a newer one of the same project.

    Empty where verdict, ground and evidence are the same. The older Run may lack what newer ones
    hold (``decision.claims``, ``decision.ground``).
    """
    if _outcome(old) == _outcome(new):
        return []
    causes = [
        *_day(old, new),
        *_reasons(old, new),
        *_gaps(old, new),
        *_claims(old, new),
        *_moved(old, new),
        *_warnings(old, new),
    ]
    return causes or [Cause("other", "proof.cause.differences", {})]


def _outcome(run: Run) -> tuple[Any, ...]:
    decision = run.decision
    keys = ("verdict", "ground", "provisional", "indicative")
    return tuple(getattr(decision, key) for key in keys)


def _day(old: Run, new: Run) -> Iterator[Cause]:
    if old.as_of != new.as_of:
        params = {"before": old.as_of, "after": new.as_of}
        yield Cause("day", "proof.cause.days", params)


# --- reasons


def _reasons(old: Run, new: Run) -> Iterator[Cause]:
    """Rules that are newly broken, or newly kept where they were broken."""
    decision = new.decision
    if decision.verdict == "undetermined":
        return
    known = {_identity(r) for r in old.decision.reasons}
    broken = {r.rule for r in old.decision.reasons if r.passed is False}
    for reason in decision.reasons:
        newly_kept = reason.passed is True and reason.rule in broken
        if not (reason.passed is False or newly_kept) or _identity(reason) in known:
            continue
        if _decides(reason):
            yield Cause(
                _kind(reason),
                reason.code,
                reason.params,
                reason.instrument,
                reason.clause,
            )


def _identity(reason: ReasonRecord) -> tuple[Any, ...]:
    params = reason.params or {}
    indicator = str(params.get("indicator"))
    return reason.rule, reason.code, params.get("product"), indicator


def _decides(reason: ReasonRecord) -> bool:
    """Whether a verdict may rest on a reason: on a veto, or on the way back to the limit.

    A policy's own conditions are added to a verdict and do not move it; so is advice.
    """
    own = str(reason.code).startswith(("fact.", "mandatory."))
    return reason.severity == "veto" or (own and reason.severity == "condition")


def _kind(reason: ReasonRecord) -> str:
    if str(reason.rule).startswith("mandatory_limit"):
        return "mandatory_limit"
    return "admission" if str(reason.code).startswith("fact.") else "rule"


# --- gaps


def _gaps(old: Run, new: Run) -> Iterator[Cause]:
    """What is newly missing, and what no longer is."""
    before, after = ({(m.code, m.text): m for m in run.decision.missing} for run in (old, new))
    for key, gap in after.items():
        if key not in before:
            yield Cause(_kind_of_gap(gap.code), gap.code, gap.params)
    for key, gap in before.items():
        if key not in after:
            what = {lang: sentence(gap.code, lang, gap.params) for lang in LANGUAGES}
            yield Cause(_kind_of_gap(gap.code), "proof.cause.no_longer", {"what": what})


def _kind_of_gap(code: str) -> str:
    return next(kind for head, kind in GAPS if code.startswith(head))


# --- claims, figures and limits


def _claims(old: Run, new: Run) -> Iterator[Cause]:
    """Claims that count as absent and without which an admission value is no longer kept."""
    known = {_place(w) for w in old.warnings}
    bearing = {(c.source, c.parameter) for c in new.decision.claims if _bears(c, old, new)}
    for warning in new.warnings:
        if warning.code != UNPROVEN or _place(warning) in known:
            continue
        key = warning.params["source"], warning.where.rpartition(".")[2]
        if key in bearing:
            yield Cause("claim", UNPROVEN, warning.params, demand=f"{UNPROVEN}.hint")


def _bears(claim: ClaimRecord, old: Run, new: Run) -> bool:
    """Whether the claim alone parts the figure from its limit, or the limit was kept before."""
    kept = {c.benchmark for c in old.comparisons if c.within}
    for c in new.comparisons:
        if not c.governs or c.within or claim.product not in (None, c.product_name):
            continue
        if c.benchmark in kept:
            return True
        if None not in (claim.with_claim, claim.without_claim):
            limit = Fraction(c.limit)
            if Fraction(claim.with_claim) <= limit < Fraction(claim.without_claim):
                return True
    return False


def _moved(old: Run, new: Run) -> Iterator[Cause]:
    """Limits that are others now, and factors where a comparison that governs turned."""
    yield from _limits(*(_adopted(run) for run in (old, new)))
    before, after = ({c.benchmark: c for c in run.energy.comparisons} for run in (old, new))
    both = before.keys() & after.keys()
    yield from _limits(*({b: x[b] for b in x if b in both} for x in (before, after)))
    within = {c.benchmark: c.within for c in old.comparisons}
    if all(within.get(c.benchmark) == c.within for c in new.comparisons if c.governs):
        return
    methods = {s.name: s.method for s in new.inventory.by_source}
    for change in differences(RUN_LAYOUT, old, new):
        if change.kind == "factor" and Fraction(change.percent or 0):
            yield Cause("factor", "proof.cause.figures", _factor(change, methods))


def _adopted(run: Run) -> dict[str, ComparisonRecord]:
    """The adopted admission values of a Run by their ids."""
    found = (c for c in run.comparisons if c.adopted and c.level == "admission")
    return {c.benchmark: c for c in found}


def _limits(
    before: Mapping[str, ComparisonRecord | EnergyComparisonRecord],
    after: Mapping[str, ComparisonRecord | EnergyComparisonRecord],
) -> Iterator[Cause]:
    for benchmark in dict.fromkeys([*before, *after]):
        a, b = before.get(benchmark), after.get(benchmark)
        shown = ["—" if c is None else f"{c.limit} {c.unit}".strip() for c in (a, b)]
        if shown[0] != shown[1]:
            where = next(_named(c.citation) for c in (b, a) if c is not None)
            params = {"where": where, "before": shown[0], "after": shown[1]}
            yield Cause("limit", "proof.cause.figures", params)


def _named(citation: BenchmarkCitation | CitationRecord) -> str:
    """The instrument and the place in it that set a limit."""
    return f"{citation.number or citation.title} {citation.locator}".strip()


def _factor(change: RecordChange, methods: Mapping[str, str]) -> dict[str, Any]:
    """The source and parameter of a factor that moved, in each language, and what it was."""
    source, name = change.where[1], change.where[-1]
    where = {
        lang: f"{source} · {parameter_label(methods.get(source, ''), name, lang)}"
        for lang in LANGUAGES
    }
    return {"where": where, "before": change.before or "—", "after": change.after or "—"}


# --- warnings


def _warnings(old: Run, new: Run) -> Iterator[Cause]:
    """Instruments that do not hold in the place, and facts that the inventory contradicts."""
    if new.decision.verdict == "pass":
        return
    known = {_place(w) for w in old.warnings}
    for warning in new.warnings:
        if warning.code in WARNINGS and _place(warning) not in known:
            yield Cause(WARNINGS[warning.code], warning.code, warning.params)


def _place(warning: WarningRecord) -> tuple[str, str]:
    return warning.code, warning.where
