"""A lead on one page: what speaks for it and against it side by side, what is unknown, whom to ask next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from keerpunt.refer.pdf import pdf


def lead_page(data: Mapping[str, Any], as_of: dt.date) -> bytes:
    """Return one page of A4 about a lead; the type shrinks until everything fits, and nothing is left out silently.

    `data`: language, headings (as of `explain`), lead_id, sentence, notes, figures, speaking_for and speaking_against
    (texts, each with kind and source rows), counts, rivals, unknown, missing, asks, country, suggestion, build,
    synthetic.
    """
    return pdf("lead", data, as_of)
