"""Write what a version of the reference data leaves behind in ``factors/history/``.

python -m scripts.history samples    what the samples come to now (each time a figure moves)
python -m scripts.history release    the snapshot of the present version and its digest, when it is
                                     released
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from carbon_eia import assess
from carbon_eia.files import write_whole
from carbon_eia.reference import open_tables
from carbon_eia.reference.history import packed, snapshot
from carbon_eia.reference.versions import DIGESTS, released_digests

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 6, 30)
NAMES = ("cement-clinker", "lead-smelter", "data-centre", "tungsten-concentrate")
LIMITS = "samples/benchmarks/chenzhou-demo.toml"


def samples() -> dict[str, dict[str, str]]:
    """Verdict, and the carbon intensity held against the admission value, of each sample."""
    found = {}
    for name in NAMES:
        file = ROOT / "samples" / name / "project.toml"
        found[name] = result(assess(file, as_of=DAY, benchmarks=[ROOT / LIMITS]).run)
    return found


def result(run: dict) -> dict[str, str]:  # type: ignore[type-arg]
    """What a Run comes to: its verdict and its governing figure."""
    held = [c for c in run.comparisons if c.level == "admission"]
    figure = next((c for c in held if c.adopted), held[0])
    return {
        "verdict": run.decision.verdict,
        "value": figure.value,
        "limit": figure.limit,
        "unit": figure.unit,
    }


def text(table: object) -> str:
    """JSON with one row a line, so that a change can be reviewed."""
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def snapshot_text(version: str, tables: dict) -> str:  # type: ignore[type-arg]
    """A snapshot with one row of a table a line."""
    lines = [f'{{"version": "{version}", "tables": {{']
    for t, (name, part) in enumerate(tables.items()):
        fields = json.dumps(part["fields"], ensure_ascii=False)
        lines.append(f'{json.dumps(name)}: {{"fields": {fields}, "rows": {{')
        rows = [
            f"{json.dumps(i)}: {json.dumps(row, ensure_ascii=False, separators=(',', ':'))}"
            for i, row in part["rows"].items()
        ]
        lines += [*(r + "," for r in rows[:-1]), *rows[-1:]]
        lines.append("}}" + ("," if t < len(tables) - 1 else ""))
    return "\n".join(lines) + "\n}}\n"


def main() -> None:
    """Write what is asked for."""
    tables = open_tables()
    version = tables.package["version"]
    folder = ROOT / "factors" / "history"
    folder.mkdir(exist_ok=True)
    if sys.argv[1:] == ["samples"]:
        path = folder / "samples.json"
        stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        write_whole(path, text(stored | {version: samples()}).encode())
    elif sys.argv[1:] == ["release"]:
        content = snapshot_text(version, packed(snapshot(tables)))
        write_whole(folder / f"{version}.json", content.encode())
        path = tables.folder / DIGESTS
        write_whole(path, text(dict(released_digests()) | {version: tables.digest}).encode())
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
