"""How fast many projects are screened, beside programs that do the same arithmetic.

The same rows go to our kernel, to pandas (merge), polars (join) and DuckDB (SQL); each gives every
row its total, its intensity and its verdict. Verdicts are joined on id and must be equal before a
time counts; so must intensities, at the six digits that ours prints. The peers get the factors as
ready tables and no plans: they need not find out what a column means, choose a default, check a
range, or stay exact near a limit. pint-pandas and atomic6ghg do as many rows as they manage; the
latter has factors of its own: its rate counts.

    python bench/screening.py [ROWS] [--big]      --big: 10 million rows of Parquet, peak memory
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from startup import cpu

from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.reference import open_world
from carbon_eia.screening import open_input, run_screening
from carbon_eia.screening.batch import Screener
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.heads import head_of

AS_OF = date(2026, 6, 30)
ROUNDS = 5
BATCH = 131_072
# places where one policy decides: elsewhere nothing would be compared
REGIONS = (
    "湖南省郴州市",
    "湖南省郴州市桂阳县",
    "湖南省郴州市永兴县",
    "湖南省郴州市资兴市",
    "湖南省郴州市苏仙区",
    "湖南省郴州市宜章县",
)
YEARS = (2022, 2023, 2026)
SECTORS = (
    ("工业其他行业", "other-industry", "产品", "", "0.12"),
    ("铅冶炼", "lead-smelting", "铅锭", "lead-concentrate-to-ingot-with-electricity", "0.35"),
    ("石灰", "lime", "石灰", "", "1.1"),
)
FIGURES = (
    "产量 (t)",
    "烟煤 (t)",
    "烟煤 低位发热量 (GJ/t)",
    "外购电力 (MWh)",
    "石灰石 (t)",
    "石灰石 纯度 (%)",
    "还原剂 焦炭 (t)",
)


def limits_text(world: Any) -> str:
    """A benchmark file: an adopted admission value for the product of each sector."""
    from carbon_eia.reference import read_sector

    lines = ['[instrument]\nid = "bench"\ntitle = "试验"\nnumber = "1"\nauthority = "试验"']
    lines += ["date = 2026-01-01\nillustrative = true\n"]
    for name, ident, product, _, value in SECTORS:
        boundary = read_sector(world, ident).boundary["id"]
        lines.append(
            f'[[values]]\nsector = "{name}"\nproduct = "{product}"\nlevel = "admission"\n'
            f'value = "{value} tCO2/t"\nboundary = "{boundary}"\ngrade = "B"\nadopted = true\n'
            'locator = "1"\nvalid_from = 2026-01-01\n'
        )
    return "\n".join(lines)


def rows(count: int, seed: int = 7) -> pa.Table:
    """Rows of three sectors in six places and three years, a heating value measured in a third.

    The plants keep their mandatory energy limits, so that carbon alone decides.
    """
    rng = np.random.default_rng(seed)
    sector = rng.integers(0, len(SECTORS), count)
    output = np.round(rng.uniform(1e5, 2e6, count), 0)
    lime = sector == 2
    lead = sector == 1
    per_coal = np.array([0.05, 0.06, 0.13])[sector]
    per_mwh = np.array([0.05, 0.45, 0.04])[sector]
    names = np.char.add("项目", np.arange(count).astype(str))
    measured = rng.random(count) < 1 / 3

    def texts(values: Any, codes: Any) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(values))

    def figures(values: Any, places: int, here: Any = None) -> Any:
        mask = None if here is None else ~here
        return pa.array(np.round(values, places), mask=mask)

    return pa.table(
        {
            "项目名称": pa.array(names),
            "项目代码": pa.array(np.char.add("2602-431021-04-01-", np.arange(count).astype(str))),
            "行业": texts([s[0] for s in SECTORS], sector),
            "阶段": texts(["拟建", "在建"], rng.integers(0, 2, count)),
            "地区": texts(list(REGIONS), rng.integers(0, len(REGIONS), count)),
            "年份": pa.array(rng.choice(YEARS, count)),
            "产品": texts([s[2] for s in SECTORS], sector),
            "产量 (t)": pa.array(output),
            "烟煤 (t)": figures(output * per_coal * rng.uniform(0.7, 1.4, count), 1),
            "烟煤 低位发热量 (GJ/t)": figures(rng.uniform(19, 25, count), 2, measured),
            "外购电力 (MWh)": figures(output * per_mwh * rng.uniform(0.7, 1.4, count), 1),
            "石灰石 (t)": figures(output * 1.75 * rng.uniform(0.9, 1.1, count), 0, lime),
            "石灰石 纯度 (%)": figures(rng.uniform(85, 98, count), 1, lime),
            "还原剂 焦炭 (t)": figures(output * 0.12 * rng.uniform(0.8, 1.3, count), 1, lead),
        }
    )


# --- the factors, as the peers get them


def factors(world: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Per sector what coal, limestone and the limit are; per region and year the grid factor."""
    from carbon_eia.reference import read_sector

    per_sector = []
    for name, ident, _, _, value in SECTORS:
        sector = read_sector(world, ident)
        coal = world.by_material(
            "fuels",
            "bituminous-coal",
            ["ncv", "carbon_content", "oxidation"],
            sector.tables["fuels"],
        )
        stone = world.by_material(
            "carbonates", "limestone", ["factor"], sector.tables["carbonates"]
        )
        coke = world.by_material("reductants", "coke", ["factor"], sector.tables["reductants"])
        conversion = sector.defaults["carbonate"]["conversion"]["value"]
        per_sector.append(
            {
                "sector": name,
                "ncv": float(coal["ncv"].quantity.to("GJ/t")),
                "cc": float(coal["carbon_content"].quantity.to("tC/GJ")),
                "of": float(coal["oxidation"].quantity.to("1")),
                "stone": float(stone["factor"].quantity.to("tCO2/t")) if stone else 0.0,
                "coke": float(coke["factor"].quantity.to("tCO2/t")) if coke else 0.0,
                "conversion": float(conversion.removesuffix("%")) / 100,
                "limit": float(value),
            }
        )
    grid = [
        {
            "region": region,
            "year": year,
            "ef": float(world.electricity(region, year).quantity.to("tCO2/MWh")),
        }
        for region in REGIONS
        for year in YEARS
    ]
    return pd.DataFrame(per_sector), pd.DataFrame(grid)


