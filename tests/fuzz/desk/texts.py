"""Texts and files made to hurt, from which the hostile requests are put together."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.fuzz.desk.ground import ROOT
from tests.fuzz.mutate import NASTY, mutated

__all__ = ["BROKEN_OUT", "COMPUTED", "FILES", "file_name", "hostile_file", "hostile_text"]

BROKEN_OUT = ("<qzx", "\"qzx='", "'qzx=\"")
"""What stands in no page: markup, or an attribute, of a text that was sent in."""

COMPUTED = str(31337 * 31337)
"""What stands in no answer: the sum of a text that a template would work out."""

MARKUP = (
    "a\"qzx='b'qzx=\"c<qzx onload=qzx()>",
    "</textarea></title></script><qzx src=x onerror=qzx()>",
    "-->]]><qzx/><!--",
    "javascript:qzx()//\"qzx='",
    "<svg/onload=qzx()><qzx>",
    "&lt;qzx&gt;<qzx>&#60;qzx",
)
SUMS = ("{{31337*31337}}", "${31337*31337}", "#{31337*31337}", "<%= 31337*31337 %>",
        "{% print(31337*31337) %}", "{{ visit.desk.register.folder }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{0.__class__.__init__.__globals__}",
        "%(word)s %s%n%d", "{word}", "$(id)", "`id`")  # fmt: skip
PLACES = ("../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd",
          "....//....//x", "%2e%2e%2f%2e%2e%2fx", "C:\\x\\y.txt", "\\\\evil\\share", "~root", "con",
          "/dev/zero", "/proc/self/environ", ".", "..", "~1~0", "a~1b")  # fmt: skip
ELSEWHERE = ("//evil.example/x", "http://evil.example/", "https:evil.example", "/\\evil.example",
             "\t//evil.example", "/%0d%0aSet-Cookie:x=1", "/a\r\nX: y", "data:text/html,x",
             "///evil.example", "/;@evil.example")  # fmt: skip
STATEMENTS = ("'; DROP TABLE events; --", "' OR '1'='1", '" OR ""="', "1) UNION SELECT 1 --",
              "%' AND 1=1 --", "a%_[^b]*?", "\\'")  # fmt: skip
CELLS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")')
SIGNS = ("\u202e gpj.exe", "\x00", "a\x00b", "\x1b[2J", "\x7f", "\u2028", "\ufeff", "\u200b",
         "\u0300" * 300, "𝕏" * 50, "\U000e0041", "İı", "ﷺ" * 20, "\r\n", "\x85", "²", "１２",
         "١٢", "\ufffe", "\ue000")  # fmt: skip
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "0000-00-00", "2026-07-15",
        "20260715", "2026-W30-3", "1900-01-01", "2026-07-15T00:00:00Z", "-2026-07-15", "+90",
        "2099-12-31", "1582-10-10", "２０２６-07-15")  # fmt: skip
NUMBERS = ("0", "-1", "00", "1e309", "nan", "-inf", "999999999", "9999999999999999999999", "0x10",
           "1_0", "1.5", " 1", "+1", "9" * 5000)  # fmt: skip

TEXTS = (MARKUP, MARKUP, SUMS, PLACES, ELSEWHERE, STATEMENTS, CELLS, SIGNS, DAYS, NUMBERS, NASTY)


def hostile_text(chance: random.Random, most: int = 60_000) -> str:
    """A text made to hurt."""
    pick = chance.random()
    if pick < 0.02:
        return chance.choice("A<é字\n")[0] * chance.choice((200, 5_000, 21_000, most))
    text = chance.choice(chance.choice(TEXTS))
    if pick < 0.2:
        text += chance.choice(chance.choice(TEXTS))
    return text[:most]


# --- files


def _archive(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def _word(**more: bytes) -> bytes:
    """A Word file as far as its parts say so."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()}
    head = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    return _archive({**head, **named})


def _sheet() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("=1+1", "<qzx>", "@SUM(A1)"), ("{{31337*31337}}", 1e300, "../x")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _record() -> bytes:
    from carbon_eia.api import assess
    from carbon_eia.run import canonical

    sample = ROOT / "samples/data-centre/project.toml"
    return canonical(assess(sample, as_of="2026-06-30").run)


def _page() -> bytes:
    from carbon_eia.api import assess
    from carbon_eia.report import finished_html

    sample = ROOT / "samples/data-centre/project.toml"
    return finished_html(assess(sample, as_of="2026-06-30").run, "zh").encode()


