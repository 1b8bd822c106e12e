"""What a reader may use while it reads: the declared source, its zone rules, tokens and a place for findings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.disk_index import Aside
from keerpunt.intake.records import Known
from keerpunt.intake.settings import IntakeSettings
from keerpunt.model.operation import Source
from keerpunt.model.tables import table
from keerpunt.values.instant import ZoneRule
from keerpunt.values.token import TokenKey

T = TypeVar("T")

MAX_BESIDE = 16 << 20
"""Bytes of a file that is read as a whole, such as a map."""


class RowRejected(Exception):
    """An essential value of a record cannot be read; the reader answers with `Rejected(locator, code)`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(slots=True)
class Context:
    """The surroundings of one file while it is read.

    `findings` counts (code, column); it never holds a value. `zone` is the zone rule for local times of this source
    (its own `time_zone`, else the platform's), None when neither states one. `root` is the sources folder and
    `digests` the SHA-256 of every listed file by its path. `told` holds what a reader knows about the file for the
    receipt: encoding, date order and the evidence for them. `guarded` counts what a reader itself dropped or replaced.
    `aside` is what the files of this format and origin say about one another (None: this file stands alone). Payments
    (psp, psp_ref) that a reader puts into `wanted` are looked for in other files of the origin; if there are any, the
    file is read again and finds them in `known.payments`.
    """

    source: Source
    path: Path
    zone: ZoneRule | None
    key: TokenKey
    known: Known = field(default_factory=Known)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    settings: IntakeSettings = field(default_factory=IntakeSettings)
    root: Path = field(default_factory=Path)
    digests: Mapping[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    guarded: Counter[str] = field(default_factory=Counter)
    aside: Aside | None = None
    wanted: set[tuple[str, str]] = field(default_factory=set)

    @property
    def may_be_cut(self) -> bool:
        """Whether the policy names this file among those that may end in the middle (`intake.allow_truncated`)."""
        return self.source.sha256 in self.settings.allow_truncated

    def beside(self, path: str) -> bytes:
        """Return the bytes of another listed file, such as a map; raises SourceRefused if it changed since hashing."""
        try:
            if (self.root / path).stat().st_size > MAX_BESIDE:
                raise SourceRefused("too_long", f"is larger than {MAX_BESIDE >> 20} MiB", place=path)
            body = (self.root / path).read_bytes()
        except OSError as error:
            raise SourceRefused("unreadable", f"cannot be read ({error.strerror})", place=path) from None
        if self.digests.get(path) not in (None, hashlib.sha256(body).hexdigest()):
            raise SourceRefused("changed", "changed while it was being read", place=path)
        return body

    def unchanged_beside(self, path: str) -> None:
        """Make sure that another listed file is what was hashed, whatever its size; raises SourceRefused if not."""
        try:
            with (self.root / path).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise SourceRefused("unreadable", f"cannot be read ({error.strerror})", place=path) from None
        if self.digests.get(path) not in (None, found):
            raise SourceRefused("changed", "changed while it was being read", place=path)

    def tell(self, name: str, value: str, evidence: str = "") -> None:
        """State how the file is written (`encoding`, `date_order`, …) and how that is known, for the receipt."""
        self.told[name] = value
        if evidence:
            self.told[f"{name}_evidence"] = evidence

    def note(self, code: str, column: str = "") -> None:
        """Count a finding about this file; the code is one of `intake.findings.DETAIL`."""
        self.findings[(code, column)] += 1

    def value(self, table_name: str, column: str, read: Callable[[], T]) -> T | None:
        """Read one value by its rule; an unreadable one is unknown and counted, or rejects an essential column.

        Raises:
            RowRejected: the column is essential in `model.tables` and cannot be read.
        """
        try:
            return read()
        except UnreadableValue as error:
            if table(table_name).field(column).essential:
                raise RowRejected(error.code) from None
            self.note("unreadable_value", column)
            return None
