"""standard own-history: the value of one plant from its own years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from carbon_eia.cli.adopting import share
from carbon_eia.cli.common import day, print_json, say
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import check_targets, write_whole
from carbon_eia.messages import in_languages, sentence
from carbon_eia.reference import open_world
from carbon_eia.run import canonical
from carbon_eia.standards.collect import collect_returns
from carbon_eia.standards.own_history import OwnHistory, own_history_handed_in
from carbon_eia.units import decimal_text, rounded

__all__ = ["own_history_command"]

PLACES = 4
"""Decimals of an intensity that is shown."""


def own_history_command(
    json: bool,
    lang: str,
    returns: Sequence[Path],
    plant: str,
    stringency: str | None,
    survey: Path | None,
    as_of: str | None,
    output: Path | None,
) -> int:
    """Work out the value of one plant from its own years; it is never published."""
    if output is not None and output.suffix.lower() != ".json":
        params: dict[str, object] = {"value": output.suffix, "known": ".json"}
        raise CallError(Problem("CE-C005", Place(str(output)), params))
    handed = collect_returns(returns, survey)
    if output is not None:
        check_targets([output], [f.path for f in handed.files])
    factor = None if stringency is None else share(stringency, "--stringency")
    found = own_history_handed_in(handed, open_world(day(as_of)), plant, factor)
    told = _told(found)
    if output is not None:
        write_whole(output, canonical(told))
    if json:
        print_json(told)
        return 0
    _print(found, lang)
    if output is not None:
        say(sentence("standard.own.written", lang, {"path": output}))
    return 0


def _told(found: OwnHistory) -> dict[str, object]:
    """The value with all that it follows from, as JSON."""
    value, source = found.value, found.value.citation
    assert value.parameter is not None
    return {
        "plant": found.plant,
        "product": found.product,
        "method": found.value.method,
        "formula": value.formula,
        "stringency": decimal_text(value.parameter),
        "citation": " ".join(x for x in (source.title, source.number, source.locator) if x),
        "value": decimal_text(value.exact),
        "exact": f"{value.exact.numerator}/{value.exact.denominator}",
        "unit": found.unit,
        "grid": None if found.grid is None else found.grid.quantity.text,
        "years": [
            {
                "return": y.name,
                "year": y.year,
                "emission": decimal_text(y.emission),
                "output": decimal_text(y.output),
                "intensity": decimal_text(y.intensity),
            }
            for y in found.years
        ],
        "exclusions": [
            {"return": x.name, "code": x.code.rpartition(".")[2], "text": _why(x.code, x.params)}
            for x in found.exclusions
        ],
        "publish": False,
    }


def _why(code: str, params: Mapping[str, object]) -> dict[str, str]:
    return in_languages(code, params)


def _print(found: OwnHistory, lang: str) -> None:
    value, (gas, _, per) = found.value, found.unit.partition("/")
    assert value.parameter is not None
    facts = {
        "plant": found.plant,
        "product": found.product,
        "value": rounded(value.exact, PLACES),
        "unit": found.unit,
        "formula": value.formula,
        "stringency": f"{decimal_text(value.parameter * 100)} %",
    }
    say(styled(sentence("standard.own.value", lang, facts), "bold"))
    heads = [sentence(f"standard.own.{k}", lang, {"unit": gas, "per": per}) for k in COLUMNS]
    rows = [
        [str(y.year), rounded(y.emission, 0), rounded(y.output, 0), rounded(y.intensity, PLACES)]
        for y in found.years
    ]
    say(table(heads, rows, right=(1, 2, 3)))
    for x in found.exclusions:
        text = sentence(
            "standard.own.excluded", lang, {"name": x.name, "why": _why(x.code, x.params)}
        )
        say("  · " + wrapped(text, columns() - 4, "    "))
    say(styled("⚠ " + wrapped(sentence("standard.own.sealed", lang), columns() - 2), "yellow"))


COLUMNS = ("year", "emission", "output", "intensity")
