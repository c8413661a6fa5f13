"""The objects of a PDF, each read once, where the file's own tables say that it is.

A reader that is kind to damaged files searches the whole file for every object that is not where it
should be; a file of some thousand such objects would keep it busy for minutes. A document that
somebody vouches for is whole: here such an object is an error, and one that no table knows is null,
as the standard says (ISO 32000-1, 7.3.10).
"""

from __future__ import annotations

import io
import logging
import re
from functools import lru_cache

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import IndirectObject, NullObject, PdfObject

from carbon_eia.errors import InputError, Problem

__all__ = ["open_pdf"]

_HEAD = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj")
LONGEST_HEAD = 64
"""Bytes in which the number of an object stands before it."""


@lru_cache(maxsize=2)  # a document and what its record prints, each asked several times
def open_pdf(content: bytes) -> PdfReader:
    """A reader of a PDF, decrypted where that takes no password.

    Raises InputError CE-V007 where it takes one; what pypdf raises where the file is damaged.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters here is raised
    reader = _PdfReader(content)
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(Problem("CE-V007"))
    return reader


class _PdfReader(PdfReader):
    """A reader that never searches for an object, and unpacks a stream of objects once."""

    def __init__(self, content: bytes) -> None:
        self.content, self.opened = content, False
        self.unpacked: set[int] = set()
        super().__init__(io.BytesIO(content))
        self.opened = True

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """The object of a reference; null where no table knows it."""
        if not self.opened:  # the tables themselves are being read
            return super().get_object(indirect_reference)
        if isinstance(indirect_reference, int):
            indirect_reference = IndirectObject(indirect_reference, 0, self)
        number, generation = indirect_reference.idnum, indirect_reference.generation
        if (generation, number) in self.resolved_objects:
            return super().get_object(indirect_reference)
        if generation == 0 and number in self.xref_objStm:
            stream = self.xref_objStm[number][0]
            if stream in self.unpacked:  # and the object was not in it
                return NullObject()
            self.unpacked.add(stream)
            return super().get_object(indirect_reference)
        place = self.xref.get(generation, {}).get(number)
        if place is None:
            return NullObject()
        if not self.xref_free_entry.get(generation, {}).get(number, False):
            self._check_head(number, generation, place)
        return super().get_object(indirect_reference)

    def _check_head(self, number: int, generation: int, place: int) -> None:
        head = _HEAD.match(self.content[max(place, 0) : max(place, 0) + LONGEST_HEAD])
        if head is None or (int(head[1]), int(head[2])) != (number, generation):
            raise PdfReadError(f"object {number} {generation} is not where the file says")
