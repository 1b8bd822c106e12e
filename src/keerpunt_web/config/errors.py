"""The pages for errors: what was kept, the request id, one next step; never what exists or does not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from keerpunt_web.config.context import LOOK_COOKIE
from keerpunt_web.scoping import current_request_id


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer every 404 alike: an absent thing and one outside the user's memberships look the same."""
    return _page(request, 404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refused request."""
    return _page(request, 403)


@requires_csrf_token
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit, as after a log-in in another tab."""
    return _page(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an error nobody foresaw; its text stays out of the page and out of the log."""
    return bare(request, 500)


def bare(request: HttpRequest, status: int) -> HttpResponse:
    """Answer without asking the database anything: it may be what broke."""
    context = {"request_id": current_request_id(), "look": request.COOKIES.get(LOOK_COOKIE, "")}
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"request_id": current_request_id()}, status=status)
