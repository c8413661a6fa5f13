"""What follows, under which clause."""

from carbon_eia.rules.decision import NEEDED, decide, under_claims
from carbon_eia.rules.mandatory import LAW
from carbon_eia.rules.model import (
    NOT_APPLICABLE,
    NOT_PROVIDED,
    VERDICTS,
    Deadline,
    Decision,
    Facts,
    Mandate,
    Ruling,
    Statement,
)
from carbon_eia.rules.policies import evaluate

__all__ = [
    "LAW",
    "NEEDED",
    "NOT_APPLICABLE",
    "NOT_PROVIDED",
    "VERDICTS",
    "Deadline",
    "Decision",
    "Facts",
    "Mandate",
    "Ruling",
    "Statement",
    "decide",
    "evaluate",
    "under_claims",
]
