"""Whether a document may be filed: it stands, it does not, or nobody can say so here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from carbon_eia.messages import sentence
from carbon_eia.proof.verify import unheard, verify
from carbon_eia.reference import World
from carbon_eia.register.filing import Proven

__all__ = ["proven"]


def proven(
    path: Path,
    open_world: Callable[[date], World],
    lang: str,
    reached: Callable[[str], None] = unheard,
) -> Proven:
    """What ``verify`` finds of a document, as the register asks for it; it tells ``reached`` how
    far it has come.

    Raises what ``verify`` raises.
    """
    proof = verify(path, open_world, lang, reached=reached)
    wrong = [f for f in proof.findings if f.ok is False]
    against = wrong or [f for f in proof.findings if f.ok is None]
    why = "；".join(sentence(f.code, lang, f.params) for f in against)
    return Proven(proof.record, proof.stands, why)
