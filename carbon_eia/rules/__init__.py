"""What follows, under which clause."""

from carbon_eia.rules.decision import (
    VERDICTS,
    Deadline,
    Decision,
    Facts,
    Ruling,
    Statement,
    decide,
)

__all__ = ["VERDICTS", "Deadline", "Decision", "Facts", "Ruling", "Statement", "decide"]
