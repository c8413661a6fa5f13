"""Forgeries of a PDF report with pypdf: its pages drawn over, its objects, its attachments."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from tests.proof.forgeries.common import named

__all__ = ["PDF", "attachment_doubled", "attachment_removed", "redrawn"]

VERDICT_PAGE = 1
N = NameObject


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _with(change: Callable[[PdfWriter], None]) -> Callable[[bytes], bytes]:
    """A change of the document's objects."""

    def make(content: bytes) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(content))
        change(writer)
        return _written(writer)

    return make


def _drawn(change: Callable[[bytes], bytes], page: int = VERDICT_PAGE) -> Callable[[bytes], bytes]:
    """A change of what a page draws."""

    def apply(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        before = writer.pages[page].get_contents().get_data()  # type: ignore[union-attr]
        stream.set_data(change(before))
        assert stream.get_data() != before
        writer.pages[page][N("/Contents")] = writer._add_object(stream)

    return _with(apply)


def _blended(writer: PdfWriter) -> None:
    """On white, whatever is drawn stays white."""
    for state in writer.pages[VERDICT_PAGE]["/Resources"]["/ExtGState"].values():  # type: ignore[index]
        state.get_object()[N("/BM")] = N("/Screen")


def _default_colour(writer: PdfWriter) -> None:
    """Colours of a page are taken through a curve that makes all of them white."""
    resources = writer.pages[VERDICT_PAGE]["/Resources"].get_object()
    curve = DictionaryObject({N("/WhitePoint"): ArrayObject([NumberObject(1)] * 3)})
    curve[N("/Gamma")] = ArrayObject([NumberObject(0)] * 3)
    spaces = resources.setdefault(N("/ColorSpace"), DictionaryObject()).get_object()
    spaces[N("/DefaultRGB")] = ArrayObject([N("/CalRGB"), curve])


def _fonts(writer: PdfWriter) -> dict[str, Any]:
    resources: Any = writer.pages[VERDICT_PAGE]["/Resources"]
    return {name: font.get_object() for name, font in resources["/Font"].items()}


def _table(font: Any) -> dict[str, str]:
    """Character → number of its glyph, of the simple entries of a ToUnicode map."""
    text = font["/ToUnicode"].get_data().decode()
    return {chr(int(b, 16)): a for a, b in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]{4})>", text)}


def redrawn(old: str, new: str) -> Callable[[bytes], bytes]:
    """The glyphs of a text are exchanged for those of another one of the same font."""

    def change(writer: PdfWriter) -> None:
        for number, page in enumerate(writer.pages):
            data = page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
            for font in _fonts(writer).values():
                table = _table(font)
                if not set(old + new) <= table.keys():
                    continue
                entries = font["/ToUnicode"].get_data().decode()
                glyphs = (re.findall(rf"<([0-9a-f]{{4}})> <{ord(c):04x}>", entries) for c in old)
                before = r"(?:>-?[\d.]+<)?".join(f"(?:{'|'.join(each)})" for each in glyphs)
                changed = re.sub(before, "".join(table[c] for c in new), data, count=1)
                if changed != data:
                    stream = DecodedStreamObject()
                    stream.set_data(changed.encode("latin-1"))
                    writer.pages[number][N("/Contents")] = writer._add_object(stream)
                    return
        raise AssertionError(old)

    return _with(change)


def _either(*pairs: tuple[str, str]) -> Callable[[bytes], bytes]:
    """The first text of these that the document has, in one language or the other."""

    def make(content: bytes) -> bytes:
        for old, new in pairs:
            try:
                return redrawn(old, new)(content)
            except AssertionError:
                continue
        raise AssertionError(pairs)

    return make


def _end(operators: str) -> Callable[[bytes], bytes]:
    """Operators at the end of a page, over everything else, in its own coordinates."""
    return _drawn(lambda data: b"q\n" + data + f"\nQ\nq {operators} Q\n".encode())


