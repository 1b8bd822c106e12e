"""The whole operation, person by person: from a seed to the ledger of everything that happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from keerpunt.model.progress import Progress
from keerpunt.simulate.acts import Paid, buy, open_account, register
from keerpunt.simulate.answers import answer_about_holder, answer_about_mailbox
from keerpunt.simulate.answers_issuer import report_fraud
from keerpunt.simulate.answers_line import answer_about_line, answer_about_namesake
from keerpunt.simulate.answers_register import answer_of_registers
from keerpunt.simulate.business import keep_house
from keerpunt.simulate.bystanders import add_bystanders
from keerpunt.simulate.casting import Case, cast, second_account
from keerpunt.simulate.chance import Chance
from keerpunt.simulate.fabricated import fabricate
from keerpunt.simulate.ledger import FolderRow, Ledger
from keerpunt.simulate.mutations import Mark, Row, holder_row, marked, retold, spoil
from keerpunt.simulate.network import Lines
from keerpunt.simulate.people import People
from keerpunt.simulate.scales import Scale
from keerpunt.simulate.scene import Scene
from keerpunt.simulate.use import make_folders, visit, watch
from keerpunt.simulate.verdicts import note_truth

_EXCHANGED = 8
"""Of a hundred cards, how many a bank's answer takes for somebody else's."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """What every case is played on."""

    chance: Chance
    folders: Mapping[str, FolderRow]
    ledger: Ledger
    waiting: list[tuple[Case, Row]] = field(default_factory=list)
    """Cases whose key somebody will exchange with the next one's."""


def make_ledger(chance: Chance, scale: Scale, progress: Progress) -> Ledger:
    """Play every case of an operation and return what happened."""
    ledger = Ledger()
    folders = make_folders(chance.stream("folders"))
    ledger.folders.extend(folders.values())
    stage = _Stage(chance, folders, ledger)
    people = People(chance)
    buyers = sum(scale.buyers.values())
    number = buyers
    with progress.step("people and payments", scale.accounts, "accounts") as tick:
        for case in cast(chance, scale, people, Lines(chance)):
            _play(stage, case, errors=scale.errors)
            if case.story.also == "second_account":
                _act(stage, second_account(case, number, chance.stream("second", number)))
                number += 1
            tick(1)
        fabricate(chance, scale.fabricated, count(number), people, ledger)
        add_bystanders(chance, scale, number + scale.fabricated, people, ledger)
        tick(scale.accounts - buyers)
    watch(ledger)
    keep_house(chance.stream("business"), ledger)
    return ledger


def _act(stage: _Stage, case: Case) -> tuple[dt.datetime, list[Paid]]:
    """Let a case happen on the platform, and note what is true of it; return its registration and payments."""
    scene = Scene(case, stage.chance.stream("acts", case.number), stage.ledger)
    paid = buy(scene)
    registered = register(scene, paid[0].placed)
    grants = [(payment.granted, payment.month) for payment in paid] if case.story.used else []
    seen = visit(scene, grants, stage.folders)
    open_account(scene, registered, seen or registered)
    note_truth(case, stage.ledger)
    return registered, paid


def _play(stage: _Stage, case: Case, *, errors: bool) -> None:
    """Let a case happen and let everybody who is asked about it answer; `errors`: with one error of somebody's."""
    before, answered = len(stage.ledger.hits), marked(stage.ledger)
    registered, paid = _act(stage, case)
    scene = Scene(case, stage.chance.stream("answers", case.number), stage.ledger)
    answer_about_holder(scene, paid[0].paid)
    answer_about_mailbox(scene, registered)
    answer_about_line(scene, stage.ledger.hits[before:])
    answer_about_namesake(scene)
    answer_of_registers(scene)
    report_fraud(scene, paid[-1].paid)
    if errors:
        _err(stage, case, answered)


def _err(stage: _Stage, case: Case, answered: Mark) -> None:
    rng = stage.chance.stream("error", case.number)
    row = holder_row(stage.ledger, answered)
    if row is None or rng.randrange(100) >= _EXCHANGED:
        kind = spoil(case, rng, stage.ledger, answered)
        retold(stage.ledger, case.account_id, kind or "none")
    elif stage.waiting:
        other, theirs = stage.waiting.pop()
        row["linked_value"], theirs["linked_value"] = theirs["linked_value"], row["linked_value"]
        for each in (case, other):
            retold(stage.ledger, each.account_id, "keys_exchanged")
    else:
        stage.waiting.append((case, row))
