"""What a reviewer should look at first: values that rest on little, by what they could move.

``flip`` is by what share the emission of a value's source has to change for the intensity to equal
its admission value, all else left as it is: the nearer to 0, the more hangs on that value.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.project import parameter_label
from carbon_eia.report.deciding_comparison import governing, main_intensity
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.quality import PLAIN_REASONS, doubtful, unproven
from carbon_eia.run.records import ParameterRecord, Run, SourceRecord
from carbon_eia.units import rounded

__all__ = ["CheckPoint", "checklist"]

OLDER = frozenset({"CE-W004", "CE-W005"})
"""Reasons of a value of another year or place."""


class CheckPoint(NamedTuple):
    """A value to look at.

    ``kind``: default, assumption, grade_c, extrapolated, chosen (for a reason that stands out) or
    unproven (declared without evidence). ``path``: its place in the project file; ``share``: of its
    source in the total, ``flip``: as above, both None where they cannot be said.
    """

    kind: str
    path: str
    source: str
    parameter: str
    shown: str
    share: Fraction | None
    flip: Fraction | None

    @property
    def share_percent(self) -> str:
        """The share in percent."""
        return "" if self.share is None else rounded(self.share * 100, 1)

    @property
    def flip_percent(self) -> str:
        """The change that moves the verdict, in percent with its sign."""
        if self.flip is None:
            return ""
        text = rounded(self.flip * 100, 1).replace("-", "−")
        return text if self.flip < 0 else f"+{text}"


def checklist(run: Run, lang: str = "zh") -> list[CheckPoint]:
    """Every value to look at, the one on which most hangs first."""
    points = [*_doubtful(run, lang), *_unproven(run)]
    return sorted(points, key=_weight)


def _weight(point: CheckPoint) -> tuple[bool, Fraction, Fraction]:
    flip = point.flip
    size = Fraction(0) if flip is None else abs(flip)
    return flip is None, size, -(point.share if point.share is not None else Fraction(0))


def _doubtful(run: Run, lang: str) -> Iterator[CheckPoint]:
    places = {id(s): i for i, s in enumerate(run.inventory.by_source)}
    for source, parameter in doubtful(run):
        share, flip = _leverage(run, source)
        yield CheckPoint(
            kind=_kind(parameter),
            path=f"sources[{places[id(source)]}].{parameter.name}",
            source=source.name,
            parameter=parameter_label(source.method, parameter.name, lang),
            shown=Printer("en" if lang == "en" else "zh").shown(parameter),
            share=share,
            flip=flip,
        )


def _unproven(run: Run) -> Iterator[CheckPoint]:
    names = set(unproven(run))
    for i, source in enumerate(run.inventory.by_source):
        if source.name in names:
            share, flip = _leverage(run, source)
            shown = source.amount.typed if source.amount is not None else ""
            yield CheckPoint(
                "unproven", f"sources[{i}].evidence", source.name, "", shown, share, flip
            )


def _kind(parameter: ParameterRecord) -> str:
    cited = parameter.source
    if parameter.status == "assumption" or cited is None:
        return "assumption"
    if cited.grade == "C":
        return "grade_c"
    if cited.reason.code in OLDER:
        return "extrapolated"
    return "default" if cited.reason.code in PLAIN_REASONS else "chosen"


def _leverage(run: Run, source: SourceRecord) -> tuple[Fraction | None, Fraction | None]:
    """The share of a source in the emission of the project, and the change of it that moves the
    verdict."""
    total, own = run.inventory.total, source.co2e
    if total is None or own is None or source.account != "project" or not total.number:
        return None, None
    share = own.number / total.number
    compared, intensity = governing(run, "admission"), main_intensity(run)
    if compared is None or intensity is None or not share or run.allocation is not None:
        return share, None
    value = compared.number
    if not value or intensity.numerator.number != total.number:
        return share, None
    return share, (Fraction(compared.limit) - value) / value / share
