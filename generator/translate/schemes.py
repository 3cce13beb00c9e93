"""How marks are written for an engine, and found again in its answer.

In: `Protected`, a text as words and marks. Out: what is sent, and from the answer the translation with the marks that
were lost, doubled or crossed. Which scheme survives in an engine is not known beforehand: each engine names those that
may (`Engine.schemes`), and a trial decides. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape as html_escape
from html import unescape as html_unescape

from generator.portable import literal
from generator.translate.marks import Mark, Protected, Role


@dataclass(frozen=True, slots=True)
class Scheme:
    """`write` writes a mark, `find` sees one in an answer and `read` tells its role and number (0: that of the pair
    still open), `quote` and `unquote` are for the text between. `spoken`: names, terms and figures are sent in plain
    words, which suits a grammar best, and looked for afterwards."""

    name: str
    write: Callable[[Mark], str]
    find: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[Role, int]]
    quote: Callable[[str], str]
    unquote: Callable[[str], str]
    spoken: bool = False

    def encode(self, parts: Protected) -> str:
        """The text that is sent."""
        return "".join(self.quote(part) if isinstance(part, str) else self._sent(part) for part in parts)

    def _sent(self, mark: Mark) -> str:
        if not self._speaks(mark):
            return self.write(mark)
        return self.quote(mark.source if mark.sort == "figure" else mark.target)

    def _speaks(self, mark: Mark) -> bool:
        return self.spoken and mark.sort != "markup"

    def decode(self, answer: str, parts: Protected) -> tuple[str, tuple[Mark, ...]]:
        """The answer with its marks put back, and the marks that were lost, doubled or crossed."""
        every = [part for part in parts if isinstance(part, Mark)]
        spoken = [mark for mark in every if self._speaks(mark)]
        marks = {(mark.role, mark.number): mark for mark in every if not self._speaks(mark)}
        written: list[str] = []
        seen: list[Mark] = []
        at = 0
        for match in self.find.finditer(answer):
            _write_text(written, seen, self.unquote(answer[at : match.start()]))
            at = match.end()
            mark = marks.get(_known(*self.read(match), seen))
            if mark:
                _write_mark(written, mark)
                seen.append(mark)
        _write_text(written, seen, self.unquote(answer[at:]))
        text = "".join(written)
        counts = Counter(seen)
        lost = [mark for mark in marks.values() if counts[mark] != 1]
        return text, tuple(lost) + _unsaid(spoken, text) or _crossed(seen)


def _known(role: Role, number: int, seen: list[Mark]) -> tuple[Role, int]:
    """Role and number of a mark; an end without a number closes the pair that was opened last."""
    if role != "close" or number:
        return role, number
    closed = {mark.number for mark in seen if mark.role == "close"}
    opened = (mark.number for mark in reversed(seen) if mark.role == "open" and mark.number not in closed)
    return role, next(opened, 0)


def _unsaid(spoken: list[Mark], text: str) -> tuple[Mark, ...]:
    """The names and terms that the text does not have as often as it should; figures may be written in many ways."""
    wanted = Counter(literal(mark.target) for mark in spoken if mark.sort != "figure")
    lost = {wording for wording, count in wanted.items() if text.count(wording) < count}
    return tuple(mark for mark in spoken if mark.sort != "figure" and literal(mark.target) in lost)


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
    found = match.groupdict()
    return next((role, int(found[role] or 0)) for role in roles if found.get(role) is not None)


def _crossed(seen: list[Mark]) -> tuple[Mark, ...]:
    stack: list[int] = []
    for mark in seen:
        if mark.role == "open":
            stack.append(mark.number)
        elif mark.role == "close" and (not stack or stack.pop() != mark.number):
            return (mark,)
    return ()


_DIGITS, _LETTERS = "0123456789", "abcdefghij"


def _html_mark(mark: Mark) -> str:
    if mark.role == "open":
        return f'<b id="{mark.number}">'
    if mark.role == "close":
        return f'</b id="{mark.number}">'
    if mark.sort == "figure":
        return f"97{mark.number:02}79"
    if mark.sort != "markup":
        return f"Qx{str(mark.number).translate(str.maketrans(_DIGITS, _LETTERS))}qx"
    return f'<apertium-notrans id="{mark.number}">{html_escape(mark.target, quote=False)}</apertium-notrans>'


def _read_html(match: re.Match[str]) -> tuple[Role, int]:
    if match["figure"]:
        return "keep", int(match["figure"])
    if match["word"]:
        return "keep", int(match["word"].lower().translate(str.maketrans(_LETTERS, _DIGITS)))
    return _named(match)


HTML = Scheme(
    name="html",
    write=_html_mark,
    find=re.compile(
        r'<apertium-notrans id="(?P<keep>\d+)">.*?</apertium-notrans>|<b id="(?P<open>\d+)">|</b id="(?P<close>\d+)">'
        r"|(?i:\bqx(?P<word>[a-j]+)qx\b)|(?<!\d)97(?P<figure>\d{2,})79(?!\d)"
    ),
    read=_read_html,
    quote=lambda text: html_escape(text, quote=False),
    unquote=html_unescape,
)
"""For Apertium: its HTML reader leaves tags and what `apertium-notrans` holds alone. Names and terms go as words that
no dictionary has (`Qxbqx`): a grammar sees a noun there and keeps the order of "di Pechino e Pyongyang", where it sees
nothing in place of a tag and wrote "de et Pékin Pyongyang". Figures go as other figures, for the
plural that follows."""


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


def _tag_mark(mark: Mark) -> str:
    return {"keep": f'<x id="{mark.number}"/>', "open": f'<g id="{mark.number}">', "close": "</g>"}[mark.role]


TAGS = Scheme(
    name="tags",
    write=_tag_mark,
    find=re.compile(r'<x id="(?P<keep>\d+)"\s*(?:/>|>\s*</x>)|<g id="(?P<open>\d+)">|(?P<close></g\s*>)'),
    read=lambda match: ("close", 0) if match["close"] else _named(match),
    quote=lambda text: html_escape(text, quote=False),
    unquote=html_unescape,
)
"""For services and models that know markup: XLIFF's `x` and `g`."""

SPOKEN_TAGS = replace(TAGS, name="spoken tags", spoken=True)
SPOKEN_BRACKETS = replace(BRACKETS, name="spoken brackets", spoken=True)
"""For neural engines, which inflect the words around a name better than those around a placeholder."""
