"""Counts per verdict, sector and town; and what only the whole table can tell of a row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.benchmarks import Benchmark
from carbon_eia.errors import Place, Problem
from carbon_eia.messages import sentence
from carbon_eia.reference import World
from carbon_eia.rules import VERDICTS
from carbon_eia.screening.arrays import Integers, with_texts
from carbon_eia.screening.found import RowError
from carbon_eia.screening.results import error_table

__all__ = ["Summary", "Tally"]


class Summary(NamedTuple):
    """What came out: rows, rows by verdict (``error`` for those without), by sector and town.

    ``blank``: rows without any cell, which are no projects. ``problems``: how often each code.
    ``as_of``: the day of assessment; ``reference``: the version of the reference data;
    ``illustrative``: titles of the benchmark files that are for demonstration only.
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
        """That verdicts rest on illustrative limits, and on which; None where they do not."""
        if not self.illustrative:
            return None
        titles = "、".join(f"《{t}》" for t in self.illustrative)
        return f"⚠ {sentence('report.banner', lang)} {titles}"

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
        self.rows = 0
        self.blank = 0
        self.total = 0.0
        self.verdicts: Counter[str] = Counter()
        self.sectors: dict[str, Counter[str]] = {}
        self.towns: dict[str, Counter[str]] = {}
        self.problems: Counter[str] = Counter()
        self._towns: dict[str, str] = {}

    def settle(
        self,
        results: pa.Table,
        errors: pa.Table,
        rank: Integers,
        repeated: Mapping[int, int],
        at: int,
        alike: Mapping[int, Sequence[int]] = MappingProxyType({}),
    ) -> tuple[pa.Table, pa.Table]:
        """A part with ranks, and with the rows whose code an earlier row has as errors.

        ``alike``: rows without a code → the numbers of others that have the same cells.
        """
        like = {row - at: others for row, others in alike.items() if at <= row < at + len(rank)}
        if like:
            results = self._with_likes(results, like)
        mine = {row - at: before for row, before in repeated.items() if at <= row < at + len(rank)}
        if mine:
            results, errors = self._repeated(results, errors, mine)
        ranks = pa.array(rank, mask=rank == 0)
        results = results.add_column(1, "rank", ranks)
        self._count(results, errors)
        return results, errors

    def _with_likes(self, results: Any, alike: Mapping[int, Sequence[int]]) -> Any:
        """The results with a warning on each assessed row that is like others in every cell."""
        texts = results["warnings"].to_pylist()
        for row, others in alike.items():
            if results["verdict"][row].as_py() is None:
                continue
            problem = Problem("CE-S033", params={"rows": "、".join(map(str, others))})
            said = f"{problem.code} {problem.message(self.lang)}"
            texts[row] = said if texts[row] is None else f"{texts[row]}；{said}"
        place = results.column_names.index("warnings")
        return results.set_column(place, "warnings", pa.array(texts, pa.string()))

    def _repeated(self, results: Any, errors: Any, mine: Mapping[int, int]) -> tuple[Any, Any]:
        found = []
        results = with_texts(results)
        texts = results["error"].to_pylist()
        for row, before in mine.items():
            code = results["code"][row].as_py()
            params: dict[str, object] = {"code": code, "first": before}
            # files without a code are told by their text
            problem = Problem("CE-S006" if code else "CE-S019", Place(key="项目代码"), params)
            found.append(RowError(results["row"][row].as_py(), "项目代码", code or "", problem))
            said = f"{problem.code} {problem.message(self.lang)}"
            texts[row] = said if texts[row] is None else f"{texts[row]}；{said}"
        mask = np.zeros(results.num_rows, bool)
        mask[list(mine)] = True
        keep = pa.array(~mask)
        for name in (
            *("verdict", "label", "reason", "intensity", "unit", "admission", "advanced"),
            *("gap_percent", "grade", "provisional", "missing", "total_tco2e", "warnings"),
        ):
            column = results[name]
            blank = pa.nulls(results.num_rows, column.type)
            place = results.column_names.index(name)
            results = results.set_column(place, name, pc.if_else(keep, column, blank))
        how = results["how"]
        results = results.set_column(
            results.column_names.index("how"), "how", pc.if_else(keep, how, "error")
        )
        place = results.column_names.index("error")
        results = results.set_column(place, "error", pa.array(texts, pa.string()))
        return results, pa.concat_tables([errors, error_table(found, self.lang)])

    def _count(self, results: Any, errors: Any) -> None:
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
