"""No value of a record can be another one: each leaf is changed, and none of them stands."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import assess, certainty_of
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.project import read_project
from carbon_eia.proof import verify
from carbon_eia.proof.kind import Kind
from carbon_eia.proof.leaves import compare_records
from carbon_eia.reference import open_world
from carbon_eia.run import canonical, make_run, record_id
from tests.conftest import ROOT
from tests.park.sample import sample_json, small_json

LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
SHARDS = 40
TRIED = 1 if os.environ.get("EVERY_LEAF") else 5
"""Shards of the leaves of a record; one in five is tried, each with EVERY_LEAF set."""

Way = tuple[str | int, ...]

PREMISES = {
    "as_of",
    "reference.overrides.text",
    "reference.overrides.file",
    "project.text",
    "project.evidence_files.file",
    "project.evidence_files.sha256",
    "project.evidence_files.lost",
    "uncertainty.draws",
    "uncertainty.seed",
    "park.text",
}
"""What a record is computed from: another one gives another record, which may be a true one. That
they are those handed in is shown by the files themselves, or by a signature."""


@cache
def record(name: str) -> dict[str, Any]:
    """A record as JSON: Runs with limits, with a plan and draws, and parks."""
    if name in ("park-small", "park-sample"):
        return small_json() if name == "park-small" else sample_json()
    sample, _, more = name.partition("+")
    world = open_world(date(2026, 6, 30))
    project = read_project(ROOT / "samples" / sample / "project.toml", world)
    assessed = assess(project, world, read_benchmarks(LIMITS, world), bool(more))
    made = make_run(assessed, certainty_of(assessed, 1000) if more else None)
    document: dict[str, Any] = json.loads(canonical(made))
    return document


RECORDS = ("cement-clinker+certain", "lead-smelter", "data-centre", "park-small", "park-sample")


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every value of a JSON document that is no object or list, and every empty one."""
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*way, key))
    else:
        yield way, value


def other(value: Any, way: Way) -> Any:
    """Another value of the same kind."""
    if value is None:
        return "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return ["x"]
    if isinstance(value, dict):
        return {"x": "x"}
    assert isinstance(value, str)
    try:
        return str(date.fromisoformat(value) + timedelta(1))
    except ValueError:
        pass
    if way[-1] in ("text", "files") or (len(way) > 1 and way[-2] == "files"):
        return value + "\n[more]\n"  # a key that no file has
    return value.replace("1", "2", 1) if "1" in value else f"{value}1"


def changed(document: dict[str, Any], way: Way, value: Any) -> bytes:
    """A document with one value that is another, under the id of its content."""
    copied = json.loads(json.dumps(document))
    part = copied
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = value
    if way != ("id",):
        copied["id"] = record_id(copied)
    return canonical(copied)


def keys(way: Way) -> str:
    """The keys of a place, without numbers of entries."""
    return ".".join(k for k in way if isinstance(k, str))


COMPUTED: dict[bytes, Any] = {}
"""Records computed again, by their premises."""


@pytest.fixture
def computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is computed again once for each set of premises: leaves are many."""
    again: Callable[..., Any] = Kind.again

    def remembered(self: Any, record: Any, world: Any, *rest: Any) -> Any:
        document = json.loads(canonical(record))
        held = [(w, v) for w, v in leaves(document) if keys(w) in PREMISES or w[1:2] == ("files",)]
        retrofit, plan = document.get("retrofit"), None
        if retrofit is not None:
            plan = retrofit.get("plan") is not None, document["uncertainty"] is not None
        key = canonical([held, plan])
        if key not in COMPUTED:
            COMPUTED[key] = again(self, record, world, *rest)
        return COMPUTED[key]

    monkeypatch.setattr(Kind, "again", remembered)


def standing(name: str, shard: int, tmp_path: Path) -> list[str]:
    """The leaves of a shard that can be another value in a record that still stands."""
    document = record(name)
    path = tmp_path / "record.json"
    found = []
    every = list(leaves(document))
    assert len(every) > 300
    for way, value in every[shard::SHARDS]:
        path.write_bytes(changed(document, way, other(value, way)))
        try:
            stands = verify(path, open_world).stands
        except InputError:
            continue
        if stands:
            found.append(keys(way))
    return found


@pytest.mark.slow(every=40)
@pytest.mark.parametrize("shard", range(0, SHARDS, TRIED))
@pytest.mark.parametrize("name", RECORDS)
def test_no_leaf_can_be_another(name: str, shard: int, tmp_path: Path, computed_once: None) -> None:
    """Whatever value of a record is another, under an id that fits, it does not stand; but for what
    it is computed from, of which another true record may be made."""
    assert set(standing(name, shard, tmp_path)) <= PREMISES


@pytest.mark.slow
def test_no_leaf_can_be_another_when_all_is_computed_each_time(tmp_path: Path) -> None:
    """The same without remembering what was computed, over one record in twenty."""
    for shard in range(0, SHARDS, 20):
        assert set(standing("lead-smelter", shard, tmp_path)) <= PREMISES


@pytest.mark.parametrize("name", RECORDS)
def test_an_untouched_record_stands(name: str, tmp_path: Path, computed_once: None) -> None:
    """The test above can fail: each record stands as it is."""
    path = tmp_path / "record.json"
    path.write_bytes(canonical(record(name)))
    assert verify(path, open_world).stands is True


def test_a_key_left_out_or_doubled_never_stands(tmp_path: Path, computed_once: None) -> None:
    """A key without content that is not there, and one that stands twice, of which a reader may
    take either."""
    document = json.loads(json.dumps(record("lead-smelter")))
    assert document["decision"].pop("ground", 0) is None
    document["id"] = record_id(document)
    path = tmp_path / "run.json"
    path.write_bytes(canonical(document))
    proof = verify(path, open_world)
    assert proof.stands is None
    assert [c.where for c in proof.changes] == [("id",)]
    text = canonical(record("lead-smelter")).decode()
    path.write_text('{"decision": {"verdict": "pass"}, ' + text[1:], encoding="utf-8")
    assert verify(path, open_world).stands is False


@pytest.mark.slow(every=3)
@pytest.mark.parametrize("name", RECORDS)
def test_sentences_are_those_that_another_catalogue_moves(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts as wording is what follows from the message catalogue, and nothing else."""
    from types import MappingProxyType

    from carbon_eia import messages
    from carbon_eia.proof.kinds import PARK, PROJECT

    document = record(name)
    kind: Any = PARK if "park" in document else PROJECT
    made = kind.parse(canonical(document).decode())
    plain = messages.catalogue

    @cache
    def marked(lang: str) -> Any:
        return MappingProxyType({k: f"{v}·" for k, v in plain(lang).items()})

    monkeypatch.setattr(messages, "catalogue", marked)
    again = kind.again(made, open_world(date(2026, 6, 30)))
    monkeypatch.undo()
    changes = compare_records(made, again, kind.layout.kind)
    assert len(changes) > 10 if kind is PROJECT else changes
    assert {c.kind for c in changes} == {"word"}
