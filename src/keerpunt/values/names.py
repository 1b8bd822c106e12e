"""Names: one parser and one comparer for resolution, assessment and search.

`parse` takes a string apart, `compare` gives the level of agreement N1 to N7 (RESOLUTION.md section 5):

- N1 equal; N2 equal by nickname, fold, lost particle, order, one half of a double surname or truncation; N3 surname
  equal and initials compatible. These agree.
- N4 surname alike (Jaro-Winkler >= 0.92) and given name compatible; N5 given name and birth date equal, surname not.
- N6 surname equal, given name contradicts: relatives. N7 anything else.
- `unknown` where nothing can be said: no name, several persons, no given name, a script no table reads.

Two scripts never contradict. `Level.answer` is the word of the second pass: agree, compatible, contradict, unknown.
"""

from __future__ import annotations

from keerpunt.values.names_compare import compare
from keerpunt.values.names_given import Given, given_relation
from keerpunt.values.names_parse import TRUNCATION_LENGTHS, is_name, parse
from keerpunt.values.names_types import Answer, Kind, Level, ParsedName, Word

__all__ = [
    "TRUNCATION_LENGTHS",
    "Answer",
    "Given",
    "Kind",
    "Level",
    "ParsedName",
    "Word",
    "compare",
    "given_relation",
    "is_name",
    "parse",
]
