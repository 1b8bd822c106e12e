"""A map as TOML text: what the evidence decides as rules, what it leaves open as choices under `# decide:`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keerpunt.errors import InputRefused
from keerpunt.intake.inspect.column import Column
from keerpunt.intake.inspect.match import Match, Proposal, currency_in, direction_pair, propose
from keerpunt.intake.inspect.profile import TableProfile
from keerpunt.intake.tabular.map_file import read_map
from keerpunt.intake.tabular.row_maker import currency_name
from keerpunt.model.schema import Field, Kind
from keerpunt.model.tables import CANONICAL

DECIDE = "# decide:"
BLANK = "…"
"""Stands for what a human writes; it is no TOML, so that a map which still holds one is refused."""
_WIDTH = 118
_OPEN_CONSTANTS = {("folder", "content_scope"): ("illegal", "lawful")}
"""Fields that a table of a platform never states and without which a lead says less: offered as a constant."""
_SAME_FOR_ALL = frozenset(("psp", "provider", "issuer"))
"""Fields that may be the same in every row of a file, so that a constant can stand for them; a key never can."""
_SHOWN_WORDS = 4
MANY_TABLES = 12
"""Tables of one file beyond which those that nothing fits are named in one comment."""

HEAD = """\
# Draft of a map for {name} (SHA-256 {sha}), by `keerpunt inspect`.
# Comments say what a line rests on: `fact` was counted, `assessment` is what the evidence suggests. Check each one.
# Under `# decide:` stand choices that the file cannot settle: take the `#` away from one, or leave all of them out.
# `…` stands for what only a human knows: a map that still holds one is refused.
"""


@dataclass(frozen=True, slots=True)
class MapDraft:
    """A drafted map. `parses`: it can be used as it stands; else `problem` says what a human must decide.

    `to` are the canonical tables it feeds, `decisions` how many choices it leaves open, `shipped` the name of the
    shipped map it is made from. `rules` is its text without comments, by which equal maps are known.
    """

    text: str
    to: tuple[str, ...]
    decisions: int
    parses: bool
    problem: str = ""
    shipped: str = ""

    @property
    def rules(self) -> str:
        """Return the lines that are no comment, and the choices that are open."""
        lines = self.text.splitlines()
        return "\n".join(line for line in lines if line and (not line.startswith("# ") or " = " in line))


def draft_map(name: str, sha256: str, profiles: Sequence[TableProfile]) -> MapDraft:
    """Return the draft of a map for the tables of one file."""
    lines = HEAD.format(name=name, sha=sha256[:16]).splitlines()
    to = []
    unfit = []
    for profile in profiles:
        if len(profiles) > MANY_TABLES and _fits_none(profile):
            unfit.append(profile.table.shown)
            continue
        block, fed = _block(profile)
        lines += ["", *block]
        to += fed
    if unfit:
        lines += ["", *_wrapped(f"no canonical table fits the columns of: {', '.join(unfit)}")]
    return checked("\n".join(lines) + "\n", tuple(to))


def checked(text: str, to: tuple[str, ...], shipped: str = "") -> MapDraft:
    """Return a text as a draft, tried by the reader of maps."""
    decisions = sum(line.startswith(DECIDE) for line in text.splitlines())
    if not any(line == "[[table]]" for line in text.splitlines()):
        problem = "no canonical table is decided on"
        return MapDraft(text, to, decisions, parses=False, problem=problem, shipped=shipped)
    try:
        read_map(text.encode(), "the draft")
    except InputRefused as refused:
        return MapDraft(text, to, decisions, parses=False, problem=refused.message, shipped=shipped)
    return MapDraft(text, to, decisions, parses=True, shipped=shipped)


def _fits_none(profile: TableProfile) -> bool:
    table = profile.table
    usable = table.kind == "table" and table.name == table.shown and table.trusted
    return usable and not propose(table.name, profile.columns)


def _block(profile: TableProfile) -> tuple[list[str], list[str]]:
    """Return the lines for one table, and the canonical tables that they feed."""
    table = profile.table
    if table.kind != "table":
        return [f"# {table.shown}: a {table.kind}, which is not read"], []
    if table.name != table.shown or not table.trusted:
        return [
            f"# {table.shown or 'the file'}: its names are not fit to stand here; give it names and inspect it again"
        ], []
    found = propose(table.name, profile.columns)
    if not found:
        names = ", ".join(c.shown for c in profile.columns)
        return [
            f"# {table.shown or 'the file'}: no canonical table fits its columns",
            *_wrapped(f"columns: {names}"),
        ], []
    best = found[0]
    lines = list(_rules(best, profile, found[1:]))
    if best.sure:
        return lines, [best.to]
    also = ", ".join(other.to for other in found[1:3])
    title = f"{DECIDE} whether {table.shown or 'the file'} feeds {best.to} (as below) or rather {also}; or neither"
    # One `#` more for every line: taking it away again brings the block as it would stand.
    return [title, *(f"#{line}" if line.startswith("#") else f"# {line}" for line in lines)], []


def _rules(best: Proposal, profile: TableProfile, others: Sequence[Proposal]) -> Iterator[str]:
    said = "; the table's name says so" if best.named else ""
    yield "[[table]]"
    if profile.table.name:
        yield f"from = {_toml(profile.table.name)}"
    yield f"to = {_toml(best.to)}"
    yield f"# assessment: {len(best.matches)} of {len(profile.columns)} columns fit its fields{said}"
    if others:
        yield f"# fitting less: {', '.join(other.to for other in others[:3])}"
    yield "[table.columns]"
    for match in best.matches:
        yield from _rule(match, best)
    yield from _missing(best)
    yield from _constants(best)
    yield from _left_out(best, profile.columns)


def _rule(match: Match, best: Proposal) -> Iterator[str]:
    field, column = match.field, match.column
    yield from _evidence(column, match.why)
    if field.kind is Kind.MONEY:
        yield from _amount(field, column, best)
        return
    lines = list(_options(field, column))
    if match.sure and len(lines) == 1:
        yield f"{field.name} = {lines[0]}"
        return
    yield f"{DECIDE} {_question(match)}"
    for line in lines:
        yield f"# {field.name} = {line}"


def _options(field: Field, column: Column) -> list[str]:
    """Return the right-hand sides that are possible; a single one is the rule."""
    time = column.time
    outgoing, incoming = direction_pair(column.words)
    if field.name == "direction" and outgoing:
        return [f'{{ column = {_toml(column.name)}, values = {{ {outgoing} = "out", {incoming} = "in" }} }}']
    if field.kind in (Kind.ENUM, Kind.YESNO) and not _all_words(field, column):
        words = [word for word in field.values or ("yes", "no") if word != "unknown"]
        pairs = ", ".join(f"{BLANK} = {_toml(word)}" for word in words[:_SHOWN_WORDS])
        return [f"{{ column = {_toml(column.name)}, values = {{ {pairs} }} }}"]
    if time is None or field.kind not in (Kind.INSTANT, Kind.DATE):
        return [_toml(column.name)]
    formats = (time.format,) if time.decided else time.alternatives
    return [_time(column, each) for each in formats] or [_toml(column.name)]


def _time(column: Column, form: str) -> str:
    blanks = ", ".join(f'"{text}" = ""' for text in column.blanks)
    options = [f"column = {_toml(column.name)}"]
    options += [f"format = {_toml(form)}"] if form else []
    options += [f"values = {{ {blanks} }}"] if blanks else []
    return f"{{ {', '.join(options)} }}" if len(options) > 1 else _toml(column.name)


def _amount(field: Field, column: Column, best: Proposal) -> Iterator[str]:
    """Write an amount with its currency; one without the other is no amount, so that both wait for a decision."""
    amount = column.amount
    if amount is None:
        return
    currency = currency_name(field)
    rule = _marked(column, amount.decimal or ".", amount.thousands)
    stated = currency_in(column.name)
    if best.currency is not None:
        coin, open_coin = f"{currency} = {_toml(best.currency.name)}", ""
    elif stated:
        coin, open_coin = f"{currency} = {{ const = {_toml(stated)} }}", ""
    else:
        coin, open_coin = "", "" if amount.splits else f"{currency} = {{ const = {BLANK} }}"
    if amount.decided and not open_coin:
        yield f"{field.name} = {rule}"
        if coin:
            if best.currency is not None:
                yield from _evidence(best.currency, "its values")
            else:
                yield f"# assessment: the currency is {stated}; the column's name says so"
            yield coin
        return
    asks = ([] if amount.decided else ["the decimal mark"]) + (["the currency"] if open_coin else [])
    yield f"{DECIDE} {' and '.join(asks)} of `{column.shown}`"
    rules = [rule] if amount.decided else [_marked(column, ".", ","), _marked(column, ",", ".")]
    for each in rules:
        yield f"# {field.name} = {each}"
    if line := coin or open_coin:
        yield f"# {line}"


def _marked(column: Column, decimal: str, thousands: str) -> str:
    options = [f"column = {_toml(column.name)}"]
    options += [f"decimal = {_toml(decimal)}"] if decimal != "." else []
    options += [f"thousands = {_toml(thousands)}"] if thousands else []
    return f"{{ {', '.join(options)} }}" if len(options) > 1 else _toml(column.name)


def _missing(best: Proposal) -> Iterator[str]:
    """Ask for essential fields that no column fills."""
    for field in best.missing:
        if field.kind is not Kind.ENUM and field.name not in _SAME_FOR_ALL:
            yield f"{DECIDE} which column holds `{field.name}`: a row of {best.to} is nothing without it"
            yield f"# {field.name} = {BLANK}"
            continue
        yield f"{DECIDE} `{field.name}` ({field.meaning}): no column fills it"
        words = [word for word in field.values if word != "unknown"]
        for word in [_toml(word) for word in words] or [BLANK]:
            yield f"# {field.name} = {{ const = {word} }}"


def _constants(best: Proposal) -> Iterator[str]:
    filled = {match.field.name for match in best.matches}
    for (to, name), words in _OPEN_CONSTANTS.items():
        if to == best.to and name not in filled:
            yield f"{DECIDE} `{name}` ({CANONICAL[to].field(name).meaning}): no column says it"
            for word in words:
                yield f"# {name} = {{ const = {_toml(word)} }}"


def _left_out(best: Proposal, columns: Sequence[Column]) -> Iterator[str]:
    used = {match.column.position for match in best.matches}
    used |= {best.currency.position} if best.currency is not None else set()
    rest = [column for column in columns if column.position not in used]
    for column in rest:
        if column.kind == "zone":
            text = (
                f"assessment: `{column.shown}` names the zone of the times ({column.distinct:,} distinct), which a map"
            )
            yield from _wrapped(f"{text} cannot take from a column: declare it, if it is the same in every row")
    secrets = [column.shown for column in rest if column.kind == "secret"]
    others = [f"{column.shown} ({column.label})" for column in rest if column.kind != "secret"]
    if secrets:
        yield from _wrapped(f"left out as secrets: {', '.join(secrets)}")
    if others:
        yield from _wrapped(f"left out: {', '.join(others)}")


def _evidence(column: Column, why: str) -> Iterator[str]:
    """Say what a rule rests on: counts as facts, the rest as assessments with their basis."""
    distinct = f"{column.distinct:,} distinct" if column.exact else f"about {column.distinct:,} distinct"
    shapes = f", {', '.join(column.shapes)}" if column.shapes else ""
    yield from _wrapped(f"fact: {column.filled:,} of {column.rows:,} filled, {distinct}{shapes}")
    said = [s for s in column.statements if s.code not in ("filled", "time_format", "kind", "decimal_evidence")]
    yield from _wrapped(f"assessment: {column.label}; chosen by {why}")
    for each in said:
        basis = f" ({each.basis})" if each.basis else ""
        yield from _wrapped(f"{each.kind}: {each.text}{basis}")


def _question(match: Match) -> str:
    field, column = match.field, match.column
    if field.name == "direction" and direction_pair(column.words)[0]:
        return f"whether `{column.shown}` is seen from the account: then `{field.name}` is as follows"
    if field.kind in (Kind.ENUM, Kind.YESNO):
        codes = len(column.words or ())
        return f"which words of `{field.name}` the {codes} distinct values of `{column.shown}` stand for"
    if field.kind in (Kind.INSTANT, Kind.DATE) and column.time is not None and not column.time.decided:
        return f"how the times of `{column.shown}` are written"
    return f"whether `{column.shown}` is `{field.name}`: chosen by {match.why}"


def _all_words(field: Field, column: Column) -> bool:
    allowed = {"yes", "no", "unknown"} if field.kind is Kind.YESNO else set(field.values)
    return column.words is not None and {word.lower() for word in column.words} <= allowed


def _wrapped(text: str) -> Iterator[str]:
    """Yield comment lines of a width that can be read."""
    line = "#"
    for word in text.split():
        if len(line) + 1 + len(word) > _WIDTH and line != "#":
            yield line
            line = "#  "
        line += f" {word}"
    yield line


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
