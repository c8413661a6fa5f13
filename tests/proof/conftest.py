"""What ``verify`` prints again is printed once for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.prints import printed_once  # noqa: F401 — a fixture


@pytest.fixture(autouse=True)
def _known_prints(printed_once: None) -> None:  # noqa: F811
    """For every test here."""
