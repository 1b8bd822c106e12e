"""Plain trees of a bank's XML: an element becomes text, or a dictionary of its children by local name.

A tree is small (one entry, or the head of a statement) and ends the life of the lxml elements it was made from.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

from keerpunt.errors import SourceRefused
from keerpunt.intake.lines import MAX_DEPTH

CURRENCY = "@Ccy"
_CURRENCY = "Ccy"
TEXT = "#"

Node = dict[str, Any]
"""Local name to child: `str` (text), `Node`, or a list of these where the name occurs more than once."""

_XINCLUDE = "{http://www.w3.org/2001/XInclude}"


@lru_cache(maxsize=4096)
def local_name(tag: str) -> str:
    """Return the name without its namespace; XInclude is refused wherever it stands."""
    if tag.startswith(_XINCLUDE):
        raise SourceRefused("hostile", "XInclude is not allowed")
    return tag[tag.rfind("}") + 1 :]


def tree(element: etree._Element, depth: int, leave_out: frozenset[str] = frozenset()) -> Node | str:
    """Convert an element at `depth` below the root; children named in `leave_out` are passed over.

    Raises:
        SourceRefused: `too_deep`.
    """
    node: Node = {}
    for part in element:
        name = local_name(part.tag)
        if name in leave_out:
            continue
        if depth >= MAX_DEPTH:
            raise SourceRefused("too_deep", f"elements are nested deeper than {MAX_DEPTH}")
        value = tree(part, depth + 1)
        if name not in node:
            node[name] = value
        elif type(node[name]) is list:
            node[name].append(value)
        else:
            node[name] = [node[name], value]
    if node:
        return node
    text = (element.text or "").strip()
    currency = element.get(_CURRENCY)
    return text if currency is None else {TEXT: text, CURRENCY: currency}


def every(node: Node, name: str) -> list[Any]:
    """Return all children called `name`, texts and nodes alike, in the order of the file."""
    found = node.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def child(node: Node, *path: str) -> Node:
    """Follow `path`, the first of each name; an empty node where it leads nowhere or to a text."""
    found = _follow(node, path)
    return found if type(found) is dict else {}


def text(node: Node, *path: str) -> str:
    """Return the text at the end of `path`, `''` where there is none."""
    found = _follow(node, path)
    if type(found) is dict:
        found = found.get(TEXT)
    return found if type(found) is str else ""


def _follow(node: Node, path: tuple[str, ...]) -> Any:
    # This is called some fifty times for an entry: `type is` costs a third of what isinstance does.
    found: Any = node
    for name in path:
        if type(found) is not dict:
            return None
        found = found.get(name)
        if type(found) is list:
            found = found[0]
    return found
