"""What a spreadsheet shows for a value under a number format (ECMA-376, part 1, 18.8.31).

Of the dates, which a reading library turns into days, nothing is said here. What a format shows is
taken as text, ``19.0万t`` for 19 under ``0.0"万t"``, so that it can be read as a person reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

__all__ = ["GENERAL", "decimals_of", "general", "percent_decimals", "render", "render_text"]

GENERAL = "General"

_PLAIN = re.compile(r"(?:[#?]|0|,(?=[#0?]))*[#0?](?:\.(?P<decimals>[0#?]*))?")
"""Digits, grouping and decimals alone: the number as it is, rounded for show."""

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>[eE][+-]0+)|(?P<sign>[#0?.,%/@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
}


class _Section(NamedTuple):
    """One section of a format: its parts in order, and when it applies.

    A part is a literal text, or one of ``0 # ? . general exponent``. ``divisor``: what scaling
    commas and percent signs make of the value, as a power of ten.
    """

    parts: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    scale: int
    fraction: bool


@lru_cache(maxsize=1024)
def decimals_of(code: str) -> int | None:
    """The decimals of a format that shows the number as it is; None for any other format.

    >>> decimals_of("General"), decimals_of("#,##0.00"), decimals_of('0.0"万t"'), decimals_of("0,")
    (15, 2, None, None)
    """
    if code in (GENERAL, "@", ""):
        return 15
    match = _PLAIN.fullmatch(code)
    return len(match["decimals"] or "") if match else None


@lru_cache(maxsize=1024)
def percent_decimals(code: str) -> int | None:
    """The decimals of a plain percent format; None for any other format.

    >>> percent_decimals("0.0##%"), percent_decimals('0"%"')
    (3, None)
    """
    match = _PLAIN.fullmatch(code[:-1]) if code.endswith("%") else None
    return len(match["decimals"] or "") if match else None


def general(value: float) -> str:
    """A number as the format General shows it, with all its 15 digits and no exponent.

    >>> general(16.8), general(0.1 + 0.2), general(139500000.0), general(-0.0)
    ('16.8', '0.3', '139500000', '0')
    """
    text = f"{value:.15g}"
    if "e" not in text:
        return "0" if text == "-0" else text
    return format(Decimal(text).normalize(), "f")


def render(value: float, code: str) -> str | None:
    """What a number looks like under a format; None where the format is none that is known.

    >>> render(19, '0.0"万t"'), render(190000, '0!.0,"万"'), render(98, '0"%"')
    ('19.0万t', '19.0万', '98%')
    >>> render(84000000, "#,##0,"), render(-5, "0;0"), render(0, '0;-0;"-"'), render(0.5, "# ?/?")
    ('84,000', '5', '-', None)
    """
    sections = _sections(code)
    number = Decimal(f"{value:.15g}")
    chosen = _choose(sections, number)
    if chosen is None:
        return "" if sections else None
    index, section = chosen
    if section.fraction:
        return None
    explicit = section.condition is not None or index > 0
    minus = number < 0 and not (explicit and _drops_sign(sections, index, number))
    shown = _fill(abs(number).scaleb(section.scale), section)
    if shown is None:
        return None
    return f"-{shown}" if minus and re.search("[1-9]", shown) else shown


def render_text(value: str, code: str) -> str:
    """What a text looks like under a format: its fourth section, or the one with ``@``, shows it.

    >>> render_text("19", '@"万t"'), render_text("19", "0.0"), render_text("19", ";;;")
    ('19万t', '19', '')
    """
    sections = _sections(code)
    own = [s for s in sections if any(kind == "@" for kind, _ in s.parts)]
    if own:
        return "".join(value if kind == "@" else text for kind, text in own[-1].parts)
    return "" if len(sections) > 3 else value


def _drops_sign(sections: tuple[_Section, ...], index: int, number: Decimal) -> bool:
    """Whether a section for negative numbers shows them without a sign of its own."""
    section = sections[index]
    if section.condition is None:
        return index == 1
    sign, limit = section.condition
    return sign in ("<", "<=") and limit <= 0


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[int, _Section] | None:
    """The section that shows a number, by its condition or else by its sign."""
    numeric = sections[:3]
    if any(s.condition for s in numeric):
        for i, s in enumerate(numeric):
            if s.condition is None or _COMPARE[s.condition[0]](number, s.condition[1]):
                return i, s
        return None
    if not numeric:
        return None
    if number < 0 and len(numeric) > 1:
        return 1, numeric[1]
    if number == 0 and len(numeric) > 2:
        return 2, numeric[2]
    return 0, numeric[0]


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    parts: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    fraction = False

    def close() -> None:
        nonlocal condition, fraction
        sections.append(_scaled(parts, condition, fraction))
        parts.clear()
        condition, fraction = None, False

    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match.group()
        if kind == "other" and text == ";":
            close()
        elif kind in ("text", "escaped", "other"):
            parts.append(("literal", match[kind]))
        elif kind == "bracket":
            found = _CONDITION.fullmatch(match["bracket"])
            if found:
                condition = (found[1], Decimal(found[2]))
            elif match["bracket"].startswith("$"):
                parts.append(("literal", match["bracket"][1:].partition("-")[0]))
        elif kind == "general":
            parts.append(("general", ""))
        elif kind == "exponent":
            parts.append(("exponent", text))
        elif kind == "sign":
            fraction |= text == "/"
            parts.append((text, ""))
    close()
    return tuple(sections)


def _scaled(
    parts: list[tuple[str, str]], condition: tuple[str, Decimal] | None, fraction: bool
) -> _Section:
    """A section without its commas: those behind the last digit divide by a thousand each."""
    last = max((i for i, (kind, _) in enumerate(parts) if kind in "0#?"), default=-1)
    grouped = any(kind == "," for kind, _ in parts[:last])
    scale = -3 * sum(kind == "," for kind, _ in parts[last + 1 :])
    scale += 2 * sum(kind == "%" for kind, _ in parts)
    kept = [("literal", "%") if kind == "%" else (kind, text) for kind, text in parts]
    kept = [p for p in kept if p[0] != ","]
    if grouped:
        kept.insert(0, ("grouped", ""))
    return _Section(tuple(kept), condition, scale, fraction)


def _fill(number: Decimal, section: _Section) -> str | None:
    """The parts of a section with the digits of a number that is not negative."""
    parts = [p for p in section.parts if p[0] != "grouped"]
    kinds = [kind for kind, _ in parts]
    if "general" in kinds or "@" in kinds:
        text = general(float(number))
        return "".join(text if k in ("general", "@") else literal for k, literal in parts)
    if not any(k in "0#?" for k in kinds):
        return "".join(literal for kind, literal in parts if kind == "literal")
    point = kinds.index(".") if "." in kinds else len(parts)
    decimals = sum(k in "0#?" for k in kinds[point:])
    exponent = ""
    if "exponent" in kinds:
        power = number.adjusted() if number else 0
        sign, zeros = parts[kinds.index("exponent")][1][1:2], len(parts[kinds.index("exponent")][1])
        digits = f"{abs(power):0{zeros - 2}d}"
        exponent = f"E{'-' if power < 0 else '+' if sign == '+' else ''}{digits}"
        number = number.scaleb(-power)
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, behind = format(rounded, "f").partition(".")
    front = _whole(parts[:point], whole, ("grouped", "") in section.parts)
    rear = _decimals(parts[point + 1 :], behind, exponent)
    return front + ("." if point < len(parts) else "") + rear


def _whole(parts: list[tuple[str, str]], digits: str, grouped: bool) -> str:
    """The digits before the point, from the right: literals stand where the format has them."""
    places = sum(kind in "0#?" for kind, _ in parts)
    least = sum(kind == "0" for kind, _ in parts)
    digits = digits.lstrip("0").rjust(least, "0")
    out: list[str] = []
    for kind, literal in reversed(parts):
        if kind not in "0#?":
            out.append(literal)
            continue
        places -= 1
        mine, digits = (digits, "") if places == 0 else (digits[-1:], digits[:-1])
        out.append(mine)
    text = "".join(reversed(out))
    return re.sub(r"\d{4,}", lambda m: f"{int(m.group()):,}", text) if grouped else text


def _decimals(parts: list[tuple[str, str]], digits: str, exponent: str) -> str:
    """The digits behind the point; those of ``#`` are left out where nothing follows."""
    kinds = [kind for kind, _ in parts if kind in "0#?"]
    keep = len(digits)
    while keep and keep <= len(kinds) and kinds[keep - 1] != "0" and digits[keep - 1] == "0":
        keep -= 1
    out: list[str] = []
    at = 0
    for kind, literal in parts:
        if kind in "0#?":
            out.append(digits[at] if at < keep else "")
            at += 1
        else:
            out.append(exponent if kind == "exponent" else literal)
    return "".join(out)
