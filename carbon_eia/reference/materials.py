"""What a spelling of a material means: one material, usually one, or one of several."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from carbon_eia.reference.factor_tables import Row, Tables
from carbon_eia.units import readable

__all__ = ["MaterialSpelling", "material_names", "material_spelling", "name_key"]

_DASHES = str.maketrans("−–—‐‑", "-----")


class MaterialSpelling(NamedTuple):
    """The materials that a spelling may mean, the likeliest first.

    ``certainty``: unambiguous (a name or an alias), usual (read, but the reader is told) or
    ambiguous (the applicant must say which); ``note``: why, by language.
    """

    materials: tuple[str, ...]
    certainty: str
    note: dict[str, str]


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """A name without what does not tell names apart: width, case, spaces, kind of hyphen.

    >>> name_key("０＃ 柴油") == name_key("0#柴油")
    True
    """
    plain = unicodedata.normalize("NFKC", readable(name)).translate(_DASHES)
    return re.sub(r"\s+", "", plain).casefold()


def material_names(row: Row) -> list[str]:
    """Every unambiguous name of a row of ``materials.csv``: id, names, aliases."""
    names = [row["id"], row["name_zh"], row["name_en"], *row["aliases"].split("|")]
    return [n for n in names if n]


def material_spelling(tables: Tables, name: str) -> MaterialSpelling | None:
    """What a name means as a material, from ``materials.csv`` and ``synonyms.csv``; None: nothing.

    >>> from carbon_eia.reference import open_tables
    >>> material_spelling(open_tables(), "0#柴油").materials
    ('diesel',)
    >>> material_spelling(open_tables(), "煤").certainty
    'usual'
    """
    if ("spellings",) not in tables.memo:
        known = {
            name_key(n): MaterialSpelling((row["id"],), "unambiguous", {})
            for row in tables.rows("materials")
            for n in material_names(row)
        }
        for row in tables.rows("synonyms"):
            note = {"zh": row["note"], "en": row["note_en"]}
            materials = tuple(row["materials"].split("|"))
            known[name_key(row["spelling"])] = MaterialSpelling(materials, row["certainty"], note)
        tables.memo["spellings",] = known
    found: MaterialSpelling | None = tables.memo["spellings",].get(name_key(name))
    return found
