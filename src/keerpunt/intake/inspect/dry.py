"""A dry read: what a reader makes of a file before anybody declared anything, every record counted, nothing kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keerpunt.errors import KeerpuntError, SourceRefused
from keerpunt.intake.collect import Collector
from keerpunt.intake.context import Context
from keerpunt.intake.custody import Custody
from keerpunt.intake.guards import Guards
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.one_file import TICK_EVERY
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Rejected, Total
from keerpunt.intake.tally import Span, Tally
from keerpunt.model.operation import Source
from keerpunt.model.progress import Tick
from keerpunt.model.tables import CANONICAL
from keerpunt.values.instant import ZoneRule
from keerpunt.values.token import TokenKey, derive_key

TRIAL = ZoneRule("UTC", "assumed")
PLACES_SHOWN = 3
_PLACE = re.compile(
    r"line:\d+|byte:\d+(?:/row:\d+)?|stmt:\d+(?:/\d\d:\d+)?|(?:Rpt|Stmt|Ntfctn)\[\d+\](?:/(?:Ntry|NtryDtls|TxDtls)\[\d+\])*|(?:/(?:data/)?\d+)+"
)
_FIGURE = re.compile(r"[-+]?[0-9]{1,30}(?:[.,][0-9]{1,10})?(?: [A-Z]{3})?")
_TOLD = re.compile(r"[a-z_]{1,40}")
_BY_RECORD = "offset, zone column or notation"
_ZONE_CODES = frozenset(("bad_time",))
FIELDS = frozenset(field.name for each in CANONICAL.values() for field in each.fields) | frozenset(CANONICAL)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why `run` would refuse the file: code, sentence and place, none of them with a value."""

    code: str
    message: str
    place: str

    def as_dict(self) -> dict[str, str]:
        """Return the refusal for JSON."""
        return {"code": self.code, "message": self.message, "place": self.place}


