"""Given names that one person commonly bears side by side: full name and short or calling names, per language.

Each line is one circle of names, folded; two names agree when some circle holds both. Circles are kept apart by
gender, so that a short name common to both (`alex`) agrees with either full name without joining the two.
Deliberately small: common names of the languages at hand, collected from general knowledge. A name that is missing
costs a link and never makes one. A line that begins with `=` holds forms of two languages or of home, of which nobody
writes the initial: Nikolai is Mykola, but never `M.`.
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
# Italian
giuseppe beppe peppe pippo
luigi gigi gino
giovanni gianni nino vanni
francesco franco ciccio cecco
salvatore totò turi
domenico mimmo
vincenzo enzo
lorenzo renzo enzo
alessandro sandro ale
alessandra sandra ale
antonio tonino toni nino
roberto berto robi
giuseppina pina peppina
giovanna gianna vanna
francesca franca
caterina rina
# Portuguese
jose ze
joao janjao
francisco chico xico
antonio toninho tonho
manuel manel
# Russian, Ukrainian, also in Cyrillic letters
= aleksandr alexander aleksander sasha shura sanya oleksandr александр саша шура олександр
= aleksandra alexandra sasha shura александра
= aleksei alexey alexei aleksey alyosha lyosha алексеи алеша леша oleksii oleksiy олексіи
= dmitri dmitry dmitriy dmitrij dima mitya дмитрии дима dmytro дмитро
= yevgeny evgeny evgeni yevgeniy eugene zhenya евгении женя yevhen євген
= mikhail misha миша михаил mykhailo михаило
= nikolai nikolay kolya коля николаи mykola микола
= sergei sergey serezha seryozha сергеи сережа serhiy serhii сергіи
= vladimir vova volodya вова володя владимир volodymyr володимир
= ivan vanya ваня иван
= yuri yury yura юра юрии yuriy юріи
= pavel pasha паша павел pavlo павло
= konstantin kostya костя константин
= yekaterina ekaterina katya katja катя екатерина kateryna катерина
= tatyana tatiana tatjana tanya tanja таня татьяна tetiana тетяна
= natalya natalia natasha наташа наталья nataliia nataliya наталія
= anastasia anastasiya nastya настя анастасия
= yelena elena lena helena лена елена olena олена
= olga olya olha ольга оля
= irina ira iryna ирина ира ірина
= lyudmila ludmila lyuda людмила люда
= maria mariya masha маша мария
# Greek, also in Greek letters
= georgios giorgos yiorgos george yorgos γεωργιοσ γιωργοσ
= dimitrios dimitris mitsos δημητριοσ δημητρησ
= ioannis giannis yannis yiannis john ιωαννησ γιαννησ
= konstantinos kostas costas dinos κωνσταντινοσ κωστασ
= nikolaos nikos nicos νικολαοσ νικοσ
= michail michalis mihalis μιχαηλ μιχαλησ
= vasileios vasilis vassilis βασιλειοσ βασιλησ
= panagiotis panos takis παναγιωτησ
= athanasios thanasis thanos αθανασιοσ
= aikaterini katerina ekaterini αικατερινη κατερινα
= eleni helena helen ελενη
# Turkish
mehmet memo
mustafa mıstık
ibrahim ibo
suleyman sulo
fatma fatos
# Yoruba, Igbo, Hausa: the end or the beginning of the name alone
oluwaseun seun
babatunde tunde
olusegun segun
oluwatobi tobi
ayodele ayo dele
adebayo bayo ade
folashade shade sade
titilayo titi layo
olabisi bisi
bukola bukky
chukwuemeka emeka
ikechukwu ike
chinedu nedu edu
obinna obi
uchenna uche
chidinma dinma
adaeze ada
ifeoma ify
amarachi amara
chinonso nonso
# English, more
theodore ted teddy theo
henry harry hank
lawrence larry laurence
francis frank
frederick fred freddie
ronald ron ronnie
donald don donnie
raymond ray
leonard len lenny leo
gerald gerry jerry
jonathan jon jonny
nathaniel nathan nate
abigail abby
deborah debbie deb
dorothy dot dottie
pamela pam
sandra sandy
theresa terry tess
# Indian; names of one brother each stand alone on their line, so that they are known to be different
rajesh
ramesh
suresh
mahesh
naresh
dinesh
mukesh
rakesh
ganesh
sunil
anil
sanjay
vijay
ajay
sunita
anita
kavita kavitha
savita savitha
deepa dipa
rekha
lakshmi laxmi
mohan mohana
krishna krishnan kishan
# Spellings common to several languages
katarina katharina caterina katerina
alexander alexandre alessandro alejandro
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
        for name in () if line.startswith("#") else line.removeprefix("=").split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def _names_of() -> dict[int, tuple[str, ...]]:
    lines = enumerate(_CIRCLES.splitlines())
    return {number: tuple(line.split()) for number, line in lines if line and line[0] not in "#="}


def nickname_equal(left: str, right: str) -> bool:
    """Tell whether one circle holds both folded given names."""
    circles = _circles_of()
    return not circles.get(left, frozenset()).isdisjoint(circles.get(right, frozenset()))


@lru_cache(maxsize=8192)
def calling_names(name: str) -> tuple[str, ...]:
    """Return every name whose initial may stand for this one: those of its circles, itself included, sorted."""
    names = _names_of()
    return tuple(sorted({name, *(other for number in _circles_of().get(name, ()) for other in names.get(number, ()))}))


@lru_cache(maxsize=65536)
def two_given_names(left: str, right: str) -> bool:
    """Tell whether two folded given names are both known and have no circle in common, nor one further on."""
    circles = _circles_of()
    if left not in circles or right not in circles:
        return False
    names = _members()
    near = {name for number in circles[left] for name in names[number]}
    return near.isdisjoint(name for number in circles[right] for name in names[number])


@lru_cache(maxsize=1)
def _members() -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for name, numbers in _circles_of().items():
        for number in numbers:
            found.setdefault(number, set()).add(name)
    return {number: frozenset(names) for number, names in found.items()}


def is_listed(name: str) -> bool:
    """Tell whether a folded word stands in any circle, and so is a given name."""
    return name in _circles_of()
