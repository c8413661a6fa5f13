"""Chinese sentences on what was typed: addresses, numbers and signs that a field cannot take."""

SENTENCES: dict[str, str] = {
    # addresses
    "CE-T001": "地区“{value}”自相矛盾：{one}不在{other}",
    "CE-T001.hint": "核对省、市、县；写到县市区，如 湖南省郴州市桂阳县。道路、园区名称写在地区之外。",
    "CE-T002": "地区“{value}”不明确：“{name}”可指{known}",
    "CE-T002.hint": "写明省和市，如 湖南省郴州市桂阳县。",
    "CE-T003": "地区“{value}”：{name}不属全国电网平均排放因子的公布范围",
    "CE-T003.hint": "参考数据没有适用于该地区的因子、限额和政策，本软件不能评价。",
}
