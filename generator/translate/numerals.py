"""Numbers that are written as words: "ventuno", "twenty-first", "noventa", "mezzogiorno", "XX".

In: a text and the language subtag of its locale. Out: the numbers that its words name, each with the place where it
stands. Refuses nothing: a language without a table has no spelled numbers, and `KNOWN` says which have one. A word may
mean something else ("sei" is "you are" in Italian), so what is found here can excuse a figure, hardly accuse one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_UNITS = {
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
    " diecisiete dieciocho diecinueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix|sept"
    " dix|huit dix|neuf",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete"
    " dezoito dezanove",
    "ca": "zero un dos tres quatre cinc sis set vuit nou deu onze dotze tretze catorze quinze setze disset divuit"
    " dinou",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
    " siebzehn achtzehn neunzehn",
}
"""0 to 19; a bar stands for the white space or hyphen inside a number."""
_TENS = {
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante soixante|dix quatre|vingt quatre|vingt|dix",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ca": "vint trenta quaranta cinquanta seixanta setanta vuitanta noranta",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
"""20 to 90."""
_ORDINALS = {
    "it": "prim second terz quart quint sest settim ottav non decim",
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "es": "primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim",
    "fr": "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "pt": "primeir segund terceir quart quint sext sétim oitav non décim",
    "ca": "primer segon tercer quart cinquè sisè setè vuitè novè desè onzè dotzè",
    "de": "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft",
}
"""1 and up, without their endings."""
_ENDINGS = {
    "it": ("o", "a", "i", "e"),
    "es": ("o", "a", "os", "as", ""),
    "pt": ("o", "a", "os", "as"),
    "ca": ("", "a", "s", "es"),
    "fr": ("", "s"),
    "en": ("", "s"),
    "de": ("e", "en", "er", "es", "em", "ens", "el"),
}
_OTHERS = {
    "it": "una=1 un=1 mezzo=0.5 mezza=0.5 metà=0.5 coppia=2 entrambi=2 entrambe=2 doppio=2 doppia=2 dozzina=12"
    " dozzine=12 mezzogiorno=12 mezzanotte=0 cento=100 duecento=200 trecento=300 quattrocento=400"
    " cinquecento=500 seicento=600 settecento=700 ottocento=800 novecento=900 mille=1000 duemila=2000"
    " tremila=3000 quattromila=4000 cinquemila=5000 diecimila=10000 centomila=100000 centinaio=100"
    " migliaio=1000 ventesimo=20 triplo=3 ennesimo=0",
    "en": "a=1 an=1 half=0.5 halves=0.5 both=2 double=2 twice=2 couple=2 pair=2 dozen=12 dozens=12 score=20 noon=12"
    " midday=12 midnight=0 once=1 triple=3 nought=0 nil=0 hundred=100 thousand=1000 quarter=4 quarters=4"
    " nineties=90 eighties=80 seventies=70 sixties=60 fifties=50 forties=40 thirties=30 twenties=20 single=1"
    " sole=1",
    "es": "un=1 una=1 medio=0.5 media=0.5 mitad=0.5 ambos=2 ambas=2 par=2 doble=2 docena=12 docenas=12 mediodía=12"
    " medianoche=0 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300 trescientas=300"
    " cuatrocientos=400 quinientos=500 seiscientos=600 setecientos=700 ochocientos=800 novecientos=900"
    " mil=1000 veintiún=21 triple=3",
    "fr": "une=1 demi=0.5 demie=0.5 moitié=0.5 double=2 couple=2 douzaine=12 douzaines=12 midi=12 minuit=0 cent=100"
    " cents=100 mille=1000 millier=1000 première=1 premières=1 second=2 seconde=2 quatre|vingts=80 septante=70"
    " nonante=90 triple=3 tiers=3 quart=4 quarts=4 dizaine=10 vingtaine=20 trentaine=30 quinzaine=15"
    " cinquantaine=50 centaine=100",
    "pt": "uma=1 duas=2 meio=0.5 meia=0.5 metade=0.5 ambos=2 ambas=2 par=2 dobro=2 dúzia=12 dúzias=12 meio|dia=12"
    " meia|noite=0 dezesseis=16 dezessete=17 dezenove=19 cem=100 cento=100 duzentos=200 duzentas=200"
    " trezentos=300 trezentas=300 quatrocentos=400 quinhentos=500 seiscentos=600 setecentos=700 oitocentos=800"
    " novecentos=900 mil=1000 vigésimo=20 terço=3 terços=3",
    "ca": "una=1 u=1 dues=2 mig=0.5 mitja=0.5 meitat=0.5 ambdós=2 ambdues=2 parell=2 doble=2 dotzena=12 dotzenes=12"
    " migdia=12 mitjanit=0 huit=8 cent=100 dos|cents=200 dues|centes=200 tres|cents=300 quatre|cents=400"
    " cinc|cents=500 sis|cents=600 set|cents=700 vuit|cents=800 nou|cents=900 mil=1000 miler=1000 terç=3"
    " terços=3 vintè=20",
    "de": "eins=1 eine=1 einen=1 einem=1 einer=1 eines=1 anderthalb=1.5 eineinhalb=1.5 halb=0.5 halbe=0.5"
    " halben=0.5 hälfte=0.5 beide=2 beiden=2 paar=2 doppelt=2 dutzend=12 mittag=12 mitternacht=0 hundert=100"
    " einhundert=100 zweihundert=200 dreihundert=300 vierhundert=400 fünfhundert=500 sechshundert=600"
    " siebenhundert=700 achthundert=800 neunhundert=900 tausend=1000 eintausend=1000 zweitausend=2000"
    " dreitausend=3000 zehntausend=10000 zweimal=2 dreimal=3",
}
"""Words of other kinds, one number each: halves, dozens, noon, hundreds, other spellings."""
_IDEOGRAPHS = {sign: value for value, sign in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2, "兩": 2}
_IDEOGRAPHIC = ("zh", "ja")
_JOINTS = {"it": "", "en": "|", "es": "|y|", "fr": "|", "pt": "|e|", "ca": "|", "de": "und"}
"""What stands between tens and units."""
_AMBIGUOUS = {"it": ("sei",), "fr": ("neuf",), "ca": ("nou", "deu"), "de": ("acht",)}
"""Numbers that are other words, too: "you are", "new", "owes", "attention"."""
KNOWN = frozenset(_UNITS)
"""The languages that have a table."""
READ = KNOWN | set(_IDEOGRAPHIC)
"""The languages whose small numbers can be read."""

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(
    r"\b(?:(?=[IVXLCDM]{2,}(?:er?|ᵉ|è|è?me|th)?\b)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})|[VX])(?=(?:er?|ᵉ|è|è?me|th)?\b)"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number written as words: its value and where it stands."""

    value: float
    start: int
    end: int


