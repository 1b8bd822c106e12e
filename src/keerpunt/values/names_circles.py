"""The table of `names_nicknames`: one circle of given names a line, folded, under the language that knows them.

`#` begins a language. `=` begins a line whose names are forms of two languages or of home, of which nobody writes the
initial. Collected 2026-07 and 2026-08 from general knowledge of common names, checked against no single list.
"""

from __future__ import annotations

CIRCLES = """
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
jesus chus chuy chucho
alejandro alex jandro
maria mari
roberto beto
enrique quique
santiago santi
eduardo edu
rafael rafa
guillermo guille memo
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
zsuzsanna zsuzsa zsuzsi
mihaly misi
ilona ica
margit manci
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
alessandro sandro ale alex
elisabetta betta lisa
valentina vale
alessandra sandra ale
antonio tonino toni nino
roberto berto robi roby
giuseppina pina peppina
giovanna gianna vanna
francesca franca francy
caterina rina
# Portuguese
jose ze
joao janjao
fernando nando
beatriz bia
roberto beto
ricardo ricky
eduardo dudu edu
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
= sergei sergey serezha seryozha seryoga сергеи сережа serhiy serhii сергіи
= vladimir vova volodya вова володя владимир volodymyr володимир
= ivan vanya ваня иван
= yuri yury yura юра юрии yuriy юріи
= pavel pasha паша павел pavlo павло
= konstantin kostya костя константин
= yekaterina ekaterina katya katja katyusha катя екатерина kateryna катерина
= tatyana tatiana tatjana tanya tanja таня татьяна tetiana тетяна
= natalya natalia natasha наташа наталья nataliia nataliya наталія
= anastasia anastasiya nastya настя анастасия
= yelena elena lena helena лена елена olena олена
= olga olya olha ольга оля
= irina ira iryna ирина ира ірина
= lyudmila ludmila lyuda людмила люда
= maria mariya masha маша мария
= svetlana sveta светлана света svitlana світлана
= galina galya галина галя halyna галина
= nadezhda nadya надежда надя nadiia надія
= lyubov lyuba любовь люба
= vasily vasiliy vasya василии вася vasyl василь
= grigory grigoriy grisha григории гриша hryhorii григоріи
= viktor vitya виктор витя
= boris borya борис боря
= pyotr petr petya пётр петр петя petro петро
= anna anya анна аня
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
# Armenian: eastern and western consonants
= tigran dikran
= gevorg kevork kevorg
= karapet garabed
= petros bedros
= grigor krikor
= hakob hagop
= sargis sarkis
= poghos boghos
= khachatur khachadour
= harutyun harout haroutioun
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
