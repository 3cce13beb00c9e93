"""NewsML-G2 (IPTC, XML) → articles: a `newsItem`, or the text items of a `newsMessage`.

In: the bytes of a file. Out: `Handed`, one per item, of which the last version counts; in a message each has a key made
of its guid. Items that are pictures go to the texts that link to them, or to the one text of their message. Names of
concepts are taken where they stand or from the item's `assert` elements; codes without a name are left out.

Refuses, as `ReadError`: what `xmltext.py` refuses, NewsML 1 (another format), files without a text.

Source: NewsML-G2 2.34, https://iptc.org/std/NewsML-G2/2.34/specification/
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element

from generator.errors import ReadError
from generator.read import hypertext, nitf, text, xmltext
from generator.read.handed import Enclosed, Handed
from generator.read.item import Item, Picture, best, handed, with_key
from generator.read.keys import key
from generator.read.xmltext import child, children, language, local, words

ROOTS: Final = ("newsItem", "newsMessage")
OTHERS: Final = ("NewsML", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
RANKS: Final = {"nitf": 3, "html": 2, "plain": 1}
"""Forms of one text: the higher is taken."""


@dataclass(frozen=True, slots=True)
class _News:
    """An element `newsItem`, the language of its texts and the names of its concepts."""

    element: Element
    language: str
    names: Mapping[str, str]

    @property
    def guid(self) -> str:
        return self.element.get("guid", "")

    @property
    def version(self) -> int:
        given = self.element.get("version", "")
        return int(given) if given.isdecimal() and len(given) < 10 else 1

    def all(self, *way: str) -> list[Element]:
        """The elements at a way, those in the item's own language alone where there are some."""
        found = children(self.element, *way)
        own = [one for one in found if _same(language(one) or self.language, self.language)]
        return own or found

    def line(self, *way: str) -> str:
        return next(filter(None, map(words, self.all(*way))), "")

    def value(self, *way: str) -> str:
        """The last part of a code: `canceled` for `stat:canceled` and for its URI."""
        found = child(self.element, *way)
        code = found.get("qcode") or found.get("uri") or "" if found is not None else ""
        return code.replace("/", ":").rpartition(":")[2]

    def name(self, concept: Element) -> str:
        """What a concept is called in the item's language."""
        named = children(concept, "name")
        own = [one for one in named if _same(language(one) or self.language, self.language)]
        code = concept.get("qcode") or concept.get("uri") or ""
        return words((own or named)[0]) if named else self.names.get(code, "") or concept.get("literal", "")


