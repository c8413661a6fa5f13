"""Signs in typed text that a person does not see, or that do not belong into a number."""

from __future__ import annotations

import re
import unicodedata

from carbon_eia.errors import Problem

__all__ = ["number_problem", "plain_digits", "plain_width", "readable", "unreadable"]

_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that change the order in which other characters are shown."""

_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Radicals and compatibility forms that look like the ideographs they stand for."""

_POWER_OF_TEN = re.compile("(?<![0-9.])10([⁰¹²³⁴-⁹]{1,2})(?![⁰¹²³⁴-⁹])")
_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_THOUSANDS = re.compile("(?<=\\d)[\u00a0\u2007\u2009\u202f](?=\\d{3}(?!\\d))")
"""A space that does not break, between groups of three digits."""

# compiled when first asked for: most numbers are numbers
_BETWEEN = r"(?:/|~|～|〜|—+|–|−|-|至|到|、|;|；|，|和|或|\s(?!\d{3}(?!\d)))"
_TWO = rf"^\s*[+-]?[\d.,]*\d\s*{_BETWEEN}\s*[+-]?\.?\d"
_AND_MORE = r"(?:[\s/~～、;；，]|至|到|和|或)\s*\d(?!\d\d(?!\d))"
_DATE = (
    r"(19|20)\d\d\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*([-/.月]\s*\d{1,2}\s*日?.*|月)?"
    r"|(0?[1-9]|1[0-2])\s*月\s*\d{1,2}\s*[日号].*"
)
_TIME = r"\d{1,2}[::]\d{2}([::]\d{2})?.*"
_REMARK = (
    r"^(约|大约|大概|近|超过?|不超过|不低于|大于|小于|≥|≤|>|<|≈|共|计)|[(\[【][^)\]】]*[\u4e00-\u9fff]"
    r"|\d\s*(左右|上下|以上|以下|多|余)"
)
_NO_POINT = r"(?<=\d)\s*([。·•‧:'`´‘’])(?=\s*\d)|(。)"
"""A sign in the place of a decimal point, or behind a number as at the end of a sentence."""

_NO_DIGIT = r"(?<=[\d.])([OolI])(?=[\d.])|^\s*([OolI])(?=\d)"
"""A letter that looks like a digit, within a number."""

_MONEY = r"^\s*[¥￥$€]"


def readable(text: str) -> str:
    """A text without signs that nobody sees; radicals as the ideographs that they look like.

    >>> readable("水泥\u200b熟料\ufeff"), readable("\u2f54泥")
    ('水泥熟料', '水泥')
    """
    if text.isascii():
        return text
    kept = text
    if not text.isprintable():  # only then may it hold one
        kept = "".join(c for c in text if unicodedata.category(c) != "Cf" or _MISLEADING.match(c))
    return _LOOKALIKE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), kept)


def plain_width(text: str) -> str:
    """A text in half-width signs (NFKC), in which a power of ten stays a power.

    >>> plain_width("１０⁴ｔ"), plain_width("Nm³")
    ('10^4t', 'Nm3')
    """
    if text.isascii():
        return text
    narrow = text.translate(_WIDE_DIGITS)
    powers = _POWER_OF_TEN.sub(lambda m: "10^" + m.group(1).translate(_RAISED), narrow)
    return unicodedata.normalize("NFKC", powers)


def unreadable(text: str) -> str:
    """The first sign of a text that can falsify what is shown, with its place; empty for none.

    >>> unreadable("甲厂\u202e"), unreadable("甲厂")
    ('U+202E (3)', '')
    """
    if text.isprintable() and not _MISLEADING.search(text):
        return ""
    for place, c in enumerate(text, 1):
        if unicodedata.category(c) == "Cc" or _MISLEADING.match(c):
            return f"U+{ord(c):04X} ({place})"
    return ""


def plain_digits(text: str) -> str:
    """A number without invisible signs, and without the unbreakable spaces between thousands."""
    return _THOUSANDS.sub("", readable(text)) if not text.isascii() else text


def number_problem(text: str) -> Problem | None:
    """What stands in the place of one number: two of them, a date, a remark, a sign; None for
    anything else.

    CE-T010 two values, CE-T011 a date or a time, CE-T012 a remark, CE-T013 a sign that is named.

    >>> number_problem("8400/9000").code, number_problem("2027-10").code
    ('CE-T010', 'CE-T011')
    >>> number_problem("23。1 GJ/t").params["sign"], number_problem("2O.5 t").params["sign"]
    ('。 U+3002 (3)', 'O U+004F (2)')
    """
    params: dict[str, object] = {"text": text.strip()[:40]}
    sign = unreadable(text)
    if sign:
        return Problem("CE-T013", params={**params, "sign": sign})
    plain = plain_width(readable(text)).strip()
    if re.fullmatch(_DATE, plain) or re.fullmatch(_TIME, plain):
        return Problem("CE-T011", params=params)
    for pattern in (_NO_POINT, _NO_DIGIT):
        found = re.search(pattern, plain)
        if found is not None:
            return Problem("CE-T013", params={**params, "sign": _named(found[1] or found[2], text)})
    digits = re.match(r"[+-]?[\d.,]*\d", plain)
    behind = plain[digits.end() :] if digits else ""
    if re.match(_TWO, plain) or (digits and re.search(_AND_MORE, behind)):
        return Problem("CE-T010", params=params)
    if re.match(_MONEY, plain):
        return Problem("CE-T014", params=params)
    if re.search(_REMARK, plain):
        return Problem("CE-T012", params=params)
    odd = re.match(r"\s*([^\w\s+\-.])", plain)
    if odd is not None:
        c = text.strip()[:1]
        return Problem("CE-T013", params={**params, "sign": f"{c} U+{ord(c):04X} (1)"})
    return None


def _named(sign: str, text: str) -> str:
    """A sign as it was typed in a text, with its number and its place."""
    stands = (n for n, c in enumerate(text) if unicodedata.normalize("NFKC", c) == sign)
    place = next(stands, 0)
    return f"{text[place]} U+{ord(text[place]):04X} ({place + 1})"
