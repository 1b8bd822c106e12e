"""A slow reader of MySQL dumps, one character after the other, as the manual describes the language.

It knows INSERT and REPLACE with VALUES, comments, and the default SQL mode or NO_BACKSLASH_ESCAPES. It shares no code
with the reader: an oracle for tests.
"""

from __future__ import annotations

_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}


class Twin:
    """Reads a whole dump that is held in memory; `rows` are (table, values), a value being text, a number or None."""

    def __init__(self, text: str, *, backslash: bool = True) -> None:
        self.text = text
        self.at = 0
        self.backslash = backslash
        self.rows: list[tuple[str, list[str | None]]] = []
        while self._blank() < len(text):
            self._statement()

    def _peek(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def _blank(self) -> int:
        """Pass over blanks, comments, and the marks of conditional comments."""
        while self.at < len(self.text):
            if self._peek().isspace():
                self.at += 1
            elif self._peek() == "#" or (self._peek(2) == "--" and self.text[self.at + 2 : self.at + 3].isspace()):
                self._line()
            elif self._peek(3) == "/*!":
                self.at += 3
                while self._peek().isdigit():
                    self.at += 1
            elif self._peek(2) == "/*":
                while self._peek(2) != "*/":
                    self.at += 1
                self.at += 2
            elif self._peek(2) == "*/":
                self.at += 2
            else:
                break
        return self.at

    def _line(self) -> None:
        while self.at < len(self.text) and self._peek() != "\n":
            self.at += 1

    def _statement(self) -> None:
        words = []
        while self._peek().isalpha() or self._peek() == "`":
            words.append(self._word())
            self._blank()
        if [word.upper() for word in words[:1]] in (["INSERT"], ["REPLACE"]) and words[-1].upper() == "VALUES":
            table = words[-2]
            while True:
                self.rows.append((table, self._row()))
                self._blank()
                sign = self._peek()
                self.at += 1
                if sign == ";":
                    return
                self._blank()
        while self._peek() != ";":
            if self._peek() in ("'", '"', "`"):
                self._string()
            else:
                self.at += 1
                self._blank()
        self.at += 1

    def _word(self) -> str:
        if self._peek() == "`":
            return self._string()
        begin = self.at
        while self._peek().isalnum() or self._peek() in ("_", "$"):
            self.at += 1
        return self.text[begin : self.at]

    def _row(self) -> list[str | None]:
        values: list[str | None] = []
        self.at += 1
        while True:
            self._blank()
            if self._peek() in ("'", '"'):
                values.append(self._string())
            else:
                begin = self.at
                self.at += self._peek() in ("-", "+")
                while self._peek().isalnum() or self._peek() in (".", "_"):
                    self.at += 1
                word = self.text[begin : self.at]
                values.append(None if word.upper() == "NULL" else word)
            self._blank()
            sign = self._peek()
            self.at += 1
            if sign == ")":
                return values

    def _string(self) -> str:
        quote = self._peek()
        self.at += 1
        found = []
        while True:
            here = self._peek()
            if here == "\\" and self.backslash and quote != "`":
                escaped = self._peek(2)[1]
                found.append(_ESCAPES.get(escaped, escaped))
                self.at += 2
            elif self._peek(2) == quote * 2:
                found.append(quote)
                self.at += 2
            elif here == quote:
                self.at += 1
                return "".join(found)
            else:
                found.append(here)
                self.at += 1
