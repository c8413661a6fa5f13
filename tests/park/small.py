"""Small parks for tests: projects of the sector other-industry with factors that are stated."""

from __future__ import annotations

from datetime import date

from carbon_eia.parks.park_file import parse_park
from carbon_eia.parks.park_model import Park
from carbon_eia.reference import World, open_world

DAY = date(2026, 6, 30)

HEAD = """
[park]
name = "小园区"
region = "湖南省郴州市北湖区"
base_year = 2025
plan_years = [2030]
boundary = "规划范围"
area = "100 公顷"
"""


def the_world() -> World:
    """The reference data on the day of the tests."""
    return open_world(DAY)


def power(name: str, amount: str, factor: str = "0.5", more: str = "") -> str:
    """A source of electricity: t CO2 = MWh × factor."""
    return (
        f'[[sources]]\nname = "{name}"\nmethod = "electricity"\namount = "{amount} MWh"\n'
        f'factor = "{factor} tCO2/MWh"\nevidence = "计量"\n{more}\n'
    )


def heat(name: str, amount: str, factor: str = "0.1", more: str = "") -> str:
    """A source of heat: t CO2 = GJ × factor."""
    return (
        f'[[sources]]\nname = "{name}"\nmethod = "heat"\namount = "{amount} GJ"\n'
        f'factor = "{factor} tCO2/GJ"\nevidence = "计量"\n{more}\n'
    )


def coal(name: str, amount: str) -> str:
    """A source of coal: 25 GJ/t, 0.024 tC/GJ, wholly oxidised: 2.2 t CO2/t."""
    return (
        f'[[sources]]\nname = "{name}"\nmethod = "combustion"\nmaterial = "烟煤"\n'
        f'amount = "{amount} t"\nncv = "25 GJ/t"\ncarbon_content = "0.024 tC/GJ"\n'
        'oxidation = "100 %"\nevidence = "化验"\n'
    )


def project(name: str, sources: str, value: str | None = "100", more: str = "") -> str:
    """The text of a project file; ``value``: 万元 of added value, twice that of output."""
    economics = (
        ""
        if value is None
        else f'[economics]\nadded_value = "{value} 万元"\n'
        f'output_value = "{2 * float(value)} 万元"\n'
    )
    return (
        f'[project]\nname = "{name}公司"\nstage = "拟建"\nnature = "新建"\n'
        f'sector = "other-industry"\nregion = "湖南省郴州市北湖区"\nyear = 2025\n{economics}'
        f'[[products]]\nname = "产品"\namount = "10 t"\nmain = true\n{sources}\n{more}'
    )


def member(role: str, name: str, more: str = "") -> str:
    """The entry of a member whose file bears its name."""
    return f'[[{role}]]\nname = "{name}"\nfile = "{name}.toml"\n{more}\n'


def transfer(seller: str, source: str, buyer: str, use: str, more: str = "") -> str:
    """The entry of a sale within the park."""
    uses = f'use = "{use}"\n' if use else ""
    return f'[[transfers]]\nfrom = "{seller}"\nsource = "{source}"\nto = "{buyer}"\n{uses}{more}\n'


def scenario(name: str, kind: str, changes: str = "", more: str = "") -> str:
    """The entry of a scenario; ``changes`` are its tables in brackets of TOML."""
    listed = "".join(
        f'[[scenarios.changes]]\nsource = "假定"\n{c}\n' for c in changes.split(";") if c.strip()
    )
    return f'[[scenarios]]\nname = "{name}"\nkind = "{kind}"\n{more}\n{listed}'


def read(text: str, files: dict[str, str], head: str = HEAD) -> Park:
    """A park from its text after the head, and the texts of its project files by name."""
    named = {f"{name}.toml": content for name, content in files.items()}
    return parse_park(head + text, the_world(), named.__getitem__)
