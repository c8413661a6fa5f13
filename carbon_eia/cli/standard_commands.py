"""standard new, derive: an admission standard from a survey of plants."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.progress import Progress
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import check_targets, write_all
from carbon_eia.messages import in_languages, sentence
from carbon_eia.reference import open_world
from carbon_eia.run import canonical
from carbon_eia.standards.collect import collect_returns
from carbon_eia.standards.derivation import StandardDerivation, StandardValue
from carbon_eia.standards.derivation_rules import standard_rules
from carbon_eia.standards.read_survey import SURVEY
from carbon_eia.standards.sealed import derivation_of
from carbon_eia.standards.standard_record import derive_handed_in
from carbon_eia.standards.standard_records import (
    ConsequencesRecord,
    ProjectMoveRecord,
    StandardRecord,
)
from carbon_eia.units import decimal_text

__all__ = [
    "derive_command",
    "new_standard_command",
    "print_standard",
    "sealed_beside",
]

SEALED_EDITION = ".sealed"
"""How the name of a report ends, before its suffix, that is for the decision alone."""

SEALED = f"{SEALED_EDITION}.json"
"""How the name of a sealed record ends; before it stands that of the draft."""

OUTCOMES = {"derived": 0, "range": 3, "none": 3}
"""Exit status of each outcome."""

MOST = 40
"""Most returns and projects that are listed for a person; ``--json`` has all."""


def new_standard_command(
    json: bool, lang: str, sector: str, outputs: Sequence[Path], force: bool
) -> int:
    """Write an empty return (form, TOML or table), or the file of a survey (``survey.toml``)."""
    from carbon_eia.cli.making import sector_named, write_new  # loads the rooms of parks
    from carbon_eia.standards.return_file_template import FORMS, return_template, survey_template

    for output in outputs:
        if output.suffix.lower() not in FORMS:
            params: dict[str, object] = {"value": output.suffix, "known": " ".join(FORMS)}
            raise CallError(Problem("CE-C005", Place(str(output)), params))
    world = open_world(day(None))
    ident = sector_named(sector, world)
    made = {
        output: survey_template(world, ident, lang)
        if output.name == SURVEY
        else return_template(world, ident, output.suffix.lower(), lang)
        for output in outputs
    }
    write_new(made, force)
    if json:
        print_json({"written": [str(o) for o in outputs], "sector": ident})
    else:
        for output in outputs:
            say(sentence("screen.written", lang, {"path": output}))
    return 0


# --- derive


def derive_command(
    json: bool,
    lang: str,
    returns: Sequence[Path],
    outputs: Sequence[Path],
    survey: Path | None,
    as_of: str | None,
    projects: Sequence[Path],
    today: Sequence[Path],
) -> int:
    """Derive a draft from returns; write it, the sealed record, and the report for the decision.

    Where no value may be published, no draft is written: the reason and the range are printed.
    """
    documents = [o for o in outputs if o.suffix.lower() not in (".toml", ".json")]
    if documents:
        from carbon_eia.report import RENDERERS, StandardReport  # takes time to load
    known = (".toml", ".json", *(RENDERERS if documents else ()))
    wrong = [o for o in documents if o.suffix.lower() not in known]
    if wrong:
        params: dict[str, object] = {"value": wrong[0].suffix, "known": "、".join(known)}
        raise CallError(Problem("CE-C005", Place(str(wrong[0])), params))
    if bare := [o for o in outputs if o.suffix.lower() == ".json" and not o.name.endswith(SEALED)]:
        raise CallError(Problem("CE-G028", Place(str(o)), {"name": o.stem + SEALED}) for o in bare)
    drafts = [o for o in outputs if o.suffix.lower() == ".toml"]
    sealed = [sealed_beside(d) for d in drafts]
    handed = collect_returns(returns, survey)
    read = [f.path for f in handed.files]
    check_targets([*outputs, *sealed], [*read, *today])
    world = open_world(day(as_of))
    judged = None
    if projects:
        from carbon_eia.proof.filed import open_projects  # reads registers too

        judged = open_projects(projects, world)
    with Progress(lang) as progress:
        progress.stage("members")
        record = derive_handed_in(handed, world)
        found = derivation_of(record)
        if judged is not None and record.draft:
            from carbon_eia.standards.consequences import with_consequences

            progress.stage("projects")
            record = with_consequences(record, judged, today, world, lang)
        contents: dict[Path, bytes] = {}
        for output in outputs:
            suffix = output.suffix.lower()
            if suffix == ".json":
                contents[output] = canonical(record)
            elif suffix != ".toml":
                progress.stage("documents", path=output)
                closed = output.stem.endswith(SEALED_EDITION)
                contents[output] = RENDERERS[suffix](StandardReport(record, closed), lang, None)
            elif record.draft:
                contents[output] = record.draft.encode()
        if record.draft:
            contents |= dict.fromkeys(sealed, canonical(record))
        write_all(contents)
        progress.clear()
    if json:
        print_json(_summary(record, found, list(contents)))
    else:
        print_standard(record, lang)
        for path in contents:
            say(sentence(_written(path), lang, {"path": path}))
    gc.freeze()  # the process ends here: nothing is gained by looking for cycles once more
    return OUTCOMES[found.outcome]


def _written(path: Path) -> str:
    """What is said of a file that was written: whether it may be published."""
    if path.name.endswith(SEALED):
        return "standard.sealed"
    closed = path.stem.endswith(SEALED_EDITION)
    return "standard.sealed_edition" if closed else "screen.written"


def sealed_beside(draft: Path) -> Path:
    """Where the sealed record of a draft lies: ``draft.sealed.json`` beside ``draft.toml``."""
    return draft.with_name(draft.stem + SEALED)


def _summary(
    record: StandardRecord, found: StandardDerivation, written: Sequence[Path]
) -> dict[str, object]:
    """What came out, for a program of the authority: no figure of a plant, but who is left out."""
    values = {
        v.level: None if v.published is None else f"{decimal_text(v.published)} {record.unit}"
        for v in (found.admission, found.advanced)
        if v is not None
    }
    told: dict[str, object] = {
        "outcome": found.outcome,
        "reason": found.reason or None,
        "plants": found.n,
        "values": values,
        "range": {
            k: None if v is None else f"{decimal_text(v)} {record.unit}"
            for k, v in (("gb1", found.gb1), ("gb2", found.gb2))
        },
        "needs_reason": found.needs_reason,
        "exclusions": [
            {
                "return": x.name,
                "code": x.code.rpartition(".")[2],
                "place": x.place,
                "text": in_languages(x.code, x.params),
            }
            for x in record.exclusions
        ],
        "written": [str(p) for p in written],
    }
    if record.consequences is not None:
        told["consequences"] = record.consequences
    return told


def print_standard(record: StandardRecord, lang: str) -> None:
    """What came of a survey, for the authority: no figure of a plant, but who is left out."""
    found = derivation_of(record)
    if record.survey.illustrative:
        say(styled("⚠ " + sentence("standard.illustrative", lang), "bold yellow"))
    names = {x.name for x in record.exclusions}
    facts = {"n": found.n, "returns": len(record.returns), "excluded": len(names)}
    say(styled(sentence("standard.done", lang, facts), "bold"))
    for value in (found.admission, found.advanced):
        if value is not None and value.published is not None and record.draft:
            say("  " + _value(value, record, lang))
    if not record.draft:
        say(styled(sentence(f"standard.outcome.{found.outcome}", lang), "bold yellow"))
        _print_reason(record, found, lang)
    if record.exclusions:
        say("")
        say(styled(sentence("standard.excluded_title", lang), "bold"))
        for x in record.exclusions[:MOST]:
            text = f"{x.plant}（{x.name}）：" if lang == "zh" else f"{x.plant} ({x.name}): "
            text += sentence(x.code, lang, x.params)
            say("  · " + wrapped(text, columns() - 4, "    "))
        if len(record.exclusions) > MOST:
            more = {"count": len(record.exclusions) - MOST}
            say("  " + sentence("proof.more", lang, more))
        say("")
    if found.flags is not None and found.flags.flagged:
        say("· " + sentence("standard.flagged", lang, {"count": len(found.flags.flagged)}))
    if found.needs_reason:
        say(styled("⚠ " + sentence("standard.needs_reason", lang), "yellow"))
    if record.consequences is not None:
        _print_moves(record.consequences, lang)


def _value(value: StandardValue, record: StandardRecord, lang: str) -> str:
    assert value.published is not None
    world = open_world(date.fromisoformat(record.as_of))
    method = standard_rules(world).methods.get(value.method)
    name = value.method if method is None else (method.en if lang == "en" else method.zh)
    if value.origin == "gb1":
        name = sentence("standard.from_limits", lang)
    facts = {
        "level": sentence(f"level.{value.level}", lang),
        "value": decimal_text(value.published),
        "unit": record.unit,
        "method": name,
    }
    return sentence("standard.value", lang, facts)


def _print_reason(record: StandardRecord, found: StandardDerivation, lang: str) -> None:
    """Why there is no draft, and between which values one may be set."""
    rules = standard_rules(open_world(date.fromisoformat(record.as_of)))
    ends = {k: "—" if v is None else decimal_text(v) for k, v in _ends(found).items()}
    facts = {
        "n": found.n,
        "least": rules.range,
        "low": rules.range,
        "high": rules.derive - 1,
        "unit": record.unit,
        **ends,
    }
    say(
        styled(wrapped(sentence(f"standard.none.{found.reason}", lang, facts), columns()), "yellow")
    )
    if found.outcome == "range" and found.reason != "range_only":
        say("  " + sentence("standard.none.range", lang, facts))


def _ends(found: StandardDerivation) -> dict[str, Fraction | None]:
    return {"gb1": found.gb1, "gb2": found.gb2}


def _print_moves(found: ConsequencesRecord, lang: str) -> None:
    """How the verdicts move, who must retrofit and what it costs."""
    say("")
    title = sentence("standard.moves_title", lang, {"count": found.count})
    say(styled(title, "bold"))
    for m in found.moves:
        words = {"before": _verdict(m.before, lang), "after": _verdict(m.after, lang)}
        say("  " + sentence("standard.moves", lang, {**words, "count": m.count}))
    if found.projects:
        heads = [sentence(f"standard.column.{k}", lang) for k in COLUMNS]
        say(table(heads, [_row(m, lang) for m in found.projects[:MOST]], right=(3, 4)))
    if not found.retrofits:
        return
    facts = {
        "count": found.retrofits,
        "cost": found.investment.value,
        "uncosted": found.uncosted,
    }
    say("  " + sentence("standard.cost", lang, facts))


COLUMNS = ("name", "before", "after", "gap", "investment")


def _row(m: ProjectMoveRecord, lang: str) -> list[str]:
    gap = "—" if m.gap_percent is None else f"{m.gap_percent} %"
    cost = "—" if m.investment is None else m.investment.value
    return [m.name[:30], _verdict(m.before, lang), _verdict(m.after, lang), gap, cost]


def _verdict(code: str, lang: str) -> str:
    return sentence("standard.error" if code == "error" else f"verdict.{code}", lang)
