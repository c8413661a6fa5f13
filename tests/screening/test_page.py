"""The page of results: whole without network and script, small, and it runs no text of a user."""

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

import lxml.html
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from carbon_eia.errors import CallError
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.report.document import EMPTY, Table, texts_of
from carbon_eia.report.printer import Printer
from carbon_eia.report.screening import PRINTERS
from carbon_eia.report.screening.groups import MOST_GROUPS, places
from carbon_eia.report.screening.screening_document import OWN
from carbon_eia.screening import open_input, run_screening
from carbon_eia.screening.foremost_rows import EDGES, MOST_ROWS, ForemostRows
from carbon_eia.screening.tally import Summary
from tests.conftest import AS_OF
from tests.screening.conftest import ROOT, Row, table_of
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
    run_screening(table, outputs, as_of=AS_OF, benchmarks=[all_limits], documents=PRINTERS)
    return outputs[0], pq.read_table(outputs[1]).to_pylist()


def driven(page: Path, script: str, folder: Path, width: int = 1280) -> dict[str, Any]:
    """What a script finds in a page that Chromium has opened without network.

    The script is added with its hash, because the page runs no script that it does not name. It
    returns a JSON value; ``requests`` is added: what was asked of the network.
    """
    script = f"""
      const later = () => new Promise((done) => setTimeout(done, 100));
      const step = async () => {{
        while (!("ready" in document.documentElement.dataset)) await later();
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
            f"--window-size={width},800",
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
  const place = (id, title) =>
    [...document.querySelectorAll(`#${id} thead th`)].findIndex((h) => h.textContent === title);
  const cells = (id, title) => [...document.querySelectorAll(`#${id} tbody tr`)]
    .filter((r) => !r.hidden).map((r) => r.cells[place(id, title)].textContent);
  const click = (title) =>
    document.querySelectorAll("#results thead [role=button]")[place("results", title)].click();
  const tools = document.querySelector("#chapter-results .tools");
  const typed = (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
"""


class Still:
    """A page as somebody sees it in whose browser no script runs."""

    def __init__(self, text: str) -> None:
        bare = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        self.tree = lxml.html.document_fromstring(bare.encode())

    def column(self, ident: str, key: str, lang: str = "zh") -> list[str]:
        """The texts of a column."""
        heads = [h.text_content() for h in self.tree.xpath(f"//*[@id='{ident}']/thead//th")]
        at = [h.lower() for h in heads].index(sentence(f"screening.column.{key}", lang).lower())
        rows = self.tree.xpath(f"//*[@id='{ident}']/tbody/tr")
        return [row[at].text_content() for row in rows]

    def texts(self, path: str) -> list[str]:
        """The texts of some elements."""
        return [e.text_content() for e in self.tree.xpath(path)]


def test_the_page_is_whole_without_script(made: tuple[Path, list[Any]]) -> None:
    """Every row, error, count and plot can be read in a browser that runs no script."""
    page, rows = made
    still = Still(page.read_text(encoding="utf-8"))
    ranked = sorted((r for r in rows if r["rank"]), key=lambda r: r["rank"])
    listed = [*ranked, *(r for r in rows if not r["rank"])]
    assert still.column("results", "label") == [r["label"] or "有错误" for r in listed]
    assert "有错误" in still.texts("//td[@class='v-error']")
    for key in ("name", "sector", "reason", "code"):
        assert still.column("results", key) == [r[key] or "" for r in listed], key
    for key in ("intensity", "admission", "gap_percent", "row", "rank"):
        shown = still.column("results", key)
        figures = [float(t) if t else None for t in shown]
        assert figures == [r[key] for r in listed], key
    assert still.column("errors", "problem") == ["CE-U008"]
    assert still.column("by_sector", "sector") == ["水泥熟料", "水泥粉磨"]
    assert still.texts("//*[@id='by_sector']/tfoot//th | //*[@id='by_town']/tfoot//th") == [
        "合计",
        "合计",
    ]
    alts = still.texts("//figure//*[local-name()='svg']/*[local-name()='title']")
    assert len(alts) == 4
    assert all(still.texts("//figcaption"))
    counts = {v: sum(r["verdict"] == v for r in rows) for v in {r["verdict"] for r in rows}}
    words = [sentence(f"verdict.{v}", "zh") for v in counts if v]
    drawn = " ".join(still.texts("//figure//*[local-name()='text']"))
    assert all(word in drawn for word in words), "a verdict is a word beside its colour"
    cards = still.texts("//ul[@class='verdicts']/li")
    for verdict, count in counts.items():
        word = sentence(f"verdict.{verdict}" if verdict else "screening.error", "zh")
        assert any(c.startswith(f"{word} {count} ") for c in cards)


