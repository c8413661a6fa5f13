"""Counts per verdict, sector and town."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.benchmarks import Benchmark, Departure, departures
from carbon_eia.messages import sentence
from carbon_eia.reference import World
from carbon_eia.rules import VERDICTS
from carbon_eia.screening.arrays import with_texts

__all__ = ["Summary", "Tally"]


class Summary(NamedTuple):
    """What came out: rows, rows by verdict (``error`` for those without), by sector and town.

    ``blank``: rows without any cell, which are no projects. ``problems``: how often each code.
    ``as_of``: the day of assessment; ``reference``: the version of the reference data;
    ``illustrative``: titles of the benchmark files that are for demonstration only;
    ``departures``: in what their instruments depart from their derivation.
    """

    rows: int
    blank: int
    verdicts: Mapping[str, int]
    sectors: Mapping[str, Mapping[str, int]]
    towns: Mapping[str, Mapping[str, int]]
    total: float
    problems: Mapping[str, int]
    as_of: date
    reference: str
    illustrative: tuple[str, ...]
    departures: tuple[Departure, ...] = ()

    @property
    def exit_status(self) -> int:
        """2 where a row has errors, else 1 where one does not pass, else 3 where one cannot be
        determined, else 0."""
        if self.verdicts.get("error"):
            return 2
        if any(self.verdicts.get(v) for v in ("retrofit", "refuse", "stop")):
            return 1
        return 3 if self.verdicts.get("undetermined") else 0

    def caution(self, lang: str) -> str | None:
        """That verdicts rest on illustrative limits, or on some that depart from their derivation,
        and on which; None where they do not."""
        told = []
        if self.illustrative:
            titles = "、".join(f"《{t}》" for t in self.illustrative)
            told.append(f"⚠ {sentence('report.banner', lang)} {titles}")
        told += [f"⚠ {sentence(d.code, lang, d.params)}" for d in self.departures]
        return " ".join(told) or None

    def about(self, lang: str) -> dict[str, str]:
        """What a table of results says of itself in its metadata: day, reference data, caution."""
        told = {"carbon-eia.as_of": str(self.as_of), "carbon-eia.reference": self.reference}
        caution = self.caution(lang)
        if caution is not None:
            told["carbon-eia.caution"] = caution
            told["carbon-eia.illustrative"] = json.dumps(self.illustrative, ensure_ascii=False)
        return told

    def to_dict(self) -> dict[str, object]:
        """The summary as JSON."""
        return {
            "rows": self.rows,
            "blank": self.blank,
            "verdicts": dict(self.verdicts),
            "sectors": {k: dict(v) for k, v in self.sectors.items()},
            "towns": {k: dict(v) for k, v in self.towns.items()},
            "total_tco2e": self.total,
            "problems": dict(self.problems),
            "as_of": str(self.as_of),
            "reference": self.reference,
            "illustrative": list(self.illustrative),
        }


class Tally:
    """Counts results, part by part; ``limits`` are those that the rows were held against."""

    def __init__(self, world: World, lang: str, limits: Sequence[Benchmark] = ()) -> None:
        self.world = world
        self.lang = lang
        titles = (b.instrument.title for b in limits if b.instrument.illustrative)
        self.illustrative = tuple(dict.fromkeys(titles))
        self.departures = tuple(departures(limits))
        self.rows = 0
        self.blank = 0
        self.total = 0.0
        self.verdicts: Counter[str] = Counter()
        self.sectors: dict[str, Counter[str]] = {}
        self.towns: dict[str, Counter[str]] = {}
        self.problems: Counter[str] = Counter()
        self._towns: dict[str, str] = {}

    def count(self, results: pa.Table, errors: pa.Table) -> None:
        """Count a part."""
        self.rows += results.num_rows
        self.total += pc.sum(results["total_tco2e"]).as_py() or 0.0
        columns = with_texts(results.select(["sector", "town", "region", "verdict"]))
        place = pc.coalesce(columns["town"], columns["region"])
        columns = {"sector": columns["sector"], "place": place, "verdict": columns["verdict"]}
        for (sector, where, verdict), count in _counts(columns).items():
            verdict = "error" if verdict is None else verdict
            self.verdicts[verdict] += count
            self.sectors.setdefault(sector or "", Counter())[verdict] += count
            self.towns.setdefault(self._town(where or ""), Counter())[verdict] += count
        self.problems.update(errors["problem"].to_pylist())

    def _town(self, text: str) -> str:
        """A town as it is named, or the most specific known region of a text."""
        if text not in self._towns:
            self._towns[text] = self.world.region_name(text) or text
        return self._towns[text]

    def summary(self) -> Summary:
        """What has been counted."""
        order = (*VERDICTS, "error")
        return Summary(
            self.rows,
            self.blank,
            {v: self.verdicts[v] for v in order if self.verdicts[v]},
            {k: _ordered(c, order) for k, c in sorted(self.sectors.items())},
            {k: _ordered(c, order) for k, c in sorted(self.towns.items())},
            self.total,
            dict(sorted(self.problems.items())),
            self.world.as_of,
            str(self.world.tables.package["version"]),
            self.illustrative,
            self.departures,
        )


def _ordered(counts: Mapping[str, int], order: tuple[str, ...]) -> dict[str, int]:
    return {v: counts[v] for v in order if counts.get(v)}


def _counts(columns: Mapping[str, Any]) -> Counter[tuple[str | None, ...]]:
    """How many rows have the same texts in some columns."""
    names = list(columns)
    groups = pa.table(columns).group_by(names).aggregate([([], "count_all")])
    counts = groups["count_all"].to_pylist()
    keys = zip(*(groups[name].to_pylist() for name in names), strict=True)
    return Counter(dict(zip(keys, counts, strict=True)))
