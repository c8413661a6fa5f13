"""Every sentence that a person reads, in Chinese and English, looked up by code.

Chinese is the language of record: a sentence that has no translation is shown in Chinese,
never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

__all__ = ["LANGUAGES", "sentence"]

LANGUAGES = ("zh", "en")


@cache
def _catalogue(lang: str) -> dict[str, str]:
    module = import_module(f"carbon_eia.text.{lang if lang in LANGUAGES else 'zh'}")
    sentences: dict[str, str] = module.SENTENCES
    return sentences


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
    text = _catalogue(lang).get(code)
    if text is None:
        text = _catalogue("zh").get(code)
    if text is None:
        if default is None:
            raise KeyError(code)
        return default
    facts = {k: _in(v, lang) for k, v in (params or {}).items()}
    return text.format_map(facts)


def _in(value: object, lang: str) -> object:
    if isinstance(value, Mapping) and "zh" in value:
        return value.get(lang) or value["zh"]
    return value
