"""Compares whole names where their parts do not meet: other order, chains of given names, other scripts."""

from __future__ import annotations

from collections.abc import Callable

from keerpunt.values import names_han, names_hangul
from keerpunt.values import names_lists as lists
from keerpunt.values.distance import edits
from keerpunt.values.names_abjad import fits
from keerpunt.values.names_attested import is_chain_name, lines_of, same_surname, servant, two_names
from keerpunt.values.names_given import Given, word_relation
from keerpunt.values.names_near import close, surname_close
from keerpunt.values.names_nicknames import is_given_name, nickname_equal
from keerpunt.values.names_sound import coarse, readings
from keerpunt.values.names_types import Level, ParsedName, Word

TABLE_SCRIPTS = frozenset(("latin", "cyrillic", "greek", "armenian", "georgian"))
"""Scripts that the tables of `names_sound` read; every other pair of scripts is out of reach."""
ABJAD_PAIRS = ({"arabic", "latin"}, {"hebrew", "latin"})
"""Scripts without short vowels, which meet Latin by the table of names alone."""
SYLLABIC_PAIRS = ({"hangul", "latin"}, {"han", "latin"})
"""Scripts of which a letter is a syllable, read by tables of their own; never more than alike."""
_PATRONYMIC = ("ovic", "evic", "ovich", "evich", "ovna", "evna", "icna", "ivna", "ovih", "evih")
_MAX_WORDS = 12
_CLOSE_LENGTH = 5
_PERMUTED = 4
"""Names of at least so many words may hold the middle ones in any order."""

Words = tuple[Word, ...]
Relation = Callable[[Word, Word], int | None]


def same_words(left: ParsedName, right: ParsedName) -> Level | None:
    """Return N2 where both names hold the same full words, one beginning elsewhere (`Nagy János`, `János Nagy`).

    Two given names (`Hans Friedrich`, `Ali Hassan`) are only alike (N4): either may be the surname, or the father.
    Any other order is another name: Ahmad son of Hasan is not Hasan son of Ahmad.
    """
    ones, others = _without_particles(left), _without_particles(right)
    if len(ones) != len(others) or len(ones) < 2 or any(word.initial for word in (*ones, *others)):
        return None
    for fold in ("strip", "expand"):
        one, other = ([getattr(word, fold) for word in words] for words in (ones, others))
        if one == other or any(one[turn:] + one[:turn] == other for turn in range(1, len(one))):
            both = one != other and len(one) == 2 and all(map(is_given_name, one))
            return Level.N4 if both else Level.N2
    return None


def _without_particles(name: ParsedName) -> Words:
    """A name that begins with a particle may hold it as a word (`Lo Presti Matteo`, `dos Santos Rui`)."""
    if len(name.words) > 2 and name.words[0].strip in lists.PARTICLES:
        return name.words[1:]
    return name.words


def written_apart(left: ParsedName, right: ParsedName, *, relatives: bool) -> Level | None:
    """Return the level of two names of one script whose parts contradict, though as a whole they may be one; or None.

    `relatives`: their surnames are equal and their given names contradict: only a blank or another order explains it.
    N2 where blanks alone differ, N4 where a slip comes on top, where all words meet in order, or where a chain of
    Arabic or Muslim names is the other one shortened from behind or inside.
    """
    if left.whole_given or right.whole_given or any(word.initial for word in (*left.words, *right.words)):
        return None
    if len(left.words) != len(right.words) and left.words and right.words:
        one, other = ("".join(word.strip for word in side.words) for side in (left, right))
        if one == other:
            return Level.N2
        if not relatives and _a_stroke_apart(one, other) and _starts(left, right):
            return Level.N4
    return Level.N4 if _moved(left, right) or (not relatives and _in_order(left, right)) else None


