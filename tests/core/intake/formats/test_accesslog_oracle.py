"""Two readers of access logs agree: ours and apachelogs, on the golden lines and on lines made by Apache's rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import apachelogs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.intake.formats.accesslog.line import WHOLE_GET, parse, parse_in_parts
from keerpunt.intake.formats.accesslog.times import Clock

GOLDEN = Path(__file__).parents[3] / "golden" / "accesslog"
COMBINED = apachelogs.LogParser(apachelogs.COMBINED)
COMMON = apachelogs.LogParser(apachelogs.COMMON)
VHOST = apachelogs.LogParser(f"%v:%p {apachelogs.COMBINED}")

words = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30)
names = st.text(st.characters(categories=("Ll", "Nd"), max_codepoint=127), min_size=1, max_size=8)


def escaped(text: str) -> str:
    """Write a field as Apache does since 2.0.46."""
    parts = (f"\\{c}" if c in '"\\' else c if " " <= c < "\x7f" else f"\\x{ord(c):02x}" for c in text)
    return "".join(parts) or "-"


@st.composite
def lines(draw):
    made = {
        "host": draw(st.integers(1, 254).map(lambda n: f"192.0.2.{n}")),
        "user": draw(names),
        "time": dt.datetime.fromtimestamp(draw(st.integers(0, 2_000_000_000)), dt.UTC),
        "request": f"{draw(st.sampled_from(('GET', 'POST')))} /{draw(words)} HTTP/1.1",
        "status": draw(st.integers(100, 599)),
        "size": draw(st.none() | st.integers(1, 10**12)),
        "referer": draw(words),
        "agent": draw(words),
    }
    size = "-" if made["size"] is None else made["size"]
    head = (
        f"{made['host']} - {made['user']} [{made['time']:%d/%b/%Y:%H:%M:%S +0000}] "
        f'"{escaped(made["request"])}" {made["status"]} {size}'
    )
    return made, head, f' "{escaped(made["referer"])}" "{escaped(made["agent"])}"'


def agrees(text: str, parser: apachelogs.LogParser) -> None:
    theirs, ours = parser.parse(text), parse(text)
    assert ours.host == theirs.remote_host
    assert ours.user == (theirs.remote_user or "-") or theirs.remote_user in ("", '""')
    clock = Clock(dt.timedelta(days=1))
    assert clock.tick(ours.time)
    assert clock.occurred().utc == theirs.request_time
    assert (None if ours.size == "-" else int(ours.size)) == theirs.bytes_sent
    assert int(ours.status) == theirs.final_status
    method, _, target = escaped(theirs.request_line or "").partition(" ")
    assert (ours.method, ours.target) == (method, target.partition(" ")[0])
    if parser is not COMMON:
        assert (ours.agent or "-") == escaped(theirs.headers_in["User-Agent"] or "")


@given(lines())
def test_lines_of_apache_are_read_alike(line):
    made, head, tail = line
    agrees(head + tail, COMBINED)
    agrees(head, COMMON)
    agrees(f"shop.example.org:443 {head}{tail}", VHOST)
    found = parse(head + tail)
    assert (found.host, found.user, found.status) == (made["host"], made["user"], str(made["status"]))
    assert found.agent == escaped(made["agent"])
    assert found.whole


@pytest.mark.parametrize(
    ("name", "parser", "least"), [("combined", COMBINED, 12), ("common", COMMON, 9), ("senders", COMBINED, 9)]
)
def test_golden_lines_that_both_read_are_read_alike(name, parser, least):
    both = 0
    for text in (GOLDEN / f"{name}.log").read_text(encoding="utf-8").splitlines():
        try:
            theirs = parser.parse(text)
        except (apachelogs.InvalidEntryError, ValueError):
            continue
        # With a virtual host they take it for the peer, as the format they were told says.
        if parse(text) is not None and " " not in (theirs.remote_user or ""):
            agrees(text, parser)
            both += 1
    assert both >= least


def check_quick_ways(text: str) -> None:
    assert parse(text) == parse_in_parts(text)
    quick = WHOLE_GET.match(text.encode())
    if quick:
        slow = parse_in_parts(text)
        assert (slow.method, slow.status) == ("GET", "200")
        assert (slow.target, slow.size) == (quick[1].decode(), quick[2].decode())


pieces = st.sampled_from((
    "192.0.2.1", "2001:db8::1", "-", "7", "a,b", "x, ", "shop.example.org:443", " ", "  ", "[",
    "[01/May/2024:10:00:00 +0000]",
    '"GET / HTTP/1.1"', '"GET /a"', '"POST /login HTTP/1.1"', '"-"', '""', "200", "206", "5", "51234", '"a"',
    '"198.51.100.1"', '"', "\\", '\\"', "é",
))  # fmt: skip


@given(lines(), st.sampled_from(("", " 51234", ' "-"', ' "198.51.100.1" 0', ' 0.5 "x"', ' "cut')))
def test_the_quick_ways_read_lines_of_apache_as_the_slow_one_does(line, end):
    _, head, tail = line
    for text in (head, head + tail, head + tail + end):
        check_quick_ways(text)


@given(st.lists(pieces, max_size=16).map(" ".join))
def test_the_quick_ways_read_any_line_as_the_slow_one_does(text):
    check_quick_ways(text)
    check_quick_ways(f'192.0.2.1 - 7 [01/May/2024:10:00:00 +0000] "GET /a HTTP/1.1" 200 5 {text}')


@pytest.mark.parametrize("name", ["combined", "common", "proxied", "senders", "unlisted"])
def test_the_quick_ways_read_golden_lines_as_the_slow_one_does(name):
    for text in (GOLDEN / f"{name}.log").read_text(encoding="utf-8").splitlines():
        check_quick_ways(text)
