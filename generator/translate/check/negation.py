"""Check that a "not" is kept: the words that deny, in seven languages.

In: a `Pair`. Out: a remark where a sentence of the source denies something and nothing in the translation does, or the
other way round. Refuses nothing itself; a language without a list is let pass.

Languages deny in different places ("nobody has", "non … nessuno"), with other words ("impossible", "fails to", "lacks")
and say "not" where nothing is denied ("not only", "finché non", "avant qu’il ne"). So only plain denials accuse, and
anything that may stand for one excuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator.translate.check.case import Pair, Remark, unaccented


@dataclass(frozen=True, slots=True)
class Words:
    """Alternatives of a pattern, in one language: `plain` denials, `like` words that can stand for one, `idle` phrases
    in which nothing is denied."""

    plain: str
    like: str
    idle: str


LANGUAGES = {
    "it": Words(
        plain=r"non(?! (?:che|a caso|ostante|molto|lontano|meno|tanto|troppo))|né|nessun[oa]?|neppure|nemmeno|neanche"
        r"|impossibil\w+",
        like=r"senza|niente|nulla|mai|mica|vietat\w+|rifiut\w+|neg(?:a|ano|ato|ò|are)|smenti\w+"
        r"|non|impossibil\w+|incapac\w+|in(?:sufficien|esist|accettabil|utile|util|cert|completo|evitabil|capac|adeguat"
        r"|giust|stabil|dipendent|visibil|sicur|formal|attes|dispensabil|efficac|edit|solit|differen)\w*|il(?:legal"
        r"|legittim|logic|limitat)\w*|ir(?:regolar|responsabil|reparabil|realistic)\w*|dis(?:occupa|abil|accord|onest"
        r"|umano)\w*|sconosciut\w+|s(?:content|corrett|favorevol|leal|comod)\w+|im(?:probabil|previst|mutat|mobil|matur"
        r"|punit|perfett)\w*|manca\w*|mancat\w+|mancò|assen[tz]\w+|priv[oaie]|privare|evit\w+|fallit\w+|fallisce|ferm\w+"
        r"|escl[uo]\w+|escludendo|smett\w+|cess\w+|poc[ohi]\w*|poche|appena|tranne|salvo|eccetto|solo|soltanto|meno|raro"
        r"|rar[aie]|raramente|difficil\w+|altro|altrimenti|prima|ancora|fuori|contrari\w+|lontan\w+|anziché|invece|anti\w+"
        r"|zero|gratuit\w+|liber[oaie]|scars\w+|mal|male|impedi\w+|blocca\w+|vano|invano|esaurit\w+|scadut\w+|perd\w+|annull\w+",
        idle=r"non solo|non soltanto|non solamente|se non altro|a meno che non|finché non|fino a quando non|non appena"
        r"|non è vero\?|più che mai|quanto mai|mai come|se non|non fa(?:nno)? (?:che|altro)|poco ci manca che non"
        r"|senza (?:alcun )?dubbio|senz’altro|non a caso"
        r"|per poco non|non di rado|non (?:c[’']è|vi è|v[’']è|ci sono) (?:alcun )?dubbi\w*"
        r"|non (?:resta|rimane|può|fa|è) che|non (?:può|possono|si può|poteva) non",
    ),
    "en": Words(
        plain=r"not(?! (?:only|just|least|far|long|to mention|surprisingly))|\w+n[’']t|cannot|never|nobody|no one|none"
        r"|nothing|nowhere|neither|nor|no(?! (?:longer than|later than|more than|less than|sooner|doubt|matter))",
        like=r"without|unable|impossible|fail\w*|lack\w*|refus\w+|den(?:y|ies|ied)|ban\w*|forbid\w*|forbidden"
        r"|not?|un(?!der|it|iv|if|ion|iq|til|cles?\b)\w{3,}|impossib\w+|imposs\w+|im(?:prob|perfect|mobile|polite|patient"
        r"|mature|moral|proper)\w*|in(?:suff|ability|accura|adequa|complete|correct|effect|formal|justice|secur|stab|valid"
        r"|visible|decisi|capable|convenient|depend|evitab|explicab|tolerab|experienc|eligib)\w*|il(?:legal|logical"
        r"|legitimate|literate)\w*|ir(?:regular|responsib|relevan|replaceab|reversib|resist)\w*|dis(?:agree|appear|approv"
        r"|continu|honest|like|miss|mantl|order|prov|qualif|regard|trust|own|avow|respect)\w*|non-?\w+|\w+less|\w+-free"
        r"|free|fail\w*|miss(?:ed|es|ing)?|lack\w*|absen\w+|refus\w+|den(?:y|ies|ied|ying|ial)|reject\w*|avoid\w*"
        r"|prevent\w*|stop\w*|ceas\w*|halt\w*|block\w*|ban(?:ned|s)?|forbid\w*|prohibit\w*|exclud\w*|exempt\w*|except"
        r"|but|only|hardly|barely|scarcely|rarely|seldom|little|few|fewer|less|least|yet to|still to|away|before"
        r"|until|unless|instead|rather|other|otherwise|any|anyone|anything|ever|far|out|off|short|zero|nil"
        r"|lest|too|despite|regardless|anti\w*|contrary|beyond|ruled|without|wrong|fall\w*|fell|lost|lose"
        r"|loses|losing|mis\w+|hard|difficult\w*|expired|former|empty|cancel\w*|call\w* off",
        idle=r"not only|not just|not least|not to mention|no sooner|whether or not|if not|no matter|no doubt"
        r"|isn[’']t it|not long|no wonder|more often than not|nothing but|nonetheless|nevertheless|nos?[.] \d+",
    ),
    "es": Words(
        plain=r"no(?! (?:sólo|solo|solamente|obstante|bien|menos|más que))|ni|ningun[oa]s?|ningún|nunca|jamás|nadie"
        r"|tampoco",
        like=r"sin|nada|imposible|prohib\w+|neg(?:ó|aron|ado)|rechaz\w+"
        r"|no|imposible\w*|in(?:capa|sufi|existe|acept|útil|ciert|comple|evita|adecu|just|estab|depend|visib|segu|esper"
        r"|édit|usual)\w*|il(?:egal|ógic|imit)\w*|ir(?:regular|respons)\w*|des(?:conoc|emple|acuer|cart|ment)\w*|im(?:prob"
        r"|previs)\w*|falt\w+|carec\w+|ausen\w+|niega\w*|negar\w*|negó|rechaz\w+|evit\w+|imp[ie]d\w+|dej\w+|ces\w+"
        r"|exclu\w+|excepto|salvo|sólo|solo|solamente|poc[oa]s?|apenas|raro|raramente|difícil\w*|otr[oa]s?|antes|aún"
        r"|todavía|fuera|contra\w*|lejos|lugar|anti\w*|cero|gratis|gratuit\w+|libre|menos|mal|perd\w+|fracas\w+|vac[íi]\w+",
        idle=r"no s[óo]lo|no solamente|no obstante|a no ser que|a menos que|¿no\?|hasta que no|sin embargo|sin duda"
        r"|no más que|ni siquiera|nada más|no bien",
    ),
    "fr": Words(
        plain=r"(?:ne\b|n[’'])(?:(?!\b(?:que|qu[’']))[^.;!?]){0,50}?\b(?:pas|jamais|rien|personne|aucune?|plus|ni|guère"
        r"|nulle part)|pas (?:de|d[’']|un|une|encore|question)|aucune?|nulle?ment",
        like=r"sans|jamais|rien|impossible|interdi\w+|refus\w+|n[iI]er?|non"
        r"|(?:ne|n[’'])|pas|ni|sans|jamais|rien|personne|aucune?s?|nul(?:le)?s?|non(?:-\w+)?|impossible\w*"
        r"|in(?:capab|suff|exist|accept|utile|cert|compl|évit|adéqu|just|stab|dépend|visib|attend|édit|conn|hab)\w*"
        r"|il(?:légal|logi|limit)\w*|ir(?:rég|respons)\w*|im(?:prob|prév|mobil)\w*|manqu\w+|absen\w+|dépourv\w+|refus\w+"
        r"|rejet\w+|évit\w+|empêch\w+|cess\w+|arrêt\w+|exclu\w*|interdi\w+|sauf|seul\w*|uniquement|peu|rare\w*|difficil\w*"
        r"|autre\w*|avant|encore|hors|contr\w+|loin|lieu|anti\w*|zéro|gratuit\w*|libre\w*|moins|mal|perd\w*|échou\w+|dé\w+",
        idle=r"non seulement|pas seulement|n[’']est-ce pas|sans doute|sans aucun doute|à moins que|avant qu[’'e]\w* ne"
        r"|ne fait que|n[’']en (?:reste|demeure) pas moins|rien de plus|rien que|pas moins de|pas plus de",
    ),
    "pt": Words(
        plain=r"não(?! (?:só|apenas|somente|obstante|menos))|nem|nenhum[a]?s?|nunca|jamais|ninguém|tampouco",
        like=r"sem|nada|impossíve\w+|proib\w+|neg(?:ou|aram|ado)|recus\w+"
        r"|não|impossíve\w*|in(?:capa|sufi|exist|aceit|útil|cert|comple|evit|adequ|just|est|depend|vis|esper|édit)\w*"
        r"|il(?:egal|ógic|imit)\w*|ir(?:regular|respons)\w*|des(?:conhec|empreg|acord|ment)\w*|im(?:prov|previs)\w*|falt\w+"
        r"|carec\w+|ausên\w+|ausent\w+|neg\w+|recus\w+|rejeit\w+|evit\w+|imped\w+|deix\w+|cess\w+|exclu\w+|exceto|salvo|só"
        r"|apenas|somente|pouc[oa]s?|rar\w+|difíc\w+|outr[oa]s?|antes|ainda|fora|contr\w+|longe|vez|anti\w*|zero|grátis"
        r"|gratuit\w+|livre\w*|menos|mal|perd\w+|fracass\w+|vazi\w+",
        idle=r"não só|não apenas|não somente|não obstante|a não ser|a menos que|não é\?|até que não|sem dúvida"
        r"|nada mais|nem sempre só|não mais que",
    ),
    "ca": Words(
        plain=r"no(?! (?:només|sols|solament|obstant|menys))|ni|cap(?= (?:\w+ )?(?:no|de))|ningú|mai|tampoc|gens",
        like=r"sense|res|impossible|prohib\w+|neg(?:ar|at|à)|rebutj\w+"
        r"|no|impossible\w*|in(?:capa|sufi|exist|accept|útil|cert|compl|evit|adequ|just|est|depend|vis|esper|èdit)\w*"
        r"|il·\w+|ir(?:reg|resp)\w*|des(?:conegu|ocup|acord|ment)\w*|im(?:prob|prev)\w*|falt\w+|manc\w+|absèn\w+|absent\w*"
        r"|neg\w+|refus\w+|rebutj\w+|evit\w+|imped\w+|deix\w+|cess\w+|exclo\w+|exclus\w+|excepte|llevat|tret|només|sols"
        r"|solament|poc\w*|poques|gaire\w*|rar\w*|difíc\w+|altr\w+|abans|encara|fora|contr\w+|lluny|lloc|anti\w*|zero"
        r"|gratu\w+|lliur\w*|menys|mal|malament|perd\w+|fracass\w+|buit\w*|cap",
        idle=r"no només|no sols|no solament|no obstant|tret que|llevat que|fins que no|oi\?|sens dubte"
        r"|sense dubte|res més",
    ),
    "de": Words(
        plain=r"nicht(?! (?:nur|zuletzt|bloß|weniger|mehr als))|kein(?:e|en|em|er|es)?|nie|niemals|niemand\w*"
        r"|nirgend\w+|weder",
        like=r"ohne|nichts|unmöglich\w*|verbot\w+|verboten|verweiger\w+|abgelehnt"
        r"|nicht|un(?!d\b|s\b|ser|ter|gefähr|ion|i)\w{3,}|\w+los(?:e|en|er|em|es)?|\w*frei(?:e|en|er|em|es)?|fehl\w*|mangel\w*"
        r"|verfehl\w*|abwesen\w*|verweiger\w*|weiger\w*|ablehn\w*|lehn\w+|abgelehnt|bestreit\w*|bestritt\w*|dement\w*"
        r"|verhinder\w*|vermeid\w*|hinder\w*|aufhör\w*|stopp\w*|ausge\w+|ausschl\w+|verb[oi][te]\w*|außer|nur|kaum|selten"
        r"|wenig\w*|schwer\w*|schwierig\w*|ander\w*|bevor|noch|statt|gegen\w*|fern|weit|anti\w*|null|kostenlos"
        r"|weniger|miss\w+|verlier\w*|verlor\w*|scheiter\w*|leer\w*|nichts|ohne|nein",
        idle=r"nicht nur|nicht zuletzt|nicht wahr|es sei denn|wenn nicht|nicht bloß|nichts als|ohne Zweifel"
        r"|noch nicht einmal",
    ),
}
"""Language subtag → its words."""

_WORD = re.compile(r"[^\W\d_]+")
_QUESTION = re.compile(r"[?？]\W*$")

_EXCLUSION = re.compile(
    r"\b(?:escl[uo]\w+|rul\w+ out|exclu\w+|descart\w+|écart\w+|exclo\w+|ausgeschlossen|ausschl\w+)\b", re.IGNORECASE
)
"""Verbs of exclusion, which are often denied themselves."""


def negation(pair: Pair) -> Iterator[Remark]:
    """A sentence of the source denies something, the translation does not, or the other way round."""
    source, target = LANGUAGES.get(pair.source), LANGUAGES.get(pair.target)
    if not source or not target or pair.source == pair.target:
        return
    pairs = [(pair.asked, pair.found)]
    if len(pair.asked_sentences) == len(pair.found_sentences):
        pairs = list(zip(pair.asked_sentences, pair.found_sentences, strict=True))
    losses = [(asked, found) for asked, found in pairs if _is_lost(asked, found, source, target)]
    gains = [(asked, found) for asked, found in pairs if _is_lost(found, asked, target, source)]
    if len(losses) <= len(gains) and gains:  # a sentence moved: what is lost here is found there
        gains = gains[len(losses) :]
        losses = []
    for asked, found in losses:
        word = _denial(asked, source)
        left = word.lower() in map(unaccented, _WORD.findall(found))
        message = f"the translation does not deny what the source does ('{word}')"
        yield Remark(f"'{word}' was left as it is" if left else message, word, found, doubtful=left)
    for asked, found in gains:
        word = _denial(found, target)
        if word and not _QUESTION.search(asked):
            yield Remark(f"the translation denies ('{word}') what the source does not", asked, word, doubtful=True)


def _is_lost(asked: str, found: str, source: Words, target: Words) -> bool:
    """Whether one side plainly denies and the other has no word that could say so."""
    word = _denial(asked, source)
    if not word or _QUESTION.search(asked):
        return False
    if _EXCLUSION.search(asked) and _EXCLUSION.search(found):  # "did not rule out": the verb cannot stand for the "not"
        return not _any_of(target.plain).search(found)
    return not any(_any_of(words).search(found) for words in (target.plain, target.like))


def _denial(text: str, words: Words) -> str:
    """The first word that plainly denies, outside idle phrases; empty if there is none."""
    match = _any_of(words.plain).search(_any_of(words.idle).sub(" ", text))
    return match[0] if match else ""


@cache
def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
