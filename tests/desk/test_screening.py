"""A table of projects is screened while the page waits; its workbook is taken along."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl

from tests.desk.conftest import Browser, text_of

Of = Callable[[str], Browser]

TABLE = """项目名称,行业,阶段,地区,年份,产量 (万t),外购电力 (万kWh),烟煤 (t)
甲,水泥熟料,拟建,湖南省郴州市桂阳县,2026,139.5,7900,176000
乙,没有的行业,拟建,湖南省郴州市桂阳县,2026,139.5,7900,176000
"""


def test_a_table_is_screened(browser: Of) -> None:
    """Every row comes back in a workbook: with its verdict, or with what is wrong with it."""
    consultant = browser("consultant")
    sent = [("table", ("projects.csv", TABLE.encode()))]
    answer = consultant.post("/screen", files=sent, form_of="/assess")
    assert answer.status_code == 303
    done = consultant.follow(answer)
    assert "projects-" in done.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(done.content)).active
    assert sheet is not None
    rows = [[str(c or "") for c in row] for row in sheet.iter_rows(values_only=True)]
    words = ["|".join(row) for row in rows]
    assert any("甲" in row for row in words)
    assert any("乙" in row and "CE-" in row for row in words)


def test_what_is_no_table_is_told(browser: Of) -> None:
    """A picture is none, nor is a table without known heads; errors call it by its name."""
    consultant = browser("consultant")
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    for content, code, status in ((picture, "CE-H021", 422), (b"a,b\n1,2\n", "CE-S001", 200)):
        answer = consultant.post(
            "/screen", files=[("table", ("t.csv", content))], form_of="/assess"
        )
        shown = consultant.follow(answer)
        assert shown.status_code == status
        assert code in shown.text
        assert "t.csv" in text_of(shown.text)
        assert "carbon-eia-" not in shown.text
