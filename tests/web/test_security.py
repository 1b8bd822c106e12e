"""What holds for every page: the policy of contents, no caching, log-in, lock-out, limits of sessions."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

import keerpunt_web
from keerpunt_web.accounts.models import User
from keerpunt_web.casework.models import Lead
from keerpunt_web.config.logs import JsonLines
from keerpunt_web.config.middleware import BEGAN
from tests.web.conftest import CODE, Browser, Member, lead_url, leads_url

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "connect-src": "'self'", "font-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'",
    "base-uri": "'none'",
}  # fmt: skip
PASSWORD = "long enough for a test"
PACKAGE = Path(keerpunt_web.__file__).parent


def policy(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_every_page_carries_exactly_the_policy_and_is_kept_by_no_cache(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    addresses = {
        "/": 302, f"/operations/{CODE}/": 200, leads_url(): 200, lead_url(leads[0]): 200, "/keys/": 200,
        lead_url(leads[0], "source", "I09_repeated"): 200, "/no/such/page/": 404, "/log-in/": 302,
        lead_url(leads[0], "unmask"): 405, "/look/": 405, "/log-out/": 405,
    }  # fmt: skip
    assert len(addresses) >= len({str(p.pattern) for u in get_resolver().url_patterns for p in u.url_patterns})
    answers = [(client.get(address), status) for address, status in addresses.items()]
    answers.append((Client().get("/log-in/"), 200))
    for answer, status in answers:
        assert answer.status_code == status
        assert policy(answer["Content-Security-Policy"]) == POLICY
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Request-Id"]


def test_no_template_breaks_the_policy_or_names_another_host() -> None:
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text()
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert " on" not in {text[i - 1 : i + 2] for i in range(1, len(text)) if text[i : i + 6] == "click="}, path
        assert "http://" not in text, path
        assert "https://" not in text, path
    for path in [*PACKAGE.rglob("css/*.css"), *PACKAGE.rglob("js/*.js")]:
        assert "//" not in path.read_text().replace("// ", ""), path


def test_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in PACKAGE.rglob("static/**/*.js")) <= 60_000


def test_a_vendored_file_is_the_one_its_table_names() -> None:
    import hashlib

    digest = hashlib.sha256((PACKAGE / "static/vendor/htmx/htmx.min.js").read_bytes()).hexdigest()
    assert digest in (PACKAGE / "static/vendor/README.md").read_text()
    assert (PACKAGE / "static/vendor/htmx/LICENSE").exists()


def test_static_files_are_served_from_the_package(client: Client) -> None:
    answer = client.get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert b"light-dark" in b"".join(answer.streaming_content)  # type: ignore[arg-type]


def test_every_page_but_log_in_and_look_asks_for_log_in(leads: list[Lead], client: Client) -> None:
    for address in ("/", "/keys/", f"/operations/{CODE}/", leads_url(), lead_url(leads[0])):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == f"/log-in/?next={address}"
    assert client.post(lead_url(leads[0], "unmask"), {"reason": "a good reason"}).url.startswith("/log-in/")


def test_a_form_without_its_token_is_refused(leads: list[Lead], member: Member) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(lead_url(leads[0], "unmask"), {"reason": "a good reason"})
    assert answer.status_code == 403
    assert "out of date" in answer.text


def test_log_in_and_out(member: Member) -> None:
    user, client = member(), Client()
    answer = client.post("/log-in/", {"username": user.username, "password": PASSWORD, "next": "//evil.example.org/"})
    assert answer.url == "/"
    assert client.get("/keys/").status_code == 200
    assert client.get("/log-out/").status_code == 405, "no link ends a session"
    client.post("/log-out/")
    assert client.get("/keys/").status_code == 302


def test_five_failures_lock_the_name_even_for_the_right_password(member: Member) -> None:
    user, client = member(), Client()
    statuses = [client.post("/log-in/", {"username": user.username, "password": "no"}).status_code for _ in range(5)]
    assert statuses[:4] == [200] * 4
    answer = client.post("/log-in/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Locked for fifteen minutes" in answer.text
    assert policy(answer["Content-Security-Policy"]) == POLICY
    other = member()
    assert client.post("/log-in/", {"username": other.username, "password": PASSWORD}).status_code == 302


def test_there_is_no_sign_up_and_no_admin(client: Client) -> None:
    for address in ("/signup/", "/sign-up/", "/register/", "/admin/", "/accounts/signup/"):
        assert client.get(address, follow=True).status_code in (200, 404)
        assert client.get(address).status_code == 404


def test_a_session_ends_ten_hours_after_log_in(browser: Browser) -> None:
    client = browser()
    client.get("/keys/")
    session = client.session
    session[BEGAN] = int(time.time()) - 10 * 3600 + 60
    session.save()
    assert client.get("/keys/").status_code == 200
    session[BEGAN] = int(time.time()) - 10 * 3600
    session.save()
    answer = client.get("/keys/", follow=True)
    assert answer.redirect_chain == [("/log-in/", 302)]
    assert "ended after ten hours" in answer.text


def test_half_an_hour_without_use_ends_a_session(browser: Browser) -> None:
    from django.contrib.sessions.models import Session

    client = browser()
    client.get("/keys/")
    kept = Session.objects.get()
    left = kept.expire_date.timestamp() - time.time()
    assert 29 * 60 < left <= 30 * 60
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Strict"
    assert not client.cookies["sessionid"]["max-age"], "closing the browser ends it too"


@pytest.mark.parametrize(("look", "kept"), [("dark", "dark"), ("light", "light"), ("pink", "system")])
def test_the_look_is_kept_in_a_cookie(client: Client, look: str, kept: str) -> None:
    answer = client.post("/look/", {"look": look, "next": "/log-in/?next=/"})
    assert answer.url == "/log-in/?next=/"
    assert f'data-look="{kept}"' in client.get("/log-in/").text


@pytest.mark.parametrize("page", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", ""])
def test_the_look_goes_back_to_pages_of_ours_alone(client: Client, page: str) -> None:
    assert client.post("/look/", {"look": "dark", "next": page}).url == "/"


def test_synthetic_data_are_named_on_every_page(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    banner = "nobody on these pages exists"
    for address in (f"/operations/{CODE}/", leads_url(), lead_url(leads[0]), "/keys/", "/no/such/page/"):
        assert banner in client.get(address).text
    assert banner in Client().get("/log-in/").text


def test_real_data_carry_no_such_banner(browser: Browser) -> None:
    from keerpunt_web.accounts.models import Operation

    client = browser(operation="OP-1")
    assert "nobody on these pages exists" not in client.get("/operations/OP-1/").text
    assert not Operation.objects.filter(code__startswith="DEMO-").exists()


def test_an_unforeseen_error_shows_a_number_and_no_value(
    leads: list[Lead], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keerpunt_web.casework import views

    def broken(**_: object) -> None:
        raise ValueError("canary Anna de Vries")

    client = browser()
    client.raise_request_exception = False
    monkeypatch.setattr(views, "view_lead", broken)
    answer = client.get(lead_url(leads[0]))
    assert answer.status_code == 500
    assert "canary" not in answer.text
    assert answer["X-Request-Id"] in answer.text


def test_log_lines_hold_no_argument_and_no_message_of_an_exception() -> None:
    try:
        raise ValueError("canary value")
    except ValueError as error:
        record = logging.LogRecord("a", logging.ERROR, "x.py", 1, "lead %s", ("canary lead",), None)
        record.exc_info = (ValueError, error, error.__traceback__)
    line = json.loads(JsonLines().format(record))
    assert "canary" not in json.dumps(line)
    assert (line["message"], line["error"]) == ("lead %s", "ValueError")
    assert line["where"][0].startswith(__file__)


def test_the_password_of_nobody_is_short(db: None) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password("short", User(username="x"))
    assert settings.DEBUG is False
    assert settings.ALLOWED_HOSTS[:3] == ["localhost", "127.0.0.1", "[::1]"]
