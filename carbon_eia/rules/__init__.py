"""What follows, under which clause."""

from carbon_eia.rules.channels import recommended
from carbon_eia.rules.decision_model import (
    NOT_APPLICABLE,
    NOT_PROVIDED,
    VERDICTS,
    Admissible,
    Deadline,
    Decision,
    DecisionFacts,
    Mandate,
    Ruling,
    Statement,
)
from carbon_eia.rules.decision_table import decide, under_claims
from carbon_eia.rules.mandatory import LAW
from carbon_eia.rules.places import deciding_policy, in_place, missing_policy
from carbon_eia.rules.policies import evaluate
from carbon_eia.rules.project_facts import KnownFacts, known_facts
from carbon_eia.rules.together import decide_together

__all__ = [
    "LAW",
    "NOT_APPLICABLE",
    "NOT_PROVIDED",
    "VERDICTS",
    "Admissible",
    "Deadline",
    "Decision",
    "DecisionFacts",
    "KnownFacts",
    "Mandate",
    "Ruling",
    "Statement",
    "decide",
    "decide_together",
    "deciding_policy",
    "evaluate",
    "in_place",
    "known_facts",
    "missing_policy",
    "recommended",
    "under_claims",
]
