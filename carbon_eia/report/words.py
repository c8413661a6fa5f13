"""The fixed words of the documents, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from carbon_eia.report.captions import CAPTIONS
from carbon_eia.report.codes import CODES

__all__ = ["WORDS", "namespace", "text_in", "word"]

WORDS: dict[str, tuple[str, str]] = {
    # the document
    "title_before": ("《", "Carbon impact assessment: "),
    "title_after": ("碳排放影响评价报告》", ""),
    "kind": ("建设项目碳排放影响评价报告", "Carbon impact assessment of a construction project"),
    "author": ("carbon-eia 碳排放影响评价工具", "carbon-eia"),
    "keywords": ("碳排放影响评价,碳评,carbon impact assessment", "carbon impact assessment"),
    "banner": (
        "示例准入值，仅供演示，不具行政效力",
        "Sample admission value: for demonstration only, of no administrative effect",
    ),
    "nature_of_report": (
        "本报告由评价记录自动生成，供审查参考，不是行政许可文件。全部数字取自附件 run.json；"
        "显示值按 GB/T 8170 修约，判定用未修约的全数值。",
        "Printed from the attached record run.json and from nothing else, as an aid to review; it"
        " is not a permit. Numbers are rounded for show (GB/T 8170); full values are compared.",
    ),
    "page": ("第", "Page"),
    "of": ("页 / 共", "of"),
    "page_end": ("页", ""),
    "colon": ("：", ": "),
    "stop": ("。", "."),
    "left": ("（", " ("),
    "right": ("）", ")"),
    "quote_left": ("“", "“"),
    "quote_right": ("”", "”"),
    "unit": ("单位", "Unit"),
    "clause_short": ("条款", "Clause"),
    "duties": (
        "按适用的政策规则：",
        "By the rules of policy that apply:",
    ),
    "verdict_rests": ("结论的依据：", "It rests on:"),
    "dash": ("—", "—"),
    "comma": ("、", ", "),
    "semicolon": ("；", "; "),
    "table": ("表", "Table"),
    "figure": ("图", "Figure"),
    "see": ("（见{}）", " (see {})"),
    "ref_none": ("本报告其他部分", "another part of this report"),
    "ref_chapter": ("第 {number} 章", "chapter {number}"),
    "ref_annex": ("附录 {number}", "Annex {number}"),
    "contents": ("目　录", "Contents"),
    # the cover
    "cover_note": (
        "本报告为辅助评价文件，供审查参考，不是行政许可文件。",
        "This report is an aid to review; it is not a permit.",
    ),
    "developer": ("建设单位", "Developer"),
    "evaluator": ("评价单位", "Evaluator"),
    "to_fill": ("（盖章）", "(seal)"),
    # chapters and their sections
    "c_verdict": ("摘要与结论", "Summary and verdict"),
    "c_general": ("总则", "General"),
    "c_project": ("项目概况", "The project"),
    "c_policy": ("政策符合性", "Conformity with policy"),
    "c_existing": ("碳排放现状", "The existing plant"),
    "c_inventory": ("碳排放源识别与核算", "Sources and emission inventory"),
    "c_performance": ("碳排放绩效与对标", "Performance and benchmarks"),
    "c_measures": ("减污降碳措施与方案比选", "Measures and choice among them"),
    "c_effects": ("影响分析", "Effects"),
    "c_monitoring": ("碳排放管理与监测计划", "Management and monitoring"),
    "c_uncertainty": ("不确定性与数据缺口", "Uncertainty and gaps in the data"),
    "c_conclusion": ("结论与建议", "Conclusion"),
    "c_factors": ("参数与因子表", "Parameters and factors"),
    "c_conversions": ("单位换算", "Conversion of units"),
    "c_echo": ("申报文件回显", "The project file"),
    "c_log": ("计算过程记录", "Log of the calculation"),
    "c_evidence": ("证明材料清单", "List of evidence"),
    "c_record": ("准入值文件与评价记录", "Benchmark files and record"),
    "s_purpose": ("评价目的与范围", "Purpose and scope"),
    "s_basis": ("评价依据", "Basis"),
    "s_method": ("核算与评价方法", "Method"),
    "s_quality": ("数据等级", "Grade of the data"),
    "s_project": ("基本情况", "Main facts"),
    "s_inputs": ("能源与物料输入", "Energy and material inputs"),
    "s_policy": ("规则核对", "Rules checked"),
    "s_order31": ("与节能审查和碳排放评价内容的对应", "Where Order 31 items are found"),
    "s_nodes": ("碳排放节点", "Emission nodes"),
    "s_sources": ("分源核算", "Source by source"),
    "s_structure": ("排放结构", "Structure of the emission"),
    "s_gases": ("其他温室气体与生物质 CO2", "Other gases and biogenic CO2"),
    "s_accounts": ("三本账", "The three accounts"),
    "s_intensities": ("碳排放强度", "Carbon intensities"),
    "s_comparisons": ("与准入值、先进值对照", "Against admission and advanced values"),
    "s_energy": ("能耗对标", "Energy beside carbon"),
    "s_measures": ("申报的措施", "Measures declared"),
    "s_path": ("达标路径", "The path to the limit"),
    "s_plan": ("方案比选", "Choice among the measures"),
    "s_defaults": ("缺省值与证据缺口", "Defaults and gaps of evidence"),
    "s_bearing": ("对结论的影响", "Bearing on the verdict"),
    "s_uncertainty": ("不确定度分析", "Analysis of uncertainty"),
    "s_warnings": ("提示与警告", "Warnings"),
    # chapter 1
    "t_basis": ("评价依据", "Basis of the assessment"),
    "basis_kind": ("类别", "Kind"),
    "basis_policy": ("政策", "policy"),
    "basis_reference": ("参照", "by reference"),
    "basis_guide": ("核算指南", "accounting guide"),
    "basis_method": ("核算方法", "method"),
    "basis_limit": ("准入值、先进值", "admission or advanced value"),
    "basis_benchmark": ("参考值", "reference value"),
    "basis_energy": ("能耗限额", "energy limit"),
    # chapter 2
    "t_summary": ("项目基本情况", "The project in brief"),
    "t_products": ("产品方案", "Products"),
    "t_inputs": ("能源与物料输入", "Energy and material inputs"),
    "annual": ("年产量", "Annual output"),
    "input": ("输入", "Input"),
    "material": ("品种与供应", "Kind and supply"),
    "described_by": ("参数（数据来源）", "Parameters (kind of data)"),
    "data_kind": ("数据来源", "Kind of data"),
    "no_evidence_short": ("未附", "none given"),
    # chapter 3
    "t_policy": ("政策规则核对", "Rules of policy checked"),
    "requirement": ("要求", "Requirement"),
    "situation": ("项目情况", "Situation of the project"),
    "conformity": ("符合性", "Conformity"),
    "state_held": ("✓ 符合", "✓ holds"),
    "state_failed": ("× 不符", "× fails"),
    "state_lacking": ("— 缺资料", "— no data"),
    "state_foreign": ("— 不适用", "— does not apply"),
    "state_informed": ("· 告知", "· informs"),
    "t_order31": ("31 号令内容与章节对应", "Order 31 items and chapters"),
    "order31_item": ("碳排放评价的内容", "Item of the carbon evaluation"),
    "order31_where": ("所在章节", "Where"),
    "order31_total": ("碳排放总量与结构", "total emission and its structure"),
    "order31_unit": ("单位产品碳排放", "emission per product"),
    "order31_level": (
        "与国家、行业标准和先进水平的对比",
        "comparison with national and sector standards and the advanced level",
    ),
    "order31_measures": ("降碳措施", "low-carbon measures"),
    "order31_region": ("对所在地区的影响", "effect on the region"),
    "order31_opinion": ("供节能审查意见采用的结论", "conclusion for the review opinion"),
    # chapters 4 and 5
    "t_existing": ("现有工程与以新带老的排放源", "Sources of the existing plant and replaced ones"),
    "t_nodes": ("碳排放节点", "Emission nodes"),
    "node": ("节点", "Node"),
    "form": ("形式", "Form"),
    "direct": ("直接", "direct"),
    "indirect": ("间接", "indirect"),
    "cause": ("产生原因", "Cause"),
    "gas": ("气体", "Gas"),
    "acting": ("涉及的措施", "Measures that act on it"),
    "t_gases": ("CO2 以外的温室气体", "Greenhouse gases other than CO2"),
    "mass": ("质量 (t)", "Mass (t)"),
    "potential": ("增温潜势", "GWP"),
    "change": ("变化量（本项目－以新带老）", "Change (project − replaced)"),
    # chapters 8 to 11
    "city_carbon_intensity": ("碳排放强度", "carbon intensity"),
    "city_total": ("碳排放总量", "total emission"),
    "city_year": ("年份", "year"),
    "t_monitoring": ("监测计划", "Monitoring plan"),
    "watched": ("监测参数", "Parameter"),
    "taken": ("本次取值", "Value taken"),
    "action": ("监测要求", "What to do"),
    "frequency_post": ("频次、器具与责任岗位", "Frequency, meter and post"),
    "watch_meter": ("计量，并与购销或生产记录核对", "meter, check against records"),
    "watch_analyse": ("检测，保存检测报告或说明", "analyse, keep the report"),
    "watch_replace": ("现为缺省值，宜检测后代替", "a default: measure and replace"),
    "watch_confirm": ("现为约定值，须核实", "an assumption: confirm"),
    "watch_official": ("官方公布值，随公布更新", "an official value: update when published"),
    "spread": ("区间", "Interval"),
    "spread_basis": ("依据", "Basis"),
    "first_order": ("一阶影响", "First order"),
    "total_order": ("总影响", "Total order"),
    "break_even": ("临界值", "Break-even"),
    "t_defaults": ("缺省、约定与证据较弱的取值", "Defaults, assumptions and weak evidence"),
    # annexes
    "t_conversions": ("申报单位与计算单位", "Units as typed and as computed"),
    "as_typed": ("申报", "As typed"),
    "as_used": ("计算采用", "As computed"),
    "no_conversions": ("申报单位与计算单位相同，没有换算。", "No unit was converted."),
    "t_log": ("计算过程（全数值）", "The calculation in full numbers"),
    "step": ("步骤", "Step"),
    "calculation": ("算式", "Calculation"),
    "log_category": ("本类各源之和", "sum of its sources"),
    "log_total": ("各类之和", "sum of the categories"),
    "log_margin": ("对 {limit} 的裕度", "margin to {limit}"),
    "t_evidence": ("证明材料", "Evidence"),
    "echo_what": (
        "申报文件原文如下；文件同时附于本报告，其 SHA-256 为 {sha}。",
        "The project file as handed in; it is attached to this report, SHA-256 {sha}.",
    ),
    "echo_cut": (
        "（以下从略，全文见附件 project.toml）",
        "(the rest is left out here; the whole is in the attached project.toml)",
    ),
    "rules_else": (
        "其余 {total} 条政策规则（见{table}）：{states}",
        "{total} further rules of policy (see {table}): {states}",
    ),
    "count_held": ("符合 {n} 条", "{n} hold"),
    "count_failed": ("不符 {n} 条", "{n} fail"),
    "count_informed": ("告知而不作判断 {n} 条", "{n} only inform"),
    "count_lacking": ("缺资料未判断 {n} 条", "{n} not judged for lack of data"),
    "count_foreign": ("按所填事实不适用 {n} 条", "{n} do not apply by the facts stated"),
    # project facts
    "name": ("项目名称", "Project"),
    "code": ("项目代码", "Project code"),
    "stage": ("建设阶段", "Stage"),
    "nature": ("建设性质", "Nature"),
    "sector": ("行业", "Sector"),
    "region": ("所在地区", "Region"),
    "year": ("核算年份", "Accounting year"),
    "as_of": ("评价日", "As of"),
    "run": ("评价记录", "Run"),
    "products": ("产品与年产量", "Annual output"),
    "main": ("主产品", "main product"),
    "investment": ("总投资", "Investment"),
    "output_value": ("工业总产值", "Gross output"),
    "added_value": ("工业增加值", "Added value"),
    "money_facts": ("经济指标", "Economics"),
    "boundary": ("核算边界", "Boundary"),
    "guide": ("核算指南", "Accounting guide"),
    "guide_departs": ("与本行业指南的不同", "Where it departs from the sector's own guide"),
    "gwp": ("增温潜势", "GWP set"),
    # the verdict
    "provisional": ("暂行", "provisional"),
    "indicative": (
        "示意：若证据充分，结论将为“{label}”；仅供参考，不作为结论",
        "Indicative only: with sufficient evidence the verdict would be “{label}”. Not a verdict.",
    ),
    "provisional_why": (
        "准入值未经主管部门采用，结论为暂行结论",
        "No authority has adopted the admission value: the verdict is provisional",
    ),
    "total": ("年碳排放总量", "Annual emission"),
    "intensity": ("碳排放强度", "Carbon intensity"),
    "admission": ("准入值", "Admission value"),
    "advanced": ("先进值", "Advanced value"),
    "above": ("高于准入值 {percent} %", "{percent} % above the admission value"),
    "below": ("低于准入值 {percent} %", "{percent} % below the admission value"),
    "equal": ("等于准入值", "equal to the admission value"),
    "not_determined": ("未能算出", "not determined"),
    "no_admission": ("没有适用值", "none applies"),
    "this_project": ("本项目现状", "Project as it stands"),
    "with_committed": ("承诺措施后", "With committed measures"),
    "with_proposed": ("建议方案后", "With proposed measures"),
    "limit_line": ("虚线为准入值", "Dashed line: admission value"),
    "t_reasons": ("判定依据", "Reasons"),
    "rule": ("规则", "Rule"),
    "clause": ("条款与文件", "Clause and instrument"),
    "fact": ("认定的事实", "Finding"),
    "value": ("数值", "Value"),
    "limit": ("限值", "Limit"),
    "result": ("结果", "Result"),
    "passed_yes": ("✓ 符合", "✓ holds"),
    "passed_no": ("× 不符", "× fails"),
    "passed_none": ("— 未判", "— not judged"),
    "conditions": ("条件", "Conditions"),
    "deadline": ("改造期限", "Deadline"),
    "missing": ("所缺资料", "What is missing"),
    "grade": ("证据等级", "Grade"),
    "grade_short": ("等级", "Grade"),
    # the inventory
    "t_categories": ("按类别的排放", "Emission by category"),
    "t_sources": ("按排放源的核算", "Emission by source"),
    "t_accounts": ("三本账", "The three accounts"),
    "category": ("类别", "Category"),
    "share": ("占比 %", "Share %"),
    "emission": ("排放量", "Emission"),
    "sum": ("合计", "Total"),
    "incomplete": (
        "排放核算不完整：有排放源缺少数据，不能给出总量。下列数字只是已能算出的部分。",
        "The inventory is incomplete: data are missing, so there is no total. The figures below"
        " are only what could be computed.",
    ),
    "no_total": ("不完整，不给出总量", "incomplete: no total"),
    "part_missing": ("不完整", "incomplete"),
    "not_computed": ("缺数据，未算出", "not computed"),
    "source": ("排放源", "Source"),
    "method": ("核算方法", "Method"),
    "amount": ("活动水平", "Activity"),
    "formula": ("算式", "Formula"),
    "numbers": ("代入", "With numbers"),
    "by": ("方法出处", "Method from"),
    "evidence": ("证明材料", "Evidence"),
    "uncertainty": ("不确定度", "Uncertainty"),
    "account": ("账目", "Account"),
    "after": ("实施后（现有＋本项目－以新带老）", "After (existing + project − replaced)"),
    "biogenic": (
        "生物质 CO2 另计，不在总量内：",
        "Biogenic CO2, reported beside the total and not in it: ",
    ),
    "no_sources": ("没有申报排放源。", "No emission source is declared."),
    # parameters
    "t_parameters": ("参数取值与来源", "Parameters and where they come from"),
    "t_documents": ("引用的文件", "Documents cited"),
    "parameter": ("参数", "Parameter"),
    "status": ("状态", "Status"),
    "origin": ("来源与定位", "Source and place"),
    "validity": ("有效期", "Valid"),
    "why": ("取值理由", "Why this value"),
    "document": ("文件名称", "Title"),
    "number": ("文号", "Number"),
    "declared": ("申报值", "declared"),
    "no_evidence": ("申报值，未附证明材料", "declared, no evidence given"),
    "from_date": ("{start} 起", "from {start}"),
    "until": ("{start} 至 {end}（不含）", "{start} to {end} (excl.)"),
    "counts": ("共 {total} 项参数", "{total} parameters"),
    "legend": (
        "◆ 缺省：申报未给出，取自参考数据；▲ 约定：没有文件依据，须确认；"
        "▲ 改用：首选数据表没有，改用他表；▲ 旧年：所需年份尚未公布，沿用较早年份；"
        "C 级：证据最弱。",
        "◆ default: not declared, taken from the reference data; ▲ assumed: no document behind it,"
        " to be confirmed; ▲ fallback: taken from another table than the preferred one; ▲ earlier:"
        " the year asked for is not published yet; grade C: weakest evidence.",
    ),
    "flag_default": ("◆ 缺省", "◆ default"),
    "flag_assumption": ("▲ 约定", "▲ assumed"),
    "flag_fallback": ("▲ 改用", "▲ fallback"),
    "flag_older": ("▲ 旧年", "▲ earlier"),
    "flag_other": ("▲ 须核对", "▲ to be checked"),
    # comparisons
    "t_intensities": ("碳排放强度", "Carbon intensities"),
    "t_comparisons": ("对标", "Benchmarks"),
    "t_energy": ("单位产品能耗与限额", "Specific energy and limits"),
    "energy_within": ("✓ 不高于", "✓ within"),
    "energy_above": ("✕ 高于", "✕ above"),
    "energy_not_judged": ("未判", "not judged"),
    "listed": ("、", ", "),
    "energy_no_level": ("未判级", "no level judged"),
    "energy_primary": ("等价值", "primary value"),
    "energy_per_product": ("单位产品", "per product"),
    "energy_both": ("当量值 / 等价值 ", "equivalent / primary "),
    "energy_document": ("文件", "Document"),
    "indicator": ("指标", "Indicator"),
    "product": ("产品", "Product"),
    "numerator": ("排放量", "Emission"),
    "denominator": ("产出", "Output"),
    "level": ("层级", "Level"),
    "margin": ("裕度 %", "Margin %"),
    "margin_note": (
        "裕度 =（限值 − 数值）÷ 限值；负数表示超出限值。",
        "Margin = (limit − value) ÷ limit; a negative margin means above the limit.",
    ),
    "adopted": ("采用", "Adopted"),
    "adopted_yes": ("✓ 已采用", "✓ adopted"),
    "adopted_no": ("— 未采用", "— not adopted"),
    "illustrative": ("示例", "sample"),
    "citation": ("出处", "Citation"),
    "other_boundary": ("口径不同，仅供参考", "Another boundary: for reference only"),
    "same_boundary": ("与核算边界同口径", "Same boundary as the inventory"),
    "no_comparisons": (
        "没有适用于评价日的准入值、先进值或参考值。",
        "No admission, advanced or reference value applies on the day.",
    ),
    # measures
    "t_measures": ("措施", "Measures"),
    "t_path": ("达标路径", "The path to the limit"),
    "measure": ("措施", "Measure"),
    "effects": ("效果", "Effects"),
    "saves": ("减少", "saves"),
    "adds": ("增加", "adds"),
    "dates": ("开工 → 完成", "Start → finish"),
    "money": ("投资 / 年费用", "Investment / annual cost"),
    "requires": ("须先有", "requires"),
    "excludes": ("互斥", "excludes"),
    "plan": ("方案", "Plan"),
    "measures_in": ("包含的措施", "Measures"),
    "against": ("对照准入值", "Against the limit"),
    "finish": ("最迟完成", "Last finish"),
    "no_measures": ("没有申报措施。", "No measure is declared."),
    "not_exhaustive": (
        "计划措施过多，未试遍全部组合。",
        "Too many planned measures: not every combination was tried.",
    ),
    "reaches": ("✓ 不高于", "✓ not above"),
    "exceeds": ("× 高于", "× above"),
    # warnings
    "warning_code": ("代码", "Code"),
    "where": ("位置", "Where"),
    "message": ("内容", "What"),
    "hint": ("处理建议", "What to do"),
    # the annex
    "t_record": ("评价记录", "The record"),
    "t_instruments": ("采用的准入值文件", "Benchmark files used"),
    "run_id": ("评价记录编号（SHA-256）", "Run id (SHA-256)"),
    "schema": ("记录格式", "Schema"),
    "reference_version": ("参考数据版本", "Reference data version"),
    "reference_sha": ("参考数据 SHA-256", "Reference data SHA-256"),
    "project_sha": ("project.toml SHA-256", "project.toml SHA-256"),
    "attachments": ("附件", "Attachments"),
    "attachments_what": (
        "run.json（评价记录全文）、project.toml（申报文件原文），嵌入本 PDF",
        "run.json (the whole record) and project.toml (as handed in), embedded in this PDF",
    ),
    "attachment_park": ("园区文件原文", "The park file as handed in"),
    "kind_park": ("产业园区规划环评碳排放评价", "Carbon evaluation of an industrial park's plan"),
    "attachment_run": ("评价记录全文", "The whole record of the assessment"),
    "attachment_project": ("申报文件原文", "The project file as handed in"),
    "attachment_workbook": ("计算表（可重算）", "The calculation as live formulas"),
    "authority": ("机关", "Authority"),
    "date": ("日期", "Date"),
    "file": ("文件", "File"),
    "no_instruments": ("没有使用准入值文件。", "No benchmark file was used."),
    **CAPTIONS,
    **CODES,
}
"""Key → (Chinese, English). Keys with a dot name a code of the Run."""


def word(key: str, lang: str, default: str | None = None) -> str:
    """A fixed word in a language; the default where there is none.

    >>> word("admission", "zh"), word("method.no_such", "en", "no_such")
    ('准入值', 'no_such')
    """
    pair = WORDS.get(key)
    if pair is None:
        if default is None:
            raise KeyError(key)
        return default
    return pair[1] if lang == "en" else pair[0]


def namespace(lang: str) -> SimpleNamespace:
    """The words that templates use, as attributes.

    >>> namespace("en").admission
    'Admission value'
    """
    return SimpleNamespace(**{key: word(key, lang) for key in WORDS if "." not in key})


def text_in(value: object, lang: str) -> str:
    """A text of the Run that may be given by language.

    >>> text_in({"zh": "熟料", "en": "clinker"}, "en"), text_in("铅锭", "en"), text_in(None, "en")
    ('clinker', '铅锭', '')
    """
    if isinstance(value, Mapping):
        return str(value.get(lang) or value.get("zh") or "")
    return "" if value is None else str(value)