def _text(before: str) -> Callable[[bytes], bytes]:
    """Operators before the first text of a page that is drawn."""
    return _drawn(lambda data: re.sub(rb"\nBT\n", f"\n{before}\nBT\n".encode(), data, count=1))


# --- pages


def _without_page(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.remove_page(5)
    return _written(writer)


def _blank_page(writer: PdfWriter) -> None:
    writer.insert_blank_page(index=3)


def _reordered(writer: PdfWriter) -> None:
    kids: Any = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
    kids[4], kids[5] = kids[5], kids[4]


def _cropped(writer: PdfWriter) -> None:
    writer.pages[VERDICT_PAGE].cropbox = RectangleObject((0, 0, 595, 500))


def _turned(writer: PdfWriter) -> None:
    writer.pages[VERDICT_PAGE].rotate(180)


def _updated(content: bytes) -> bytes:
    """An incremental update behind the file, as an editor appends it."""
    reader = PdfReader(io.BytesIO(content))
    writer = PdfWriter(reader, incremental=True)
    writer.add_metadata({"/Reviewed": "yes"})
    return _written(writer)


# --- objects


def _note(writer: PdfWriter) -> None:
    note = FreeText(text="符合准入", rect=(60, 660, 300, 700))
    writer.add_annotation(page_number=VERDICT_PAGE, annotation=note)


def _stamp(writer: PdfWriter) -> None:
    shape = DecodedStreamObject()
    shape.update({N("/Type"): N("/XObject"), N("/Subtype"): N("/Form"),
                  N("/BBox"): RectangleObject((0, 0, 90, 30))})  # fmt: skip
    shape.set_data(b"1 0 0 rg 0 0 90 30 re f")
    stamp = DictionaryObject({
        N("/Type"): N("/Annot"), N("/Subtype"): N("/Stamp"), N("/F"): NumberObject(4),
        N("/Rect"): RectangleObject((60, 660, 150, 690)),
        N("/AP"): DictionaryObject({N("/N"): writer._add_object(shape)}),
    })  # fmt: skip
    page = writer.pages[VERDICT_PAGE]
    page.setdefault(N("/Annots"), ArrayObject())
    page["/Annots"].get_object().append(writer._add_object(stamp))  # type: ignore[union-attr]


def _widget(writer: PdfWriter) -> None:
    field = DictionaryObject({
        N("/Type"): N("/Annot"), N("/Subtype"): N("/Widget"), N("/FT"): N("/Tx"),
        N("/T"): TextStringObject("verdict"), N("/V"): TextStringObject("符合准入"),
        N("/Rect"): RectangleObject((60, 660, 150, 690)),
    })  # fmt: skip
    held = writer._add_object(field)
    writer.root_object[N("/AcroForm")] = DictionaryObject({N("/Fields"): ArrayObject([held])})
    page = writer.pages[VERDICT_PAGE]
    page.setdefault(N("/Annots"), ArrayObject())
    page["/Annots"].get_object().append(held)  # type: ignore[union-attr]


def _link(writer: PdfWriter) -> None:
    link = Link(rect=(60, 660, 300, 700), url="https://example.org/")
    writer.add_annotation(page_number=VERDICT_PAGE, annotation=link)


def _script(writer: PdfWriter) -> None:
    action = {N("/S"): N("/JavaScript"), N("/JS"): TextStringObject("app.alert('x')")}
    writer.root_object[N("/OpenAction")] = writer._add_object(DictionaryObject(action))


def _optional(writer: PdfWriter) -> None:
    group = writer._add_object(
        DictionaryObject({N("/Type"): N("/OCG"), N("/Name"): TextStringObject("x")})
    )
    writer.root_object[N("/OCProperties")] = DictionaryObject({
        N("/OCGs"): ArrayObject([group]),
        N("/D"): DictionaryObject({N("/OFF"): ArrayObject([group])}),
    })  # fmt: skip


def _image(writer: PdfWriter) -> None:
    image = DecodedStreamObject()
    image.update({
        N("/Type"): N("/XObject"), N("/Subtype"): N("/Image"), N("/Width"): NumberObject(1),
        N("/Height"): NumberObject(1), N("/ColorSpace"): N("/DeviceRGB"),
        N("/BitsPerComponent"): NumberObject(8),
    })  # fmt: skip
    image.set_data(b"\xff\xff\xff")
    page = writer.pages[VERDICT_PAGE]
    resources: Any = page["/Resources"]
    resources.setdefault(N("/XObject"), DictionaryObject())
    resources["/XObject"].get_object()[N("/Over")] = writer._add_object(image)
    _append(writer, "120 0 0 40 60 660 cm /Over Do")


def _append(writer: PdfWriter, operators: str) -> None:
    page = writer.pages[VERDICT_PAGE]
    stream = DecodedStreamObject()
    data = page.get_contents().get_data()  # type: ignore[union-attr]
    stream.set_data(b"q\n" + data + f"\nQ\nq {operators} Q\n".encode())
    page[N("/Contents")] = writer._add_object(stream)


def _other_font(writer: PdfWriter) -> None:
    font = DictionaryObject({
        N("/Type"): N("/Font"), N("/Subtype"): N("/Type1"), N("/BaseFont"): N("/Helvetica"),
    })  # fmt: skip
    fonts: Any = writer.pages[VERDICT_PAGE]["/Resources"]["/Font"]  # type: ignore[index]
    fonts.get_object()[N("/Over")] = writer._add_object(font)
    _append(writer, "BT /Over 16 Tf 60 640 Td (0.79) Tj ET")


def _false_table(writer: PdfWriter) -> None:
    """8 is drawn as 3 and the other way round, and the map says that nothing has changed."""
    for font in _fonts(writer).values():
        table = _table(font)
        if {"8", "3"} <= table.keys():
            stream = font["/ToUnicode"].get_object()
            text = stream.get_data().decode()
            eight, three = table["8"], table["3"]
            text = text.replace(f"<{eight}> <0038>", f"<{eight}> <0033>")
            text = text.replace(f"<{three}> <0033>", f"<{three}> <0038>")
            made = DecodedStreamObject()
            made.set_data(text.encode())
            font[N("/ToUnicode")] = writer._add_object(made)
            for number, page in enumerate(writer.pages):
                data = page.get_contents().get_data().decode()  # type: ignore[union-attr]
                names = [n for n, f in _fonts(writer).items() if f is font]
                data = _exchanged(data, names, eight, three)
                stream = DecodedStreamObject()
                stream.set_data(data.encode())
                writer.pages[number][N("/Contents")] = writer._add_object(stream)
            return
    raise AssertionError("no font has both digits")


def _exchanged(data: str, fonts: list[str], a: str, b: str) -> str:
    """The texts of a font with two glyphs exchanged."""

    def text(found: re.Match[str]) -> str:
        if found[1] not in fonts:
            return found[0]
        glyphs = re.sub("[0-9a-f]{4}", lambda m: {a: b, b: a}.get(m[0], m[0]), found[3])
        return f"{found[1]}{found[2]}{glyphs}"

    return re.sub(r"(/\w+)( [\d.]+ Tf\n)(\[[^\]]*\])", text, data)


def _spoken(data: bytes) -> bytes:
    return re.sub(
        rb"/Span\n<</MCID (\d+)>>", rb"/Span\n<</MCID \1 /ActualText (0.79)>>", data, count=1
    )


def _bookmark(writer: PdfWriter) -> None:
    first: Any = writer.root_object["/Outlines"]["/First"]  # type: ignore[index]
    first.get_object()[N("/Title")] = TextStringObject("符合准入 0.79")


def _title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "终稿 2028"})


