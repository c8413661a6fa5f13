"""National and provincial targets: cited, dated, held in their region, and never decisive."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.parks.indicators import FORMULAS
from carbon_eia.parks.regional_targets import target_in
from carbon_eia.reference import World, open_world

CHENZHOU, GUANGZHOU = "湖南省郴州市", "广东省广州市"


def test_each_row_has_its_document_and_grade(world: World) -> None:
    """74 rows of 19 documents; what rests on one retelling is of grade C and says so."""
    rows = world.tables.rows("policy_targets")
    assert len(rows) == 74
    assert len({r["source"] for r in rows}) == 19
    assert {r["id"] for r in rows if r["grade"] == "C"} == {"pt32", "pt66"}
    assert all(r["note"] for r in rows if r["grade"] == "C")


@pytest.mark.parametrize(
    ("ident", "day", "region", "value"),
    [
        ("pt47", "2025-06-30", CHENZHOU, "0.2"),
        ("pt47", "2025-06-29", CHENZHOU, None),
        ("pt48", "2026-06-30", GUANGZHOU, "0.3"),
        ("pt30", "2026-07-04", CHENZHOU, None),
        ("pt30", "2026-07-05", CHENZHOU, "17"),
        ("pt72", "2026-06-30", CHENZHOU, "25"),
        ("pt72", "2026-06-30", GUANGZHOU, None),
    ],
)
def test_a_target_holds_in_its_region_and_period(
    ident: str, day: str, region: str, value: str | None
) -> None:
    """A target is quoted from its day on and in its area; elsewhere it is not there."""
    row = target_in(open_world(date.fromisoformat(day)), ident, region)
    assert (None if row is None else row["value"]) == value


def test_the_threshold_of_one_source_says_so(world: World) -> None:
    """0.3 tCO2/tce for the largest parks was seen once: grade B, with a word to read the text."""
    row = world.tables.row("policy_targets", "pt48")
    assert (row["value"], row["unit"], row["grade"]) == ("0.3", "tCO2/tce", "B")
    assert "须核原文" in row["note"]


def test_each_indicator_of_a_zero_carbon_park_is_listed(world: World) -> None:
    """Core and guiding indicators stand beside the park's, each with a formula or none at all."""
    listed = world.tables.toml("park.toml")["indicators"]
    assert {i["id"] for i in listed if not i.get("stated")} == set(FORMULAS)
    zero = [t for i in listed if i["group"] == "zero_carbon" for t in i["targets"]]
    known = [r["id"] for r in world.tables.rows("policy_targets")]
    assert zero == [i for i in known if "pt47" <= i <= "pt53"]


def test_the_market_baselines_of_2025_and_2026_stand(world: World) -> None:
    """Twelve baselines of emission trading, beside those of earlier years, of grade B."""
    rows = [r for r in world.tables.rows("carbon") if r["source"] == "ets-2025-2026"]
    assert len(rows) == 12
    assert {r["grade"] for r in rows} == {"B"}
    assert {r["value"] for r in rows if r["period"] == "2026" and r["unit"] == "tCO2/MWh"} == {
        "0.7894", "0.7985", "0.8080", "0.3288"
    }  # fmt: skip