@pytest.mark.slow(every=2)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_small(tmp_path: Path, all_limits: Path, lang: str) -> None:
    """Six rows take 50 kB at most, a further row one, and a page of very many rows is bounded:
    a hundred rows beyond the bound take hardly more than six."""

    def size(rows: list[Row]) -> int:
        pq.write_table(table_of(rows), tmp_path / "in.parquet")
        out = tmp_path / "out.html"
        table = open_input([tmp_path / "in.parquet"])
        run_screening(
            table, [out], as_of=AS_OF, benchmarks=[all_limits], lang=lang, documents=PRINTERS
        )
        return out.stat().st_size

    few, more = size(rows_of_a_page(6)), size(rows_of_a_page(106))
    assert few < 50_000
    assert more - few < 100 * 1_000
    most = size(rows_of_a_page(MOST_ROWS + 6))
    assert size(rows_of_a_page(MOST_ROWS + 106)) - most < 2_000


def test_the_page_of_the_sample(tmp_path: Path) -> None:
    """The sample is a page of 50 kB in either language, whose words are all of that language."""
    limits = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
    for lang, other in (("zh", "en"), ("en", "zh")):
        out = tmp_path / f"{lang}.html"
        table = open_input([ROOT / "samples" / "screening" / "projects.csv"])
        run_screening(table, [out], as_of=AS_OF, benchmarks=[limits], lang=lang, documents=PRINTERS)
        text = out.read_text(encoding="utf-8")
        assert len(text.encode()) < 50_000
        still = Still(text)
        assert len(still.column("results", "name", lang)) == 6
        for code in ("title", "page.by_sector", "page.gaps", "page.equal", "column.label", "rows"):
            assert sentence(f"screening.{code}", lang).lower() in text.lower()
            assert f">{sentence(f'screening.{code}', other)}<" not in text
        assert sentence("report.banner", lang) in still.texts("//p[@class='alert']")[0]


def test_a_phone_shows_the_page(made: tuple[Path, list[Any]], tmp_path: Path) -> None:
    """On a small screen nothing but a table moves aside, its first column stays in sight, and no
    cell is squeezed to a column of single characters."""
    told = driven(
        made[0],
        """
        const box = document.querySelector("#chapter-results .box");
        const before = document.querySelector("#results tbody th").getBoundingClientRect().left;
        box.scrollLeft = 400;
        await later();
        const cells = [...document.querySelectorAll("td, th")].filter((c) => c.offsetWidth);
        const narrow = (c) => c.textContent.length > 6 && c.offsetWidth < 60;
        return {
          page: document.documentElement.scrollWidth - innerWidth,
          scrolled: box.scrollLeft,
          moved: document.querySelector("#results tbody th").getBoundingClientRect().left - before,
          narrow: cells.filter(narrow).map((c) => c.textContent),
          letters: Math.min(...[...document.querySelectorAll("svg text")]
            .map((t) => t.getBoundingClientRect().height)),
        };""",
        tmp_path,
        width=500,
    )
    assert told["page"] <= 0
    assert (told["scrolled"], told["moved"]) == (400, 0)
    assert told["narrow"] == []
    assert told["letters"] > 9
    text = made[0].read_text(encoding="utf-8")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    kinds = re.findall(r'<th scope="col" class="(\w+)', text)
    assert set(kinds) == {"num", "word", "words", "long"}


