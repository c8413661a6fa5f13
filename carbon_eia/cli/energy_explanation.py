"""explain: comprehensive energy by source, and each limit with its correction."""

from __future__ import annotations

from carbon_eia.console import columns, styled, wrapped
from carbon_eia.messages import sentence
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.terminal_text import figure
from carbon_eia.run.records import EnergyComparisonRecord, EnergyRecord

__all__ = ["explain_energy"]


def explain_energy(energy: EnergyRecord, lang: str) -> list[str]:
    """The lines that explain the energy of a Run."""
    lines = [styled(sentence("screen.energy_head", lang), "bold")]
    for use in energy.by_source:
        amount = use.energy
        shown = "?" if amount is None else figure(amount, 3)
        cited = use.source
        where = f"  {cited.number or cited.title} {cited.locator}" if cited else ""
        lines.append(f"{use.name} = {shown} tce/a  〔{sentence(use.code, lang)}〕{where}")
    for source in energy.outside:
        lines.append(f"{source.name}{sentence('screen.colon', lang)}{sentence(source.code, lang)}")
    for key in ("equivalent", "primary"):
        if getattr(energy, key) is not None:
            total = {"total": figure(getattr(energy, key), 3)}
            code = "screen.energy" if key == "equivalent" else "screen.primary"
            lines.append(sentence(code, lang, total))
    for c in energy.comparisons:
        lines += _limit(c, lang)
    for gap in energy.not_provided:
        label = sentence(f"indicator.{gap.indicator}", lang)
        level = sentence(f"level.{gap.level}", lang, default=gap.level_zh)
        lines.append(f"{label} {level} {gap.limit} {_unit(gap.unit)}".rstrip())
        lines.append(f"  {DocumentLanguage(lang).say(gap.why)}")
    wide = columns() - 4
    return [lines[0], *("  " + wrapped(line, wide, "      ") for line in lines[1:])]


def _limit(c: EnergyComparisonRecord, lang: str) -> list[str]:
    sign = {True: "≤", False: ">", None: "?"}[c.within]
    label = sentence(f"indicator.{c.indicator}", lang)
    level = sentence(f"level.{c.level}", lang, default=c.level_zh)
    cited = c.citation
    found = [
        f"{label} {c.variant or ''} {level}{sentence('screen.colon', lang)}"
        f"{figure(c.value, 2)} {sign} {c.limit} {_unit(c.unit)}".rstrip()
        + f"  {cited.number or cited.title} {cited.locator}  {cited.grade}"
    ]
    if c.said is not None:
        found.append(f"  {DocumentLanguage(lang).say(c.said)}")
    return found


def _unit(text: str) -> str:
    return "" if text == "1" else text
