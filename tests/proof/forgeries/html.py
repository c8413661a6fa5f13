"""Forgeries of an HTML report: every edit of its text by hand."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.proof.forgeries.common import named

__all__ = ["HTML", "changed_page"]

CELL = re.compile(r"(<td[^<>]*>(?:<[a-z][^<>]*>)*)([^<>]+)")
"""A cell and its first text."""


def _page(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """A change of the page before the data that it carries."""

    def make(content: bytes) -> bytes:
        head, mark, data = content.decode().partition('<script type="application/json"')
        after = change(head)
        assert after != head
        return (after + mark + data).encode()

    return make


def changed_page(old: str, new: str) -> Callable[[bytes], bytes]:
    """A text of the page is another."""
    return _page(lambda page: page.replace(old, new, 1))


def _cell(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """The first cell whose text has a pattern."""

    def change(page: str) -> str:
        for found in CELL.finditer(page):
            text = re.sub(pattern, new, found[2], count=1)
            if text != found[2]:
                return page[: found.start(2)] + text + page[found.end(2) :]
        raise AssertionError(pattern)

    return _page(change)


def _into_body(markup: str) -> Callable[[bytes], bytes]:
    return _page(lambda page: re.sub("(<body[^<>]*>)", lambda m: m[1] + markup, page, count=1))


def _into_head(markup: str) -> Callable[[bytes], bytes]:
    return _page(lambda page: page.replace("</head>", f"{markup}</head>", 1))


def _hidden_row(page: str) -> str:
    return page.replace("<tr>", "<tr hidden>", 1)


def _exchanged(page: str) -> str:
    """The elements of two neighbouring cells of other looks are exchanged, their texts stay."""
    for pair in re.finditer(r"(<td[^<>]*>)([^<>]*</td>\s*)(<td[^<>]*>)", page):
        if pair[1] != pair[3]:
            return page[: pair.start()] + pair[3] + pair[2] + pair[1] + page[pair.end() :]
    raise AssertionError("all cells have one look")


def _second_record(content: bytes) -> bytes:
    data = re.search(rb'<script type="application/json"[^>]*>.*?</script>', content, re.DOTALL)
    assert data
    return content.replace(b"</body>", data[0] + b"</body>", 1)


HTML = named(
    ("a digit", 2, _cell(r"(\d)(\d)", r"\g<1>7\2")),
    ("a decimal point", 2, _cell(r"(\d)\.(\d)(\d)", r"\1\2.\3")),
    ("a sign", 2, _cell(r"^(\d)", r"−\1")),
    ("a unit", 2, _cell("tCO|tce|万t", "kg")),
    ("the word of a verdict", 2, _page(lambda p: re.sub("限期改造|with adjustments|可形成准入值草案", "符合准入", p, count=1))),
    ("a word", 3, _page(lambda p: re.sub("总则|Purpose|General|调查范围与样本", "Words", p))),
    ("a paragraph put in", 3, _into_body("<p>本报告已经专家评审。</p>")),
    ("a paragraph with a figure put in", 2, _into_body("<p>降低 77.77 %</p>")),
    ("a table row hidden", 2, _page(_hidden_row)),
    ("the looks of two cells exchanged", 2, _page(_exchanged)),
    ("a script", 2, _into_body("<script>document.title='x'</script>")),
    ("a style that hides or writes", 2, _into_head("<style>td::after{content:'9'}</style>")),
    ("a style of one element", 2, _page(lambda p: p.replace("<p>", '<p style="color:#fff">', 1))),
    ("a frame over the page", 2, _into_body('<iframe src="x.html"></iframe>')),
    ("a comment that opens before text", 2, _page(lambda p: p.replace("<p>", "<p><!--", 1).replace("</p>", "--></p>", 1))),
    ("a refresh to another page", 2, _into_head('<meta http-equiv="refresh" content="0;url=x.html">')),
    ("a base for its links", 2, _into_head('<base href="https://example.org/">')),
    ("a direction override in a number", 2, _cell(r"(\d)(\d)", "\\1\u202e\\2\u202c")),
    ("an invisible character in a number", 2, _cell(r"(\d)(\d)", "\\1\u200b\\2")),
    ("a second record", 2, _second_record),
)  # fmt: skip
