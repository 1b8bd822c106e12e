"""Safe, streaming access to camt files: statements open, give their entries one by one, and close.

The root may be `Document` or an envelope around it, in any namespace and with any prefix; what counts is a `Rpt`,
`Stmt` or `Ntfctn` inside a `BkToCstmr…` message. Nothing is loaded from outside, no entity is ever resolved. Of a
transaction only its text is kept until its entry ends, an entry is forgotten as soon as the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from lxml import etree

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.camt.flat import NOTHING, Part, local_name, part_of, written
from keerpunt.intake.formats.camt.plain_entries import MARK, PlainEntries
from keerpunt.intake.formats.camt.prolog import Gauge, look, refusal, refuse_declared

STATEMENTS = ("Rpt", "Stmt", "Ntfctn")
_ENTRY, _DETAILS, _TRANSACTION, _GROUP_HEADER = "Ntry", "NtryDtls", "TxDtls", "GrpHdr"
_TAGS = tuple(f"{{*}}{name}" for name in (*STATEMENTS, _ENTRY, _TRANSACTION))
_MOST_TEXT = 256 * 2**20
"""Characters of the transactions of one entry, some 400,000 of them."""


class Event(NamedTuple):
    """`open` and `close` carry the head of a statement (all but its entries), `entry` one entry.

    `part` is the head, or the entry; its one transaction stands in it, several are in `transactions` as `part_of` reads
    them.
    `message` is the namespace of a statement and the name of its message. `cut` says that the file ends here; `rest` is
    the entry in the middle of which it does, with the transactions that are whole.
    """

    kind: str
    statement: str
    part: Part
    transactions: list[str]
    message: tuple[str, str] = ("", "")


def events(stream: BinaryIO, encoding: str = "", *, allow_cut: bool = False) -> Iterator[Event]:
    """Yield the events of every statement in the order of the file; with `allow_cut` up to where the file ends.

    Plain entries of a file whose `encoding` is known to be UTF-8 are read without libxml2; the events are the same.

    Raises:
        SourceRefused: `hostile` (DOCTYPE, entity, XInclude), `truncated`, `bad_encoding`, `too_long`, `too_deep`, or
            `unknown_record` where the file is no well-formed XML or holds no camt report, statement or notification.
    """
    root_name = look(stream)
    plain = PlainEntries(stream, encoding)
    gauge = Gauge(plain)
    parser = etree.iterparse(
        gauge,
        events=("start", "end"),
        tag=_TAGS,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    walk = _Walk(gauge, plain.parts)
    try:
        yield from walk.events(parser)
    except etree.XMLSyntaxError as error:
        refused = refusal(stream, root_name, error)
        if not (allow_cut and refused.code == "truncated"):
            raise refused from None
        yield from walk.cut()
        return
    if parser.root is not None:
        refuse_declared(parser.root)
        part_of(written(parser.root))  # what no statement owns is checked too: depth, XInclude
    if not walk.seen:
        raise SourceRefused("unknown_record", "no camt.052, camt.053 or camt.054 message stands in this file")


class _Walk:
    """Where in a file we are: the open statement, the entry in it, and the transactions of that entry so far."""

    def __init__(self, gauge: Gauge, plain: Mapping[str, Part]) -> None:
        self.seen = False
        self._gauge = gauge
        self._plain = plain
        self._statement: etree._Element | None = None
        self._name = ""
        self._opened = False
        self._entry: etree._Element | None = None
        self._transactions: list[str] = []
        self._lone: etree._Element | None = None
        self._length = 0
        self._depth = 0

    def events(self, parser: etree.iterparse[tuple[str, etree._Element]]) -> Iterator[Event]:
        """Yield the events of everything that ends."""
        for kind, element in parser:
            if kind == "start":
                if self._entry is None:
                    self._begin(element)
                continue
            ends_entry, ends_statement = element is self._entry, element is self._statement
            if ends_entry or ends_statement:
                if not self._opened:
                    yield self._open()
                if ends_entry:
                    yield Event("entry", self._name, self._part(element), self._transactions)
                    self._entry = None
                else:
                    yield Event("close", self._name, self._head(), [])
                    self._statement = None
                self._forget(element)
            elif self._entry is not None and local_name(element.tag) == _TRANSACTION:
                self._keep(element)

    def cut(self) -> Iterator[Event]:
        """Say that the file was cut off, then yield what stands before that of the open statement."""
        yield Event("cut", self._name, NOTHING, [])
        if self._statement is None:
            return
        if not self._opened:
            yield self._open()
        if self._entry is not None:
            if self._lone is not None and not self._transactions and self._in_entry(self._lone):
                self._write(self._lone)
            yield Event("rest", self._name, self._part(self._entry), self._transactions)
        yield Event("close", self._name, self._head(), [])

    def _begin(self, element: etree._Element) -> None:
        """Take note of a statement that begins, or of an entry directly in it."""
        name = local_name(element.tag)
        if self._statement is None:
            if name in STATEMENTS and _message(element):
                refuse_declared(element)
                self.seen, self._opened = True, False
                self._statement, self._name = element, name
                self._depth = sum(1 for _ in element.iterancestors())
        elif name == _ENTRY and element.getparent() is self._statement:
            self._entry, self._transactions, self._lone, self._length = element, [], None, 0

    def _open(self) -> Event:
        self._opened = True
        tag = "" if self._statement is None else str(self._statement.tag)
        space = tag[1 : tag.rfind("}")] if tag.startswith("{") else ""
        return Event("open", self._name, self._head(), [], (space, _message(self._statement)))

    def _keep(self, element: etree._Element) -> None:
        """Keep the text of a transaction and forget its nodes; as long as it is the only one it stays in its entry."""
        if self._lone is None:
            self._lone = element
        elif self._in_entry(element):
            if not self._transactions and self._in_entry(self._lone):
                self._write(self._lone)
            self._write(element)

    def _in_entry(self, element: etree._Element) -> bool:
        """Tell whether a TxDtls belongs to the entry itself: directly (version 1) or in one of its NtryDtls."""
        parent = element.getparent()
        if parent is None or self._entry is None:
            return False
        return parent is self._entry or (local_name(parent.tag) == _DETAILS and parent.getparent() is self._entry)

    def _write(self, element: etree._Element) -> None:
        text = written(element)
        self._length += len(text)
        if self._length > _MOST_TEXT:
            raise SourceRefused("too_long", "the transactions of one entry pass the limit")
        self._transactions.append(text)
        self._forget(element)

    def _part(self, element: etree._Element) -> Part:
        part = self._plain.get(element.get(MARK, "")) if self._plain else None
        if part is None:
            return part_of(written(element), self._depth + 1)
        part.check(self._depth + 1)
        return part

    def _head(self) -> Part:
        """Return all texts of the statement but those of its entries, and the group header of its message."""
        if self._statement is None:
            return NOTHING
        inner = [written(part) for part in self._statement if local_name(str(part.tag)) != _ENTRY]
        message = self._statement.getparent()
        around = message if message is not None else ()
        inner += [written(part) for part in around if local_name(str(part.tag)) == _GROUP_HEADER]
        return part_of(f"<{self._name}>{''.join(inner)}</{self._name}>", self._depth)

    def _forget(self, element: etree._Element) -> None:
        """Drop what an element holds and its equals before it; it stays itself, since the parser may stand on it."""
        element.clear()
        parent, before = element.getparent(), element.getprevious()
        if parent is not None and before is not None and before.tag == element.tag:
            parent.remove(before)
        self._gauge.reset()


def _message(statement: etree._Element | None) -> str:
    """Return the name of the message around a statement, `''` where it stands in none."""
    parent = None if statement is None else statement.getparent()
    name = "" if parent is None else local_name(str(parent.tag))
    return name if name.startswith("BkToCstmr") else ""
