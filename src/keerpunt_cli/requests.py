"""`keerpunt requests`: the questions that could settle the leads, one batch per provider."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.audit import actor, audit_file
from keerpunt_cli.console import ProgressStyle

EXAMPLE = 'Example:  keerpunt requests results --out asked --reason "questions after the first run"'


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("requests", epilog=EXAMPLE)(requests)


def requests(
    build: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `run` wrote.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="New or empty folder for the batches.")],
    reason: Annotated[str, typer.Option(help="Why you ask; it goes into the log before anything is read.")],
    *,
    progress: Annotated[ProgressStyle, typer.Option(help="How progress is shown on stderr.")] = ProgressStyle.RICH,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Write what to ask: per provider a letter (PDF), the questions (CSV), a text to keep records, reply templates.

    Only questions whose answer could settle something are asked, and none that was sent before. What comes back is put
    into the sources folder, as README.txt says, and `run` reads it.
    """
    from keerpunt.store import Reader, open_build, refuse_taken
    from keerpunt_cli import console
    from keerpunt_cli.asked import prepare, show

    if not reason.strip():
        raise UsageRefused("say why, in a few words", place="--reason")
    opened = open_build(build)
    if out.resolve().is_relative_to(build.resolve()):
        raise UsageRefused("the questions may not lie in the build, which holds what is known", place=str(out))
    refuse_taken(out)
    log = audit_file(build)
    reader = Reader(opened, log, actor=actor(), reason=reason)
    show(prepare(reader, log, out, reason, console.progress(progress)), out, as_json=as_json)
