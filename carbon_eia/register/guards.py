"""What must hold for a command beside state and role: one small function for each condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from carbon_eia.errors import Problem
from carbon_eia.register.case import APPROVING, RETROFIT, STAGES, VERDICTS, Case, Task, day_of
from carbon_eia.register.control_guards import ALONE, CONTROL_GUARDS, Beside
from carbon_eia.register.counting import EIA, ENERGY_REVIEW, accepted_day, count_clock
from carbon_eia.register.days import add_months
from carbon_eia.register.law import Command, Law
from carbon_eia.register.people import name_key
from carbon_eia.register.starts import starts_of
from carbon_eia.register.view import validity_days

__all__ = ["GUARDS", "NOTES", "OF_CASE", "Request"]

BUILT = frozenset({"under_construction", "trial", "completion_accepted", "operating"})
"""Stages of a plant on which something is built."""

GROUNDS: Mapping[str, str] = {
    "unreviewed": "24",
    "revoked": "25",
    "exceeds": "26",
    "changed": "26",
    "unaccepted": "27",
}
"""Grounds of an order to put right, with the article of Order 31."""

CHANGE_VERDICTS = ("consent", "review")


class Request(NamedTuple):
    """A command that somebody wants to give: on which day, and with what.

    ``beside``: what the register holds beside the case, for those commands that ask for it.
    """

    command: Command
    case: Case
    law: Law
    role: str
    actor: str
    day: date
    body: Mapping[str, Any]
    beside: Beside = ALONE

    def text(self, key: str) -> str:
        """A text of the body; empty where it says nothing."""
        value = self.body.get(key)
        return "" if value is None else str(value)


Guard = Callable[[Request], Problem | None]


def _problem(code: str, **params: object) -> Problem:
    return Problem(code, params=params)


# ── listing, receipt, acceptance ──


def known_stage(ask: Request) -> Problem | None:
    """A stage that is named is one."""
    stage = ask.text("stage")
    return _problem("CE-G111", stage=stage) if stage and stage not in STAGES else None


def known_channel(ask: Request) -> Problem | None:
    """A channel that is named is one."""
    channel = ask.text("channel")
    known = sorted({*ENERGY_REVIEW, *EIA} - {""})
    if not channel or channel in known:
        return None
    return _problem("CE-G156", channel=channel, known=" ".join(known))


def sound_opinion(ask: Request) -> Problem | None:
    """An opinion of another authority has a day that has come: its two years run from it."""
    opinion = ask.body.get("opinion")
    if not opinion:
        return None
    day = day_of(opinion.get("day") if isinstance(opinion, Mapping) else opinion)
    is_sound = day is not None and day <= ask.day
    return None if is_sound else _problem("CE-G154", opinion=str(opinion))


def no_standing_approval(ask: Request) -> Problem | None:
    """A project with a valid opinion of this register asks for a change, not for another one; a
    changed EIA is approved anew."""
    decision = ask.case.decision
    if decision is None or not decision.is_standing:
        return None
    return None if ask.case.channel_of(decision) in EIA else _problem("CE-G112")


def own_submission(ask: Request) -> Problem | None:
    """Statistical returns are no filing; what the enterprise hands in itself is (统计法第28条)."""
    statistics = ask.text("origin") == "statistics" and not ask.body.get("handed_in_by")
    return _problem("CE-G113") if statistics else None


def one_notice(ask: Request) -> Problem | None:
    """What is missing is told once (Order 31, Article 14)."""
    filing = ask.case.filing
    if filing is None or filing.notified is None:
        return None
    return _problem("CE-G114", day=filing.notified.day)


def not_yet_accepted(ask: Request) -> Problem | None:
    """A filing is accepted once."""
    filing = ask.case.filing
    if filing is None or filing.accepted is None:
        return None
    return _problem("CE-G116", day=filing.accepted.day)


# ── review ──


def sound_notice(ask: Request) -> Problem | None:
    """The written notice of the experts' time says how many working days they need."""
    notice = ask.body.get("notice")
    if notice is None:
        return None
    days = notice.get("working_days") if isinstance(notice, Mapping) else notice
    is_sound = str(days).isdecimal() and len(str(days)) < 9 and 0 < int(str(days)) <= 250
    return None if is_sound else _problem("CE-G117", notice=str(notice))


def open_finding(ask: Request) -> Problem | None:
    """An answer names a finding that has none yet."""
    finding = ask.text("finding")
    is_open = any(str(f.event) == finding and f.answered is None for f in ask.case.findings)
    return None if is_open else _problem("CE-G118", finding=finding)


