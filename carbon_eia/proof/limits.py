"""The limits that a record was made with, against the files of the authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.messages import in_languages
from carbon_eia.project import Project
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.reference import World, in_force, read_sector
from carbon_eia.rules.places import in_place

__all__ = ["check_limits"]


class _Subject(NamedTuple):
    """What a limit is set for: two limits of one subject are about the same thing."""

    sector: str
    product: str
    indicator: str
    level: str
    boundary: str


def check_limits(
    used: Sequence[Benchmark], official: Sequence[Path], projects: Iterable[Project], world: World
) -> list[VerificationFinding]:
    """Each limit that judged a project, beside that of the authority's files.

    Equal are figure and instrument. False: another figure, another instrument, or a limit of the
    authority that was not used; None: the files hold no limit for what was judged.

    Raises InputError where a file of the authority cannot be read.
    """
    authority = [b for path in official for b in read_benchmarks(path, world)]
    stated = list(projects)
    own, theirs = (_by_subject(limits, stated, world) for limits in (used, authority))
    findings = [
        finding
        for subject in dict.fromkeys([*own, *theirs])
        for finding in _compared(own.get(subject, []), theirs.get(subject, []))
    ]
    return findings or [VerificationFinding("limits", True, "proof.limit_none", {})]


def _by_subject(
    limits: Sequence[Benchmark], projects: Sequence[Project], world: World
) -> dict[_Subject, list[Benchmark]]:
    """The limits that hold for the products of some projects, in their places, on the day."""
    by_subject: dict[_Subject, list[Benchmark]] = {}
    for project in projects:
        products = set(_products(project, world))
        for b in in_place(limits, world, project.region)[0]:
            subject = _Subject(b.sector, b.product, b.indicator, b.level, b.boundary)
            known = by_subject.get(subject, [])
            if subject[:2] in products and in_force(b.valid_from, b.valid_to, world.as_of):
                by_subject[subject] = known if b in known else [*known, b]
    return by_subject


def _products(project: Project, world: World) -> Iterator[tuple[str, str]]:
    """Sector and id of each product of a project."""
    for stated in project.products:
        sector = read_sector(world, stated.sector or project.sector)
        product = sector.product(stated.name)
        if product is not None:
            yield sector.id, product.id


def _compared(
    used: Sequence[Benchmark], official: Sequence[Benchmark]
) -> Iterator[VerificationFinding]:
    for b in used:
        same = [x for x in official if _figure(x) == _figure(b)]
        if any(_instrument(x) == _instrument(b) for x in same):
            yield _finding(True, "proof.limit_equal", b)
        elif same:
            yield _finding(False, "proof.limit_other_instrument", b, same[0])
        elif official:
            yield _finding(False, "proof.limit_other_figure", b, official[0])
        else:
            yield _finding(None, "proof.limit_missing", b)
    if not used:
        for x in official:
            yield _finding(False, "proof.limit_left_out", x)


def _figure(b: Benchmark) -> tuple[object, ...]:
    """What a limit allows and whether it is adopted, whatever unit it is written in."""
    return b.limit * b.unit.factor, b.unit.dims, b.adopted, b.grade


def _instrument(b: Benchmark) -> tuple[object, ...]:
    """What an instrument is called, where it holds and what else it provides."""
    i = b.instrument
    provides = i.illustrative, i.retrofit_months, i.green_power, i.region, i.reason
    return i.id, i.title, i.number, i.authority, i.date, *provides


def _finding(
    ok: bool | None, code: str, limit: Benchmark, official: Benchmark | None = None
) -> VerificationFinding:
    params: dict[str, object] = {
        "product": limit.product_name,
        "level": in_languages(f"level.{limit.level}"),
        "value": _written(limit),
        "instrument": _named(limit),
        "official": official and _written(official),
        "official_instrument": official and _named(official),
    }
    return VerificationFinding("limits", ok, code, params)


def _named(b: Benchmark) -> str:
    return f"{b.instrument.title} {b.instrument.number}".strip()


def _written(b: Benchmark) -> dict[str, str]:
    code = "proof.limit_adopted" if b.adopted else "proof.limit_provisional"
    return in_languages(code, {"value": b.text, "grade": b.grade})
