"""Bodies of requests: forms as browsers send them, and what is no form and no JSON."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "BODIES",
    "BROKEN_BODIES",
    "BROKEN_QUERIES",
    "BROKEN_TYPES",
    "VALUES",
    "Fields",
    "Files",
    "multipart",
]

Fields = Sequence[tuple[str, str]]
Files = Sequence[tuple[str, str, str, bytes]]
"""Name of the field, name of the file, content type, content."""

VALUES: Sequence[object] = (
    None,
    True,
    0,
    -1,
    1.5,
    1e300,
    2**53,
    2**70,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"a": {"b": []}},
    ["孙教授", 1, None],
    "\u202e",
    [{"sha256": "../x", "file": "../x"}],
    10**400,
)

BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"x"',
    b"[" * 100_000,
    b"\xff",
    b'{"body": []}',
    b'{"body": {"path": 1e999}}',
    b'{"body": null}',
    b'{"day": 3}',
    b'{"role": []}',
    b'{"body": {"path": NaN}}',
    b'{"day": "9999-12-31"}',
    b'{"a": 1, "a": 2}',
    b'{"body": {"path": "\\ud800"}}',
    b"\xef\xbb\xbf{}",
    b'{"body": {"run": "x"}}',
    b'{"body":' * 2_000,
)

BROKEN_QUERIES = (
    b"%",
    b"as_of=%ff%fe",
    b"=&=&",
    b"as_of[]=1",
    b"a" * 9_000,
    b";;",
    b"as_of",
    b"page=%ED%A0%BD",
    b"q=" + b"%00" * 99,
    b"&".join([b"q=1"] * 2_000),
)

BROKEN_TYPES = (
    b"multipart/form-data",
    b"multipart/form-data; boundary=",
    b"text/plain",
    b"",
    b'multipart/form-data; boundary="',
    b"multipart/form-data; boundary=" + b"b" * 3000,
    b"multipart/form-data; boundary=qzboundary; charset=qzx",
    b"application/json",
    b"multipart/form-data; boundary=qzboundary; charset=utf-7",
    b"\xff\xfe",
    b"multipart/form-data; boundary=\xe9",
    b"application/x-www-form-urlencoded",
    b"application/x-www-form-urlencoded; charset=qzx",
    b"multipart/mixed; boundary=b",
    b"MULTIPART/FORM-DATA; BOUNDARY=qzboundary",
    b"multipart/form-data;boundary=qzboundary",
    b"multipart/form-data; boundary*=utf-8''qzboundary",
)

BROKEN_BODIES = (
    b"",
    b"--qzboundary",
    b"--qzboundary--",
    b"--qzboundary\r\n\r\n\r\n--qzboundary--",
    b"--qzboundary\r\nContent-Disposition: form-data\r\n\r\nx\r\n--qzboundary--\r\n",
    b"--qzboundary\r\nContent-Disposition: form-data; name=\r\n\r\nx\r\n--qzboundary--",
    b"--qzboundary\r\n" + b"X: y\r\n" * 5_000 + b"\r\nx\r\n--qzboundary--\r\n",
    b"--qzboundary\r\n" + b"X" * 70_000,
    b"&".join([b"a=1"] * 2_000),
    b"%",
    b"=" * 500,
    b"form=%ff&form=%00",
    b"\r\n" * 5_000,
    b"".join(
        b'--qzboundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
        for _ in range(1_500)
    )
    + b"--qzboundary--\r\n",
    b"".join(
        b'--qzboundary\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n\r\n'
        for _ in range(60)
    )
    + b"--qzboundary--\r\n",
)


def multipart(fields: Fields, files: Files) -> bytes:
    """A form as a browser would send it, but for what its names hold."""
    out = []
    for name, value in fields:
        head = f'Content-Disposition: form-data; name="{_line(name)}"'
        out.append(f"--qzboundary\r\n{head}\r\n\r\n{value}\r\n".encode("utf-8", "replace"))
    for name, file, typed, content in files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{_line(file)}"'
        more = f"\r\nContent-Type: {typed}" if typed else ""
        out += [
            f"--qzboundary\r\n{head}{more}\r\n\r\n".encode("utf-8", "replace"),
            content,
            b"\r\n",
        ]
    return b"".join([*out, b"--qzboundary--\r\n"])


def _line(text: str) -> str:
    """A name within a header; a quotation mark in it may end it too soon."""
    return text.replace("\r", "").replace("\n", "")
