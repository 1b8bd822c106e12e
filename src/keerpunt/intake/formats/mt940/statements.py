"""Fields of a file to records: messages begin and end, entries wait for their text, totals are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field

from keerpunt.intake.bank_references import Ledger, chosen_reference
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.mt940.account import header_bic, parse_account
from keerpunt.intake.formats.mt940.details import FREE, GRAMMARS
from keerpunt.intake.formats.mt940.entry import Entry, Statement, entry_row
from keerpunt.intake.formats.mt940.grammar import read_details
from keerpunt.intake.formats.mt940.line import EXPECTED, decimal_of, parse_line
from keerpunt.intake.formats.mt940.message import Message, Open
from keerpunt.intake.formats.mt940.tokens import END, HEADER, Field
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected

_ENTRY, _DETAILS = "61", "86"
_SILENT = frozenset(("20", "21", "64", "65"))
"""Tags that say nothing a row needs, beside those that have a rule of their own."""


@dataclass(slots=True)
class _Pending:
    """An entry whose text may still follow."""

    locator: str
    lines: list[str]
    fault: str
    texts: list[str] = field(default_factory=list)

    def add(self, found: Field, context: Context) -> None:
        """Take a text; one that cannot be read counts as unknown, since amount and day stand elsewhere."""
        if not found.fault:
            self.texts.append(found.text)
        else:
            context.note("too_long" if found.fault == "too_long" else "unreadable_value", "payer_name")


class Statements:
    """The messages of one file; `records` takes its fields and yields what they say."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ledger = Ledger()
        self._names: Counter[str] = Counter()
        self._chain: Open = {}
        self._message: Message | None = None
        self._pending: _Pending | None = None
        self._number = 0
        self._header = ""
        self._ended = False
        self._grammars: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._rules: dict[str, Callable[[Field, Message], Iterable[Record]]] = {
            "25": self._account,
            "25P": self._account,
            "28": self._sequence,
            "28C": self._sequence,
            "13": self._stamp,
            "13D": self._stamp,
            "34F": self._floor,
            "60F": self._open,
            "60M": self._open,
            "61": self._entry,
            "86": self._details,
            "62F": self._close,
            "62M": self._close,
            "90C": self._count,
            "90D": self._count,
        }

    def records(self, found: Iterable[Field]) -> Iterator[Record]:
        """Yield the records of every field, and the totals of every message at its end."""
        last: Field | None = None
        for last in found:
            if last.tag in (END, HEADER):
                yield from self._between(last)
            else:
                yield from self._take(last)
        yield from self._finish(last)
        if self._grammars:
            shown = (f"{GRAMMARS[name]} in {count}" for name, count in sorted(self._grammars.items()))
            first = (f"{GRAMMARS[name]} first in {place}" for name, place in sorted(self._examples.items()))
            self._context.tell("details", f"statements by grammar: {', '.join(shown)}", ", ".join(first))

    def _between(self, found: Field) -> Iterator[Record]:
        """A header begins a message; a mark ends one that was closed, else it may be a line of a text."""
        bic = header_bic(found.lines)
        if found.tag == HEADER or bic or (self._message and (self._message.closed or not self._message.opening)):
            yield from self._end()
            self._header = bic
        self._ended = True

    def _take(self, found: Field) -> Iterator[Record]:
        message = self._message
        if message is None or found.tag == "20" or (message.closed and found.tag in ("25", "25P", "28", "28C")):
            message = yield from self._begin()
        if found.tag == "20":
            message.reference = found.text.strip()
        self._ended = False
        if found.tag != _DETAILS:
            yield from self._flush()
        rule = self._rules.get(found.tag)
        if rule is not None:
            yield from rule(found, message)
        elif found.tag not in _SILENT:
            self._context.note("unknown_field", found.tag)

    def _begin(self) -> Generator[Record, None, Message]:
        """Begin a message, after the end of the one that is open."""
        yield from self._end()
        self._number += 1
        self._message = message = Message(self._number, self._header)
        return message

    def _account(self, found: Field, message: Message) -> Iterable[Record]:
        if message.entries:
            self._context.note("unknown_field", found.tag)
        elif not found.fault:
            message.account = parse_account(found.lines, found.tag)
            message.currency = message.currency or message.account.currency
        return ()

    def _sequence(self, found: Field, message: Message) -> Iterable[Record]:
        if not message.entries:
            message.sequence = found.text.strip()
        return ()

    def _stamp(self, found: Field, message: Message) -> Iterable[Record]:
        message.interim = True
        if not message.entries:
            message.stamp = found.text.strip()
        return ()

    def _floor(self, found: Field, message: Message) -> Iterable[Record]:
        message.floor(found, self._context)
        return ()

    def _open(self, found: Field, message: Message) -> Iterable[Record]:
        if message.opening and not message.closed:
            self._context.note("no_closing_balance", "62F")
        return message.open(found, self._chain, self._context)

    def _close(self, found: Field, message: Message) -> Iterable[Record]:
        return message.close(found, self._chain, self._context)

    def _count(self, found: Field, message: Message) -> Iterable[Record]:
        message.count(found, self._context)
        return ()

    def _entry(self, found: Field, message: Message) -> Iterable[Record]:
        message.entries += 1
        self._pending = _Pending(f"{message.place}/61:{message.entries}", found.lines, found.fault)
        return ()

    def _details(self, found: Field, message: Message) -> Iterable[Record]:
        """A text belongs to the entry before it, else to the whole message."""
        if self._pending is not None:
            self._pending.add(found, self._context)
            return ()
        return message.summary(found.text) if message.closed else ()

    def _flush(self) -> Iterator[Record]:
        """Yield the entry that waited for its text."""
        pending, message, self._pending = self._pending, self._message, None
        if pending is None or message is None:
            return
        line = parse_line(pending.lines)
        if line is None or (pending.fault and not line.kind):
            message.sums.add("", None)
            yield Rejected(pending.locator, pending.fault or "unknown_record")
            return
        if pending.fault:  # in the line after `:61:`, which is no more than a remark
            self._context.note("unreadable_value", "payer_name")
        if line.mark in EXPECTED:
            yield Excluded(pending.locator, "not_booked")
            return
        message.sums.add(line.mark, decimal_of(line.number))
        details = read_details(pending.texts, line)
        message.grammars.add(details.grammar)
        if details.grammar == FREE:
            self._context.note("free_text", "payer_name")
        message.statement = message.statement or self._statement(message)
        try:
            entry = Entry(message.entries, line, details)
            row = entry_row(entry, message.statement, self._ledger, self._context)
        except RowRejected as rejected:
            yield Rejected(pending.locator, rejected.code)
        else:
            yield Mapped(pending.locator, (row,))

    def _statement(self, message: Message) -> Statement:
        """Name a message for keys; one that does not name itself is named by its file, equal names by their order."""
        ident = chosen_reference(message.name, self._context) or f"{self._context.source.sha256[:12]}:{message.place}"
        self._names[ident] += 1
        again = f"#{self._names[ident]}" if self._names[ident] > 1 else ""
        psp = f"bank:{message.account.bank(message.header)}"
        whole = f"{message.pages or ident}{again}"
        return Statement(f"{ident}{again}", psp, message.account.number, message.currency, whole)

    def _end(self) -> Iterator[Record]:
        """End the message that is open, and say so if nothing proves that it is whole."""
        yield from self._flush()
        message, self._message = self._message, None
        if message is None:
            return
        if message.opening and not message.closed:
            self._context.note("no_closing_balance", "62F")
        yield from message.totals()
        self._grammars.update(message.grammars)
        for name in message.grammars:
            self._examples.setdefault(name, message.place)

    def _finish(self, last: Field | None) -> Iterator[Record]:
        """End the file: what its end may have cut off is rejected, since half an amount or name is none.

        That is the entry whose last line has no line end, or whose text may go on, in a message that nothing closed; or
        else the line of another field that has no line end.
        """
        message, pending = self._message, self._pending
        if message is not None and last is not None and not message.closed and not self._ended:
            if pending is not None and (last.cut or (last.tag == _DETAILS and message.opening)):
                self._pending = None
                message.sums.add("", None)
                yield Rejected(pending.locator, "truncated")
            elif pending is None and last.cut and last.tag != _ENTRY:
                yield Rejected(f"{message.place}/{last.tag}", "truncated")
        yield from self._end()
