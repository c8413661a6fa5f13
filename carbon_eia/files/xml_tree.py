"""XML of anybody as a tree: no entity is resolved, nothing is loaded from outside."""

from __future__ import annotations

from typing import Any

__all__ = ["local_name", "without_namespace", "xml"]


def xml(content: bytes) -> Any:
    """The root of an XML text; comments and instructions are left out."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)


def local_name(element: Any) -> str:
    """The name of an element without its namespace.

    >>> local_name(xml(b'<w:p xmlns:w="urn:w"/>'))
    'p'
    """
    return without_namespace(element.tag)


def without_namespace(name: object) -> str:
    """The name of an element or attribute as it stands behind its namespace.

    >>> without_namespace("{urn:w}val"), without_namespace("val")
    ('val', 'val')
    """
    return str(name).rpartition("}")[2]
