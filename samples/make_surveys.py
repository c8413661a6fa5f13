"""Writes the illustrative surveys of lead smelters: fictitious plants, drawn with a fixed seed.

python samples/make_surveys.py

Each folder holds a ``survey.toml`` and one return a file. Beside eligible plants there is a return
of each kind that a real survey brings too: one that cannot be read, a duplicate, another boundary,
part of a year; and among the eligible plants an outlier.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from carbon_eia.project.canonical import toml_value
from carbon_eia.reference import open_world, read_sector
from carbon_eia.reference.offered import offered_names, sector_methods
from carbon_eia.standards.return_form_layout import return_form, return_toml

HERE = Path(__file__).parent
SECTOR = "铅冶炼"
BOUNDARY = "lead-concentrate-to-ingot-with-electricity"
COUNTIES = ("永兴县", "桂阳县", "苏仙区", "资兴市", "宜章县", "临武县")
NUMBERS = "一二三四五六七八九十"

HEAD = """# 示例企业调查：企业均为虚构，数值由 samples/make_surveys.py 以固定种子生成，仅供演示。
# Illustrative survey: fictitious plants, drawn by samples/make_surveys.py with a fixed seed.

"""


def named(number: int) -> str:
    """示例铅业一厂, …, 示例铅业二十三厂."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMBERS[tens - 1]}十"
    return f"示例铅业{head}{NUMBERS[ones - 1] if ones else ''}厂"


def plant(random: Random, number: int, worse: float, power: float = 1) -> dict[str, object]:
    """A return of a smelter that is eligible; ``worse``: how its consumption compares, ``power``:
    that of coal, gas and power besides."""
    output = round(random.uniform(4, 18), 1)

    def of(per_tonne: float, spread: float, more: float = 1) -> str:
        drawn = random.uniform(1 - spread, 1 + spread)
        return f"{round(output * per_tonne * worse * more * drawn)}"

    use = round(random.uniform(66, 97))
    return {
        "return": {
            "plant": named(number),
            "purpose": "准入标准调查",
            "sector": SECTOR,
            "region": f"湖南省郴州市{random.choice(COUNTIES)}",
            "year": 2025,
            "boundary": BOUNDARY,
            "months": random.choice((11, 12, 12, 12)),
            "utilisation": f"{use} %",
            "verification": {
                "kind": "report",
                "number": f"示例核查 2026-{number:03}",
                "date": date(2026, 3, random.randint(2, 28)),
            },
            "emissions": f"{round(output * 1.14 * worse * random.uniform(0.95, 1.08), 2)} 万tCO2",
        },
        "products": [{"name": "铅锭", "amount": f"{output} 万t", "main": True}],
        "sources": [
            {
                "name": "焦炭（还原剂）",
                "method": "reductant",
                "material": "焦炭",
                "amount": f"{of(1580, 0.06)} t",
            },
            {
                "name": "无烟煤",
                "method": "combustion",
                "material": "无烟煤",
                "amount": f"{of(360, 0.3, power)} t",
            },
            {
                "name": "天然气",
                "method": "combustion",
                "material": "天然气",
                "amount": f"{of(30, 0.15, power)} 万Nm3",
            },
            {
                "name": "石灰石熔剂",
                "method": "carbonate",
                "material": "石灰石",
                "amount": f"{of(540, 0.1)} t",
                "purity": "92 %",
            },
            {
                "name": "外购电力",
                "method": "electricity",
                "amount": f"{of(1000, 0.06, power)} 万kWh",
            },
        ],
    }


def changed(raw: dict[str, object], **keys: object) -> dict[str, object]:
    """A return with other values in its head."""
    head = raw["return"]
    assert isinstance(head, dict)
    return {**raw, "return": {**head, **keys}}


def write_survey(folder: Path, count: int, seed: int, population: int, city: str) -> None:
    """Write a survey of so many eligible plants."""
    random = Random(seed)
    world = open_world(date(2026, 6, 30))
    sector = read_sector(world, "lead-smelting")
    folder.mkdir(exist_ok=True)
    for old in (*folder.glob("*.toml"), *folder.glob("*.xlsx")):
        old.unlink()
    survey = {
        "title": f"郴州市铅冶炼碳排放准入标准企业调查（示例，{count} 家）",
        "notice": "示例〔2026〕2号",
        "sector": SECTOR,
        "product": "铅锭",
        "region": "湖南省郴州市",
        "years": [2025],
        "population": population,
        "output": city,
        "illustrative": True,
    }
    lines = [f"{k} = {toml_value(v)}" for k, v in survey.items()]
    (folder / "survey.toml").write_text(HEAD + "[survey]\n" + "\n".join(lines) + "\n", "utf-8")

    def put(number: int, raw: dict[str, object], name: str = "") -> None:
        path = folder / f"{name or f'plant-{number:02}'}.toml"
        path.write_text(HEAD + return_toml(raw), "utf-8")

    plants = {n: plant(random, n, random.lognormvariate(0, 0.1)) for n in range(1, count)}
    plants[count] = plant(random, count, 1.65, 1.8)  # the outlier: an old blast furnace
    form = min(3, count)
    for number, raw in plants.items():
        if number != form:
            put(number, raw)
    names, methods = offered_names(world, sector, "zh"), sector_methods(sector, [])
    content = return_form(plants[form], names, methods)
    (folder / f"plant-{form:02}.xlsx").write_bytes(content)
    wrong = plant(random, count + 1, 1.0)
    wrong["products"] = [{"name": "铅锭", "amount": "7.2 万ton", "main": True}]
    content = return_form(wrong, names, methods)
    (folder / f"plant-{count + 1:02}-error.xlsx").write_bytes(content)
    put(2, plants[2], f"plant-{count + 4:02}-again")
    other = changed(plant(random, count + 2, 0.7), boundary="lead-concentrate-to-bullion")
    put(count + 2, other, f"plant-{count + 2:02}-boundary")
    short = changed(plant(random, count + 3, 1.1), months=5, utilisation="44 %")
    put(count + 3, short, f"plant-{count + 3:02}-part-year")


if __name__ == "__main__":
    write_survey(HERE / "survey-lead-24", 20, 20260630, 26, "260 万t")
    write_survey(HERE / "survey-lead-6", 6, 20260701, 9, "100 万t")
