"""CSV from anywhere: encoding by strict trial, header and dialect by evidence, every cell text, every line counted."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.encoding import (
    CHUNK,
    Encoding,
    byte_lines,
    carriage_returns_only,
    declared_encoding,
    decoded,
    detect_encoding,
)
from keerpunt.intake.lines import MAX_CELL
from keerpunt.intake.records import Excluded, Rejected
from keerpunt.intake.tabular.header import HEADER_WITHIN, Wanted, column_name

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

Cells = tuple[str, list[str]]
"""Locator and cells of one record."""

Fits = Callable[[Sequence[str]], bool]

_WINDOW = 2**20
"""Characters at the begin of a file among which the header is looked for."""

_LONGEST_CELL = 20
"""Lines that a cell which the end of a file cuts off may span before it counts as a quote mark that never ends."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a map states about a CSV file (`[csv]`); None and `""` leave it to the evidence.

    `quote` is one mark or empty for none; `escape` is a backslash or empty for doubled quotes. `skip_lines` physical
    lines are passed over before the header is looked for. `header` names the columns of a file that has none.
    """

    delimiter: str = ""
    quote: str | None = None
    escape: str | None = None
    encoding: str = ""
    skip_lines: int = 0
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notation:
    """How cells are told apart: the delimiter, the quote mark (empty for none), the escape mark (empty: doubled)."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    @property
    def name(self) -> str:
        """Return how quotes are written, in plain words."""
        if not self.quote:
            return "no quotes"
        mark = "double quotes" if self.quote == '"' else "single quotes"
        return f"{mark}, escaped by a backslash" if self.escape else mark

    def reader(self, lines: Iterator[str]) -> Any:
        """Return a strict csv reader of lines."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            strict=True,
        )


@dataclass(frozen=True, slots=True)
class _Header:
    """A line that may be the header: how close it comes to the wanted one, its cells, its line and the one after it."""

    rank: tuple[int, int, int]
    notation: Notation
    cells: list[str]
    line: int
    after: int


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A format's own test of its header, which stands in the first line."""

    fits: Fits

    @staticmethod
    def matches(_names: Sequence[str]) -> int:
        """Return 0: a header that does not fit comes no closer than another."""
        return 0


