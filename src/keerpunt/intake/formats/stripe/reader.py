"""The Stripe reader: which file shape it is, both passes over it, and the account of every record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from keerpunt.errors import SourceRefused
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.disk_index import Aside, DiskIndex
from keerpunt.intake.encoding import Encoding
from keerpunt.intake.formats.stripe.attempts import attempts, told_only
from keerpunt.intake.formats.stripe.index import EVENT, NEEDED_FIRST, WARNING, Index, named_payments
from keerpunt.intake.formats.stripe.instrument import method_of
from keerpunt.intake.formats.stripe.pages import Pages
from keerpunt.intake.formats.stripe.rows import (
    Around,
    around,
    charge_rows,
    dispute_row,
    refund_row,
    warning_row,
)
from keerpunt.intake.formats.stripe.source import Document, Value, is_lines, line_values
from keerpunt.intake.formats.stripe.unwrap import Item, is_plain, items, states_zero
from keerpunt.intake.formats.stripe.values import Object, part, reference, storable, text
from keerpunt.intake.json_stream import json_encoding
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Total

_OBJECT = re.compile(
    r'"object"\s*:\s*"(?:charge|customer|dispute|event|list|search_result|payment_intent|refund|review|'
    r'radar\.early_fraud_warning|checkout\.session|payment_method|setup_intent|balance_transaction)"'
)
_RESOURCES = re.compile(r'\A\s*\{\s*"resources"\s*:')
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell Stripe objects by the `object` key that each of them carries."""
    body = head.decode(_UTF16.get(head[:2], "utf-8"), "ignore").lstrip("\ufeff \t\r\n")
    return body[:1] in ("{", "[") and (_OBJECT.search(body) is not None or _RESOURCES.match(body) is not None)


