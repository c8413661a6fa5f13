"""Files that somebody made to hurt: each a few lines that write it, and the command that reads it.

A case is a function that writes into a folder and returns the arguments of ``carbon-eia``. None of
them may take ten seconds or a gigabyte, or end otherwise than with a status that the page on the
commands names.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

__all__ = [
    "AS_OF",
    "HOSTILE",
    "LIMITS",
    "PACKAGE",
    "PROJECT",
    "RELATIONS",
    "ROOT",
    "archive",
    "case",
    "text_cell",
    "xlsx",
]

ROOT = Path(__file__).resolve().parents[2]
PROJECT = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
LIMITS = (ROOT / "samples/benchmarks/chenzhou-demo.toml").read_text(encoding="utf-8")
AS_OF = ("--as-of", "2026-06-30")

Case = Callable[[Path], list[str]]
HOSTILE: dict[str, Case] = {}


def case(make: Case) -> Case:
    """Register a case under its name."""
    HOSTILE[make.__name__] = make
    return make


def toml(folder: Path, text: str, name: str = "project.toml") -> str:
    """Write a text; half a pair of surrogates becomes the bytes that some programs write."""
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return str(path)


def assess(file: str) -> list[str]:
    """The command that assesses a file."""
    return ["assess", file, *AS_OF]


def screen(file: str, folder: Path) -> list[str]:
    """The command that screens a table."""
    return ["screen", file, "-o", str(folder / "out.csv"), *AS_OF]


# --- TOML


@case
def toml_comment_of_quotes(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\n# " + '\\"' * 100_000))


@case
def toml_comment_of_brackets(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\n# " + "[" * 200_000))


@case
def toml_line_of_blanks(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\n" + " " * 3_000_000 + "x"))


@case
def toml_line_that_is_no_header(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\n[" + "a " * 1_000_000))


@case
def toml_broken_line_of_quotes(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\nx = 今 " + '"\\' * 100_000))


@case
def toml_broken_line_of_blanks(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\nx = y" + " " * 200_000 + "z"))


@case
def toml_dotted_key(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\n" + ".".join("a" * 200_000) + " = 1"))


@case
def toml_dotted_keys(folder: Path) -> list[str]:
    return assess(toml(folder, "\n".join(f"[{'.'.join('a' * 900)}.b{i}]" for i in range(1500))))


@case
def toml_deep_arrays(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\nx = " + "[" * 100_000))


@case
def toml_deep_tables(folder: Path) -> list[str]:
    return assess(toml(folder, f"{PROJECT}\nx = " + "{a=" * 100_000))


@case
def toml_deep_text(folder: Path) -> list[str]:
    return assess(toml(folder, "facts = " + "[" * 90 + "1" + "]" * 90))


@case
def toml_many_tables(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT + "\n[[sources]]" * 300_000))


@case
def toml_many_keys(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT + "\n" + "\n".join(f"k{i} = 1" for i in range(200_000))))


@case
def toml_many_wrong_sources(folder: Path) -> list[str]:
    source = '\n[[sources]]\nname = "n{0}"\nmethod = "x{0}"\nfoo{0} = 1\namount = "1 q{0}"'
    return assess(toml(folder, PROJECT + "".join(source.format(i) for i in range(1900))))


@case
def toml_many_wrong_materials(folder: Path) -> list[str]:
    source = (
        '\n[[sources]]\nname = "n{0}"\nmethod = "combustion"\nmaterial = "m{0}"\namount = "1 t"'
    )
    return assess(toml(folder, PROJECT + "".join(source.format(i) for i in range(1900))))


@case
def toml_many_sources(folder: Path) -> list[str]:
    source = (
        '\n[[sources]]\nname = "n{0}"\nmethod = "combustion"\nmaterial = "烟煤"\namount = "1 t"'
    )
    return assess(toml(folder, PROJECT + "".join(source.format(i) for i in range(1900))))


@case
def toml_many_measures(folder: Path) -> list[str]:
    measure = (
        '\n[[measures]]\nname = "n{0}"\neffects = [{{ source = "外购电力", saves = "1 万kWh" }}]'
        '\ninvestment = "1 万元"\nannual_cost = "1 万元"\nstart = 2027-01-01\nfinish = 2027-02-01'
        '\nstatus = "planned"\nrequires = ["n{1}"]'
    )
    return assess(toml(folder, PROJECT + "".join(measure.format(i, i + 1) for i in range(1900))))


@case
def toml_many_products(folder: Path) -> list[str]:
    product = '\n[[products]]\nname = "p{0}"\namount = "1 t"\nmain = true'
    return assess(toml(folder, PROJECT + "".join(product.format(i) for i in range(1900))))


@case
def toml_many_phases(folder: Path) -> list[str]:
    phase = (
        '\n[[phases]]\nname = "p{0}"\nstage = "拟建"\n'
        'approved = {{ energy = "1 tce", emission = "1 tCO2" }}'
    )
    return assess(toml(folder, PROJECT + "".join(phase.format(i) for i in range(1900))))


@case
def toml_many_effects(folder: Path) -> list[str]:
    effects = ", ".join(['{ source = "外购电力", saves = "1 万kWh" }'] * 50_000)
    return assess(toml(folder, PROJECT + f'\n[[measures]]\nname = "m"\neffects = [{effects}]'))


@case
def toml_many_shares(folder: Path) -> list[str]:
    shares = ", ".join(f'"p{i}" = "1 %"' for i in range(50_000))
    source = f'\n[[sources]]\nname = "n"\nmethod = "electricity"\namount = "1 kWh"\nshares = {{{shares}}}'
    return assess(toml(folder, PROJECT + source))


@case
def toml_huge_exponent(folder: Path) -> list[str]:
    for text in ("1395000", "139.5"):
        if text in PROJECT:
            break
    return assess(toml(folder, PROJECT.replace('amount = "139.5 万t"', 'amount = "1e999999999 t"')))


@case
def toml_huge_exponent_bare(folder: Path) -> list[str]:
    text = PROJECT + "\n[planning]\nmost = 1e999999999\n[city]\ntotal = -1e-999999999"
    return assess(
        toml(folder, text + '\ncarbon_intensity = { value = 1e999999, unit = "tCO2/万元" }')
    )


@case
def toml_huge_integer_of_a_year(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT.replace("year = 2026", "year = 0x" + "f" * 1_000_000)))


@case
def toml_long_integer(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT.replace("year = 2026", "year = " + "9" * 1_000_000)))


@case
def toml_huge_exponent_of_facts(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT + "\n[facts]\npue = 1e999999999\nroof_area = 9e999999"))


@case
def toml_surrogate(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT.replace("桂阳县", "桂\ud800")))


@case
def toml_escaped_surrogate(folder: Path) -> list[str]:
    return assess(toml(folder, PROJECT.replace("桂阳县", "桂\\ud800")))


@case
def toml_far_dates(folder: Path) -> list[str]:
    return assess(
        toml(
            folder, PROJECT.replace("[economics]", 'retrofit_deadline = "9999-12-31"\n[economics]')
        )
    )


@case
def toml_first_dates(folder: Path) -> list[str]:
    text = 'retrofit_deadline = "0001-01-01"\nchange_consent_date = "0001-01-01"\n[economics]'
    return assess(toml(folder, PROJECT.replace("[economics]", text)))


@case
def toml_far_measures(folder: Path) -> list[str]:
    measure = (
        '\n[[measures]]\nname = "m"\neffects = [{ source = "外购电力", saves = "1 万kWh" }]'
        '\ninvestment = "1 万元"\nstart = 0001-01-01\nfinish = 9999-12-31\nstatus = "planned"'
        '\n[planning]\nbudget_per_year = "1 万元"\n'
    )
    return [*assess(toml(folder, PROJECT + measure)), "--plan"]


@case
def toml_of_nothing_but_nul(folder: Path) -> list[str]:
    return assess(toml(folder, "\0" * 4_000_000))


# --- benchmarks


def limits(folder: Path, text: str) -> list[str]:
    project = toml(folder, PROJECT)
    return [*assess(project), "--benchmarks", toml(folder, text, "limits.toml")]


@case
def benchmarks_of_equal_values(folder: Path) -> list[str]:
    head, _, value = LIMITS.partition("[[values]]")
    value = "[[values]]" + value.partition("[[values]]")[0]
    return limits(folder, head + value * 4000)


@case
def benchmarks_of_unknown_sectors(folder: Path) -> list[str]:
    head, _, value = LIMITS.partition("[[values]]")
    value = "[[values]]" + value.partition("[[values]]")[0]
    value = "\n".join(
        'sector = "某业@"' if line.startswith("sector") else line for line in value.splitlines()
    )
    return limits(folder, head + "".join(f"{value.replace('@', str(i))}\n" for i in range(4000)))


@case
def benchmarks_with_a_long_name(folder: Path) -> list[str]:
    return limits(folder, LIMITS.replace('sector = "', 'sector = "' + "熟" * 1_000_000, 1))


@case
def benchmarks_with_huge_exponents(folder: Path) -> list[str]:
    lines = [
        "retrofit_months = 999999999999" if line.startswith("date") else line
        for line in LIMITS.splitlines()
    ]
    return limits(folder, "\n".join(lines))


@case
def benchmarks_with_control_signs(folder: Path) -> list[str]:
    return limits(folder, LIMITS.replace('title = "', 'title = "\\u001b[2J\\u202e', 1))


# --- workbooks


def archive(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method, compresslevel=9) as out:
        for name, part in parts.items():
            out.writestr(name, part)
    return content.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    sheet: str, shared: str = "", styles: str = "", more: str = "", name: str = "项目"
) -> bytes:
    """The least workbook of one sheet; ``sheet``: what stands in its ``worksheet`` element."""
    return archive(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Override PartName="/xl/workbook.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
                '<Override PartName="/xl/styles.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
                f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>{more}</workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">'
                f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" '
                'Target="worksheets/sheet1.xml"/>'
                f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" '
                'Target="sharedStrings.xml"/>'
                f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/>'
                "</Relationships>"
            ).encode(),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{sheet}</worksheet>'
            ).encode(),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'.encode(),
            "xl/styles.xml": (
                f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills><fill><patternFill/></fill></fills>'
                "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
                f"{styles or '<cellXfs><xf/></cellXfs>'}</styleSheet>"
            ).encode(),
        }
    )


def text_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def book(folder: Path, content: bytes, name: str = "form.xlsx") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def both(folder: Path, content: bytes) -> list[str]:
    """As a form; screening opens it under other bounds (cases of its own)."""
    return assess(book(folder, content))


TABLE = "<row r='1'>" + text_cell("A1", "项目名称") + text_cell("B1", "行业") + "</row>"


@case
def xlsx_merged_over_everything(folder: Path) -> list[str]:
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row><row r="4000">{text_cell("A4000", "x")}</row></sheetData>'
    return both(folder, xlsx(data + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))


@case
def xlsx_a_million_merged_ranges(folder: Path) -> list[str]:
    ranges = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 1_000_001))
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(f"{data}<mergeCells>{ranges}</mergeCells>"))


@case
def xlsx_merged_again_and_again(folder: Path) -> list[str]:
    data = "".join(f'<row r="{i}">{text_cell(f"A{i}", "x")}</row>' for i in range(1, 1000))
    ranges = '<mergeCell ref="A1:KN1000"/>' * 20_000
    return both(folder, xlsx(f"<sheetData>{data}</sheetData><mergeCells>{ranges}</mergeCells>"))


@case
def xlsx_table_merged_over_everything(folder: Path) -> list[str]:
    data = f'<sheetData>{TABLE}<row r="1048576">{text_cell("A1048576", "x")}</row></sheetData>'
    content = xlsx(data + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    return screen(book(folder, content, "table.xlsx"), folder)


@case
def xlsx_table_merged_again(folder: Path) -> list[str]:
    data = "".join(f'<row r="{i}">{text_cell(f"A{i}", "x")}</row>' for i in range(2, 3000))
    ranges = '<mergeCell ref="A2:MA3000"/>' * 20_000
    content = xlsx(f"<sheetData>{TABLE}{data}</sheetData><mergeCells>{ranges}</mergeCells>")
    return screen(book(folder, content, "table.xlsx"), folder)


@case
def xlsx_table_of_far_cells(folder: Path) -> list[str]:
    rows = "".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(2, 2400))
    return screen(book(folder, xlsx(f"<sheetData>{TABLE}{rows}</sheetData>"), "table.xlsx"), folder)


@case
def xlsx_table_of_a_far_row(folder: Path) -> list[str]:
    data = f'<sheetData>{TABLE}<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    return screen(book(folder, xlsx(data), "table.xlsx"), folder)


@case
def xlsx_of_far_cells(folder: Path) -> list[str]:
    rows = "".join(f'<row r="{i}"><c r="KN{i}"><v>1</v></c></row>' for i in range(1, 1333))
    return both(folder, xlsx(f"<sheetData>{rows}</sheetData>"))


@case
def xlsx_of_backward_rows(folder: Path) -> list[str]:
    rows = '<row r="4000"><c r="A4000"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    return both(folder, xlsx(f"<sheetData>{rows * 40_000}</sheetData>"))


@case
def xlsx_shared_strings(folder: Path) -> list[str]:
    """One text of a megabyte in every cell: six kilobytes that name gigabytes."""
    rows = "".join(
        f'<row r="{i}">'
        + "".join(f'<c r="{c}{i}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ")
        + "</row>"
        for i in range(1, 4000)
    )
    return both(
        folder, xlsx(f"<sheetData>{rows}</sheetData>", f"<si><t>{'项' * 1_000_000}</t></si>")
    )


@case
def xlsx_form_of_long_texts(folder: Path) -> list[str]:
    """The same behind the keys of a form, which are all read."""
    keys = ("name", "method", "amount", "material", "evidence")
    head = (
        '<row r="6">'
        + text_cell("A6", "key")
        + "".join(text_cell(f"{c}6", k) for c, k in zip("BCDEF", keys, strict=True))
        + "</row>"
    )
    rows = "".join(
        f'<row r="{i}">' + "".join(f'<c r="{c}{i}" t="s"><v>0</v></c>' for c in "BCDEF") + "</row>"
        for i in range(7, 4000)
    )
    return both(
        folder,
        xlsx(
            f"<sheetData>{head}{rows}</sheetData>",
            f"<si><t>{'项目 ' * 100_000}</t></si>",
            name="sources",
        ),
    )


@case
def xlsx_table_of_long_texts(folder: Path) -> list[str]:
    rows = "".join(
        f'<row r="{i}">' + "".join(f'<c r="{c}{i}" t="s"><v>0</v></c>' for c in "ABC") + "</row>"
        for i in range(2, 20_000)
    )
    content = xlsx(f"<sheetData>{TABLE}{rows}</sheetData>", f"<si><t>{'项' * 300_000}</t></si>")
    return screen(book(folder, content, "table.xlsx"), folder)


@case
def xlsx_two_million_shared_strings(folder: Path) -> list[str]:
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(data, "<si/>" * 12_000_000))


@case
def xlsx_deep_xml(folder: Path) -> list[str]:
    return both(folder, xlsx("<a>" * 1_000_000 + "</a>" * 1_000_000))


@case
def xlsx_deep_shared_strings(folder: Path) -> list[str]:
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(data, "<si>" * 1_000_000 + "</si>" * 1_000_000))


@case
def xlsx_deep_styles(folder: Path) -> list[str]:
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(data, styles="<xf>" * 500_000 + "</xf>" * 500_000))


@case
def xlsx_many_styles(folder: Path) -> list[str]:
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(data, styles=f"<cellXfs>{'<xf/>' * 1_500_000}</cellXfs>"))


@case
def xlsx_many_attributes(folder: Path) -> list[str]:
    attributes = " ".join(f'a{i}="1"' for i in range(300_000))
    return both(folder, xlsx(f"<sheetData><row {attributes}/></sheetData>"))


@case
def xlsx_many_defined_names(folder: Path) -> list[str]:
    names = "".join(f'<definedName name="n{i}">A1</definedName>' for i in range(300_000))
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(data, more=f"<definedNames>{names}</definedNames>"))


@case
def xlsx_many_columns_hidden(folder: Path) -> list[str]:
    cols = '<col min="1" max="16384" hidden="1"/>' * 200_000
    data = f'<sheetData><row r="1">{text_cell("A1", "x")}</row></sheetData>'
    return both(folder, xlsx(f"<cols>{cols}</cols>{data}"))


@case
def xlsx_of_entities(folder: Path) -> list[str]:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
        + "]><worksheet>&j;</worksheet>"
    )
    return both(folder, _with(xlsx(""), "xl/worksheets/sheet1.xml", bomb.encode()))


@case
def xlsx_of_entities_in_utf16(folder: Path) -> list[str]:
    bomb = (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
        + "]><worksheet>&j;</worksheet>"
    )
    return both(folder, _with(xlsx(""), "xl/worksheets/sheet1.xml", bomb.encode("utf-16")))


def _with(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with another part under a name."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    return archive(parts | {name: part})


@case
def xlsx_number_format_of_digits(folder: Path) -> list[str]:
    code = "0." + "0" * 200_000
    styles = f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code}E+{"0" * 100_000}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>'
    styles = styles.replace("<cellXfs>", "<cellXfs><xf/>")
    rows = "".join(f'<row r="{i}"><c r="A{i}" s="1"><v>{i}.5</v></c></row>' for i in range(1, 3000))
    content = xlsx(f"<sheetData>{rows}</sheetData>")
    return both(folder, _with_styles(content, styles))


@case
def xlsx_number_format_of_commas(folder: Path) -> list[str]:
    code = '0"' + "a" * 100_000 + '"' + "," * 100_000
    styles = f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code.replace(chr(34), "&quot;")}"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>'
    rows = "".join(f'<row r="{i}"><c r="A{i}" s="1"><v>{i}.5</v></c></row>' for i in range(1, 3000))
    return both(folder, _with_styles(xlsx(f"<sheetData>{rows}</sheetData>"), styles))


@case
def xlsx_table_of_odd_formats(folder: Path) -> list[str]:
    code = "[<1]0;" + "#,##0_);" * 20_000
    styles = f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code.replace("<", "&lt;")}"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>'
    rows = "".join(f'<row r="{i}"><c r="A{i}" s="1"><v>{i}.5</v></c></row>' for i in range(2, 3000))
    content = _with_styles(xlsx(f"<sheetData>{TABLE}{rows}</sheetData>"), styles)
    return screen(book(folder, content, "table.xlsx"), folder)


def _with_styles(content: bytes, styles: str) -> bytes:
    part = (
        f'<styleSheet xmlns="{MAIN}">{styles.partition("<cellXfs>")[0]}<fonts count="1"><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        f"<cellXfs>{styles.partition('<cellXfs>')[2]}</styleSheet>"
    )
    return _with(content, "xl/styles.xml", part.encode())


@case
def xlsx_huge_numbers(folder: Path) -> list[str]:
    values = ("1e308", "1e-308", "1e999", "nan", "inf", "9" * 5000, "-0", "1e999999999")
    cells = "".join(f'<c r="{c}1"><v>{v}</v></c>' for c, v in zip("ABCDEFGH", values, strict=True))
    return both(folder, xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>'))


@case
def xlsx_far_dates(folder: Path) -> list[str]:
    styles = "<cellXfs><xf/><xf numFmtId='14'/></cellXfs>"
    values = ("1e308", "-1e9", "2958466", "1e17", "-700000")
    cells = "".join(
        f'<c r="{c}1" s="1"><v>{v}</v></c>' for c, v in zip("ABCDE", values, strict=True)
    )
    cells += '<c r="F1" t="d"><v>99999-01-01</v></c>'
    return both(
        folder, _with_styles(xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>'), styles)
    )


@case
def xlsx_row_numbers(folder: Path) -> list[str]:
    rows = '<row r="-5"><c r="A-5"><v>1</v></c></row><row r="99999999999999999999"><c><v>1</v></c></row>'
    return both(folder, xlsx(f"<sheetData>{rows}</sheetData>"))


@case
def zip_of_ratio(folder: Path) -> list[str]:
    return both(folder, _with(xlsx(""), "xl/media/x.bin", b"\0" * 900_000_000))


@case
def zip_of_entries(folder: Path) -> list[str]:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        for i in range(30_000):
            out.writestr(f"xl/{i}", b"")
    return both(folder, content.getvalue())


@case
def zip_of_entries_in_a_table(folder: Path) -> list[str]:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        for i in range(60_000):
            out.writestr(f"xl/{i}", b"")
    return screen(book(folder, content.getvalue(), "table.xlsx"), folder)


@case
def zip_of_overlapping_entries(folder: Path) -> list[str]:
    """Entries that share one stream: a quine of a few kilobytes for terabytes."""
    data = zlib.compress(b"\0" * 20_000_000, 9)[2:-4]
    crc = zlib.crc32(b"\0" * 20_000_000)
    local = struct.pack(
        "<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, crc, len(data), 20_000_000, 4, 0
    )
    central = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            *(0x02014B50, 20, 20, 0, 8, 0, 0, crc, len(data), 20_000_000, 4, 0, 0, 0, 0, 0, 0),
        )
        + b"xl/a"
        for _ in range(390)
    )
    body = local + b"xl/a" + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 390, 390, len(central), len(body), 0)
    return both(folder, body + central + end)


@case
def zip_of_lies(folder: Path) -> list[str]:
    """Sizes in the directory that are not those of the parts."""
    content = bytearray(xlsx(f"<sheetData>{'<row/>' * 100_000}</sheetData>"))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 1)
        at += 4
    return both(folder, bytes(content))


@case
def zip_with_lzma(folder: Path) -> list[str]:
    return both(folder, archive({"xl/workbook.xml": b"\0" * 200_000_000}, zipfile.ZIP_LZMA))


@case
def zip_with_long_names(folder: Path) -> list[str]:
    return both(folder, archive({f"xl/{'a/' * 30_000}{i}": b"" for i in range(300)}))


@case
def xlsx_relations(folder: Path) -> list[str]:
    rels = "".join(
        f'<Relationship Id="r{i}" Target="/xl/{"../" * 1000}{i}"/>' for i in range(20_000)
    )
    return both(folder, _with(xlsx(""), "xl/_rels/workbook.xml.rels", f"<R>{rels}</R>".encode()))


@case
def xlsx_relations_of_quotes(folder: Path) -> list[str]:
    return both(folder, _with(xlsx(""), "xl/_rels/workbook.xml.rels", b'Target="' * 4_000_000))


@case
def xlsx_sheets_of_quotes(folder: Path) -> list[str]:
    """A name of sheets is looked for before the workbook is opened."""
    content = _with(xlsx(""), "xl/workbook.xml", b"<sheet " * 500_000)
    return screen(book(folder, content, "table.xlsx"), folder)


@case
def xlsx_many_sheets(folder: Path) -> list[str]:
    sheets = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 20_000))
    content = _with(
        xlsx(""),
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        ).encode(),
    )
    return both(folder, content)


@case
def xlsx_one_sheet_many_times(folder: Path) -> list[str]:
    rows = "".join(
        f'<row r="{i}">' + "".join(f'<c r="{c}{i}"><v>1</v></c>' for c in "ABCDEFGHIJ") + "</row>"
        for i in range(1, 4000)
    )
    sheets = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 40))
    content = _with(
        xlsx(f"<sheetData>{rows}</sheetData>"),
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        ).encode(),
    )
    return both(folder, content)


# --- ods

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(body: str) -> bytes:
    """The least OpenDocument spreadsheet."""
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": (
                f'<office:document-content xmlns:office="{OFFICE}:office:1.0" '
                f'xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0">'
                "<office:body><office:spreadsheet>"
                f'<table:table table:name="项目">{body}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ).encode(),
        }
    )


CELL = '<table:table-cell office:value-type="string"{0}><text:p>{1}</text:p></table:table-cell>'
HEADS = f"<table:table-row>{CELL.format('', '项目名称')}{CELL.format('', '行业')}</table:table-row>"


@case
def ods_repeated_columns(folder: Path) -> list[str]:
    cell = CELL.format(' table:number-columns-repeated="1000000"', "x")
    return assess(book(folder, ods(f"<table:table-row>{cell}</table:table-row>"), "form.ods"))


@case
def ods_repeated_rows(folder: Path) -> list[str]:
    row = '<table:table-row table:number-rows-repeated="1000000000000">' + CELL.format("", "x")
    return assess(book(folder, ods(f"{row}</table:table-row>"), "form.ods"))


@case
def ods_table_repeated(folder: Path) -> list[str]:
    cell = CELL.format(' table:number-columns-repeated="16384"', "x")
    row = f'<table:table-row table:number-rows-repeated="2400">{cell}</table:table-row>'
    return screen(book(folder, ods(HEADS + row), "table.ods"), folder)


@case
def ods_table_repeated_in_rows(folder: Path) -> list[str]:
    cell = CELL.format(' table:number-columns-repeated="30"', "x")
    row = f'<table:table-row table:number-rows-repeated="1048575">{cell}</table:table-row>'
    return screen(book(folder, ods(HEADS + row), "table.ods"), folder)


@case
def ods_repeated_of_odd_cells(folder: Path) -> list[str]:
    cell = CELL.format(
        ' table:number-columns-repeated="100" table:number-rows-spanned="4000" table:number-columns-spanned="300"',
        "x",
    )
    row = f"<table:table-row>{cell}</table:table-row>"
    return assess(book(folder, ods(row * 3000), "form.ods"))


@case
def ods_empty_rows_repeated(folder: Path) -> list[str]:
    rows = '<table:table-row table:number-rows-repeated="1000000"/>' * 500_000
    return assess(
        book(
            folder,
            ods(rows + f"<table:table-row>{CELL.format('', 'x')}</table:table-row>"),
            "form.ods",
        )
    )


@case
def ods_hidden_rows(folder: Path) -> list[str]:
    row = '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048576"/>'
    return screen(book(folder, ods(HEADS + row * 300), "table.ods"), folder)


@case
def ods_blanks(folder: Path) -> list[str]:
    cell = CELL.format("", '<text:s text:c="1000000000"/>' * 50_000)
    return assess(book(folder, ods(f"<table:table-row>{cell}</table:table-row>"), "form.ods"))


@case
def ods_of_numbers(folder: Path) -> list[str]:
    cells = "".join(
        f'<table:table-cell office:value-type="{k}" office:{a}="{v}"><text:p>{v}</text:p></table:table-cell>'
        for k, a, v in (
            ("float", "value", "1e999"),
            ("float", "value", "nan"),
            ("float", "value", "9" * 5000),
            ("date", "date-value", "99999-01-01"),
            ("date", "date-value", "0000-00-00"),
            ("time", "time-value", "PT" + "9" * 3000 + "H00M00S"),
            ("time", "time-value", "P999999999D"),
        )
    )
    return assess(book(folder, ods(f"<table:table-row>{cells}</table:table-row>"), "form.ods"))


@case
def ods_deep(folder: Path) -> list[str]:
    return assess(book(folder, ods("<text:p>" * 2_000_000 + "</text:p>" * 2_000_000), "form.ods"))


@case
def ods_many_tables(folder: Path) -> list[str]:
    return assess(book(folder, ods("</table:table><table:table>" * 300_000), "form.ods"))


@case
def ods_columns(folder: Path) -> list[str]:
    column = (
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16384"/>'
    )
    return assess(book(folder, ods(column * 300_000), "form.ods"))


# --- tables


def table_file(folder: Path, content: bytes, name: str) -> list[str]:
    (folder / name).write_bytes(content)
    return screen(str(folder / name), folder)


CSV_HEAD = "项目名称,行业,地区,产品,产量(t)\n"


@case
def csv_line_of_100_megabytes(folder: Path) -> list[str]:
    return table_file(folder, (CSV_HEAD + "甲," + "x" * 100_000_000).encode(), "t.csv")


@case
def csv_quoted_line_of_100_megabytes(folder: Path) -> list[str]:
    return table_file(folder, (CSV_HEAD + '甲,"' + "x" * 100_000_000).encode(), "t.csv")


@case
def csv_of_quotes(folder: Path) -> list[str]:
    return table_file(folder, (CSV_HEAD + '"' * 8_000_001).encode(), "t.csv")


@case
def csv_of_open_quotes(folder: Path) -> list[str]:
    return table_file(folder, (CSV_HEAD + '"甲\n' * 1_000).encode(), "t.csv")


@case
def csv_of_separators(folder: Path) -> list[str]:
    return table_file(folder, (CSV_HEAD + "," * 50_000_000).encode(), "t.csv")


@case
def csv_of_many_columns(folder: Path) -> list[str]:
    head = "项目名称,行业," + ",".join(f"c{i}" for i in range(40_000))
    return table_file(folder, f"{head}\n甲,水泥熟料,{',' * 39_999}\n".encode(), "t.csv")


@case
def csv_of_many_columns_of_sources(folder: Path) -> list[str]:
    head = "项目名称,行业," + ",".join(f"烟煤{i}(t)" for i in range(2_000))
    return table_file(folder, f"{head}\n甲,水泥熟料,{',' * 19_999}\n".encode(), "t.csv")


@case
def csv_of_a_long_head(folder: Path) -> list[str]:
    return table_file(folder, ("行业," + "头" * 5_000_000 + "\n水泥熟料,1\n").encode(), "t.csv")


@case
def csv_of_long_numbers(folder: Path) -> list[str]:
    rows = "".join(f"甲{i},水泥熟料,湖南省郴州市,水泥熟料,{'9' * 4000}\n" for i in range(500))
    return table_file(folder, (CSV_HEAD + rows).encode(), "t.csv")


@case
def csv_of_huge_exponents(folder: Path) -> list[str]:
    values = ("1e999999999", "-1e-999999999", "1e308", "nan", "inf", "0x10", "1e40", "9" * 400)
    rows = "".join(f"甲{i},水泥熟料,湖南省郴州市,水泥熟料,{v}\n" for i, v in enumerate(values))
    return table_file(folder, (CSV_HEAD + rows).encode(), "t.csv")


@case
def csv_of_nul(folder: Path) -> list[str]:
    return table_file(folder, CSV_HEAD.encode() + b"\0" * 30_000_000, "t.csv")


@case
def csv_of_empty_lines(folder: Path) -> list[str]:
    return table_file(folder, CSV_HEAD.encode() + b"\n" * 3_000_000, "t.csv")


@case
def csv_of_carriage_returns(folder: Path) -> list[str]:
    return table_file(folder, CSV_HEAD.encode() + b"\r" * 1_000_000 + b"\n", "t.csv")


@case
def csv_of_ragged_rows(folder: Path) -> list[str]:
    rows = "".join("甲,水泥熟料," + "," * (i % 400) + "\n" for i in range(5_000))
    return table_file(folder, (CSV_HEAD + rows).encode(), "t.csv")


@case
def csv_of_different_units(folder: Path) -> list[str]:
    rows = "".join(f"甲{i},水泥熟料,湖南省,水泥熟料,{i} q{i}\n" for i in range(2_000))
    return table_file(folder, (CSV_HEAD + rows).encode(), "t.csv")


@case
def csv_of_different_sectors(folder: Path) -> list[str]:
    rows = "".join(f"甲{i},行业{i},地{i},产品{i},{i} t\n" for i in range(2_000))
    return table_file(folder, (CSV_HEAD + rows).encode(), "t.csv")


@case
def csv_of_control_signs(folder: Path) -> list[str]:
    row = "甲\x1b[2J\u202e乙,水泥熟料,湖南省\x07,水泥\x00熟料,1 t\n"
    return table_file(folder, (CSV_HEAD + row).encode(), "t.csv")


@case
def parquet_of_lies(folder: Path) -> list[str]:
    """The foot says that it is longer than the file."""
    return table_file(
        folder, b"PAR1" + b"\0" * 100 + struct.pack("<I", 0x7FFFFFFF) + b"PAR1", "t.parquet"
    )


@case
def parquet_of_many_rows(folder: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"行业": pa.array(["水泥熟料"] * 100_000).dictionary_encode()})
    pq.write_table(table, folder / "t.parquet", row_group_size=100_000)
    return screen(str(folder / "t.parquet"), folder)


@case
def parquet_of_long_texts(folder: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"行业": pa.array(["水" * 100_000] * 500).dictionary_encode()})
    pq.write_table(table, folder / "t.parquet")
    return screen(str(folder / "t.parquet"), folder)


@case
def parquet_of_many_columns(folder: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"行业": ["水泥熟料"], **{f"c{i}": [1] for i in range(20_000)}})
    pq.write_table(table, folder / "t.parquet")
    return screen(str(folder / "t.parquet"), folder)


@case
def parquet_deep(folder: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kind, value = pa.int64(), 1
    for _ in range(90):
        kind, value = pa.list_(kind), [value]
    pq.write_table(
        pa.table({"行业": ["水泥熟料"], "x": pa.array([value], kind)}), folder / "t.parquet"
    )
    return screen(str(folder / "t.parquet"), folder)


@case
def parquet_of_odd_kinds(folder: Path) -> list[str]:
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "行业": pa.array(["水泥熟料"]),
        "项目名称": pa.array([b"\xff\xfe"], pa.binary()),
        "地区": pa.array([datetime.datetime(9999, 12, 31)]),
        "产品": pa.array([float("nan")]),
        "产量(t)": pa.array([2**63 - 1]),
        "阶段": pa.array([True]),
        "建设性质": pa.array([{"a": 1}]),
    }
    pq.write_table(pa.table(columns), folder / "t.parquet")
    return screen(str(folder / "t.parquet"), folder)


@case
def parquet_of_many_sources(folder: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kind = pa.list_(pa.struct({"name": pa.string(), "method": pa.string(), "amount": pa.string()}))
    lists = [[{"name": f"n{i}", "method": "combustion", "amount": "1 t"} for i in range(20_000)]]
    pq.write_table(
        pa.table({"行业": ["水泥熟料"], "sources": pa.array(lists, kind)}), folder / "t.parquet"
    )
    return screen(str(folder / "t.parquet"), folder)


@case
def parquet_of_row_groups(folder: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.table({"行业": ["水泥熟料"] * 20_000}), folder / "t.parquet", row_group_size=1
    )
    return screen(str(folder / "t.parquet"), folder)


@case
def arrow_of_lies(folder: Path) -> list[str]:
    content = b"ARROW1\0\0" + struct.pack("<iI", -1, 0x7FFFFFF0) + b"\0" * 100
    return table_file(folder, content + struct.pack("<i", 0x7FFFFF00) + b"ARROW1", "t.arrow")


# --- parks


PARK = ROOT / "samples/park"


def park(folder: Path, change: Callable[[str], str]) -> list[str]:
    import shutil

    shutil.copytree(PARK, folder / "park")
    path = folder / "park/park.toml"
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode("utf-8", "surrogatepass"))
    return ["park", str(path), *AS_OF]


@case
def park_of_many_members(folder: Path) -> list[str]:
    return park(
        folder,
        lambda t: (
            t
            + "".join(
                f'\n[[projects]]\nname = "x{i}"\nfile = "projects/{i}.toml"\nstart = 2030'
                for i in range(1900)
            )
        ),
    )


@case
def park_of_one_file(folder: Path) -> list[str]:
    file = next((PARK / "projects").glob("*.toml")).name
    return park(
        folder,
        lambda t: (
            t
            + "".join(
                f'\n[[projects]]\nname = "x{i}"\nfile = "projects/{file}"\nstart = 2030'
                for i in range(1900)
            )
        ),
    )


@case
def park_of_many_years(folder: Path) -> list[str]:
    return park(
        folder,
        lambda t: t.replace(
            "plan_years = [", "plan_years = [" + ", ".join(map(str, range(2027, 2100))) + ", "
        ),
    )


@case
def park_of_far_years(folder: Path) -> list[str]:
    return park(folder, lambda t: t.replace("plan_years = [", "plan_years = [999999999, "))


@case
def park_of_many_scenarios(folder: Path) -> list[str]:
    return park(
        folder, lambda t: t + "".join(f'\n[[scenarios]]\nname = "s{i}"\n' for i in range(1900))
    )


@case
def park_of_links(folder: Path) -> list[str]:
    args = park(
        folder, lambda t: t + '\n[[projects]]\nname = "x"\nfile = "link.toml"\nstart = 2030'
    )
    (folder / "park/link.toml").symlink_to("/etc/passwd")
    return args


@case
def park_of_itself(folder: Path) -> list[str]:
    return park(folder, lambda t: t + '\n[[tables]]\nfile = "park.toml"\nrole = "projects"')


@case
def park_of_control_signs(folder: Path) -> list[str]:
    return park(folder, lambda t: t.replace('name = "', 'name = "\\u001b[31m\\u202e', 1))


@case
def park_of_a_device(folder: Path) -> list[str]:
    import os

    args = park(
        folder, lambda t: t + '\n[[projects]]\nname = "x"\nfile = "pipe.toml"\nstart = 2030'
    )
    os.mkfifo(folder / "park/pipe.toml")
    return args


# --- records and documents


def verify(folder: Path, content: bytes, name: str) -> list[str]:
    (folder / name).write_bytes(content)
    return ["verify", str(folder / name)]


RUN = {"schema": "carbon-eia/run/1", "id": "0", "as_of": "2026-06-30"}


@case
def record_deep(folder: Path) -> list[str]:
    return verify(folder, b'{"schema":"carbon-eia/run/1","x":' + b"[" * 1_000_000, "run.json")


@case
def record_deep_and_whole(folder: Path) -> list[str]:
    deep = b"[" * 900 + b"]" * 900
    return verify(folder, b'{"schema":"carbon-eia/run/1","x":' + deep + b"}", "run.json")


@case
def record_of_long_integers(folder: Path) -> list[str]:
    return verify(
        folder, b'{"schema":"carbon-eia/run/1","x":' + b"9" * 3_000_000 + b"}", "run.json"
    )


@case
def record_of_huge_exponents(folder: Path) -> list[str]:
    return verify(
        folder, json.dumps(RUN).encode()[:-1] + b',"x":1e999999999,"y":-1e400}', "run.json"
    )


@case
def record_of_surrogates(folder: Path) -> list[str]:
    return verify(folder, json.dumps({**RUN, "project": "\ud800"}).encode(), "run.json")


@case
def record_of_surrogates_explained(folder: Path) -> list[str]:
    return [
        "explain",
        verify(folder, json.dumps({**RUN, "project": "\ud800"}).encode(), "run.json")[1],
    ]


@case
def record_of_nothing(folder: Path) -> list[str]:
    return verify(folder, b"null", "run.json")


@case
def record_of_a_list(folder: Path) -> list[str]:
    return verify(folder, b"[" + b"0," * 2_000_000 + b"0]", "run.json")


@case
def record_of_many_keys(folder: Path) -> list[str]:
    return verify(
        folder, json.dumps({**RUN, **{str(i): i for i in range(400_000)}}).encode(), "run.json"
    )


@case
def record_of_100_megabytes(folder: Path) -> list[str]:
    return verify(
        folder, b'{"schema":"carbon-eia/run/1","x":[' + b"[]," * 40_000_000 + b"0]}", "run.json"
    )


@case
def html_of_open_tags(folder: Path) -> list[str]:
    return verify(folder, b"<a " * 3_000_000, "r.html")


@case
def html_of_comments(folder: Path) -> list[str]:
    return verify(folder, b"<!--" * 3_000_000, "r.html")


@case
def html_of_declarations(folder: Path) -> list[str]:
    return verify(folder, b"<![" * 1_000_000, "r.html")


@case
def html_of_scripts(folder: Path) -> list[str]:
    return verify(folder, b'<script id="run.json">' * 1_000_000 + b"</script" * 1_000_000, "r.html")


@case
def html_of_entities(folder: Path) -> list[str]:
    return verify(folder, b"&" * 5_000_000, "r.html")


@case
def html_of_attributes(folder: Path) -> list[str]:
    return verify(folder, b"<a" + b" a='" * 2_000_000 + b">", "r.html")


@case
def html_of_parts(folder: Path) -> list[str]:
    part = b'<script id="run.json" type="application/json">{"schema":"carbon-eia/run/1"}</script>'
    return verify(folder, part * 200_000, "r.html")


def pdf(objects: Mapping[int, bytes]) -> bytes:
    """A PDF of objects, with its table of places."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return bytes(out + b"trailer\n<</Root 1 0 R/Size 99>>\nstartxref\n%d\n%%%%EOF" % at)


