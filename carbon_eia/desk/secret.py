"""Secrets of the desk: made at random, and kept as their SHA-256 alone."""

from __future__ import annotations

import hashlib
import secrets

__all__ = ["digest_of", "new_code", "new_token"]

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Signs of a code that is read off a screen and typed: none is taken for another."""


def new_token() -> str:
    """A secret that only programs handle."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A one-time code of 20 signs in groups of five."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def digest_of(secret: str) -> str:
    """What is kept of a secret.

    >>> digest_of("a") == digest_of("b")
    False
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
