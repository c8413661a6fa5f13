"""What follows, under which clause."""

from carbon_eia.rules.decision import NEEDED, decide, under_claims
from carbon_eia.rules.model import (
    NOT_APPLICABLE,
    NOT_PROVIDED,
    VERDICTS,
    Deadline,
    Decision,
    Facts,
    Ruling,
    Statement,
)
from carbon_eia.rules.policies import evaluate

__all__ = [
    "NEEDED",
    "NOT_APPLICABLE",
    "NOT_PROVIDED",
    "VERDICTS",
    "Deadline",
    "Decision",
    "Facts",
    "Ruling",
    "Statement",
    "decide",
    "evaluate",
    "under_claims",
]
