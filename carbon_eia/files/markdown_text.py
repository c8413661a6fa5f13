"""Text as Markdown: what a person typed elsewhere is no markup there."""

from __future__ import annotations

import re

__all__ = ["plain_markdown"]

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#&])")


def plain_markdown(value: object) -> str:
    """A value as text of Markdown: nothing in it is markup.

    >>> plain_markdown("a*b|c")
    'a\\\\*b\\\\|c'
    """
    return _MARKUP.sub(r"\\\1", str(value))
