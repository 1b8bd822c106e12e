"""CSV from anywhere: encoding by strict trial, delimiter by the header, every cell text, every line accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.encoding import Encoding, byte_lines, decoded, detect_encoding
from keerpunt.intake.lines import MAX_CELL
from keerpunt.intake.records import Excluded, Rejected

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

Cells = tuple[str, list[str]]
"""Locator and cells of one record."""

Fits = Callable[[Sequence[str]], bool]


class CsvFile:
    """One CSV file. `header` holds the names of its columns; `fits` tells whether a header is the expected one.

    `unended` tells, once its rows were read, that the last line has no line end.

    Raises:
        SourceRefused: `bad_encoding`, or `unknown_record` for a file without a readable header.
    """

    def __init__(self, stream: BinaryIO, fits: Fits) -> None:
        self._stream = stream
        self._faults: dict[int, str] = {}
        self._start = 2
        self.unended = False
        self.encoding: Encoding = detect_encoding(stream)
        self.delimiter, self.header = self._find_header(fits)

    def rows(self) -> Iterator[Cells | Rejected | Excluded]:
        """Yield every record after the header, from the begin of the file; may be called again.

        A record whose line is over-long, holds NUL or bytes of no text, breaks the rules of quoting or has another
        number of cells than the header is rejected, once for each line it spans. Columns without a name at the end of
        the header, which spreadsheets leave behind, need no cells.
        """
        # The limit is one number for the whole process: always this constant, so that no reader changes another's.
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(self._lines(), delimiter=self.delimiter, strict=True)
        header, width, last = self.header, len(self.header), 0
        named = max((place for place, name in enumerate(header, start=1) if name), default=width)
        while True:
            first = last + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                last = max(reader.line_num, first)
                yield from _reject(first, last, _code(str(error)))
                continue
            last = reader.line_num
            if self._faults and (code := self._fault(first, last)):
                yield from _reject(first, last, code)
            elif last < self._start or not row:
                continue
            elif not named <= len(row) <= width:
                cut = self.unended and len(row) < named
                yield from _reject(first, last, "truncated" if cut else "unknown_record")
            elif row[0] == header[0] and [cell.strip() for cell in row] == header:
                yield Excluded(f"line:{first}", "header")
            else:
                yield f"line:{first}", row if len(row) == width else row + [""] * (width - len(row))

    def _lines(self) -> Iterator[str]:
        lines, encoding = byte_lines(self._stream, self.encoding)
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

    def _find_header(self, fits: Fits) -> tuple[str, list[str]]:
        first = self._first_line()
        found = {mark: self._split(first, mark) for mark in DELIMITERS}
        usable = {mark: names for mark, names in found.items() if names and any(names)}
        if not usable:
            raise SourceRefused("unknown_record", "has no header that can be read", place="line:1")
        fitting = [mark for mark, names in usable.items() if fits(names)]
        mark = fitting[0] if fitting else max(usable, key=lambda m: len(usable[m]))
        return mark, usable[mark]

    def _first_line(self) -> str:
        lines = self._lines()
        first = next(lines, "")
        if self._faults:
            raise SourceRefused(self._faults[1], "has a header that cannot be read", place="line:1")
        if first.lower().startswith("sep=") and first.rstrip("\r\n")[4:] in DELIMITERS:
            self._start = 3
            return next(lines, "")
        return first

    @staticmethod
    def _split(line: str, delimiter: str) -> list[str]:
        try:
            return [name.strip() for name in next(csv.reader(io.StringIO(line), delimiter=delimiter, strict=True), [])]
        except csv.Error:
            return []

    def _fault(self, first: int, last: int) -> str:
        codes = [code for n in range(first, last + 1) if (code := self._faults.pop(n, ""))]
        return codes[0] if codes else ""


def _code(said: str) -> str:
    """Return the reject code for what the csv module says."""
    if "field larger" in said:
        return "too_long"
    return "truncated" if "unexpected end" in said else "unknown_record"


def _reject(first: int, last: int, code: str) -> Iterator[Rejected]:
    for number in range(first, last + 1):
        yield Rejected(f"line:{number}", code)
