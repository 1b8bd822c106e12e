"""What views share: who asks, and which pages are open without log-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from keerpunt_web.accounts.models import User

V = TypeVar("V", bound=Callable[..., Any])


def open_to_all(view: V) -> V:
    """Mark a view as open without log-in; every other page needs one."""
    return login_not_required(view)


def user_of(request: HttpRequest) -> User:
    """Return who is logged in.

    Raises:
        PermissionDenied: nobody is; the log-in middleware should have seen to it.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
