"""`keerpunt inspect`: what a file is, or what lies in a folder, and drafts of what `run` needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from keerpunt.clock import today_utc
from keerpunt.errors import SourceRefused, UsageRefused
from keerpunt_cli.console import ProgressStyle, print_json, progress

EXAMPLES = (
    "Example:  keerpunt inspect sources/psp/export.csv        keerpunt inspect big.sqlite --limit 5000 --json        "
    "keerpunt inspect sources --write --fill received_on=2024-12-03 --fill 'bank/*:origin=bank:example'"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("inspect", epilog=EXAMPLES, context_settings={"allow_extra_args": True})(inspect)


def inspect(
    context: typer.Context,
    place: Annotated[Path, typer.Argument(metavar="FILE|SOURCES", help="A file, or a folder of files.")],
    target: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write the drafts into; a file that is there is never replaced."),
    ] = None,
    fill: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[PATHS:]KEY=VALUE",
            help="Fill in a blank of operation.toml, for all sources or those of a pattern; may be repeated.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Records (of each table) to read; default: all.")] = None,
    style: Annotated[ProgressStyle, typer.Option("--progress", help="How to show progress.")] = ProgressStyle.RICH,
    *,
    write: Annotated[bool, typer.Option("--write", help="Write the drafts where `run` expects them.")] = False,
    header: Annotated[
        bool, typer.Option("--header", help="The first line of a CSV is a header, although no word of it is known.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Say what a file is, how sure that is and why; draft its map, or the operation.toml of a folder.

    Shows counts, forms and evidence, never a value of the file. Exit 3: `run` would refuse the file, or the folder
    cannot be read; a refused file in a folder is reported, and the exit is 0.
    """
    from keerpunt.intake.inspect import Scope, inspect_file, inspect_folder, read_fills
    from keerpunt.intake.maps import shipped_maps
    from keerpunt_cli import inspected

    if context.args:
        raise UsageRefused("one file or one folder at a time; put several files into a folder", place="FILE|SOURCES")
    if write and target is not None:
        raise UsageRefused("--write and --out exclude each other", place="--out")
    scope = Scope(today_utc(), limit=limit, header=header)
    shown = progress(style)
    if place.is_dir():
        if target is not None and target.resolve().is_relative_to(place.resolve()):
            raise UsageRefused(
                "would put unlisted files into the sources; use --write, or another folder", place="--out"
            )
        folder = inspect_folder(place, scope, shown, fills=read_fills(fill or ()), shipped=shipped_maps())
        if write and folder.declared and folder.drafts:
            message = "is there already and is not changed; put the blocks to add into another folder with --out"
            raise UsageRefused(message, place="operation.toml")
        _keep(folder.drafts, place if write else target)
        if as_json:
            print_json(folder.as_dict())
        else:
            inspected.show_folder(folder, written=place if write else target)
        return
    report = inspect_file(place, scope, shown, shipped=shipped_maps())
    drafts = {f"{place.name}.map.toml": report.draft.text} if report.draft else {}
    _keep(drafts, place.parent if write else target)
    if as_json:
        print_json(report.as_dict())
    else:
        inspected.show_file(report, written=place.parent if write else target)
    if report.refused is not None:
        where = f"{report.shown} {report.refused.place}".rstrip()
        raise SourceRefused(report.refused.code, report.refused.message, place=where)


def _keep(drafts: Mapping[str, str], folder: Path | None) -> None:
    """Write drafts below a folder, all of them or none; a file that is there is never replaced.

    Raises:
        UsageRefused: a file of that name is there, or the folder cannot be written to.
    """
    if folder is None:
        return
    taken = [name for name in drafts if os.path.lexists(folder / name)]
    if taken:
        more = f" (and {len(taken) - 1} more)" if len(taken) > 1 else ""
        raise UsageRefused(
            f"is there already{more} and is not replaced; name another folder with --out", place=taken[0]
        )
    for name, text in drafts.items():
        path = folder / name
        if path.parent != folder and path.parent.is_symlink():
            raise UsageRefused("is a link, and a draft goes nowhere else", place=name.partition("/")[0])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise UsageRefused(f"cannot be written ({error.strerror})", place=str(path)) from None
