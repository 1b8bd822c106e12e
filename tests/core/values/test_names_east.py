"""Chinese and Korean names: tables of readings, two romanisations, titles behind the name."""

from __future__ import annotations

import pytest

from keerpunt.values import names
from keerpunt.values.names_han import may_be_one, simplified, two_spellings, wade_giles


def level(left: str, right: str) -> str:
    a, b = names.parse(left), names.parse(right)
    assert names.compare(a, b) is names.compare(b, a)
    return names.compare(a, b).value


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("王小明", "Wang Xiaoming", "N4"),
        ("王小明", "Xiao-Ming Wang", "N4"),
        ("王小明", "Wang Hsiao-ming", "N4"),
        ("林小红", "Lam Xiaohong", "N4"),
        ("王小明", "Wang Xiaohong", "unknown"),
        ("王小明", "Zhang Xiaoming", "unknown"),
        ("曾小明", "Zeng Xiaoming", "N4"),
        ("吕小明", "Lu Xiaoming", "N4"),
        ("山田小明", "Shan Tianxiaoming", "unknown"),
        ("張小華", "张小华", "N1"),
        ("王小明", "王小红", "N6"),
        ("Wang Hsiao-ming", "Wang Xiaoming", "N4"),
        ("Chou Tse-tung", "Zhou Zedong", "N4"),
        ("Wang Bing", "Wang Ping", "N6"),
        ("王先生", "王小明", "unknown"),
        ("王小明先生", "王小明", "N1"),
        ("김민준씨", "김민준", "N1"),
        ("Jung Sung-hee", "정성희", "N4"),
        ("Moon Jae-in", "Moon Jaein", "N2"),
        ("Kim Jae-in", "Kim Jaein", "N2"),
    ],
)
def test_an_eastern_name_is_read_by_tables(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("pinyin", "expected"),
    [
        (("xi",), "hsi"),
        (("jian", "guo"), "chienkuo"),
        (("zhi", "qiang"), "chihchiang"),
        (("ze", "dong"), "tsetung"),
        (("zi", "yi"), "tzui"),
        (("si", "yuan"), "ssuyuan"),
        (("gui", "xue"), "kueihsueh"),
        (("zhuo", "ran"), "chojan"),
        (("xiong", "he"), "hsiungho"),
    ],
)
def test_pinyin_is_written_in_wade_giles(pinyin: tuple[str, ...], expected: str) -> None:
    assert wade_giles(pinyin) == expected


def test_what_reads_as_pinyin_is_pinyin() -> None:
    assert two_spellings("tsetung", "zedong")
    assert not two_spellings("bing", "ping")
    assert not two_spellings("zedong", "zedong")
    assert not two_spellings("jansen", "peter")


def test_rare_characters_and_surnames_are_not_read() -> None:
    assert simplified("張三豐") == "张三丰"
    assert may_be_one("王", "明", ["wang", "ming"])
    assert not may_be_one("王", "明" * 5, ["wang", "ming"])
    assert not may_be_one("山", "明", ["shan", "ming"])
