"""No licence comes in that a public body could not use: what runs is permissively licensed."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "HPND",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
}
"""SPDX identifiers. A new one is added after it has been read, never a GPL or AGPL."""

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""The last part of an old ``License :: OSI Approved ::`` classifier → SPDX."""

FREE_TEXT = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    # pypdfium2, whose wheel holds PDFium with the texts of its parts (FreeType, libjpeg, zlib …)
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
"""What old ``License`` fields say instead of an SPDX identifier → SPDX."""

CHOSEN = {
    # "GPL 2.0+/LGPL 2.1+/MPL 1.1", as its README says: whoever uses it may choose one.
    "pyphen": "Mozilla Public License 1.1 (MPL 1.1)",
}
"""Distributions under several licences at choice → the classifier of the one that we take."""


def needed_at_run_time() -> list[str]:
    """Every distribution that carbon-eia needs, and what they need."""
    seen: set[tuple[str, str]] = set()
    todo = [("carbon-eia", "")]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for text in distribution(name).requires or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                name_needed = canonicalize_name(needed.name)
                todo += [(name_needed, chosen) for chosen in ("", *needed.extras)]
    return sorted({name for name, _ in seen})


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with allowed licences alone.

    >>> is_allowed("MIT AND (GPL-3.0-only OR Apache-2.0)"), is_allowed("MIT AND LGPL-2.1-only")
    (True, False)
    """
    words = re.findall(r"[()]|[^\s()]+", expression)
    truth = {"(": "(", ")": ")", "AND": "and", "OR": "or"}
    # Only brackets, and, or, True, False reach eval; "WITH" and anything else is no Python.
    try:
        return bool(eval(" ".join(truth.get(word.upper(), str(word in ALLOWED)) for word in words)))
    except SyntaxError:
        return False


def objection(metadata: Message) -> str | None:
    """Why the licence in a distribution's metadata is not acceptable, or None where it is."""
    name = canonicalize_name(metadata["Name"])
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in metadata.get_all("Classifier") or ()
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    if name in CHOSEN:
        return None if CHOSEN[name] in classifiers else f"no longer offers {CHOSEN[name]}"
    if expression := metadata["License-Expression"]:
        return None if is_allowed(expression) else f"License-Expression: {expression}"
    # Old metadata does not say whether several licences mean "and" or "or": all must be allowed.
    stated = [CLASSIFIERS.get(text, text) for text in classifiers]
    text = (metadata["License"] or "").strip()
    if text and not (stated and len(text) > 100):  # some put the whole text there
        stated.append(FREE_TEXT.get(text, text.removesuffix(" License")))
    if not stated:
        return "states no licence"
    wrong = [text for text in stated if not is_allowed(text)]
    return f"not on the list: {', '.join(wrong)[:200]}" if wrong else None


def test_run_time_licences_are_on_the_list() -> None:
    """Everything that is needed to assess a project and print its report is permissive."""
    wrong = {
        name: why
        for name in needed_at_run_time()
        if (why := objection(distribution(name).metadata))
    }
    assert not wrong


def test_the_gate_sees_indirect_needs() -> None:
    """What a dependency needs is looked at too: WeasyPrint's, typer's, and fonttools' extra."""
    assert {"carbon-eia", "cffi", "pydyf", "pyphen", "shellingham", "zopfli"} <= {
        *needed_at_run_time()
    }


def metadata_of(*fields: tuple[str, str], name: str = "made-up") -> Message:
    metadata = Message()
    for key, value in (("Name", name), *fields):
        metadata[key] = value
    return metadata


OSI = "License :: OSI Approved :: "


@pytest.mark.parametrize(
    "metadata",
    [
        metadata_of(),
        metadata_of(("License", "UNKNOWN")),
        metadata_of(("License", "Proprietary")),
        metadata_of(("License", "GPLv3")),
        metadata_of(("License-Expression", "AGPL-3.0-only")),
        metadata_of(("License-Expression", "MIT AND GPL-2.0-or-later")),
        metadata_of(("License-Expression", "GPL-2.0-only WITH Classpath-exception-2.0")),
        metadata_of(("Classifier", OSI + "GNU Lesser General Public License v3 (LGPLv3)")),
        metadata_of(
            ("Classifier", OSI + "MIT License"),
            ("Classifier", OSI + "GNU General Public License v3 (GPLv3)"),
        ),
        metadata_of(("License", "MIT"), ("Classifier", OSI + "Other")),
        metadata_of(("Classifier", OSI + "MIT License"), name="pyphen"),
    ],
    ids=lambda m: m.as_string().strip().replace("\n", "; "),
)
def test_a_licence_that_is_not_on_the_list_is_refused(metadata: Message) -> None:
    """This gate can fail: unknown, absent, copyleft and mixed licences do not pass."""
    assert objection(metadata)


@pytest.mark.parametrize(
    "metadata",
    [
        metadata_of(("License-Expression", "MIT OR GPL-2.0-only")),
        metadata_of(("License", "ISC License")),
        metadata_of(("License", "BSD"), ("Classifier", OSI + "BSD License")),
    ],
    ids=lambda m: m.as_string().strip().replace("\n", "; "),
)
def test_a_permissive_licence_passes(metadata: Message) -> None:
    """However it is written: an expression, a free text, a classifier."""
    assert objection(metadata) is None
