"""A small register whose Runs are only as large as their size needs: for reports and exports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carbon_eia.register.acting import view_of
from carbon_eia.register.store import EventDraft, Register, create

__all__ = ["NAMES", "add_case", "small_register"]

NAMES = ("张敏机密", "王磊机密", "13800138000", "某人的身份证")
"""What is in the register and may not be handed on."""

PLACES = ("湖南省郴州市桂阳县", "湖南省郴州市资兴市", "湖南省郴州市桂阳县")


def run_bytes(tonnes: str | None, tce: str | None = None) -> bytes:
    """As much of a Run as its size needs."""
    total = None if tonnes is None else {"value": tonnes, "unit": "tCO2e"}
    energy = None if tce is None else {"value": tce, "unit": "tce"}
    run = {
        "inventory": {"total": total},
        "energy": {"equivalent": energy},
        "project": {"facts": {}},
    }
    return json.dumps(run).encode()


def small_register(folder: Path) -> Register:
    """Three cases: approved and operating with a site, refused, and one in hand since long."""
    register = create(folder, "", view_of)
    for number, (tonnes, verdict) in enumerate((("1000.5", "pass"), ("70", "refuse"), ("9", ""))):
        add_case(register, number, tonnes, verdict)
    return register


def add_case(register: Register, number: int, tonnes: str | None, verdict: str) -> None:
    """A case by the emission of its Run (None: incomplete), decided where there is a verdict."""
    record = register.keep(run_bytes(tonnes, f"{number + 1}00"))
    who, other, phone, text = NAMES
    filed: dict[str, object] = {
        "run": f"r{number}", "record": record, "region": PLACES[number], "name": f"项目{number}",
        "applicant": f"公司{number}", "sector": "data-centre" if number else "cement-clinker",
        "verdict": "pass", "text": f"{text} {phone}",
    }  # fmt: skip
    if number == 0:
        filed["site"] = {"lon": "112.73", "lat": "25.75"}
    code, start = f"C-{number}", date(2026, 3, 2)
    steps: Sequence[tuple[date, str, str, str, dict[str, object]]] = [
        (start, who, "receiver", "filed", filed),
        (date(2026, 3, 4), who, "receiver", "accepted", {}),
    ]
    if verdict:
        steps = [
            *steps,
            (date(2026, 3, 5), other, "reviewer", "review_started", {}),
            (
                date(2026, 3, 9),
                other,
                "reviewer",
                "proposed",
                {"recommendation": verdict, "reason": text},
            ),
            (date(2026, 3, 10), who, "approver", "decided", {"verdict": verdict, "reason": text}),
        ]
    if verdict == "pass":
        body = {"year": 2026, "run": "y0", "record": register.keep(run_bytes("1100", "90"))}
        steps = [
            *steps,
            (date(2026, 3, 12), who, "receiver", "delivered", {}),
            (date(2026, 4, 1), other, "inspector", "construction_started", {}),
            (date(2026, 6, 1), other, "inspector", "completion_accepted", {"report": text}),
            (date(2026, 7, 2), other, "inspector", "operating_started", {}),
            (date(2027, 2, 1), other, "applicant", "year_reported", body),
        ]
    with register.writing() as ledger:
        ledger.append(
            EventDraft(day, actor, role, kind, code, body) for day, actor, role, kind, body in steps
        )
