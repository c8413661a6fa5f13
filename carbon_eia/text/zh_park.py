"""Chinese sentences of parks (园区), by code."""

SENTENCES: dict[str, str] = {}
