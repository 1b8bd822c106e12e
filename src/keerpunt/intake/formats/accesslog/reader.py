"""The access-log reader: session events and downloads; every other request is understood and left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, BinaryIO, cast

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.context import Context
from keerpunt.intake.formats.accesslog.address import MAX_KEPT, NOBODY, Proxies, client_listed, finder, is_forwarded
from keerpunt.intake.formats.accesslog.largest import MAX_BYTES, Physical, largest_answers
from keerpunt.intake.formats.accesslog.line import HEAD, Line, parse, path_of
from keerpunt.intake.formats.accesslog.ports import Ports
from keerpunt.intake.formats.accesslog.requests import Folders, event_in, event_of
from keerpunt.intake.formats.accesslog.times import Clock, iso
from keerpunt.intake.lines import numbered_lines
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.intake.unpack import MAGIC, Unpacked, peek

_MARK = b"\xef\xbb\xbf"
_SNIFFED_LINES = 10
_LOOKED_AHEAD = 500
_REMEMBERED = 65_536
_SURE = 19
_BUFFER = 2**18


def sniff(head: bytes, name: str) -> bool:  # noqa: ARG001 (the name proves nothing)
    """Tell a log by one of its first lines, also inside a gzip file."""
    lines = peek(head).removeprefix(_MARK).decode("utf-8", "replace").splitlines()
    return any(HEAD.match(line) for line in lines[:_SNIFFED_LINES])


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield one record per line that is not blank.

    `object_bytes` of a download is what its folder states, else the largest complete answer (GET, 200) that this file
    holds for its path. So that no download has to wait for it, the file is read once before, where any folder is known,
    for such answers only.

    Raises:
        SourceRefused: `bad_encoding` where the first line is no text, and what `unpack.Unpacked` refuses.
    """
    plain = _plain(stream, context)
    folders = Folders(context.known)
    largest = largest_answers(_lines(plain, context), folders.of) if folders else {}
    plain.seek(0)
    log = _Log(context, folders, largest)
    log.look_ahead(islice(_lines(plain, context), _LOOKED_AHEAD))
    plain.seek(0)
    for number, body, ended in _lines(plain, context):
        text = body.removeprefix(_MARK) if body is not None and number == 1 else body
        record = log.record(f"line:{number}", text, ended=ended)
        if record is None:
            continue
        if number == 1 and isinstance(record, Rejected) and record.reason == "bad_encoding":
            raise SourceRefused("bad_encoding", "its first line is no text", place="line:1")
        yield record
    log.tell()


class _Log:
    """Reads line after line, and keeps what one line must know of those before it."""

    def __init__(self, context: Context, folders: Folders, largest: dict[str, int]) -> None:
        self._context = context
        self._folders = folders
        self._largest = largest
        self._proxies = Proxies(context.source.trusted_proxies)
        self._client = finder(self._proxies)
        self._ports = Ports(context)
        self._clock = Clock(context.settings.log_gap)
        self._fields: int | None = None
        self._saw_header = False

    def look_ahead(self, lines: Iterator[Physical]) -> None:
        """See in the first lines whether the numbers at their ends can be ports."""
        for _, body, ended in lines:
            line = parse(body.decode("utf-8", "replace")) if body is not None and ended else None
            if line is not None and line.extras:
                self._ports.see(_header(line.extras)[1])

    def tell(self) -> None:
        """Say from when to when the log speaks, for the receipt and to notice silence between its parts."""
        clock = self._clock
        if clock.first is not None and clock.last is not None:
            self._context.tell("log_first", iso(clock.first))
            self._context.tell("log_last", iso(clock.last))
        for _ in range(clock.gaps):
            self._context.note("log_gap")

    def record(self, locator: str, body: bytes | None, *, ended: bool) -> Record | None:
        """Account for one line; None for a blank one."""
        if body is None:
            return Rejected(locator, "too_long")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return Rejected(locator, "bad_encoding" if ended else "truncated")
        line = parse(text)
        if line is None or "\0" in text:
            return _no_request(locator, text, ended=ended)
        if not ended and self._is_cut(line):
            return Rejected(locator, "truncated")
        self._fields = line.fields
        if not self._clock.tick(line.time):
            return Rejected(locator, "bad_time")
        row = self._row(line, ended)
        return Excluded(locator, "not_in_map") if row is None else Mapped(locator, (row,))

    def _row(self, line: Line, ended: bool) -> Row | None:
        """Return the row of a line, None for a request that is neither event nor download."""
        if line.method == "GET":
            if self._folders and line.status in ("200", "206"):
                path = path_of(line.target)
                folder = self._folders.of(path)
                if folder is not None:
                    return self._download(folder, path, line, ended)
        elif line.method == "POST":
            event = event_in(path_of(line.target))
            happened = event_of(event, line.status) if event is not None else None
            if happened is not None:
                values = self._common("session", line, ended)
                values["event"] = happened
                values["user_agent"] = None if line.agent in ("", "-") else line.agent
                return Row("session", values)
        return None

    def _download(self, folder: str, path: str, line: Line, ended: bool) -> Row:
        values = self._common("download", line, ended)
        values["folder_id"] = folder
        values["status"] = int(line.status)
        values["bytes_sent"] = self._size(line, ended)
        stated = self._folders.size_of(folder, path)
        values["object_bytes"] = self._largest.get(path) if stated is None else stated
        return Row("download", values)

    def _common(self, table: str, line: Line, ended: bool) -> dict[str, Any]:
        forwarded, port = _header(line.extras) if line.extras else ("", "")
        if forwarded:
            self._saw_header = True
        if not line.whole and (self._proxies or self._saw_header):
            client = NOBODY  # the line is cut where the header would stand
        elif line.listed and not line.host:
            client = client_listed(line.listed, self._proxies)
        else:
            client = self._client(line.host, forwarded or line.listed)
        if port and not ended:
            port = ""  # the last value of a file without a last line end may be cut
            self._context.note("no_final_newline")
        known, user = self._context.known, line.user
        return {
            "platform_account_id": user if user in known.accounts else known.account_by_username.get(user),
            "occurred": self._clock.occurred(),
            "ip": client.ip,
            "src_port": self._port(table, client.port, port),
            "ip_basis": client.basis,
        }

    def _port(self, table: str, stated: str, last: str) -> int | None:
        """Return the port that a proxy states with the client's address, else the one at the end of the line."""
        found = self._ports.read(table, last) if last else None
        return self._ports.stated(table, stated) if stated else found

    def _size(self, line: Line, ended: bool) -> int | None:
        if not ended and not line.fields:
            self._context.note("no_final_newline")
            return None
        size = line.size
        if len(size) < _SURE:
            return None if size == "-" else int(size)
        return self._context.value("download", "bytes_sent", lambda: _bytes(size))

    def _is_cut(self, line: Line) -> bool:
        """Tell whether a last line without its end lacks fields that the line before has."""
        usual = self._fields if self._fields is not None else max(2, line.fields)
        return not line.whole or line.fields < usual