def known_recommendation(ask: Request) -> Problem | None:
    """A recommendation is one that could be decided."""
    return _known_verdict(ask.text("recommendation"))


def known_verdict(ask: Request) -> Problem | None:
    """A decision is an opinion or a refusal; 无法判定 is none (Order 31, Article 17)."""
    return _known_verdict(ask.text("verdict"))


def _known_verdict(verdict: str) -> Problem | None:
    if verdict in VERDICTS:
        return None
    return _problem("CE-G119", verdict=verdict, known=" ".join(VERDICTS))


def expert_opinion(ask: Request) -> Problem | None:
    """An opinion of experts is an important basis of the decision (Order 31, Article 15)."""
    filing = ask.case.filing
    if ask.case.change is not None:
        return None
    returned = filing is not None and any(s.returned is not None for s in filing.stops)
    return None if returned else _problem("CE-G120")


def one_extension(ask: Request) -> Problem | None:
    """The period is extended once."""
    filing = ask.case.filing
    if filing is None or filing.extended is None:
        return None
    return _problem("CE-G121", day=filing.extended.day)


def extendable(ask: Request) -> Problem | None:
    """The law of the EIA knows no extension."""
    filing = ask.case.filing
    in_eia = filing is not None and filing.channel in EIA
    return _problem("CE-G157") if in_eia else None


def period_running(ask: Request) -> Problem | None:
    """A period that is over cannot be extended any more."""
    last = decision_due(ask.case, ask.day, ask.law)
    return _problem("CE-G122", due=last) if last is not None and ask.day > last else None


def decision_due(case: Case, as_of: date, law: Law) -> date | None:
    """The last day for the decision on the filing that is being handled, as the law is taken."""
    filing = case.filing
    if filing is None or accepted_day(filing, as_of, law)[0] is None:
        return None
    for start in starts_of(case, as_of, law):
        if start.rule == "decision" and start.sequence == filing.event:
            return count_clock(law.clocks["decision"], start, as_of, law)[0].due
    return None


# ── decision ──


def no_change_pending(ask: Request) -> Problem | None:
    """An application for a change is decided as a change."""
    return _problem("CE-G123") if ask.case.change is not None else None


def change_pending(ask: Request) -> Problem | None:
    """Without an application for a change there is none to decide."""
    return _problem("CE-G124") if ask.case.change is None else None


def other_than_proposer(ask: Request) -> Problem | None:
    """Who recommends does not decide."""
    proposal = ask.case.proposal
    same = proposal is not None and name_key(proposal.actor) == name_key(ask.actor)
    return _problem("CE-G125", actor=ask.actor) if same else None


def verdict_fits_stage(ask: Request) -> Problem | None:
    """Refused is what is proposed, stopped what is being built (专栏10第4项)."""
    verdict, stage = ask.text("verdict"), ask.case.stage
    fits = {"refuse": stage == "proposed", "stop": stage in ("under_construction", "trial")}
    if fits.get(verdict, True):
        return None
    return _problem("CE-G126", verdict=verdict, stage=stage)


def no_ground_of_eia(ask: Request) -> Problem | None:
    """Carbon intensity is no ground on which an EIA may be refused: the verdict is advice there."""
    filing, verdict = ask.case.filing, ask.text("verdict")
    in_eia = filing is not None and filing.channel in EIA
    return _problem("CE-G159") if in_eia and verdict not in APPROVING else None


def reason_against(ask: Request) -> Problem | None:
    """A decision against the recommendation gives its reason."""
    proposal = ask.case.proposal
    follows = proposal is None or proposal.recommendation == ask.text("verdict")
    if follows or ask.text("against").strip():
        return None
    return _problem("CE-G127", recommendation=proposal.recommendation if proposal else "")


def remedies_told(ask: Request) -> Problem | None:
    """Who is refused is told of reconsideration and suit (行政许可法第38条第2款)."""
    refused = ask.text("verdict") in VERDICTS and ask.text("verdict") not in APPROVING
    return _problem("CE-G128") if refused and not ask.body.get("remedies") else None


def retrofit_deadline(ask: Request) -> Problem | None:
    """A retrofit has a deadline, later than the decision."""
    if ask.text("verdict") != RETROFIT:
        return None
    deadline = day_of(ask.body.get("deadline"))
    is_ahead = deadline is not None and deadline > ask.day
    return None if is_ahead else _problem("CE-G129", deadline=ask.text("deadline"))


def not_yet_delivered(ask: Request) -> Problem | None:
    """A decision that is there is delivered once."""
    decision = ask.case.decision
    waits = decision is not None and decision.delivered is None
    return None if waits else _problem("CE-G130")


