"""key new and sign: who stands behind a record, a file of limits or a head; verify --key."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from getpass import getpass
from pathlib import Path

from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.cli.common import day, print_json, say
from carbon_eia.console import styled
from carbon_eia.errors import MISREAD, CallError, Place, Problem
from carbon_eia.files import check_targets, write_whole
from carbon_eia.messages import sentence
from carbon_eia.proof import Verification, VerificationFinding, record_of, verify
from carbon_eia.proof.difference import RecordChange
from carbon_eia.proof.finding import UNDECIDED
from carbon_eia.proof.ledger_file import head_in
from carbon_eia.proof.signature import (
    Signatures,
    Subject,
    head_subject,
    is_locked,
    new_key,
    public_path,
    read_signatures,
    sign,
    signature_path,
    subjects_of,
)
from carbon_eia.proof.standard_replay import adoption_findings, is_adopted_standard, sealed_path
from carbon_eia.reference import World, open_world
from carbon_eia.standards.sealed import read_standard
from carbon_eia.standards.standard_records import StandardRecord

__all__ = ["key_command", "limits_file_proof", "sign_command", "signatures_beside"]

PASSPHRASE = "CARBON_EIA_PASSPHRASE"
"""Variable of the environment that holds the passphrase where nobody types it."""


def key_command(json: bool, lang: str, output: Path, locked: bool) -> int:
    """Write a new pair of keys."""
    ident = new_key(output, _passphrase(output, lang, twice=True) if locked else "")
    facts = {"key": ident, "private": str(output), "public": str(public_path(output))}
    if json:
        print_json(facts)
    else:
        say(f"{styled('✓', 'green')} {sentence('proof.key_made', lang, facts)}")
    return 0


def sign_command(
    json: bool, lang: str, file: Path, key: Path, output: Path | None, as_of: str | None
) -> int:
    """Sign the record that a document carries, a file of limits, or the head of a register."""
    target = output or signature_path(file)
    check_targets([target], [file, key])
    subject = _subject(file)
    passphrase = _passphrase(key, lang) if is_locked(key) else ""
    content = sign(subject, key, passphrase, str(day(as_of)))
    write_whole(target, content)
    if json:
        sys.stdout.write(content.decode())
    else:
        facts = {"file": str(target), "name": subject.name, "sha256": subject.sha256}
        say(f"{styled('✓', 'green')} {sentence(f'proof.sign_{subject.of}', lang, facts)}")
    return 0


def signatures_beside(
    files: Sequence[Path], keys: Sequence[Path], named: Sequence[Path]
) -> Signatures | None:
    """The signatures that are named, else those beside the files; None where no key is given.

    Raises CallError CE-V024 for signatures without a key.
    """
    if not keys:
        if named:
            raise CallError(Problem("CE-V024", Place(str(named[0]))))
        return None
    own = [signature_path(file) for file in files]
    return read_signatures(keys, named or [path for path in own if path.is_file()])


def limits_file_proof(
    file: Path,
    signatures: Signatures | None,
    sealed: Path | None,
    open_world: Callable[[date], World],
    lang: str,
) -> Verification:
    """Whether a file of limits is the one that was signed, and, where its values were derived from
    a survey, whether they come out again of the sealed record.

    Raises CallError CE-V024 where there is neither a key nor such a survey, and what
    ``read_benchmarks`` does.
    """
    derived = is_adopted_standard(file)
    if signatures is None and not derived:
        raise CallError(Problem("CE-V024", Place(str(file))))
    subject = _limits_file(file)
    findings: list[VerificationFinding] = []
    record: StandardRecord | None = None
    changes: tuple[RecordChange, ...] = ()
    if derived:
        path = sealed_path(file, sealed)
        record = None if path is None else read_standard(path)
        try:
            findings += adoption_findings(file, record)
        except (*MISREAD, StopIteration) as error:  # a draft that no program wrote
            why: dict[str, object] = {"why": f"{type(error).__name__}: {error}"}
            findings.append(VerificationFinding("run", False, "proof.no_run", why))
        if path is not None:
            proof = verify(path, open_world, lang)
            findings += [f for f in proof.findings if f.check != "limits"]
            changes = proof.changes
    if signatures is not None:
        findings += signatures.check(subject)
    failed = any(f.ok is False for f in findings)
    is_open = any(f.code in UNDECIDED for f in findings)
    is_open = is_open or (not derived and any(f.ok is None for f in findings))
    return Verification(
        record, False if failed else None if is_open else True, tuple(findings), changes, ()
    )


def _subject(file: Path) -> Subject:
    head = head_in(file)
    if head is not None:
        return head_subject(head, file.name)
    return _limits_file(file) if file.suffix.lower() == ".toml" else subjects_of(record_of(file))[0]


def _limits_file(file: Path) -> Subject:
    instrument = read_benchmarks(file, open_world(day(None)))[0].instrument
    return Subject("benchmarks", instrument.sha256, file.name)


def _passphrase(key: Path, lang: str, *, twice: bool = False) -> str:
    """What opens a key: of the environment, or typed.

    Raises CallError CE-V021 where there is none, or two that are typed differ.
    """
    passphrase = os.environ.get(PASSPHRASE, "")
    if not passphrase and sys.stdin.isatty():
        ask = sentence("proof.passphrase", lang, {"key": key.name})
        passphrase = getpass(ask)
        if twice and getpass(sentence("proof.passphrase_again", lang)) != passphrase:
            passphrase = ""
    if not passphrase:
        raise CallError(Problem("CE-V021", Place(str(key))))
    return passphrase
