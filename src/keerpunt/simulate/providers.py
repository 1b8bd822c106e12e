"""Who answers: invented banks, access providers, mail providers and registers, each an origin of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass

MAIL_DOMAINS = ("mail.example.org", "post.example.net", "inbox.example.com", "letters.example.org")
THROWAWAY_DOMAIN = "short.example.net"
ISSUER_ORIGIN = "issuer:example-card-scheme"
ISSUER_NAME = "Example Card Scheme"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that is asked; `origin` is what its answers count as, `slug` the name of its files."""

    kind: str
    name: str
    country: str

    @property
    def slug(self) -> str:
        """Return the provider's name in lower case with hyphens."""
        return self.name.lower().replace(" ", "-")

    @property
    def origin(self) -> str:
        """Return the independence class and the provider's name, as `class:name`."""
        return f"{self.kind}:{self.slug}"


def bank(rng: random.Random, country: str) -> Provider:
    """Return one of the two banks of a country."""
    return Provider("bank", f"Example Bank {country} {rng.choice(('North', 'South'))}", country)


def neobank() -> Provider:
    """Return a bank whose cards are issued in Lithuania for residents of every country."""
    return Provider("bank", "Example Borderless Bank LT", "LT")


def access_provider(rng: random.Random, country: str) -> Provider:
    """Return one of the two access providers of a country."""
    return Provider("isp", f"Example Net {country} {rng.choice(('One', 'Two'))}", country)


def mail_provider(email: str) -> Provider:
    """Return the provider that runs the domain of a mail address."""
    return Provider("email", email.rpartition("@")[2], "XX")


def exchange() -> Provider:
    """Return the exchange that knows who a coin was sent by."""
    return Provider("exchange", "Example Coin Exchange", "LT")


def register(country: str) -> Provider:
    """Return the registers of a country; they answer as one origin."""
    return Provider("register", f"registers-{country.lower()}", country)
