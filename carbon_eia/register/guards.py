"""What must hold for a command beside state and role: its conditions, by name."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.register import building_guards as building
from carbon_eia.register import handling_guards as handling
from carbon_eia.register.control_guards import CONTROL_GUARDS
from carbon_eia.register.request import Guard

__all__ = ["GUARDS", "NOTES", "OF_CASE"]

GUARDS: Mapping[str, Guard] = {
    g.__name__: g
    for g in (
        handling.known_stage,
        handling.known_channel,
        handling.sound_opinion,
        handling.no_standing_approval,
        handling.own_submission,
        handling.one_notice,
        handling.not_yet_accepted,
        handling.sound_notice,
        handling.open_finding,
        handling.known_recommendation,
        handling.known_verdict,
        handling.one_extension,
        handling.extendable,
        handling.period_running,
        handling.no_change_pending,
        handling.change_pending,
        handling.other_than_proposer,
        handling.verdict_fits_stage,
        handling.reason_against,
        handling.remedies_told,
        handling.retrofit_deadline,
        handling.not_yet_delivered,
        handling.reopening_ground,
        handling.standing_approval,
        handling.changed_by_order31,
        handling.known_change_verdict,
        building.approved_or_exempt,
        building.not_built,
        building.conditions_before,
        building.eia_current,
        building.phase_accepted,
        building.built_elsewhere,
        building.year_over,
        building.has_operated,
        building.known_ground,
        building.ground_fits,
        building.deadline_ahead,
        building.not_yet_confirmed,
        building.government_order,
        building.new_name,
        building.open_name,
        building.eia_known,
        building.second_person,
        building.known_event,
    )
} | dict(CONTROL_GUARDS)
"""Conditions that refuse, by the name that the table of states has for them."""

NOTES: Mapping[str, Guard] = {
    g.__name__: g for g in (handling.expert_opinion, building.in_doubt, handling.no_ground_of_eia)
}
"""Conditions that are only told: the command is allowed all the same."""

OF_CASE = frozenset(
    {
        "approved_or_exempt",
        "built_elsewhere",
        "change_pending",
        "changed_by_order31",
        "conditions_before",
        "eia_known",
        "extendable",
        "has_operated",
        "no_change_pending",
        "no_standing_approval",
        "not_built",
        "not_yet_accepted",
        "not_yet_confirmed",
        "not_yet_delivered",
        "one_extension",
        "one_notice",
        "standing_approval",
    }
)
"""Conditions that hang on the case alone, whoever asks and whatever the day and the body."""
