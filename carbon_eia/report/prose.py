"""Sentences of the report: words of a language with facts and cross-references put in.

A sentence is a list of parts, so that a name that looks like markup stays text: the templates'
filter ``prose`` escapes each part by its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from carbon_eia.messages import template
from carbon_eia.report.common import Reader

__all__ = ["Amount", "Prose", "See", "tell"]

_FIELDS = Formatter()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, which a line break does not tear apart."""

    text: str


@dataclass(frozen=True, slots=True)
class See:
    """Where more is found: names of tables, figures and chapters; absent ones are left out.

    ``bare``: the number as a noun of the sentence, else in brackets.
    """

    names: tuple[str, ...]
    bare: bool = False


Prose = tuple[str | Amount | See, ...]
"""One sentence or paragraph, part by part."""


def tell(reader: Reader, key: str, **facts: str) -> Prose:
    """A sentence of the catalogue with its facts.

    ``{name}`` puts in text, ``{total!q}`` a quantity, ``{table_a+figure_b}`` the reference
    “(see Table 5-2, Figure 5-1)”, ``{table_a!n}`` the number alone.

    >>> tell(Reader("zh"), "no_measures")
    ('没有申报降碳措施。',)
    """
    parts: list[str | Amount | See] = []
    for literal, name, _, conversion in _FIELDS.parse(template(f"prose.{key}", reader.lang)):
        if literal:
            parts.append(literal)
        if name is None:
            continue
        if name.startswith(("table_", "figure_", "chapter_")):
            parts.append(See(tuple(_anchors(name)), conversion == "n"))
        elif conversion == "q":
            parts.append(Amount(facts[name]))
        else:
            parts.append(facts[name])
    return tuple(parts)


def _anchors(names: str) -> list[str]:
    """``table_a+figure_b`` → the anchors ``table-a`` and ``figure-b``."""
    return [n.replace("_", "-", 1) for n in names.split("+")]
