"""Mutations: a few changes of a whole file, always the same ones for the same seed."""

from __future__ import annotations

import io
import json
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

__all__ = ["mutated"]

NASTY = (
    "",
    "0",
    "-1",
    "-0.0",
    "1e308",
    "1e999999999",
    "-1e-999999999",
    "nan",
    "inf",
    "9" * 30,
    "9" * 5000,
    "0x" + "f" * 300,
    "1_000",
    "1/0",
    "１２．５",
    "12,5",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "99999-01-01",
    "1979-05-27T07:32:00Z",
    "true",
    "null",
    "{}",
    "[]",
    "[[]]",
    "[{}]",
    '"',
    "'",
    '"""',
    "\\",
    "\\u0000",
    "\\ud800",
    "\\u202e",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\u2028",
    "\x00",
    "\x1b[2J",
    "\x85",
    "\x9b",
    "\r",
    "\n\n",
    "\t",
    "#",
    "=",
    "]",
    "}",
    ",",
    ";",
    "=1+1",
    "@SUM(A1)",
    "../../../etc/passwd",
    "/dev/zero",
    "%s%n{0}{x}",
    "<script>alert(1)</script>",
    "&amp;&lt;",
    "]]>",
    "<!DOCTYPE x>",
    "名" * 400,
    "a." * 200,
    "[" * 300,
    "1 ton",
    "1 t CO2/万元/a",
    "万",
    "亿亿",
    "10^99 t",
    "-5 万t",
    "0 t",
    "1e40 t",
    "1e-40 t",
    "250÷3 t",
    "1÷0 t",
    "5 %",
    "5000 %",
)
"""What takes the place of a word, a number or a line."""

WORD = re.compile(r"[\w.\-+]+")
PIECE = re.compile(r'"[^"\n]*"|[\w.\-+]+|[^\s\w]')


def mutated(content: bytes, structure: str, chance: random.Random) -> bytes:
    """A content with one to four changes that its structure allows."""
    how = _STRUCTURES[structure]
    if chance.random() < 0.1:
        how = _bytes
    return how(content, chance)


# --- bytes


