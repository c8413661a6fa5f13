"""One catalogue per language: the same codes with the same facts, all of them used."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_type_hints

import pytest

import carbon_eia
from carbon_eia import messages
from carbon_eia.errors import Problem
from carbon_eia.messages import FOLDER, LANGUAGES, catalogue, sentence, table
from carbon_eia.messages.compile import compiled
from carbon_eia.parks.park_form_layout import FORM as PARK_FORM
from carbon_eia.project.fields import fields
from carbon_eia.project.form import FORM as PROJECT_FORM
from carbon_eia.reference import methods
from carbon_eia.reference.policy import SEVERITIES
from carbon_eia.rules.decision_model import VERDICTS
from carbon_eia.run.records import MeasureSetRecord, RetrofitRecord
from carbon_eia.standards.return_form_layout import FORM as RETURN_FORM
from tests.conftest import ROOT

PACKAGE = Path(carbon_eia.__file__).parent
EN, ZH = catalogue("en"), catalogue("zh")
CODE = re.compile(r"CE-[A-Z]\d{3}")

READERS = (
    "",
    "annual.report.",
    "crosscheck.report.",
    "desk.",
    "form.",
    "park.form.",
    "park.report.",
    "planning.",
    "proof.",
    "prose.",
    "register.opinion.",
    "report.",
    "screen.",
    "screening.",
    "screening.page.",
    "standard.form.",
    "standard.report.",
    "uncertainty.",
    "workbook.",
)
"""What a reader of the catalogue puts before the key that it is given (``Reader.word``)."""

CHOICES = {
    "stage": {*fields("project")["stage"].choices},
    "choice.energy_level": {*fields("facts")["energy_level"].choices},
    "nature": {*fields("project")["nature"].choices},
    "account": {*fields("sources")["account"].choices, "after"},
    "measure": {*fields("measures")["status"].choices, "proposed", "outside"},
    "severity": {*SEVERITIES},
    "plan": {k for k, v in get_type_hints(RetrofitRecord).items() if v == MeasureSetRecord | None},
    "form.sheet": {*PROJECT_FORM.sheets, "guide", "lists"},
    "park.form.sheet": {*PARK_FORM.sheets} - {"guide"},
    "standard.form.sheet": {*RETURN_FORM.sheets},
}
"""Table → its keys, which are codes of the program's own data."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_compiled_of_a_catalogue_is_current(lang: str) -> None:
    """zh.json and en.json are what the catalogues compile to today (make factors)."""
    held = json.loads((FOLDER / f"{lang}.json").read_bytes())
    assert held == compiled((FOLDER / f"{lang}.toml").read_bytes())


def test_a_stale_compiled_catalogue_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence that was changed since the catalogue was compiled is read from the catalogue."""
    old, new = b'[verdict]\npass = "Old"\n', b'[verdict]\npass = "New"\n'
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    (tmp_path / "en.toml").write_bytes(new)
    for text, used in ((old, "New"), (new, "Compiled")):
        held = {**compiled(text), "sentences": {"verdict.pass": "Compiled"}}
        (tmp_path / "en.json").write_text(json.dumps(held), encoding="utf-8")
        assert catalogue.__wrapped__("en") == {"verdict.pass": used}


def placeholders(text: str) -> set[tuple[str, str | None, str | None]]:
    """The facts that a sentence takes, and how each is put in."""
    return {(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None}


@cache
def literals() -> tuple[frozenset[str], frozenset[str]]:
    """Texts of the package and its templates, and patterns of the texts that it puts together."""
    texts: set[str] = set()
    patterns: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                patterns.add("".join(map(_pattern, node.values)))
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                left = node.left
                if isinstance(left, ast.Constant) and str(left.value).endswith("."):
                    patterns.add(re.escape(str(left.value)) + ".+")
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "code":
                kind = node.args[0]
                if isinstance(kind, ast.Constant):
                    patterns.add(re.escape(str(kind.value)) + r"\..+")
    for path in (ROOT / "templates").rglob("*.j2"):
        template = path.read_text(encoding="utf-8")
        texts.update(re.findall(r"\bw\.(\w+)", template))
        texts.update(re.findall(r"\bword\(['\"](\w+)", template))
    texts.update(m.outside for m in methods().values() if m.outside)  # named by the data
    return frozenset(texts), frozenset(patterns)


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"


def families() -> Iterator[re.Pattern[str]]:
    """Patterns of codes that are put together; not what only puts a reader's head before a key."""
    heads = {re.escape(head) + ".+" for head in READERS}
    for pattern in literals()[1] - heads:
        if re.match(r"[a-z]+[a-z_.\\]*|\.\+(\\\.|_)[a-z]{4,}", pattern):
            yield re.compile(pattern)


