"""One batch per provider: letter, questions, a text that asks to keep the records, templates for the answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from keerpunt.refer import sheets
from keerpunt.refer.letter import Head, Operation, letter, preservation
from keerpunt.refer.neutral import refuse_offence_words
from keerpunt.refer.questions import Template, templates
from keerpunt.refer.wording import LANGUAGES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """The questions to one provider. `files`: name within its folder to content; `reference`: named on every page."""

    of_whom: str
    folder: str
    reference: str
    requests: tuple[Row, ...]
    log_expires: str | None
    files: Mapping[str, bytes] = field(repr=False)


def batches(requests: Iterable[Row], operation: Operation) -> Iterator[Batch]:
    """Yield a batch for each provider, by name; `requests` are rows of the table, one id may stand for several leads.

    Raises:
        PolicyRefused: the operation's legal basis or code, which stand on every page, speak of an offence.
    """
    refuse_offence_words(operation.legal_basis, "legal_basis")
    refuse_offence_words(operation.code, "operation.code")
    by_provider: dict[str, dict[str, Row]] = defaultdict(dict)
    for request in sorted(requests, key=lambda row: (row["rank"], row["ask"], row["request_id"])):
        by_provider[request["of_whom"]].setdefault(request["request_id"], request)
    for of_whom in sorted(by_provider):
        yield _batch(of_whom, tuple(by_provider[of_whom].values()), operation)


def folder_of(of_whom: str) -> str:
    """Return a neutral folder name of a provider: what is readable of its name, and a digest that tells names apart."""
    readable = re.sub(r"[^a-z0-9]+", "-", of_whom.lower()).strip("-")[:48]
    return f"{readable}-{hashlib.sha256(of_whom.encode()).hexdigest()[:6]}"


def _batch(of_whom: str, requests: tuple[Row, ...], operation: Operation) -> Batch:
    pairs = [(request, json.loads(request["details"] or "{}")) for request in requests]
    found: dict[str, list[Template]] = defaultdict(list)
    answers: dict[str, str] = {}
    for request, details in pairs:
        of_request = templates(request, details)
        answers[request["ask"]] = _file(of_request[0].table)
        for each in of_request:
            found[each.table].append(each)
    digest = hashlib.sha256("\0".join(sorted(request["request_id"] for request in requests)).encode()).hexdigest()
    reference = f"{operation.code}/{digest[:8]}"
    files = {_file(name): sheets.reply(_wide(of_table)) for name, of_table in sorted(found.items())}
    to_fill_in = sorted(files)
    head = Head(of_whom, reference, operation)
    for language in LANGUAGES:
        files[f"letter-{language}.pdf"] = letter(head, pairs, language, to_fill_in)
        files[f"preserve-{language}.txt"] = preservation(head, pairs, language)
        files[f"requests-{language}.csv"] = sheets.asked(pairs, language, operation.legal_basis, answers)
    expiries = [request["log_expires"] for request in requests if request["log_expires"]]
    return Batch(of_whom, folder_of(of_whom), reference, requests, min(expiries, default=None), files)


def _file(table: str) -> str:
    return f"reply-{table.replace('_', '-')}.csv"


def _wide(found: list[Template]) -> list[Template]:
    """Return the templates of one table, the one with most columns first: its header holds for all."""
    return sorted(found, key=lambda each: -len(each.columns))
