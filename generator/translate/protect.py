"""What an engine must not touch: names, terms, links, code and Markdown's own marks → marks, and back.

In: a segment's inline Markdown (the portable subset), the glossary's wordings, the names found in it. Out:
`Protected`, a sequence of plain text and marks, which a `Scheme` writes down for an engine and reads back from its
answer. `source(protect(s)) == s` holds for every text. Refuses nothing: an answer that lost, doubled or crossed a
mark is reported as lost, and a check decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape as html_escape
from html import unescape as html_unescape
from typing import Literal

from generator.portable import literal

Role = Literal["keep", "open", "close"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece that is carried over: `source` as it stands in the source, `target` as the translation has it.

    `keep` stands alone; `open` and `close` enclose text that is translated (emphasis, a link's words) and share
    the number of their pair.
    """

    role: Role
    number: int
    source: str
    target: str


Protected = tuple[str | Mark, ...]

_LINK_END = r'\]\((?:<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"(?:\\.|[^"\\])*")?\)'
_MARKUP = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<keep>\\.|</?[a-z]+>|<[^<>\s]+>|\[\^[^\]\s]+\]|&#?\w+;"
    r"|https?://[^\s<>\]]*[^\s<>\].,;:!?)”»\"'’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)[#@]\w+)"
    rf"|(?P<close>{_LINK_END})"
    r"|(?P<open>!?\[)"
    r"|(?P<stars>\*+|(?<![^\W_])_+|_+(?![^\W_]))"
)


def protect(text: str, wordings: Mapping[str, str], names: Iterable[str] = ()) -> Protected:
    """Take `text` apart. `wordings` maps terms to their fixed translation, `names` stay as they are."""
    fixed = {**{name: name for name in names}, **wordings}
    finder = _finder(fixed)
    parts: list[str | Mark] = []
    stack: list[int] = []
    at = 0
    for match in _MARKUP.finditer(text):
        _add_text(parts, text[at : match.start()], finder, fixed)
        at = match.end()
        parts.extend(_marks(match, text, parts, stack))
    _add_text(parts, text[at:], finder, fixed)
    return tuple(_numbered(parts, set(stack)))


def source(parts: Protected) -> str:
    """The text that was taken apart."""
    return "".join(part if isinstance(part, str) else part.source for part in parts)


def plain_target(parts: Protected) -> str:
    """The parts with every mark in its target form: the translation of a text that has nothing to translate."""
    return "".join(part if isinstance(part, str) else part.target for part in parts)


def has_words(parts: Protected) -> bool:
    """Whether anything is left for an engine to translate."""
    return any(isinstance(part, str) and any(map(str.isalpha, part)) for part in parts)


