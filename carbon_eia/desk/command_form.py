"""What the form of a command asks for, and the body of an event from what was filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from carbon_eia.errors import CallError, Place, Problem, unseen
from carbon_eia.messages import sentence
from carbon_eia.register.case import Case
from carbon_eia.register.law import Command, Law

__all__ = [
    "Choice",
    "FilledForm",
    "FormField",
    "body_of_form",
    "choice_labels",
    "command_keys",
    "fields_of",
    "known_labels",
]

LONGEST = 20_000
"""Characters of a text."""

MOST_LINES = 200


class Choice(NamedTuple):
    """Something that may be chosen, and its name."""

    value: str
    label: str


class FormField(NamedTuple):
    """A field of a form: the key that it gives, how it is filled in, its words.

    ``value``: what stands in it; ``problem``: what was wrong with that.
    """

    key: str
    kind: str
    label: str
    help: str
    is_required: bool
    choices: tuple[Choice, ...]
    value: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is called in the form that is sent."""
        return f"body.{self.key}"


class FilledForm(NamedTuple):
    """A form as it came: its texts by name."""

    texts: Mapping[str, str]

    def get(self, name: str) -> str:
        """A text without the space around it; empty where there is none."""
        return self.texts.get(name, "").strip()


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("command_fields.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def command_keys() -> Mapping[str, list[str]]:
    """Command → the names of its fields."""
    found: Mapping[str, list[str]] = _tables()["commands"]
    return found


def fields_of(
    command: Command, case: Case, law: Law, lang: str, filled: FilledForm | None = None
) -> list[FormField]:
    """The fields of a command on a case, with what was filled in."""
    sent = filled or FilledForm({})
    return [_field(name, command, case, law, lang, sent) for name in command_keys()[command.id]]


def _field(
    name: str, command: Command, case: Case, law: Law, lang: str, filled: FilledForm
) -> FormField:
    spec = _tables()["fields"][name]
    key, kind = str(spec.get("key", name)), str(spec["kind"])
    return FormField(
        key=key,
        kind=kind,
        label=str(spec[lang]),
        help=str(spec.get(f"help_{lang}", "")),
        is_required=key in command.needs,
        choices=tuple(_choices(kind, spec, case, law, lang)),
        value=filled.get(f"body.{key}"),
    )


def _choices(kind: str, spec: Mapping[str, Any], case: Case, law: Law, lang: str) -> list[Choice]:
    if kind == "choice":
        return [_choice(c, law, lang) for c in spec["choices"]]
    if kind == "finding":
        waiting = (f for f in case.findings if f.answered is None)
        return [Choice(str(f.event), f"{f.event} · {f.path} · {f.text}"[:120]) for f in waiting]
    if kind in ("milestone", "duty"):
        tasks = case.milestones if kind == "milestone" else case.duties
        return [Choice(t.name, t.name) for t in tasks if t.met is None]
    if kind == "event":
        own = (m for m in case.history if m.kind != "day_corrected")
        words = {c.event: c.en if lang == "en" else c.zh for c in [*law.commands.values()][::-1]}
        return [
            Choice(str(m.sequence), f"{m.sequence} · {m.day} · {words.get(m.kind, m.kind)}")
            for m in own
        ]
    return []


def _choice(spec: Mapping[str, str] | str, law: Law, lang: str) -> Choice:
    """A choice with its own name, or that of a command, a stage or a verdict."""
    if not isinstance(spec, str):
        return Choice(spec["id"], spec[lang])
    row = law.commands.get(spec)
    if row is not None:
        return Choice(spec, row.en if lang == "en" else row.zh)
    if spec in law.stages:
        return Choice(spec, law.stages[spec][lang])
    return Choice(spec, sentence(f"verdict.{spec}", lang))


def body_of_form(fields: list[FormField]) -> dict[str, object]:
    """The body of an event from the fields of a form; what was left empty is left out.

    Raises CallError: CE-H013 a number that is none, CE-H014 a text that is too long, CE-H026 one
    with signs that nobody sees. A document is
    not taken here: it has to be proven first.
    """
    body: dict[str, object] = {}
    problems = []
    for field in fields:
        text = field.value
        if field.kind == "document" or not text:
            continue
        place = Place(key=field.name)
        if sign := unseen(text):
            problems.append(Problem("CE-H026", place, {"field": field.label, "sign": sign}))
            continue
        if len(text) > LONGEST or text.count("\n") > MOST_LINES:
            problems.append(Problem("CE-H014", place, {"field": field.label, "most": LONGEST}))
            continue
        try:
            _put(body, field.key, _value(field.kind, text))
        except ValueError:
            problems.append(Problem("CE-H013", place, {"field": field.label, "value": text}))
    if problems:
        raise CallError(problems)
    return body


def _value(kind: str, text: str) -> object:
    """What a field says: a number, yes, the lines of a text, or the text.

    >>> _value("number", "2026"), _value("lines", "a\\n\\n b"), _value("flag", "on")
    (2026, ['a', 'b'], True)
    """
    if kind in ("number", "finding", "event"):
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(text)
        return int(text)
    if kind == "flag":
        return True
    if kind == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(line.rstrip() for line in text.splitlines())


def _put(body: dict[str, object], key: str, value: object) -> None:
    head, _, inner = key.partition(".")
    if not inner:
        body[head] = value
        return
    within = body.setdefault(head, {})
    if isinstance(within, dict):
        within[inner] = value


@cache
def known_labels(lang: str) -> Mapping[str, str]:
    """What stands above each field, by its key."""
    fields = _tables()["fields"]
    return {str(spec.get("key", name)): str(spec[lang]) for name, spec in reversed(fields.items())}


def choice_labels(law: Law, lang: str) -> Mapping[str, Mapping[str, str]]:
    """What each choice of a field is called, by the key of the field and the choice."""
    key = ("choice labels", lang)
    if key in law.tables.memo:
        known: Mapping[str, Mapping[str, str]] = law.tables.memo[key]
        return known
    labels: dict[str, dict[str, str]] = {}
    for name, spec in _tables()["fields"].items():
        if spec["kind"] == "choice":
            own = labels.setdefault(str(spec.get("key", name)), {})
            own |= dict(_choice(c, law, lang) for c in spec["choices"])
    law.tables.memo[key] = labels
    return labels
