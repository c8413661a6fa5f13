"""Methods as data: every form is worked out as it is printed, and a slip in one is refused."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbon_eia.errors import ReferenceDataError
from carbon_eia.files import data_folder
from carbon_eia.formulas import parse_formula
from carbon_eia.messages import catalogue
from carbon_eia.project import fields
from carbon_eia.reference import (
    BIOGENIC,
    MethodForm,
    Tables,
    categories,
    methods,
    open_tables,
    open_world,
)
from carbon_eia.units import of_gas, parse_unit

ROOT = Path(__file__).resolve().parents[2]
FORMS = [form for method in methods().values() for form in method.forms]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
each_method = pytest.mark.parametrize("method", methods().values(), ids=lambda m: m.id)
NUMBERS = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=1000)


def by_python(text: str, values: dict[str, Fraction]) -> Fraction:
    """A printed formula worked out by Python's own reader, its signs exchanged."""
    numbers = {"10⁻³": "F(1, 1000)", "10⁻⁶": "F(1, 1000000)"}
    numbers |= {f"{a}/{b}": f"F({a}, {b})" for a in (12, 44) for b in (12, 16, 28, 40, 56, 60)}
    for old, new in (("×", "*"), ("÷", "/"), ("−", "-"), ("[", "("), ("]", ")"), *numbers.items()):
        text = text.replace(old, new)
    for i, name in enumerate(sorted(values, key=len, reverse=True)):
        text = text.replace(name, f"\0{i}\0")
    for i, name in enumerate(sorted(values, key=len, reverse=True)):
        text = text.replace(f"\0{i}\0", f"v[{name!r}]")
    found: Fraction = eval(text, {"F": Fraction, "v": values})
    return found


@each_form
def test_the_worked_example(form: MethodForm) -> None:
    """The example was written out by hand; the formula gives it to the last digit."""
    known = {k: Fraction(v) for k, v in form.example["given"].items()}
    assert form.masses(known) == {k: Fraction(v) for k, v in form.example["gives"].items()}
    assert any(form.masses(known).values()), "an example that gives nothing shows nothing"


@each_form
@settings(max_examples=12)
@given(data=st.data())
def test_what_is_printed_is_what_is_computed(form: MethodForm, data: st.DataObject) -> None:
    """The formula that a report prints, read by another reader, gives the figure of the report."""
    values = {name: data.draw(NUMBERS, name) for name in form.parameters}
    masses = form.masses(values)
    known = form.by_symbol(values)
    assert by_python(form.symbolic().removeprefix("E = "), known) == masses[form.gas]
    if BIOGENIC in masses:
        assert by_python(form.symbolic_biogenic().removeprefix("E = "), known) == masses[BIOGENIC]
    shown = {k: f"({v.numerator}/{v.denominator})" for k, v in values.items()}
    assert parse_formula(form.substituted(shown)).value({}) == masses[form.gas]


@each_form
@pytest.mark.parametrize("shape", [(), (1,), (3, 5)], ids=str)
def test_columns_agree_with_fractions(form: MethodForm, shape: tuple[int, ...]) -> None:
    """One formula for one project and for ten million: arrays give the same figures and shape."""
    random = np.random.default_rng(20260630)
    columns = {name: random.integers(1, 1000, shape) / 1024 for name in form.parameters}
    before = {name: np.array(column) for name, column in columns.items()}
    found = form.masses(columns)
    for index in np.ndindex(shape):
        row = {name: Fraction(float(np.asarray(column)[index])) for name, column in columns.items()}
        for gas, exact in form.masses(row).items():
            assert np.shape(found[gas]) == shape
            # relative to the largest term: differences of the terms may cancel
            off = abs(Fraction(float(np.asarray(found[gas])[index])) - exact)
            assert off <= Fraction(1, 10**12)
    for name, column in columns.items():
        np.testing.assert_array_equal(column, before[name])


@each_form
@settings(max_examples=12)
@given(data=st.data())
def test_a_cell_of_a_spreadsheet_gives_the_figure(form: MethodForm, data: st.DataObject) -> None:
    """The text of the cell has brackets where they are needed: Python reads it to one value."""
    values = {name: data.draw(NUMBERS, name) for name in form.parameters}
    cells = {form.symbols[name]: f"x{i}" for i, name in enumerate(form.parameters)}
    exact = {f"x{i}": v for i, v in enumerate(values.values())}
    cell = parse_formula(form.formula).cell(cells)
    floats = eval(cell, {"__builtins__": {}}, {k: float(v) for k, v in exact.items()})
    scale = 1e-9 * max(map(float, values.values())) ** 2  # near differences lose digits in floats
    assert floats == pytest.approx(float(form.masses(values)[form.gas]), rel=1e-9, abs=scale)


