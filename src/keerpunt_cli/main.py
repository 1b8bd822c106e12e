"""`keerpunt`: the commands and how they fail."""

from __future__ import annotations

import sys

import typer

from keerpunt.errors import KeerpuntError
from keerpunt_cli import (
    calibrate,
    demo,
    diff,
    explain,
    inspect,
    key,
    publish,
    requests,
    run,
    score,
    serve,
    simulate,
    verify,
)
from keerpunt_cli.console import err

app = typer.Typer(
    name="keerpunt",
    help="From seized records and replies to accountable leads. A payment is never a person.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

for module in (run, inspect, explain, requests, diff, verify, simulate, score, calibrate, publish, demo, serve, key):
    module.register(app)


def main() -> None:
    """Run a command; refusals become one clear line and their exit code, never a traceback."""
    try:
        app()
    except KeerpuntError as error:
        err.print(f"keerpunt: {error}", style="bold", markup=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except OSError as error:
        name = f" ({error.filename})" if error.filename else ""
        err.print(
            f"keerpunt: {error.strerror or type(error).__name__}{name}", style="bold", markup=False, soft_wrap=True
        )
        sys.exit(1)
    except KeyboardInterrupt:
        err.print("keerpunt: stopped; earlier results are as they were", markup=False)
        sys.exit(130)
