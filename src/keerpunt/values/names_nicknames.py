"""Given names that one person commonly bears side by side: full name and short or calling names, per language.

Each line is one circle of names, folded; two names agree when some circle holds both. Circles are kept apart by
gender, so that a short name common to both (`alex`) agrees with either full name without joining the two.
Deliberately small: common names of the languages at hand, collected from general knowledge. A name that is missing
costs a link and never makes one.
"""

from __future__ import annotations

from functools import lru_cache

_CIRCLES = """
# Dutch
johannes jan johan hans hannes joop jo
johanna jo joke hanna hanneke annie jopie
willem wim pim bill
wilhelmina willie mina wil mien willy
cornelis cees kees cor nelis
cornelia corrie cor neeltje nel lia
petrus piet peter pieter
hendrik henk hein henri
hendrika rika riek hennie
gerardus gerard gerrit ger geert
antonius anton ton toon antoon
antonia tonia toos
adrianus adriaan ad arie adri
adriana adri jana sjaan
theodorus theo dorus
jacobus jacob jaap koos co sjaak
jozef josephus jos jef sjef joseph
franciscus frans cis
martinus martin maarten tinus
maria marie ria marijke mieke mia rietje miep
elisabeth elizabeth liesbeth els bep lies betsy
catharina trijn ineke toos karin cato tineke
margaretha margriet greet gre greetje grietje
michiel chiel michael
nicolaas nico klaas niek
gijsbert gijs bert gijsbertus
lambertus bert lammert bart
bartholomeus bart
dirk diederik dick
# German
johannes hans johann hannes
wilhelm willi willy
friedrich fritz fred
heinrich heinz heini
josef joseph sepp jupp
georg schorsch jorg
karl carl
ulrich uli ulli
wolfgang wolf
andreas andi andy
stefan stephan steffen
matthias matze mathias
thomas tom tommi
sebastian basti
maximilian max
katharina kathi katrin kathrin
elisabeth lisa liesl sissi elsbeth
margarete grete gretel greta
susanne susi susanna
# English
william will bill billy liam willie
robert rob bob bobby robbie
richard rick dick richie rich
james jim jimmy jamie
john jack johnny jon
edward ed eddie ted teddy ned
charles charlie chuck
michael mike mick mickey
thomas tom tommy
joseph joe joey
alexander alex alec sandy sander
andrew andy drew
anthony tony
christopher chris kit
daniel dan danny
david dave davey
matthew matt
nicholas nick nicky
patrick pat paddy
peter pete
samuel sam sammy
stephen steve steven
benjamin ben benny
gregory greg
timothy tim
elizabeth liz beth betty lizzie eliza libby
katherine kate kathy katie catherine cathy kathryn
margaret maggie meg peggy
jennifer jen jenny
patricia pat patty trish
rebecca becky
susan sue susie
victoria vicky vic
alexandra alex sandra sandy
samantha sam
christina chris tina christine
# French
alexandre alex
jean-baptiste jb
frederic fred
philippe phil
nicolas nico
francois francis
catherine cathy kate
elisabeth babette lise
dominique dom
# Spanish
francisco paco curro fran pancho
jose pepe
ignacio nacho
manuel manolo manu
antonio tono
jesus chus
enrique quique
santiago santi
eduardo edu
rafael rafa
guillermo guille
dolores lola
concepcion concha conchita
mercedes merche
francisca paca
isabel isa chabela
pilar pili
# Polish
aleksander olek alek
aleksandra ola
katarzyna kasia
malgorzata gosia
jan janek jas
stanislaw staszek
tomasz tomek
krzysztof krzysiek
magdalena magda
agnieszka aga
elzbieta ela
piotr piotrek
andrzej jedrek
wojciech wojtek
# Czech
josef pepa
jan honza
jiri jirka
frantisek franta
vaclav vasek
jaroslav jarda
katerina katka
alzbeta bozka eliska
# Hungarian
istvan pista
janos jancsi
jozsef joska
laszlo laci
sandor sanyi
erzsebet bozsi erzsi
katalin kati
ferenc feri
gyorgy gyuri
# Nordic
kristian chris
anders andy
erik eric eirik erick
kristoffer kris
per peder petter
lars lasse
bengt benke
karl kalle carl
johan johannes juhani
juhani jussi juha
aleksi alex
gudmundur gummi
sigurdur siggi
jon nonni
gudrun gunna
margret magga
# Bosnian, Croatian, Serbian
muhamed mujo
mehmed meho
ibrahim ibro
mustafa mujo
aleksandar aco sasa
nikola nidzo
fatima fata
# Spellings common to several languages
maria marie marija marya
anna anne ana
eva eve
sofia sofie sophie sophia
julia julie
sara sarah
mark marc marcus markus
erik erich
philip phillip filip philipp
jakob jacob
lukas lucas
oscar oskar
viktor victor
frederik fredrik frederick
"""


@lru_cache(maxsize=1)
def _circles_of() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_CIRCLES.splitlines()):
        for name in () if line.startswith("#") else line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def _names_of() -> dict[int, tuple[str, ...]]:
    lines = enumerate(_CIRCLES.splitlines())
    return {number: tuple(line.split()) for number, line in lines if line and not line.startswith("#")}


def nickname_equal(left: str, right: str) -> bool:
    """Tell whether one circle holds both folded given names."""
    circles = _circles_of()
    return not circles.get(left, frozenset()).isdisjoint(circles.get(right, frozenset()))


@lru_cache(maxsize=8192)
def calling_names(name: str) -> tuple[str, ...]:
    """Return every name that shares a circle with this one, itself included, sorted."""
    names = _names_of()
    return tuple(sorted({name, *(other for number in _circles_of().get(name, ()) for other in names[number])}))


def is_listed(name: str) -> bool:
    """Tell whether a folded word stands in any circle, and so is a given name."""
    return name in _circles_of()
