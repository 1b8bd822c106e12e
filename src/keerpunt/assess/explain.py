"""Why a lead stands where it stands, in words and with the records: for, against, unknown, missing. Pure.

The sentence follows the ENFSI guideline of 2015: what the findings are more to be expected under, never a probability
that somebody did something. The rival it is told against is the one the findings tell apart least.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from keerpunt.assess.arithmetic import Weight, deciding_rival, sums
from keerpunt.assess.candidates import is_trusted
from keerpunt.assess.catalogue import BY_CODE
from keerpunt.assess.policy import Policy, load_policy
from keerpunt.assess.scales import Interval, on_scales
from keerpunt.assess.settles import asks_for
from keerpunt.assess.whom_to_ask import NextAsk, whom_to_ask
from keerpunt.assess.wording import describe, words
from keerpunt.model.words import HOLDER, RIVALS

STRONGEST = 5
FACT, ASSESSMENT = "fact", "assessment"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a finding weighs against one rival, thousandths of log10."""

    hypothesis: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A source record that the lead rests on, with the codes of what is concluded from it."""

    record_key: str
    codes: tuple[str, ...]
    kind: str = FACT


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is concluded: an `assessment`, with the version of its rule and the records it rests on."""

    code: str
    text: str
    value: str
    effects: tuple[Effect, ...]
    origins: tuple[str, ...]
    record_keys: tuple[str, ...]
    rule_version: str
    closed: bool = False
    kind: str = ASSESSMENT


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that could settle something."""

    ask: str
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition of the gate that failed, the records it rests on, and what could settle it."""

    code: str
    text: str
    asks: tuple[Ask, ...]
    record_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """One other explanation: its state, what the findings come to against it, what the gate asks for.

    `low` and `high` are raw sums, as the gate compares them, also where a policy has scales.
    """

    hypothesis: str
    text: str
    state: str
    state_text: str
    low: int
    high: int
    min_low: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A lead explained. `strongest_for` and `strongest_against` show five each unless all are asked for.

    The counts are of all. `figures`: how much there is, in words. `facts`: every source record behind what is said.
    `neutral`: what was examined and says nothing either way. `unknown`: what was not available. `reasons`: code and
    words of the suggestion's reasons. `next_asks`: whom to ask, the question that decides most first.
    """

    lead_id: str
    sentence: str
    deciding_rival: str
    deciding_text: str
    caveat: str
    grade: str
    gate: str
    gate_text: str
    figures: tuple[str, ...]
    facts: tuple[Fact, ...]
    strongest_for: tuple[Statement, ...]
    n_for: int
    strongest_against: tuple[Statement, ...]
    n_against: int
    neutral: tuple[Statement, ...]
    unknown: tuple[Statement, ...]
    missing: tuple[Missing, ...]
    rivals: tuple[Rival, ...]
    reasons: tuple[tuple[str, str], ...]
    next_asks: tuple[NextAsk, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return plain lists and dicts, for JSON."""
        return asdict(self)


def explain(
    lead: Row,
    indicators: Iterable[Row],
    *,
    policy: Policy | None = None,
    language: str = "en",
    strongest: int | None = STRONGEST,
    requests: Iterable[Row] = (),
    as_of: dt.date | None = None,
) -> Explanation:
    """Explain one lead from its row of `leads` and its rows of `indicators`.

    `policy`: the one of the build, the shipped one if left out. `language`: en or nl. `strongest`: how many statements
    for and against are shown, None for all. `requests`: the lead's rows of that table. `as_of`: the day by which
    records that a provider keeps for a time are there or gone. A code that speaks for some rival is not neutral for
    the others.
    """
    rules = policy or load_policy()
    rows = sorted(indicators, key=lambda row: (row["code"], row["hypothesis"]))
    by_rival = sums(weights_of(rows, rules), rules.caps)
    scaled = on_scales(by_rival, json.loads(lead["hypotheses"]), rules.calibration)
    said = _statements(rows, language)
    speaking_for = sorted((each for each in said if each.value == "supports"), key=_for_order)
    speaking = {each.code for each in said if each.value in ("supports", "contradicts")}
    speaking_against = sorted((each for each in said if each.value == "contradicts"), key=_against_order)
    return Explanation(
        lead_id=lead["lead_id"],
        sentence=_sentence(lead["grade"], scaled, language),
        deciding_rival=deciding_rival(scaled),
        deciding_text=words("SENTENCES", language)["deciding"],
        caveat=_caveat(rules, language),
        grade=lead["grade"],
        gate=lead["gate"],
        gate_text=words("GATES", language)[lead["gate"]],
        figures=_figures(lead, language),
        facts=_facts(rows),
        strongest_for=tuple(speaking_for[:strongest]),
        n_for=len(speaking_for),
        strongest_against=tuple(speaking_against[:strongest]),
        n_against=len(speaking_against),
        neutral=tuple(each for each in said if each.value == "neutral" and each.code not in speaking),
        unknown=tuple(each for each in said if each.value == "not_available"),
        missing=tuple(_missing(code, rows, language) for code in lead["missing"]),
        rivals=_rivals(lead, by_rival, rules, language),
        reasons=tuple((code, describe(code, language)) for code in lead["suggestion_reasons"]),
        next_asks=whom_to_ask(lead["missing"], requests, as_of, language),
    )