class CsvFile:
    """One CSV file. `header` holds the names of its columns, `header_line` the physical line it begins at.

    `wanted` is what the header is to have, and then it is looked for below other lines too, or a format's own test of
    its first line. `notation` is how the file is written and `quoting` the evidence for that. `unended` tells, once its
    rows were read, that the last line has no line end.

    Raises:
        SourceRefused: `bad_encoding`, or `unknown_record` for a file without a readable header.
    """

    def __init__(
        self, stream: BinaryIO, wanted: Wanted | Fits, dialect: Dialect | None = None, header_within: int | None = None
    ) -> None:
        self._stream = stream
        self._dialect = dialect or Dialect()
        self._faults: dict[int, str] = {}
        self.unended = False
        # The limit is one number for the whole process: always this constant, so that no reader changes another's.
        csv.field_size_limit(MAX_CELL)
        said = self._dialect.encoding
        self.encoding: Encoding = declared_encoding(stream, said) if said else detect_encoding(stream)
        self._carriage_returns = carriage_returns_only(stream, self.encoding)
        found = self._find_header(
            wanted if isinstance(wanted, Wanted) else _Fitting(wanted),
            header_within or (HEADER_WITHIN if isinstance(wanted, Wanted) else 1),
        )
        self.notation, self._raw, self.header_line, self._start = found.notation, found.cells, found.line, found.after
        self.header = [column_name(cell) for cell in self._raw]
        self._named = max((place for place, name in enumerate(self.header, start=1) if name), default=len(self._raw))
        self.quoting = self._settle_quoting()

    def preamble(self) -> Iterator[Excluded]:
        """Yield every line above the header that is not blank."""
        above = self.header_line if self._dialect.header else self.header_line - 1
        for number, line in enumerate(itertools.islice(self._lines(), above), start=1):
            if line.strip() or number in self._faults:
                yield Excluded(f"line:{number}", "header")

    def rows(self) -> Iterator[Cells | Rejected | Excluded]:
        """Yield every record after the header, from the begin of the file; may be called again.

        A record whose line is over-long, holds NUL or bytes of no text, breaks the rules of quoting or has another
        number of cells than the header is rejected, once for each line it spans. Blank cells beyond the header, and
        cells that are missing under columns without a name at its end, are no difference: spreadsheets and delimiters
        at line ends leave those behind.
        """
        reader = self.notation.reader(itertools.islice(self._lines(), self._start - 1, None))
        raw, width, before = self._raw, len(self._raw), self._start - 1
        last = before
        while True:
            first = last + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                last = max(reader.line_num + before, first)
                yield from _reject(first, last, _code(str(error)))
                continue
            last = reader.line_num + before
            if self._faults and (code := self._fault(first, last)):
                yield from _reject(first, last, code)
            elif not row:
                continue
            elif len(row) != width and not self._fitted(row):
                cut = self.unended and len(row) < self._named
                yield from _reject(first, last, "truncated" if cut else "unknown_record")
            elif row[0] == raw[0] and row == raw:
                yield Excluded(f"line:{first}", "header")
            else:
                yield f"line:{first}", row

    def _fitted(self, row: list[str]) -> bool:
        """Give a row the width of the header, in place, where only blanks are added or taken."""
        width = len(self._raw)
        if self._named <= len(row) < width:
            row += [""] * (width - len(row))
        elif len(row) > width and not any(cell.strip() for cell in row[width:]):
            del row[width:]
        return len(row) == width

    def _lines(self) -> Iterator[str]:
        lines, encoding = byte_lines(self._stream, self.encoding, carriage_returns=self._carriage_returns)
        self._faults.clear()
        self.unended = False
        for number, line in enumerate(lines, start=1):
            if line is None:
                self._faults[number] = "too_long"
                yield "\n"
                continue
            self.unended = not line.endswith(b"\n")
            try:
                yield decoded(line, encoding)
            except UnreadableValue as error:
                self._faults[number] = error.code
                yield "\n"

    @property
    def delimiter(self) -> str:
        """Return the mark between cells."""
        return self.notation.delimiter

    def _find_header(self, wanted: Wanted | _Fitting, within: int) -> _Header:
        """Return the first line that is a header as wanted, else the one that comes closest to it."""
        if self._dialect.header:
            return self._declared_header(list(self._dialect.header))
        window = self._window(self._dialect.skip_lines + within)
        unreadable = dict(self._faults)
        best: _Header | None = None
        delimiters = [self._dialect.delimiter] if self._dialect.delimiter else list(DELIMITERS)
        for index in range(self._dialect.skip_lines, len(window)):
            if mark := _separator(window[index]) if index < 2 else "":
                delimiters = [mark]
                continue
            for notation in self._notations(delimiters, window[index]):
                cells, used = _parsed(window, index, notation)
                names = [column_name(cell) for cell in cells]
                found = _Header(
                    (wanted.matches(names), -index, len(names)), notation, cells, index + 1, index + 1 + used
                )
                if any(names) and wanted.fits(names):
                    return found
                if any(names) and (best is None or found.rank > best.rank):
                    best = found
        if best is None or any(number <= best.line for number in unreadable):
            code = next(iter(unreadable.values()), "unknown_record")
            raise SourceRefused(code, "has no header that can be read", place="line:1")
        return best

    def _declared_header(self, names: list[str]) -> _Header:
        """Return the header that the map states, with the delimiter that gives the first line as many cells."""
        first = self._dialect.skip_lines
        window = self._window(first + 1)
        delimiters = [self._dialect.delimiter] if self._dialect.delimiter else list(DELIMITERS)
        line = window[first] if len(window) > first else ""
        for notation in self._notations(delimiters, line):
            if len(_parsed(window, first, notation)[0]) == len(names):
                return _Header((0, 0, 0), notation, names, first, first + 1)
        raise SourceRefused("unknown_record", "has another number of columns than the map names", place="line:1")

    def _notations(self, delimiters: Sequence[str], line: str) -> Iterator[Notation]:
        quotes = ('"', "'") if "'" in line else ('"',)
        said = self._dialect.quote
        for quote in quotes if said is None else (said,):
            for delimiter in delimiters:
                yield Notation(delimiter, quote, self._dialect.escape or "")

    def _window(self, lines: int) -> list[str]:
        """Return the first lines of the file as text; a line that is none stands as a blank one."""
        window: list[str] = []
        size = 0
        for line in itertools.islice(self._lines(), lines):
            window.append(line)
            size += len(line)
            if size > _WINDOW:
                break
        return window

    def _settle_quoting(self) -> str:
        """Find out how quotes are written: the usual way, unless lines break it and no line breaks another.

        Returns the evidence.
        """
        if self._dialect.quote is not None or self._dialect.escape is not None:
            return "declared in the map"
        usual = self.notation
        if not self._holds(usual.quote.encode()):
            return "no quote mark in the file"
        faults = self._count_faults(usual)
        if not faults:
            return "no line breaks its rules"
        for other in self._other_notations():
            if not self._count_faults(other):
                self.notation = other
                return f"no line breaks its rules, {faults} those of {usual.name}"
        return f"{faults} lines break its rules, and some those of every other notation"

    def _other_notations(self) -> Iterator[Notation]:
        """Yield the notations that give the same header."""
        usual = self.notation
        window = self._window(self.header_line + HEADER_WITHIN)
        others = [Notation(usual.delimiter, ""), Notation(usual.delimiter, "'" if usual.quote == '"' else '"')]
        if self._holds(b"\\" + usual.quote.encode()):
            others.insert(0, Notation(usual.delimiter, usual.quote, "\\"))
        for other in others:
            cells = [] if self._dialect.header else _parsed(window, self.header_line - 1, other)[0]
            if self._dialect.header or [column_name(cell) for cell in cells] == self.header:
                yield other

    def _count_faults(self, notation: Notation) -> int:
        """Return how many lines a notation would reject; one that the end of the file cuts off is no proof."""
        reader = notation.reader(itertools.islice(self._lines(), self._start - 1, None))
        faults = last = cut = 0
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return faults - (cut if self.unended else 0)
            except csv.Error as error:
                span = max(reader.line_num - last, 1)
                if _code(str(error)) != "truncated" or span > _LONGEST_CELL:
                    faults += span
                cut = 0
            else:
                width, span = len(row), reader.line_num - last
                fits = not row or width == len(self._raw) or self._fitted(row)
                faults += 0 if fits else span
                cut = span if not fits and width < len(self._raw) else 0
            last = max(reader.line_num, last)

    def _holds(self, mark: bytes) -> bool:
        """Tell whether the bytes of a mark occur; UTF-16 is always tried, since its bytes look otherwise."""
        if self.encoding.name.startswith("utf-16"):
            return True
        self._stream.seek(0)
        end = b""
        while piece := self._stream.read(CHUNK):
            if mark in end + piece:
                return True
            end = piece[-1:]
        return False

    def _fault(self, first: int, last: int) -> str:
        codes = [code for n in range(first, last + 1) if (code := self._faults.pop(n, ""))]
        return codes[0] if codes else ""


def _separator(line: str) -> str:
    """Return the delimiter that a line such as `sep=;` states, as spreadsheets write it above the header."""
    said = line.strip("\r\n\ufeff \"'")
    return said[4:] if said.lower().startswith("sep=") and said[4:] in DELIMITERS else ""


def _parsed(window: Sequence[str], index: int, notation: Notation) -> tuple[list[str], int]:
    """Return the cells of the record that begins at a line and how many lines it spans; none where it breaks rules."""
    reader = notation.reader(iter(window[index:]))
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        return [], 1


def _code(said: str) -> str:
    """Return the reject code for what the csv module says."""
    if "field larger" in said:
        return "too_long"
    return "truncated" if "unexpected end" in said else "unknown_record"


def _reject(first: int, last: int, code: str) -> Iterator[Rejected]:
    for number in range(first, last + 1):
        yield Rejected(f"line:{number}", code)
