"""Which formats there are, and which one a file is of: the declared one, else the only one that recognises it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from typing import BinaryIO

from keerpunt.errors import InputRefused, KeerpuntError, SourceRefused
from keerpunt.intake import formats
from keerpunt.intake.reader import HEAD_BYTES, Reader
from keerpunt.model.operation import Source

GROUP = "keerpunt.formats"
"""Entry points of other packages: `name = "package.module:READER"`."""


def load_readers() -> dict[str, Reader]:
    """Return every reader by its name: the modules of `intake/formats/` and the entry points of other packages.

    Raises:
        KeerpuntError: an entry point cannot be loaded, is no Reader, or has a name that is taken.
    """
    readers: dict[str, Reader] = {}
    for info in pkgutil.iter_modules(formats.__path__):
        if not info.name.startswith("_"):
            module = importlib.import_module(f"{formats.__name__}.{info.name}")
            readers[module.READER.name] = module.READER
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.value)):
        try:
            reader = point.load()
        except (ImportError, AttributeError) as error:
            raise KeerpuntError(f"cannot be loaded ({type(error).__name__})", place=f"format {point.name}") from None
        if not isinstance(reader, Reader):
            raise KeerpuntError("is no keerpunt.intake.reader.Reader", place=f"format {point.name}")
        if reader.name in readers:
            raise KeerpuntError("is registered twice", place=f"format {reader.name}")
        readers[reader.name] = reader
    return dict(sorted(readers.items()))


def choose_reader(source: Source, stream: BinaryIO, readers: Mapping[str, Reader]) -> Reader:
    """Return the reader of a file: as declared, by its `map` or `table`, else by its first bytes.

    Raises:
        InputRefused: the declared format is not known.
        SourceRefused: `unknown_format`, no reader or more than one recognises the file.
    """
    declared = source.format or ("table" if source.map else "canonical" if source.table else "")
    if declared:
        if declared not in readers:
            known = ", ".join(sorted(readers))
            raise InputRefused(f"format is not known; known are {known}", place=f"operation.toml: {source.path}")
        return readers[declared]
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return _only(source, [reader for reader in readers.values() if reader.sniff(head, source.path)])


def _only(source: Source, found: Sequence[Reader]) -> Reader:
    names = sorted(reader.name for reader in found)
    if not names:
        message = "no reader recognises the file; name its `format` (and `map` or `table`) in operation.toml"
        raise SourceRefused("unknown_format", message, place=source.path)
    if len(names) > 1:
        message = f"several readers recognise the file ({', '.join(names)}); name its `format` in operation.toml"
        raise SourceRefused("unknown_format", message, place=source.path)
    return next(reader for reader in found if reader.name == names[0])
