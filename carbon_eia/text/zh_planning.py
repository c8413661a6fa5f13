"""Chinese sentences of retrofit planning (改造计划), by code."""

SENTENCES: dict[str, str] = {}
