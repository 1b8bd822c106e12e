"""A TOML file of a stranger is read or refused in little time."""

from __future__ import annotations

import time

import pytest

from keerpunt.errors import InputRefused
from keerpunt.intake import read_operation
from keerpunt.intake.context import MAX_BESIDE
from keerpunt.intake.toml_text import MAX_PARTS, parse_toml
from tests.support.folder import HEAD, sources_folder
from tests.support.sources import mapped, take_in


@pytest.mark.parametrize(
    "text",
    [
        "a." * 50_000 + "b = 1",
        '"a" . ' * 50_000 + "b = 1",
        "'a'." * 50_000 + "b = 1",
        "x = {" + "a." * 50_000 + "b = 1}",
        '""""""' * 50_000,
        '"' * 300_001,
        'x = """' + '\\"""' * 50_000,
        "[" + "a." * 50_000 + "b]",
    ],
)
def test_no_key_or_text_takes_long(tmp_path, text):
    root = sources_folder(tmp_path / "s")
    (root / "operation.toml").write_text(HEAD + text)
    began = time.perf_counter()
    with pytest.raises(InputRefused, match=r"no valid TOML"):
        read_operation(root)
    assert time.perf_counter() - began < 2


def test_dots_in_texts_and_numbers_are_no_parts_of_a_key():
    dots = "a." * (MAX_PARTS + 1)
    for text in (f'x = "{dots}"', f"x = '{dots}'", f'x = """\n{dots}"""', f"x = '''{dots}'''", f"x = 1 # {dots}"):
        assert parse_toml(text.encode())["x"]
    assert parse_toml(b"[a.b]\nx = 1.5") == {"a": {"b": {"x": 1.5}}}


def test_a_map_of_endless_size_is_refused(tmp_path):
    root = mapped(tmp_path / "s", "a.csv", "id\n1\n", "#" * (MAX_BESIDE + 1))
    with pytest.raises(InputRefused, match="is larger than 16 MiB"):
        take_in(root)
