"""Texts and pictures of applicants that somebody made to hurt; see ``hostile``."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from tests.fuzz.hostile import AS_OF, PACKAGE, PROJECT, RELATIONS, archive, case

__all__: list[str] = []

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(
    body: str,
    styles: str = "",
    numbering: str = "",
    relations: str = "",
    **parts: bytes,
) -> bytes:
    """The least Word file; ``body``: what stands in its ``body`` element."""
    head = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return archive(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">'
                f'<Relationship Id="s" Type="{RELATIONS}/styles" Target="styles.xml"/>'
                f'<Relationship Id="n" Type="{RELATIONS}/numbering" Target="numbering.xml"/>'
                f"{relations}</Relationships>"
            ).encode(),
            "word/document.xml": f"<w:document {head}><w:body>{body}</w:body></w:document>".encode(),
            "word/styles.xml": f"<w:styles {head}>{styles}</w:styles>".encode(),
            "word/numbering.xml": f"<w:numbering {head}>{numbering}</w:numbering>".encode(),
            **parts,
        }
    )


def paragraph(text: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def control(held: str, tag: str = "texts.process") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
        f"<w:sdtContent>{held}</w:sdtContent></w:sdt>"
    )


def texts(folder: Path, content: bytes) -> list[str]:
    """A project that names a Word file of texts."""
    (folder / "texts.docx").write_bytes(content)
    text = PROJECT + '\n[report]\ntexts_file = "texts.docx"\n'
    (folder / "project.toml").write_text(text, encoding="utf-8")
    return ["assess", str(folder / "project.toml"), *AS_OF]


# --- Word


@case
def word_of_nested_tables(folder: Path) -> list[str]:
    cell = "<w:tc><w:p/></w:tc>"
    table = paragraph("x")
    for _ in range(40):
        table = f"<w:tbl><w:tr>{cell}<w:tc>{table}</w:tc></w:tr></w:tbl>"
    return texts(folder, docx(control(table)))


@case
def word_of_very_deep_tables(folder: Path) -> list[str]:
    table = "<w:tbl><w:tr><w:tc>" * 60 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 60
    return texts(folder, docx(control(table)))


@case
def word_of_a_wide_table(folder: Path) -> list[str]:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr><w:p/></w:tc>' * 10_000
    rows = f"<w:tr>{wide}</w:tr>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 100_000
    return texts(folder, docx(control(f"<w:tbl>{rows}</w:tbl>")))


@case
def word_of_controls_side_by_side(folder: Path) -> list[str]:
    one = "<w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt>"
    return texts(folder, docx(control(f"<w:p>{one * 100_000}</w:p>")))


@case
def word_of_many_styles(folder: Path) -> list[str]:
    styles = "".join(f'<w:style w:styleId="s{i}"><w:name w:val="n{i}"/></w:style>' for i in range(50_000))  # fmt: skip
    return texts(folder, docx(control("<w:p/>" * 200_000), styles))


@case
def word_of_many_lists(folder: Path) -> list[str]:
    levels = "".join(f'<w:lvl w:ilvl="{i}"><w:numFmt w:val="decimal"/></w:lvl>' for i in range(50_000))  # fmt: skip
    kind = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    number = '<w:num w:numId="{0}"><w:abstractNumId w:val="0"/></w:num>'
    numbers = "".join(number.format(i) for i in range(100_000))
    return texts(folder, docx(control(paragraph("x")), numbering=kind + numbers))


@case
def word_of_many_unknown_headings(folder: Path) -> list[str]:
    styles = '<w:style w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    look = '<w:pStyle w:val="h"/>'
    heads = "".join(paragraph(f"主要工艺流程及产污环节第{i}节", look) for i in range(50_000))
    return texts(folder, docx(heads, styles))


@case
def word_of_long_texts(folder: Path) -> list[str]:
    return texts(folder, docx(control(paragraph("![" * 8_000_000))))


@case
def word_of_an_alternative_part(folder: Path) -> list[str]:
    relation = f'<Relationship Id="a" Type="{RELATIONS}/aFChunk" Target="a.html"/>'
    body = control('<w:altChunk r:id="a"/>')
    return texts(folder, docx(body, relations=relation, **{"word/a.html": b"<p>9</p>"}))


@case
def word_of_things_elsewhere(folder: Path) -> list[str]:
    outside = f'Type="{RELATIONS}/{{0}}" Target="file:///etc/passwd" TargetMode="External"'
    kinds = ("attachedTemplate", "image", "styles", "officeDocument", "subDocument")
    relations = "".join(f'<Relationship Id="o{k}" {outside.format(k)}/>' for k in kinds)
    return texts(folder, docx(control(paragraph("x")), relations=relations))


@case
def word_of_parts_above(folder: Path) -> list[str]:
    relations = "".join(
        f'<Relationship Id="u{i}" Type="{RELATIONS}/footnotes" Target="{"../" * i}etc/passwd"/>'
        for i in range(40)
    )
    return texts(folder, docx(control(paragraph("x")), relations=relations))


@case
def word_of_entities(folder: Path) -> list[str]:
    bomb = b'<!DOCTYPE w [<!ENTITY a "' + b"x" * 10_000 + b'">]><w:styles/>'
    return texts(folder, docx(control(paragraph("x")), **{"word/styles.xml": bomb}))


@case
def word_of_one_long_run(folder: Path) -> list[str]:
    return texts(folder, docx(control(paragraph("甲" * 11_000_000))))


@case
def word_of_deep_runs(folder: Path) -> list[str]:
    deep = "<w:ins>" * 200 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 200
    return texts(folder, docx(control(f"<w:p>{deep}</w:p>")))


@case
def word_of_long_numbers(folder: Path) -> list[str]:
    look = f'<w:numPr><w:ilvl w:val="{"9" * 9000}"/><w:numId w:val="1"/></w:numPr>'
    return texts(folder, docx(control(paragraph("x", look))))


# --- texts of Markdown in the project file, printed


def markdown(folder: Path, **said: str) -> list[str]:
    """A project with such texts, and its report."""
    held = "".join(f'{key} = """\n{text}\n"""\n' for key, text in said.items())
    (folder / "project.toml").write_text(f"{PROJECT}\n[texts]\n{held}", encoding="utf-8")
    return [
        *("report", str(folder / "project.toml"), "-o", str(folder / "out.html")),
        *("-o", str(folder / "out.docx"), *AS_OF),
    ]


KEYS = ("overview", "layout", "process", "schemes", "feasibility", "management", "monitoring")
MOST = 19_900


def everywhere(folder: Path, text: str) -> list[str]:
    return markdown(folder, **dict.fromkeys(KEYS, text[:MOST]))


@case
def texts_of_open_pictures(folder: Path) -> list[str]:
    return markdown(folder, process="![" * 1_500_000)


@case
def texts_of_open_tags(folder: Path) -> list[str]:
    return markdown(folder, process="<a" * 1_500_000)


@case
def texts_of_brackets(folder: Path) -> list[str]:
    return everywhere(folder, "[" * MOST)


@case
def texts_of_links(folder: Path) -> list[str]:
    return everywhere(folder, "[a](" * MOST)


@case
def texts_of_stars(folder: Path) -> list[str]:
    return everywhere(folder, "*a_b" * MOST)


@case
def texts_of_backticks(folder: Path) -> list[str]:
    return everywhere(folder, "".join("`" * i + "a" for i in range(1, 200)))


@case
def texts_of_deep_lists(folder: Path) -> list[str]:
    return everywhere(folder, "\n".join("  " * i + "- a" for i in range(130)))


@case
def texts_of_deep_quotes(folder: Path) -> list[str]:
    return everywhere(folder, ">" * 9000 + " a\n" + "> " * 4000 + "a")


@case
def texts_of_line_ends(folder: Path) -> list[str]:
    return everywhere(folder, "甲\n" * MOST)


@case
def texts_of_references(folder: Path) -> list[str]:
    return everywhere(folder, "\n".join(f"[{i}]: /a" for i in range(900)) + "\n" + "[1]" * 4000)


@case
def texts_of_a_wide_table(folder: Path) -> list[str]:
    head = "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n"
    return markdown(folder, process=head + "|\n" * 5000)


@case
def texts_of_control_signs(folder: Path) -> list[str]:
    return markdown(folder, process="a\\u001b[2Jb\\u202ec\\u0000", layout="a\\u2028b")


@case
def texts_of_half_characters(folder: Path) -> list[str]:
    return markdown(folder, process="a\\ud800b")


@case
def texts_of_html(folder: Path) -> list[str]:
    return markdown(
        folder,
        process="<script>alert(1)</script>",
        layout="<javascript:alert(1)> &lt;img src=x onerror=1&gt;",
        overview="[x](javascript:alert(1)) [y](file:///etc/passwd) <http://a.example>",
    )


# --- pictures


def picture(folder: Path, content: bytes, name: str = "plan.png") -> list[str]:
    """A project with a picture, and its report."""
    (folder / name).write_bytes(content)
    text = f'{PROJECT}\n[pictures]\nlayout = {{ file = "{name}", caption = "图" }}\n'
    (folder / "project.toml").write_text(text, encoding="utf-8")
    return ["report", str(folder / "project.toml"), "-o", str(folder / "out.html"), *AS_OF]


def png(width: int, height: int, data: bytes, depth: int = 8, colour: int = 2, *more: tuple[bytes, bytes]) -> bytes:  # fmt: skip
    """A PNG of packed lines, with further chunks before them."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", head), *more, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
        for name, held in chunks
    )


