"""All hypothesis strategies: numbers as typed, units, spellings of a quantity, project texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st

from carbon_eia.project import Effect, Measure, Planning, Source
from carbon_eia.units import Quantity, is_terminating, parse_quantity, parse_unit, spellings

MULTIPLIERS = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
"""Chinese multipliers, stated a second time so that a slip in the package is seen."""

ASCII_TO_FULL = {c: chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}

_WIDE = Context(prec=120)


# --- numbers


def fractions(low: int = -(10**9), high: int = 10**9) -> st.SearchStrategy[Fraction]:
    """Rationals, those with a finite decimal expansion and others."""
    return st.fractions(min_value=low, max_value=high, max_denominator=10**9)


@st.composite
def decimal_fractions(draw: st.DrawFn) -> Fraction:
    """Rationals that end within some thirty decimals."""
    digits = draw(st.integers(-(10**24), 10**24))
    return Fraction(digits, 10 ** draw(st.integers(0, 30)))


@st.composite
def amounts(draw: st.DrawFn) -> str:
    """A positive number as a person types it: plain, with a point, with thousands or exponent."""
    whole, places = draw(st.integers(1, 10**7)), draw(st.integers(0, 4))
    plain = f"{Decimal(whole).scaleb(-places):f}"
    form = draw(st.sampled_from(["plain", "thousands", "exponent", "sign"]))
    if form == "thousands":
        return f"{Decimal(plain):,f}"
    if form == "exponent":
        return f"{whole}e-{places}"
    return ("+" if form == "sign" else "") + plain


# --- units


def unit_atoms() -> st.SearchStrategy[str]:
    """Every spelling of the index."""
    return st.sampled_from(spellings())


@st.composite
def compound_units(draw: st.DrawFn) -> tuple[str, str, Fraction]:
    """A compound unit as we write it, as pint writes it, and the multipliers taken out of it."""
    ours, pints, times = "", "", Fraction(1)
    for position in range(draw(st.integers(1, 4))):
        joint = "" if position == 0 else draw(st.sampled_from(["/", "·"]))
        atom = draw(unit_atoms())
        # 千 before an atom that begins with 千 is not what anyone writes
        multiplier = draw(st.sampled_from(list(MULTIPLIERS)))
        if atom in ("%", "‰") or atom[0] in "千克" or "" in (atom, multiplier):
            multiplier = ""
        # A division binds all that stands after the stroke: a/b·c is a/(b·c).
        divides = joint == "/" or ("/" in ours and joint == "·")
        times *= Fraction(MULTIPLIERS[multiplier]) ** (-1 if divides else 1)
        ours += joint + multiplier + atom
        pints += ("" if not position else "/" if divides else "*") + _for_pint(atom)
    return ours, pints, times


def _for_pint(atom: str) -> str:
    return {"%": "percent", "‰": "permille", "℃": "degC"}.get(atom, atom)


# --- sources of a figure


@st.composite
def source_entries(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Sources as a figure reads them: name, category, t CO2e, t biogenic CO2, amount."""
    categories = ["combustion", "process", "electricity", "heat", "fugitive", "recovery"]
    found = []
    for _ in range(draw(st.integers(1, 30))):
        name = draw(st.text("碳排放源（）、，。 abcWM0123456789/-", min_size=1, max_size=90))
        value = Decimal(draw(st.integers(-(10**9), 10**10))).scaleb(-draw(st.integers(0, 6)))
        biogenic = Decimal(draw(st.integers(0, 10**7)) * draw(st.sampled_from([0, 0, 1])))
        amount = draw(st.sampled_from(["19.0 万t", "1.485 亿kWh", "12345678.9012 万Nm3"]))
        category = draw(st.sampled_from(categories))
        found.append((name, category, f"{value:f}", f"{biogenic:f}", amount))
    return found


# --- one quantity, spelt in many ways


def _alike(unit: str) -> list[str]:
    dims = parse_unit(unit).dims
    found = [s for s in spellings() if s not in ("%", "‰") and parse_unit(s).dims == dims]
    wide = ("千", "万", "亿")
    return found + [m + s for s in found if s[0] not in "千百万亿" for m in wide]


@st.composite
def respelt(draw: st.DrawFn, text: str) -> str:
    """The same quantity in other units of its kind, in full-width digits, or with spaces."""
    quantity = parse_quantity(text)
    if quantity.unit.dims == ():
        value = quantity.value * quantity.unit.factor
        return draw(st.sampled_from([f"{_plain(value * 100)} %", f"{_plain(value * 1000)} ‰"]))
    parts = [draw(st.sampled_from(_alike(p))) for p in quantity.unit.text.split("/")]
    unit = "/".join(parts)
    value = quantity.to(unit)
    if not is_terminating(value) or len(_plain(value)) > 40:
        return text
    spelt = f"{_plain(value)}{draw(st.sampled_from(['', ' ', '  ']))}{unit}"
    if draw(st.booleans()):
        spelt = "".join(ASCII_TO_FULL.get(c, c) for c in spelt)
    return spelt


