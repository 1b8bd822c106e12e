"""What holds for every request: an id, no caching, a limit to sessions, and errors that say what to do next."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from keerpunt.errors import KeerpuntError
from keerpunt_web.audit.chain import AuditUnavailable
from keerpunt_web.config.errors import bare
from keerpunt_web.scoping import request_scope

Responder = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)

BEGAN = "began"
LAST_KEPT = "last_kept"
KEEP_EVERY_SECONDS = 60


class PrivatePages:
    """Gives each request an id and forbids every cache to keep the answer."""

    def __init__(self, get_response: Responder) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request within its own scope."""
        with request_scope() as request_id:
            response = self._next(request)
            response["X-Request-Id"] = request_id
            response["Cache-Control"] = "no-store"
            response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
            return response


class SessionLimit:
    """Ends a session ten hours after log-in; half an hour without a request ends it through the cookie's age."""

    def __init__(self, get_response: Responder) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log the user out when the time is up; otherwise keep the session alive, writing at most once a minute."""
        if not request.user.is_authenticated:
            return self._next(request)
        now = int(time.time())
        began = int(request.session.setdefault(BEGAN, now))
        if now - began >= settings.SESSION_ABSOLUTE_SECONDS:
            logout(request)
            messages.info(request, _("Your session ended after ten hours. Please log in again."))
            return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
        if now - int(request.session.get(LAST_KEPT, 0)) >= KEEP_EVERY_SECONDS:
            request.session[LAST_KEPT] = now
        return self._next(request)


class PlainErrors:
    """Turns errors on purpose into a page: what was kept, the request id, one next step."""

    def __init__(self, get_response: Responder) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; errors come to `process_exception`."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 when the log cannot be written and 500 for a refusal of the core; nothing else is caught."""
        if not isinstance(exception, KeerpuntError):
            return None
        logger.error("a request was refused", exc_info=exception)
        return bare(request, 503 if isinstance(exception, AuditUnavailable) else 500)
