"""A pretended language: letters with accents, words made longer. For tests and for looking at a layout.

In: jobs with texts in the HTML scheme. Out: "[Ŕòmà óggì ~~]" for "Roma oggi", into any locale. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.translate.engines import Answer, Job
from generator.translate.schemes import HTML, Scheme

_ACCENTS = str.maketrans("aeiounAEIOUN", "àéíòúñÀÉÍÒÚÑ")
_TAG = re.compile(r"(<apertium-notrans\b.*?</apertium-notrans>|<[^>]*>|&\w+;)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pseudo:
    """The engine; it serves every pair and answers the same to the same."""

    name: str = "pseudo"
    title: str = "Pseudo"
    schemes: tuple[Scheme, ...] = field(default=(HTML,), repr=False)

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return self.name

    def serves(self, source: str, target: str) -> bool:
        """Every pair."""
        return True

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """One way only."""
        return ()

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return 0

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        for number, job in enumerate(jobs):
            for index, text in enumerate(job.texts):
                yield Answer(number, index, accented(text))


def accented(text: str) -> str:
    """The text with accents outside its tags and a tail that makes it longer."""
    pieces = [piece if piece[:1] in ("<", "&") else piece.translate(_ACCENTS) for piece in _TAG.split(text)]
    return "".join(pieces) + " «" + "~" * (len(text) // 8) + "»"
