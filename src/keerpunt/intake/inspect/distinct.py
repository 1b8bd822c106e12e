"""How many distinct values a column holds: exact up to a bound, then estimated from the smallest hashes.

Estimate: Bar-Yossef et al., "Counting distinct elements in a data stream" (2002): with the k smallest of uniform
hashes, (k - 1) / h_k. With k = 4,096 the standard error is 1.6 %.
"""

from __future__ import annotations

import hashlib

SMALLEST = 4096
_SPACE = 1 << 64


class Distinct:
    """Counts distinct texts in bounded memory by their hashes; the texts themselves are not kept."""

    def __init__(self) -> None:
        self._kept: set[int] = set()
        self._limit = _SPACE
        self.exact = True

    def add(self, text: str) -> None:
        """Count one text."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        if number < self._limit:
            self._kept.add(number)
            if len(self._kept) > 2 * SMALLEST:
                self._shrink()

    def count(self) -> int:
        """Return the number of distinct texts, an estimate unless `exact`."""
        if self.exact:
            return len(self._kept)
        self._shrink()
        return round((SMALLEST - 1) * _SPACE / max(self._kept))

    def _shrink(self) -> None:
        self._kept = set(sorted(self._kept)[:SMALLEST])
        self._limit = max(self._kept)
        self.exact = False
