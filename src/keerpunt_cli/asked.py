"""From the requests of a build to a folder of batches, and what is said about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keerpunt.assess.asks import OWN
from keerpunt.model.progress import Progress
from keerpunt.refer import Batch, Operation, batches, own_work, request_sent
from keerpunt.store import AuditFile, Reader, hand_out
from keerpunt_cli.audit import actor
from keerpunt_cli.console import out as terminal
from keerpunt_cli.console import print_json, table

SHOWN = 20
SENT, OWN_WORK, README, SOURCES = "request-sent.csv", "own-work.csv", "README.txt", "sources.toml"
Row = Mapping[str, Any]

EXPLAINED = """\
What to do with this folder
1. Check, sign and send what stands in each provider's folder (letter in English or Dutch, requests, reply templates).
   The letters are dated {as_of}. Delete from request-sent.csv what you do not send, and correct its dates.
2. Make a folder `asked` in the sources folder. Put request-sent.csv and each reply that comes back into it, each in its
   provider's folder, and take their blocks from sources.toml into operation.toml, with the day they came. Nothing else
   goes there: a file that is not listed stops a run.
3. Run again. A question that came back refused or expired is not asked again.

own-work.csv lists what the unit can do itself; it goes to nobody.
"""


BLOCK = """\
[[source]]
path = "asked/{path}"
format = "canonical"
table = "{table}"
origin = "{origin}"
received_from = "{name}"
received_on = {day}
"""
COVERS = """\
covers = ["{table}"]            # no line means none, for the time that the answer covers:
covers_from = YYYY-MM-DD
covers_to = YYYY-MM-DD
"""
COVERING = frozenset(("payment_check", "dispute", "fraud_report"))
"""Tables in which the absence of a row says something, if the time that was looked at is stated."""


def prepare(reader: Reader, log: AuditFile, folder: Path, reason: str, progress: Progress) -> dict[str, Any]:
    """Write the batches and return the summary; the log names every question and lead before a file takes its place.

    Raises:
        PolicyRefused: a text speaks of an offence.
        UsageRefused: the folder is taken.
    """
    rows, sent = reader.all_requests()
    fresh = [row for row in rows if row["ask"] not in OWN and row["request_id"] not in sent]
    own = [row for row in rows if row["ask"] in OWN]
    run = reader.build.run
    operation = Operation(run["operation"], run["legal_basis"], dt.date.fromisoformat(run["inputs"]["as_of"]))
    found: list[Batch] = []
    with progress.step("letters", len({row["of_whom"] for row in fresh}), "providers") as tick:
        for batch in batches(fresh, operation):
            found.append(batch)
            tick(1)
    asked = [request for batch in found for request in batch.requests]
    named = sorted({row[name] for row in fresh for name in ("request_id", "lead_id")})
    log.write("disclosure", actor=actor(), object_ids=named, justification=reason)
    hand_out(folder, _files(found, asked, own, operation.as_of))
    return _summary(found, own, operation.as_of, {row["request_id"] for row in rows if row["request_id"] in sent})


def _files(found: Sequence[Batch], asked: Sequence[Row], own: Sequence[Row], as_of: dt.date) -> dict[str, bytes]:
    files = {f"{batch.folder}/{name}": body for batch in found for name, body in sorted(batch.files.items())}
    files[SENT] = request_sent(asked, as_of)
    files[OWN_WORK] = own_work(own)
    files[SOURCES] = _sources(found, as_of).encode()
    files[README] = EXPLAINED.format(as_of=as_of.isoformat()).encode()
    return files


def _sources(found: Sequence[Batch], as_of: dt.date) -> str:
    """Return the blocks of operation.toml for what was sent and, commented out, for each reply that may come back."""
    sent = BLOCK.format(path=SENT, table="request_sent", origin="register:own-unit", name="own unit", day=as_of)
    blocks = ["# Take over what came back without its number signs, with the day it came.\n", sent]
    for batch in found:
        for name in sorted(batch.files):
            if not name.startswith("reply-"):
                continue
            table_name = name.removeprefix("reply-").removesuffix(".csv").replace("-", "_")
            text = BLOCK.format(
                path=f"{batch.folder}/{name}", table=table_name, origin=batch.of_whom,
                name=batch.of_whom.partition(":")[2], day="YYYY-MM-DD",
            )  # fmt: skip
            text += COVERS.format(table=table_name) if table_name in COVERING else ""
            blocks.append("".join(f"# {line}\n" for line in text.splitlines()))
    return "\n".join(blocks)


def _summary(found: Sequence[Batch], own: Sequence[Row], as_of: dt.date, sent: set[str]) -> dict[str, Any]:
    return {
        "batches": [
            {
                "of_whom": batch.of_whom,
                "folder": batch.folder,
                "reference": batch.reference,
                "requests": len(batch.requests),
                "log_expires": batch.log_expires,
            }
            for batch in found
        ],
        "as_of": as_of.isoformat(),
        "requests": sum(len(batch.requests) for batch in found),
        "own_work": len({row["request_id"] for row in own}),
        "sent_before": len(sent),
    }


def show(summary: Mapping[str, Any], folder: Path, *, as_json: bool) -> None:
    """Print what was written: the providers whose records end soonest first."""
    if as_json:
        print_json(summary)
        return
    rows = sorted(summary["batches"], key=lambda each: _soonest(each, summary["as_of"]))
    if rows:
        shown = [(each["of_whom"], each["requests"], _ends(each, summary["as_of"])) for each in rows[:SHOWN]]
        table("Whom to ask", ("of whom", "questions", "records may end"), shown, right=(1,))
    if len(rows) > SHOWN:
        terminal.print(f"{SHOWN} of {len(rows)} providers shown; all are in {folder}", markup=False)
    terminal.print(
        f"{summary['requests']:,} questions to {len(rows):,} providers in {folder}; {summary['sent_before']:,} were "
        f"sent before and not repeated; {summary['own_work']:,} things the unit can do itself ({OWN_WORK}).",
        markup=False,
    )
    terminal.print(f"Next: read {folder / README}", markup=False)


def _soonest(batch: Row, as_of: str) -> tuple[bool, str, str]:
    """Order batches by whose records end soonest; those that may have ended come last."""
    expires = batch["log_expires"] or "9999"
    return expires < as_of, expires, batch["of_whom"]


def _ends(batch: Row, as_of: str) -> str:
    expires = batch["log_expires"]
    if expires is None:
        return "not known"
    return f"{expires}, may be gone" if expires < as_of else str(expires)
