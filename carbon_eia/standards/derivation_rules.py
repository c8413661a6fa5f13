"""What a derivation keeps to: methods, choice by n, flags, disclosure; ``factors/standards/``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.formulas import Formula, parse_formula
from carbon_eia.reference import Citation, World
from carbon_eia.standards.derivation import RuleLine, StandardValue
from carbon_eia.units import decimal_text, parse_quantity

__all__ = [
    "GB1",
    "OWN_HISTORY",
    "Chosen",
    "DisclosureRules",
    "MethodChoice",
    "MethodData",
    "StandardRules",
    "limit_formula",
    "standard_rules",
]

GB1 = "gb1"
"""The method of a value that is derived from the energy limit and taken from no plant."""

OWN_HISTORY = "own-history"
"""The method of a value of one plant, from its own years."""


class MethodData(NamedTuple):
    """A method as ``methods.toml`` has it; ``value``: its parameter where none is chosen."""

    id: str
    zh: str
    en: str
    formula: str
    parameter: str
    value: Fraction | None
    least: int
    is_mean: bool
    citation: Citation

    def gives(
        self, level: str, exact: Fraction, parameter: Fraction | None = None
    ) -> StandardValue:
        """A value by this method, of which nothing is published yet."""
        return StandardValue(
            level, self.id, self.zh, self.en, self.formula, parameter, self.citation, exact
        )


class Chosen(NamedTuple):
    """A method and its parameter: stringency, position or share."""

    method: str
    value: Fraction | None = None


class MethodChoice(NamedTuple):
    """Which methods give the values of samples of ``least`` plants or more."""

    least: int
    admission: Chosen
    advanced: Chosen


class DisclosureRules(NamedTuple):
    """Limits of the tests of what is published.

    ``least``: plants in a cell; ``largest`` and ``dominance``: how many of the largest may have at
    most which share; ``p``: by which share of it an estimate of the largest must be wrong at least;
    ``digits``: figures of a published mean.
    """

    least: int
    largest: int
    dominance: Fraction
    p: Fraction
    digits: int


class StandardRules(NamedTuple):
    """Everything that a derivation keeps to; ``chosen`` is what the instrument itself chooses.

    ``beside``: the methods by which the sample is worked out besides, for the decision alone.
    ``derive``, ``range``: fewest plants for a value from the survey, and for a range between the
    values of the energy limit. ``influence``: most plants of which each is left out in turn.
    """

    methods: Mapping[str, MethodData]
    choices: tuple[MethodChoice, ...]
    beside: tuple[Chosen, ...]
    derive: int
    range: int
    influence: int
    outlier_threshold: Fraction
    outlier_scale: Fraction
    level: Fraction
    draws: int
    seed: int
    disclosure: DisclosureRules
    outliers_citation: Citation
    disclosure_citation: Citation
    bootstrap_citation: Citation
    sample_citation: Citation
    chosen: MethodChoice | None = None

    @property
    def lines(self) -> tuple[RuleLine, ...]:
        """The rule as it is told: methods by the number of plants; none where one is chosen."""
        if self.chosen is not None:
            return ()
        lines = [
            RuleLine(c.least, self._name(c.admission), self._name(c.advanced)) for c in self.choices
        ]
        return (*lines, RuleLine(self.range, None, None))

    def _name(self, chosen: Chosen) -> tuple[str, str]:
        method = self.methods[chosen.method]
        value = method.value if chosen.value is None else chosen.value
        if value is None:
            return method.zh, method.en
        share = f"{decimal_text(value * 100)} %"
        return f"{method.zh}（{share}）", f"{method.en} ({share})"

    def choice(self, n: int) -> MethodChoice | None:
        """What holds for ``n`` plants: the instrument's own choice, else that of the rules.

        >>> from datetime import date
        >>> from carbon_eia.reference import open_world
        >>> rules = standard_rules(open_world(date(2026, 6, 30)))
        >>> [c and c.admission.method for c in map(rules.choice, (7, 8, 20, 30))]
        [None, 'weighted-mean', 'position', 'position']
        """
        if n < self.derive:
            return None
        if self.chosen is not None:
            return self.chosen
        return next((c for c in self.choices if n >= c.least), None)


def standard_rules(world: World) -> StandardRules:
    """The rules as the reference data have them."""
    raw = world.tables.toml("standards/rules.toml")
    methods = world.tables.toml("standards/methods.toml")
    limits, boot, out = raw["disclosure"], raw["bootstrap"], raw["outliers"]
    choices = [_choice(c) for c in raw["choice"]]
    return StandardRules(
        methods={k: _method(world, k, m) for k, m in methods.items() if k != "limit"},
        choices=tuple(sorted(choices, key=lambda c: -c.least)),
        beside=tuple(_chosen(c) for c in raw["beside"]),
        derive=int(raw["sample"]["derive"]),
        range=int(raw["sample"]["range"]),
        influence=int(raw["sample"]["influence"]),
        outlier_threshold=Fraction(out["threshold"]),
        outlier_scale=Fraction(out["scale"]),
        level=_share(boot["level"]),
        draws=int(boot["draws"]),
        seed=int(boot["seed"]),
        disclosure=DisclosureRules(
            least=int(limits["least"]),
            largest=int(limits["largest"]),
            dominance=_share(limits["dominance"]),
            p=_share(limits["p"]),
            digits=int(limits["digits"]),
        ),
        outliers_citation=_citation(world, out, "standards/rules:outliers"),
        disclosure_citation=_citation(world, limits, "standards/rules:disclosure"),
        bootstrap_citation=_citation(world, boot, "standards/rules:bootstrap"),
        sample_citation=_citation(world, raw["sample"], "standards/rules:sample"),
    )


def limit_formula(world: World, name: str) -> Formula:
    """How a value is used: ``tightened``, ``canada``, ``british-columbia``.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> formula = limit_formula(open_world(date(2026, 6, 30)), "tightened")
    >>> formula.value({"B": Fraction("62.3"), "C": Fraction("0.016"), "t": Fraction(15)})
    Fraction(11837, 250)
    """
    return parse_formula(world.tables.toml("standards/methods.toml")["limit"][name]["formula"])


def _method(world: World, ident: str, raw: Mapping[str, Any]) -> MethodData:
    return MethodData(
        id=ident,
        zh=raw["zh"],
        en=raw["en"],
        formula=raw["formula"],
        parameter=raw["parameter"],
        value=_share(raw["value"]) if "value" in raw else None,
        least=int(raw["least"]),
        is_mean=raw["mean"],
        citation=_citation(world, raw, f"standards/methods:{ident}"),
    )


def _choice(raw: Mapping[str, Any]) -> MethodChoice:
    return MethodChoice(int(raw["least"]), _chosen(raw["admission"]), _chosen(raw["advanced"]))


def _chosen(raw: Mapping[str, str]) -> Chosen:
    return Chosen(raw["method"], _share(raw["value"]) if "value" in raw else None)


def _share(text: str) -> Fraction:
    return parse_quantity(text).to("1")


def _citation(world: World, raw: Mapping[str, Any], place: str) -> Citation:
    document = world.document(raw["source"])
    return Citation(
        id=place,
        title=document["title"],
        number=document["number"],
        locator=raw["locator"],
        grade=raw["grade"],
        valid_from=document["date"],
        note=raw.get("note", ""),
    )
