"""Values in the form that compares: each distinct contact or instrument value is folded once, by `values`."""

from __future__ import annotations

import pyarrow as pa

from keerpunt.assess.addresses import one_spelling
from keerpunt.values import email, iban, phone, wallet

FOLDED = pa.schema(
    (
        ("kind", pa.string()),
        ("raw", pa.string()),
        ("region", pa.string()),
        ("value", pa.string()),
        ("usable", pa.bool_()),
    )
)


def fold_values(raw: pa.Table) -> pa.Table:
    """Fold values of any kind.

    In: kind (email, phone, iban, card, paypal, ip, wallet), raw, region (country by which a phone is read). Out: the
    same with `value`, the form that compares, and `usable`: false for role and throw-away contacts and for account
    numbers whose checksum fails. What cannot be read by its rule has no row: it equals nothing.
    """
    columns = [raw[name].to_pylist() for name in ("kind", "raw", "region")]
    found = [_fold(*each) for each in zip(*columns, strict=True)]
    kept = raw.filter(pa.array([each is not None for each in found], pa.bool_()))
    known = [each for each in found if each is not None]
    values = pa.array([value for value, _ in known], pa.string())
    usable = pa.array([sound for _, sound in known], pa.bool_())
    return pa.table([*(kept[name] for name in ("kind", "raw", "region")), values, usable], schema=FOLDED)


def _fold(kind: str, raw: str, region: str) -> tuple[str, bool] | None:
    if kind == "email" or (kind == "paypal" and "@" in raw):
        address = email.normalise(raw)
        return None if address is None else (address.key, address.identifies)
    if kind == "phone":
        number = phone.normalise(raw, region)
        return None if number is None else (number.key, number.identifies)
    if kind == "iban":
        account = iban.normalise(raw)
        return None if account is None else (account.key, account.valid)
    if kind == "wallet":
        return wallet.normalise(raw), True
    if kind == "ip":
        return one_spelling(raw).strip().lower(), True
    stripped = raw.strip()
    return (stripped, True) if stripped else None
