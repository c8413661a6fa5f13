"""Text → unit and quantity, exactly, or an error that says which spelling is meant.

A unit is atoms joined by ``/`` and ``·``. Each atom is looked up in the index that pint
compiled from our definitions; 千 万 百万 千万 亿 or a power of ten may stand before an atom.
Nothing is guessed: ``ton``, ``T``, ``MT``, ``kwh`` and ``Nm^3`` are refused with the spelling
that is meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from carbon_eia.errors import Problem, UnitError
from carbon_eia.units.quantity import Quantity, Unit
from carbon_eia.units.signs import number_problem, plain_digits, plain_width, readable

__all__ = [
    "MAX_FRACTION",
    "MULTIPLIERS",
    "REFUSED",
    "parse_number",
    "parse_quantity",
    "parse_unit",
    "spellings",
]

MAX_TEXT = 80
"""Longest quantity that is read, in characters: nobody types more, and it bounds the work."""

MAX_FRACTION = 200
"""Longest exact fraction with its unit: the digits are a program's, not a person's."""

MULTIPLIERS = {
    "千万": Fraction(10**7),
    "百万": Fraction(10**6),
    "十万": Fraction(10**5),
    "万": Fraction(10**4),
    "亿": Fraction(10**8),
    "千": Fraction(10**3),
}
"""Chinese multipliers that may stand before a unit."""

_MULTIPLIER_SIGNS = (*"千万亿百十", *"x×0123456789")
"""What no multiplier may stand before: another one."""

_POWER = re.compile(r"[x×]?10\^(\d|1[0-2])(?!\d)·?")
"""A power of ten before a unit: ``10^4t`` is 万t."""

SYNONYMS = {"%": "percent", "‰": "permille", "°C": "degC", "": "1"}
"""Spellings that pint's grammar cannot hold as names."""

SHOWN = {"percent": "%", "permille": "‰", "degC": "℃"}

REFUSED = {
    "ton": "t",
    "tons": "t",
    "Ton": "t",
    "TON": "t",
    "T": "t",
    "MT": "t",
    "mt": "t",
    "M3": "m3",
    "m^3": "m3",
    "m**3": "m3",
    "Nm^3": "Nm3",
    "Nm**3": "Nm3",
    "NM3": "Nm3",
    "nm3": "Nm3",
    "Nm": "Nm3",
    "K": "℃",
    "wt%": "%",
    "w%": "%",
    "TCE": "tce",
    "Tce": "tce",
    "tec": "tce",
    "Kcal": "kcal",
    "方": "Nm3 / m3",
    "立方": "Nm3 / m3",
    "mWh": "MWh",
    "m.w.h": "MWh",
}
"""Spellings that mean different things to different people → the spelling that is meant."""

