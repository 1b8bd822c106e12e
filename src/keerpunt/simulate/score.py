"""Results against a known truth: who was merged wrongly, who reached review and should not have, what was missed.

The figures speak about generated operations of our own design; they are no error rate for real people.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any, ClassVar

import pyarrow.parquet as pq

from keerpunt.errors import InputRefused
from keerpunt.model.schema import UNKNOWN_COUNTRY
from keerpunt.simulate.write_truth import ACTORS, LEADS, RECORDS

_READY = "review_ready"


@dataclass(frozen=True, slots=True)
class ScenarioScore:
    """The true leads of one scenario: how many there are, were found, reached review, and met what was expected."""

    scenario: str
    leads: int
    innocent: int
    found: int
    sufficient: int
    review_ready: int
    sufficient_ready: int
    innocent_ready: int
    missing_as_expected: int
    country_right: int
    country_wrong: int


@dataclass(frozen=True, slots=True)
class Score:
    """What the results got right and wrong.

    `persons_wrongly_merged`: true persons who share an identity with somebody else. `persons_split`: true persons with
    more than one identity. `persons_unlinked`: true persons whom no identity holds. `accounts_right`: accounts whose
    actor has exactly the accounts of their user.
    `innocents_ready`: leads at review_ready whose identity is not, or not only, who used the account; it must be 0.
    `blocked_by`: codes that kept sufficient leads from review, with their number. `missing_as_expected`: found leads
    that miss every expected code, or miss nothing where nothing was to be missed.
    """

    persons: int
    persons_wrongly_merged: int
    persons_split: int
    persons_unlinked: int
    accounts: int
    accounts_right: int
    leads: int
    leads_ready: int
    innocents_ready: int
    sufficient: int
    sufficient_ready: int
    blocked_by: dict[str, int]
    country_right: int
    country_unknown: int
    country_wrong: int
    found: int
    missing_as_expected: int
    scenarios: tuple[ScenarioScore, ...]

    SCENARIO_COLUMNS: ClassVar[tuple[str, ...]] = (
        "scenario", "leads", "innocent", "found", "sufficient", "at review", "sufficient at review",
        "innocent at review", "missing as expected", "country right", "country wrong",
    )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Return the score as plain JSON values."""
        return asdict(self)

    def headline(self) -> list[tuple[str, str]]:
        """Return the figures that matter most, as label and text."""
        return [
            ("persons wrongly merged", f"{self.persons_wrongly_merged} of {self.persons}"),
            ("persons split", f"{self.persons_split} of {self.persons}"),
            ("accounts with the right actor", f"{self.accounts_right} of {self.accounts}"),
            ("leads at review", f"{self.leads_ready} of {self.leads}"),
            ("innocents at review", str(self.innocents_ready)),
            ("sufficient leads at review", f"{self.sufficient_ready} of {self.sufficient}"),
            ("country right, unknown, wrong", f"{self.country_right}, {self.country_unknown}, {self.country_wrong}"),
            ("missing as expected", f"{self.missing_as_expected} of {self.found}"),
        ]

    def scenario_rows(self) -> list[tuple[str, ...]]:
        """Return one row of texts per scenario, under `SCENARIO_COLUMNS`."""
        return [tuple(str(value) for value in astuple(scenario)) for scenario in self.scenarios]


@dataclass(frozen=True, slots=True)
class TrueLead:
    """A row of `truth_leads`."""

    account_id: str
    person_id: str
    innocent: bool
    scenario: str
    sufficient: bool
    expected: frozenset[str]
    country: str


@dataclass(frozen=True, slots=True)
class FoundLead:
    """A lead of the results with the true persons behind its two sides."""

    lead_id: str
    account_ids: frozenset[str]
    claimed: frozenset[str]
    acted: frozenset[str]
    ready: bool
    missing: frozenset[str]
    country: str
    payments: int

    @property
    def wrong(self) -> bool:
        """Whether the identity is not, or not only, who used the account."""
        return not self.claimed or not self.claimed <= self.acted


