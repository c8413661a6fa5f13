"""Which edits of a text are told as figures and which as words."""

from __future__ import annotations

import time

import pytest

from carbon_eia.proof.documents.look import Block
from carbon_eia.proof.documents.text_comparison import edited_blocks

FIGURES = (
    ("（万t）", "（亿t）"),
    ("单位：元", "单位：万元"),
    ("吨", "千克"),
    ("产能万kWh", "产能亿kWh"),
    ("强度 0.83 tCO2/t", "强度 0.83 tCO2e/t"),
    ("总量 5 tCO2e", "总量 5 tCO2"),
    ("温度 20 ℃", "温度 20 K"),
    ("单位“万ton”有歧义", "单位“kgon”有歧义"),
    ("3 t per year", "3 kg per year"),
    ("3tperyear", "3kgperyear"),
    ("emitted 5 tCO2e of it", "emitted 5 tCO2 of it"),
    ("值 0.83", "值 −0.83"),
    ("可形成准入值草案", "不能推导准入值"),
    ("Admissible", "Undetermined: not admissible"),
)
WORDS = (
    ("1 企业调查", "1 Words"),
    ("总则", "概述"),
    ("按同一边界", "按一同边界"),
    ("in 2030 the plant runs", "by 2030 the works runs"),
    ("企业的名称", "单位的名称"),
)


@pytest.mark.parametrize(("old", "new"), FIGURES)
def test_a_number_unit_sign_or_verdict_is_a_figure(old: str, new: str) -> None:
    """Also a unit in a head or cell of its own, with a multiplier, or one that is refused."""
    (edit,) = edited_blocks([Block(old)], [Block(new)])
    assert edit.figure


@pytest.mark.parametrize(("old", "new"), WORDS)
def test_any_other_word_is_none(old: str, new: str) -> None:
    """Words beside a number, and those that begin like a unit, are words."""
    (edit,) = edited_blocks([Block(old)], [Block(new)])
    assert not edit.figure


def test_a_long_row_of_the_same_signs_takes_no_time() -> None:
    """Multipliers without a unit, and a long word behind a number: each sign is looked at once."""
    begin = time.process_time()
    for old, new, figure in (("万" * 40_000, "亿", False), ("1" + "中" * 90_000, "2中", True)):
        (edit,) = edited_blocks([Block(old)], [Block(new)])
        assert edit.figure is figure
    assert time.process_time() - begin < 3
