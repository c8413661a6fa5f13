"""A document as it is, against the document that its record prints today.

The same record prints the same bytes: where they are the same, nothing was changed. Where they are
not, its text is compared block by block, and whatever else lies in or over it is told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from carbon_eia.errors import CarbonEiaError, InputError, Problem
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.proof.container import Container, read_content
from carbon_eia.proof.documents.look import Layer, Look, printable
from carbon_eia.proof.documents.text_comparison import Edited, changed_layers, edited_blocks
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.proof.kinds import AnyRead

__all__ = ["Print", "Printed", "compare_print", "numbers_of"]


NUMBER = re.compile(r"[−-]?\d(?:[\d,]*\d)?(?:\.\d+)?")
AROUND = 12
"""Characters of text shown before a number, so that a person finds it."""


SHOWN = 3
"""Details of a kind of layer that are told."""


class Print(NamedTuple):
    """What a document prints.

    ``attachments``: other files that it carries by name, and whether they are as made again;
    ``edited``: texts that are others; ``added``, ``gone``: layers that were put in or taken out.
    """

    attachments: Mapping[str, bool]
    edited: Sequence[Edited] = ()
    added: Mapping[Layer, int] = {}
    gone: Mapping[Layer, int] = {}

    def findings(self) -> list[VerificationFinding]:
        """What is said of it: words that are others leave it open, anything else lets it fall."""
        findings = []
        for name, same in self.attachments.items():
            code = "proof.attachment" if same else "proof.attachment_changed"
            findings.append(VerificationFinding("attachment", same, code, {"name": name}))
        figures = sum(text.figure for text in self.edited)
        if figures:
            findings.append(
                VerificationFinding("print", False, "proof.print_changed", {"count": figures})
            )
        if words := len(self.edited) - figures:
            findings.append(
                VerificationFinding("print", None, "proof.print_other", {"count": words})
            )
        findings += _of_layers("proof.layer_added", self.added)
        findings += _of_layers("proof.layer_gone", self.gone)
        if not (self.edited or self.added or self.gone):
            findings.append(VerificationFinding("print", True, "proof.print", {}))
        return findings


def _of_layers(code: str, layers: Mapping[Layer, int]) -> Iterator[VerificationFinding]:
    """A finding for each kind of layer, with the details of some."""
    for kind in dict.fromkeys(layer.kind for layer in layers):
        own = {layer.detail: n for layer, n in layers.items() if layer.kind == kind}
        what = {lang: sentence(f"proof.layer.{kind}", lang) for lang in LANGUAGES}
        detail = "；".join(printable(d) for d in list(own)[:SHOWN] if d)
        params: dict[str, object] = {"what": what, "count": sum(own.values()), "detail": detail}
        yield VerificationFinding("layer", False, code, params)


class Printed(NamedTuple):
    """A number that is printed and should not be: what it is, what should stand there (None where
    the text was rewritten, so that no place is known), and the text before it."""

    found: str
    expected: str | None
    before: str


def numbers_of(edited: Edited) -> list[Printed]:
    """The numbers of an edited text that are wrong.

    >>> numbers_of(Edited("", "准入值 0.83 tCO2/t", "准入值 0.85 tCO2/t", True))
    [Printed(found='0.85', expected='0.83', before='准入值 ')]
    """
    right, shown = (list(NUMBER.finditer(t)) for t in (edited.expected, edited.found))
    wrong: list[tuple[re.Match[str], str | None]]
    if len(right) == len(shown):
        pairs = zip(right, shown, strict=True)
        wrong = [(b, a[0]) for a, b in pairs if a[0] != b[0]]
    else:
        known = {m[0] for m in right}
        wrong = [(m, None) for m in shown if m[0] not in known]
    text = edited.found
    return [
        Printed(m[0], old, text[max(0, m.start() - AROUND) : m.start()] or edited.place)
        for m, old in wrong
    ]


def compare_print(container: Container, read: AnyRead) -> Print | None:
    """What a document prints and carries, against what its record prints; None for a bare record.

    Raises InputError where the record cannot be printed, or the document has more in it than any
    report.
    """
    if container.suffix == ".json":
        return None
    suffix, lang = container.suffix, _language(container, read)
    expected = read.printed(suffix, lang)
    others = [n for n in container.parts if n not in (read.kind.record, read.kind.file)]
    if expected == container.content:
        return Print(dict.fromkeys(others, True))
    right = read_content(suffix, expected)
    attachments = {n: right.parts.get(n) == container.parts[n] for n in others if n in right.parts}
    try:
        looks = _looks(suffix, expected, container.content, read, lang)
    except CarbonEiaError:
        raise
    except Exception as error:  # a damaged file may fail in any way that its library can
        why: dict[str, object] = {"why": f"{type(error).__name__}: {error}"}
        raise InputError(Problem("CE-V004", params=why)) from None
    edited = edited_blocks(*(look.blocks for look in looks))
    added, gone = changed_layers(*looks)
    changed = {name for name, same in attachments.items() if not same} | {read.kind.file}
    added, gone = (_without(changed, added, gone), _without(changed, gone, added))
    if suffix == ".docx":  # Word drops parts that it does not know
        gone = {layer: n for layer, n in gone.items() if layer.kind != "attachment"}
    return Print(attachments, edited, added, gone)


def _without(
    told: set[str], layers: Mapping[Layer, int], others: Mapping[Layer, int]
) -> dict[Layer, int]:
    """Layers but attachments of another content, which are told themselves."""
    names = {_name(layer) for layer in others} & told
    return {layer: n for layer, n in layers.items() if _name(layer) not in names}


def _name(layer: Layer) -> str:
    return layer.detail.rpartition(" ")[0] if layer.kind == "attachment" else ""


def _looks(
    suffix: str, expected: bytes, found: bytes, read: AnyRead, lang: str
) -> tuple[Look, Look]:
    """The looks of both documents; what reads a kind of file is imported when one is read."""
    look: Callable[[bytes], Look]
    if suffix == ".pdf":
        from carbon_eia.proof.documents.pdf_report import pdf_looks

        return pdf_looks(expected, found, list(_heads(read, lang)))
    if suffix == ".docx":
        from carbon_eia.proof.documents.word_report import word_looks

        return word_looks(expected, found)
    if suffix == ".xlsx":
        from carbon_eia.proof.documents.excel_report import excel_look as look
    else:
        from carbon_eia.proof.documents.html_report import html_look as look
    return look(expected), look(found)


def _heads(read: AnyRead, lang: str) -> Iterator[str]:
    """The heads of the report's tables, each in one text."""
    from carbon_eia.report import document_of
    from carbon_eia.report.document import Table

    for chapter in document_of(read.record, lang, None, paper=True, drawn=False).chapters:
        for block in chapter.blocks:
            if isinstance(block, Table) and block.has_head:
                yield "".join(c.head + c.sub + c.unit for c in block.columns)


def _language(container: Container, read: AnyRead) -> str:
    """The language of a document: English where it bears the English words of its kind."""
    words = "".join(sentence(f"report.{read.kind.subject}", "en").split())
    return "en" if words in "".join(unescape(_some_text(container)).split()) else "zh"


def _some_text(container: Container) -> str:
    """A text of the document that has the words of its kind."""
    if container.suffix == ".html":
        return container.content.decode("utf-8")
    if container.suffix == ".pdf":
        from carbon_eia.proof.documents.pdf_objects import open_pdf

        reader = open_pdf(container.content)
        return str(reader.metadata.subject) if reader.metadata is not None else ""
    name = "word/document.xml" if container.suffix == ".docx" else "xl/sharedStrings.xml"
    with zipfile.ZipFile(io.BytesIO(container.content)) as archive:
        return archive.read(name).decode("utf-8") if name in archive.namelist() else ""
