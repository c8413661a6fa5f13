"""What follows, under which clause."""

from carbon_eia.rules.decision import (
    NEEDED,
    VERDICTS,
    Deadline,
    Decision,
    Facts,
    Ruling,
    Statement,
    decide,
)

__all__ = ["NEEDED", "VERDICTS", "Deadline", "Decision", "Facts", "Ruling", "Statement", "decide"]
