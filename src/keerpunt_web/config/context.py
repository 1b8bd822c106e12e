"""What every page needs: how it looks, and whether the data are synthetic."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from keerpunt_web.accounts.models import Operation, User

LOOK_COOKIE = "look"
LOOKS = ("system", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return look, languages, operations of the user, and the banner for synthetic data.

    Pages without an operation carry the banner as soon as one of the user's operations is synthetic; before log-in, as
    soon as the installation holds one.
    """
    look = request.COOKIES.get(LOOK_COOKIE, "")
    return {
        "look": look if look in LOOKS else LOOKS[0],
        "looks": LOOKS,
        "languages": settings.LANGUAGES,
        "synthetic": _synthetic(request),
    }


def _synthetic(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Operation.objects.for_system().filter(code__startswith="DEMO-").exists()
    wanted = (request.resolver_match.kwargs if request.resolver_match else {}).get("operation", "")
    operations = {grant.operation.code: grant.operation for grant in user.grants}
    return any(each.is_synthetic for code, each in operations.items() if code == wanted or wanted not in operations)
