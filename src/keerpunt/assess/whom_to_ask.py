"""Whom to ask next about a lead, and what either answer would make of it, in plain words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.assess.answers import falls
from keerpunt.assess.asks import CRITERIA
from keerpunt.assess.wording import describe, words

NAMED = 3
"""Codes that a sentence names; it counts the rest."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NextAsk:
    """One question by rank: whom, about which value, and what the best and the worst admissible answer would change.

    `if_best`, `if_worst`: whole sentences. `moves_to_review`, `falls`: what they come to. `log_note`: how long the
    records are kept, as far as known; empty where nothing is known.
    """

    rank: int
    request_id: str
    ask: str
    text: str
    of_whom: str
    about_kind: str
    about_value: str
    if_best: str
    if_worst: str
    moves_to_review: bool
    falls: bool
    log_expires: str | None
    log_note: str
    kind: str = "assessment"


def whom_to_ask(
    missing: Sequence[str], requests: Iterable[Row], as_of: dt.date | None, language: str
) -> tuple[NextAsk, ...]:
    """Return the questions of one lead from its rows of `requests`, by rank; `missing`: the codes it misses now."""
    return tuple(_next(missing, row, as_of, language) for row in sorted(requests, key=lambda each: int(each["rank"])))


def _next(missing: Sequence[str], row: Row, as_of: dt.date | None, language: str) -> NextAsk:
    best, worst = words("BEST_ANSWERS", language)[row["ask"]], words("WORST_ANSWERS", language)[row["ask"]]
    fallen = falls(missing, row["worst_missing"])
    criterion = any(code in CRITERIA for code in row["would_change"])
    opens = bool(missing) and not row["best_missing"]
    sentences = words("NEXT", language)
    if criterion:
        text = sentences["criterion"].format(what=describe(row["would_change"][0], language))
        if_best, if_worst = text, ""
    else:
        if_best = sentences["if"].format(answer=best, what=_best_outcome(missing, row, language))
        if_worst = sentences["if"].format(answer=worst, what=_worst_outcome(missing, row, language, fallen=fallen))
    return NextAsk(
        rank=int(row["rank"]),
        request_id=row["request_id"],
        ask=row["ask"],
        text=words("ASKS", language)[row["ask"]],
        of_whom=row["of_whom"],
        about_kind=row["about_kind"],
        about_value=row["about_value"],
        if_best=if_best,
        if_worst=if_worst,
        moves_to_review=opens,
        falls=fallen,
        log_expires=row["log_expires"],
        log_note=_log_note(row["log_expires"], as_of, language),
    )


def _best_outcome(missing: Sequence[str], row: Row, language: str) -> str:
    sentences = words("NEXT", language)
    if not row["best_missing"]:
        return sentences["to_review"]
    gone = [code for code in missing if code not in row["best_missing"]]
    if not gone:
        return sentences["stays"]
    return sentences["settles"].format(what=_named(gone, language), n=len(row["best_missing"]))


def _worst_outcome(missing: Sequence[str], row: Row, language: str, *, fallen: bool) -> str:
    sentences = words("NEXT", language)
    new = [code for code in row["worst_missing"] if code not in missing]
    if not fallen:
        return sentences["stays"]
    grave = [code for code in new if falls((), (code,))]
    return sentences["falls"].format(what=_named(grave, language))


def _named(codes: Sequence[str], language: str) -> str:
    texts = [describe(code, language) for code in codes[:NAMED]]
    if len(codes) > NAMED:
        texts.append(words("NEXT", language)["more"].format(n=len(codes) - NAMED))
    return "; ".join(texts)


def _log_note(expires: str | None, as_of: dt.date | None, language: str) -> str:
    if expires is None:
        return ""
    past = as_of is not None and dt.date.fromisoformat(expires) < as_of
    return words("NEXT", language)["log_past" if past else "log_until"].format(day=expires)
