"""What the command line asks of the web app: publish a build, serve the pages, set up the demo."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from keerpunt.errors import UsageRefused
from keerpunt_web.config.home import HOME_VARIABLE, home, prepare_home

SETTINGS = "keerpunt_web.config.settings"


def prepare() -> None:
    """Make the home folder, load Django and bring the database up to date.

    Raises:
        PolicyRefused: the home folder lies on a network share.
        UsageRefused: the home folder was changed after Django was loaded.
    """
    prepare_home(home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    if home() != settings.KEERPUNT_HOME:
        raise UsageRefused("the home folder was changed while the program ran", place=HOME_VARIABLE)
    call_command("migrate", interactive=False, verbosity=0)


def publish_build(build: Path) -> dict[str, Any]:
    """Publish a build folder and return what changed, in counts.

    Raises:
        InputRefused: the folder holds no finished build.
        PolicyRefused: its digest does not hold, or it belongs to another operation.
    """
    prepare()
    from keerpunt_web.casework.services.publish import publish  # noqa: PLC0415 - Django must be ready first

    return dataclasses.asdict(publish(build))


def serve(port: int) -> None:
    """Serve the pages on the loopback address until stopped."""
    prepare()
    from keerpunt_web.serve import serve as run_server  # noqa: PLC0415 - the server is needed here alone

    run_server(port)


def prepare_demo(build: Path, logins: Path) -> Sequence[tuple[str, str, str]]:
    """Publish a synthetic build, make its users and return (name, password, role); see `keerpunt_web.demo`."""
    from keerpunt_web.demo import prepare_demo as set_up  # noqa: PLC0415 - it stands on this module

    return set_up(build, logins)
