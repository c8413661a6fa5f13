"""A decision and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.benchmarks import Comparison, MandatoryLimit
from carbon_eia.inventory import Missing
from carbon_eia.project import Measure
from carbon_eia.reference import Rule
from carbon_eia.retrofit import MeasurePlan, Retrofit

__all__ = [
    "NOT_APPLICABLE",
    "NOT_PROVIDED",
    "VERDICTS",
    "Admissible",
    "Deadline",
    "Decision",
    "DecisionFacts",
    "Mandate",
    "Ruling",
    "Statement",
    "limit_params",
    "unproven_savings",
]

VERDICTS = ("pass", "retrofit", "refuse", "stop", "undetermined")

NOT_PROVIDED = ("fact.not_provided", "policy.lacks", "policy.phase.lacks")
"""Codes of rulings whose facts are not provided: documents say them together, in one line."""

NOT_APPLICABLE = ("policy.not_applicable", "policy.two_high.outside")
"""Codes of rulings that do not speak of the project by the facts stated: in one line too."""


class Statement(NamedTuple):
    """A sentence of the decision: its code and its facts."""

    code: str
    params: Mapping[str, object] = MappingProxyType({})


class Deadline(NamedTuple):
    """The day by which a retrofit must be finished; ``grade`` C is an assumed period."""

    day: date
    origin: str
    grade: str
    citation: str


class Ruling(NamedTuple):
    """One rule applied: what was found, what it is held against, whether it holds.

    ``passed`` is None where nothing is judged: the facts are not provided or leave it open, the
    rule does not apply, or it only informs (who reviews).
    """

    rule: Rule
    fact: Statement
    value: str
    limit: str
    unit: str
    passed: bool | None


class Mandate(NamedTuple):
    """What the decision must know of the mandatory energy limits of a project (law 9).

    ``rule``: the one of its stage; ``others``: what follows, by id. ``limits``: those of its level
    for each main product. ``retrofit``: the ways to keep those that are broken, None where no
    measure is stated; ``committed``: whether the committed measures that finish in time keep them;
    ``reachable``: whether measures can be held against all of them (a figure that the applicant
    states alone cannot be computed again). ``approved``: day of the opinion of the energy review;
    ``begun``: day on which construction began.
    """

    rule: Rule
    others: Mapping[str, Rule]
    limits: tuple[MandatoryLimit, ...]
    retrofit: Retrofit | None = None
    committed: bool = False
    reachable: bool = True
    approved: date | None = None
    begun: date | None = None


class DecisionFacts(NamedTuple):
    """Everything that the decision rests on.

    ``admission_exists``: there is an admission value for the product, even where the intensity that
    would be held against it could not be computed. ``policies``: rules that were judged from the
    facts alone. ``no_policy``: why no policy decides in the place on the day, where none does.
    ``said_completed``: measures said to be completed and not proven to be, with which
    the limit would be kept. ``product``: the main product that is judged, where there are several.
    ``coproducts``: products with an admission value of their own that were not declared as main.
    ``mandate``: the mandatory energy limits, where there are any for the products.
    """

    stage: str
    as_of: date
    missing: Sequence[Missing]
    admission_exists: bool
    admission: Comparison | None
    advanced: Comparison | None
    retrofit: Retrofit
    deadline: Deadline
    alpha: Fraction | None
    beta: Fraction | None
    policies: Sequence[Ruling] = ()
    no_policy: Missing | None = None
    said_completed: Sequence[Measure] = ()
    product: str = ""
    coproducts: Sequence[Missing] = ()
    mandate: Mandate | None = None


class Admissible(NamedTuple):
    """The emission of a plant with several main products beside Σ(output × admission value).

    Both in t of ``gas`` (tCO2, tCO2e) a year.
    """

    emission: Fraction
    limit: Fraction
    gas: str

    @property
    def within(self) -> bool:
        """Whether the total is not above the sum of what is admissible."""
        return self.emission <= self.limit


class Decision(NamedTuple):
    """The verdict with its reasons, conditions and deadline, and what is missing.

    ``provisional``: reached against a value that no authority has adopted (暂行).
    ``indicative``: what the verdict would be if the evidence were strong enough (law 6).
    ``ground``: ``energy`` where a mandatory energy limit refuses or stops the project.
    """

    verdict: str
    provisional: bool
    indicative: str
    rulings: tuple[Ruling, ...]
    conditions: tuple[Statement, ...]
    deadline: Deadline | None
    missing: tuple[Missing, ...]
    ground: str = ""


def limit_params(comparison: Comparison) -> dict[str, object]:
    """What a sentence says of an admission or advanced value."""
    return {"limit": comparison.benchmark.text, "product": comparison.benchmark.product_name}


def unproven_savings(plan: MeasurePlan | None) -> list[Missing]:
    """What bars a retrofit that rests on savings of grade C which the catalogue lends (law 6)."""
    names = [m.name for m in plan.measures if m.borrowed_grade == "C"] if plan else []
    return [Missing("missing.saving_grade", {"measures": "、".join(names)})] if names else []
