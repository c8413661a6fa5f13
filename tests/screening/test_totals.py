"""Rows of totals that only their figures betray, and rows that are alike in every cell."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia import screen
from carbon_eia.reference import World
from carbon_eia.screening.codebook import Codebook
from carbon_eia.screening.column_heads import head_of
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.totals import Addends, totals_by_sum
from carbon_eia.units import decimal_text
from tests.conftest import AS_OF

Row = dict[str, str]

PLACE = {"阶段": "拟建", "地区": "湖南省郴州市桂阳县", "年份": "2026"}


def kiln(name: str, code: str, *figures: str, **more: str) -> Row:
    """A clinker line: output, coal, power, as they are typed."""
    heads = ("产量 (万t)", "烟煤 (万t)", "外购电力 (万kWh)")
    stated = dict(zip(heads, figures, strict=True))
    return {"项目名称": name, "项目代码": code, "行业": "水泥熟料", **PLACE, **stated, **more}


def total(name: str, *figures: str, **more: str) -> Row:
    """A row of the same columns that states neither code nor place."""
    return {**kiln(name, "", *figures), "行业": "", **dict.fromkeys(PLACE, ""), **more}


def found_in(rows: Sequence[Row], world: World) -> dict[int, Addends]:
    """The totals of a table, by the number of the row, the first being 1."""
    heads = list(dict.fromkeys(h for r in rows for h in r))
    table = pa.table({h: pa.array([r.get(h) or None for r in rows], pa.string()) for h in heads})
    book = Codebook([head_of(h) for h in heads], world)
    return {row + 1: of for row, of in totals_by_sum(Batch(table, 1), book).items()}


TWO = [kiln("甲", "1", "139.5", "19.0", "8400"), kiln("乙", "2", "155", "21.3", "9300")]
THREE = [*TWO, kiln("丙", "3", "93", "12.8", "5300")]

IS_TOTAL: dict[str, list[Row]] = {
    "a county": [*TWO, total("桂阳县", "294.5", "40.3", "17700")],
    "no name at all": [*TWO, total("", "294.5", "40.3", "17700")],
    "with sector, stage, place and year": [*TWO, kiln("全县", "", "294.5", "40.3", "17700")],
    "a code that is a stroke": [*TWO, kiln("全县", "/", "294.5", "40.3", "17700")],
    "the last two of three": [*THREE, total("其中县属", "248", "34.1", "14600")],
    "one figure": [*TWO, total("两家", "", "", "17700")],
    "the rows are rounded": [*TWO, total("两家", "294.5", "40.3", "17701")],
    "rounded": [*TWO, total("两家", "294.5", "40", "17700")],
    "in thousands": [*TWO, total("两家", "294.5", "40.3", "17,700")],
    "with its unit": [*TWO, total("两家", "294.5万t", "40.3 万t", "17700")],
}
"""Tables whose last row is a total, and the only one."""

IS_PROJECT: dict[str, list[Row]] = {
    "one figure differs": [*TWO, kiln("丙", "", "294.5", "40.3", "17705")],
    "a digit is another": [*TWO, kiln("丙", "", "294.6", "40.3", "17700")],
    "it has a code": [*TWO, kiln("丙", "3", "294.5", "40.3", "17700")],
    "one row above": [TWO[0], kiln("乙", "", "139.5", "19.0", "8400")],
    "one figure of a project": [*TWO, kiln("丙", "", "", "", "17700")],
    "no figure": [*TWO, kiln("丙", "", "", "", "")],
    "a rate of its own": [
        *(dict(r, **{"烟煤 低位发热量 (GJ/t)": "23.1"}) for r in TWO),
        kiln("丙", "", "294.5", "40.3", "17700", **{"烟煤 低位发热量 (GJ/t)": "25.0"}),
    ],
}
"""Tables whose last row is a project, though it has no code, or looks like a sum."""


@pytest.mark.parametrize("rows", IS_TOTAL.values(), ids=IS_TOTAL)
def test_a_row_that_adds_up_those_above_is_a_total(rows: list[Row], world: World) -> None:
    """Without a code of its own, and with sums as its figures, whatever it is called."""
    last = len(rows) - 1
    assert found_in(rows, world) == {len(rows): Addends(last if last == 1 else last - 1, last)}


@pytest.mark.parametrize("rows", IS_PROJECT.values(), ids=IS_PROJECT)
def test_a_project_is_no_total_by_chance(rows: list[Row], world: World) -> None:
    """A figure, a rate or a code that no sum explains makes a project of a row."""
    assert found_in(rows, world) == {}


def test_totals_of_totals(world: World) -> None:
    """Subtotals below their blocks, a named one among them, and the grand total of the rows."""
    rows = [
        *TWO,
        total("水泥熟料", "294.5", "40.3", "17700"),
        kiln("丙", "3", "93", "12.8", "5300"),
        kiln("丁", "4", "100", "14", "6000"),
        total("小计", "193", "26.8", "11300"),
        total("郴州市", "487.5", "67.1", "29000"),
    ]
    found = found_in(rows, world)
    assert found == {3: Addends(1, 2), 6: Addends(4, 5), 7: Addends(1, 5)}


@given(data=st.data())
def test_any_sum_is_found_and_nothing_near_it(data: st.DataObject, world: World) -> None:
    """The exact sum of any rows is a total; with one digit more in one figure it is none."""
    places = data.draw(st.integers(0, 3))
    amounts = st.lists(st.integers(1000, 10**6), min_size=3, max_size=3)
    typed = data.draw(st.lists(amounts, min_size=2, max_size=6))
    figures = [[Fraction(n, 10**places) for n in row] for row in typed]
    sums = [sum(column, Fraction(0)) for column in zip(*figures, strict=True)]
    rows = [kiln(f"厂{n}", f"{n}", *map(decimal_text, row)) for n, row in enumerate(figures)]
    assert len(rows) + 1 in found_in([*rows, kiln("全县", "", *map(decimal_text, sums))], world)
    sums[data.draw(st.integers(0, 2))] *= Fraction(101, 100)
    assert found_in([*rows, kiln("丙", "", *map(decimal_text, sums))], world) == {}


def screened(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The results of a table of texts."""
    import pandas as pd

    heads = list(dict.fromkeys(h for r in rows for h in r))
    frame = pd.DataFrame([[r.get(h) or None for h in heads] for r in rows], columns=heads)
    found = screen(frame, as_of=AS_OF)
    return [{k: None if v != v else v for k, v in r.items()} for r in found.to_dict("records")]