def pdf_stream(data: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    return (
        b"<</Length %d/Filter[%s]%s>>stream\n" % (len(data), filters, more) + data + b"\nendstream"
    )


def pdf_page(contents: bytes) -> dict[int, bytes]:
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        4: contents,
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }


@case
def pdf_bomb(folder: Path) -> list[str]:
    data = zlib.compress(zlib.compress(b"\0" * 1_000_000_000, 9), 9)
    return verify(folder, pdf(pdf_page(pdf_stream(data, b"/FlateDecode/FlateDecode"))), "r.pdf")


@case
def pdf_of_many_words(folder: Path) -> list[str]:
    data = zlib.compress(b"BT /F 9 Tf " + b"(a) Tj " * 3_000_000 + b"ET", 9)
    return verify(folder, pdf(pdf_page(pdf_stream(data))), "r.pdf")


@case
def pdf_of_itself(folder: Path) -> list[str]:
    objects = pdf_page(pdf_stream(zlib.compress(b"BT ET")))
    objects[2] = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1>>"
    return verify(folder, pdf(objects), "r.pdf")


@case
def pdf_of_shared_pages(folder: Path) -> list[str]:
    """Ten levels of ten equal kids: ten thousand million pages."""
    objects = pdf_page(pdf_stream(zlib.compress(b"BT ET")))
    objects[2] = b"<</Type/Pages/Kids[10 0 R]/Count 1>>"
    for i in range(10, 20):
        kid = b"%d 0 R " % (i + 1) if i < 19 else b"3 0 R "
        objects[i] = b"<</Type/Pages/Kids[" + kid * 10 + b"]/Count 1>>"
    return verify(folder, pdf(objects), "r.pdf")


