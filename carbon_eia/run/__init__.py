"""The Run: everything that was read, looked up, computed and decided, in one document.

Canonical JSON (sorted keys, no spaces, UTF-8), named by its hash: the same project, reference and
day give the same bytes on any machine. Every document is printed from a Run and nothing else.
"""

from carbon_eia.run.make import make_run
from carbon_eia.run.record import (
    SCHEMA,
    canonical,
    parse_changed,
    parse_record,
    parse_run,
    parse_stamp,
    read_run,
    record_id,
    under_own_id,
)
from carbon_eia.run.records import Run

__all__ = [
    "SCHEMA",
    "Run",
    "canonical",
    "make_run",
    "parse_changed",
    "parse_record",
    "parse_run",
    "parse_stamp",
    "read_run",
    "record_id",
    "under_own_id",
]
