"""English sentences of uncertainty, by code."""

SENTENCES: dict[str, str] = {}
