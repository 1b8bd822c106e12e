"""Writes docs/data-dictionary.md from `keerpunt.model.tables`, or checks it: `python -m docs.dictionary [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from keerpunt.model.schema import COMMON, Table
from keerpunt.model.tables import CANONICAL, RESULT

TARGET = Path(__file__).parent / "data-dictionary.md"
HEAD = """# Data dictionary

Generated from `keerpunt.model.tables` by `make dictionary`; do not edit. Unknown is never a blank, a zero or a false:
enums hold `unknown`, countries `XX`; where a column may be NULL, NULL means unknown.

"""


def main(arguments: list[str]) -> int:
    """Write the dictionary, or with `--check` compare it; return the exit code."""
    body = text()
    if arguments != ["--check"]:
        TARGET.write_text(body, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == body:
        return 0
    sys.stderr.write("docs/data-dictionary.md is not what model.tables says: run `make dictionary`\n")
    return 1


def text() -> str:
    """Return the whole dictionary as Markdown."""
    common = Table("common", "results", "", COMMON)
    parts = [HEAD, "## Columns of every canonical table\n\n", _rows(common, skip=0)]
    parts.append("\n# Canonical tables\n")
    parts.extend(_section(definition, len(COMMON)) for definition in CANONICAL.values())
    parts.append("\n# Result tables\n")
    parts.extend(_section(definition, 0) for definition in RESULT.values())
    return "".join(parts)


def _section(definition: Table, skip: int) -> str:
    key = f" Key: `{definition.key}`." if definition.key else ""
    return f"\n## {definition.name}\n\n{definition.meaning[0].upper()}{definition.meaning[1:]}.{key}\n\n" + _rows(
        definition, skip=skip
    )


def _rows(definition: Table, *, skip: int) -> str:
    lines = ["| column | type | may be NULL | unit | meaning |\n", "|---|---|---|---|---|\n"]
    for column in definition.columns()[skip:]:
        meaning = column.meaning.replace("|", "\\|")
        if column.values:
            meaning += ": " + ", ".join(f"`{value}`" for value in column.values)
        nullable = "yes" if column.nullable else "no"
        lines.append(f"| `{column.name}` | {column.type} | {nullable} | {column.unit} | {meaning} |\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
