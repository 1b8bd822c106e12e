"""A bank's XML as flat text: every text of an element under its path, `RltdPties/Dbtr/Nm`, and nothing else.

Statements repeat themselves: ten thousand transactions have a handful of sequences of tags. So an element is written
out once by libxml2, and what is left of it without its texts is looked up: its `Shape` says where every text stands.
The second element of a shape costs a tenth of what walking its nodes does, and holds no node at all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from keerpunt.errors import SourceRefused
from keerpunt.intake.lines import MAX_DEPTH

_TEXT = re.compile(r">([^<]+)<")
_MARK = ">#<"
"""Stands for a text in what is left of an element."""
_TAG = re.compile(r"<([^<>]*)>(#?)")
XINCLUDE = "http://www.w3.org/2001/XInclude"
_DECLARED = re.compile(rf'xmlns(?::([^=\s]+))?="{re.escape(XINCLUDE)}"')
_CCY = re.compile(r'\sCcy="([^"]*)"')
_PLAIN = re.compile(r'/?(?P<prefix>(?:[A-Za-z_][\w.-]*:)?)[A-Za-z_][\w.-]*(?: Ccy="[^"<>&\s]*")?/?', re.ASCII)
"""A tag as both a file and `written` have it, whatever stands around it."""
_OTHER_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot);)")
_LONGEST_PATH = 160
"""Longer paths are none that any rule asks for; a file cannot fill memory with their names."""
_KEPT = 16_384
"""Shapes of elements up to this many characters are remembered."""
_OFTEN, _PATTERNS = 64, 6
"""After so many uses a shape gets a pattern that finds its texts in one step; so many patterns are tried."""
_FAMILIAR: list[tuple[re.Pattern[str], Shape]] = []
_MOST_TAGS = 50_000
"""No transaction and no head of an entry or statement comes near it; what goes beyond only fills memory."""


class Shape:
    """What all elements have in common that differ in nothing but their texts.

    `places` leads from the path of an element without children to its text among all texts; the second of equal names
    below one element is `AdrLine#2`. `found` leads from a path without such numbers to all that have it, elements with
    children included. `currencies` holds the attribute `Ccy` by path. `plain`: an entry with at most one transaction,
    and no markup in it that `written` would put in other words.
    """

    __slots__ = ("currencies", "depth", "found", "places", "plain", "uses")

    def __init__(self, left: tuple[str, ...]) -> None:
        self.places: dict[str, int] = {}
        self.found: dict[str, list[str]] = {}
        self.currencies: dict[str, str] = {}
        self.depth = self.uses = 0
        tags = _TAG.findall(_MARK.join(left))
        _refuse_xinclude([tag for tag, _ in tags])
        self.plain = _is_plain([tag for tag, _ in tags])
        above: list[tuple[str, str, dict[str, int]]] = [("", "", {})]
        text = -1
        for number, (tag, mark) in enumerate(tags):
            text += bool(mark)
            if tag.startswith("/"):
                above.pop()
                continue
            plain, path = self._named(_qualified(tag).rpartition(":")[2], above)
            self.depth = max(self.depth, len(above))
            if tag.endswith("/"):
                continue
            above.append((plain, path, {}))
            if path and mark and tags[number + 1][0].startswith("/"):
                self.places[path] = text
                if currency := _CCY.search(tag):
                    self.currencies[path] = unescaped(currency[1])

    def _named(self, name: str, above: list[tuple[str, str, dict[str, int]]]) -> tuple[str, str]:
        """Return the path of an element without and with numbers, `''` for the outermost and for what is too long."""
        plain_above, path_above, seen = above[-1]
        if len(above) == 1 or (len(above) > 2 and not path_above):
            return "", ""
        seen[name] = seen.get(name, 0) + 1
        plain, path = (f"{plain_above}/{name}", f"{path_above}/{name}") if path_above else (name, name)
        if seen[name] > 1:
            path = f"{path}#{seen[name]}"
        if len(path) > _LONGEST_PATH:
            return "", ""
        self.found.setdefault(plain, []).append(path)
        return plain, path


class View:
    """A shape as seen from one of its elements: the paths asked for begin below `stem`."""

    __slots__ = ("_shape", "_stem")

    def __init__(self, shape: Shape, stem: str) -> None:
        self._shape = shape
        self._stem = f"{stem}/" if stem else ""

    def at(self, *paths: str) -> int:
        """Return where the first of these texts stands that there is, -1 if there is none."""
        places = self._shape.places
        return next((places[found] for path in paths if (found := self._stem + path) in places), -1)

    def all_at(self, *paths: str) -> tuple[int, ...]:
        """Return where the texts with these paths stand, whichever of equal elements they belong to."""
        places = self._shape.places
        return tuple(places[found] for path in paths for found in self.each(path) if found in places)

    def each(self, path: str) -> list[str]:
        """Return the numbered path of every element that has this path: `Chrgs`, `Chrgs#2`."""
        return self._shape.found.get(self._stem + path, [])

    def has(self, path: str) -> bool:
        """Tell whether an element with anything in it stands there."""
        whole = self._stem + path
        return whole in self._shape.places or any(other.startswith(f"{whole}/") for other in self._shape.found)

    def currency(self, path: str) -> str:
        """Return the currency that an amount element names."""
        return self._shape.currencies.get(self._stem + path, "")


class Part:
    """One element: its shape, and its texts without blanks around them; the last one is `''`, for what is not there."""

    __slots__ = ("shape", "texts")

    def __init__(self, shape: Shape, texts: list[str]) -> None:
        self.shape = shape
        self.texts = texts

    def get(self, *paths: str) -> str:
        """Return the first of these texts that there is, `''` if there is none."""
        places = self.shape.places
        return next((self.texts[places[path]] for path in paths if path in places), "")

    def money(self, path: str) -> tuple[str, str]:
        """Return number and currency of one amount element, as they stand there."""
        return self.get(path), self.shape.currencies.get(path, "")

    def each(self, path: str) -> list[str]:
        """Return the numbered path of every element that has this path: `Chrgs`, `Chrgs#2`."""
        return self.shape.found.get(path, [])

    def check(self, depth: int) -> None:
        """Refuse (`too_deep`) what holds too many elements in each other, `depth` elements below the root."""
        if depth + self.shape.depth > MAX_DEPTH + 1:
            raise SourceRefused("too_deep", f"elements are nested deeper than {MAX_DEPTH}")


def written(element: etree._Element) -> str:
    """Return an element as text: no comment, no CDATA, no entity but the five of XML is left in it."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def part_of(text: str, depth: int = 0) -> Part:
    """Return the texts of an element that `written` gave; it stands `depth` elements below the root.

    Raises:
        SourceRefused: `too_deep`, `too_long`, `hostile` (XInclude).
    """
    part = _part(text)
    part.check(depth)
    return part


