"""One spoilt file through reader, guards and collector, within five seconds and a gigabyte."""

from __future__ import annotations

import random
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from keerpunt.errors import InputRefused
from keerpunt.intake.collect import Collector
from keerpunt.intake.guards import Guards
from keerpunt.intake.reader import HEAD_BYTES
from keerpunt.intake.records import Excluded, Record, Rejected
from keerpunt.model.words import EXCLUDE_REASONS, REJECT_REASONS
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import Target

SECONDS = 5
BYTES = 1 << 30
CANARY = "Zebedee"


class Hung(Exception):
    """A reader took longer than it may."""


class Broke(Exception):
    """A reader broke its contract on a file; `body` is the file."""

    def __init__(self, target: str, why: str, body: bytes) -> None:
        self.body = body
        super().__init__(f"{target}: {why}")


def check(target: Target, folder: Path, seed: int, rounds: int) -> int:
    """Try `rounds` spoilt files and return how many gave records.

    Raises:
        Broke: any exception but a refusal, a refusal that quotes the file, a hang, or too much memory.
    """
    chance = random.Random(seed)
    names = sorted(target.seeds)
    read = 0
    with _limited():
        begin = _peak()
        for _ in range(rounds):
            body, other = (target.seeds[chance.choice(names)] for _ in range(2))
            spoilt = mutated(body, other, chance)
            if chance.random() < 0.1:
                place = chance.randrange(len(spoilt) + 1)
                spoilt = spoilt[:place] + CANARY.encode() + spoilt[place:]
            read += one(target, folder, spoilt)
            if _peak() - begin > BYTES:
                raise Broke(target.name, f"took more than {BYTES >> 20} MiB", spoilt)
    return read


def one(target: Target, folder: Path, body: bytes) -> bool:
    """Read one file; tell whether it gave records, False where it was refused. Raises Broke."""
    contract = target.contract()
    try:
        with _clock():
            contract.reader.sniff(body[:HEAD_BYTES], contract.file_name)
            context = contract.context(folder)
            context.path.write_bytes(body)
            collector = Collector(context, contract.reader.label, Guards(context.key))
            with context.path.open("rb") as stream:
                for record in contract.reader.read(stream, context):
                    collector.add(_of_vocabulary(record))
            collector.finish()
    except InputRefused as refused:
        if CANARY in str(refused):
            raise Broke(target.name, "a refusal quotes the file", body) from None
        return False
    except Hung:
        raise Broke(target.name, f"took longer than {SECONDS} s", body) from None
    except Exception as error:
        raise Broke(target.name, f"{type(error).__name__}: {error}", body) from error
    if CANARY in f"{context.findings} {context.told} {context.guarded}":
        raise Broke(target.name, "a finding quotes the file", body)
    return True


def _of_vocabulary(record: Record) -> Record:
    if isinstance(record, Rejected) and record.reason not in REJECT_REASONS:
        raise ValueError(record.reason)
    if isinstance(record, Excluded) and record.reason not in EXCLUDE_REASONS:
        raise ValueError(record.reason)
    return record


@contextmanager
def _clock() -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _limited() -> Iterator[None]:
    """Let a reader that asks for far too much fail at once instead of taking the machine down."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (8 * BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
