"""Texts of the applicant in Markdown: how one is written down, and what none may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from carbon_eia.errors import Problem
from carbon_eia.units import readable

__all__ = ["MAX_TEXT", "heading", "plain_text", "text_problems"]

MAX_TEXT = 20_000
"""Most characters of one text: some fifteen pages."""

MAX_CELLS = 5_000
"""Most cells of the tables of one text; a row takes as many as the head of its table has."""

_MARKUP = re.compile(r"(?<!\\)<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?|[!?][^<>]*)>|<!--")
"""A tag, comment, declaration or instruction of HTML that no backslash makes plain."""

_PICTURE_OPENS = re.compile(r"(?<!\\)!\[")
_LEADS_AWAY = re.compile(r"\s?[(\[]")
"""Before and behind the words of a picture of Markdown, which is read from elsewhere."""

_TURNING = re.compile("[\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Ends of lines that are none of ours, signs that turn text round, half characters."""


def heading(label: str) -> str:
    """The name of a text as a heading.

    >>> heading("plan and planning EIA"), heading("工艺流程")
    ('Plan and planning EIA', '工艺流程')
    """
    return label[:1].upper() + label[1:]


def plain_text(text: str) -> str:
    r"""A text with one kind of line ends, without signs that nobody sees and blanks at the ends.

    >>> plain_text("\r\n## 工艺 \r\n\r\n水泥\u200b熟料\n")
    '## 工艺\n\n水泥熟料'
    """
    lines = readable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def text_problems(text: str) -> Iterator[Problem]:
    """What a text holds that no report prints, each kind once, with its first line.

    CE-A001 too long, CE-A002 HTML, CE-A003 a control character, CE-A004 a picture, CE-A016 too
    many cells of tables.

    >>> [(p.code, p.params["line"]) for p in text_problems("甲\\n<b>乙</b>")]
    [('CE-A002', 2)]
    """
    if len(text) > MAX_TEXT:
        yield Problem("CE-A001", params={"count": len(text), "limit": MAX_TEXT})
    cells = sum(_cells(block) for block in text.split("\n\n"))
    if cells > MAX_CELLS:
        yield Problem("CE-A016", params={"count": cells, "limit": MAX_CELLS})
    tag = _MARKUP.search(text)
    if tag is not None:
        told = {"found": tag[0][:60], "line": _line(text, tag.start())}
        yield Problem("CE-A002", params=told)
    at = _picture(text)
    if at >= 0:
        told = {"found": text[at : at + 60].split("\n")[0], "line": _line(text, at)}
        yield Problem("CE-A004", params=told)
    for at, sign in enumerate(text):
        control = unicodedata.category(sign) == "Cc" and sign not in "\n\t"
        if control or _TURNING.match(sign):
            shown = f"U+{ord(sign):04X}"
            yield Problem("CE-A003", params={"found": shown, "line": _line(text, at)})
            return


def _cells(block: str) -> int:
    """Most cells that lines without an empty one between them can make."""
    lines = block.split("\n")
    return max(line.count("|") for line in lines) * len(lines)


def _picture(text: str) -> int:
    """Where the first picture begins; −1 where there is none. Looks at each character once.

    >>> _picture("甲![图](a.png)"), _picture("a![b] c"), _picture("![" * 9)
    (1, -1, -1)
    """
    at = 0
    for words in text.split("]")[:-1]:
        end = at + len(words) + 1
        if _LEADS_AWAY.match(text, end):
            begin = at + words.rfind("\n") + 1
            opens = _PICTURE_OPENS.search(text, begin, end)
            if opens is not None:
                return opens.start()
        at = end
    return -1


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