def _plain(value: Fraction) -> str:
    exact = _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{exact:f}"


QUANTITY = re.compile(r'"([0-9][0-9.,]* ?[^"\d\s][^"]*)"')
"""A quantity in the text of a project: it begins with a digit and has a unit."""


@st.composite
def respelt_project(draw: st.DrawFn, text: str) -> str:
    """A project text with every quantity spelt in another way."""

    def other(match: re.Match[str]) -> str:
        try:
            typed = parse_quantity(match.group(1))
        except Exception:
            return match.group()  # a name or a document that begins with a digit
        if typed.unit.text == "1":
            return match.group()
        return f'"{draw(respelt(match.group(1)))}"'

    return QUANTITY.sub(other, text)


# --- projects

HEAD = """\
[project]
name = "性质试验"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市桂阳县"
year = 2026

[[products]]
name = "产品"
amount = "{output} t"
"""

KINDS = {
    "coal": 'method = "combustion"\nmaterial = "烟煤"\namount = "{n} t"',
    "gas": 'method = "combustion"\nmaterial = "天然气"\namount = "{n} 万Nm3"',
    "biomass": 'method = "combustion"\namount = "{n} t"\nfactor = "1.7 tCO2/t"\n'
    'biogenic_share = "{share} %"',
    "power": 'method = "electricity"\namount = "{n} MWh"',
    "sold": 'method = "electricity"\nsupply = "export"\namount = "{n} MWh"',
    "heat": 'method = "heat"\namount = "{n} GJ"',
    "steam": 'method = "heat"\nsteam = {{ mass = "{n} t", pressure = "1 MPa" }}',
    "water": 'method = "heat"\nhot_water = {{ mass = "{n} t", temperature = "95 ℃" }}',
    "limestone": 'method = "carbonate"\nmaterial = "石灰石"\namount = "{n} t"\n'
    'purity = "{share} %"',
    "clinker": 'method = "clinker"\namount = "{n} t"\ncao = "{share} %"\nmgo = "1 %"',
    "coke": 'method = "reductant"\nmaterial = "焦炭"\namount = "{n} t"',
}
"""Sources of each method; ``{n}`` is the amount and ``{share}`` a percentage."""


@st.composite
def source_blocks(draw: st.DrawFn, sold: bool = True) -> list[str]:
    """Some ``[[sources]]`` of any method, in the order of their names."""
    kinds = [k for k in KINDS if sold or k != "sold"]
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=6))
    return [
        f'[[sources]]\nname = "s{i}"\n'
        + KINDS[k].format(n=draw(st.integers(0, 10**6)), share=draw(st.integers(0, 99)))
        + "\n"
        for i, k in enumerate(chosen)
    ]


@st.composite
def project_texts(draw: st.DrawFn, sold: bool = True) -> str:
    """A lawful project of the sector without required sources."""
    head = HEAD.format(output=draw(st.integers(1, 10**6)))
    return head + "".join(draw(source_blocks(sold)))


# --- wrong input

NASTY = [
    "nan",
    "inf",
    "-inf",
    "1e999",
    "9" * 400,
    "true",
    '""',
    '"nan t"',
    '"1e999 t"',
    '"16.8 ton"',
    '"１６．８ 万ｔ"',
    '"-5 t"',
    "-5",
    "0",
    "[]",
    "{}",
    "[{}]",
    "{ value = 1 }",
    '{ value = nan, unit = "t" }',
    '{ value = "1 t", unit = "t" }',
    "1979-05-27",
    "1979-05-27T07:32:00Z",
    "07:32:00",
    '"\\u0000"',
    '"\\u202E"',
    "'''\n\n'''",
    '"电网"',
    '"export"',
    '"combustion"',
    "0x7f",
    "1_000",
    '"5 %"',
    '"5 ℃"',
]
"""Values that break a careless reader."""


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A valid text after a few accidents: lines lost, doubled, moved, cut, or given odd values."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "move", "cut", "value", "key", "insert"])):
            case "lose":
                lines[at : at + 1] = []
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, 30))]
            case "value":
                lines[at] = lines[at].split("=")[0] + "= " + draw(st.sampled_from(NASTY))
            case "key":
                lines[at] = draw(st.text(max_size=12)) + lines[at][2:]
            case "insert":
                lines.insert(at, draw(st.text(max_size=40)))
        if not lines:
            return ""
    return "\n".join(lines)


# --- plants with measures, for the planner


