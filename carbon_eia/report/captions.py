"""The words of the figures: captions, what they say in words, and the labels inside them."""

from __future__ import annotations

__all__ = ["CAPTIONS"]

CAPTIONS: dict[str, tuple[str, str]] = {
    # emissions
    "figure.structure": ("碳排放结构（按类别）", "Emission by category"),
    "figure.structure.alt": (
        "各类别碳排放逐项累加至合计 {total}：{parts}。",
        "The categories add up to {total}: {parts}.",
    ),
    "figure.sources": ("碳排放源排序", "Sources by emission"),
    "figure.sources.alt": (
        "共 {count} 个排放源，按排放量排序；最大的是{name}，{value}",
        "{count} sources in the order of their emission; the largest is {name} with {value}",
    ),
    "figure.sources.share": ("，占 {share} %", ", {share} %"),
    "figure.sources.missing": (
        "；缺数据、未算出：{names}",
        "; not computed for lack of data: {names}",
    ),
    "figure.more": (
        "另有 {count} 个排放源，见排放源表。",
        "{count} more: see the table of sources.",
    ),
    "figure.direct": ("直接排放", "Direct emission"),
    "figure.bought": ("净购入电力、热力的排放", "Emission of bought electricity and heat"),
    "figure.deducted": ("扣减（外供、固碳、回收）", "Deduction (export, carbon kept, recovery)"),
    "figure.accounts": ("三本账", "The three accounts"),
    "figure.after": ("实施后", "After the project"),
    "figure.accounts.alt": (
        "现有工程 {existing}，加本项目 {project}，减以新带老 {replaced}，"
        "实施后 {after}（{unit}）。",
        "Existing {existing}, plus project {project}, less replaced {replaced}, after {after}"
        " ({unit}).",
    ),
    # against what
    "figure.benchmarks": ("碳排放强度与先进值、准入值、参考值", "Intensity against its benchmarks"),
    "figure.benchmarks.alt": (
        "{product}{indicator}（{unit}）：{parts}。",
        "{indicator} of {product} ({unit}): {parts}.",
    ),
    "figure.benchmarks.above": ("高于准入值", "above the admission value"),
    "figure.benchmarks.note": (
        "● 本项目　▲ 准入值、先进值、参考值；实心：主管部门已采用，空心：未采用。横轴不自零起。",
        "● project　▲ benchmarks; filled: adopted by an authority, hollow: not adopted. The axis"
        " does not begin at zero.",
    ),
    "figure.grade": ("{grade} 级", "grade {grade}"),
    "figure.provisional": ("暂行", "provisional"),
    "figure.adopted": ("已采用", "adopted"),
    "figure.other": ("口径不同", "other boundary"),
}
"""``figure.key`` → (Chinese, English); ``.alt`` is what the figure says in words."""
