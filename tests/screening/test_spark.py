"""Spark's results are those of this machine. ``make spark`` runs what needs a Spark."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from carbon_eia.errors import MachineError
from carbon_eia.screening import screen_table
from carbon_eia.screening.spark import screen, session
from tests.conftest import AS_OF
from tests.screening.conftest import Row, some_rows, table_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[2]
Examples = dict[str, dict[str, Any]]


def mixed(examples: Examples, count: int) -> list[Row]:
    """Rows of all sectors; some wrong, some of one project, one blank, one that is evil."""
    rows = some_rows(examples, count, 6)
    chance = random.Random(7)
    wrong: list[Row] = [
        {"行业": "炼丹"},
        {"项目名称": ""},
        {"阶段": "规划中"},
        {"地区": "某地"},
        {"年份": "1987"},
        {"产量 (t)": "#REF!"},
        {"项目代码": "2602-000000"},
        {"项目代码": ""},
        {"项目名称": "=HYPERLINK(1)"},
    ]
    for i, place in enumerate(chance.sample(range(1, count), count // 25)):
        rows[place] |= wrong[i % len(wrong)]
    rows.insert(count // 2, {})
    return rows


def test_a_repeated_project_has_no_rank(examples: Examples, all_limits: Path) -> None:
    """A project that stands twice is an error the second time, and does not take up a rank."""
    rows = some_rows(examples, len(examples), 1)
    rows.append(dict(rows[0]))
    found = screen_table(table_of(rows), AS_OF, [all_limits]).to_pylist()
    assert "CE-S006" in found[-1]["error"]
    assert found[-1]["rank"] is None
    ranks = sorted(r["rank"] for r in found if r["rank"] is not None)
    assert ranks == list(range(1, len(ranks) + 1))
    assert all((r["rank"] is None) == (r["gap_percent"] is None) for r in found)


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyspark is missing, that is said, and how to get it."""
    for name in [m for m in sys.modules if m.split(".")[0] in ("pyspark", "py4j")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "py4j", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MachineError) as raised, session("local[1]"):
        pass
    assert raised.value.problems[0].code == "CE-S021"
    assert "carbon-eia[spark]" in raised.value.problems[0].hint("zh")


