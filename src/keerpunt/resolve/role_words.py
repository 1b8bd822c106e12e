"""Words that stand where a name should: what somebody was to the writer, not what they are called.

`Daughter G Clark`, `Baby Boy Jansen`, `Inmate P Vick`: the word is left out before the name is read, so that it neither
agrees nor contradicts; the name as found stays in the record. A word that is also a surname counts only in front.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from keerpunt.values.fold import strip_fold

_FRONT_WORDS = """
lady gentleman gentlemen man men woman women boy girl child baby infant newborn mother father mom dad mum mama papa
parent son daughter sister brother wife husband spouse niece nephew aunt uncle grandmother grandfather grandson
granddaughter adult person guest visitor female male
kind zoon dochter moeder vader vrouw broer zus echtgenoot echtgenote
sohn tochter mutter vater bruder schwester ehefrau ehemann
fils fille mere pere frere soeur hijo hija madre padre hermano hermana syn corka matka ojciec
"""
_OTHER_WORDS = """
unknown anonymous anon unnamed nameless inmate resident occupant occupier householder tenant
bewoner onbekend unbekannt inconnu desconocido nieznany
"""
_IN_FRONT, _ANYWHERE = frozenset(_FRONT_WORDS.split()), frozenset(_OTHER_WORDS.split())
_PHRASE = frozenset(("of", "the", "in", "house", "home", "household"))


@lru_cache(maxsize=65536)
def without_role(raw: str) -> str:
    """Return the name without words of role, empty if nothing else is left; a name without any is returned as it is."""
    words = raw.split()
    folded = [strip_fold(word) for word in words]
    start = 0
    while start < len(words) and folded[start] in _IN_FRONT:
        start += 1
    phrase = any(a == "of" and b in ("the", "house", "home") for a, b in pairwise(folded)) or (
        start > 0 and start < len(words) and folded[start] in ("of", "in")
    )
    drop = _ANYWHERE | _PHRASE | _IN_FRONT if phrase else _ANYWHERE
    kept = [word for word, fold in zip(words[start:], folded[start:], strict=True) if fold not in drop]
    return raw if len(kept) == len(words) else " ".join(kept)
