"""English sentences of Excel forms and workbooks, by code."""

SENTENCES: dict[str, str] = {}
