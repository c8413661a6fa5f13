"""English sentences of parks, by code."""

SENTENCES: dict[str, str] = {}
