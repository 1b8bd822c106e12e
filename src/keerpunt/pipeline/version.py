"""Which keerpunt made a build: its version and the digest of its own rules."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from keerpunt.resolve.models import digests

RULES = (".py", ".sql", ".toml", ".csv", ".parquet", ".json")


def versions() -> dict[str, str]:
    """Return the versions that results depend on, digests of code and linkage models included; named in run.json."""
    packages = {name: version(name) for name in ("keerpunt", "duckdb", "pyarrow", "splink")}
    return packages | {"code": code_digest()} | {f"model {name}": digest for name, digest in digests().items()}


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return the SHA-256 over every rule the package ships (code, SQL, policy, reference data), by path."""
    digest = hashlib.sha256()
    for path, entry in sorted(_walk("", files("keerpunt"))):
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(entry.read_bytes()).digest())
    return digest.hexdigest()


def _walk(prefix: str, folder: Traversable) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        path = f"{prefix}/{entry.name}"
        if entry.is_dir():
            found += _walk(path, entry)
        elif entry.name.endswith(RULES):
            found.append((path, entry))
    return found
