"""Whether every figure of a document still stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.proof.container import PROJECT, RUN, Container, open_container, read_content
from carbon_eia.proof.printed import Printed, compare_text
from carbon_eia.reference import World
from carbon_eia.run import Run, canonical, parse_run
from carbon_eia.run.again import compute_again
from carbon_eia.run.difference import Change, figure_changes

__all__ = ["Finding", "Proof", "verify"]


class Finding(NamedTuple):
    """One thing that was checked: ``ok`` is None where it tells something and decides nothing."""

    check: str
    ok: bool | None
    code: str
    params: dict[str, object]


class Proof(NamedTuple):
    """What was found: ``stands`` is None where other reference tables move the figures.

    ``changes``: figures of the Run (before) that do not come out again (after). ``printed``:
    numbers printed in the document that are not those that its Run prints.
    """

    run: Run
    stands: bool | None
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    printed: tuple[Printed, ...]


def verify(path: Path, open_world: Callable[[date], World]) -> Proof:
    """Compute a document again from what it carries.

    The Run must be that of its id, the project file that of the Run, each attachment whole; the
    Run is computed again from the texts in it; what the document prints must be what it prints.

    Raises InputError CE-V005 where the document carries no Run, and what ``open_container`` does.
    """
    container = open_container(path)
    if RUN not in container.parts and RUN not in container.broken:
        raise InputError(Problem("CE-V005", Place(str(path)), {"what": RUN}))
    findings = [
        Finding("intact", False, "proof.broken", {"name": name}) for name in container.broken
    ]
    run, name = _run(container, findings)
    if run is None:
        return Proof({}, False, tuple(findings), (), ())
    if name:
        findings.append(Finding("run", True, "proof.run", {"id": str(run["id"])[:16]}))
    _project(container, run, findings)
    changes, sound = _again(run, open_world, findings)
    printed: list[Printed] = []
    if sound and not container.broken:  # else there is nothing whole to print it again from
        printed = _attachments_and_print(container, run, findings)
    failed = any(f.ok is False for f in findings)
    moved = any(f.code == "proof.moved" for f in findings)
    return Proof(
        run,
        False if failed else None if moved else True,
        tuple(findings),
        tuple(changes),
        tuple(printed),
    )


def _run(container: Container, findings: list[Finding]) -> tuple[Run | None, bool]:
    """The Run that a document carries, and whether its content is that of its id."""
    content = container.parts.get(RUN)
    if content is None:
        return None, False
    try:
        text = content.decode("utf-8")
        return parse_run(text, Place(key=RUN)), True
    except UnicodeDecodeError as error:
        findings.append(Finding("run", False, "proof.no_run", {"why": str(error)}))
        return None, False
    except InputError as error:
        code = error.problems[0].code
        if code != "CE-N002":
            findings.append(
                Finding("run", False, "proof.no_run", {"why": error.problems[0].message()})
            )
            return None, False
        findings.append(Finding("run", False, "proof.run_changed", {}))
        found: Run = json.loads(text)
        return found, False


def _project(container: Container, run: Run, findings: list[Finding]) -> None:
    held = container.parts.get(PROJECT)
    if held is None:
        return
    same = held == str(run["project"]["text"]).encode()
    code = "proof.project" if same else "proof.project_changed"
    findings.append(Finding("project", same, code, {}))


def _again(
    run: Run, open_world: Callable[[date], World], findings: list[Finding]
) -> tuple[list[Change], bool]:
    """Compute the Run again; the figures that differ, and whether it could be computed at all."""
    try:
        world = open_world(date.fromisoformat(run["as_of"]))
        again = compute_again(run, world)
        changes = figure_changes(run, again)
    except CarbonEiaError as error:
        why = "；".join(error.lines())
        findings.append(Finding("again", False, "proof.not_again", {"why": why}))
        return [], False
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        params: dict[str, object] = {"why": f"{type(error).__name__}: {error}"}
        findings.append(Finding("again", False, "proof.not_again", params))
        return [], False
    reference, own = run["reference"], again["reference"]
    versions: dict[str, object] = {"then": _version(reference), "now": _version(own)}
    if reference["sha256"] != own["sha256"]:
        code = "proof.moved" if changes else "proof.other_reference"
        findings.append(Finding("again", None, code, {**versions, "count": len(changes)}))
    elif changes:
        findings.append(Finding("again", False, "proof.figures", {"count": len(changes)}))
    elif canonical(run) != canonical(again):
        findings.append(Finding("again", None, "proof.words", versions))
    else:
        findings.append(Finding("again", True, "proof.again", versions))
    return changes, True


def _version(reference: dict[str, str]) -> str:
    return f"{reference['version']} ({reference['sha256'][:12]})"


def _attachments_and_print(
    container: Container, run: Run, findings: list[Finding]
) -> list[Printed]:
    """Other attachments and the printed text, against what the Run prints today."""
    from carbon_eia.report import RENDERERS
    from carbon_eia.report.words import word

    lang = "en" if word("kind", "en") in (container.text or "") else "zh"
    for name, content in container.parts.items():
        suffix = Path(name).suffix
        if name in (RUN, PROJECT) or suffix not in RENDERERS:
            continue
        same = content == RENDERERS[suffix](run, lang, None)
        code = "proof.attachment" if same else "proof.attachment_changed"
        findings.append(Finding("attachment", same, code, {"name": name}))
    if container.text is None:
        return []
    suffix = f".{container.kind}"
    expected = read_content(suffix, RENDERERS[suffix](run, lang, None))
    found, same_words = compare_text(expected.text or "", container.text)
    if found:
        findings.append(Finding("print", False, "proof.print_changed", {"count": len(found)}))
    elif same_words:
        findings.append(Finding("print", True, "proof.print", {}))
    else:
        findings.append(Finding("print", None, "proof.print_other", {}))
    return found