def reopening_ground(ask: Request) -> Problem | None:
    """A decision is reopened only where it refused and was set aside by an order that is named."""
    if ask.case.state != "decided":
        return None
    decision = ask.case.decision
    refused = decision is not None and decision.verdict not in APPROVING
    return None if refused and ask.text("order") else _problem("CE-G131")


def standing_approval(ask: Request) -> Problem | None:
    """There must be an opinion that stands."""
    return None if ask.case.is_approved else _problem("CE-G132")


def changed_by_order31(ask: Request) -> Problem | None:
    """A project that was approved with its EIA is approved anew where it changes much."""
    decision = ask.case.decision
    in_eia = decision is not None and ask.case.channel_of(decision) in EIA
    return _problem("CE-G158") if in_eia else None


def known_change_verdict(ask: Request) -> Problem | None:
    """Consent, or a new review: Article 18 knows no third."""
    if ask.text("verdict") in CHANGE_VERDICTS:
        return None
    return _problem("CE-G133", verdict=ask.text("verdict"), known=" ".join(CHANGE_VERDICTS))


# ── construction, acceptance, operation ──


def approved_or_exempt(ask: Request) -> Problem | None:
    """Nothing is built before an opinion, but for what needs none (Order 31, Articles 3 and 8)."""
    return None if ask.case.is_approved or ask.case.exempt else _problem("CE-G134")


def not_built(ask: Request) -> Problem | None:
    """What is finished is not begun."""
    is_open = ask.case.stage in ("proposed", "under_construction")
    return None if is_open else _problem("CE-G153", stage=ask.case.stage)


def in_doubt(ask: Request) -> Problem | None:
    """Between a last day that is off and the next working day the law may be read both ways."""
    days = validity_days(ask.case, ask.law)
    if days is None or not days[0] < ask.day <= days[-1]:
        return None
    return _problem("CE-G152", due=days[0], shifted=days[-1])


def conditions_before(ask: Request) -> Problem | None:
    """Duties that come before a step are met before it."""
    command = ask.command.id
    names = [d.name for d in ask.case.duties if d.before == command and d.met is None]
    return _problem("CE-G136", names="、".join(names)) if names else None


def eia_current(ask: Request) -> Problem | None:
    """An EIA approval of five years is re-examined before construction (法典第106条)."""
    eia, length = ask.case.eia, ask.law.clocks["eia"].length
    if eia is None or length is None or eia.reexamined is not None:
        return None
    last = add_months(eia.approved, length)
    return _problem("CE-G137", due=last) if ask.day > last else None


def phase_accepted(ask: Request) -> Problem | None:
    """A phase is accepted before it produces (Order 31, Article 21)."""
    phase = ask.case.phases.get(ask.text("phase"))
    is_accepted = phase is not None and phase.accepted is not None
    return None if is_accepted else _problem("CE-G138", phase=ask.text("phase"))


def built_elsewhere(ask: Request) -> Problem | None:
    """From the list only what was listed as operating goes straight into operation."""
    if ask.case.state != "listed" or ask.case.stage == "operating":
        return None
    return _problem("CE-G139")


def year_over(ask: Request) -> Problem | None:
    """What is reported is a year that is over."""
    year = ask.text("year")
    is_over = year.isdecimal() and len(year) == 4 and int(year) < ask.day.year
    return None if is_over else _problem("CE-G140", year=year)


def has_operated(ask: Request) -> Problem | None:
    """A year is reported of what has operated."""
    operated = ask.case.operating is not None or ask.case.stage == "operating"
    return None if operated else _problem("CE-G141")


# ── supervision ──


def known_ground(ask: Request) -> Problem | None:
    """An order to put right names its ground."""
    if ask.text("ground") in GROUNDS:
        return None
    return _problem("CE-G142", ground=ask.text("ground"), known=" ".join(GROUNDS))


def ground_fits(ask: Request) -> Problem | None:
    """The ground is one that this project can have."""
    case, ground = ask.case, ask.text("ground")
    stage = ask.text("stage") or case.stage
    operates = stage == "operating" or any(p.operating for p in case.phases.values())
    fits = {
        "unreviewed": not case.is_approved and not case.exempt and stage in BUILT,
        "revoked": any(m.kind == "revoked" for m in case.history) and stage in BUILT,
        "exceeds": operates,
        "changed": operates,
        "unaccepted": case.completed is None and operates,
    }
    if fits.get(ground, True):
        return None
    return _problem("CE-G143", ground=ground, article=GROUNDS[ground])


