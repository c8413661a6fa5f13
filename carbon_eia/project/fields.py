"""The one description of a project file's fields: ``fields.csv``, and what the reference adds.

Reading, the JSON Schema, the TOML template and the documentation all come from it. A section is a
table of the file (``project``, ``sources`` …) or, for the parameters of a source, the name of its
method. The parameters of methods (``factors/methods.toml``) and the facts that rules ask for
(``factors/facts.toml``) are reference data.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from carbon_eia.reference import asked_facts, methods, open_tables
from carbon_eia.units import ANY_GAS, Unit, parse_unit

__all__ = [
    "PRODUCT_FACTS",
    "Bounds",
    "Field",
    "fields",
    "method_label",
    "parameter_label",
    "parameter_symbol",
    "read_fields",
]

PRODUCT_FACTS = (
    "clinker_share",
    "thickness",
    "salt",
    "rare_earth_ore",
    "vanadium_titanium_ore",
    "laterite_ore",
    "feed_grade",
    "scrap_ratio",
    "steel_grade",
    "hot_metal_share",
    "ore_grade",
    "chromium_iron_ratio",
    "mixed_gas_share",
    "volatile_matter",
    "coal_moisture",
    "oven_age",
    "quenching",
    "cooling",
    "mining",
    "concentration_ratio",
    "charge_p2o5",
    "charge_fe2o3",
    "charge_co2",
    "acid",
    "paper_process",
    "forging_heats",
)
"""Keys of a product that corrections of its energy limits ask for."""


class Bounds(NamedTuple):
    """What a value can be at all; an end that is None is no bound, an open one is outside."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def hold(self, value: Fraction) -> bool:
        """Whether a value is possible."""
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or (
            value < self.high or (value == self.high and not self.high_open)
        )

    def times(self, factor: Fraction) -> Bounds:
        """The same bounds in another unit, of which ``factor`` make one of this."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return self._replace(low=low, high=high)


class Field(NamedTuple):
    """One key of a project file.

    ``type``: text, integer, boolean, date, choice, quantity, annual (a quantity of one year, so
    ``/a`` may be written or not), texts, table, effects, shares (a share for each name), markdown
    (a text of paragraphs, lists and tables), picture; sector, region, material, gas, item and
    method are names that the reference data know.
    ``unit``: the units of which one must fit, the first for show; ``GAS`` in a unit is any gas.
    ``range``: interval in the first unit's base (a share in 1), as ``[0,1]`` or ``(0,)``.
    """

    section: str
    key: str
    type: str
    unit: tuple[str, ...]
    required: bool
    choices: dict[str, str]
    range: str
    zh: str
    en: str
    help_zh: str
    help_en: str
    example: str

    @property
    def within(self) -> str:
        """The section of the table that it holds; empty where it holds none.

        >>> fields("applicant")["site"].within, fields("pictures")["layout"].within
        ('site', 'picture')
        """
        return {"table": self.key, "picture": "picture"}.get(self.type, "")

    @property
    def takes_bare_number(self) -> bool:
        """Whether a number without a unit can be meant: a share, or a plain ratio (unit ``1``)."""
        return "%" in self.unit or "1" in self.unit

    def label(self, lang: str) -> str:
        """The field's name in a language."""
        return self.en if lang == "en" else self.zh

    def choice(self, text: str) -> str | None:
        """The code of a choice given in Chinese or English, or None."""
        for code, zh in self.choices.items():
            if text in (code, zh):
                return code
        return None

    @property
    def bounds(self) -> Bounds:
        """The field's range, in the base of its first unit."""
        if not self.range:
            return Bounds()
        low, high = (Fraction(end) if end else None for end in self.range[1:-1].split(","))
        return Bounds(low, high, self.range[0] == "(", self.range[-1] == ")")

    def bounds_in(self, unit: Unit) -> Bounds:
        """The field's range in another of its units; a unit for any gas counts as its own base.

        >>> fields("combustion")["oxidation"].bounds_in(parse_unit("%")).high
        Fraction(100, 1)
        """
        size = Fraction(1)
        if unit.dims:
            own = (parse_unit(u) for u in self.unit if ANY_GAS not in u)
            size = next((u.factor for u in own if u.dims == unit.dims), size)
        return self.bounds.times(size / unit.factor)

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in the field's range.

        >>> fields("combustion")["oxidation"].holds(Fraction(2))
        False
        """
        return self.bounds.hold(value)


def _table() -> dict[str, dict[str, Field]]:
    memo = open_tables().memo
    if ("fields",) not in memo:
        memo["fields",] = _with_reference(_own_fields())
    found: dict[str, dict[str, Field]] = memo["fields",]
    return found


@cache
def _own_fields() -> dict[str, dict[str, Field]]:
    return read_fields(Path(__file__).with_name("fields.csv"))


def _with_reference(own: Mapping[str, dict[str, Field]]) -> dict[str, dict[str, Field]]:
    """The sections of the table, of the facts and of the methods; a field that names a method
    knows them all."""
    known = methods().values()
    names = {m.id: m.text["zh"] for m in known}
    sections = {
        section: {
            key: field._replace(choices=names) if field.type == "method" else field
            for key, field in fields.items()
        }
        for section, fields in own.items()
    }
    asked = {k: _field("facts", k, spec) for k, spec in asked_facts(open_tables()).items()}
    sections["facts"] = asked | sections["facts"]
    for method in known:
        sections[method.id] = {k: _field(method.id, k, spec) for k, spec in method.keys.items()}
    return sections


def _field(section: str, key: str, spec: Mapping[str, Any]) -> Field:
    """A field as ``methods.toml`` and ``facts.toml`` state it."""
    return Field(
        section=section,
        key=key,
        type=spec.get("type", "quantity"),
        unit=tuple(spec.get("unit", ())),
        required=False,
        choices=dict(spec.get("choices", {})),
        range=spec.get("range", ""),
        zh=spec["zh"],
        en=spec["en"],
        help_zh=spec.get("help_zh", ""),
        help_en=spec.get("help_en", ""),
        example=spec.get("example", ""),
    )


def read_fields(path: Path) -> dict[str, dict[str, Field]]:
    """The fields of a table of them, by section."""
    sections: dict[str, dict[str, Field]] = {}
    text = path.read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        choices = dict(c.split(":") for c in row["choices"].split("|")) if row["choices"] else {}
        field = Field(
            section=row["section"],
            key=row["key"],
            type=row["type"],
            unit=tuple(row["unit"].split("|")) if row["unit"] else (),
            required=row["required"] == "yes",
            choices=choices,
            range=row["range"],
            zh=row["zh"],
            en=row["en"],
            help_zh=row["help_zh"],
            help_en=row["help_en"],
            example=row["example"],
        )
        sections.setdefault(field.section, {})[field.key] = field
    return sections


def fields(section: str) -> dict[str, Field]:
    """The fields of a section, in the order in which they are written.

    >>> list(fields("effects"))[:4]
    ['source', 'saves', 'adds', 'low']
    """
    return _table()[section]


def parameter_label(method: str, name: str, lang: str) -> str:
    """The name of a parameter of a method for a reader.

    >>> parameter_label("clinker", "cao", "zh")
    '熟料 CaO 含量'
    """
    for section in (method, "steam", "hot_water"):
        field = _table().get(section, {}).get(name)
        if field is not None:
            return field.label(lang)
    known = methods().get(method)
    spec = {} if known is None else known.derived.get(name, {})
    return str(spec.get(lang, name))


def method_label(method: str, lang: str) -> str:
    """The name of a method for a reader; its id where the reference does not know it.

    >>> method_label("clinker", "en")
    'clinker process'
    """
    known = methods().get(method)
    return method if known is None else known.text["en" if lang == "en" else "zh"]


def parameter_symbol(method: str, name: str) -> str:
    """How a formula of a method writes a parameter; empty where none does.

    >>> parameter_symbol("combustion", "ncv")
    'NCV'
    """
    known = methods().get(method)
    return "" if known is None else known.symbol(name)
