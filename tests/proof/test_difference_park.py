"""Two records of a park side by side: what differs, what their files state, what moved it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.park_records import BaseYearRecord, ParkRecord
from carbon_eia.proof.difference import RecordChange, differences
from carbon_eia.proof.kinds import PARK
from carbon_eia.proof.park_layout import LABELS, STATED_LAYOUT
from carbon_eia.reference import open_world
from carbon_eia.run import canonical, record_id
from carbon_eia.run.records import QuantityRecord
from tests.park.sample import document, sample_json, sample_record, small_record
from tests.park.small import member, power, project, read, scenario, the_world, transfer


def changed(record: ParkRecord, *pairs: tuple[str, str, str]) -> ParkRecord:
    """The record of the same park after texts of its files were replaced: (file, old, new)."""
    texts = {"park.toml": record.park.text, **record.park.files}
    for file, old, new in pairs:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)
    text = texts.pop("park.toml")
    stated = replace(record, park=replace(record.park, text=text, files=texts))
    return PARK.again(stated, the_world())


def stated_differences(a: Park, b: Park, lang: str = "zh") -> list[RecordChange]:
    """What the files of two parks state differently."""
    return differences(STATED_LAYOUT, a, b, lang)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value that is a number, a text or a truth."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, held in pairs:
            yield from leaves(held, (*path, key))
    elif value is not None:
        yield path


@cache
def sample() -> ParkRecord:
    """The record of the sample park."""
    return sample_record()


def paths() -> list[tuple[Any, ...]]:
    """The path of every value of it that may not change unseen."""
    return [
        path
        for path in leaves(sample_json())
        # the text of a benchmark file is told by the digest that it gives when it is read again
        if path[0] not in ("id", "schema") and (path[0], path[-1]) != ("reference", "text")
    ]


@given(path=st.deferred(lambda: st.sampled_from(paths())))
def test_no_value_of_a_record_can_change_unseen(path: tuple[Any, ...]) -> None:
    """Whichever value of the record is another, it is told."""
    forged = sample_json()
    held: Any = forged
    for key in path[:-1]:
        held = held[key]
    old = held[path[-1]]
    if isinstance(old, bool):
        held[path[-1]] = not old
    elif isinstance(old, int):
        held[path[-1]] = old + 1
    else:  # the last digit of a number stays one
        held[path[-1]] = old[:-1] + ("7" if old[-1:] != "7" else "8")
    assert PARK.differences(sample(), convert(forged, ParkRecord))


def test_a_record_does_not_differ_from_itself() -> None:
    """Neither from its copy that was computed again from its texts."""
    again = PARK.again(sample_record(), the_world())
    assert canonical(again) == document("sample", ".json")
    assert PARK.differences(sample(), again) == []
    world = the_world()
    assert stated_differences(PARK.stated(sample(), world), PARK.stated(sample(), world)) == []


def test_every_list_has_names_for_its_entries() -> None:
    """A place is named after what stands there; no entry is found by its number alone."""

    def lists(value: Any) -> Iterator[tuple[str, list[Any]]]:
        pairs = value.items() if isinstance(value, dict) else ()
        for key, held in pairs:
            if isinstance(held, list) and held and isinstance(held[0], dict):
                yield key, held
                for entry in held:
                    yield from lists(entry)
            else:
                yield from lists(held)

    record = {k: v for k, v in sample_json().items() if k != "reference"}
    found = {key for key, _ in lists(record)}
    assert found
    assert found <= LABELS.keys()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_place_is_told_in_words(lang: str) -> None:
    """No key of a record or of its files is shown as it stands in code."""
    world = the_world()
    none = QuantityRecord(value="0", unit="1")
    base = BaseYearRecord(
        year=0, complete=False, gross=none, internal=none, statistics=none, total=none,
        energy=none, activity=none, intensity=none, by_category={}, by_role={},
    )  # fmt: skip
    empty = replace(
        sample(), members=(), scenarios=(), suggestions=(), sales=(), effects=(), base=base
    )
    stated = PARK.stated(sample(), world)
    places = [c.where for c in PARK.differences(sample(), empty, lang)]
    places += [c.where for c in stated_differences(stated, stated._replace(members=()), lang)]
    assert len(places) > 1000
    for where in places:
        for word in PARK.words.place(where, lang).split(" · "):
            assert "_" not in word, where
            if lang == "zh" and word.isascii() and word.isalpha():
                assert word in where[1:] or word.isupper(), (word, where)
                assert word not in LABELS


def test_what_a_file_states_is_told_as_typed() -> None:
    """An amount of a member, and a cap, where they stand; a comment states nothing.

    300 MWh for 400 MWh is 25 % less, 50 t CO2 of 420 t."""
    first = small_record()
    second = changed(
        first,
        ("甲.toml", "400 MWh", "300 MWh"),
        ("park.toml", "500 tCO2", "600 tCO2"),
        ("乙.toml", "[project]", "# 说明\n[project]"),
    )
    a, b = (PARK.stated(r, the_world()) for r in (first, second))
    found = {c.where: (c.before, c.after, c.percent) for c in stated_differences(a, b)}
    assert found == {
        ("members", "甲", "sources", "电", "amount"): ("400 MWh", "300 MWh", "-25.00"),
        ("years", "2030", "carbon_cap"): ("500 tCO2", "600 tCO2", "20.00"),
    }
    figures = {c.where: (c.before, c.after) for c in PARK.differences(first, second)}
    assert figures["base", "total"] == ("420 tCO2e", "370 tCO2e")
    files = {w[1] for w in figures if w[0] == "files"}
    assert files == {"park.toml", "甲.toml", "乙.toml"}


def test_each_change_alone_is_evaluated_again() -> None:
    """Of two changes, each alone: the larger first, and the one that moves the conclusion.

    The plan of 520 t stands against a cap of 500 t; with 300 MWh it is 470 t and within it, with
    another cap it stays 520 t. The pending project keeps the conclusion undecided by neither."""
    first = small_record()
    second = changed(
        first, ("甲.toml", "400 MWh", "300 MWh"), ("park.toml", "500 tCO2", "510 tCO2")
    )
    found = PARK.influences(first, second, open_world)
    assert [(i.change, i.figures["total"], i.figures["total_moved"]) for i in found] == [
        (("members", "甲"), "470", "-50"),
        (("years",), "520", "0"),
    ]
    assert [i.figures["optimised_moved"] for i in found] == ["-50", "0"]
    assert first.conclusion.status == second.conclusion.status == "resubmit"


def test_a_change_that_cannot_stand_alone_says_why() -> None:
    """A seller that another buys from cannot leave alone: the sale names it."""
    files = {
        "电站": project("电站", power("供出", "100", more='supply = "export"')),
        "厂": project("厂", power("外购", "100")),
    }
    sale = transfer("电站", "供出", "厂", "外购")
    both = member("enterprises", "电站") + member("enterprises", "厂")
    plan = scenario("规划", "plan")
    first = make_record(evaluate_park(read(both + sale + plan, files), the_world()))
    alone = {"厂": files["厂"]}
    second = make_record(
        evaluate_park(read(member("enterprises", "厂") + plan, alone), the_world())
    )
    found = PARK.influences(first, second, open_world)
    seller = next(i for i in found if i.change == ("members", "电站"))
    assert (seller.verdict, seller.figures["total"]) == (None, None)
    assert "电站" in seller.why


def test_another_day_is_a_change_of_its_own() -> None:
    """The same park on another day: the day is told, and taken alone."""
    first = small_record()
    second = replace(first, as_of="2026-07-01")
    second = replace(second, id=record_id(second))
    assert [c.where for c in PARK.differences(first, second)] == [("as_of",)]
    (only,) = PARK.influences(first, second, open_world)
    assert (only.change, only.figures["total_moved"]) == (("as_of",), "0")
