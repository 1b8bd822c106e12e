"""Takes a name string apart: firm, group, joint holders or one person (RESOLUTION.md section 3)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from keerpunt.values import names_east as east
from keerpunt.values import names_lists as lists
from keerpunt.values.fold import composed, strip_fold
from keerpunt.values.names_attested import servant
from keerpunt.values.names_firms import has_long_form, unglued
from keerpunt.values.names_joint import split_joint
from keerpunt.values.names_nicknames import is_borne, is_given_name, is_listed
from keerpunt.values.names_nobody import is_nobody
from keerpunt.values.names_sound import coarse
from keerpunt.values.names_types import Kind, ParsedName, Word
from keerpunt.values.names_words import Item, cut, join_servants, script

TRUNCATION_LENGTHS = (22, 26, 27, 35, 70)
LONGEST = 200
"""Letters of the longest text read as a name; what is longer names a crowd, not a person."""
_LONGEST_KEPT = 1000
_TRADE_NAME = re.compile(r"[^\W\d_]['’]s$", re.IGNORECASE)
"""A possessive at the end is a house (`Muster's`), never a person."""
_DE_HEER = re.compile(r"(?i)^de heer\b")
_SLASH = re.compile(r"^([^/,]*[^\W\d_]{2})/([^\W\d_]{2}[^/,]*)$")
_DOTS_BETWEEN = re.compile(r"(?<=\b\w)[./ ](?=\w\b)")


def parse(raw: str, *, weak_joint: bool = False, country: str = "XX") -> ParsedName:
    """Parse one name string.

    `weak_joint` allows bare words (`en`, `und`, `&`) to part two holders: only for bank accounts. `country` (of the
    record) settles what the string cannot: `M.` before a French name, Spanish double surnames, Hungarian order.
    Returns kind `none` for placeholders, `organisation` for firms, `group` where several holders are named and cannot
    be told apart, `joint` with two `persons`, else `person`.
    """
    known = parsed if len(raw) <= _LONGEST_KEPT else parsed.__wrapped__
    return known(raw, weak_joint, country)


@lru_cache(maxsize=524_288)
def parsed(raw: str, weak_joint: bool, country: str) -> ParsedName:
    """Parse as `parse` does, and keep the answer."""
    text = " ".join(composed(raw).split())
    blank = ParsedName(raw, Kind.GROUP, case_lost=text.isupper(), marks_lost=text.isupper() and text.isascii())
    if len(text) > LONGEST:
        return blank if any(map(str.isalpha, text)) else ParsedName(raw, Kind.NONE)
    if not is_name(text):
        return ParsedName(raw, Kind.NONE)
    folded = strip_fold(text)
    truncated = len(text) in TRUNCATION_LENGTHS or len(text) + 1 in TRUNCATION_LENGTHS
    if is_organisation(text, folded):
        return replace(blank, kind=Kind.ORGANISATION, script=script(text), maybe_truncated=truncated)
    if not lists.GROUP_WORDS.isdisjoint(folded.split()):
        return blank
    sides = split_joint(text, weak=weak_joint, country=country)
    if len(sides) == 1:
        return _person(text, raw, country, truncated=truncated)
    if len(sides) == 2:
        left, right = _person(sides[0], "", country), _person(sides[1], "", country, truncated=truncated)
        pair = _share_surname(left, right)
        if pair is not None:
            return replace(blank, kind=Kind.JOINT, maybe_truncated=truncated, persons=pair)
    return blank


def is_name(raw: str) -> bool:
    """Tell whether a text names anybody: it has letters and is no placeholder such as `UNKNOWN` or `Guest User`."""
    folded = strip_fold(raw)
    return not is_nobody(folded) and any(char.isalpha() for char in folded)


def is_organisation(text: str, folded: str) -> bool:
    """Tell whether a name is a firm's: a legal form at its end, or a word only firms bear."""
    words = folded.split()
    if not lists.FIRM_WORDS.isdisjoint(words) or has_long_form(folded) or _TRADE_NAME.search(text):
        return True
    if unglued(text) != text:
        return True
    tight = strip_fold(_DOTS_BETWEEN.sub("", text)).split()
    if len(tight) < 2 or (tight[-1] not in lists.LEGAL_FORMS and tight[0] not in lists.FORMS_IN_FRONT):
        return False
    if tight[-1] in lists.LEGAL_FORMS and tight[-2] in lists.PARTICLES and tight[0] not in lists.FORMS_IN_FRONT:
        return False  # `PEREIRA DOS SA` was cut off
    # `Jansen A.G.` may be a person whose initials look like a legal form; without dots the form is meant.
    return tight[-1] == words[-1] or len(tight[-1]) > 2 or tight[-1] in ("bv", "nv", "sl", "sa")


