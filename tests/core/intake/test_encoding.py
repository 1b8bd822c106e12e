from __future__ import annotations

import io

import pytest

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.encoding import byte_lines, decoded, detect_encoding
from keerpunt.intake.json_text import NumberText, parse_json
from keerpunt.intake.lines import bounded_lines


def text_of(body: bytes) -> tuple[list[str], str, str]:
    stream = io.BytesIO(body)
    encoding = detect_encoding(stream)
    lines, now = byte_lines(stream, encoding)
    return [decoded(line, now) for line in lines if line is not None], encoding.name, encoding.evidence


@pytest.mark.parametrize(
    ("body", "name", "evidence"),
    [
        ("naïve\nœuvre\n".encode(), "utf-8", "every byte is valid UTF-8"),
        ("naïve\nœuvre\n".encode("utf-8-sig"), "utf-8-sig", "byte order mark"),
        (b"\xff\xfe" + "naïve\nœuvre\n".encode("utf-16-le"), "utf-16-le", "byte order mark"),
        (b"\xfe\xff" + "naïve\nœuvre\n".encode("utf-16-be"), "utf-16-be", "byte order mark"),
        ("naïve\nœuvre\n".encode("cp1252"), "cp1252", "no UTF-8 from byte 2 on"),
    ],
)
def test_the_same_text_is_read_from_every_encoding_with_its_evidence(body, name, evidence):
    lines, found, known_by = text_of(body)
    assert lines == ["naïve\n", "œuvre\n"]
    assert found == name
    assert known_by.startswith(evidence)


def test_bytes_that_are_no_text_in_any_encoding_refuse_the_file():
    with pytest.raises(SourceRefused, match=r"byte:5: is neither UTF-8 nor cp1252"):
        detect_encoding(io.BytesIO(b"name\n\x81\x8d\n"))


def test_nul_in_the_first_line_refuses_the_file():
    for body in (b"a\0b\n", "name\n".encode("utf-16-le"), "x".encode("utf-32")):
        with pytest.raises(SourceRefused) as raised:
            detect_encoding(io.BytesIO(body))
        assert raised.value.code == "bad_encoding"


def test_a_mixed_file_is_never_garbled_its_bad_lines_are_told_apart():
    stream = io.BytesIO("köln\n".encode() + "münchen\n".encode("cp1252") + b"berlin\n")
    encoding = detect_encoding(stream)
    assert encoding.name == "utf-8"
    assert encoding.evidence == "1 lines hold UTF-8 characters; lines that are no UTF-8 are rejected"
    lines, now = byte_lines(stream, encoding)
    first, second, third = list(lines)
    assert (decoded(first, now), decoded(third, now)) == ("köln\n", "berlin\n")
    with pytest.raises(UnreadableValue, match="bad_encoding"):
        decoded(second, now)


def test_nul_in_a_later_line_is_a_fault_of_that_line():
    stream = io.BytesIO(b"name\na\0b\n")
    lines, now = byte_lines(stream, detect_encoding(stream))
    next(lines)
    with pytest.raises(UnreadableValue, match="bad_encoding"):
        decoded(next(lines), now)


def test_broken_utf16_is_refused():
    stream = io.BytesIO(b"\xff\xfe" + "name\n".encode("utf-16-le") + b"\x00\xd8\x00\x00")
    lines, _ = byte_lines(stream, detect_encoding(stream))
    with pytest.raises(SourceRefused, match="UTF-16"):
        list(lines)


def test_characters_cut_by_the_edge_of_a_piece_are_whole():
    body = ("a" * (1 << 20))[:-1].encode() + "é\n".encode()
    assert detect_encoding(io.BytesIO(body)).name == "utf-8"
    lines, name, _ = text_of(b"\xff\xfe" + ("é" * 600_000 + "\n").encode("utf-16-le"))
    assert (lines, name) == (["é" * 600_000 + "\n"], "utf-16-le")


def test_an_over_long_line_is_told_and_the_next_one_is_whole():
    stream = io.BytesIO(b"a\n" + b"x" * 50 + b"\nb\n" + b"y" * 50)
    assert list(bounded_lines(stream, 10)) == [b"a\n", None, b"b\n", None]
    assert list(bounded_lines(io.BytesIO(b"0123456789\n01234567890\n"), 12)) == [b"0123456789\n", b"01234567890\n"]


def test_json_numbers_stay_as_they_were_written():
    found = parse_json('{"id": 12345678901234567890, "amount": 12.50, "big": 1E400, "list": [1]}')
    assert found == {"id": "12345678901234567890", "amount": "12.50", "big": "1E400", "list": ["1"]}
    assert isinstance(found["amount"], NumberText)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "unknown_record"),
        ("NaN", "unknown_record"),
        ('{"a": Infinity}', "unknown_record"),
        ("{'a': 1}", "unknown_record"),
        ("[" * 65 + "]" * 65, "too_deep"),
        ('{"a":' * 100_000, "too_deep"),
    ],
)
def test_json_that_is_none_or_too_deep_is_a_code(text, code):
    with pytest.raises(UnreadableValue, match=code):
        parse_json(text)


def test_depth_counts_brackets_outside_strings_only():
    assert parse_json('{"a": "' + "[" * 1000 + '\\""}') == {"a": "[" * 1000 + '"'}
    assert parse_json("[" * 64 + "]" * 64)
    assert parse_json("[" + "[]," * 500 + "[]]")
