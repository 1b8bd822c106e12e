"""The statements of a dump of any size: only the row that is being read is held, and nothing is ever executed.

Statements end at the delimiter outside strings, names and comments. Conditional comments (`/*!40101 ... */`) are read
as the server reads them: as statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keerpunt.intake.tabular import mysql_grammar as grammar
from keerpunt.intake.tabular.mysql_window import CHUNK, MAX_ROW, Cut, Window

_NEAR = 65_536
_UNENDED = re.compile(rb"['\"`#]|/\*|--(?:[\s\x00]|\Z)")
"""Begin of a string, a name or a comment, where no whole one was found."""
_LINES = frozenset(("SOURCE", "\\.", "\\!", "SYSTEM", "PROMPT", "TEE", "NOTEE", "PAGER", "CONNECT"))
"""Commands of the client that end with their line; they are counted and never obeyed."""

Found = tuple[bytes, ...] | str


@dataclass(frozen=True, slots=True)
class Insert:
    """The begin of an INSERT or REPLACE with VALUES: database (or empty), table, and the columns if it names them."""

    database: str
    table: str
    columns: tuple[str, ...] | None


@dataclass(slots=True)
class Scanner:
    """Walks over the statements of a dump; `ansi` and `backslash` are to be set as its SQL_MODE changes."""

    window: Window
    ansi: bool = False
    backslash: bool = True
    delimiter: bytes = b";"
    _open: bool = False

    def statements(self) -> Iterator[tuple[int, str]]:
        """Yield where each statement begins and its first word in capitals; what is not taken is passed over.

        Raises:
            Cut: the file ends inside a statement or a comment.
        """
        window = self.window
        while self._begin():
            match = grammar.WORD.match(window.buf, window.pos)
            word = match[0].decode().upper() if match else ""
            if word == "DELIMITER" or word in _LINES:
                self._client_line(word)
                if word != "DELIMITER":
                    yield window.offset, word
                continue
            self._open = True
            yield window.offset, word
            if self._open:
                self.skip()

    def take(self) -> bytes | None:
        """Read the statement to its end and return it without the delimiter; None if it is longer than `MAX_ROW`."""
        window = self.window
        window.held = start = window.offset
        try:
            self.skip()
        finally:
            kept, window.held = window.held >= 0, -1
        return window.buf[start - window.base : window.pos - len(self.delimiter)] if kept else None

    def skip(self) -> None:
        """Go behind the end of the statement."""
        window, self._open = self.window, False
        while self._next(self.delimiter[:1]) != self.delimiter:
            pass
        window.pos += len(self.delimiter)

    def leave_line(self) -> None:
        """Go behind the end of the line, for a statement that needs no delimiter."""
        self._open = False
        self.window.go_behind(b"\n", final=True)

    def insert(self) -> Insert | None:
        """Read the begin of an INSERT up to its first row; None if it has no VALUES that can be read."""
        window = self.window
        match = grammar.VALUES.match(window.buf, window.pos)
        while match is None and window.left < CHUNK and not window.ended:
            window.more()
            match = grammar.VALUES.match(window.buf, window.pos)
        if match is None:
            return None
        self._open, window.pos = False, match.end()
        database, table = _target(match)
        names = match[3]
        columns = None if names is None else tuple(map(grammar.unquoted, filter(None, grammar.NAMES.findall(names))))
        return Insert(database, table, columns)

    def target(self) -> tuple[str, str] | None:
        """Return database (or empty) and table of an INSERT without reading on."""
        match = grammar.INTO.match(self.window.buf, self.window.pos)
        return _target(match) if match else None

    def rows(self, width: int, used: tuple[int, ...]) -> Iterator[tuple[int, Found]]:
        """Yield number and the literals at the used places of each row of an INSERT, or why the row cannot be read."""
        window = self.window
        match = grammar.row(width, used, backslash=self.backslash, ansi=self.ansi).match
        number, last = 0, False
        while not last:
            number += 1
            found = match(window.buf, window.pos)
            if found is None and window.left < _NEAR and not window.ended:
                window.more()
                found = match(window.buf, window.pos)
            if found is not None:
                window.pos = found.end()
                last = window.buf[window.pos - 1] == 59
                yield number, found.groups()
            else:
                values, last = self._hard_row(width, used)
                yield number, values

    def count(self) -> int:
        """Pass over the rows of an INSERT and return how many there are."""
        window = self.window
        match = grammar.any_row(backslash=self.backslash, ansi=self.ansi).match
        number = 0
        while True:
            number += 1
            found = match(window.buf, window.pos)
            if found is None and window.left < _NEAR and not window.ended:
                window.more()
                found = match(window.buf, window.pos)
            if found is not None:
                window.pos = found.end()
                if window.buf[window.pos - 1] == 59:
                    return number
            elif self._pass_row():
                return number

    def _begin(self) -> bool:
        """Go to the next statement; False where there is none."""
        window = self.window
        while True:
            if self._gap(grammar.GAPS):
                return False
            if self.delimiter == b";" or not window.buf.startswith(self.delimiter, window.pos):
                return True
            window.pos += len(self.delimiter)

    def _gap(self, pattern: re.Pattern[bytes] = grammar.GAP_ONLY) -> bool:
        """Pass over blanks and comments of any length; True where nothing follows any more."""
        window = self.window
        while True:
            window.sure()
            before = window.offset
            match = pattern.match(window.buf, window.pos)
            window.pos = match.end() if match else window.pos
            if window.sure() == 0:
                return True
            if not window.pass_comment(between=pattern is grammar.GAPS) and window.offset == before:
                return False

    def _client_line(self, word: str) -> None:
        window = self.window
        window.sure(4096)
        end = window.buf.find(b"\n", window.pos, window.pos + 4096)
        line = window.buf[window.pos : end if end >= 0 else window.pos + 4096]
        if word == "DELIMITER":
            self.delimiter = line[len(word) :].strip()[:16] or b";"
        window.go_behind(b"\n", final=True)

    def _next(self, marks: bytes) -> bytes:
        """Go to the next mark and return it unread: the delimiter, or one byte; raises Cut where the file ends.

        Strings, names and comments are passed over.
        """
        window = self.window
        plain = grammar.plain(marks)
        while True:
            match = plain.match(window.buf, window.pos)
            window.pos = match.end() if match else window.pos
            if window.left == 0 and window.more():
                continue
            if window.sure() == 0:
                raise Cut
            if window.buf.startswith(self.delimiter, window.pos):
                return self.delimiter
            mark = window.buf[window.pos : window.pos + 1]
            if mark in (b"'", b'"', b"`"):
                window.pos += 1
                window.close(mark, backslash=self.backslash and (mark == b"'" or (mark == b'"' and not self.ansi)))
            elif not window.pass_comment():
                if len(marks) > 1 and mark in marks:
                    return mark
                window.pos += 1

    def _hard_row(self, width: int, used: tuple[int, ...]) -> tuple[Found, bool]:
        """Read a row that is long, or holds more than plain literals; return it, and whether it is the last."""
        window = self.window
        while True:
            split = self._split()
            if split is not None:
                break
            if window.left > MAX_ROW:
                return "too_long", self._pass_row()
            if window.ended:
                raise Cut
            window.more(max(CHUNK, window.left))
        values, end, sign = split
        window.pos = end
        if sign not in (b",", b";"):
            self.skip()
        found: Found = "unknown_record"
        if sign != b"" and len(values) == width and grammar.MISSING not in values:
            found = tuple([values[place] for place in used])
        return found, sign != b","

    def _split(self) -> tuple[list[bytes], int, bytes] | None:
        """Split a row into its values; None if the piece ends before the row does.

        Returns the values, where reading goes on, and what follows the row: `,`, `;`, the first byte of something else,
        or nothing where this is no row.
        """
        window = self.window
        buf, at, size = window.buf, window.pos, len(window.buf)
        match = grammar.token(backslash=self.backslash, ansi=self.ansi).match
        depth, closed = 0, False
        values, value = list[bytes](), list[bytes]()
        while True:
            found = match(buf, at)
            if found is None or (found.end() == size and (not window.ended or found[0] not in (b";", b","))):
                return None
            text, kind, begin, at = found[0], found.lastgroup, at, found.end()
            if kind == "gap":
                continue
            if kind == "mark" and _UNENDED.match(buf, begin):
                return None
            if closed:
                return values, at if text in (b",", b";") else begin, text[:1]
            if depth == 0 and text.upper() == b"ROW":
                continue
            if text == b";" or (depth == 0 and text != b"("):
                return [], begin, b""
            depth += {b"(": 1, b")": -1}.get(text, 0) if kind == "mark" else 0
            if depth == 0 and text == b")":
                values += [_value(value)] if value or values else []
                closed = True
            elif depth == 1 and text == b",":
                values.append(_value(value))
                value = []
            elif (depth, text) != (1, b"(") or value:
                value.append(text)

    def _pass_row(self) -> bool:
        """Go behind a row of any length; return whether it was the last."""
        window, depth = self.window, 0
        while True:
            mark = self._next(b"();")
            if mark in (self.delimiter, b";"):
                window.pos += len(mark)
                return True
            window.pos += 1
            depth += 1 if mark == b"(" else -1
            if depth <= 0:
                break
        if self._gap():
            raise Cut
        if window.buf[window.pos : window.pos + 1] == b",":
            window.pos += 1
            return False
        self.skip()
        return True


def _target(match: re.Match[bytes]) -> tuple[str, str]:
    first, second = match[1], match[2]
    if second is None:
        return "", grammar.unquoted(first)
    return grammar.unquoted(first), grammar.unquoted(second)


def _value(tokens: list[bytes]) -> bytes:
    """Return the literal that these tokens are, with its introducer, or what stands for an expression."""
    if not tokens:
        return grammar.MISSING
    if len(tokens) == 1:
        return tokens[0]
    if len(tokens) == 2 and tokens[1][:1] in (b"'", b'"') and tokens[0].isalnum() | (tokens[0][:1] == b"_"):
        return tokens[0] + tokens[1]
    return grammar.EXPRESSION
