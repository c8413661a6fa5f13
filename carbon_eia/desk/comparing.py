"""Two assessments side by side, in the words in which ``diff`` tells them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from carbon_eia.desk.unkeyed import Unkeyed
from carbon_eia.errors import CarbonEiaError
from carbon_eia.messages import sentence
from carbon_eia.proof.difference import CHANGES, RecordChange
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.proof.words import signed
from carbon_eia.reference import open_world
from carbon_eia.run.records import Run

__all__ = ["Compared", "Moved", "compared"]

MOST = 200
"""Most changes of one kind that a page shows."""


class Moved(NamedTuple):
    """A thing that differs: where, before, after, by how much."""

    where: str
    before: str
    after: str
    percent: str


class Compared(NamedTuple):
    """What differs by kind (a title and its rows), what each change does alone, and why nothing can
    be said of that."""

    verdict: str
    groups: tuple[tuple[str, tuple[Moved, ...]], ...]
    influences: tuple[str, ...]
    why_not: str


def compared(a: Run, b: Run, lang: str) -> Compared:
    """Two Runs side by side."""
    return _compared(a.id, b.id, lang, Unkeyed((a, b)))


@lru_cache(maxsize=32)
def _compared(first: str, second: str, lang: str, runs: Unkeyed[tuple[Run, Run]]) -> Compared:
    (a, b), words, why = runs.value, PROJECT.words, ""
    try:
        changes, influences = PROJECT.compare(a, b, open_world, lang)
    except CarbonEiaError as error:
        changes, influences = PROJECT.differences(a, b, lang), []
        why = error.problems[0].message(lang)
    verdicts = [words.verdict_label(r.decision.verdict, lang) for r in (a, b)]
    code = "proof.verdict_same" if verdicts[0] == verdicts[1] else "proof.verdict_moved"
    told = []
    for i in influences:
        facts: dict[str, object] = {"where": words.place(i.change, lang)}
        if i.verdict is None:
            told.append(sentence("proof.not_alone", lang, {**facts, "why": i.why}))
            continue
        alone = f"{words.alone}_moves" if i.verdict != a.decision.verdict else words.alone
        facts |= {"verdict": words.verdict_label(i.verdict, lang), **words.facts(i.figures)}
        told.append(sentence(alone, lang, facts))
    return Compared(
        verdict=sentence(code, lang, {"before": verdicts[0], "after": verdicts[1]}),
        groups=tuple(_groups(changes, lang)),
        influences=tuple(told),
        why_not=why,
    )


def _groups(changes: Sequence[RecordChange], lang: str) -> list[tuple[str, tuple[Moved, ...]]]:
    words, groups = PROJECT.words, []
    for kind in CHANGES:
        own = [c for c in changes if c.kind == kind]
        if own:
            rows = tuple(
                Moved(
                    words.place(c.where, lang),
                    words.value(c.before, lang),
                    words.value(c.after, lang),
                    "" if c.percent is None else f"{signed(c.percent)} %",
                )
                for c in own[:MOST]
            )
            groups.append((sentence(f"proof.kind.{kind}", lang, {"count": len(own)}), rows))
    return groups
