"""Law 1: a wrong unit cannot pass."""

from __future__ import annotations

import pytest

from carbon_eia.errors import UnitError
from carbon_eia.units import parse_number, parse_quantity, parse_unit, spellings
from carbon_eia.units.parse import REFUSED


def code_of(text: str) -> str:
    """The code with which a quantity is refused."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(text)
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16.8 ton", "t"),
        ("16.8 tons", "t"),
        ("16.8 T", "t"),
        ("16.8 MT", "t"),
        ("16.8 mt", "t"),
        ("16.8 万T", "万t"),
        ("16.8 万ton", "万t"),
        ("100 Nm^3", "Nm3"),
        ("100 万Nm^3", "万Nm3"),
        ("100 Nm", "Nm3"),
        ("100 NM3", "Nm3"),
        ("100 nm3", "Nm3"),
        ("100 m^3", "m3"),
        ("100 方", "Nm3 / m3"),
        ("300 K", "℃"),
        ("5 TCE", "tce"),
        ("100 Kcal", "kcal"),
        ("5 wt%", "%"),
        ("5 w%", "%"),
        ("100 立方", "Nm3 / m3"),
        ("100 M3", "m3"),
        ("5 Tce", "tce"),
        ("1 m.w.h", "MWh"),
        ("1 tCO2/ton", "t"),
        ("1 tCO2/T", "t"),
    ],
)
def test_a_spelling_of_two_meanings_is_refused(text: str, meant: str) -> None:
    """What means different things to different people is refused with the spelling meant."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(text)
    (problem,) = caught.value.problems
    assert problem.code == "CE-U003"
    assert problem.params["meant"] == meant
    assert meant in problem.hint("zh")
    assert meant in problem.hint("en")


@pytest.mark.parametrize(
    ("text", "suggested"),
    [("6200 kwh", "kWh"), ("6200 KWH", "kWh"), ("6200 MWH", "MWh"), ("5 Kg", "kg"), ("5 gj", "GJ")],
)
def test_wrong_case_is_refused_and_the_right_case_suggested(text: str, suggested: str) -> None:
    """The case of a letter changes a unit a millionfold, so it is never mended in silence."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(text)
    (problem,) = caught.value.problems
    assert problem.code == "CE-U002"
    assert problem.params["meant"] == suggested


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("abc t", "CE-U005", {"text": "abc t"}),
        ("1.2.3 t", "CE-U005", {"text": "1.2.3 t"}),
        ("1,23,456 t", "CE-U005", {"text": "1,23,456 t"}),
        ("5٣ t", "CE-U005", {"text": "5٣ t"}),
        ("1½ t", "CE-U005", {"text": "1½ t"}),
        ("5 5 t", "CE-T010", {"text": "5 5 t"}),
        ("1.5×10⁴ t 9000", "CE-T010", {"text": "1.5×10⁴ t 9000"}),
        ("nan t", "CE-U006", {"text": "nan t"}),
        ("1÷0 t", "CE-U006", {"text": "1÷0 t"}),
        ("1e41 t", "CE-U008", {"text": "1e41 t"}),
        ("9" * 80 + " t", "CE-U008", {"text": "9" * 20 + "…"}),
        ("1 " + "t/" * 39 + "t", "CE-U008", {"text": "1 t/t/t/t/t/t/t/t/t/…"}),
        ("16.8 ton", "CE-U003", {"unit": "ton", "meant": "t"}),
        ("16.8 万ton", "CE-U003", {"unit": "万ton", "meant": "万t"}),
        ("1 tCO2/ton", "CE-U003", {"unit": "ton", "meant": "t"}),
        ("6200 kwh", "CE-U002", {"unit": "kwh", "meant": "kWh"}),
        ("6200 wxyz", "CE-U002", {"unit": "wxyz", "meant": "t、kWh、GJ、Nm3"}),
    ],
)
def test_a_refusal_says_what_was_typed(text: str, code: str, params: dict[str, str]) -> None:
    """The error holds the quantity or the unit that it refuses, cut where nobody would read on."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params) == (code, params)


def test_a_number_or_a_unit_of_any_length_is_refused_by_its_beginning() -> None:
    """A number beyond 200 signs and a unit beyond 80 are not read, wherever they come from."""
    with pytest.raises(UnitError) as caught:
        parse_number("9" * 201)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params) == ("CE-U008", {"text": "9" * 20 + "…"})
    assert parse_number("9" * 200) == 10**200 - 1
    with pytest.raises(UnitError) as caught:
        parse_unit("t/" * 40 + "t")
    assert caught.value.problems[0].code == "CE-U008"
    assert caught.value.problems[0].params == {"text": "t/" * 10 + "…"}


