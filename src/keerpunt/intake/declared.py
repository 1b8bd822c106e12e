"""The shape of `operation.toml` as it may be typed by a person (CONTRACT.md section 1): nothing more, nothing less."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from keerpunt.errors import UnreadableValue
from keerpunt.model.tables import CANONICAL
from keerpunt.model.words import ORIGIN_CLASSES
from keerpunt.values.country import country_code
from keerpunt.values.instant import zone

_NAME = re.compile(r"[\w.+-]{1,80}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("is a short code of letters, digits, `.`, `_` and `-`")
    return text


def _zone(text: str) -> str:
    try:
        zone(text)
    except UnreadableValue:
        raise ValueError("is no known time zone; write an IANA name such as Europe/Amsterdam") from None
    return text


def _country(text: str) -> str:
    try:
        if country_code(text) == text:
            return text
    except UnreadableValue:
        pass
    raise ValueError("is no country code (ISO 3166-1 alpha-2, in capitals)")


def _table(text: str) -> str:
    if text not in CANONICAL:
        raise ValueError("names no canonical table (docs/data-dictionary.md lists them)")
    return text


def _origin(text: str) -> str:
    carrier, slash, rest = text.partition("/")
    if text.startswith("parcel:") and slash:
        if not _NAME.fullmatch(carrier.removeprefix("parcel:")):
            raise ValueError("is `parcel:<id>/<original origin>`")
        if rest.startswith("parcel:"):
            raise ValueError("names a parcel inside a parcel; it is `parcel:<id>/<original origin>`")
        _origin(rest)
        return text
    kind, _, name = text.partition(":")
    if kind not in ORIGIN_CLASSES:
        raise ValueError(f"begins with no known class; one of {', '.join(sorted(ORIGIN_CLASSES))}")
    if not _NAME.fullmatch(name):
        raise ValueError("is `class:name`, the name made of letters, digits, `.`, `_`, `+` and `-`")
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError("is no IP address or network") from None
    return text


Filled = Annotated[str, AfterValidator(_filled)]
Code = Annotated[str, AfterValidator(_code)]
Zone = Annotated[str, AfterValidator(_zone)]
CountryCode = Annotated[str, AfterValidator(_country)]
TableName = Annotated[str, AfterValidator(_table)]
Origin = Annotated[str, AfterValidator(_origin)]
Network = Annotated[str, AfterValidator(_network)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OperationHead(_Strict):
    """`[operation]`."""

    code: Code
    unit_country: CountryCode
    legal_basis: Filled
    purpose: Filled
    public_on: dt.date | None = None


class PlatformHead(_Strict):
    """`[platform]`."""

    name: Filled
    time_zone: Zone = ""
    time_zone_basis: Literal["documented", "assumed"] = "assumed"
    time_zone_reference: str = ""
    content_scope: Literal["illegal_only", "mixed"] = "illegal_only"
    lawful_products: list[Filled] = Field(default_factory=list)
    lawful_scopes: list[Filled] = Field(default_factory=list)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.time_zone_basis == "documented" and not self.time_zone_reference.strip():
            raise ValueError("time_zone_reference: is needed where time_zone_basis is documented")
        if self.time_zone_basis == "documented" and not self.time_zone:
            raise ValueError("time_zone: is needed where time_zone_basis is documented")
        if self.content_scope != "mixed" and (self.lawful_products or self.lawful_scopes):
            raise ValueError("content_scope: must be mixed where lawful_products or lawful_scopes are named")
        return self


class SourceBlock(_Strict):
    """`[[source]]`."""

    path: Filled
    origin: Origin
    received_from: Filled
    received_on: dt.date
    format: str = ""
    legal_basis: Filled | None = None
    purpose: Filled | None = None
    covers: list[TableName] = Field(default_factory=list)
    covers_from: dt.date | None = None
    covers_to: dt.date | None = None
    handling: Literal["", "H0", "H1", "H2", "H3"] = ""
    time_zone: Zone = ""
    map: str = ""
    table: TableName = ""
    date_order: Literal["", "dmy", "mdy", "ymd"] = ""
    trusted_proxies: list[Network] = Field(default_factory=list)
    one_row_per_person: bool = False
    server_time_zone: Zone = ""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.covers_from and self.covers_to and self.covers_from > self.covers_to:
            raise ValueError("covers_from: is later than covers_to")
        if (self.covers_from or self.covers_to) and not self.covers:
            raise ValueError("covers: is needed where covers_from or covers_to is given")
        if self.format == "table" and not self.map:
            raise ValueError("map: is needed for format table")
        if self.format == "canonical" and not self.table:
            raise ValueError("table: is needed for format canonical")
        if self.map and self.format not in ("", "table"):
            raise ValueError("map: goes with format table only")
        if self.table and self.format not in ("", "canonical"):
            raise ValueError("table: goes with format canonical only")
        if self.map and self.table:
            raise ValueError("map: and `table` exclude each other")
        return self


class PermissionBlock(_Strict):
    """`[[permission]]`."""

    provider: Filled
    granted_on: dt.date
    reference: Filled
    countries: list[CountryCode] = Field(min_length=1)


class ExpectedBlock(_Strict):
    """`[[expected]]`."""

    what: Filled
    tables: list[TableName] = Field(min_length=1)
    origin: Origin
    state: Literal["held", "awaited"]


class ReferenceBlock(_Strict):
    """`[[reference]]`."""

    kind: Literal[
        "hosting_ranges",
        "tor_exits",
        "cgnat_ranges",
        "shared_owners",
        "special_accounts",
        "corporate_bins",
        "law_profiles",
    ]
    path: Filled


class Declared(_Strict):
    """The whole file."""

    operation: OperationHead
    platform: PlatformHead
    source: list[SourceBlock] = Field(min_length=1)
    permission: list[PermissionBlock] = Field(default_factory=list)
    expected: list[ExpectedBlock] = Field(default_factory=list)
    reference: list[ReferenceBlock] = Field(default_factory=list)
