"""The file that `carbon-eia new benchmarks` writes."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.benchmarks.benchmark_file import benchmark_fields
from carbon_eia.benchmarks.benchmark_file_template import benchmark_template
from carbon_eia.errors import InputError
from carbon_eia.reference import open_world
from tests.tools import run

WORLD = open_world(date(2026, 6, 30))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_read_as_it_is_and_adopts_nothing(lang: str) -> None:
    """Its examples are a file without an error, whose value is illustrative and not adopted."""
    (value,) = parse_benchmarks(benchmark_template(lang), WORLD, "city.toml")
    assert value.instrument.illustrative
    assert not value.adopted


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_shows_every_key(lang: str) -> None:
    """Every key of an instrument and a value stands in it, with what it is called."""
    text = benchmark_template(lang)
    for section in ("instrument", "values"):
        for key, field in benchmark_fields()[section].items():
            assert re.search(rf"(?m)^(# )?{key} = .*# {re.escape(field.label(lang))}", text), key


def test_filled_in_it_is_an_adopted_file() -> None:
    """With all its lines in force and the illustrative one taken out, it is read without error."""
    lines = benchmark_template().splitlines()
    kept = [line for line in lines[1:] if not line.startswith(("illustrative", "# valid_to"))]
    text = "\n".join(re.sub(r"^# (?=\w+ = )", "", line) for line in kept)
    (value,) = parse_benchmarks(text, WORLD, "city.toml")
    assert value.adopted
    assert not value.instrument.illustrative


@pytest.mark.parametrize("section", ["instrument", "values"])
@pytest.mark.parametrize("value", ["[]", '["x"]', "{ a = 1 }", "[[1]]", "true", "1.5", "nan"])
def test_a_value_of_another_kind_is_told(section: str, value: str) -> None:
    """Whatever stands behind any key, the file is read or what is wrong with it is told."""
    whole = re.sub(r"(?m)^# (?=\w+ = )", "", benchmark_template())
    lines = whole.replace("valid_to = ", "valid_to = 2030-01-01").splitlines()
    assert parse_benchmarks("\n".join(lines), WORLD, "city.toml")
    for key in benchmark_fields()[section]:
        text = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in lines]
        assert text != lines, key
        with suppress(InputError):
            parse_benchmarks("\n".join(text), WORLD, "city.toml")


def test_the_command_writes_it(tmp_path: Path) -> None:
    """`new benchmarks` and `new 准入值` write it; another ending is refused."""
    for name in ("benchmarks", "准入值"):
        path = tmp_path / f"{name}.toml"
        assert run("new", name, "-o", str(path)).returncode == 0
        assert path.read_text(encoding="utf-8") == benchmark_template()
    done = run("new", "benchmarks", "-o", str(tmp_path / "x.xlsx"))
    assert done.returncode == 2
    assert "CE-C005" in done.stderr
