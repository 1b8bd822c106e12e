"""The web's own copies of builds: taken over whole, checked against their digest, never changed."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from keerpunt.errors import InputRefused, PolicyRefused
from keerpunt.store import Build, build_digest, file_digests, open_build
from keerpunt.store.paths import BUILD, FILE_MODE, FOLDER_MODE, private_folder

HEX = frozenset("0123456789abcdef")


def check(build: Build) -> None:
    """Recompute the digest of a build from its files.

    Raises:
        PolicyRefused: the files are not those the run wrote (CASEWORK.md section 11, "unknown digest").
    """
    if (
        len(build.digest) != 64
        or not HEX.issuperset(build.digest)
        or build_digest(file_digests(build.path)) != build.digest
    ):
        raise PolicyRefused("the files do not have the digest that run.json states", place=str(build.path))


def take_over(build: Build) -> Path:
    """Copy a checked build to `builds/<digest>/` and return that folder; an intact copy is kept as it is.

    Raises:
        PolicyRefused: what was copied is not what was checked.
    """
    target: Path = settings.KEERPUNT_BUILDS / build.digest
    if is_intact(build.digest):
        return target
    work = private_folder(target.with_name(f".{build.digest}.new"))
    shutil.rmtree(work)
    private_folder(work)
    for name in BUILD:
        source = build.path / name
        if source.is_dir():
            shutil.copytree(source, work / name)
        else:
            shutil.copyfile(source, work / name)
    for path in work.rglob("*"):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    check(Build(work, build.digest, build.run))
    shutil.rmtree(target, ignore_errors=True)
    work.rename(target)
    published.cache_clear()
    return target


def is_intact(digest: str) -> bool:
    """Tell whether the copy of a build is there and has its digest."""
    try:
        check(open_build(settings.KEERPUNT_BUILDS / digest))
    except (InputRefused, PolicyRefused, OSError):
        return False
    return True


@lru_cache(maxsize=16)
def published(digest: str) -> Build:
    """Open the copy of a published build without reading a person; builds never change, so it is kept in memory."""
    return open_build(settings.KEERPUNT_BUILDS / digest)
