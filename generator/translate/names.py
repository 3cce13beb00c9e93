"""Which capitalised words of a text are names, to be left as they stand: persons and unknown acronyms.

In: the texts of articles and the analyser of their language (Apertium's morphological dictionary, where there is one).
Out: the names. "Corea del Nord" and "Partito Comunista" are capitalised too, but known words that must be translated: a
sequence is a name where the dictionary knows a part of it as a given name or only as a surname, or does not know it at
all. Without a dictionary only sequences inside a sentence count. Refuses nothing.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PARTICLES = "al|bin|ben|da|das|de|degli|dei|del|della|der|di|do|dos|du|el|ibn|la|le|van|von|zu|zum|y"
"""Lower-case words that may stand inside a name."""

_UPPER = "[A-ZÀ-ÖØ-ÞĀ-ɏΆΈ-ΏΑ-ΫЀ-ЯҐḀ-ỿ]"
"""Capitals of the scripts that have them; beyond Latin-1 the small Latin letters stand between the capitals."""
_CAPITAL = rf"{_UPPER}[\w]*(?:[-’'][\w]+)*"
_LEADS = r"(?:von der|van der|van den|van de|von|van|bin|ibn|bint|zu)"
"""Particles with which a surname may begin, and that are no words of a sentence before a capital."""
_SEQUENCE = re.compile(
    rf"(?<![\w-])(?:{_CAPITAL}(?:\s+(?:(?:{PARTICLES})\s+){{0,2}}{_CAPITAL})+|{_LEADS}\s+{_CAPITAL})(?![\w-])"
)
_TITLED = re.compile(
    rf"\b(?i:dott(?:\.ssa|or)?|prof(?:\.ssa|essor)?|sig(?:\.ra|nora|nor)?|avv|ing|on|sen|mons|mr|mrs|ms|dr|sr|sra|mme|herr|frau)"
    rf"(?:\.\s?|\s)(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)"
)
"""A title, and behind it a name, though it be a word of the dictionary ("il dott. Rossi")."""
_ACRONYM = re.compile(rf"(?<![\w-]){_UPPER}{{2,}}\d{{0,2}}(?![\w-])")
_UNIT = re.compile(r"\^((?:[^/$\\]|\\.)*)/((?:[^$\\]|\\.)*)\$")
_SENTENCE = re.compile(r"(?:^|[.!?…:]\s+|[“«\"(]\s*)$")
ALL_NOUNS_CAPITAL = frozenset({"de", "lb"})

Analyse = Callable[[tuple[str, ...]], tuple[tuple["Unit", ...], ...]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A lexical unit as a dictionary sees it: its words and its readings (`Rossi<np><cog>…`, `*Rossi` if unknown)."""

    words: str
    readings: tuple[str, ...]

    @property
    def is_unknown(self) -> bool:
        """A word that the dictionary does not have."""
        return all(reading.startswith("*") for reading in self.readings)

    @property
    def is_personal(self) -> bool:
        """A given name, a word that is nothing but a surname, or an unknown word."""
        if any("<np><ant>" in reading or reading.startswith("*") for reading in self.readings):
            return True
        return all("<np><cog>" in reading for reading in self.readings)

    @property
    def may_end_name(self) -> bool:
        """Anything but a place, an organisation or a small word ("Mario Rossi di Roma")."""
        return self.is_personal or any("<np><cog>" in reading for reading in self.readings)


def find(articles: Iterable[Sequence[str]], language: str, analyse: Analyse | None) -> dict[str, frozenset[str]]:
    """Text → the names that stand in it, as they stand there: persons, and acronyms that the dictionary does not know.
    Within one article (a sequence of texts) a person may be named by a part of the name. All texts are analysed at
    once."""
    grouped = [tuple(texts) for texts in articles]
    texts = dict.fromkeys(text for group in grouped for text in group)
    sequences = {text: list(_SEQUENCE.finditer(text)) for text in texts}
    if analyse is None:
        found = {text: _inside(text, matches, language) for text, matches in sequences.items()}
    else:
        found = _known(sequences, analyse)
    found = {text: names | _titled(text) for text, names in found.items()}
    for group in grouped:
        short = {word for text in group for name in found[text] for word in _parts(name)}
        found |= {text: found[text] | (short & _alone(text, found[text])) for text in group if short}
    return found


