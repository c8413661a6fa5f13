"""The one description of a survey and of its returns: ``fields.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from carbon_eia.project import Field
from carbon_eia.project.fields import read_fields
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.reader import FieldReader

__all__ = ["SurveyReader", "survey_fields"]


@cache
def survey_fields() -> Mapping[str, dict[str, Field]]:
    """The fields by section: ``survey``, ``removals`` and ``return``.

    >>> list(survey_fields()["return"])[:3]
    ['plant', 'credit_code', 'purpose']
    """
    return read_fields(Path(__file__).with_name("fields.csv"))


class SurveyReader(FieldReader):
    """Reads the tables of a survey or of a return; keeps every problem."""

    def known_tables(self, raw: Table, names: tuple[str, ...]) -> None:
        """Record every key of a file that is none of some tables."""
        self._unknown(raw, names, "")

    def head(self, raw: Table, section: str) -> Table:
        """The table of a section; a problem is recorded where it is none."""
        return self._table(raw, section)

    def list_of(self, raw: Table, section: str) -> list[tuple[Table, str]]:
        """The tables of a list with their keys."""
        return self._tables(raw, section)

    def value(self, raw: object, field: Field, key: str) -> object:
        """As of a project; a list of years besides."""
        if field.type != "integers":
            return super().value(raw, field, key)
        if not isinstance(raw, list) or not raw:
            self.add("CE-P004", key, expected=field.example)
            return None
        found = [
            super(SurveyReader, self).value(x, field._replace(type="integer"), key) for x in raw
        ]
        return None if None in found else found
