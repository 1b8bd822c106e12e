"""Makes party records ready in the engine: comparable forms, payers, folds, and what may not fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.resolve.forms import ROOM, column, name_forms, value_forms
from keerpunt.resolve.judgements import Verdicts, held_apart, judged_records
from keerpunt.resolve.settings import ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine


def set_up(engine: Engine, verdicts: Verdicts, settings: ResolveSettings) -> None:
    """Keep in the engine what both ways of resolution read; the canonical tables are registered.

    Tables: value_form, name_form, own_wallet, doubled_card, payer_record, member, device_constant, lease,
    judged_record, apart_party and single_source. View: party_fact. None of them needs a person to be known.
    """
    judged = bare(judged_records(verdicts))
    engine.register("corporate_bin", _texts("bin", settings.corporate_bins))
    engine.register("single_source", _texts("origin", settings.one_per_source))
    engine.register("judged_record", _texts("record_key", judged))
    engine.register("value_form", value_forms(engine))
    engine.register("name_form", name_forms(engine))
    engine.keep("own_wallet", ROOM, "own_wallet")
    engine.keep("doubled_card", ROOM, "doubled_card")
    engine.keep("payer_record", ROOM, "payer_record")
    engine.register("held_apart", _texts("record_key", ()))
    engine.keep("member", ROOM, "member")
    if judged:
        found = engine.run(ROOM, "judged_member")
        party_of = dict(zip(column(found, "record_key"), column(found, "party_key"), strict=True))
        apart = held_apart(verdicts, party_of)
        if apart:
            engine.register("held_apart", _texts("record_key", apart))
            engine.keep("member", ROOM, "member")
    engine.keep("apart_party", ROOM, "apart_party")
    engine.view("party_fact", ROOM, "party_fact")
    bounds = {"share": settings.device_share, "least": settings.device_least}
    engine.register("device_constant", engine.run(ROOM, "device_constant", bounds))
    engine.register("lease", engine.run(ROOM, "lease"))


def bare(keys: frozenset[str]) -> frozenset[str]:
    """Return record keys, those that name a part also without its `#n`."""
    return keys | {key[:-2] for key in keys if key.endswith(("#1", "#2"))}


def _texts(name: str, values: tuple[str, ...] | frozenset[str]) -> pa.Table:
    return pa.table({name: pa.array(sorted(values), pa.string())})
