"""The policy of the assessment: every interval and constant, checked when it is read, named by its digest.

The shipped policy is `policy.toml`. A policy file of an operation replaces the keys it names and nothing else; a key
that is not known, an interval that is upside down or crosses zero, and a negative bound are refused (exit 4), naming
the line.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from keerpunt.assess.catalogue import BY_CODE
from keerpunt.assess.policy_scales import SECTION, calibration_of, check_calibration, weights_digest
from keerpunt.assess.scales import Calibration, Interval
from keerpunt.errors import PolicyRefused
from keerpunt.model.words import RIVALS

SHIPPED = "policy.toml"
OTHER_ROOMS = frozenset(("intake",))
"""Sections of one policy file that other rooms read and check; one that nobody reads would not hold and is refused."""

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caps:
    """Upper bounds of support, thousandths of log10 (ASSESSMENT.md section 3, step 2)."""

    origin_low: int
    origin_high: int
    dependent_low: int
    dependent_high: int
    rival_low: int
    rival_high: int


@dataclass(frozen=True, slots=True)
class Policy:
    """A checked policy. `effects`: (indicator code, test) -> rival -> (low, high) in thousandths of log10.

    `tests`: named constants of the indicators, whole numbers with the units said in `policy.toml`. `calibration`: the
    user's own scales, None in what ships. `weights`: digest of all that the raw sums depend on.
    """

    version: str
    calibration: Calibration | None
    weights: str
    effects: Mapping[tuple[str, str], Mapping[str, Interval]]
    min_low: Mapping[str, int]
    min_origins: int
    adult_age: int
    caps: Caps
    tests: Mapping[str, int]
    stale_days: int
    distrusted_origins: frozenset[str]
    special_accounts: frozenset[str]
    retention_days: Mapping[str, int]
    request_effects: Mapping[str, Mapping[str, tuple[str, ...]]]
    digest: str


def load_policy(path: Path | None = None) -> Policy:
    """Read the shipped policy and, if given, the operation's own over it.

    Raises:
        PolicyRefused: a file or value is refused; `place` names file and line.
    """
    shipped = files("keerpunt.assess").joinpath(SHIPPED).read_text(encoding="utf-8")
    tree = _parse(shipped, SHIPPED)
    _Checker(shipped, SHIPPED, tree).check(tree)
    if path is not None:
        text = _read(path)
        own = {key: value for key, value in _parse(text, path.name).items() if key not in OTHER_ROOMS}
        checker = _Checker(text, path.name, tree)
        checker.check(own)
        tree = _overlay(tree, own)
        checker.check_whole(tree)
    return _policy(tree)


def own_tree(path: Path | None) -> Tree:
    """Return what a policy file says as it stands, the sections of other rooms included; nothing without a file.

    Raises:
        PolicyRefused: it is no TOML.
    """
    return _parse(_read(path), path.name) if path is not None else {}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise PolicyRefused("the policy file cannot be read as UTF-8 text", place=path.name) from None


def _parse(text: str, name: str) -> Tree:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyRefused(f"not valid TOML ({error})", place=name) from None
    except (ValueError, RecursionError):
        raise PolicyRefused("not valid TOML (a number or a nesting passes every limit)", place=name) from None


def _overlay(base: Tree, own: Tree) -> Tree:
    """Return `base` with the keys of `own`; tables merge, everything else is replaced."""
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = _overlay(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


class _Checker:
    """Checks one policy file against the shipped shape; knows the lines to name."""

    def __init__(self, text: str, name: str, shape: Tree) -> None:
        self._lines = text.splitlines()
        self._name = name
        self._shape = shape

    def check(self, tree: Tree) -> None:
        """Refuse anything unknown, of the wrong type, or out of bounds."""
        for key, value in tree.items():
            if key == "indicators":
                self._indicators(value)
            elif key == SECTION:
                check_calibration(value, self._refuse)
            elif key not in self._shape:
                self._refuse(f"no such policy key: {key}", key)
            else:
                self._same_kind(value, self._shape[key], (key,))
        self._bounds(tree)

    def check_whole(self, tree: Tree) -> None:
        """Refuse scales of other weights, and a policy that says it is calibrated without scales, or not with them."""
        held = tree.get(SECTION)
        if held and held["weights"] != weights_digest(tree):
            self._refuse("the maps were fitted to other weights than these", "weights", SECTION)
        if tree["calibrated"] != bool(held):
            self._refuse("calibrated is true with maps and false without", "calibrated" if not held else SECTION)

    def _bounds(self, tree: Tree) -> None:
        gate = tree.get("gate", {})
        for key, value in [*gate.get("min_low", {}).items(), *tree.get("caps", {}).items()]:
            if value < 0:
                self._refuse(f"{key} must not be negative", key)
        for key in ("min_origins", "adult_age"):
            if key in gate and gate[key] < 1:
                self._refuse(f"{key} must be at least 1", key)
        for key, value in tree.get("tests", {}).items():
            if key != "supports_rival_high" and value < 0:
                self._refuse(f"{key} must not be negative", key)
        if tree.get("tests", {}).get("supports_rival_high", -1) >= 0:
            self._refuse("supports_rival_high must be negative", "supports_rival_high")

    def _same_kind(self, value: Any, shape: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, bool) != isinstance(shape, bool) or not isinstance(value, type(shape)):
            self._refuse(f"{'.'.join(path)} must be of type {type(shape).__name__}", path[-1])
        if isinstance(shape, list) and not all(isinstance(item, str) for item in value):
            self._refuse(f"{'.'.join(path)} must be a list of texts", path[-1])
        if not isinstance(shape, dict):
            return
        for key, below in value.items():
            if key not in shape:
                self._refuse(f"no such policy key: {'.'.join((*path, key))}", key)
            self._same_kind(below, shape[key], (*path, key))
        if path[:2] == ("requests", "effects"):
            self._known_tests(value, path)

    def _known_tests(self, value: Tree, path: tuple[str, ...]) -> None:
        for name in (name for key in ("best", "worst") for name in value.get(key, [])):
            code, _, test = name.partition(".")
            if code not in BY_CODE or test not in BY_CODE[code].tests:
                self._refuse("names a test that no indicator has", path[-1])

    def _indicators(self, tree: Any) -> None:
        if not isinstance(tree, dict):
            self._refuse("indicators must be a table", "indicators")
        for code, tests in tree.items():
            if code not in BY_CODE:
                self._refuse(f"unknown indicator code: {code}", code)
            for test, effects in tests.items():
                if test not in BY_CODE[code].tests or not isinstance(effects, dict):
                    self._refuse(f"{code} has no test {test}", test, code)
                for rival, interval in effects.items():
                    self._interval(code, test, rival, interval)

    def _interval(self, code: str, test: str, rival: str, interval: Any) -> None:
        if rival not in BY_CODE[code].rivals:
            self._refuse(f"{code} does not speak about {rival}", test, code)
        whole = isinstance(interval, list) and len(interval) == 2 and all(type(end) is int for end in interval)
        if not whole:
            self._refuse(f"{code}.{test}: an interval is [low, high] in whole thousandths", test, code)
        low, high = interval
        if low > high:
            self._refuse(f"{code}.{test}.{rival}: low is above high", test, code)
        if low < 0 < high:
            self._refuse(f"{code}.{test}.{rival}: supports and contradicts at once", test, code)
        if low == high == 0:
            self._refuse(f"{code}.{test}.{rival}: a neutral test is left out", test, code)

    def _refuse(self, message: str, key: str, section: str = "") -> NoReturn:
        raise PolicyRefused(message, place=f"{self._name}:{self._line(key, section)}")

    def _line(self, key: str, section: str) -> int:
        """Return the line of a key (within a section, if named), 1 where it cannot be told."""
        inside = not section
        for number, line in enumerate(self._lines, start=1):
            bare = line.strip()
            if bare.startswith("["):
                inside = not section or section in bare
                if key in bare.strip("[] ").split("."):
                    return number
            elif inside and bare.split("=")[0].strip().strip('"') == key:
                return number
        return 1


def _policy(tree: Tree) -> Policy:
    effects = {
        (code, test): {rival: (int(ends[0]), int(ends[1])) for rival, ends in by_rival.items()}
        for code, tests in tree["indicators"].items()
        for test, by_rival in tests.items()
    }
    canonical = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Policy(
        version=tree["version"],
        calibration=calibration_of(tree),
        weights=weights_digest(tree),
        effects=effects,
        min_low={rival: tree["gate"]["min_low"][rival] for rival in RIVALS},
        min_origins=tree["gate"]["min_origins"],
        adult_age=tree["gate"]["adult_age"],
        caps=Caps(**tree["caps"]),
        tests=dict(tree["tests"]),
        stale_days=tree["triage"]["stale_days"],
        distrusted_origins=frozenset(tree["distrusted_origins"]),
        special_accounts=frozenset(tree["special_accounts"]),
        retention_days=dict(tree["requests"]["retention_days"]),
        request_effects={
            ask: {end: tuple(names) for end, names in ends.items()} for ask, ends in tree["requests"]["effects"].items()
        },
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
    )
