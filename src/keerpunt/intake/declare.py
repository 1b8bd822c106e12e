"""`operation.toml` to an `Operation`: every refusal names the file and the key, and all of them come at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from keerpunt.errors import InputRefused
from keerpunt.intake.cards import card_numbers, suspect
from keerpunt.intake.declared import Declared, SourceBlock
from keerpunt.intake.listing import DECLARATION, compare, folded, list_files, safe_path, shown
from keerpunt.intake.toml_text import parse_toml
from keerpunt.model.operation import Expected, Operation, Permission, Platform, Reference, Source

MAX_BYTES = 4 << 20
MAX_NESTING = 8
SHOWN_PROBLEMS = 50

_CONTROLS = frozenset(("Cc", "Zl", "Zp"))
"""Unicode categories of control characters (C0 with tab and line ends, C1) and of line and paragraph separators."""

COMPANIONS = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database; they are listed like sources and belong to it."""

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no known key",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "date_type": "must be a day, written YYYY-MM-DD without quotes",
    "model_type": "must be a table of keys",
    "model_attributes_type": "must be a table of keys",
    "too_short": "must not be empty",
}


def read_operation(sources: Path) -> Operation:
    """Read and check `SOURCES/operation.toml` against itself and against what lies in the folder.

    Raises:
        InputRefused: the file is absent or no TOML; a key is missing, unknown or wrong; a listed file is absent, an
            unlisted one present, listed twice, outside the folder, a link or a device. The message names every problem.
    """
    if not sources.is_dir():
        raise InputRefused("is no folder", place=shown(str(sources)))
    declared = _parse(sources / DECLARATION)
    problems = _path_problems(declared)
    if not problems:
        present = list_files(sources)
        problems = [*present.problems, *compare(listed_paths(declared), present)]
    _refuse(problems)
    return _operation(declared)


def listed_paths(declared: Declared) -> list[str]:
    """Return every path that the declaration names: sources, maps and reference files."""
    maps = {source.map for source in declared.source if source.map}
    return [*(s.path for s in declared.source), *sorted(maps), *(r.path for r in declared.reference)]


def is_companion(path: str, paths: frozenset[str]) -> bool:
    """Tell whether a listed file only accompanies a listed SQLite database (its `-wal`, `-shm` or `-journal`)."""
    return any(path.endswith(end) and path.removesuffix(end) in paths for end in COMPANIONS)


def _parse(path: Path) -> Declared:
    try:
        if path.is_symlink() or not path.is_file():
            raise InputRefused("is not there, or is no file", place=DECLARATION)
        if path.stat().st_size > MAX_BYTES:
            raise InputRefused(f"is larger than {MAX_BYTES >> 20} MiB", place=DECLARATION)
        raw = parse_toml(path.read_bytes())
    except UnicodeDecodeError as error:
        raise InputRefused(f"is no UTF-8 (byte {error.start})", place=DECLARATION) from None
    except (ValueError, RecursionError) as error:
        # A ValueError that is no TOMLDecodeError: an integer of more digits than Python converts.
        where = re.search(r"\(at .*\)$", str(error))
        raise InputRefused(f"is no valid TOML {where[0] if where else ''}".rstrip(), place=DECLARATION) from None
    except OSError as error:
        raise InputRefused(f"cannot be read ({error.strerror})", place=DECLARATION) from None
    _refuse(_unfit_texts(raw))
    try:
        return Declared.model_validate(raw)
    except ValidationError as error:
        _refuse([_sentence(problem, raw) for problem in error.errors(include_url=False, include_input=False)])
        raise AssertionError from None


def _unfit_texts(raw: dict[str, Any]) -> list[str]:
    """Return which texts may not be kept: custody and receipts hold them as they are, and lines must stay lines.

    The place is named without the entry's path or a key that is itself unfit. Deeper than `MAX_NESTING` no key is
    known, so those are refused by the shape.
    """
    return [f"{_place(location, {})} {why}" for location, text in _declared_texts(raw) if (why := _unfit(text))]


