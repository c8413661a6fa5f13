"""What a typed address means: the place that it names in order, never what a road is called."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.reference import open_tables
from carbon_eia.reference.addresses import Address, read_address
from carbon_eia.reference.regions import Region, Regions


@cache
def regions() -> Regions:
    """The divisions of the country."""
    return open_tables().regions


def read(text: str) -> Address:
    """What a text means."""
    return read_address(text, regions())


def chain(region: Region) -> list[Region]:
    """Province, city and county down to a region."""
    whole = [r for r in regions().chain(region) if r.level in ("province", "city", "county")]
    return whole[::-1]


COUNTIES = [r for r in regions().within("100000") if r.level == "county"]
PROVINCES = [r for r in regions().widest() if r.level == "province"]
counties = st.sampled_from(COUNTIES)
details = st.builds(
    lambda p, what: f"{p.short}{what}",
    st.sampled_from(PROVINCES),
    st.sampled_from(["路8号", "大道一段", "西路", "会馆", "商会大厦", "工业园", "岭村", "街道"]),
)


@given(county=counties, detail=details, between=st.sampled_from(["", " ", "-", "，", "\u200b"]))
def test_an_address_in_full_means_its_county_whatever_the_road_is_called(
    county: Region, detail: str, between: str
) -> None:
    """Province, city, county: each of the list is found, and no road behind it decides."""
    text = between.join([*(r.name for r in chain(county)), detail])
    assert read(text) == Address(county)


@given(county=counties, other=st.sampled_from(PROVINCES))
def test_a_city_in_another_province_is_a_contradiction(county: Region, other: Region) -> None:
    """A city in full behind a province in which it does not lie gives no region."""
    place = chain(county)[1]
    if place.level != "city" or place.code[:2] == other.code[:2]:
        return
    found = read(f"{other.name}{place.name}")
    assert found.region is None
    assert found.problem is not None
    assert found.problem.code == "CE-T004"


@given(county=counties)
def test_a_name_of_several_provinces_means_nothing_alone(county: Region) -> None:
    """A county alone is found where one province has its name, and asked for where several do."""
    bearers = [r for r in regions().named(county.name) if r.name == county.name]
    found = read(county.name)
    if len({r.code[:2] for r in bearers}) > 1:
        assert found.problem is not None
        assert found.problem.code == "CE-T002"
    elif len(bearers) == 1:
        assert found.region == county


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("郴州市桂阳县海南大道 128 号", "桂阳县"),
        ("郴州市苏仙区上海路", "苏仙区"),
        ("郴州市桂阳县江西岭村", "桂阳县"),
        ("423000 湖南郴州", "郴州市"),
        ("湖南 郴州 资兴", "资兴市"),
        ("湖南省-郴州市-桂阳县", "桂阳县"),
        ("Guiyang County, Chenzhou, Hunan", "桂阳县"),
        ("中国湖南省郴州市高新技术产业开发区", "郴州市"),
        ("湖南省有色金属产业园(郴州市桂阳县)", "桂阳县"),
        ("湖南江华县", "江华瑶族自治县"),
        ("宁乡县", "宁乡市"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("海南州", "海南藏族自治州"),
        ("海南省海口市", "海口市"),
        ("吉林市船营区", "船营区"),
        ("湖南省长沙县", "长沙县"),
        ("永州道县", "道县"),
        ("河南新乡", "新乡市"),
        ("石家庄桥西区", "桥西区"),
        ("郴州市北湖区中山市场", "北湖区"),
        ("南方电网", "南方"),
    ],
)
def test_addresses_as_people_write_them(text: str, name: str) -> None:
    """Short names, names of former days, postcodes, English, brackets: the place that is named."""
    found = read(text)
    assert found.region is not None
    assert found.region.name == name
    assert found.caution is None


@pytest.mark.parametrize("text", ["重庆路8号", "南京西路", "江西岭村", "广东大厦", "某处", ""])
def test_a_road_or_a_hall_is_no_place(text: str) -> None:
    """Where an address names nothing but a road, nothing is chosen."""
    assert read(text).region is None


@pytest.mark.parametrize(
    "text", ["郴州市宁乡市", "长沙市桂阳县", "彬州市桂阳县", "Chenzhou, Guangdong", "湖南省郑州市"]
)
def test_places_that_do_not_lie_in_each_other_contradict(text: str) -> None:
    """Within a province too, and in English."""
    found = read(text)
    assert found.problem is not None
    assert found.problem.code == "CE-T004"


@pytest.mark.parametrize(
    ("text", "taken", "meant"),
    [
        ("湖南省郴洲市桂阳县", "桂阳县", "湖南省郴州市"),
        ("郴州市桂杨县", "郴州市", "湖南省郴州市桂阳县"),
        ("湖南省彬州市", "湖南省", "湖南省郴州市"),
    ],
)
def test_a_typing_error_is_told_with_what_may_be_meant(text: str, taken: str, meant: str) -> None:
    """What is certain is taken, and the name that is one character off is shown."""
    found = read(text)
    assert found.region is not None
    assert found.region.name == taken
    assert found.caution is not None
    assert found.caution.code == "CE-W051"
    assert meant in str(found.caution.params["meant"])


def test_a_park_named_after_another_place_is_told() -> None:
    """上海嘉定(郴州)产业园 lies in 郴州, and that it was read so is said."""
    found = read("上海嘉定(郴州)产业园")
    assert found.region is not None
    assert found.region.name == "郴州市"
    assert found.caution is not None
    assert found.caution.code == "CE-W052"
