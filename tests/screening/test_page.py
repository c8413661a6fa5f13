"""The page of results: it opens without network, sorts, filters, and runs no text of a user."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from carbon_eia.errors import CallError
from carbon_eia.screening import open_input, run_screening
from carbon_eia.screening.kept import EDGES, Kept
from tests.conftest import AS_OF
from tests.screening.conftest import Row, table_of
from tests.tools import program

EVIL = '<script>document.title="run"</script><img src=x onerror=document.title="run"> </script>'


def grinding(n: int, **more: str) -> Row:
    """A row of a cement grinding station; the more power, the farther from its limit."""
    row = {
        "项目名称": f"项目{n}",
        "项目代码": f"2602-{n:06d}",
        "行业": "水泥粉磨" if n % 3 else "水泥熟料",
        "阶段": "拟建",
        "地区": "湖南省郴州市桂阳县",
        "乡镇": f"乡镇{n % 4}",
        "年份": "2026",
        "产品": "水泥" if n % 3 else "水泥熟料",
        "产量 (万t)": "100",
        "外购电力 (万kWh)": f"{3000 + 500 * (n % 11)}",
    }
    return {**row, **more}


def rows_of_a_page(count: int = 40) -> list[Row]:
    """Rows of which one has an evil name, one an evil town, and one is wrong."""
    rows = [grinding(n) for n in range(count)]
    rows[1]["项目名称"] = EVIL
    rows[2]["乡镇"] = EVIL
    rows[4]["外购电力 (万kWh)"] = f"见附表{EVIL}"
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, all_limits: Path) -> tuple[Path, list[Any]]:
    """A page, and the rows of the same results."""
    folder = tmp_path_factory.mktemp("page")
    pq.write_table(table_of(rows_of_a_page()), folder / "in.parquet")
    outputs = [folder / "out.html", folder / "out.parquet"]
    table = open_input([folder / "in.parquet"])
    run_screening(table, outputs, as_of=AS_OF, benchmarks=[all_limits])
    return outputs[0], pq.read_table(outputs[1]).to_pylist()


def driven(page: Path, script: str, folder: Path) -> dict[str, Any]:
    """What a script finds in a page that Chromium has opened without network.

    The script is added with its hash, because the page runs no script that it does not name. It
    returns a JSON value; ``requests`` is added: what was asked of the network.
    """
    script = f"""
      const later = () => new Promise((done) => setTimeout(done, 100));
      const step = async () => {{
        while (!document.documentElement.dataset.ready) await later();
        let told = {{}};
        try {{
          told = await (async () => {{ {script} }})();
        }} catch (error) {{
          told.error = String(error);
        }}
        told.title = document.title;
        told.resources = performance.getEntriesByType("resource").map((r) => r.name);
        const element = document.createElement("pre");
        element.id = "told";
        element.textContent = JSON.stringify(told);
        document.body.append(element);
      }};
      step();
    """
    digest = b64encode(sha256(script.encode()).digest()).decode()
    text = page.read_text(encoding="utf-8")
    text = text.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    body, end, after = text.rpartition("</body>")
    text = f"{body}<script>{script}</script>{end}{after}"
    copy, log = folder / "driven.html", folder / "net.json"
    copy.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [
            program("chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder / 'profile'}",
            f"--log-net-log={log}",
            "--virtual-time-budget=30000",
            "--dump-dom",
            copy.as_uri(),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )
    found = re.search(r'<pre id="told">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found is not None, done.stderr.decode()[-2000:]
    told: dict[str, Any] = json.loads(unescape(found.group(1)))
    assert "error" not in told, told["error"]
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = [e["params"] for e in events if "initiator" in e.get("params", {})]
    # the browser looks after itself too, and those requests come from no page
    told["requests"] = [a["url"] for a in asked if a["initiator"] != "not an origin"]
    return told


READ = """
  const cells = (id, key) => {
    const columns = JSON.parse(document.getElementById("data").textContent)
      .tables.find((t) => t.id === id).columns.filter((c) => c.shown);
    const at = columns.findIndex((c) => c.key === key);
    return [...document.querySelectorAll(`#${id} tbody tr`)].map((r) => r.cells[at].textContent);
  };
  const head = (id, title) => [...document.querySelectorAll(`#section-${id} thead th`)]
    .find((h) => h.querySelector(".dt-column-title")?.textContent === title);
  const typed = (input, text) => {
    input.value = text;
    for (const kind of ["input", "keyup", "change"])
      input.dispatchEvent(new Event(kind, { bubbles: true }));
  };
