"""`keerpunt run`: from the sources folder to leads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.audit import actor, audit_file
from keerpunt_cli.console import ProgressStyle, out, print_json, progress, table

EXAMPLES = "Example:  keerpunt run sources --out results        keerpunt run sources --out results --json"
ENGINES = ("duckdb", "spark")
MISSING_SHOWN = 8
FILES_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", epilog=EXAMPLES)(run)


def run(
    sources: Annotated[Path, typer.Argument(help="Folder with operation.toml and every file it lists.")],
    target: Annotated[Path, typer.Option("--out", help="Folder for evidence and results.")],
    policy: Annotated[Path | None, typer.Option(help="Policy file that replaces shipped values.")] = None,
    as_of: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the run; default: the last delivery.")
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb, or spark (needs keerpunt[spark] and Java).")] = "duckdb",
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; the result is the same for any number.")] = None,
    style: Annotated[ProgressStyle, typer.Option("--progress", help="How to show progress.")] = ProgressStyle.RICH,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Read every source, resolve who is who, weigh every lead against its rivals. Writes nothing if it refuses."""
    from keerpunt.pipeline import Options, log_combination, run_operation
    from keerpunt.values.token import load_key

    if engine not in ENGINES:
        raise UsageRefused(f"is one of {' and '.join(ENGINES)}", place="--engine")
    day = as_of.date() if as_of else None
    options = Options(policy=policy, as_of=day, threads=threads, spark=engine == "spark")
    summary = run_operation(sources, target, options, key=load_key(), progress=progress(style))
    log_combination(target, audit_file(target), actor())
    if as_json:
        print_json(summary)
    else:
        show(summary, target)


def show(summary: Mapping[str, Any], target: Path) -> None:
    """Print what was read and what came out, unknowns at the same size as the rest."""
    if summary["unchanged"]:
        out.print(f"Nothing changed since the last run; {target} is as it was.\n", markup=False)
    if n := summary["taken_over"]:
        out.print(f"{n} files are as the last run read them and were not read again\n", markup=False)
    if (resolution := summary["resolution"])["kind"] == "increment":
        out.print("Only what the changed rows touch was resolved again\n", markup=False)
    elif resolution["why"]:
        out.print(f"Everybody was resolved anew: {resolution['why']}\n", markup=False)
    receipts = summary["files"]
    columns = ("files", "reader", "read", "mapped", "excluded", "rejected")
    table(f"Read for {summary['operation']}", columns, _by_folder(receipts), right=(2, 3))
    if len(receipts) > FILES_SHOWN:
        out.print(f"{len(receipts)} files, summed by folder; each file's receipt is in run.json\n", markup=False)
    if found := summary["findings"]:
        rows = [(each["code"], each["count"], each["detail"]) for each in found]
        table("To know about the sources", ("finding", "times", "what it means"), rows, right=(1,))
    results = summary["results"]
    table("Result", ("", ""), [(name.replace("_", " "), n) for name, n in results.items()], right=(1,))
    missing = list(summary["missing"].items())
    if missing:
        title = "What the unresolved leads miss (a lead may miss several)"
        table(title, ("code", "leads"), missing[:MISSING_SHOWN], right=(1,))
        if len(missing) > MISSING_SHOWN:
            out.print(f"{MISSING_SHOWN} of {len(missing)} codes shown; all are in results/leads.csv\n", markup=False)
    out.print(f"Build {summary['build_digest'][:16]} in {target}", markup=False)


def _by_folder(receipts: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Return one row a file, or one row a folder and reader where there are many files."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for receipt in receipts:
        path = receipt["path"]
        name = path if len(receipts) <= FILES_SHOWN else f"{PurePosixPath(path).parent}/"
        groups.setdefault((name, receipt["reader"]), []).append(receipt)
    return [
        (
            name if len(files) == 1 else f"{name} ({len(files)})",
            reader,
            sum(r["read"] for r in files),
            sum(r["mapped"] for r in files),
            _codes(sum((Counter(r["excluded"]) for r in files), Counter())),
            _codes(sum((Counter(r["rejected"]) for r in files), Counter())),
        )
        for (name, reader), files in groups.items()
    ]


def _codes(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {code}" for code, n in sorted(counts.items())) or "0"
