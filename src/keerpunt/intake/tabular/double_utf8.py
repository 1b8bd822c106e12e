"""UTF-8 that was taken for Latin-1 and encoded a second time: `MÃ¼ller` for `Müller`.

A text is doubly encoded where its characters, written back as the bytes of MySQL's latin1 (which is cp1252) or of ISO
8859-1, are proper UTF-8 with at least one character beyond ASCII. Genuine text hardly ever is: it would have to hold
nothing beyond ASCII but sequences such as `Ã¼`. It is told, and repaired only where a map says so.
"""

from __future__ import annotations

DOUBLE_UTF8 = "double_utf8"

_AS_BYTES = {
    ord(bytes((byte,)).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Characters of cp1252 that stand where ISO 8859-1 has control codes."""


def undoubled(text: str) -> str | None:
    """Return what a doubly encoded text says, None where it is not doubly encoded."""
    if text.isascii():
        return None
    try:
        return text.translate(_AS_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
