"""String distances, plain and exact: Jaro-Winkler for names, Levenshtein for dates.

Sources: Winkler, W. E. (1990), String Comparator Metrics and Enhanced Decision Rules; Levenshtein, V. I. (1966).
"""

from __future__ import annotations

from functools import lru_cache

PREFIX_WEIGHT = 0.1
PREFIX_LENGTH = 4
_SLACK = 1e-9
"""Sums of fractions differ by their order in the last places."""


@lru_cache(maxsize=65536)
def jaro_winkler(left: str, right: str) -> float:
    """Return the similarity from 0 to 1; two empty texts are 1, an empty against a filled one 0."""
    if left == right:
        return 1.0
    jaro = _jaro(left, right)
    prefix = 0
    for a, b in zip(left[:PREFIX_LENGTH], right[:PREFIX_LENGTH], strict=False):
        if a != b:
            break
        prefix += 1
    return jaro + prefix * PREFIX_WEIGHT * (1 - jaro)


def _jaro(left: str, right: str) -> float:
    if not left or not right:
        return 0.0
    window = max(len(left), len(right)) // 2 - 1
    taken = [False] * len(right)
    matched: list[str] = []
    for index, char in enumerate(left):
        for other in range(max(0, index - window), min(len(right), index + window + 1)):
            if not taken[other] and right[other] == char:
                taken[other] = True
                matched.append(char)
                break
    if not matched:
        return 0.0
    mirrored = [char for char, hit in zip(right, taken, strict=True) if hit]
    swapped = sum(a != b for a, b in zip(matched, mirrored, strict=True)) / 2
    n = len(matched)
    return (n / len(left) + n / len(right) + (n - swapped) / n) / 3


def shared_letters(left: str, right: str) -> int:
    """Return how many letters two texts have in common, each as often as both have it, wherever they stand."""
    return sum(min(left.count(letter), right.count(letter)) for letter in set(left))


def may_be_like(left: str, right: str, least: float) -> bool:
    """Tell whether the Jaro-Winkler similarity may be that high, by the letters in common: no others can match."""
    if left == right or not left or not right:
        return True
    common = shared_letters(left, right)
    jaro = (common / len(left) + common / len(right) + 1) / 3
    prefix = 0
    for a, b in zip(left[:PREFIX_LENGTH], right[:PREFIX_LENGTH], strict=False):
        if a != b:
            break
        prefix += 1
    return jaro + prefix * PREFIX_WEIGHT * (1 - jaro) >= least - _SLACK


def within(left: str, right: str, most: int) -> bool:
    """Tell whether two words are at most so many strokes apart; each letter that only one has costs a stroke."""
    return max(len(left), len(right)) - shared_letters(left, right) <= most and edits(left, right) <= most


@lru_cache(maxsize=65536)
def levenshtein(left: str, right: str) -> int:
    """Return the number of single-letter insertions, deletions and replacements between two texts."""
    row = list(range(len(right) + 1))
    for index, char in enumerate(left, start=1):
        diagonal, row[0] = row[0], index
        for other, target in enumerate(right, start=1):
            diagonal, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, diagonal + (char != target))
    return row[-1]


@lru_cache(maxsize=65536)
def edits(left: str, right: str) -> int:
    """Return the number of strokes between two words; two neighbours swapped count as one.

    Optimal string alignment, a column a machine word: Hyyrö, H. (2003), A Bit-Vector Algorithm for Computing
    Levenshtein and Damerau Edit Distances.
    """
    if left == right or not left or not right:
        return 0 if left == right else max(len(left), len(right))
    places: dict[str, int] = {}
    for index, char in enumerate(left):
        places[char] = places.get(char, 0) | 1 << index
    full = (1 << len(left)) - 1
    last = 1 << (len(left) - 1)
    up, down, diagonal, before, distance = full, 0, 0, 0, len(left)
    for char in right:
        here = places.get(char, 0)
        swap = ((~diagonal & here) << 1) & before
        diagonal = ((((here & up) + up) ^ up) | here | down | swap) & full
        right_up = (down | ~(diagonal | up)) & full
        right_down = diagonal & up
        distance += bool(right_up & last) - bool(right_down & last)
        right_up = (right_up << 1 | 1) & full
        right_down = (right_down << 1) & full
        up = (right_down | ~(diagonal | right_up)) & full
        down = right_up & diagonal
        before = here
    return distance
