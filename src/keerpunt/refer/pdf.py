"""PDF by typst: a template of the package, data as JSON, fonts of the typst wheel, the day of the run as timestamp.

Data never becomes typst source, so nothing a record holds can be read as a command. The same data give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import typst

from keerpunt.errors import KeerpuntError

STANDARD: Final = "a-2a"
"""PDF/A-2a: archival, tagged for screen readers (ISO 19005-2)."""


def pdf(template: str, data: Mapping[str, Any], as_of: dt.date) -> bytes:
    """Return the PDF of a template of this package filled with data.

    Raises:
        KeerpuntError: typst failed; the message names the template, never data.
    """
    moment = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    inputs = {"data": json.dumps(data, sort_keys=True, ensure_ascii=False)}
    source = _template(template)
    try:
        body = _compiler().compile(source, format="pdf", pdf_standards=STANDARD, timestamp=moment, sys_inputs=inputs)
    except typst.TypstError:
        raise KeerpuntError("the page could not be set", place=f"{template}.typ") from None
    if not isinstance(body, bytes):
        raise KeerpuntError("the page could not be set", place=f"{template}.typ")
    return body


@lru_cache(maxsize=4)
def _template(name: str) -> bytes:
    return files("keerpunt.refer").joinpath("templates", f"{name}.typ").read_bytes()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Return the one compiler: it keeps its fonts, those of the wheel and no other."""
    return typst.Compiler(ignore_system_fonts=True)
