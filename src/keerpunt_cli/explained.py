"""An explanation as a person reads it in the terminal, and as JSON: every statement with its source rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from keerpunt.assess import Explanation, Policy, Statement, explain
from keerpunt.errors import UsageRefused
from keerpunt.store import Reader
from keerpunt_cli.console import out, print_json

SOURCES_SHOWN = 3
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
    },
    "nl": {
        "lead": "Lead", "holder": "kandidaat, geen vastgestelde identiteit", "for": "Voor", "against": "Tegen",
        "neutral": "Onderzocht, zegt niets", "unknown": "Onbekend", "missing": "Ontbreekt bij de poort",
        "rivals": "De andere verklaringen", "country": "Land", "suggestion": "Suggestie (regel, nooit een besluit)",
        "settle": "uit te zoeken met", "nothing": "niets", "more": "{shown} van {n} getoond; alles met --json",
        "fact": "feit", "assessment": "beoordeling", "rows": "nog {n} rijen",
        "untested": "{n} foutcontroles hadden niets te toetsen; alles met --json",
    },
}  # fmt: skip

Places = Mapping[str, Sequence[Mapping[str, str]]]


def show(reader: Reader, lead_id: str, policy: Policy, language: str, *, as_json: bool) -> None:
    """Print one lead explained.

    Raises:
        UsageRefused: the lead is not in the build, or the language is not known.
    """
    if language not in LANGUAGES:
        raise UsageRefused(f"no such language; use one of {', '.join(LANGUAGES)}", place="--lang")
    lead = reader.lead(lead_id)
    if lead is None:
        raise UsageRefused("no such lead in this build; results/leads.csv lists them", place=lead_id)
    rows = reader.indicators(lead_id)
    told = explain(lead, rows, policy=policy, language=language, strongest=None if as_json else 5)
    keys = {key for each in (*told.strongest_for, *told.strongest_against) for key in each.record_keys}
    keys |= {key for each in told.missing for key in each.record_keys}
    places = _places(reader, keys)
    if as_json:
        print_json({**told.as_dict(), "lead": lead, "sources": places})
    else:
        _print(lead, told, places, HEADINGS[language])


def _places(reader: Reader, keys: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """Return for each record key where it stands: table, origin, file, locator."""
    paths = {receipt["sha256"]: receipt["path"] for receipt in reader.build.run["receipts"]}
    places: dict[str, list[dict[str, str]]] = {}
    for row in reader.records(keys):
        sha = row["source_sha256"]
        place = {"table": row["table"], "origin": row["origin"], "file": paths.get(sha, sha)}
        places.setdefault(row["record_key"], []).append({**place, "locator": row["source_locator"], "sha256": sha})
    return places


def _print(lead: Mapping[str, Any], told: Explanation, places: Places, head: Mapping[str, str]) -> None:
    _line(f"{head['lead']} {told.lead_id}", style="bold")
    _line(f"{head['holder']} · {told.gate_text}\n")
    _line(told.sentence)
    _line(f"{told.deciding_text} {told.caveat}", style="dim")
    for figure in told.figures:
        _line(f"  {figure}")
    _statements(head["for"], told.strongest_for, told.n_for, places, head)
    _statements(head["against"], told.strongest_against, told.n_against, places, head)
    unknown = [each for each in told.unknown if not each.code.startswith(ERROR_CHECK)]
    _heading(head["unknown"], len(unknown))
    for each in unknown:
        _line(f"  {each.text}")
    if untested := len(told.unknown) - len(unknown):
        _line("  " + head["untested"].format(n=untested), style="dim")
    _missing(told, places, head)
    _heading(head["rivals"], None)
    for rival in told.rivals:
        _line(f"  {rival.text}: {rival.state_text}")
    _heading(head["country"], None)
    conflict = f" ({', '.join(lead['country_conflict'])})" if lead["country_conflict"] else ""
    _line(f"  {lead['country']} · {lead['country_basis']}{conflict} · {lead['law_status']}")
    _heading(head["suggestion"], None)
    _line(f"  {lead['suggestion']}")
    for _code, text in told.reasons:
        _line(f"    {text}")


def _statements(title: str, said: Sequence[Statement], total: int, places: Places, head: Mapping[str, str]) -> None:
    _heading(title, total)
    if not said:
        _line(f"  {head['nothing']}")
    for each in said:
        _line(f"  {each.text}  [{head['assessment']}, {each.rule_version}]")
        _sources(each.record_keys, places, head)
    if total > len(said):
        _line("  " + head["more"].format(shown=len(said), n=total), style="dim")


def _missing(told: Explanation, places: Places, head: Mapping[str, str]) -> None:
    _heading(head["missing"], len(told.missing))
    if not told.missing:
        _line(f"  {head['nothing']}")
    for each in told.missing:
        _line(f"  {each.text}  [{each.code}]")
        if each.asks:
            _line(f"    {head['settle']}: {'; '.join(ask.text for ask in each.asks)}")
        _sources(each.record_keys, places, head)


def _sources(keys: Sequence[str], places: Places, head: Mapping[str, str]) -> None:
    rows = [place for key in keys for place in places.get(key, ())]
    for place in rows[:SOURCES_SHOWN]:
        _line(f"    {head['fact']}: {place['file']} {place['locator']} ({place['origin']})", style="dim")
    if len(rows) > SOURCES_SHOWN:
        _line("    " + head["rows"].format(n=len(rows) - SOURCES_SHOWN), style="dim")


def _heading(title: str, count: int | None) -> None:
    _line(f"\n{title}" + (f" ({count})" if count is not None else ""), style="bold")


def _line(text: str, style: str = "") -> None:
    out.print(text, markup=False, style=style, soft_wrap=False)
