"""What a survey of plants says: the survey itself, the returns, and what is excluded of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import Place, Problem
from carbon_eia.project import Project
from carbon_eia.project.evidence import Evidence
from carbon_eia.reference import Reason
from carbon_eia.units import Quantity

__all__ = ["Exclusion", "PlantFigures", "Removal", "Return", "ReturnHead", "Survey"]


class Removal(NamedTuple):
    """An outlier that is taken out: its plant, the physical reason, and the two who decided it."""

    plant: str
    reason: str
    names: tuple[str, ...]
    place: Place = Place()


class Survey(NamedTuple):
    """What the authority asks of which plants: the frame that every return is held against.

    ``sector``, ``product``: ids; ``population``: plants of the region that make the product;
    ``output``: of all of them a year, in the unit of the product; ``months``, ``utilisation``: the
    least that is eligible, None for that of ``factors/standards/survey.toml``. ``previous``: the
    name of the edition that was published before. ``inferred``: keys that no file states and
    that follow from the returns.
    """

    sector: str
    product: str
    region: str
    years: tuple[int, ...]
    boundary: str
    title: str = ""
    notice: str = ""
    population: int | None = None
    output: Fraction | None = None
    method: str = ""
    parameter: Fraction | None = None
    advanced_method: str = ""
    advanced_parameter: Fraction | None = None
    months: int | None = None
    utilisation: Fraction | None = None
    illustrative: bool = False
    previous: str = ""
    note: str = ""
    removals: tuple[Removal, ...] = ()
    inferred: tuple[str, ...] = ()


class ReturnHead(NamedTuple):
    """What a plant says of its return beside products and sources."""

    plant: str
    purpose: str
    sector: str
    region: str
    year: int
    credit_code: str = ""
    boundary: str = ""
    months: int | None = None
    utilisation: Fraction | None = None
    verification: Evidence = Evidence()
    emissions: Quantity | None = None
    evidence: Evidence = Evidence()
    note: str = ""


class PlantFigures(NamedTuple):
    """What one return comes to by our own inventory.

    ``emission``: t CO2e (t CO2 where that is the only gas) that counts: claims without proof are
    taken as absent, bought green power as grid power (law 8). ``output``: in the unit of the
    product. ``implausible``: what law 7 finds in it.
    """

    product: str
    emission: Fraction | None
    output: Fraction | None
    unit: str
    missing: tuple[Reason, ...] = ()
    implausible: tuple[Reason, ...] = ()

    @property
    def intensity(self) -> Fraction | None:
        """Emission ÷ output."""
        if self.emission is None or not self.output:
            return None
        return self.emission / self.output


class Return(NamedTuple):
    """One return: a plant in a year.

    ``name``: of its file, with the number of its row in a table (``returns.csv/7``). ``head`` is
    None where it cannot be read: ``problems`` say why, each at its cell. ``figures``: None where
    there is nothing to account.
    """

    name: str
    head: ReturnHead | None
    project: Project | None = None
    figures: PlantFigures | None = None
    problems: tuple[Problem, ...] = ()
    sha256: str = ""

    @property
    def plant(self) -> str:
        """How the plant is called; the name of the file where it does not say."""
        return self.head.plant if self.head is not None else self.name


class Exclusion(NamedTuple):
    """Why a return is no part of the sample: the rule that it misses, with its facts.

    ``code``: of a sentence ``standard.excluded.…``; ``problem``: the error of a return that
    cannot be read, with its cell.
    """

    name: str
    plant: str
    code: str
    params: Mapping[str, object] = MappingProxyType({})
    problem: Problem | None = None
