"""The kinds of numpy arrays that stand in signatures: figures, codes and numbers, marks, rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Flags", "Floats", "Integers", "Rows"]

Floats = NDArray[np.float64]
"""Figures; nan where there is none."""

Integers = NDArray[np.integer]
"""Codes, places or numbers of rows, in whatever width they need."""

Flags = NDArray[np.bool_]
"""Which rows are meant."""

Rows = slice | Integers | int
"""Rows of a batch: a run of them, the numbers of some, or the number of one."""
