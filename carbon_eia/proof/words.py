"""What differs, in words: a place in a record, a value of it, a change that is made alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from carbon_eia.messages import sentence, template
from carbon_eia.parks.park_file import park_fields
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import fields
from carbon_eia.reference import methods
from carbon_eia.run.records import Run

__all__ = ["PARK_WORDS", "PROJECT_WORDS", "Words", "signed"]

SomeRecord = TypeVar("SomeRecord")


class Words(NamedTuple, Generic[SomeRecord]):
    """How the changes of a kind of record are told.

    ``names``: keys after which a name of the record's own stands, which stays as it is;
    ``sections``: keys whose fields have labels of their own (None: only the head of a place is such
    a key, and has names and a section below it).
    ``word``: a part of a place, from the part itself, that before it, and the section.
    ``verdict``: head of the sentences of a verdict; ``values``: heads of those of a value.
    ``alone``: code of the sentence of a change that is made alone, ``facts`` what it tells;
    ``title``: what stands above these.
    """

    names: Collection[str]
    sections: Collection[str] | None
    word: Callable[[str, str, str, str], str]
    verdict: str
    values: Sequence[str]
    alone: str
    facts: Callable[[Mapping[str, str | None]], dict[str, object]]
    title: Callable[[SomeRecord, str], str]

    def place(self, where: Sequence[str], lang: str) -> str:
        """A place for a reader, ``成员 · 郴州玻璃 · 排放源 · 纯碱 · 用量``; a name stays."""
        parts = []
        section = before = ""
        for number, part in enumerate(where):
            if before in self.names:  # a name of its own
                parts.append(part)
                before = ""
                continue
            parts.append(self.word(part, before, section, lang))
            if self.sections is not None:
                before, section = part, part if part in self.sections else section
            elif number == 0:
                before = section = part
            else:
                before = ""
        return " · ".join(p for p in parts if p)

    def value(self, text: str | None, lang: str) -> str:
        """A value for a reader: a long number at six decimals, a word of the record in words."""
        if text is None:
            return "—"
        for head in self.values:
            if told := sentence(f"{head}.{text}", lang, default=""):
                return told
        number, _, unit = text.partition(" ")
        if re.fullmatch(r"-?\d+\.\d{7,}", number):
            return f"{round(Decimal(number), 6):,} {unit}"
        return "；".join(_word_of_value(part, lang) for part in text.split("；"))

    def verdict_label(self, verdict: str, lang: str) -> str:
        """What a verdict is called."""
        return sentence(f"{self.verdict}.{verdict}", lang)


def signed(number: str) -> str:
    """A change with its sign."""
    return number if number.startswith("-") else f"+{number}"


def _word_of_value(text: str, lang: str) -> str:
    told = (sentence(f"{head}.{text}", lang, default="") for head in ("verdict", "proof.word"))
    return next((t for t in told if t), text)


# --- a project

SECTIONS = ("project", "economics", "city", "facts", "products", "raw_materials", "measures",
            "sources", "report", "texts", "pictures")  # fmt: skip
HEADS = ("proof.word", "account", "category", "indicator", "level", "parameter")


def _word(key: str, section: str, lang: str) -> str:
    """A part of a place: the label of a field of its section, a word of the record, or itself."""
    told = sentence(f"proof.word.{key}", lang, default="") if not section else ""
    places = (section, *methods()) if section == "sources" else (section,)
    if not told and section in SECTIONS:
        told = next((fields(p)[key].label(lang) for p in places if key in fields(p)), "")
    if not told and not section:
        told = next((fields(s)[key].label(lang) for s in SECTIONS if key in fields(s)), "")
    if not told and section == "inventory":
        told = sentence(f"account.{key}", lang, default="")
    if not told:
        told = next((t for h in HEADS if (t := sentence(f"{h}.{key}", lang, default=""))), "")
    return told or key


def _project_facts(figures: Mapping[str, str | None]) -> dict[str, object]:
    moved = figures["moved"]
    return {"moved": "—" if moved is None else signed(moved), "unit": figures["unit"] or ""}


PROJECT_WORDS: Words[Run] = Words(
    names=("products", "raw_materials", "sources", "measures", "benchmarks"),
    sections=None,
    word=lambda key, before, section, lang: _word(key, section, lang),
    verdict="verdict",
    values=(),
    alone="proof.alone",
    facts=_project_facts,
    title=lambda run, lang: sentence("proof.influence", lang),
)


# --- a park

LISTED = {"criteria": "criterion", "by_category": "category", "by_role": "role", "caps": "cap"}
"""Key → head of the words of a report for what stands below it."""

SILENT, SILENT_BELOW = ("by_category", "by_role", "values"), ("missing", "warnings")
"""Keys that say nothing beside what stands below them, and those whose entries are codes."""


def _park_word(key: str, before: str, section: str, lang: str) -> str:
    """A part of a place: a word of the record, a field of a park or project file, or itself."""
    if key in SILENT or before in SILENT_BELOW:
        return ""
    told = template(f"park.report.{LISTED.get(before, before)}.{key}", lang, default="")
    if not told and before == "by_category":
        told = sentence(f"category.{key}", lang, default="")
    if told:
        return told
    if section and any(key in fields(s) for s in (section, *methods())):
        return _word(key, section, lang)
    told = sentence(f"proof.park.{key}", lang, default="")
    if not told:
        told = next((s[key].label(lang) for s in park_fields().values() if key in s), "")
    return told or _word(key, "", lang)


def _park_facts(figures: Mapping[str, str | None]) -> dict[str, object]:
    moved = figures["intensity_moved"]
    return {
        "total": signed(figures["total_moved"] or "0"),
        "optimised": signed(figures["optimised_moved"] or "0"),
        "intensity": "—" if moved is None else f"{signed(moved)} tCO2e/万元",
    }


PARK_WORDS: Words[ParkRecord] = Words(
    names=(
        "members", "totals", "renewables", "sinks", "scenarios", "admitted", "left_out", "large",
        "sources", "products", "measures", "sales", "buyers", "transfers", "files", "benchmarks",
        "values", "indicators",
    ),
    sections=("sources", "products", "measures", "economics", "facts"),
    word=_park_word,
    verdict="park.status",
    values=("park.report.entry", "park.status"),
    alone="proof.park_alone",
    facts=_park_facts,
    title=lambda record, lang: sentence("proof.park_influence", lang, {"plan": record.plan}),
)  # fmt: skip
