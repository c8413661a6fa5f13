"""A table as the text of a CSV file: byte for byte what Arrow writes, with less work.

Arrow turns every cell into a text and copies that into its line. Here a line is a row of words that
are taken from one list: groups of four digits, texts that stand in many rows, and single texts.
Columns of few texts that stand side by side are put together beforehand, with what separates them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from carbon_eia.screening.arrays import Integers

__all__ = ["characters", "csv_text"]

LINES = 16_384
"""Lines that are put together at a time: what they need stays near the processor."""

FEW = 1024
"""Most texts that columns side by side are put together to."""

LARGE, SMALL = 10.0**10, 10.0**-6
"""From LARGE on, and below SMALL, Arrow writes a float with an exponent."""

DISTINCT = 10.0**15
"""Below this no two whole numbers, divided by the same power of ten, are the same float."""

GROUP = 10_000
PLAIN = 1
PADDED = PLAIN + GROUP
POINT = PADDED + GROUP
POINT_LAST = POINT + GROUP
LAST = POINT_LAST + GROUP
"""Where four digits stand among the words of numbers, of which the first is empty: as a number;
behind other digits; behind the point; and the last two ways without zeros at their end."""


class Words(NamedTuple):
    """Texts, and which of them stands in each line; None: the first in all."""

    texts: Any
    codes: Any = None


def csv_text(table: pa.Table, header: bool) -> Iterator[Callable[[], pa.Buffer]]:
    """Parts of a CSV file in their order, each a function that gives its bytes: some may be made at
    a time, and only those take memory.

    Texts are in quotes, and nothing stands where there is no value. Columns may be of texts, plain
    or as dictionaries, of whole numbers and of floats.
    """
    if header:
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(table.slice(0, 0), sink)
        yield sink.getvalue
    words: list[Words] = []
    for number, column in enumerate(table.columns if table.num_rows else ()):
        if number:
            words.append(Words([","]))
        words += _words(_whole(column))
    words.append(Words(["\n"]))
    yield from _lines(_joined(words), table.num_rows)


def _whole(column: Any) -> Any:
    if column.num_chunks == 1:
        return column.chunk(0)
    chunks = column.unify_dictionaries().chunks
    return pa.concat_arrays(chunks) if chunks else pa.array([], column.type)


def _lines(words: Iterable[Words], count: int) -> Iterator[Callable[[], pa.Buffer]]:
    """Lines of words, some at a time."""
    numbers = _numbers()
    pool, size = [numbers], len(numbers)
    which: list[tuple[Any, int]] = []
    for texts, codes in words:
        place = 0
        if texts is not numbers:
            texts = pa.array(texts, pa.large_string()) if isinstance(texts, list) else texts
            pool.append(texts.cast(pa.large_string()))
            place, size = size, size + len(texts)
        which.append((codes, place))
    held = pa.concat_arrays(pool)
    for at in range(0, count, LINES):
        yield partial(_text, held, which, at, min(LINES, count - at))


def _text(held: Any, which: Sequence[tuple[Any, int]], at: int, count: int) -> Any:
    """The text of some lines: of each word, which text stands there, counted from a place on."""
    places = np.empty((count, len(which)), np.int32)
    for i, (codes, place) in enumerate(which):
        if codes is None:
            places[:, i] = place
        else:
            np.add(codes[at : at + count], np.int32(place), out=places[:, i])
    return pc.take(held, pa.array(places.reshape(-1)), boundscheck=False).buffers()[2]


def characters(array: pa.Array) -> tuple[Integers, Integers]:
    """Where each text of an array begins and ends, and the bytes of all."""
    size = len(array)
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + size + 1]
    return offsets, np.frombuffer(array.buffers()[2] or b"\0", np.uint8)


# --- columns as words


def _words(column: Any) -> Iterator[Words]:
    kind = column.type
    if pa.types.is_dictionary(kind) and len(column.dictionary) > max(FEW, len(column) // 8):
        column, kind = column.dictionary_decode(), kind.value_type
    if column.null_count == len(column):
        yield Words([""])
    elif pa.types.is_dictionary(kind):
        yield _of_few(column, [_quoted(t) for t in column.dictionary.to_pylist()])
    elif pa.types.is_string(kind):
        yield from _of_texts(column)
    elif pa.types.is_integer(kind):
        yield from _of_integers(column)
    else:
        yield from _of_floats(column)


def _quoted(text: str | None) -> str:
    return "" if text is None else '"' + text.replace('"', '""') + '"'


def _of_few(column: Any, texts: Sequence[str]) -> Words:
    """A dictionary array, its texts as they are written."""
    indices = column.indices.cast(pa.int32())
    if not indices.null_count:
        return Words(list(texts), np.asarray(indices))
    return Words([*texts, ""], np.asarray(indices.fill_null(len(texts))))


def _of_texts(column: Any) -> Iterator[Words]:
    quote = Words(['"'])
    if column.null_count:
        quote = Words(["", '"'], np.asarray(column.is_valid()).astype(np.int32))
        column = column.fill_null("")
    ends, data = characters(column)
    if (data[ends[0] : ends[-1]] == ord('"')).any():
        column = pc.replace_substring(column, '"', '""')
    yield from (quote, Words(column, np.arange(len(column), dtype=np.int32)), quote)


def _of_integers(column: Any) -> Iterator[Words]:
    values = np.asarray(column.fill_null(0))
    if values.min() < 0:
        yield Words(column.cast(pa.string()).fill_null(""), np.arange(len(column), dtype=np.int32))
    else:
        yield from _digits(values, np.asarray(column.is_valid()))


def _of_floats(column: Any) -> Iterator[Words]:
    if len(pc.unique(column.slice(0, FEW))) < 32:
        held = column.dictionary_encode()
        if len(held.dictionary) < FEW:
            yield _of_few(held, held.dictionary.cast(pa.string()).to_pylist())
            return
    values = np.asarray(column.fill_null(0.0))
    size = np.abs(values)
    for places in (4, 8):
        with np.errstate(over="ignore"):
            scaled = np.rint(size * 10.0**places)
        shown = scaled / 10.0**places == size
        if shown.all():
            break
    shown &= (size < LARGE) & (scaled < DISTINCT) & ((size >= SMALL) | (size == 0))
    odd = np.flatnonzero(~shown)
    if column.null_count:
        shown &= np.asarray(column.is_valid())
    if not shown.all():
        scaled = np.where(shown, scaled, 0.0)
    yield Words(["", "-"], (np.signbit(values) & shown).astype(np.int32))
    whole = scaled.astype(np.int64)
    groups = []
    for _ in range(places // 4):
        rest = whole // GROUP
        groups.append((whole - rest * GROUP).astype(np.int32))
        whole = rest
    yield from _digits(whole, shown)
    if places == 4:
        yield Words(_numbers(), groups[0] + np.int32(POINT_LAST))
    else:
        last, first = groups
        yield Words(_numbers(), first + np.where(last > 0, np.int32(POINT), np.int32(POINT_LAST)))
        yield Words(_numbers(), last + np.int32(LAST))
    if len(odd):
        codes = np.zeros(len(column), np.int32)
        codes[odd] = np.arange(1, len(odd) + 1)
        texts = column.take(pa.array(odd)).cast(pa.string()).to_pylist()
        yield Words(pa.array(["", *texts]), codes)


def _digits(values: Any, shown: Any) -> Iterator[Words]:
    """Whole numbers that are not negative, in the lines where they are ``shown``."""
    groups = []
    most = int(values.max())
    while most >= GROUP:
        rest = values // GROUP
        groups.append((values - rest * GROUP).astype(np.int32))
        values, most = rest, most // GROUP
    if not groups and most < 16:
        yield Words(["", *map(str, range(most + 1))], (values.astype(np.int32) + 1) * shown)
        return
    codes = values.astype(np.int32) + np.int32(PLAIN)
    begun: Any = None
    for group in reversed(groups):
        some = codes > PLAIN if begun is None else begun | (codes > PLAIN)
        yield Words(_numbers(), codes * some)
        begun = some
        codes = group + np.where(begun, np.int32(PADDED), np.int32(PLAIN))
    yield Words(_numbers(), codes * shown)


@cache
def _numbers() -> Any:
    """The words of numbers."""
    padded = [f"{i:04}" for i in range(GROUP)]
    short = [t.rstrip("0") for t in padded]
    last = [f".{t}" if t else "" for t in short]
    plain = [str(i) for i in range(GROUP)]
    words = ["", *plain, *padded, *(f".{t}" for t in padded), *last, *short]
    return pa.array(words, pa.large_string())


# --- words side by side


def _joined(words: Iterable[Words]) -> Iterator[Words]:
    """The words of lines, those of few texts that stand side by side as one."""
    held: Words | None = None
    for word in words:
        few = isinstance(word.texts, list)
        both = _both(held, word) if held is not None and few else None
        if both is not None:
            held = both
            continue
        if held is not None:
            yield held
        held = word if few else None
        if not few:
            yield word
    if held is not None:
        yield held


def _both(one: Words, other: Words) -> Words | None:
    """Two words as one; None where that takes too many texts."""
    if one.codes is None or other.codes is None:
        texts = [a + b for a in one.texts for b in other.texts]
        return Words(texts, other.codes if one.codes is None else one.codes)
    width, size = len(other.texts), len(one.texts) * len(other.texts)
    if size > FEW * FEW:
        return None
    codes = one.codes * np.int32(width) + other.codes
    if size <= FEW // 8:
        return Words([a + b for a in one.texts for b in other.texts], codes)
    used = np.flatnonzero(np.bincount(codes))
    if len(used) > FEW:
        return None
    texts = [one.texts[u // width] + other.texts[u % width] for u in used.tolist()]
    places = np.zeros(int(used[-1]) + 1, np.int32)
    places[used] = np.arange(len(used))
    return Words(texts, places[codes])
