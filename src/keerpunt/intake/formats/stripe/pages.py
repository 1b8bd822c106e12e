"""Pages of lists: whether the last one says that more follow, and whether the stated number of records was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keerpunt.intake.formats.stripe.unwrap import is_page
from keerpunt.intake.formats.stripe.values import Object, number, text, true
from keerpunt.intake.records import Total


@dataclass(slots=True)
class Pages:
    """Follows the pages of a file in their order; the pages of one list follow each other and share their address."""

    _url: str | None = None
    _place: str = ""
    _more: bool = False
    _stated: int | None = None
    _found: int = 0

    def follow(self, value: Any, locator: str, count: int | None = None) -> Iterator[Total]:
        """Take a value that may be a page; yields what is to say about the list that ends before it.

        `count` is how many records it holds where they are not in it, since they were read one by one.
        """
        if not isinstance(value, dict) or (count is None and not is_page(value)):
            return
        url = text(value, "url") or ""
        if url != self._url:
            yield from self.finish()
            self._url, self._found = url, 0
        self._place = locator or "/"
        self._more = _more_follow(value)
        self._stated = number(value, "total_count")
        self._found += len(value["data"]) if count is None else count

    def finish(self) -> Iterator[Total]:
        """Yield what is to say about the last list."""
        if self._url is None:
            return
        if self._more:
            yield Total(self._place, "has_more", "false", "true", binding=False)
        elif self._stated is not None:
            yield Total(self._place, "total_count", str(self._stated), str(self._found), binding=False)
        self._url = None


def _more_follow(page: Object) -> bool:
    return true(page, "has_more") or text(page, "next_page_url") is not None