def spelled(text: str, language: str) -> Iterator[Spelled]:
    """The numbers that the words of `text` name, the longest reading of each; hyphens count as white space."""
    if language in _IDEOGRAPHIC:
        yield from _ideographic(text)
        return
    table, starts = _table(language), _starts(language)
    words = list(_WORD.finditer(text.lower())) if table else []
    at = 0
    while at < len(words):
        count = _count(words[at : at + _LONGEST], table) if words[at][0] in starts else 0
        if count:
            value = table["|".join(word[0] for word in words[at : at + count])]
            yield Spelled(value, words[at].start(), words[at + count - 1].end())
        at += count or 1


def is_cardinal(word: str, language: str) -> bool:
    """Whether a word is a number from three to nineteen and nothing else; smaller ones are idioms ("the two of them").

    >>> is_cardinal("tre", "it"), is_cardinal("sei", "it"), is_cardinal("terzo", "it")
    (True, False, False)
    """
    return word.lower() in _UNITS.get(language, "").split()[3:] and word.lower() not in _AMBIGUOUS.get(language, ())


def _ideographic(text: str) -> Iterator[Spelled]:
    """一 to 九十九, and the digits of a year or a century one by one."""
    for match in re.finditer(rf"[{''.join(_IDEOGRAPHS)}]+", text):
        tens, ten, units = match[0].rpartition("十")
        if ten and len(tens) < 2 and len(units) < 2:
            value = _IDEOGRAPHS.get(tens, 1) * 10 + _IDEOGRAPHS.get(units, 0)
        else:
            value = int("".join(str(_IDEOGRAPHS[sign]) for sign in match[0]))
        yield Spelled(value, match.start(), match.end())


