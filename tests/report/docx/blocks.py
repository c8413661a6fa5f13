"""A document with a block of every kind, each in the looks that it has."""

from __future__ import annotations

from carbon_eia.report.document import (
    Block,
    Body,
    Box,
    Bullets,
    Chapter,
    Chart,
    ChartBar,
    Document,
    Drawing,
    Fact,
    FactList,
    KeyFigure,
    Paragraph,
    Section,
    See,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    TextSpan,
    Verbatim,
    VerdictBox,
    line,
    numbered,
)

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100pt" height="40pt">'
    "<title>甲 &amp; 乙</title><text x='5' y='20'>图中文字</text></svg>"
)


def lines(*texts: str | TextSpan | Text | Paragraph | FactList) -> tuple[Paragraph | FactList, ...]:
    """Texts as the lines of a cell."""
    return tuple(x if isinstance(x, Paragraph | FactList) else Paragraph(line(x)) for x in texts)


def table(name: str, columns: tuple[TableColumn, ...], *bodies: Body) -> Table:
    """A table of bodies."""
    return Table(name, f"题注 {name} CO2", columns, bodies)


FIGURES = (
    KeyFigure("年排放", "1170782.24", "tCO2e", ""),
    KeyFigure("强度", "0.83", "tCO2/t", "高于 CO2"),
    KeyFigure("能耗", "未给", "", ""),
)

BARS = (
    ChartBar("本项目", "1234.5", "30", "project"),
    ChartBar("准入值", "0.83", "20", "admission"),
)

VERDICT = VerdictBox(
    "retrofit",
    "限期改造",
    FIGURES,
    mark="暂行",
    remarks=(Paragraph(("示意",), "indicative"), Paragraph(("未采用",), "note")),
    chart=Chart(BARS, "80", "tCO2/t", "tCO2/t；虚线"),
)

FACTS = FactList(
    (
        Fact("代码", ("17",)),
        Fact("行业", ("CO2 行业",)),
        Fact("产品", ("熟料",), wide=True),
        Fact("地区", ("桂阳",)),
    )
)

RULES = table(
    "rules",
    (
        TableColumn("规则", 60),
        TableColumn("数", 20, "num", sub="tCO2e"),
        TableColumn("结果", 20, "mid", unit="(t)"),
    ),
    Body(
        (
            TableRow((TableCell(lines("组"), columns=3),), "group"),
            TableRow(
                (
                    TableCell(lines("跨行", Paragraph(("小字",), "sub")), rows=2),
                    TableCell(lines(TextSpan("1188633.51", "number")), "num", "1.110"),
                    TableCell(
                        lines(TextSpan("× 不符", "result fails"), Paragraph(("告",), "alert-line"))
                    ),
                )
            ),
            TableRow(
                (
                    TableCell(lines(""), "num"),
                    TableCell(lines(Paragraph(("只小字",), "sub"), "后")),
                )
            ),
        ),
        "source-1",
    ),
    Body(
        (
            TableRow(
                (
                    TableCell(lines("和")),
                    TableCell(lines("0.8534"), "num"),
                    TableCell(lines(TextSpan("C", "grade-c"))),
                ),
                "sum",
            ),
            TableRow((TableCell(lines("余"), columns=3),), "folded", "row-x"),
        )
    ),
)

FORMULA = FactList(
    (
        Fact("公式", (TextSpan("E = 193000 t × Q_dust × h₀ − 44/12", "formula"),)),
        Fact("依据", (TextSpan("GB 标准", "sub"),)),
    ),
    "formula",
)

SOURCES = table(
    "sources",
    (TableColumn("", 5), TableColumn("源"), TableColumn("量", align="num")),
    Body(
        (
            TableRow(
                (
                    TableCell(lines("1"), "no"),
                    TableCell(lines(TextSpan("煤", "bold"), Paragraph(("烟煤",), "sub"))),
                    TableCell(lines(TextSpan("8510 万kWh", "quantity")), "num"),
                ),
                "head-row",
            ),
            TableRow((TableCell(lines("")), TableCell(lines("缺", FORMULA), columns=2)), "detail"),
        ),
        "source-2",
    ),
)

BARE = table(
    "bare",
    (TableColumn("", 26), TableColumn("")),
    Body(
        (
            TableRow(
                (TableCell(lines("标识"), head=True), TableCell(lines(TextSpan("a" * 64, "hash"))))
            ),
        )
    ),
)

FIRST: tuple[Block, ...] = (
    VERDICT,
    FACTS,
    Box("missing", (Paragraph(("缺什么",), "lead"), Bullets((("甲",), ("乙 CO2",))))),
    Box(
        "asks",
        (
            Paragraph(("条件",), "lead"),
            Bullets((("首",), ("次",)), ordered=True),
            Bullets((("另起",),), ordered=True),
            Paragraph((TextSpan("期限", "bold"), " ", TextSpan("给定", "sub"))),
        ),
    ),
    RULES,
    Paragraph(
        (
            See(("table-rules", "figure-flow", "table-absent")),
            "，  源 ",
            TextSpan("煤", link="source-2"),
        )
    ),
    Paragraph(("见", See(("table-absent",), bare=True), TextSpan("无处", link="nowhere"), "。 ")),
)

SECOND: tuple[Block, ...] = (
    Section("节 CO2"),
    Paragraph(("告警",), "alert"),
    Paragraph(("小注",), "note with-next"),
    SOURCES,
    Paragraph(("表后 10 m3 与 SF6",)),
    BARE,
    Paragraph(
        (
            TextSpan("1234567.5 t", "amount"),
            "，",
            TextSpan("CE-1", "code"),
            TextSpan("▲ 示例", "flag strong"),
        )
    ),
    Drawing("flow", "图题 CO2", "甲 & 乙", DRAWING),
    Verbatim(("", "[project]", "", '  name = "a  b"', "")),
)

EVERYTHING = numbered(
    Document(
        "zh",
        kind="报告",
        title="桂阳报告书",
        name="桂阳",
        head="页眉",
        foot="记录 17",
        what="报告书",
        notes=("声明一", "声明二"),
        banner="示例",
        imprint=(("代码", "17"), ("行业", "熟料")),
        day="2026-06-30",
        chapters=(
            Chapter("verdict", "摘要", FIRST),
            Chapter("inventory", "核算", SECOND),
            Chapter("echo", "附件", (Paragraph(("附",)), BARE), annex=True),
        ),
    )
)
