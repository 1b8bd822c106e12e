"""Who plays which part: a story is set in a country and given its people, line, mailbox and means of payment."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from keerpunt.simulate.chance import Chance, apportion, chance_of, token
from keerpunt.simulate.countries import countries
from keerpunt.simulate.days import MONTHS, PORTS_LOGGED_FROM
from keerpunt.simulate.instruments import draw_account, draw_card, draw_coin
from keerpunt.simulate.ledger import BankAccount, Card, Coin
from keerpunt.simulate.network import NEIGHBOURS, OWN, SHARED, Line, Lines
from keerpunt.simulate.people import Address, People, Person, plain
from keerpunt.simulate.providers import MAIL_DOMAINS, Provider, bank, exchange, neobank
from keerpunt.simulate.scales import Scale
from keerpunt.simulate.stories import BY_NAME, GENERAL, SET_BY_COUNTRY, Story
from keerpunt.simulate.words import WORDS


@dataclass(frozen=True, slots=True)
class Case:
    """One account with everybody and everything that plays a part in it.

    `holder` is who the means of payment belong to, `other` a further person of the story (owner of the account,
    earlier holder of the mailbox, namesake), None if there is none. `months` are those with a payment.
    `former_home` is set for somebody who moved, `owner_line` for an account that was taken over.
    """

    number: int
    story: Story
    actor: Person
    holder: Person
    other: Person | None
    email: str
    username: str
    line: Line
    bank: Provider
    means: Card | BankAccount | Coin
    months: tuple[tuple[int, int], ...]
    former_home: Address | None = None
    owner_line: Line | None = None

    @property
    def account_id(self) -> str:
        """Return the platform's id of the account."""
        return str(1000 + self.number)


def set_stories(chance: Chance, scale: Scale) -> list[tuple[Story, str]]:
    """Return a story and a country for each buyer, in an order that tells nothing."""
    rng = chance.stream("stories")
    placed = [
        (BY_NAME[names[i % len(names)]], code)
        for code, names in (SET_BY_COUNTRY if not scale.stories else {}).items()
        for i in range(scale.buyers.get(code, 0))
    ]
    free = Counter({code: n for code, n in scale.buyers.items() if scale.stories or code not in SET_BY_COUNTRY})
    shares = [(story, scale.shares.get(story.name, story.share)) for story in scale.stories or GENERAL]
    counts = apportion([share for _, share in shares], free.total())
    # Twins share a country, transfers need the euro: the stories that are hardest to place come first.
    for story, count in sorted(((story, n) for (story, _), n in zip(shares, counts, strict=True)), key=_hardest_first):
        code = ""
        for i in range(count):
            code = _country_for(rng, story, free, code if story.also == "twin" and i % 2 else "")
            free[code] -= 1
            placed.append((story, code))
    rng.shuffle(placed)
    return placed


def _hardest_first(counted: tuple[Story, int]) -> int:
    story, _ = counted
    return 0 if story.also == "twin" else 1 if story.pay == "transfer" else 2


def _country_for(rng: random.Random, story: Story, free: Counter[str], same: str) -> str:
    if same and free[same] > 0:
        return same
    needed = 2 if story.also == "twin" else 1
    codes = [c for c in sorted(free) if free[c] >= needed and (story.pay != "transfer" or countries()[c].bank_code)]
    codes = codes or [c for c in sorted(free) if free[c] > 0]
    return rng.choices(codes, weights=[free[c] for c in codes])[0]


def cast(chance: Chance, scale: Scale, people: People, lines: Lines) -> Iterator[Case]:
    """Give each story its people, one case after the other."""
    waiting: dict[str, Person] = {}
    for number, (story, code) in enumerate(set_stories(chance, scale)):
        rng = chance.stream("case", number)
        actor, holder, other = _people(rng, story, code, people)
        if story.also == "twin":
            first = waiting.pop(code, None)
            actor = holder = people.twin(first) if first else actor
            if first is None:
                waiting[code] = actor
        if story.mail in ("swapped", "other_year") or scale.errors:
            actor = holder = replace(actor, birthdate=swappable(actor.birthdate))
        former = people.home_in(_abroad(rng, scale, code)) if story.also == "moved" else None
        yield Case(
            number=number,
            story=story,
            actor=actor,
            holder=holder,
            other=other,
            email=holder.private_email if story.mail == "private" else draw_email(rng, actor, number),
            username=draw_username(rng, number),
            line=lines.draw(
                holder if story.line_of == "holder" else actor,
                kind=_kind_of_line(rng, story),
                installation=people.home_in(actor.country) if story.line == "elsewhere" else None,
            ),
            bank=_who_answers(rng, story, holder),
            means=_means(rng, story, holder),
            months=_months(rng, story),
            former_home=former,
            owner_line=lines.draw(other) if other and story.also == "taken_over" else None,
        )


