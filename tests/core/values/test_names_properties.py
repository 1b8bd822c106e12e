"""What holds for any two names, whatever their letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.values import names
from keerpunt.values.distance import edits, jaro_winkler, levenshtein, may_be_like, within
from keerpunt.values.fold import composed, expand_fold, strip_fold
from keerpunt.values.names import Answer

FAMILIES = {
    "latin": (("Willem", "Thijs", "Sanne", "Lotte"), ("Bakker", "de Vries", "van den Berg")),
    "cyrillic": (("Сергей", "Павел", "Ксения", "Галина"), ("Соколов", "Хромов", "Ткачук")),
    "greek": (("Γεώργιος", "Νικόλαος", "Ελένη", "Σοφία"), ("Βλάχος", "Οικονόμου", "Γεωργίου")),
    "arabic": (("محمد", "محمود", "حسن", "حسين"), ("حداد", "المصري", "بناني")),
    "hebrew": (("משה", "דוד", "תמר", "שירה"), ("כהן", "פרידמן", "שפירא")),
    "han": (("晓明", "晓红", "建国", "志强"), ("王", "张", "刘")),
    "hangul": (("서준", "서연", "민준", "지혜"), ("강", "윤", "임")),
}
LETTERS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="aeioulmnrstvdjkАБВГабвгдеёйяюхжщαβγδεοςابتنلמשהכ王小明김이박 .-'/,", max_size=40),
)


@given(LETTERS, LETTERS)
@settings(max_examples=400)
def test_comparing_any_text_is_symmetric_and_sure_of_itself(left: str, right: str) -> None:
    a, b = names.parse(left), names.parse(right)
    assert names.compare(a, b) is names.compare(b, a)
    assert names.given_relation(a, b) is names.given_relation(b, a)
    assert not names.compare(a, a).contradicts


@given(LETTERS, LETTERS)
@settings(max_examples=300)
def test_two_scripts_never_contradict(left: str, right: str) -> None:
    a, b = names.parse(left), names.parse(right)
    if a.script != b.script:
        assert names.compare(a, b).answer is not Answer.CONTRADICT


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_relatives_never_agree_in_any_script(family: str) -> None:
    given_names, surnames = FAMILIES[family]
    blank = "" if family in ("han", "hangul") else " "
    whole = [[f"{last}{own}" if not blank else f"{own} {last}" for own in given_names] for last in surnames]
    for brothers in whole:
        for index, one in enumerate(brothers):
            for other in brothers[index + 1 :]:
                assert names.compare(names.parse(one), names.parse(other)) is names.Level.N6


def test_relatives_never_agree_across_scripts() -> None:
    latin = {"Сергей": "Sergei", "Павел": "Pavel", "Ксения": "Ksenia", "Галина": "Galina"}
    for own, written in latin.items():
        for other in latin.values():
            found = names.compare(names.parse(f"{own} Ткачук"), names.parse(f"{other} Tkachuk"))
            assert found.agrees == (other == written)
            assert not found.contradicts


@pytest.mark.parametrize(
    "piece", ["Jan ", "Jan.", "van ", "Abd al-", "А. ", "王", "x", "J.J", "-a", "محمد ", "& ", "'' "]
)
def test_time_stays_bounded_whatever_the_length(piece: str) -> None:
    long = piece * (100_000 // len(piece))
    begin = time.process_time()
    for text in (long, long[:200], long[:199] + "z"):
        names.compare(names.parse(text), names.parse(long[:150] + "q"))
    assert time.process_time() - begin < 1.0


@given(st.text(alphabet="abc", max_size=8), st.text(alphabet="abc", max_size=8))
def test_strokes_are_those_of_optimal_string_alignment(left: str, right: str) -> None:
    assert edits(left, right) == _slow_edits(left, right)
    assert edits(left, right) <= levenshtein(left, right)


@given(st.text("abcé", max_size=8), st.text("abcé", max_size=8), st.integers(0, 4))
def test_letters_in_common_rule_nothing_out_that_distances_allow(left: str, right: str, most: int) -> None:
    assert within(left, right, most) == (edits(left, right) <= most)
    assert may_be_like(left, right, jaro_winkler(left, right))


@pytest.mark.parametrize("char", [chr(code) for code in range(33, 127)])
def test_ascii_folds_as_every_letter_does(char: str) -> None:
    between = char.lower() if char.isalnum() else "" if char in "'`" else " "
    assert strip_fold(f"a{char}b") == f"a{between}b"
    assert strip_fold(f"á{char}b") == strip_fold(f"a{char}b")


def _slow_edits(left: str, right: str) -> int:
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


ANY = st.text(st.characters(codec="utf-8"), max_size=60)
HOSTILE = {
    "one word": "x" * 10_000,
    "tokens": "Jan " * 2_500,
    "initials": "J." * 5_000,
    "servants": "Abd al-" * 1_500,
    "marks in any order": "a" + "\u0315\u0301\u0327\u0345" * 2_500,
    "marks in the worst order": "a" + "\u0345" * 5_000 + "\u0327" * 5_000,
    "ligatures of eighteen letters": "\ufdfa" * 10_000,
    "names of a firm": "Muster/" * 1_500,
    "Han": "王" * 10_000,
}


@given(ANY, ANY)
@settings(max_examples=300)
def test_any_unicode_is_parsed_compared_and_folded(left: str, right: str) -> None:
    a, b = names.parse(left), names.parse(right)
    assert names.compare(a, b) is names.compare(b, a)
    for fold in (strip_fold, expand_fold):
        assert fold(fold(left)) == fold(left)


@given(ANY)
def test_a_name_equals_itself_in_capitals_and_blanks(text: str) -> None:
    a, b = names.parse(text), names.parse(f"  {text}  ")
    assert a.kind is b.kind
    assert (a.given, a.cores) == (b.given, b.cores)


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_a_hostile_name_of_ten_thousand_letters_costs_little(case: str) -> None:
    begin = time.process_time()
    text = HOSTILE[case]
    one, other = names.parse(text), names.parse(text + "q")
    names.compare(one, other)
    names.is_name(text)
    expand_fold(text)
    assert time.process_time() - begin < 1.0


def test_a_run_of_marks_is_cut_in_long_texts_only() -> None:
    few = "a" + "\u0301" * 40
    assert len(composed(few)) == 40
    assert len(composed(few + "b" * 1_000)) == 30 + 1_000