class Plant(NamedTuple):
    """Sources of a made-up plant, measures, and limits of emission (t) and energy (GJ).

    A unit of a source emits its ``factor``, of some the fourth power of it over a thousand, so that
    not every inventory is linear in what a measure changes.
    """

    sources: tuple[Source, ...]
    measures: tuple[Measure, ...]
    planning: Planning
    deadline: date
    limit: Fraction
    energy_limit: Fraction

    def share(self, source: Source) -> Fraction:
        """What a source emits."""
        p = source.parameters
        factor = p["factor"].value if "factor" in p else Fraction(1, 2)
        amount = p["amount"].value
        return amount * factor + (amount**2 / 1000 if source.name == "curved" else 0)

    def energy(self, source: Source) -> Fraction:
        """The energy of a source."""
        return source.parameters["amount"].value * (self.heat(source) or 0)

    def heat(self, source: Source) -> Fraction | None:
        """GJ in a unit of a source."""
        return Fraction(1) if source.method == "heat" else Fraction(18, 5)


NAMES = ("heat", "power", "curved", "green")


def _number(low: int, high: int, unit: str = "") -> st.SearchStrategy[Quantity]:
    return st.integers(low, high).map(lambda n: parse_quantity(f"{n} {unit}".strip()))


@st.composite
def _effects(draw: st.DrawFn) -> Effect:
    name = draw(st.sampled_from(NAMES[:3]))
    unit = "GJ" if name == "heat" else "MWh"
    form = draw(
        st.sampled_from(["share", "share", "amount", "adds", "factor", "to", "switch", "new"])
    )
    share = draw(_number(1, 60, "%"))
    if form == "amount":
        return Effect(name, saves=draw(_number(1, 40, unit)))
    if form == "adds":
        return Effect(name, adds=draw(_number(1, 40, unit)))
    if form == "factor":
        return Effect(name, saves=share, parameter="factor")
    if form == "to":
        return Effect(name, parameter="factor", to=draw(_number(0, 3, f"tCO2/{unit}")))
    if form == "switch":
        new = draw(st.booleans())
        to = "green" if new else draw(st.sampled_from([n for n in NAMES[:2] if n != name]))
        return Effect(
            name,
            saves=share,
            switch=to,
            efficiency=draw(_number(1, 4)),
            old_efficiency=draw(_number(50, 100, "%")),
            method="electricity" if new else "",
        )
    if form == "new":
        return Effect("green", adds=draw(_number(1, 30, "MWh")), method="electricity")
    return Effect(name, saves=share)


@st.composite
def _measures(draw: st.DrawFn, number: int, earlier: int) -> Measure:
    others = [f"m{i}" for i in range(earlier)]
    dated = draw(st.booleans())
    start = date(2026, draw(st.integers(5, 9)), draw(st.sampled_from([1, 10])))
    months = draw(st.integers(1, 3))
    shutdown = draw(st.integers(0, 3)) == 0
    return Measure(
        f"m{number}",
        tuple(draw(st.lists(_effects(), min_size=1, max_size=2))),
        investment=draw(_number(0, 9, "万元")),
        annual_cost=draw(_number(-3, 3, "万元")),
        start=start if dated or draw(st.booleans()) else None,
        finish=date(2026, min(12, start.month + months), 28) if dated else None,
        status="committed" if draw(st.integers(0, 5)) == 0 else "planned",
        requires=tuple(draw(st.lists(st.sampled_from(others), max_size=1))) if others else (),
        excludes=tuple(draw(st.lists(st.sampled_from(others), max_size=1))) if others else (),
        duration=None if dated else months,
        life=draw(st.integers(1, 10)),
        shutdown=shutdown and not dated,
        shutdown_months=draw(st.sampled_from([None, 1])) if shutdown else None,
    )


@st.composite
def plants(draw: st.DrawFn, most: int = 5) -> Plant:
    """A plant with a few measures that act on the same sources, and rules of planning."""
    sources = tuple(
        Source(
            name,
            "heat" if name == "heat" else "electricity",
            parameters={
                "amount": draw(_number(20, 100, unit)),
                "factor": draw(_number(1, 3, f"tCO2/{unit}")),
            },
        )
        for name, unit in zip(NAMES[:3], ("GJ", "MWh", "MWh"), strict=True)
    )
    count = draw(st.integers(1, most))
    measures = tuple(draw(_measures(i, i)) for i in range(count))
    start = 2026 * 12 + 6
    planning = Planning(
        objective=draw(st.sampled_from(["annualised", "investment"])),
        discount_rate=draw(_number(0, 10, "%")),
        budget=draw(st.none() | _number(0, 25, "万元")),
        parallel=draw(st.sampled_from([None, 1, 2])),
        shutdowns=frozenset(draw(st.sets(st.integers(start, start + 5), max_size=3))),
    )
    plant = Plant(sources, measures, planning, date(2026, 12, 31), Fraction(0), Fraction(0))
    emission = sum((plant.share(s) for s in sources), Fraction(0))
    energy = sum((plant.energy(s) for s in sources), Fraction(0))
    return plant._replace(
        deadline=date(2026, draw(st.integers(9, 12)), draw(st.sampled_from([15, 30]))),
        limit=emission * draw(st.integers(40, 100)) / 100,
        energy_limit=energy * draw(st.integers(70, 130)) / 100,
    )


