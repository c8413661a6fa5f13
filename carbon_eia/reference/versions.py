"""Which reference data are known: those that were released, and those that this program brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from carbon_eia.files import own_folder
from carbon_eia.reference.factor_tables import Tables

__all__ = ["DIGESTS", "is_known", "released_digests"]

DIGESTS = "history/digests.json"
"""The file under ``factors/`` that each release adds its digest to."""


@cache
def released_digests() -> Mapping[str, str]:
    """The digest of each released version, of the folder that this program brings.

    >>> released_digests()["2026.11.0"][:8]
    '884e4cfb'
    """
    text = (own_folder("factors") / DIGESTS).read_text(encoding="utf-8")
    return MappingProxyType(dict(json.loads(text)))


def is_known(digest: str) -> bool:
    """Whether a digest is that of a released version, or of the tables that came with this program
    and passed its checks; tables of anybody else may say anything.

    >>> is_known("0" * 64)
    False
    """
    return digest in released_digests().values() or digest == _own_digest()


@cache
def _own_digest() -> str:
    return str(Tables(own_folder("factors")).compiled.get("sha256", ""))
