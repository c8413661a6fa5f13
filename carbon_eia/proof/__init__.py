"""Whether a document still stands: what it carries is computed again and compared."""

from carbon_eia.proof.container import Container, open_container
from carbon_eia.proof.verify import Finding, Proof, record_of, verify

__all__ = ["Container", "Finding", "Proof", "open_container", "record_of", "verify"]
