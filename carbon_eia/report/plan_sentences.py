"""What the report says of a plan of measures; written as in ``sentences``."""

from __future__ import annotations

__all__ = ["PLAN_SENTENCES"]

PLAN_SENTENCES: dict[str, tuple[str, str]] = {
    "plan_stands": (
        "计划结果：{status}；目标是{goal}（{origin}）。{reason}。",
        "Result of the planning: {status}; aim: {goal} ({origin}). {reason}.",
    ),
    "plan_waived": (
        "没有方案同时达到{target}的要求，本方案不含它；该项要求是否必须达到，由审查机关决定。",
        "No plan reaches the {target} asked for as well; it is left out of this one, and whether"
        " it has to be met is for the reviewing authority to decide.",
    ),
    "plan_obstacle_measures": (
        "障碍是措施不够：即使全部可用措施都实施，也达不到限值。",
        "What stands in the way is the measures: even with all of them the limit is not reached.",
    ),
    "plan_obstacle_time": (
        "障碍是时间：措施足以达到限值，但不能证明在期限前完成。",
        "What stands in the way is time: the measures would do, yet nothing shows them finished by"
        " the deadline.",
    ),
    "plan_obstacle_budget": (
        "障碍是投资：按期的方案都超过申报的投资上限。",
        "What stands in the way is money: every plan in time is above the stated budget.",
    ),
    "plan_obstacle_time_budget": (
        "障碍是时间和投资：在申报的投资上限内没有方案能按期完成。",
        "What stands in the way is time and money: within the stated budget nothing is finished in"
        " time.",
    ),
    "plan_nearest": (
        "足以达到限值的措施最早于 {day!q} 完成。",
        "What would reach the limit is finished on {day!q} at the earliest.",
    ),
    "plan_everything": (
        "不计时间和费用，全部措施（{measures}）可使强度降至 {value!q}，限值为 {limit!q}。",
        "Time and cost apart, all measures ({measures}) would bring the intensity to {value!q},"
        " against a limit of {limit!q}.",
    ),
    "plan_reach": (
        "方案{table_plan}使强度由 {before!q} 变为 {value!q}，限值 {limit!q}；最后一项于 {finish!q}"
        " 完成。",
        "The plan{table_plan} takes the intensity from {before!q} to {value!q}, against a limit of"
        " {limit!q}; the last measure is finished on {finish!q}.",
    ),
    "plan_reach_undated": (
        "方案{table_plan}使强度由 {before!q} 变为 {value!q}，限值 {limit!q}。",
        "The plan{table_plan} takes the intensity from {before!q} to {value!q}, against a limit of"
        " {limit!q}.",
    ),
    "plan_low": (
        "各项效果都取下限时，强度为 {value!q}。",
        "With every saving at its low end the intensity is {value!q}.",
    ),
    "plan_high": (
        "各项效果都取上限时，强度为 {value!q}。",
        "With every saving at its high end the intensity is {value!q}.",
    ),
    "plan_steps": (
        "强度随完成日的变化{figure_path}：{steps}。",
        "Path of the intensity{figure_path}: {steps}.",
    ),
    "plan_order": (
        "各项的减排量按申报次序逐项重算整个清单得到，合计等于总差。",
        "The saving of each measure is a difference of whole inventories, in the order of the"
        " file; together they are the whole difference.",
    ),
    "plan_curve": (
        "减排成本曲线{figure_curve}按每项单独实施（连同其前置措施）的效果和每吨成本"
        "排列；曲线的次序不等于方案，因为措施相互影响，还有期限、投资上限和互斥。",
        "The abatement cost curve{figure_curve} ranks each measure alone (with what it"
        " requires) by its cost per tonne; a curve order is not a plan, because measures act on"
        " one another and deadline, budget and exclusions count too.",
    ),
    "plan_unpriced": (
        "没有每吨成本的措施不在曲线上：{measures}。",
        "Measures without a cost per tonne are not on the curve: {measures}.",
    ),
    "plan_no_rate": (
        "未申报折现率，不计算年化成本和每吨减排成本。",
        "No discount rate is declared: neither annualised cost nor cost per tonne is computed.",
    ),
    "plan_candidates": (
        "措施库中适合本行业、能由目录数值算出范围的 {count} 条列于{table_candidates!n}；范围是该条"
        "对所列排放源单独作用时的减排量。候选没有本项目的费用和工期，本身不作结论依据：由建设单位"
        "补充设计数据、费用和工期并作出承诺后，才能列为措施。",
        "{table_candidates!n} lists the {count} entries of the catalogue that fit the sector and"
        " whose numbers give a range for this project; the range is what the entry saves at the"
        " source named, alone. Candidates have neither cost nor schedule of this project and"
        " decide nothing by themselves: they become measures once the developer has added design"
        " figures, cost and schedule and has committed to them.",
    ),
    "plan_candidates_else": (
        "另有 {count} 条适合本行业，作用的用量须由项目给出，措施库不能算出范围：{names}。",
        "{count} more fit the sector, yet only the project can say how much they act on: {names}.",
    ),
}
"""Key → (Chinese, English)."""
