"""What the head of a column means: a field of a project, with the unit that the head carries.

A head is a label with a unit in brackets, ``烟煤 低位发热量 (GJ/t)``. A label names a field of the
project, or a source and, behind a space, one of its parameters; without one its amount. Which
source a label means depends on the sector: first a source of the sector's own example, then a
method named in front of a material (``还原剂 焦炭``), then a material or one of the usual words
(``heads.csv``, and ``heads`` of a method). What two meanings would fit is not guessed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import Place, Problem, UnitError
from carbon_eia.project import ACTIVITY, Field, fields, method_label
from carbon_eia.reference import Sector, Tables, World, methods, open_tables
from carbon_eia.units import parse_unit, plain_width

__all__ = [
    "ColumnHead",
    "ColumnTarget",
    "SourceKind",
    "example_kinds",
    "head_of",
    "meaning",
    "plain_target",
    "unknown",
    "word_of",
]

_BRACKETS = re.compile(
    r"^(.*?)\s*[(\[【〔〖{]([^()\[\]【】〔〕]*(?:\([^()]*\)[^()\[\]【】〔〕]*)?)[)\]】〕〗}]$"
)
_BEHIND = re.compile(r"^([^/,、;]+?)\s*(?:[/,、;]|(?=单位\s*:))\s*(.+)$")
"""A unit behind a stroke, as in ``产量/万t`` (GB 3101), or behind a comma."""

_UNIT_WORD = re.compile(r"^(单位|unit)\s*[::]\s*", re.IGNORECASE)


class ColumnHead(NamedTuple):
    """The head of a column as it stands, its label, and its unit (empty: the cells hold it).

    ``fixed``: what it means, where the table itself says so.
    """

    text: str
    label: str
    unit: str
    fixed: ColumnTarget | Problem | None = None


class SourceKind(NamedTuple):
    """What a label means as a source: all of it but its figures."""

    method: str
    given: Mapping[str, str] = MappingProxyType({})


class ColumnTarget(NamedTuple):
    """Where the cells of a column belong in a project.

    ``section``: project, economics, city, facts, products, measures, row (kept beside the verdict)
    or sources. For a source, ``source`` is its name and ``kind`` what it is; ``table`` is steam or
    hot_water for a key of theirs. ``number``: of the product, 1 the second one; ``is_main``: the
    head calls that a main product.
    """

    section: str
    key: str
    field: Field | None = None
    source: str = ""
    kind: SourceKind | None = None
    table: str = ""
    number: int = 0
    is_main: bool = False


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """A label for comparison: half-width, lower case, single spaces, no separators at the ends."""
    plain = " ".join(plain_width(text).split())
    return plain.strip(" ·:：-_*").lower()


def head_of(text: str, file: str = "") -> ColumnHead:
    """The label and the unit of a head.

    >>> head_of("烟煤 低位发热量（GJ/t）")
    ColumnHead(text='烟煤 低位发热量（GJ/t）', label='烟煤 低位发热量', unit='GJ/t', fixed=None)

    The unit may also stand behind a stroke or a comma.

    >>> head_of("产量/万t")[1:3], head_of("低位发热量/(GJ/t)")[1:3], head_of("产量【10⁴t】")[1:3]
    (('产量', '万t'), ('低位发热量', 'GJ/t'), ('产量', '10^4t'))

    What holds no unit belongs to the label.

    Raises UnitError CE-U003 for a unit that is refused (ton), with the place of the column.
    """
    plain = " ".join(plain_width(text).split())
    for label, unit in _stated_units(plain):
        try:
            parse_unit(re.sub(r"/(a|年|yr|year)$", "", unit.replace(" ", "")))
        except UnitError as error:
            if error.problems[0].code == "CE-U003":
                place = Place(file, key=text)
                raise UnitError(p.at(place) for p in error.problems) from None
        else:
            return ColumnHead(text, label, unit)
    return ColumnHead(text, plain, "")


def _stated_units(plain: str) -> Iterator[tuple[str, str]]:
    """Label and unit of a head, in each way in which it may hold one."""
    behind = _BEHIND.match(plain)
    if behind is not None:
        label, unit = behind.groups()
        whole = re.fullmatch(r"\((.*)\)", unit)
        yield label, _UNIT_WORD.sub("", whole[1] if whole else unit).strip()
    match = _BRACKETS.match(plain)
    if match is not None:
        yield match.group(1).strip(), _UNIT_WORD.sub("", match.group(2).strip())


Words = dict[str, tuple[str, str]]


def _words() -> tuple[Words, Words]:
    """Label → (section, key) for fields, and label → (method, supply) for sources."""
    return _words_of(open_tables())


@cache
def _words_of(_: Tables) -> tuple[Words, Words]:
    plain: Words = {}
    sources: Words = {}
    for section in ("project", "economics", "city", "facts"):
        for field in fields(section).values():
            for word in (field.key, field.zh, field.en):
                plain.setdefault(normal(word), (section, field.key))
    for field in fields("products").values():
        for word in (field.zh, f"product {field.key}"):
            plain.setdefault(normal(word), ("products", field.key))
    for place, words in _written_heads().items():
        plain |= dict.fromkeys(map(normal, words), place)
    for method in methods().values():
        for heads in method.heads:
            for word in heads.words:
                sources[normal(word)] = method.id, heads.table or heads.supply
    return plain, sources


@cache
@cache
def _written_heads() -> dict[tuple[str, str], list[str]]:
    """The words of ``heads.csv`` for each section and key, the usual one first."""
    text = Path(__file__).with_name("heads.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["section"], row["key"]): row["words"].split("|") for row in rows}


def word_of(section: str, key: str, lang: str = "zh") -> str:
    """The label under which a form prints a field: the first word of ``heads.csv``, else its own.

    >>> word_of("products", "amount"), word_of("project", "stage", "en")
    ('产量', 'stage')
    """
    if lang == "zh" and (section, key) in _written_heads():
        return _written_heads()[section, key][0]
    if section == "row":
        return {"credit_code": "credit code"}.get(key, key)
    if section == "products":
        return {"name": "product name", "amount": "output"}.get(key, f"product {key}")
    return fields(section)[key].label(lang)


def meaning(
    label: str, sector: Sector, examples: Mapping[str, SourceKind], world: World
) -> ColumnTarget | Problem | None:
    """What a label means in a sector; None where it means nothing, a Problem (CE-S003) where it has
    several meanings.
    """
    wanted = normal(label)
    plain, _ = _words()
    if wanted in plain and wanted not in examples:
        return _plain_target(*plain[wanted])
    product = _further_product(wanted)
    if product is not None:
        return product
    for part in ("承诺减少", "承诺节约", "committed saving"):
        if wanted.startswith(part + " "):
            return ColumnTarget("measures", "saves", source=label[len(part) :].strip())
    problem: Problem | None = None
    for name, parameter in _splits(label):
        found = source_kind(name, sector, examples, world)
        if isinstance(found, Problem):
            problem = problem or found
        elif found is not None:
            target = _parameter(name, found, parameter)
            if target is not None:
                return target
    return problem


_FURTHER = re.compile(
    r"(主产品|main product|联产品|co-product|产品|product) ?([2-9])(?:[ ·:的]+(.+))?"
)
_OUTPUT = re.compile(r"(产量|output) ?([2-9])")


def _further_product(wanted: str) -> ColumnTarget | None:
    """A head of a second product or a later one: ``主产品2``, ``主产品2 产量``, ``产品2 行业``."""
    output = _OUTPUT.fullmatch(wanted)
    if output is not None:
        return ColumnTarget(
            "products", "amount", fields("products")["amount"], number=int(output[2]) - 1
        )
    match = _FURTHER.fullmatch(wanted)
    if match is None:
        return None
    known, part = fields("products"), match[3] or "name"
    words = {word: key for word, (section, key) in _words()[0].items() if section == "products"}
    words |= {normal("行业"): "sector", "sector": "sector"}
    words |= {name: key for key, field in known.items() for name in _names(field)}
    key = words.get(part)
    if key is None or known[key].type in ("table", "spread"):
        return None
    is_main = match[1] in ("主产品", "main product")
    return ColumnTarget("products", key, known[key], number=int(match[2]) - 1, is_main=is_main)


def unknown(label: str, sector: Sector, world: World) -> Problem:
    """CE-S002 for a label that means nothing in a sector, with those that are near."""
    near = _near(label, sector, world)
    return Problem("CE-S002", params={"label": label, "sector": _name(sector), "meant": near})


def plain_target(label: str) -> ColumnTarget | None:
    """What a label means as a field of the project, whatever the sector; None for a source."""
    found = _words()[0].get(normal(label))
    return None if found is None else _plain_target(*found)


def _plain_target(section: str, key: str) -> ColumnTarget:
    if section == "row":
        return ColumnTarget("row", key)
    if section == "measures" and key == "saves":
        return ColumnTarget("measures", "saves")
    return ColumnTarget(section, key, fields(section)[key])


def _splits(label: str) -> Iterator[tuple[str, str]]:
    """The label as source and parameter: whole first, then cut at each space from the right."""
    yield label.strip(), ""
    for match in reversed(list(re.finditer(r"\s+|[·::]|的", label))):
        name, rest = label[: match.start()].strip(), label[match.end() :].strip()
        if name and rest:
            yield name, rest


class _Name(NamedTuple):
    """What a name means whatever the sector: a stated method, a usual word, a material."""

    stated: SourceKind | None
    word: tuple[str, str] | None
    material: str | None


def _name_of(name: str, world: World) -> _Name:
    key = ("screening", name)
    if key not in world.tables.memo:
        _, words = _words()
        material = world.material_id(unicodedata.normalize("NFKC", name))
        world.tables.memo[key] = _Name(
            _stated_method(name, world), words.get(normal(name)), material
        )
    found: _Name = world.tables.memo[key]
    return found


def source_kind(
    name: str, sector: Sector, examples: Mapping[str, SourceKind], world: World
) -> SourceKind | Problem | None:
    """What a name means as a source of a sector; None when it is none."""
    wanted = normal(name)
    if wanted in examples:
        return examples[wanted]
    known = _name_of(name, world)
    if known.stated is not None:
        return known.stated
    if known.word is not None:
        method, supply = known.word
        return SourceKind(method, {} if supply in ("", "steam") else {"supply": supply})
    if known.material is None:
        return None
    return _of_material(name, known.material, sector, world)


def example_kinds(sector: Sector) -> dict[str, SourceKind]:
    """The sources of a sector's own example, by name."""
    return {normal(s["name"]): _of_example(s) for s in sector.example.get("sources", ())}


