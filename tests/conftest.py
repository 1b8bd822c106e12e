"""Guards for every test: no network but the loopback address, and Django without a real home folder."""

from __future__ import annotations

import pytest
import pytest_socket
from django.conf import settings

LOOPBACK = ["127.0.0.1", "::1"]


def pytest_configure(config: pytest.Config) -> None:
    """Give Django a key and a fast password check of its own; nothing of a real installation is read or written."""
    settings.SECRET_KEY = "only for tests"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _loopback_only() -> None:
    """Refuse every connection that leaves this machine; the plug-in takes the guard away after each test."""
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
