"""The curve of the plants of a survey: nobody is named, and it is sealed all the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.palette import ACCENT, HAIR, INK, LIGHT, SMALL, SOFT, WIDTH
from carbon_eia.drawing.plot import place, plot, ticks
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, told
from carbon_eia.report.standard.edition import WORDS, StandardReport, shown
from carbon_eia.standards.sealed import sample_plants
from carbon_eia.standards.value_methods import RankedPlants

__all__ = ["standard_figures"]

TALL = 150.0
NEAR = SMALL * 1.25
"""Least distance of two lines of words."""


def standard_figures(report: StandardReport, lang: str) -> dict[str, Figure]:
    """The figures of a report; none in the edition that may be published."""
    plants = sample_plants(report.record) if report.sealed else ()
    if not plants:
        return {}
    return {"plants": _curve(report, RankedPlants(plants), DocumentLanguage(lang, own=WORDS))}


def _curve(report: StandardReport, sample: RankedPlants, reader: DocumentLanguage) -> Figure:
    """Each plant as wide as its share of the output, as high as its intensity, the best first."""
    intensities = [float(x.intensity) for x in sample.plants]
    ends = [0.0, *(float(100 * q / sample.output) for q in sample.outputs)]
    lines = list(_lines(report, reader))
    wide = max([text_width(words, SMALL) for words, _ in lines], default=0.0)
    canvas, left, top, right = Canvas(), 34.0, SMALL * 2.4, WIDTH - wide - 8
    bottom = top + TALL
    highest = 1.08 * max([*intensities, *(value for _, value in lines)])
    with plot(canvas, left, top, right, bottom) as axes:
        axes.set(xlim=(0, 100), ylim=(0, highest))
        axes.spines[["left", "bottom"]].set_visible(True)
        axes.set_xticks(across := [0, 20, 40, 60, 80, 100], [str(x) for x in across])
        axes.set_yticks(up := ticks(highest, 6), [f"{y:.10g}" for y in up])
        axes.tick_params(labelsize=SMALL)
        axes.grid(axis="y", color=HAIR, lw=0.3)
        for start, end, height in zip(ends, ends[1:], intensities, strict=False):
            axes.bar(
                start, height, end - start, align="edge", facecolor=LIGHT, edgecolor=SOFT, lw=0.5
            )
        for _, value in lines:
            axes.axhline(value, color=INK, lw=0.9, ls="--")
        heights = [place(axes, 0, value)[1] for _, value in lines]
    for (words, _), y in zip(lines, _apart(heights), strict=True):
        canvas.text(right + 4, y + 2.5, words, SMALL, fill=ACCENT)
    canvas.text(0, SMALL, reader.word("fig.plants.up", unit=report.record.unit), SMALL, fill=SOFT)
    canvas.text(
        right, bottom + SMALL * 2.6, reader.word("fig.plants.along"), SMALL, "end", fill=SOFT
    )
    said = [f"{i}: {shown(x.intensity, reader)}" for i, x in enumerate(sample.plants, 1)]
    alt = reader.word("fig.plants.alt", parts=told(said, reader), unit=report.record.unit)
    return Figure("plants", reader.word("fig.plants"), alt, canvas.svg(alt))


def _lines(report: StandardReport, reader: DocumentLanguage) -> Iterator[tuple[str, float]]:
    """What the plants are held against, from the highest down."""
    found = report.found
    known: list[tuple[str, Fraction | None]] = [
        (reader.word("limit.gb1"), found.gb1),
        (reader.word("limit.gb2"), found.gb2),
    ]
    for own in (found.admission, found.advanced):
        if own is not None and own.origin == "survey":
            known.append((reader.code("level", own.level), own.published or own.exact))
    marks = [(words, value) for words, value in known if value is not None]
    for words, value in sorted(marks, key=lambda one: -one[1]):
        yield f"{words} {shown(value, reader)}", float(value)


def _apart(heights: list[float]) -> list[float]:
    """Lines of words, each at its height or as far below the one above as it has to be."""
    found: list[float] = []
    for y in heights:
        found.append(y if not found else max(y, found[-1] + NEAR))
    return found
