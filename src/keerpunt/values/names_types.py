"""What a parsed name is made of, and the levels at which two names agree (RESOLUTION.md sections 3 and 5)."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Kind(enum.StrEnum):
    """What a name string names."""

    NONE = "none"
    PERSON = "person"
    JOINT = "joint"
    GROUP = "group"
    ORGANISATION = "organisation"


class Answer(enum.StrEnum):
    """What the second pass says of a pair; across scripts never CONTRADICT (RESOLUTION.md section 3)."""

    AGREE = "agree"
    COMPATIBLE = "compatible"
    CONTRADICT = "contradict"
    UNKNOWN = "unknown"


class Level(enum.StrEnum):
    """How far two names agree; N1 to N3 agree, N6 and N7 contradict, UNKNOWN says nothing."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    UNKNOWN = "unknown"

    @property
    def agrees(self) -> bool:
        """Whether the names agree: equal, equal by a known variation, or compatible initials."""
        return self in (Level.N1, Level.N2, Level.N3)

    @property
    def contradicts(self) -> bool:
        """Whether the names speak against one person."""
        return self in (Level.N6, Level.N7)

    @property
    def rank(self) -> int:
        """How good it is, 0 best: of several readings of a pair the best counts; unknown beats a contradiction."""
        return _RANKED.index(self)

    @property
    def answer(self) -> Answer:
        """What the second pass says: agree N1 to N3, compatible N4 and N5, contradict N6 and N7."""
        if self.agrees:
            return Answer.AGREE
        if self.contradicts:
            return Answer.CONTRADICT
        return Answer.UNKNOWN if self is Level.UNKNOWN else Answer.COMPATIBLE


_RANKED = (Level.N1, Level.N2, Level.N3, Level.N4, Level.N5, Level.UNKNOWN, Level.N6, Level.N7)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name in both folds; `initial` stands for a longer name, `cut` may have lost its end."""

    strip: str
    expand: str
    initial: bool = False
    cut: bool = False

    def equals(self, other: Word) -> bool:
        """Tell whether the words are equal on either fold."""
        return self.strip == other.strip or self.expand == other.expand


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name taken apart.

    `given` holds full given names and initials in order; `particles` those before the first `cores` word of the
    surname; `generation` is sr, jr, ii … or empty. `persons` are the two holders of a joint name. `script` is
    latin, cyrillic, greek, arabic, hebrew, han and so on, or mixed. `case_lost` and `marks_lost`: the writer had no
    lower case, no marks. `whole_given`: the given name counts whole, as in China, Korea and Vietnam.
    """

    raw: str
    kind: Kind
    given: tuple[Word, ...] = ()
    particles: tuple[str, ...] = ()
    cores: tuple[Word, ...] = ()
    generation: str = ""
    script: str = "latin"
    maybe_truncated: bool = False
    case_lost: bool = False
    marks_lost: bool = False
    persons: tuple[ParsedName, ...] = field(default=())
    whole_given: bool = False

    def __hash__(self) -> int:
        """Hash by the string alone, since names are looked up per pair and the rest follows from it."""
        return hash(self.raw)

    @property
    def full_given(self) -> tuple[Word, ...]:
        """The given names that are more than an initial."""
        return tuple(word for word in self.given if not word.initial)

    @property
    def words(self) -> tuple[Word, ...]:
        """Given names and surname words, particles left out."""
        return (*self.given, *self.cores)

    @property
    def key(self) -> str:
        """First full given name and surname, folded; empty unless both are known. Equal keys are name twins."""
        if self.kind is not Kind.PERSON or not self.cores or not self.full_given:
            return ""
        return f"{self.full_given[0].strip}|{' '.join(word.strip for word in self.cores)}"