def test_a_total_is_an_error_of_its_row_alone() -> None:
    """It is told with the rows that it adds up; the others keep their verdicts."""
    found = screened(IS_TOTAL["with sector, stage, place and year"])
    assert [bool(r["verdict"]) for r in found] == [True, True, False]
    assert found[2]["error"].startswith("CE-S008")
    assert "第 0～1 行之和" in found[2]["error"]


def test_rows_alike_in_every_cell_are_named_and_keep_their_verdicts() -> None:
    """Without a code nobody can tell whether they are one project: each names the others."""
    rows = [kiln("甲", "", "139.5", "19.0", "8400"), TWO[1]]
    found = screened([*rows, rows[0], {**rows[0], "备注": "补报"}, {**rows[0], "年份": "2025"}])
    assert all(r["verdict"] for r in found)
    assert all(r["rank"] is None or r["rank"] > 0 for r in found)
    named = ["CE-S033" in (r["warnings"] or "") for r in found]
    assert named == [True, False, True, True, False]
    assert "第 2、3 行" in found[0]["warnings"]
    assert "第 0、3 行" in found[2]["warnings"]


@pytest.mark.parametrize("word", ["/", "无", "待赋码", "—"])
def test_a_word_in_the_place_of_a_code_is_none(word: str) -> None:
    """Two projects that wait for their codes are two; alike in every cell, they are named."""
    first = {**TWO[0], "项目代码": word}
    found = screened([first, {**TWO[1], "项目代码": word}, first])
    assert all(r["verdict"] for r in found)
    assert ["CE-S033" in (r["warnings"] or "") for r in found] == [True, False, True]


def test_rows_with_one_code_stay_errors() -> None:
    """With a code the later row is the project that stands twice."""
    found = screened([TWO[0], TWO[0]])
    assert [bool(r["verdict"]) for r in found] == [True, False]
    assert "CE-S006" in found[1]["error"]


def test_alike_rows_far_apart_are_found_in_any_table(tmp_path: Path) -> None:
    """In a file as in memory, whichever pieces they lie in."""
    import pyarrow.parquet as pq

    from carbon_eia.screening import open_input, run_screening, table_inputs

    rows = [kiln(f"厂{n}", "", f"{100 + n}", "14", f"{6000 + n}") for n in range(20)]
    rows.append(rows[3])
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_inputs, "PIECE_ROWS", 7)
        for kind in ("csv", "parquet"):
            out = tmp_path / f"{kind}.parquet"
            run_screening(open_input([tmp_path / f"in.{kind}"]), [out], as_of=AS_OF)
            said = {r["row"]: r["warnings"] for r in pq.read_table(out).to_pylist()}
            assert {row for row, text in said.items() if text and "CE-S033" in text} == {5, 22}
            assert "第 22 行" in said[5]
            assert "第 5 行" in said[22]
