"""How fast a table is screened end to end, beside hand-written SQL of DuckDB and polars.

A file of projects goes in, the file of results comes out: the same columns, arithmetic, roundings,
ranks and order of rows, on the same cores, each in a process of its own. The peers get the factors
as ready tables; they read no text but these figures, check no range, choose no default, tell no
repeated project and do not stay exact near a limit. Verdicts are joined on row and project code and
must be equal, and figures as near as their last digit, before a time counts.

    python bench/screening_peers.py [ROWS] [--parquet] [--big]      --big: ten million rows, memory
"""

from __future__ import annotations

import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from screening_tables import AS_OF, PLAIN, REGIONS, SECTORS, YEARS, factors, limits_text, rows
from startup import cpu

from carbon_eia.reference import open_world
from carbon_eia.screening.outputs import column_title
from carbon_eia.screening.results import FIELDS

ROUNDS = 5
CORES = 2
WORDS = {
    "pass": ("符合准入", "不高于准入值"),
    "refuse": ("不予立项", "高于准入值；没有可行的改造措施"),
    "stop": ("停止建设运行", "高于准入值；没有可行的改造措施"),
}
NAME = "项目名称"
KEYS = [k for f in FIELDS if f != "file" for k in ((f, "rank") if f == "row" else (f,))]
TITLES = {key: column_title(key, "zh") for key in KEYS}
LIBRARIES = ("carbon_eia.screening.engine", "duckdb", "polars")
FACTORS = ("sectors", "grid", "advanced")


# --- what each of them does with a file


def by_us(source: Path, out: Path, folder: Path) -> None:
    """Screen it."""
    from carbon_eia.screening import open_input, run_screening

    limits = [folder / "limits.toml"]
    run_screening(open_input([source]), [out], as_of=AS_OF, benchmarks=limits)


SQL = """
copy (
    select {heads} from (
    with typed as (select row_number() over () + 1 as row, * from {source}),
    emitted as (
        select t.*, s."limit", a.advanced,
            t.coal * coalesce(t.ncv_given, s.ncv) * s.cc * s.of * 44 / 12 + t.power * g.ef
            + coalesce(t.limestone * t.purity / 100 * s.stone * s.conversion, 0)
            + coalesce(t.reductant * s.coke, 0) as total
        from typed t join sectors s on t.sector = s.sector
        join grid g on t.region = g.region and t.year = g.year
        left join advanced a on t.sector = a.sector and t.year = a.year
    ),
    compared as (
        select *, total / output as intensity,
            (total / output - "limit") / "limit" * 100 as gap,
            case when total / output <= "limit" then 'pass'
                when stage = '在建' then 'stop' else 'refuse' end as verdict
        from emitted
    ),
    shown as (
        select *, case when abs(gap) >= 0.01 then round(gap, 2)
            else round(gap, 1 - floor(log10(abs(gap)))::int) end as gap_percent
        from compared
    )
    select row, row_number() over (order by gap_percent desc, row) as rank, name, id as code,
        null as credit_code, sector, region, null as town, stage, verdict,
        {label} as label, {reason} as reason,
        round(intensity, 5 - floor(log10(intensity))::int) as intensity, 'tCO2/t' as unit,
        "limit" as admission, advanced, gap_percent, 'B' as grade, null as provisional,
        null as missing, round(total, 2) as total_tco2e, 'computed' as how, null as error,
        null as warnings
    from shown) order by row
) to '{out}' ({how})
"""


def by_duckdb(source: Path, out: Path, folder: Path) -> None:
    """One statement of SQL."""
    import duckdb

    base = duckdb.connect()
    base.execute(f"set threads to {CORES}")
    for name in FACTORS:
        base.execute(f"create table {name} as from '{folder / name}.parquet'")
    names = {NAME: "name", **PLAIN}
    if source.suffix == ".csv":
        read = f"read_csv('{source}', header = true)"
    else:
        read = f"read_parquet('{source}')"
    picked = ", ".join(f'"{head}" as {key}' for head, key in names.items())
    label, reason = (
        "case verdict " + " ".join(f"when '{k}' then '{w[i]}'" for k, w in WORDS.items()) + " end"
        for i in (0, 1)
    )
    text = SQL.format(
        heads=", ".join(f'{key} as "{title}"' for key, title in TITLES.items()),
        source=f"(select {picked} from {read})",
        label=label,
        reason=reason,
        out=out,
        how="header" if out.suffix == ".csv" else "format parquet",
    )
    base.execute(text)


