"""Yearly proof of green power is asked for where a project may go on."""

from __future__ import annotations

import pytest

from carbon_eia.rules import VERDICTS, Decision, Statement, under_claims

LEDGER = Statement("condition.ledger")


@pytest.mark.parametrize("verdict", VERDICTS)
def test_yearly_proof_is_a_condition_of_what_may_go_on(verdict: str) -> None:
    """It joins the conditions of a pass or a retrofit, once for each source; nothing else moves."""
    decision = Decision(verdict, True, "", (), (LEDGER,), None, (), "energy")
    found = under_claims(decision, ["甲", "乙"])
    yearly = [Statement("claim.condition.yearly", {"source": name}) for name in ("甲", "乙")]
    asked = verdict in ("pass", "retrofit")
    assert found == decision._replace(conditions=(LEDGER, *yearly) if asked else (LEDGER,))
