"""`keerpunt make-key`: a key for keyed tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt.values.token import KEY_VARIABLE, make_key_file
from keerpunt_cli.console import out


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("make-key", epilog="Example:  keerpunt make-key --out token.key")(make_key)


def make_key(target: Annotated[Path, typer.Option("--out", help="File to write, mode 0600.")]) -> None:
    """Make a key for keyed tokens. Keep it: without it, tokens of later runs do not meet those of earlier ones."""
    make_key_file(target)
    out.print(f"Wrote {target} (mode 0600). Name it in {KEY_VARIABLE}.", markup=False)
