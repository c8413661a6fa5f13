"""The plots of a screening: verdicts by sector and town, the gap, intensity against limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from carbon_eia.messages import sentence
from carbon_eia.screening.excel import COLOURS as VERDICT_COLOURS
from carbon_eia.screening.excel import verdict_word
from carbon_eia.screening.kept import EDGES, Kept
from carbon_eia.screening.summary import Summary

__all__ = ["COLOURS", "figures"]

COLOURS = {**VERDICT_COLOURS, "stop": "#7d1a22", "undetermined": "#8250df", "error": "#6e7781"}
"""The colour of each verdict, and of rows without one."""

MOST_BARS = 30
"""Bars of one plot that can still be read."""

LONGEST_NAME = 24
"""Characters of a name beside a bar."""

FONT = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif'


def figures(summary: Summary, kept: Kept, shown: Any, lang: str) -> list[dict[str, Any]]:
    """The plots, each with its ``title`` and, as plotly describes them, ``data`` and ``layout``.

    Every text of a user is escaped, because plotly takes some marks in a text for HTML.
    """
    found = [_counts(summary.sectors, "sector", lang)]
    if len(summary.towns) > 1:
        found.append(_counts(summary.towns, "town", lang))
    if kept.gaps:
        found += [_gaps(kept, lang), _scatter(shown, lang)]
    return [{"title": title, **figure.to_plotly_json()} for title, figure in found]


def _word(key: str, lang: str, **params: object) -> str:
    return sentence(f"screening.page.{key}", lang, params)


def _escaped(text: str) -> str:
    return escape(text, quote=False)  # plotly shows &quot; as it stands


def _figure(height: int = 420, **layout: Any) -> Any:
    import plotly.graph_objects as go

    return go.Figure(
        layout={
            "template": "none",
            "font": {"family": FONT, "size": 13},
            "height": height,
            "margin": {"l": 60, "r": 20, "t": 52, "b": 60},
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.0,
                "yanchor": "bottom",
                "traceorder": "normal",
            },
            "barmode": "stack",
            **layout,
        }
    )


def _counts(groups: Mapping[str, Mapping[str, int]], key: str, lang: str) -> tuple[str, Any]:
    """Bars of the verdicts in each group; of many groups those with most rows, and it says so."""
    most = sorted(groups, key=lambda g: (-sum(groups[g].values()), g))[:MOST_BARS]
    title = _word(f"by_{key}", lang)
    if len(most) < len(groups):
        title += _word("first_groups", lang, shown=len(most), all=len(groups))
    names = [_bar_name(g) for g in most]
    figure = _figure(
        height=160 + 26 * len(most),
        yaxis={"autorange": "reversed", "automargin": True, "type": "category"},
        xaxis={"title": {"text": sentence("screening.rows", lang)}, "rangemode": "tozero"},
    )
    for verdict in COLOURS:
        counts = [groups[g].get(verdict, 0) for g in most]
        if any(counts):
            figure.add_bar(
                y=names,
                x=counts,
                orientation="h",
                name=verdict_word(verdict, lang),
                marker={"color": COLOURS[verdict]},
            )
    return title, figure


def _bar_name(name: str) -> str:
    return _escaped(name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…") or "—"


def _gaps(kept: Kept, lang: str) -> tuple[str, Any]:
    """How many rows of each verdict lie how far from their admission value."""
    bounds = [f"{e:g}" for e in EDGES]
    between = [f"{a} … {b}" for a, b in pairwise(bounds)]
    names = [f"≤ {bounds[0]}", *between, f"> {bounds[-1]}"]
    figure = _figure(
        bargap=0.05,
        xaxis={
            "title": {"text": sentence("screening.column.gap_percent", lang), "standoff": 8},
            "type": "category",
            "automargin": True,
            "categoryorder": "array",
            "categoryarray": names,
            "tickangle": -60,
        },
        yaxis={"title": {"text": sentence("screening.rows", lang)}, "rangemode": "tozero"},
    )
    for verdict in COLOURS:
        if verdict in kept.gaps:
            figure.add_bar(
                x=names,
                y=kept.gaps[verdict].tolist(),
                name=verdict_word(verdict, lang),
                marker={"color": COLOURS[verdict]},
            )
    return _word("gaps", lang), figure


def _scatter(shown: Any, lang: str) -> tuple[str, Any]:
    """Intensity against admission value, each row a point; above the line is above the value."""
    rows = [
        r
        for r in shown.select(
            ["verdict", "name", "sector", "intensity", "admission", "unit"]
        ).to_pylist()
        if r["intensity"] is not None
        and r["admission"] is not None
        # an axis of powers of ten has no place for what is 0 or less
        and r["intensity"] > 0
        and r["admission"] > 0
    ]
    figure = _figure(
        height=520,
        xaxis={
            "title": {"text": sentence("screening.column.admission", lang)},
            "type": "log",
            "exponentformat": "power",
            "automargin": True,
        },
        yaxis={
            "title": {"text": sentence("screening.column.intensity", lang)},
            "type": "log",
            "exponentformat": "power",
        },
        hovermode="closest",
    )
    if rows:
        ends = [f(r["admission"] for r in rows) for f in (min, max)]
        figure.add_scatter(
            x=ends,
            y=ends,
            mode="lines",
            name=_word("equal", lang),
            line={"color": "#57606a", "dash": "dot"},
            hoverinfo="skip",
        )
    for verdict in COLOURS:
        mine = [r for r in rows if r["verdict"] == verdict]
        if mine:
            figure.add_scatter(
                x=[r["admission"] for r in mine],
                y=[r["intensity"] for r in mine],
                mode="markers",
                name=verdict_word(verdict, lang),
                marker={"color": COLOURS[verdict], "size": 7, "opacity": 0.75},
                text=[_told(r) for r in mine],
                hovertemplate="%{text}<extra></extra>",
            )
    return _word("scatter", lang, rows=f"{len(rows):,}"), figure


def _told(row: Mapping[str, Any]) -> str:
    lines: Sequence[str] = (
        str(row["name"]),
        str(row["sector"]),
        f"{row['intensity']} / {row['admission']} {row['unit']}",
    )
    return "<br>".join(_escaped(line) for line in lines)
