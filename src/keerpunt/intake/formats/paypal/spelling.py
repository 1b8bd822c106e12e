"""One spelling for words that PayPal writes in several: headers, types and statuses are compared in this form."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALIKE = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u00ba": "\u00b0",
        "\u00a0": " ",
        "\u202f": " ",
        "\ufeff": None,
    }
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a word in lower case with single blanks, straight apostrophes and plain hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).casefold().split())