@each_form
def test_nothing_used_emits_nothing(form: MethodForm) -> None:
    """An amount of zero is lawful; where it is the whole activity, nothing is emitted."""
    if form.parameters[:1] == ("amount",) and "dust" not in form.parameters:
        values = {name: Fraction(name != "amount", 2) for name in form.parameters}
        assert set(form.masses(values).values()) == {0}


@each_method
def test_what_a_formula_needs_can_be_typed_and_what_is_typed_is_used(method: Any) -> None:
    """Quantities of the project file and parameters are the same, in units that fit."""
    known = fields(method.id)
    inner = {"steam": fields("steam"), "water": fields("hot_water")}
    typed = {k for k, f in known.items() if f.type in ("quantity", "annual")}
    assert typed - method.energy_only == method.parameters - method.derived.keys()
    assert ("item" in known) == bool(method.item)
    assert ("gas" in known) == any(f.of_any_gas for f in method.forms)
    assert ("direction" in known) == any("out" in f.when for f in method.forms)
    for form in method.forms:
        for units in form.units:
            for name, unit in units.items():
                held = next((inner[w] for w in ("steam", "water") if w in form.when), {})
                field = held.get(name) or known.get(name)
                if field is None:
                    continue  # looked up, or worked out from what is typed
                accepted = {parse_unit(of_gas(u, "SF6")).dims for u in field.unit}
                assert parse_unit(of_gas(unit, "SF6")).dims in accepted


@each_method
def test_a_method_is_told_in_both_languages(method: Any) -> None:
    """Method, forms, keys and the reason why something is no energy have words in each language."""
    for lang in ("zh", "en"):
        assert method.text[lang]
        assert all(form.text[lang] for form in method.forms)
        assert all(field.label(lang) for field in fields(method.id).values())
        assert not method.outside or method.outside in catalogue(lang)


def test_every_category_has_a_method() -> None:
    """No line of the inventory is without a method."""
    assert {m.category.id for m in methods().values()} == set(categories())


# --- a slip is refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference that may be spoilt."""
    return Path(shutil.copytree(data_folder("factors"), tmp_path / "factors"))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("AD × NCV × EF × (1 − BIO)", "AD × NCV × EF × (1 − BIO", "(1 − BIO"),
        ("AD × NCV × EF × (1 − BIO)", "AD × NCV × (1 − BIO)", "NCV × (1 − BIO)"),
        ("AD × NCV × EF × (1 − BIO)", "AD × NCV × EFF × (1 − BIO)", "EFF"),
        ("AD × NCV × EF × BIO", "AD × NCV × EF × BIOM", "BIOM"),
        ('formula = "AD × r"', 'formula = "AD × at(r; 1:2)"', "at(r"),
        ('gives = { CO2 = "217.8"', 'gives = { CO2 = "217.9"', "CO2 = 1089/5"),
        ('factor = "tCO2/MWh" }]', 'factor = "tCO2/GJ" }]', "AD × EF: amount MWh, factor tCO2/GJ"),
        ('factor = "tCO2/MWh" }]', 'factor = "tCO2/MWhh" }]', ""),
        ('"kgCH4/kgCOD", mcf', '"tCH4/kgCOD", mcf', "tCH4/kgCOD"),
        ('energy = "AD × ρ"\nenergy_unit = "t"', 'energy = "AD × ρ"', "AD × ρ"),
        ('energy = "fuel"', 'energy = "gas"', "energy = gas"),
        ('energy = "AD × PUE"\n', "", "energy"),
        ('outside = "energy.outside.anode"\n', "", "outside"),
        ('out_claim = "sink"', 'out_claim = "drain"', "drain"),
        ('amount_is = "output"', 'amount_is = "input"', "input"),
        ('category = "fugitive"', 'category = "fugitives"', "fugitives"),
        ('item = ["rate"]', 'item = ["rates"]', "rates"),
        ('given = ["cullet"]', 'given = ["cullets"]', "cullets"),
        ('id = "lime.oxides"', 'id = "lime.factor"', "lime.factor"),
        ('id = "lime.oxides"', 'id = "chalk.oxides"', "chalk.oxides"),
        ('source = "ndrc-fluoro-2015"', 'source = "nobody"', ""),
        ('symbol = "MCF"', 'symbol = "B0"', ""),
        ("usual = true", 'like = "burning"', "burning"),
        ("self_heating = true", "self_heatng = true", "self_heatng"),
        ('gas = "N2O"\n', 'gass = "N2O"\n', "gass"),
        ('symbol = "MCF", unit', 'symbol = "MCF", units', "units"),
        ('supply = "green", words', 'suply = "green", words', ""),
    ],
)
def test_a_slip_in_a_method_is_refused(folder: Path, old: str, new: str, what: str) -> None:
    """The loader names the form or method, and what is wrong with it."""
    path = folder / "methods.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        open_tables(folder)
    problems = [p for p in caught.value.problems if p.place.file == "factors/methods.toml"]
    assert problems
    assert any(what in str(p.params) for p in problems)


