"""doctor: what this machine has and lacks."""

from __future__ import annotations

import platform

from carbon_eia import __version__
from carbon_eia.cli.common import day, print_json, say
from carbon_eia.console import columns, styled, wrapped
from carbon_eia.messages import sentence
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
        "reference_folder": str(world.tables.folder),
    }
    if json:
        print_json({**facts, "missing": [p.to_dict(lang) for p in lacking]})
    else:
        for name, value in facts.items():
            shown = wrapped(f"{name} {value}", columns() - 2, "    ")
            say(f"{styled('✓', 'green')} {shown}")
        if not lacking:
            text = sentence("screen.pdf_ready", lang)
            say(f"{styled('✓', 'green')} {text}")
        for p in lacking:
            said = wrapped(f"{p.code} {p.message(lang)}", columns() - 2, "    ")
            say(f"{styled('✗', 'red')} {said}")
            say("  → " + wrapped(p.hint(lang), columns() - 4, "    "))
    return 4 if lacking else 0