def deadline_ahead(ask: Request) -> Problem | None:
    """The deadline of an order lies ahead."""
    deadline = day_of(ask.body.get("deadline"))
    is_ahead = deadline is not None and deadline > ask.day
    return None if is_ahead else _problem("CE-G144", deadline=ask.text("deadline"))


def not_yet_confirmed(ask: Request) -> Problem | None:
    """A lapse is confirmed once."""
    lapsed = ask.case.lapsed
    return _problem("CE-G145", day=lapsed.day) if lapsed is not None else None


def government_order(ask: Request) -> Problem | None:
    """What is not put right is closed by the people's government alone (Order 31, Article 24)."""
    needed = ask.case.state == "under_rectification" and not ask.text("order").strip()
    return _problem("CE-G146") if needed else None


# ── milestones, duties, the EIA, corrections ──


def _tasks(ask: Request) -> list[Task]:
    is_milestone = ask.command.event.startswith("milestone")
    return ask.case.milestones if is_milestone else ask.case.duties


def new_name(ask: Request) -> Problem | None:
    """Each milestone or duty has a name of its own."""
    name = ask.text("name")
    is_taken = any(t.name == name and t.met is None for t in _tasks(ask))
    return _problem("CE-G147", name=name) if is_taken else None


def open_name(ask: Request) -> Problem | None:
    """What is met was set and is not met yet."""
    name = ask.text("name")
    is_open = any(t.name == name and t.met is None for t in _tasks(ask))
    return None if is_open else _problem("CE-G148", name=name)


def eia_known(ask: Request) -> Problem | None:
    """What is re-examined was approved."""
    return None if ask.case.eia is not None else _problem("CE-G149")


def second_person(ask: Request) -> Problem | None:
    """A day is put right by somebody other than who wrote it."""
    number = ask.text("event")
    written = [name_key(m.actor) for m in ask.case.history if str(m.sequence) == number]
    return _problem("CE-G150", actor=ask.actor) if name_key(ask.actor) in written else None


def known_event(ask: Request) -> Problem | None:
    """The event is one of the case, and its day stays between those beside it."""
    history = ask.case.history
    place = next((i for i, m in enumerate(history) if str(m.sequence) == ask.text("event")), None)
    day = day_of(ask.body.get("day"))
    if place is None or day is None or history[place].kind == "day_corrected":
        return _problem("CE-G151", event=ask.text("event"), day=ask.text("day"))
    others = [(i, m.day) for i, m in enumerate(history) if m.kind != "day_corrected"]
    before = max((d for i, d in others if i < place), default=date.min)
    after = min((d for i, d in others if i > place), default=ask.day)
    if before <= day <= after:
        return None
    return _problem("CE-G151", event=ask.text("event"), day=day)


GUARDS: Mapping[str, Guard] = {
    g.__name__: g
    for g in (
        known_stage,
        known_channel,
        sound_opinion,
        no_standing_approval,
        own_submission,
        one_notice,
        not_yet_accepted,
        sound_notice,
        open_finding,
        known_recommendation,
        known_verdict,
        one_extension,
        extendable,
        period_running,
        no_change_pending,
        change_pending,
        other_than_proposer,
        verdict_fits_stage,
        reason_against,
        remedies_told,
        retrofit_deadline,
        not_yet_delivered,
        reopening_ground,
        standing_approval,
        changed_by_order31,
        known_change_verdict,
        approved_or_exempt,
        not_built,
        conditions_before,
        eia_current,
        phase_accepted,
        built_elsewhere,
        year_over,
        has_operated,
        known_ground,
        ground_fits,
        deadline_ahead,
        not_yet_confirmed,
        government_order,
        new_name,
        open_name,
        eia_known,
        second_person,
        known_event,
    )
} | dict(CONTROL_GUARDS)
"""Conditions that refuse, by the name that the table of states has for them."""

NOTES: Mapping[str, Guard] = {g.__name__: g for g in (expert_opinion, in_doubt, no_ground_of_eia)}
"""Conditions that are only told: the command is allowed all the same."""

OF_CASE = frozenset(
    {
        "approved_or_exempt",
        "built_elsewhere",
        "change_pending",
        "changed_by_order31",
        "conditions_before",
        "eia_known",
        "extendable",
        "has_operated",
        "no_change_pending",
        "no_standing_approval",
        "not_built",
        "not_yet_accepted",
        "not_yet_confirmed",
        "not_yet_delivered",
        "one_extension",
        "one_notice",
        "standing_approval",
    }
)
"""Conditions that hang on the case alone, whoever asks and whatever the day and the body."""