@case
def pdf_of_many_pages(folder: Path) -> list[str]:
    objects = pdf_page(pdf_stream(zlib.compress(b"BT ET")))
    objects[2] = b"<</Type/Pages/Kids[" + b"3 0 R " * 300_000 + b"]/Count 1>>"
    return verify(folder, pdf(objects), "r.pdf")


@case
def pdf_of_brackets(folder: Path) -> list[str]:
    return verify(folder, pdf({1: b"[" * 1_000_000}), "r.pdf")


@case
def pdf_of_nothing_but_head(folder: Path) -> list[str]:
    return verify(folder, b"%PDF-1.7\n" + b"1 0 obj " * 1_000_000, "r.pdf")


@case
def pdf_with_an_attachment_that_grows(folder: Path) -> list[str]:
    objects = pdf_page(pdf_stream(zlib.compress(b"BT ET")))
    objects[1] = (
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(run.json) 7 0 R]>>>>>>"
    )
    objects[7] = b"<</Type/Filespec/UF(run.json)/EF<</F 8 0 R>>>>"
    objects[8] = pdf_stream(
        zlib.compress(zlib.compress(b"[" * 1_000_000_000, 9), 9), b"/FlateDecode/FlateDecode"
    )
    return verify(folder, pdf(objects), "r.pdf")


