"""The list of cases: one row a case, with its state, its class and its next due days."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.forms.new_workbook import new_workbook
from carbon_eia.messages import sentence
from carbon_eia.reference.world import sector_names
from carbon_eia.register.acting import stored_case
from carbon_eia.register.case import Case
from carbon_eia.register.classes import Classified, classes, classify, facts_of, inspection_due
from carbon_eia.register.clocks import Clock, open_clocks
from carbon_eia.register.law import Law
from carbon_eia.register.store import Ledger
from carbon_eia.register.view import case_at, settled

__all__ = [
    "HEADS",
    "CaseInClass",
    "cases_at",
    "class_reason",
    "classified",
    "entries",
    "list_workbook",
    "ticked",
]

HEADS = ("code", "name", "sector", "verdict", "state", "due", "clock")
"""What the list shows of a case on a screen."""

COLUMNS = ("code", "name", "applicant", "credit_code", "region", "park", "sector", "stage",
           "filings", "verdict", "decision", "state", "due", "clock", "overdue", "class",
           "class_reason", "inspection")  # fmt: skip
"""What the workbook shows of a case."""

DAYS = ("due", "inspection")
"""Columns of the workbook that are days."""

WIDTHS = {"name": 36, "applicant": 28, "credit_code": 22, "code": 24, "clock": 28,
          "class": 24, "class_reason": 36}  # fmt: skip
CREATED = datetime(2000, 1, 1)
"""Stands in every workbook, so that the same list gives the same bytes."""


class CaseInClass(NamedTuple):
    """A case with its class, and the day of its next inspection."""

    case: Case
    classified: Classified
    inspection: date | None


def cases_at(ledger: Ledger, as_of: date, law: Law) -> Iterator[Case]:
    """Every case as it stands on a day, in order of codes.

    It is its stored view, or, where it has later events, the fold of those before.
    """
    for code, view in ledger.views().items():
        case = stored_case(view.text)
        if case.state not in law.states:
            raise InputError(Problem("CE-G280", params={"why": f"{code}: {case.state}"}))
        if case.latest is None or case.latest <= as_of:
            yield settled(case, as_of, law)
        elif (case := case_at(ledger.events(code), as_of, law)).state:
            yield case


def _every(case: Case) -> bool:
    return True


def entries(
    ledger: Ledger,
    as_of: date,
    law: Law,
    lang: str,
    is_shown: Callable[[Case], bool] = _every,
) -> list[dict[str, object]]:
    """Every case on a day, in order of codes; ``is_shown``: which of them."""
    cases = filter(is_shown, cases_at(ledger, as_of, law))
    return [_entry(case, as_of, law, lang) for case in cases]


def _entry(case: Case, as_of: date, law: Law, lang: str) -> dict[str, object]:
    """A row of the list: ids for a program, and beside them what a person calls them."""
    clocks = open_clocks(case, as_of, law)
    waiting = next(iter(clocks), None)
    filing, decision = case.filing, case.decision
    classified = classify(classes(law.tables), facts_of(case, clocks))
    inspected = inspection_due(case, classified)
    return {
        "code": case.code,
        "name": case.name,
        "applicant": case.applicant,
        "credit_code": case.credit_code,
        "region": case.region,
        "park": case.park,
        "sector": case.sector,
        "sector_label": _sector(case.sector, law, lang),
        "stage": case.stage,
        "stage_label": law.stages[case.stage][lang],
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
        "class": classified.row.id,
        "class_label": classified.row.en if lang == "en" else classified.row.zh,
        "class_reason": class_reason(classified, lang),
        "inspection": inspected.isoformat() if inspected else None,
    }


def _sector(ident: str, law: Law, lang: str) -> str:
    """A sector as a person calls it; what is none of ours stays as it was written."""
    key = ("register sectors",)
    if key not in law.tables.memo:
        known = {i: sector_names(law.tables, i) for i in law.tables.ids("sectors")}
        law.tables.memo[key] = known
    names = law.tables.memo[key].get(ident)
    return ident if names is None else str(names["en" if lang == "en" else "zh"])


def _verdict(verdict: str, lang: str) -> str:
    return sentence(f"verdict.{verdict}", lang) if verdict else ""


def class_reason(classified: Classified, lang: str) -> str:
    """Why a case is in its class, and in which others it may be once more is known."""
    facts = [
        sentence(f"register.fact.{key}", lang, {"value": _fact(key, value, lang)})
        for key, value in classified.because.items()
    ]
    said = "；".join(facts) if lang == "zh" else "; ".join(facts)
    said = said or sentence("register.class_rest", lang)
    if not classified.perhaps:
        return said
    names = [c.en if lang == "en" else c.zh for c in classified.perhaps]
    joined = "、".join(names) if lang == "zh" else ", ".join(names)
    perhaps = sentence("register.class_perhaps", lang, {"names": joined})
    return f"{said}{perhaps}" if lang == "zh" else f"{said} {perhaps}"


def _fact(key: str, value: str, lang: str) -> str:
    """A fact of a class in words."""
    if key in ("verdict", "decision") and value:
        return _verdict(value, lang)
    return sentence(f"register.fact_value.{value or 'none'}", lang)


def classified(ledger: Ledger, as_of: date, law: Law) -> list[CaseInClass]:
    """Every case with its class and its next inspection, the earliest first."""
    found = []
    for case in cases_at(ledger, as_of, law):
        own = classify(classes(law.tables), facts_of(case, open_clocks(case, as_of, law)))
        found.append(CaseInClass(case, own, inspection_due(case, own)))
    return sorted(found, key=lambda c: (c.inspection or date.max, c.case.code))


def ticked(
    ledger: Ledger,
    as_of: date,
    law: Law,
    explained: bool = True,
    is_shown: Callable[[Case], bool] = _every,
) -> list[Clock]:
    """Every clock that somebody has to look at on a day, the earliest first: the same anywhere.

    Without ``explained`` the steps of the arithmetic are left out; ``is_shown``: of which cases.
    """
    found = [
        clock
        for case in filter(is_shown, cases_at(ledger, as_of, law))
        for clock in open_clocks(case, as_of, law, explained)
    ]
    return sorted(found, key=lambda c: (c.earliest or date.max, c.case, c.start, c.id))


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
                if key in DAYS and value:
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