def _finder(fixed: Mapping[str, str]) -> re.Pattern[str] | None:
    words = sorted(filter(None, fixed), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None


def _add_text(parts: list[str | Mark], text: str, finder: re.Pattern[str] | None, fixed: Mapping[str, str]) -> None:
    at = 0
    for match in finder.finditer(text) if finder else ():
        parts += [text[at : match.start()], Mark("keep", 0, match[0], fixed[match[0]])]
        at = match.end()
    parts.append(text[at:])


def _marks(match: re.Match[str], text: str, parts: list[str | Mark], stack: list[int]) -> list[str | Mark]:
    """The marks that a piece of markup stands for; `stack` holds the places of the pairs still open."""
    piece = match[0]
    if match["close"] or match["stars"]:
        opened = _partner(piece, parts, stack, text[match.start() - 1 : match.start()])
        if opened is not None:
            return [Mark("close", opened, piece, piece)]
        if match["close"]:
            return [Mark("keep", 0, piece, piece)]
    if match["open"] or match["stars"]:
        stack.append(len(parts))
        return [Mark("open", len(parts), piece, piece)]
    return [Mark("keep", 0, piece, piece)]


def _partner(piece: str, parts: list[str | Mark], stack: list[int], before: str) -> int | None:
    """The place of the mark that `piece` closes, taken off the stack."""
    if not stack:
        return None
    opener = parts[stack[-1]]
    assert isinstance(opener, Mark)
    closes = opener.source.endswith("[") if piece.startswith("]") else opener.source == piece and not before.isspace()
    return stack.pop() if closes else None


def _numbered(parts: list[str | Mark], unclosed: set[int]) -> Iterable[str | Mark]:
    """Without empty texts, marks numbered from 1, and those that never closed standing alone."""
    numbers: dict[int, int] = {}
    count = 0
    for place, part in enumerate(parts):
        if isinstance(part, str):
            if part:
                yield part
        elif part.role == "close":
            yield Mark("close", numbers[part.number], part.source, part.target)
        else:
            count += 1
            numbers[place] = count
            role: Role = "keep" if place in unclosed else part.role
            yield Mark(role, count, part.source, part.target)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How marks are written for an engine: `write` for a mark, `find` to see one in an answer and `read` to know its
    role and number, `quote` and `unquote` for the text between."""

    name: str
    write: Callable[[Mark], str]
    find: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[Role, int]]
    quote: Callable[[str], str]
    unquote: Callable[[str], str]

    def encode(self, parts: Protected) -> str:
        """The text that is sent."""
        return "".join(self.quote(part) if isinstance(part, str) else self.write(part) for part in parts)

    def decode(self, answer: str, parts: Protected) -> tuple[str, tuple[Mark, ...]]:
        """The answer with its marks put back, and the marks that were lost, doubled or crossed."""
        marks = {(part.role, part.number): part for part in parts if isinstance(part, Mark)}
        written: list[str] = []
        seen: list[Mark] = []
        at = 0
        for match in self.find.finditer(answer):
            _write_text(written, seen, self.unquote(answer[at : match.start()]))
            at = match.end()
            mark = marks.get(self.read(match))
            if mark:
                _write_mark(written, mark)
                seen.append(mark)
        _write_text(written, seen, self.unquote(answer[at:]))
        lost = [mark for mark in marks.values() if seen.count(mark) != 1]
        return "".join(written), tuple(lost) or _crossed(seen)


def _write_text(written: list[str], seen: list[Mark], text: str) -> None:
    """Add text; white space that an engine put inside a pair goes outside: `** bold **` would show its stars."""
    text = re.sub(r"[ \t\n]+", " ", text)
    if written and seen and written[-1] == seen[-1].target and seen[-1].role == "open" and text[:1].isspace():
        written.insert(-1, " ")
        text = text.lstrip()
    written.append(literal(text))


def _write_mark(written: list[str], mark: Mark) -> None:
    if mark.role == "close" and written and written[-1] != written[-1].rstrip():
        written[-1] = written[-1].rstrip()
        written += [mark.target, " "]
    else:
        written.append(mark.target)


def _named(match: re.Match[str]) -> tuple[Role, int]:
    """Role and number from the pattern's groups `keep`, `open` and `close`."""
    roles: tuple[Role, ...] = ("keep", "open", "close")
    return next((role, int(match[role])) for role in roles if match[role])


def _crossed(seen: list[Mark]) -> tuple[Mark, ...]:
    stack: list[int] = []
    for mark in seen:
        if mark.role == "open":
            stack.append(mark.number)
        elif mark.role == "close" and (not stack or stack.pop() != mark.number):
            return (mark,)
    return ()


_WORDS = re.compile(r"[^\W\d_][\w\s’'.°ªº-]*")
_DIGITS, _LETTERS = "0123456789", "abcdefghij"


def _html_mark(mark: Mark) -> str:
    if mark.role == "open":
        return f'<b id="{mark.number}">'
    if mark.role == "close":
        return f'</b id="{mark.number}">'
    if _WORDS.fullmatch(mark.source):
        return f"Qx{str(mark.number).translate(str.maketrans(_DIGITS, _LETTERS))}qx"
    return f'<apertium-notrans id="{mark.number}">{html_escape(mark.target, quote=False)}</apertium-notrans>'


def _read_html(match: re.Match[str]) -> tuple[Role, int]:
    if match["word"]:
        return "keep", int(match["word"].lower().translate(str.maketrans(_LETTERS, _DIGITS)))
    return _named(match)


HTML = Scheme(
    name="html",
    write=_html_mark,
    find=re.compile(
        r'<apertium-notrans id="(?P<keep>\d+)">.*?</apertium-notrans>|<b id="(?P<open>\d+)">|</b id="(?P<close>\d+)">'
        r"|(?i:\bqx(?P<word>[a-j]+)qx\b)"
    ),
    read=_read_html,
    quote=lambda text: html_escape(text, quote=False),
    unquote=html_unescape,
)
"""For Apertium: its HTML reader leaves tags and what `apertium-notrans` holds alone. Names and terms go as words that
no dictionary has (`Qxbqx`): a grammar sees a noun there and keeps the order of "di Pechino e Pyongyang", where it sees
nothing in place of a tag and wrote "de et Pékin Pyongyang"."""


def _bracket_mark(mark: Mark) -> str:
    forms = {"keep": f"{mark.number}", "open": f"{mark.number}:", "close": f"/{mark.number}"}
    return f"⟦{forms[mark.role]}⟧"


BRACKETS = Scheme(
    name="brackets",
    write=_bracket_mark,
    find=re.compile(r"⟦\s*(?:/\s*(?P<close>\d+)|(?P<open>\d+)\s*:|(?P<keep>\d+))\s*⟧"),
    read=_named,
    quote=lambda text: text.replace("⟦", "[").replace("⟧", "]"),
    unquote=lambda text: text,
)
"""For services that take plain text: rare brackets with a number, which no language writes."""
