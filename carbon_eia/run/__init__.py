"""The Run: everything that was read, looked up, computed and decided, in one document.

Canonical JSON (sorted keys, no spaces, UTF-8), named by its hash: the same project, reference and
day give the same bytes on any machine. Every document is printed from a Run and nothing else.
"""

from carbon_eia.run.make import make_run
from carbon_eia.run.record import SCHEMA, Run, canonical, parse_run, read_run, run_id

__all__ = ["SCHEMA", "Run", "canonical", "make_run", "parse_run", "read_run", "run_id"]
