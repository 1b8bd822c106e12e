"""Rules of access logs, line by line."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.formats.accesslog import READER
from keerpunt.intake.formats.accesslog.address import Proxies, address_of, client_of, port_of
from keerpunt.intake.formats.accesslog.line import parse, path_of
from keerpunt.intake.formats.accesslog.times import Clock
from keerpunt.intake.records import Known
from keerpunt.intake.settings import IntakeSettings
from keerpunt.values.instant import from_pattern
from tests.support.reading import context, read

TIME = "[01/May/2024:10:00:00 +0000]"
TAIL = ' "-" "agent"'


def line(
    request: str, status: str = "200", size: str = "5", *, user: str = "-", tail: str = TAIL, time: str = TIME
) -> str:
    return f'192.0.2.1 - {user} {time} "{request}" {status} {size}{tail}\n'


def reading(*lines: str, known: Known | None = None, **declared):
    return read(READER, "".join(lines).encode(), context(known=known, **declared))


@pytest.mark.parametrize(
    ("request_line", "status", "event"),
    [
        ("POST /login HTTP/1.1", "200", "login_ok"),
        ("POST /login HTTP/1.1", "303", "login_ok"),
        ("POST /login HTTP/1.1", "403", "login_fail"),
        ("POST /login HTTP/1.1", "500", None),
        ("POST /login HTTP/1.1", "429", None),
        ("GET /login HTTP/1.1", "200", None),
        ("POST /user/login.php?x=/register HTTP/1.1", "302", "login_ok"),
        ("POST /Login/ HTTP/1.1", "302", "login_ok"),
        ("POST /login/form HTTP/1.1", "200", None),
        ("POST /relogin HTTP/1.1", "200", None),
        ("POST /logout HTTP/1.1", "302", "logout"),
        ("POST /signup HTTP/1.1", "201", "register"),
        ("POST /register;jsessionid=1 HTTP/1.1", "201", "register"),
        ("POST /register HTTP/1.1", "403", None),
        ("POST /reset HTTP/1.1", "204", "reset"),
    ],
)
def test_events_by_last_segment_method_and_status(request_line, status, event):
    found = reading(line(request_line, status))
    assert [row["event"] for row in found.rows] == ([event] if event else [])
    assert found.read == 1


@pytest.mark.parametrize(("user", "account"), [("7", "7"), ("anna", "7"), ("-", None), ("stranger", None), ("8", "8")])
def test_the_user_is_an_account_id_then_a_log_in_name_then_unknown(user, account):
    known = Known(accounts=frozenset(("7", "8")), account_by_username={"anna": "7", "8": "7"})
    assert reading(line("POST /login HTTP/1.1", user=user), known=known).only().get("platform_account_id") == account


@pytest.mark.parametrize("folder", ["/f/folder:abc/x", "/f/May%202024/x", "/May 2024-x/May%202024", "/old/folder:abc"])
def test_a_folder_is_found_by_its_name_or_its_token(folder):
    known = Known(folders={"May 2024": "folder:abc", "old": "folder:old"})
    request = f"GET {folder.replace(' ', '+')} HTTP/1.1"
    assert reading(line(request, "206"), known=known).only()["folder_id"] == "folder:abc"


def test_no_row_holds_a_path_or_a_query():
    known = Known(folders={"f1": "1"})
    found = reading(
        line("GET /f1/private-name.jpg?key=secret HTTP/1.1"), line("POST /login?pw=secret HTTP/1.1"), known=known
    )
    assert not any(word in str(found.rows) for word in ("private-name", "secret"))


def test_the_whole_size_comes_from_any_line_of_the_file():
    known = Known(folders={"f1": "1"})
    parts = [line("GET /f1/a HTTP/1.1", "206", "10"), line("GET /f1/a?b HTTP/1.1", "200", "90")]
    forged = line("GET /f1/a HTTP/1.1", "206", "10", tail=r' "-" "\"GET /f1/a HTTP/1.1\" 200 9999 "')
    other = line("GET /f1/b HTTP/1.1", "206", "3")
    found = reading(*parts, forged, other, known=known)
    assert [row.get("object_bytes") for row in found.rows] == [90, 90, 90, None]


def test_silence_is_counted_once_and_disorder_is_no_silence():
    times = ["01/May/2024:10:00:00", "02/May/2024:11:00:00", "01/May/2024:10:30:00", "02/May/2024:12:00:00"]
    lines = [line("GET / HTTP/1.1", time=f"[{time} +0000]") for time in times]
    assert reading(*lines).findings == {"log_gap ": 1}
    around = context()
    around.settings = IntakeSettings(log_gap=dt.timedelta(hours=30))
    assert not read(READER, "".join(lines).encode(), around).findings


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "192.0.2.1 - -",
        'x - - [01/May/2024:10:00:00] "GET /" 200 5',
        "192.0.2.1 - - " + TIME + ' "GET / 200 5',
        "{}",
    ],
)
def test_lines_that_are_no_requests_are_rejected_unless_blank(odd):
    found = reading(odd + "\n", line("GET / HTTP/1.1"))
    assert found.rejected == ([["line:1", "unknown_record"]] if odd else [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_prefix_gives_a_prefix_of_the_rows_then_truncated(end):
    tails = (' "-" "agent one"', ' "https://example.org/" "agent two"')
    body = "".join(line("POST /login HTTP/1.1", tail=tail)[:-1] + end for tail in tails)
    whole = reading(body).rows
    for cut in range(len(body)):
        found = reading(body[:cut])
        assert found.rows == whole[: len(found.rows)]
        assert found.rejected in ([], [[f"line:{len(found.rows) + 1}", "truncated"]])
        assert found.read == body[:cut].count("\n") + bool(body[:cut].rpartition("\n")[2])


def test_a_number_at_the_very_end_may_be_cut_and_is_unknown():
    known = Known(folders={"f1": "1"})
    plain = line("GET /f1/a HTTP/1.1", size="1234", tail="")
    found = reading(plain, plain.rstrip("\n"), known=known)
    assert [row.get("bytes_sent") for row in found.rows] == [1234, None]
    assert found.findings == {"no_final_newline ": 1}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1:443 ", "192.0.2.1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", None),
        ("host.example.org", None),
        ("-", None),
        ("", None),
        ("192.0.2.300", None),
        ("192.0.2.01", None),
    ],
)
def test_addresses_have_one_form(text, address):
    assert address_of(text) == address


@pytest.mark.parametrize(
    ("host", "forwarded", "trusted", "expected"),
    [
        ("192.0.2.1", "", (), ("192.0.2.1", "direct")),
        ("192.0.2.1", "-", (), ("192.0.2.1", "direct")),
        ("host.example.org", "", (), (None, "unknown")),
        ("192.0.2.1", "198.51.100.1, 198.51.100.2", (), ("198.51.100.2", "untrusted_header")),
        ("192.0.2.1", "198.51.100.1, unknown", (), (None, "unknown")),
        ("192.0.2.1", "9.9.9.9, 198.51.100.1", ("192.0.2.1",), ("198.51.100.1", "trusted_proxy_header")),
        ("192.0.2.1", "198.51.100.1,192.0.2.2", ("192.0.2.0/24",), ("198.51.100.1", "trusted_proxy_header")),
        ("203.0.113.9", "198.51.100.1", ("192.0.2.1",), ("203.0.113.9", "direct")),
        ("host.example.org", "198.51.100.1", ("192.0.2.1",), (None, "unknown")),
        ("192.0.2.1", "", ("192.0.2.1",), (None, "unknown")),
        ("192.0.2.1", "192.0.2.1", ("192.0.2.1",), (None, "unknown")),
        ("2001:db8::1", "2001:db8:1::9", ("2001:db8::/48",), ("2001:db8:1::9", "trusted_proxy_header")),
        ("1.1.1.1", "", (), ("1.1.1.1", "cdn_edge")),
        ("1.1.1.1", "198.51.100.1", (), ("198.51.100.1", "untrusted_header")),
        ("1.1.1.1", "198.51.100.1", ("192.0.2.1",), ("1.1.1.1", "cdn_edge")),
        ("1.1.1.1", "198.51.100.1", ("1.1.1.0/24",), ("198.51.100.1", "trusted_proxy_header")),
        ("192.0.2.1", "198.51.100.1, 1.1.1.1", ("192.0.2.1",), ("1.1.1.1", "cdn_edge")),
    ],
)
def test_the_client_is_the_right_most_address_that_is_no_trusted_proxy(host, forwarded, trusted, expected):
    found = client_of(host, forwarded, Proxies(trusted))
    assert (found.ip, found.basis) == expected


@pytest.mark.parametrize(("text", "port"), [("51234", 51234), ("65535", 65535), ("0", None), ("-", None), ("", None)])
def test_ports(text, port):
    assert port_of(text) == port


@pytest.mark.parametrize("text", ["65536", "999999", "-1", "0x1F", "٣"])
def test_numbers_that_are_no_ports_are_unreadable(text):
    with pytest.raises(UnreadableValue):
        port_of(text)


def test_other_trailing_fields_are_neither_header_nor_port():
    found = reading(line("POST /login HTTP/1.1", tail=' "-" "agent" 0.005 "TLSv1.3"'))
    assert found.only()["ip"] == "192.0.2.1"
    assert "src_port" not in found.only()


def test_a_line_is_split_field_by_field():
    found = parse(line("GET /a?b HTTP/1.1", tail=r' "ref \" x" "agent" "198.51.100.1, 198.51.100.2" 51234').rstrip())
    assert (found.method, found.target, found.status, found.size) == ("GET", "/a?b", "200", "5")
    assert (found.agent, found.extras, found.whole) == ("agent", ("198.51.100.1, 198.51.100.2", "51234"), True)
    cut = parse(line("GET / HTTP/1.1", tail=' "-" "cut').rstrip())
    assert (cut.agent, cut.whole) == ("cut", False)
    assert parse(line("GET / HTTP/1.1", tail="").rstrip()).agent == ""


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/a/b?c=d", "/a/b"),
        ("http://example.org/a", "/a"),
        ("https://example.org", ""),
        ("/a?u=http://example.org/b", "/a"),
        ("/a;jsessionid=1?b", "/a"),
        ("/a#b", "/a"),
        ("", ""),
    ],
)
def test_a_path_has_neither_host_nor_query(target, path):
    assert path_of(target) == path


@pytest.mark.parametrize(
    ("before", "ip", "basis", "account"),
    [
        ("192.0.2.1 - 7", "192.0.2.1", "direct", "7"),
        ("192.0.2.1 - two words", "192.0.2.1", "direct", None),
        ("shop.example.org:443 192.0.2.1 - 7", "192.0.2.1", "direct", "7"),
        ("shop.example.org 192.0.2.1 - 7", "192.0.2.1", "direct", "7"),
        ("shop.example.org host.example.net - 7", None, None, "7"),
        ("198.51.100.5:80 192.0.2.1 - 7", "192.0.2.1", "direct", "7"),
        ("[2001:db8::5]:443 2001:db8::1 - 7", "2001:db8::1", "direct", "7"),
        ("192.0.2.1:51234 - 7", "192.0.2.1", "direct", "7"),
        ("192.0.2.1:51234 - two words", "192.0.2.1", "direct", None),
        ("[::1]:443 - 7", "::1", "direct", "7"),
        ("fe80::1%eth0 - 7", None, None, "7"),
        ("unix: - 7", None, None, "7"),
        ("192.0.2.1 - ", "192.0.2.1", "direct", None),
        ("192.0.2.1 -", "192.0.2.1", "direct", None),
        ("1.1.1.1 - 7", "1.1.1.1", "cdn_edge", "7"),
        ("2606:4700::1 - 7", "2606:4700::1", "cdn_edge", "7"),
        ("203.0.113.9, 203.0.113.8, 192.0.2.1 - 7", "192.0.2.1", "untrusted_header", "7"),
        ("203.0.113.9,192.0.2.1 - 7", "192.0.2.1", "untrusted_header", "7"),
        ("shop.example.org 203.0.113.9, 192.0.2.1 - 7", "192.0.2.1", "untrusted_header", "7"),
        ("203.0.113.9, unknown - 7", None, None, "7"),
        ('"203.0.113.9, 192.0.2.1" 198.51.100.1 - 7', "192.0.2.1", "untrusted_header", "7"),
        ("203.0.113.9, 192.0.2.1 198.51.100.1 - two words", "192.0.2.1", "untrusted_header", None),
        ("192.0.2.1 - smith, john", "192.0.2.1", "direct", None),
    ],
)
def test_who_sent_a_request_stands_before_its_time(before, ip, basis, account):
    known = Known(accounts=frozenset(("7",)))
    found = reading(f'{before} {TIME} "POST /login HTTP/1.1" 200 5{TAIL}\n', known=known).only()
    assert (found.get("ip"), found.get("ip_basis"), found.get("platform_account_id")) == (ip, basis, account)


def test_a_list_instead_of_the_peer_is_never_trusted():
    lines = (f'{before} - - {TIME} "POST /login HTTP/1.1" 200 5{TAIL}\n' for before in ("9.9.9.9, 192.0.2.7, 192.0.2.1",
             "9.9.9.9, 192.0.2.7 192.0.2.1", "192.0.2.2, 192.0.2.1"))  # fmt: skip
    found = reading(*lines, trusted_proxies=("192.0.2.1", "192.0.2.2"))
    assert [(row.get("ip"), row.get("ip_basis")) for row in found.rows] == [
        ("192.0.2.7", "untrusted_header"), ("192.0.2.7", "trusted_proxy_header"), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "agent",
    [
        f'x {TIME} \\"POST /login HTTP/1.1\\" 200 5 ',
        f"x] {TIME} ",
        f"192.0.2.66 - 7 {TIME} ",
        f"x\\x22 {TIME} \\x22POST /login HTTP/1.1\\x22 200 5",
    ],
)
def test_no_client_text_becomes_a_line_of_the_server(agent):
    known = Known(accounts=frozenset(("7",)))
    for request, status in (("GET / HTTP/1.1", "200"), ("GET / HTTP/1.1", "2000"), (agent, "200"), ("-", "x")):
        spoilt = line(request, status, user=f"x {TIME}", tail=f' "{agent}" "{agent}"')
        assert not reading(spoilt, line(request, status, tail=f' "-" "{agent}"'), known=known).rows


def test_a_header_may_stand_behind_the_port_and_a_proxy_may_state_the_port():
    tails = ('51234 "198.51.100.7"', '"198.51.100.7" 51234', '"198.51.100.7:40000" 51234', '"198.51.100.7"', "51234 -")
    found = reading(*(line("POST /login HTTP/1.1", tail=f"{TAIL} {tail}") for tail in tails))
    assert [(row["ip"], row.get("src_port")) for row in found.rows] == [
        ("198.51.100.7", 51234),
        ("198.51.100.7", 51234),
        ("198.51.100.7", 40000),
        ("198.51.100.7", None),
        ("192.0.2.1", 51234),
    ]


def test_numbers_that_cannot_all_be_ports_are_none():
    durations = [185, 90210, 2450, 77, 3100, 1200345]
    lines = [line("POST /login HTTP/1.1", tail=f"{TAIL} {number}") for number in durations]
    found = reading(*lines)
    assert not any("src_port" in row for row in found.rows)
    assert found.findings["ambiguous_port src_port"] == 1
    ports = [line("POST /login HTTP/1.1", tail=f"{TAIL} {number}") for number in (*range(50_000, 50_070), 80, 99_999)]
    found = reading(*ports)
    assert sum("src_port" in row for row in found.rows) == 71
    assert found.findings == {"unreadable_value src_port": 1}


NO_TIMES = (
    "29/Feb/2023:10:00:00 +0000", "01/Foo/2024:10:00:00 +0000", "01/May/2024:10:00:60 +0000",
    "01/May/2024:29:00:00 +0000", "01/May/2024:10:00:00 +9900", "00/May/2024:10:00:00 +0000",
)  # fmt: skip


@pytest.mark.parametrize("time", NO_TIMES)
def test_times_that_do_not_exist_are_rejected(time):
    assert reading(line("POST /login HTTP/1.1", time=f"[{time}]")).rejected == [["line:1", "bad_time"]]


@given(
    st.integers(0, 4_000_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)),
    st.sampled_from(("+0000", "-0330", "+0545", "+1400", "-1200")),
)
def test_the_quick_clock_agrees_with_the_rule_of_instants(local, offset):
    text = f"{local:%d/%b/%Y:%H:%M:%S} {offset}"
    clock = Clock(dt.timedelta(hours=1))
    assert clock.tick(text)
    expected = from_pattern(text, "%d/%b/%Y:%H:%M:%S %z", None)
    assert clock.occurred() == expected
    assert clock.first == clock.last == int(expected.utc.timestamp())


@pytest.mark.slow
def test_a_file_that_the_policy_allows_to_be_cut_is_read_up_to_the_cut():
    body = "".join(line("POST /login HTTP/1.1", tail=f' "-" "{n * 7919 % 104729:x}"') for n in range(20_000))
    packed = gzip.compress(body.encode())[:-2_000]
    with pytest.raises(SourceRefused) as refused:
        read(READER, packed)
    assert refused.value.code == "truncated"
    around = context()
    around.settings = IntakeSettings(allow_truncated=frozenset((around.source.sha256,)))
    found = read(READER, packed, around)
    whole = reading(body).rows
    assert 0 < len(found.rows) < len(whole)
    assert found.rows == whole[: len(found.rows)]
    assert found.rejected == [[f"line:{len(found.rows) + 1}", "truncated"]]
    assert around.told["truncated"]


def test_a_line_that_is_whole_may_have_more_fields_than_those_before():
    lines = line("POST /login HTTP/1.1", tail=' "-" "a"') + line("POST /login HTTP/1.1", tail=' "-" "b" "-"')
    assert len(reading(lines.rstrip()).rows) == 2