@pytest.mark.parametrize(
    "unit", ["t/", "/t", "t//t", "t·", "·t", "万", "亿万t", "10^4万t", "10^4x10^3t", "kmt", "t^2"]
)
def test_half_a_unit_is_no_unit(unit: str) -> None:
    """A unit with a piece missing or too many is refused, never completed."""
    with pytest.raises(UnitError):
        parse_unit(unit)


def test_what_is_meant_can_be_read() -> None:
    """Each spelling that an error names is one that the reader takes, and none that it refuses."""
    for refused, meant in REFUSED.items():
        for spelling in meant.split(" / "):
            assert parse_unit(spelling).factor > 0
        with pytest.raises(UnitError):
            parse_unit(refused)


def test_the_spellings_that_are_offered_are_those_that_people_type() -> None:
    """Per cent, per mille and degrees are offered by their signs, not by names for the compiler."""
    assert {"%", "‰", "℃"} <= set(spellings())
    assert not {"percent", "permille", "degC"} & set(spellings())


def test_the_fresh_registry_has_no_foreign_units() -> None:
    """Units of pint's default registry that mean something else to an engineer do not exist."""
    for foreign in ("knot", "firkin", "short_ton", "tonUS", "Eh", "Ry", "ppm"):
        assert code_of(f"1 {foreign}") == "CE-U002"