# --- attachments


def _entries(writer: PdfWriter) -> Any:
    return writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]


def _removed(writer: PdfWriter) -> None:
    entries = _entries(writer)
    del entries[2:4]


def _doubled(writer: PdfWriter) -> None:
    entries = _entries(writer)
    other = DecodedStreamObject()
    other.set_data(b"{}")
    held = writer._add_object(other)
    name = entries[1].get_object()["/UF"]
    spec = DictionaryObject({
        N("/Type"): N("/Filespec"), N("/F"): TextStringObject(name), N("/UF"): TextStringObject(name),
        N("/EF"): DictionaryObject({N("/F"): held}),
    })  # fmt: skip
    entries += [TextStringObject(name), writer._add_object(spec)]


def _below_kids(writer: PdfWriter) -> None:
    """The attachments lie a level deeper, with one more beside them."""
    _doubled(writer)
    names: Any = writer.root_object["/Names"]
    tree = names["/EmbeddedFiles"].get_object()
    leaf = writer._add_object(DictionaryObject({N("/Names"): tree["/Names"]}))
    names[N("/EmbeddedFiles")] = DictionaryObject({N("/Kids"): ArrayObject([leaf])})


def _exchanged_workbook(writer: PdfWriter) -> None:
    stream = _entries(writer)[-1].get_object()["/EF"]["/F"].get_object()
    stream.set_data(b"PK another workbook")
    del stream["/Params"]