def command(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A run of ``carbon-eia screen``."""
    return subprocess.run(
        [sys.executable, "-m", "carbon_eia", "screen", *words, "--as-of", str(AS_OF)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_wrong_engine(tmp_path: Path) -> None:
    """An engine that is not known, and a master without Spark, are told; nothing is written."""
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"项目名称": ["x"], "行业": ["cement"]}), path)
    for words, code in (
        (["--engine", "hadoop"], "CE-C002"),
        (["--master", "local[2]"], "CE-S024"),
    ):
        done = command(str(path), "-o", "out.csv", "--json", *words, folder=tmp_path)
        assert done.returncode == 2
        assert [e["code"] for e in json.loads(done.stdout)["errors"]] == [code]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.parquet"]


# ── On a real Spark ────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Spark in local mode with two threads."""
    with session("local[2]") as found:
        yield found


@pytest.mark.spark
def test_a_frame_says_the_same(spark: SparkSession, examples: Examples, all_limits: Path) -> None:
    """2 000 mixed rows in Spark's partitions, out of order: every cell is as on this machine."""
    table = table_of(mixed(examples, 2000))
    here = screen_table(table, AS_OF, [all_limits])
    numbered = table.append_column("number", pa.array(range(table.num_rows)))
    frame = spark.createDataFrame(numbered).repartition(5)
    found = screen(frame, as_of=AS_OF, benchmarks=[all_limits], row="number")
    there = found.orderBy("row").toArrow()
    assert there.column_names == here.column_names
    assert there.num_rows == table.num_rows - 1, "rows in = rows out, but for the blank one"
    for name in here.column_names:
        assert there[name].to_pylist() == here[name].to_pylist(), name
    assert {"CE-S006", "CE-P010", "CE-P003"} <= {
        code for e in here["error"].to_pylist() if e for code in re.findall(r"CE-\w\d+", e)
    }


@pytest.mark.spark
def test_rows_without_a_number(spark: SparkSession, examples: Examples, all_limits: Path) -> None:
    """Rows get rising numbers where the frame has none; nothing else differs."""
    table = table_of(some_rows(examples, 120, 2))
    here = screen_table(table, AS_OF, [all_limits], "en")
    frame = spark.createDataFrame(table).coalesce(1)
    there = screen(frame, as_of=AS_OF, benchmarks=[all_limits], lang="en").orderBy("row").toArrow()
    assert np.all(np.diff(there["row"].to_numpy()) > 0)
    for name in here.column_names:
        assert name == "row" or there[name].to_pylist() == here[name].to_pylist(), name


@pytest.mark.spark
def test_lists_of_sources(spark: SparkSession) -> None:
    """A frame with a list of sources in each row says what the same Arrow table says."""
    source = {"name": "外购电力", "method": "electricity", "amount": "6200 万kWh"}
    table = pa.table(
        {
            "项目名称": [f"项目{n}" for n in range(6)],
            "行业": ["cement"] * 6,
            "阶段": ["拟建"] * 6,
            "地区": ["湖南省郴州市"] * 6,
            "年份": ["2026"] * 6,
            "产品": ["水泥"] * 6,
            "产量 (万t)": ["100"] * 6,
            "sources": [[source]] * 5 + [[source, {**source, "amount": "9 kg", "name": "乙"}]],
        }
    )
    here = screen_table(table, AS_OF)
    assert here["total_tco2e"].null_count == 1
    frame = spark.createDataFrame(table).coalesce(1)
    there = screen(frame, as_of=AS_OF).orderBy("row").toArrow()
    for name in ("name", "verdict", "intensity", "total_tco2e", "error"):
        assert there[name].to_pylist() == here[name].to_pylist(), name


@pytest.mark.spark
def test_the_command_says_the_same(tmp_path: Path, examples: Examples, all_limits: Path) -> None:
    """``screen --engine spark``: the files are those of the local engine, to the byte, and not a
    word of Spark reaches the terminal."""
    table = table_of(mixed(examples, 2000))
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=300)
    told = {}
    for name, words in (
        ("here", []),
        ("there", ["--engine", "spark", "--master", "local[2]"]),
    ):
        limits = ["--benchmarks", str(all_limits)]
        files = ["in.parquet", "-o", f"{name}.parquet"]
        done = command(*files, "--json", *limits, *words, folder=tmp_path)
        assert (done.returncode, done.stderr) == (2, "")
        told[name] = json.loads(done.stdout)
        del told[name]["written"]
    assert told["here"] == told["there"]
    assert told["here"]["rows"] == 2000
    for kind in ("", "-errors"):
        here, there = (tmp_path / f"{name}{kind}.parquet" for name in ("here", "there"))
        assert there.read_bytes() == here.read_bytes()
    assert len(list(tmp_path.iterdir())) == 5, "nothing is left behind"


@pytest.mark.spark
def test_the_snippet_of_the_docs(tmp_path: Path) -> None:
    """The Python of docs/screening-cluster.md for Spark works as it stands."""
    page = (ROOT / "docs" / "screening-cluster.md").read_text(encoding="utf-8")
    snippet = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    path = {**os.environ, "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable}
    words = [sys.executable, "-c", snippet]
    subprocess.run(words, cwd=tmp_path, env=path, capture_output=True, check=True)
    found = pq.read_table(tmp_path / "verdicts")
    with (ROOT / "samples" / "screening" / "projects.csv").open(encoding="utf-8") as stream:
        assert found.num_rows == len(stream.readlines()) - 1
    assert sum(v is not None for v in found["verdict"].to_pylist()) > 0


@pytest.mark.spark
def test_a_master_that_is_none(tmp_path: Path) -> None:
    """A master that Spark does not know is an error of the machine that names a log."""
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"项目名称": ["x"], "行业": ["cement"]}), path)
    words = ["--engine", "spark", "--master", "nowhere"]
    done = command(str(path), "-o", "out.csv", *words, folder=tmp_path)
    assert done.returncode == 4
    assert "CE-S023" in done.stderr
    log = re.search(r"(\S+/carbon-eia-spark-\w+\.log)", done.stderr.replace("\n", ""))
    assert log is not None
    os.unlink(log.group(1))
    assert "Traceback" not in done.stderr


@pytest.mark.spark
def test_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Java is missing, that is said, and how to get it."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MachineError) as raised, session("local[1]"):
        pass
    assert raised.value.problems[0].code == "CE-S022"