def _person(text: str, raw: str, country: str, *, truncated: bool = False) -> ParsedName:
    letters = script(text)
    body = _SLASH.sub(r"\1, \2", _DE_HEER.sub("", join_servants(text)).strip())
    left, comma, right = body.partition(",")
    if right.strip()[:1].isdigit():
        comma = right = ""  # `Thomas Clifford, 1st Baron Clifford`: a rank, no given name
    head = _drop_titles(cut(left, country, truncated=truncated and not right.strip()), country)
    head = _without_role(head) if country in lists.ENGLISH_COUNTRIES else head
    head = _whole_words(head) if truncated and not right.strip() else head
    tail = _drop_titles(cut(right.replace(",", " "), country, truncated=truncated), country) if comma else []
    generation = ""
    for part in (tail, head):
        if not generation and part and (len(head) + len(tail) >= 3 or part is tail):
            named = not part[-1].word.initial and not part[-1].glued and not east.is_surname(part[0].word.strip)
            generation = lists.GENERATIONS.get(part[-1].word.strip, "") if named else ""
            if generation:
                part.pop()
    whole = not tail and _counts_whole(head, letters, country)
    given, surname = _by_comma(head, tail) if tail else _by_order(head, country, letters)
    if all(item.word.initial for item in surname):
        given, surname = [*given, *surname], []
    elif not any(item.full for item in surname):
        surname = [Item(item.word, item.glued, item.caps) for item in surname]
    particles = []
    for item in surname:
        if not item.particle:
            break
        particles.append(item.word.strip)
    return ParsedName(
        raw=raw or text,
        kind=Kind.PERSON,
        given=tuple(item.word for item in given if not item.particle),
        particles=tuple(particles),
        cores=tuple(item.word for item in surname if not item.particle),
        generation=generation,
        script=letters,
        maybe_truncated=truncated,
        case_lost=text.isupper(),
        marks_lost=text.isupper() and text.isascii(),
        whole_given=whole,
    )


def _counts_whole(items: list[Item], letters: str, country: str) -> bool:
    """Tell whether a name is Chinese, Korean or Vietnamese, so that its given name counts whole."""
    return letters in ("han", "hangul") or _east_first(items, country) or _east_last(items)


def _east_last(items: list[Item]) -> bool:
    words = [item.word.strip for item in items]
    return east.surname_last(words) and not _dutch(items, words[-1])


def _dutch(items: list[Item], surname: str) -> bool:
    return surname not in east.VIETNAMESE and any(item.particle for item in items)


def _east_first(items: list[Item], country: str) -> bool:
    if not items or _dutch(items, items[0].word.strip) or any(item.glued for item in items[1:2]):
        return False  # `Xiao-Ming Wang`: what a hyphen joins is the given name
    hyphened = any(item.glued for item in items[2:])
    return east.surname_first([item.word.strip for item in items], hyphened=hyphened, country=country)


def _whole_words(items: list[Item]) -> list[Item]:
    """Drop what a cut left of a last word (`MARTA HERNANDEZ DE LA`, `… DE S`, `ELENA CASTRO V`, `… DE LA FUENTE NU`).

    One or two letters at the very end of the field say nothing that two full words before them do not.
    """
    end = len(items)
    if end > 2 and len(items[-1].word.strip) <= 2 and sum(item.full for item in items[:-1]) > 1:
        end -= 1
    while end > 2 and items[end - 1].particle and items[0].full and not items[1].word.initial:
        end -= 1
    return items[:end] if sum(item.full for item in items[:end]) > 1 else items


