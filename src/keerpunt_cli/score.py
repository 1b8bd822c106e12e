"""`keerpunt score`: results against a known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt_cli.console import out, print_json, table

COLUMNS = ("scenario", "leads", "innocent", "at gate", "sufficient", "at gate", "as expected", "country right")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score", epilog="Example:  keerpunt score results --truth sources.truth")(score)


def score(
    build: Annotated[Path, typer.Argument(metavar="RESULTS", help="Folder that `run` wrote.")],
    truth: Annotated[Path, typer.Option(help="Truth folder that `simulate` wrote.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the score as JSON.")] = False,
) -> None:
    """Compare results with the truth of a synthetic operation; it says nothing about real people."""
    from keerpunt.simulate import score as compare

    result = compare(build, truth)
    if as_json:
        print_json(result.as_dict())
        return
    table("Against the truth", ("", ""), [(name, value) for name, value in result.headline()], right=(1,))
    rows = [
        (
            s.scenario, s.leads, s.innocent, s.innocent_ready, s.sufficient, s.sufficient_ready, s.missing_as_expected,
            s.country_right,
        )
        for s in result.scenarios
    ]  # fmt: skip
    table("By scenario", COLUMNS, rows, right=tuple(range(1, len(COLUMNS))))
    out.print("On a synthetic operation of our own design; not an error rate for real people.", markup=False)