def test_a_reference_without_a_method_is_of_another_version(folder: Path) -> None:
    """Tables that were checked by another version, and lack what this one reads: CE-R012."""
    path = folder / "methods.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("# --- recovery"), text.index("# --- liquid_fuel")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    tables = Tables(folder)
    compiled = dict(open_tables().compiled)

    compiled |= {"sha256": tables.digest}
    compiled["toml"] = {**compiled["toml"], "methods.toml": json.dumps(tables.toml("methods.toml"))}
    (folder / "compiled.json").write_text(json.dumps(compiled), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        open_world(date(2026, 6, 30), folder)
    assert [p.code for p in caught.value.problems] == ["CE-R012"]
    assert "recovery" in str(caught.value.problems[0].params)


# --- no other room lists methods

OTHER_MEANINGS = {
    "electricity": "a carrier, a category, a table",
    "heat": "a carrier, a category, a table",
    "combustion": "a category",
    "process": "a category, a table, a change of a park's scenario",
    "recovery": "a category, a part of the rules of claims",
    "loss": "a transfer's loss in a park",
}
"""Ids of methods that are words of something else too: where a method is asked for, they count."""


def _names_a_method(node: ast.AST) -> Iterator[str]:
    """Ids that a part of a program asks for as a method."""

    def constants(of: ast.AST) -> list[str]:
        found = (n.value for n in ast.walk(of) if isinstance(n, ast.Constant))
        return [v for v in found if isinstance(v, str) and v in methods()]

    def is_method(of: ast.AST) -> bool:
        """``x.method``, ``x["method"]``, ``method``, or a tuple of such."""
        if isinstance(of, ast.Tuple):
            return any(is_method(e) for e in of.elts)
        if isinstance(of, ast.Subscript):
            return isinstance(of.slice, ast.Constant) and of.slice.value == "method"
        name = getattr(of, "attr", None) or getattr(of, "id", None)
        return name in ("method", "methods")

    if isinstance(node, ast.Constant) and node.value in methods():
        if node.value not in OTHER_MEANINGS:
            yield str(node.value)
    elif isinstance(node, ast.Compare):
        if any(map(is_method, (node.left, *node.comparators))):
            yield from constants(node)
    elif isinstance(node, ast.Call):
        if getattr(node.func, "id", "") in BY_METHOD:
            yield from constants(node)
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(OF_METHODS):
        yield from constants(node.slice)


BY_METHOD = ("fields", "method_label", "parameter_label", "parameter_symbol")
OF_METHODS = ("defaults", "methods()", ".methods")


def named_methods(text: str) -> list[str]:
    """Ids of methods that a program names."""
    return [name for node in ast.walk(ast.parse(text)) for name in _names_a_method(node)]


def test_no_room_names_a_method() -> None:
    """A new method is data: nobody but the reference may know one by its name."""
    found = {
        str(path.relative_to(ROOT)): names
        for path in sorted((ROOT / "carbon_eia").rglob("*.py"))
        if path.relative_to(ROOT).parts[1] not in ("formulas", "reference")
        if (names := named_methods(path.read_text(encoding="utf-8")))
    }
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        'OF_OUTPUT = ("clinker",)',
        'x = source.method == "heat"',
        'x = (s.method, s.supply) == ("heat", "own")',
        'x = s["method"] in ("electricity",)',
        'x = fields("combustion")["ncv"]',
        'x = sector.defaults["heat"]["factor"]',
        'x = world.methods["process"]',
    ],
)
def test_a_method_that_is_named_is_seen(text: str) -> None:
    """This test can fail: each way of asking for a method by its name is seen."""
    assert named_methods(text)


def test_a_carrier_is_no_method() -> None:
    """What a method is to energy, and the lines of the inventory, may be asked for."""
    assert not named_methods('x = e.method.energy == "heat" or e.category == "combustion"')
