"""Conditions of handling a filing: list, receipt, review, decision and change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from carbon_eia.errors import Problem
from carbon_eia.register.case import APPROVING, RETROFIT, STAGES, VERDICTS, Case, day_of
from carbon_eia.register.counting import EIA, ENERGY_REVIEW, accepted_day, count_clock
from carbon_eia.register.law import Law
from carbon_eia.register.people import name_key
from carbon_eia.register.request import Request, not_met
from carbon_eia.register.starts import starts_of

__all__ = [
    "change_pending",
    "changed_by_order31",
    "expert_opinion",
    "extendable",
    "known_change_verdict",
    "known_channel",
    "known_recommendation",
    "known_stage",
    "known_verdict",
    "no_change_pending",
    "no_ground_of_eia",
    "no_standing_approval",
    "not_yet_accepted",
    "not_yet_delivered",
    "one_extension",
    "one_notice",
    "open_finding",
    "other_than_proposer",
    "own_submission",
    "period_running",
    "reason_against",
    "remedies_told",
    "reopening_ground",
    "retrofit_deadline",
    "sound_notice",
    "sound_opinion",
    "standing_approval",
    "verdict_fits_stage",
]

CHANGE_VERDICTS = ("consent", "review")


# ── listing, receipt, acceptance ──


def known_stage(ask: Request) -> Problem | None:
    """A stage that is named is one."""
    stage = ask.text("stage")
    return not_met("CE-G111", stage=stage) if stage and stage not in STAGES else None


def known_channel(ask: Request) -> Problem | None:
    """A channel that is named is one."""
    channel = ask.text("channel")
    known = sorted({*ENERGY_REVIEW, *EIA} - {""})
    if not channel or channel in known:
        return None
    return not_met("CE-G156", channel=channel, known=" ".join(known))


def sound_opinion(ask: Request) -> Problem | None:
    """An opinion of another authority has a day that has come: its two years run from it."""
    opinion = ask.body.get("opinion")
    if not opinion:
        return None
    day = day_of(opinion.get("day") if isinstance(opinion, Mapping) else opinion)
    is_sound = day is not None and day <= ask.day
    return None if is_sound else not_met("CE-G154", opinion=str(opinion))


def no_standing_approval(ask: Request) -> Problem | None:
    """A project with a valid opinion of this register asks for a change, not for another one; a
    changed EIA is approved anew."""
    decision = ask.case.decision
    if decision is None or not decision.is_standing:
        return None
    return None if ask.case.channel_of(decision) in EIA else not_met("CE-G112")


def own_submission(ask: Request) -> Problem | None:
    """Statistical returns are no filing; what the enterprise hands in itself is (统计法第28条)."""
    statistics = ask.text("origin") == "statistics" and not ask.body.get("handed_in_by")
    return not_met("CE-G113") if statistics else None


def one_notice(ask: Request) -> Problem | None:
    """What is missing is told once (Order 31, Article 14)."""
    filing = ask.case.filing
    if filing is None or filing.notified is None:
        return None
    return not_met("CE-G114", day=filing.notified.day)


def not_yet_accepted(ask: Request) -> Problem | None:
    """A filing is accepted once."""
    filing = ask.case.filing
    if filing is None or filing.accepted is None:
        return None
    return not_met("CE-G116", day=filing.accepted.day)


# ── review ──


def sound_notice(ask: Request) -> Problem | None:
    """The written notice of the experts' time says how many working days they need."""
    notice = ask.body.get("notice")
    if notice is None:
        return None
    days = notice.get("working_days") if isinstance(notice, Mapping) else notice
    is_sound = str(days).isdecimal() and len(str(days)) < 9 and 0 < int(str(days)) <= 250
    return None if is_sound else not_met("CE-G117", notice=str(notice))


def open_finding(ask: Request) -> Problem | None:
    """An answer names a finding that has none yet."""
    finding = ask.text("finding")
    is_open = any(str(f.event) == finding and f.answered is None for f in ask.case.findings)
    return None if is_open else not_met("CE-G118", finding=finding)


def known_recommendation(ask: Request) -> Problem | None:
    """A recommendation is one that could be decided."""
    return _known_verdict(ask.text("recommendation"))


def known_verdict(ask: Request) -> Problem | None:
    """A decision is an opinion or a refusal; 无法判定 is none (Order 31, Article 17)."""
    return _known_verdict(ask.text("verdict"))


def _known_verdict(verdict: str) -> Problem | None:
    if verdict in VERDICTS:
        return None
    return not_met("CE-G119", verdict=verdict, known=" ".join(VERDICTS))


