"""English sentences of screening, by code."""

SENTENCES: dict[str, str] = {}
