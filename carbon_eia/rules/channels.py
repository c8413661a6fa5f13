"""To whom a refusal or a stop is recommended, and what each authority can do there."""

from __future__ import annotations

from carbon_eia.project import Project
from carbon_eia.reference import World, in_force
from carbon_eia.rules.decision_model import Decision, Statement

__all__ = ["recommended"]


def recommended(decision: Decision, project: Project, world: World) -> Decision:
    """A refusal or stop with the channels in which it can be acted on, by the law of the day.

    The channel by which the project is approved is the one that it states, else each of them.
    """
    if decision.verdict not in ("refuse", "stop"):
        return decision
    told: list[Statement] = []
    for entry in world.tables.toml("channels.toml")["channels"]:
        if not in_force(entry["valid_from"], entry.get("valid_to", ""), world.as_of):
            continue
        if entry["project"] and project.channel not in ("", entry["id"]):
            continue
        document = world.document(entry["source"])
        params: dict[str, object] = {
            "text": {"zh": entry["zh"], "en": entry["en"]},
            "title": document["title"],
            "clause": entry["clause"],
        }
        told.append(Statement("condition.channel", params))
    return decision._replace(conditions=(*decision.conditions, *told))
