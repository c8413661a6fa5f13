"""Documents that are cited: those of ``sources.csv``, and those that a policy's file brings."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.reference.factor_tables import Row, Tables

__all__ = ["brought_documents", "cited_documents"]


def brought_documents(tables: Tables) -> Mapping[str, Row]:
    """The documents that stand as ``[document]`` in files of policies, by the policy's source."""
    key = ("documents",)
    if key not in tables.memo:
        files = [tables.toml(f"policy/{ident}.toml") for ident in tables.ids("policy")]
        tables.memo[key] = {
            raw["source"]: {"id": raw["source"], "note": "", **raw["document"]}
            for raw in files
            if "document" in raw
        }
    found: Mapping[str, Row] = tables.memo[key]
    return found


def cited_documents(tables: Tables) -> list[Row]:
    """Every document of the reference, those of the table first.

    >>> from carbon_eia.reference import open_tables
    >>> cited_documents(open_tables())[0]["number"]
    'GB/T 32151.34-2024'
    """
    return [*tables.rows("sources"), *brought_documents(tables).values()]