def _bytes(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        size = chance.choice((1, 1, 2, 4, 8, 64, 1000))
        match chance.randrange(8):
            case 0 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case 1 if data:
                data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size] * chance.choice((1, 2, 50))
            case 4:
                edges = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f")
                data[at : at + 4] = chance.choice(edges)
            case 5:
                data[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
            case 6 if chance.random() < 0.3:
                del data[at:]
            case _:
                data[at:at] = chance.choice(NASTY).encode("utf-8")
    return bytes(data)


# --- text


def _text(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        text = chance.choice((_word, _word, _word, _line, _sign))(text, chance)
    return text.encode("utf-8", "surrogatepass")


def _word(text: str, chance: random.Random) -> str:
    """Another word in the place of one: a nasty one, or one from elsewhere in the text."""
    words = list(PIECE.finditer(text))
    if not words:
        return text
    here, other = chance.choice(words), chance.choice(words)
    new = other.group() if chance.random() < 0.4 else chance.choice(NASTY)
    if here.group().startswith('"') and chance.random() < 0.6:
        new = f'"{new.strip(chr(34))}"'
    return text[: here.start()] + new + text[here.end() :]


def _line(text: str, chance: random.Random) -> str:
    """A line that is left out, said twice, or moved."""
    lines = text.split("\n")
    if len(lines) < 3:
        return _word(text, chance)
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines.insert(to, lines.pop(at))
        case _:
            lines[at:at] = lines[at : at + chance.choice((1, 5, 30))] * chance.choice((1, 3, 20))
    return "\n".join(lines)


def _sign(text: str, chance: random.Random) -> str:
    """A sign that is left out or put in."""
    at = chance.randrange(len(text) + 1)
    if chance.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + chance.choice(NASTY) + text[at:]


# --- archives


def _zip(content: bytes, chance: random.Random) -> bytes:
    """An archive one part of which is changed, left out, or said twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(i.filename, archive.read(i)) for i in archive.infolist()]
    at = chance.choice([n for n, (name, _) in enumerate(parts) if not name.endswith("/")])
    name, part = parts[at]
    match chance.randrange(10):
        case 0:
            del parts[at]
        case 1:
            parts[at] = (chance.choice(parts)[0], part)
        case 2:
            parts[at] = (name, chance.choice(parts)[1])
        case 3:
            parts[at] = (name, _bytes(part, chance))
        case _:
            change = _text if part.lstrip()[:1] in (b"<", b"{") else _bytes
            parts[at] = (name, change(part, chance))
    return _packed(dict(parts))


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED, 1)  # always of one day
    return out.getvalue()


# --- files that say what they hold: changed, and half of them made to agree with it again


def _record(content: bytes, chance: random.Random) -> bytes:
    """A record; half of those that are still JSON bear the id of what they say now."""
    from carbon_eia.run.record import record_id

    changed = _text(content, chance)
    if chance.random() < 0.5:
        with suppress(ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            value = json.loads(changed)
            value["id"] = record_id(value)
            return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return changed


def _ledger(content: bytes, chance: random.Random) -> bytes:
    """The backup of a register; in some, events are others and the chain is that of them."""
    if chance.random() < 0.4:
        return _zip(content, chance)
    from carbon_eia.register.event import GENESIS, EventRow

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    rows = [json.loads(line) for line in parts["events.jsonl"].splitlines()]
    at, column = chance.randrange(len(rows)), chance.choice((1, 2, 3, 4, 5, 5, 5, 5, 5))
    text = _text(str(rows[at][column]).encode(), chance).decode("utf-8", "replace")
    rows[at][column] = text
    before = GENESIS
    for row in rows:
        made = EventRow(*row[:6], before, "")
        before = made.right_hash()
        row[6:] = [made.prev_hash, before]
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    parts["events.jsonl"] = "\n".join([*lines, ""]).encode()
    return _packed(parts)


_CHUNKS = (b"IHDR", b"iCCP", b"zTXt", b"iTXt", b"eXIf", b"acTL", b"fdAT", b"tRNS", b"PLTE")


def _png(content: bytes, chance: random.Random) -> bytes:
    """A picture one chunk of which is changed, left out or said twice; its check sum is right."""
    chunks, at = [], 8
    while at + 12 <= len(content):
        (size,) = struct.unpack_from(">I", content, at)
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + size]))
        at += 12 + size
    if not chunks:
        return _bytes(content, chance)
    number = chance.randrange(len(chunks))
    name, data = chunks[number]
    match chance.randrange(8):
        case 0:
            del chunks[number]
        case 1:
            chunks.insert(chance.randrange(len(chunks) + 1), chunks[number])
        case 2:
            chunks.insert(1, (chance.choice(_CHUNKS), _bytes(data, chance)[:100_000]))
        case 3 if name == b"IDAT":
            with suppress(zlib.error):
                data = zlib.decompress(b"".join(d for n, d in chunks if n == b"IDAT"))
                chunks[number] = (name, zlib.compress(_bytes(data, chance), 1))
        case 4:
            head = list(struct.unpack(">IIBBBBB", chunks[0][1][:13].ljust(13, b"\0")))
            head[chance.randrange(7)] = chance.choice((0, 1, 3, 6, 16, 255))
            chunks[0] = (chunks[0][0], struct.pack(">IIBBBBB", *head))
        case _:
            chunks[number] = (name, _bytes(data, chance))
    out = [content[:8]]
    for kind, data in chunks:
        whole = kind + data
        out.append(struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole)))
    return b"".join(out)


_STRUCTURES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "text": _text,
    "zip": _zip,
    "bytes": _bytes,
    "record": _record,
    "ledger": _ledger,
    "png": _png,
}
