"""Log in, log out, and how pages look. There is no sign-up: accounts are given, not taken."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from keerpunt_web.accounts.models import User
from keerpunt_web.audit.chain import append
from keerpunt_web.audit.models import Verb
from keerpunt_web.config.context import LOOK_COOKIE, LOOKS
from keerpunt_web.config.requests import open_to_all

NOBODY = "nobody"
YEAR_SECONDS = 365 * 24 * 60 * 60


@method_decorator(sensitive_post_parameters(), name="dispatch")
class LogIn(LoginView):
    """Log-in by name and password; five failures lock the name from that address for fifteen minutes (axes)."""

    template_name = "accounts/log_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Write the log-in to the log, then open the session."""
        user = form.get_user()
        append(actor=user.actor if isinstance(user, User) else NOBODY, verb=Verb.AUTHENTICATION, what="log_in")
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Write the failure to the log: against a known user, never with what was typed."""
        name = form.data.get("username", "")
        known = User.objects.filter(username=name).first()
        append(actor=known.actor if known else NOBODY, verb=Verb.AUTHENTICATION, what="log_in_failed")
        return super().form_invalid(form)


class LogOut(LogoutView):
    """Log-out by a form (POST), so that no link can end a session."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the log-out to the log, then end the session."""
        if isinstance(request.user, User):
            append(actor=request.user.actor, verb=Verb.AUTHENTICATION, what="log_out")
        return super().post(request, *args, **kwargs)


@open_to_all
@require_POST
def set_look(request: HttpRequest) -> HttpResponse:
    """Keep the wanted look (light, dark, as the system) or language in a cookie and go back to the page."""
    response = HttpResponseRedirect(_back(request))
    look, language = request.POST.get("look", ""), request.POST.get("language", "")
    if look in LOOKS:
        _keep(response, LOOK_COOKIE, look)
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR_SECONDS, samesite="Strict", httponly=True)


def _back(request: HttpRequest) -> str:
    """Return the page the form names, if it is one of ours."""
    page = request.POST.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "/"
