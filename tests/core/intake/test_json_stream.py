"""A document read as a stream says what it says when it is read whole, in bounded memory and linear time."""

from __future__ import annotations

import contextlib
import io
import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake import json_stream, json_window
from keerpunt.intake.encoding import Encoding
from keerpunt.intake.json_stream import Element, JsonStream, json_encoding
from keerpunt.intake.json_text import NumberText, parse_json

pytestmark = pytest.mark.slow

MEMBERS = {"data": "[", "resources": "{"}
UTF8 = Encoding("utf-8", "")

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5), max_leaves=25
)
documents = values | st.dictionaries(st.sampled_from(("data", "resources", "object", "x")), values, max_size=4)
blanks = st.text(alphabet=" \t\r\n", max_size=3)


def stream(text: str | bytes, **options: Any) -> JsonStream:
    body = text if isinstance(text, bytes) else text.encode("utf-8")
    return JsonStream(io.BytesIO(body), options.pop("encoding", UTF8), options.pop("members", MEMBERS), **options)


def whole(text: str, **options: Any) -> tuple[list[Element], Any]:
    """Return the elements and the document put together again."""
    found = stream(text, **options)
    elements = list(found)
    if found.root is None:
        return elements, [e.found for e in elements] if found.is_list else found.value
    root = dict(found.root)
    for member in found.streamed:
        mine = [e for e in elements if e.member == member]
        keyed = any(e.key is not None for e in mine)
        root[member] = {e.key: e.found for e in mine} if keyed else [e.found for e in mine]
    return elements, root


def refusal(text: str | bytes, **options: Any) -> str:
    with pytest.raises(SourceRefused) as caught:
        list(stream(text, **options))
    return caught.value.code


def same(left: Any, right: Any) -> bool:
    """Compare with types: a number and a text of the same digits differ, an empty object and an empty list do not."""
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return (left, type(left)) == (right, type(right)) or (left in ([], {}) and right in ([], {}))


@pytest.fixture(params=(1, 2, 3, 7, 64, 1 << 20))
def chunk(request, monkeypatch):
    monkeypatch.setattr(json_window, "CHUNK", request.param)
    return request.param


def in_order(found: Any) -> Any:
    """Streamed members come last in the document put together again."""
    if not isinstance(found, dict):
        return found
    kinds = {"data": list, "resources": dict}
    last = {key: found[key] for key in found if key in kinds and isinstance(found[key], kinds[key])}
    return {key: found[key] for key in found if key not in last} | last


@pytest.mark.parametrize("size", [1, 5, 64, 1 << 20])
@settings(max_examples=120, deadline=None)
@given(documents, st.booleans(), st.sampled_from((None, 1)), blanks)
def test_it_says_what_the_whole_document_says(size, document, escaped, indent, blank):
    text = blank + json.dumps(document, ensure_ascii=escaped, indent=indent) + blank
    text = text.encode("utf-8", "replace").decode()
    before, json_window.CHUNK = json_window.CHUNK, size
    try:
        assert same(whole(text)[1], in_order(parse_json(text)))
    finally:
        json_window.CHUNK = before


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_it_refuses_what_the_whole_document_refuses(data):
    body = json.dumps(data.draw(documents), indent=data.draw(st.sampled_from((None, 1))))
    place = data.draw(st.integers(0, len(body)))
    other = data.draw(st.sampled_from(["", ",", "]", "}", "[", '"', "\\", "1", "NaN", "-", "\x01", " x", "e5"]))
    text = body[:place] + other + body[place + data.draw(st.integers(0, 3)) :]
    try:
        expected, valid = in_order(parse_json(text)), True
    except UnreadableValue:
        expected, valid = None, False
    assert valid or refusal(text)
    assert not valid or twice(text) or same(whole(text)[1], expected)


def twice(text: str) -> bool:
    """Tell whether a member that holds the records may stand twice."""
    return any(text.count(f'"{member}"') > 1 for member in MEMBERS)


def test_every_cut_is_a_cut(chunk):
    text = '{"object": "list", "data": [{"a": "\\u00e9\\\\"}, -1.5e3, null, "x"], "has_more": true}'
    for end in range(len(text)):
        assert refusal(text[:end]) == "truncated"
    assert whole(text)[1]["has_more"] is True


def test_a_document_that_may_be_cut_gives_what_stands_before(chunk):
    text = '{"object": "list", "data": [{"a": 1}, {"a": 2}, {"a": 3}]}'
    for end in range(len(text)):
        found = stream(text[:end], may_be_cut=True)
        elements = list(found)
        assert found.cut
        good = [e.found for e in elements if not e.fault]
        assert good == [{"a": str(n)} for n in range(1, 1 + len(good))]
        assert [e.fault for e in elements][len(good) :] == ["truncated"]
        assert len(good) == text[:end].count("}")
        inside = text.index("[") < end <= text.index("]")
        assert elements[-1].pointer == (f"/data/{len(good)}" if inside else "/")


