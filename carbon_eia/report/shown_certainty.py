"""How sure the figures are, ready for show: for the terminal and for the documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from carbon_eia.messages import sentence
from carbon_eia.run.records import BreakEvenRecord, CitationRecord, DrawnInput, UncertaintyRecord

__all__ = ["Analysis", "InputRow", "certainty_view", "input_lines"]


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input: its interval, distribution and where that comes from, indices, break-even."""

    input: str
    spread: str
    shape: str
    basis: str
    grade: str
    first: str
    total: str
    break_even: str
    change: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis: its title, its sentences (each with a kind: plain, near, settle, missing).

    ``rows`` has the inputs that were drawn, the weightiest first; ``left`` counts the others.
    """

    title: str
    lines: list[tuple[str, str]]
    rows: list[InputRow]
    left: int


def certainty_view(analysed: UncertaintyRecord | None, lang: str) -> Analysis | None:
    """The analysis of a Run in a language; None where it holds none."""
    if analysed is None:
        return None
    level = short(str(Decimal(analysed.level) * 100), 4)
    facts = {"draws": analysed.draws, "level": level}
    weights = [(Decimal(i.total_order), i) for i in analysed.inputs if i.total_order is not None]
    ranked = [i for _, i in sorted(weights, key=lambda weighed: -weighed[0])]
    return Analysis(
        sentence("uncertainty.title", lang, facts),
        list(_lines(analysed, bool(ranked), lang)),
        [_row(i, lang) for i in ranked],
        len(analysed.inputs) - len(ranked),
    )


def _lines(analysed: UncertaintyRecord, drawn: bool, lang: str) -> Iterator[tuple[str, str]]:
    if not analysed.complete:
        yield sentence("uncertainty.incomplete", lang), "missing"
        return
    sampled = (
        ("total", analysed.total),
        ("intensity", analysed.intensity),
        ("after", analysed.after_measures),
    )
    for code, found in sampled:
        if found is not None:
            numbers = {"mean": found.mean, "low": found.low, "high": found.high}
            facts = {**{k: short(x, 5) for k, x in numbers.items()}, "unit": found.unit}
            yield sentence(f"uncertainty.{code}", lang, facts), "plain"
    for code, own in (("above", analysed.intensity), ("after_above", analysed.after_measures)):
        if own is not None and own.probability_above is not None:
            shown = {"probability": percent(own.probability_above)}
            yield sentence(f"uncertainty.{code}", lang, shown), "plain"
    near = analysed.near
    if near is not None:
        kind = "near" if analysed.near_limit else "plain"
        yield sentence(near.code, lang, near.params), kind
    settled = analysed.settle
    if settled is not None:
        yield sentence(settled.code, lang, settled.params), "settle"
    if not drawn:
        yield sentence("uncertainty.none_drawn", lang), "plain"


def _row(i: DrawnInput, lang: str) -> InputRow:
    flips = i.break_even
    unit = "" if i.unit == "1" else f" {i.unit}"
    return InputRow(
        input=" ".join(x for x in ("、".join(i.owners), i.label.text(lang)) if x),
        spread=spread_text(i),
        shape=sentence(f"uncertainty.shape.{i.distribution}", lang),
        basis=_document(i.source) if i.source else sentence(f"uncertainty.basis.{i.basis}", lang),
        grade=i.source.grade if i.source else "",
        first=_index(i.first_order),
        total=_index(i.total_order),
        break_even="—" if flips is None else short(flips.value, 5) + unit,
        change="—" if flips is None else _change(flips),
    )


def _index(index: str | None) -> str:
    return "—" if index is None else minus(index)


def input_lines(i: DrawnInput, lang: str) -> list[str]:
    """Distribution, source, indices and break-even of one input, in lines."""
    facts = {
        "spread": spread_text(i),
        "shape": sentence(f"uncertainty.shape.{i.distribution}", lang),
        "basis": sentence(f"uncertainty.basis.{i.basis}", lang),
    }
    lines = [sentence("uncertainty.of", lang, facts)]
    cited = i.source
    if cited is not None:
        lines.append(f"{_document(cited)}  {cited.grade}  {cited.id}")
    if len(i.places) > 1:
        lines.append(sentence("uncertainty.shared", lang, {"places": "、".join(i.places)}))
    if i.total_order is not None:
        lines.append(f"S = {i.first_order}  S_T = {i.total_order}")
    if i.break_even is None:
        lines.append(sentence(f"uncertainty.no_break_even.{i.no_break_even}", lang))
    for code, found in (("flips", i.break_even), ("flips_after", i.break_even_after)):
        if found is not None:
            lines += _flips(found, code, i.unit, lang)
    return lines


def _flips(found: BreakEvenRecord, code: str, unit: str, lang: str) -> Iterator[str]:
    """A break-even with its change, and the measures that cannot stand beside it."""
    value = short(found.value, 6) + ("" if unit == "1" else f" {unit}")
    yield sentence(f"uncertainty.{code}", lang, {"value": value, "change": _change(found)})
    if found.conflicts:
        named = {"measures": "、".join(found.conflicts)}
        yield sentence("uncertainty.conflicts", lang, named)


def _document(cited: CitationRecord) -> str:
    return " ".join(x for x in (f"《{cited.title}》", cited.locator) if x)


def _change(flips: BreakEvenRecord) -> str:
    if not flips.change_percent:
        return "—"
    step = Decimal("0.1")
    shown = f"{Decimal(flips.change_percent).quantize(step, rounding=ROUND_HALF_EVEN):+}"
    return f"{minus(shown)} %"


def spread_text(i: DrawnInput) -> str:
    """``±2 %`` where it is symmetrical, else both ends; a dash where nothing is drawn."""
    if i.interval is None:
        return "—"
    if i.distribution == "normal" and i.half_percent is not None:
        return f"±{short(i.half_percent, 2)} %"
    return f"{short(i.interval.low, 4)}～{short(i.interval.high, 4)}"


def percent(probability: str) -> str:
    """A sampled probability in per cent; none is ever quite 0 or quite 100.

    >>> percent("0.8868"), percent("1"), percent("0.0002")
    ('88.7', '> 99.9', '< 0.1')
    """
    shown = Decimal(probability) * 100
    if shown > Decimal("99.9"):
        return "> 99.9"
    if shown < Decimal("0.1"):
        return "< 0.1"
    return f"{shown.quantize(Decimal('0.1'), rounding=ROUND_HALF_EVEN)}"


def short(text: str, digits: int) -> str:
    """A decimal at some significant digits, thousands grouped.

    >>> short("1181610", 5), short("0.848469275", 4)
    ('1,181,600', '0.8485')
    """
    number = Decimal(text)
    if not number:
        return "0"
    step = Decimal(1).scaleb(number.adjusted() - digits + 1)
    plain = minus(f"{number.quantize(step, rounding=ROUND_HALF_EVEN):,f}")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def minus(number: str) -> str:
    """A number with a true minus sign.

    >>> minus("-4.6"), minus("+4.6")
    ('−4.6', '+4.6')
    """
    return number.replace("-", "−")
