"""The build digest: SHA-256 over the sorted (path, sha256) of evidence, results and custody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keerpunt.store.paths import CUSTODY, EVIDENCE, RESULTS

CHUNK = 1 << 20


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no blanks: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def sealed(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of run.json with `run_digest`, SHA-256 over everything else in it."""
    rest = {name: value for name, value in body.items() if name != "run_digest"}
    return {**rest, "run_digest": hashlib.sha256(canonical_json(rest).encode()).hexdigest()}


def file_digests(build: Path) -> dict[str, str]:
    """Return path (relative, with `/`) to SHA-256 of every file that the build digest covers, sorted by path.

    What is no file has the digest ''.
    """
    paths = [build / CUSTODY, *(build / EVIDENCE).glob("*"), *(build / RESULTS).glob("*")]
    names = sorted(p.relative_to(build).as_posix() for p in paths)
    return {name: file_sha256(build / name) if (build / name).is_file() else "" for name in names}


def build_digest(digests: Mapping[str, str]) -> str:
    """Return the digest of a build from the digests of its files."""
    lines = "".join(f"{path}\0{sha}\n" for path, sha in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
