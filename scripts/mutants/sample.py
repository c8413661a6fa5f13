"""A seeded sample of the mutants that mutmut's operators make of some rooms, as JSON lines.

    build/mutmut/bin/python scripts/mutants/sample.py --seed 2026 --count 1200

Run by the interpreter that has mutmut, which the project itself does not need. A mutant is one
change of one place: another sign, another number, an argument less, a text written otherwise.
What no user could notice is not mutated: annotations, docstrings, imports, ``__all__``,
decorators and ``__repr__``.

The sample is the mutants whose hash, with the seed, is smallest. So an edit of the code changes the
mutants of the lines that it touches, and the others stay in the sample.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("formulas", "units", "rules", "inventory")

LEFT_OUT = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator)
"""Parts of a module that are not mutated."""


class Site(NamedTuple):
    """A place of a module, and what stands there in a mutant."""

    module: cst.Module
    node: cst.CSTNode
    mutated: cst.CSTNode
    operator: str


class Sites(cst.CSTVisitor):
    """Collects every mutant of a module with a key that does not name lines."""

    def __init__(self, path: str, module: cst.Module) -> None:
        super().__init__()
        self.path, self.module = path, module
        self.within: list[str] = []
        self.sites: dict[str, Site] = {}
        self._occurrences: Counter[str] = Counter()

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self.within.append(node.name.value)
        if isinstance(node, LEFT_OUT) or _is_export(node) or self.within[-1:] == ["__repr__"]:
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                for mutated in operator(node):
                    self._add(node, mutated, operator.__name__.removeprefix("operator_"))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self.within.pop()

    def _add(self, node: cst.CSTNode, mutated: cst.CSTNode, operator: str) -> None:
        texts = (self.module.code_for_node(n) for n in (node, mutated))
        key = "\0".join([self.path, ".".join(self.within), operator, *texts])
        self._occurrences[key] += 1
        self.sites[f"{key}\0{self._occurrences[key]}"] = Site(self.module, node, mutated, operator)


def _is_export(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Assign) and any(
        isinstance(t.target, cst.Name) and t.target.value == "__all__" for t in node.targets
    )


def sites() -> dict[str, Site]:
    """Every mutant of the rooms, by its key."""
    every: dict[str, Site] = {}
    for room in ROOMS:
        for path in sorted((ROOT / "carbon_eia" / room).glob("*.py")):
            wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
            visitor = Sites(path.relative_to(ROOT).as_posix(), wrapper.module)
            wrapper.module.visit(visitor)
            every |= visitor.sites
    return every


def sample(seed: int, count: int) -> Iterator[dict[str, object]]:
    """Some mutants, in the order of their hashes: where they stand, and the module's text."""
    every = sites()
    hashes = {key: hashlib.sha256(f"{seed}\0{key}".encode()).hexdigest() for key in every}
    taken = 0
    for key in sorted(every, key=hashes.__getitem__):
        if taken == count:
            break
        site = every[key]
        mutated = site.module.deep_replace(site.node, site.mutated)
        assert isinstance(mutated, cst.Module)
        try:
            compile(mutated.code, "", "exec")
        except SyntaxError:  # an argument less may be no Python any more
            continue
        path, within, *_ = key.split("\0")
        line, was, becomes = _change(site.module.code, mutated.code)
        if not was and not becomes:
            continue
        taken += 1
        yield {
            "key": hashes[key][:12],
            "room": path.split("/")[1],
            "path": path,
            "within": within,
            "operator": site.operator,
            "line": line,
            "was": was,
            "becomes": becomes,
            "code": mutated.code,
        }


def _change(before: str, after: str) -> tuple[int, str, str]:
    """The first line that differs, and the lines before and after."""
    old, new = before.splitlines(), after.splitlines()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [b for b in blocks if b[0] != "equal"]
    if not changed:
        return 0, "", ""
    start, end = changed[0][1], changed[-1][2]
    new_start, new_end = changed[0][3], changed[-1][4]
    texts = (" ".join(map(str.strip, t)) for t in (old[start:end], new[new_start:new_end]))
    was, becomes = texts
    return start + 1, was, becomes


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    asked = parser.parse_args()
    for mutant in sample(asked.seed, asked.count):
        print(json.dumps(mutant, ensure_ascii=False))


if __name__ == "__main__":
    main()
