"""TOML of anybody is read within bounds, and every sign of it can be seen."""

from __future__ import annotations

import time

import pytest

from carbon_eia.errors import InputError
from carbon_eia.files.toml_text import MAX_DEPTH, toml_tables
from carbon_eia.project.lines_of_keys import key_lines
from carbon_eia.project.reader import parse_toml


def code_of(text: str) -> str:
    """The code with which a text is refused, and its line."""
    with pytest.raises(InputError) as caught:
        parse_toml(text, "x.toml")
    problem = caught.value.problems[0]
    return f"{problem.code} {problem.place.line} {problem.place.key}".strip()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = 1\n# \u202e", "CE-F013 2"),
        ("a = 1\nb = '\x9b31m'", "CE-F013 2"),
        ("a = 1\n" + "x = " + "[" * 5000, "CE-F014 None"),
        ("x = " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "CE-F014 None x" + "[0]" * 32),
        ("a.a = 1\n" + ".".join("a" * 40_000) + " = 1", "CE-F014 2"),
        ("a = 0x8000000000000000", "CE-F015 None a"),
        ("[a]\nb = [1, -9223372036854775809]", "CE-F015 None a.b[1]"),
        ("a = 1e999999999", "CE-F015 None a"),
        ("a = -1e-999999999", "CE-F015 None a"),
        ("a = 1." + "1" * 6000, "CE-F015 None a"),
    ],
)
def test_what_no_person_types_is_refused_with_its_place(text: str, code: str) -> None:
    """Hidden signs, deep nesting, endless keys and numbers: a code, never a hang."""
    begin = time.process_time()
    assert code_of(text) == code
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "text",
    [
        "a = 9223372036854775807",
        "a = -9223372036854775808",
        "a = 1e300",
        "a = 1.0000000000000000000000000001",
        "x = " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1),
        "# " + "." * 20_000,
        "a = '零宽\u200b'",
    ],
)
def test_what_a_person_may_type_is_read(text: str) -> None:
    """What lies within the bounds."""
    assert toml_tables(text) or text.startswith("#")


@pytest.mark.parametrize(
    "sign", ['"\\', "'", '"', "[", "{", "#", '\\"', '"""', " ", "a.", '"a" . ']
)
def test_lines_of_keys_are_found_in_time_that_grows_with_the_text(sign: str) -> None:
    """A comment, or a broken line, of 200 kB of any sign: no pattern is looked for twice."""
    for head in ("# ", "x = ", "", "x = ["):
        begin = time.process_time()
        key_lines(f"a = 1\n{head}{sign * (200_000 // len(sign))}\nb = 2")
        assert time.process_time() - begin < 2


def test_lines_of_keys_behind_open_strings() -> None:
    """Quotes in comments and open ones do not hide the keys behind them."""
    text = "a = 1 # it's 5\" [\nb = 2 # don't {\nc = ['#', \"]\"]\nd = 4\n"
    assert key_lines(text) == {"a": 1, "b": 2, "c": 3, "d": 4}
