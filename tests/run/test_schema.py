"""The published JSON Schemas: of records, of benchmark files and of park files."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

import carbon_eia
from carbon_eia.benchmarks.benchmark_file_schema import benchmark_schema
from carbon_eia.parks.park_file_schema import park_schema
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.run import canonical
from carbon_eia.run.record_json_schema import record_schema
from carbon_eia.run.records import Record, Run
from tests.tools import run as command

ROOT = Path(__file__).resolve().parents[2]
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
SAMPLES = sorted((ROOT / "samples").glob("*/project.toml"))


def validator(schema: dict[str, object]) -> jsonschema.Draft202012Validator:
    """A validator of a schema that is one itself."""
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.parent.name)
def test_a_run_is_as_its_schema_says(sample: Path) -> None:
    """Every key is known and none is missing; one that is added is refused."""
    made = carbon_eia.plan(sample, as_of="2026-06-30", benchmarks=LIMITS)
    document = json.loads(canonical(made.run))
    schema = validator(record_schema(Run))
    assert not list(schema.iter_errors(document))
    document["decision"]["more"] = 1
    assert list(schema.iter_errors(document))


def test_the_record_of_a_park_is_as_its_schema_says() -> None:
    """The sample's record passes, and fails without its conclusion."""
    found = carbon_eia.park(ROOT / "samples" / "park" / "park.toml", as_of="2026-06-30")
    document = json.loads(canonical(found.record))
    schema = validator(record_schema(ParkRecord))
    assert not list(schema.iter_errors(document))
    del document["conclusion"]
    assert list(schema.iter_errors(document))


def test_a_benchmark_file_is_as_its_schema_says() -> None:
    """The sample file passes; a level that is none does not."""
    document = json.loads(json.dumps(tomllib.loads(LIMITS.read_text("utf-8")), default=str))
    schema = validator(benchmark_schema())
    assert not list(schema.iter_errors(document))
    document["values"][0]["level"] = "best"
    assert list(schema.iter_errors(document))


def test_a_park_file_is_as_its_schema_says() -> None:
    """The samples pass; a key that is none, and a change without its basis, do not."""
    schema = validator(park_schema())
    for name in ("park.toml", "table/park.toml"):
        text = (ROOT / "samples" / "park" / name).read_text("utf-8")
        document = json.loads(json.dumps(tomllib.loads(text), default=str))
        assert not list(schema.iter_errors(document)), name
    document["park"]["colour"] = "green"
    [unknown] = schema.iter_errors(document)
    assert "colour" in unknown.message
    del document["park"]["colour"], document["scenarios"][-1]["changes"][0]["source"]
    [lacking] = schema.iter_errors(document)
    assert "source" in lacking.message


@pytest.mark.parametrize("kind", ["project", "run", "park", "park-file", "benchmarks"])
def test_the_command_prints_each(kind: str) -> None:
    """``schema KIND`` prints a schema; an unknown kind is named with those there are."""
    done = command("schema", kind)
    assert done.returncode == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))
    refused = command("schema", "nothing")
    assert refused.returncode == 2
    assert kind in refused.stdout


def test_every_record_says_what_it_is() -> None:
    """The schema describes each part: a record without a docstring would be a riddle."""

    def parts(kind: type[Record]) -> list[type[Record]]:
        return [kind, *(p for k in kind.__subclasses__() for p in parts(k))]

    assert all(part.__doc__ for part in parts(Record))
