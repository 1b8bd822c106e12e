"""What a person sees in the terminal: tables, progress with true counts, plain errors."""

from __future__ import annotations

import enum
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichBars
from rich.table import Table

from keerpunt.model.progress import Progress, Silent, Tick

PIPE_WIDTH = 120


def _console(*, stderr: bool = False) -> Console:
    """Return a console as wide as its terminal; a pipe has no width of its own and gets one that tables fit in."""
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=PIPE_WIDTH)


out = _console()
err = _console(stderr=True)

PLAIN_EVERY_SECONDS = 1.0


class ProgressStyle(enum.StrEnum):
    """How progress is shown on stderr."""

    RICH = "rich"
    PLAIN = "plain"
    JSON = "json"
    NONE = "none"


class _Bars:
    """Moving bars for a person at a terminal; every figure is a true count."""

    @contextmanager
    def step(self, name: str, total: int | None, unit: str) -> Iterator[Tick]:
        columns = (
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn(unit),
            TimeElapsedColumn(),
        )
        with RichBars(*columns, console=err) as bars:
            task = bars.add_task(name, total=total)

            def tick(done: int, /) -> None:
                bars.update(task, advance=done)

            yield tick
            counted = bars.tasks[0].completed
            bars.update(task, total=max(counted, 1), completed=max(counted, 1) if total is None else counted)


class _Lines:
    """One line at most every second, for logs and pipes."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    @contextmanager
    def step(self, name: str, total: int | None, unit: str) -> Iterator[Tick]:
        done, last = 0, time.monotonic()

        def tick(more: int, /) -> None:
            nonlocal done, last
            done += more
            if time.monotonic() - last >= PLAIN_EVERY_SECONDS:
                last = time.monotonic()
                self._show(name, done, total, unit)

        yield tick
        self._show(name, done, total, unit)

    def _show(self, name: str, done: int, total: int | None, unit: str) -> None:
        if self._as_json:
            line = json.dumps({"step": name, "done": done, "total": total, "unit": unit})
        else:
            line = f"{name}: {done:,} of {total:,} {unit}" if total is not None else f"{name}: {done:,} {unit} so far"
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def progress(style: ProgressStyle) -> Progress:
    """Return the progress of a style; bars become lines where stderr is no terminal."""
    if style is ProgressStyle.NONE:
        return Silent()
    if style is ProgressStyle.RICH and err.is_terminal:
        return _Bars()
    return _Lines(as_json=style is ProgressStyle.JSON)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[int] = ()) -> None:
    """Print a table; `right` names the columns of figures."""
    out.print(title, style="bold", markup=False)
    body = Table(header_style="bold", box=None)
    for index, name in enumerate(columns):
        body.add_column(name, justify="right" if index in right else "left", overflow="fold", no_wrap=index == 0)
    for row in rows:
        body.add_row(*(_text(cell) for cell in row))
    out.print(body)
    out.print()


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print JSON for programs: sorted keys, one document, nothing else on stdout."""
    sys.stdout.write(json_text(value))


def json_text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return JSON as it is printed and written: sorted keys, indented, ended by a line feed."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def _text(cell: object) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int):
        return str(cell).replace("[", r"\[")
    return f"{cell:,}"
