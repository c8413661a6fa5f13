"""Every sentence stands in both languages, with the same facts, for every code that is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import carbon_eia
from carbon_eia.errors import Problem
from carbon_eia.messages import AREAS, LANGUAGES, _sentences, catalogue, sentence

PACKAGE = Path(carbon_eia.__file__).parent
EN, ZH = catalogue("en"), catalogue("zh")
CODE = re.compile(r"CE-[A-Z]\d{3}")


def placeholders(text: str) -> set[str]:
    """Names of the facts that a sentence takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_catalogues_have_the_same_codes() -> None:
    """No sentence is left untranslated, and none is left over."""
    assert EN.keys() == ZH.keys()


@pytest.mark.parametrize("code", ZH)
def test_both_languages_take_the_same_facts(code: str) -> None:
    """A sentence says the same facts in both languages."""
    assert placeholders(EN[code]) == placeholders(ZH[code])
    assert EN[code]


@pytest.mark.parametrize("code", EN)
def test_english_is_english(code: str) -> None:
    """Chinese stands in an English sentence only where it is what must be typed."""
    typed = ("万t", "万Nm3", "万kWh", "万元", "亿元", "元", "产量", "湖南省郴州市桂阳县")
    text = EN[code]
    for word in typed:
        text = text.replace(word, "")
    assert not re.search(r"[\u4e00-\u9fff，。：；（）]", text)


def test_every_code_in_the_package_has_its_sentence() -> None:
    """A code that is raised anywhere can be said."""
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "messages"
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= ZH.keys()


def test_every_error_says_how_to_mend_it() -> None:
    """Each error of a user's own files has a hint; those of the reference tables are for us."""
    codes = {c for c in ZH if CODE.fullmatch(c) and c[3] not in "R"}
    assert {c for c in codes if f"{c}.hint" not in ZH} == set()


def test_a_sentence_without_a_code_is_an_error() -> None:
    """An unknown code is a fault of the program and is not hidden."""
    with pytest.raises(KeyError):
        sentence("no.such.code")
    with pytest.raises(KeyError):
        Problem("CE-P002").message()  # and so is a fact that is left out


def test_facts_in_two_languages() -> None:
    """A fact may itself be said in the reader's language."""
    what = {"zh": "电力", "en": "electricity"}
    assert sentence("missing.source", "en", {"what": what}).endswith("electricity")
    assert sentence("missing.source", "zh", {"what": what}).endswith("电力")


def test_braces_in_facts_are_not_read_again() -> None:
    """Text of a user that holds braces is shown as it is."""
    assert "{unit}" in sentence("CE-U002", "en", {"unit": "{unit}", "meant": ""})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_stands_in_one_catalogue(lang: str) -> None:
    """No sentence of one area takes the place of another's, and each is found by its code."""
    areas = ["", *dict.fromkeys(AREAS.values())]
    codes = [c for area in areas for c in _sentences(lang, area)]
    assert len(codes) == len(set(codes)), [c for c in codes if codes.count(c) > 1]
    for area in areas:
        for code in _sentences(lang, area):
            head = code[:4] if code.startswith("CE-") else code.partition(".")[0]
            assert AREAS.get(head, "") == area, code
