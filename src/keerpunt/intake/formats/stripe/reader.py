"""The Stripe reader: which file shape it is, both passes over it, and the account of every record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.stripe.index import Index
from keerpunt.intake.formats.stripe.rows import charge_rows, dispute_row, refund_row, warning_row
from keerpunt.intake.formats.stripe.source import Value, document, is_lines, json_encoding, line_values
from keerpunt.intake.formats.stripe.unwrap import Item, has_more, items, states_zero
from keerpunt.intake.formats.stripe.values import Object, storable, text
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row, Total

_OBJECT = re.compile(
    r'"object"\s*:\s*"(?:charge|customer|dispute|event|list|payment_intent|refund|review|radar\.early_fraud_warning)"'
)
_RESOURCES = re.compile(r'\A\s*\{\s*"resources"\s*:')
_NEEDED_FIRST = re.compile(rb'"object"\s*:\s*"(?:customer|event|review|radar\.early_fraud_warning)"')
_WARNING = "radar.early_fraud_warning"
_KIND = re.compile(r"[a-z_.]{1,64}")
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell Stripe objects by the `object` key that each of them carries."""
    body = head.decode(_UTF16.get(head[:2], "utf-8"), "ignore").lstrip("\ufeff \t\r\n")
    return body[:1] in ("{", "[") and (_OBJECT.search(body) is not None or _RESOURCES.match(body) is not None)


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield every object of the file once.

    The file is read twice: first for what objects say about one another (customers, reviews, warnings, the latest
    state in a log of events), then for the records. JSON lines are never held; a JSON document is.

    Raises:
        SourceRefused: `truncated`, `too_deep`, `bad_encoding`, or `unknown_record` for a document that is no JSON.
    """
    encoding = json_encoding(stream)
    context.tell("encoding", encoding.name, encoding.evidence)
    index = Index()
    if is_lines(stream, encoding, context.source.path or context.path.name):
        context.tell("shape", "JSON lines", "each line is an object of its own")
        for value in line_values(stream, encoding, _NEEDED_FIRST):
            _look(value, index)
        yield from _records(line_values(stream, encoding), index, context)
    else:
        context.tell("shape", "JSON document", "its first line is no object of its own")
        whole = document(stream, encoding)
        _look(whole, index)
        if has_more(whole.found):
            yield Total("/", "has_more", "false", "true", binding=False)
        yield from _records(iter([whole]), index, context)


def _look(value: Value | Rejected, index: Index) -> None:
    if isinstance(value, Rejected):
        return
    for item in items(value.found, value.locator):
        if not value.escaped or storable(item.found):
            index.look_at(item)


def _records(values: Iterator[Value | Rejected], index: Index, context: Context) -> Iterator[Record]:
    """Yield the records in the order of the file; early fraud warnings, which wait for their charges, come last."""
    warnings: list[Item] = []
    for value in values:
        if isinstance(value, Rejected):
            yield value
            continue
        if states_zero(value.found):
            yield Total(value.locator or "/", "records", "0", "0", binding=False, states_zero=True)
        for item in items(value.found, value.locator):
            if value.escaped and not storable(item.found):
                yield Rejected(item.locator, "bad_encoding")
            elif text(item.found or {}, "object") == _WARNING:
                warnings.append(item)
            else:
                yield _record(item, index, context)
    yield from (_record(warning, index, context) for warning in warnings)


def _record(item: Item, index: Index, context: Context) -> Record:
    """Account for one object."""
    found = item.found
    if item.in_test_mode:
        return Excluded(item.locator, "test_mode")
    if found is None:
        return Rejected(item.locator, "unknown_record")
    if index.superseded(item):
        return Rejected(item.locator, "superseded")
    try:
        return _mapped(text(found, "object") or "", found, item.locator, index, context)
    except RowRejected as rejected:
        return Rejected(item.locator, rejected.code)


def _mapped(kind: str, found: Object, locator: str, index: Index, context: Context) -> Record:
    if kind == "charge":
        return Mapped(locator, tuple(charge_rows(found, locator, index, context)))
    if kind == "refund":
        return Mapped(locator, (refund_row(found, context),))
    if kind == "dispute":
        return Mapped(locator, (dispute_row(found, context),))
    if kind == _WARNING:
        return Mapped(locator, (warning_row(found, index, context),))
    if kind == "payment_intent":
        rows = _attempts(found, locator, index, context)
        return Mapped(locator, rows) if rows else Excluded(locator, "not_in_map")
    if kind in ("customer", "review"):
        # They have no row of their own; the row of a charge that they completed names their place.
        return Excluded(locator, "not_in_map")
    context.note("unknown_object", kind if _KIND.fullmatch(kind) else "")
    return Rejected(locator, "unknown_record")


def _attempts(intent: Object, locator: str, index: Index, context: Context) -> tuple[Row, ...]:
    """Return one payment per attempt: older versions list the charges, newer ones may expand the latest.

    An attempt that cannot be read is a finding, as long as another one can.

    Raises:
        RowRejected: there are attempts and none can be read.
    """
    rows: list[Row] = []
    fault: RowRejected | None = None
    for name in ("charges", "latest_charge"):
        for item in items(intent.get(name), f"{locator}/{name}"):
            charge = item.found or {}
            if text(charge, "object") != "charge" or item.in_test_mode:
                continue
            try:
                found = list(charge_rows(charge, item.locator, index, context))
            except RowRejected as rejected:
                fault = rejected
                context.note("unreadable_value", name)
            else:
                rows += [Row(row.table, row.values, row.locator or item.locator) for row in found]
    if fault is not None and not rows:
        raise fault
    return tuple(rows)


READER = Reader(
    name="stripe",
    version="1",
    tables=("payment", "payment_check", "dispute", "fraud_report"),
    sniff=sniff,
    read=read,
    object_complete=("payment_check", "dispute"),
    cannot_tell=(
        "IP addresses, except of payments that were reviewed",
        "the whole account number behind a bank payment",
        "objects that were not exported: a list of charges alone shows no early fraud warnings",
    ),
)