def score(results: Path, truth: Path) -> Score:
    """Compare a build, or its `results` folder, with a truth folder of `simulate`.

    Raises:
        InputRefused: a table or truth file is absent or has other columns.
    """
    folder = _tables_in(results)
    persons = {row["record_key"]: row["person_id"] for row in _csv(truth / "truth_records.csv", RECORDS)}
    users = {row["platform_account_id"]: row["person_id"] for row in _csv(truth / "truth_actors.csv", ACTORS)}
    identities = _persons_of_identities(folder, persons)
    actors = {row["actor_id"]: frozenset(row["platform_account_ids"]) for row in _table(folder, "actors")}
    found, pairs = paired(results, truth)
    right = _accounts_right(users, actors)
    return _sum_up(persons, identities, found, pairs, accounts=len(users), accounts_right=right)


def paired(results: Path, truth: Path) -> tuple[list[FoundLead], list[tuple[TrueLead, FoundLead | None]]]:
    """Return every lead of a build with the truth behind it, and each true lead with the one found for it.

    Raises:
        InputRefused: as `score`.
    """
    folder = _tables_in(results)
    persons = {row["record_key"]: row["person_id"] for row in _csv(truth / "truth_records.csv", RECORDS)}
    users = {row["platform_account_id"]: row["person_id"] for row in _csv(truth / "truth_actors.csv", ACTORS)}
    identities = _persons_of_identities(folder, persons)
    actors = {row["actor_id"]: frozenset(row["platform_account_ids"]) for row in _table(folder, "actors")}
    found = [_found(row, identities, actors, users) for row in _table(folder, "leads")]
    return found, _match([_true_lead(row) for row in _csv(truth / "truth_leads.csv", LEADS)], found)


def _tables_in(results: Path) -> Path:
    return results / "results" if (results / "results").is_dir() else results


def _sum_up(
    persons: Mapping[str, str],
    identities: Mapping[str, frozenset[str]],
    found: list[FoundLead],
    pairs: list[tuple[TrueLead, FoundLead | None]],
    *,
    accounts: int,
    accounts_right: int,
) -> Score:
    matched = [(true, lead) for true, lead in pairs if lead]
    countries = Counter(country_found(true, lead) for true, lead in matched)
    linked = Counter(person for together in identities.values() for person in together)
    return Score(
        persons=len(set(persons.values())),
        persons_wrongly_merged=len({p for together in identities.values() if len(together) > 1 for p in together}),
        persons_split=sum(count > 1 for count in linked.values()),
        persons_unlinked=len(set(persons.values()) - set(linked)),
        accounts=accounts,
        accounts_right=accounts_right,
        leads=len(found),
        leads_ready=sum(lead.ready for lead in found),
        innocents_ready=sum(lead.ready and lead.wrong for lead in found),
        sufficient=sum(true.sufficient for true, _ in pairs),
        sufficient_ready=sum(true.sufficient and _is_ready(lead) for true, lead in pairs),
        blocked_by=_blocked_by(pairs),
        country_right=countries["right"],
        country_unknown=countries["unknown"],
        country_wrong=countries["wrong"],
        found=len(matched),
        missing_as_expected=sum(as_expected(true, lead) for true, lead in pairs),
        scenarios=tuple(_scenario(name, of) for name, of in sorted(_by_scenario(pairs).items())),
    )


def _true_lead(row: Mapping[str, str]) -> TrueLead:
    return TrueLead(
        row["platform_account_id"],
        row["person_id"],
        row["innocent"] == "yes",
        row["scenario"],
        row["sufficient"] == "yes",
        frozenset(code for code in row["expected_missing"].split("|") if code),
        row["country"],
    )


def _persons_of_identities(folder: Path, persons: Mapping[str, str]) -> dict[str, frozenset[str]]:
    members: defaultdict[str, set[str]] = defaultdict(set)
    for row in _table(folder, "links"):
        if row["entity_kind"] == "identity" and row["record_key"] in persons:
            members[row["entity_id"]].add(persons[row["record_key"]])
    return {identity: frozenset(together) for identity, together in members.items()}


