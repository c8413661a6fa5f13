"""Every quarter of a decade: what is found on a day, and what must not be found."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from carbon_eia.reference import World, open_tables, open_world, read_policy, read_sector, start_of

QUARTERS = [date(y, m, 1) for y in range(2021, 2031) for m in (1, 4, 7, 10)]
HUNAN = "湖南省郴州市桂阳县"
PUBLISHED = {"2021": date(2024, 4, 12), "2022": date(2024, 12, 1), "2023": date(2025, 12, 31)}
"""Days on which the factors of Hunan were published, by the year that they describe."""


def year_of(world: World, year: int, region: str = HUNAN) -> tuple[str, str] | None:
    """Region and year of the electricity factor that is used for a year."""
    found = world.electricity(region, year)
    if found is None:
        return None
    return str(found.reason.params["region"]), str(found.reason.params["year"])


@pytest.mark.parametrize("day", QUARTERS, ids=str)
def test_hunan_factor_on_every_quarter(day: date) -> None:
    """From its publication on, the newest factor of Hunan not later than the project's year."""
    world = open_world(day)
    for year in range(2021, 2031):
        known = [y for y, since in PUBLISHED.items() if since <= day and int(y) <= year]
        expected = ("湖南", max(known)) if known else ("华中", "2012")
        assert year_of(world, year) == expected


def test_a_factor_is_not_known_before_its_publication() -> None:
    """The day before a factor was published, the one before it is used."""
    for year, since in PUBLISHED.items():
        before, on = open_world(since - timedelta(days=1)), open_world(since)
        assert year_of(on, 2030) == ("湖南", year)
        assert year_of(before, 2030) != ("湖南", year)


@pytest.mark.parametrize("year", range(2000, 2013))
def test_a_later_year_is_never_used(year: int) -> None:
    """A factor of a year after the project's own does not speak of it."""
    found = year_of(open_world(date(2030, 1, 1)), year)
    assert found is None if year < 2012 else found == ("华中", "2012")


def test_nothing_before_any_publication() -> None:
    """Before the first publication there is no factor at all: missing, and not zero."""
    assert open_world(date(2012, 12, 31)).electricity(HUNAN, 2012) is None


def test_the_factor_of_the_sample() -> None:
    """Hunan 2023: 0.4976 kgCO2/kWh, announcement 2025 no. 47, grade A, with a word on its age."""
    found = open_world(date(2026, 6, 30)).electricity(HUNAN, 2026)
    assert found is not None
    assert found.quantity.to("tCO2/MWh") == Fraction("0.4976")
    assert found.citation.number == "公告2025年第47号"
    assert found.citation.grade == "A"
    assert (found.reason.code, found.reason.warn) == ("CE-W005", True)


def test_no_warning_for_the_very_year() -> None:
    """A factor of the project's own year is used without a warning."""
    found = open_world(date(2026, 6, 30)).electricity(HUNAN, 2023)
    assert found is not None
    assert (found.reason.code, found.reason.warn) == ("reason.grid", False)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("湖南省郴州市桂阳县", ["桂阳县", "郴州市", "湖南省", "华中", "全国"]),
        ("桂阳县", ["桂阳县", "郴州市", "湖南省", "华中", "全国"]),
        ("郴州", ["郴州市", "湖南省", "华中", "全国"]),
        ("湖南省长沙市", ["长沙市", "湖南省", "华中", "全国"]),
        ("广东省韶关市", ["韶关市", "广东省", "南方", "全国"]),
        ("西藏自治区", ["西藏自治区", "西南", "全国"]),
        ("内蒙古", ["内蒙古自治区", "华北", "全国"]),
        ("华中", ["华中", "全国"]),
        ("全国", ["全国"]),
        ("某处", []),
    ],
)
def test_regions_from_the_most_specific_up(text: str, chain: list[str], world: World) -> None:
    """County, city, province, grid region, nation."""
    assert world.region_chain(text) == chain


def test_a_street_does_not_move_a_project_to_another_province(world: World) -> None:
    """The province that is named bounds what the rest of an address can mean."""
    assert world.region_chain("广东省深圳市桂阳路")[0] == "深圳市"


def test_every_province_has_a_factor(world: World) -> None:
    """Every province of a grid is served: by its own factor, or by that of its grid region."""
    for region in world.tables.regions.widest():
        if region.level == "province" and region.grid_region:
            found = year_of(world, 2026, region.name)
            assert found is not None
            assert found[0] == region.short or region.short == "西藏"


def test_a_place_outside_the_grids_has_no_factor(world: World) -> None:
    """The average of the mainland's grids is not taken for Hong Kong, Macao or Taiwan."""
    for name in ("香港特别行政区", "澳门", "台湾省"):
        assert world.region(name) is not None
        assert world.electricity(name, 2026) is None


@pytest.mark.parametrize("day", QUARTERS[::4], ids=str)
def test_no_two_rows_speak_at_once(day: date) -> None:
    """On any day, one series of a table has at most one row in force."""
    from carbon_eia.reference.checks import SERIES

    world = open_world(day)
    for table, columns in SERIES.items():
        standing = [
            tuple(r[c] for c in columns) for r in world.tables.rows(table) if world.in_force(r)
        ]
        assert len(standing) == len(set(standing)), table


