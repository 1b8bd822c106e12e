"""`keerpunt explain`: why, why not, what is missing, each with its source row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.audit import NOT_STATED, actor, audit_file


def register(app: typer.Typer) -> None:
    """Add the command."""
    example = 'Example:  keerpunt explain results lead:0123456789abcdef --reason "first look"'
    app.command("explain", epilog=example)(explain)


def explain(
    build: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `run` wrote.")],
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="Lead, as in results/leads.csv.")],
    reason: Annotated[
        str, typer.Option(help="Why you look; it goes into the log before anything is read.")
    ] = NOT_STATED,
    policy: Annotated[Path | None, typer.Option(help="Policy file, if `run` was given one.")] = None,
    language: Annotated[str, typer.Option("--lang", help="en or nl.")] = "en",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """Explain a lead: what speaks for it, what against, what is unknown, what would settle it."""
    from keerpunt.assess import load_policy
    from keerpunt.store import Reader, open_build
    from keerpunt_cli.explained import show

    opened = open_build(build)
    rules = load_policy(policy)
    if rules.digest != opened.run["inputs"]["policy"]:
        raise UsageRefused("the build was made under another policy; name its file", place="--policy")
    reader = Reader(opened, audit_file(build), actor=actor(), reason=reason)
    show(reader, lead_id, rules, language, as_json=as_json)
