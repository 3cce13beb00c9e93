"""Checks whether an answer is a notice of the service or an assistant's chatter, in the language it was asked for, too.

In: a `Pair`. Out: remarks. Refuses nothing itself. A good translation may well say "try again later": what a service
says is found only where the source does not speak of the matter, whose words each `Notice` has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.translate.check.case import Pair, Remark

SERVICE_MESSAGES = re.compile(
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|INVALID (?:LANGUAGE PAIR|SOURCE LANGUAGE|TARGET LANGUAGE|EMAIL)"
    r"|YOU USED ALL AVAILABLE FREE|PLEASE SELECT TWO DISTINCT LANGUAGES|NO CONTENT|AUTHENTICATION FAILURE"
    r"|(?:Error|HTTP(?:/\d\.\d)?|Status(?: code)?:?) ?[45]\d\d\b|That’s an error|That's an error|All we know\."
    r"|Too Many Requests|unusual traffic from your|Service Unavailable|Bad Gateway|Gateway Time-?out"
    r"|Internal Server Error|Access Denied|403 Forbidden|Request blocked|Quota (?:for this billing period )?exceeded"
    r"|rate limit(?:ed| reached| exceeded)|slowdown: \d+ per|Slowdown:|Invalid API key"
    r"|Visit https?://\S+ to get an API"
    r"|is not supported\W*$|<!DOCTYPE|<html|</?(?:body|head|title|script)>|cloudflare|captcha"
    r"|^\s*[{\[]\s*\"\w+\"\s*:|\"(?:error|translatedText|translations|choices|detail|message)\"\s*:"
    r"|\bI (?:can[’']t|cannot|am unable to)"
    r" (?:help|assist|translate|provide|fulfil|comply)|\bAs an AI\b|\b(?:AI|large) language model\b"
    r"|^\W*(?:Sure|Certainly|Of course|Okay|OK)[,!.] (?:here|I|below)|^\W*Here(?: is|’s|'s) (?:the|your) translation"
    r"|^\W*(?:Here(?: is|’s|'s)|Below is) (?:the|your|an?) (?:\w+ )?(?:translat|version)"
    r"|^\W*(?:(?:English|Spanish|French|Italian|Portuguese|Catalan|German) )?(?:Translation|Translated text|Traduzione"
    r"|Traducción|Traduction|Tradução|Traducció)(?: \(\w+\))?\s*:|<\|(?:im_|end)|\[/?INST\]|^\s*\[\s*\"|</?think>"
    r"|\b(?:your|the) (?:daily|monthly|hourly|free|usage|character|request|API)(?: \w+)? (?:limit|quota)\b"
    r"|\b(?:usage|request|character|daily|API) (?:limit|quota) (?:exceeded|reached)|\bUpgrade (?:to|your plan)\b"
    r"|\bTranslated (?:with|by) (?:DeepL|Google|Microsoft|\w+\.com)|\[?\(?(?:Translator’s|Translator's) note\b"
    r"|\[Note: |\bLet me know if (?:you|there)|\bI hope this (?:helps|translation)",
    re.IGNORECASE | re.MULTILINE,
)
"""What services have been seen to send in place of a translation, or around it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a service says of one matter, by a pattern, and the beginnings of words with which a source speaks of it."""

    says: re.Pattern[str]
    matter: re.Pattern[str]


def _notice(says: str, matter: str) -> Notice:
    return Notice(re.compile(says, re.IGNORECASE), re.compile(matter, re.IGNORECASE))


_TRANSLATING = r"tra(?:du|slat|nslat)|über(?:setz|trag)|vertal|tłumacz|przekł|перев|翻|译|譯|訳|ترجم"
_NOTICES = (
    _notice(  # an assistant hands over its work
        r"^\W*(?:\w+(?: \w+)? ?[,!.]\s+)?(?:(?:ecco|di seguito|qui sotto|questa è) (?:\w+ ){0,3}traduzione"
        r"|(?:aquí (?:está|tienes?|va)|a continuación|esta es) (?:\w+ ){0,3}traducción"
        r"|(?:voici|voilà|ci-dessous|c[’']est) (?:\w+ ){0,3}traduction"
        r"|(?:aqui está|eis|segue(?:-se)?|abaixo) (?:\w+ ){0,3}tradução"
        r"|(?:aquí (?:teniu|tens|té)|heus aquí|a continuació) (?:\w+ ){0,3}traducció"
        r"|(?:hier ist|hier die|nachfolgend|dies ist) (?:\w+ ){0,3}übersetzung"
        r"|hier is (?:\w+ ){0,2}vertaling|oto (?:\w+ ){0,2}tłumaczenie|вот (?:\w+ ){0,2}перевод"
        r"|以下(?:是|が|は).{0,8}(?:翻|译|譯|訳)|إليك (?:\w+ ){0,2}(?:ال)?ترجم)"
        r"|^\W*(?:übersetzung|vertaling|tłumaczenie|перевод|الترجمة|翻译|翻譯|译文|譯文|翻訳|訳)\s*[:：]"
        r"|^\W*(?:testo tradotto|texto tradu(?:cido|zido)|texte traduit|text traduït|übersetzter text)\s*:"
        r"|^\W*tradu(?:zione|cción|ction|ção|cció) (?:in|en|em|al?) \w+\s*:",
        _TRANSLATING,
    ),
    _notice(  # it cannot, or somebody's machine has done it
        r"\b(?:non (?:posso|riesco a|sono in grado di|è stato possibile)|impossibile) (?:\w+ ){0,2}tradurre"
        r"|\b(?:no (?:puedo|pude|soy capaz de|es posible|ha sido posible)|imposible) (?:\w+ ){0,2}traducir"
        r"|\b(?:(?:ne|n[’']ai|n[’']a) (?:\w+ ){0,2}(?:pas|pu|peux|puis|mesure)|impossible) (?:\w+ ){0,4}traduire"
        r"|\b(?:não (?:posso|consigo|foi possível|é possível)|impossível) (?:\w+ ){0,2}traduzir"
        r"|\b(?:no (?:puc|he pogut|és possible|ha estat possible)|impossible) (?:\w+ ){0,2}traduir"
        r"|\bkann (?:\w+ ){0,5}nicht übersetz|\bnicht übersetzt werden|\bkan (?:\w+ ){0,4}niet (?:worden )?vertalen"
        r"|\bnie (?:mogę|można) (?:\w+ ){0,2}przetłumaczyć|не (?:могу|удалось) (?:\w+ ){0,2}перевести"
        r"|(?:无法|無法|不能).{0,4}翻[译譯]|翻訳できません|\b(?:can(?:no|[’'])t|(?:un|not )able to) (?:be )?translat"
        r"|[(\[](?:traduzione automatica|traducción automática|traduction automatique|tradução automática"
        r"|traducció automàtica|maschinell übersetzt|(?:maschinelle|automatische) Übersetzung|automatic translation"
        r"|machine translat(?:ed|ion))[^)\]]{0,30}[)\]]"
        r"|\b(?:tradotto (?:con|da)|traducido (?:con|por)|traduit (?:par|avec)|traduzido (?:com|por)|traduït (?:amb"
        r"|per)"
        r"|übersetzt (?:mit|von)) (?:DeepL|Google|Microsoft|ChatGPT|Bing|Apertium|LibreTranslate)",
        _TRANSLATING,
    ),
    _notice(  # it is sorry
        r"\b(?:I['’]m sorry|I am sorry|I apologi[sz]e|Sorry), (?:but )?(?:I|as an AI)\b"
        r"|^\W*(?:mi dispiace|spiacente|scusa(?:mi|te)?)\b[^.]{0,15}\bnon (?:posso|riesco|sono)\b"
        r"|^\W*(?:lo siento|disculpe?a?)\b[^.]{0,15}\bno (?:puedo|soy)\b"
        r"|^\W*(?:désolée?|je suis désolée?|je regrette)\b[^.]{0,15}\bje ne (?:peux|puis|suis)\b"
        r"|^\W*(?:desculpe|lamento|sinto muito)\b[^.]{0,15}\bnão (?:posso|consigo|sou)\b"
        r"|^\W*(?:ho sento|em sap greu|disculpeu?)\b[^.]{0,15}\bno (?:puc|soc|sóc)\b"
        r"|^\W*(?:es tut mir leid|tut mir leid|entschuldig\w+)\b[^.]{0,15}\bich (?:kann|bin)\b"
        r"|^\W*het spijt me\b[^.]{0,15}\bik kan\b|^\W*przepraszam\b[^.]{0,15}\bnie mogę\b"
        r"|^\W*(?:извините|простите)\b[^.]{0,15}\bне могу\b|^\W*(?:很?抱歉|对不起)，?我(?:无法|不能)"
        r"|^\W*申し訳(?:ありません|ございません)",
        r"dispiac|scus|spiac|rincresc|purtropp|sorry|regret|apolog|afraid|unfortunat|siento|disculp|lament|perdon"
        r"|désol"
        r"|excus|pardon|malheur|sinto|infeliz|greu|malaurad|leid|bedau|entschuld|verzeih|spijt|helaas|przepr|przykro"
        r"|извин|прост|жаль|抱歉|对不起|遗憾|申し訳|すみません|残念|آسف|أعتذر",
    ),
    _notice(  # a quota is used up
        r"\b(?:superato|esaurito|raggiunto) (?:\w+ ){0,2}(?:quota|limite (?:\w+ ){0,2}(?:caratteri|richieste"
        r"|traduzion|utilizzo))"
        r"|^\W*(?:la |il )?(?:quota|limite)(?: \w+){0,3} (?:è stat[oa] )?(?:superat|esaurit|raggiunt)[oa]\W*$"
        r"|\b(?:superado|agotado|alcanzado|excedido) (?:\w+ ){0,2}(?:cuota|límite (?:\w+ ){0,2}(?:caracteres"
        r"|solicitudes|peticiones|traduc|uso))"
        r"|^\W*(?:la |el )?(?:cuota|límite)(?: \w+){0,3} (?:superad|agotad|alcanzad|excedid)[oa]\W*$"
        r"|\b(?:dépassé|atteint|épuisé) (?:\w+ ){0,2}(?:quota|limite (?:\w+ ){0,2}(?:caractères|requêtes|traduc"
        r"|d[’']utilisation))"
        r"|^\W*(?:le |la )?(?:quota|limite)(?: \S+){0,3} (?:a été )?(?:dépassé|atteint|épuisé)e?\W*$"
        r"|\btrop de requêtes\b"
        r"|\b(?:excedeu|ultrapassou|atingiu|esgotou) (?:\w+ ){0,2}(?:quota|cota|limite (?:\w+ ){0,2}(?:caracteres"
        r"|pedidos|solicitações|tradu|uso))"
        r"|^\W*(?:a |o )?(?:quota|cota|limite)(?: \w+){0,3} (?:excedid|ultrapassad|atingid|esgotad)[oa]\W*$"
        r"|\b(?:superat|esgotat|exhaurit) (?:\w+ ){0,2}(?:quota|límit (?:\w+ ){0,2}(?:caràcters|peticions|traduc"
        r"|d[’']ús))"
        r"|^\W*(?:la |el )?(?:quota|límit)(?: \w+){0,3} (?:superat|esgotat|exhaurit)(?:da)?\W*$"
        r"|\b(?:kontingent|limit|übersetzungslimit|zeichenlimit)(?: \w+){0,3} (?:überschritten|erreicht"
        r"|aufgebraucht|erschöpft)"
        r"|\btroppe richieste\b|\bdemasiadas (?:solicitudes|peticiones)\b|\bdemasiad[oa]s pedidos\b"
        r"|\bmassa peticions\b"
        r"|\bzu viele anfragen\b|\bte veel (?:aan)?vragen\b|\bzbyt wiele żądań\b|слишком много запросов|请求过于频繁"
        r"|(?:配额|額度|额度)已?(?:用|超)|リクエストが多すぎ",
        r"quot|\bcota|cuota|limit|límit|tett|contingent|kontingent|grenz|richiest|request|solicit|petici|pedid"
        r"|requêt|anfrag"
        r"|demand|vrag|aanvr|żąda|limiet|лимит|квот|запрос|配额|限|額度|请求|上限|リクエスト|حصة|طلبات",
    ),
    _notice(  # try again
        r"\b(?:riprov(?:a|are|ate)|ritent(?:a|are|ate)) (?:più tardi|fra poco|tra (?:poco|qualche|\d+))"
        r"|\b(?:inténte?n?(?:lo|la)|intente|(?:vuelv[ae] a|volver a) intentar(?:lo|la)?|prueb[ae]) (?:de nuevo "
        r"|otra vez )?más tarde"
        r"|\bveuillez (?:ré|r)essayer|\bréessayez (?:plus tard|ultérieurement|dans)"
        r"|\btente (?:novamente|de novo|outra vez|mais tarde)|\btorn(?:a|eu|i)-ho a (?:provar|intentar)"
        r"|\bintent(?:a|eu)-ho"
        r"|\bversuchen sie (?:es )?(?:bitte )?(?:später|erneut|noch (?:ein)?mal)|\bbitte (?:später )?erneut versuchen"
        r"|\bprobeer het (?:later|opnieuw)|\bspróbuj ponownie|(?:повторите попытку|попробуйте (?:ещ[её] раз|позже"
        r"|снова))"
        r"|请稍后再?试|請稍後再?試|请重试|再試行して|(?:後で|もう一度)お試し|حاول مرة أخرى|المحاولة (?:مرة أخرى|لاحق)"
        r"|\b(?:try|retry) (?:it )?(?:again )?(?:later|in a (?:few|moment|while)|shortly)\b",
        r"riprov|ritent|provar|try|tried|attempt|again|nuev|intent|prueb|essa|nouv|tent|prova|torn|versuch|erneut"
        r"|später"
        r"|noch|later|later|opnieuw|ponown|spróbuj|попыт|попроб|снова|试|試|再|もう一度|حاول|مرة أخرى|più tardi|tard"
        r"|plus tard",
    ),
    _notice(  # something broke
        r"\berrore (?:interno|imprevisto|sconosciuto|del server|di (?:rete|connessione|sistema))"
        r"|\b(?:si è verificato|c[’']è stato) un errore(?: \w+){0,2}\W*$"
        r"|\berror (?:interno|inesperado|desconocido|del servidor|de (?:red|conexión)|intern|inesperat|desconegut"
        r"|de xarxa)"
        r"|\b(?:se ha producido|ha ocurrido|ocurrió|s[’']ha produït|hi ha hagut) un error(?: \w+){0,2}\W*$"
        r"|\berreur (?:interne|inattendue|inconnue|serveur|du serveur|réseau|de connexion)"
        r"|\bune erreur (?:est survenue|s[’']est produite)(?: \w+){0,2}\W*$"
        r"|\berro (?:interno|inesperado|desconhecido|d[eo] servidor|de (?:rede|ligação|conexão))"
        r"|\bocorreu um erro(?: \w+){0,2}\W*$"
        r"|\b(?:interner|unerwarteter|unbekannter) (?:server)?fehler|\bserverfehler"
        r"|\bein (?:\w+ )?fehler (?:ist )?aufgetreten"
        r"|\b(?:er is )?een (?:\w+ )?fout opgetreden|\bwystąpił (?:\w+ )?błąd|произошла ошибка|ошибка сервера"
        r"|(?:发生|發生|出现)(?:了)?错误|发生错误|服务器错误|エラーが発生|حدث خطأ"
        r"|\b(?:unexpected|unknown|server|internal|network) error\b|\ban error (?:has )?occurred",
        r"err(?:or|eur|eur)|\berr[oi]\b|sbagli|guast|mistak|fault|fail|fehler|panne|fout|storing|błąd|błęd|ошиб|сбой"
        r"|错误|錯誤|故障|エラー|誤|خطأ|خلل|bug|avar|falh|fall[ao]|engan|équivo|equivo",
    ),
    _notice(  # no access, no service, no such language
        r"^\W*(?:accesso negato|acceso denegado|accès refusé|acesso negado|accés denegat|zugriff verweigert"
        r"|toegang geweigerd|odmowa dostępu|доступ запрещ[её]н|访问被拒绝|アクセスが拒否されました)\W*$",
        r"acc[eè]s|zugriff|zugang|zutritt|ingress|entrat|entrée|entrad|admi|toegang|dostęp|доступ|访问|アクセス",
    ),
    _notice(
        r"\b(?:servizio|servicio|serviço|servei) (?:\w+ )?(?:non disponibile|no disponible|indisponível"
        r"|não disponível)"
        r"|\bservice (?:\w+ )?(?:indisponible|non disponible|(?:is )?(?:temporarily )?unavailable)"
        r"|\bdienst (?:ist )?(?:\w+ )?nicht verfügbar|\bdienst (?:\w+ )?niet beschikbaar|сервис (?:\w+ )?недоступен"
        r"|服务(?:暂时)?不可用|サービスは(?:現在)?利用できません",
        r"servi[zcç]|serve[ir]|dienst|сервис|служб|услуг|服务|服務|サービス|خدم|usług",
    ),
    _notice(
        r"\b(?:lingua|idioma|llengua|langue|sprache) (?:\w+ ){0,3}(?:non|no|não|pas|nicht) (?:\w+ ){0,2}"
        r"(?:supportat|soportad|admitid|compatible|suportad|prise en charge|supporté|admes|unterstützt)"
        r"|\b(?:chiave|clave|chave|clau|clé) (?:de )?(?:l[’'])?API\b|\bAPI[- ]?(?:key|schlüssel|sleutel)\b|\bключ API",
        r"ling[uv]|langu|idiom|llengu|sprach|\bAPI\b|taal|język|язык|语言|言語|لغة",
    ),
)
"""What services and models were seen to say, in the languages of news sites."""

_NOTHING = r"undefined|null|NaN|None|nil|\[object Object\]"
_NOTHING_ALONE = re.compile(rf"\W*(?:{_NOTHING})\W*")
_NOTHING_AROUND = re.compile(r"^(?:undefined|null|NaN)(?![a-zà-ÿ])|\[object Object\]|(?<=[a-zà-ÿ])(?:undefined|NaN)\b")
_NOTHING_LAST = re.compile(rf"\b(?:{_NOTHING})\W*$")
_AFTER_STOP = re.compile(r"[.!?…»”\"):]\s*\W?$")
_WORDS_OF = {"en": ("undefined", "null", "none", "nil"), "de": ("null",), "da": ("nul",)}
"""Languages in which such a value is a word that may end a sentence, or be one."""


def service_message(pair: Pair) -> Iterator[Remark]:
    """The service's own words instead of a translation, or before it."""
    text, source = pair.case.text, pair.case.segment.text
    match = SERVICE_MESSAGES.search(text)
    if match and SERVICE_MESSAGES.search(source):
        match = None
    said = ((notice.says.search(text), notice.matter) for notice in _NOTICES)
    match = match or next((match for match, matter in said if match and not matter.search(source)), None)
    if match:
        yield Remark(f"this is a message of the service: '{match[0].strip()}'", found=match[0])


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
