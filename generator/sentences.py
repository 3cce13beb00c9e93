"""Where a sentence ends, in any script.

In: a text. Out: its sentences, which add up to the text. Refuses nothing; where an abbreviation cannot be told from
an end, the text is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Fits = Callable[[str], bool]

_END = re.compile(r"[.!?…।॥۔؟]+[\"'”’»)\]*_]*\s+(?=[\"'“‘«(\[¿¡*_⟦]*[^\W\d_a-zß-öø-ÿ])|[。！？]+[」』”）]*")
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_]|\b(?:art|cf|dott|Dr|ecc|etc|Mr|Mrs|Ms|no|núm|pag|pp|prof|Sr|Sra|St|vol)|\d)\.\s+$"
)


def split(text: str) -> list[str]:
    """The sentences of a text, each with the white space that follows it.

    >>> split("Uno. Due? “Tre.” Il dott. Rossi.")
    ['Uno. ', 'Due? ', '“Tre.” ', 'Il dott. Rossi.']
    """
    sentences, start = [], 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[start : match.end()]):
            continue
        sentences.append(text[start : match.end()])
        start = match.end()
    if text[start:]:
        sentences.append(text[start:])
    return sentences


def pack(text: str, fits: Fits) -> list[str]:
    """The text in as few pieces as possible that `fits` accepts, cut between sentences; a single sentence that does
    not fit stays whole."""
    pieces: list[str] = []
    for sentence in split(text):
        if pieces and fits(pieces[-1] + sentence):
            pieces[-1] += sentence
        else:
            pieces.append(sentence)
    return pieces
