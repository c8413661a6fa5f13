"""Chinese sentences of claims and their evidence (申报主张与佐证), by code."""

SENTENCES: dict[str, str] = {
    "evidence.file.missing": "文件不存在",
    "evidence.file.outside": "文件不在项目文件夹内",
    "evidence.file.large": "文件过大，未读取",
    "evidence.file.unreadable": "文件无法读取",
    "CE-E001": "证明材料的文件“{file}”未能读取：{why}",
    "CE-E001.hint": "把文件放在项目文件所在的文件夹内，写相对路径。",
}
