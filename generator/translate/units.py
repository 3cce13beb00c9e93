"""Words for currencies and units of measurement, in the languages whose numbers are known.

In: nothing; this module holds words. Out: per language, what finds a currency or unit, and its sense. Refuses nothing.
A word with two senses has both ("$" is a dollar or a peso, "sterlina" a pound); symbols are those of the SI brochure
(9th edition) and of ISO 4217.
"""

from __future__ import annotations

import re
from functools import cache

_EVERY_CURRENCY = (
    r"euro=€|\bEUR\b dollar_peso=(?<!R)\$|(?!R\$)[A-Z]{1,2}\$ dollar=\b(?:USD|CAD|AUD)\b pound=£|\bGBP\b yen_yuan=¥"
    r" yen=\bJPY\b"
    r" yuan=\b(?:CNY|RMB)\b rouble=₽|\bRUB\b franc=\bCHF\b rupee=₹|\bINR\b real=R\$|\bBRL\b won=₩|\bKRW\b"
    r" shekel=₪|\bILS\b"
    r" hryvnia=₴|\bUAH\b zloty=\bPLN\b crown=\b(?:SEK|NOK|DKK|CZK)\b peso=\b(?:MXN|ARS)\b"
)
_CURRENCIES = {
    "it": "euro=euro dollar=dollar[oi] pound=sterlin[ae]|lir[ae]|libbr[ae] yen=yen yuan=yuan|renminbi rouble=rubl[oi]"
    " franc=franchi|franco rupee=rupi[ae] real=reais|real peso=pesos? crown=coron[ae] zloty=zloty|złoty"
    " hryvnia=grivni[ae]|hryvni[ae] shekel=shekel|sicli rand=rand won=won dinar=dinar[oi] dirham=dirham"
    " riyal=riyal|rial",
    "en": "euro=euros? dollar=dollars?|bucks? pound=pounds?|sterling|quid|liras?|lire yen=yen yuan=yuan|renminbi"
    " rouble=rou?bles? franc=francs? rupee=rupees? real=reais|reals peso=pesos? crown=crowns?|kron\\w{1,2}|korun\\w"
    " zloty=zlotys?|złoty hryvnia=hryvnias? shekel=shekels? rand=rand won=(?:(?<=0)|(?<=illion))\\swon dinar=dinars?"
    " dirham=dirhams? riyal=ri[ya]+ls?",
    "es": "euro=euros? dollar=d[óo]lar(?:es)? pound=libras?|liras? yen=yen(?:es)? yuan=yuan(?:es)?|renminbi"
    " rouble=rublos? franc=francos? rupee=rupias? real=reales|reais peso=pesos crown=coronas? zloty=zlotys?|eslotis?"
    " hryvnia=grivnas? shekel=sh[ée]kel(?:es)?|séquel(?:es)? rand=rands? won=won(?:es)? dinar=dinar(?:es)?"
    " dirham=d[íi]rhams? riyal=riyales|riales",
    "fr": "euro=euros?"
    " pound=livres\\s(?:sterling|turques|égyptiennes|libanaises|syriennes)|livre\\s(?:sterling|turque)|sterling|lires?"
    " pound_book=livres?"
    " dollar=dollars? yen=yens? yuan=yuans?|renminbi rouble=roubles? franc=francs? rupee=roupies?"
    " real=reais|réaux|réals peso=pesos? crown=couronnes? zloty=zlotys? hryvnia=hryvnias? shekel=shekels? rand=rands?"
    " won=wons? dinar=dinars? dirham=dirhams? riyal=riyals?|rials?",
    "pt": "euro=euros? dollar=d[óo]lar(?:es)? pound=libras?|liras? yen=[iy]enes?|yen yuan=[iy]uan(?:es|s)?|renminbi"
    " rouble=rublos? franc=francos? rupee=r[úu]pias? real=reais|real peso=pesos crown=coroas? zloty=zl[oó]t[yi]s?"
    " hryvnia=hryvnias?|grívnias? shekel=shekels?|siclos? rand=rands? won=wons? dinar=dinar(?:es)? dirham=dirhams?"
    " riyal=riais|rials?",
    "ca": "euro=euros? dollar=d[òo]lars? pound=lliur[ae]s?|lliures|lires|lira yen=iens? yuan=iuans?|renminbi"
    " rouble=rubles? franc=francs? rupee=rúpi[ae]s?|rupi[ae]s? real=reais|reals peso=pesos crown=coron[ae]s?"
    " zloty=zlot[yi]s? hryvnia=hr[íy]vni[ae]s? shekel=x[éè]quels? rand=rands? won=wons? dinar=dinars?"
    " dirham=d[íi]rhams?"
    " riyal=rials?",
    "de": "euro=euros? dollar=dollars? pound=pfund|lira yen=yen yuan=yuan|renminbi rouble=rubels?"
    " franc=franken|francs?"
    " rupee=rupien?|rupie real=reais|real peso=pesos? crown=kronen?|krone zloty=zlotys?|złoty"
    " hryvnia=hr[iy]wn?ja|griwna"
    " shekel=schekel rand=rand won=won dinar=dinar dirham=dirham riyal=ri[ya]+l",
}
"""Language → senses, each with the patterns of its words."""
_CENTS = re.compile(
    r"\b(?:centesim[oi]|cents?|c[éè]ntim[oe]?s?|c[êe]ntimos?|centavos?|centimes?|pence|penny|kope\w+|copec\w+)\b", re.I
)
_EVERY_UNIT = (
    "m2=m²|m2|mq km2=km²|km2|kmq m3=m³|m3|mc km=km(?:/h)?|kph m=m cm=cm mm=mm ft=ft mi=mph|mi yd=yd kg=kg g=g t=t"
    " pound=lbs?"
    " ha=ha l=l h=h min=min MW=MW kW=kW GW=GW MWh=MWh kWh=kWh GWh=GWh TWh=TWh MB=MB GB=GB TB=TB C=°C F=°F"
)
"""Symbols, which are what they are only with their capitals."""
_UNITS = {
    "it": "m2=metr[oi]\\squadr(?:at)?[oi] km2=chilometr[oi]\\squadr(?:at)?[oi] m3=metr[oi]\\scub[oi] km=chilometr[oi]"
    " m=metr[oi] cm=centimetr[oi] mm=millimetr[oi] ft=pied[ei] in=pollic[ei] mi=migli[oa] yd=iard[ae] ha=ettar[oi]"
    " ac=acr[oi] l=litr[oi] gal=gallon[ei] bbl=baril[ei] kg=chil[oi]|chilogramm[oi] g=gramm[oi] t=tonnellat[ae]"
    " oz=oncia|once q=quintal[ei] s=second[oi] min=minut[oi] h=or[ae] d=giorn[oi]|giornat[ae] w=settiman[ae]"
    " mo=mes[ei] y=ann[oi] kWh=chilowattora MWh=megawattora GWh=gigawattora kW=chilowatt|kilowatt MW=megawatt"
    " GW=gigawatt"
    " C=gradi\\s(?:Celsius|centigradi) F=gradi\\sFahrenheit",
    "en": "m2=square[\\s-]met(?:re|er)s? km2=square[\\s-]kilomet(?:re|er)s? m3=cubic[\\s-]met(?:re|er)s?"
    " km=kilomet(?:re|er)s? m=met(?:re|er)s? cm=centimet(?:re|er)s? mm=millimet(?:re|er)s? ft=foot|feet in=inch(?:es)?"
    " mi=miles? yd=yards? ha=hectares? ac=acres? l=lit(?:re|er)s? gal=gallons? bbl=barrels?"
    " kg=kilos?|kilogram(?:me)?s?"
    " g=gram(?:me)?s? t=tons?|tonnes?|metric\\stons? oz=ounces? q=quintals? s=seconds? min=minutes? h=hours? d=days?"
    " w=weeks? mo=months? y=years? kWh=kilowatt[\\s-]hours? MWh=megawatt[\\s-]hours? GWh=gigawatt[\\s-]hours?"
    " kW=kilowatts? MW=megawatts? GW=gigawatts? C=degrees\\s(?:Celsius|centigrade) F=degrees\\sFahrenheit",
    "es": "m2=metros?\\scuadrados? km2=kilómetros?\\scuadrados? m3=metros?\\scúbicos? km=kilómetros? m=metros?"
    " cm=centímetros? mm=milímetros? ft=pies? in=pulgadas? mi=millas? yd=yardas? ha=hectáreas? ac=acres? l=litros?"
    " gal=galón|galones bbl=barril(?:es)? kg=kilos?|kilogramos? g=gramos? t=toneladas? oz=onzas? q=quintal(?:es)?"
    " s=segundos? min=minutos? h=horas? d=días?|jornadas? w=semanas? mo=mes(?:es)? y=años?"
    " kWh=kilovatios?[\\s-]hora MWh=megavatios?[\\s-]hora GWh=gigavatios?[\\s-]hora kW=kilovatios? MW=megavatios?"
    " GW=gigavatios? C=grados\\s(?:Celsius|centígrados) F=grados\\sFahrenheit",
    "fr": "m2=mètres?\\scarrés? km2=kilomètres?\\scarrés? m3=mètres?\\scubes? km=kilomètres? m=mètres? cm=centimètres?"
    " mm=millimètres? ft=pieds? in=pouces? mi=miles? yd=yards? ha=hectares? ac=acres? l=litres? gal=gallons?"
    " bbl=barils? kg=kilos?|kilogrammes? g=grammes? t=tonnes? oz=onces? q=quintal|quintaux s=secondes? min=minutes?"
    " h=heures? d=jours?|journées? w=semaines? mo=mois y=ans?|années? kWh=kilowatt(?:s-|-)heures?"
    " MWh=mégawatt(?:s-|-)heures?"
    " GWh=gigawatt(?:s-|-)heures? kW=kilowatts? MW=mégawatts? GW=gigawatts? C=degrés\\sCelsius F=degrés\\sFahrenheit",
    "pt": "m2=metros?\\squadrados? km2=quil[ôó]metros?\\squadrados? m3=metros?\\scúbicos? km=quil[ôó]metros? m=metros?"
    " cm=centímetros? mm=milímetros? ft=pés? in=polegadas? mi=milhas? yd=jardas? ha=hectares? ac=acres? l=litros?"
    " gal=galão|galões bbl=barril|barris kg=quilos?|quilogramas? g=gramas? t=toneladas? oz=onças? q=quintal|quintais"
    " s=segundos? min=minutos? h=horas? d=dias?|jornadas? w=semanas? mo=mês|meses y=anos? kWh=quilowatts?[\\s-]hora"
    " MWh=megawatts?[\\s-]hora GWh=gigawatts?[\\s-]hora kW=quilowatts? MW=megawatts? GW=gigawatts?"
    " C=graus\\s(?:Celsius|centígrados) F=graus\\sFahrenheit",
    "ca": "m2=metres?\\squadrats? km2=quilòmetres?\\squadrats? m3=metres?\\scúbics? km=quilòmetres? m=metres?"
    " cm=centímetres? mm=mil·límetres? ft=peus? in=polzad[ae]s?|polzades mi=milles|milla yd=iard[ae]s?"
    " ha=hectàre[ae]s?"
    " ac=acres? l=litres? gal=galó|galons bbl=barrils? kg=quilos?|quilograms? g=grams? t=ton[ae]s?|tonelad[ae]s?"
    " oz=unces|unça q=quintars? s=segons? min=minuts? h=hor[ae]s? d=dia|dies|jornad[ae]s? w=setman[ae]s?"
    " mo=mes|mesos y=anys? kWh=quilowatts?[\\s-]hora MWh=megawatts?[\\s-]hora GWh=gigawatts?[\\s-]hora kW=quilowatts?"
    " MW=megawatts? GW=gigawatts? C=graus\\s(?:Celsius|centígrads) F=graus\\sFahrenheit",
    "de": "m2=quadratmetern? km2=quadratkilometern? m3=kubikmetern? km=kilometern? m=metern? cm=zentimetern?"
    " mm=millimetern? ft=fuß in=zoll mi=meilen? yd=yards? ha=hektar ac=acres? l=litern? gal=gallonen?"
    " bbl=barrel|fass|fässer"
    " kg=kilo|kilogramm g=gramm t=tonnen? oz=unzen? q=doppelzentner s=sekunden? min=minuten? h=stunden? d=tagen?|tage?"
    " w=wochen? mo=monate?n? y=jahre?n? kWh=kilowattstunden? MWh=megawattstunden? GWh=gigawattstunden? kW=kilowatt"
    " MW=megawatt GW=gigawatt C=grad\\sCelsius F=grad\\sFahrenheit",
}
_KINDS = {
    sense: kind
    for kind, senses in {
        "extent": "mm cm m km in ft yd mi m2 km2 ha ac m3",
        "amount": "l gal bbl m3",
        "weight": "g kg t q oz",
        "time": "s min h d w mo y",
        "power": "kW MW GW kWh MWh GWh TWh",
        "data": "MB GB TB",
        "temperature": "C F",
        "things": "book",
    }.items()
    for sense in senses.split()
}
"""Sense of a unit → what it measures."""
HOURS = {"min": "0.01667", "h": "1", "d": "24", "w": "168", "mo": "730", "y": "8766"}
"""Unit of time → its hours, as a decimal."""


