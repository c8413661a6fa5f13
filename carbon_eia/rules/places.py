"""Which policy decides in a place on a day (law 12: a rule holds somewhere and some time)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carbon_eia.benchmarks import Benchmark, until_superseded
from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.inventory import Missing
from carbon_eia.reference import Policy, Reason, World, policies_in, read_policy

__all__ = ["NO_POLICY", "deciding_policy", "in_place", "missing_policy"]

NO_POLICY = Policy("", "", False)
"""What decides where no policy is known: nothing."""


def deciding_policy(world: World, region: str, needed: Iterable[str] = ()) -> Policy:
    """The policy under which projects of a region are decided on the world's day.

    ``needed``: ids of rules and parameters that it must have. Where one is known that is not in
    force on the day, it is given with ``in_force`` False; where none is known, ``NO_POLICY``.

    Raises ReferenceDataError: CE-R011 two policies, CE-R008 a needed rule that is not there.
    """
    found = [p for p in policies_in(world, region) if p.decides]
    standing = [p for p in found if p.in_force]
    if len(standing) > 1:
        first, second = standing[:2]
        place = Place(f"factors/policy/{second.id}.toml", key="region")
        params: dict[str, object] = {"id": second.id, "other": first.id}
        raise ReferenceDataError(Problem("CE-R011", place, params))
    if not standing:
        return found[0] if found else NO_POLICY
    return read_policy(world, standing[0].id, needed, region)


def missing_policy(policy: Policy, region: str, world: World) -> Missing:
    """Why no policy decides: none is known in the place, or it is not in force on the day."""
    if policy.id:
        return Missing("missing.policy", {"title": policy.title, "day": world.as_of})
    return Missing("missing.no_policy", {"region": region, "day": world.as_of})


def in_place(
    benchmarks: Sequence[Benchmark], world: World, region: str
) -> tuple[list[Benchmark], list[tuple[str, Reason]]]:
    """The benchmarks whose instrument holds in a region, and a word on each instrument left out.

    An instrument that names no region is taken to hold where it is given. One that another, which
    holds there too, supersedes ends where that begins.
    """
    codes = world.region_codes(region)
    kept: list[Benchmark] = []
    left: dict[str, tuple[str, Reason]] = {}
    for b in benchmarks:
        instrument = b.instrument
        if not instrument.region or instrument.region in codes:
            kept.append(b)
            continue
        params = {"title": instrument.title, "where": instrument.region_text, "region": region}
        left[instrument.title] = ("benchmarks", Reason("CE-W040", params, warn=True))
    return until_superseded(kept), list(left.values())
