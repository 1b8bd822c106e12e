"""Safe, streaming access to camt files: statements open, give their entries one by one, and close.

The root may be `Document` or an envelope around it, in any namespace and with any prefix; what counts is a `Rpt`,
`Stmt` or `Ntfctn` inside a `BkToCstmr…` message. Nothing is loaded from outside, no entity is ever resolved, and an
entry is forgotten as soon as the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.camt.tree import Node, local_name, tree

STATEMENTS = ("Rpt", "Stmt", "Ntfctn")
_TAGS = tuple(f"{{*}}{name}" for name in (*STATEMENTS, "Ntry"))
_ENTRY = frozenset(("Ntry",))
_PROLOG = 65_536
_BAD_BYTES = frozenset((9, 32, 81))
"""libxml2: invalid character, unsupported encoding, invalid bytes of the encoding."""
_LIMIT = 114
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")


class Event(NamedTuple):
    """`open` and `close` carry the head of a statement (all but its entries), `entry` one entry."""

    kind: str
    statement: str
    node: Node


def events(stream: BinaryIO) -> Iterator[Event]:
    """Yield the events of every statement in the order of the file.

    Raises:
        SourceRefused: `hostile` (DOCTYPE, entity, XInclude), `truncated`, `bad_encoding`, `too_long`, `too_deep`, or
            `unknown_record` where the file is no well-formed XML or holds no camt report, statement or notification.
    """
    root_name = _refuse_doctype(stream)
    parser = etree.iterparse(
        stream,
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
    try:
        seen = yield from _walk(parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(stream, root_name, error) from None
    if parser.root is not None:
        _refuse_declared(parser.root)
        tree(parser.root, 1)  # what no statement owns is checked too: depth, XInclude
    if not seen:
        raise SourceRefused("unknown_record", "no camt.052, camt.053 or camt.054 message stands in this file")


def _walk(parser: etree.iterparse[tuple[str, etree._Element]]) -> Generator[Event, None, bool]:
    current: etree._Element | None = None
    depth = 0
    opened = False
    seen = False
    for kind, element in parser:
        name = local_name(str(element.tag))
        if current is None:
            if kind == "start" and name in STATEMENTS and _in_message(element):
                _refuse_declared(element)
                current, opened, seen = element, False, True
                depth = 1 + sum(1 for _ in element.iterancestors())
        elif element is current:
            statement, current = name, None
            if not opened:
                yield Event("open", statement, _head(element, depth))
            yield Event("close", statement, _head(element, depth))
            element.clear()
        elif kind == "end" and name == "Ntry" and element.getparent() is current:
            if not opened:
                opened = True
                yield Event("open", local_name(str(current.tag)), _head(current, depth))
            node = tree(element, depth + 1)
            yield Event("entry", local_name(str(current.tag)), node if isinstance(node, dict) else {})
            _forget(element)
    return seen


def _in_message(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(str(parent.tag)).startswith("BkToCstmr")


def _head(statement: etree._Element, depth: int) -> Node:
    node = tree(statement, depth, _ENTRY)
    head = node if isinstance(node, dict) else {}
    parent = statement.getparent()
    if parent is not None:
        for sibling in parent:
            if local_name(str(sibling.tag)) == "GrpHdr":
                head = {**head, "GrpHdr": tree(sibling, depth)}
                break
    return head


def _forget(entry: etree._Element) -> None:
    entry.clear()
    before = entry.getprevious()
    parent = entry.getparent()
    if before is not None and parent is not None and local_name(str(before.tag)) == "Ntry":
        parent.remove(before)


def _refuse_doctype(stream: BinaryIO) -> bytes:
    head = stream.read(_PROLOG).replace(b"\0", b"")
    stream.seek(0)
    root = _ROOT.search(head)
    prolog = head[: root.start()] if root else head
    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
        raise SourceRefused("hostile", "a document type or entity is declared", place="line 1")
    return root.group(1) if root else b""


def _refuse_declared(element: etree._Element) -> None:
    # A prolog longer than the look above, or in an encoding it could not see through, still shows here.
    if element.getroottree().docinfo.internalDTD is not None:
        raise SourceRefused("hostile", "a document type or entity is declared", place="line 1")


def _refusal(stream: BinaryIO, root_name: bytes, error: etree.XMLSyntaxError) -> SourceRefused:
    place = f"line {error.lineno or 1}"  # the parser's own message may quote the file and is not passed on
    code: Any = getattr(error, "code", None)
    if code == _LIMIT:
        return SourceRefused("too_long", "a text, a name or the nesting of elements passes the limit", place=place)
    if code in _BAD_BYTES:
        return SourceRefused("bad_encoding", "bytes that its encoding does not allow", place=place)
    if root_name and not _closes(stream, root_name):
        return SourceRefused("truncated", "the file ends before its root element is closed", place=place)
    return SourceRefused("unknown_record", "no well-formed XML", place=place)


def _closes(stream: BinaryIO, root_name: bytes) -> bool:
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _PROLOG))
    tail = stream.read().replace(b"\0", b"")
    return re.search(rb"</" + re.escape(root_name) + rb"\s*>", tail) is not None