PLAIN = {
    "项目代码": "id",
    "行业": "sector",
    "阶段": "stage",
    "地区": "region",
    "年份": "year",
    "产量 (t)": "output",
    "烟煤 (t)": "coal",
    "烟煤 低位发热量 (GJ/t)": "ncv_given",
    "外购电力 (MWh)": "power",
    "石灰石 (t)": "limestone",
    "石灰石 纯度 (%)": "purity",
    "还原剂 焦炭 (t)": "reductant",
}


def by_pandas(frame: pd.DataFrame, sectors: pd.DataFrame, grid: pd.DataFrame) -> pd.DataFrame:
    """Merge with the factors, then arithmetic on columns."""
    m = frame.merge(sectors, on="sector", how="left").merge(grid, on=["region", "year"], how="left")
    ncv = m["ncv_given"].fillna(m["ncv"])
    total = m["coal"] * ncv * m["cc"] * m["of"] * 44 / 12 + m["power"] * m["ef"]
    stone = m["limestone"] * m["purity"] / 100 * m["stone"] * m["conversion"]
    coke = m["reductant"] * m["coke"]
    intensity = (total + stone.fillna(0.0) + coke.fillna(0.0)) / m["output"]
    above = np.where(m["stage"] == "在建", "stop", "refuse")
    verdict = np.where(intensity <= m["limit"], "pass", above)
    return pd.DataFrame({"id": m["id"], "intensity": intensity, "verdict": verdict})


SQL = """
select r.id,
    (r.coal * coalesce(r.ncv_given, s.ncv) * s.cc * s.of * 44 / 12 + r.power * g.ef
     + coalesce(r.limestone * r.purity / 100 * s.stone * s.conversion, 0)
     + coalesce(r.reductant * s.coke, 0)) / r.output as intensity,
    case when intensity <= s."limit" then 'pass' when r.stage = '在建' then 'stop' else 'refuse' end
        as verdict
from frame r join sectors s on r.sector = s.sector
join grid g on r.region = g.region and r.year = g.year
"""


