"""What the park file states beside its members, for its record: pollutants and other plans."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from carbon_eia.parks.evaluate import Evaluation
from carbon_eia.parks.park_model import Pollutant
from carbon_eia.parks.park_records import CoordinationRecord, PollutantRecord
from carbon_eia.run.records import BilingualText
from carbon_eia.run.values import given, known, quantity

__all__ = ["coordination", "pollutants"]

KG_PER_T = 1000


def pollutants(e: Evaluation) -> Iterator[PollutantRecord]:
    """The pollutants that are stated, beside their caps and beside the carbon of their year."""
    for x in e.park.pollutants:
        within = None if x.limit is None else x.amount.to("t") <= x.limit.to("t")
        yield PollutantRecord(
            name=x.name,
            scenario=x.scenario or None,
            year=x.year,
            amount=known(x.amount),
            limit=given(x.limit),
            within=within,
            ratio=quantity(_ratio(x, e), "kg/tCO2e"),
            source=x.source,
        )


def _ratio(x: Pollutant, e: Evaluation) -> Fraction | None:
    """kg of a pollutant per t CO2e of the park in its year; None where the park emits nothing."""
    path = next((p for p in e.paths if p.scenario.name == x.scenario), e.base)
    total = path.at(x.year).total()
    return x.amount.to("t") * KG_PER_T / total if total else None


def coordination(e: Evaluation) -> Iterator[CoordinationRecord]:
    """Every plan that ``factors/park.toml`` lists, with what the park file says of it."""
    stated = {c.plan: c for c in e.park.coordination}
    for row in e.world.tables.toml("park.toml")["coordination"]:
        own = stated.get(row["id"])
        yield CoordinationRecord(
            id=row["id"],
            name=BilingualText(zh=row["zh"], en=row["en"]),
            asks=BilingualText(zh=row["asks_zh"], en=row["asks_en"]),
            text="" if own is None else own.text,
            result=None if own is None else own.result or None,
            source="" if own is None else own.source,
        )
