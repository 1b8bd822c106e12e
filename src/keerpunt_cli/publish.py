"""`keerpunt publish`: a build becomes leads in the web app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.console import out, print_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publish", epilog="Example:  KEERPUNT_TOKEN_KEY_FILE=token.key keerpunt publish results")(publish)


def publish(
    build: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `run` wrote.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Publish a build to the web app: idempotent, and no human decision is changed."""
    from keerpunt.store import open_build
    from keerpunt.values.token import KEY_VARIABLE, load_key
    from keerpunt_web.shell import publish_build

    key = load_key()
    if key is None:
        text = "ids must stay the same from run to run: make a key with `keerpunt make-key --out FILE`, name it in"
        raise UsageRefused(f"{text} {KEY_VARIABLE} and run again")
    if key.key_id != open_build(build).run["inputs"]["token_key_id"]:
        raise UsageRefused(f"the build was made under another token key than {KEY_VARIABLE} names", place=str(build))
    report = publish_build(build)
    if as_json:
        print_json(report)
        return
    out.print(f"Published {build}", markup=False, style="bold")
    for name, value in report.items():
        out.print(f"  {name}: {value}", markup=False)