def _declared_texts(raw: dict[str, Any]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    waiting: list[tuple[tuple[int | str, ...], Any]] = [((), raw)]
    while waiting:
        location, value = waiting.pop()
        if isinstance(value, str):
            yield location, value
        elif len(location) >= MAX_NESTING:
            continue
        elif isinstance(value, list):
            waiting += reversed([((*location, rank), entry) for rank, entry in enumerate(value)])
        elif isinstance(value, dict):
            for key in value:
                if _unfit(key):
                    yield (*location, "a key"), key
            waiting += reversed([((*location, "a key" if _unfit(k) else k), entry) for k, entry in value.items()])


def _unfit(text: str) -> str:
    if any(unicodedata.category(c) in _CONTROLS for c in text):
        return "holds a control character or line separator"
    if suspect(text) and any(card_numbers(text)):
        return "holds a card number"
    return ""


def _refuse(problems: Sequence[str]) -> None:
    if not problems:
        return
    if len(problems) == 1:
        raise InputRefused(problems[0], place=DECLARATION)
    more = [f"… and {len(problems) - SHOWN_PROBLEMS} more"] if len(problems) > SHOWN_PROBLEMS else []
    lines = "".join(f"\n  {line}" for line in [*problems[:SHOWN_PROBLEMS], *more])
    raise InputRefused(f"{len(problems)} problems{lines}", place=DECLARATION)


def _sentence(problem: ErrorDetails, raw: dict[str, Any]) -> str:
    location = [part for part in problem["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    kind = problem["type"]
    if kind == "value_error":
        said = str(problem["ctx"]["error"])
        key, colon, rest = said.partition(": ")
        said, extra = (rest, [key]) if colon and key.isidentifier() else (said, [])
        return f"{_place([*location, *extra], raw)} {said}"
    if kind == "literal_error":
        return f"{_place(location, raw)} must be one of {problem['ctx']['expected']}"
    return f"{_place(location, raw)} {_WORDS.get(kind, 'cannot be used')}"


def _place(location: Sequence[int | str], raw: dict[str, Any]) -> str:
    """Return `[[source]] 2 (psp/x.jsonl): received_on` for a location in the file."""
    block, *rest = location or ("",)
    if rest and isinstance(rest[0], int):
        entry = raw[str(block)][rest[0]] if raw else None
        path = entry.get("path") or entry.get("what") or "" if isinstance(entry, dict) else ""
        named = f" ({shown(path)})" if isinstance(path, str) and path else ""
        return f"[[{block}]] {rest[0] + 1}{named}:{_keys(rest[1:])}"
    return f"[{shown(str(block))}]{_keys(rest)}"


def _keys(parts: Sequence[int | str]) -> str:
    words = [f"entry {part + 1}" if isinstance(part, int) else shown(part) for part in parts]
    return f" {' '.join(words)}" if words else ""


def _path_problems(declared: Declared) -> list[str]:
    problems = []
    seen: dict[str, str] = {}
    for number, source in enumerate(declared.source, start=1):
        where = f"[[source]] {number} ({shown(source.path)}):"
        problems += [f"{where} {key} {why}" for key, why in _unsafe(source)]
        first = seen.setdefault(folded(source.path), source.path)
        if number > 1 and first is not source.path:
            same = (
                "is listed twice" if first == source.path else "differs from another listed path only by case or form"
            )
            problems.append(f"{where} path {same}")
    for number, reference in enumerate(declared.reference, start=1):
        why = safe_path(reference.path)
        if why:
            problems.append(f"[[reference]] {number} ({shown(reference.path)}): path {why}")
    return problems


def _unsafe(source: SourceBlock) -> list[tuple[str, str]]:
    found = [("path", safe_path(source.path))]
    if source.path == DECLARATION:
        found.append(("path", "names the declaration itself"))
    if source.map:
        found.append(("map", safe_path(source.map)))
    return [(key, why) for key, why in found if why]


def _operation(declared: Declared) -> Operation:
    head, platform = declared.operation, declared.platform
    return Operation(
        code=head.code,
        unit_country=head.unit_country,
        legal_basis=head.legal_basis,
        purpose=head.purpose,
        public_on=head.public_on,
        platform=Platform(
            name=platform.name,
            time_zone=platform.time_zone,
            time_zone_basis=platform.time_zone_basis,
            time_zone_reference=platform.time_zone_reference,
            content_scope=platform.content_scope,
            lawful_products=tuple(platform.lawful_products),
            lawful_scopes=tuple(platform.lawful_scopes),
        ),
        sources=tuple(_source(declared, rank) for rank in range(len(declared.source))),
        permissions=tuple(
            Permission(p.provider, p.granted_on, p.reference, tuple(p.countries)) for p in declared.permission
        ),
        expected=tuple(Expected(e.what, tuple(e.tables), e.origin, e.state) for e in declared.expected),
        references=tuple(Reference(r.kind, r.path) for r in declared.reference),
    )


def _source(declared: Declared, rank: int) -> Source:
    block = declared.source[rank]
    return Source(
        path=block.path,
        origin=block.origin,
        received_from=block.received_from,
        received_on=block.received_on,
        legal_basis=block.legal_basis or declared.operation.legal_basis,
        purpose=block.purpose or declared.operation.purpose,
        format=block.format,
        covers=tuple(block.covers),
        covers_from=block.covers_from,
        covers_to=block.covers_to,
        handling=block.handling,
        time_zone=block.time_zone,
        map=block.map,
        table=block.table,
        date_order=block.date_order,
        trusted_proxies=tuple(block.trusted_proxies),
        one_row_per_person=block.one_row_per_person,
        server_time_zone=block.server_time_zone,
        position=rank,
    )
