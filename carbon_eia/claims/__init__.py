"""Claims: what lowers a figure below the plain account, and what counts of it for the verdict."""

from carbon_eia.claims.claim import SUPPLIES, UNPROVEN, Claim
from carbon_eia.claims.gate import Edge, Gate
from carbon_eia.claims.proof import ClaimRules, claim_rules, shows

__all__ = ["SUPPLIES", "UNPROVEN", "Claim", "ClaimRules", "Edge", "Gate", "claim_rules", "shows"]
