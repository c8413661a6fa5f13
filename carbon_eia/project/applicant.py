"""The unified social credit code of an applicant (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

__all__ = ["check_character"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a code: digits and capitals without I, O, S, V, Z."""


def check_character(code: str) -> str | None:
    """The 18th character that belongs to the first 17; None where they are no code.

    31 − Σ cᵢ × 3^(i−1) mod 31, and 0 for 31.

    >>> check_character("91350100M000100Y43"), check_character("91350100M000100Y4")
    ('3', None)
    """
    if len(code) != 18 or any(c not in ALPHABET for c in code):
        return None
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return ALPHABET[-total % 31]
