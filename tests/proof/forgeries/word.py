"""Forgeries of a Word report, by the XML of its parts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from PIL import Image

from carbon_eia.report.docx.raster_pictures import FIRST_FONT, draw, layers_of
from carbon_eia.report.docx.styles import TEXT_WIDTH
from tests.proof.forgeries.common import edited, member, named, with_part

__all__ = ["WORD", "changed_text"]

BODY, RELS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f"
    "0005fe02fea7352a5d0000000049454e44ae426082"
)


def _body(pattern: str, new: str) -> Callable[[bytes], bytes]:
    return edited(BODY, lambda x: re.sub(pattern.encode(), new.encode(), x, count=1))


def changed_text(old: str, new: str) -> Callable[[bytes], bytes]:
    """A text of the body is another."""
    return edited(BODY, lambda x: x.replace(old.encode(), new.encode(), 1))


def _run(properties: str) -> Callable[[bytes], bytes]:
    """The run of the first number gets a property."""
    return _body(r"<w:r>(<w:t[^<>]*>\d+\.\d)", rf"<w:r><w:rPr>{properties}</w:rPr>\1")


def _before_first_paragraph(markup: str) -> Callable[[bytes], bytes]:
    return edited(BODY, lambda x: x.replace(b"<w:body>", b"<w:body>" + markup.encode(), 1))


def _with_relation(
    kind: str, name: str, data: bytes, markup: str, content_type: str = ""
) -> Callable[[bytes], bytes]:
    """A part of a relationship that the body shows."""

    def make(content: bytes) -> bytes:
        entry = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{name}"/>'
        rels = member(content, RELS).replace(
            b"</Relationships>", f"{entry}</Relationships>".encode()
        )
        override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/>'
        types = member(content, TYPES)
        if content_type:
            types = types.replace(b"</Types>", f"{override}</Types>".encode())
        body = member(content, BODY).replace(b"<w:body>", b"<w:body>" + markup.encode(), 1)
        return with_part(
            content, (RELS, rels), (TYPES, types), (BODY, body), (f"word/{name}", data)
        )

    return make


def _other_main_part(content: bytes) -> bytes:
    """The relationship leads to another body; the old one stays where it was."""
    body = re.sub(rb"(<w:t[^<>]*>\d+\.)\d", rb"\g<1>9", member(content, BODY))
    rels = member(content, "_rels/.rels").replace(b"word/document.xml", b"word/document9.xml")
    types = member(content, TYPES).replace(b"/word/document.xml", b"/word/document9.xml")
    return with_part(
        content,
        ("_rels/.rels", rels),
        (TYPES, types),
        ("word/document9.xml", body),
        ("word/_rels/document9.xml.rels", member(content, RELS)),
    )


FIGURE = "word/media/figure1"


def _picture(content: bytes) -> bytes:
    return with_part(content, (f"{FIGURE}.png", PIXEL))


def _redrawn(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """The first picture drawn again after a change, by the same fonts; its vectors stay."""

    def make(content: bytes) -> bytes:
        vectors = member(content, f"{FIGURE}.svg").decode()
        svg = vectors.partition("\n")[2].replace(FIRST_FONT, "", 1)
        other, count = re.subn(pattern, new, svg, count=1)
        assert count == 1
        return with_part(content, (f"{FIGURE}.png", draw([other], TEXT_WIDTH / 20)[0].pixels))

    return make


def _patched(content: bytes) -> bytes:
    """White with a part of the picture on it, over another part."""
    image = Image.open(io.BytesIO(member(content, f"{FIGURE}.png"))).convert("RGB")
    layers = layers_of(member(content, f"{FIGURE}.svg"), TEXT_WIDTH / 20)
    assert layers is not None
    one, other = ([round(x) for x in layers.texts[i].boxes[0]] for i in (3, 4))
    image.paste(image.crop((other[0], other[1], other[0] + 30, other[3])), (one[0], one[1]))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return with_part(content, (f"{FIGURE}.png", stream.getvalue()))


def _exchanged(content: bytes) -> bytes:
    """Two pictures, with their vectors, each below the title of the other."""
    names = [f"word/media/figure{n}.{kind}" for n in (1, 2) for kind in ("png", "svg")]
    parts = [member(content, name) for name in names]
    return with_part(content, *zip(names, parts[2:] + parts[:2], strict=True))


TEXT_BOX = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>符合准入</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
FLOATING = (
    '<w:p><w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing" behindDoc="0"/></w:drawing></w:r></w:p>'
)
COMMENT = f'<w:comments {W}><w:comment w:id="1"><w:p><w:r><w:t>已核</w:t></w:r></w:p></w:comment></w:comments>'

WORD = named(
    ("a digit", 2, _body(r"(<w:t[^<>]*>\d+\.)\d", r"\g<1>9")),
    ("the word of a verdict", 2, _body("限期改造|Acceptable with adjustments|可形成准入值草案", "符合准入")),
    ("a negation taken out", 2, _body(r"不符合|\bnot\b|不宽于", "符合")),
    ("a word", 3, _body("总则|Purpose|调查范围与样本", "Words")),
    ("a paragraph put in", 3, _before_first_paragraph("<w:p><w:r><w:t>本报告已经专家评审。</w:t></w:r></w:p>")),
    ("a number in a hidden run", 2, _run("<w:vanish/>")),
    ("a number in white", 2, _run('<w:color w:val="FFFFFF"/>')),
    ("a number of one point", 2, _run('<w:sz w:val="2"/>')),
    ("a number on black", 2, _run('<w:shd w:val="clear" w:fill="000000"/>')),
    ("a tracked insertion", 2, _before_first_paragraph('<w:p><w:ins w:id="9" w:author="x"><w:r><w:t>补</w:t></w:r></w:ins></w:p>')),
    ("a tracked deletion of a number", 2, _body(r"<w:r><w:t([^<>]*)>(\d+\.\d+[^<>]*)</w:t></w:r>", r'<w:del w:id="9" w:author="x"><w:r><w:delText\1>\2</w:delText></w:r></w:del>')),
    ("the result of a field", 2, _body(r'(SEQ .*?"separate"/></w:r><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t>)\d+', r"\g<1>77")),
    ("a figure in the place of a page number", 2, _body(r'(PAGEREF [^<>]*</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>)<w:t ?/?>(?:</w:t>)?', r"\1<w:t>0.83</w:t>")),
    ("a word in the place of a page number", 2, _body(r'(PAGEREF [^<>]*</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>)<w:t ?/?>(?:</w:t>)?', r"\1<w:t>符合</w:t>")),
    ("a field put in", 2, _before_first_paragraph('<w:p><w:fldSimple w:instr=" DOCPROPERTY Result "><w:r><w:t>符合</w:t></w:r></w:fldSimple></w:p>')),
    ("a page header", 2, edited("word/header2.xml", lambda x: re.sub(rb"(<w:t[^<>]*>)", "\\1终稿 ".encode(), x, count=1))),
    ("a text box", 2, _before_first_paragraph(TEXT_BOX)),
    ("a floating drawing", 2, _before_first_paragraph(FLOATING)),
    ("a picture exchanged", 2, _picture),
    ("a digit of a picture", 2, _redrawn(r"(<text[^<>]*>[^<>\d]*)\d", r"\g<1>9")),
    ("a unit of a picture", 2, _redrawn(r"(<text[^<>]*>[^<>]*\d *)(万?t|M)", r"\g<1>k")),
    ("a decimal point put into a picture", 2, _redrawn(r"(<text[^<>]*>[^<>]*\d)(\d)", r"\g<1>.\g<2>")),
    ("a shape of a picture moved", 2, _redrawn(r'(<(?:path d="M|rect x="))(\d+)', r"\g<1>1\g<2>")),
    ("a patch on a picture", 2, _patched),
    ("the vectors of a picture", 2, edited(f"{FIGURE}.svg", lambda x: re.sub(rb"(<text[^<>]*>[^<>\d]*)\d", rb"\g<1>9", x, count=1))),
    ("two pictures exchanged", 2, _exchanged),
    ("a picture stretched", 2, _body(r'(<wp:extent cx="\d+" cy=")\d', r"\g<1>")),
    ("a picture cropped", 2, _body("<a:stretch>", '<a:srcRect b="50000"/><a:stretch>')),
    ("a picture made pale", 2, _body(r'(<a:blip r:embed="[^"]*">)', r'\1<a:alphaModFix amt="1000"/>')),
    ("what a picture says in words", 2, _body(r'(<wp:docPr [^<>]*descr="[^"\d]*)\d', r"\g<1>9")),
    ("a picture put in", 2, _with_relation("image", "media/stamp.png", PIXEL, "")),
    ("a comment", 2, _with_relation("comments", "remarks.xml", COMMENT.encode(), "", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml")),
    ("another document put in", 2, _with_relation("aFChunk", "chunk.html", b"<p>x</p>", '<w:altChunk xmlns:r="' + OFFICE + '" r:id="rIdX"/>', "text/html")),
    ("another main part under another name", 2, _other_main_part),
    ("a style that hides its text", 2, edited("word/styles.xml", lambda x: re.sub(rb'(<w:style [^<>]*w:styleId="TableText".*?)(</w:style>)', rb"\1<w:rPr><w:vanish/></w:rPr>\2", x, count=1, flags=re.DOTALL))),
    ("a number struck through", 2, _run("<w:strike/>")),
    ("digits set over each other", 2, _run('<w:spacing w:val="-200"/>')),
    ("a number in a font of symbols", 2, _run('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
    ("a number moved off its line", 2, _run('<w:position w:val="-500"/>')),
    ("a number written backwards", 2, _body(r"<w:r>(<w:t[^<>]*>\d+\.\d[^<>]*</w:t></w:r>)", r'<w:bdo w:val="rtl"><w:r>\1</w:bdo>')),
    ("the mark of a footnote behind a number", 2, _body(r"(<w:r><w:t[^<>]*>\d+\.\d[^<>]*</w:t>)", r'\1<w:footnoteReference w:id="1"/>')),
    ("a cell merged into the one above", 2, _body("<w:tcPr>", "<w:tcPr><w:vMerge/>")),
    ("a row without height", 2, _body("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>')),
    ("a line without height", 2, _body("<w:pPr>", '<w:pPr><w:spacing w:line="1" w:lineRule="exact"/>')),
    ("a paragraph beside the page", 2, _body("<w:pPr>", '<w:pPr><w:ind w:left="30000"/>')),
    ("a page of another size", 2, _body(r'w:h="\d+"', 'w:h="1000"')),
    ("a style that strikes its text through", 2, edited("word/styles.xml", lambda x: re.sub(rb'(<w:style [^<>]*w:styleId="TableText".*?)(</w:style>)', rb"\1<w:rPr><w:strike/></w:rPr>\2", x, count=1, flags=re.DOTALL))),
    ("the text of a numbering", 2, edited("word/numbering.xml", lambda x: re.sub(rb'w:lvlText w:val="[^"]*"', "w:lvlText w:val=\"不\"".encode(), x, count=1))),
    ("the record in custom XML", 2, edited("customXml/item1.xml", lambda x: x.replace(b"</part>", b"AAAA</part>", 1))),
)  # fmt: skip
