"""Word lists of the name parser, folded (lower case, no marks, no dots), by what they do to a name.

Sources: RESOLUTION.md section 3; titles and forms of address as banks and shops of the countries print them; legal
forms after the ISO 20275 list of entity legal forms, short forms of the countries at hand.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
    president minister dato datuk shri shrimati smt hajji alhaji chief sheikh shaikh mullah mawlawi maulana ayatollah
    doctor doktor rev dott dottssa kyria kyrios sayin
    гн господин госпожа κυριος κυρια السيد السيده الشيخ الدكتور
    dhr heer hr mr mw mevr mevrouw mej drs ing ir prof professor dr jhr
    herr herrn frau fraulein frl dipl mag magister
    mme mlle madame monsieur mademoiselle messrs mrs ms miss sir
    sra srta senor senora senorita senhor senhora sig signor signore signora signorina avv avvocato
    dottore dottoressa professore professora profesor hazrat श्री श्रीमती
    pani mgr inz bc judr mudr phdr rndr
    fru froken rva neiti ozv gospodin gospoda gdin gda
    """)
"""Removed where a name begins with them; `sr` and `m` are decided by place and country."""
DEGREES = _words("bsc msc phd mba llm csc drsc")
"""Removed where a name ends with them."""

TITLES_AT_START = frozenset(("sr",))
TITLES_BEFORE_TWO = frozenset(("don", "dona", "dom", "king", "queen", "prince", "princess", "lord", "lady"))
"""Given names and surnames too: removed where a name begins with them and two full words follow."""
FRENCH_TITLE = "m"
FRENCH_COUNTRIES = frozenset(("FR", "LU", "MC", "BE", "CH"))

GENERATIONS = {
    "sr": "sr", "snr": "sr", "sen": "sr", "senior": "sr", "st": "sr", "starszy": "sr", "pere": "sr",
    "jr": "jr", "jnr": "jr", "jun": "jr", "junior": "jr", "hijo": "jr", "ml": "jr", "fils": "jr", "mladsi": "jr",
    "ii": "ii", "iii": "iii", "iv": "iv", "2nd": "ii", "3rd": "iii",
}  # fmt: skip
"""Only as the last word of a name of three or more words, or after a comma."""

STRONG_SEPARATORS = (
    "e/o", "en/of", "cj", "u/o", "und/oder", "u./o.", "et/ou", "y/o", "e/ou", "i/lub", "og/eller", "och/eller",
    "ja/tai", "and/or", "és/vagy", "a/nebo", "og/eða", "i/ili",
)  # fmt: skip
WEAK_SEPARATORS = ("en", "und", "et", "and", "&", "+", "ou", "oder", "of", "or", "och", "og", "ja")
"""Bare words that part two holders, only on a bank account and only between two persons. Never a lone `y`."""

ENGLISH_COUNTRIES = frozenset(("GB", "IE", "US", "CA", "AU", "NZ"))
"""Where `of` names a place (`Thomas of Woodstock`) and does not mean `or`."""
ROLE_WORDS = _words(
    "baby infant newborn child boy girl son daughter mother father parent brother sister wife husband spouse "
    "male female man woman lady gentleman adult person resident occupant inmate mrs mr the of house home household"
)
"""What clerks of English-speaking countries write for a name they do not know (`Baby Boy Jansen`)."""
ROLE_BEGINS = ROLE_WORDS - _words("the of house home mr mrs")

ONE_LETTER_WORDS = frozenset(("y", "e", "i", "и", "і"))
"""`And` in a name without capitals, unless it stands first."""

GROUP_WORDS = _words(
    "fam familie family famille familia rodina rodzina erven erben nachlass estate heirs echtpaar eheleute"
)

PARTICLES = _words("""
    van de den der ter ten te t s in op voor aan onder bij het vd
    von zu zum zur vom vander vanden vande af av la le les lo du des di da dos das del della dello degli dalla
    dei delle dal e
    al el bin ibn ben bint binti abu ould y
    بن ابن بنت ولد ال
    """)
PARTICLES_NEVER_FIRST = _words(
    "al ben bin el la le da du di av af te in op s t y lo des dos abu les das bij e bint binti ould dal dei ولد ال"
)
"""These may be a given name or a surname of their own when nothing stands before them."""
ANY_VAN_DE = frozenset(("vande", "vanden", "vander"))
ONE_PARTICLE = tuple(map(frozenset, (
    ("al", "el"), ("bin", "ibn", "ben", "binal", "ibnal", "بن", "ابن"), ("da", "do", "de", "das", "dos"), ("la", "le"),
)))  # fmt: skip
"""Writings of one particle; any two of a line differ by habit only."""
VIETNAMESE_MIDDLE = _words("van thi duc huu thanh minh ngoc quoc dinh xuan hong kim thuy anh the ba cong thai viet")
"""Middle names that Vietnamese abroad leave out."""
FUSED_PARTICLES = (
    "vanden",
    "vander",
    "vande",
    "vant",
    "van",
    "den",
    "der",
    "de",
    "ter",
    "ten",
    "von",
    "du",
    "la",
    "le",
)
FUSED_BEGINNINGS = frozenset((
    "mc", "mac", "fitz", "de", "di", "du", "da", "la", "le", "van", "von", "ver", "ter", "ten", "des", "del", "della",
    "dello", "abdul", "vd", "vande", "vanden", "vander", "al", "el", "op", "st",
))  # fmt: skip
"""A capital after these is inside one word: `McDonald`, `DeVries`."""

