"""How long a report takes: beside WeasyPrint alone on the same HTML, and many on two processes.

The aims: a PDF within 1.15 × WeasyPrint alone on the same finished HTML, and a pile of reports on
two processes at least 1.8 × as fast as on one. Seconds of processor time are compared for the
first, so that other work on the machine does not count; wall time for the second, which says
nothing where another program takes the second core. Correctness is checked before anything is
timed: the same bytes from every process.

    python bench/report.py [REPORTS]      (default 40; the aim is stated for 200)
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import sha256
from pathlib import Path

import weasyprint
from startup import cpu
from weasyprint.text.fonts import FontConfiguration

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.project import read_project
from carbon_eia.reference import open_world
from carbon_eia.report import finished_html, render_pdf
from carbon_eia.run import Run, make_run

ROOT = Path(__file__).resolve().parent.parent
AIM_ALONE, AIM_TWO = 1.15, 1.8
ROUNDS = 7


def sample() -> Run:
    """The Run of the cement sample."""
    world = open_world(date(2026, 6, 30))
    limits = read_benchmarks(ROOT / "samples/benchmarks/chenzhou-demo.toml", world)
    project = read_project(ROOT / "samples/cement-clinker/project.toml", world)
    return make_run(assess(project, world, limits))


def seconds(work: object, *arguments: object) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work(*arguments)  # type: ignore[operator]
    return time.process_time() - start


def alone(html: str, fonts: FontConfiguration) -> bytes:
    """WeasyPrint on the finished HTML, with the same variant and tags and nothing else."""
    page = weasyprint.HTML(string=html, base_url=str(ROOT / "templates"))
    content: bytes = page.write_pdf(font_config=fonts, pdf_variant="pdf/a-3u", pdf_tags=True)
    return content


def one(run: Run) -> str:
    """The digest of one report."""
    return sha256(render_pdf(run)).hexdigest()


def pile(run: Run, reports: int, processes: int) -> tuple[float, set[str]]:
    """Wall time of a pile of reports on some processes, warmed up, and the digests found."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(one, [run] * processes))
        start = time.perf_counter()
        found = set(pool.map(one, [run] * reports))
        return time.perf_counter() - start, found


def main() -> None:
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print(f"{cpu()}, {os.cpu_count()} cores; Python {platform.python_version()}; {date.today()}")
    run = sample()
    html, fonts = finished_html(run), FontConfiguration()
    render_pdf(run), alone(html, fonts)  # fonts and modules are read once
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(render_pdf, run))
        theirs.append(seconds(alone, html, fonts))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    least = min(ours) / min(theirs)
    print(f"one PDF {min(ours):.2f} s, WeasyPrint alone {min(theirs):.2f} s")
    print(f"  ratio {ratio:.2f} of pairs, {least:.2f} of the least; aim {AIM_ALONE}")
    single, first = pile(run, reports, 1)
    double, second = pile(run, reports, 2)
    if len(first | second) != 1:
        sys.exit("the same Run gave different bytes")
    gain = single / double
    print(f"{reports} reports: one process {single:.1f} s, two {double:.1f} s")
    print(f"  gain {gain:.2f}, aim {AIM_TWO}{'' if gain >= AIM_TWO else '  MISSED'}")


if __name__ == "__main__":
    main()
