"""The oxidation of kiln coal is that of the cement guide; other fuels keep their table's."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.reference import World, read_sector
from tests.conftest import AssessText

F = Fraction


def test_kiln_coal_by_hand(assess_text: AssessText, sample_text: str) -> None:
    """174 000 t × 23.1 GJ/t × 0.02618 tC/GJ × 99 % × 44/12 = 381 977.2 t; diesel stays at 98 %."""
    emissions = {e.source.name: e for e in assess_text(sample_text).inventory.emissions}
    coal = emissions["窑头窑尾煤"]
    assert coal.co2e == 174000 * F("23.1") * F("0.02618") * F("0.99") * 44 / 12
    origin = next(p.origin for p in coal.parameters if p.name == "oxidation")
    assert origin is not None
    assert origin.citation.number == "CETS-AG-02.01-V01-2024"
    assert origin.citation.grade == "B"
    diesel = next(p for p in emissions["厂内运输柴油"].parameters if p.name == "oxidation")
    assert diesel.value == F("0.98")


@pytest.mark.parametrize("sector", ["cement-clinker", "cement"])
def test_no_standard_for_carbon_products_under_cement(sector: str, world: World) -> None:
    """No fuel or carbonate of a cement project is cited from GB/T 32151.34 (炭素材料)."""
    for kind, tables in read_sector(world, sector).tables.items():
        rows = [r for r in world.tables.rows(kind) if r["table"] in tables]
        cited = {r["source"].split(";")[0] for r in rows if r["material"] != "biomethane"}
        assert "gbt32151-34-2024" not in cited


@pytest.mark.parametrize("sector", ["lime", "other-industry", "cement"])
def test_other_sectors_keep_their_tables(sector: str, world: World) -> None:
    """Where the guide says nothing of kilns the oxidation is the fuel table's."""
    assert "row" not in read_sector(world, sector).defaults["combustion"]["oxidation"]
