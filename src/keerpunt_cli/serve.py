"""`keerpunt serve`: the web app on this machine."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", epilog="Example:  keerpunt serve --port 8000")(serve)


def serve(port: Annotated[int, typer.Option(help="Port on the loopback address.")] = 8000) -> None:
    """Serve the web app on the loopback address until stopped."""
    from keerpunt_web.shell import serve as run_server

    run_server(port)
