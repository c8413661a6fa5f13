"""Chinese sentences of Excel forms and workbooks (Excel 表单与计算工作簿), by code."""

SENTENCES: dict[str, str] = {}
