"""Chinese sentences of verify, diff and replay (核验、比较、重算), by code."""

SENTENCES: dict[str, str] = {}