def expert_opinion(ask: Request) -> Problem | None:
    """An opinion of experts is an important basis of the decision (Order 31, Article 15)."""
    filing = ask.case.filing
    if ask.case.change is not None:
        return None
    returned = filing is not None and any(s.returned is not None for s in filing.stops)
    return None if returned else not_met("CE-G120")


def one_extension(ask: Request) -> Problem | None:
    """The period is extended once."""
    filing = ask.case.filing
    if filing is None or filing.extended is None:
        return None
    return not_met("CE-G121", day=filing.extended.day)


def extendable(ask: Request) -> Problem | None:
    """The law of the EIA knows no extension."""
    filing = ask.case.filing
    in_eia = filing is not None and filing.channel in EIA
    return not_met("CE-G157") if in_eia else None


def period_running(ask: Request) -> Problem | None:
    """A period that is over cannot be extended any more."""
    last = decision_due(ask.case, ask.day, ask.law)
    return not_met("CE-G122", due=last) if last is not None and ask.day > last else None


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
    return not_met("CE-G123") if ask.case.change is not None else None


def change_pending(ask: Request) -> Problem | None:
    """Without an application for a change there is none to decide."""
    return not_met("CE-G124") if ask.case.change is None else None


def other_than_proposer(ask: Request) -> Problem | None:
    """Who recommends does not decide."""
    proposal = ask.case.proposal
    same = proposal is not None and name_key(proposal.actor) == name_key(ask.actor)
    return not_met("CE-G125", actor=ask.actor) if same else None


def verdict_fits_stage(ask: Request) -> Problem | None:
    """Refused is what is proposed, stopped what is being built (专栏10第4项)."""
    verdict, stage = ask.text("verdict"), ask.case.stage
    fits = {"refuse": stage == "proposed", "stop": stage in ("under_construction", "trial")}
    if fits.get(verdict, True):
        return None
    return not_met("CE-G126", verdict=verdict, stage=stage)


def no_ground_of_eia(ask: Request) -> Problem | None:
    """Carbon intensity is no ground on which an EIA may be refused: the verdict is advice there."""
    filing, verdict = ask.case.filing, ask.text("verdict")
    in_eia = filing is not None and filing.channel in EIA
    return not_met("CE-G159") if in_eia and verdict not in APPROVING else None


def reason_against(ask: Request) -> Problem | None:
    """A decision against the recommendation gives its reason."""
    proposal = ask.case.proposal
    follows = proposal is None or proposal.recommendation == ask.text("verdict")
    if follows or ask.text("against").strip():
        return None
    return not_met("CE-G127", recommendation=proposal.recommendation if proposal else "")


def remedies_told(ask: Request) -> Problem | None:
    """Who is refused is told of reconsideration and suit (行政许可法第38条第2款)."""
    refused = ask.text("verdict") in VERDICTS and ask.text("verdict") not in APPROVING
    return not_met("CE-G128") if refused and not ask.body.get("remedies") else None


def retrofit_deadline(ask: Request) -> Problem | None:
    """A retrofit has a deadline, later than the decision."""
    if ask.text("verdict") != RETROFIT:
        return None
    deadline = day_of(ask.body.get("deadline"))
    is_ahead = deadline is not None and deadline > ask.day
    return None if is_ahead else not_met("CE-G129", deadline=ask.text("deadline"))


def not_yet_delivered(ask: Request) -> Problem | None:
    """A decision that is there is delivered once."""
    decision = ask.case.decision
    waits = decision is not None and decision.delivered is None
    return None if waits else not_met("CE-G130")


def reopening_ground(ask: Request) -> Problem | None:
    """A decision is reopened only where it refused and was set aside by an order that is named."""
    if ask.case.state != "decided":
        return None
    decision = ask.case.decision
    refused = decision is not None and decision.verdict not in APPROVING
    return None if refused and ask.text("order") else not_met("CE-G131")


def standing_approval(ask: Request) -> Problem | None:
    """There must be an opinion that stands."""
    return None if ask.case.is_approved else not_met("CE-G132")


def changed_by_order31(ask: Request) -> Problem | None:
    """A project that was approved with its EIA is approved anew where it changes much."""
    decision = ask.case.decision
    in_eia = decision is not None and ask.case.channel_of(decision) in EIA
    return not_met("CE-G158") if in_eia else None


def known_change_verdict(ask: Request) -> Problem | None:
    """Consent, or a new review: Article 18 knows no third."""
    if ask.text("verdict") in CHANGE_VERDICTS:
        return None
    return not_met("CE-G133", verdict=ask.text("verdict"), known=" ".join(CHANGE_VERDICTS))
