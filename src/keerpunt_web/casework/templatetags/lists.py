"""Template tags of the list: filters with counts, sortable heads, addresses of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keerpunt_web.casework.list_query import Cursor, ListQuery
from keerpunt_web.casework.selectors.overview import Bar
from keerpunt_web.evidence import explain
from keerpunt_web.evidence.templatetags.words import country

register = template.Library()

LABELS = {
    "country": gettext_lazy("Country"),
    "gate": gettext_lazy("Gate"),
    "grade": gettext_lazy("Grade"),
    "missing": gettext_lazy("Missing"),
    "suggestion": gettext_lazy("Suggestion"),
    "state": gettext_lazy("State"),
    "mark": gettext_lazy("Mark"),
    "code": gettext_lazy("Code"),
    "support": gettext_lazy("Grade"),
    "payments": gettext_lazy("Payments"),
    "last": gettext_lazy("Last act"),
}
HIGH_FIRST = ("support", "payments", "last")


@register.inclusion_tag("casework/parts/filter_select.html")
def filter_select(query: ListQuery, choices: Mapping[str, Mapping[str, int]], name: str) -> dict[str, Any]:
    """Return a filter with every value that occurs, how many leads have it, and the one chosen."""
    chosen = query.filters.get(name, "")
    counts = dict(choices[name]) | ({chosen: choices[name].get(chosen, 0)} if chosen else {})
    options = [(value, _text(name, value), n) for value, n in counts.items() if n or value == chosen]
    options.sort(key=lambda option: (option[0] in ("XX", "unknown"), option[1].casefold()))
    return {"name": name, "label": LABELS[name], "options": options, "chosen": chosen}


@register.inclusion_tag("casework/parts/sort_head.html")
def sort_head(query: ListQuery, name: str, css: str) -> dict[str, Any]:
    """Return a head that sorts by its column and, once it does, turns the order round."""
    here = query.column == name
    first = f"-{name}" if name in HIGH_FIRST else name
    turned = name if query.descending else f"-{name}"
    direction = ("descending" if query.descending else "ascending") if here else ""
    return {
        "label": LABELS[name],
        "css": css,
        "address": query.address(sort=turned if here else first),
        "direction": direction,
    }


@register.simple_tag
def list_address(query: ListQuery, after: Cursor | None = None, before: Cursor | None = None) -> str:
    """Return the query string of the page after or before a place."""
    return query.address(after=after.text() if after else "", before=before.text() if before else "")


def _text(name: str, value: str) -> str:
    if name == "country":
        return country(value)
    if name == "mark":
        return {"stale": _("stale"), "gone": _("gone")}.get(value, value)
    return explain.words({"state": "lead_state", "suggestion": "short_suggestion"}.get(name, name), value)


BAR_LABELS = {
    "accounts": gettext_lazy("accounts on the platform"),
    "actors": gettext_lazy("actors (users of accounts)"),
    "actors_with_lead": gettext_lazy("actors with a lead"),
    "actors_without_lead": gettext_lazy("actors without a lead: nobody known"),
    "leads": gettext_lazy("leads (actor and person)"),
    "review_ready": gettext_lazy("leads ready for review"),
    "unresolved": gettext_lazy("leads unresolved"),
}
CHART_WIDTH, LABEL_WIDTH, FIGURE_WIDTH, BAR_STEP = 760, 264, 60, 30


@register.inclusion_tag("casework/parts/bars.html")
def bar_chart(bars: Sequence[Bar]) -> dict[str, Any]:
    """Return bars drawn on the server; lengths are texts, so that no language puts a separator into them."""
    room = CHART_WIDTH - LABEL_WIDTH - FIGURE_WIDTH
    most = max((bar.count for bar in bars), default=0) or 1
    lines = [
        {
            "label": BAR_LABELS[bar.word],
            "count": bar.count,
            "unknown": bar.unknown,
            "top": str(place * BAR_STEP + 4),
            "text_top": str(place * BAR_STEP + 20),
            "length": f"{max(room * bar.count / most, 1 if bar.count else 0):.1f}",
            "figure_left": f"{LABEL_WIDTH + room * bar.count / most + 8:.1f}",
        }
        for place, bar in enumerate(bars)
    ]
    return {
        "lines": lines,
        "width": str(CHART_WIDTH),
        "height": str(len(bars) * BAR_STEP + 4),
        "left": str(LABEL_WIDTH),
    }
