"""A signature as its file states it: what was signed, by which key, on which day."""

from __future__ import annotations

from typing import Annotated

import msgspec

from carbon_eia.run.record import canonical

__all__ = ["SIGNATURE_SCHEMA", "SUFFIX", "SignatureRecord"]

SIGNATURE_SCHEMA = "carbon-eia/signature/1"

SUFFIX = ".sig"
"""What is added to the name of a file for that of its signature."""

_Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class SignatureRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signature as its file states it; ``key``: SHA-256 of the public key's 32 bytes."""

    schema: Annotated[str, msgspec.Meta(pattern=f"^{SIGNATURE_SCHEMA}$")]
    of: Annotated[str, msgspec.Meta(pattern="^(record|benchmarks|head)$")]
    sha256: _Digest
    key: _Digest
    algorithm: Annotated[str, msgspec.Meta(pattern="^Ed25519$")]
    day: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    signature: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9+/]{86}==$")]

    def message(self) -> bytes:
        """What is signed: everything but the signature."""
        return canonical({k: v for k, v in msgspec.to_builtins(self).items() if k != "signature"})