def test_both_catalogues_have_the_same_codes() -> None:
    """No sentence is left untranslated, none is left over, and each stands on the same line."""
    assert list(EN) == list(ZH)


def test_both_languages_take_the_same_facts() -> None:
    """A sentence says the same facts in both languages."""
    assert [c for c in ZH if placeholders(EN[c]) != placeholders(ZH[c])] == []


def test_english_is_english() -> None:
    """Chinese stands in an English sentence only where it is what must be typed, or a clause."""
    typed = re.compile("万t|万Nm3|万kWh|万元|亿元|元|产量|湖南省郴州市桂阳县")
    chinese = re.compile(r"[\u4e00-\u9fff，。：；（）]")
    assert {c: text for c, text in EN.items() if chinese.search(typed.sub("", text))} == {}


def test_every_sentence_is_used() -> None:
    """A code that nothing in the package says, in whole or put together, is a dead sentence."""
    texts, made = literals()[0], list(families())
    unused = [
        code
        for code in ZH
        if not any(
            key in texts or any(p.fullmatch(key) for p in made)
            for key in (
                code.removesuffix(".hint") if code.startswith("CE-") else code.removeprefix(head)
                for head in READERS
            )
        )
    ]
    assert unused == []


def test_a_dead_sentence_is_found() -> None:
    """This test can fail: a code of no reader is not taken for used."""
    texts, made = literals()[0], list(families())
    for dead in ("report.no_such_word", "park.report.h.no_such", "proof.no_such", "CE-P999"):
        assert dead not in texts
    for dead in ("report.no_such_word", "no_such_word", "proof.no_such"):
        assert not any(p.fullmatch(dead) for p in made)


@pytest.mark.parametrize("head", CHOICES)
def test_a_family_has_the_codes_of_its_data(head: str) -> None:
    """What a code of the data is called stands in the catalogue: no name too many or too few."""
    keys = {k for k in table(head) if "." not in k}
    assert keys == CHOICES[head]


def test_verdicts_have_their_words() -> None:
    """Each verdict has its words."""
    assert {k.partition(".")[0] for k in table("verdict")} == set(VERDICTS)


def test_every_code_in_the_package_has_its_sentence() -> None:
    """A code that is raised anywhere can be said."""
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= ZH.keys()


SAYING = {"sentence", "template", "Statement", "Reason", "word", "tell", "say", "text", "note"}


def said() -> Iterator[tuple[str, str]]:
    """Function and code of every call that names a code in full."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = (
                    node.args[1 if name == "tell" else 0]
                    if len(node.args) > (name == "tell")
                    else None
                )
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield name, first.value


def test_every_sentence_that_is_asked_for_is_there() -> None:
    """No call names a code that the catalogue lacks."""
    for name, code in said():
        if name in ("sentence", "template", "Statement", "Reason"):
            assert code in ZH or code.endswith("."), (name, code)
        elif name in ("word", "tell"):
            assert any(head + code in ZH for head in READERS[1:]), (name, code)


def test_every_word_of_a_template_is_there() -> None:
    """A template asks for no word that the documents do not have."""
    wanted = {
        key
        for path in (ROOT / "templates").rglob("*.j2")
        for key in re.findall(r"\bw\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert wanted
    assert wanted <= table("report").keys()


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
def test_no_sentence_is_empty(lang: str) -> None:
    """A sentence says something; only the end of a frame around a name may be empty."""
    frames = {"report.title_before", "report.title_after", "report.page_end"}
    assert {c for c, text in catalogue(lang).items() if not text.strip()} <= frames
