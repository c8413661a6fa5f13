"""Draw the rooms of the package with what each answers: ``docs/images/rooms.svg`` (``make docs``).

Numbers in a room are the steps of one amount in ``docs/architecture.md``. A test holds the floors
against those that imports keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

PICTURE = Path(__file__).parent / "images" / "rooms.svg"


class Room(NamedTuple):
    """A room: its name, the question that it answers, in Chinese too, and its steps."""

    name: str
    question: str
    chinese: str
    steps: str = ""


FLOORS: dict[int, tuple[Room, ...]] = {
    20: (Room("api", "what does a program call?", "Python 接口"),),
    19: (Room("cli", "which command was given, and what ends up on the screen?", "命令"),),
    18: (Room("desk", "how is a case worked on in a browser?", "审查台"),),
    17: (
        Room(
            "proof", "does a record still stand; what moved the verdict?", "核验、比较、重评", "11"
        ),
    ),
    16: (Room("report", "how is a record printed? One document, five writers", "报告", "10"),),
    15: (
        Room("parks", "what does a park emit, and may its plan be accepted?", "园区规划"),
        Room("register", "what happened over years, and what is due?", "碳评台账"),
        Room("standards", "which value do the city's own plants give?", "准入标准"),
    ),
    14: (
        Room("screening", "what is the verdict of each row of a table?", "批量筛查"),
        Room("crosscheck", "do two filings of one year agree?", "交叉校核"),
    ),
    13: (Room("run", "what was read, looked up, computed and decided?", "评价记录", "9"),),
    12: (Room("assessment", "what is everything that is known about one project?", "项目评价"),),
    11: (
        Room("rules", "what follows, under which clause, where and when?", "结论规则", "8"),
        Room("uncertainty", "how sure is it?", "不确定性"),
    ),
    10: (
        Room("retrofit", "what could be done, by when?", "改造措施"),
        Room("plausibility", "is it a slip?", "合理性"),
    ),
    9: (
        Room("benchmarks", "against which value?", "准入值比较", "7"),
        Room("claims", "what counts of what is claimed?", "申报的主张"),
    ),
    8: (
        Room("intensity", "how much carbon per what?", "碳排放强度", "6"),
        Room("energy", "how much energy, per what?", "综合能耗"),
    ),
    7: (Room("inventory", "how much is emitted, each parameter with its origin?", "清单", "4, 5"),),
    6: (Room("project", "what does the applicant say?", "项目文件", "2"),),
    5: (
        Room(
            "reference",
            "which factor, limit and rule holds on a day in a place?",
            "参考数据",
            "4, 5",
        ),
    ),
    4: (Room("formulas", "what does a printed formula come to?", "算式", "5"),),
    3: (
        Room("forms", "what does a cell say?", "表单单元格", "1"),
        Room("units", "what is a quantity?", "单位与量", "3"),
        Room("drawing", "how is a figure drawn?", "图"),
    ),
    2: (
        Room("files", "what is in a file, safely?", "文件读写"),
        Room("console", "how wide is a text?", "终端排版"),
    ),
    1: (Room("errors", "what can go wrong, where, and how is it mended?", "错误"),),
    0: (Room("messages", "what is the sentence, in each language?", "文句"),),
}
"""Floor → its rooms. A room imports only from floors below its own."""

WIDTH, LEFT, HIGH, GAP = 960, 44, 44, 6
PLAIN, PASSED = ("#f4f6f6", "#b8c4c4"), ("#dff1ee", "#00897b")
"""Fill and line of a room, and of one that the amount passes."""


def drawing() -> str:
    """The picture as SVG, its text as text."""
    height = len(FLOORS) * (HIGH + GAP) + GAP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13">',
        "<title>carbon-eia: the rooms from top to bottom, and what each answers</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for place, floor in enumerate(sorted(FLOORS, reverse=True)):
        top = GAP + place * (HIGH + GAP)
        lines.append(
            f'<text class="floor" x="{LEFT - 14}" y="{top + 27}" text-anchor="end" '
            f'fill="#667">{floor}</text>'
        )
        rooms = FLOORS[floor]
        wide = (WIDTH - LEFT - GAP - (len(rooms) - 1) * GAP) // len(rooms)
        for number, room in enumerate(rooms):
            lines += _box(room, LEFT + number * (wide + GAP), top, wide)
    return "\n".join([*lines, "</svg>", ""])


def _box(room: Room, left: int, top: int, wide: int) -> Iterator[str]:
    """A room: name and Chinese above, the question below, the steps of the amount at its right."""
    fill, edge = PASSED if room.steps else PLAIN
    yield (
        f'<rect x="{left}" y="{top}" width="{wide}" height="{HIGH}" rx="4" '
        f'fill="{fill}" stroke="{edge}"/>'
    )
    yield (
        f'<text x="{left + 10}" y="{top + 18}"><tspan class="room" font-weight="bold">{room.name}'
        f'</tspan><tspan dx="8" fill="#456">{room.chinese}</tspan></text>'
    )
    yield f'<text x="{left + 10}" y="{top + 36}" fill="#234">{escape(room.question)}</text>'
    if room.steps:
        yield (
            f'<text class="steps" x="{left + wide - 12}" y="{top + 27}" text-anchor="end" '
            f'font-weight="bold" fill="{edge}">{room.steps}</text>'
        )


if __name__ == "__main__":
    PICTURE.write_text(drawing(), encoding="utf-8")
