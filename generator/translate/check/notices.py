"""Checks whether an answer is a notice of the service or an assistant's chatter, in the language it was asked for, too.

In: a `Pair`. Out: remarks. Refuses nothing itself. A good translation may well say "try again later": what a service
says is found only where the source does not speak of the matter, whose words each `Notice` has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.translate.check.case import Pair, Remark
from generator.translate.check.messages import SEEN, wordings


@dataclass(frozen=True, slots=True)
class Notice:
    """What a service says of one matter, by a pattern, and the beginnings of words with which a source speaks of it."""

    says: re.Pattern[str]
    matter: re.Pattern[str]


def _notice(says: str, matter: str) -> Notice:
    return Notice(wordings(says), re.compile("|".join(matter.split()), re.IGNORECASE))


_TRANSLATING = r"tra(?:du|slat|nslat) über(?:setz|trag) vertal tłumacz przekł перев 翻 译 譯 訳 ترجم"
_NOTICES = (
    _notice(  # an assistant hands over its work
        r"""
^\W*(?:\w+(?: \w+)? ?[,!.]\s+)?(?:(?:ecco|di seguito|qui sotto|questa è) (?:\w+ ){0,3}traduzione
    |(?:aquí (?:está|tienes?|va)|a continuación|esta es) (?:\w+ ){0,3}traducción|(?:voici|voilà|ci-dessous
    |c[’']est) (?:\w+ ){0,3}traduction|(?:aqui está|eis|segue(?:-se)?|abaixo) (?:\w+ ){0,3}tradução
    |(?:aquí (?:teniu|tens|té)|heus aquí|a continuació) (?:\w+ ){0,3}traducció|(?:hier ist|hier die
    |nachfolgend|dies ist) (?:\w+ ){0,3}übersetzung|hier is (?:\w+ ){0,2}vertaling
    |oto (?:\w+ ){0,2}tłumaczenie|вот (?:\w+ ){0,2}перевод|以下(?:是|が|は).{0,8}(?:翻|译|譯|訳)
    |إليك (?:\w+ ){0,2}(?:ال)?ترجم)
^\W*(?:übersetzung|vertaling|tłumaczenie|перевод|الترجمة|翻译|翻譯|译文|譯文|翻訳|訳)\s*[:：]
^\W*(?:testo tradotto|texto tradu(?:cido|zido)|texte traduit|text traduït|übersetzter text)\s*:
^\W*tradu(?:zione|cción|ction|ção|cció) (?:in|en|em|al?) \w+\s*:
""",
        _TRANSLATING,
    ),
    _notice(  # it cannot, or somebody's machine has done it
        r"""
\b(?:non (?:posso|riesco a|sono in grado di|è stato possibile)|impossibile) (?:\w+ ){0,2}tradurre
\b(?:no (?:puedo|pude|soy capaz de|es posible|ha sido posible)|imposible) (?:\w+ ){0,2}traducir
\b(?:(?:ne|n[’']ai|n[’']a) (?:\w+ ){0,2}(?:pas|pu|peux|puis|mesure)|impossible) (?:\w+ ){0,4}traduire
\b(?:não (?:posso|consigo|foi possível|é possível)|impossível) (?:\w+ ){0,2}traduzir
\b(?:no (?:puc|he pogut|és possible|ha estat possible)|impossible) (?:\w+ ){0,2}traduir
\bkann (?:\w+ ){0,5}nicht übersetz
\bnicht übersetzt werden
\bkan (?:\w+ ){0,4}niet (?:worden )?vertalen
\bnie (?:mogę|można) (?:\w+ ){0,2}przetłumaczyć
не (?:могу|удалось) (?:\w+ ){0,2}перевести
(?:无法|無法|不能).{0,4}翻[译譯]
翻訳できません
\b(?:can(?:no|[’'])t|(?:un|not )able to) (?:be )?translat
[(\[](?:traduzione automatica|traducción automática|traduction automatique|tradução automática
    |traducció automàtica|maschinell übersetzt|(?:maschinelle|automatische) übersetzung
    |automatic translation|machine translat(?:ed|ion))[^)\]]{0,30}[)\]]
\b(?:tradotto (?:con|da)|traducido (?:con|por)|traduit (?:par|avec)|traduzido (?:com|por)|traduït (?:amb
    |per)|übersetzt (?:mit|von)) (?:deepl|google|microsoft|chatgpt|bing|apertium|libretranslate)
""",
        _TRANSLATING,
    ),
    _notice(  # it is sorry
        r"""
\b(?:i['’]m sorry|i am sorry|i apologi[sz]e|sorry), (?:but )?(?:i|as an ai)\b
^\W*(?:mi dispiace|spiacente|scusa(?:mi|te)?)\b[^.]{0,15}\bnon (?:posso|riesco|sono)\b
^\W*(?:lo siento|disculpe?a?)\b[^.]{0,15}\bno (?:puedo|soy)\b
^\W*(?:désolée?|je suis désolée?|je regrette)\b[^.]{0,15}\bje ne (?:peux|puis|suis)\b
^\W*(?:desculpe|lamento|sinto muito)\b[^.]{0,15}\bnão (?:posso|consigo|sou)\b
^\W*(?:ho sento|em sap greu|disculpeu?)\b[^.]{0,15}\bno (?:puc|soc|sóc)\b
^\W*(?:es tut mir leid|tut mir leid|entschuldig\w+)\b[^.]{0,15}\bich (?:kann|bin)\b
^\W*het spijt me\b[^.]{0,15}\bik kan\b
^\W*przepraszam\b[^.]{0,15}\bnie mogę\b
^\W*(?:извините|простите)\b[^.]{0,15}\bне могу\b
^\W*(?:很?抱歉|对不起)，?我(?:无法|不能)
^\W*申し訳(?:ありません|ございません)
""",
        r"dispiac scus spiac rincresc purtropp sorry regret apolog afraid unfortunat siento disculp lament perdon "
        r"désol excus pardon malheur sinto infeliz greu malaurad leid bedau entschuld verzeih spijt helaas przepr "
        r"przykro извин прост жаль 抱歉 对不起 遗憾 申し訳 すみません 残念 آسف أعتذر",
    ),
    _notice(  # a quota is used up
        r"""
\b(?:superato|esaurito|raggiunto) (?:\w+ ){0,2}(?:quota|limite (?:\w+ ){0,2}(?:caratteri|richieste
    |traduzion|utilizzo))
^\W*(?:la |il )?(?:quota|limite)(?: \w+){0,3} (?:è stat[oa] )?(?:superat|esaurit|raggiunt)[oa]\W*$
\b(?:superado|agotado|alcanzado|excedido) (?:\w+ ){0,2}(?:cuota|límite (?:\w+ ){0,2}(?:caracteres
    |solicitudes|peticiones|traduc|uso))
^\W*(?:la |el )?(?:cuota|límite)(?: \w+){0,3} (?:superad|agotad|alcanzad|excedid)[oa]\W*$
\b(?:dépassé|atteint|épuisé) (?:\w+ ){0,2}(?:quota|limite (?:\w+ ){0,2}(?:caractères|requêtes|traduc
    |d[’']utilisation))
^\W*(?:le |la )?(?:quota|limite)(?: \S+){0,3} (?:a été )?(?:dépassé|atteint|épuisé)e?\W*$
\btrop de requêtes\b
\b(?:excedeu|ultrapassou|atingiu|esgotou) (?:\w+ ){0,2}(?:quota|cota|limite (?:\w+ ){0,2}(?:caracteres
    |pedidos|solicitações|tradu|uso))
^\W*(?:a |o )?(?:quota|cota|limite)(?: \w+){0,3} (?:excedid|ultrapassad|atingid|esgotad)[oa]\W*$
\b(?:superat|esgotat|exhaurit) (?:\w+ ){0,2}(?:quota|límit (?:\w+ ){0,2}(?:caràcters|peticions|traduc|d[’']ús))
^\W*(?:la |el )?(?:quota|límit)(?: \w+){0,3} (?:superat|esgotat|exhaurit)(?:da)?\W*$
\b(?:kontingent|limit|übersetzungslimit|zeichenlimit)(?: \w+){0,3} (?:überschritten|erreicht|aufgebraucht
    |erschöpft)
\btroppe richieste\b
\bdemasiadas (?:solicitudes|peticiones)\b
\bdemasiad[oa]s pedidos\b
\bmassa peticions\b
\bzu viele anfragen\b
\bte veel (?:aan)?vragen\b
\bzbyt wiele żądań\b
слишком много запросов
请求过于频繁
(?:配额|額度|额度)已?(?:用|超)
リクエストが多すぎ
""",
        r"quot \bcota cuota limit límit tett contingent kontingent grenz richiest request solicit petici pedid requêt "
        r"anfrag demand vrag aanvr żąda limiet лимит квот запрос 配额 限 額度 请求 上限 リクエスト حصة طلبات",
    ),
    _notice(  # try again
        r"""
\b(?:riprov(?:a|are|ate)|ritent(?:a|are|ate)) (?:più tardi|fra poco|tra (?:poco|qualche|\d+))
\b(?:inténte?n?(?:lo|la)|intente|(?:vuelv[ae] a|volver a) intentar(?:lo|la)?|prueb[ae]) (?:de nuevo[ ]
    |otra vez )?más tarde
\bveuillez (?:ré|r)essayer
\bréessayez (?:plus tard|ultérieurement|dans)
\btente (?:novamente|de novo|outra vez|mais tarde)
\btorn(?:a|eu|i)-ho a (?:provar|intentar)
\bintent(?:a|eu)-ho
\bversuchen sie (?:es )?(?:bitte )?(?:später|erneut|noch (?:ein)?mal)
\bbitte (?:später )?erneut versuchen
\bprobeer het (?:later|opnieuw)
\bspróbuj ponownie
(?:повторите попытку|попробуйте (?:ещ[её] раз|позже|снова))
请稍后再?试
請稍後再?試
请重试
再試行して
(?:後で|もう一度)お試し
حاول مرة أخرى
المحاولة (?:مرة أخرى|لاحق)
\b(?:try|retry) (?:it )?(?:again )?(?:later|in a (?:few|moment|while)|shortly)\b
""",
        r"riprov ritent provar try tried attempt again nuev intent prueb essa nouv tent prova torn versuch erneut "
        r"später noch later opnieuw ponown spróbuj попыт попроб снова 试 試 再 もう一度 حاول مرة\sأخرى più\stardi tard "
        r"plus\stard",
    ),
    _notice(  # something broke
        r"""
\berrore (?:interno|imprevisto|sconosciuto|del server|di (?:rete|connessione|sistema))
\b(?:si è verificato|c[’']è stato) un errore(?: \w+){0,2}\W*$
\berror (?:interno|inesperado|desconocido|del servidor|de (?:red|conexión)|intern|inesperat|desconegut|de xarxa)
\b(?:se ha producido|ha ocurrido|ocurrió|s[’']ha produït|hi ha hagut) un error(?: \w+){0,2}\W*$
\berreur (?:interne|inattendue|inconnue|serveur|du serveur|réseau|de connexion)
\bune erreur (?:est survenue|s[’']est produite)(?: \w+){0,2}\W*$
\berro (?:interno|inesperado|desconhecido|d[eo] servidor|de (?:rede|ligação|conexão))
\bocorreu um erro(?: \w+){0,2}\W*$
\b(?:interner|unerwarteter|unbekannter) (?:server)?fehler
\bserverfehler
\bein (?:\w+ )?fehler (?:ist )?aufgetreten
\b(?:er is )?een (?:\w+ )?fout opgetreden
\bwystąpił (?:\w+ )?błąd
произошла ошибка
ошибка сервера
(?:发生|發生|出现)(?:了)?错误
发生错误
服务器错误
エラーが発生
حدث خطأ
\b(?:unexpected|unknown|server|internal|network) error\b
\ban error (?:has )?occurred
""",
        r"err(?:or|eur|eur) \berr[oi]\b sbagli guast mistak fault fail fehler panne fout storing błąd błęd ошиб сбой "
        r"错误 錯誤 故障 エラー 誤 خطأ خلل bug avar falh fall[ao] engan équivo equivo",
    ),
    _notice(  # no access
        r"""
^\W*(?:accesso negato|acceso denegado|accès refusé|acesso negado|accés denegat|zugriff verweigert
    |toegang geweigerd|odmowa dostępu|доступ запрещ[её]н|访问被拒绝|アクセスが拒否されました)\W*$
""",
        r"acc[eè]s zugriff zugang zutritt ingress entrat entrée entrad admi toegang dostęp доступ 访问 アクセス",
    ),
    _notice(  # no service
        r"""
\b(?:servizio|servicio|serviço|servei) (?:\w+ )?(?:non disponibile|no disponible|indisponível|não disponível)
\bservice (?:\w+ )?(?:indisponible|non disponible|(?:is )?(?:temporarily )?unavailable)
\bdienst (?:ist )?(?:\w+ )?nicht verfügbar
\bdienst (?:\w+ )?niet beschikbaar
сервис (?:\w+ )?недоступен
服务(?:暂时)?不可用
サービスは(?:現在)?利用できません
""",
        r"servi[zcç] serve[ir] dienst сервис служб услуг 服务 服務 サービス خدم usług",
    ),
    _notice(  # no such language
        r"""
\b(?:lingua|idioma|llengua|langue|sprache) (?:\w+ ){0,3}(?:non|no|não|pas|nicht) (?:\w+ ){0,2}(?:supportat
    |soportad|admitid|compatible|suportad|prise en charge|supporté|admes|unterstützt)
\b(?:chiave|clave|chave|clau|clé) (?:de )?(?:l[’'])?api\b
\bapi[- ]?(?:key|schlüssel|sleutel)\b
\bключ api
""",
        r"ling[uv] langu idiom llengu sprach \bAPI\b taal język язык 语言 言語 لغة",
    ),
)
"""What services and models were seen to say of matters that are news as well."""

_NOTHING = r"undefined|null|NaN|None|nil|\[object Object\]"
_NOTHING_ALONE = re.compile(rf"\W*(?:{_NOTHING})\W*")
_NOTHING_AROUND = re.compile(r"^(?:undefined|null|NaN)(?![a-zà-ÿ])|\[object Object\]|(?<=[a-zà-ÿ])(?:undefined|NaN)\b")
_NOTHING_LAST = re.compile(rf"\b(?:{_NOTHING})\W*$")
_AFTER_STOP = re.compile(r"[.!?…»”\"):]\s*\W?$")
_WORDS_OF = {"en": ("undefined", "null", "none", "nil"), "de": ("null",), "da": ("nul",)}
"""Languages in which such a value is a word that may end a sentence, or be one."""


def service_message(pair: Pair) -> Iterator[Remark]:
    """The service's own words instead of a translation, or before it."""
    text, source = _small(pair.case.text), pair.case.segment.text
    match = SEEN.search(text)
    if match and SEEN.search(_small(source)):
        match = None
    said = ((notice.says.search(text), notice.matter) for notice in _NOTICES)
    match = match or next((match for match, matter in said if match and not matter.search(source)), None)
    if match:
        piece = pair.case.text[match.start() : match.end()]
        yield Remark(f"this is a message of the service: '{piece.strip()}'", found=piece)


def _small(text: str) -> str:
    """The text in small letters, each where it was: one capital becomes two signs otherwise."""
    return text.replace("İ", "i").lower()


def no_value(pair: Pair) -> Iterator[Remark]:
    """A program's word for "nothing" instead of a translation, before or behind it."""
    alone = _NOTHING_ALONE.fullmatch(pair.found)
    match = alone or _NOTHING_AROUND.search(pair.found) or _NOTHING_LAST.search(pair.found)
    if match is None:
        return
    word = re.sub(r"\W", "", match[0]).lower()
    own = word in _WORDS_OF.get(pair.target, ()) and not _AFTER_STOP.search(pair.found[: match.start()])
    is_word = own and (not alone or len(pair.asked.split()) == 1)
    if word not in re.findall(r"\w+", pair.asked.lower()) and not is_word:
        yield Remark(f"'{match[0].strip()}' is a program's word for nothing", found=match[0])