def by_polars(frame: Any, sectors: Any, grid: Any) -> Any:
    """Join with the factors, then expressions."""
    import polars as pl

    stone = pl.col("limestone") * pl.col("purity") / 100 * pl.col("stone") * pl.col("conversion")
    ncv = pl.col("ncv_given").fill_null(pl.col("ncv"))
    coal = pl.col("coal") * ncv * pl.col("cc") * pl.col("of") * 44 / 12
    coke = pl.col("reductant") * pl.col("coke")
    total = coal + pl.col("power") * pl.col("ef") + stone.fill_null(0.0) + coke.fill_null(0.0)
    above = pl.when(pl.col("stage") == "在建").then(pl.lit("stop")).otherwise(pl.lit("refuse"))
    return (
        frame.lazy()
        .join(sectors.lazy(), on="sector")
        .join(grid.lazy(), on=["region", "year"])
        .with_columns(intensity=total / pl.col("output"))
        .with_columns(
            verdict=pl.when(pl.col("intensity") <= pl.col("limit"))
            .then(pl.lit("pass"))
            .otherwise(above)
        )
        .select("id", "intensity", "verdict")
        .collect()
    )


# --- measuring


class Taken(NamedTuple):
    """Wall seconds, and processor seconds of all threads: what the work costs on a busy machine."""

    wall: float
    cpu: float

    def times(self, factor: float) -> Taken:
        """The same for more rows."""
        return Taken(self.wall * factor, self.cpu * factor)


def best(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[Taken, Any]:
    """The shortest of some rounds, after one that warms up; and the last answer."""
    answer = work()
    wall, cpu = [], []
    for _ in range(rounds):
        begin, used = time.perf_counter(), time.process_time()
        answer = work()
        wall.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - used)
    return Taken(min(wall), min(cpu)), answer


def batches(table: pa.Table) -> list[Batch]:
    """The table in batches."""
    return [Batch(table.slice(i, BATCH), i) for i in range(0, table.num_rows, BATCH)]


def screened(screener: Screener, some: Sequence[Batch]) -> list[Any]:
    """Screen batches on one thread.

    The plans are there, as in a run that has begun; in the time are which rows are alike, ranges,
    the error bound, and the rows that take fractions.
    """
    return [screener.screen(batch) for batch in some]


def in_two_processes(screener: Screener, some: Sequence[Batch], rounds: int = ROUNDS) -> Taken:
    """The same with half of the batches in each of two processes, as with ``--jobs 2``.

    Both begin together; a round ends with the later one. Starting them is not in the time: they
    stand ready before the first row of a run.
    """
    fork = multiprocessing.get_context("fork")
    begin = fork.Barrier(2)
    told = fork.Queue()

    def half(number: int) -> None:
        for turn in range(rounds + 1):
            begin.wait()
            start, used = time.perf_counter(), time.process_time()
            screened(screener, some[number::2])
            told.put((turn, time.perf_counter() - start, time.process_time() - used))

    both = [fork.Process(target=half, args=(n,)) for n in range(2)]
    for process in both:
        process.start()
    taken = [told.get() for _ in range(2 * (rounds + 1))]
    for process in both:
        process.join()
    turns = [[(w, c) for t, w, c in taken if t == turn] for turn in range(1, rounds + 1)]
    return Taken(
        min(max(w for w, _ in turn) for turn in turns),
        min(sum(c for _, c in turn) for turn in turns),
    )


def equal(name: str, mine: pd.DataFrame, other: pd.DataFrame) -> None:
    """Stops the script where a verdict or an intensity differs."""
    joined = mine.merge(other, on="id", suffixes=("", "_other"))
    if len(joined) != len(mine):
        sys.exit(f"{name}: {len(joined)} of {len(mine)} rows")
    wrong = joined[joined["verdict"] != joined["verdict_other"]]
    off = np.abs(joined["intensity"] / joined["intensity_other"] - 1).max()
    if len(wrong) or off > 1e-5:  # ours is printed at six digits
        sys.exit(f"{name}: {len(wrong)} verdicts differ, intensities by {off:.1e}\n{wrong.head()}")


