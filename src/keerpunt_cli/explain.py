"""`keerpunt explain`: why, why not, what is missing, whom to ask, each with its source row."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.audit import NOT_STATED, actor, audit_file
from keerpunt_cli.console import json_text, print_json

if TYPE_CHECKING:
    from keerpunt.store import Build
    from keerpunt_cli.explained import Told


class Format(enum.StrEnum):
    """How an explanation is given."""

    TEXT = "text"
    JSON = "json"
    PDF = "pdf"


def register(app: typer.Typer) -> None:
    """Add the command."""
    example = (
        "Example:  keerpunt explain results lead:0123456789abcdef --language nl --format pdf --out lead.pdf "
        '--reason "first look"'
    )
    app.command("explain", epilog=example)(explain)


def explain(
    build: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `run` wrote.")],
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="Lead, as in results/leads.csv.")],
    reason: Annotated[
        str, typer.Option(help="Why you look; it goes into the log before anything is read.")
    ] = NOT_STATED,
    policy: Annotated[Path | None, typer.Option(help="Policy file, if `run` was given one.")] = None,
    language: Annotated[str, typer.Option("--language", "--lang", help="en or nl.")] = "en",
    form: Annotated[Format, typer.Option("--format", help="Text, JSON with everything, or one page.")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="New file to write to; needed for pdf.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Explain a lead: what speaks for it, what against, what is unknown, whom to ask and what that would change."""
    from keerpunt.assess import load_policy
    from keerpunt.store import Reader, open_build
    from keerpunt_cli import explained

    form = Format.JSON if as_json else form
    _refuse(form, out)
    opened = open_build(build)
    rules = load_policy(policy)
    if rules.digest != opened.run["inputs"]["policy"]:
        raise UsageRefused("the build was made under another policy; name its file", place="--policy")
    reader = Reader(opened, audit_file(build), actor=actor(), reason=reason)
    told = explained.tell(reader, lead_id, rules, language, everything=form is Format.JSON)
    if out is None and form is Format.TEXT:
        explained.show(told)
    elif out is None:
        print_json(explained.as_json(told))
    else:
        _write(out, _body(told, form, opened))


def _refuse(form: Format, out: Path | None) -> None:
    """Refuse before anything is read: a page needs a file, and no file is overwritten."""
    if form is Format.PDF and out is None:
        raise UsageRefused("a page needs a file to go to", place="--out")
    if out is not None and (out.exists() or out.is_symlink()):
        raise UsageRefused("is there already; name a new file", place=str(out))


def _body(told: Told, form: Format, build: Build) -> bytes:
    from keerpunt_cli import explained

    if form is Format.PDF:
        from keerpunt_cli.explained_page import page

        return page(told, build)
    if form is Format.JSON:
        return json_text(explained.as_json(told)).encode()
    return explained.text_of(told).encode()


def _write(path: Path, body: bytes) -> None:
    from keerpunt.store.paths import write_private

    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, body)
