"""An office's list of projects in Excel, to try ``register import``: all of them invented.

python samples/register/make_list.py      (writes list.xlsx beside itself)
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

FILE = Path(__file__).with_name("list.xlsx")
HEADS = ("序号", "项目代码", "项目名称", "建设单位", "所在地", "行业", "建设阶段", "批复文号",
         "批复日期", "开工日期", "状态")  # fmt: skip
ROWS = (
    ("2511-431000-04-01-900001", "甲熟料生产线（示例）", "甲公司", "湖南省郴州市桂阳县",
     "水泥熟料", "未开工", "示例〔2025〕1号", date(2025, 11, 3), None, "已批复"),
    ("2503-431000-04-01-900002", "乙铅冶炼技改（示例）", "乙公司", "湖南省郴州市永兴县",
     "铅冶炼", "在建", "示例〔2025〕2号", date(2025, 3, 4), date(2025, 9, 15), "建设中"),
    ("2606-431000-04-01-900003", "丙数据中心（示例）", "丙公司", "湖南省郴州市苏仙区",
     "数据中心", "未开工", None, None, None, "待审查"),
    ("1805-431000-04-01-900004", "丁选矿厂（示例）", "丁公司", "湖南省郴州市北湖区",
     "钨精矿采选", "已投产", None, None, None, "已投产"),
)  # fmt: skip


def main() -> None:
    """Write the list: a title above the heads, days as days, a note on a second sheet."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(2026, 6, 30)
    sheet = book.active
    assert sheet is not None
    sheet.title = "在办项目"
    sheet.append(["两高项目清单（示例，均为虚构）"])
    sheet.append(HEADS)
    for number, row in enumerate(ROWS, 1):
        sheet.append([number, *row])
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for column in "IJ":
        for cell in sheet[column]:
            cell.number_format = "yyyy-mm-dd"
    for column, width in zip(
        "ABCDEFGHIJK", (6, 28, 24, 12, 22, 12, 10, 18, 12, 12, 10), strict=True
    ):
        sheet.column_dimensions[column].width = width
    note = book.create_sheet("说明")
    note.append(["由 make_list.py 写出，供试用 register import。"])
    book.save(FILE)


if __name__ == "__main__":
    main()
