"""English sentences of retrofit planning, by code."""

SENTENCES: dict[str, str] = {}
