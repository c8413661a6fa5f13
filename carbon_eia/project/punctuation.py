"""What is wrong with a line that is no TOML: full-width signs, quotes left out, Chinese keys."""

from __future__ import annotations

import re

from carbon_eia.errors import Problem

__all__ = ["punctuation_problem"]

MENDS = {
    "“": '"',
    "”": '"',
    "„": '"',
    "＂": '"',
    "‘": "'",
    "’": "'",
    "＝": "=",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "，": ",",
    "：": "=",
    "＃": "#",
    "．": ".",
    "\u3000": " ",
}
"""Signs of Chinese typing, and what TOML has in their place."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEY = re.compile(r"\s*([^=\s\"\'\[\]#]+)\s*=")
_VALUE = re.compile(r"[^=]*=\s*([^\"\'\[{#\s][^#]*?)\s*(?:#.*)?$")


def punctuation_problem(text: str, line: str) -> Problem | None:
    """Why a line of a file cannot be read, where typing in Chinese is the cause; else None.

    CE-T020 a full-width sign, CE-T021 a value without quotes, CE-T022 a key in Chinese, CE-T023
    lines that end with a carriage return alone.

    >>> punctuation_problem("", "amount ＝ 1").params["mend"]
    '='
    >>> punctuation_problem("", "amount = 19 万t").code, punctuation_problem("", "消耗量 = 1").code
    ('CE-T021', 'CE-T022')
    """
    if "\r" in text.replace("\r\n", ""):
        return Problem("CE-T023")
    plain = _STRING.sub(lambda m: '"' + "x" * (len(m.group()) - 2) + '"', line)
    for place, sign in enumerate(plain, 1):
        if sign == "#":
            break
        if sign in MENDS:
            params: dict[str, object] = {
                "sign": f"{sign} U+{ord(sign):04X}",
                "column": place,
                "mend": MENDS[sign],
            }
            return Problem("CE-T020", params=params)
    key = _KEY.match(plain)
    if key is not None and not key.group(1).isascii():
        return Problem("CE-T022", params={"key": key.group(1)[:40], "meant": _key_of(key.group(1))})
    value = _VALUE.match(plain)
    if value is not None and not re.fullmatch(r"[+-]?[\d._]+|true|false", value.group(1)):
        typed = line.partition("=")[2].split("#")[0].strip()[:60]
        return Problem(
            "CE-T021", params={"key": line.partition("=")[0].strip()[:40], "value": typed}
        )
    return None


def _key_of(word: str) -> str:
    """The keys of a project file whose Chinese name is a word, or near it."""
    from difflib import get_close_matches

    from carbon_eia.project.fields import fields
    from carbon_eia.reference import methods

    names: dict[str, str] = {}
    for section in ("project", "economics", "products", "sources", *methods(), "measures"):
        for field in fields(section).values():
            names.setdefault(field.zh, field.key)
    near = [w for w in names if w == word] or get_close_matches(word, names, n=3, cutoff=0.4)
    return "、".join(dict.fromkeys(names[w] for w in near)) or "name、amount、method …"