def _count(words: Sequence[re.Match[str]], table: Mapping[str, float]) -> int:
    """How many of the first words make a number together, as many as possible; 0 for none."""
    spoken = [word[0] for word in words]
    return next((count for count in range(len(spoken), 0, -1) if "|".join(spoken[:count]) in table), 0)


def roman(text: str) -> Iterator[Spelled]:
    """The Roman numerals of a text: two letters or more, or a V or X that stands alone."""
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match[0]]
        if not values:  # letters that count, in an order that does not: "DIVIM"
            continue
        following = [*values[1:], 0]
        total = sum(value if value >= after else -value for value, after in zip(values, following, strict=True))
        yield Spelled(total, match.start(), match.end())


@cache
def _table(language: str) -> Mapping[str, float]:
    """Word or words, joined by a bar → the number; empty for a language that has no table."""
    if language not in KNOWN:
        return {}
    table: dict[str, float] = dict(_cardinals(language))
    for value, stem in enumerate(_ORDINALS[language].split(), start=1):
        table |= {stem + ending: value for ending in _ENDINGS[language] if stem + ending not in table}
    for value in range(11, 100):
        table |= dict.fromkeys(_late_ordinals(language, value, table), value)
    for entry in _OTHERS[language].split():
        word, _, number = entry.partition("=")
        table[word] = float(number)
    return table


@cache
def _starts(language: str) -> frozenset[str]:
    """The words that a number may begin with."""
    return frozenset(word.partition("|")[0] for word in _table(language))


def _cardinals(language: str) -> Iterator[tuple[str, int]]:
    """0 to 99 as the language builds them."""
    units, tens = _UNITS[language].split(), _TENS[language].split()
    yield from ((word, value) for value, word in enumerate(units))
    for place, ten in enumerate(tens):
        value = 20 + 10 * place
        yield ten, value
        scores = language == "fr" and value in (70, 90)
        for unit in range(1, 10):
            for word in _compounds(language, tens[place - 1] if scores else ten, units[unit + 10 * scores]):
                yield word, value + unit


def _compounds(language: str, ten: str, unit: str) -> tuple[str, ...]:
    """Tens and units together, in every spelling that is in use."""
    if language == "de":
        return (f"{unit}und{ten}",)
    if language == "it":
        stem = ten[:-1] if unit[0] in "uo" else ten
        other = {"tre": (f"{stem}tré",), "uno": (f"{stem}un",)}.get(unit, ())
        return (stem + unit, *other)
    if language == "es" and ten == "veinte":
        return (f"veinti{ {'dos': 'dós', 'tres': 'trés', 'seis': 'séis'}.get(unit, unit) }",)
    if language == "ca" and ten == "vint":
        return (f"{ten}|i|{unit}", f"{ten}|i|{unit}a", f"{ten}|i|dues") if unit == "dos" else (f"{ten}|i|{unit}",)
    joined = f"{ten}{_JOINTS[language]}{unit}"
    if language == "fr" and unit in ("un", "onze"):
        return (joined, f"{ten}|et|{unit}")
    return (joined,)


def _late_ordinals(language: str, value: int, cardinals: Mapping[str, float]) -> Iterator[str]:
    """Words that are built from a cardinal by a rule ("ventunesimo", "ventunenne", "vingtième", "fortieth")."""
    for word in [word for word, number in cardinals.items() if number == value]:
        if language == "it":
            yield from (
                f"{word.rstrip('aeiouéì')}{ending}" for ending in ("esimo", "esima", "esimi", "esime", "enne", "enni")
            )
        elif language == "fr":
            yield from (f"{word.removesuffix('e')}ième{ending}" for ending in ("", "s"))
        elif language == "en":
            yield from (f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th", *_english(word))
        elif language == "de":
            yield from (f"{word}{'t' if value < 20 else 'st'}{ending}" for ending in _ENDINGS["de"])


def _english(word: str) -> Iterator[str]:
    """Compounds end in an ordinal of their own: twenty-first."""
    tens, _, unit = word.rpartition("|")
    if tens:
        yield f"{tens}|{_ORDINALS['en'].split()[_UNITS['en'].split().index(unit) - 1]}"
