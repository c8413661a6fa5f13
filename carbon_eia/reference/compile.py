"""Check the reference tables and write ``factors/compiled.json``: their digest, and an index.

python -m carbon_eia.reference.compile
"""

from __future__ import annotations

import json

from carbon_eia.files import data_folder, write_whole
from carbon_eia.reference.checks import check_tables
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.world import sector_names

__all__ = ["compiled"]


def compiled(tables: Tables) -> dict[str, object]:
    """Digest of checked tables, the names of all sectors, and every TOML file as JSON.

    Raises ReferenceDataError when the tables are wrong.
    """
    check_tables(tables)
    sectors = {i: sector_names(tables, i) for i in tables.ids("sectors")}
    files = [p.relative_to(tables.folder).as_posix() for p in tables.data_files()]
    # each file as a text of its own: a verdict needs a handful of a hundred
    toml = {n: _json(tables.toml(n)) for n in files if n.endswith(".toml")}
    return {"sha256": tables.digest, "sectors": sectors, "toml": toml}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))  # in the order of the file


def main() -> None:
    """Write the file."""
    tables = Tables(data_folder("factors"))
    tables.compiled = {}  # read the files themselves
    text = json.dumps(compiled(tables), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(tables.folder / "compiled.json", text.encode())


if __name__ == "__main__":
    main()
