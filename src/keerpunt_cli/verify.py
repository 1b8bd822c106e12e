"""`keerpunt verify`: custody, digests and totals again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt_cli.console import out, print_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify", epilog="Example:  keerpunt verify results --sources sources")(verify)


def verify(
    build: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `run` wrote.")],
    sources: Annotated[Path | None, typer.Option(help="Also hash the source files again.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Check that a build is what its run wrote; exit 5 and the first difference otherwise."""
    from keerpunt.pipeline import verify_build

    checked = verify_build(build, sources)
    if as_json:
        print_json(checked)
        return
    out.print(f"Verified {build}", markup=False, style="bold")
    for name, value in checked.items():
        out.print(f"  {name}: {value:,}" if isinstance(value, int) else f"  {name}: {value}", markup=False)
