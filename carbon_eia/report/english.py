"""Chinese names in an English document: what the data know by an English name is called by it.

Names of products, materials, sectors, regions, documents, levels and clauses stand in the tables
with their English; this puts them in where a record or a table gives the Chinese alone. A stretch
of Chinese is put into English whole or not at all: what the applicant says, numbers of documents
and passages that are quoted stay as they are, and are marked as Chinese (``html.marked``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from carbon_eia.reference import open_tables

__all__ = ["english", "english_unit", "is_english"]

IDEOGRAPHS = "\u3400-\u9fff"

_STRETCH = re.compile(
    rf"(?:(?<![0-9A-Za-z.])[0-9A-Z][0-9A-Za-z]*[、–—-]?)?[《“（〔]*[{IDEOGRAPHS}]"
    rf"(?:[{IDEOGRAPHS}\u3000-\u303f\uff00-\uffef“”0-9A-Za-z.~/α-ω≥<–—+%-]"
    rf"|[(][^()]*[{IDEOGRAPHS}][^()]*[)]| (?=[{IDEOGRAPHS}《（0-9αβ]))*"
)
"""Chinese without a break: words, their punctuation, and the figures and letters between them."""

_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")

_DOCUMENT_NUMBER = re.compile(
    rf"[{IDEOGRAPHS}]{{0,12}}〔\d{{4}}〕\d+号|公告\d{{4}}年第\d+号|[{IDEOGRAPHS}]+令\d{{4}}年第\d+号"
    rf"|[{IDEOGRAPHS}]+令第\d+号"
)
"""The number under which a document was issued: a name that stays."""

_DIGITS = {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)} | {"十": "10"}
_N = "[一二三四五六七八九十]"


def _digit(numeral: str) -> str:
    return _DIGITS.get(numeral, numeral)


_CLAUSES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"({_N})（({_N})）(\d*)"), lambda m: f"{_DIGITS[m[1]]}({_DIGITS[m[2]]}){m[3]}"),
    (re.compile(r"第(\d+[a-z]?(?:、\d+[a-z]?)*)条"), lambda m: f" Art. {m[1].replace('、', ', ')}"),
    (re.compile(rf"（({_N})）"), lambda m: f"({_DIGITS[m[1]]})"),
    (re.compile(r"第(\d+)款"), lambda m: f"({m[1]})"),
    (re.compile(r"第(\d+)项"), lambda m: f" item {m[1]}"),
    (re.compile(r"第(\d+)行"), lambda m: f" row {m[1]}"),
    (re.compile(r"第(\d+)章"), lambda m: f" chapter {m[1]}"),
    (re.compile(r"专栏(\d+)"), lambda m: f" Box {m[1]}"),
    (re.compile(r"(\d+)号令"), lambda m: f"Order {m[1]}"),
    (
        re.compile(rf"附录({_N}|[A-Z])?"),
        lambda m: f" Appendix {_digit(m[1] or '')}",
    ),
    (re.compile(r"附件(\d+)?"), lambda m: f" Annex {m[1] or ''}"),
    (re.compile(r"由(?=《)"), lambda m: "derived from the limits of "),
    (re.compile(r"(?<=》)能耗限额推算"), lambda m: ""),
    (re.compile(r"附表"), lambda m: " annexed table"),
    (
        re.compile(r"表([A-Z]?[0-9][0-9.]*(?:~表?[0-9]+)?)"),
        lambda m: f" Table {m[1].replace('表', '')}",
    ),
    (re.compile(rf"(?<![{IDEOGRAPHS}])({_N})(?![{IDEOGRAPHS}])"), lambda m: _DIGITS[m[1]]),
)
"""How a place in a document is written."""

_PUNCTUATION = {
    "（": " (",
    "）": ") ",
    "《": "“",
    "》": "” ",
    "、": ", ",
    "；": "; ",
    "：": ": ",
    "，": ", ",
    "。": ". ",
}

_SCALES = (
    (re.compile(r"(?<=\d)\s*万(?=[A-Za-z元])"), " ×10⁴ "),
    (re.compile(r"(?<=\d)\s*亿(?=[A-Za-z元])"), " ×10⁸ "),
    (re.compile(r"万(?=[A-Za-z元])"), "10⁴ "),
    (re.compile(r"亿(?=[A-Za-z元])"), "10⁸ "),
)


@lru_cache(maxsize=100_000)
def english(text: str) -> str:
    """A text of an English document with every name that the data know in English.

    >>> english("Carbon intensity of 水泥熟料 is 0.83 tCO2/t"), english("1.6 亿元")
    ('Carbon intensity of cement clinker is 0.83 tCO2/t', '1.6 ×10⁸ yuan')
    >>> english("《郴州市碳达峰行动方案》 专栏10第4项"), english("桂阳县某水泥有限公司")
    ('“Carbon peaking action plan of Chenzhou” Box 10 item 4', '桂阳县某水泥有限公司')
    """
    if not _IDEOGRAPH.search(text):
        return text
    known = _all_names().get(text)
    return known or _STRETCH.sub(lambda m: _translated(m[0]), english_unit(text))


def is_english(text: str) -> bool:
    """Whether no word of a text is left in Chinese when it is put into English.

    >>> is_english("水泥熟料 0.83 tCO2/t"), is_english("据一处转录")
    (True, False)
    """
    return not _IDEOGRAPH.search(english(text))


def english_unit(text: str) -> str:
    """Scales and units of quantities in a text as English writes them.

    >>> english_unit("139.5 万t"), english_unit("tCO2/万元"), english_unit("1250 公顷")
    ('139.5 ×10⁴ t', 'tCO2/10⁴ yuan', '1250 ha')
    """
    for pattern, scale in _SCALES:
        text = pattern.sub(scale, text)
    return _units().sub(lambda m: _glossary("unit")[m[0]], text)


@cache
def _units() -> re.Pattern[str]:
    """A unit behind a number, a scale or a stroke, and not within a word."""
    names = "|".join(sorted(map(re.escape, _glossary("unit")), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\d⁴⁸] |./|.\())(?:{names})(?![{IDEOGRAPHS}])")


def _translated(stretch: str) -> str:
    """A stretch of Chinese in English; as it is where something of it has no English."""
    found: list[str] = []
    at = 0
    while at < len(stretch):
        taken, text = _piece(stretch, at)
        if not taken:
            return stretch
        found.append(text)
        at += taken
    joined = re.sub(r" {2,}", " ", "".join(found))
    joined = re.sub(r" +([,;:.)”])", r"\1", joined.replace("( ", "(").replace("“ ", "“"))
    return _edges(stretch, joined)


def _edges(stretch: str, text: str) -> str:
    """Without space at its ends; a bracket keeps its own before it."""
    return " " + text.strip() if stretch[0] == "（" else text.strip()


def _piece(stretch: str, at: int) -> tuple[int, str]:
    """How much of a stretch the next piece takes, and its English; nothing where there is none."""
    for name in _names().get(stretch[at : at + 2], ()):
        end = at + len(name)
        if stretch.startswith(name, at) and _bounded(stretch, at, end):
            return len(name), _all_names()[name]
    number = _DOCUMENT_NUMBER.match(stretch, at)
    if number:
        return len(number[0]), f" {number[0]}"
    for pattern, write in _CLAUSES:
        clause = pattern.match(stretch, at)
        if clause:
            return len(clause[0]), write(clause)
    character = stretch[at]
    if _IDEOGRAPH.match(character):
        return 0, ""
    return 1, _PUNCTUATION.get(character, character)


def _bounded(stretch: str, at: int, end: int) -> bool:
    """Whether a name is a word of its own: no other word adjoins, but for a clause behind it."""
    before, after = stretch[at - 1 : at], stretch[end : end + 1]
    return not (_IDEOGRAPH.match(before) and before != "于") and (
        not _IDEOGRAPH.match(after) or after in "第附专"
    )


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Names by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(_all_names(), key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return {head: tuple(names) for head, names in found.items()}


@cache
def _all_names() -> Mapping[str, str]:
    """Every Chinese name in the tables that has an English one."""
    tables = open_tables()
    names: dict[str, str] = {}
    for ident in tables.ids("sectors"):
        sector = tables.toml(f"sectors/{ident}.toml")
        for entry in (*sector.get("products", ()), sector):
            names.setdefault(entry["name_zh"], entry["name_en"])
    pairs = (
        ("materials", "name_zh", "name_en"),
        ("energy_limits", "product", "product_en"),
        ("energy_variants", "name_zh", "name_en"),
        ("measures", "name_zh", "name_en"),
        ("process", "name_zh", "name_en"),
    )
    for table, zh, en in pairs:
        for row in tables.rows(table):
            if row[en]:
                names.setdefault(row[zh], row[en])
    return {**names, **_glossary("phrase"), **_glossary("name")}


@cache
def _glossary(kind: str) -> Mapping[str, str]:
    return {r["zh"]: r["en"] for r in open_tables().rows("english") if r["kind"] == kind}
