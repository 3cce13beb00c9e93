"""What a reader sees of a text, so that it can be told whether anything was lost on the way."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape

from generator.model import Article
from generator.portable import parser
from generator.read import dateline

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_REFERENCE = re.compile(r"&#?\w+;")


def words(text: str) -> Counter[str]:
    """The words of a plain text."""
    return Counter(_WORD.findall(text))


def letters(markdown: str) -> str:
    """Letters and digits of what a Markdown text shows, one after the other."""
    shown = []
    for token in parser().parse(markdown):
        if token.type in ("fence", "code_block", "html_block"):
            shown.append(token.content)
        for child in token.children or ():
            if child.type in ("text", "code_inline", "html_inline", "image") and not _BREAK.fullmatch(child.content):
                shown.append(child.content)
    return "".join(character for character in "".join(shown) if character.isalnum())


def markup(markdown: str) -> Counter[str]:
    """The words of a Markdown text as it is typed, what is escaped in it as it is shown."""
    return words(_REFERENCE.sub(lambda match: unescape(match[0]), markdown))


def filed(article: Article, text: str, locales: tuple[str, ...], today: date) -> str:
    """What the dateline took of a text; empty where there is none."""
    if not article.dateline:
        return ""
    try:
        found = dateline.parse(text, locales, article.dateline.date or article.date or today)
    except ValueError:
        return ""
    return text.removesuffix(found[1]) if found else ""