@case
def pdf_with_many_attachments(folder: Path) -> list[str]:
    objects = pdf_page(pdf_stream(zlib.compress(b"BT ET")))
    objects[1] = (
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names["
        + b"(run.json) 7 0 R " * 20_000
        + b"]>>>>>>"
    )
    objects[7] = b"<</Type/Filespec/UF(run.json)/EF<</F 8 0 R>>>>"
    objects[8] = pdf_stream(zlib.compress(b" " * 1_000_000, 9))
    return verify(folder, pdf(objects), "r.pdf")


@case
def pdf_of_nested_forms(folder: Path) -> list[str]:
    """Twelve drawings, each of which draws the next one ten times."""
    objects = pdf_page(pdf_stream(zlib.compress(b"/X0 Do")))
    objects[3] = objects[3].replace(b"/Resources<<", b"/Resources<</XObject<</X0 10 0 R>>")
    for i in range(12):
        kid = b"/X0 %d 0 R" % (11 + i) if i < 11 else b""
        inner = b"/X0 Do " * 10 if i < 11 else b"BT /F 9 Tf (a) Tj ET"
        more = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<" + kid + b">>>>"
        objects[10 + i] = pdf_stream(zlib.compress(inner), more=more)
    return verify(folder, pdf(objects), "r.pdf")


@case
def pdf_of_equal_pages(folder: Path) -> list[str]:
    """A thousand pages that draw one stream of words."""
    data = zlib.compress(b"BT /F 9 Tf " + b"(a) Tj " * 100_000 + b"ET", 9)
    objects = pdf_page(pdf_stream(data))
    objects[2] = b"<</Type/Pages/Kids[" + b"3 0 R " * 1000 + b"]/Count 1000>>"
    return verify(folder, pdf(objects), "r.pdf")


@case
def docx_of_open_texts(folder: Path) -> list[str]:
    return verify(folder, archive({"word/document.xml": b"<w:t " * 4_000_000}), "r.docx")


@case
def docx_bomb(folder: Path) -> list[str]:
    return verify(folder, archive({"word/document.xml": b"<w:t>" * 24_000_000}), "r.docx")


@case
def docx_of_entries(folder: Path) -> list[str]:
    return verify(folder, archive({f"carbon-eia/{i}": b"" for i in range(60_000)}), "r.docx")


@case
def docx_of_overlapping_entries(folder: Path) -> list[str]:
    content = Path(zip_of_overlapping_entries(folder)[1]).read_bytes()
    return verify(folder, content, "r.docx")


@case
def docx_of_custom_parts(folder: Path) -> list[str]:
    part = b"urn:carbon-eia:record" + b'<part name="' * 4_000_000
    return verify(
        folder,
        archive({"word/document.xml": b"<w:t>x</w:t>", "customXml/item1.xml": part}),
        "r.docx",
    )


@case
def xlsx_record_of_many_chunks(folder: Path) -> list[str]:
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 39_000))
    content = xlsx(
        f"<sheetData>{rows}</sheetData>", f"<si><t>§{'¶¶' * 16_000}§</t></si>", name="_run"
    )
    return verify(folder, content, "r.xlsx")