def _drop_titles(items: list[Item], country: str) -> list[Item]:
    start, end = 0, len(items)
    while end - start > 1 and not items[start].word.initial and _is_title(items, start):
        start += 1
    start += _begins_with_monsieur(items[start:end], country)
    while end - start > 1 and items[end - 1].word.strip in lists.DEGREES:
        end -= 1
    return items[start:end]


def _without_role(items: list[Item]) -> list[Item]:
    """Drop words of role at the start (`Baby Boy Jansen`, `Lady of the house Smith`); one word always stays."""
    start, end = 0, len(items)
    if not items or items[0].word.strip not in lists.ROLE_BEGINS:
        return items
    while end - start > 1 and items[start].word.strip in lists.ROLE_WORDS:
        start += 1
    return items[start:]


def _begins_with_monsieur(items: list[Item], country: str) -> bool:
    """`M.` is a title before any full word in a French-writing country, else before a given name and a full word.

    Before two surnames (`M. Castro Molina`) it is María.
    """
    if len(items) < 2 or items[0].word.strip != lists.FRENCH_TITLE or not items[1].full:
        return False
    if country != "XX":
        return country in lists.FRENCH_COUNTRIES
    return len(items) > 2 and items[2].full and is_given_name(items[1].word.strip)


def _is_title(items: list[Item], index: int) -> bool:
    word = items[index].word.strip
    if word in lists.TITLES_BEFORE_TWO:
        return index == 0 and sum(item.full for item in items[1:]) > 1
    return word in lists.TITLES or (word in lists.TITLES_AT_START and index == 0)


def _by_comma(head: list[Item], tail: list[Item]) -> tuple[list[Item], list[Item]]:
    """`Vries, Jan de`: what stands before the comma is the surname, particles at the end belong to it."""
    end = len(tail)
    while end > 1 and tail[end - 1].particle:
        end -= 1
    return tail[:end], [*tail[end:], *head]


def _by_order(items: list[Item], country: str, letters: str = "latin") -> tuple[list[Item], list[Item]]:
    """Return (given, surname) of a name without comma, first rule that fits."""
    if letters in ("han", "hangul"):
        return _parted(items)
    if letters == "latin" and _east_first(items, country):
        return _plain(items[1:]), items[:1]
    if letters == "latin" and _east_last(items):
        return _plain(items[:-1]), items[-1:]
    items = _once(items)
    if len(items) < 2:
        return ([], items) if not items or items[0].full else (items, [])
    for rule in (_caps_surname, _patronymic_last, _particle_last, _particle_first, _initials_last, _particle_inside):
        found = rule(items)
        if found is not None:
            return found
    if country in lists.SURNAME_FIRST_COUNTRIES and not _given_first(items):
        return items[1:], items[:1]
    return _surname_last(items, country)


def _once(items: list[Item]) -> list[Item]:
    """Drop the given name that a field wrote twice (`Pavel Pavel Ivanov`, `Abdul Aziz Aziz Haddad`)."""
    if len(items) < 3 or not (items[0].full and items[1].full):
        return items
    first, second = items[0].word, items[1].word
    if first == second:
        return items[1:]
    return [items[0], *items[2:]] if servant(first.strip) == coarse(second.strip) else items


