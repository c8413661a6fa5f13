"""Who stands behind a record, a file of limits, or the head of a register: Ed25519 signatures that
lie beside it.

A signature is a JSON file of its own. What is signed is its canonical text without the signature:
schema, what is signed and its SHA-256, key, algorithm and day. The SHA-256 of a record is its id,
that of a file of limits the one that records state: so a signature of either holds for every
document that carries the record. The SHA-256 of a head is that of its file as ``register head``
writes it.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from carbon_eia.errors import CallError, InputError, MachineError, Place, Problem
from carbon_eia.files import read_bytes, read_text
from carbon_eia.files.json_text import json_value
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.register.heads import LedgerHead
from carbon_eia.run import canonical
from carbon_eia.run.records import NamedRecord
from carbon_eia.run.signed import SIGNATURE_SCHEMA, SUFFIX, SignatureRecord

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

__all__ = [
    "SignatureRecord",
    "Signatures",
    "Subject",
    "head_subject",
    "is_locked",
    "new_key",
    "public_path",
    "read_signature",
    "read_signatures",
    "sign",
    "signature_path",
    "subjects_of",
]

MAX_KEY_BYTES = 64 * 1024


class Subject(NamedTuple):
    """What can be signed: ``of`` is record, benchmarks or head, ``name`` what it is called."""

    of: str
    sha256: str
    name: str


class Signatures(NamedTuple):
    """Signatures, and the public keys by which they may be made, each under its id."""

    signatures: tuple[SignatureRecord, ...]
    keys: dict[str, Ed25519PublicKey]

    def check(self, wanted: Subject, others: Sequence[Subject] = ()) -> list[VerificationFinding]:
        """Whether each signature is one of the keys', and of what.

        False: another key, a signature that does not fit, or one of something else. None: no
        signature is that of what is ``wanted``.
        """
        findings = [self._checked(s, (wanted, *others)) for s in self.signatures]
        signed = [f for f in findings if f.ok and f.params["sha256"] == wanted.sha256]
        if not signed and all(f.ok for f in findings):
            findings.append(
                VerificationFinding("signature", None, "proof.unsigned", {"name": wanted.name})
            )
        return findings

    def _checked(self, s: SignatureRecord, subjects: Sequence[Subject]) -> VerificationFinding:
        from cryptography.exceptions import InvalidSignature

        params: dict[str, object] = {"key": s.key[:16], "day": s.day, "sha256": s.sha256}
        key = self.keys.get(s.key)
        if key is None:
            return VerificationFinding("signature", False, "proof.signature_other_key", params)
        try:
            key.verify(base64.b64decode(s.signature), s.message())
        except InvalidSignature:
            return VerificationFinding("signature", False, "proof.signature_wrong", params)
        for subject in subjects:
            if (subject.of, subject.sha256) == (s.of, s.sha256):
                code = f"proof.signed_{s.of}"
                return VerificationFinding(
                    "signature", True, code, {**params, "name": subject.name}
                )
        return VerificationFinding("signature", False, "proof.signature_other", params)


def subjects_of(record: NamedRecord) -> tuple[Subject, list[Subject]]:
    """A record, and the files of limits that it was made with, as what can be signed."""
    files = [Subject("benchmarks", x.sha256, x.file) for x in record.reference.overrides]
    return Subject("record", record.id, record.id[:16]), files


def new_key(path: Path, passphrase: str) -> str:
    """Write a new private key that its owner alone can read, and ``….pub`` beside it; its id.

    An empty passphrase leaves the private key unencrypted.
    Raises CallError CE-V023 where a file is there already, CE-F007 where none can be written.
    """
    serialization, ed25519 = _library()
    key = ed25519.Ed25519PrivateKey.generate()
    lock = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    pem, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, lock)
    public = key.public_key().public_bytes(pem, form)
    _write_new({path: (private, 0o600), public_path(path): (public, 0o644)})
    return _key_id(key.public_key())


def public_path(path: Path) -> Path:
    """Where the public key of a private one lies."""
    return path.with_name(path.name + ".pub")


def signature_path(file: Path) -> Path:
    """Where the signature of a file lies: beside it."""
    return file.with_name(file.name + SUFFIX)


def is_locked(key: Path) -> bool:
    """Whether a passphrase opens a private key."""
    return b"ENCRYPTED" in read_bytes(key, MAX_KEY_BYTES)


def sign(subject: Subject, key: Path, passphrase: str, day: str) -> bytes:
    """The file of a signature.

    Raises InputError: CE-V020 no private Ed25519 key, CE-V021 the passphrase does not open it.
    """
    private = _private_key(key, passphrase)
    unsigned = SignatureRecord(
        schema=SIGNATURE_SCHEMA,
        of=subject.of,
        sha256=subject.sha256,
        key=_key_id(private.public_key()),
        algorithm="Ed25519",
        day=day,
        signature="",
    )
    value = base64.b64encode(private.sign(unsigned.message())).decode()
    return canonical(msgspec.structs.replace(unsigned, signature=value))


def read_signatures(keys: Sequence[Path], files: Sequence[Path]) -> Signatures:
    """Signatures and the public keys that they are checked with.

    Raises InputError: CE-V020 no public Ed25519 key, CE-V022 no signature.
    """
    public = [_public_key(path) for path in keys]
    return Signatures(
        tuple(read_signature(path) for path in files), {_key_id(key): key for key in public}
    )


def head_subject(head: LedgerHead, name: str) -> Subject:
    """A head as what can be signed."""
    return Subject("head", hashlib.sha256(head.content()).hexdigest(), name)


def read_signature(path: Path) -> SignatureRecord:
    """A signature from its file.

    Raises InputError CE-V022 where it is none.
    """
    try:
        return msgspec.convert(json_value(read_text(path)), SignatureRecord)
    except (msgspec.ValidationError, ValueError) as error:
        raise InputError(Problem("CE-V022", Place(str(path)), {"why": str(error)})) from None


def _private_key(path: Path, passphrase: str) -> Ed25519PrivateKey:
    serialization, ed25519 = _library()
    content, locked = read_bytes(path, MAX_KEY_BYTES), is_locked(path)
    secret = passphrase.encode() if locked and passphrase else None
    try:
        key = serialization.load_pem_private_key(content, secret)
    except _unreadable() as error:
        code = "CE-V021" if locked else "CE-V020"
        raise InputError(Problem(code, Place(str(path)), {"why": str(error)})) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise InputError(Problem("CE-V020", Place(str(path)), {"why": type(key).__name__}))
    private: Ed25519PrivateKey = key
    return private


def _public_key(path: Path) -> Ed25519PublicKey:
    serialization, ed25519 = _library()
    try:
        key = serialization.load_pem_public_key(read_bytes(path, MAX_KEY_BYTES))
    except _unreadable() as error:
        raise InputError(Problem("CE-V020", Place(str(path)), {"why": str(error)})) from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise InputError(Problem("CE-V020", Place(str(path)), {"why": type(key).__name__}))
    public: Ed25519PublicKey = key
    return public


def _key_id(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def _library() -> tuple[Any, Any]:
    """The modules ``serialization`` and ``ed25519``, loaded when a key is used.

    Raises MachineError CE-D001 where the library is not there.
    """
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ModuleNotFoundError as error:
        name: dict[str, object] = {"package": error.name or ""}
        raise MachineError(Problem("CE-D001", params=name)) from None
    return serialization, ed25519


def _unreadable() -> tuple[type[Exception], ...]:
    """What the library raises for a file that is no key, or one of a kind that it does not know."""
    from cryptography.exceptions import UnsupportedAlgorithm

    return ValueError, TypeError, UnsupportedAlgorithm


def _write_new(contents: dict[Path, tuple[bytes, int]]) -> None:
    """Write files that are not there yet, with their permissions from the beginning."""
    for path in contents:
        if os.path.lexists(path):
            raise CallError(Problem("CE-V023", Place(str(path))))
    for path, (content, mode) in contents.items():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            raise CallError(Problem("CE-V023", Place(str(path)))) from None
        except OSError as error:
            raise _unwritten(path, error) from None
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            path.unlink()  # no half of a key
            raise _unwritten(path, error) from None


def _unwritten(path: Path, error: OSError) -> CallError:
    return CallError(Problem("CE-F007", Place(str(path)), {"why": error.strerror or str(error)}))
