"""Serve the web app with granian, on the loopback address only."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

ADDRESS = "127.0.0.1"
TARGET = "keerpunt_web.config.wsgi:application"
THREADS = 8
PRIVATE_UMASK = 0o077


def serve(port: int) -> None:
    """Serve until stopped. The home folder and its database must be ready (`shell.prepare`)."""
    os.umask(PRIVATE_UMASK)
    server = Granian(
        TARGET, address=ADDRESS, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=THREADS,
        websockets=False, log_enabled=True, log_level=LogLevels.warning,
    )  # fmt: skip
    server.serve()
