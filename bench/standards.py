"""Ten thousand returns of plants: the draft of a standard against screening the same rows.

    .venv/bin/python bench/standards.py [ROWS]

Both are whole commands in processes of their own, taken in turn; processor time counts, so that a
loaded machine tells the same. Screening writes its verdicts once as a workbook and once as CSV; the
draft is written with its sealed record. At most 1.5 × is wanted.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median

ROUNDS = 3
HEADS = (
    "名称,行业,地区,年份,阶段,调查目的,核算边界,运行月数,产能利用率,核查,产品,产量 (t),"
    "焦炭（还原剂） (t),天然气 (万Nm3),外购电力 (万kWh)"
)
OF_A_RETURN = ("调查目的", "核算边界", "运行月数", "产能利用率", "核查")
"""Columns that a table of projects does not have."""

SURVEY = '[survey]\nsector = "铅冶炼"\nproduct = "铅锭"\nregion = "湖南省郴州市"\nyears = [2025]\n'


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """A folder of returns, and the same rows as a table of projects."""
    random = Random(20260630)
    heads = HEADS.split(",")
    rows = [heads]
    for number in range(count):
        own = (
            *(f"{number}厂", "铅冶炼", "湖南省郴州市永兴县", "2025", "已投产", "准入标准调查"),
            *("lead-concentrate-to-ingot-with-electricity", "12", "85 %", "报告；1；2026-03-20"),
            *("铅锭", str(random.randint(90000, 110000)), str(random.randint(14000, 19000))),
            *(str(random.randint(250, 350)), str(random.randint(8000, 11000))),
        )
        rows.append(list(own))
    survey = folder / "survey"
    survey.mkdir()
    (survey / "survey.toml").write_text(SURVEY, encoding="utf-8")
    (survey / "returns.csv").write_text(_csv(rows, heads), encoding="utf-8")
    projects = folder / "projects.csv"
    kept = [h for h in heads if h not in OF_A_RETURN]
    projects.write_text(_csv(rows, kept), encoding="utf-8")
    return survey, projects


def _csv(rows: list[list[str]], kept: list[str]) -> str:
    places = [rows[0].index(h) for h in kept]
    return "\n".join(",".join(row[i] for i in places) for row in rows) + "\n"


def seconds(*arguments: str) -> float:
    """Processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "carbon_eia", *arguments, "--as-of", "2026-06-30"]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    assert done.returncode in (0, 1, 3), arguments
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the medians and their ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        survey, projects = write(folder, count)
        calls = {
            "screen to .xlsx": ("screen", str(projects), "-o", str(folder / "v.xlsx")),
            "screen to .csv": ("screen", str(projects), "-o", str(folder / "v.csv")),
            "standard derive": ("standard", "derive", str(survey), "-o", str(folder / "d.toml")),
        }
        times: dict[str, list[float]] = {k: [] for k in calls}
        for _ in range(ROUNDS):
            for what, arguments in calls.items():
                times[what].append(seconds(*arguments))
    own = median(times["standard derive"])
    print(f"{count:,} returns: {own:.2f} s of processor time")
    for what in ("screen to .xlsx", "screen to .csv"):
        other = median(times[what])
        print(f"  {what}: {other:.2f} s, so {own / other:.2f} ×")


if __name__ == "__main__":
    main()
