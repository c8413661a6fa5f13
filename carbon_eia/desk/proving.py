"""Documents that are proven in the background, and what is done with each when it stands.

What is asked for lies in a folder of its own, ``pending/ID``, until it is over: a desk that was
stopped meanwhile begins it again, three times at most.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from starlette.datastructures import UploadFile

from carbon_eia.desk.accounts import Account
from carbon_eia.desk.doing import DOCUMENTS, do, file_document
from carbon_eia.desk.jobs import Job, Outcome
from carbon_eia.desk.opened import HiddenError
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.secret import new_token
from carbon_eia.desk.uploads import kind_of_file, safe_name
from carbon_eia.errors import CallError, CarbonEiaError, InputError, Place, Problem
from carbon_eia.files import locked_folder, write_whole
from carbon_eia.proof import record_of
from carbon_eia.proof.standing import proven as proven_document
from carbon_eia.reference import open_world
from carbon_eia.register.filing import Submission, submission_of
from carbon_eia.register.store import MAX_BLOB
from carbon_eia.run.records import Run

__all__ = ["STAGES", "AskedProof", "UnprovenRecord", "begin_proof", "resume", "stage_of"]

PENDING, ASKED, STAGE = "pending", "asked.json", "stage"
"""The folder of what waits; in the folder of each: what is asked for, how far it has come."""

STAGES = ("waiting", "recompute", "print", "write")
"""How far a proof has come, in order."""

MOST_TRIES = 3
"""Starts of a desk with the same proof: what ends a desk each time is not begun a fourth time."""

FILE = "file"


class AskedProof(msgspec.Struct, frozen=True):
    """What is done with a document when it stands: ``command`` on the case of ``code``.

    ``owner``: the key of the account; ``name``: that of the document; ``evidence``: the names of
    the files that go with it.
    """

    owner: str
    name: str
    lang: str
    command: str
    code: str
    day: date
    role: str
    body: Mapping[str, object] = {}
    evidence: Sequence[str] = ()
    tries: int = 1


class UnprovenRecord(NamedTuple):
    """What a document says of itself, before it is proven."""

    project: str
    verdict: str
    run: str
    as_of: str


def begin_proof(
    desk: Desk,
    account: Account,
    sent: UploadFile,
    asked: AskedProof,
    evidence: Sequence[tuple[str, bytes]] = (),
) -> Job[Submission]:
    """Have a document proven in another process, and go on with it when it stands.

    Raises CallError: CE-H015 it is too large, CE-H021 it is no kind of file that an assessment is,
    CE-H018 too many are waiting.
    """
    content, name, ending = _sent(sent.file, sent.filename or "")
    own = msgspec.structs.replace(
        asked, owner=account.key, name=name, evidence=[n for n, _ in evidence]
    )
    ident, folder = new_token(), desk.register.folder / PENDING
    folder.mkdir(mode=0o700, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    (making / f"document{ending}").write_bytes(content)
    for n, (_, kept) in enumerate(evidence):
        (making / f"evidence-{n}").write_bytes(kept)
    (making / ASKED).write_bytes(msgspec.json.encode(own))
    os.replace(making, folder / ident)
    try:
        return _begin(desk, folder / ident, own)
    except CallError:
        _forget(folder / ident)
        raise


def resume(desk: Desk, held: ExitStack) -> None:
    """Begin again what was under way when the desk stopped; ``held`` keeps others from it.

    Nothing is begun where another desk has the folder.
    """
    folder = desk.register.folder / PENDING
    try:
        held.enter_context(locked_folder(folder, folder))
    except CallError:
        return
    for waiting in sorted(folder.iterdir()):
        try:
            asked = msgspec.json.decode((waiting / ASKED).read_bytes(), type=AskedProof)
        except (OSError, msgspec.MsgspecError):  # cut off while it was made
            _forget(waiting)
            continue
        if asked.tries >= MOST_TRIES:
            why = CallError(Problem("CE-H032", params={"name": asked.name}))
            desk.jobs.note(asked.owner, "prove", asked.name, why, waiting.name)
            _forget(waiting)
            continue
        again = msgspec.structs.replace(asked, tries=asked.tries + 1)
        write_whole(waiting / ASKED, msgspec.json.encode(again))
        _begin(desk, waiting, again)


def _begin(desk: Desk, folder: Path, asked: AskedProof) -> Job[Submission]:
    document = next(folder.glob("document.*"))
    (folder / STAGE).write_text(STAGES[0], encoding="utf-8")
    job = desk.jobs.begin(
        asked.owner,
        "prove",
        asked.name,
        partial(proven_submission, document, asked.name, asked.lang),
        partial(_stands, desk, folder, asked),
        ident=folder.name,
        ended=partial(_forget, folder),
    )
    job.read = _read(document)
    return job


def _stands(desk: Desk, folder: Path, asked: AskedProof, proven: Submission) -> Outcome:
    """What is done with a document that stands.

    Raises HiddenError where the account is not there any more, and what ``do`` raises.
    """
    (folder / STAGE).write_text(STAGES[-1], encoding="utf-8")
    account = desk.accounts.one(asked.owner)
    if account is None or not account.is_active:
        raise HiddenError
    if asked.command == FILE:
        done = file_document(desk, account, proven, asked.code, asked.day, asked.role)
    else:
        kept = [(n, (folder / f"evidence-{i}").read_bytes()) for i, n in enumerate(asked.evidence)]
        own = asked.code, asked.command, asked.day, asked.role, asked.body
        done = do(desk, account, *own, kept, proven)
    return Outcome(f"{done.address}?done={done.sequence}", done.sequence)


def stage_of(desk: Desk, job: Job[object]) -> int:
    """How many of the stages of a proof are over."""
    try:
        told = (desk.register.folder / PENDING / job.id / STAGE).read_text(encoding="utf-8")
    except OSError:
        return 0
    return STAGES.index(told) if told in STAGES else 0


def proven_submission(document: Path, name: str, lang: str) -> Submission:
    """The submission of a document, which errors call ``name``; raises what ``submission_of``
    raises. Runs in its own process, and says beside the document how far it has come."""

    def reached(stage: str) -> None:
        (document.parent / STAGE).write_text(stage, encoding="utf-8")

    prove = partial(proven_document, open_world=open_world, lang=lang, reached=reached)
    try:
        submission = submission_of(document, prove)
    except InputError as error:
        raise type(error)(p.at(p.place._replace(file=name)) for p in error.problems) from None
    return submission._replace(name=name)


def _sent(stream: BinaryIO, given: str) -> tuple[bytes, str, str]:
    """The bytes of a document, its name, and the ending under which it is opened."""
    content = stream.read(MAX_BLOB + 1)
    name = safe_name(given)
    if len(content) > MAX_BLOB:
        raise CallError(Problem("CE-H015"))
    ending = DOCUMENTS.get(kind_of_file(content))
    if ending is None:
        known = " ".join(DOCUMENTS)
        raise CallError(Problem("CE-H021", Place(name), {"name": name, "known": known}))
    named = name if Path(name).suffix.lower() == ending else f"{name}{ending}"
    return content, named, ending


def _read(document: Path) -> UnprovenRecord | None:
    """What a document says of itself; None where that cannot be read: the proof says why."""
    try:
        record = record_of(document)
    except CarbonEiaError:
        return None
    if not isinstance(record, Run):
        return None
    return UnprovenRecord(record.project.name, record.decision.verdict, record.id, record.as_of)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