LEGAL_FORMS = _words("""
    bv nv vof cv gmbh ag ug kg ohg gbr ek ev ltd limited llc inc incorporated corp corporation plc llp lp pty co
    sa sarl sas sasu snc sci eurl sl slu srl spa sca oy oyj ab aps hb kb asa ans sro as kft zrt nyrt bt
    doo dd ehf hf ohf sf spzoo spj sp ry rf pte lda ltda sgps eood ood
    aktiengesellschaft aktiebolag aktieselskab aksjeselskap osakeyhtio jsc ojsc cjsc pjsc oao ooo
    ооо оао зао пао ао тов
    """)
"""Count as the last word of a name."""
FORMS_IN_FRONT = _words("oao ooo jsc ojsc cjsc pjsc srl pt ооо оао зао пао ао тов тоо")
"""Count as the first word of a name."""
FIRM_WORDS = _words("""
    stichting stiftung foundation vereniging verein association holding holdings bank gemeente company compagnie
    handelsonderneming bedrijf firma group groep gruppe services solutions trading webshop shop store hotel restaurant
    corporation incorporated gesellschaft aviation airways shipping maritime pharma pharmaceuticals chemicals mining
    metals textiles foods enterprise enterprises investments properties realty finance academy hospital clinic army
    brigade federation confederation department agency authority commission bureau factory refinery ministerie
    ministerium universidad universite banque societe sociedad sociedade compania compagnia
    завод банк фонд компания общество министерство университет фирма
    fund trust capital partners industries international government ministry organization organisation council
    committee union society institute airlines insurance securities motors motor energy electronics technologies
    construction engineering petroleum railway logistics consulting management systems software ventures
    university universiteit universitat stiftelsen stiftelse forening foreningen yhdistys fundacja spolka alapitvany
    egyesulet nadace zadruga udruzenje
    """)
"""Count anywhere in a name."""

SHORT_WORDS = _words(
    "aa ab ad al an ao as bo cu di do du ea ed fu ha he ho hu ia ib io ji jo ke ko le li lo lu ma mo mu my na oh oz pa "
    "qi ru su to tu ty ua uy vi vo vu wu xu ya ye yi yu"
)
"""Names of two letters: never read as two initials."""
VOWELLESS_WORDS = _words("ng vd mc st md")
SYLLABIC_COUNTRIES = frozenset(("CZ", "SK", "BA", "HR", "RS", "SI", "PL"))
"""Where `r` and `l` carry a syllable: Vlk, Krk, Smrt are names, not initials."""
INITIAL_DIGRAPHS = frozenset(("ij", "th", "ch", "ph", "chr"))

IBERIAN_COUNTRIES = _words("ES PT MX AR CL CO PE VE EC UY PY BO CR PA DO GT HN NI SV CU BR")
SURNAME_FIRST_COUNTRIES = frozenset(("HU",))
PATRONYMIC_ENDINGS = (
    "ovich", "evich", "ovitch", "evitch", "ovych", "evych", "yovych", "ivich", "owitsch", "ewitsch", "ovna", "evna",
    "ivna", "yivna", "ichna", "owna", "ewna", "ович", "евич", "ьич", "овна", "евна", "ична", "івна", "ивна",
)  # fmt: skip
"""A third word with such an ending is a patronymic: the surname stands first (Russian and Ukrainian order of files)."""
IBERIAN_PARTICLES = _words("da do das dos de del")
IBERIAN_ENDING = "ez"
IBERIAN_GIVEN = _words("""
    jose maria luis antonio manuel juan carlos angel miguel jesus francisco javier fernando pedro pablo alberto
    alejandro rafael ramon enrique vicente ignacio andres joaquin santiago eduardo alfonso jaime ricardo diego daniel
    david jorge roberto mario victor oscar ruben sergio raul ivan isabel carmen ana pilar teresa dolores luisa elena
    rosa josefa cristina angeles mercedes concepcion lucia paula marta laura sara eva belen beatriz soledad inmaculada
    esther rocio victoria joao paulo rui tiago luis nuno vasco goncalo joana ines leonor catarina fatima conceicao
    estevao antonia duarte afonso bernardo margarida
    concepcion nuria alvaro hugo gonzalo guillermo felipe adrian ivan nicolas gabriel tomas rodrigo
    """)
MARIAN_WORDS = _words("angeles carmen concepcion consuelo dolores luz mar mercedes nieves pilar rosario soledad")
"""After `María de(l/la/los)` these belong to the given name."""
FEMININE_VOWELS = ("a", "а", "ा", "ी", "া", "ী")
FEMININE_ENDINGS = _words(
    "a e ie ke je tje neke nie ine ina ien ette elle le ne te ka na nna ea ice ia ja anne ijn tien jet"
)
