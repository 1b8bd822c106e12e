"""The shipped models: Splink settings with their parameters, the rates of names they go by, and their calibration.

Each file is JSON with `name`, `version`, `date` and `basis`. `digests.json` holds the SHA-256 over the bytes of every
file; one that differs is refused, since its figures would not be those that were measured. The digests go into
`run.json`, the versions into explanations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from keerpunt.errors import PolicyRefused
from keerpunt.resolve.calibration import Calibration
from keerpunt.resolve.likeness import BIRTH_DATE, NAME, POOLED, RELATIVES

SUBSCRIBERS = "subscriber_subscriber"
PAYERS = "payer_payer"
PAYER_SUBSCRIBER = "payer_subscriber"
ACCOUNTS = "account_account"
RATES = "name_rates"
CALIBRATION = "calibration"
DIGESTS = "digests"


@dataclass(frozen=True, slots=True)
class Namesakes:
    """How much rarer a relative of one's own given name and generation is than name and birth date are each.

    `weight`: bits for one person against two relatives, where the level of the name is among `names` and that of the
    birth date among `births`, by the numbers of the model.
    """

    weight: float
    names: tuple[int, ...]
    births: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model; `levels`: comparison -> code of each level by the number Splink gives it.

    `relatives`: what each level says for one person against two relatives, in bits, by the same numbers;
    `relatives_prior`: log2 odds of one person against two relatives before anything is compared. A model without them
    weighs strangers alone.
    """

    name: str
    version: str
    settings: dict[str, Any]
    levels: dict[str, dict[int, str]]
    relatives: dict[str, dict[int, float]]
    relatives_prior: float
    namesakes: Namesakes | None = None

    @property
    def compared(self) -> tuple[str, ...]:
        """The comparisons that Splink makes."""
        return tuple(name for name in self.levels if name != RELATIVES)

    @property
    def rated(self) -> bool:
        """Whether how common a name is adjusts what it says."""
        levels = (level for one in self.settings["comparisons"] for level in one["comparison_levels"])
        return any("tf_adjustment_column" in level for level in levels)


@dataclass(frozen=True, slots=True)
class NamePack:
    """How common names are in a country: rates of given names and surnames, and what an unlisted one counts as.

    `version` begins with the country whose pack it is, or with `pooled` where none is known to hold. `floor`: no full
    name counts as rarer. `near`: the pack is that of a country with the same naming; it knows the names it lists, and
    what it does not list may be common here.
    """

    version: str
    near: bool
    given: Mapping[str, float]
    surname: Mapping[str, float]
    given_other: float
    surname_other: float
    floor: float

    def rate(self, given: str, surname: str) -> float:
        """Return the rate of a full name, both halves folded."""
        found = self.given.get(given, self.given_other) * self.surname.get(surname, self.surname_other)
        return max(found, self.floor)

    def source(self, given: str, surname: str) -> str:
        """Return the version of the pack that says how common a full name is, both halves folded."""
        if self.near and (given not in self.given or surname not in self.surname):
            return f"{POOLED}-{self.version.partition('-')[2]}"
        return self.version

    @property
    def knows(self) -> bool:
        """Whether the names of the country are known: what is common there, and that a middle name is one's own."""
        return not self.version.startswith(POOLED)


@lru_cache(maxsize=16)
def read(name: str) -> dict[str, Any]:
    """Read a shipped file whose digest is the recorded one.

    Raises:
        PolicyRefused: the file is not the one that was measured.
    """
    stored = files(__package__).joinpath(f"{name}.json").read_bytes()
    if hashlib.sha256(stored).hexdigest() != digests().get(name):
        raise PolicyRefused("a linkage model is not the one whose digest is recorded", place=f"{name}.json")
    found: dict[str, Any] = json.loads(stored)
    return found


@lru_cache(maxsize=1)
def digests() -> dict[str, str]:
    """Return the recorded SHA-256 of every shipped file, by name."""
    found: dict[str, str] = json.loads(files(__package__).joinpath(f"{DIGESTS}.json").read_bytes())
    return found


@lru_cache(maxsize=8)
def load(name: str) -> Model:
    """Read a shipped model."""
    found = read(name)
    levels = {comparison["output_column_name"]: _numbers(comparison) for comparison in found["settings"]["comparisons"]}
    kin = found.get("relatives")
    if kin is None:
        return Model(found["name"], found["version"], found["settings"], levels, {}, 0.0)
    relatives = {
        name: {number: 0.0 if number < 0 else kin["weights"][name][code] for number, code in codes.items()}
        for name, codes in levels.items()
    }
    levels |= {RELATIVES: {-1: "unknown", 0: "what relatives share"}}
    namesakes = _namesakes(kin.get("namesakes"), levels)
    return Model(found["name"], found["version"], found["settings"], levels, relatives, kin["prior"], namesakes)


def _namesakes(stored: Mapping[str, Any] | None, levels: Mapping[str, Mapping[int, str]]) -> Namesakes | None:
    if stored is None:
        return None
    names, births = (
        tuple(number for number, code in levels[name].items() if code in stored[name]) for name in (NAME, BIRTH_DATE)
    )
    return Namesakes(stored["weight"], names, births)


def _numbers(comparison: dict[str, Any]) -> dict[int, str]:
    """Splink numbers levels downwards, the null level being -1 and `else` 0."""
    codes = [level["label_for_charts"] for level in comparison["comparison_levels"] if not level.get("is_null_level")]
    return {-1: "unknown"} | {len(codes) - 1 - place: code for place, code in enumerate(codes)}


@lru_cache(maxsize=8)
def calibration(name: str) -> Calibration | None:
    """Return the calibration of a model, None where it has none."""
    if CALIBRATION not in digests() or name not in read(CALIBRATION):
        return None
    return Calibration.read(read(CALIBRATION)[name])


@lru_cache(maxsize=256)
def name_rates(country: str) -> NamePack:
    """Return the dated pack of a country, the pooled one where it has none."""
    found = read(RATES)
    near = country in found["near"]
    label = country if country in found["countries"] else found["countries"][0] if near else POOLED
    return NamePack(
        version=f"{label}-{found['date']}",
        near=near,
        given=found["given"],
        surname=found["surname"],
        given_other=found["given_other"],
        surname_other=found["surname_other"],
        floor=found["floor"],
    )