def lines(width: int, height: int, size: int) -> bytes:
    """Packed lines of nothing; ``size``: bytes of a pixel."""
    packer = zlib.compressobj(9)
    line = bytes(1 + width * size)
    return b"".join(packer.compress(line) for _ in range(height)) + packer.flush()


def jpeg(width: int, height: int, progressive: bool = True) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (width, height), "grey").save(stream, "JPEG", progressive=progressive)
    return stream.getvalue()


@case
def picture_of_too_many_pixels(folder: Path) -> list[str]:
    return picture(folder, png(60_000, 60_000, lines(60_000, 300, 3)))


@case
def picture_of_most_pixels(folder: Path) -> list[str]:
    return picture(folder, png(8000, 5000, lines(8000, 5000, 8), 16, 6))


@case
def picture_of_one_long_line(folder: Path) -> list[str]:
    return picture(folder, png(40_000_000, 1, lines(40_000_000, 1, 1), 8, 0))


@case
def picture_that_unpacks_to_much_more(folder: Path) -> list[str]:
    return picture(folder, png(10, 10, zlib.compress(bytes(1 << 30), 9)))


@case
def picture_with_packed_texts(folder: Path) -> list[str]:
    packed = zlib.compress(bytes(200 << 20), 9)
    more = [(b"zTXt", b"a\0\0" + packed), (b"iTXt", b"a\0\1\0\0\0" + packed), (b"iCCP", b"a\0\0" + packed)]  # fmt: skip
    return picture(folder, png(10, 10, lines(10, 10, 3), 8, 2, *more))


@case
def picture_of_many_chunks(folder: Path) -> list[str]:
    return picture(folder, png(10, 10, lines(10, 10, 3), 8, 2, *[(b"tEXt", b"a\0b")] * 800_000))


@case
def picture_of_many_scans(folder: Path) -> list[str]:
    content = jpeg(8000, 4900)
    at = content.rindex(b"\xff\xda")
    return picture(folder, content[:at] + content[at:-2] * 150 + b"\xff\xd9", "plan.jpg")


@case
def picture_and_archive_in_one(folder: Path) -> list[str]:
    hidden = archive({"a.html": b"<script>alert(1)</script>"})
    return picture(folder, png(10, 10, lines(10, 10, 3)) + hidden + b"%PDF-1.7 <html>")


@case
def picture_of_another_kind(folder: Path) -> list[str]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    return picture(folder, svg)


@case
def picture_of_postscript(folder: Path) -> list[str]:
    return picture(folder, b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n")


@case
def picture_of_a_device(folder: Path) -> list[str]:
    args = picture(folder, b"x")
    (folder / "plan.png").unlink()
    (folder / "plan.png").symlink_to("/dev/zero")
    return args
