"""What lies in the sources folder, and whether it is what was listed (CONTRACT.md section 1, INTAKE.md section 6)."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from keerpunt.errors import InputRefused
from keerpunt.intake.cards import card_numbers, suspect

DECLARATION = "operation.toml"
CLUTTER = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
CLUTTER_PREFIX = "._"
MAX_FOLDERS = 64
"""How deeply folders may lie in each other."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The regular files of a folder by their path with `/`, without `operation.toml`; `clutter` counts ignored ones."""

    files: tuple[str, ...]
    clutter: int
    problems: tuple[str, ...]


def shown(path: str) -> str:
    """Return a path as it may be printed: card numbers left out, control characters and undecodable bytes escaped."""
    plain = without_cards(path.encode("utf-8", "backslashreplace").decode(), "<card number>")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in plain)


def without_cards(path: str, word: str) -> str:
    """Return a path with a word in place of every card number."""
    if suspect(path):
        for start, end, _ in reversed(list(card_numbers(path))):
            path = f"{path[:start]}{word}{path[end:]}"
    return path


def folded(path: str) -> str:
    """Return the form under which two names count as the same on some file system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def list_files(root: Path) -> Listing:
    """Walk the sources folder without following links.

    Links, devices and other things that are no regular file, names that are no UTF-8, and names that differ only by
    case or Unicode form come back as `problems`, one sentence each.

    Raises:
        InputRefused: the folder is not there or cannot be read.
    """
    files: list[str] = []
    problems: list[str] = []
    clutter = 0
    for name, entry in _walk(root, ""):
        if _is_clutter(entry.name):
            clutter += 1
            continue
        problem = _odd(name, entry)
        if problem:
            problems.append(problem)
        elif name != DECLARATION:
            files.append(name)
    return Listing(tuple(sorted(files)), clutter, (*sorted(problems), *_twins(files)))


def safe_path(path: str) -> str:
    """Return why a listed path may not be used, empty if it may: it is relative, inside the folder and plain."""
    if path.startswith("/") or (len(path) > 1 and path[1] == ":") or "\\" in path:
        return "must be relative to the sources folder, with `/` between its parts"
    if any(part in ("", ".", "..") for part in path.split("/")):
        return "may not leave the sources folder or hold empty parts, `.` or `..`"
    if not path.isprintable():
        return "holds characters that cannot be printed"
    return ""


def compare(listed: Iterable[str], present: Listing) -> list[str]:
    """Return what is listed and absent, or present and not listed, one sentence each, sorted."""
    wanted = set(listed)
    here = set(present.files)
    by_form = {folded(name): name for name in here}
    problems = []
    for name in sorted(wanted - here):
        near = by_form.get(folded(name))
        hint = " (a file is there whose name differs only by case or Unicode form)" if near else ""
        problems.append(f"{shown(name)}: is listed but not there{hint}")
    problems += [f"{shown(name)}: is there but not listed" for name in sorted(here - wanted)]
    return problems


def _is_clutter(name: str) -> bool:
    return name in CLUTTER or name.startswith(CLUTTER_PREFIX)


def _walk(root: Path, under: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(root / under) as entries:
            inside = sorted(entries, key=lambda e: e.name)
    except OSError as error:
        raise InputRefused(f"the folder cannot be read ({error.strerror})", place=shown(str(root / under))) from None
    for entry in inside:
        name = f"{under}/{entry.name}" if under else entry.name
        if entry.is_dir(follow_symlinks=False):
            if name.count("/") >= MAX_FOLDERS:
                raise InputRefused(f"folders lie more than {MAX_FOLDERS} deep in each other", place=shown(under))
            yield from _walk(root, name)
        else:
            yield name, entry


def _odd(name: str, entry: os.DirEntry[str]) -> str:
    mode = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        return f"{shown(name)}: is a link; put the file itself into the folder"
    if not stat.S_ISREG(mode):
        return f"{shown(name)}: is a device, pipe or socket, no file"
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return f"{shown(name)}: has a name that is no UTF-8"
    return ""


def _twins(files: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    problems = []
    for name in sorted(files):
        first = seen.setdefault(folded(name), name)
        if first != name:
            problems.append(f"{shown(name)}: differs from {shown(first)} only by case or Unicode form")
    return problems
