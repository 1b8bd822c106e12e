"""What is spoilt: the samples of every contract test, with whatever their reader needs beside them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.reader_contract import ReaderContract

TESTS = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Target:
    """A contract class and its seeds, by name."""

    name: str
    contract: type[ReaderContract]
    seeds: dict[str, bytes]


def targets() -> list[Target]:
    """Return every target, sorted by name: one per contract class of a format that ships."""
    for path in sorted((TESTS / "contract").glob("test_*.py")):
        importlib.import_module(f"tests.contract.{path.stem}")
    found = []
    for contract in _classes(ReaderContract):
        if contract.reader.name != "vouchers":  # the toy of docs/add-a-format.md
            name = f"{contract.reader.name}-{contract.__name__.removeprefix('Test').lower()}"
            found.append(Target(name, contract, {**contract.samples, **_once_broken(name)}))
    return sorted(found, key=lambda target: target.name)


def _classes(base: type[ReaderContract]) -> Iterator[Any]:
    for contract in base.__subclasses__():
        if hasattr(contract, "samples"):
            yield contract
        yield from _classes(contract)


def _once_broken(target: str) -> dict[str, bytes]:
    folder = CORPUS / target
    return {f"corpus/{path.name}": path.read_bytes() for path in sorted(folder.glob("*")) if path.is_file()}
