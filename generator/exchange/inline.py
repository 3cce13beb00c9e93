"""A text between Markdown and the codes of a translator's program.

In: an `Inline` and what it is held against. Out: the same codes numbered alike in source and target; Markdown in which
every typed character is shown as it was typed; the fault, in words, of a text whose codes cannot be used. Refuses
nothing by itself.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.exchange import Code, Inline, Role, Term
from generator.portable import literal, plain

_SPACE = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""What ends a line or is a space to type; a text has no other lines than its own."""


def codes(inline: Inline) -> Iterator[Code]:
    """The codes of a text in their order."""
    return (part for part in inline if isinstance(part, Code))


def numbered(parts: Iterable[str | Code | Term]) -> Inline:
    """The text with its codes called `c1`, `c2` … and its terms `m1`, `m2` …, each in their order: the ids of the codes
    depend on nothing but the codes."""
    ids: dict[str, str] = {}
    done: list[str | Code | Term] = []
    count = 0
    for part in parts:
        if isinstance(part, Code):
            done.append(replace(part, id=ids.setdefault(part.id, f"c{len(ids) + 1}")))
        elif isinstance(part, Term):
            count += 1
            done.append(replace(part, id=f"m{count}"))
        else:
            done.append(part)
    return tuple(done)


def aligned(source: Inline, target: Inline) -> Inline:
    """`target` with the ids of `source` on the codes that both have; those that only it has are called `t1`, `t2` …."""
    free = _texts(source)
    ids: dict[str, str] = {}
    for own, texts in _texts(target).items():
        found = next((known for known, wanted in free.items() if wanted == texts), "")
        free.pop(found, None)
        ids[own] = found or f"t{len(ids) + 1}"
    return tuple(replace(part, id=ids[part.id]) if isinstance(part, Code) else part for part in target)


def _texts(inline: Inline) -> dict[str, tuple[str, ...]]:
    """Id → the texts of a code: one, or those of both ends of a pair."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codes(inline):
        found[code.id] = (*found.get(code.id, ()), code.text)
    return found


def flat(inline: Inline) -> tuple[str | Code, ...]:
    """The text without its terms: words in one piece between codes, runs of white space as one space, and white space
    outside the pairs at whose edges it stands (`** bold **` would show its stars)."""
    parts = _joined(part.text if isinstance(part, Term) else part for part in inline)
    at = 0
    while at < len(parts) - 1:
        first, second = parts[at : at + 2]
        if isinstance(first, Code) and first.role == "open" and isinstance(second, str) and second.startswith(" "):
            parts = _joined([*parts[:at], " ", first, second[1:], *parts[at + 2 :]])
            at = max(at - 2, 0)
        elif isinstance(first, str) and isinstance(second, Code) and second.role == "close" and first.endswith(" "):
            parts = _joined([*parts[:at], first[:-1], second, " ", *parts[at + 2 :]])
            at = max(at - 2, 0)
        else:
            at += 1
    return tuple(parts)


def _joined(parts: Iterable[str | Code]) -> list[str | Code]:
    """Neighbouring words as one, without those that are empty."""
    joined: list[str | Code] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] = _SPACE.sub(" ", joined[-1] + part)
        elif part:
            joined.append(part if isinstance(part, Code) else _SPACE.sub(" ", part))
    return joined


def markdown(inline: Inline) -> str:
    """The text as inline Markdown on one line: codes as they are, everything else as it would be typed."""
    return "".join(part.text if isinstance(part, Code) else literal(part) for part in flat(inline)).strip(" ")


def with_texts(inline: Inline, known: Mapping[tuple[Role, str], str]) -> Inline:
    """The text with the Markdown of its codes, by role and id; a code that is not known stays empty."""
    return tuple(
        replace(part, text=known.get((part.role, part.id), "")) if isinstance(part, Code) else part for part in inline
    )


def fault(target: Inline, source: Inline, present: Inline) -> str:
    """Why a new translation cannot be used; empty where it can.

    It must have no control characters. Its codes must be those of the source, or those of the translation that there is
    at `present` (if any), each once and no pair crossing another, and must be read as such where they stand.
    """
    odd = next((sign for part in flat(target) if isinstance(part, str) for sign in part if _is_control(sign)), "")
    if odd:
        return f"it has the control character U+{ord(odd):04X}"
    given, wanted, had = (Counter((code.role, code.id) for code in codes(text)) for text in (target, source, present))
    if given != wanted and not (present and given == had):
        return _difference(target, source, present)
    stack: list[str] = []
    for code in codes(target):
        if code.role == "open":
            stack.append(code.id)
        elif code.role == "close" and (not stack or stack.pop() != code.id):
            return f"the code “{code.text}” crosses another"
    shown = (plain(part.text) if isinstance(part, Code) else part for part in flat(target) if _is_shown(part))
    if _bare(plain(markdown(target))) != _bare("".join(shown)):
        return "its codes stand where Markdown does not read them: empty, or in the middle of a word"
    return ""


def _difference(target: Inline, source: Inline, present: Inline) -> str:
    """The first code that is unknown, missing or there too often."""
    texts = {(code.role, code.id): code.text for code in (*codes(present), *codes(source))}
    given = Counter((code.role, code.id) for code in codes(target))
    unknown = next((code.id for code in codes(target) if (code.role, code.id) not in texts), "")
    if unknown:
        return f"it has a code '{unknown}' that the source does not have"
    for code in codes(source):
        if not given[code.role, code.id]:
            return f"the code “{code.text}” is missing"
    doubled = next((texts[key] for key, count in given.items() if count > 1), "")
    return f"the code “{doubled}” is there more than once" if doubled else "it has codes that the source does not have"


def _is_control(sign: str) -> bool:
    """Characters that no keyboard writes: control, unassigned and private ones, but not the marks of direction."""
    return unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs")


def _is_shown(part: str | Code) -> bool:
    return not isinstance(part, Code) or part.role == "keep"


def _bare(text: str) -> str:
    """A text for comparison: pictures keep the escapes of their description, and space is of no account."""
    return "".join(html.unescape(text.replace("\\", "")).split())