@dataclass(frozen=True, slots=True)
class DryRead:
    """What one reader made of a file. `zone`: the zone that was tried, empty where none was needed.

    `without_zone` counts the records that are rejected as long as no zone is declared. `places` has some locators per
    reject code. `whole` is false where `limit` ended the reading. `findings` is (code, column) to count.
    """

    reader: str
    whole: bool
    tally: Tally
    places: Mapping[str, tuple[str, ...]]
    findings: Mapping[tuple[str, str], int]
    told: Mapping[str, str]
    guards: Mapping[str, int]
    cannot_tell: tuple[str, ...]
    zone: str
    without_zone: int
    refused: Refused | None
    statements: tuple[Statement, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the reading for JSON, with the keys of a receipt."""
        span = self.tally.span()
        return {
            "reader": self.reader,
            "whole": self.whole,
            "read": self.tally.read,
            "mapped": self.tally.mapped,
            "excluded": dict(sorted(self.tally.excluded.items())),
            "rejected": dict(sorted(self.tally.rejected.items())),
            "rejected_places": {code: list(places) for code, places in sorted(self.places.items())},
            "rows": dict(sorted(self.tally.rows.items())),
            "totals": [_total(total) for total in self.tally.totals],
            "first": _iso(span, "first"),
            "last": _iso(span, "last"),
            "zones": [f"{zone} ({basis})" for zone, basis in sorted(self.tally.zones)],
            "findings": _by_code(self.findings),
            "told": dict(sorted(self.told.items())),
            "guards": dict(sorted(self.guards.items())),
            "cannot_tell": list(self.cannot_tell),
            "trial_zone": self.zone,
            "rejected_without_zone": self.without_zone,
            "refused": self.refused.as_dict() if self.refused else None,
            "statements": [s.as_dict() for s in self.statements],
        }


class DraftContext(Context):
    """The surroundings of a file whose map is a draft that lies nowhere yet."""

    draft = b""

    def beside(self, path: str) -> bytes:
        """Return the draft where the map is asked for, else the listed file."""
        return self.draft if path == self.source.map else Context.beside(self, path)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read: the source, the file in custody, the reader, and how many records at most (None: all)."""

    custody: Custody
    source: Source
    reader: Reader
    limit: int | None = None
    draft: bytes = b""


def dry_read(asked: Asked, tick: Tick) -> DryRead:
    """Read without a zone; where that leaves times unread, once more with a trial zone, to tell the two apart."""
    first = _Reading(asked, None)
    first.run(tick)
    if not first.lacks_zone():
        assumed = any(basis == "assumed" for _, basis in first.collector.tally.zones)
        return first.result(TRIAL.name if assumed else "", 0)
    second = _Reading(asked, TRIAL)
    second.run(tick)
    lost = max(first.collector.tally.rejected["bad_time"] - second.collector.tally.rejected["bad_time"], 0)
    unread = max(first.unread() - second.unread(), 0)
    return second.result(TRIAL.name, lost, unread) if lost or unread else first.result("", 0)


class _Reading:
    """One pass of a reader over a file; batches and the list of rejects are dropped as they come."""

    def __init__(self, asked: Asked, zone: ZoneRule | None) -> None:
        self.asked = asked
        key = derive_key([asked.source.sha256])
        self.context = _context(asked, zone, key)
        self.guards = Guards(key)
        self.collector = Collector(self.context, asked.reader.label, self.guards)
        self.places: dict[str, list[str]] = {}
        self.whole = True
        self.refused: Refused | None = None

    def run(self, tick: Tick) -> None:
        """Read; what a reader raises becomes a refusal by its code or the name of its class."""
        try:
            with self.asked.custody.opened(self.asked.source.path) as stream:
                self._drain(stream, tick)
        except SourceRefused as error:
            self.refused = Refused(error.code, error.message, self._place(error.place))
        except KeerpuntError as error:
            self.refused = Refused("input_refused", error.message, self._place(error.place))
        except RecursionError:
            self.refused = Refused("too_deep", "is nested too deeply", "")
        except Exception as error:  # noqa: BLE001 (a hostile file must not show its content in a traceback)
            text = f"the reader {self.asked.reader.label} failed ({type(error).__name__})"
            self.refused = Refused("unreadable", text, "")

    def lacks_zone(self) -> bool:
        """Tell whether times were left unread."""
        return bool(self.collector.tally.rejected["bad_time"]) or bool(self.unread())

    def unread(self) -> int:
        """Return how many values of any column could not be read."""
        return sum(n for (code, _), n in self.context.findings.items() if code == "unreadable_value")

    def result(self, zone: str, without_zone: int, unread: int = 0) -> DryRead:
        """Return what was found."""
        tally, reader = self.collector.tally, self.asked.reader
        refused = self.refused or (_refusal(tally) if self.whole else None)
        return DryRead(
            reader=reader.label,
            whole=self.whole and self.refused is None,
            tally=tally,
            places={code: tuple(places) for code, places in self.places.items()},
            findings=dict(self.context.findings),
            told={k: v for k, v in self.context.told.items() if _TOLD.fullmatch(k)},
            guards=self.guards.counts + self.context.guarded,
            cannot_tell=reader.cannot_tell,
            zone=zone,
            without_zone=without_zone,
            refused=refused,
            statements=tuple(_said(self, zone, without_zone, unread)),
        )

    def _drain(self, stream: Any, tick: Tick) -> None:
        done = told = 0
        for record in self.asked.reader.read(stream, self.context):
            self.collector.add(record)
            if not isinstance(record, Total):
                done += record.count if isinstance(record, Excluded) else 1
            if isinstance(record, Rejected):
                self._note(record)
            if done - told >= TICK_EVERY:
                tick(done - told)
                told = done
            if self.asked.limit is not None and done >= self.asked.limit:
                self.whole = False
                break
        self.collector.finish()
        tick(done - told)

    def _note(self, record: Rejected) -> None:
        places = self.places.setdefault(record.reason, [])
        if len(places) < PLACES_SHOWN and _PLACE.fullmatch(record.locator):
            places.append(record.locator)

    def _place(self, place: str) -> str:
        own = self.asked.source.path
        rest = place.removeprefix(own).strip()
        return rest if _PLACE.fullmatch(rest) else ""


def _context(asked: Asked, zone: ZoneRule | None, key: TokenKey) -> Context:
    custody, source = asked.custody, asked.source
    kind = DraftContext if asked.draft else Context
    made = kind(source, custody.root / source.path, zone, key, root=custody.root, digests=custody.digests)
    if isinstance(made, DraftContext):
        made.draft = asked.draft
    return made


def _refusal(tally: Tally) -> Refused | None:
    wrong = [total for total in tally.totals if total.binding and total.expected != total.found]
    if wrong:
        text = f"{counted(len(wrong), 'total differs', 'totals differ')} from what the file states"
        return Refused("total_mismatch", text, wrong[0].locator if _PLACE.fullmatch(wrong[0].locator) else "")
    if not tally.read and not tally.states_zero:
        return Refused("no_record", "holds no record that its reader knows, and does not state zero", "")
    return None


def _said(reading: _Reading, zone: str, without_zone: int, unread: int) -> list[Statement]:
    said: list[Statement] = []
    reader = reading.asked.reader
    if not reading.whole:
        said.append(fact("limit", "only its begin was read, by --limit: totals are not compared"))
    if zone:
        text = "times without offset: the zone must be declared (`time_zone` of the source or platform)"
        lost = f"{counted(without_zone, 'record')} rejected and {counted(unread, 'time')} unknown"
        trial = f"without a zone {lost}; the counts are with {zone} on trial"
        basis = trial if without_zone or unread else f"as long as none is, they are taken for {zone}, as `assumed`"
        said.append(fact("zone", text, basis))
    elif reading.collector.tally.zones:
        by_map = any(basis == "source_setting" for _, basis in reading.collector.tally.zones)
        text = "every time that was read has a zone" if by_map else "every time that was read states its zone itself"
        said.append(fact("zone", text, "the map or the record names it" if by_map else _BY_RECORD))
    if reader.needs_known:
        text = "accounts, orders and folders of other files are not known here: more will be mapped in a run"
        said.append(assessment("alone", text, f"{reader.name} only names what other files describe"))
    elif reading.asked.draft and reader.asks_known is not None and reader.asks_known(reading.asked.draft):
        text = "orders of other files are not known here: more rows will name theirs in a run"
        said.append(assessment("alone", text, "the map looks for known orders in texts"))
    return said


def _total(total: Total) -> dict[str, Any]:
    return {
        "locator": total.locator if _PLACE.fullmatch(total.locator) else "",
        "name": total.name,
        "expected": shown_figure(total.expected),
        "found": shown_figure(total.found),
        "binding": total.binding,
        "holds": total.expected == total.found,
    }


def shown_figure(text: str) -> str:
    """Return a stated total as it may be shown: a figure, or that it is none."""
    return text if _FIGURE.fullmatch(text) else "no figure"


def _by_code(findings: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Return findings by code and column; a column is named only where it is one of keerpunt's own names."""
    counts: Counter[tuple[str, str]] = Counter()
    for (code, column), n in findings.items():
        counts[code, shown_column(column)] += n
    return [{"code": code, "column": column, "count": n} for (code, column), n in sorted(counts.items())]


def shown_column(column: str) -> str:
    """Return the column of a finding where it is a name of the data dictionary, else nothing."""
    return column if all(part in FIELDS for part in column.split(".")) else ""


def _iso(span: Span, end: str) -> str:
    moment = span.first if end == "first" else span.last
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
