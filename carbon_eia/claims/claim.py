"""A claim: something stated that lowers a figure, and how much of it is proven."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.project import Evidence
from carbon_eia.reference import Reason

__all__ = ["SUPPLIES", "UNPROVEN", "Claim"]

UNPROVEN = "unproven"
"""The account of what is deducted without proof: it stands beside the plant's own."""

SUPPLIES = ("green", "own", "waste_heat", "own_heat")
"""Kinds of claims that a supply counts as zero."""

PARAMETERS = ("parameter", "biogenic")
"""Kinds of claims that a parameter is better than the published default."""


class Claim(NamedTuple):
    """One claim of a source (or measure), with the evidence shown for it.

    ``kind``: an entry of ``factors/claims.toml``; ``parameter``: the key that claims it;
    ``needs``: kinds of evidence of which one proves it; ``share``: how much is proven, 0 to 1;
    ``why``: why not all of it counts, or that the whole rests on one document; ``yearly``: whether
    it must be proven anew each year.
    """

    source: str
    account: str
    key: str
    kind: str
    parameter: str
    needs: tuple[str, ...]
    evidence: Evidence
    share: Fraction
    why: Reason | None = None
    yearly: bool = False

    @property
    def held(self) -> bool:
        """Whether all of it is proven."""
        return self.share == 1
