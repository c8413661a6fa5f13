"""English sentences of verify, diff and replay, by code."""

SENTENCES: dict[str, str] = {}
