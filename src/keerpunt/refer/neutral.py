"""The neutral-word check: no text to a provider says why it is asked (LAW.md L38).

The words are those of criminal procedure in general. Values of records are not checked, since they are facts as found;
texts of ours and of the operation are.
"""

from __future__ import annotations

import re

from keerpunt.errors import PolicyRefused

STEMS: dict[str, tuple[str, ...]] = {
    "en": (
        "abus", "accus", "arrest", "crime", "criminal", "culpr", "guilt", "illegal", "illicit", "indecen", "infring",
        "molest", "offen", "perpetrat", "predator", "prosecut", "sex", "suspect", "suspicio", "unlawful", "victim",
    ),
    "nl": (
        "aangehouden", "beklaagd", "beschuldig", "crimine", "dader", "delict", "illega", "kindermisbr", "misbruik",
        "misdaad", "misdrijf", "ontucht", "schuldig", "seks", "slachtoffer", "strafba", "verdacht", "verdenk",
        "vervolg", "zeden",
    ),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def offence_words(text: str) -> list[str]:
    """Return the words of a text that speak of an offence, in any of the languages; empty for a neutral text."""
    stems = tuple(stem for of_language in STEMS.values() for stem in of_language)
    return [word for word in _WORD.findall(text.casefold()) if word.startswith(stems)]


def refuse_offence_words(text: str, place: str) -> None:
    """Let a neutral text pass.

    Raises:
        PolicyRefused: it speaks of an offence; `place` names where the text stands, the text is not repeated.
    """
    if offence_words(text):
        raise PolicyRefused("speaks of an offence, and a provider may not read why it is asked", place=place)