def kernel(count: int, world: Any, limits: Any) -> None:
    """The kernel beside its peers."""
    table = rows(count)
    screener = Screener([head_of(h) for h in table.column_names], world, limits)
    coded = batches(table)
    screened(screener, coded)  # texts are dense codes now, names looked at, and columns floats
    one, found = best(lambda: screened(screener, coded))
    seconds = in_two_processes(screener, coded)
    whole, _ = best(lambda: screened(screener, batches(table)))
    import duckdb  # after the processes are made: these have threads
    import polars as pl

    verdicts = np.concatenate([f.outcome for f in found])
    mine = pd.DataFrame(
        {
            "id": table["项目代码"].to_pandas(),
            "intensity": np.concatenate([f.figures["intensity"] for f in found]),
            "verdict": np.array([o.verdict for o in screener.outcomes])[verdicts],
        }
    )
    how = np.concatenate([f.how for f in found])
    print(f"verdicts: {mine['verdict'].value_counts().to_dict()}; exact rows: {(how == 1).sum()}")
    plain = table.select(list(PLAIN)).rename_columns(list(PLAIN.values()))
    frame = plain.to_pandas()
    sectors, grid = factors(world)
    times = {
        "carbon-eia, two processes": seconds,
        "carbon-eia, one thread": one,
        "carbon-eia, Arrow, one thread": whole,
    }
    text = plain.to_pandas()
    for column in ("sector", "stage", "region"):
        text[column] = text[column].astype(str)
    for name, held in (("pandas merge (categories)", frame), ("pandas merge (texts)", text)):
        times[name], other = best(lambda held=held: by_pandas(held, sectors, grid))
        equal(name, mine, other)
    lazy = pl.from_arrow(plain).with_columns(pl.col("sector", "stage", "region").cast(pl.String))
    pl_sectors, pl_grid = pl.from_pandas(sectors), pl.from_pandas(grid)
    times["polars join"], other = best(lambda: by_polars(lazy, pl_sectors, pl_grid))
    equal("polars", mine, other.to_pandas())
    base = duckdb.connect()
    for name, held in (("frame", plain), ("sectors", sectors), ("grid", grid)):
        base.register(f"{name}_", held)
        base.execute(f"create table {name} as select * from {name}_")
    times["DuckDB SQL"], other = best(lambda: base.sql(SQL).to_arrow_table())
    equal("DuckDB", mine, other.to_pandas())
    base.execute("set threads to 1")
    times["DuckDB SQL, one thread"], _ = best(lambda: base.sql(SQL).to_arrow_table())
    times |= slow_peers(frame, sectors, grid, mine)
    print(f"\nkernel, {count:,} rows; best of {ROUNDS} rounds\n")
    print(f"{'':30}{'wall':>9}{'processor':>12}   ÷ ours: wall, processor")
    for name, taken in sorted(times.items(), key=lambda pair: pair[1].cpu):
        ratios = f"{taken.wall / seconds.wall:10.2f}{taken.cpu / seconds.cpu:10.2f}"
        print(f"{name:30}{taken.wall:7.3f} s{taken.cpu:10.3f} s{ratios}")


def slow_peers(
    frame: pd.DataFrame, sectors: pd.DataFrame, grid: pd.DataFrame, mine: pd.DataFrame
) -> dict[str, Taken]:
    """pint-pandas and atomic6ghg on fewer rows, their time scaled to all."""
    import warnings

    import pint_pandas  # noqa: F401
    from atomic6ghg.formulas.stationary_combustion import StationaryCombustion

    some = frame.head(50_000)
    m = some.merge(sectors, on="sector").merge(grid, on=["region", "year"])

    def by_pint() -> pd.DataFrame:
        def of(values: Any, unit: str) -> Any:
            return pd.Series(np.asarray(values, float)).astype(f"pint[{unit}]")

        coal = (
            of(m["coal"], "t") * of(m["ncv_given"].fillna(m["ncv"]), "GJ/t") * of(m["cc"], "t/GJ")
        )
        power = of(m["power"], "MWh") * of(m["ef"], "t/MWh")
        stone = of((m["limestone"] * m["purity"] / 100 * m["conversion"]).fillna(0), "t")
        total = coal * np.asarray(m["of"]) * 44 / 12 + power + stone * np.asarray(m["stone"])
        intensity = np.asarray((total / of(m["output"], "t")).pint.m, float)
        above = np.where(m["stage"] == "在建", "stop", "refuse")
        verdict = np.where(intensity <= m["limit"], "pass", above)
        return pd.DataFrame({"id": m["id"], "intensity": intensity, "verdict": verdict})

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pint_seconds, found = best(by_pint, 2)
    equal("pint-pandas", mine.head(len(some)), found)
    coal = some["coal"].head(2000).tolist()

    def by_atomic() -> None:
        for amount in coal:
            row = {
                "fuelCombusted": "bituminousCoal",
                "quantityCombusted": amount,
                "units": "shortTon",
            }
            StationaryCombustion({"stationarySourceFuelConsumption": [row]})

    atomic_seconds, _ = best(by_atomic, 2)
    return {
        "pint-pandas (50 000 rows, ×)": pint_seconds.times(len(frame) / len(some)),
        "atomic6ghg (coal alone, ×)": atomic_seconds.times(len(frame) / len(coal)),
    }


