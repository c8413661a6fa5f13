"""How sure the figures are, for a person at a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from carbon_eia.cli.common import say
from carbon_eia.cli.paint import columns, styled, table, wrapped
from carbon_eia.text import sentence

__all__ = ["explained", "print_certainty", "uncertain"]

SHOWN = 6
"""Inputs that a verdict shows; the rest has no weight."""


def uncertain(run: dict[str, Any], place: str) -> dict[str, dict[str, Any]]:
    """The analysed inputs of one source by the name of their parameter; empty without analysis.

    A factor that several sources share is found under each of them.
    """
    analysed = run["uncertainty"]
    if analysed is None:
        return {}
    return {
        i["name"]: i for i in analysed["inputs"] if any(p.startswith(place) for p in i["places"])
    }


def explained(i: dict[str, Any], lang: str) -> list[str]:
    """Distribution, source, indices and break-even of one input, in lines."""
    facts = {
        "spread": _spread(i),
        "shape": sentence(f"uncertainty.shape.{i['distribution']}", lang),
        "basis": sentence(f"uncertainty.basis.{i['basis']}", lang),
    }
    lines = [sentence("uncertainty.of", lang, facts)]
    cited = i["source"]
    if cited is not None:
        document = " ".join(x for x in (f"《{cited['title']}》", cited["locator"]) if x)
        lines.append(f"{document}  {cited['grade']}  {cited['id']}")
    if len(i["places"]) > 1:
        lines.append(sentence("uncertainty.shared", lang, {"places": "、".join(i["places"])}))
    if i["total_order"] is not None:
        lines.append(f"S = {i['first_order']}  S_T = {i['total_order']}")
    flips = i["break_even"]
    if flips is not None:
        unit = "" if i["unit"] == "1" else f" {i['unit']}"
        params = {
            "value": _short(flips["value"], 6) + unit,
            "change": flips.get("change_percent", "—"),
        }
        lines.append(sentence("uncertainty.flips", lang, params))
        if "conflicts" in flips:
            named = {"measures": "、".join(flips["conflicts"])}
            lines.append(sentence("uncertainty.conflicts", lang, named))
    elif i["no_break_even"] is not None:
        lines.append(sentence(f"uncertainty.no_break_even.{i['no_break_even']}", lang))
    return lines


def print_certainty(analysed: dict[str, Any], lang: str, whole: bool = False) -> None:
    """Intervals, probability, the inputs that matter, and what would settle the verdict."""
    level = f"{Decimal(analysed['level']) * 100:f}".rstrip("0").rstrip(".")
    facts = {"draws": analysed["draws"], "level": level}
    say(styled(sentence("uncertainty.title", lang, facts), "bold"))
    if not analysed["complete"]:
        _point(sentence("uncertainty.incomplete", lang), "magenta")
        say("")
        return
    for key, code in (
        ("total", "uncertainty.total"),
        ("intensity", "uncertainty.intensity"),
        ("after_measures", "uncertainty.after"),
    ):
        if analysed[key] is not None:
            found = analysed[key]
            numbers = {k: _short(found[k], 5) for k in ("mean", "low", "high")}
            _point(sentence(code, lang, {**numbers, "unit": found["unit"]}))
    _probabilities(analysed, lang)
    ranked = sorted(
        (i for i in analysed["inputs"] if i["total_order"] is not None),
        key=lambda i: -Decimal(i["total_order"]),
    )
    if ranked:
        _table(ranked if whole else ranked[:SHOWN], lang)
        left = len(analysed["inputs"]) - (len(ranked) if whole else min(SHOWN, len(ranked)))
        if left and not whole:
            _point(sentence("uncertainty.more", lang, {"count": left}), "dim")
    else:
        _point(sentence("uncertainty.none_drawn", lang))
    say("")


def _probabilities(analysed: dict[str, Any], lang: str) -> None:
    for key, code in (("intensity", "above"), ("after_measures", "after_above")):
        found = analysed[key]
        if found is not None and found["probability_above"] is not None:
            percent = f"{Decimal(found['probability_above']) * 100:.1f}"
            _point(sentence(f"uncertainty.{code}", lang, {"probability": percent}))
    for key, style in (("near", "yellow" if analysed["near_limit"] else ""), ("settle", "cyan")):
        if analysed[key] is not None:
            _point(sentence(analysed[key]["code"], lang, analysed[key]["params"]), style)


def _table(inputs: list[dict[str, Any]], lang: str) -> None:
    head = [sentence(f"uncertainty.{k}", lang) for k in ("input", "spread", "index", "break_even")]
    head.append(sentence("uncertainty.change", lang))
    rows = []
    for i in inputs:
        owner = "、".join(i["owners"])
        flips = i["break_even"]
        unit = "" if i["unit"] == "1" else f" {i['unit']}"
        rows.append(
            (
                f"{owner} {i['label'][lang]}".strip(),
                _spread(i),
                i["total_order"],
                "—" if flips is None else _short(flips["value"], 5) + unit,
                "—" if flips is None else _change(flips),
            )
        )
    say(table(head, rows, right=(1, 2, 3, 4)))


def _change(flips: dict[str, str]) -> str:
    if "change_percent" not in flips:
        return "—"
    change = Decimal(flips["change_percent"])
    return f"{change:+.1f} %"


def _spread(i: dict[str, Any]) -> str:
    """``±2 %`` where it is symmetrical, else both ends; a dash where nothing is drawn."""
    if i["interval"] is None:
        return "—"
    if i["distribution"] == "normal" and i["half_percent"] is not None:
        return f"±{_short(i['half_percent'], 2)} %"
    return f"{_short(i['interval']['low'], 4)}～{_short(i['interval']['high'], 4)}"


def _short(text: str, digits: int) -> str:
    """A decimal at some significant digits, thousands grouped.

    >>> _short("1181610", 5), _short("0.848469275", 4)
    ('1,181,600', '0.8485')
    """
    number = Decimal(text)
    if not number:
        return "0"
    shown = number.quantize(Decimal(1).scaleb(number.adjusted() - digits + 1))
    plain = f"{shown:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _point(text: str, style: str = "") -> None:
    say(styled("  · " + wrapped(text, columns() - 4, "    "), style))
