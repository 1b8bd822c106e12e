"""The table of Han characters is built from packages alone, the same way every time."""

from __future__ import annotations

import csv
import json
import zipfile

import pytest

from tools.han_readings import TARGET, common_characters, main, rows


@pytest.fixture
def packages(tmp_path):
    readings = {str(ord("张")): "zhāng", str(ord("張")): "zhāng", str(ord("女")): "nǚ,rǔ", str(ord("龘")): "dá"}
    with zipfile.ZipFile(tmp_path / "pypinyin-0.55.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("pypinyin/pinyin_dict.json", json.dumps(readings))
    with zipfile.ZipFile(tmp_path / "opencc_python_reimplemented-0.1.7-py3-none-any.whl", "w") as wheel:
        wheel.writestr("opencc/dictionary/TSCharacters.txt", "張\t张\n乾\t干 乾\n")
    return tmp_path


def test_a_row_is_character_short_form_and_first_reading_without_tone(packages) -> None:
    assert rows(packages) == [("女", "女", "nu"), ("张", "张", "zhang"), ("張", "张", "zhang")]


def test_characters_are_those_of_both_standards() -> None:
    characters = common_characters()
    assert {"张", "張"} <= characters
    assert "龘" not in characters
    assert len(characters) > 6000


def test_the_shipped_table_has_one_row_a_character() -> None:
    with TARGET.open(encoding="utf-8", newline="") as text:
        shipped = list(csv.DictReader(text))
    characters = [row["character"] for row in shipped]
    assert characters == sorted(set(characters))
    assert all(row["reading"].isascii() and row["reading"].isalpha() and len(row["simplified"]) == 1 for row in shipped)


def test_without_a_folder_it_says_how(capsys) -> None:
    assert main([]) == 2
    assert "pip download" in capsys.readouterr().err