def _no_request(locator: str, line: str, *, ended: bool) -> Record | None:
    if not line.strip():
        return None
    if "\0" in line:
        return Rejected(locator, "bad_encoding")
    if line.startswith("#"):
        return Excluded(locator, "header")
    return Rejected(locator, "unknown_record" if ended else "truncated")


def _header(extras: tuple[str, ...]) -> tuple[str, str]:
    """Return X-Forwarded-For and source port, in either order; `''` where there is none.

    The port is the very last field beside the header; where more stands there, nobody knows which one it is.
    """
    first, rest = extras[0], extras[1:]
    if len(rest) == 1 and _is_number(first) and _is_forwarded(rest[0]):
        return rest[0], first
    if not _is_forwarded(first):
        return "", first if not rest and _is_number(first) else ""
    return first, rest[0] if len(rest) == 1 and _is_number(rest[0]) else ""


def _is_forwarded(field: str) -> bool:
    return _seen_before(field) if len(field) <= MAX_KEPT else is_forwarded(field)


@lru_cache(maxsize=_REMEMBERED)
def _seen_before(field: str) -> bool:
    return not _is_number(field) and is_forwarded(field)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _bytes(text: str) -> int:
    if int(text) > MAX_BYTES:
        raise UnreadableValue("bad_amount")
    return int(text)


def _plain(stream: BinaryIO, context: Context) -> BinaryIO:
    magic = stream.read(len(MAGIC))
    stream.seek(0)
    if magic != MAGIC:
        return stream
    context.tell("compression", "gzip", "its first bytes")
    return cast("BinaryIO", io.BufferedReader(Unpacked(stream, context.settings.max_unpacked), _BUFFER))


def _lines(plain: BinaryIO, context: Context) -> Iterator[Physical]:
    """Yield the lines; where the policy allows this file to be cut, the one that is cut is the last."""
    if context.source.sha256 in context.settings.allow_truncated:
        return _lines_up_to_the_cut(plain, context)
    return numbered_lines(plain)


def _lines_up_to_the_cut(plain: BinaryIO, context: Context) -> Iterator[Physical]:
    number = 0
    try:
        for number, body, ended in numbered_lines(plain):
            yield number, body, ended
    except SourceRefused as refused:
        if refused.code != "truncated":
            raise
        context.tell("truncated", "read up to the cut", "allowed by the policy")
        yield number + 1, b"cut", False


READER = Reader(
    name="accesslog",
    version="2",
    tables=("session", "download"),
    sniff=sniff,
    read=read,
    needs_known=True,
    cannot_tell=(
        "who sat at the device: an address is a line, not a person",
        "requests of accounts that the log does not name",
        "the size of an object that was never sent whole and that no folder states",
        "whether the server put an address of a header in the place of the peer's",
        "whose port a logged source port is where a proxy stood between",
    ),
)
