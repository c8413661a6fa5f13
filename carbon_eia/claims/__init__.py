"""Claims: what lowers a figure below the plain account, and what counts of it for the verdict."""

from carbon_eia.claims.gate import Gate
from carbon_eia.claims.model import UNPROVEN, Claim
from carbon_eia.claims.proof import ClaimRules, claim_rules

__all__ = ["UNPROVEN", "Claim", "ClaimRules", "Gate", "claim_rules"]
