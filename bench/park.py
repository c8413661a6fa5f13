"""A park of 500 projects: four scenarios, effects, the choice under caps, and its PDF.

    .venv/bin/python bench/park.py [PROJECTS]

Half of the members are there, half are planned; every planned project has measures to choose from.
The file is written to a temporary folder, so that reading counts too. Last, the same members are
read from two tables (with the one committed measure that a row can state).
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_file import read_park
from carbon_eia.parks.park_record import make_record
from carbon_eia.project import fields
from carbon_eia.reference import open_world
from carbon_eia.report import RENDERERS

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "park"
NAMES = ("battery2", "cathode2", "anode2", "lead2", "silver2", "data2", "lithium2")
SHARES = (83, 91, 100, 107, 118, 131, 79, 96, 103, 112, 89)
"""Percent by which the amounts of a sample are varied, so that no two projects are alike."""

AMOUNT = re.compile(r'amount = "([\d.]+) ')


def write_park(folder: Path, count: int) -> Path:
    """A park of ``count`` members made from the sample's planned projects."""
    head = (SAMPLE / "park.toml").read_text(encoding="utf-8")
    tail = head[head.index("# --- 可再生能源") :]
    cap = f'carbon_cap = "{count * 10} 万tCO2"\nenergy_cap = "{count * 4} 万tce"'
    for year in ("135", "122"):
        head = head.replace(f'carbon_cap = "{year} 万tCO2"', cap.splitlines()[0])
    head = head.replace('energy_cap = "52 万tce"', cap.splitlines()[1])
    members = []
    for n in range(count):
        name = NAMES[n % len(NAMES)]
        text = (SAMPLE / "projects" / f"{name}.toml").read_text(encoding="utf-8")
        text = text.replace('name = "', f'name = "{n:03d} ', 1)
        text = text.replace('added_value = "', f'added_value = "{1 + n % 9}')
        share = Decimal(SHARES[n % len(SHARES)]) / 100
        text = AMOUNT.sub(lambda m, by=share: f'amount = "{Decimal(m[1]) * by} ', text)
        (folder / f"{n:03d}.toml").write_text(text, encoding="utf-8")
        role = "projects" if n % 2 else "enterprises"
        start_year = f"start = {2026 + n % 6}\n" if n % 2 else ""
        members.append(f'[[{role}]]\nname = "{n:03d}"\nfile = "{n:03d}.toml"\n{start_year}')
    (folder / "benchmarks.toml").write_bytes((SAMPLE / "benchmarks.toml").read_bytes())
    text = head[: head.index("# --- 现有企业")] + "\n".join(members) + tail
    path = folder / "park.toml"
    path.write_text(text.replace('of = "郴州建材"\n', ""), encoding="utf-8")
    return path


def write_tables(path: Path) -> Path:
    """The park of a file with its members in two tables, each with a list of sources."""
    text = path.read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    entries = ""
    for role in ("enterprises", "projects"):
        rows = [row_of(member, path.parent) for member in raw[role]]
        heads = dict.fromkeys(head for row in rows for head in row)
        table = pa.Table.from_pylist([{h: row.get(h) for h in heads} for row in rows])
        pyarrow.parquet.write_table(table, path.parent / f"{role}.parquet")
        entries += f'[[tables]]\nfile = "{role}.parquet"\nrole = "{role}"\n'
    found = path.with_name("tables.toml")
    tail = text[text.index("# --- 可再生能源") :]
    found.write_text(text[: text.index("[[enterprises]]")] + entries + tail, encoding="utf-8")
    return found


def row_of(member: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A member and its project file as a row."""
    raw = tomllib.loads((folder / member["file"]).read_text(encoding="utf-8"))
    row: dict[str, Any] = {fields("project")[k].zh: str(v) for k, v in raw["project"].items()}
    row |= {fields("economics")[k].zh: v for k, v in raw["economics"].items()}
    row |= {"成员名称": member["name"], "投产年": member.get("start")}
    row |= {"产品": raw["products"][0]["name"], "产量": raw["products"][0]["amount"]}
    row["sources"] = [{k: str(v) for k, v in source.items()} for source in raw["sources"]]
    for measure in raw.get("measures", ()):
        if measure["status"] == "committed" and all("saves" in e for e in measure["effects"]):
            row |= {f"承诺减少 {e['source']}": e["saves"] for e in measure["effects"]}
            row |= {"承诺措施": measure["name"], "承诺完成日期": str(measure["finish"])}
            break
    return row


def main() -> None:
    """Measure and print each stage."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        path = write_park(Path(name), count)
        begin = last = time.perf_counter(), time.process_time()

        told_of = ["read"]

        def begun(stage: str) -> None:
            told(told_of[0])
            told_of[0] = stage

        def told(stage: str, since: tuple[float, float] | None = None) -> None:
            nonlocal last
            now = time.perf_counter(), time.process_time()
            wall, own = (a - b for a, b in zip(now, since or last, strict=True))
            print(f"{wall:8.2f} s  {own:8.2f} s of processor time  {stage}")
            last = now

        world = open_world(date(2026, 6, 30))
        park = read_park(path, world)
        limits = [b for f in park.benchmarks for b in parse_benchmarks(park.texts[f], world, f)]
        evaluation = evaluate_park(park, world, limits, begun)
        begun("record")
        record = make_record(evaluation)
        begun("")
        told(f"whole: {count} projects, {len(record['scenarios'])} scenarios", begin)
        RENDERERS[".pdf"](record, "zh", None)
        told("PDF")
        tables = write_tables(path)
        told("(tables written)")
        read_park(tables, world)
        told(f"read: {count} members from two tables")
        read_park(path, world)
        told(f"read: {count} members from files")


if __name__ == "__main__":
    main()
