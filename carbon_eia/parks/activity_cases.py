"""Low and high cases of activity: a scenario followed again with the ends of its stated ranges.

Only ranges that the park file states are followed (``activity_low``, ``activity_high`` of a
change); without them there are no cases, and nothing is assumed in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from carbon_eia.parks.park_account import ParkAccount
from carbon_eia.parks.park_model import Park, ScenarioChange
from carbon_eia.parks.scenario import Follower, Path
from carbon_eia.reference import World

__all__ = ["CASES", "ActivityCase", "activity_cases"]

CASES = ("low", "central", "high")


class ActivityCase(NamedTuple):
    """A scenario with the low, the stated or the high change of activity."""

    case: str
    path: Path


def activity_cases(
    park: Park, account: ParkAccount, paths: Sequence[Path], world: World
) -> tuple[ActivityCase, ...]:
    """The cases of every scenario that states a range; the projects are those of the scenario."""
    found: list[ActivityCase] = []
    for path in paths:
        if not any(c.activity_low is not None for c in path.scenario.changes):
            continue
        for case in CASES:
            if case == "central":
                found.append(ActivityCase(case, path))
                continue
            changes = tuple(_ended(c, case) for c in path.scenario.changes)
            scenario = path.scenario._replace(changes=changes)
            follower = Follower(park, account, scenario, world)
            followed = follower.path(path.members, path.admitted)
            found.append(ActivityCase(case, followed))
    return tuple(found)


def _ended(c: ScenarioChange, case: str) -> ScenarioChange:
    """A change with the activity of a case, as it is where it states no range."""
    end = c.activity_low if case == "low" else c.activity_high
    return c if end is None else c._replace(activity=end)
