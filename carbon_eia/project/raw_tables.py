"""The tables of a file before its values are read: what a key holds is known only by looking."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["Table", "entries", "table"]

Table = Mapping[str, object]
"""A table of a TOML file or of a form: key → what stands there, whatever it is."""


def table(tables: Table, name: str) -> Table:
    """The table under a name; an empty one where there is none.

    >>> table({"park": {"name": "A"}}, "park"), table({"park": 3}, "park")
    ({'name': 'A'}, {})
    """
    found = tables.get(name)
    return found if isinstance(found, Mapping) else {}


def entries(tables: Table, name: str) -> list[Table]:
    """The tables of the list under a name; what is no table is left out.

    >>> entries({"sources": [{"name": "A"}, 3]}, "sources"), entries({}, "sources")
    ([{'name': 'A'}], [])
    """
    found = tables.get(name)
    return [t for t in found if isinstance(t, Mapping)] if isinstance(found, list | tuple) else []