def _a_stroke_apart(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 2 * _CLOSE_LENGTH and edits(one[:80], other[:80]) <= 1


def _starts(left: ParsedName, right: ParsedName) -> bool:
    return _meet(left.words[0], right.words[0]) or left.words[0].strip[:3] == right.words[0].strip[:3]


def _in_order(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether all words of the shorter name meet words of the longer in order, the first ones each other."""
    short, long = _by_length(left, right)
    if not 2 <= len(short) <= len(long) <= _MAX_WORDS:
        return False
    if len(short) == len(long) >= _PERMUTED and _turned_round(short, long):
        return True
    if len(left.given) == len(right.given) and len(short) == len(long):
        return False  # cut alike, so that the parts have decided
    if not _meet(short[0], long[0]):
        return False
    if len(short) < len(long) and not any(is_chain_name(word.strip) for word in long):
        return False
    if len(short) == len(long) >= _PERMUTED and _meet(short[-1], long[-1]):
        return _assigned(short, long, lambda a, b: 0 if _meet(a, b) else None) is not None
    place = 0
    for word in short:
        place = next((at + 1 for at in range(place, len(long)) if _meet(word, long[at])), 0)
        if not place:
            return False
    return True


def _by_length(left: ParsedName, right: ParsedName) -> tuple[Words, Words]:
    short, long = sorted((left.words, right.words), key=lambda words: (len(words), [word.strip for word in words]))
    return short, long


def _turned_round(one: Words, other: Words) -> bool:
    """Tell whether one name begins elsewhere in the other; of five words one may be a stroke off, the rest equal."""
    turns = [other[turn:] + other[:turn] for turn in range(1, len(other))]
    return any(all(map(_meet, one, turned)) or _one_stroke_off(one, turned) for turned in turns)


def _one_stroke_off(one: Words, other: Words) -> bool:
    off = [(a.strip, b.strip) for a, b in zip(one, other, strict=True) if not a.equals(b)]
    if len(one) <= _PERMUTED or len(off) != 1 or two_names(*off[0]):
        return False
    return min(map(len, off[0])) >= _PERMUTED and edits(*off[0]) <= 1


def _moved(left: ParsedName, right: ParsedName) -> bool:
    """Tell whether three or more words of a name all stand in the other, which has one more, in another order.

    Not in chains, where the order is the descent.
    """
    short, long = _by_length(left, right)
    if len(short) < 3 or len(long) - len(short) != 1 or any(is_chain_name(word.strip) for word in long):
        return False
    words = [word.strip for word in long]
    return len(set(words)) == len(words) and all(word.strip in words for word in short)


def _meet(left: Word, right: Word) -> bool:
    return word_relation(left, right) <= Given.ALIKE or surname_close(left.strip, right.strip)


def across_scripts(left: ParsedName, right: ParsedName) -> Level:
    """Compare persons in two scripts: N2, N3 or N4, else UNKNOWN, never a contradiction.

    Each word of the shorter name has to be a transliteration of a word of the longer; a missing patronymic is neutral,
    another missing word costs a level. Arabic meets Latin by the table of names only.
    """
    scripts = {left.script, right.script}
    short, long = _by_length(left, right)
    if not 2 <= len(short) <= len(long) <= _MAX_WORDS or not any(not word.initial for word in short):
        return Level.UNKNOWN
    if scripts in ABJAD_PAIRS:
        return _by_attested(left, right)
    if scripts in SYLLABIC_PAIRS:
        return _by_syllables(left, right)
    if not scripts <= TABLE_SCRIPTS:
        return Level.UNKNOWN
    met = _assigned(short, long, _transliterated)
    if met is None or not _surnames_meet(left, right):
        return Level.UNKNOWN
    ranks, left_over = met
    lost = [word for word in left_over if not coarse(word.strip).endswith(_PATRONYMIC)]
    worst = max(ranks)
    return Level.N4 if lost and worst < 3 and len(lost) > 1 else (Level.N2, Level.N2, Level.N3, Level.N4)[worst]


def _surnames_meet(left: ParsedName, right: ParsedName) -> bool:
    """A word that is full on both sides must be the surname of one of them; two initials never suffice."""
    pairs = ((a, b) for a in left.words for b in right.words if not a.initial and not b.initial)
    return any(_transliterated(a, b) is not None and (a in left.cores or b in right.cores) for a, b in pairs)


def _assigned(short: Words, long: Words, relate: Relation) -> tuple[list[int], list[Word]] | None:
    """Give each word of `short` the best free word of `long`: their ranks and what is left of `long`; None if not all.

    `relate` returns the rank of two words, smaller is better, None where they do not meet.
    """
    ranked = [(relate(a, b), abs(i - j), i, j) for i, a in enumerate(short) for j, b in enumerate(long)]
    taken: dict[int, int] = {}
    used: set[int] = set()
    for rank, _, i, j in sorted((rank, off, i, j) for rank, off, i, j in ranked if rank is not None):
        if i not in taken and j not in used:
            taken[i] = rank
            used.add(j)
    if len(taken) < len(short):
        return None
    return list(taken.values()), [word for j, word in enumerate(long) if j not in used]


def _by_syllables(left: ParsedName, right: ParsedName) -> Level:
    east, latin = (left, right) if right.script == "latin" else (right, left)
    surname, given = ("".join(word.strip for word in words) for words in (east.cores, east.given))
    read = names_han.may_be_one if east.script == "han" else names_hangul.may_be_one
    met = surname and given and read(surname, given, [word.strip for word in latin.words])
    return Level.N4 if met else Level.UNKNOWN


def _by_attested(left: ParsedName, right: ParsedName) -> Level:
    """Return N4 where the first given names are writings of one name and every further word is, or fits; else UNKNOWN.

    Letters without vowels never suffice by themselves, and never make names agree.
    """
    abjad, latin = (left, right) if right.script == "latin" else (right, left)
    one, other = abjad.words, latin.words
    if len(one) != len(other) or any(word.initial for word in other) or not _one_line(one[0], other[0]):
        return Level.UNKNOWN
    rest = zip(one[1:], other[1:], strict=True)
    return (
        Level.N4
        if all(_one_line(a, b) or same_surname(a.strip, b.strip) or _reads(a, b) for a, b in rest)
        else Level.UNKNOWN
    )


def _reads(abjad: Word, latin: Word) -> bool:
    """`حسن` reads as Hussein letter by letter, but both are known and are two names."""
    known = lines_of(abjad.strip) and lines_of(latin.strip)
    return not known and fits(abjad.strip, latin.strip)


def _one_line(left: Word, right: Word) -> bool:
    served = servant(right.strip)
    if served and left.strip.startswith("عبد"):
        return not lines_of(served).isdisjoint(lines_of(left.strip[3:].removeprefix("ال"))) or fits(
            left.strip[3:].removeprefix("ال"), served
        )
    return not lines_of(left.strip).isdisjoint(lines_of(right.strip))


def _transliterated(left: Word, right: Word) -> int | None:
    """Return 0 equal in sound, 1 nickname, 2 initial, 3 close; None where the words do not meet."""
    ones, others = readings(left.strip), readings(right.strip)
    if left.initial or right.initial:
        fits = any(a.startswith(b) or b.startswith(a) for a in ones for b in others)
        return 2 if fits else None
    if not set(ones).isdisjoint(others):
        return 0
    if any(nickname_equal(a, b) for a in (*ones, left.strip) for b in (*others, right.strip)):
        return 1
    if any(a.rstrip("a") == b.rstrip("a") for a in ones for b in others):
        return None  # Aleksandr and Aleksandra
    return 3 if any(close(a, b) for a in ones for b in others if min(len(a), len(b)) >= _CLOSE_LENGTH) else None