def prepare(stream: BinaryIO, context: Context) -> None:
    """Look a file through for what objects say about one another, in it and in other files of its origin.

    Customers, reviews, invoices, warnings and the newest states in a log of events are kept in `context.aside`, which
    moves to the disk once it is large; a file is never held.

    Raises:
        SourceRefused: `truncated`, `too_deep`, `bad_encoding`, `unknown_format` for a table, or `unknown_record` for a
            document that is no JSON.
    """
    if context.aside is not None:
        _look_through(stream, context, context.aside)


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every object of the file once, early fraud warnings that wait for their charges last.

    Raises:
        SourceRefused: as `prepare`.
    """
    if context.aside is not None:
        yield from _read(stream, context, context.aside)
        return
    with DiskIndex() as own:
        aside = Aside(own)
        _look_through(stream, context, aside)
        yield from _read(stream, context, aside)


def _look_through(stream: BinaryIO, context: Context, aside: Aside) -> None:
    index = Index(aside, context.source.sha256)
    encoding = json_encoding(stream)
    index.keep("encoding", [encoding.name, encoding.evidence, encoding.skip])
    if is_lines(stream, encoding, _name(context)):
        _each(line_values(stream, encoding, NEEDED_FIRST.search), index.look_at)
        if index.must_look_again:
            _each(line_values(stream, encoding, lambda line: not EVENT.search(line)), index.look_again)
    else:
        _look_through_document(Document(stream, encoding, may_be_cut=context.may_be_cut), index)
    index.finish()


def _look_through_document(document: Document, index: Index) -> None:
    """Find out where the records stand, and look at them if any of them tells something about others."""
    member = document.member_at_once()
    if member is None or document.holds(NEEDED_FIRST):
        _each(document.all_values(), index.look_at)
        member = document.found_member()
        if member is None:
            _each(document.values(None), index.look_at)
    index.keep("member", member)
    if index.must_look_again:
        _each(document.values(member), index.look_again)


def _name(context: Context) -> str:
    return context.source.path or context.path.name


def _each(values: Iterator[Value] | Iterator[Value | Rejected], look: Callable[[Item], None]) -> None:
    for value in values:
        if isinstance(value, Value):
            for item in items(value.found, value.locator):
                if not value.escaped or storable(item.found):
                    look(item)


def _read(stream: BinaryIO, context: Context, aside: Aside) -> Iterator[Record]:
    index = Index(aside, context.source.sha256)
    encoding = Encoding(*index.kept("encoding"))
    context.tell("encoding", encoding.name, encoding.evidence)
    pages = Pages()
    if is_lines(stream, encoding, _name(context)):
        context.tell("shape", "JSON lines", "each line is an object of its own")
        yield from _records(line_values(stream, encoding), index, pages, context)
    else:
        context.tell("shape", "JSON document", "its first line is no object of its own")
        document, member = Document(stream, encoding, may_be_cut=context.may_be_cut), index.kept("member")
        yield from _records(document.values(member), index, pages, context)
        if document.cut:
            context.note("truncated")
        if member is not None and document.found_member() != member:
            raise SourceRefused("unknown_record", "says at its begin that it is a list and at its end that it is none")
        if member is not None and not document.count and not document.cut:
            yield Total("/", "records", "0", "0", binding=False, states_zero=True)
        if member == "data":
            yield from pages.follow(document.root, "", document.count)
    yield from pages.finish()
    yield from _waiting(index, context)


def _records(values: Iterator[Value | Rejected], index: Index, pages: Pages, context: Context) -> Iterator[Record]:
    """Yield the records in the order of the file; warnings whose charge is not expanded are set aside."""
    alone = Around(index, context)
    for value in values:
        if isinstance(value, Rejected):
            yield value
            continue
        if is_plain(value.found):
            found: Iterable[Item] = (Item(value.locator or "/", value.found),)
        else:
            found = items(value.found, value.locator)
            yield from pages.follow(value.found, value.locator)
            if states_zero(value.found):
                yield Total(value.locator or "/", "records", "0", "0", binding=False, states_zero=True)
        for item in found:
            if value.escaped and not storable(item.found):
                yield Rejected(item.locator, "bad_encoding")
                continue
            record = _record(item, alone if item.event is None else around(item, index, context))
            if record is not None:
                yield record


def _record(item: Item, near: Around) -> Record | None:
    """Account for one object; None for a warning that waits for its charge."""
    found = item.found
    if item.in_test_mode:
        return Excluded(item.locator, "test_mode")
    if found is None:
        return Rejected(item.locator, "unknown_record")
    if item.event is not None and near.stale(found, item.locator):
        if text(found, "object") == "payment_intent":
            return told_only(found, item.locator, near)
        return Rejected(item.locator, "superseded")
    try:
        return _mapped(text(found, "object") or "", found, item.locator, near)
    except RowRejected as rejected:
        return Rejected(item.locator, rejected.code)


def _mapped(kind: str, found: Object, locator: str, near: Around) -> Record | None:
    context = near.context
    if kind == "charge":
        return Mapped(locator, tuple(charge_rows(found, locator, near)))
    if kind == "refund":
        if near.index.is_test(found):
            return Excluded(locator, "test_mode")
        return Mapped(locator, (refund_row(found),))
    if kind == "dispute":
        return Mapped(locator, (dispute_row(found, context),))
    if kind == WARNING:
        return _warning(found, locator, near)
    if kind == "payment_intent":
        return attempts(found, locator, near)
    if kind in ("customer", "review") or (kind in ("checkout.session", "invoice") and named_payments(found)):
        # They have no row of their own; the row of a charge that they completed names their place.
        return Excluded(locator, "not_in_map")
    context.note("unknown_object", kind if _KIND.fullmatch(kind) else "")
    return Rejected(locator, "unknown_record")


def _warning(warning: Object, locator: str, near: Around) -> Record | None:
    """Map a warning with its charge in it; any other waits until all charges of the file were read.

    Raises:
        RowRejected: `missing_key` where it names no charge.
    """
    charge = part(warning, "charge")
    psp_ref = reference(warning, "charge")
    if psp_ref is None:
        raise RowRejected("missing_key")
    if len(charge) > 1:
        instrument = method_of(charge, near.context).fields(near.context, near.account)
        return Mapped(locator, (warning_row(warning, instrument, near.context),))
    created = warning.get("created")
    moment = str(created) if isinstance(created, str) else None
    near.index.set_aside([locator, psp_ref, text(warning, "fraud_type"), moment])
    return None


def _waiting(index: Index, context: Context) -> Iterator[Record]:
    """Yield the warnings that waited, with the instrument of their charge in this file or in another one of its origin.

    Without a charge a report could be held against nobody and in favour of nobody: `orphan_reference`.
    """
    for locator, psp_ref, fraud_type, moment in index.waiting():
        warning = {"fraud_type": fraud_type, "created": moment}
        known = index.instrument_of(psp_ref or "")
        if known is not None:
            yield Mapped(locator or "", (warning_row(warning, known[0], context),))
            continue
        reference_ = ("stripe", psp_ref or "")
        context.wanted.add(reference_)
        elsewhere = context.known.payments.get(reference_)
        if elsewhere is None:
            yield Rejected(locator or "", "orphan_reference")
        else:
            place = f"{locator}|{elsewhere['place']}"
            yield Mapped(locator or "", (warning_row(warning, dict(elsewhere), context, place),))


READER = Reader(
    name="stripe",
    version="3",
    tables=("payment", "payment_check", "dispute", "fraud_report"),
    sniff=sniff,
    read=read,
    prepare=prepare,
    object_complete=("payment_check", "dispute"),
    cannot_tell=(
        "IP addresses, except of payments that were reviewed",
        "the whole account number behind a bank payment",
        "objects that were not exported: a list of charges alone shows no early fraud warnings",
        "refunds that a charge only counts: they stand in refund objects of their own",
        "who set a card payment off, unless an invoice, an intent or the scheme's indicator says so",
    ),
)
