"""What a format is: a name, a version, the tables it can feed, a test of the first bytes, and a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from keerpunt.intake.context import Context
from keerpunt.intake.records import Record

HEAD_BYTES = 65_536
"""How much of a file `sniff` is shown."""

Sniff = Callable[[bytes, str], bool]
Read = Callable[[BinaryIO, Context], Iterator[Record]]
Prepare = Callable[[BinaryIO, Context], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format. Each module in `formats/` has one at module level called `READER`.

    `sniff(head, name)` tells from the first bytes and the file name whether a file is of this format; it never raises.
    `read(stream, context)` yields every record of the file once. The stream is open for reading at byte 0 and can
    seek. A refusal of the whole file is `SourceRefused(code, message, place=locator)`.

    `prepare(stream, context)` looks a file through before any file of this format and origin is read, and puts what
    others need into `context.aside`; without it each file stands alone.
    `needs_known`: read in the second wave, when `context.known` holds accounts, orders and folders of the others.
    `asks_known`: the same for formats with a map, told from the bytes of the map.
    `object_complete`: tables for which each object of the format answers by nature, whether or not it yields a row
    (a Stripe charge states `disputed` and `checks`); they count as covered over the period of the payments read.
    `cannot_tell`: what this format can never show, in plain words for the receipt.
    """

    name: str
    version: str
    tables: tuple[str, ...]
    sniff: Sniff
    read: Read
    prepare: Prepare | None = None
    needs_known: bool = False
    asks_known: Callable[[bytes], bool] | None = None
    object_complete: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return `<name>/<version>`, as it stands in the `reader` column."""
        return f"{self.name}/{self.version}"