def files(count: int, folder: Path, limits: Path) -> None:
    """A CSV to verdicts, beside pyarrow reading and writing the same files.

    What it writes is held in memory as texts and numbers and comes out as the same bytes (ours
    begin with a byte order mark); it keeps nothing for a stopped run, and waits for no disk.
    """
    source, out = folder / "in.csv", folder / "out.csv"
    pa.csv.write_csv(rows(count), source)

    def run() -> None:
        run_screening(open_input([source]), [out], as_of=AS_OF, benchmarks=[limits])

    def copy() -> None:
        pa.csv.read_csv(source)
        pa.csv.write_csv(results, folder / "copy.csv")

    run()
    results = pa.csv.read_csv(out)
    mine, theirs = [], []
    for _ in range(3):  # interleaved: whatever else the machine does falls on both
        mine.append(best(run, 1)[0])
        theirs.append(best(copy, 1)[0])
    if out.read_bytes()[3:] != (folder / "copy.csv").read_bytes():
        sys.exit("pyarrow writes other results")
    wall = statistics.median(t.wall for t in mine) / statistics.median(t.wall for t in theirs)
    cpu = statistics.median(t.cpu for t in mine) / statistics.median(t.cpu for t in theirs)
    size = source.stat().st_size / 1e6, out.stat().st_size / 1e6
    print(f"\n{count:,} rows of CSV ({size[0]:.0f} MB) to verdicts ({size[1]:.0f} MB)")
    for name, taken in (("carbon-eia screen", mine), ("pyarrow reads and writes them", theirs)):
        shortest = min(t.wall for t in taken), min(t.cpu for t in taken)
        print(f"{name:30}{shortest[0]:7.2f} s{shortest[1]:10.2f} s")
    print(f"beside pyarrow: {wall:.2f} (processor {cpu:.2f})")


BIG = """
import resource, sys, time
from datetime import date
from pathlib import Path
from carbon_eia.screening import open_input, run_screening
begin = time.perf_counter()
found = run_screening(
    open_input([Path(sys.argv[1])]), [Path(sys.argv[2])],
    as_of=date.fromisoformat(sys.argv[4]), benchmarks=[Path(sys.argv[3])],
)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(f"{found.rows:,} rows in {time.perf_counter() - begin:.0f} s; peak memory {peak:.2f} GB")
"""


def big(folder: Path, limits: Path, count: int = 10_000_000) -> None:
    """Ten million rows of Parquet in a process of their own, with its peak memory."""
    source = folder / "big.parquet"
    part = rows(1_000_000)
    with pa.parquet.ParquetWriter(source, part.schema) as writer:
        for n in range(count // part.num_rows):
            codes = np.char.add(f"26{n:02d}-", np.arange(part.num_rows).astype(str))
            writer.write_table(part.set_column(1, "项目代码", pa.array(codes)))
    command = [sys.executable, "-c", BIG, str(source), str(folder / "big-out.parquet")]
    print()
    subprocess.run([*command, str(limits), str(AS_OF)], check=True)
    print("aim: under 2 GB")


def main() -> None:
    numbers = [a for a in sys.argv[1:] if a.isdigit()]
    count = int(numbers[0]) if numbers else 1_000_000
    load = os.getloadavg()[0]
    print(f"{cpu()}, {os.cpu_count()} cores, load {load:.1f}; Python {platform.python_version()}")
    print(date.today())
    world = open_world(AS_OF)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "limits.toml"
        path.write_text(limits_text(world), encoding="utf-8")
        kernel(count, world, read_benchmarks(path, world))
        files(count, folder, path)
        if "--big" in sys.argv:
            big(folder, path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"\npeak memory of this script: {peak:.2f} GB")


if __name__ == "__main__":
    main()
