"""Several main products: which sources serve them, by what shares, at what price."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from carbon_eia.errors import InputError
from carbon_eia.project import Project, parse_project, read_project
from carbon_eia.project.form_write import Names, project_form
from carbon_eia.reference import open_world

WORLD = open_world(date(2026, 11, 30))

HEAD = """
[project]
name = "铅锌联合冶炼"
stage = "拟建"
sector = "铅冶炼"
region = "湖南省郴州市桂阳县"
year = 2026
allocation = "产值"

[[products]]
name = "铅锭"
amount = "8 万t"
main = true
price = "1.6 万元/t"

[[products]]
name = "电锌锭"
amount = "10 万t"
main = true
sector = "锌冶炼"
price = "2.3 万元/t"

[[products]]
name = "硫酸"
amount = "26 万t"
"""

SOURCE = """
[[sources]]
name = "公用电"
method = "electricity"
amount = "4000 万kWh"
"""


def project(source: str = "", head: str = HEAD) -> Project:
    """A lead and zinc smelter whose one source has some more keys."""
    return parse_project(head + SOURCE + source, WORLD)


def problems(source: str = "", head: str = HEAD) -> list[tuple[str, str, int | None]]:
    """Code, key and line of every problem of such a file."""
    with pytest.raises(InputError) as caught:
        project(source, head)
    return [(p.code, p.place.key, p.place.line) for p in caught.value.problems]


def test_keys_of_several_main_products() -> None:
    """Sector, price, allocation, products and shares are read with their meaning."""
    found = project('shares = { "铅锭" = "35 %", "电锌锭" = 0.65 }')
    assert [p.name for p in found.main_products] == ["铅锭", "电锌锭"]
    assert [p.sector for p in found.products] == ["", "zinc-smelting", ""]
    assert found.products[1].price is not None
    assert found.products[1].price.to("元/t") == 23000
    assert found.allocation == "value"
    shares = {name: q.to("1") for name, q in found.sources[0].shares.items()}
    assert shares == {"铅锭": Fraction(35, 100), "电锌锭": Fraction(65, 100)}
    assert project('products = [" 电锌锭 "]').sources[0].products == ("电锌锭",)


@pytest.mark.parametrize(
    ("source", "code", "key"),
    [
        ('products = ["锌锭"]', "CE-P040", "products"),
        ('products = ["硫酸"]', "CE-P040", "products"),
        ('shares = { "铅锭" = "35 %", "银" = "65 %" }', "CE-P040", "shares"),
        ('shares = { "铅锭" = "35 %", "电锌锭" = "64.99 %" }', "CE-P041", "shares"),
        ('shares = { "铅锭" = "35 %" }', "CE-P041", "shares"),
        ('products = ["铅锭"]\nshares = { "铅锭" = "100 %" }', "CE-P042", "shares"),
        ('products = ["铅锭", "铅锭"]', "CE-P043", "products"),
        ("shares = {}", "CE-P004", "shares"),
        ('shares = "40 %"', "CE-P004", "shares"),
        ('shares = { "铅锭" = "140 %", "电锌锭" = "-40 %" }', "CE-P007", "shares.铅锭"),
        ('products = "铅锭"', "CE-P004", "products"),
    ],
)
def test_split_that_cannot_be_meant(source: str, code: str, key: str) -> None:
    """A split that names no main product, or is not whole, is refused at its key."""
    found = problems(source)
    assert (code, f"sources[0].{key}") in [(c, k) for c, k, _ in found]
    assert all(line is not None and line > 25 for _, _, line in found)


def test_several_products_without_a_main_one() -> None:
    """With several products, at least one must be marked main; any number may be."""
    assert [c for c, _, _ in problems(head=HEAD.replace("main = true\n", ""))] == ["CE-P013"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('sector = "锌冶炼"', 'sector = "锌治炼厂"', "CE-P010"),
        ('price = "2.3 万元/t"', 'price = "0.4 元/kWh"', "CE-U004"),
        ('price = "2.3 万元/t"', 'price = "23000"', "CE-U001"),
        ('allocation = "产值"', 'allocation = "收入"', "CE-P005"),
    ],
)
def test_value_that_cannot_be_meant(old: str, new: str, code: str) -> None:
    """An unknown sector or method, or a price for another kind of unit, is refused."""
    assert [c for c, _, _ in problems(head=HEAD.replace(old, new))] == [code]


def test_form_says_the_same(tmp_path: Path) -> None:
    """A form written from such a file reads back to the same products, shares and prices."""
    more = SOURCE.replace("公用电", "锌电解用电") + 'products = ["电锌锭"]\n'
    text = HEAD + SOURCE + 'shares = { "铅锭" = "35 %", "电锌锭" = "65 %" }\n' + more
    path = tmp_path / "form.xlsx"
    names = Names("铅冶炼", "", ("electricity",), {})
    path.write_bytes(project_form(tomllib.loads(text), names))
    stated, read = parse_project(text, WORLD), read_project(path, WORLD)
    assert read.allocation == stated.allocation
    for a, b in zip(stated.products, read.products, strict=True):
        assert (a.name, a.main, a.sector, a.price and a.price.value) == (
            b.name,
            b.main,
            b.sector,
            b.price and b.price.value,
        )
    for a, b in zip(stated.sources, read.sources, strict=True):
        assert a.products == b.products
        assert {k: v.value for k, v in a.shares.items()} == {
            k: v.value for k, v in b.shares.items()
        }