def plain_part(text: str) -> Part | None:
    """Return the texts of an entry as it stands in a file, None where `written` could tell it otherwise."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # as XML wants it
    if len(text) > _KEPT or ("&" in text and _OTHER_ENTITY.search(text)):
        return None
    part = _part(text)
    return part if part.shape.plain else None


def _part(text: str) -> Part:
    for place, (pattern, familiar) in enumerate(_FAMILIAR):
        if (match := pattern.fullmatch(text)) is not None:
            shape, texts = familiar, match.groups()
            if place:  # what is met more often moves forward
                _FAMILIAR[place - 1], _FAMILIAR[place] = _FAMILIAR[place], _FAMILIAR[place - 1]
            break
    else:
        pieces = _TEXT.split(text)
        shape, texts = _looked_up(text, tuple(pieces[::2])), tuple(pieces[1::2])
    if "&" in text:
        return Part(shape, [*map(str.strip, map(unescaped, texts)), ""])
    return Part(shape, [*map(str.strip, texts), ""])


def _looked_up(text: str, left: tuple[str, ...]) -> Shape:
    """Return the shape of what is left of an element; one that is met often gets a pattern of its own."""
    if len(text) > _KEPT:
        if text.count("<") > _MOST_TAGS:
            raise SourceRefused("too_long", f"one transaction, entry or head holds more than {_MOST_TAGS} tags")
        return Shape(left)
    shape = _shape(left)
    shape.uses += 1
    if shape.uses % _OFTEN == 0:
        _FAMILIAR[_PATTERNS - 1 :] = [(re.compile(">([^<]+)<".join(map(re.escape, left))), shape)]
    return shape


@lru_cache(maxsize=2048)
def _shape(left: tuple[str, ...]) -> Shape:
    return Shape(left)


def unescaped(text: str) -> str:
    """Undo what `written` had to escape."""
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&#13;", "\r").replace("&#10;", "\n").replace("&#9;", "\t").replace("&amp;", "&")


@lru_cache(maxsize=256)
def local_name(tag: str) -> str:
    """Return the name of an element of lxml, `{urn:x}Ntry`, without its namespace."""
    return tag[tag.rfind("}") + 1 :]


def _qualified(tag: str) -> str:
    return tag.removesuffix("/").split(maxsplit=1)[0]


def _is_plain(tags: list[str]) -> bool:
    found = [_PLAIN.fullmatch(tag) for tag in tags]
    names = [_qualified(tag).rpartition(":")[2] for tag in tags[1:-1]]
    same = len({match["prefix"] for match in found if match}) == 1
    return same and all(found) and "Ntry" not in names and names.count("TxDtls") <= 1


def _refuse_xinclude(tags: list[str]) -> None:
    prefixes = {match[1] or "" for tag in tags if XINCLUDE in tag for match in _DECLARED.finditer(tag)}
    if prefixes and any(_qualified(tag).removeprefix("/").rpartition(":")[0] in prefixes for tag in tags):
        raise SourceRefused("hostile", "XInclude is not allowed")


NOTHING = part_of("<nothing/>")
"""The part of an element that is not there."""