_HYPHEN = re.compile(r"(?<=HFC)-(?=\d)|(?<=R)-(?=4)|(?<=c)-(?=C4F8)")
"""The hyphen of a gas (kgHFC-134a), which pint's grammar cannot hold in a name."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\d.,])", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.,])", re.ASCII)
_FRACTION = re.compile(r"([+-]?\d+)÷(\d+)(?=\s|$)", re.ASCII)
"""An exact fraction as the program prints it, ``250÷3 t``: a person who types 250/3 means two
values."""
_NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity|#\w+)", re.IGNORECASE)
_BRACKET = re.compile(r"/\(([^()]*)\)")
_FULL_WIDTH: dict[int, str | int | None] = {
    0x3000: " ",
    **{c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)},
}
_ANNUAL = re.compile(r"/(a|年|yr|year)$")


@cache
def _index() -> dict[str, tuple[Fraction, tuple[tuple[str, int], ...]]]:
    raw = json.loads(Path(__file__).with_name("index.json").read_text(encoding="utf-8"))
    return {k: (Fraction(n, d), tuple(dims.items())) for k, (n, d, dims) in raw.items()}


def spellings() -> list[str]:
    """Every atom that is accepted, for completion and for suggestions."""
    return sorted(SHOWN.get(s, s) for s in _index())


def parse_number(text: str) -> Fraction:
    """The exact value of a decimal number as typed.

    >>> parse_number("1,395,000")
    Fraction(1395000, 1)

    Raises UnitError: CE-U005 not a number, CE-U006 not a finite number.
    """
    number, rest = _split_number(text)
    if rest:
        raise UnitError(number_problem(text) or Problem("CE-U005", params={"text": text}))
    return number


def parse_unit(text: str, products: Mapping[str, str] | None = None) -> Unit:
    """A unit from its text.

    ``products`` maps names of products to their ids; an atom may then carry one
    (``tCO2/t熟料``), and the product becomes a dimension of the unit.

    >>> parse_unit("kgCO2/kWh").factor_to(parse_unit("tCO2/MWh"))
    Fraction(1, 1)

    Raises UnitError: CE-U002 unknown, CE-U003 refused spelling.
    """
    return _parse_unit(text, tuple(sorted((products or {}).items())))


@lru_cache(maxsize=4096)
def _parse_unit(text: str, products: tuple[tuple[str, str], ...]) -> Unit:
    shown = "".join(plain_width(text).split())
    if len(shown) > MAX_TEXT:
        raise UnitError(Problem("CE-U008", params={"text": shown[:20] + "…"}))
    if shown in REFUSED:
        raise UnitError(Problem("CE-U003", params={"unit": shown, "meant": REFUSED[shown]}))
    factor, dims = Fraction(1), dict[str, int]()
    flat = _BRACKET.sub(lambda m: "/" + re.sub(r"[·*]", "/", m.group(1)), shown)
    for i, term in enumerate(flat.split("/")):
        for atom in re.split(r"(?<!\^\d)[·*]", term):
            value, atom_dims = _atom(atom, shown, products)
            sign = -1 if i else 1
            factor *= value**sign
            for name, power in atom_dims:
                dims[name] = dims.get(name, 0) + sign * power
    return Unit(shown or "1", factor, tuple(sorted((k, v) for k, v in dims.items() if v)))


def _atom(
    atom: str, whole: str, products: tuple[tuple[str, str], ...]
) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    if atom in ("", "1") and whole in ("", "1"):
        return Fraction(1), ()
    if atom == "1" and whole.startswith("1/"):
        return Fraction(1), ()
    if atom in REFUSED:
        raise UnitError(Problem("CE-U003", params={"unit": atom, "meant": REFUSED[atom]}))
    index = _index()
    name = SYNONYMS.get(atom, _HYPHEN.sub("", atom))
    if name in index:
        return index[name]
    power = _POWER.match(atom)
    rest = atom[power.end() :] if power is not None else ""
    if power is not None and whole != power.group() and rest[:1] not in ("", *_MULTIPLIER_SIGNS):
        value, dims = _atom(rest, whole, products)
        return value * 10 ** int(power.group(1)), dims
    for multiplier, times in MULTIPLIERS.items():
        if atom.startswith(multiplier):
            rest = atom[len(multiplier) :]
            if rest in REFUSED:
                raise UnitError(
                    Problem("CE-U003", params={"unit": atom, "meant": multiplier + REFUSED[rest]})
                )
            if rest in index or (rest and rest[0] not in (*_MULTIPLIER_SIGNS, *"%‰")):
                value, dims = _atom(rest, whole, products)
                return value * times, dims
    for product, ident in products:
        if atom.endswith(product) and atom != product:
            value, dims = _atom(atom[: -len(product)], whole, ())
            return value, (*dims, (f"product:{ident}", 1))
    raise UnitError(Problem("CE-U002", params={"unit": atom or whole, "meant": _suggest(atom)}))


def _suggest(atom: str) -> str:
    from difflib import get_close_matches

    known = spellings()
    same = [k for k in known if k.lower() == atom.lower()]
    return "、".join(same or get_close_matches(atom, known, n=3, cutoff=0.5)) or "t、kWh、GJ、Nm3"


def parse_quantity(
    text: str, *, annual: bool = False, products: Mapping[str, str] | None = None
) -> Quantity:
    """A number with its unit, exactly as typed.

    ``annual``: the quantity is one of a year, so a trailing ``/a`` or ``/年`` says nothing new
    and is taken off.

    >>> parse_quantity("16.8 万t/a", annual=True).to("t")
    Fraction(168000, 1)

    What no decimal can hold may be written as a fraction; a space follows it.

    >>> parse_quantity("250÷3 t").value
    Fraction(250, 3)

    Raises UnitError: CE-U001 no unit, CE-U005 no number, CE-U006 not finite, and those of
    ``parse_unit``.
    """
    if len(text) > (MAX_FRACTION if _FRACTION.match(text.strip()) else MAX_TEXT):
        raise UnitError(Problem("CE-U008", params={"text": text[:20] + "…"}))
    number, unit = _split_number(text)
    problem = number_problem(_POWER.sub("", plain_width(text))) if re.search(r"\d", unit) else None
    if problem is not None and problem.code == "CE-T010":  # quoted as it was typed
        raise UnitError(Problem("CE-T010", params={"text": text.strip()[:40]}))
    unit = "".join(unit.split())
    if annual:
        unit = _ANNUAL.sub("", unit)
    try:
        return Quantity(number, parse_unit(unit, products), _normal(readable(text)))
    except UnitError as error:
        problem = number_problem(text) if error.problems[0].code == "CE-U002" else None
        if problem is None:
            raise
        raise UnitError(problem) from None


def _split_number(text: str) -> tuple[Fraction, str]:
    """The number, and the text behind it. A raised digit (10⁴) is not a digit."""
    plain = plain_digits(text).translate(_FULL_WIDTH).strip()
    if len(plain) > MAX_FRACTION:
        raise UnitError(Problem("CE-U008", params={"text": text[:20] + "…"}))
    if _NOT_A_NUMBER.match(plain):
        raise UnitError(Problem("CE-U006", params={"text": text}))
    fraction = _FRACTION.match(plain)
    if fraction is not None:
        if int(fraction.group(2)) == 0:
            raise UnitError(Problem("CE-U006", params={"text": text}))
        value = Fraction(int(fraction.group(1)), int(fraction.group(2)))
        return value, _normal(plain[fraction.end() :])
    match = _THOUSANDS.match(plain) or _NUMBER.match(plain)
    if match is None:
        raise UnitError(number_problem(text) or Problem("CE-U005", params={"text": text}))
    digits = match.group().replace(",", "")
    rest = _normal(plain[match.end() :])
    if rest[:1].isdigit() and not _POWER.match(rest):
        raise UnitError(number_problem(text) or Problem("CE-U005", params={"text": text}))
    if abs(int(digits.lower().partition("e")[2] or 0)) > 40:
        raise UnitError(Problem("CE-U008", params={"text": text}))
    return Fraction(digits), rest


def _normal(text: str) -> str:
    return plain_width(text).strip()
