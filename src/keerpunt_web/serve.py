"""Serve the web app with granian, on the loopback address only."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

ADDRESS = "127.0.0.1"
TARGET = "keerpunt_web.config.wsgi:application"
FEWEST_THREADS = 2
PRIVATE_UMASK = 0o077


def serve(port: int) -> None:
    """Serve until stopped. The home folder and its database must be ready (`shell.prepare`)."""
    os.umask(PRIVATE_UMASK)
    Granian(
        TARGET,
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=max(os.cpu_count() or 1, FEWEST_THREADS),
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
