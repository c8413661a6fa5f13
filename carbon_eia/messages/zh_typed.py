"""Chinese sentences on what was typed: addresses, numbers and signs that a field cannot take."""

SENTENCES: dict[str, str] = {
    # addresses
    "CE-T001": "模板 {template} 第 {row} 行有错：{why}",
    "CE-T001.hint": "核对模板。",
    "CE-T004": "地区“{value}”自相矛盾：{one}不在{other}",
    "CE-T004.hint": "核对省、市、县；写到县市区，如 湖南省郴州市桂阳县。道路、园区名称写在地区之外。",
    "CE-T002": "地区“{value}”不明确：“{name}”可指{known}",
    "CE-T002.hint": "写明省和市，如 湖南省郴州市桂阳县。",
    "CE-T003": "地区“{value}”：{name}不属全国电网平均排放因子的公布范围",
    "CE-T003.hint": "参考数据没有适用于该地区的因子、限额和政策，本软件不能评价。",
    # numbers
    "CE-T010": "“{text}”含两个数",
    "CE-T010.hint": "一项只写一个数；区间请写一个取值，并在 uncertainty 中说明范围。",
    "CE-T011": "“{text}”是日期或时间，不是数量",
    "CE-T011.hint": "单元格可能被电子表格改成了日期；按文本重新填写数值和单位，如 16.8 万t。",
    "CE-T012": "“{text}”在数值中夹有说明",
    "CE-T012.hint": "只写数和单位；“约”“估”等说明写在备注或 evidence 中。",
    "CE-T013": "“{text}”中的字符 {sign} 不能用在数值里",
    "CE-T013.hint": "删去该字符（括号内是它的位置），或重新键入；小数点用半角的“.”，数字用半角的 0～9。",
    "CE-T014": "“{text}”带货币符号",
    "CE-T014.hint": "去掉货币符号，写明单位：元、万元或亿元。",
    "CE-T015": "“{text}”已带数量级，单位 {unit} 又有一次",
    "CE-T015.hint": "只写一次，如 8400（列的单位为 万kWh）。",
    "CE-T016": "“{text}”是体积，这里要质量（{expected}）",
    "CE-T016.hint": "乘以密度换算成 t 后填写，密度依据写在 evidence 中。",
    "CE-T017": "“{text}”是蒸汽或热水的质量，这里要热量（{expected}）",
    "CE-T017.hint": '按质量计的蒸汽写作 steam = {{ mass = "5 万t", pressure = "1.0 MPa", temperature = "200 ℃" }}，热水写作 hot_water = {{ … }}。',
    # TOML
    "CE-T020": "第 {column} 个字符是全角的 {sign}",
    "CE-T020.hint": "改为半角的 {mend}（键名、等号、引号、括号都用英文输入法）。",
    "CE-T021": "{key} 的值 {value} 没有加引号",
    "CE-T021.hint": '文本和带单位的量都要加英文引号：{key} = "{value}"。',
    "CE-T022": "键“{key}”不是英文",
    "CE-T022.hint": "键用英文写：{meant}；值可以用中文。",
    "CE-T023": "文件以单独的回车符（CR）换行",
    "CE-T023.hint": "在编辑器中把换行符改为 LF 或 CRLF 后另存。",
}
