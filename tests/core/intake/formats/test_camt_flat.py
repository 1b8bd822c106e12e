"""Elements as flat text agree with a slow walk over their nodes, whatever stands in them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.camt.flat import NOTHING, Part, View, part_of, written

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n<>&\"'#;"), max_size=12)
NAME = st.sampled_from(("Amt", "Nm", "Ustrd", "Dbtr", "Pty"))


@st.composite
def elements(draw, depth: int = 3) -> str:
    name = draw(NAME)
    currency = draw(st.one_of(st.none(), TEXT))
    inner = draw(TEXT.map(escape))
    if depth and draw(st.booleans()):
        inner = "".join(draw(st.lists(elements(depth - 1), max_size=4)))
        inner = f"{draw(st.sampled_from(('', ' ', '<!-- c -->')))}{inner}\n"
    elif draw(st.booleans()):
        inner = f"<![CDATA[{draw(TEXT).replace(']]>', '')}]]>{inner}"
    attribute = f" Ccy={quoteattr(currency)}" if currency is not None else ""
    prefix = draw(st.sampled_from(("", "x:")))
    return f"<{prefix}{name}{attribute}>{inner}</{prefix}{name}>"


def walked(element: etree._Element, above: str = "") -> dict[str, tuple[str, str]]:
    """Return text and currency of each element without children by its path, node by node."""
    found: dict[str, tuple[str, str]] = {}
    seen: dict[str, int] = {}
    for part in element:
        name = etree.QName(part).localname
        seen[name] = seen.get(name, 0) + 1
        path = f"{above}{name}" + (f"#{seen[name]}" if seen[name] > 1 else "")
        if len(part):
            found |= walked(part, f"{path}/")
        elif part.text:
            found[path] = (part.text.strip(), part.get("Ccy") or "")
    return found


def parsed(xml: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True)
    return etree.fromstring(f'<r xmlns="urn:a" xmlns:x="urn:b">{xml}</r>', parser)


@settings(max_examples=300, deadline=None)
@given(st.lists(elements(), max_size=3))
@pytest.mark.slow
def test_every_text_is_where_a_walk_finds_it(listed):
    root = parsed("".join(listed))
    part = part_of(written(root))
    assert {path: part.money(path) for path in part.shape.places} == walked(root)
    assert part.texts[-1] == ""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(elements(), min_size=1, max_size=2), st.lists(TEXT.map(escape).filter(str.strip), min_size=3, max_size=3)
)
def test_a_shape_that_is_met_often_is_read_as_before(listed, texts):
    """From its sixty-fourth use on a shape has a pattern; texts of the same shape are found as by the slow way."""
    forms = [written(parsed("".join(listed) + f'<Amt Ccy="EUR">{text}</Amt>')) for text in texts]
    first = [(part.shape.places, part.texts) for part in map(part_of, forms)]
    for _ in range(25):
        again = [(part.shape.places, part.texts) for part in map(part_of, forms)]
    assert again == first


def test_equal_elements_are_numbered_and_found_by_their_common_path():
    part = part_of("<a><b><c>1</c></b><b><c>2</c><c>3</c></b><d/></a>")
    assert part.get("b/c") == "1"
    assert part.get("b#2/c#2") == "3"
    assert [part.texts[place] for place in View(part.shape, "").all_at("b/c")] == ["1", "2", "3"]
    assert part.each("b") == ["b", "b#2"]
    assert (part.get("d"), part.get("x", "b/c")) == ("", "1")


def test_a_view_begins_below_its_stem():
    part = part_of('<a><t><Amt Ccy="EUR">1</Amt><e/></t></a>')
    view = View(part.shape, "t")
    assert part.texts[view.at("x", "Amt")] == "1"
    assert (view.currency("Amt"), view.at("x"), view.has("e"), view.has("x")) == ("EUR", -1, False, False)
    assert View(part.shape, "").has("t")


def test_nothing_says_nothing():
    assert NOTHING.get("Amt") == ""
    assert NOTHING.each("Amt") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<a>" * 66 + "</a>" * 66, "too_deep"),
        ("<a>" + "<b/>" * 60_000 + "</a>", "too_long"),
        ('<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include/></a>', "hostile"),
        ('<a><include xmlns="http://www.w3.org/2001/XInclude" href="x"/></a>', "hostile"),
    ],
)
def test_what_only_fills_memory_or_reaches_out_is_refused(text, code):
    with pytest.raises(SourceRefused) as caught:
        part_of(text)
    assert caught.value.code == code


def test_a_namespace_that_nothing_uses_does_no_harm():
    assert part_of('<a xmlns:i="http://www.w3.org/2001/XInclude"><b>1</b></a>').get("b") == "1"


def test_names_of_any_length_cost_no_memory():
    deep = "".join(f"<{'n' * 5_000}{n}>" for n in range(60))
    ends = "".join(f"</{'n' * 5_000}{n}>" for n in reversed(range(60)))
    part: Part = part_of(f"<a>{deep}{'<b>1</b>' * 5_000}{ends}<c>2</c></a>")
    assert list(part.shape.places) == ["c"]
    assert part.get("c") == "2"
