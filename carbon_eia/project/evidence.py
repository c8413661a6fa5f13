"""What the applicant shows for a figure: a text, or a document with number, date and extent.

A plain text is a statement. Proof needs number and date (the kind alone proves nothing);
``quantity`` and ``period`` bound what it covers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.files import toml_tables
from carbon_eia.project.fields import fields
from carbon_eia.project.raw_tables import Table
from carbon_eia.units import Quantity

if TYPE_CHECKING:  # the reader reads this module where a file states evidence
    from carbon_eia.project.reader import FieldReader

__all__ = [
    "Evidence",
    "Period",
    "cell_of_evidence",
    "evidence_of_cell",
    "file_digest",
    "inside_folder",
]

MAX_EVIDENCE_BYTES = 64 * 1024 * 1024
"""Largest file of evidence that is hashed."""

PARTS = ("kind", "number", "date", "quantity", "period", "file")
"""What a cell of a form or table states, in this order, with a semicolon between each two."""

_DAY = r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"
_PERIOD = re.compile(rf"{_DAY}(?:\s*/\s*{_DAY})?")
_SEMICOLON = re.compile(r"\s*[;；]\s*")


class Period(NamedTuple):
    """The days that a document covers, both included."""

    first: date
    last: date

    def covers_year(self, year: int) -> bool:
        """Whether the whole of a calendar year lies in it.

        >>> Period(date(2026, 1, 1), date(2026, 12, 31)).covers_year(2026)
        True
        """
        return self.first <= date(year, 1, 1) and self.last >= date(year, 12, 31)


class Evidence(NamedTuple):
    """What is shown for a figure.

    ``text``: in one line, as documents print it; empty where nothing is shown. ``sha256`` and
    ``lost``: the hash of ``file``, or why it could not be read (a sentence code).
    """

    kind: str = "statement"
    number: str = ""
    date: date | None = None
    file: str = ""
    quantity: Quantity | None = None
    period: str = ""
    text: str = ""
    sha256: str = ""
    lost: str = ""

    @property
    def identified(self) -> bool:
        """Whether it is a document that can be looked up: no statement, with number and date."""
        return self.kind != "statement" and bool(self.number) and self.date is not None

    @property
    def span(self) -> Period | None:
        """The days that ``period`` names; None where it names none."""
        return period_of(self.period)

    def with_file(self, folder: Path) -> Evidence:
        """With the hash of its file, which lies in the project's folder."""
        if not self.file:
            return self
        sha256, lost = file_digest(folder, self.file)
        return self._replace(sha256=sha256, lost=lost)


def period_of(text: str) -> Period | None:
    """The days of ``2026``, ``2026-03``, ``2026-01-01`` or of two of these with a slash between.

    >>> period_of("2026-02")
    Period(first=datetime.date(2026, 2, 1), last=datetime.date(2026, 2, 28))
    >>> period_of("2026/2027").last.isoformat(), period_of("总有一天")
    ('2027-12-31', None)
    """
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return None
    parts = match.groups()
    ends = parts[3:] if parts[3] else parts[:3]
    try:
        first = date(int(parts[0]), int(parts[1] or 1), int(parts[2] or 1))
        if ends[2]:
            last = date(int(ends[0]), int(ends[1]), int(ends[2]))
        else:
            year, month = int(ends[0]), int(ends[1] or 12)
            after = date(year + month // 12, month % 12 + 1, 1)
            last = date.fromordinal(after.toordinal() - 1)
    except ValueError:
        return None
    return Period(first, last) if first <= last else None


def read_evidence(reader: FieldReader, raw: object, key: str) -> Evidence | None:
    """The evidence that a key states: a text, or a table; None with its problems recorded."""
    known = fields("evidence")
    if isinstance(raw, str):
        text = reader.name(raw, known["number"], key)
        return None if text is None else Evidence(text=text)
    if not isinstance(raw, Mapping):
        expected = '"…" / { kind = "contract", number = "…", date = 2026-05-01 }'
        reader.add("CE-P004", key, expected=expected)
        return None
    table = dict(raw)
    if isinstance(table.get("period"), int) and not isinstance(table["period"], bool):
        table["period"] = str(table["period"])
    values = reader.section(table, known, key)
    if "period" in values and period_of(values.text("period")) is None:
        reader.add("CE-P032", f"{key}.period", value=values.text("period"))
    if "file" in values and not inside_folder(values.text("file")):
        reader.add("CE-P033", f"{key}.file", value=values.text("file"))
    found = values.into(Evidence)
    return found._replace(text=line_of(found))


def inside_folder(name: str) -> bool:
    """Whether a name is a relative path that stays in the folder it starts from.

    >>> inside_folder("evidence/gec.pdf"), inside_folder("../x"), inside_folder("/etc/passwd")
    (True, False, False)
    """
    return not re.match(r"[/\\\\~]|[A-Za-z]:", name) and ".." not in re.split(r"[/\\\\]", name)


def line_of(evidence: Evidence) -> str:
    """A document in one line: kind, number, date and what it covers."""
    kind = fields("evidence")["kind"].choices[evidence.kind]
    quantity = evidence.quantity.text if evidence.quantity is not None else ""
    day = str(evidence.date) if evidence.date is not None else ""
    parts = (evidence.number, day, quantity, evidence.period, evidence.file)
    return " ".join([kind, *(p for p in parts if p)])


def file_digest(folder: Path, name: str) -> tuple[str, str]:
    """SHA-256 of a file in the project's folder, or the code of why there is none.

    Links that lead out of the folder are not followed; a file beyond the bound is not read.
    """
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            return "", "evidence.file.outside"
        if not path.is_file():
            return "", "evidence.file.missing"
        if path.stat().st_size > MAX_EVIDENCE_BYTES:
            return "", "evidence.file.large"
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return "", "evidence.file.unreadable"
    return digest.hexdigest(), ""


# --- one cell of a form or a table


def evidence_of_cell(text: str) -> object:
    """What a cell says as a project file would: a text, or the parts of a document.

    ``种类；编号；日期；数量；期间；文件`` (the last parts may be left out) where the first is a
    kind; an inline table as in a project file; else a plain text.

    >>> evidence_of_cell("合同；湘绿电交易 2026-0817；2026-08-17")
    {'kind': '合同', 'number': '湘绿电交易 2026-0817', 'date': datetime.date(2026, 8, 17)}
    >>> evidence_of_cell("煤质检测报告 2025-11")
    '煤质检测报告 2025-11'
    """
    plain = text.strip()
    if plain.startswith("{"):
        try:
            return toml_tables(f"x = {plain}")["x"]
        except ValueError:
            return text
    parts = _SEMICOLON.split(plain)
    if len(parts) > len(PARTS) or fields("evidence")["kind"].choice(parts[0]) is None:
        return text
    found = {k: v for k, v in zip(PARTS, parts, strict=False) if v}
    return {k: _day(v) if k == "date" else v for k, v in found.items()}


def cell_of_evidence(table: Table) -> str | None:
    """A document as a cell holds it; None where a cell could not be read back the same."""
    if set(table) - set(PARTS):
        return None
    texts = [str(table.get(k, "")) for k in PARTS]
    while texts and not texts[-1]:
        texts.pop()
    shown = "；".join(texts)
    return shown if evidence_of_cell(shown) == dict(table) else None


def _day(text: str) -> date | str:
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    try:
        return date(*(int(g) for g in match.groups())) if match else text
    except ValueError:
        return text