@cache
def currencies(language: str) -> re.Pattern[str]:
    """What finds a currency by word, symbol or code; the name of the group that matched is its sense or senses."""
    symbols = _alternatives(_EVERY_CURRENCY, "", "", "_s")
    return re.compile(f"{symbols}|(?i:{_alternatives(_CURRENCIES.get(language, ''), _LEFT, _RIGHT, '_w')})")


@cache
def units(language: str) -> re.Pattern[str]:
    """What finds a unit by word or symbol; the name of the group that matched is its sense."""
    words = _alternatives(_UNITS.get(language, ""), _LEFT, _RIGHT, "_w")
    return re.compile(f"(?i:{words})|{_alternatives(_EVERY_UNIT, _LEFT, _RIGHT, '_s')}")


_LEFT, _RIGHT = r"(?<![^\W\d_])", r"(?![^\W\d_])"


def senses(match: re.Match[str]) -> frozenset[str]:
    """What a match of `currencies` or `units` may mean."""
    assert match.lastgroup is not None
    return frozenset(match.lastgroup.split("_")[:-1])


def kind(sense: str) -> str:
    """What a unit measures; of a currency, "money"."""
    return _KINDS.get(sense, "money")


def has_cents(text: str) -> bool:
    """Whether a text speaks of the hundredth part of a currency."""
    return _CENTS.search(text) is not None


def _alternatives(table: str, left: str, right: str, ending: str) -> str:
    """One alternative per sense, in the order of the table: longer words stand before their beginnings."""
    entries = (entry.partition("=") for entry in table.split(" ") if entry)
    named = (rf"(?P<{sense}{ending}>{left}(?:{words}){right})" for sense, _, words in entries)
    return "|".join(named) or r"(?!)"
