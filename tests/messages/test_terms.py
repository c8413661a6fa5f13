"""One term for one thing, in each language."""

from __future__ import annotations

import re

import pytest

from carbon_eia.messages import LANGUAGES, catalogue

EN, ZH = catalogue("en"), catalogue("zh")

TERMS = {
    "不符合": "no",
    "临界值": "break-even",
    "以新带老": "replaced by this project",
    "先进值": "advanced value",
    "准入值": "admission value",
    "净购入热力": "net purchased heat",
    "净购入电力": "net purchased electricity",
    "化石燃料燃烧": "fossil fuel combustion",
    "单位产品碳排放": "carbon per unit of product",
    "参考值": "reference value",
    "建设单位": "developer",
    "排放源": "source",
    "控制值": "cap",
    "改造期限": "deadline",
    "无法判定": "cannot be determined",
    "核算方法": "method",
    "核算边界": "boundary",
    "活动水平": "activity",
    "现有工程": "existing plant",
    "碳排放强度": "carbon intensity",
    "缺少": "missing",
    "裕度 %": "margin %",
    "证据等级": "grade",
    "评价基准日": "assessment date",
    "评价记录": "record",
}
"""Term → its one counterpart. A sentence that is the term alone says the other in English."""

REPLACED = {
    "zh": {
        r"参照值": "参考值",
        r"翻转值": "临界值",
        r"评价日": "评价基准日",
        r"本工具": "本软件、本次评价",
        r"余量 \{": "裕度 {",
        r"× 不符$": "× 不符合",
        r"(?<!化石)燃料燃烧排放": "化石燃料燃烧排放",
    },
    "en": {
        r"\bday of (assessment|evaluation)$": "assessment date",
        r"\b[Tt]his tool\b": "this assessment, the program",
    },
}
"""What said the same thing in another word → the word that is used."""


def singular(text: str) -> str:
    """An English term in small letters and in the singular.

    >>> singular("Carbon intensities"), singular("Admission value")
    ('carbon intensity', 'admission value')
    """
    lower = text.lower().strip()
    return re.sub(r"ies$", "y", lower) if lower.endswith("ies") else re.sub(r"(?<!s)s$", "", lower)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_counterpart(term: str) -> None:
    """Wherever a Chinese term stands alone, English says the same thing by its own term."""
    said = {code: singular(EN[code]) for code, text in ZH.items() if text == term}
    assert said, f"{term} is nowhere said"
    assert {c: en for c, en in said.items() if en != TERMS[term]} == {}


def test_no_term_means_two_things() -> None:
    """The counterparts differ as the terms do."""
    assert len(set(TERMS.values())) == len(TERMS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_other_word_for_the_same_thing(lang: str) -> None:
    """A word that a term has replaced comes back nowhere."""
    found = [
        (code, word)
        for code, text in catalogue(lang).items()
        for word in REPLACED[lang]
        if re.search(word, text)
    ]
    assert found == []
