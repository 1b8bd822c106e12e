"""`keerpunt demo`: a synthetic operation from files to pages, in one command."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from keerpunt.errors import UsageRefused
from keerpunt_cli.audit import actor, audit_file
from keerpunt_cli.console import ProgressStyle, out, progress, table
from keerpunt_cli.run import show

SCALE = "cumberland"
SEED = 1
STAMP = "made-by.json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", epilog="Example:  keerpunt demo        keerpunt demo --no-serve")(demo)


def demo(
    home: Annotated[Path, typer.Option(help="Folder of the demo; a second start uses it again.")] = Path("demo"),
    port: Annotated[int, typer.Option(help="Port on the loopback address.")] = 8000,
    style: Annotated[ProgressStyle, typer.Option("--progress", help="How to show progress.")] = ProgressStyle.RICH,
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages after the summary.")] = True,
) -> None:
    """Show the main job on an operation in which nobody exists: simulate, run, publish, serve."""
    begin = time.monotonic()
    home = home.absolute()
    key = _key(home)
    os.environ["KEERPUNT_TOKEN_KEY_FILE"] = str(key)
    os.environ["KEERPUNT_HOME"] = str(home)
    _simulate(home, style)
    summary = _run(home, style)
    logins = _publish(home)
    show(summary, home / "results")
    _say_how_to_go_on(home, logins, port, time.monotonic() - begin)
    if serve:
        from keerpunt_web.shell import serve as run_server

        run_server(port)


def _key(home: Path) -> Path:
    """Make the key from the seed, so that the demo gives the same bytes everywhere; a real key is never made so."""
    from keerpunt.store.paths import private_folder
    from keerpunt.values.token import make_key_file

    path = private_folder(home) / "token.key"
    if not path.exists():
        make_key_file(path, hashlib.sha256(f"keerpunt demo {SCALE} {SEED}".encode()).digest())
    return path


def _simulate(home: Path, style: ProgressStyle) -> None:
    """Make the operation, or keep the one that this code made; what the demo did not make is never removed."""
    from keerpunt.pipeline.version import code_digest
    from keerpunt.simulate import simulate

    stamp = home / STAMP
    folders = (home / "sources", home / "sources.truth")
    made_by = json.dumps({"scale": SCALE, "seed": SEED, "code": code_digest()})
    if stamp.exists() and stamp.read_text(encoding="utf-8") == made_by:
        return
    if not stamp.exists() and any(folder.exists() for folder in folders):
        raise UsageRefused("holds sources that the demo did not make; name another folder with --home", place=str(home))
    stamp.write_text("being made", encoding="utf-8")
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    simulate(SCALE, SEED, home / "sources", progress(style))
    stamp.write_text(made_by, encoding="utf-8")


def _run(home: Path, style: ProgressStyle) -> dict[str, Any]:
    from keerpunt.pipeline import Options, log_combination, run_operation
    from keerpunt.values.token import load_key

    target = home / "results"
    summary = run_operation(home / "sources", target, Options(), key=load_key(), progress=progress(style))
    log_combination(target, audit_file(target), actor())
    return summary


def _publish(home: Path) -> Sequence[tuple[str, str, str]]:
    from keerpunt_web.shell import prepare_demo

    return prepare_demo(home / "results", home / "logins.txt")


def _say_how_to_go_on(home: Path, logins: Sequence[tuple[str, str, str]], port: int, seconds: float) -> None:
    table("Log in as (kept in logins.txt, for this demo only)", ("user", "password", "role"), logins)
    lead = _a_lead(home / "results/results/leads.csv")
    out.print(f"Pages:    http://localhost:{port}", markup=False)
    out.print(f"Leads:    {home / 'results/results/leads.csv'}", markup=False)
    out.print(
        f"Explain:  {os.path.relpath(sys.argv[0])} explain {os.path.relpath(home / 'results')} {lead}", markup=False
    )
    out.print(f"Ready in {seconds:.1f} s. Nobody in this operation exists.\n", markup=False)


def _a_lead(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    ready = [line for line in lines[1:] if ",review_ready," in line]
    return (ready or lines[1:] or ["LEAD_ID"])[0].split(",", 1)[0]