def _caps_surname(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """`DUPONT Jean`, `Jean DUPONT`: the surname is written in capitals."""
    caps = [index for index, item in enumerate(items) if item.caps]
    plain = [index for index, item in enumerate(items) if not item.caps]
    if not caps or not plain or any(items[index].particle for index in plain):
        return None
    if all(len(items[index].word.strip) <= 2 for index in caps):
        return None
    if max(caps) < min(plain):
        return items[len(caps) :], _as_surname(items[: len(caps)])
    if min(caps) > max(plain):
        return items[: len(plain)], _as_surname(items[len(plain) :])
    return None


def _plain(items: list[Item]) -> list[Item]:
    return [Item(item.word, item.glued, item.caps) for item in items]


def _parted(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """`习近平`, `이재명`: the surname is the first letter or a known pair; with a blank it is the first word."""
    if len(items) > 1:
        return items[1:], items[:1]
    parts = east.part_letters(items[0].word.strip) if items else None
    if parts is None:
        return [], items
    surname, given = ([Item(Word(part, part))] if part else [] for part in parts)
    return given, surname


def _patronymic_last(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """`Иванова Ольга Петровна`, `IVANOVA OLGA PETROVNA`: a patronymic at the end, so the surname stands first."""
    if len(items) != 3 or not items[-1].word.strip.endswith(lists.PATRONYMIC_ENDINGS):
        return None
    return (items[1:], items[:1]) if all(item.full for item in items) else None


def _as_surname(items: list[Item]) -> list[Item]:
    """Capitals hid the particles from the cut; the last word stays a core."""
    body = [Item(i.word, i.glued, i.caps, particle=i.word.strip in lists.PARTICLES) for i in items[:-1]]
    return [*body, items[-1]]


def _particle_last(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """`VRIES J DE`: bank style with the particle behind."""
    end = len(items)
    while end > 0 and items[end - 1].particle:
        end -= 1
    if end == len(items) or end < 1 or not items[0].full:
        return None
    return items[1:end], [*items[end:], items[0]]


def _particle_first(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """`de Vries Jan`: the name begins with its particle."""
    if not items[0].particle:
        return None
    end = next((index for index, item in enumerate(items) if not item.particle), len(items)) + 1
    while end < len(items) and items[end].glued:
        end += 1
    return items[end:], items[:end]


def _initials_last(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """`Jansen P.J.`: full words, then initials; with several words the first is the surname."""
    if not items[-1].word.initial or not items[0].full:
        return None
    end = 1
    while end < len(items) and (items[end].glued or items[end].particle):
        end += 1
    return items[end:], items[:end]


def _particle_inside(items: list[Item]) -> tuple[list[Item], list[Item]] | None:
    """`Jan Willem van den Berg`, `José Ortega y Gasset`, but `María del Carmen García`."""
    for index, item in enumerate(items):
        if not item.particle or index == 0:
            continue
        end = index
        while end < len(items) and items[end].particle:
            end += 1
        if end < len(items) and items[index - 1].word.strip == "maria" and items[end].word.strip in lists.MARIAN_WORDS:
            rest_given, surname = _by_order(items[end:], "ES") if len(items) - end > 1 else ([], items[end:])
            return [*items[:index], *rest_given], surname
        begin = index - 1 if item.word.strip == "y" or item.glued else index
        return items[: max(begin, 1)], items[max(begin, 1) :]
    return None


def _given_first(items: list[Item]) -> bool:
    first, last = items[0].word, items[-1].word
    return first.initial or (is_listed(first.strip) and not is_listed(last.strip))


def _surname_last(items: list[Item], country: str) -> tuple[list[Item], list[Item]]:
    begin = len(items) - 1
    while begin > 1 and items[begin].glued:
        begin -= 1
    iberian = country in lists.IBERIAN_COUNTRIES or any(
        len(item.word.strip) > 3 and item.word.strip.endswith(lists.IBERIAN_ENDING) for item in items[-2:]
    )
    middle = items[begin - 1].word.strip
    double = begin < len(items) - 1
    if (
        iberian
        and not double
        and begin > 1
        and items[begin - 1].full
        and not _second_given(items[0].word.strip, middle)
    ):
        begin -= 1
    return items[:begin], items[begin:]


def _second_given(first: str, second: str) -> bool:
    """Tell whether a second word is a given name before a surname of Spain (`Jason Andrew Vélez`, `Luis Miguel Pérez`).

    After a given name of Spain only those that hardly ever are surnames: Pedro Martín Gómez has two surnames.
    """
    return second in lists.IBERIAN_GIVEN or (first not in lists.IBERIAN_GIVEN and is_borne(second))


def _share_surname(left: ParsedName, right: ParsedName) -> tuple[ParsedName, ParsedName] | None:
    """Give the one surname to both (`J. en M. de Vries`); None unless both sides hold a person."""
    first, second = _lend(left, right), _lend(right, left)
    whole = all(side.given and side.cores for side in (first, second))
    return (first, second) if whole else None


def _lend(side: ParsedName, other: ParsedName) -> ParsedName:
    if side.given and side.cores:
        return side
    given = side.given or side.cores
    if not given or side.particles or not (other.given and other.cores):
        return side
    shown = " ".join((side.raw, *other.particles, *(word.strip.title() for word in other.cores)))
    return replace(side, raw=shown, given=given, particles=other.particles, cores=other.cores)
