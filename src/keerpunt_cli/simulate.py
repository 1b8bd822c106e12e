"""`keerpunt simulate`: a synthetic operation in real file formats, with its truth beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt_cli.console import ProgressStyle, out, print_json, progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate", epilog="Example:  keerpunt simulate --scale small --seed 1 --out sources")(simulate)


def simulate(
    target: Annotated[Path, typer.Option("--out", help="Sources folder to write; the truth goes to OUT.truth.")],
    scale: Annotated[str, typer.Option(help="small (60 accounts) or cumberland (273 buyers, 19 countries).")] = "small",
    mix: Annotated[str, typer.Option(help="cumberland, fraud, chargeback or errors, in place of a scale.")] = "",
    scenario: Annotated[str, typer.Option(help="S1 to S16, separated by commas, alone and in pairs.")] = "",
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
    style: Annotated[ProgressStyle, typer.Option("--progress", help="How to show progress.")] = ProgressStyle.RICH,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Write a synthetic operation: nobody in it exists."""
    from keerpunt.simulate import simulate as write

    codes = [code.strip().upper() for code in scenario.split(",") if code.strip()]
    summary = write(scale, seed, target, progress(style), mix=mix, scenarios=codes)
    if as_json:
        print_json(summary)
        return
    out.print(f"Wrote {target} and {target}.truth", markup=False)
    for name, value in summary.items():
        out.print(f"  {name}: {value}", markup=False)
