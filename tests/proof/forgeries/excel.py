"""Forgeries of a workbook, with openpyxl where it keeps the stored values, else by its XML."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.proof.forgeries.common import edited, member, named, with_part

__all__ = ["EXCEL"]

FIRST, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _sheet(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """The first place of the first sheet that has a pattern."""

    def make(content: bytes) -> bytes:
        for number in range(1, 9):
            name = f"xl/worksheets/sheet{number}.xml"
            before = member(content, name)
            after = re.sub(pattern.encode(), new.encode(), before, count=1)
            if after != before:
                return with_part(content, (name, after))
        raise AssertionError(pattern)

    return make


def _text(pattern: str, new: str) -> Callable[[bytes], bytes]:
    return edited("xl/sharedStrings.xml", lambda x: re.sub(pattern.encode(), new.encode(), x))


def _book(pattern: str, new: str) -> Callable[[bytes], bytes]:
    return edited(BOOK, lambda x: re.sub(pattern.encode(), new.encode(), x, count=1))


def _styles(pattern: str, new: str, count: int = 0) -> Callable[[bytes], bytes]:
    return edited(STYLES, lambda x: re.sub(pattern.encode(), new.encode(), x, count=count))


def _reordered(content: bytes) -> bytes:
    sheets = re.findall(rb"<sheet [^<>]*/>", member(content, BOOK))
    book = member(content, BOOK).replace(sheets[0] + sheets[1], sheets[1] + sheets[0])
    return with_part(content, (BOOK, book))


def _defined_name(content: bytes) -> bytes:
    name = b'<definedName name="limit">1</definedName>'
    book = member(content, BOOK)
    if b"<definedNames>" not in book:
        name = b"<definedNames>" + name + b"</definedNames>"
        return with_part(content, (BOOK, book.replace(b"<calcPr", name + b"<calcPr")))
    return with_part(content, (BOOK, book.replace(b"</definedNames>", name + b"</definedNames>")))


def _merged(content: bytes) -> bytes:
    sheet, cell = member(content, FIRST), b'<mergeCell ref="Y1:Z1"/>'
    if b"<mergeCells" in sheet:
        return with_part(content, (FIRST, sheet.replace(b"</mergeCells>", cell + b"</mergeCells>")))
    all_cells = b'</sheetData><mergeCells count="1">' + cell + b"</mergeCells>"
    return with_part(content, (FIRST, sheet.replace(b"</sheetData>", all_cells)))


def _text_box(content: bytes) -> bytes:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    )
    sheet = member(content, FIRST).replace(b"</worksheet>", b'<drawing r:id="rIdX"/></worksheet>')
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rIdX" Type="{OFFICE}/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    return with_part(
        content,
        (FIRST, sheet),
        ("xl/worksheets/_rels/sheet1.xml.rels", rels.encode()),
        ("xl/drawings/drawing1.xml", drawing.encode()),
    )


def _comment(content: bytes) -> bytes:
    comments = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        '<author>x</author></authors><commentList><comment ref="A1" authorId="0"><text><t>已核</t>'
        "</text></comment></commentList></comments>"
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rIdX" Type="{OFFICE}/comments" '
        'Target="../remarks.xml"/></Relationships>'
    )
    types = member(content, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/remarks.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.comments+xml"/></Types>',
    )
    return with_part(
        content,
        ("[Content_Types].xml", types),
        ("xl/worksheets/_rels/sheet1.xml.rels", rels.encode()),
        ("xl/remarks.xml", comments.encode()),
    )


AFTER_DATA = "</sheetData>"

EXCEL = named(
    ("a stored number", 2, _sheet(r"<v>(\d+\.\d+)</v>", r"<v>9\1</v>")),
    ("the stored result of a formula", 2, _sheet(r"(</f><v>)(\d)", r"\g<1>9\2")),
    ("a formula with the same result", 2, _sheet(r"<f>([^<]*)</f>", r"<f>(\1)*1</f>")),
    ("a formula made a number", 2, _sheet(r"<f>[^<]*</f>(<v>\d[^<]*</v>)", r"\1")),
    ("a stored result taken out", 2, _sheet(r"(</f>)<v>\d[^<]*</v>", r"\1")),
    ("the word of a verdict", 2, _text("限期改造|Acceptable with adjustments|可形成准入值草案", "符合准入")),
    ("a word", 3, _text("报告由|This report|调查范围与样本", "Words ")),
    ("a number format", 2, _styles(r'formatCode="0\.00[^"]*"|formatCode="#,##0[^"]*"', 'formatCode="0&quot;.1&quot;"')),
    ("white text", 2, _styles(r'<color rgb="FF[0-9A-F]{6}"/>|<color theme="1"/>', '<color rgb="FFFFFFFF"/>')),
    ("a hidden sheet", 2, _book(r'(<sheet name="[^"]*" sheetId="2")', r'\1 state="hidden"')),
    ("a very hidden sheet", 2, _book(r'(<sheet name="[^"]*" sheetId="2")', r'\1 state="veryHidden"')),
    ("sheets in another order", 2, _reordered),
    ("a sheet of another name", 2, _book(r'<sheet name="[^"]*" sheetId="2"', '<sheet name="X" sheetId="2"')),
    ("a hidden row", 2, _sheet(r'<row r="3"', '<row r="3" hidden="1"')),
    ("a hidden column", 2, _sheet(r'<col min="3"', '<col hidden="1" min="3"')),
    ("all rows without height", 2, _sheet("<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ')),
    ("zeros that are not shown", 2, _sheet("<sheetView ", '<sheetView showZeros="0" ')),
    ("text upside down", 2, _styles(r"<alignment ", '<alignment textRotation="180" ', 1)),
    ("figures struck through", 2, _styles("<name val", "<strike/><name val")),
    ("a font of symbols", 2, _styles('<name val="Microsoft YaHei"/>', '<name val="Wingdings"/>')),
    ("figures cut off at the decimals that are shown", 2, _book("<calcPr ", '<calcPr fullPrecision="0" ')),
    ("merged cells", 2, _merged),
    ("a conditional format", 2, _sheet(AFTER_DATA, AFTER_DATA + '<conditionalFormatting sqref="A1:Z99"><cfRule type="expression" priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting>')),
    ("a defined name", 2, _defined_name),
    ("a text box", 2, _text_box),
    ("a comment", 2, _comment),
    ("the record in its hidden sheet", 2, _text('"value":"', '"value":"9')),
)  # fmt: skip