@cache
def _method_labels(_: Tables) -> tuple[tuple[str, str], ...]:
    """(label, method), longest first."""
    labels = {
        normal(label): method
        for method, known in methods().items()
        for label in (method, *known.text.values())
    }
    return tuple(sorted(labels.items(), key=lambda pair: -len(pair[0])))


def _of_example(example: Mapping[str, object]) -> SourceKind:
    keys = ("material", "supply", "gas", "item", "direction")
    return SourceKind(str(example["method"]), {k: str(example[k]) for k in keys if k in example})


def _stated_method(name: str, world: World) -> SourceKind | None:
    """A source whose method is written in front: ``还原剂 焦炭``, ``碳质量平衡 出 电石``."""
    wanted = normal(name)
    for label, method in _method_labels(open_tables()):
        if wanted == label:
            return SourceKind(method)
        if wanted.startswith(label) and wanted[len(label)] in " :·":
            return _rest(method, wanted[len(label) + 1 :].strip(), world)
    return None


def _rest(method: str, rest: str, world: World) -> SourceKind | None:
    """What stands behind the method: a direction or a supply, then material, item or gas."""
    given: dict[str, str] = {}
    known = fields(method)
    for key in ("direction", "supply"):
        if key not in known:
            continue
        first, _, more = rest.partition(" ")
        code = known[key].choice(first)
        if code is not None:
            given[key], rest = code, more.strip()
    if not rest:
        return SourceKind(method, given)
    if "material" in known:
        material = world.material_id(rest)
        if material is not None:
            return SourceKind(method, {**given, "material": material})
    if "item" in known:
        items = world.item_ids(rest)
        if len(items) == 1:
            return SourceKind(method, {**given, "item": items[0]})
    if "gas" in known:
        gas = world.gas_id(rest)
        if gas is not None:
            return SourceKind(method, {**given, "gas": gas})
    return None


