"""A JSON list of objects, read one object at a time: `[{"id": 1}, {"id": 2}]`, in one line or in many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from keerpunt.intake.context import Context
from keerpunt.intake.encoding import Encoding
from keerpunt.intake.json_stream import JsonStream
from keerpunt.intake.records import Rejected
from keerpunt.intake.tabular.jsonl_rows import picked


def json_list_rows(
    stream: BinaryIO, encoding: Encoding, columns: Sequence[str], context: Context
) -> Iterator[tuple[str, list[str | None]] | Rejected]:
    """Yield the values of `columns` of every object of the list, from the begin of the file, under its place `/N`.

    Names and values are those of JSON lines. An item that is no object is rejected, and so is one of more than 16 MiB.

    Raises:
        SourceRefused: `truncated` (unless the file may be cut off), `too_deep`, `bad_encoding`, `unknown_record` where
            it is no JSON.
    """
    paths = [(column, column.split(".")) for column in columns]
    for element in JsonStream(stream, encoding, may_be_cut=context.may_be_cut):
        if element.fault == "truncated":
            context.note("truncated")
        if element.fault:
            yield Rejected(element.pointer, element.fault)
        elif isinstance(element.found, dict):
            yield element.pointer, picked(element.found, paths)
        else:
            yield Rejected(element.pointer, "unknown_record")


def begins_as_list(head: bytes) -> bool:
    """Tell by its first bytes whether a text begins as a JSON list, in the encodings that JSON may have."""
    name = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2], "utf-8")
    return head.decode(name, "ignore").lstrip("\ufeff \t\r\n").startswith("[")