@pytest.mark.parametrize(
    "text", ["nan t", "NaN t", "-nan t", "inf t", "+inf t", "Infinity t", "#N/A", "#DIV/0!"]
)
def test_what_is_not_finite_is_refused(text: str) -> None:
    """NaN, infinity and the error values of a spreadsheet never become a figure."""
    assert code_of(text) == "CE-U006"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "t",
        "约 5 t",
        "5,0 t",
        "1,5 t",
        "1,23,456 t",
        "1.2.3 t",
        "1 395 000 t",
        "--5 t",
        "٣ t",
        "五 t",
        "1,395,00 t",
        "3-5 t",
    ],
)
def test_what_is_not_one_number_is_refused(text: str) -> None:
    """A decimal comma, a range, a word or two numbers are never read as some number."""
    assert code_of(text) in ("CE-U005", "CE-U002", "CE-T010", "CE-T012")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8400/9000 万kWh", "CE-T010"),
        ("8400 / 9000", "CE-T010"),
        ("19.0/21.5 t", "CE-T010"),
        ("8400/8401/8402", "CE-T010"),
        ("8000-9000 t", "CE-T010"),
        ("8000~9000 t", "CE-T010"),
        ("8000～9000 t", "CE-T010"),
        ("8000 至 9000 t", "CE-T010"),
        ("8400 万kWh 9000", "CE-T010"),
        ("8400 9000", "CE-T010"),
        ("2027-10", "CE-T011"),
        ("2027年10月31日", "CE-T011"),
        ("2027/10/31", "CE-T011"),
        ("08:24:00", "CE-T011"),
        ("8：24", "CE-T011"),
        ("约 8400 t", "CE-T012"),
        ("≥8400 t", "CE-T012"),
        ("9300(估) t", "CE-T012"),
        ("9300左右 t", "CE-T012"),
        ("“8400” t", "CE-T013"),
        ("23。1 GJ/t", "CE-T013"),
        ("23｡1 GJ/t", "CE-T013"),
        ("２３。１", "CE-T013"),
        ("23·1 GJ/t", "CE-T013"),
        ("23’1 t", "CE-T013"),
        ("19.0 万t。", "CE-T013"),
        ("2O.5 t", "CE-T013"),
        ("l9 t", "CE-T013"),
        ("3月5日", "CE-T011"),
        ("8400\u202e t", "CE-T013"),
        ("￥16000 元", "CE-T014"),
    ],
)
def test_what_stands_in_the_place_of_a_number_is_named(text: str, code: str) -> None:
    """Two values, a date, a remark, a sign: the error says which of them it is, and quotes it."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["text"]) == (code, text)


@pytest.mark.parametrize(
    "text",
    [
        "8\u202f400 t",
        "8400\u200b t",
        "\ufeff8400 t",
        "8400\u200e t",
        "8400\u00ad t",
        "8\u00a0400 t",
    ],
)
def test_what_nobody_sees_changes_no_number(text: str) -> None:
    """Zero-width signs and unbreakable spaces between thousands are read over."""
    assert parse_quantity(text).value == 8400


@pytest.mark.parametrize("text", ["", "1,5 t", "1.2.3 t", "1 395 000 t", "٣ t"])
def test_no_number_is_called_so(text: str) -> None:
    """The commonest of them have the code that says so."""
    assert code_of(text) == "CE-U005"


@pytest.mark.parametrize(
    "text",
    [
        "10² t",
        "10⁴ t",
        "5① t",
        "½ t",
        "1½ t",
    ],
)
def test_a_raised_digit_is_not_a_digit(text: str) -> None:
    """10⁴ t is ten thousand tonnes or an error, and never 104 t."""
    with pytest.raises(UnitError):
        parse_quantity(text)


def test_a_raised_digit_behind_times_ten_is_a_power() -> None:
    """1.5×10⁴ t is 15 000 t, and never 1.5 × 104 t."""
    assert parse_quantity("1.5×10⁴ t").to("t") == 15_000


@pytest.mark.parametrize("text", ["1e999 t", "1e-999 t", "1e41 t", "9" * 81 + " t"])
def test_what_no_one_types_is_refused(text: str) -> None:
    """The size of a number is bounded before it is computed with."""
    assert code_of(text) == "CE-U008"


@pytest.mark.parametrize("text", ["1e9999 t", "1e99999999 t", "1e1000000 t"])
def test_an_endless_exponent_is_refused_without_work(text: str) -> None:
    """An exponent of any length is refused as too large a number."""
    assert code_of(text) == "CE-U008"


def test_the_dimensionless_number_is_not_read_with_a_unit() -> None:
    """A plain number is a plain number: text behind it is refused."""
    assert parse_number("1,395,000") == 1_395_000
    with pytest.raises(UnitError):
        parse_number("5 t")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("tCO2", "t"),
        ("tCO2", "tCO2e"),
        ("tCO2e", "tCO2"),
        ("tC", "tCO2"),
        ("tCH4", "tCO2e"),
        ("tN2O", "tCO2e"),
        ("kgce", "kJ"),
        ("tce", "t"),
        ("tce", "tCO2"),
        ("kWh", "kgce"),
        ("t", "Nm3"),
        ("元", "t"),
        ("kW", "kWh"),
        ("MWh", "MW"),
        ("tCO2/t", "1"),
        ("tCO2/万元", "tCO2/t"),
        ("kgCOD", "kg"),
        ("t/h", "t"),
        ("t/d", "t/a"),
        ("%", "t"),
        ("m2", "m3"),
    ],
)
def test_one_kind_never_becomes_another(found: str, wanted: str) -> None:
    """CO2, CO2e, carbon, standard coal, energy, power, money and mass do not convert."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(f"1 {found}").to(wanted)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params) == ("CE-U004", {"found": found, "expected": wanted})


@pytest.mark.parametrize(
    ("found", "wanted"),
    [("m3", "Nm3"), ("万m3", "万Nm3"), ("立方米", "Nm3"), ("GJ/m3", "GJ/万Nm3")],
)
def test_a_bare_cubic_metre_is_no_gas(found: str, wanted: str) -> None:
    """A gas volume without its state gets advice of its own."""
    with pytest.raises(UnitError) as caught:
        parse_quantity(f"1 {found}").to(wanted)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params) == ("CE-U007", {"found": found, "expected": wanted})


def test_products_are_dimensions_of_their_own() -> None:
    """t CO2 per t clinker is not t CO2 per t lead, and never cancels to a plain number."""
    products = {"熟料": "clinker", "铅锭": "lead"}
    clinker = parse_unit("tCO2/t熟料", products)
    lead = parse_unit("tCO2/t铅锭", products)
    assert clinker.dims == parse_unit("tCO2").per(parse_unit("t").of("clinker")).dims
    for other in (lead, parse_unit("tCO2/t")):
        with pytest.raises(UnitError):
            clinker.factor_to(other)
    assert parse_unit("kgCO2/kg熟料", products).factor_to(clinker) == 1


def test_a_mass_fraction_of_a_product_does_not_vanish() -> None:
    """t clinker per t cement keeps both names."""
    products = {"熟料": "clinker", "水泥": "cement"}
    assert dict(parse_unit("t熟料/t水泥", products).dims) == {
        "product:clinker": 1,
        "product:cement": -1,
    }
