"""No row without a user: the default managers refuse to answer inside a request (CASEWORK.md section 2).

A view or selector says for whom it asks (`for_user`); a service that needs every row says so (`for_system`), which a
test allows in services only.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)

_request_id: ContextVar[str] = ContextVar("request_id", default="")


class ScopeMissing(RuntimeError):
    """A query inside a request did not say for whom it asks."""


@contextmanager
def request_scope() -> Iterator[str]:
    """Mark what runs inside as serving a request and yield the request's id."""
    token = _request_id.set(secrets.token_hex(8))
    try:
        yield _request_id.get()
    finally:
        _request_id.reset(token)


def current_request_id() -> str:
    """Return the id of the request being served, empty outside of one."""
    return _request_id.get()


class ScopedManager(models.Manager[M]):
    """A manager without a general answer while a request is served; subclasses add `for_user`."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return every row outside of requests.

        Raises:
            ScopeMissing: called while a request is served.
        """
        if _request_id.get():
            raise ScopeMissing(self.model._meta.label)  # noqa: SLF001 - Django's own public spelling
        return super().get_queryset()

    def for_system(self) -> models.QuerySet[M]:
        """Return every row, for services that keep the rules themselves."""
        return super().get_queryset()
