"""The kinds of check: what each asks of the facts of a project, and how its answer is told.

A check has three outcomes. True and False need every fact that they rest on; where one is not
stated the outcome is None, and the finding names it. Figures are compared exactly and in full.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import Place
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import Fact, fields
from carbon_eia.reference import STAND_INS, Check, Tier, months_after
from carbon_eia.rules.decision_model import Statement
from carbon_eia.units import Quantity, decimal_text, parse_unit, rounded

__all__ = [
    "CHECKS",
    "CheckOutcome",
    "Known",
    "Mismatch",
    "in_choice",
    "in_words",
    "judge",
    "label_of",
    "naming",
    "near_limit",
]

Known = Mapping[str, Fact]
"""What is known of a project, by the key of the fact; one that is not known is not there."""

BOUNDS: Mapping[str, str] = MappingProxyType({"energy_consumption_primary": "primary_at_most"})
"""Facts of which at least the most that they can be is known."""


class CheckOutcome(NamedTuple):
    """The outcome of a check: what it found, or which facts it lacks."""

    passed: bool | None
    lacks: tuple[str, ...] = ()
    fact: Statement = Statement("policy.lacks")
    value: str = ""
    limit: str = ""
    unit: str = ""


class Mismatch(Exception):  # noqa: N818  (caught where the place in the file is known)
    """Two facts that cannot be held against each other."""

    def __init__(self, key: str, found: Quantity, expected: Quantity) -> None:
        super().__init__(key)
        self.key, self.found, self.expected = key, found, expected
        self.place: Place | None = None


def judge(check: Check, known: Known) -> CheckOutcome:
    """The finding of a check.

    Raises Mismatch where two facts are of different kinds.
    """
    fact = _at_hand(check.fact, known)
    if check.instead and fact not in known:
        fact = check.instead
    check = check._replace(fact=fact, of=_at_hand(check.of, known))
    if check.of and check.later in known and check.of not in known:
        check = check._replace(of=check.later)
    lacks = tuple(key for key in (check.fact, check.of) if key and key not in known)
    if lacks:
        return _excluded(check, known) or CheckOutcome(None, lacks)
    return CHECKS[check.kind](check, known)


def _excluded(check: Check, known: Known) -> CheckOutcome | None:
    """That a fact which is not known cannot reach a limit, since its most does not."""
    bound = BOUNDS.get(check.fact, "")
    if bound not in known or check.of or check.kind not in ("at_least", "above"):
        return None
    found = CHECKS[check.kind](check._replace(fact=bound), known)
    return found if found.passed is False else None


def _at_hand(key: str, known: Known) -> str:
    """A fact as it is stated, else as it is computed, else the one that is lacking."""
    other = STAND_INS.get(key)
    return key if other is None or key in known or other not in known else other


def _compared(
    holds: Callable[[Fraction, Fraction], bool],
) -> Callable[[Check, Known], CheckOutcome]:
    """A check of a quantity against a limit, or of its ratio to another: in full, exactly."""

    def compare(check: Check, known: Known) -> CheckOutcome:
        assert check.limit is not None
        number, limit = _quantity(known[check.fact]), check.limit
        unit = "" if limit.unit.text == "1" else limit.unit.text
        what, shown = _label(check.fact, known), number.text
        if check.of:
            base = _quantity(known[check.of])
            if base.unit.dims != number.unit.dims:
                raise Mismatch(check.fact, number, base)
            share = limit.value * limit.unit.factor  # fact ÷ of, without dividing by zero
            passed = holds(number.to(base.unit), share * base.value)
            ratio = number.to(base.unit) / base.value if base.value else None
            value = None if ratio is None else ratio / limit.unit.factor
            what = _joined((check.fact, check.of), {"zh": " ÷ ", "en": " ÷ "}, known)
            shown = ""
        else:
            value = number.to(limit.unit)
            passed = holds(value, limit.value)
        if not shown:
            shown = "—" if value is None else f"{near_limit(value, limit.value)} {unit}".rstrip()
        params = {
            "what": what,
            "value": shown,
            "limit": f"{decimal_text(limit.value)} {unit}".rstrip(),
        }
        fact = Statement(f"policy.{check.kind}.{'yes' if passed else 'no'}", params)
        text = "" if value is None else decimal_text(value)
        return CheckOutcome(passed, (), fact, text, decimal_text(limit.value), unit)

    return compare


def _one_of(check: Check, known: Known) -> CheckOutcome:
    found = known[check.fact]
    params = {"what": _label(check.fact, known), "value": in_choice(check.fact, found)}
    if found in check.open:
        return CheckOutcome(None, (), Statement("policy.one_of.open", params))
    passed = found in check.values
    return CheckOutcome(passed, (), Statement(f"policy.one_of.{'yes' if passed else 'no'}", params))


def _within_months(check: Check, known: Known) -> CheckOutcome:
    """Not later than the same day some months after ``of``, or after ``later``."""
    start, day = _date(known[check.of]), _date(known[check.fact])
    other = known.get(check.later) if check.later else None
    if isinstance(other, date) and start < other <= day:
        start, check = other, check._replace(of=check.later)
    last = months_after(start, check.months)
    params = {
        "what": _label(check.fact),
        "day": day,
        "of": _label(check.of),
        "start": start,
        "months": check.months,
        "last": last,
    }
    passed = day <= last
    fact = Statement(f"policy.within_months.{'yes' if passed else 'no'}", params)
    return CheckOutcome(passed, (), fact, str(day), str(last))


def _not_before(check: Check, known: Known) -> CheckOutcome:
    day = _date(known[check.fact])
    first = _date(known[check.of]) if check.of else check.day
    assert first is not None
    of = _label(check.of) if check.of else ""
    params = {"what": _label(check.fact), "day": day, "of": of, "first": first}
    passed = day >= first
    fact = Statement(f"policy.not_before.{'yes' if passed else 'no'}", params)
    return CheckOutcome(passed, (), fact, str(day), str(first))


def _has(check: Check, known: Known) -> CheckOutcome:
    absent = tuple(key for key in check.facts if key not in known)
    code, keys = ("policy.has.no", absent) if absent else ("policy.has.yes", check.facts)
    return CheckOutcome(not absent, (), naming(code, keys))


def _tiers(check: Check, known: Known) -> CheckOutcome:
    """The first tier that is certain; one above it that is not is named with what it lacks.

    The last tier, without conditions, is certain only when all above it are out of the question.
    Tiers inform: there is nothing to pass or to fail.
    """
    doubtful: list[Tier] = []
    lacks: list[str] = []
    against: list[CheckOutcome] = []
    for tier in check.tiers:
        every = [judge(c, known) for c in tier.every]
        some = [judge(c, known) for c in tier.some]
        refuted = [f for f in every if f.passed is False]
        if some and all(f.passed is False for f in some):
            refuted = some
        if refuted:
            against = refuted
            continue
        met = [f for f in some if f.passed]
        doubts = [f for f in every if f.passed is None] or ([] if met or not some else some)
        if not doubts and (every or some):
            return _told(tier, (met or every)[:1], doubtful, lacks)
        if not doubts:
            break
        doubtful.append(tier)
        lacks += [key for f in (*every, *some) if f.passed is None for key in f.lacks]
    if doubtful:
        return CheckOutcome(None, tuple(dict.fromkeys(lacks)))
    return _told(check.tiers[-1], against, [], [])


def _told(
    tier: Tier, because: Sequence[CheckOutcome], doubtful: Sequence[Tier], lacks: Sequence[str]
) -> CheckOutcome:
    """A tier with the facts behind it, and the higher one that may yet hold."""
    params: dict[str, object] = {"text": {"zh": tier.zh, "en": tier.en}}
    code = "policy.tier"
    if because:
        code, params["why"] = "policy.tier.why", in_words([f.fact for f in because])
    if doubtful:
        code = "policy.tier.open"
        params["higher"] = {"zh": doubtful[0].zh, "en": doubtful[0].en}
        params |= naming("", lacks).params
    figures = because[0][3:] if len(because) == 1 else ("", "", "")
    return CheckOutcome(None, (), Statement(code, params), *figures)


CHECKS: Mapping[str, Callable[[Check, Known], CheckOutcome]] = {
    "at_most": _compared(lambda value, limit: value <= limit),
    "at_least": _compared(lambda value, limit: value >= limit),
    "above": _compared(lambda value, limit: value > limit),
    "below": _compared(lambda value, limit: value < limit),
    "one_of": _one_of,
    "within_months": _within_months,
    "not_before": _not_before,
    "has": _has,
    "tiers": _tiers,
}


# --- facts and their names


def _quantity(fact: Fact) -> Quantity:
    if isinstance(fact, Quantity):
        return fact
    assert isinstance(fact, int)
    return Quantity(Fraction(fact), parse_unit("1"), str(fact))


def _date(fact: Fact) -> date:
    assert isinstance(fact, date)
    return fact


def near_limit(value: Fraction, limit: Fraction) -> str:
    """A figure at two decimals, or at as many as tell it from its limit."""
    places = 2
    while value != limit and rounded(value, places) == rounded(limit, places) and places < 28:
        places += 1
    text = rounded(value, places)
    return text.rstrip("0").rstrip(".")


def _label(key: str, known: Known = MappingProxyType({})) -> dict[str, str]:
    """The name of a fact in each language; of a computed one with what is stated against it."""
    declared = known.get(f"declared:{key}")
    if declared is None:
        return label_of(key)
    if isinstance(declared, Quantity):
        stated: Mapping[str, str] = dict.fromkeys(LANGUAGES, declared.text)
    else:
        stated = in_choice(key, declared)
    name = label_of(key)
    return {
        lang: sentence("policy.contradicted", lang, {"what": name[lang], "stated": stated[lang]})
        for lang in LANGUAGES
    }


def label_of(key: str) -> dict[str, str]:
    """The name of a fact in each language."""
    field = fields("facts").get(key) or fields("project").get(key)
    if field is not None:
        return {lang: field.label(lang) for lang in LANGUAGES}
    return {lang: sentence(f"policy.of.{key}", lang) for lang in LANGUAGES}


def in_choice(key: str, value: Fact) -> dict[str, str]:
    """A choice, or yes and no, in each language."""
    if isinstance(value, bool):
        return {lang: sentence(f"policy.{'yes' if value else 'no'}", lang) for lang in LANGUAGES}
    stated = {computed: key for key, computed in STAND_INS.items()}.get(key, key)
    field = fields("facts").get(stated) or fields("project")[stated]
    english = sentence(f"choice.{stated}.{value}", "en", default=str(value))
    return {"zh": field.choices[str(value)], "en": english}


def _joined(
    keys: Sequence[str], separators: Mapping[str, str], known: Known = MappingProxyType({})
) -> dict[str, str]:
    names = [_label(key, known) for key in dict.fromkeys(keys)]
    return {lang: separators[lang].join(n[lang] for n in names) for lang in LANGUAGES}


def naming(code: str, keys: Sequence[str]) -> Statement:
    """A sentence about some facts, each named once."""
    return Statement(code, {"what": _joined(keys, {"zh": "、", "en": ", "})})


def in_words(statements: Sequence[Statement]) -> dict[str, str]:
    """Statements as a text in each language, to stand inside another sentence."""
    joint = {"zh": "；", "en": "; "}
    return {
        lang: joint[lang].join(sentence(s.code, lang, s.params) for s in statements)
        for lang in LANGUAGES
    }
