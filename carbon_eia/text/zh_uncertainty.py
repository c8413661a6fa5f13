"""Chinese sentences of uncertainty (不确定性), by code."""

SENTENCES: dict[str, str] = {}
