"""Compile the catalogues into ``zh.json`` and ``en.json``: parsing TOML takes ten times as long.

Each states the digest of the catalogue that it was made from; a stale one is not used.

    python -m carbon_eia.messages.compile
"""

from __future__ import annotations

import json

from carbon_eia.messages import FOLDER, LANGUAGES, digest, parsed

__all__ = ["compiled"]


def compiled(text: bytes) -> dict[str, object]:
    """The digest of a catalogue, and its sentences by their codes."""
    return {"sha256": digest(text), "sentences": parsed(text)}


def main() -> None:
    """Write the files."""
    for lang in LANGUAGES:
        found = compiled((FOLDER / f"{lang}.toml").read_bytes())
        text = json.dumps(found, ensure_ascii=False, indent=0) + "\n"
        (FOLDER / f"{lang}.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
