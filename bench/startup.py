"""How long a reviewer waits: the help page and a verdict, against a bare Python process.

The aim: both within 1.5 × a process that only imports typer and pydantic. The runs are
interleaved, so that whatever else the machine does falls on all of them. Correctness is checked
before anything is timed; a slow machine never fails this script, a wrong answer does.

    python bench/startup.py [ROUNDS]
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = str(Path(sys.executable).parent / "carbon-eia")
ASSESS = [
    "assess",
    "samples/cement-clinker/project.toml",
    *("--benchmarks", "samples/benchmarks/chenzhou-demo.toml"),
    *("--as-of", "2026-06-30"),
]
AIM = 1.5
HEAVY = {"jinja2", "matplotlib", "numpy", "pandas", "pint", "weasyprint"}
STATUS = {"pass": 0, "retrofit": 1, "refuse": 1, "stop": 1, "undetermined": 3}

BASELINES = {
    "import typer, pydantic": [sys.executable, "-c", "import typer, pydantic"],
    # `import pydantic` alone defers most of its work; whoever uses it needs a model.
    "… from pydantic import BaseModel": [
        sys.executable,
        "-c",
        "import typer; from pydantic import BaseModel",
    ],
}
MEASURED = {"carbon-eia --help": [TOOL, "--help"], "carbon-eia assess": [TOOL, *ASSESS]}


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end, output captured, in the checkout, with compiled modules cached."""
    # A user's Python keeps .pyc files. Where this variable is set, only our own modules, not
    # those that pip installed, would be compiled again in every run.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


def check_answers() -> str:
    """The verdict that is about to be timed; stops the script where an answer is wrong."""
    answer = run([TOOL, *ASSESS, "--json"])
    decision = json.loads(answer.stdout)["decision"]
    shown = run([TOOL, *ASSESS])
    expected = STATUS[decision["verdict"]]
    if not answer.returncode == shown.returncode == expected:
        sys.exit(f"exit {shown.returncode}, expected {expected}:\n{shown.stdout}{shown.stderr}")
    if decision["label"] not in shown.stdout:
        sys.exit(f"the verdict {decision['label']} is not in the output:\n{shown.stdout}")
    page = run([TOOL, "--help"])
    if page.returncode != 0 or "assess" not in page.stdout:
        sys.exit(f"--help does not help:\n{page.stdout}{page.stderr}")
    for name, command in MEASURED.items():
        if heavy := imported(command) & HEAVY:
            sys.exit(f"{name} imports {', '.join(sorted(heavy))}")
    return f"{decision['verdict']} {decision['label']}, exit {expected}"


def imported(command: list[str]) -> set[str]:
    """The top-level packages that a command imports, as ``-X importtime`` lists them."""
    listing = run([sys.executable, "-X", "importtime", *command]).stderr
    lines = [line for line in listing.splitlines() if line.startswith("import time:")]
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    if "carbon_eia" not in names:
        sys.exit(f"-X importtime listed no carbon_eia for {command}:\n{listing[-2000:]}")
    return names


def measure(rounds: int) -> dict[str, list[float]]:
    """Wall seconds of each command in each round, one after the other within a round."""
    commands = BASELINES | MEASURED
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(rounds + 1):
        for name, command in commands.items():
            begin = time.perf_counter()
            run(command)
            elapsed = time.perf_counter() - begin
            if round_ > 0:  # the first only warms the caches
                seconds[name].append(elapsed)
    return seconds


def cpu() -> str:
    """The processor's name, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "?")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"{cpu()}, {os.cpu_count()} cores; Python {platform.python_version()}; {date.today()}")
    print(f"verdict: {check_answers()}")
    seconds = measure(rounds)
    print(f"\n{rounds} interleaved rounds; ratios of medians (of minima)\n")
    typer_alone, with_model = BASELINES
    print(f"{'':34}{'median':>9}{'min':>9}   {'÷ typer, pydantic':<20}÷ typer, BaseModel")
    for name, times in seconds.items():
        ratios = [
            f"{statistics.median(times) / statistics.median(seconds[base]):.2f}"
            f" ({min(times) / min(seconds[base]):.2f})"
            for base in (typer_alone, with_model)
        ]
        print(
            f"{name:34}{statistics.median(times) * 1000:6.0f} ms{min(times) * 1000:6.0f} ms   "
            f"{ratios[0]:<20}{ratios[1]}"
        )
    worst = max(
        statistics.median(seconds[name]) / statistics.median(seconds[typer_alone])
        for name in MEASURED
    )
    print(f"\naim: {AIM} × typer, pydantic at most; worst here: {worst:.2f}")


if __name__ == "__main__":
    main()
