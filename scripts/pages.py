"""The commands of the pages, each with the exit status that the page promises.

python scripts/pages.py    runs them all from this folder, page by page, twice; tells what differs

Needs nothing but the installation that a page speaks of: a clone after ``make demo``.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
EXIT = re.compile(r"#\s*exit (\d)")

READMES = ("README.md", "README.zh-CN.md")
PAGES = [*READMES, *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md"))]
"""Every page that a person wrote; those without commands are passed over."""


class Command(NamedTuple):
    """A command as the page prints it, and the status that stands beside it (0 where none does)."""

    text: str
    status: int

    @property
    def words(self) -> list[str]:
        """Its words, without the name of the program."""
        return shlex.split(self.text)[1:]


def commands(page: str) -> list[Command]:
    """The commands of carbon-eia on a page, in their order."""
    found = []
    for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("carbon-eia"):
                status = EXIT.search(line)
                found.append(
                    Command(line.split("  #")[0].strip(), int(status.group(1)) if status else 0)
                )
    return found


def main() -> int:
    """Run every command of every page twice; 1 where a status differs."""
    program = str(ROOT / ".venv" / "bin" / "carbon-eia")
    wrong = count = 0
    begin = time.monotonic()
    for turn in ("first", "second"):
        for page in PAGES:
            for command in commands(page):
                done = subprocess.run(
                    [program, *command.words], cwd=ROOT, capture_output=True, text=True, check=False
                )
                count += 1
                if done.returncode != command.status:
                    wrong += 1
                    print(f"{page} ({turn} time): {command.text}")
                    print(f"  ends with {done.returncode}, the page says {command.status}")
                    print(f"  {done.stderr.strip()[-400:]}")
    seconds = time.monotonic() - begin
    print(f"{count} commands of {len(PAGES)} pages in {seconds:.0f} s, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
