"""Whether a record still stands, what differs from another, and what moved the verdict.

One way for every kind of record (``kinds``): computed again (``Kind.again``), compared
(``difference``), each change made alone (``attribution``), a document verified (``verify``).
"""

from carbon_eia.proof.container import Container, open_container
from carbon_eia.proof.verify import Verification, VerificationFinding, record_of, verify

__all__ = [
    "Container",
    "Verification",
    "VerificationFinding",
    "open_container",
    "record_of",
    "verify",
]
