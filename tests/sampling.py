"""What ``make test`` leaves to ``make slow``: cases of long loops, examples of properties.

``@pytest.mark.slow`` marks a test that only ``make slow`` runs. ``@pytest.mark.slow(every=8)``
marks one with many cases, of which ``make test`` runs one in eight: always the same ones, so that
what fails today fails tomorrow too. ``make slow`` runs all cases of both, and every property with
more examples. Whoever names a test (``path::name``) gets all its cases.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, settings

__all__ = ["EXAMPLES", "at_most", "left_out"]

EXAMPLES = {"same": 25, "search": 60, "slow": 120}
"""Examples of a property by profile: ``make test``, new ones on request, ``make slow``."""

for name, most in EXAMPLES.items():
    settings.register_profile(
        name,
        deadline=None,
        derandomize=name != "search",  # the same examples on every machine
        max_examples=most,
        suppress_health_check=[HealthCheck.too_slow],
    )
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "same")
settings.load_profile(PROFILE)


def at_most(most: int, **more: Any) -> settings:
    """The settings of a property that takes ``most`` examples in ``make slow``, a quarter else."""
    return settings(max_examples=most if PROFILE == "slow" else max(most // 4, 5), **more)


def left_out(items: Sequence[Any]) -> set[int]:
    """The places of the tests that wait for ``make slow``."""
    met: Counter[str] = Counter()
    found = set()
    for place, item in enumerate(items):
        mark = item.get_closest_marker("slow")
        if mark is None:
            continue
        every = mark.kwargs.get("every")
        test = item.nodeid.partition("[")[0]
        if every is None or (met[test] + zlib.crc32(test.encode())) % every:
            found.add(place)
        met[test] += 1
    return found
