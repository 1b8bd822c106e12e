from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from keerpunt.clock import today_utc
from keerpunt.store.paths import private_folder
from keerpunt_web.accounts.models import Membership, Operation, Role, User
from keerpunt_web.casework.models import Lead
from keerpunt_web.casework.services.publish import publish
from keerpunt_web.evidence.builds import published
from tests.web import builds

BACKEND = "django.contrib.auth.backends.ModelBackend"
CODE = builds.OPERATION["operation"]

Member = Callable[..., User]
Browser = Callable[..., Client]


@pytest.fixture(scope="session")
def small_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return builds.write(tmp_path_factory.mktemp("small"), range(12))


@pytest.fixture(scope="session")
def large_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return builds.write(tmp_path_factory.mktemp("large"), range(312))


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.KEERPUNT_HOME = tmp_path / "home"
    settings.KEERPUNT_BUILDS = private_folder(tmp_path / "home" / "builds")
    published.cache_clear()


@pytest.fixture
def leads(db: None, small_build: Path) -> list[Lead]:
    """The leads of the small build, published, by number."""
    publish(small_build)
    return list(Lead.objects.order_by("lead_id"))


@pytest.fixture
def many(db: None, large_build: Path) -> list[Lead]:
    publish(large_build)
    return list(Lead.objects.order_by("lead_id"))


@pytest.fixture
def member(db: None) -> Member:
    """Make a user with a membership in the operation of the builds (or another one)."""
    setter = User.objects.create_user("setter")

    def make(role: Role = Role.ANALYST, countries: tuple[str, ...] = ("*",), **changes: Any) -> User:
        code = changes.pop("operation", CODE)
        defaults = {"unit_country": "NL", "purpose": "p", "legal_basis": "l", "opened_on": today_utc()}
        operation, _ = Operation.objects.get_or_create(code=code, defaults=defaults)
        user = User.objects.create_user(f"{role.value}-{User.objects.count()}", password="long enough for a test")
        facts = {"valid_from": today_utc(), "valid_until": today_utc() + dt.timedelta(days=90), **changes}
        Membership.objects.create(
            user=user, operation=operation, role=role, countries=list(countries), ground="9", granted_by=setter, **facts
        )
        return user

    return make


@pytest.fixture
def browser(member: Member) -> Browser:
    """Return a client logged in as a fresh member."""

    def make(*args: Any, **kwargs: Any) -> Client:
        client = Client()
        client.force_login(member(*args, **kwargs), backend=BACKEND)
        return client

    return make


def leads_url(query: str = "") -> str:
    return f"/operations/{CODE}/leads/" + (f"?{query}" if query else "")


def lead_url(lead: Lead, *parts: str) -> str:
    return "/".join([f"/operations/{CODE}/leads/{lead.code}", *parts, ""])
