"""TOML that others wrote, read within bounds: the library's time grows with the square of a dotted key's depth."""

from __future__ import annotations

import re
import tomllib
from typing import Any

MAX_PARTS = 64
"""How many parts a dotted key may have; keerpunt's own have two."""

_TEXTS = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*+"|\'[^\'\n]*+\'|#[^\n]*+', re.DOTALL)
_KEY = re.compile(r"[A-Za-z0-9_\-. \t]++")


def parse_toml(body: bytes) -> dict[str, Any]:
    """Return what a TOML document says.

    Raises:
        ValueError: it is no TOML, no UTF-8 (`UnicodeDecodeError`), holds a key of more than `MAX_PARTS` parts or an
            integer of more digits than Python converts.
        RecursionError: it is nested too deeply.
    """
    text = body.decode("utf-8-sig")
    for key in _KEY.finditer(_TEXTS.sub("x", text)):
        if key[0].count(".") >= MAX_PARTS:
            raise ValueError("a key has too many parts")
    return tomllib.loads(text)