def _form() -> bytes:
    return (Path(__file__).parents[1] / "kept/form.ods").read_bytes()


PDF = (b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
       b"/Names<</EmbeddedFiles<</Names[(run.json)2 0 R]>>>>>>endobj\n2 0 obj<</Type/Filespec"
       b"/F(../../run.json)/EF<</F 3 0 R>>>>endobj\n3 0 obj<</Length 2>>stream\n{}\nendstream "
       b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF")  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\0IEND\xaeB`\x82"

FILES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "macro": (lambda: _word(word__vbaProject_dot_bin=b"x"), "zip"),
    "macro sheet": (lambda: _archive({"[Content_Types].xml": b"", "xl/workbook.xml": b"",
                                      "xl/macrosheets/a.xml": b""}), "zip"),
    "word": (_word, "zip"),
    "sheet": (_sheet, "zip"),
    "ods": (_form, "zip"),
    "archive of nothing known": (lambda: _archive({"a": b"x"}), "zip"),
    "archive with paths": (lambda: _word(**{"../../../tmp/qzx": b"x", "/tmp/qzx": b"x"}), "zip"),
    "bomb": (lambda: _word(x=bytes(600 << 20)), ""),
    "small bomb": (lambda: _word(x=bytes(20 << 20)), "bytes"),
    "many members": (lambda: _word(**{f"m{i}": b"" for i in range(5000)}), ""),
    "archive in archive": (lambda: _word(inner_dot_zip=_word(x=bytes(1 << 20))), "zip"),
    "PDF": (lambda: PDF, "bytes"),
    "PDF and archive": (lambda: PDF + _word(), "bytes"),
    "picture": (lambda: PNG, "png"),
    "picture and archive": (lambda: PNG + _word(), "bytes"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(50) + b"\xff\xd9", "bytes"),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="qzx()"><qzx/></svg>', "text"),
    "page": (lambda: b"<!DOCTYPE html><script>qzx()</script><qzx>", "text"),
    "page of a report": (_page, "text"),
    "program": (lambda: b"\x7fELF" + bytes(200), "bytes"),
    "script": (lambda: b"#!/bin/sh\ntouch /tmp/qzx\n", "text"),
    "entities": (lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">'
                         b"]><x>&a;</x>", "text"),
    "record": (_record, "record"),
    "project": (lambda: (ROOT / "samples/data-centre/project.toml").read_bytes(), "text"),
    "head": (lambda: b'{"size": 13, "root": "' + b"0" * 64 + b'", "day": "2026-07-15"}', "text"),
    "deep JSON": (lambda: b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "text"),
    "deep TOML": (lambda: b"a = " + b"[" * 5_000, "text"),
    "UTF-16": (lambda: "name = '<qzx>'".encode("utf-16"), "bytes"),
    "nothing": (lambda: b"", ""),
    "signs": (lambda: "\n".join(s for s in SIGNS if "\0" not in s).encode(), "text"),
    "binary": (lambda: bytes(range(256)) * 10, "bytes"),
    "large": (lambda: b"x" * (33 << 20), ""),
}  # fmt: skip
"""Kind of a file → how it is made, and how it is mutated (empty: as it is)."""

HEAVY = ("bomb", "large", "many members", "small bomb", "page of a report")
LIGHT = tuple(k for k in FILES if k not in HEAVY)


MOST_MUTATED = 60_000
"""Bytes of a file that is mutated: larger ones are sent as they are."""


@cache
def _made(kind: str) -> bytes:
    return FILES[kind][0]()


def hostile_file(chance: random.Random) -> tuple[str, bytes]:
    """A file made to hurt, and which kind it is of; half of them mutated."""
    kind = chance.choice(HEAVY if chance.random() < 0.02 else LIGHT)
    content, structure = _made(kind), FILES[kind][1]
    if structure and len(content) < MOST_MUTATED and chance.random() < 0.5:
        content = mutated(content, structure, chance)
    return kind, content


def file_name(chance: random.Random) -> str:
    """What a file is said to be called."""
    stem = hostile_text(chance, 2_000) if chance.random() < 0.6 else "a"
    ends = (".pdf", ".docx", ".xlsx", ".toml", ".json", ".html", ".exe", ".svg", ".PDF", "", ".")
    return stem + chance.choice(ends)
