"""The web server's log in combined format, rotated monthly; the oldest part is compressed, the newest cut off."""

from __future__ import annotations

import gzip
from itertools import groupby
from pathlib import Path

from keerpunt.simulate.days import PLATFORM_ZONE, PORTS_LOGGED_FROM, SEIZED_ON
from keerpunt.simulate.ledger import Hit, Ledger
from keerpunt.simulate.network import MONITOR_IP

FOLDER = "platform/logs"
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_CUT_OFF = f"{MONITOR_IP} - - [{SEIZED_ON:%d/}{_MONTH_NAMES[SEIZED_ON.month - 1]}{SEIZED_ON:/%Y}:01:00:00 +01".encode()
"""The server was unplugged while it wrote: its last line has no end, and no reader may take it for whole."""


def write_logs(ledger: Ledger, out: Path) -> list[str]:
    """Write one file per month of platform time; return their paths relative to the sources folder, oldest first."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    hits = sorted(ledger.hits, key=lambda hit: (hit.occurred, hit.ip, hit.port, hit.request, hit.user))
    paths: list[str] = []
    for month, rows in groupby(hits, key=_month):
        body = "".join(_line(hit) for hit in rows).encode()
        path = f"{FOLDER}/access-{month}.log"
        if not paths:
            path += ".gz"
            body = gzip.compress(body, mtime=0)
        (out / path).write_bytes(body)
        paths.append(path)
    with (out / paths[-1]).open("ab") as file:
        file.write(_CUT_OFF)
    return paths


def _month(hit: Hit) -> str:
    return hit.occurred.astimezone(PLATFORM_ZONE).strftime("%Y-%m")


def _line(hit: Hit) -> str:
    local = hit.occurred.astimezone(PLATFORM_ZONE)
    # %b would follow the locale of the machine.
    when = f"{local:%d}/{_MONTH_NAMES[local.month - 1]}/{local:%Y:%H:%M:%S %z}"
    tail = f" {hit.port}" if local.date() >= PORTS_LOGGED_FROM else ""
    return f'{hit.ip} - {hit.user or "-"} [{when}] "{hit.request}" {hit.status} {hit.size} "-" "{hit.agent}"{tail}\n'
