"""What every part of the view needs: the reader's words, the Run's sentences, the Run's numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from carbon_eia.messages import sentence, table, text_in
from carbon_eia.report import show

__all__ = ["Cell", "Reader", "column"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number for show, and how many digits it lacks behind the point beside its column."""

    text: str
    pad: int = 0
    point: bool = False

    @property
    def room(self) -> str:
        """Room on the right, in em of the table's tabular figures, so that points stand in line."""
        return str(Decimal(555 * self.pad + 278 * self.point).scaleb(-3))


def column(texts: Sequence[str]) -> list[Cell]:
    """The numbers of a column, in line on the decimal point.

    >>> [(c.text, c.pad, c.point) for c in column(["0.83", "0.8534", "1", "—"])]
    [('0.83', 2, False), ('0.8534', 0, False), ('1', 4, True), ('—', 0, False)]
    """
    numeric = [show.is_number(t.replace("−", "-")) for t in texts]
    places = [len(t.partition(".")[2]) for t in texts]
    most = max((p for p, is_one in zip(places, numeric, strict=True) if is_one), default=0)
    return [
        Cell(t, most - p, not p and most > 0) if is_one else Cell(t)
        for t, p, is_one in zip(texts, places, numeric, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Reader:
    """The language of a document."""

    lang: str

    def word(self, key: str, **facts: str) -> str:
        """A fixed word, with facts put in."""
        return sentence(f"report.{key}", self.lang, facts)

    def words(self) -> SimpleNamespace:
        """The fixed words of the documents, as templates have them: ``w.admission``."""
        return SimpleNamespace(**table("report", self.lang))

    def code(self, kind: str, code: object) -> str:
        """What a code of the Run is called; the code itself where it has no name yet."""
        return sentence(f"{kind}.{code}", self.lang, default=str(code or ""))

    def text(self, value: object) -> str:
        """A text of the Run that may be given by language."""
        return text_in(value, self.lang)

    def say(self, said: Mapping[str, Any], text_key: str = "text", suffix: str = "") -> str:
        """A sentence of the Run: as the Run says it in Chinese, from its code in English."""
        stored = str(said.get(text_key) or "")
        if self.lang == "zh":
            return stored
        try:
            return sentence(said["code"] + suffix, self.lang, said["params"], default=stored)
        except (KeyError, IndexError, ValueError):  # a sentence of another version: as it was said
            return stored

    def typed(self, quantity: Mapping[str, Any] | None) -> str:
        """A quantity as it was typed, else in full with its unit."""
        if quantity is None:
            return self.word("dash")
        if quantity.get("typed"):
            return str(quantity["typed"])
        unit = "" if quantity["unit"] == "1" else f" {quantity['unit']}"
        return show.plain(quantity["value"]) + unit

    def money(self, quantity: Mapping[str, Any] | None) -> str:
        """A sum of money as it was typed, with a true minus sign.

        >>> Reader("zh").money({"typed": "-600 万元", "value": "-600", "unit": "万元"})
        '−600 万元'
        """
        return self.typed(quantity).replace("-", "−")

    def shown(self, parameter: Mapping[str, Any]) -> str:
        """The value of a parameter: as typed, or in full where it was derived from what is typed.

        What is typed then says what it was derived from.
        """
        derived = parameter["status"] == "derived"
        return self.typed({**parameter, "typed": ""} if derived else parameter)

    def document(self, cited: Mapping[str, Any]) -> str:
        """Title and number of a document, in the marks of the language."""
        title = str(cited["title"])
        marked = f"《{title}》" if title and self.lang == "zh" and "《" not in title else title
        return " ".join(x for x in (marked, str(cited.get("number") or "")) if x)

    def validity(self, cited: Mapping[str, Any]) -> str:
        """The half-open period of a value."""
        start, end = str(cited.get("valid_from") or ""), str(cited.get("valid_to") or "")
        if end:
            return self.word("until", start=start, end=end)
        return self.word("from_date", start=start) if start else self.word("dash")

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row."""
        return self.word("comma").join(names)
