"""What the web server saw: registration, logins on several days, downloads of the monthly folder."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping

from keerpunt.simulate.chance import chance_of, seconds
from keerpunt.simulate.countries import countries
from keerpunt.simulate.days import FIRST_DAY, MONTHS, SEIZED_ON, evening, midnight, period, platform_midnight
from keerpunt.simulate.ledger import FolderRow, Hit, Ledger
from keerpunt.simulate.network import MONITOR_IP, Line, port
from keerpunt.simulate.scene import Scene

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Mobile Safari/537.36",
)
_LAST_MOMENT = midnight(SEIZED_ON) - dt.timedelta(hours=3)
_MONITOR_EVERY = dt.timedelta(hours=6)


def make_folders(rng: random.Random) -> dict[str, FolderRow]:
    """Return the monthly folder of each period, with 500 to 1500 items."""
    rows = {}
    for month in MONTHS:
        items = rng.randint(500, 1500)
        size = items * rng.randint(180_000, 420_000)
        rows[period(month)] = FolderRow(f"folder-{period(month)}", period(month), items, size)
    return rows


def log(scene: Scene, when: dt.datetime, request: str, status: int, size: int, *, line: Line | None = None) -> None:
    """Write one line of the log for the account of a case, from the address its line (or `line`) had then."""
    case = scene.case
    lease = (line or case.line).lease_at(when)
    source = port(scene.rng, lease)
    agent = AGENTS[case.number % len(AGENTS)]
    scene.ledger.hits.append(Hit(when, lease.ip, source, case.username, f"{request} HTTP/1.1", status, size, agent))


def visit(
    scene: Scene, grants: Iterable[tuple[dt.datetime, tuple[int, int]]], folders: Mapping[str, FolderRow]
) -> dt.datetime | None:
    """Let a buyer log in on two to five days after each grant and download; return the last visit."""
    rng, zone = scene.rng, countries()[scene.case.actor.country].zone
    last = None
    for granted, month in grants:
        for i, day in enumerate(sorted(rng.sample(range(1, 13), rng.randint(2, 5)))):
            when = evening(rng, granted.date() + dt.timedelta(days=day), zone)
            if i == 0 and (chance_of(rng, 75) or when >= _LAST_MOMENT):
                when = granted + seconds(rng, 60, 3000)
            if when < _LAST_MOMENT:
                _login(scene, when)
                last = (
                    when
                    if scene.case.story.scope
                    else _download(scene, when, folders[period(month)], sure=last is None)
                )
    return last


def watch(ledger: Ledger) -> None:
    """Log the operator's own monitor, which asks for the first page four times a day."""
    when = platform_midnight(FIRST_DAY)
    while when < platform_midnight(SEIZED_ON):
        ledger.hits.append(Hit(when, MONITOR_IP, 40_000, "", "GET / HTTP/1.1", 200, 1533, "monitor/1.0"))
        when += _MONITOR_EVERY


def _login(scene: Scene, when: dt.datetime) -> None:
    if chance_of(scene.rng, 8):
        log(scene, when - seconds(scene.rng, 8, 40), "POST /login", 401, 289)
    log(scene, when, "POST /login", 302, 305)


def _download(scene: Scene, when: dt.datetime, folder: FolderRow, *, sure: bool) -> dt.datetime:
    """Fetch the folder after some of the logins, whole or in part; return the last moment of the visit.

    `sure`: the first visit of all fetches it whole, since in some countries only possession is an offence.
    """
    rng = scene.rng
    kind = 60 if sure else rng.randrange(100)
    if kind < 55:
        return when
    when += seconds(rng, 30, 900)
    whole = kind < 85
    size = folder.size if whole else rng.randint(folder.size // 50, folder.size // 2)
    status = 200 if whole or kind < 92 else 206
    log(scene, when, f"GET /get/{folder.folder_id}/archive", status, size)
    return when
