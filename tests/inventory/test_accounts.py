"""Whose sources are whose: what an existing plant emits is no part of a new project."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world

WORLD = open_world(date(2026, 7, 1))
PLANT = """
[project]
name = "某厂"
stage = "拟建"
{nature}
sector = "纺织印染"
region = "湖南省郴州市桂阳县"
year = 2026
[[products]]
name = "纱线"
amount = "5 万t"
[[sources]]
name = "外购电力"
method = "electricity"
amount = "12000 万kWh"
[[sources]]
name = "老厂用电"
method = "electricity"
amount = "8000 万kWh"
account = "{account}"
"""


@pytest.mark.parametrize(
    ("nature", "account", "code"),
    [
        ("新建", "现有工程", "missing.existing_of_new"),
        ("", "现有工程", "missing.existing_of_unknown"),
        ("扩建", "现有工程", ""),
        ("新建", "以新带老", ""),
        ("新建", "本项目", ""),
    ],
)
def test_a_new_project_leaves_nothing_to_an_existing_plant(
    nature: str, account: str, code: str
) -> None:
    """8000 of 20 000 万kWh in the account of a plant that is not there make no new one better."""
    stated = f'nature = "{nature}"' if nature else ""
    project = parse_project(PLANT.format(nature=stated, account=account), WORLD)
    asked = {m.code for m in assess(project, WORLD).decision.missing}
    assert asked & {"missing.existing_of_new", "missing.existing_of_unknown"} == ({code} - {""})