def by_polars(source: Path, out: Path, folder: Path) -> None:
    """One lazy expression."""
    import polars as pl

    sectors, grid, advanced = (pl.scan_parquet(folder / f"{n}.parquet") for n in FACTORS)
    scan = pl.scan_csv if source.suffix == ".csv" else pl.scan_parquet
    frame = scan(source).rename({NAME: "name", **PLAIN}).with_row_index("row", 2)
    if source.suffix != ".csv":
        frame = frame.with_columns(pl.col("sector", "region", "stage").cast(pl.String))

    def word(which: int) -> Any:
        words = {verdict: words[which] for verdict, words in WORDS.items()}
        return pl.col("verdict").replace_strict(words, return_dtype=pl.String)

    def text(value: str | None) -> Any:
        return pl.lit(value, dtype=pl.String)

    stone = pl.col("limestone") * pl.col("purity") / 100 * pl.col("stone") * pl.col("conversion")
    ncv = pl.col("ncv_given").fill_null(pl.col("ncv"))
    coal = pl.col("coal") * ncv * pl.col("cc") * pl.col("of") * 44 / 12
    coke = pl.col("reductant") * pl.col("coke")
    total = coal + pl.col("power") * pl.col("ef") + stone.fill_null(0.0) + coke.fill_null(0.0)
    limit, gap = pl.col("limit"), pl.col("gap")
    above = pl.when(pl.col("stage") == "在建").then(pl.lit("stop")).otherwise(pl.lit("refuse"))
    within = pl.col("intensity") <= limit
    result = (
        frame.join(sectors, on="sector", maintain_order="left")
        .join(grid, on=["region", "year"], maintain_order="left")
        .join(advanced, on=["sector", "year"], how="left", maintain_order="left")
        .with_columns(total=total)
        .with_columns(intensity=pl.col("total") / pl.col("output"))
        .with_columns(
            gap=(pl.col("intensity") - limit) / limit * 100,
            verdict=pl.when(within).then(pl.lit("pass")).otherwise(above),
        )
        .with_columns(
            gap=pl.when(gap.abs() >= 0.01).then(gap.round(2)).otherwise(gap.round_sig_figs(2)),
            intensity=pl.col("intensity").round_sig_figs(6),
            total=pl.col("total").round(2),
        )
        .with_columns(
            rank=gap.rank("ordinal", descending=True),
            code=pl.col("id"),
            label=word(0),
            reason=word(1),
            unit=text("tCO2/t"),
            admission=limit,
            gap_percent=gap,
            grade=text("B"),
            total_tco2e=pl.col("total"),
            how=text("computed"),
            **dict.fromkeys(
                ("credit_code", "town", "provisional", "missing", "error", "warnings"), text(None)
            ),
        )
        .select(pl.col(key).alias(title) for key, title in TITLES.items())
        .collect()
    )
    if out.suffix == ".csv":
        result.write_csv(out, include_bom=True)
    else:
        result.write_parquet(out)


PEERS: dict[str, Callable[[Path, Path, Path], None]] = {
    "carbon-eia": by_us,
    "DuckDB": by_duckdb,
    "polars": by_polars,
}


# --- measuring


class Taken(NamedTuple):
    """Wall seconds, processor seconds of all threads, and peak memory in GB of one process."""

    wall: float
    cpu: float
    memory: float


def timed(name: str, source: Path, folder: Path) -> Taken:
    """One run in a process of its own, which has imported the libraries of all before."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(CORES)}
    command = [sys.executable, __file__, "--do", name, str(source), str(folder)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return Taken(*json.loads(done.stdout))


def do(name: str, source: Path, folder: Path) -> None:
    """The run itself: prints what it took."""
    for library in LIBRARIES:
        importlib.import_module(library)
    begin, used = time.perf_counter(), time.process_time()
    PEERS[name](source, result_of(name, source, folder), folder)
    wall, used = time.perf_counter() - begin, time.process_time() - used
    print(json.dumps([wall, used, peak_memory()]))


def peak_memory() -> float:
    """GB of this process alone: what ``getrusage`` gives holds the process that started it too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 2**20  # type: ignore[index]


def result_of(name: str, source: Path, folder: Path) -> Path:
    """Where one of them writes."""
    return folder / f"{name}{source.suffix}"


def read(path: Path) -> pa.Table:
    """A file of results."""
    table = pa.csv.read_csv(path) if path.suffix == ".csv" else pa.parquet.read_table(path)
    if path.suffix != ".csv" and table.column_names[0] == "row":
        table = table.rename_columns([TITLES[n] for n in table.column_names])
    return table


