"""The demo's people: one user per role that has a page now, for operations that nobody lives in."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from keerpunt.clock import today_utc
from keerpunt.errors import PolicyRefused
from keerpunt.store import open_build
from keerpunt.store.paths import write_private
from keerpunt_web.shell import publish_build

if TYPE_CHECKING:
    from keerpunt_web.accounts.models import Operation, Role, User

GROUND = "demo"
SETTER = "demo-setup"
UNUSABLE = "!"
PASSWORD_BYTES = 12
DEMO_PREFIX = "DEMO-"

Login = tuple[str, str, str]


def prepare_demo(build: Path, logins: Path) -> list[Login]:
    """Publish a synthetic build and give each role that has a page its user; return (name, password, role).

    Passwords are made at first start and kept in the file `logins` (mode 0600); later starts return the same.

    Raises:
        PolicyRefused: the operation's code does not begin with DEMO-; nobody else gets users with written passwords.
    """
    if not str(open_build(build).run.get("operation", "")).startswith(DEMO_PREFIX):
        raise PolicyRefused("demo users are for synthetic operations alone (code DEMO-…)", place=str(build))
    report = publish_build(build)
    from keerpunt_web.accounts.models import Operation, Role, User  # noqa: PLC0415 - Django must be ready first

    operation = Operation.objects.for_system().get(code=report["operation"])
    known = _read_logins(logins)
    setter, _ = User.objects.get_or_create(username=SETTER, defaults={"is_active": False, "password": UNUSABLE})
    roles = (Role.ANALYST, Role.CASE_OFFICER, Role.APPROVER, Role.LIAISON, Role.STATISTICIAN)
    made = [_login(role, known, setter, operation) for role in roles]
    write_private(logins, "".join(f"{name}\t{password}\t{role}\n" for name, password, role in made).encode())
    return made


def _login(role: Role, known: dict[str, str], setter: User, operation: Operation) -> Login:
    from keerpunt_web.accounts.models import User  # noqa: PLC0415 - Django must be ready first
    from keerpunt_web.accounts.services.memberships import grant_membership  # noqa: PLC0415 - Django must be ready first

    name = role.value.replace("_", "-")
    user, _ = User.objects.get_or_create(username=name, defaults={"password": UNUSABLE})
    password = known.get(name) or secrets.token_urlsafe(PASSWORD_BYTES)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    if operation.pk not in {grant.operation.pk for grant in user.grants}:
        grant_membership(
            user=user, operation=operation, role=role, ground=GROUND, granted_by=setter, valid_from=today_utc()
        )
    return name, password, str(role.label)


def _read_logins(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {name: password for name, password, _role in (line.split("\t") for line in lines if line.count("\t") == 2)}