def _found(
    row: Mapping[str, Any],
    identities: Mapping[str, frozenset[str]],
    actors: Mapping[str, frozenset[str]],
    users: Mapping[str, str],
) -> FoundLead:
    accounts = actors.get(row["actor_id"], frozenset())
    return FoundLead(
        lead_id=row["lead_id"],
        account_ids=accounts,
        claimed=identities.get(row["identity_id"], frozenset()),
        # An account that nobody real used stands among the users as an empty person, whom no identity can be.
        acted=frozenset(users.get(account, "") for account in accounts),
        ready=row["gate"] == _READY,
        missing=frozenset(row["missing"]),
        country=row["country"],
        payments=row["n_covered_payments"],
    )


def _match(expected: Iterable[TrueLead], found: Iterable[FoundLead]) -> list[tuple[TrueLead, FoundLead | None]]:
    """Pair each true lead with the lead on that account and person; of several, the one that got furthest."""
    by_pair: defaultdict[tuple[str, str], list[FoundLead]] = defaultdict(list)
    for lead in found:
        for account in lead.account_ids:
            for person in lead.claimed:
                by_pair[(account, person)].append(lead)
    best = {pair: max(leads, key=lambda x: (x.ready, x.payments, x.lead_id)) for pair, leads in by_pair.items()}
    return [(true, best.get((true.account_id, true.person_id))) for true in expected]


def _accounts_right(users: Mapping[str, str], actors: Mapping[str, frozenset[str]]) -> int:
    of_person: defaultdict[str, set[str]] = defaultdict(set)
    for account, person in users.items():
        of_person[person or account].add(account)
    together = {account: accounts for accounts in actors.values() for account in accounts}
    right = (together.get(account, frozenset()) == of_person[person or account] for account, person in users.items())
    return sum(right)


def _is_ready(lead: FoundLead | None) -> bool:
    return lead is not None and lead.ready


def as_expected(true: TrueLead, lead: FoundLead | None) -> bool:
    """Tell whether a lead misses every expected code, or nothing where nothing was to be missed."""
    if lead is None:
        return False
    return true.expected <= lead.missing if true.expected else true.sufficient <= (not lead.missing)


def country_found(true: TrueLead, lead: FoundLead) -> str:
    """Return right, wrong or unknown."""
    if lead.country == UNKNOWN_COUNTRY:
        return "unknown"
    return "right" if lead.country == true.country else "wrong"


def _blocked_by(pairs: Iterable[tuple[TrueLead, FoundLead | None]]) -> dict[str, int]:
    codes: Counter[str] = Counter()
    for true, lead in pairs:
        if true.sufficient and lead is None:
            codes["no_lead"] += 1
        elif true.sufficient and lead and not lead.ready:
            codes.update(lead.missing)
    return dict(sorted(codes.items()))


def _by_scenario(
    pairs: Iterable[tuple[TrueLead, FoundLead | None]],
) -> dict[str, list[tuple[TrueLead, FoundLead | None]]]:
    grouped: defaultdict[str, list[tuple[TrueLead, FoundLead | None]]] = defaultdict(list)
    for true, lead in pairs:
        grouped[true.scenario].append((true, lead))
    return grouped


def _scenario(name: str, pairs: list[tuple[TrueLead, FoundLead | None]]) -> ScenarioScore:
    return ScenarioScore(
        scenario=name,
        leads=len(pairs),
        innocent=sum(true.innocent for true, _ in pairs),
        found=sum(lead is not None for _, lead in pairs),
        sufficient=sum(true.sufficient for true, _ in pairs),
        review_ready=sum(_is_ready(lead) for _, lead in pairs),
        sufficient_ready=sum(true.sufficient and _is_ready(lead) for true, lead in pairs),
        innocent_ready=sum(true.innocent and _is_ready(lead) for true, lead in pairs),
        missing_as_expected=sum(as_expected(true, lead) for true, lead in pairs),
        country_right=sum(lead is not None and country_found(true, lead) == "right" for true, lead in pairs),
        country_wrong=sum(lead is not None and country_found(true, lead) == "wrong" for true, lead in pairs),
    )


def _csv(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                raise InputRefused(f"has other columns than {', '.join(columns)}", place=path.name)
            return list(reader)
    except OSError as error:
        raise InputRefused(f"cannot be read ({error.strerror})", place=str(path)) from None


def _table(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise InputRefused("is no table of results; name the folder that `keerpunt run` wrote", place=str(path))
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows
