"""What the chapters of a report say, in Chinese and English.

``{name}`` is a fact, ``{total!q}`` a quantity that no line break tears apart,
``{table_sources+figure_sources}`` the reference in brackets, left out where there is none;
``{chapter_factors!n}`` the reference as a noun, for what is in every report that says so.
"""

from __future__ import annotations

from carbon_eia.report.plan_sentences import PLAN_SENTENCES

__all__ = ["SENTENCES"]

SENTENCES: dict[str, tuple[str, str]] = {
    # 1 general
    "purpose": (
        "本报告评价{stage}项目“{name}”的碳排放影响：核算一个正常生产年份的碳排放量，与行业准入值"
        "对照，按下列依据给出评价结论。",
        "This report assesses the carbon impact of the {stage} project “{name}”: it accounts the"
        " emission of one year of normal operation, holds it against the admission value of the"
        " sector, and gives a verdict under the instruments below.",
    ),
    "scope_boundary": (
        "核算边界：{boundary}。核算年份 {year!q}，评价日 {day!q}；规则、准入值和因子按评价日有效"
        "的版本采用。",
        "Boundary: {boundary}. Accounting year {year!q}, assessed as of {day!q}; rules, limits"
        " and factors are those in force on that day.",
    ),
    "scope_only_co2": (
        "申报的排放源只排放 CO2，不涉及其他温室气体。",
        "The declared sources emit CO2 and no other greenhouse gas.",
    ),
    "scope_gases": (
        "申报的排放源涉及 {gases}；非 CO2 气体按 IPCC {gwp} 的 100 年增温潜势折算为 CO2e。",
        "The declared sources emit {gases}; gases other than CO2 are counted in CO2e with the"
        " 100-year potentials of IPCC {gwp}.",
    ),
    "scope_gases_open": (
        "有排放源缺少数据，气体种类以已能算出的排放源为准：{gases}。",
        "Data of some sources are missing; the gases are those of the sources that could be"
        " computed: {gases}.",
    ),
    "chosen_gwp": (
        "增温潜势采用 IPCC {gwp}，由申报文件选定。",
        "The potentials are those of IPCC {gwp}, chosen in the project file.",
    ),
    "chosen_fuel_table": (
        "燃料缺省值首选表由申报文件选定：{table}。",
        "The preferred table of fuel defaults was chosen in the project file: {table}.",
    ),
    "method_guide": (
        "排放量按{guide}核算；各排放源的公式、取值和出处见{chapter_inventory!n}，参数来源逐项列"
        "于{chapter_factors!n}。",
        "Emissions are accounted by {guide}; formula, values and origin of each source are in"
        " {chapter_inventory!n}, the origin of every parameter in {chapter_factors!n}.",
    ),
    "method_intensity": (
        "碳排放强度为年碳排放总量与主产品年产量之比，与同一产品、同一边界的准入值比较；不高于即"
        "为符合，相等也为符合。",
        "The carbon intensity is the annual emission divided by the annual output of the main"
        " product; it is held against the admission value of the same product and boundary, and"
        " conforms when it is not above it; an equal value conforms.",
    ),
    "method_rounding": (
        "运算过程不修约，判定用全数值；本报告显示的数字按 GB/T 8170 修约，与限值接近时增加小数位"
        "数。",
        "Nothing is rounded between steps, and full values are compared; numbers shown are"
        " rounded by GB/T 8170, with more decimals near a limit.",
    ),
    "method_evidence": (
        "证据分 A、B、C 三级：A 为多个公开来源一致或文件本身可查，B 为一个公开来源，C 为尚未核对"
        "原文或属于约定。C 级数据不能单独支持否定性结论。",
        "Evidence has three grades: A, several publications agree or the document is well known;"
        " B, one publication; C, not yet checked against the document, or an assumption. Grade C"
        " alone never supports a negative verdict.",
    ),
    "basis_own": (
        "另有 {count} 条规则属于本工具的约定，不是文件规定，在{table_policy!n}中注明。",
        "Rules that are conventions of this tool and not of a document: {count};"
        " {table_policy!n} marks them.",
    ),
    "quality_weak": (
        "其中 {count} 项为缺省值、约定值或证据较弱的取值，逐项列于{table_defaults!n}。",
        "Defaults, assumptions and values of weaker evidence among them: {count};"
        " {table_defaults!n} lists them.",
    ),
    "quality_none_weak": (
        "没有使用缺省值、约定值或 C 级数据。",
        "No default, no assumption and no grade C value is used.",
    ),
    # 2 the project
    "project_what": (
        "项目位于{region}，所属行业为{sector}，{stage}。",
        "The project lies in {region}; its sector is {sector}; it is {stage}.",
    ),
    "project_what_nature": (
        "项目位于{region}，所属行业为{sector}，建设性质为{nature}，{stage}。",
        "The project lies in {region}; its sector is {sector}; nature of the works: {nature}; it is"
        " {stage}.",
    ),
    "project_main": (
        "碳排放强度以{product}为主产品计，年产量 {amount!q}。",
        "The carbon intensity is counted on {product}, with an annual output of {amount!q}.",
    ),
    "project_no_main": (
        "没有可作强度分母的主产品产量，单位产品碳排放强度无法计算。",
        "There is no output of a main product to divide by: carbon per product cannot be computed.",
    ),
    "inputs_what": (
        "申报的能源、物料输入和其他活动水平共 {count} 项{table_inputs}；标“缺省”的参数申报文件没"
        "有给出。",
        "Inputs of energy, material and other activity declared: {count}{table_inputs}. What is"
        " marked as default was not given in the project file.",
    ),
    # 3 policy
    "policy_count": (
        "共核对 {total} 条规则{table_policy}：{states}。",
        "Rules checked: {total}{table_policy}; {states}.",
    ),
    "policy_vetoes": (
        "不符的否决项：{rules}。",
        "Vetoes that fail: {rules}.",
    ),
    "policy_others": (
        "不符的条件项和参考项：{rules}。",
        "Conditions and advice that fail: {rules}.",
    ),
    "policy_none_fails": (
        "已判断的规则没有不符的。",
        "None of the rules that were judged fails.",
    ),
    "policy_order31": (
        "《固定资产投资项目节能审查和碳排放评价办法》（国家发展改革委令2025年第31号）要求的碳排"
        "放评价内容与本报告章节的对应见{table_order31!n}。",
        "{table_order31!n} shows where this report holds what the Measures for energy-saving"
        " review and carbon evaluation of fixed-asset investment projects (NDRC Order 31 of 2025"
        ") ask for.",
    ),
    # 4 the existing plant
    "existing_given": (
        "现有工程年碳排放 {existing!q}，其中由本项目以新带老削减 {replaced!q}{table_existing}。",
        "The existing plant emits {existing!q} a year, of which this project replaces"
        " {replaced!q}{table_existing}.",
    ),
    "existing_only": (
        "现有工程年碳排放 {existing!q}；没有申报以新带老的削减{table_existing}。",
        "The existing plant emits {existing!q} a year; no replaced source is declared"
        "{table_existing}.",
    ),
    "replaced_only": (
        "申报了以新带老削减 {replaced!q}，没有申报现有工程的其他排放源{table_existing}。",
        "Replaced sources of {replaced!q} are declared and no other source of an existing plant"
        "{table_existing}.",
    ),
    "existing_open": (
        "现有工程或以新带老的排放源缺少数据，不能给出合计{table_existing}。",
        "Data of the existing or the replaced sources are missing: there is no sum"
        "{table_existing}.",
    ),
    "existing_lacking": (
        "建设性质为{nature}，但申报文件没有现有工程的排放源，现状排放和三本账未能核算。",
        "The nature of the works is {nature}, yet no source of the existing plant is declared:"
        " the present emission and the three accounts could not be drawn up.",
    ),
    "existing_new": (
        "本项目为新建，没有申报现有工程的排放源，不涉及现状排放。",
        "This is a new project and no source of an existing plant is declared: there is no present"
        " emission to account.",
    ),
    "existing_none": (
        "没有申报现有工程的排放源。",
        "No source of an existing plant is declared.",
    ),
    # 5 the inventory
    "nodes_what": (
        "核算边界内共识别排放源 {count} 个{table_nodes+figure_flow}，其中直接排放 {direct} 个，"
        "购入（或外供）电力和热力的间接排放 {indirect} 个。",
        "Sources within the boundary: {count}{table_nodes+figure_flow}, of which direct"
        " {direct}, indirect (power and heat bought or supplied) {indirect}.",
    ),
    "total_is": (
        "本项目年碳排放总量为 {total!q}{table_categories+figure_structure}。",
        "The annual emission of the project is {total!q}{table_categories+figure_structure}.",
    ),
    "category_top": (
        "按类别，{category}最多，{amount!q}，占 {share!q}。",
        "By category, {category} is the largest: {amount!q}, {share!q} of the total.",
    ),
    "category_only": (
        "全部来自{category}。",
        "All of it is of the category {category}.",
    ),
    "source_top": (
        "最大的单个排放源是“{source}”，{amount!q}，占 {share!q}{table_sources+figure_sources}。",
        "The largest single source is “{source}”: {amount!q}, {share!q} of the total"
        "{table_sources+figure_sources}.",
    ),
    "source_only": (
        "只有一个有排放的排放源：“{source}”{table_sources}。",
        "A single source emits: “{source}”{table_sources}.",
    ),
    "power_share": (
        "净购入电力占 {share!q}，这部分随电网因子的更新而变。",
        "Purchased electricity is {share!q} of it; this part moves with each new grid factor.",
    ),
    "deductions": (
        "“{names}”为扣减项（外供或回收利用），以负值计入。",
        "“{names}” are deductions (supplied to others or recovered), counted as negative.",
    ),
    "zero_total": (
        "按申报资料，年碳排放总量为零。",
        "By the data declared the annual emission is nil.",
    ),
    "open_total": (
        "有 {count} 个排放源缺少数据，没有总量：{names}。",
        "Data are missing and there is no total; sources concerned ({count}): {names}.",
    ),
    "gases_what": (
        "除 CO2 外的温室气体按质量和增温潜势分列于{table_gases!n}。",
        "{table_gases!n} gives the gases other than CO2 by mass and potential.",
    ),
    "biogenic_is": (
        "生物质燃烧等产生的 CO2 为 {amount!q}，另行列出，不计入总量。",
        "Biogenic CO2 amounts to {amount!q}; it is reported beside the total and not in it.",
    ),
    "accounts_more": (
        "实施后全厂年碳排放 {after!q}，比现有工程增加 {change!q}{table_accounts+figure_accounts}。",
        "After the works the plant emits {after!q} a year, {change!q} more than the existing plant"
        "{table_accounts+figure_accounts}.",
    ),
    "accounts_less": (
        "实施后全厂年碳排放 {after!q}，比现有工程减少 {change!q}{table_accounts+figure_accounts}。",
        "After the works the plant emits {after!q} a year, {change!q} less than the existing plant"
        "{table_accounts+figure_accounts}.",
    ),
    "accounts_same": (
        "实施后全厂年碳排放 {after!q}，与现有工程相同{table_accounts+figure_accounts}。",
        "After the works the plant emits {after!q} a year, as much as the existing plant"
        "{table_accounts+figure_accounts}.",
    ),
    "plant_less": (
        "全厂{product}单位产品碳排放由实施前 {before!q} 降至实施后 {after!q}"
        "（含现有工程，扣除以新带老）。",
        "Per {product}, the whole plant goes from {before!q} before the works down to {after!q}"
        " after them (existing plant included, less what is replaced).",
    ),
    "plant_more": (
        "全厂{product}单位产品碳排放由实施前 {before!q} 升至实施后 {after!q}"
        "（含现有工程，扣除以新带老）。",
        "Per {product}, the whole plant goes from {before!q} before the works up to {after!q}"
        " after them (existing plant included, less what is replaced).",
    ),
    "plant_same": (
        "全厂{product}单位产品碳排放实施前后均为 {after!q}（含现有工程，扣除以新带老）。",
        "Per {product}, the whole plant stays at {after!q} (existing plant included, less what is"
        " replaced).",
    ),
    "plant_open": (
        "未列现有工程的{product}产量或排放不完整，不能给出全厂实施前后的单位产品碳排放。",
        "The output of {product} of the existing plant is not declared, or its emission is"
        " incomplete: no performance of the whole plant before and after can be given.",
    ),
    "accounts_net_more": (
        "本项目排放扣除以新带老的削减，净增 {change!q}{table_accounts+figure_accounts}。",
        "Less what it replaces, the project adds {change!q} a"
        " year{table_accounts+figure_accounts}.",
    ),
    "accounts_net_less": (
        "本项目排放扣除以新带老的削减，净减 {change!q}{table_accounts+figure_accounts}。",
        "Less what it replaces, the project takes away {change!q} a year"
        "{table_accounts+figure_accounts}.",
    ),
    "accounts_net_same": (
        "本项目的排放与以新带老的削减相等{table_accounts+figure_accounts}。",
        "The project emits as much as it replaces{table_accounts+figure_accounts}.",
    ),
    "accounts_open": (
        "有排放源缺少数据，实施后全厂排放量未能算出{table_accounts}。",
        "Data of some sources are missing: the emission after the works could not be computed"
        "{table_accounts}.",
    ),
    # 6 performance
    "allocation_what": (
        "主产品有 {count!q} 种（{products}），各按分摊到它的排放计算强度，与各自行业的准入值比较"
        "{table_allocation+table_by_product}。",
        "There are {count!q} main products ({products}); the intensity of each is counted on what"
        " it bears and held against the admission value of its own sector"
        "{table_allocation+table_by_product}.",
    ),
    "allocation_open": (
        "有排放源没有说明怎样分摊，各产品的强度无法计算。",
        "For some sources nothing says how they are split, so no intensity can be counted.",
    ),
    "of_product": (
        "以下按主产品{product}计：几种主产品中超出准入值最多或离它最近的一种。",
        "What follows is counted on {product}: of the main products the one furthest above its"
        " admission value, or nearest to it.",
    ),
    "as_to": ("主产品{product}：", "{product}:"),
    "intensity_is": (
        "{product}碳排放强度为 {value!q}{table_intensities}。",
        "The carbon intensity of {product} is {value!q}{table_intensities}.",
    ),
    "intensity_none": (
        "单位产品碳排放强度未能算出，不能与准入值比较。",
        "Carbon per product could not be computed and cannot be held against a limit.",
    ),
    "admission_above": (
        "高于准入值 {limit!q}，超出 {margin!q}；一年超出的排放为 {excess!q}，须减少这么多才达到"
        "准入值{table_comparisons+figure_benchmarks}。",
        "It is above the admission value of {limit!q} by {margin!q}: the year emits {excess!q}"
        " too much, and that is what has to go to reach it{table_comparisons+figure_benchmarks}.",
    ),
    "admission_below": (
        "低于准入值 {limit!q}，低 {margin!q}；产量不变时，一年还可多排放 {excess!q} 而不超过准入值"
        "{table_comparisons+figure_benchmarks}。",
        "It is below the admission value of {limit!q} by {margin!q}: at the same output the year"
        " could emit {excess!q} more without exceeding it{table_comparisons+figure_benchmarks}.",
    ),
    "admission_equal": (
        "等于准入值 {limit!q}，没有余量{table_comparisons+figure_benchmarks}。",
        "It equals the admission value of {limit!q}: there is no room left"
        "{table_comparisons+figure_benchmarks}.",
    ),
    "admission_other": (
        "评价日只有另一边界的准入值 {limit!q}，只作参考{table_comparisons}。",
        "The only admission value of the day, {limit!q}, is of another boundary and serves for"
        " reference{table_comparisons}.",
    ),
    "claim_counts": (
        "“{source}”以证明计入：计入为 {a}，不计入为 {b}。",
        "“{source}” counts with proof: {a} with it, {b} without it.",
    ),
    "claim_refused": (
        "“{source}”未经证明，对照时不计入：计入为 {a}，不计入为 {b}。",
        "“{source}” is not proven and does not count in the comparison: {a} with it,"
        " {b} without it.",
    ),
    "admission_none": (
        "评价日没有适用于本项目产品的准入值，不能判断强度是否符合。",
        "No admission value applies to the product on the day: conformity cannot be judged.",
    ),
    "admission_adopted": (
        "该准入值由{document}采用，证据等级 {grade}。",
        "This value is adopted by {document}; evidence grade {grade}.",
    ),
    "admission_provisional": (
        "该准入值取自{document}，证据等级 {grade}，没有主管部门采用，据此得出的结论为暂行。",
        "This value is taken from {document}, evidence grade {grade}; no authority has adopted it,"
        " and a verdict that rests on it is provisional.",
    ),
    "admission_weak": (
        "该准入值取自{document}，证据等级 C，只可示意，不能据以判定。",
        "This value is taken from {document}, evidence grade C: it may indicate, not decide.",
    ),
    "admission_sample": (
        "该文件是示例文本，不具行政效力。",
        "That document is a sample of no administrative effect.",
    ),
    "advanced_reached": (
        "达到先进值 {limit!q}，比其低 {margin!q}。",
        "It reaches the advanced value of {limit!q} and lies {margin!q} below it.",
    ),
    "advanced_equal": (
        "等于先进值 {limit!q}。",
        "It equals the advanced value of {limit!q}.",
    ),
    "advanced_missed": (
        "未达到先进值 {limit!q}，高 {margin!q}；达到先进值须一年减排 {excess!q}。",
        "It misses the advanced value of {limit!q} by {margin!q}: reaching it takes {excess!q} a"
        " year.",
    ),
    "energy_is": (
        "综合能耗（当量值，GB/T 2589-2020）为 {total!q}，与碳排放并列给出，避免电力因子的变化掩"
        "盖能耗高低{table_energy}。",
        "Comprehensive energy (calorific equivalent, GB/T 2589-2020) is {total!q}; it stands"
        " beside carbon so that a change of the grid factor does not hide it{table_energy}.",
    ),
    "energy_open": (
        "综合能耗未能算出。",
        "Comprehensive energy could not be computed.",
    ),
    # 7 measures
    "no_measures": ("没有申报降碳措施。", "No measure is declared."),
    "measures_count": (
        "申报措施 {total} 项{table_measures}：{by_status}。",
        "Measures declared: {total}{table_measures}; {by_status}.",
    ),
    "measures_done_counted": (
        "已完成的措施计入现状强度。",
        "Completed measures count in the intensity as it stands.",
    ),
    "committed_reach": (
        "承诺且能按期完成的措施实施后，强度为 {value!q}，不高于准入值 {limit!q}，最迟 {finish!q}"
        " 完成{table_plans+figure_path}。",
        "With what is committed and in time the intensity becomes {value!q}, not above the"
        " admission value of {limit!q}; the last measure ends on"
        " {finish!q}{table_plans+figure_path}.",
    ),
    "committed_short": (
        "承诺且能按期完成的措施实施后，强度为 {value!q}，仍高于准入值"
        " {limit!q}{table_plans+figure_path}。",
        "With what is committed and in time the intensity becomes {value!q}, still above the"
        " admission value of {limit!q}{table_plans+figure_path}.",
    ),
    "committed_more": (
        "承诺且能按期完成的措施实施后，强度进一步为 {value!q}{table_plans}。",
        "With what is committed and in time the intensity becomes {value!q}{table_plans}.",
    ),
    "proposed_reach": (
        "加上计划措施的方案（{measures}）可使强度为 {value!q}，不高于准入值；须作出承诺才能作为"
        "结论的依据。",
        "Together with planned measures ({measures}) it becomes {value!q}, not above the limit;"
        " they have to be committed before a verdict can rest on them.",
    ),
    "late_reach": (
        "措施（{measures}）可使强度为 {value!q}，但最后一项 {finish!q} 完成，不能按期。",
        "Measures ({measures}) would bring it to {value!q}, yet the last ends on {finish!q}, not in"
        " time.",
    ),
    "late_reach_undated": (
        "措施（{measures}）可使强度为 {value!q}，但不能证明按期完成。",
        "Measures ({measures}) would bring it to {value!q}, yet nothing shows that they end in"
        " time.",
    ),
    "everything_short": (
        "申报的全部措施实施后强度为 {value!q}，仍高于准入值 {limit!q}，须另有措施。",
        "With every measure declared it becomes {value!q}, still above the admission value of"
        " {limit!q}: further measures are needed.",
    ),
    **PLAN_SENTENCES,
    # 8 effects
    "alpha_above": (
        "单位工业增加值碳排放比城市强度高，α = {alpha!q}：项目投产会抬高城市碳排放强度。",
        "Carbon per added value is above that of the city, α = {alpha!q}: the project raises the"
        " carbon intensity of the city.",
    ),
    "alpha_below": (
        "单位工业增加值碳排放比城市强度低，α = {alpha!q}：项目投产不会抬高城市碳排放强度。",
        "Carbon per added value is below that of the city, α = {alpha!q}: the project does not"
        " raise the carbon intensity of the city.",
    ),
    "alpha_equal": (
        "单位工业增加值碳排放等于城市强度，α = {alpha!q}。",
        "Carbon per added value equals that of the city, α = {alpha!q}.",
    ),
    "beta_is": (
        "项目年碳排放相当于城市总量的 {beta!q}（β）。",
        "The annual emission is {beta!q} of that of the city (β).",
    ),
    "city_is": (
        "城市数据：{facts}；来源：{source}。",
        "City figures: {facts}; source: {source}.",
    ),
    "regional_open": (
        "{which}未计算：缺少城市碳排放数据或项目的对应数据。",
        "{which} could not be computed: figures of the city, or of the project, are missing.",
    ),
    "effects_replacement": (
        "产能、能耗、煤炭和碳排放的等量或减量替代，按所填事实逐条核对于{table_policy!n}。",
        "Replacement of capacity, energy, coal and carbon is checked rule by rule, by the facts"
        " stated, in {table_policy!n}.",
    ),
    # 9 monitoring
    "monitoring_what": (
        "监测计划{table_monitoring}覆盖全部 {count} 个排放源：活动水平须计量并与购销或生产记录核"
        "对；本次采用缺省值的参数，宜在投产后检测，以实测值代替。",
        "The monitoring plan{table_monitoring} covers every source ({count}): activity is"
        " metered and checked against records of purchase or production; what was taken as a"
        " default had better be measured once the plant runs.",
    ),
    "monitoring_open": (
        "频次、器具编号和责任岗位由建设单位在投产前填定；能源计量器具的配备按 GB 17167 执行。",
        "Frequency, meter and post are for the owner to fill in before operation; energy meters are"
        " provided by GB 17167.",
    ),
    # 10 uncertainty
    "defaults_what": (
        "下列 {count} 项取值不是本项目的实测或设计数据，或证据较弱{table_defaults}。",
        "Values that are neither measured nor designed for this project, or that rest on weaker"
        " evidence: {count}{table_defaults}.",
    ),
    "defaults_none": (
        "全部参数由申报给出，且没有 C 级数据。",
        "Every parameter is declared, and none is of grade C.",
    ),
    "evidence_lacking": (
        "申报数据没有附证明材料的排放源：{names}。",
        "Sources whose declared data come without evidence: {names}.",
    ),
    "evidence_complete": (
        "每个排放源的申报数据都注明了证明材料{table_evidence}。",
        "Evidence is named for the declared data of every source{table_evidence}.",
    ),
    "uncertainty_declared": (
        "申报了不确定度的排放源：{names}。",
        "Sources with a declared uncertainty: {names}.",
    ),
    "effect_margin_above": (
        "年排放如被高估 {excess!q}，实际强度即等于准入值；高估达到此数，结论会改变。",
        "If the emission is overstated by {excess!q}, the intensity equals the admission value and"
        " the verdict would be another.",
    ),
    "effect_margin_below": (
        "年排放少算达到 {excess!q} 时，强度才会超过准入值。",
        "Only if the emission is understated by more than {excess!q} would"
        " the intensity exceed the admission value.",
    ),
    "effect_equal": (
        "强度恰等于准入值，任何少算都会改变结论。",
        "The intensity equals the limit; any understatement would change it.",
    ),
    "effect_undetermined": (
        "现有资料不足以判定，所缺资料见{chapter_conclusion!n}。",
        "What is known is not enough for a verdict; {chapter_conclusion!n} says what is missing.",
    ),
    "effect_no_draws": (
        "本次没有作不确定度的定量分析。",
        "Uncertainty was not analysed by numbers in this assessment.",
    ),
    "warnings_what": (
        "核算和评价中的提示 {count} 条{table_warnings}。",
        "Warnings: {count}{table_warnings}.",
    ),
    "warnings_none": ("核算和评价没有提示。", "No warning arose."),
    # 11 conclusion
    "verdict_is": ("评价结论：{label}。", "Verdict: {label}."),
    "verdict_provisional": (
        "评价结论：{label}（暂行）。准入值未经主管部门采用。",
        "Verdict: {label} (provisional). No authority has adopted the admission value.",
    ),
    "verdict_indicative": (
        "若证据充分，结论将为“{label}”；仅供参考，不作为结论。",
        "With sufficient evidence the verdict would be “{label}”; this is an indication, not a"
        " verdict.",
    ),
    "again_when": (
        "申报的产量、原燃料、工艺或准入值、因子发生变化时，应按新的资料重新评价；"
        "附件 run.json 可用于核验本次结果。",
        "When output, materials, process, admission value or factors change, the project has to be"
        " assessed anew; the attached run.json serves to check this result.",
    ),
}
"""Key → (Chinese, English)."""
