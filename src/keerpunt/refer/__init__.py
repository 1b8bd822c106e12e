"""What leaves the unit: batches of requests to providers, and a lead on one page.

Everything here returns files as bytes; who writes them, and logs it, is the caller. No text names an offence.
"""

from __future__ import annotations

from keerpunt.refer.batch import Batch, batches
from keerpunt.refer.letter import Operation
from keerpunt.refer.page import lead_page
from keerpunt.refer.sheets import own_work, request_sent

__all__ = ["Batch", "Operation", "batches", "lead_page", "own_work", "request_sent"]