def test_more_columns_are_shown_without_script(
    made: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    """Columns of little interest are in the page, and a box shows them."""
    told = driven(
        made[0],
        READ
        + """
        const at = place("results", "结论代码");
        const row = document.querySelector("#results tbody tr");
        const seen = () => row.cells[at].offsetWidth > 0;
        const before = seen();
        document.getElementById("more-results").click();
        return { before, after: seen() };""",
        tmp_path,
    )
    assert (told["before"], told["after"]) == (False, True)


def test_the_page_sorts_and_filters(made: tuple[Path, list[Any]], tmp_path: Path) -> None:
    """Without network: a click on a head sorts by figures, blanks last; words and lists filter;
    no text of a user is run."""
    page, rows = made
    told = driven(
        page,
        READ
        + """
        const found = {};
        click("与准入值的差距 %");
        found.rising = cells("results", "与准入值的差距 %");
        click("与准入值的差距 %");
        found.falling = cells("results", "与准入值的差距 %");
        const [input, ...lists] = [...tools.querySelectorAll("input, select")];
        typed(input, "项目13");
        found.searched = cells("results", "项目名称");
        found.left = tools.querySelector("output").textContent;
        typed(input, "2602-00002 乡镇3");
        found.narrowed = cells("results", "项目代码");
        typed(input, "");
        const town = lists.find((l) => l.ariaLabel === "乡镇");
        found.choices = [...town.options].slice(1).map((o) => o.textContent);
        typed(town, "=乡镇3");
        found.chosen = cells("results", "乡镇");
        found.images = document.querySelectorAll("img").length;
        return found;""",
        tmp_path,
    )
    assert told["requests"] == []
    assert told["resources"] == []
    assert (told["images"], told["title"]) == (0, "批量筛查结果")
    gaps = sorted((r["gap_percent"] for r in rows if r["gap_percent"] is not None), reverse=True)
    assert len(gaps) < len(rows), "some rows have no gap"

    def figures(texts: Sequence[str]) -> list[float]:
        return [float(t) for t in texts if t]

    assert figures(told["falling"]) == gaps
    assert figures(told["rising"]) == gaps[::-1]
    assert (
        told["falling"][len(gaps) :]
        == told["rising"][len(gaps) :]
        == [""] * (len(rows) - len(gaps))
    )
    assert (told["searched"], told["left"]) == (["项目13"], "1 / 40 行")
    assert sorted(told["narrowed"]) == ["2602-000023", "2602-000027"]
    assert sorted(told["choices"]) == sorted({r["town"] for r in rows})
    assert set(told["chosen"]) == {"乡镇3"}
    assert len(told["chosen"]) == sum(r["town"] == "乡镇3" for r in rows)


def test_nothing_is_loaded(made: tuple[Path, list[Any]]) -> None:
    """No element of the page names an address, and its policy allows nothing but its own script
    and style."""
    text = made[0].read_text(encoding="utf-8")
    outside = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    tree = lxml.html.document_fromstring(outside.encode())
    links = [v for e in tree.iter() for k, v in e.attrib.items() if k in ("src", "href", "action")]
    assert links
    assert all(link.startswith("#chapter-") for link in links)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    parts = dict(part.strip().split(" ", 1) for part in policy.group(1).split(";"))
    assert parts["default-src"] == "'none'"
    for tag, part in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert parts[part] == f"'sha256-{digest}'"
    assert set(parts) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style


def test_texts_of_a_user_are_texts(made: tuple[Path, list[Any]]) -> None:
    """Markup in a name, a town or a cell stands in the page letter by letter, in plots too."""
    text = made[0].read_text(encoding="utf-8")
    assert EVIL not in text
    tree = lxml.html.document_fromstring(text.encode())
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img") == []
    still = Still(text)
    assert EVIL in still.column("results", "name")
    assert EVIL in still.column("by_town", "town")
    titles = still.texts("//*[local-name()='svg']//*[local-name()='title']")
    assert any(EVIL in title for title in titles)


def test_many_groups_are_bounded() -> None:
    """Of very many places those with most rows are listed, and the sums are those of all."""
    towns = {f"t{n}": {"pass": 1 + n % 7, "stop": 1} for n in range(MOST_GROUPS + 150)}
    verdicts = {v: sum(t[v] for t in towns.values()) for v in ("pass", "stop")}
    rows = sum(verdicts.values())
    summary = Summary(rows, 0, verdicts, {}, towns, 0.0, {}, AS_OF, "", ())
    note, table = places(summary, Printer("en", own=OWN)).blocks
    assert isinstance(table, Table)
    rows_of = [[EMPTY.plain(c.lines[0].text) for c in row.cells] for row in table.rows]  # type: ignore[union-attr]
    *listed, foot = rows_of
    assert len(listed) == MOST_GROUPS + 1
    assert listed[-1][0] == "150 others"
    assert "the 100 of 250 with most rows" in EMPTY.plain(next(texts_of([note])))
    for i, total in enumerate((verdicts["pass"], verdicts["stop"], rows), start=1):
        assert sum(int(row[i]) for row in listed) == total
        assert foot[i] == str(total)


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
    kept = ForemostRows(most=4)
    kept.add(table.slice(0, 3), errors.slice(0, 1))
    kept.add(table.slice(3), errors.slice(1))
    assert kept.foremost()["gap_percent"].to_pylist() == [250, 30, 10, 0]
    assert (kept.rows, kept.errors) == (8, 2)
    # −120 | −100 … | … 0 holds −5 and 0 | 0 … 10 holds 10 | 20 … 30 holds 30 | above 100
    at = {int(i): int(n) for i, n in enumerate(kept.gaps["pass"]) if n}
    assert at == {0: 1, 10: 2, 11: 1, 13: 1, len(EDGES): 1}
    few = ForemostRows(most=7)
    few.add(table, errors)
    assert few.foremost()["row"].to_pylist() == [8, 4, 9, 5, 2, 7, 3]


def test_what_is_left_out_is_told(
    tmp_path: Path, all_limits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that does not hold all rows says how many it holds, in either language."""
    monkeypatch.setattr(ForemostRows.__init__, "__defaults__", (10,))
    pq.write_table(table_of(rows_of_a_page()), tmp_path / "in.parquet")
    for lang, said in (("zh", "40 行中的 10 行"), ("en", "lists 10 of the 40 rows")):
        out = tmp_path / f"{lang}.html"
        table = open_input([tmp_path / "in.parquet"])
        run_screening(
            table, [out], as_of=AS_OF, benchmarks=[all_limits], lang=lang, documents=PRINTERS
        )
        text = out.read_text(encoding="utf-8")
        assert said in text
        still = Still(text)
        assert len(still.column("results", "name", lang)) == 10
        assert still.texts("//*[@id='by_sector']/tfoot/tr/td[last()]") == ["40"]


def test_the_page_is_whole_or_not_there(
    tmp_path: Path, all_limits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that cannot be finished leaves nothing behind, and the same rows give equal bytes."""
    pq.write_table(table_of(rows_of_a_page()), tmp_path / "in.parquet")
    out = tmp_path / "out.html"

    def run() -> None:
        table = open_input([tmp_path / "in.parquet"])
        run_screening(table, [out], as_of=AS_OF, benchmarks=[all_limits], documents=PRINTERS)

    write: Callable[..., int] = Path.write_bytes

    def full(path: Path, *args: Any, **more: Any) -> int:
        if path.suffix == ".carbon-eia-new":
            raise OSError(28, "No space left on device")
        return write(path, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(CallError) as raised:
            run()
    assert raised.value.problems[0].code == "CE-F007"
    assert [p.name for p in tmp_path.iterdir() if "html" in p.name and p.is_file()] == []
    run()
    first = out.read_bytes()
    run()
    assert out.read_bytes() == first
