"""`keerpunt calibrate`: scales for the weights from leads whose truth is known, as a policy of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.audit import NOT_STATED
from keerpunt_cli.console import print_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    example = (
        "Example:  keerpunt calibrate build-1 build-2 --truth one.truth --truth two.truth --out fitted.toml        "
        "keerpunt calibrate build --judgements judgement.csv --out fitted.toml"
    )
    app.command("calibrate", epilog=example)(calibrate)


def calibrate(
    builds: Annotated[list[Path], typer.Argument(metavar="RESULTS...", help="Folders that `run` wrote.")],
    out: Annotated[Path, typer.Option(metavar="POLICY.toml", help="New policy file; the plot goes beside it (.svg).")],
    truth: Annotated[
        list[Path] | None, typer.Option(help="Truth folder of each of the RESULTS, in their order.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="Closed cases instead: a judgement CSV with rows of kind `lead`.")
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="Policy file, if `run` was given one.")] = None,
    reason: Annotated[
        str, typer.Option(help="Why you read these leads; it goes into the logs before they are read.")
    ] = NOT_STATED,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Fit scales to leads whose truth is known and tell how good they are on leads kept apart. Opens no gate."""
    from keerpunt_cli import calibrated

    for path in (out, out.with_suffix(".svg")):
        if path.exists() or path.is_symlink():
            raise UsageRefused("is there already; name a new file", place=str(path))
    if out.suffix == ".svg":
        raise UsageRefused("is the policy, which the plot lies beside", place="--out")
    sources = calibrated.Sources(tuple(builds), tuple(truth or ()), judgements, policy, reason)
    fit = calibrated.fit_and_write(sources, out)
    if as_json:
        print_json(calibrated.as_json(fit))
    else:
        calibrated.show(fit, out)