def convert(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The articles of a NewsML-G2 file. Raises `ReadError`."""
    root = xmltext.tree(xmltext.text(data, name), name)
    if local(root) not in ROOTS:
        hint = "Ask for NewsML-G2 news items"
        raise ReadError(f"a NewsML '{local(root)}' holds no text that can be read", path=name, hint=hint)
    every = [root] if local(root) == "newsItem" else children(root, "itemSet", "newsItem")
    news = _newest(map(_news, every))
    texts = [one for one in news if _is_text(one)]
    if not texts:
        raise ReadError("the file holds no text item", path=name, hint="Send its text, with the pictures beside it")
    shown = {one.guid: picture for one in news if one not in texts for picture in _picture(one)}
    single = len(texts) == 1
    items = [_item(one, shown, all_pictures=single, path=name) for one in texts]
    if local(root) == "newsMessage":
        items = [with_key(item, key(one.guid)) for item, one in zip(items, texts, strict=True)]
    return tuple(handed(item, name) for item in items)


def _news(element: Element) -> _News:
    tag = child(element, "contentMeta", "language")
    spoken = (tag.get("tag", "") if tag is not None else "") or language(element)
    made = _News(element, spoken, {})
    names = {
        code: made.name(one) for one in children(element, "assert") if (code := one.get("qcode") or one.get("uri"))
    }
    return replace(made, names=names)


def _newest(news: Iterable[_News]) -> list[_News]:
    """One item per guid, in the order in which the guids came."""
    found: dict[str, _News] = {}
    for number, one in enumerate(news):
        guid = one.guid or str(number)
        if guid not in found or one.version >= found[guid].version:
            found[guid] = one
    return list(found.values())


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def _is_text(news: _News) -> bool:
    kind = news.value("itemMeta", "itemClass")
    forms = {local(one) for one in children(news.element, "contentSet", "inlineXML")}
    return kind in ("text", "composite") or (not kind and (bool(forms) or bool(news.line("contentMeta", "headline"))))


def _item(news: _News, shown: Mapping[str, Picture], *, all_pictures: bool, path: PurePosixPath) -> Item:
    body, pictures, enclosed = _body(news, path)
    linked = [one.get("residref", "") for one in children(news.element, "itemMeta", "link")]
    pictures += tuple(picture for guid, picture in shown.items() if all_pictures or guid in linked)
    canceled = news.value("itemMeta", "pubStatus") in ("canceled", "cancelled")
    embargo = child(news.element, "itemMeta", "embargoed")
    headline = _headline(news)
    return Item(
        headline=headline,
        text=body,
        language=news.language,
        summary=_summary(news, headline),
        byline=_byline(news),
        place=_place(news),
        created=news.line("itemMeta", "firstCreated") or news.line("contentMeta", "contentCreated"),
        changed=news.line("itemMeta", "versionCreated"),
        embargo=words(embargo) if not canceled else "",
        held=news.value("itemMeta", "pubStatus") == "withheld" or (embargo is not None and not words(embargo)),
        canceled=canceled,
        topics=_topics(news),
        pictures=pictures,
        enclosed=enclosed,
    )


def _headline(news: _News) -> str:
    """The main headline: of that role, else the first."""
    lines = news.all("contentMeta", "headline")
    main = [one for one in lines if one.get("role", "").rpartition(":")[2] in ("", "main")]
    return next(filter(None, map(words, main or lines)), "") or news.line("itemMeta", "title")


def _summary(news: _News, headline: str) -> str:
    """The descriptions, after the headlines of a lower role, which a page has no other place for."""
    roles = ("subHeadline", "sub", "subtitle", "subhead", "deck")
    lower = [one for one in news.all("contentMeta", "headline") if one.get("role", "").rpartition(":")[2] in roles]
    lines = [line for line in map(words, lower) if line != headline]
    lines += list(map(words, news.all("contentMeta", "description")[:1]))
    return " ".join(line if line.endswith((".", "!", "?", "…")) else f"{line}." for line in lines if line)


def _byline(news: _News) -> str:
    creators = [news.name(one) for one in children(news.element, "contentMeta", "creator")]
    return news.line("contentMeta", "by") or ", ".join(filter(None, creators))


def _place(news: _News) -> str:
    return next(filter(None, map(news.name, children(news.element, "contentMeta", "located"))), "")


def _topics(news: _News) -> tuple[str, ...]:
    """The names of subjects that are no persons, organisations or places."""
    found = []
    for subject in children(news.element, "contentMeta", "subject"):
        if subject.get("type", "").rpartition(":")[2] in ("", "abstract"):
            found.append(news.name(subject))
    return tuple(filter(None, found))


def _body(news: _News, path: PurePosixPath) -> tuple[str, tuple[Picture, ...], tuple[Enclosed, ...]]:
    """The best form of the text as Markdown, the pictures that belong to it, and those in it."""
    forms = []
    for content in children(news.element, "contentSet"):
        for inline in content:
            rank = next((rank for form, rank in RANKS.items() if form in inline.get("contenttype", "").lower()), 0)
            if local(inline) in ("inlineXML", "inlineData") and _same(language(inline) or news.language, news.language):
                forms.append((rank or (2 if local(inline) == "inlineXML" else 1), inline))
    if not forms:
        return "", (), ()
    rank, inline = max(forms, key=lambda pair: pair[0])
    if local(inline) == "inlineXML":
        root = next(iter(inline), None)
        if root is not None and local(root) == "nitf":
            return nitf.markdown(root, path), nitf.pictures(root), ()
        written, enclosed = hypertext.illustrated(xmltext.html(_shown(root)), path)
        return written, (), enclosed
    given = _decoded(inline, path)
    if rank != RANKS["html"]:
        return text.markdown(given), (), ()
    written, enclosed = hypertext.illustrated(given, path)
    return written, (), enclosed


def _shown(root: Element | None) -> list[Element]:
    """The body of a page, or the element itself."""
    return children(root, "body") or ([root] if root is not None else [])


def _decoded(inline: Element, path: PurePosixPath) -> str:
    written = "".join(inline.itertext())
    if not inline.get("encoding", "").lower().endswith("base64"):
        return written
    try:
        return b64decode(written, validate=False).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise ReadError("the text in 'inlineData' is damaged", path=path, hint="Ask for the file again") from None


def _picture(news: _News) -> list[Picture]:
    """The picture that an item is, in its widest form."""
    caption = " ".join(dict.fromkeys(map(words, news.all("contentMeta", "description"))))
    alt, credit = news.line("contentMeta", "headline"), news.line("contentMeta", "creditline") or _byline(news)
    found = []
    for remote in children(news.element, "contentSet", "remoteContent"):
        width = remote.get("width", "")
        made = Picture(remote.get("href", ""), alt, caption, credit)
        if made.file and remote.get("contenttype", "image/").startswith("image/"):
            found.append((int(width) if width.isdecimal() and len(width) < 7 else 0, made))
    chosen = best(found)
    return [chosen] if chosen else []
