from __future__ import annotations

import pytest

from keerpunt.values import names
from keerpunt.values.names import Answer
from keerpunt.values.names_sound import coarse, sound


def level(left: str, right: str) -> str:
    a, b = names.parse(left), names.parse(right)
    found = names.compare(a, b)
    assert found is names.compare(b, a)
    return found.value


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Сергей Соколов", "Sergey Sokolov", "N2"),
        ("Сергей Соколов", "Sergej Sokoloff", "N4"),
        ("Саша Соколов", "Aleksandr Sokolov", "N2"),
        ("Соколов Сергей Петрович", "Sergei Sokolov", "N2"),
        ("С. Соколов", "Sergei Sokolov", "N3"),
        ("Юлия Хромова", "Iuliia Khromova", "N2"),
        ("Григорій Гриценко", "Hryhorii Hrytsenko", "N2"),
        ("Александр Соколов", "Aleksandra Sokolova", "unknown"),
        ("Иван Соколов", "Pavel Sokolov", "unknown"),
        ("Γεώργιος Οικονόμου", "Georgios Ikonomou", "N2"),
        ("Χρυσούλα Βλάχου", "Chrisoula Vlachou", "N4"),
        ("محمد حداد", "Mohammed Haddad", "N4"),
        ("عبد الرحمن المصري", "Abdurrahman el-Masri", "N4"),
        ("محمد حسن", "Mohamed Hussein", "unknown"),
        ("كمال حداد", "Mohammed Haddad", "unknown"),
        ("משה פרידמן", "Moshe Friedman", "N4"),
        ("서준 강", "Seo-jun Kang", "unknown"),
        ("강서준", "Kang Seojun", "N4"),
        ("강서준", "Kang Minjun", "unknown"),
        ("王小明", "Wang Xiaoming", "N4"),
        ("王小明", "王伟", "N6"),
        ("Jansen BV", "ООО Янсен", "unknown"),
        ("Jan Jansen", "Ян Jansen", "unknown"),
    ],
)
def test_two_scripts_meet_by_tables_only(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Александр Соколов", "Александра Соколова"),
        ("Соколов Иван Петрович", "Соколов Иван Сергеевич"),
        ("Γεώργιος Βλάχος", "Νικόλαος Βλάχος"),
        ("محمد حداد", "محمود حداد"),
        ("حسن حداد", "حسين حداد"),
        ("משה כהן", "דוד כהן"),
        ("王晓明", "王晓红"),
        ("강서준", "강서연"),
        ("Kang Seo-jun", "Kang Seo-yeon"),
        ("Nguyen Van An", "Nguyen Van Binh"),
        ("Mohammed Haddad", "Mahmoud Haddad"),
        ("Hassan Haddad", "Hussein Haddad"),
        ("Rajesh Patel", "Ramesh Patel"),
        ("Ahmad bin Hasan al-Masri", "Hasan bin Ahmad al-Masri"),
        ("Steven Klein", "Stanley Klein"),
    ],
)
def test_relatives_contradict_in_every_script(left: str, right: str) -> None:
    assert names.compare(names.parse(left), names.parse(right)).answer is Answer.CONTRADICT


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Muhammad Haddad", "Mohamed Haddad", "N2"),
        ("'Abd al-Aziz Haddad", "Abdulaziz Haddad", "N1"),
        ("Bashar al-Khatib", "Bachar El Khatib", "N2"),
        ("Bashar ash-Shami", "Bashar al-Shami", "N1"),
        ("Mikhail Klein", "Michail Klein", "N4"),
        ("Ali Hassan", "Hassan Ali", "N4"),
        ("Mohamed Karim Salem Haddad", "Mohamed Haddad", "N4"),
        ("Mohamed Karim Haddad", "Mohamed Haddad", "N2"),
        ("Johannes Petrus Maria de Vries", "Johannes de Vries", "N2"),
        ("Mohammad Yaqoub Haqqani", "Mohammad Yaqoub", "N4"),
        ("Sergey Ivanov", "Sergei Ivanov", "N2"),
        ("Oksana Zelenskaya", "Oksana Zelenskaia", "N4"),
        ("Yuriy Melnyk", "Iurii Melnyk", "N2"),
        ("Peter Meier", "Peter Meyer", "N4"),
        ("SergeiLavrenko", "Sergei Lavrenko", "N1"),
        ("Good Will Klein", "Goodwill Klein", "N2"),
        ("Sergei Sergei Ivanov", "Sergei Ivanov", "N1"),
        ("Kim Yong-chol", "Kim Yongchol", "N2"),
        ("Shin Seo-yeon", "Sin Seoyeon", "N4"),
        ("Wang Xiaoming", "Xiao Ming Wang", "N2"),
        ("Wang Xiaoming", "Zhang Xiaoming", "N7"),
        ("Nguyễn Văn An", "An Nguyen", "N2"),
        ("José Castro Molina", "José Castro", "N2"),
        ("Tiago Pereira da Silva", "Tiago Pereira", "N2"),
        ("dos Santos Ribeiro Rui", "Rui dos Santos Ribeiro", "N2"),
        ("Lo Presti Matteo", "Matteo Lo Presti", "N2"),
        ("Kim van Dam", "K. van Dam", "N3"),
        ("Abdul Ghani Karim Abdul Hasib Turk", "Abdul Ghani Karim Abdul Latif Turk", "N6"),
        ("Cristina Ronaldes", "Cristina Ronaldinhes", "N7"),
        ("Elsa Mosk", "Elsa Musk", "N4"),
        ("Nikolai Klein", "M. Klein", "N6"),
        ("Oleksandr Melnyk", "Mykola Oleksandrovych Melnyk", "N6"),
        ("NOUREDDINE BEN ALI BEN KAMIL DRISSE", "Noureddine Ben Ali Ben Kamil Drissenne", "N2"),
        ("NOUREDDINE BEN ALI BEN SELIM FAD DR", "Noureddine Ben Ali Ben Selim Fad Drissenne", "N4"),
        ("Tigran Klein", "Tiger Klein", "N6"),
    ],
)
def test_habits_of_writing_are_told_from_other_names(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Jansen B.V.", "JANSEN BV", "N2"),
        ("Jansen Aktiengesellschaft", "Jansen AG", "N2"),
        ("Jansen Bouw BV", "Jansen-Bouw B.V.", "N2"),
        ("OAO Primer", "Primer JSC", "N2"),
        ("ООО Пример", "Общество с ограниченной ответственностью «Пример»", "N2"),
        ("Jansen BV", "Jansen NV", "N4"),
        ("Jansson Bouw BV", "Jansen Bouw BV", "N4"),
        ("Example Fund V LP", "Example Fund VI LP", "N7"),
        ("Example Bank (Hong Kong) Ltd", "Example Bank (Singapore) Ltd", "N7"),
        ("Jansen Bouw BV", "Jansen Verf BV", "N7"),
        ("Jansen Bouw", "Jansen Bouw BV", "N4"),
        ("Jansen & Co. L.L.C.", "Jansen & Co LLC", "N2"),
    ],
)
def test_firms_compare_by_their_own_words(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("raw", "given_names", "cores"),
    [
        ("Соколова Ольга Петровна", "ольга петровна", "соколова"),
        ("SOKOLOVA OLGA PETROVNA", "olga petrovna", "sokolova"),
        ("Ana Marija Petrović", "ana marija", "petrovic"),
        ("Kim Yong-chol", "yong chol", "kim"),
        ("KIM KYONG MIN", "kyong min", "kim"),
        ("Shin Min-jun", "min jun", "shin"),
        ("Kim Jansen", "kim", "jansen"),
        ("Van An Nguyen", "van an", "nguyen"),
        ("李小龙", "小龙", "李"),
        ("欧阳小明", "小明", "欧阳"),
        ("남궁민수", "민수", "남궁"),
        ("MARTA HERNANDEZ DE LA ", "marta", "hernandez"),
    ],
)
def test_the_order_of_a_name_is_told_by_its_words(raw: str, given_names: str, cores: str) -> None:
    parsed = names.parse(raw)
    assert " ".join(word.strip for word in parsed.given) == given_names
    assert " ".join(word.strip for word in parsed.cores) == cores


def test_romanisations_of_one_name_sound_alike() -> None:
    assert {sound(word) for word in ("sergey", "sergei", "sergej", "сергеи")} == {"sergei"}
    assert {sound(word) for word in ("dmitry", "dmitriy", "dmitrii", "дмитрии")} == {"dmitri"}
    assert {coarse(word) for word in ("khromov", "hromov", "хромов")} == {"hromov"}
    assert sound("meier") == sound("meyer")
    assert sound("ivan") != sound("evan")


def test_every_level_has_an_answer() -> None:
    assert [level.answer.value for level in names.Level] == [
        *["agree"] * 3,
        *["compatible"] * 2,
        *["contradict"] * 2,
        "unknown",
    ]
