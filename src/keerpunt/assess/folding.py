"""Values in the form that compares: each distinct contact or instrument value is folded once, by `values`."""

from __future__ import annotations

import pyarrow as pa

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
    rows = []
    for row in raw.to_pylist():
        found = _fold(row["kind"], row["raw"], row["region"])
        if found is not None:
            rows.append({**row, "value": found[0], "usable": found[1]})
    return pa.Table.from_pylist(rows, schema=FOLDED)


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
        return raw.strip().lower(), True
    stripped = raw.strip()
    return (stripped, True) if stripped else None