def _titled(text: str) -> frozenset[str]:
    """The names behind a title."""
    return frozenset(match["name"] for match in _TITLED.finditer(text))


def _alone(text: str, names: Iterable[str]) -> frozenset[str]:
    """The capitalised words of a text outside the names in it."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return frozenset(re.findall(rf"(?<![\w-]){_CAPITAL}(?![\w-])", text))


def _known(sequences: Mapping[str, list[re.Match[str]]], analyse: Analyse) -> dict[str, frozenset[str]]:
    """What a dictionary makes of the capitalised words of each text."""
    acronyms = {text: frozenset(_ACRONYM.findall(text)) if not text.isupper() else frozenset() for text in sequences}
    asked = tuple(
        dict.fromkeys(
            [match[0] for matches in sequences.values() for match in matches]
            + sorted(frozenset[str]().union(*acronyms.values()))
        )
    )
    units = dict(zip(asked, analyse(asked), strict=True))
    found = {}
    for text, matches in sequences.items():
        names = {match[0] if re.match(_LEADS, match[0]) else _name(units[match[0]]) for match in matches}
        unknown = {word for word in acronyms[text] if all(unit.is_unknown for unit in units[word])}
        found[text] = frozenset(filter(None, names | unknown))
    return found


def _parts(name: str) -> Iterator[str]:
    """The words by which a person may be called for short: "Xi" and "Jinping" for "Xi Jinping"."""
    words = name.split()
    if len(words) > 1:
        yield from (word for word in words if len(word) > 1 and not re.fullmatch(PARTICLES, word))


def _inside(text: str, matches: Iterable[re.Match[str]], language: str) -> frozenset[str]:
    """Without a dictionary: the sequences that do not open a sentence."""
    if language in ALL_NOUNS_CAPITAL:
        return frozenset()
    return frozenset(match[0] for match in matches if not _SENTENCE.search(text[: match.start()]))


def _name(units: tuple[Unit, ...]) -> str:
    """The sequence without the common words around it ("Secondo Xi Jinping"), or nothing."""
    rest = list(units)
    while rest and not rest[-1].may_end_name:
        rest.pop()
    while rest and not rest[0].is_personal and len(rest) > 1:
        rest = rest[1:]
    words = " ".join(unit.words for unit in rest)
    if not any(unit.is_personal for unit in rest) or not re.search(r"[\s-]", words):
        return ""
    return words


def dictionary(analyser: Path) -> Analyse:
    """An `Analyse` that asks Apertium's `lt-proc`, once for all sequences, about the compiled `analyser`. Where it
    fails every sequence is an unknown word."""

    def analyse(sequences: tuple[str, ...]) -> tuple[tuple[Unit, ...], ...]:
        if not sequences:
            return ()
        asked = "".join(f"{_quoted(sequence)};\n" for sequence in sequences)
        command = ["lt-proc", "-w", str(analyser)]
        unknown = tuple((Unit(sequence, ("*",)),) for sequence in sequences)
        try:
            done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            return unknown
        lines = done.stdout.split("\n")[: len(sequences)]
        if done.returncode or len(lines) < len(sequences):
            return unknown
        return tuple(_units(line) for line in lines)

    return analyse


def _quoted(text: str) -> str:
    return re.sub(r"([\[\]{}^$/\\@<>])", r"\\\1", text)


def _units(line: str) -> tuple[Unit, ...]:
    found = (Unit(words.replace("\\", ""), tuple(readings.split("/"))) for words, readings in _UNIT.findall(line))
    return tuple(unit for unit in found if unit.words != ";")
