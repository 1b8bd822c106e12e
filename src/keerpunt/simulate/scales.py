"""How large a generated operation is, and in which countries its buyers live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from keerpunt.errors import UsageRefused
from keerpunt.simulate.scenarios import stories_of
from keerpunt.simulate.stories import FRAUD, GENERAL, RIVALS, SUFFICIENT, Story


@dataclass(frozen=True, slots=True)
class Scale:
    """A size: accounts in all, buyers per country, and how the accounts that nobody real paid for come about.

    `burst` accounts are opened and charged by a machine within an hour, `cluster` accounts by an insider from one
    address; `fabricated` accounts by the operator in the names of card holders; `staff` and `test` accounts are the
    operator's own. What remains up to `accounts` never paid. `stories` with `shares` replace the usual ones; `errors`
    puts one error into the records of every buyer.
    """

    name: str
    accounts: int
    buyers: Mapping[str, int]
    burst: int
    cluster: int
    staff: int
    test: int
    fabricated: int = 0
    stories: tuple[Story, ...] = ()
    shares: Mapping[str, int] = field(default_factory=dict)
    errors: bool = False


SMALL = Scale(
    "small",
    60,
    {"NL": 8, "DE": 8, "BE": 4, "FR": 5, "GB": 5, "ES": 4, "DK": 4, "PL": 3, "SE": 3, "CH": 2, "BA": 1, "IS": 1},
    burst=0,
    cluster=4,
    staff=1,
    test=1,
)
CUMBERLAND = Scale(
    "cumberland",
    320,
    {
        "AT": 10, "AU": 14, "BE": 14, "BA": 3, "CZ": 10, "DK": 12, "FI": 9, "FR": 26, "DE": 36, "HU": 8, "IS": 3,
        "NL": 23, "NZ": 6, "NO": 11, "PL": 13, "ES": 24, "SE": 12, "CH": 11, "GB": 28,
    },
    burst=22,
    cluster=5,
    staff=2,
    test=2,
)  # fmt: skip

FRAUD_MIX = replace(
    CUMBERLAND,
    name="fraud",
    accounts=420,
    burst=60,
    cluster=15,
    stories=(*GENERAL, *FRAUD),
    shares={story.name: 5 * story.share for story in RIVALS} | {story.name: 4 * story.share for story in FRAUD},
)
"""As many buyers as Cumberland had, and most payments made with the means of somebody else."""

CHARGEBACK_MIX = Scale(
    "chargeback", 3_020, {"NL": 1}, burst=0, cluster=0, staff=1, test=1, fabricated=3_000, stories=SUFFICIENT[:5]
)
"""One real buyer, and three thousand card holders whom the operator made into customers."""

_PLAIN_STORIES = tuple(story for story in SUFFICIENT if not story.also)
ERRORS_MIX = Scale(
    "errors", 550, {"NL": 110, "DE": 110, "BE": 80, "FR": 110, "ES": 80, "AT": 50}, burst=0, cluster=0, staff=0,
    test=0, stories=_PLAIN_STORIES, errors=True,
)  # fmt: skip
"""Buyers whose evidence would be complete, each with one error in it."""

MIXES = ("cumberland", "fraud", "chargeback", "errors")
_BY_MIX = {scale.name: scale for scale in (CUMBERLAND, FRAUD_MIX, CHARGEBACK_MIX, ERRORS_MIX)}
_BY_NAME = {scale.name: scale for scale in (SMALL, CUMBERLAND)}
SCALES = (*_BY_NAME, "kidflix")
_EACH = ("NL", "DE", "BE", "FR", "ES", "GB", "DK", "SE", "FI", "AT")


def mix_named(name: str) -> Scale:
    """Return the operation of a mix.

    Raises:
        UsageRefused: an unknown name.
    """
    if name not in _BY_MIX:
        raise UsageRefused(f"unknown mix; use one of {', '.join(MIXES)}")
    return _BY_MIX[name]


def scenario_scale(codes: Sequence[str]) -> Scale:
    """Return an operation in which the scenarios occur, each alone and each two of them together.

    Raises:
        UsageRefused: an unknown scenario.
    """
    stories = stories_of(codes)
    # Whatever else happens, somebody bought whose evidence is complete.
    played = (*stories, *(replace(story, share=2) for story in SUFFICIENT[:5]))
    buyers = sum(story.share for story in played)
    each = {code: buyers // len(_EACH) + (i < buyers % len(_EACH)) for i, code in enumerate(_EACH)}
    bulk = "S1" in codes
    own = 1 if "S15" in codes else 0
    burst, cluster = (24, 6) if bulk else (0, 0)
    accounts = buyers + burst + cluster + 2 * own + 10
    name = "-".join(codes)
    return Scale(name, accounts, each, burst=burst, cluster=cluster, staff=own, test=own, stories=played)


def scale_named(name: str) -> Scale:
    """Return a scale by its name.

    Raises:
        UsageRefused: an unknown name, or `kidflix`, which this version cannot make yet.
    """
    if name == "kidflix":
        raise UsageRefused("scale kidflix (2,000,000 accounts) is not built yet; use small or cumberland")
    if name not in _BY_NAME:
        raise UsageRefused(f"unknown scale; use one of {', '.join(_BY_NAME)}")
    return _BY_NAME[name]
