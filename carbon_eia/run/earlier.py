"""Records of earlier versions: the keys that they lack, filled in so that they are still read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

__all__ = ["LATER_KEYS", "with_later_keys"]

_APPLICANT = {"name": "", "credit_code": "", "site": {}}

LATER_KEYS: Mapping[str, Mapping[str, object]] = {
    "": {"allocation": None},
    "reference.overrides[]": {"text": "", "green_power": None},
    "project": {
        "allocation": None,
        "change_consent_date": None,
        "channel": None,
        "applicant": _APPLICANT,
        "facts_evidence": "",
        "facts_proof": None,
        "evidence_files": [],
        "phases": [],
    },
    "project.products[]": {"sector": None, "price": None, "evidence": "", "proof": None},
    "project.measures[]": {"proof": None},
    "inventory": {"plant": None},
    "inventory.by_source[]": {"proof": None},
    "energy": {"by_product": [], "no_edition": []},
    "energy.comparisons[]": {"product": "", "without_own": None, "exports_kept": False},
    "energy.not_provided[]": {"product": ""},
    "energy.levels[]": {"product": ""},
    "intensities[]": {"sector": None},
    "comparisons[]": {"declared_name": "", "sector": "", "governs": True},
    "retrofit": {"product": None},
    **{
        f"retrofit.{plan}": {"intensities": []}
        for plan in ("present", "committed", "all_committed", "proposed", "late", "everything")
    },
    "decision": {"product": None, "ground": None, "claims": []},
}
"""Path of an object in a Run (``[]``: each entry of a list) → keys added later, with no content."""


def with_later_keys(
    record: dict[str, object], later: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """A record with every key of this version; those that it lacks have no content.

    >>> with_later_keys({"decision": {"verdict": "pass"}}, {"decision": {"claims": []}})
    {'decision': {'verdict': 'pass', 'claims': []}}
    """
    filled = deepcopy(record)
    for path, keys in later.items():
        for part in _objects_at(filled, re.findall(r"\w+|\[\]", path)):
            for key, empty in keys.items():
                part.setdefault(key, deepcopy(empty))
    return filled


def _objects_at(value: object, path: list[str]) -> Iterator[dict[str, object]]:
    if not path:
        if isinstance(value, dict):
            yield value
    elif path[0] == "[]":
        for entry in value if isinstance(value, list) else ():
            yield from _objects_at(entry, path[1:])
    elif isinstance(value, dict):
        yield from _objects_at(value.get(path[0]), path[1:])