"""


def test_the_page_opens_without_network(made: tuple[Path, list[Any]], tmp_path: Path) -> None:
    """Tables and plots are drawn, nothing is asked of the network, no text of a user is run."""
    page, rows = made
    told = driven(
        page,
        READ
        + """return {
            names: cells("results", "name"),
            ranks: cells("results", "rank"),
            errors: cells("errors", "problem"),
            plots: document.querySelectorAll(".plots .main-svg").length,
            bars: document.querySelectorAll(".plots .bars .point").length,
            images: document.querySelectorAll("img").length,
            sectors: cells("by_sector", "sector"),
        };""",
        tmp_path,
    )
    assert told["requests"] == []
    assert [r for r in told["resources"] if not r.startswith("blob:")] == []
    assert told["title"] == "批量筛查结果"
    ranked = sorted((r for r in rows if r["rank"]), key=lambda r: r["rank"])
    others = [r for r in rows if not r["rank"]]
    assert told["names"] == [r["name"] for r in (*ranked, *others)][:25]
    assert EVIL in told["names"]
    assert told["errors"] == ["CE-U008"]
    assert told["images"] == 0
    assert told["plots"] >= 4
    assert told["bars"] > 10
    assert told["sectors"] == ["水泥熟料", "水泥粉磨"]


def test_the_page_sorts_and_filters(made: tuple[Path, list[Any]], tmp_path: Path) -> None:
    """A click on a head sorts by figures, blanks last; typing filters the rows or one column."""
    page, rows = made
    told = driven(
        page,
        READ
        + """
        const click = () => head("results", "与准入值的差距 %").click();
        const found = {};
        click();
        await later();
        found.rising = cells("results", "gap_percent");
        click();
        await later();
        found.falling = cells("results", "gap_percent");
        typed(document.querySelector("#section-results .dt-search input"), "项目13");
        await later();
        found.searched = cells("results", "name");
        typed(document.querySelector("#section-results .dt-search input"), "");
        await later();
        const heads = [...document.querySelectorAll("#section-results thead tr")];
        const title = (c) => c.querySelector(".dt-column-title").textContent;
        const columns = [...heads[0].cells].map(title);
        const cell = heads[1].cells[columns.indexOf("项目代码")];
        typed(cell.querySelector("input"), "2602-00002");
        await later();
        found.narrowed = cells("results", "code");
        typed(cell.querySelector("input"), "");
        await later();
        head("results", "乡镇").querySelector("button.dtcc-button_dropdown").click();
        await later();
        const choices = [...document.querySelectorAll(".dtcc-list-buttons button")];
        found.choices = choices.map((b) => b.querySelector(".dtcc-button-text").textContent);
        choices[found.choices.indexOf("乡镇3")].click();
        await later();
        found.chosen = cells("results", "town");
        found.images = document.querySelectorAll("img").length;
        return found;""",
        tmp_path,
    )
    assert sorted(told["choices"]) == sorted({r["town"] for r in rows})
    assert set(told["chosen"]) == {"乡镇3"}
    assert (told["images"], told["title"]) == (0, "批量筛查结果")
    gaps = sorted((r["gap_percent"] for r in rows if r["gap_percent"] is not None), reverse=True)
    assert len(gaps) < len(rows), "some rows have no gap"

    def figures(texts: Sequence[str]) -> list[float]:
        return [float(t.replace(",", "")) for t in texts if t]

    assert figures(told["falling"]) == gaps[:25]
    assert figures(told["rising"]) == gaps[::-1][:25]
    assert told["searched"] == ["项目13"]
    assert sorted(told["narrowed"]) == [f"2602-{n:06d}" for n in range(20, 30)]


def test_nothing_is_loaded(made: tuple[Path, list[Any]]) -> None:
    """No element of the page names an address, and its policy allows no connection."""
    text = made[0].read_text(encoding="utf-8")
    outside = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert re.findall(r"\b(?:src|href|action)=(?!\"#)\S*", outside) == []
    assert "http" not in outside.replace("http-equiv", "")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy.group(1).startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy.group(1)
    styles = "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
    assert re.findall(r"url\((?!data:)", styles) == []
    assert "@import" not in styles


def test_texts_of_a_user_end_no_element(made: tuple[Path, list[Any]]) -> None:
    """What a user typed stands in the page as JSON without a single angle bracket that opens."""
    text = made[0].read_text(encoding="utf-8")
    data = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert len(data) == 1
    assert "<" not in data[0]
    shown = json.loads(data[0])["tables"][0]
    at = [c["key"] for c in shown["columns"]].index("name")
    assert EVIL in {row[at] for row in shown["rows"]}
    assert 'onerror=document.title="run"' not in text


def results(gaps: Sequence[float | None], first: int = 2) -> pa.Table:
    """Results with these gaps, ranked among themselves."""
    order = sorted((-g, i) for i, g in enumerate(gaps) if g is not None)
    rank = {i: at + 1 for at, (_, i) in enumerate(order)}
    return pa.table(
        {
            "row": pa.array(range(first, first + len(gaps))),
            "rank": pa.array([rank.get(i) for i in range(len(gaps))], pa.int64()),
            "verdict": pa.array([None if g is None else "pass" for g in gaps], pa.string()),
            "gap_percent": pa.array(gaps, pa.float64()),
        }
    )


def test_the_foremost_rows_are_kept() -> None:
    """Of more rows than a page holds those with the largest gaps are kept; all are counted."""
    table = results([-5, None, 30, 0, None, -120, 250, 10])
    errors = pa.table({"row": pa.array([3, 6]), "problem": pa.array(["a", "b"])})
    kept = Kept(most=4)
    kept.add(table.slice(0, 3), errors.slice(0, 1))
    kept.add(table.slice(3), errors.slice(1))
    assert kept.foremost()["gap_percent"].to_pylist() == [250, 30, 10, 0]
    assert (kept.rows, kept.errors) == (8, 2)
    # −120 | −100 … | … 0 holds −5 and 0 | 0 … 10 holds 10 | 20 … 30 holds 30 | above 100
    at = {int(i): int(n) for i, n in enumerate(kept.gaps["pass"]) if n}
    assert at == {0: 1, 10: 2, 11: 1, 13: 1, len(EDGES): 1}
    few = Kept(most=7)
    few.add(table, errors)
    assert few.foremost()["row"].to_pylist() == [8, 4, 9, 5, 2, 7, 3]


def test_what_is_left_out_is_told(
    tmp_path: Path, all_limits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that does not hold all rows says how many it holds, in either language."""
    monkeypatch.setattr(Kept.__init__, "__defaults__", (10,))
    pq.write_table(table_of(rows_of_a_page()), tmp_path / "in.parquet")
    for lang, said in (("zh", "40 行中的 10 行"), ("en", "lists 10 of the 40 rows")):
        out = tmp_path / f"{lang}.html"
        table = open_input([tmp_path / "in.parquet"])
        run_screening(table, [out], as_of=AS_OF, benchmarks=[all_limits], lang=lang)
        text = out.read_text(encoding="utf-8")
        assert said in text
        assert len(json.loads(data_of(text))["tables"][0]["rows"]) == 10


def data_of(text: str) -> str:
    """The data of a page, as JSON."""
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_page_is_whole_or_not_there(
    tmp_path: Path, all_limits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that cannot be finished leaves nothing behind, and the same rows give equal bytes."""
    pq.write_table(table_of(rows_of_a_page()), tmp_path / "in.parquet")
    out = tmp_path / "out.html"

    def run() -> None:
        table = open_input([tmp_path / "in.parquet"])
        run_screening(table, [out], as_of=AS_OF, benchmarks=[all_limits])

    write: Callable[..., int] = Path.write_text

    def full(path: Path, *args: Any, **more: Any) -> int:
        if path.suffix == ".new":
            raise OSError(28, "No space left on device")
        return write(path, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(CallError) as raised:
            run()
    assert raised.value.problems[0].code == "CE-F007"
    assert [p.name for p in tmp_path.iterdir() if "html" in p.name and p.is_file()] == []
    run()
    first = out.read_bytes()
    run()
    assert out.read_bytes() == first
