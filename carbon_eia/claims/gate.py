"""The one gate for everything that lowers a figure: what counts of the sources of a project.

Law 8: a claim counts toward ``pass`` only with evidence of a kind that the rule names; without it
the verdict is taken as if the claim were absent. A source is divided where only a part is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from carbon_eia.claims.claim import PARAMETERS, SUPPLIES, UNPROVEN, Claim
from carbon_eia.claims.proof import ClaimedAmount, ClaimProof, claim_rules, proven
from carbon_eia.energy import heat_content
from carbon_eia.errors import InputError
from carbon_eia.inventory import SourceEmission
from carbon_eia.project import ACTIVITY, Measure, Source, fields
from carbon_eia.reference import Reason, Sector, World
from carbon_eia.units import parse_unit

__all__ = ["Edge", "Gate"]

NEARLY = Fraction(99, 100)

AccountOf = Callable[[Source], SourceEmission]
SectorOf = Callable[[Source], Sector]


class Edge(NamedTuple):
    """The value of a parameter, in its unit as typed, up to or from which it is no claim."""

    key: str
    value: Fraction
    above_is_claim: bool


class Gate:
    """Finds the claims of sources and says what counts of them.

    ``account`` gives the emission of one source; ``sector_of`` the sector whose guide it is
    accounted by; ``year`` is the year of operation, None for a plant that does not run yet.
    ``whole``: a source is not divided; what is not proven whole does not count.
    """

    def __init__(
        self, world: World, account: AccountOf, sector_of: SectorOf, year: int | None
    ) -> None:
        self.world = world
        self.account = account
        self.sector_of = sector_of
        self.year = year
        self.rules = claim_rules(world)
        self.whole = False

    # --- what is claimed

    def claims(self, sources: Sequence[Source]) -> list[Claim]:
        """Every claim of the sources, in their order."""
        return [c for s in sources for c in self.claims_of(s, sources)]

    def claims_of(self, source: Source, sources: Sequence[Source]) -> list[Claim]:
        """The claims of one source; ``sources`` are all, for the fuel behind own heat."""
        if source.account != "project":
            return []
        return [*self._structural(source, sources), *self._parameters(source)]

    def _structural(self, source: Source, sources: Sequence[Source]) -> list[Claim]:
        supply, method = source.supply, self.world.methods[source.method]
        if method.carries_energy and supply == "export":
            return [self._export(source)]
        if method.energy == "electricity" and supply in ("green", "own", "waste_heat"):
            return [self._claim(source, supply, "supply")]
        if method.energy == "heat" and supply == "waste_heat":
            return [self._claim(source, supply, "supply")]
        if method.energy == "heat" and supply == "own":
            return self._own_heat(source, sources)
        if method.category.captured:
            return [self._recovery(source)]
        if source.direction == "out":
            return self._deduction(source)
        return []

    def _export(self, source: Source) -> Claim:
        """Exported energy: deducted where the guide of the boundary does so."""
        sector = self.sector_of(source)
        for entry in self.rules.kept:
            named = sector.guide["source"] in entry.get("guides", ()) or sector.id in entry.get(
                "sectors", ()
            )
            if named and source.method in entry["what"]:
                claim = self._claim(source, "export", "supply")
                params = {"guide": self.world.document(entry["source"])["title"]}
                why = Reason("claim.guide", params)
                return claim._replace(needs=(), share=Fraction(0), why=why)
        return self._claim(source, "export", "supply")

    def _own_heat(self, source: Source, sources: Sequence[Source]) -> list[Claim]:
        """Own heat beyond the heat of the fuels that the inventory counts."""
        beside = [s for s in sources if s.account == source.account]
        heated = [s for s in beside if s.supply == "own" and self._carries(s) == "heat"]
        own = sum((self._heat(s) for s in heated), Fraction(0))
        fuels = [s for s in beside if self._carries(s) == "fuel"]
        fuel = sum((self._heat(s) for s in fuels), Fraction(0))
        if own <= fuel:
            return []
        claim = self._claim(source, "own_heat", "supply")
        share = max(claim.share, fuel / own)
        return [claim._replace(share=Fraction(0) if self.whole and share < 1 else share)]

    def _carries(self, source: Source) -> str:
        """What the source is to the account of energy."""
        return self.world.methods[source.method].energy

    def _heat(self, source: Source) -> Fraction:
        found = heat_content(self.account(source))
        return Fraction(0) if found is None else found

    def _recovery(self, source: Source) -> Claim:
        """Captured CO2: stored for good, or sold where the guide deducts that."""
        guide = self.sector_of(source).guide["source"]
        sold = any(guide in entry["guides"] for entry in self.rules.sold)
        kind = "sold" if sold and source.evidence.kind != "permit" else "stored"
        return self._claim(source, kind, "amount")

    def _deduction(self, source: Source) -> list[Claim]:
        """What leaves: a row of the guide, carbon in products, or something that no guide has."""
        kind = "" if source.item else self.world.methods[source.method].out_claim
        if not kind and self._deducts_carbon(self.sector_of(source)):
            return []
        return [self._claim(source, kind or "carbon_out", "direction")]

    def _deducts_carbon(self, sector: Sector) -> bool:
        """Whether the guide of a sector accounts the carbon that leaves in products.

        Its example then has a source that leaves, or a balance of carbon.
        """
        sources = sector.example.get("sources", ())
        leaves = any(s.get("direction") in ("out", "出") for s in sources)
        asked = {m for r in sector.required for m in r["methods"]}
        return leaves or any(self.world.methods[m].energy == "feed" for m in asked)

    def _parameters(self, source: Source) -> list[Claim]:
        """Parameters whose default would give a higher emission."""
        given = self._overriding(source)
        if not given:
            return []
        now = self.account(source)
        if now.co2e is None:
            return []
        found: list[Claim] = []
        for key in given:
            plain = self._plain(source, key)
            if plain is None or plain.co2e is None or plain.co2e <= now.co2e:
                continue
            if self._within_band(key, source.method, now, plain):
                continue
            kind = "biogenic" if key == "biogenic_share" else "parameter"
            found.append(self._claim(source, kind, key, plain.co2e - now.co2e))
        return found

    def _plain(self, source: Source, key: str) -> SourceEmission | None:
        """What the source emits with the default of one parameter; None where there is none."""
        try:
            return self.account(_without(source, key))
        except InputError:
            return None

    def _within_band(
        self, key: str, method: str, now: SourceEmission, plain: SourceEmission
    ) -> bool:
        """Whether a measured figure of activity lies in the range of its material or product."""
        least = self.rules.band.get(f"{method}.{key}")
        if least is not None and now.co2e is not None and plain.co2e is not None:
            return now.co2e >= least * plain.co2e
        lowest = self.rules.band.get(key)
        given = next((p.value for p in now.parameters if p.name == key), None)
        usual = next((p.value for p in plain.parameters if p.name == key), None)
        return None not in (lowest, given, usual) and given >= lowest * usual  # type: ignore[operator]

    def edges(self, source: Source) -> list[Edge] | None:
        """Where each parameter given for a source begins to be a claim, whatever the others are.

        None where no single figure tells: the default is of another form.
        """
        found: list[Edge] = []
        for key in self._overriding(source):
            plain = self._plain(source, key)
            if plain is None or plain.co2e is None:
                continue
            usual = next((p for p in plain.parameters if p.name == key), None)
            if usual is None:
                return None
            given = source.parameters[key].unit
            edge = usual.value / given.factor_to(parse_unit(usual.unit))
            band = self.rules.band
            edge *= band.get(f"{source.method}.{key}", band.get(key, Fraction(1)))
            below = self.account(_with(source, key, edge * NEARLY)).co2e
            at = self.account(_with(source, key, edge)).co2e
            if below is None or at is None:
                return None
            if below != at:
                found.append(Edge(key, edge, above_is_claim=below > at))
        return found

    def _overriding(self, source: Source) -> list[str]:
        """The parameters given that may be better than a default."""
        if source.account != "project":
            return []
        ordinary = (*ACTIVITY, *self.rules.ordinary.get(source.method, ()))
        return [k for k in source.parameters if k not in ordinary]

    def _claim(
        self, source: Source, kind: str, parameter: str, saved: Fraction | None = None
    ) -> Claim:
        needs = self.rules.needs(kind, self.year is not None)
        co2 = saved if saved is not None else self.account(source).co2e
        proof = self._proof(source, kind, needs, ClaimedAmount(source.activity, co2))
        return Claim(
            source.name,
            source.account,
            source.at(parameter).key,
            kind,
            parameter,
            needs,
            source.evidence,
            proof.share,
            proof.why,
            bool(self.rules.kinds[kind].get("yearly")),
        )

    def _proof(
        self, source: Source, kind: str, needs: tuple[str, ...], amount: ClaimedAmount
    ) -> ClaimProof:
        if not needs:
            return ClaimProof(Fraction(0), Reason("claim.never"))
        proof = proven(source.evidence, needs, amount, self.day, self.year)
        if 0 < proof.share < 1 and (self.whole or not _divisible(source)):
            return proof._replace(share=Fraction(0))
        return proof

    @property
    def day(self) -> date:
        """The day of assessment: what is dated later proves nothing."""
        return self.world.as_of

    def completed(self, measures: Sequence[Measure]) -> list[Claim]:
        """A claim for every measure that is said to be completed."""
        needs = self.rules.needs("completed", self.year is not None)
        found: list[Claim] = []
        for m in measures:
            if m.status == "completed":
                shown = m.evidence._replace(quantity=None, period="")
                proof = proven(shown, needs, ClaimedAmount(None, None), self.day, None)
                key = f"{m.place.key}.status"
                claim = Claim(
                    m.name, "project", key, "completed", "status", needs, m.evidence, *proof
                )
                found.append(claim)
        return found

    # --- what counts

    def declared(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        """The sources as declared, but that a supply without proof counts as bought."""
        return self._counted(sources, lambda c: c.share if c.kind in SUPPLIES else Fraction(1))

    def governed(
        self,
        sources: Sequence[Source],
        green_is_zero: bool,
        instead: tuple[Claim, Fraction] | None = None,
    ) -> tuple[Source, ...]:
        """The sources as they count for the verdict.

        ``green_is_zero``: whether the value compared with counts proven green power as zero.
        ``instead``: one claim with another share than is proven, to show what it bears on.
        """

        def counts(claim: Claim) -> Fraction:
            if instead is not None and claim == instead[0]:
                return instead[1]
            if claim.kind == "green" and not green_is_zero:
                return Fraction(0)
            return claim.share

        return self._counted(sources, counts)

    def _counted(
        self, sources: Sequence[Source], counts: Callable[[Claim], Fraction]
    ) -> tuple[Source, ...]:
        found: list[Source] = []
        for source in sources:
            claims = self.claims_of(source, sources)
            shares = [(c, counts(c)) for c in claims]
            found += _divided(source, shares) if claims else [source]
        return tuple(found)


def _divided(source: Source, shares: Sequence[tuple[Claim, Fraction]]) -> list[Source]:
    """The source in as many parts as its claims count to different shares of its amount."""
    cuts = sorted({Fraction(0), Fraction(1), *(s for _, s in shares)})
    parts: list[Source] = []
    for low, high in pairwise(cuts):
        refused = [c for c, share in shares if share < high]
        part = _as_if_absent(source, refused)
        if any(c.kind in SUPPLIES for c, _ in shares) and not part.counted_as:
            part = part._replace(counted_as="stated")
        activity = part.activity
        if len(cuts) > 2 and activity is not None:
            part = part.with_activity(activity.value * (high - low))
        if parts:
            part = part._replace(name=f"{source.name} [{len(parts) + 1}]")
        parts.append(part)
    return parts


def _as_if_absent(source: Source, refused: Sequence[Claim]) -> Source:
    """The source without the claims that do not count."""
    for claim in refused:
        if claim.kind in PARAMETERS:
            source = _without(source, claim.parameter)
        elif claim.kind in SUPPLIES:
            source = source._replace(counted_as="bought")
        else:
            source = source._replace(account=UNPROVEN)
    return source


def _with(source: Source, key: str, value: Fraction) -> Source:
    other = source.parameters[key].with_value(value)
    return source._replace(parameters={**source.parameters, key: other})


def _without(source: Source, key: str) -> Source:
    return source._replace(parameters={k: v for k, v in source.parameters.items() if k != key})


def _divisible(source: Source) -> bool:
    """Whether a part of its amount stands for the same part of the source."""
    known = fields(source.method)
    yearly = [k for k in source.parameters if k in known and known[k].type == "annual"]
    return source.activity is not None and set(yearly) <= set(ACTIVITY)
