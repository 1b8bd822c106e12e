"""`keerpunt diff`: what differs between two builds, record by record and lead by lead."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keerpunt_cli.audit import NOT_STATED, actor, audit_file
from keerpunt_cli.console import out, print_json, table

if TYPE_CHECKING:
    from keerpunt.store import Change, Difference

SHOWN = 20
KINDS = ("new", "gone", "changed")


def register(app: typer.Typer) -> None:
    """Add the command."""
    example = 'Example:  keerpunt diff results-may results-june --reason "corrected delivery of the bank"'
    app.command("diff", epilog=example)(diff)


def diff(
    before: Annotated[Path, typer.Argument(metavar="DIR_A", help="Folder of the earlier run.")],
    after: Annotated[Path, typer.Argument(metavar="DIR_B", help="Folder of the later run.")],
    reason: Annotated[
        str, typer.Option(help="Why you look; it goes into both logs before anything is read.")
    ] = NOT_STATED,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show records that are new, gone or changed, identities that were renamed, merged or split, leads that moved."""
    from keerpunt.store import compare, open_build

    builds = open_build(before), open_build(after)
    sinks = [audit_file(folder) for folder in dict.fromkeys((before.resolve(), after.resolve()))]
    found = compare(*builds, sinks, actor=actor(), reason=reason, shown=None if as_json else SHOWN)
    if as_json:
        print_json(_as_json(found))
    else:
        _show(found)


def _as_json(found: Difference) -> dict[str, Any]:
    return {**dataclasses.asdict(found), "counts": found.counts()}


def _show(found: Difference) -> None:
    from keerpunt.store import first_of_each

    counts = found.counts()
    identities = {"renamed": found.renamed, "merged": found.merged, "split": found.split}
    if found.unlike_keys:
        out.print("The runs used different token keys: tokens were not compared. Name one key for both.\n")
    if not counts and not any(identities.values()):
        out.print("No record, identity or lead differs.")
        return
    if counts:
        rows = [(name, *(kinds.get(kind, 0) for kind in KINDS)) for name, kinds in counts.items()]
        table("Differences", ("table", *KINDS), rows, right=(1, 2, 3))
    if any(identities.values()):
        table("Identities", ("", "times"), [(name, len(each)) for name, each in identities.items()], right=(1,))
    for change in first_of_each((*found.leads, *found.records), SHOWN):
        _change(change)
    _pairs(found)
    most = max((n for kinds in counts.values() for n in kinds.values()), default=0)
    if max(most, *map(len, identities.values())) > SHOWN:
        out.print(f"\nAt most {SHOWN} of each kind shown; all with --json")


def _change(change: Change) -> None:
    _line(f"{change.kind:<8}{change.key}", style="bold")
    for name, (old, new) in change.fields.items():
        _line(f"        {'assessment' if change.table == 'leads' else 'fact'}: {name}: {_text(old)} -> {_text(new)}")


def _pairs(found: Difference) -> None:
    for old, new in found.renamed[:SHOWN]:
        _line(f"renamed {old} -> {new}")
    for olds, into in found.merged[:SHOWN]:
        _line(f"merged  {', '.join(olds)} -> {into}")
    for whole, parts in found.split[:SHOWN]:
        _line(f"split   {whole} -> {', '.join(parts)}")


def _text(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "none"
    return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, Mapping) else str(value)


def _line(text: str, style: str = "") -> None:
    out.print(text, markup=False, style=style, soft_wrap=True)