def _of_material(
    name: str, material: str, sector: Sector, world: World
) -> SourceKind | Problem | None:
    """A material alone: what the sector uses it for, else the one method that tables give it."""
    examples = sector.example.get("sources", ())
    used = [e for e in examples if "material" in e and world.material_id(e["material"]) == material]
    kinds = {(e["method"], e.get("direction", "")) for e in used}
    if len(kinds) == 1:
        kind = _of_example(used[0])
        return SourceKind(kind.method, {**kind.given, "material": material})
    named = [e["name"] for e in examples if name in e["name"] and "material" not in e]
    listed = [m for m, table in _tables(sector) if _lists(world, table, material)]
    used_for = list(dict.fromkeys(listed))
    if any(world.methods[m].usual for m in used_for):  # a fuel is burnt, unless the sector says so
        used_for = [m for m in used_for if world.methods[m].usual]
    if len(kinds) > 1 or named or len(used_for) > 1:
        meant = [e["name"] for e in used] + named
        meant += [f"{method_label(m, 'zh')} {name}" for m in used_for]
        params: dict[str, object] = {
            "label": name,
            "sector": _name(sector),
            "meant": "、".join(dict.fromkeys(meant)),
        }
        return Problem("CE-S003", params=params)
    return SourceKind(used_for[0], {"material": material}) if used_for else None


