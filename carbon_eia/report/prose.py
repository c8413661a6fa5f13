"""Sentences of a report: words of a language with facts and references put in.

A sentence is a list of pieces, so that a name that looks like markup stays text.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from carbon_eia.messages import template
from carbon_eia.report.document import See, Text, TextSpan

__all__ = ["tell", "told"]

_FIELDS = Formatter()


def tell(lang: str, key: str, **facts: str) -> Text:
    """A sentence of the catalogue with its facts.

    ``{name}`` puts in text, ``{total!q}`` a quantity, ``{table_a+figure_b}`` the reference
    “(see Table 5-2, Figure 5-1)”, ``{table_a!n}`` the number alone.

    >>> tell("zh", "no_measures")
    ('没有申报降碳措施。',)
    """
    return told(template(f"prose.{key}", lang), facts)


def told(pattern: str, facts: Mapping[str, object]) -> Text:
    """A pattern with its facts as pieces; a fact may itself be a text of pieces.

    >>> told("{year} 年 {total!q}。", {"year": 2030, "total": "1350000 t"})
    ('2030', ' 年 ', TextSpan(text='1350000 t', look='amount', link=''), '。')
    """
    pieces: list[str | TextSpan | See] = []
    for literal, name, _, conversion in _FIELDS.parse(pattern):
        if literal:
            pieces.append(literal)
        if name is None:
            continue
        if name.startswith(("table_", "figure_", "chapter_")):
            pieces.append(See(tuple(_anchors(name)), conversion == "n"))
            continue
        fact = facts[name]
        if isinstance(fact, tuple):
            pieces.extend(fact)
        else:
            pieces.append(TextSpan(str(fact), "amount") if conversion == "q" else str(fact))
    return tuple(pieces)


def _anchors(names: str) -> list[str]:
    """``table_a+figure_b`` → the anchors ``table-a`` and ``figure-b``."""
    return [n.replace("_", "-", 1) for n in names.split("+")]