def weights_of(rows: Iterable[Row], policy: Policy) -> list[Weight]:
    """Return the stored indicator rows as weights, for the arithmetic."""
    return [
        Weight(
            code=row["code"],
            rival=row["hypothesis"],
            low=row["low"],
            high=row["high"],
            origin=row["origin"],
            origins=(row["origin"],),
            independent=is_trusted(row["origin"], policy.distrusted_origins),
            contradicts=row["value"] == "contradicts",
            closed=is_closed(row),
        )
        for row in rows
        if row["value"] in ("supports", "contradicts") and row["code"] in BY_CODE
    ]


def is_closed(row: Row) -> bool:
    """Tell whether a human answered a contradiction: then a judgement stands among its records.

    An absence (I21) rests on a judgement itself, so there a second one closes it.
    """
    judged = sum(key.startswith("judgement:") for key in row["record_keys"])
    return bool(row["value"] == "contradicts" and judged > (1 if row["code"].startswith("I21") else 0))


def _statements(rows: Sequence[Row], language: str) -> list[Statement]:
    """Return one statement per code and value, with what it weighs against each rival."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["code"], row["value"]].append(row)
    return [_statement(code, value, of, language) for (code, value), of in grouped.items()]


def _statement(code: str, value: str, rows: Sequence[Row], language: str) -> Statement:
    closed = all(is_closed(row) for row in rows)
    text = describe(code, language)
    sentences = words("SENTENCES", language)
    if closed:
        text = sentences["closed"].format(what=text)
    elif value == "not_available":
        text = sentences["not_available"].format(what=text)
    return Statement(
        code=code,
        text=text,
        value=value,
        effects=tuple(Effect(row["hypothesis"], row["low"], row["high"]) for row in rows),
        origins=tuple(sorted({row["origin"] for row in rows} - {""})),
        record_keys=tuple(sorted({key for row in rows for key in row["record_keys"]})),
        rule_version=rows[0]["rule_version"],
        closed=closed,
    )


def _for_order(each: Statement) -> tuple[int, int, str]:
    return -max(effect.low for effect in each.effects), -max(effect.high for effect in each.effects), each.code


def _against_order(each: Statement) -> tuple[bool, int, int, str]:
    high = min(effect.high for effect in each.effects)
    return each.closed, high, min(effect.low for effect in each.effects), each.code


def _sentence(grade: str, by_rival: Mapping[str, Interval], language: str) -> str:
    hypotheses, sentences = words("HYPOTHESES", language), words("SENTENCES", language)
    rival = deciding_rival(by_rival)
    kind = "equal" if grade == "none" else "against" if grade.startswith("against_") else "for"
    if kind == "against":
        rival = min(RIVALS, key=lambda each: (by_rival[each][1], RIVALS.index(each)))
    text = words("GRADES", language)[grade.removeprefix("against_")]
    return sentences[kind].format(grade=text, holder=hypotheses[HOLDER], rival=hypotheses[rival])


def _caveat(policy: Policy, language: str) -> str:
    """Return what the support is and is not: raw judgement, or judgement on the scale of a named basis."""
    sentences, fitted = words("SENTENCES", language), policy.calibration
    if fitted is None:
        return sentences["caveat"]
    return sentences[f"caveat_{fitted.basis}"].format(n=fitted.n, date=fitted.date)


def _figures(lead: Row, language: str) -> tuple[str, ...]:
    sentences = words("SENTENCES", language)
    return (
        sentences["payments"].format(n=lead["n_covered_payments"], months=lead["n_months"]),
        sentences["origins"].format(n=lead["n_independent_origins"]),
    )


def _facts(rows: Iterable[Row]) -> tuple[Fact, ...]:
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for key in row["record_keys"]:
            codes[key].add(row["code"])
    return tuple(Fact(key, tuple(sorted(codes[key]))) for key in sorted(codes))


def _missing(code: str, rows: Sequence[Row], language: str) -> Missing:
    asks = tuple(Ask(ask, words("ASKS", language)[ask]) for ask in asks_for(code))
    return Missing(code, describe(code, language), asks, _behind(code, rows))


def _behind(code: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the records a missing code rests on: those of its contradiction, error or rival."""
    short = code.removeprefix("contradiction_")[:3].upper()
    rival = code.removesuffix("_open").removesuffix("_not_examined")
    if code.startswith("contradiction_"):
        found = [row for row in rows if row["code"][:3] == short and row["value"] == "contradicts"]
    elif rival in RIVALS:
        found = [row for row in rows if row["hypothesis"] == rival and row["value"] == "contradicts"]
    elif code == "rival_identity":
        found = [row for row in rows if row["code"].startswith("I17") and row["value"] == "contradicts"]
    else:
        found = [row for row in rows if row["code"].lower() == code]
    return tuple(sorted({key for row in found for key in row["record_keys"]}))


def _rivals(lead: Row, by_rival: Mapping[str, Interval], policy: Policy, language: str) -> tuple[Rival, ...]:
    states: dict[str, str] = json.loads(lead["hypotheses"])
    return tuple(
        Rival(
            hypothesis=rival,
            text=words("HYPOTHESES", language)[rival],
            state=states[rival],
            state_text=words("STATES", language)[states[rival]],
            low=by_rival[rival][0],
            high=by_rival[rival][1],
            min_low=policy.min_low[rival],
        )
        for rival in RIVALS
    )
