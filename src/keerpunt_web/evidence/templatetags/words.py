"""Template filters: codes in words, instants in UTC, money in its own currency, unknown as a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keerpunt.assess.explain import STRONGEST
from keerpunt.model.words import is_independent
from keerpunt.values.currencies import ISO_EXPONENT
from keerpunt_web.evidence import explain
from keerpunt_web.evidence.masking import Shown
from keerpunt_web.evidence.records import money_text

register = template.Library()


@register.filter
def words(code: str, family: str) -> str:
    """Return a code of a family in words."""
    return explain.words(family, code)


@register.filter
def country(code: str) -> str:
    """Return a country code; `XX` is the word unknown."""
    return _("unknown") if code == "XX" else code


@register.filter
def best_missing(codes: list[str]) -> str:
    """Return the first missing code to name, in words; empty where nothing is missing."""
    return explain.words("missing", explain.in_order(codes)[0]) if codes else ""


@register.filter
def rest_count(items: Sequence[object]) -> int:
    """Return how many items stand behind the first five."""
    return max(len(items) - STRONGEST, 0)


@register.filter
def day(instant: dt.datetime | None) -> str:
    """Return the day of an instant in UTC."""
    return f"{instant.astimezone(dt.UTC):%Y-%m-%d}" if instant else _("unknown")


@register.filter
def moment(instant: dt.datetime | None) -> str:
    """Return an instant to the second, in UTC and saying so."""
    return f"{instant.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if instant else _("unknown")


@register.filter
def known(value: object) -> object:
    """Return the value, or the word unknown where there is none."""
    return _("unknown") if value is None else value


@register.filter
def amounts(by_currency: Mapping[str, int]) -> list[str]:
    """Return sums as texts, each in its own currency; nothing is added up across currencies."""
    return [f"{money_text(minor, ISO_EXPONENT.get(code, 2))} {code}" for code, minor in sorted(by_currency.items())]


@register.filter
def independent(origins: Sequence[str]) -> bool:
    """Tell whether any of the origins is independent of the platform's operator."""
    return any(is_independent(origin) for origin in origins)


@register.filter
def log10(thousandths: int) -> str:
    """Return thousandths of log10 as a signed number with two digits, as +1.00."""
    return f"{thousandths / 1000:+.2f}".replace("-", "−")


@register.filter
def shown(value: Shown) -> SafeString:
    """Return a personal value, or its mark with a word for whoever cannot see the hatching."""
    if not value.masked:
        return format_html("{}", value.text)
    return format_html('<span class="masked"><span class="hidden-text">{} </span>{}</span>', _("masked"), value.text)
