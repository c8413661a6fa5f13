"""The applicant's own words under their headings, and the marked gap where there are none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from carbon_eia.project import fields
from carbon_eia.project.texts import heading
from carbon_eia.report.document import (
    Block,
    Bullets,
    Drawing,
    Paragraph,
    Pixels,
    Section,
    Table,
    Text,
    TextSpan,
)
from carbon_eia.report.english_document import OWN, OWN_TABLE
from carbon_eia.report.markdown import blocks_of_text
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.rules_by_state import state_of
from carbon_eia.run.records import PictureRecord, Run
from carbon_eia.units import parse_unit

__all__ = [
    "ENLARGED",
    "gap",
    "is_asked",
    "own_picture",
    "own_section",
    "own_words",
    "raw_material_gap",
    "text_heading",
]

SHOWN_BY = {"overview": "location", "layout": "layout", "process": "process"}
"""Heading of a text → the picture that stands below it."""

IMMATERIAL = frozenset({"energy", "area"})
"""Dimensions of products that no raw material goes into."""

ENLARGED = ("rebuild", "expansion", "retrofit")
"""Natures of works that presuppose an existing plant."""


def own_section(run: Run, p: Printer, *keys: str) -> Iterator[Block]:
    """A section for each text that is there or asked for, under the name of its field."""
    for key in keys:
        pictured = SHOWN_BY.get(key, "") in run.project.pictures
        if run.project.texts.get(key) or pictured or is_asked(run, key):
            yield Section(text_heading(key, p))
            yield from own_words(run, p, key)
            yield from own_picture(run, p, SHOWN_BY.get(key, ""), key)


def text_heading(key: str, p: Printer) -> str:
    """The heading that a text of the applicant stands under."""
    return heading(fields("texts")[key].label(p.lang))


def own_words(run: Run, p: Printer, key: str) -> list[Block]:
    """What the applicant says under a heading; a marked gap where it is asked for and missing."""
    text = run.project.texts.get(key, "")
    if not text:
        return p.said([(gap(p, "texts", key),)]) if is_asked(run, key) else []
    label = text_heading(key, p)
    return [_own(block, label) for block in blocks_of_text(text, f"{OWN_TABLE}{key}")]


def _own(block: Block, label: str) -> Block:
    """A block of the applicant's words, which no other language changes."""
    if isinstance(block, Table) and not block.caption:
        return replace(block, caption=label)
    if isinstance(block, Paragraph | Bullets):
        return replace(block, look=f"{block.look} {OWN}".strip())
    return block


def own_picture(run: Run, p: Printer, name: str, key: str) -> list[Block]:
    """A picture of the applicant; a marked gap where the text of its heading is missing too.

    Raises ValueError where a record holds another picture than it says.
    """
    if not name:
        return []
    held = run.project.pictures.get(name)
    if held is None:
        missing = not run.project.texts.get(key)
        return p.said([(gap(p, "pictures", name),)]) if missing else []
    caption = held.caption or fields("pictures")[name].label(p.lang)
    if not held.content:
        lost = p.word("picture_lost", caption=caption, file=held.file)
        return p.said([(TextSpan(lost, "gap"),)])
    _check(held)
    size = {"width": str(held.width), "height": str(held.height)}
    note = p.word("picture_note", file=held.file, sha256=held.sha256, **size)
    pixels = Pixels(held.kind, held.width, held.height, held.content)
    return [Drawing(f"picture-{name}", caption, caption, "", pixels=pixels, note=note)]


def _check(held: PictureRecord) -> None:
    """A record of anybody: its pixels are those of its digest, and no more than it says."""
    from carbon_eia.files.pictures import LONGEST_SIDE, MAX_REDRAWN_BYTES, PictureError, size_of

    whole = hashlib.sha256(held.content).hexdigest() == held.sha256
    if not whole or len(held.content) > MAX_REDRAWN_BYTES:
        raise ValueError(held.file)
    try:
        size = size_of(held.content)
    except PictureError as error:
        raise ValueError(f"{held.file}: {error.detail}") from None
    if size != (held.width, held.height) or max(size) > LONGEST_SIDE:
        raise ValueError(f"{held.file}: {size[0]} × {size[1]}")


def is_asked(run: Run, key: str) -> bool:
    """Whether a report on this project is incomplete without the text of a heading."""
    return ASKED[key](run) if key in ASKED else True


def gap(p: Printer, section: str, key: str) -> TextSpan:
    """What is still to be supplied: what belongs there, and which key and cell take it."""
    field = fields(section)[key]
    what = field.help_en if p.lang == "en" else field.help_zh
    words = {"label": field.label(p.lang), "field": f"{section}.{key}", "what": what}
    return TextSpan(p.word("gap_text" if section == "texts" else "gap", **words), "gap")


def raw_material_gap(run: Run, p: Printer) -> Text:
    """That the raw materials are still to be supplied; none are asked where power is what is made,
    or a building."""
    made = [x.amount.unit for x in run.project.products if x.amount is not None]
    kinds = {name for unit in made for name, _ in parse_unit(unit).dims}
    if kinds and kinds <= IMMATERIAL:
        return p.tell("raw_materials_none")
    return (gap(p, "raw_materials", "name"),)


def _has_existing(run: Run) -> bool:
    others = {s.account for s in run.inventory.by_source} - {"project"}
    return bool(others) or run.project.nature in ENLARGED


def _rule_applies(*heads: str) -> Callable[[Run], bool]:
    """Whether a rule whose id begins so applies to the project; one on the level of energy alone is
    asked of every industry, and says nothing of what is replaced."""
    return lambda run: any(
        r.rule.startswith(heads) and not r.rule.endswith("_level") and state_of(r) != "foreign"
        for r in run.decision.reasons
    )


ASKED: Mapping[str, Callable[[Run], bool]] = {
    "existing": _has_existing,
    "capacity_replacement": _rule_applies("capacity_"),
    "energy_replacement": _rule_applies("energy_replaced"),
    "coal_replacement": _rule_applies("coal_replaced"),
}
"""Texts that not every project needs → whether this one does."""
