"""An assessment is filed: only a document whose every figure stands when it is computed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.files import read_bytes
from carbon_eia.register.case import day_of
from carbon_eia.register.store import MAX_BLOB, Register
from carbon_eia.run import canonical
from carbon_eia.run.records import Run

__all__ = [
    "Proven",
    "Submission",
    "UnprovenError",
    "evidence_words",
    "refuse_typed",
    "standards_of",
    "submission_of",
]

PROVEN = frozenset({"run", "record", "document", "near", "weak", "standards", "comparison", "zero"})
"""Keys of a body that come from what was proven, and are never typed."""

ANSWER = frozenset({"run", "record", "document", "file", "verdict", "near", "weak", "standards"})
"""What an event says of a Run that comes with an answer."""


class UnprovenError(InputError):
    """A document of which nobody can say here whether it stands: other tables or words."""

    exit_status = 3


class Proven(NamedTuple):
    """What a check of a document came to: its record, whether it stands (None: it cannot be said
    here), and why not."""

    record: object
    stands: bool | None
    why: str


class Submission(NamedTuple):
    """A document that stands: the Run that it carries, and its bytes."""

    run: Run
    name: str
    content: bytes

    def keep(self, register: Register) -> dict[str, object]:
        """Keep document and record in a register; what the event says of them.

        No figure is written again: the Run has them, and is named by its id.
        """
        project = self.run.project
        return {
            "run": self.run.id,
            "record": register.keep(canonical(self.run)),
            "document": register.keep(self.content),
            "file": self.name,
            "verdict": self.run.decision.verdict,
            **evidence_words(self.run),
            **standards_of(self.run),
            "name": project.name,
            "applicant": project.applicant.name,
            "credit_code": project.applicant.credit_code,
            "site": dict(project.applicant.site),
            "region": project.region,
            "sector": project.sector.id,
            "stage": project.stage,
        }

    def keep_answer(self, register: Register) -> dict[str, object]:
        """What an event says of a Run that takes the place of an earlier one."""
        kept = self.keep(register)
        return {k: v for k, v in kept.items() if k in ANSWER}


def evidence_words(run: Run) -> dict[str, object]:
    """What the classes ask of a Run, in words: whether its verdict may turn, whether it is weak.

    ``near`` is left out where no analysis of uncertainty says so.
    """
    near = None if run.uncertainty is None else run.uncertainty.near_limit
    weak = any(not c.held for c in run.decision.claims)
    words: dict[str, object] = {"weak": "yes" if weak else "no"}
    return words if near is None else {"near": "yes" if near else "no", **words}


def refuse_typed(command: str, body: Mapping[str, object]) -> None:
    """Refuse what nobody may type: a filing without its document, a Run that is named by hand.

    Raises CallError: CE-G225 for a filing, CE-G227 for a key that comes from what was proven.
    """
    if command == "file":
        raise CallError(Problem("CE-G225"))
    typed = next((key for key in body if key in PROVEN), None)
    if typed is not None:
        raise CallError(Problem("CE-G227", params={"key": typed}))


def standards_of(run: Run) -> dict[str, object]:
    """The admission values that the verdict rests on and that end on a day: which, and when.

    Left out where none of them ends.
    """
    cited = [c.citation for c in run.comparisons if c.governs and c.level == "admission"]
    ending = {c.number or c.title: c.valid_to for c in cited if day_of(c.valid_to) is not None}
    standards = [{"id": name, "valid_to": day} for name, day in ending.items()]
    return {"standards": standards} if standards else {}


def submission_of(path: Path, prove: Callable[[Path], Proven]) -> Submission:
    """Read a document and have it proven.

    Raises InputError: CE-G214 it does not stand, CE-G216 it is not that of a project, CE-G217 it
    was changed meanwhile; UnprovenError CE-G215 where it cannot be said with these tables; and what
    ``prove`` does.
    """
    place = Place(str(path))
    content = read_bytes(path, MAX_BLOB)
    proven = prove(path)
    if read_bytes(path, MAX_BLOB) != content:  # what was proven is what is kept
        raise InputError(Problem("CE-G217", place))
    if proven.stands is None:
        raise UnprovenError(Problem("CE-G215", place, {"why": proven.why}))
    if not proven.stands:
        raise InputError(Problem("CE-G214", place, {"why": proven.why}))
    if not isinstance(proven.record, Run):
        raise InputError(Problem("CE-G216", place))
    return Submission(proven.record, path.name, content)
