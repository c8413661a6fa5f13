"""Files that are no project at all: refused quickly, with their own codes, whatever they hold."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from carbon_eia.errors import InputError
from carbon_eia.files import read_text
from carbon_eia.project import read_project
from carbon_eia.reference import World

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write bytes to a project file."""

    def done(content: bytes) -> Path:
        path = tmp_path / "project.toml"
        path.write_bytes(content)
        return path

    return done


def refusal(path: Path, world: World) -> InputError:
    """The error with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read_project(path, world)
    assert caught.value.exit_status == 2
    return caught.value


def test_a_missing_file(tmp_path: Path, world: World) -> None:
    """A path that leads nowhere says so and names the path."""
    (problem,) = refusal(tmp_path / "nowhere.toml", world).problems
    assert problem.code == "CE-F001"
    assert problem.place.file.endswith("nowhere.toml")


def test_a_folder(tmp_path: Path, world: World) -> None:
    """A folder is no file."""
    assert refusal(tmp_path, world).problems[0].code == "CE-F002"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path, world: World) -> None:
    """A named pipe is refused, not opened: opening it would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe", world).problems[0].code == "CE-F002"


@pytest.mark.parametrize("content", [b"", b"   \n\t\n", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_an_empty_file(content: bytes, write: Write, world: World) -> None:
    """A file with nothing in it is called empty, with or without a byte order mark."""
    assert refusal(write(content), world).problems[0].code == "CE-F004"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[project]\nname = "桂阳县"\n'.encode("gb18030"), 2),
        ('[project]\nname = "桂阳县"\n'.encode("utf-16"), 1),
        (b'[project]\n\n\nname = "\xff"\n', 4),
    ],
)
def test_another_encoding(content: bytes, line: int, write: Write, world: World) -> None:
    """GBK or UTF-16, as old editors save it, is refused at the line where it shows."""
    (problem,) = refusal(write(content), world).problems
    assert (problem.code, problem.place.line) == ("CE-F005", line)


def test_fifty_megabytes_are_refused_at_once(tmp_path: Path, world: World) -> None:
    """A file far too large is not read to its end."""
    path = tmp_path / "large.toml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    before = time.process_time()
    assert refusal(path, world).problems[0].code == "CE-F003"
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "content",
    [
        b"x = " + b"[" * 100_000,
        b"x = " + b"{a=" * 100_000,
        b"[" * 500_000,
        b"[[" + b"a." * 2_000 + b"a]]",
        b"x = " + b"9" * 10_000,
        b"x = '''" + b"\n" * 100_000,
        b'x = "' + b"\\" * 99_999,
        b"\x00" * 1000,
        b"a" * 1_000_000,
    ],
    ids=["brackets", "braces", "headers", "dots", "digits", "lines", "escapes", "nul", "word"],
)
def test_nonsense_is_refused_quickly(content: bytes, write: Write, world: World) -> None:
    """Deep nesting and long tokens end in an error, never in a crash or a long wait."""
    before = time.process_time()
    refusal(write(content), world)
    assert time.process_time() - before < 5


def test_too_many_sources(write: Write, world: World, sample_text: str) -> None:
    """More sources than any project has are refused as such."""
    more = '[[sources]]\nname = "x"\nmethod = "electricity"\n' * 2001
    problems = refusal(write((sample_text + more).encode()), world).problems
    assert "CE-P019" in [p.code for p in problems]
    assert len(problems) < 20


def test_no_project_table(write: Write, world: World) -> None:
    """A file without [project] is told every key that it must have."""
    problems = refusal(write(b"[economics]\n"), world).problems
    assert {p.code for p in problems} == {"CE-P003"}
    assert [p.place.key for p in problems] == [
        f"project.{k}" for k in ("name", "stage", "sector", "region", "year")
    ]


@pytest.mark.parametrize(
    "content",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    ],
    ids=["BOM", "CRLF", "both"],
)
def test_windows_files_are_read_alike(
    content: Callable[[str], bytes], write: Write, world: World, sample_text: str, tmp_path: Path
) -> None:
    """A byte order mark and Windows line ends change nothing, not even the hash."""
    plain = tmp_path / "plain.toml"
    plain.write_text(sample_text, encoding="utf-8", newline="\n")
    one, other = read_project(plain, world), read_project(write(content(sample_text)), world)
    assert one.sha256 == other.sha256
    assert one.sources[0].parameters == other.sources[0].parameters
    assert one.place("sources[1].amount").line == other.place("sources[1].amount").line


def test_lines_of_errors_survive_windows_line_ends(
    write: Write, world: World, sample_text: str
) -> None:
    """The line of an error is that of the editor, whatever ends the lines."""
    wrong = sample_text.replace("7900 万kWh", "7900 万kwh")
    number = wrong[: wrong.index("7900 万kwh")].count("\n") + 1
    (problem,) = refusal(write(wrong.replace("\n", "\r\n").encode("utf-8-sig")), world).problems
    assert problem.place.line == number


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ('[project]\nname = "某厂"\n'.encode("gbk"), "GBK"),
        ('[project]\nname = "某厂"\n'.encode("utf-16"), "UTF-16"),
        ("甲".encode() + "某厂".encode("gbk") + b"\xff\xff\n", "damaged"),
    ],
)
def test_a_text_that_is_not_utf8_says_what_it_seems_to_be(
    raw: bytes, encoding: str, tmp_path: Path
) -> None:
    """CE-F005 names the encoding in which an editor of this country saves."""
    path = tmp_path / "project.toml"
    path.write_bytes(raw)
    with pytest.raises(InputError) as error:
        read_text(path)
    (problem,) = error.value.problems
    assert problem.code == "CE-F005"
    assert encoding in problem.message("en")
