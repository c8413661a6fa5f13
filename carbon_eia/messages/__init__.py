"""Every sentence that a person reads, in Chinese and English, looked up by code.

Chinese is the language of record: a sentence that has no translation is shown in Chinese,
never left out. What a verdict needs stands in ``zh.py`` and ``en.py``; the sentences of an area
that few commands reach stand in ``zh_<area>.py`` and ``en_<area>.py`` and are read when needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

__all__ = ["AREAS", "LANGUAGES", "catalogue", "sentence", "verdict_label"]

LANGUAGES = ("zh", "en")

AREAS: dict[str, str] = {
    "planning": "planning",
    "CE-L": "planning",
    "uncertainty": "uncertainty",
    "CE-Q": "uncertainty",
    "form": "office",
    "workbook": "office",
    "CE-O": "office",
    "proof": "proof",
    "CE-V": "proof",
    "screening": "screening",
    "CE-S": "screening",
    "park": "park",
    "CE-K": "park",
    "CE-T": "typed",
    "claim": "claims",
    "evidence": "claims",
    "CE-E": "claims",
}
"""The head of a code → the area that holds its sentence; any other stands in the core."""


@cache
def _sentences(lang: str, area: str) -> dict[str, str]:
    name = lang if lang in LANGUAGES else "zh"
    module = import_module(
        f"carbon_eia.messages.{name}_{area}" if area else f"carbon_eia.messages.{name}"
    )
    sentences: dict[str, str] = module.SENTENCES
    return sentences


def catalogue(lang: str) -> dict[str, str]:
    """Every sentence of a language, of all areas: for tests and the docs."""
    found = dict(_sentences(lang, ""))
    for area in dict.fromkeys(AREAS.values()):
        found |= _sentences(lang, area)
    return found


def sentence(
    code: str,
    lang: str = "zh",
    params: Mapping[str, object] | None = None,
    default: str | None = None,
) -> str:
    """The sentence of a code with its facts put in.

    A parameter may itself depend on the language: a mapping with the languages as keys is
    replaced by its text in ``lang``.

    >>> sentence("verdict.pass", "en")
    'Meets the admission value'
    """
    area = AREAS.get(code[:4] if code.startswith("CE-") else code.partition(".")[0], "")
    text = _sentences(lang, area).get(code)
    if text is None:
        text = _sentences("zh", area).get(code)
    if text is None:
        if default is None:
            raise KeyError(code)
        return default
    facts = {k: _in(v, lang) for k, v in (params or {}).items()}
    return text.format_map(facts)


def verdict_label(verdict: str, lang: str, ground: str | None = "") -> str:
    """The words of a verdict; ``ground``: what it rests on, where the words differ by that.

    >>> verdict_label("refuse", "en"), verdict_label("refuse", "en", "energy")
    ('Not to be approved', 'Energy review not passed: construction may not begin')
    """
    return sentence(
        f"verdict.{verdict}.{ground}", lang, default=sentence(f"verdict.{verdict}", lang)
    )


def _in(value: object, lang: str) -> object:
    if isinstance(value, Mapping) and "zh" in value:
        return value.get(lang) or value["zh"]
    return value
