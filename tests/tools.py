"""Programs of the system that tests ask for a second opinion: LibreOffice, Chromium, Poppler."""

from __future__ import annotations

import os
import shutil

import pytest

__all__ = ["program"]


def program(name: str) -> str:
    """Path of a program. ``make test`` installs it where it can (scripts/setup.sh).

    Where it is missing the test is skipped on a laptop and fails in CI: what nobody has checked
    must not look green there.
    """
    found = shutil.which(name)
    if found is None:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"{name} is not installed: make test says how")
    return found
