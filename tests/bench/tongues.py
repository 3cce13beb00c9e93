"""Made-up languages that look like the real ones: words that can be pronounced, as often as Zipf's law has them.

In: a locale's tag and a seed. Out: a `Tongue` of 40,000 words, the commonest first and the shortest; and how often each
place in such a list comes up in a text. The same seed gives the same words. Refuses (KeyError) a locale without
syllables.

Real word lists of six languages would weigh megabytes, and their licences differ. What a build and a search index feel
of a language are the number of its words, their lengths, their letters and how often each comes up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

SIZE = 40_000
"""Words of a tongue."""

FLATTENING = 2.7
"""Mandelbrot's addition to Zipf's law: the commonest words of real texts are a little less common than 1/rank."""

# Beginnings, middles and ends of syllables, each several times where it is common.
_SOUNDS = {
    "it": ("b c d f g l m n p r s t v c t s p br cr pr st tr sp gl ch qu", "a e i o a e i o u ia io", "n r l s"),
    "en": ("b c d f g h l m n p r s t w th sh st tr br cl pl", "a e i o u ea ou a e i", "n r t d s l ck nd st ng m"),
    "es": ("b c d f g l m n p r s t v c t s ñ ll br cr pr tr j", "a e i o a e o u ie ue á é í ó", "n r s l d"),
    "fr": ("b c d f g l m n p r s t v br cr pr tr ch qu pl", "a e i o u é è ai ou eu oi au ê", "n r s t l x"),
    "pt": ("b c d f g l m n p r s t v ç nh lh br cr pr tr", "a e i o u ã ei ou á é ó ê a e o", "m r s l"),
    "ca": ("b c d f g l m n p r s t v ll ny br cr pr tr x", "a e i o u à é è í ó ò a e i", "n r s t l ts ns"),
}
_ENDS = {
    "it": "o a e i o a e ione ità ato are mente",
    "en": "e y er ing ed tion ly ness al s",
    "es": "o a e os as ción dad ado ar mente",
    "fr": "e es er tion té é ment aire eur",
    "pt": "o a e os as ção dade ado ar mente",
    "ca": "a e es s ció tat at ar ment",
}
_LENGTHS = ((2_000, 1, 1), (12_000, 1, 2), (SIZE, 1, 3))
"""Up to which rank words have from how many to how many syllables before their end."""
ENDLESS = 100
"""The commonest words, articles and prepositions in real life, have no end."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A locale's tag and its words, the commonest first."""

    tag: str
    words: tuple[str, ...]


def tongue(tag: str, seed: int) -> Tongue:
    """The words of one locale."""
    chance = Random(f"{seed}/{tag}")
    starts, vowels, codas = (sounds.split() for sounds in _SOUNDS[tag])
    ends = _ENDS[tag].split()
    words: dict[str, None] = {}
    while len(words) < SIZE:
        fewest, most = next((fewest, most) for rank, fewest, most in _LENGTHS if len(words) < rank)
        syllables = [_syllable(chance, starts, vowels, codas) for _ in range(chance.randint(fewest, most))]
        end = chance.choice(starts) + chance.choice(ends) if len(words) > ENDLESS else ""
        words.setdefault("".join(syllables) + end)
    return Tongue(tag, tuple(words))


def _syllable(chance: Random, starts: Sequence[str], vowels: Sequence[str], codas: Sequence[str]) -> str:
    coda = chance.choice(codas) if chance.random() < 0.3 else ""
    return chance.choice(starts) + chance.choice(vowels) + coda


def shares() -> tuple[float, ...]:
    """For every rank, how often it or a commoner one comes up; `random.choices` takes it as `cum_weights`."""
    return tuple(accumulate(1 / (rank + FLATTENING) for rank in range(1, SIZE + 1)))