def _people(rng: random.Random, story: Story, code: str, people: People) -> tuple[Person, Person, Person | None]:
    minor = story.also == "minor"
    if story.payer in ("housemate", "joint"):
        holder = people.stranger(code, born=(1955, 1972) if minor else (1950, 1978))
        close = (holder.birthdate.year - 4, holder.birthdate.year + 4)
        born = (2008, 2010) if minor else close if story.payer == "joint" else (1984, 2002)
        actor = people.housemate(holder, born=born, shared_surname=minor or chance_of(rng, 70))
        return actor, holder, None
    actor = people.stranger(code, born=(2008, 2010)) if minor else people.stranger(code)
    if story.payer == "relative":
        return actor, people.stranger(code, born=(1945, 1960)), None
    if story.payer == "stranger":
        return actor, people.stranger(code if story.pay == "transfer" else _other_country(rng, code)), None
    if story.also == "namesake_before":
        return actor, actor, people.namesake_before(actor)
    other = people.stranger(code) if story.also in ("taken_over", "recycled_mail") else None
    return actor, actor, other


def _other_country(rng: random.Random, code: str) -> str:
    return rng.choice([c for c, there in countries().items() if c != code and there.law])


def _abroad(rng: random.Random, scale: Scale, code: str) -> str:
    return rng.choice([c for c in sorted(scale.buyers) if c != code and countries()[c].law])


def _kind_of_line(rng: random.Random, story: Story) -> str:
    """Return the kind of line the story needs; where nobody asks, an address is shared now and then."""
    if story.line == "shared_ports":
        return NEIGHBOURS
    return SHARED if story.line == "shared_bare" or (not story.line and chance_of(rng, 6)) else OWN


def _who_answers(rng: random.Random, story: Story, holder: Person) -> Provider:
    if story.pay == "crypto":
        return exchange()
    return neobank() if story.also == "foreign_card" else bank(rng, holder.country)


def _means(rng: random.Random, story: Story, holder: Person) -> Card | BankAccount | Coin:
    if story.pay in ("crypto", "voucher"):
        return draw_coin(rng, story.pay)
    if story.pay == "transfer":
        return draw_account(rng, countries()[holder.country])
    return draw_card(rng, "LT" if story.also == "foreign_card" else holder.country)


def _months(rng: random.Random, story: Story) -> tuple[tuple[int, int], ...]:
    low, high = story.months
    # Many stay for a month, few for a year: the shorter of two draws.
    count = min(rng.randint(low, high), rng.randint(low, high))
    usable = [m for m in MONTHS if _in_season(m, story.season)]
    count = min(count, len(usable))
    first = rng.randrange(len(usable) - count + 1)
    return tuple(usable[first : first + count])


def _in_season(month: tuple[int, int], season: str) -> bool:
    ports = (PORTS_LOGGED_FROM.year, PORTS_LOGGED_FROM.month)
    if season == "settled":
        return month < MONTHS[-1]
    return season == "any" or (month < ports) == (season == "early")


def swappable(day: dt.date) -> dt.date:
    """Return a near day whose day and month can be exchanged and give another day."""
    return day.replace(day=day.month % 12 + 1)


def draw_email(rng: random.Random, person: Person, number: int, domain: str = "") -> str:
    """Draw a mail address that no one else has; some hold the person's name, most do not."""
    stem = f"{plain(person.given)}.{plain(person.surname)}" if chance_of(rng, 35) else rng.choice(WORDS)
    return f"{stem}{number}{token(rng, 2, 'abcdefghkmnpqrstuvwxyz')}@{domain or rng.choice(MAIL_DOMAINS)}"


def draw_username(rng: random.Random, number: int) -> str:
    """Draw a user name that no one else has and that tells nothing."""
    return f"{rng.choice(WORDS)}_{rng.choice(WORDS)}{number}"


def second_account(case: Case, number: int, rng: random.Random) -> Case:
    """Return the case of the same person's second account: same mailbox and means, the month after the last."""
    last = MONTHS.index(case.months[-1])
    return replace(case, number=number, username=draw_username(rng, number), months=(MONTHS[min(last + 1, 13)],))