# --- rows of a table

ODD_CELLS = ["#REF!", "5 t", "-1", "1e99", "见附表", "1,2", "nan"]
"""Cells that are no figure of their column."""


@st.composite
def perturbed_examples(
    draw: st.DrawFn, examples: dict[str, dict[str, Any]], row_of: Callable[..., dict[str, str]]
) -> dict[str, str]:
    """A row of some sector with other amounts; some cells left out, respelt, or made odd."""
    ident = draw(st.sampled_from(list(examples)))
    factor = draw(st.sampled_from([0.001, 0.5, 0.93, 1.0, 1.07, 2.0, 1000.0]))
    row = row_of(
        ident,
        examples[ident],
        lambda: factor * draw(st.sampled_from([0.9, 1.0, 1.1])),
        项目名称="项目",
        阶段=draw(st.sampled_from(["拟建", "在建"])),
        地区=draw(st.sampled_from(["湖南省郴州市", "广东省", "不存在的地方", ""])),
        年份=draw(st.sampled_from(["2020", "2026", "２０２５年", "1999", ""])),
    )
    for head in list(row):
        accidents = ["as it is"] * 12 + ["lose", "wide", "thousands", "zero", "odd"]
        match draw(st.sampled_from(accidents)):
            case "lose":
                del row[head]
            case "wide":
                row[head] = "".join(ASCII_TO_FULL.get(c, c) for c in row[head])
            case "thousands" if re.fullmatch(r"\d{4,}", row[head]):
                row[head] = f"{int(row[head]):,}"
            case "zero":
                row[head] = "0"
            case "odd":
                row[head] = draw(st.sampled_from(ODD_CELLS))
    row.setdefault("行业", ident)
    return row


# --- parks


def _words() -> st.SearchStrategy[str]:
    """A name of any letters that stands in one cell."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Cf"))
    return st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool)


def _amount(*units: str) -> st.SearchStrategy[str]:
    numbers = st.integers(0, 10**17).map(lambda n: f"{Decimal(n).scaleb(-5).normalize():f}")
    return st.tuples(numbers, st.sampled_from(units)).map(" ".join)


def _share() -> st.SearchStrategy[str]:
    return st.integers(-9999, 10**4).map(lambda n: f"{Decimal(n).scaleb(-2).normalize():f} %")


def _table(
    given: dict[str, st.SearchStrategy[Any]], **more: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(given, optional=more)


def park_tables() -> st.SearchStrategy[dict[str, Any]]:
    """The tables of a park file as they are written; its members' files need not exist."""
    year, words = st.integers(2000, 2100), _words()
    change = _table(
        {"year": year, "source": words},
        of=words,
        activity=_share(),
        green_share=_share(),
        grid_factor=_amount("tCO2/MWh", "kgCO2/kWh"),
        switch_from=words,
        efficiency=st.integers(1, 99).map(lambda n: f"{Decimal(n).scaleb(-1).normalize():f}"),
    )
    scenario = _table(
        {"name": words, "kind": st.sampled_from(["基准", "plan", "own"])},
        projects=st.sampled_from(["全部", "none"]),
        changes=st.lists(change, min_size=1, max_size=4),
    )
    member = _table({"name": words, "file": words}, start=year, close=year)
    sale = _table(
        {"from": words, "source": words, "to": words},
        use=words,
        amount=_amount("GJ", "万kWh"),
        loss=_share(),
    )
    park = _table(
        {"name": words, "plan_years": st.lists(year, min_size=1, max_size=5)},
        kind=st.sampled_from(["两高", "data"]),
        area=_amount("公顷", "km2"),
        benchmarks=st.lists(words, min_size=1, max_size=3),
    )
    return _table(
        {"park": park},
        city=_table({"source": words}, total=_amount("万tCO2", "tCO2")),
        years=st.lists(_table({"year": year}, carbon_cap=_amount("tCO2")), max_size=3),
        enterprises=st.lists(member, max_size=4),
        projects=st.lists(member, max_size=4),
        transfers=st.lists(sale, max_size=3),
        scenarios=st.lists(scenario, max_size=4),
    )
