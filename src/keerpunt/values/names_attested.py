"""Names in Arabic and Hebrew letters beside their Latin writings: one line a name, all the ways it is written.

Two uses. Writings of one line are one name (`Mohammed`, `Muhammad`, `Mohamed`, `محمد`), whatever the distance of the
letters; writings of two lines are two names, however near they look (`Hassan` and `Hussein`, `Mohammed` and
`Mahmoud`): brothers bear them. Letters alone could tell neither, since short vowels are not written.

Sources: common knowledge of the names, read against BGN/PCGN 1956 (Arabic), the French habit of the Maghreb, Turkish,
Persian, Urdu, Bosnian and Somali spelling; collected 2026-08. Deliberately small: a name that is missing costs a link.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keerpunt.values.fold import strip_fold
from keerpunt.values.names_sound import coarse

_NAMES = """
mohammed mohammad muhammad mohamed mohamad muhammed muhamad mohamud mochammad mahomed maxamed mohd محمد
mahmoud mahmud mahmood mehmood محمود
ahmed ahmad ahmet axmed akhmed احمد
hamed hamid hameed حامد حميد
hassan hasan hassen xasan حسن
hussein hussain husain hossein husayn hossain hussien houcine hocine huseyin xuseen حسين
hossam husam hosam حسام
omar umar omer omor عمر
ammar amar عمار
amr amro عمرو
osama usama oussama ussama usamah اسامه
ali aly علي
alaa ala علاء
ibrahim ebrahim ibraheem brahim ibrahem ابراهيم
ismail ismael ismaeel esmail اسماعيل
yusuf youssef yousef yusef yousuf youcef yosef yousif yussef يوسف
yunus younes younis yunis younus يونس
yahya yahia yehia يحيي
yasin yassin yassine yaseen ياسين
yasser yasir yaser ياسر
mustafa mostafa moustafa mustapha mostapha mustafah مصطفي
murtada mortada morteza مرتضي
khalid khaled xaalid خالد
khalil khaleel خليل
walid waleed oualid وليد
saeed said saed saïd sa'id سعيد
saad سعد
sayed sayyid syed said seyed sayyed sayid سيد
salman salmaan سلمان
suleiman sulaiman soliman sulayman suleyman slimane سليمان
salem salim saleem سالم سليم
saleh salih salah salaah صالح صلاح
samir sameer سمير
sami samy سامي
karim kareem عبدالكريم كريم
kamal kamel kamil كمال كامل
jamal gamal djamel jamel djamal جمال
jamil jameel djamil جميل
tariq tarek tareq tarik طارق
taha طه
faisal faysal feisal faysel فيصل
fares faris فارس
farid fareed فريد
farouk faruk farooq faruq فاروق
fouad fuad foad فؤاد
bilal belal billal بلال
bashar bachar بشار
bashir bachir basheer بشير
rashid rachid rasheed راشد رشيد
rami ramy رامي
ramadan ramazan ramadhan رمضان
hisham hicham hesham هشام
hani hany هاني
hadi hady هادي
haidar haydar haider haydr hayder حيدر
harun haroun haroon هارون
hamza hamzah حمزه
hakim hakeem حكيم
habib habeeb حبيب
idris idriss driss ادريس
ilyas elias ilias elyas الياس
iqbal eqbal اقبال
jafar jaafar gaafar jaffar djaafar جعفر
jaber jabir gaber جابر
lotfi lutfi لطفي
mahdi mehdi مهدي
majid majed maged مجيد ماجد
malik malek مالك
mansour mansur mansoor منصور
marwan marouane مروان
moussa musa mousa موسي
muammar moammar moamar muamar معمر
munir mounir monir منير
nabil nabeel نبيل
nasser nasir naser nacer ناصر
nizar nezar نزار
nour nur noor نور
qasim kassem kasim qassem kacem qasem gassim قاسم
rafiq rafik rafeeq رفيق
reda rida reza riza رضا
riad riyad riyadh رياض
shafiq chafik shafik شفيق
sharif sherif cherif شريف
talal طلال
uthman othman osman usman عثمان
wael وائل
zaid zayd zeid زيد
zakaria zakariya zakariyya زكريا
ziad ziyad زياد
aziz azeez عزيز
adel adil عادل
amin ameen amine امين
amir ameer emir امير
anwar anouar انور
ashraf achraf اشرف
ayman aymen aiman ايمن
ayub ayoub ayyub ايوب
isa issa eisa ciise عيسي
abbas عباس
abdullah abdallah abdulla abdellah abdoullah abdalla abdullahi cabdullaahi عبدالله
fatima fatma fatimah fatema fatoumata faadumo فاطمه
aisha aicha ayesha aishah caasha عائشه
khadija khadijah khadidja hatice خديجه
mariam maryam meryem meriem مريم
zainab zaynab zeinab zineb زينب
amina aminah امينه
leila layla laila leyla ليلي ليلا
noura nura nora نوره
huda hoda houda هدي
hanan hanane حنان
iman eman imane ايمان
salma سلمي
samira sameera سميره
sara sarah ساره سارا
yasmin yasmine yasmeen ياسمين
rania ranya رانيا
nadia nadya ناديه
karima كريمه
hafsa hafsah حفصه
sumaya soumaya sumayya سميه
asma asmaa asmae اسماء
qaddafi gaddafi kadhafi gadhafi قذافي
"""

_HEBREW = """
david dawid דוד
moshe moses משה
yitzhak yitzchak itzhak isaac יצחק
yaakov yaacov jacob yakov יעקב
avraham abraham אברהם
yehuda judah יהודה
yosef joseph יוסף
shlomo solomon שלמה
shmuel samuel שמואל
eliyahu elijah eli אליהו
daniel דניאל
eitan eytan ethan איתן
noam נועם
binyamin benjamin בנימין
aharon aaron אהרון אהרן
michael מיכאל
yonatan jonathan יונתן
uri אורי
yair יאיר
amir אמיר
rivka rebecca רבקה
miriam מרים
sarah sara שרה
rachel רחל
leah lea לאה
esther ester אסתר
hannah chana hana חנה
ruth רות
yael יעל
tamar תמר
shira שירה
noa נועה
maya מאיה
"""

_HEBREW_SURNAMES = """
cohen kohen כהן
levi levy לוי
mizrahi mizrachi מזרחי
peretz perets perez פרץ
biton bitton ביטון
dahan דהן
friedman fridman freedman פרידמן
malka מלכה
azoulay azulay azoulai azulai אזולאי
katz kats כץ
amar עמר
ohayon אוחיון
hadad haddad חדד
gabay gabbay gabai גבאי
levin lewin לוין
tal טל
klein קליין
hazan chazan חזן
shapira shapiro שפירא
amsalem amsallem אמסלם
ohana אוחנה
assulin asulin אסולין
vaknin waknin וקנין
edri adri אדרי
yosef yossef יוסף
segal סגל
golan גולן
bar בר
weiss vais ויס וייס
stern שטרן
rosenberg רוזנברג
goldstein גולדשטיין
greenberg grinberg גרינברג
kaplan קפלן
baruch ברוך
sasson ששון
shalom שלום
zohar זוהר
harari הררי
"""
"""The most common surnames of Israel (Central Bureau of Statistics, surnames of the population register, 2022)."""

_EUROPEAN = """
john جون
michael مايكل
david ديفيد
peter بيتر
martin مارتن
mark marc مارك
thomas توماس
robert روبرت
daniel دانيال دانييل
alexander الكسندر
jan يان
hans هانز
paul بول
pierre بيير
jean جان
francois فرانسوا
jose خوسيه
carlos كارلوس
fernando فرناندو
antonio انطونيو
juan خوان
marco ماركو
sergei sergey سيرغي سيرجي
ivan ايفان
maria ماريا
anna انا
marie ماري
sophie صوفي
elena ايلينا
natalia ناتاليا
laura لورا
julia جوليا
"""


_SON_OF = ("يي", "ئي", "ي", "ei", "ai", "yi", "i")
_SERVANT = re.compile(r"^ab(?:d|di)(?:ou|oe|[aeiou])?(?:l(?=[^aeiou])|l(?=[aeiou])|([rsnztd])(?=\1))")
_GOD = re.compile(r"^abd(?:ou|[aeiou])?l+a+h?i?$")


def _numbered(*tables: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(line for table in tables for line in table.splitlines()):
        for name in line.split():
            found.setdefault(strip_fold(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def _chain_lines() -> dict[str, frozenset[int]]:
    return _numbered(_NAMES)


@lru_cache(maxsize=1)
def _all_lines() -> dict[str, frozenset[int]]:
    return _numbered(_NAMES, _HEBREW, _EUROPEAN)


@lru_cache(maxsize=65536)
def lines_of(word: str) -> frozenset[int]:
    """Return the names that a folded word may be a writing of; empty where none is known.

    Persian and Levantine writers end in -eh what Arabic ends in -a (`Fatemeh`, `Fatima`).
    """
    lines = _all_lines()
    found = lines.get("abdullah" if _GOD.match(word) else word, frozenset())
    return found if found or not word.endswith("eh") else lines.get(word[:-2] + "a", frozenset())


def _chain_lines_of(word: str) -> frozenset[int]:
    return _chain_lines().get("abdullah" if _GOD.match(word) else word, frozenset())


@lru_cache(maxsize=65536)
def servant(word: str) -> str:
    """Return what follows `servant of` in a folded name (`Abdurrahman`, `Abdelrahmane`: `rahman`), else nothing."""
    if _GOD.match(word):
        return ""
    found = _SERVANT.match(word)
    rest = word[found.end() :] if found else ""
    return coarse(rest).removesuffix("e") if len(rest) > 2 else ""


@lru_cache(maxsize=1)
def _surname_lines() -> dict[str, frozenset[int]]:
    return _numbered(_HEBREW_SURNAMES)


def same_surname(left: str, right: str) -> bool:
    """Tell whether two folded words are writings of one common Hebrew surname, or of one Persian `son of X`.

    The Persian one is a known given name with -i (`رضایی`, `Rezaei`).
    """
    lines = _surname_lines()
    if not lines.get(left, frozenset()).isdisjoint(lines.get(right, frozenset())):
        return True
    return not _father_lines(left).isdisjoint(_father_lines(right))


def _father_lines(word: str) -> frozenset[int]:
    ending = next((ending for ending in _SON_OF if word.endswith(ending)), "")
    return _chain_lines_of(word.removesuffix(ending)) if ending else frozenset()


def is_chain_name(word: str) -> bool:
    """Tell whether a folded word stands in names that are chains of given names and have no fixed surname."""
    return bool(_chain_lines_of(word) or servant(word))


def same_name(left: str, right: str) -> bool:
    """Tell whether two folded words are writings of one name."""
    served = servant(left)
    if served or servant(right):
        return served == servant(right) or not lines_of(served).isdisjoint(lines_of(servant(right)))
    return not lines_of(left).isdisjoint(lines_of(right))


def two_names(left: str, right: str) -> bool:
    """Tell whether two folded words are known to be different names, however near they look."""
    served = servant(left), servant(right)
    if any(served):
        return not same_name(left, right)
    both = _chain_lines_of(left) and _chain_lines_of(right)
    return bool(both) and not same_name(left, right)
