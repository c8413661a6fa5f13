"""Returns of lead smelters that tests write themselves: TOML texts and tables, never our writer."""

from __future__ import annotations

from pathlib import Path

__all__ = ["HEADS", "return_text", "row", "survey_text", "write_plants", "write_table"]

BOUNDARY = "lead-concentrate-to-ingot-with-electricity"

HEADS = (
    "名称,行业,所在地区,年份,调查目的,核算边界,运行月数,产能利用率,核查,企业自报排放量 (tCO2),"
    "产品,产量 (t),焦炭（还原剂） (t),天然气 (万Nm3),外购电力 (万kWh)"
)
"""Heads of a table of returns, as a person writes them."""


def return_text(
    plant: str,
    coke: float,
    *,
    output: str = "10 万t",
    head: str = "",
    power: str = "9000 万kWh",
    **changed: str,
) -> str:
    """A return of a smelter; ``changed``: lines of its head in the place of the usual ones."""
    lines = {
        "plant": f'plant = "{plant}"',
        "purpose": 'purpose = "准入标准调查"',
        "sector": 'sector = "铅冶炼"',
        "region": 'region = "湖南省郴州市永兴县"',
        "year": "year = 2025",
        "boundary": f'boundary = "{BOUNDARY}"',
        "months": "months = 12",
        "utilisation": 'utilisation = "85 %"',
        "verification": 'verification = { kind = "report", number = "1", date = 2026-03-20 }',
    } | changed
    stated = "\n".join(line for line in lines.values() if line)
    return f"""[return]
{stated}
{head}
[[products]]
name = "铅锭"
amount = "{output}"
main = true
[[sources]]
name = "焦炭（还原剂）"
method = "reductant"
material = "焦炭"
amount = "{coke} t"
[[sources]]
name = "天然气"
method = "combustion"
material = "天然气"
amount = "300 万Nm3"
[[sources]]
name = "外购电力"
method = "electricity"
amount = "{power}"
"""


def survey_text(**keys: str) -> str:
    """A survey of lead smelters; ``keys``: further lines of it."""
    lines = {
        "sector": '"铅冶炼"',
        "product": '"铅锭"',
        "region": '"湖南省郴州市"',
        "years": "[2025]",
    } | keys
    return "[survey]\n" + "\n".join(f"{k} = {v}" for k, v in lines.items()) + "\n"


def write_plants(folder: Path, count: int) -> None:
    """So many eligible plants of which every one differs, and their survey."""
    (folder / "survey.toml").write_text(survey_text(population=str(count + 5)), encoding="utf-8")
    for i in range(count):
        text = return_text(f"{i}厂", 15000 + 190 * i)
        (folder / f"plant-{i:02}.toml").write_text(text, encoding="utf-8")


def row(plant: str, coke: str, **cells: str) -> str:
    """A row of a table of returns."""
    held = {
        "sector": "铅冶炼",
        "region": "湖南省郴州市永兴县",
        "year": "2025",
        "purpose": "准入标准调查",
        "boundary": BOUNDARY,
        "months": "12",
        "use": "85 %",
        "verification": "报告；1；2026-03-20",
        "stated": "",
        "product": "铅锭",
        "output": "100000",
        "gas": "300",
        "power": "9000",
    } | cells
    first = [plant, *list(held.values())[:10], held["output"], coke, held["gas"], held["power"]]
    return ",".join(first)


def write_table(path: Path, rows: list[str]) -> None:
    """A table of returns."""
    path.write_text("\n".join([HEADS, *rows]) + "\n", encoding="utf-8")
