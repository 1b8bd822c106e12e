"""What stands in the place of a name where there is none: `UNKNOWN`, `Guest User`, `Account Holder`, `неизвестно`.

Shops and payment providers fill the field so when nobody was asked; clerks write so what they do not know. Such a text
is on thousands of payments, so it never names a person. Sources: the words of the languages at hand, as providers'
forms, exports and test data print them; deliberately short of words that are surnames by themselves.
"""

from __future__ import annotations

from functools import lru_cache

from keerpunt.values.fold import strip_fold

_FIGURES = "0123456789"


def _words(text: str) -> frozenset[str]:
    return frozenset(strip_fold(word) for word in text.split())


PHRASES = frozenset(strip_fold(line) for line in """
    n a
    none
    null
    nvt
    no name
    test test
    name on card
    john doe
    jane doe
    joe bloggs
    max mustermann
    erika mustermann
    غير معروف
    غير معلوم
    غير محدد
    لا يوجد
    بدون اسم
    לא ידוע
    ללא שם
    нет имени
    без имени
    не указано
    не известно
    не вказано
    अज्ञात
    ไม่ทราบ
    不明
    不詳
    未知
    未填
    匿名
    佚名
    无名
    無名
    名無し
    名無しさん
    访客
    訪客
    游客
    用户
    用戶
    客户
    客戶
    顾客
    顧客
    测试
    測試
    持卡人
    お客様
    ゲスト
    テスト
    ユーザー
    익명
    미상
    손님
    고객
    사용자
    테스트
    무명
""".splitlines() if line.strip())  # fmt: skip
"""Texts that stand for no name as a whole."""

ALONE = _words("""
    unknown unnamed anonymous undefined notprovided cardholder accountholder customer guest test tester testuser
    testing user member client noname nobody dummy placeholder username
    onbekend onbekende anoniem naamloos klant gast gebruiker kaarthouder rekeninghouder
    unbekannt unbekannter unbekannte anonym kunde kundin gast benutzer nutzer karteninhaber kontoinhaber testkunde
    inconnu inconnue anonyme utilisateur invite titulaire essai
    desconocido desconocida anonimo anonima cliente invitado usuario titular prueba
    desconhecido desconhecida utilizador convidado teste
    sconosciuto sconosciuta utente ospite titolare prova
    nieznany nieznana anonimowy klient uzytkownik gosc posiadacz
    neznamy neznama zakaznik uzivatel
    ukendt ukjent okand okant bruker bruger anvandare kontohaver kontoinnehavare
    tuntematon asiakas vieras kayttaja
    ismeretlen ugyfel vendeg felhasznalo nepoznato nepoznat kupac korisnik gost necunoscut oaspete utilizator
    bilinmiyor bilinmeyen misafir kullanici musteri othekktur
    неизвестно неизвестный неизвестная неизвестен аноним анонимно гость клиент покупатель пользователь тест
    невідомо невідомий невідома анонім гість клієнт покупець користувач непознат непознато
    αγνωστος αγνωστη ανωνυμος επισκεπτης πελατης χρηστης
    مجهول زائر ضيف عميل زبون مستخدم אורח לקוח משתמש אנונימי
    """)
"""Words that stand for no name wherever nothing else stands beside them but words of this module."""

BESIDE = _words("""
    account card holder owner payer buyer shopper purchaser name surname firstname lastname first last given family
    paypal stripe visa mastercard maestro amex venmo skrill revolut klarna
    valued registered default sample demo example provided available given entered known
    naam voornaam achternaam rekening kaart houder vorname nachname konto karte inhaber
    nom prenom carte compte nombre apellido tarjeta cuenta nome cognome apelido carta conto cartao conta
    imie imienia nazwisko nazwiska namen names karty konta jmeno prijmeni navn fornavn etternavn efternavn
    namn fornamn efternamn nimi
    имя фамилия имени карты счета ονομα επωνυμο اسم الاسم
    """)
"""Words that do so in company only, since each may be somebody's name."""

GLUE = _words("""
    the of on new dear my your a de del della di da do la le les du
    """)
"""Words that join those above."""

WITHOUT = _words("no not without sans sin sem senza ohne kein keine geen zonder bez brak uden utan без не")
"""Words that deny what stands beside them: `No Name`, `Ohne Namen`."""

_ALL = ALONE | BESIDE | GLUE | WITHOUT


@lru_cache(maxsize=65536)
def is_nobody(folded: str) -> bool:
    """Tell whether a text, as `strip_fold` leaves it, stands for no name; so does an empty one.

    Figures behind a word that stands alone count for nothing: `Guest 17`, `user4711`.
    """
    if not folded or folded in PHRASES:
        return True
    words = [_stem(word) for word in folded.split() if not word.isdigit()]
    if not words or not all(word in _ALL for word in words):
        return False
    beside = sum(word in BESIDE for word in words)
    return beside > 1 or any(word in ALONE or (beside and word in WITHOUT) for word in words)


def _stem(word: str) -> str:
    stem = word.rstrip(_FIGURES)
    return stem if stem in ALONE else word
