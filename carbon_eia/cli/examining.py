"""doctor: what this machine has and lacks."""

from __future__ import annotations

import platform

from carbon_eia import __version__
from carbon_eia.cli.common import day, print_json, say, styled
from carbon_eia.reference import open_world

__all__ = ["doctor_command"]


def doctor_command(json: bool, lang: str) -> int:
    """Report versions, the reference data, and what PDF needs; 4 when something is missing."""
    from carbon_eia.report.machine import missing_for_pdf

    world = open_world(day(None))
    lacking = missing_for_pdf()
    facts = {
        "carbon-eia": __version__,
        "python": platform.python_version(),
        "reference": world.tables.package["version"],
        "reference_sha256": world.tables.digest,
    }
    if json:
        print_json({**facts, "missing": [p.to_dict(lang) for p in lacking]})
    else:
        for name, value in facts.items():
            say(f"{styled('✓', 'green')} {name} {value}")
        if not lacking:
            text = "PDF：Pango、中文字体齐备" if lang == "zh" else "PDF: Pango and a CJK font are there"
            say(f"{styled('✓', 'green')} {text}")
        for p in lacking:
            say(f"{styled('✗', 'red')} {p.code} {p.message(lang)}")
            say(f"  → {p.hint(lang)}")
    return 4 if lacking else 0
