"""What follows, under which clause."""

from carbon_eia.rules.decision import NEEDED, decide, under_claims
from carbon_eia.rules.model import (
    NOT_APPLICABLE,
    NOT_PROVIDED,
    VERDICTS,
    Admissible,
    Deadline,
    Decision,
    Facts,
    Ruling,
    Statement,
)
from carbon_eia.rules.policies import evaluate
from carbon_eia.rules.together import decide_together

__all__ = [
    "NEEDED",
    "NOT_APPLICABLE",
    "NOT_PROVIDED",
    "VERDICTS",
    "Admissible",
    "Deadline",
    "Decision",
    "Facts",
    "Ruling",
    "Statement",
    "decide",
    "decide_together",
    "evaluate",
    "under_claims",
]
