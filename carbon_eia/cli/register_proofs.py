"""The commands of the register that hold it to its past, and show a case outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.register_shared import event_number, register_law, tell_done
from carbon_eia.console import columns, styled, wrapped
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import check_targets, read_text, write_all, write_whole
from carbon_eia.messages import LANGUAGES, sentence, verdict_label
from carbon_eia.proof.signature import head_subject, read_signature, signature_path
from carbon_eia.reference import open_world
from carbon_eia.register.acting import view_of
from carbon_eia.register.examine import Fault, examine
from carbon_eia.register.fold import case_of
from carbon_eia.register.heads import (
    LedgerHead,
    at_end_of,
    consistency_of,
    head_of,
    read_head,
    receipt_of,
    under,
)
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.register.opinion_sources import sources_in
from carbon_eia.register.store import Register, open_register
from carbon_eia.run import canonical
from carbon_eia.run.signed import SignatureRecord

__all__ = [
    "consistency_command",
    "head_command",
    "opinion_command",
    "prove_command",
    "verify_command",
]

PRINTED = (".pdf", ".docx", ".html")
"""What an opinion is printed as; ``.json`` is its record."""


def verify_command(json: bool, lang: str, folder: Path, heads: Sequence[Path]) -> int:
    """Whether the register is what it was: 0 it is, 2 it is not."""
    register = open_register(folder, view_of)
    kept = [(path.name, read_head(read_text(path), Place(str(path)))) for path in heads]
    found = examine(register, kept)
    if json:
        told = [{**f._asdict(), "text": _fault(f, lang)} for f in found.faults]
        print_json({**found._asdict(), "stands": not found.faults, "faults": told})
        return 2 if found.faults else 0
    for fault in found.faults:
        say(f"{styled('✗', 'red')} {_fault(fault, lang)}")
    code = "register.broken" if found.faults else "register.stands"
    counts = {k: v for k, v in found._asdict().items() if k != "faults"}
    say(wrapped(sentence(code, lang, counts), columns()))
    return 2 if found.faults else 0


def _fault(fault: Fault, lang: str) -> str:
    return sentence(f"register.fault.{fault.code}", lang, fault.params)


def head_command(json: bool, lang: str, folder: Path, out: Path, on: str | None) -> int:
    """Write the head at the end of a day."""
    register = open_register(folder, view_of)
    with register.reading() as ledger:
        rows = list(ledger.rows())
    rows = rows if on is None else list(at_end_of(rows, day(on)))
    if not rows:
        raise CallError(Problem("CE-G221", params={"folder": str(folder)}))
    head = head_of(rows)
    write_whole(out, head.content())
    return tell_done(
        json, lang, "register.head", {"size": head.size, "root": head.root, "file": str(out)}
    )


def prove_command(
    json: bool, lang: str, folder: Path, event: str, out: Path, head: Path | None
) -> int:
    """Write the receipt of an event, under the present head or one that was kept.

    Raises CallError: CE-G222 there is no such event, CE-G241 the head is not of this register.
    """
    register = open_register(folder, view_of)
    with register.reading() as ledger:
        rows = list(ledger.rows())
    if head is not None:
        kept = _kept_head(head)[0]
        own = under(rows, kept)
        if own is None:
            params: dict[str, object] = {"size": kept.size, "event": event}
            raise CallError(Problem("CE-G241", params=params))
        rows = list(own)
    receipt = receipt_of(rows, event_number(event, len(rows)))
    write_whole(out, receipt.content())
    told = {"sequence": receipt.row.sequence, "size": receipt.head.size, "file": str(out)}
    return tell_done(json, lang, "register.receipt", told)


def consistency_command(
    json: bool, lang: str, folder: Path, first: int, second: int | None, out: Path
) -> int:
    """Write the proof that the ledger only grew between two heads.

    Raises CallError CE-G242 where there is none.
    """
    register = open_register(folder, view_of)
    with register.reading() as ledger:
        rows = list(ledger.rows())
    last = len(rows) if second is None else second
    told = {"first": first, "second": last, "count": len(rows), "file": str(out)}
    if not 0 < first <= last <= len(rows):
        raise CallError(Problem("CE-G242", params=told))
    write_whole(out, consistency_of(rows, first, last).content())
    return tell_done(json, lang, "register.said.consistency", told)


# --- the opinion


def opinion_command(
    json: bool, lang: str, folder: Path, code: str, outputs: Sequence[Path], head: Path | None
) -> int:
    """Write the opinion of a case: its draft until something is decided.

    Raises CallError: CE-G223, CE-G240, CE-G241 as ``sources_in``.
    """
    from carbon_eia.report import RENDERERS

    known = (*PRINTED, ".json")
    for output in outputs:
        if output.suffix.lower() not in known:
            params: dict[str, object] = {"value": output.suffix, "known": " ".join(known)}
            raise CallError(Problem("CE-C005", Place(str(output)), params))
    check_targets(outputs, [] if head is None else [head])
    register = open_register(folder, view_of)
    record = _opinion_record(register, code, head)
    contents = {
        output: canonical(record)
        if output.suffix.lower() == ".json"
        else RENDERERS[output.suffix.lower()](record, lang, None)
        for output in outputs
    }
    write_all(contents)
    with register.reading() as ledger:  # since: what was revoked is printed as it was decided
        state = case_of(ledger.events(code)).state
    decided, recommended = record.decided, record.recommended
    verdict = decided.verdict if decided else recommended.verdict if recommended else ""
    told = {
        "code": code,
        "verdict": verdict,
        "label": verdict_label(verdict, lang),
        "draft": record.is_draft,
        "state": state,
        "now": {k: register_law().states[state][k] for k in LANGUAGES},
        "record": record.id,
        "event": record.deciding.row.sequence,
        "size": record.head.size,
        "root": record.head.root,
        "file": "、".join(map(str, outputs)),
    }
    return tell_done(json, lang, f"register.said.{'draft' if record.is_draft else 'opinion'}", told)


def _opinion_record(register: Register, code: str, head: Path | None) -> OpinionRecord:
    """The record of the opinion of a case.

    ``head``: the file of a head that was kept; its signature beside it is taken along.
    """
    kept, signature = _kept_head(head) if head is not None else (None, None)
    sources = sources_in(register, code, kept, signature)
    return make_opinion(sources, open_world(date.today()))


def _kept_head(path: Path) -> tuple[LedgerHead, SignatureRecord | None]:
    """A head that was kept, and its signature where one lies beside it.

    A signature of anything else is left out.
    """
    head = read_head(read_text(path), Place(str(path)))
    beside = signature_path(path)
    signature = read_signature(beside) if beside.is_file() else None
    if signature is not None and signature.sha256 != head_subject(head, "").sha256:
        signature = None
    return head, signature
