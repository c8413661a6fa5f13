"""Reading and writing files safely: bounded in, whole or not at all out."""

from __future__ import annotations

from carbon_eia.files.reading import (
    FACTORS,
    MAX_INPUT_BYTES,
    data_folder,
    own_folder,
    read_bytes,
    read_text,
)
from carbon_eia.files.toml_text import toml_tables
from carbon_eia.files.writing import (
    NewFiles,
    check_targets,
    end_with_parent,
    locked,
    locked_folder,
    take_away_left,
    write_all,
    write_whole,
)

__all__ = [
    "FACTORS",
    "MAX_INPUT_BYTES",
    "NewFiles",
    "check_targets",
    "data_folder",
    "end_with_parent",
    "locked",
    "locked_folder",
    "own_folder",
    "read_bytes",
    "read_text",
    "take_away_left",
    "toml_tables",
    "write_all",
    "write_whole",
]
