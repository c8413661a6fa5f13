"""What every part of the view needs: the reader's words, the Run's sentences, the Run's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from msgspec.structs import replace

from carbon_eia.messages import catalogue, sentence, template
from carbon_eia.reference import boundary_named, open_tables
from carbon_eia.report import show
from carbon_eia.report.english import english, is_english
from carbon_eia.run.records import (
    BenchmarkCitation,
    BilingualText,
    CitedValueRecord,
    ParameterRecord,
    QuantityRecord,
    ReasonRecord,
    SentenceRecord,
    SpreadRecord,
    WarningRecord,
)

__all__ = ["PARK", "AlignedNumber", "DocumentLanguage", "column", "park_reader"]


@dataclass(frozen=True, slots=True)
class AlignedNumber:
    """A number for show, and how many digits it lacks behind the point beside its column."""

    text: str
    pad: int = 0
    point: bool = False

    @property
    def room(self) -> str:
        """Room on the right, in em of the table's tabular figures, so that points stand in line."""
        return str(Decimal(555 * self.pad + 278 * self.point).scaleb(-3))


def column(texts: Sequence[str]) -> list[AlignedNumber]:
    """The numbers of a column, in line on the decimal point.

    >>> [(c.text, c.pad, c.point) for c in column(["0.83", "0.8534", "1", "—"])]
    [('0.83', 2, False), ('0.8534', 0, False), ('1', 4, True), ('—', 0, False)]
    """
    numeric = [show.is_number(t.replace("−", "-")) for t in texts]
    places = [len(t.partition(".")[2]) for t in texts]
    most = max((p for p, is_one in zip(places, numeric, strict=True) if is_one), default=0)
    return [
        AlignedNumber(t, most - p, not p and most > 0) if is_one else AlignedNumber(t)
        for t, p, is_one in zip(texts, places, numeric, strict=True)
    ]


class Titled(Protocol):
    """A document that has a title and a number."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def number(self) -> str:
        """Its number; empty where it has none."""


@dataclass(frozen=True, slots=True)
class DocumentLanguage:
    """The language of a document; ``own``: where the words of its kind stand in the catalogue.

    >>> DocumentLanguage("zh").word("kind"), DocumentLanguage("zh", own="park.report").word("kind")
    ('建设项目碳排放影响评价报告', '产业园区规划环境影响评价碳排放评价')
    """

    lang: str
    own: str = field(default="report", kw_only=True)

    def word(self, key: str, **facts: object) -> str:
        """A fixed word with facts put in: of its kind of document, or what all of them say."""
        return sentence(self._own(key), self.lang, facts)

    def pattern(self, key: str) -> str:
        """A fixed word as it stands in the catalogue, with its braces."""
        return template(self._own(key), self.lang)

    def _own(self, key: str) -> str:
        own = f"{self.own}.{key}"
        return own if own in catalogue(self.lang) else f"report.{key}"

    def bracketed(self, text: object) -> str:
        """A text in brackets of the language.

        >>> DocumentLanguage("zh").bracketed(2030), DocumentLanguage("en").bracketed(2030)
        ('（2030）', ' (2030)')
        """
        return f"{self.word('left')}{text}{self.word('right')}"

    def quoted(self, text: str) -> str:
        """Words of a document or table as they stand there; in English marked as Chinese, or put
        into English where the data know all of it.

        >>> [DocumentLanguage(lang).quoted("达到22%左右") for lang in ("zh", "en")]
        ['达到22%左右', '“达到22%左右” (in Chinese)']
        """
        if self.lang == "en" and not is_english(text):
            return self.word("quoted", text=text)
        return text

    def boundary(self, name: str, sector: str = "") -> str:
        """The label of an accounting boundary by its id; the words of its document where no sector
        lists it. ``sector``: the one that is asked first.

        >>> DocumentLanguage("zh").boundary("lead-concentrate-to-bullion", "lead-smelting")
        '铅精矿至粗铅'
        """
        known = boundary_named(open_tables(), name, sector)
        return self.quoted(name) if known is None else known[self.lang]

    def code(self, kind: str, code: object) -> str:
        """What a code of the Run is called; the code itself where it has no name yet."""
        return sentence(f"{kind}.{code}", self.lang, default=str(code or ""))

    def text(self, value: BilingualText | str | None) -> str:
        """A text of the Run, in this language where the Run has both; empty where it has none.

        >>> english = DocumentLanguage("en")
        >>> english.text(BilingualText(zh="熟料", en="clinker")), english.text("铅锭")
        ('clinker', '铅锭')
        """
        return value.text(self.lang) if isinstance(value, BilingualText) else value or ""

    def named(self, text: str) -> str:
        """A name or quantity as this language writes it, for what measures it before it is printed.

        >>> DocumentLanguage("en").named("钨精矿"), DocumentLanguage("zh").named("钨精矿")
        ('tungsten concentrate', '钨精矿')
        """
        return english(text) if self.lang == "en" else text

    def say(
        self,
        said: ReasonRecord | SentenceRecord | WarningRecord,
        text_key: str = "text",
        suffix: str = "",
    ) -> str:
        """A sentence of the Run: as the Run says it in Chinese, from its code in English."""
        stored = str(getattr(said, text_key))
        if self.lang == "zh":
            return stored
        try:
            return english(sentence(said.code + suffix, self.lang, said.params, default=stored))
        except (KeyError, IndexError, ValueError):  # a sentence of another version: as it was said
            return stored

    def typed(self, quantity: QuantityRecord | SpreadRecord | None) -> str:
        """A quantity as it was typed, else in full with its unit."""
        if quantity is None:
            return self.word("dash")
        if quantity.typed:
            return str(quantity.typed)
        unit = "" if quantity.unit == "1" else f" {quantity.unit}"
        return show.plain(quantity.value) + unit

    def money(self, quantity: QuantityRecord | None) -> str:
        """A sum of money as it was typed, with a true minus sign.

        >>> saved = QuantityRecord(value="-600", unit="万元", typed="-600 万元")
        >>> DocumentLanguage("zh").money(saved)
        '−600 万元'
        """
        return self.typed(quantity).replace("-", "−")

    def shown(self, parameter: ParameterRecord) -> str:
        """The value of a parameter: as typed, or in full where it was derived from what is typed.

        What is typed then says what it was derived from.
        """
        derived = parameter.status == "derived"
        return self.typed(replace(parameter, typed="") if derived else parameter)

    def document(self, cited: Titled) -> str:
        """Title and number of a document, in the marks of the language."""
        title = cited.title
        marked = f"《{title}》" if title and self.lang == "zh" and "《" not in title else title
        return " ".join(x for x in (marked, cited.number) if x)

    def validity(self, cited: BenchmarkCitation | CitedValueRecord) -> str:
        """The half-open period of a value."""
        start, end = str(cited.valid_from or ""), str(cited.valid_to or "")
        if end:
            return self.word("until", start=start, end=end)
        return self.word("from_date", start=start) if start else self.word("dash")

    def listed(self, names: Sequence[str]) -> str:
        """Names in a row."""
        return self.word("comma").join(names)


PARK = "park.report"
"""Where the words of a park's report stand in the catalogue."""


def park_reader(lang: str) -> DocumentLanguage:
    """The words of a park's report in a language; Chinese stands in for any other.

    >>> park_reader("en").word("h.plan"), park_reader("en").word("sum")
    ('Plan', 'Total')
    """
    return DocumentLanguage("en" if lang == "en" else "zh", own=PARK)
