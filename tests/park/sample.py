"""The sample park's record and documents, made once for all tests that look at them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import Place
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_file import read_park
from carbon_eia.parks.park_record import make_record, parse_record
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.run import canonical
from tests.prints import print_once

from .small import coal, member, power, project, read, scenario, the_world

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "park" / "park.toml"


@cache
def _sample() -> bytes:
    world = the_world()
    park = read_park(SAMPLE, world)
    limits = [b for f in park.benchmarks for b in parse_benchmarks(park.texts[f], world, f)]
    return canonical(make_record(evaluate_park(park, world, limits)))


def sample_record() -> ParkRecord:
    """The record of the sample park as a program reads it."""
    return parse_record(_sample().decode(), Place())


def sample_json() -> dict[str, Any]:
    """Its JSON; a copy that may be changed."""
    found: dict[str, Any] = json.loads(_sample())
    return found


@cache
def _small() -> bytes:
    files = {
        "甲": project("甲", power("电", "400") + coal("煤", "100")),
        "乙": project("乙", power("电", "200")),
    }
    text = member("enterprises", "甲") + member("projects", "乙", "start = 2028")
    caps = '[[years]]\nyear = 2030\ncarbon_cap = "500 tCO2"\nsource = "假定"\n'
    park = read(text + caps + scenario("规划", "plan"), files)
    return canonical(make_record(evaluate_park(park, the_world())))


def small_record() -> ParkRecord:
    """The record of a park of one enterprise (420 t CO2: 400 MWh × 0.5 + 100 t × 2.2) and one
    project (100 t from 2028 on) under a cap of 500 t."""
    return parse_record(_small().decode(), Place())


def small_json() -> dict[str, Any]:
    """Its JSON; a copy that may be changed."""
    found: dict[str, Any] = json.loads(_small())
    return found


@cache
def document(which: str, ending: str, lang: str = "zh") -> bytes:
    """A document of the ``sample`` or ``small`` record, printed once."""
    record = sample_record() if which == "sample" else small_record()
    if ending == ".json":
        return canonical(record)
    return print_once(ending, record, lang)
