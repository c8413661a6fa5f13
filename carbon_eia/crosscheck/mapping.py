"""A mapping file: where a filing in a layout that nobody has described says what.

No form of another authority is built in. Whoever checks a filing writes down once where its cells
are, or what it says on which page::

    [filing]
    kind = "energy_report"
    title = "能源利用状况报告 2027"
    year = 2027
    boundary = "clinker-with-electricity"
    handed_in_by = "某公司"

    [[activity]]
    carrier = "烟煤"
    cell = "表3!D7"
    unit = "t"

    [[activity]]
    carrier = "外购电力"
    value = "6200 万kWh"
    at = "第12页"

    [[stated]]
    value = "118.2 万tCO2"
    at = "第20页"
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from carbon_eia.crosscheck.reported_filing import PROCESS, TOTAL, Activity, OtherFiling, Stated
from carbon_eia.crosscheck.tolerances import Rules
from carbon_eia.crosscheck.tonnes import in_equivalent
from carbon_eia.errors import InputError, Place, Problem, UnitError
from carbon_eia.files import read_text
from carbon_eia.forms import SPREADSHEETS, open_workbook
from carbon_eia.forms.cell import column_number
from carbon_eia.forms.sheet import Sheet
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World
from carbon_eia.reference.materials import material_spelling, name_key
from carbon_eia.units import Quantity, parse_quantity

__all__ = ["read_mapping"]

FILING = ("kind", "title", "year", "boundary", "handed_in_by", "credit_code", "origin")
NEEDED = ("kind", "year", "boundary", "handed_in_by")
LINE = ("carrier", "source", "cell", "sheet", "unit", "value", "at")
TABLES = ("filing", "activity", "stated")

STATISTICS = "statistics"
"""The origin of what a statistics office has got in a survey: it is refused."""

MOST_LINES = 500
_CELL = re.compile(r"(?:(?P<sheet>.+)!)?(?P<column>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})")


def read_mapping(path: Path, filing: Path | None, rules: Rules, world: World) -> OtherFiling:
    """The filing that a mapping file describes; ``filing``: the file whose cells it names.

    Raises InputError with every problem: CE-P001 no TOML, CE-P004 lines that are
    none or too many, CE-G301 an unknown key, CE-G302 a key
    that is missing, CE-G303 an unknown kind, carrier or year, CE-G304 a cell that is not there or
    is empty, CE-G305 a statistical return, CE-G306 no activity, CE-O… and CE-U… as for any form.
    """
    return _Mapping(path, filing, rules, world).read()


class _Mapping:
    """Reads one mapping file and gathers what is wrong with it."""

    def __init__(self, path: Path, filing: Path | None, rules: Rules, world: World) -> None:
        self.file, self.filing, self.rules, self.world = str(path), filing, rules, world
        self.raw = parse_toml(read_text(path), self.file)
        self.problems: list[Problem] = []
        self.sheets: Sequence[Sheet] | None = None

    def read(self) -> OtherFiling:
        self._known(self.raw, TABLES, "")
        head = self._head()
        lines = self._lines("activity")
        activities = [self._activity(a, k) for a, k in lines]
        stated = [self._stated(s, k) for s, k in self._lines("stated")]
        if not lines:
            self._add("CE-G306", "activity")
        if self.problems:
            raise InputError(self.problems)
        return OtherFiling(
            kind=str(head["kind"]),
            title=str(head.get("title", "")),
            handed_in_by=str(head["handed_in_by"]),
            credit_code=str(head.get("credit_code", "")),
            year=int(str(head["year"])),
            boundary=str(head["boundary"]),
            activities=tuple(a for a in activities if a is not None),
            stated=tuple(s for s in stated if s is not None),
        )

    def _add(self, code: str, where: str, **params: object) -> None:
        self.problems.append(Problem(code, Place(self.file, key=where), params))

    def _known(self, table: Mapping[str, Any], keys: Sequence[str], head: str) -> None:
        for key in table:
            if key not in keys:
                near = get_close_matches(key, keys, 1) or [keys[0]]
                self._add("CE-G301", f"{head}{key}", key=key, near=near[0])

    def _head(self) -> Mapping[str, Any]:
        head = self.raw.get("filing")
        if not isinstance(head, Mapping):
            self._add("CE-G302", "filing", key="[filing]")
            return {}
        self._known(head, FILING, "filing.")
        for key in NEEDED:
            if not str(head.get(key, "")).strip():
                self._add("CE-G302", f"filing.{key}", key=key)
        if str(head.get("origin", "")) == STATISTICS:
            clauses = "、".join(a.clause for a in self.rules.statistics)
            self._add("CE-G305", "filing.origin", clauses=clauses)
        kind, year = str(head.get("kind", "")), str(head.get("year", ""))
        if kind and kind not in self.rules.kinds:
            self._add("CE-G303", "filing.kind", value=kind, known="、".join(self.rules.kinds))
        if year and not re.fullmatch("20[0-9]{2}", year):
            self._add("CE-G303", "filing.year", value=year, known="2026")
        return head

    def _lines(self, table: str) -> list[tuple[Mapping[str, Any], str]]:
        """The lines of a table, each with its key; nothing that stands there is left out in
        silence."""
        found = self.raw.get(table, [])
        listed = found if isinstance(found, list) else []
        lines = [(x, f"{table}[{i}]") for i, x in enumerate(listed) if isinstance(x, Mapping)]
        if not isinstance(found, list) or len(lines) < len(listed):
            self._add("CE-P004", table, key=table, expected=f"[[{table}]]")
        elif len(lines) > MOST_LINES:
            self._add("CE-P004", table, key=table, expected=f"≤ {MOST_LINES} [[{table}]]")
        return lines[:MOST_LINES]

    def _activity(self, line: Mapping[str, Any], key: str) -> Activity | None:
        self._known(line, LINE, f"{key}.")
        what = self._what(line, key)
        amount = self._amount(line, key)
        if what is None or amount is None:
            return None
        return Activity(what[0], what[1], amount, self._at(line))

    def _stated(self, line: Mapping[str, Any], key: str) -> Stated | None:
        self._known(line, LINE, f"{key}.")
        of_all = "carrier" not in line and "source" not in line
        what = (TOTAL, "") if of_all else self._what(line, key)
        amount = self._amount(line, key)
        if what is None or amount is None:
            return None
        try:
            return Stated(what[0], what[1], in_equivalent(amount), self._at(line))
        except UnitError as error:
            self.problems += [p.at(Place(self.file, key=key)) for p in error.problems]
            return None

    def _what(self, line: Mapping[str, Any], key: str) -> tuple[str, str] | None:
        """The key and the name of a carrier of energy or of a source."""
        source, carrier = str(line.get("source", "")), str(line.get("carrier", ""))
        if source:
            return PROCESS + source, source
        if not carrier:
            self._add("CE-G302", f"{key}.carrier", key="carrier")
            return None
        if found := self.rules.carriers.get(name_key(carrier)):
            return found, carrier
        spelling = material_spelling(self.world.tables, carrier)
        if spelling is not None and len(spelling.materials) == 1:
            return spelling.materials[0], carrier
        known = "、".join(spelling.materials) if spelling is not None else "materials.csv"
        self._add("CE-G303", f"{key}.carrier", value=carrier, known=known)
        return None

    def _amount(self, line: Mapping[str, Any], key: str) -> Quantity | None:
        """The amount of a line: written down, or read from a cell as a person sees it."""
        if "value" in line:
            text, place = str(line["value"]), Place(self.file, key=f"{key}.value")
        elif "cell" in line:
            found = self._cell(line, key)
            if found is None:
                return None
            text, place = found
        else:
            self._add("CE-G302", f"{key}.value", key="value / cell")
            return None
        unit = str(line.get("unit", ""))
        try:
            return parse_quantity(f"{text} {unit}".strip())
        except UnitError as error:
            self.problems += [p.at(place) for p in error.problems]
            return None

    def _cell(self, line: Mapping[str, Any], key: str) -> tuple[str, Place] | None:
        """The text of a cell of the filing, and its place."""
        match = _CELL.fullmatch(str(line["cell"]).strip())
        sheet = self._sheet(str(line.get("sheet", "") or (match and match["sheet"]) or ""))
        if match is None or sheet is None or self.filing is None:
            self._add(
                "CE-G304", f"{key}.cell", cell=str(line["cell"]), file=str(self.filing or "—")
            )
            return None
        name = f"{match['column']}{match['row']}"
        cell = sheet.cell(int(match["row"]) - 1, column_number(match["column"]) - 1)
        place = Place(str(self.filing), sheet=sheet.name or "—", cell=name)
        if cell.problem is not None:
            self.problems.append(cell.problem.at(place))
            return None
        if cell.empty:
            self.problems.append(
                Problem("CE-G304", place, {"cell": name, "file": str(self.filing)})
            )
            return None
        return cell.text.strip(), place

    def _sheet(self, name: str) -> Sheet | None:
        """A sheet of the filing; the only one where none is named."""
        if self.filing is None:
            return None
        if self.sheets is None:
            self.sheets = _sheets(self.filing)
        own = [s for s in self.sheets if not name or s.name.strip() == name.strip()]
        return own[0] if len(own) == 1 else None

    def _at(self, line: Mapping[str, Any]) -> str:
        """Where it stands, as a person finds it again."""
        return str(line.get("at", "") or line.get("cell", ""))


def _sheets(path: Path) -> list[Sheet]:
    """The sheets of a spreadsheet; a table of text is one sheet without a name.

    Raises what reading the file raises; InputError CE-F006 for a text that is no table.
    """
    if path.suffix.lower() in SPREADSHEETS:
        return [s for s in open_workbook(path) if not s.hidden]
    if path.suffix.lower() != ".csv":
        return []
    try:
        rows = list(csv.reader(io.StringIO(read_text(path), newline=None)))
    except csv.Error as error:
        raise InputError(Problem("CE-F006", Place(str(path)), {"why": str(error)})) from None
    return [Sheet("", [[v or None for v in row] for row in rows])]
