"""What a check looks at and what it says.

In: a `Case`, a segment with its translation. Out: its `Pair`, the same with everything that several checks need worked
out once: the words that a reader will see on both sides. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from generator.language import Identify
from generator.model import Segment, Severity
from generator.sentences import split
from generator.translate.marks import Mark, Protected

_MARKUP = re.compile(
    r"`+[^`]*`+"
    r'|\]\((?:<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"(?:\\.|[^"\\])*")?\)'
    r"|!?\[(?=[^\]]*\]\()|\[\^[^\]\s]+\]|</?[a-z]+>|<[^<>\s]+>"
    r"|https?://[!-;=?-~]*|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\\)\*+|(?<![\\\w])_+(?=\S)|(?<![\s\\])_+(?!\w)"
)
_BREAK = re.compile(r"<br>|`|<[^<>\s]+>|https?:|\S+@")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Case:
    """A translation to be checked. `lost` are the marks that did not come back as they went, `source` and `target`
    BCP 47 tags; `identify` tells the language of a text with its probability (0 to 1), where that may be asked."""

    segment: Segment
    parts: Protected
    text: str
    lost: tuple[Mark, ...] = ()
    source: str = ""
    target: str = ""
    identify: Identify | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault: `asked` is the piece of the source it is about, `found` the piece of the translation, each as it stands
    there. A `doubtful` one is flagged where its check would withhold."""

    message: str
    asked: str = ""
    found: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A case with the words that a reader sees on both sides: no markup, no code, no addresses.

    `asked` and `found` are source and translation, `asked_sentences` and `found_sentences` the same in sentences;
    `marked` is the source with a gap in place of every term of the glossary, whose wordings are `terms`.
    """

    case: Case
    asked: str
    found: str
    asked_sentences: tuple[str, ...]
    found_sentences: tuple[str, ...]
    marked: str
    terms: tuple[str, ...]

    @property
    def source(self) -> str:
        """The source's language subtag, `zh` for `zh-Hant`."""
        return self.case.source.split("-")[0]

    @property
    def target(self) -> str:
        """The translation's language subtag."""
        return self.case.target.split("-")[0]


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its name; `find` gives a remark per fault. Where a `final` one withholds, the others are not asked:
    what they could say about an error page or an untranslated text helps nobody."""

    name: str
    severity: Severity
    find: Callable[[Pair], Iterator[Remark]]
    final: bool = False


def pair(case: Case) -> Pair:
    """Work out what the checks compare."""
    asked, found = visible(case.segment.text), visible(case.text)
    terms = tuple(part.target for part in case.parts if isinstance(part, Mark) and _is_term(part))
    marked = asked
    if terms:
        pieces = (part if isinstance(part, str) else "∎" if _is_term(part) else part.source for part in case.parts)
        marked = visible("".join(pieces))
    return Pair(case, asked, found, _sentences(asked), _sentences(found), marked, terms)


def visible(text: str) -> str:
    """The words of a line of inline Markdown, as far as a check needs them: addresses and code are a space.

    >>> visible("Vedi [il *ponte*](https://a.example) e `x`, 5 \\\\* 3 &lt; 16.")
    'Vedi il ponte e  , 5 * 3 < 16.'
    """
    if re.search(r"[`*_\[\]<>&@\\]|://", text) is None:
        return text
    shown = _MARKUP.sub(lambda match: " " if _BREAK.match(match[0]) else "", text)
    return unescape(_ESCAPED.sub(r"\1", shown))


def unaccented(text: str) -> str:
    """Text without accents and capitals, as an engine may leave a word that it does not translate.

    >>> unaccented("Lunedì")
    'lunedi'
    """
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def is_left(word: str, text: str) -> bool:
    """Whether a word of the source stands in the translation as it was: untranslated, but not lost.

    >>> is_left("lunedì", "lúñédì màttíñà"), is_left("tre", "Extremely")
    (True, False)
    """
    return re.search(rf"(?<!\w){re.escape(unaccented(word))}(?!\w)", unaccented(text)) is not None


def _is_term(mark: Mark) -> bool:
    return mark.role == "keep" and mark.sort == "term"


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentence.strip() for sentence in split(text) if sentence.strip())