@pytest.mark.parametrize("day", [d for d in QUARTERS if d >= date(2023, 10, 1)], ids=str)
def test_every_sector_and_the_policy_stand(day: date) -> None:
    """Since the plan came into force, each quarter has one policy with all its rules."""
    world = open_world(day)
    policy = read_policy(world, "chenzhou-2023")
    assert {"admission", "retrofit", "deadline", "advanced", "evidence"} <= set(policy.rules)
    assert "retrofit_period_months" in policy.parameters
    for ident in world.sectors():
        assert read_sector(world, ident).boundary["id"]


def test_before_the_plan_there_is_no_rule() -> None:
    """A rule does not reach back before its day."""
    assert not read_policy(open_world(date(2023, 7, 15)), "chenzhou-2023").rules
    assert read_policy(open_world(date(2023, 7, 16)), "chenzhou-2023").rules


@pytest.mark.parametrize(
    ("sector", "material", "table", "reason"),
    [
        ("cement-clinker", "diesel", "mee-ets", "reason.table"),
        ("cement-clinker", "bituminous-coal", "ndrc-steel-2013", "CE-W004"),
        ("aluminium", "bituminous-coal", "gbt32151-2024", "reason.table"),
        ("lime", "bituminous-coal", "ndrc-other-2015", "reason.table"),
        ("cement-clinker", "limestone", "ndrc-2013", "reason.table"),
        ("lime", "limestone", "ndrc-2013", "reason.table"),
    ],
)
def test_the_first_table_that_has_a_material_is_used(
    sector: str, material: str, table: str, reason: str, world: World
) -> None:
    """A sector's order of preference decides, and the reason says which table it was."""
    kind, columns = (
        ("carbonates", ["factor"])
        if material == "limestone"
        else ("fuels", ["ncv", "carbon_content", "oxidation"])
    )
    found = world.by_material(kind, material, columns, read_sector(world, sector).tables[kind])
    assert {v.reason.code for v in found.values()} == {reason}
    named = world.tables.title_of(kind, table)
    assert named != table
    assert {v.reason.params["table"] for v in found.values()} == {named}
    assert {v.citation.id.partition(":")[2] for v in found.values()} <= {
        r["id"] for r in world.tables.rows(kind) if r["table"] == table
    }
    assert len({v.citation.id for v in found.values()}) == 1


def test_a_fallback_is_said(world: World) -> None:
    """A material that the preferred table lacks comes from the next, with a warning."""
    preferred = read_sector(world, "cement-clinker").tables["fuels"]
    columns = ["ncv", "carbon_content", "oxidation"]
    lacking = {r["material"] for r in world.tables.rows("fuels")} - {
        r["material"] for r in world.tables.rows("fuels") if r["table"] == preferred[0]
    }
    fallen = [
        f for m in sorted(lacking) if (f := world.by_material("fuels", m, columns, preferred))
    ]
    assert fallen
    for found in fallen:
        for value in found.values():
            assert value.reason.code == "CE-W004"
            assert value.reason.warn
            named = world.tables.title_of("fuels", preferred[0])
            assert value.reason.params["preferred"] == named


def test_a_table_that_a_sector_does_not_name_is_not_used(world: World) -> None:
    """A source table outside the sector's list is never fallen back to."""
    assert world.by_material("fuels", "bituminous-coal", ["ncv"], ["no-such-table"]) == {}


@pytest.mark.parametrize(
    ("gas", "assessment", "value"),
    [("CO2", "AR5", 1), ("CH4", "SAR", 21), ("CH4", "AR5", 28), ("N2O", "AR6", 273)],
)
def test_potentials(gas: str, assessment: str, value: int, world: World) -> None:
    """A potential is that of the assessment report asked for."""
    found = world.gwp(gas, assessment)
    assert found is not None
    assert found.quantity.value == value


def test_an_unknown_gas_has_no_potential(world: World) -> None:
    """A gas without a potential is missing, and not one."""
    assert world.gwp("CH4", "AR9") is None
    assert world.gwp("C60", "AR5") is None


def test_every_row_can_be_cited(world: World) -> None:
    """Every graded value of every table parses and has its document."""
    from carbon_eia.units import parse_quantity

    count = 0
    for table in world.tables.names():
        for row in world.tables.rows(table):
            if "grade" in row:
                assert world.citation(table, row).title
                assert start_of(row["valid_from"]) > date(1990, 1, 1)
                if row.get("value"):
                    assert parse_quantity(
                        f"{row['value']} {row['unit'] if row['unit'] != '1' else ''}"
                    )
                count += 1
    assert count > 1000


def test_materials_have_one_meaning(world: World) -> None:
    """No name or alias of a material means two."""
    seen: dict[str, str] = {}
    for row in world.tables.rows("materials"):
        for name in (row["id"], row["name_zh"], row["name_en"], *row["aliases"].split("|")):
            if name:
                assert seen.setdefault(name.lower(), row["id"]) == row["id"]
                assert world.material_id(name) == row["id"]


def test_open_tables_is_read_once() -> None:
    """The tables are the same object for every day."""
    assert open_world(date(2024, 1, 1)).tables is open_world(date(2026, 1, 1)).tables
    assert open_tables() is open_tables()
