"""Enthalpy of steam: the formulation against the table that the guides print."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.errors import InputError
from carbon_eia.reference import open_tables, steam_enthalpy

TABLE = open_tables().rows("steam_enthalpy")
GOOD = [r for r in TABLE if not r["flag"]]
SATURATED = [r for r in GOOD if r["region"] == "saturated"]


def test_most_of_the_table_is_compared() -> None:
    """Flagged cells are few: the comparison below is of nearly the whole table."""
    assert len(GOOD) > 0.9 * len(TABLE)
    assert len(SATURATED) > 50


@pytest.mark.parametrize("row", SATURATED, ids=lambda r: r["id"])
def test_saturated_steam(row: dict[str, str]) -> None:
    """Dry saturated steam: within a tenth of the IF97 column, near the printed value."""
    found = steam_enthalpy(Fraction(row["pressure"]), None)
    assert abs(found - Fraction(row["if97"])) <= Fraction("0.06")
    assert abs(found - Fraction(row["enthalpy"])) <= Fraction(row["enthalpy"]) / 400


def computed(row: dict[str, str]) -> Fraction | str:
    """The enthalpy of a cell, or the codes with which it is refused."""
    try:
        return steam_enthalpy(Fraction(row["pressure"]), Fraction(row["temperature"]))
    except InputError as error:
        return "、".join(p.code for p in error.problems)


def test_every_cell_of_the_table() -> None:
    """All unflagged cells with a temperature: steam as computed, water refused as water."""
    rows = [r for r in GOOD if r["region"] != "saturated"]
    found = {r["id"]: computed(r) for r in rows}
    steam = [r for r in rows if found[r["id"]] != "CE-P021"]
    assert len(steam) > len(rows) / 2
    for row in steam:
        enthalpy = found[row["id"]]
        assert isinstance(enthalpy, Fraction), (row["id"], enthalpy)
        assert abs(enthalpy - Fraction(row["if97"])) <= Fraction("0.06"), row["id"]
    for row in rows:  # what is refused is water: its enthalpy is far below that of steam
        if row not in steam:
            assert Fraction(row["enthalpy"]) < 2000, row["id"]


@pytest.mark.parametrize(
    ("pressure", "temperature", "enthalpy"),
    [  # IAPWS-IF97, table 15 of the release: 0.254991145E4, 0.333568375E4, 0.263149474E4
        ("0.0035", "26.85", "2549.91"),
        ("0.0035", "426.85", "3335.68"),
        ("30", "426.85", "2631.49"),
    ],
)
def test_values_of_the_release(pressure: str, temperature: str, enthalpy: str) -> None:
    """The verification points that the IAPWS-IF97 release prints for region 2."""
    assert steam_enthalpy(Fraction(pressure), Fraction(temperature)) == Fraction(enthalpy)


@pytest.mark.parametrize(
    ("pressure", "temperature", "code"),
    [
        ("30", None, "CE-P020"),
        ("0.0005", None, "CE-P020"),
        ("101", "500", "CE-P020"),
        ("1", "801", "CE-P020"),
        ("0", "100", "CE-P020"),
        ("1", "150", "CE-P021"),
        ("10", "300", "CE-P021"),
    ],
)
def test_outside_the_formulation(pressure: str, temperature: str | None, code: str) -> None:
    """Beyond its range, or where it is water, the formulation gives no number."""
    with pytest.raises(InputError) as caught:
        steam_enthalpy(Fraction(pressure), None if temperature is None else Fraction(temperature))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.message("zh")
    assert problem.message("en")
