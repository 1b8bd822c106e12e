"""The access-log reader: session events and downloads; every other request is understood and left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.accesslog.address import Proxies, client_of, is_forwarded, port_of
from keerpunt.intake.formats.accesslog.line import HEAD, Tail, tail_of, target_of
from keerpunt.intake.formats.accesslog.requests import Sort, event_of, sorter
from keerpunt.intake.formats.accesslog.times import Clock, occurred
from keerpunt.intake.lines import numbered_lines
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.intake.unpack import MAGIC, Unpacked, peek

_MARK = b"\xef\xbb\xbf"
_SNIFFED_LINES = 10
_BUFFER = 2**18
_MAX_BYTES = 2**63 - 1

Fields = tuple[str, ...]
"""The groups of `line.HEAD`."""


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell a log by one of its first lines, also inside a gzip file."""
    lines = peek(head).removeprefix(_MARK).decode("utf-8", "replace").splitlines()
    return any(HEAD.match(line) for line in lines[:_SNIFFED_LINES])


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield one record per line that is not blank.

    `object_bytes` of a download is the largest complete answer (GET, 200) that this file holds for its path. So that
    no download has to wait for it, the file is read once before, where any folder is known, for such answers only.

    Raises:
        SourceRefused: `bad_encoding` where the first line is no text, and what `unpack.Unpacked` refuses.
    """
    plain = _plain(stream, context)
    sort = sorter(context.known.folders)
    largest = _largest_answers(plain, sort) if context.known.folders else {}
    plain.seek(0)
    log = _Log(context, sort, largest)
    for number, body, ended in numbered_lines(plain):
        text = body.removeprefix(_MARK) if body is not None and number == 1 else body
        record = log.record(f"line:{number}", text, ended=ended)
        if record is None:
            continue
        if number == 1 and isinstance(record, Rejected) and record.reason == "bad_encoding":
            raise SourceRefused("bad_encoding", "its first line is no text", place="line:1")
        yield record


class _Log:
    """Reads line after line, and keeps what one line must know of those before it."""

    def __init__(self, context: Context, sort: Sort, largest: dict[str, int]) -> None:
        self._context = context
        self._sort = sort
        self._largest = largest
        self._proxies = Proxies(context.source.trusted_proxies)
        self._clock = Clock(context.settings.log_gap)
        self._rest: str | None = None
        self._saw_header = False

    def record(self, locator: str, body: bytes | None, *, ended: bool) -> Record | None:
        """Account for one line; None for a blank one."""
        if body is None:
            return Rejected(locator, "too_long")
        try:
            line = body.decode("utf-8")
        except UnicodeDecodeError:
            return Rejected(locator, "bad_encoding" if ended else "truncated")
        match = HEAD.match(line)
        if match is None or "\0" in line:
            return _no_request(locator, line, ended=ended)
        fields = match.groups()
        if not ended and self._is_cut(fields):
            return Rejected(locator, "truncated")
        self._rest = fields[11]
        seconds = self._clock.seconds(*fields[3:8])
        if seconds is None:
            return Rejected(locator, "bad_time")
        if self._clock.is_gap(seconds):
            self._context.note("log_gap")
        try:
            row = self._row(fields, ended=ended)
        except RowRejected as rejected:
            return Rejected(locator, rejected.code)
        return Excluded(locator, "not_in_map") if row is None else Mapped(locator, (row,))

    def _row(self, fields: Fields, *, ended: bool) -> Row | None:
        """Return the row of a line, None for a request that is neither event nor download."""
        method, path = target_of(fields[8])
        folder, event = self._sort(path)
        if method == "GET" and folder is not None and fields[9] in ("200", "206"):
            values = self._common("download", fields, ended=ended)
            del values["user_agent"]
            size = self._size(fields, ended=ended)
            values |= {"folder_id": folder, "status": int(fields[9]), "bytes_sent": size}
            return Row("download", {**values, "object_bytes": self._largest.get(path)})
        happened = event_of(event, fields[9]) if event is not None and method == "POST" else None
        if happened is None:
            return None
        return Row("session", {**self._common("session", fields, ended=ended), "event": happened})

    def _common(self, table: str, fields: Fields, *, ended: bool) -> dict[str, Any]:
        tail = tail_of(fields[11])
        forwarded, port = _header(tail)
        self._saw_header |= bool(forwarded)
        if not tail.whole and (self._proxies or self._saw_header):
            ip, basis = None, "unknown"  # the line is cut where the header would stand
        else:
            ip, basis = client_of(fields[0], forwarded, self._proxies)
        if not ended and port:
            port = ""  # the last value of a file without a last line end may be cut
            self._context.note("no_final_newline")
        return {
            "platform_account_id": self._account(fields[2]),
            "occurred": self._context.value(table, "occurred", lambda: occurred(*fields[3:8])),
            "ip": ip,
            "src_port": self._context.value(table, "src_port", lambda: port_of(port)),
            "ip_basis": basis,
            "user_agent": tail.user_agent,
        }

    def _account(self, user: str) -> str | None:
        known = self._context.known
        return user if user in known.accounts else known.account_by_username.get(user)

    def _size(self, fields: Fields, *, ended: bool) -> int | None:
        if not ended and not fields[11]:
            self._context.note("no_final_newline")
            return None
        return self._context.value("download", "bytes_sent", lambda: _bytes(fields[10]))

    def _is_cut(self, fields: Fields) -> bool:
        """Tell whether a last line without its end lacks fields that the line before has."""
        tail = tail_of(fields[11])
        usual = tail_of(self._rest).count if self._rest is not None else max(2, tail.count)
        return not tail.whole or tail.count != usual


def _no_request(locator: str, line: str, *, ended: bool) -> Record | None:
    if not line.strip():
        return None
    if "\0" in line:
        return Rejected(locator, "bad_encoding")
    if line.startswith("#"):
        return Excluded(locator, "header")
    return Rejected(locator, "unknown_record" if ended else "truncated")


def _header(tail: Tail) -> tuple[str, str]:
    """Return X-Forwarded-For and source port; a port is the very last field, and `''` where there is none."""
    extras = list(tail.extras)
    forwarded = extras.pop(0) if extras and is_forwarded(extras[0]) else ""
    is_port = len(extras) == 1 and extras[0].isascii() and extras[0].isdigit()
    return forwarded, extras[0] if is_port else ""


def _bytes(text: str) -> int | None:
    if text == "-":
        return None
    if int(text) > _MAX_BYTES:
        raise UnreadableValue("bad_amount")
    return int(text)


def _largest_answers(plain: BinaryIO, sort: Sort) -> dict[str, int]:
    """Return the largest complete answer by path, for paths of known folders only."""
    largest: dict[str, int] = {}
    for _, body, _ in numbered_lines(plain):
        if body is None or b'"GET ' not in body or b'" 200 ' not in body:
            continue
        match = HEAD.match(body.decode("utf-8", "replace"))
        if match is None or match[10] != "200" or match[11] == "-":
            continue
        method, path = target_of(match[9])
        if method == "GET" and sort(path).folder is not None:
            size = int(match[11])
            if largest.get(path, -1) < size <= _MAX_BYTES:
                largest[path] = size
    return largest


def _plain(stream: BinaryIO, context: Context) -> BinaryIO:
    magic = stream.read(len(MAGIC))
    stream.seek(0)
    if magic != MAGIC:
        return stream
    context.tell("compression", "gzip", "its first bytes")
    return cast("BinaryIO", io.BufferedReader(Unpacked(stream, context.settings.max_unpacked), _BUFFER))


READER = Reader(
    name="accesslog",
    version="1",
    tables=("session", "download"),
    sniff=sniff,
    read=read,
    needs_known=True,
    cannot_tell=(
        "who sat at the device: an address is a line, not a person",
        "requests of accounts that the log does not name",
        "the size of an object that was never sent whole",
    ),
)
