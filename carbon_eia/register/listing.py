"""The list of cases: one row a case, with its state and its next due day."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from carbon_eia.forms.new_workbook import new_workbook
from carbon_eia.messages import sentence
from carbon_eia.register.acting import stored_case
from carbon_eia.register.case import Case
from carbon_eia.register.clocks import OPEN, Clock, case_clocks, open_clocks
from carbon_eia.register.law import Law
from carbon_eia.register.store import Ledger
from carbon_eia.register.view import case_at, settled

__all__ = ["HEADS", "entries", "list_workbook", "ticked"]

HEADS = ("code", "name", "sector", "verdict", "state", "due", "clock")
"""What the list shows of a case on a screen."""

COLUMNS = ("code", "name", "applicant", "credit_code", "region", "park", "sector", "stage",
           "filings", "verdict", "decision", "state", "due", "clock", "overdue")  # fmt: skip
"""What the workbook shows of a case."""

WIDTHS = {"name": 36, "applicant": 28, "credit_code": 22, "code": 24, "clock": 28}
CREATED = datetime(2000, 1, 1)
"""Stands in every workbook, so that the same list gives the same bytes."""


def cases_at(ledger: Ledger, as_of: date, law: Law) -> Iterator[Case]:
    """Every case as it stands on a day, in order of codes.

    It is its stored view, or, where it has later events, the fold of those before.
    """
    for code, view in ledger.views().items():
        case = stored_case(code, view.text, law)
        if all(moment.day <= as_of for moment in case.history):
            yield settled(case, as_of, law)
        elif (case := case_at(ledger.events(code), as_of, law)).state:
            yield case


def entries(ledger: Ledger, as_of: date, law: Law, lang: str) -> list[dict[str, object]]:
    """Every case on a day, in order of codes."""
    found = []
    for case in cases_at(ledger, as_of, law):
        clocks = open_clocks(case, as_of, law)
        waiting = next(iter(clocks), None)
        filing, decision = case.filing, case.decision
        found.append(
            {
                "code": case.code,
                "name": case.name,
                "applicant": case.applicant,
                "credit_code": case.credit_code,
                "region": case.region,
                "park": case.park,
                "sector": case.sector,
                "stage": case.stage,
                "filings": len(case.filings),
                "run": filing.run if filing else "",
                "verdict": filing.verdict if filing else "",
                "verdict_label": _verdict(filing.verdict if filing else "", lang),
                "decision": decision.verdict if decision else "",
                "decision_label": _verdict(decision.verdict if decision else "", lang),
                "state": case.state,
                "state_label": law.states[case.state][lang],
                "due": waiting.due.isoformat() if waiting and waiting.due else None,
                "clock": waiting.rule.id if waiting else "",
                "clock_label": waiting.label(lang) if waiting else "",
                "overdue": sum(c.state in ("overdue", "lapsed") for c in clocks),
            }
        )
    return found


def ticked(ledger: Ledger, as_of: date, law: Law) -> list[Clock]:
    """Every clock that somebody has to look at on a day, the earliest first: the same anywhere."""
    cases = cases_at(ledger, as_of, law)
    clocks = (clock for case in cases for clock in case_clocks(case, as_of, law))
    found = [c for c in clocks if c.state in OPEN or c.is_disputed]
    return sorted(found, key=lambda c: (c.earliest or date.max, c.case, c.start, c.id))


def _verdict(verdict: str, lang: str) -> str:
    return sentence(f"verdict.{verdict}", lang) if verdict else ""


def list_workbook(rows: Sequence[Mapping[str, object]], lang: str) -> bytes:
    """The list as a workbook with filters, its days as dates."""
    held = io.BytesIO()
    with new_workbook(held) as book:
        book.set_properties({"title": sentence("register.title", lang), "created": CREATED})
        sheet = book.add_worksheet(sentence("register.title", lang))
        head = book.add_format({"bold": True, "bg_color": "#e8eef4", "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        red = book.add_format({"font_color": "#cf222e", "bold": True})
        for i, key in enumerate(COLUMNS):
            sheet.set_column(i, i, WIDTHS.get(key, 14))
            sheet.write_string(0, i, sentence(f"register.column.{key}", lang), head)
        for number, row in enumerate(rows, 1):
            for i, key in enumerate(COLUMNS):
                value = row.get(f"{key}_label", row[key])
                if key == "due" and value:
                    sheet.write_datetime(number, i, datetime.fromisoformat(str(value)), day)
                elif isinstance(value, int):
                    sheet.write_number(
                        number, i, value, red if key == "overdue" and value else None
                    )
                elif value:
                    sheet.write_string(number, i, str(value))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return held.getvalue()
