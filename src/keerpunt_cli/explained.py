"""An explanation as a person reads it in the terminal, and as JSON: every statement with its source rows."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from keerpunt.assess import Explanation, Policy, Statement, explain
from keerpunt.assess.explain import STRONGEST
from keerpunt.assess.whom_to_ask import NextAsk
from keerpunt.assess.wording import describe, words
from keerpunt.errors import UsageRefused
from keerpunt.store import Reader
from keerpunt_cli.console import PIPE_WIDTH, out

SOURCES_SHOWN = 3
ASKS_SHOWN = 5
LANGUAGES = ("en", "nl")
ERROR_CHECK = "E"
HEADINGS = {
    "en": {
        "lead": "Lead", "holder": "candidate, not an established identity", "for": "For", "against": "Against",
        "neutral": "Examined, says nothing either way", "unknown": "Unknown", "missing": "Missing at the gate",
        "rivals": "The other explanations", "country": "Country", "suggestion": "Suggestion (rule, never a decision)",
        "settle": "could be settled by", "nothing": "nothing", "more": "{shown} of {n} shown; all with --json",
        "fact": "fact", "assessment": "assessment", "rows": "{n} more rows",
        "untested": "{n} error checks had nothing to test; all with --json",
        "next": "Whom to ask next", "more_asks": "{n} more questions; all with --json", "about": "about",
        "caveat_short": "expert judgement; no probability that anybody did anything",
        "synthetic": "SYNTHETIC",
    },
    "nl": {
        "lead": "Lead", "holder": "kandidaat, geen vastgestelde identiteit", "for": "Voor", "against": "Tegen",
        "neutral": "Onderzocht, zegt niets", "unknown": "Onbekend", "missing": "Ontbreekt bij de poort",
        "rivals": "De andere verklaringen", "country": "Land", "suggestion": "Suggestie (regel, nooit een besluit)",
        "settle": "uit te zoeken met", "nothing": "niets", "more": "{shown} van {n} getoond; alles met --json",
        "fact": "feit", "assessment": "beoordeling", "rows": "nog {n} rijen",
        "untested": "{n} foutcontroles hadden niets te toetsen; alles met --json",
        "next": "Wie nu te vragen", "more_asks": "nog {n} vragen; alles met --json", "about": "over",
        "caveat_short": "deskundig oordeel; geen kans dat iemand iets heeft gedaan",
        "synthetic": "SYNTHETISCH",
    },
}  # fmt: skip

Places = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """One lead explained, with its row and the places of the records that are named."""

    lead: Mapping[str, Any]
    explanation: Explanation
    places: Places
    language: str


def tell(reader: Reader, lead_id: str, policy: Policy, language: str, *, everything: bool) -> Told:
    """Read and explain one lead; `everything`: all statements, not the five strongest.

    Raises:
        UsageRefused: the lead is not in the build, or the language is not known.
    """
    if language not in LANGUAGES:
        raise UsageRefused(f"no such language; use one of {', '.join(LANGUAGES)}", place="--language")
    lead = reader.lead(lead_id)
    if lead is None:
        raise UsageRefused("no such lead in this build; results/leads.csv lists them", place=lead_id)
    told = explain(
        lead,
        reader.indicators(lead_id),
        policy=policy,
        language=language,
        strongest=None if everything else STRONGEST,
        requests=reader.requests(lead_id),
        as_of=dt.date.fromisoformat(reader.build.run["inputs"]["as_of"]),
    )
    keys = {key for each in (*told.strongest_for, *told.strongest_against) for key in each.record_keys}
    keys |= {key for each in told.missing for key in each.record_keys}
    return Told(lead, told, _places(reader, keys), language)


def as_json(told: Told) -> dict[str, Any]:
    """Return everything that is told, for programs."""
    return {**told.explanation.as_dict(), "lead": told.lead, "sources": told.places}


def show(told: Told, console: Console = out) -> None:
    """Print one lead explained."""
    _Printer(console).lead(told)


def _places(reader: Reader, keys: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """Return for each record key where it stands: table, origin, file, locator."""
    paths = {receipt["sha256"]: receipt["path"] for receipt in reader.build.run["receipts"]}
    places: dict[str, list[dict[str, str]]] = {}
    for row in reader.records(keys):
        sha = row["source_sha256"]
        place = {"table": row["table"], "origin": row["origin"], "file": paths.get(sha, sha)}
        places.setdefault(row["record_key"], []).append({**place, "locator": row["source_locator"], "sha256": sha})
    return places


def text_of(told: Told) -> str:
    """Return what `show` prints, without colour and as wide as a pipe."""
    kept = io.StringIO()
    show(told, Console(file=kept, width=PIPE_WIDTH, highlight=False, color_system=None))
    return kept.getvalue()


class _Printer:
    """Prints an explanation to a console."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def lead(self, of: Told) -> None:
        """Print every section in order."""
        lead, told, places, head = of.lead, of.explanation, of.places, HEADINGS[of.language]
        self._line(f"{head['lead']} {told.lead_id}", style="bold")
        self._line(f"{head['holder']} · {told.gate_text}\n")
        self._line(told.sentence)
        self._line(f"{told.deciding_text} {told.caveat}", style="dim")
        for figure in told.figures:
            self._line(f"  {figure}")
        self._statements(head["for"], told.strongest_for, told.n_for, places, head)
        self._statements(head["against"], told.strongest_against, told.n_against, places, head)
        self._unknown(of, head)
        self._missing(told, places, head)
        self._heading(head["rivals"], None)
        for rival in told.rivals:
            self._line(f"  {rival.text}: {rival.state_text}")
        self._asks(told, head)
        self._heading(head["country"], None)
        self._line(f"  {country_line(lead, of.language)}")
        self._heading(head["suggestion"], None)
        self._line(f"  {words('SUGGESTIONS', of.language)[lead['suggestion']]}")
        for _code, text in told.reasons:
            self._line(f"    {text}")

    def _unknown(self, of: Told, head: Mapping[str, str]) -> None:
        unknown, untested = unknown_of(of.explanation, of.language)
        self._heading(head["unknown"], len(unknown))
        for text in unknown:
            self._line(f"  {text}")
        if untested:
            self._line("  " + head["untested"].format(n=untested), style="dim")

    def _statements(
        self, title: str, said: Sequence[Statement], total: int, places: Places, head: Mapping[str, str]
    ) -> None:
        self._heading(title, total)
        if not said:
            self._line(f"  {head['nothing']}")
        for each in said:
            self._line(f"  {each.text}  [{head['assessment']}, {each.rule_version}]")
            self._sources(each.record_keys, places, head)
        if total > len(said):
            self._line("  " + head["more"].format(shown=len(said), n=total), style="dim")

    def _missing(self, told: Explanation, places: Places, head: Mapping[str, str]) -> None:
        self._heading(head["missing"], len(told.missing))
        if not told.missing:
            self._line(f"  {head['nothing']}")
        for each in told.missing:
            self._line(f"  {each.text}  [{each.code}]")
            if each.asks:
                self._line(f"    {head['settle']}: {'; '.join(ask.text for ask in each.asks)}")
            self._sources(each.record_keys, places, head)

    def _asks(self, told: Explanation, head: Mapping[str, str]) -> None:
        self._heading(head["next"], len(told.next_asks))
        if not told.next_asks:
            self._line(f"  {head['nothing']}")
        for each in told.next_asks[:ASKS_SHOWN]:
            whom = f"{each.of_whom}, {about_line(each, head)}"
            self._line(f"  {each.rank}. {each.text}: {whom}  [{head['assessment']}, {each.request_id}]")
            self._line(f"     {each.if_best}")
            if each.if_worst:
                self._line(f"     {each.if_worst}")
            if each.log_note:
                self._line(f"     {each.log_note}", style="dim")
        if (more := len(told.next_asks) - ASKS_SHOWN) > 0:
            self._line("  " + head["more_asks"].format(n=more), style="dim")

    def _sources(self, keys: Sequence[str], places: Places, head: Mapping[str, str]) -> None:
        rows = source_rows(keys, places)
        for text in rows[:SOURCES_SHOWN]:
            self._line(f"    {head['fact']}: {text}", style="dim")
        if len(rows) > SOURCES_SHOWN:
            self._line("    " + head["rows"].format(n=len(rows) - SOURCES_SHOWN), style="dim")

    def _heading(self, title: str, count: int | None) -> None:
        self._line(f"\n{title}" + (f" ({count})" if count is not None else ""), style="bold")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(text, markup=False, style=style, soft_wrap=False)


