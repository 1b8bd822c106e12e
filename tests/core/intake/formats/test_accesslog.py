"""Rules of access logs, line by line."""

from __future__ import annotations

import datetime as dt

import pytest

from keerpunt.errors import UnreadableValue
from keerpunt.intake.formats.accesslog import READER
from keerpunt.intake.formats.accesslog.address import Proxies, address_of, client_of, port_of
from keerpunt.intake.formats.accesslog.line import parse, path_of
from keerpunt.intake.records import Known
from keerpunt.intake.settings import IntakeSettings
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