def test_places_keys_and_other_members():
    found = stream('{"resources": {"a": 1, "b": [2]}, "data": [3], "other": [4]}')
    elements = list(found)
    assert [(e.pointer, e.key, e.found) for e in elements] == [
        ("/resources/0", "a", "1"),
        ("/resources/1", "b", ["2"]),
        ("/data/0", None, "3"),
    ]
    assert found.root == {"other": ["4"]}
    assert [e.pointer for e in stream("[5, 6]")] == ["/0", "/1"]
    assert whole("7") == ([], "7")
    assert isinstance(whole("7")[1], NumberText)


def test_numbers_stay_text_and_repeated_keys_count_as_before(chunk):
    assert whole('[{"a": 1, "a": 1.50e1}]')[1] == [{"a": "1.50e1"}] == parse_json('[{"a": 1, "a": 1.50e1}]')
    assert whole('{"x": 1, "x": 2}')[1] == {"x": "2"}
    assert whole(r'["\ud800"]')[1] == ["\ud800"] == parse_json(r'["\ud800"]')


def test_escapes_of_what_may_be_impossible_to_store_are_told(chunk):
    body = r'["\u0000", "\uD83d\ude42", {"b": "\udc00"}, "\u0041", "A", {"b": "\n"}]'
    assert [e.escaped for e in stream(body)] == [True, True, True, False, False, False]


@pytest.mark.parametrize("text", ['{"data": [1], "data": [2]}', '{"data": 1, "data": [2]}', '{"data": [2], "data": 1}'])
def test_a_chosen_member_that_stands_twice_is_refused(text, chunk):
    assert refusal(text) == "unknown_record"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "nul", "01", "1.", "+1", "'a'", "{a: 1}", "[1,]"])
def test_what_is_no_json_is_refused(word, chunk):
    assert refusal(f"[1, {word}, 2]") == "unknown_record"
    assert refusal(f"[{word} ") in ("unknown_record", "truncated")


@pytest.mark.parametrize("rest", ["x", "{}", "]", ", 1"])
def test_nothing_may_follow(rest, chunk):
    assert refusal(f"[1] {rest}") == "unknown_record"


def test_nesting_counts_from_the_root(chunk):
    def nested(depth: int) -> str:
        return "[" * depth + "]" * depth

    assert whole(nested(64))[1] == parse_json(nested(64))
    assert refusal(nested(65)) == "too_deep"
    assert refusal("[" * 5_000) == "too_deep"
    assert whole('{"data": [' + nested(62) + "]}")[0]
    assert refusal('{"data": [' + nested(63) + "]}") == "too_deep"
    assert refusal('{"x": ' + nested(64) + "}") == "too_deep"
    assert whole('["' + "[" * 500 + '"]')[1]


@pytest.mark.parametrize("long", ['"' + "x\\\\" * 400 + '"', '{"a": "' + "]" * 900 + '"}', "[" + "1," * 500 + "1]"])
def test_an_element_that_is_too_long_is_left_out_and_the_next_one_read(long, monkeypatch, chunk):
    monkeypatch.setattr(json_stream, "MAX_LINE", 500)
    elements = list(stream(f'{{"data": [1, {long}, {{"b": 2}}], "x": 1}}'))
    assert [(e.pointer, e.fault) for e in elements] == [("/data/0", ""), ("/data/1", "too_long"), ("/data/2", "")]
    assert refusal(f'{{"x": {long}, "data": []}}') == "too_long"
    assert refusal(f"[{'1' * 2_000}, 1]") == "too_long"
    assert refusal("{" + ",".join(f'"k{n}": {n}' for n in range(500)) + "}") == "too_long"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding, chunk):
    body = io.BytesIO('[{"name": "Jörg 🙂"}]'.encode(encoding))
    found = JsonStream(body, json_encoding(body))
    assert [e.found for e in found] == [{"name": "Jörg 🙂"}]


@pytest.mark.parametrize("body", [b'["\xff"]', b'["a\0"]', b'["\xc3'])
def test_bytes_that_are_no_text_are_refused(body):
    assert refusal(body) == "bad_encoding"


def test_memory_does_not_grow_with_the_document():
    class Endless(io.RawIOBase):
        """A list of 40 MB that nobody holds."""

        left = 40_000

        def seek(self, *_: int) -> int:
            return 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 4 << 20
            if self.left == 40_000:
                self.left -= 1
                return b"[1"
            self.left -= 1
            return b', {"a": "' + b"x" * 1_000 + b'"}' if self.left > 0 else b"]" if not self.left else b""

    tracemalloc.start()
    try:
        assert sum(1 for _ in JsonStream(Endless(), UTF8)) == 39_999
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        '["' + "\\\\" * (2 << 20) + '"]',
        '["' + "\\" * (4 << 20),
        "[" * (4 << 20),
        "[" + '"",' * (1 << 18),
        "[" + " " * (8 << 20),
    ],
)
def test_time_grows_with_the_length_only(text):
    begin = time.process_time()
    with contextlib.suppress(SourceRefused):
        list(stream(text))
    assert time.process_time() - begin < 5