def source_rows(keys: Sequence[str], places: Places) -> list[str]:
    """Return where records stand, as `file locator (origin)`; one place once, though it may hold several records."""
    found = [place for key in keys for place in places.get(key, ())]
    return list(dict.fromkeys(f"{place['file']} {place['locator']} ({place['origin']})" for place in found))


def unknown_of(told: Explanation, language: str) -> tuple[list[str], int]:
    """Return the indicators that were not available, in words, and how many error checks had nothing to test."""
    codes = [each.code for each in told.unknown if not each.code.startswith(ERROR_CHECK)]
    return [describe(code, language) for code in codes], len(told.unknown) - len(codes)


def about_line(each: NextAsk, head: Mapping[str, str]) -> str:
    """Return what a question is about; an id that begins with its kind says so itself."""
    kind = "" if each.about_value.startswith(f"{each.about_kind}:") else f"{each.about_kind} "
    return f"{head['about']} {kind}{each.about_value}"


def country_line(lead: Mapping[str, Any], language: str) -> str:
    """Return the competent country, on what ground, what disagrees and what the law said, in words."""
    basis = words("BASES", language)[lead["country_basis"]]
    conflicts = [describe(code, language) for code in lead["country_conflict"] or ()]
    conflict = f" ({'; '.join(conflicts)})" if conflicts else ""
    return f"{lead['country']} · {basis}{conflict} · {words('LAW', language)[lead['law_status']]}"
