"""What a case's filed Run gives: the place and worth of a finding, milestones, a replay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.cli.register_shared import actor_named, register_law, tell_done
from carbon_eia.console import columns, styled, wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.messages import sentence, verdict_label
from carbon_eia.proof.filed_run import milestones_of, replayed
from carbon_eia.reference import open_world
from carbon_eia.register.acting import CommandRequest, act_all, open_case, view_of
from carbon_eia.register.case import Case
from carbon_eia.register.law import Law
from carbon_eia.register.runs import filed_run
from carbon_eia.register.store import Register, open_register
from carbon_eia.run.records import Run

__all__ = ["milestones_command", "replay_case_command"]


def milestones_command(
    json: bool,
    lang: str,
    folder: Path,
    code: str,
    actor: str | None,
    role: str | None,
    on: str | None,
) -> int:
    """Set the milestones of the retrofit as the filed Run plans them; those set before stay.

    Raises CallError: CE-G223 there is no such case, CE-G229 its Run plans no measure.
    """
    register, law, as_of = open_register(folder, view_of), register_law(), day(on)
    case, run = _case_and_run(register, code, as_of, law)
    planned = milestones_of(run)
    if not planned:
        raise CallError(Problem("CE-G229", params={"code": code}))
    known = {task.name for task in case.milestones}
    asked = [
        CommandRequest(
            "set_milestone",
            code,
            actor_named(actor),
            role,
            as_of,
            {"name": m.name, "day": m.day.isoformat(), "measure": m.measure},
        )
        for m in planned
        if m.name not in known
    ]
    done = act_all(register, asked, law)
    told = {"code": code, "count": len(done), "before": len(planned) - len(done)}
    return tell_done(json, lang, "register.milestones_set", told)


def replay_case_command(
    json: bool,
    lang: str,
    folder: Path,
    code: str,
    as_of: str | None,
    reference: Path | None,
) -> int:
    """The verdict that the filed project would have on a day, by the data and rules of that day.

    Nothing is written: it is a proposal, and a person decides.
    """
    register, law, on = open_register(folder, view_of), register_law(), day(as_of)
    case, run = _case_and_run(register, code, on, law)
    found = replayed(run, open_world(on, reference))
    verdicts = [r.decision.verdict for r in (found.then, found.now)]
    if json:
        print_json(
            {
                "code": code,
                "state": case.state,
                "as_of": on.isoformat(),
                "run": run.id,
                "verdict": verdicts,
                "proposed": {"run": found.now.id, "verdict": verdicts[1]},
                "causes": [c.to_dict() for c in found.causes],
            }
        )
        return 0
    before, after = (_verdict(r, lang) for r in (found.then, found.now))
    told = {"code": code, "state": law.states[case.state][lang], "day": on.isoformat(),
            "filed": run.as_of, "before": before, "after": after}  # fmt: skip
    say(wrapped(sentence("register.replayed", lang, told), columns(), "  "))
    for cause in found.causes:
        say(wrapped(f"  · {cause.text(lang)}", columns(), "    "))
    say(styled(sentence("register.replay_proposes", lang), "dim"))
    return 0


def _verdict(run: Run, lang: str) -> str:
    return verdict_label(run.decision.verdict, lang, run.decision.ground)


def _case_and_run(register: Register, code: str, on: date, law: Law) -> tuple[Case, Run]:
    """A case on a day, and the Run on which its last filing rests.

    Raises CallError CE-G229 where no Run was filed.
    """
    with register.reading() as ledger:
        case = open_case(ledger.events(code), code, on, law)
    run = filed_run(register, case)
    if run is None:
        raise CallError(Problem("CE-G229", params={"code": code}))
    return case, run