def equal(name: str, mine: pa.Table, other: pa.Table) -> None:
    """Stops the script where a peer says something else."""
    if other.column_names != mine.column_names or other.num_rows != mine.num_rows:
        sys.exit(f"{name}: {other.num_rows} rows, {other.column_names}")
    texts = ("row", "name", "code", "sector", "region", "stage", "verdict", "label", "reason")
    for key in (*texts, "unit", "admission", "advanced", "grade", "how"):
        title = TITLES[key]
        ours, theirs = (t[title].combine_chunks().to_pylist() for t in (mine, other))
        if ours != theirs:
            at = next(
                i for i, pair in enumerate(zip(ours, theirs, strict=True)) if len({*pair}) > 1
            )
            sys.exit(f"{name}: {title} of row {at}: {ours[at]} and {theirs[at]}")
    moved = 0
    for key, step in (("intensity", 1e-5), ("gap_percent", 0.01), ("total_tco2e", 0.01)):
        ours, theirs = (t[TITLES[key]].to_numpy() for t in (mine, other))
        apart = abs(ours - theirs)
        if not (apart <= step * 1.001).all():
            sys.exit(f"{name}: {TITLES[key]} by {apart.max()}")
        moved += int((apart > step / 1e6).sum())
    ours, theirs = (t[TITLES["rank"]].to_numpy() for t in (mine, other))
    print(
        f"{name}: equal; {moved} figures differ in their last digit, "
        f"{int((ours != theirs).sum())} ranks"
    )


def measure(source: Path, folder: Path) -> None:
    """All of them in turn on one file."""
    for name in PEERS:
        timed(name, source, folder)
    mine = read(result_of("carbon-eia", source, folder))
    for name in PEERS:
        if name != "carbon-eia":
            equal(name, mine, read(result_of(name, source, folder)))
    del mine
    taken: dict[str, list[Taken]] = {name: [] for name in PEERS}
    for _ in range(ROUNDS):  # in turn: whatever else the machine does falls on all
        for name in PEERS:
            taken[name].append(timed(name, source, folder))
    print(f"\n{source.name}, {ROUNDS} rounds in turn, medians\n")
    print(f"{'':12}{'wall':>9}{'processor':>12}{'memory':>10}   ours ÷ it: wall, processor")
    for name, runs in taken.items():
        wall, used, memory = (statistics.median(x) for x in zip(*runs, strict=True))
        pairs = list(zip(taken["carbon-eia"], runs, strict=True))
        of_wall = statistics.median(a.wall / b.wall for a, b in pairs)
        of_cpu = statistics.median(a.cpu / b.cpu for a, b in pairs)
        print(f"{name:12}{wall:8.2f}s{used:11.2f}s{memory:8.2f}GB{of_wall:14.2f}{of_cpu:11.2f}")
    print("law: 1.2 at most beside the better of the two")


def prepared(count: int, folder: Path, suffix: str) -> Path:
    """The table, the admission values, and the factors as the peers get them."""
    from carbon_eia.benchmarks import derived_benchmarks
    from carbon_eia.reference import read_sector

    world = open_world(AS_OF)
    (folder / "limits.toml").write_text(limits_text(world), encoding="utf-8")
    sectors, grid = factors(world)
    advanced = [
        {"sector": name, "year": year, "advanced": float(b.limit)}
        for name, ident, product, *_ in SECTORS
        for sector in [read_sector(world, ident)]
        for year in YEARS
        for b in derived_benchmarks(world, sector, REGIONS[0], year)
        if b.level == "advanced" and sector.product(b.product) == sector.product(product)
    ]
    tables = (
        pa.Table.from_pandas(sectors),
        pa.Table.from_pandas(grid),
        pa.Table.from_pylist(advanced),
    )
    for name, table in zip(FACTORS, tables, strict=True):
        pa.parquet.write_table(table, folder / f"{name}.parquet")
    source = folder / f"in{suffix}"
    table = rows(count)
    if suffix == ".csv":
        pa.csv.write_csv(table, source)
    else:
        pa.parquet.write_table(table, source)
    return source


def big(folder: Path, count: int = 10_000_000) -> None:
    """Ten million rows of Parquet, with the peak memory of each."""
    prepared(1000, folder, ".parquet")
    source = folder / "big.parquet"
    part = rows(1_000_000)
    with pa.parquet.ParquetWriter(source, part.schema) as writer:
        for n in range(count // part.num_rows):
            codes = pa.array([f"26{n:02d}-{i}" for i in range(part.num_rows)])
            writer.write_table(part.set_column(1, part.column_names[1], codes))
    del part
    print(f"\n{count:,} rows of Parquet")
    for name in PEERS:
        wall, used, memory = timed(name, source, folder)
        print(f"{name:12}{wall:8.1f}s{used:11.1f}s{memory:8.2f}GB")
    print("law: under 2 GB")


def main() -> None:
    if "--do" in sys.argv:
        name, source, folder = sys.argv[sys.argv.index("--do") + 1 :]
        return do(name, Path(source), Path(folder))
    numbers = [a for a in sys.argv[1:] if a.isdigit()]
    count = int(numbers[0]) if numbers else 1_000_000
    print(
        f"{cpu()}, {CORES} of {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {date.today()}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--big" in sys.argv:
            return big(folder)
        measure(prepared(count, folder, ".parquet" if "--parquet" in sys.argv else ".csv"), folder)
    return None


if __name__ == "__main__":
    main()