def _tables(sector: Sector) -> list[tuple[str, str]]:
    """(method, table) of every default of the sector that is looked up by material."""
    found = {
        (method, str(spec["table"]))
        for method, specs in sector.defaults.items()
        for spec in specs.values()
        if "table" in spec
    }
    return sorted(found)


def _lists(world: World, table: str, material: str) -> bool:
    return any(r["material"] == material for r in world.tables.rows(table))


def _parameter(name: str, kind: SourceKind, parameter: str) -> ColumnTarget | None:
    """The field of a source that a label means: its amount when it says nothing more."""
    known = {**fields("sources"), **fields(kind.method)}
    if not parameter:
        key = next((k for k in ACTIVITY if k in known), "")
        _, words = _words()
        if words.get(normal(name), ("", ""))[1] == "steam":
            return ColumnTarget("sources", "mass", fields("steam")["mass"], name, kind, "steam")
        return ColumnTarget("sources", key, known[key], name, kind) if key else None
    wanted = normal(parameter)
    if words_steam(name):
        for field in fields("steam").values():
            if wanted in _names(field):
                return ColumnTarget("sources", field.key, field, name, kind, "steam")
    for field in known.values():
        if wanted in _names(field) and field.type not in ("table", "spread", "spreads"):
            return ColumnTarget("sources", field.key, field, name, kind)
    for table in ("steam", "hot_water"):
        if table in known:
            for field in fields(table).values():
                if wanted in _names(field):
                    return ColumnTarget("sources", field.key, field, name, kind, table)
    return None


def words_steam(name: str) -> bool:
    """Whether a name is one of the words for bought steam."""
    return _words()[1].get(normal(name), ("", ""))[1] == "steam"


def _names(field: Field) -> set[str]:
    names = {normal(field.key), normal(field.zh), normal(field.en)}
    return names | {n.replace(" ", "") for n in names}


def _name(sector: Sector) -> dict[str, str]:
    return {"zh": sector.name_zh, "en": sector.name_en}


def _near(label: str, sector: Sector, world: World) -> str:
    from difflib import get_close_matches

    plain, words = _words()
    known = [*plain, *words, *(s["name"] for s in sector.example.get("sources", ()))]
    known += world.names("material")
    near: Sequence[str] = get_close_matches(label[:60], known, n=3, cutoff=0.5)
    usual = [s["name"] for s in sector.example.get("sources", ())]
    return "、".join(near or usual or ["外购电力", "烟煤", "产量"])
