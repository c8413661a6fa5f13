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
    "figure.and_more": ("另有 {count} 项", "and {count} more"),
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
    # where the carbon goes
    "figure.sankey": ("碳流：从投入到排放与去向", "Carbon flow from inputs to emissions"),
    "figure.sankey.alt": (
        "投入端：{inputs}。经{categories}，去向：{ends}。",
        "Inputs: {inputs}. Through {categories} to: {ends}.",
    ),
    "figure.sankey.inputs": ("投入（活动水平 → 排放）", "Inputs (activity → emission)"),
    "figure.sankey.categories": ("类别", "Categories"),
    "figure.sankey.ends": ("去向", "Where it goes"),
    "figure.sankey.net": (
        "类别的数值为扣减后的净值；带宽为扣减前。",
        "Categories show their sum after deductions, bands what is released before them.",
    ),
    "figure.sankey.rest": ("其余 {count} 个排放源", "{count} other sources"),
    "figure.sankey.biogenic": ("生物质 CO2（另计）", "Biogenic CO2 (beside the total)"),
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
    "figure.admission": ("准入值", "Admission value"),
    "figure.advanced": ("先进值", "Advanced value"),
    "figure.reference": ("参考值", "Reference value"),
    "figure.grade": ("{grade} 级", "grade {grade}"),
    "figure.provisional": ("暂行", "provisional"),
    "figure.adopted": ("已采用", "adopted"),
    "figure.other": ("口径不同", "other boundary"),
    # where it is metered
    "figure.flow": (
        "工艺流程、碳排放节点与监测点位",
        "Process flow, CO2 nodes and monitoring points",
    ),
    "figure.flow.alt": (
        "监测点与碳排放节点：{sources}。产品：{products}。",
        "Meters and CO2 nodes: {sources}. Products: {products}.",
    ),
    "figure.flow.inputs": ("计量对象与活动水平", "What is metered"),
    "figure.flow.units": ("单元与碳排放节点", "Units and CO2 nodes"),
    "figure.flow.products": ("产品", "Products"),
    "figure.flow.boundary": ("核算边界", "Boundary"),
    "figure.flow.meter": ("监测（计量）点", "Meter"),
    "figure.flow.node": ("碳排放节点", "CO2 node"),
    "figure.flow.far": ("排放发生在能源生产地", "Emitted where the energy is made"),
    # what happens when, and what it costs
    "figure.path": ("碳排放强度的变化与改造期限", "Intensity over time and the deadline"),
    "figure.path.alt": (
        "碳排放强度（{unit}）：{steps}。{levels}；改造期限 {deadline}。",
        "Intensity ({unit}): {steps}. {levels}; deadline {deadline}.",
    ),
    "figure.gantt": ("降碳措施进度", "Schedule of the measures"),
    "figure.gantt.alt": (
        "措施进度：{tasks}。改造期限 {deadline}。",
        "Measures: {tasks}. Deadline {deadline}.",
    ),
    "figure.gantt.money": ("投资", "Investment"),
    "figure.gantt.more": (
        "另有 {count} 项措施，见措施表。",
        "{count} more: see the table of measures.",
    ),
    "figure.curve": ("减排成本曲线", "Abatement cost curve"),
    "figure.curve.alt": (
        "按单位减排成本由低到高：{measures}。",
        "From the cheapest tonne to the dearest: {measures}.",
    ),
    "figure.curve.outside": ("虚线框：不在方案内", "Dashed: not in the plan"),
    "figure.curve.up": ("单位减排成本（{unit}）", "Cost per tonne ({unit})"),
    "figure.curve.along": ("累计减排量（{unit}）→", "Saved, added up ({unit}) →"),
    "figure.certainty": ("结论的把握程度", "How sure the verdict is"),
    "figure.certainty.after": ("措施完成后", "After the measures"),
    "figure.certainty.alt": ("碳排放强度（{unit}）：{spreads}", "Intensity ({unit}): {spreads}"),
    "figure.certainty.spread": (
        "{what}均值 {mean}，区间 {low} 至 {high}",
        "{what}: mean {mean}, interval {low} to {high}",
    ),
    "figure.certainty.limit": ("；准入值 {limit}", "; admission value {limit}"),
    "figure.certainty.above": (
        "；高于准入值的概率 {probability}",
        "; probability of exceeding it {probability}",
    ),
    "figure.certainty.note": (
        "● 均值，横线为区间（置信水平 {level}）；{unit}",
        "● mean, the bar is the interval (level {level}); {unit}",
    ),
    "figure.certainty.hatched": ("斜线：高于准入值", "hatched: above the admission value"),
}
"""``figure.key`` → (Chinese, English); ``.alt`` is what the figure says in words."""
