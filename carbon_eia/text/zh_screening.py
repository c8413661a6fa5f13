"""Chinese sentences of screening (批量筛查), by code."""

SENTENCES: dict[str, str] = {}
