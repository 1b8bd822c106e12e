"""`operation.toml` of the generated sources: what each file is, where it comes from and what it answers for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keerpunt.simulate.days import (
    BANK_REPLIES_ON,
    FIRST_DAY,
    ISSUER_REPLY_ON,
    LINE_REPLIES_ON,
    MAIL_REPLIES_ON,
    PSP_EXPORT_ON,
    PUBLIC_ON,
    REGISTER_REPLIES_ON,
    SEIZED_ON,
    STATEMENTS_ON,
    UNIT_COUNTRY,
)
from keerpunt.simulate.ledger import CARD_ORIGIN, COLLECTING_BANK, LAWFUL_SCOPE
from keerpunt.simulate.write_platform import DATABASE, MAP
from keerpunt.simulate.write_stripe import EXPORT

PLATFORM_ORIGIN = "platform:platform-1"
_ANSWERS_FROM = dt.date(2022, 1, 1)
_RECEIVED = {
    "bank": BANK_REPLIES_ON,
    "email": MAIL_REPLIES_ON,
    "isp": LINE_REPLIES_ON,
    "register": REGISTER_REPLIES_ON,
    "issuer": ISSUER_REPLY_ON,
    "exchange": BANK_REPLIES_ON,
    "platform": SEIZED_ON,
}
_GROUNDS = {
    "bank": "answer to an order for account data (synthetic)",
    "email": "answer to an order for subscriber data (synthetic)",
    "isp": "answer to an order for subscriber data (synthetic)",
    "register": "extract for a criminal investigation (synthetic)",
    "issuer": "answer to an order for fraud reports (synthetic)",
    "exchange": "answer to an order for account data (synthetic)",
    "platform": "seizure order (synthetic)",
}

Value = str | dt.date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One `[[source]]` block."""

    path: str
    format: str
    origin: str
    received_from: str
    received_on: dt.date
    covers: tuple[str, ...]
    covers_from: dt.date
    covers_to: dt.date
    table: str = ""
    map: str = ""
    legal_basis: str = ""


def declare(
    code: str,
    logs: Iterable[str],
    statements: Iterable[str],
    replies: Iterable[tuple[str, str, str]],
    *,
    mixed: bool = False,
) -> str:
    """Return the text of `operation.toml` for the files written; `mixed` where lawful content was sold too."""
    sources = [*_platform(logs), *_money(statements), *(_reply(*reply) for reply in replies)]
    return (
        "\n".join([*_head(code, mixed=mixed), *(line for source in sources for line in _source(source)), *_tail()])
        + "\n"
    )


def _head(code: str, *, mixed: bool) -> Iterator[str]:
    yield "# A synthetic operation: nobody in it exists, and no account, address or card can be anybody's."
    yield from _block(
        "[operation]",
        code=code,
        unit_country=UNIT_COUNTRY,
        public_on=PUBLIC_ON,
        legal_basis="seizure order (synthetic)",
        purpose="criminal investigation (synthetic)",
    )
    yield from _block(
        "[platform]",
        name="platform-1",
        time_zone="Europe/Copenhagen",
        time_zone_basis="documented",
        time_zone_reference="server configuration, seizure report section 4 (synthetic)",
        content_scope="mixed" if mixed else "illegal_only",
        **({"lawful_scopes": (LAWFUL_SCOPE,)} if mixed else {}),
    )


def _tail() -> Iterator[str]:
    yield from _block(
        "[[expected]]",
        what="access provider logs for the second half of the requests",
        tables=("ip_assignment",),
        origin="isp:example-net-de-one",
        state="awaited",
    )


def _platform(logs: Iterable[str]) -> Iterator[Listed]:
    tables = ("account", "purchase_order", "access_grant", "folder")
    seized = (PLATFORM_ORIGIN, "seizure of the platform's server", SEIZED_ON)
    yield Listed(DATABASE, "table", *seized, tables, FIRST_DAY, SEIZED_ON, map=MAP)
    for path in logs:
        yield Listed(path, "accesslog", *seized, ("session", "download"), FIRST_DAY, SEIZED_ON)


def _money(statements: Iterable[str]) -> Iterator[Listed]:
    tables = ("payment", "payment_check", "dispute")
    processor = (CARD_ORIGIN, "the card processor", PSP_EXPORT_ON)
    yield Listed(EXPORT, "stripe", *processor, tables, FIRST_DAY, PSP_EXPORT_ON - dt.timedelta(days=1))
    for path in statements:
        bank = (COLLECTING_BANK, "the bank of the collecting account", STATEMENTS_ON)
        yield Listed(path, "camt", *bank, ("payment",), FIRST_DAY, dt.date(2024, 11, 30))


def _reply(path: str, origin: str, table: str) -> Listed:
    kind, _, name = origin.partition(":")
    received = _RECEIVED[kind]
    answered = (origin, name, received, (table,), _ANSWERS_FROM, received)
    return Listed(path, "canonical", *answered, table=table, legal_basis=_GROUNDS[kind])


def _source(source: Listed) -> Iterator[str]:
    values: dict[str, Value] = {
        "path": source.path,
        "format": source.format,
        "origin": source.origin,
        "received_from": source.received_from,
        "received_on": source.received_on,
        "covers": source.covers,
        "covers_from": source.covers_from,
        "covers_to": source.covers_to,
        "table": source.table,
        "map": source.map,
        "legal_basis": source.legal_basis,
    }
    return _block("[[source]]", **{key: value for key, value in values.items() if value})


def _block(header: str, **values: Value) -> Iterator[str]:
    yield header
    for key, value in values.items():
        yield f"{key} = {_toml(value)}"
    yield ""


def _toml(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