def _encrypted(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


attachment_removed, attachment_doubled = _with(_removed), _with(_doubled)
"""Of the second attachment, and of the first."""

WHITE = "1 1 1 rg 60 640 300 80 re f"
CURVE = "0 0 0 rg 62 660 m 70 700 90 700 98 660 c 95 655 70 652 62 655 c f"

PDF = named(
    ("a digit drawn otherwise", 2, _either(("0.8393", "0.7393"), ("2035", "2036"))),
    ("a sign taken away", 2, _either(("−1.12", "1.12"), ("−16", "16"))),
    ("a negation taken away", 2, _either(("不符合", "符合"), ("not", "now"))),
    ("a word drawn otherwise", 3, _either(("按同一边界", "按一同边界"), ("an aid", "na aid"))),
    ("a note over the verdict", 2, _with(_note)),
    ("a stamp with a picture of its own", 2, _with(_stamp)),
    ("an appended update", 2, _updated),
    ("a page taken out", 2, _without_page),
    ("a blank page put in", 2, _with(_blank_page)),
    ("two pages exchanged", 2, _with(_reordered)),
    ("a page cropped", 2, _with(_cropped)),
    ("a page turned round", 2, _with(_turned)),
    ("a picture over the text", 2, _with(_image)),
    ("a white box over the text", 2, _end(WHITE)),
    ("a digit drawn as a shape", 2, _end(CURVE)),
    ("text of another font", 2, _with(_other_font)),
    ("invisible text", 2, _text("3 Tr")),
    ("white text", 2, _text("1 1 1 rg")),
    ("text cut away", 2, _text("0 0 1 1 re W n")),
    ("a Unicode map that hides other digits", 2, _with(_false_table)),
    ("a text that is read instead of the drawn one", 2, _drawn(_spoken)),
    ("a script", 2, _with(_script)),
    ("a form field", 2, _with(_widget)),
    ("a link to a site", 2, _with(_link)),
    ("a layer that is switched off", 2, _with(_optional)),
    ("black that is another colour", 2, _with(_default_colour)),
    ("text that is blended with its ground", 2, _with(_blended)),
    ("the title of a bookmark", 2, _with(_bookmark)),
    ("the title of the document", 2, _with(_title)),
    ("an attachment removed", 2, attachment_removed),
    ("an attachment doubled", 2, attachment_doubled),
    ("attachments below /Kids with a second record", 2, _with(_below_kids)),
    ("the workbook exchanged", 2, _with(_exchanged_workbook)),
    ("encryption", 2, _encrypted),
)  # fmt: skip
