"""The list of administrative divisions: whole, in order, and looked up without a choice."""

from __future__ import annotations

from collections import Counter

import pytest

from carbon_eia.reference import Regions, open_tables

REGIONS = open_tables().regions


def test_the_list_is_whole() -> None:
    """34 provinces, 333 cities, 2845 counties; Hunan has 14 cities and 122 counties."""
    divisions = REGIONS.within("100000")
    assert Counter(r.level for r in divisions) == {"province": 34, "city": 333, "county": 2845}
    hunan = REGIONS.within("430000")
    assert Counter(r.level for r in hunan) == {"city": 14, "county": 122}


def test_every_division_lies_in_what_its_code_says() -> None:
    """A county lies in the city or province of its code, a city in its province."""
    wider = {"county": ("city", "province"), "city": ("province",), "province": ("nation",)}
    for region in REGIONS.within("100000"):
        parent = REGIONS.by_code(region.parent)
        assert parent.level in wider[region.level]
        if region.level != "province":
            assert region.code[:2] == parent.code[:2]
            assert region.grid_region == parent.grid_region


def test_every_chain_ends() -> None:
    """No division hangs in the air, and no chain goes round."""
    for region in REGIONS.within("100000"):
        chain = REGIONS.chain(region)
        assert len(set(chain)) == len(chain)
        assert chain[-1].level == ("nation" if chain[-1].code == "100000" else "province")
        assert (chain[-1].level == "nation") == bool(region.grid_region)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("桂阳县", {"431021"}),
        ("桂阳", {"431021"}),
        ("Chenzhou", {"431000"}),
        ("永定区", {"350803", "430802"}),
        ("长沙", {"430100", "430121"}),
        ("海南", {"150303", "460000", "632500"}),
        ("石盖塘街道", set()),
        ("", set()),
    ],
)
def test_a_name_gives_every_division_that_bears_it(name: str, codes: set[str]) -> None:
    """A name borne twice gives both: the look-up chooses nothing."""
    assert {r.code for r in REGIONS.named(name)} == codes


def test_the_province_of_a_division() -> None:
    """A county tells its province; a grid region and the nation have none."""
    province = REGIONS.province(REGIONS.by_code("431081"))
    assert province is not None
    assert province.name == "湖南省"
    assert REGIONS.province(REGIONS.by_code("430000")) == province
    assert REGIONS.province(REGIONS.by_code("GRID-CC")) is None


def test_a_look_up_parses_what_it_needs() -> None:
    """A county is found without parsing three thousand lines."""
    fresh = Regions(open_tables().path("regions"))
    fresh.chain(fresh.by_code("431021"))
    fresh.within("431000")
    assert len(fresh._parsed) < 100


def test_an_unknown_code_is_an_error() -> None:
    """A code outside the list is not taken for its neighbour."""
    with pytest.raises(KeyError):
        REGIONS.by_code("431099")


@pytest.mark.parametrize(
    ("name", "count"),
    [("永定", 2), ("华容", 2), ("资阳", 2), ("东安", 2), ("龙山", 2), ("桂阳", 1)],
)
def test_short_names_of_hunan_that_other_provinces_have(name: str, count: int) -> None:
    """These names may not stand for a county of Hunan by themselves."""
    provinces = {REGIONS.province(r) for r in REGIONS.named(name)}
    assert len(provinces) == count
