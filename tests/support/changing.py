"""An operation of which rows of every kind come, change and go: shared values, joint names, periods, judgements."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pyarrow as pa

from keerpunt.model.tables import CANONICAL
from tests.support.persons import Row, account, card, customer, day, judged, order, transfer
from tests.support.rows import rows

GIVEN = ["Jan", "Jan", "Johanna", "Maria", "J.", "M.", "Jan Willem", "JAN", "Ян", "Piet"]
SURNAMES = ["de Vries", "de Vries", "Bakker", "Jansen", "Jansens", "Müller", "Mueller"]
WHOLE = ["UNKNOWN", "", "Bakker BV", "Familie de Vries", "J. en M. de Vries", "Jan Bakker e/o Piet Jansen"]
IBANS = ["NL91ABNA0417164300", "NL02ABNA0123456789", "NL99ABNA0123456789", None]
WALLETS = [
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "bc1qc7slrfxkknqcq2jevvvkdgvrt8080852dfjewde450xdlk4ugp7szw5tk9",
]
IPS = ["192.0.2.1", "192.0.2.2"]


class World:
    """Rows by table, and a step that changes one or a few of them. The same seed gives the same steps."""

    def __init__(self, seed: int, size: int) -> None:
        self._pick, self._size, self._next = random.Random(seed), size, 0
        self.rows: dict[str, list[Row]] = {name: [] for name in CANONICAL}
        self._makers: dict[str, Callable[[], Row]] = {
            "subscriber": self._customer,
            "payment": self._payment,
            "account": self._account,
            "purchase_order": self._order,
            "session": self._session,
            "register_extract": self._extract,
            "ip_assignment": self._lease,
            "judgement": self._judgement,
        }
        weights = {"subscriber": 6, "payment": 5, "account": 1, "purchase_order": 1}
        for name, weight in weights.items():
            self.rows[name] += [self._makers[name]() for _ in range(size * weight // 13)]
        for name in ("session", "register_extract", "ip_assignment", "judgement"):
            self.rows[name] += [self._makers[name]() for _ in range(self._pick.randrange(3))]

    def tables(self) -> dict[str, pa.Table]:
        """Return the canonical tables, in some order."""
        return {name: rows(name, *self._pick.sample(found, len(found))) for name, found in self.rows.items()}

    def step(self) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
        """Change a row or a few; returns what came and what went."""
        come: dict[str, list[Row]] = {}
        gone: dict[str, list[Row]] = {}
        for _ in range(self._pick.choice([1, 1, 1, 2, 4])):
            name = self._pick.choices(list(self._makers), [6, 6, 1, 1, 1, 2, 2, 3])[0]
            what, there = self._pick.random(), self.rows[name]
            untouched = [row for row in there if row not in come.get(name, [])]
            if what < 0.5 or not untouched:
                self._come(come, name, self._makers[name]())
                continue
            old = self._pick.choice(untouched)
            there.remove(old)
            gone.setdefault(name, []).append(old)
            if what < 0.8:
                new = self._makers[name]()
                kept = self._pick.sample(sorted(old.keys() & new.keys()), len(old.keys() & new.keys()) * 2 // 3)
                same = ("record_key", "customer_ref", "provider", "psp_ref", "psp", "origin", "judgement_id")
                self._come(come, name, new | {key: old[key] for key in (*kept, *same) if key in old})
        return tuple({name: rows(name, *found) for name, found in side.items()} for side in (come, gone))  # type: ignore[return-value]

    def _come(self, come: dict[str, list[Row]], name: str, row: Row) -> None:
        self.rows[name].append(row)
        come.setdefault(name, []).append(row)

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _person(self) -> tuple[random.Random, str]:
        own = random.Random(f"person {self._pick.randrange(max(2, self._size // 3))}")
        name = f"{own.choice(GIVEN)} {own.choice(SURNAMES)}" if own.random() < 0.8 else own.choice(WHOLE)
        if self._pick.random() < 0.2:
            name = name.replace("Jan ", "J. ").upper()
        return own, name

    def _values(self, own: random.Random) -> Row:
        some = self._pick.choice
        mail = some([f"p{own.randrange(self._size)}@example.org"] * 6 + ["info@example.org", "all@example.org", None])
        phone = some([f"06123456{own.randrange(10, 30)}"] * 2 + ["0612345600", None, None])
        return {"mail": mail, "phone": phone, "line1": f"Laan {own.randrange(1, 4)}"}

    def _received(self) -> dt.date:
        return dt.date(2025, 1, 1 + self._pick.randrange(3))

    def _customer(self) -> Row:
        pick, (own, name), number = self._pick, self._person(), self._number()
        born = dt.date(own.randrange(1950, 1953), own.randrange(1, 13), own.randrange(1, 28))
        held = self._values(own)
        linked = pick.choice([
            {}, {}, {}, {"linked_kind": "iban", "linked_value": pick.choice(IBANS[:3])},
            {"linked_kind": "wallet", "linked_value": pick.choice(WALLETS), "provider_kind": "exchange"},
            {"linked_kind": "card", "linked_value": f"f{pick.randrange(5)}", "linked_scope": "psp:stripe"},
            {"linked_kind": "phone", "linked_value": held["phone"] or "0612345601", "valid_from_utc": day("2023-06-01"),
             "valid_to_utc": pick.choice([None, day("2024-02-01")])},
            {"linked_kind": "email", "linked_value": held["mail"] or "q@example.org",
             "valid_from_utc": day("2023-06-01")},
            {"linked_kind": "paypal", "linked_value": held["mail"] or "PP1"},
        ])  # fmt: skip
        return customer(
            f"k{number if pick.random() < 0.9 else pick.randrange(1, number + 1)}",
            name,
            received_on=self._received(),
            origin=pick.choice(["bank:b", "bank:b", "bank:c"]),
            response=pick.choice(["match"] * 9 + ["no_match"]),
            birthdate=pick.choice([None, born, born, born, dt.date(1970, 5, 5)]),
            verification=pick.choice(["document", "none", "unknown"]),
            emails=[held["mail"]] if held["mail"] else None,
            phones=[held["phone"]] if held["phone"] else None,
            country=pick.choice(["NL", "NL", "NL", "XX", "DE"]),
            national_id=own.choice([None, None, f"n{own.randrange(4)}"]),
            line1=held["line1"] if pick.random() < 0.7 else None,
            postcode="1011 AA",
            city=pick.choice(["Amsterdam", None]),
            address_from=pick.choice([None, None, None, dt.date(2020, 1, 1)]),
            address_to=pick.choice([None, None, None, dt.date(2019, 1, 1)]),
            **linked,
        )

    def _payment(self) -> Row:
        pick, (own, name), number = self._pick, self._person(), self._number()
        held = self._values(own)
        values: Row = {
            "payer_email": held["mail"],
            "payer_phone": held["phone"],
            "received_on": self._received(),
            "initiated_utc": day(pick.choice(["2024-01-01", "2024-01-02", "2022-01-01"])),
            "initiated_precision": pick.choice(["second", "second", "day"]),
            "initiated_zone_basis": "stated",
            "ip": pick.choice([*IPS, None]),
            "device_id": pick.choice([None, None, f"d{own.randrange(4)}", "same"]),
            "payer_id": pick.choice([None, None, None, f"pp{own.randrange(3)}"]),
            "platform_account_id": pick.choice([None, f"a{pick.randrange(1, 9)}"]),
            "direction": pick.choice(["in"] * 9 + ["out"]),
        }
        kind = pick.random()
        if kind < 0.3:
            return transfer(f"t{number}", name, pick.choice(IBANS), **values)
        if kind < 0.45:
            return transfer(
                f"w{number}",
                name,
                None,
                **values,
                instrument_kind="crypto_address",
                wallet_address=pick.choice(WALLETS),
            )
        values |= {"billing_country": pick.choice(["NL", "XX"]), "billing_line1": held["line1"]}
        values |= {
            "billing_postcode": pick.choice(["1011AA", "1011AB"]),
            "funding": pick.choice([None, None, "prepaid"]),
        }
        rest: Row = pick.choice([{}, {"bin": "411111", "last4": "1111", "expiry": "2027-01"}])
        return card(f"c{number}", name, pick.choice([None, f"f{number % 5}"]), **values, **rest)

    def _account(self) -> Row:
        pick, (own, name), number = self._pick, self._person(), self._number()
        held = self._values(own)
        return account(
            f"a{pick.randrange(1, 9)}", email=held["mail"], phone=held["phone"], self_name=pick.choice([None, name]),
            self_country="NL", received_on=self._received(), username=f"u{number}",
        )  # fmt: skip

    def _order(self) -> Row:
        account_id = self._pick.choice([None, f"a{self._pick.randrange(1, 9)}"])
        return order(f"o{self._number()}", account_id, received_on=self._received())

    def _session(self) -> Row:
        pick = self._pick
        return {
            "record_key": f"session:{self._number()}", "origin": "platform:p", "occurred_utc": day("2024-01-01"),
            "platform_account_id": f"a{pick.randrange(1, 9)}", "device_id": pick.choice(["d1", "d2", None]),
        }  # fmt: skip

    def _reference(self) -> str:
        found = [row["customer_ref"] for row in self.rows["subscriber"]]
        return self._pick.choice([*found, "nobody"])

    def _extract(self) -> Row:
        pick, (own, name), number = self._pick, self._person(), self._number()
        return {
            "record_key": f"register:civil:{number if pick.random() < 0.8 else 1}", "origin": "register:civil",
            "register": "civil", "result": pick.choice(["hit", "hit", "no_hit"]), "provider": "bank",
            "customer_ref": self._reference(), "full_name": pick.choice([None, name]),
            "birthdate": pick.choice([None, dt.date(own.randrange(1950, 1953), 3, 3)]),
            "household_refs": pick.choice([None, [self._reference()], [self._reference(), self._reference()]]),
        }  # fmt: skip

    def _lease(self) -> Row:
        pick = self._pick
        return {
            "record_key": f"ip:{self._number()}", "origin": "isp:i", "provider": "bank",
            "customer_ref": pick.choice([self._reference(), None]), "response": "match", "cgnat": "no",
            "ip": pick.choice(IPS), "valid_from_utc": day("2023-12-31"), "valid_to_utc": day("2024-01-02"),
            "valid_from_precision": "second", "valid_to_precision": "second", "valid_from_zone_basis": "stated",
            "valid_to_zone_basis": "stated", "source_locator": str(self._next),
        }  # fmt: skip

    def _judgement(self) -> Row:
        pick, number = self._pick, self._number()
        if pick.random() < 0.3:
            keys = [row["record_key"] for name in ("account", "purchase_order") for row in self.rows[name]]
            kind = "same_actor"
        else:
            keys = [row["record_key"] for name in ("subscriber", "payment") for row in self.rows[name]]
            keys += [f"{key}#{pick.choice([1, 2])}" for key in keys[:3]]
            kind = "same_person"
        keys.append("subscriber:bank:gone")
        return judged(
            str(number if pick.random() < 0.9 else 1), [pick.choice(keys)], [pick.choice(keys)],
            pick.choice(["same", "same", "not_same", "cannot_tell"]), kind,
            withdrawn_by=pick.choice([None] * 5 + ["officer-2"]),
        )  # fmt: skip
