"""`content/glossary.yml` and `content/topics.yml`: names that stay, terms and topics with their fixed wording.

In: the two files (either may be missing) and the configured locales. Out: a frozen `Glossary`. Refuses, with the
line: unknown keys, empty entries, locales that are not configured (each once, however many entries name it).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.errors import ConfigError, ConfigFaults, nearest
from generator.sanitise import one_line
from generator.yamlfile import Document, parse


@dataclass(frozen=True, slots=True)
class Glossary:
    """`keep`: words never translated. `terms`: word → locale → wording. `topics`: slug → locale → label."""

    keep: tuple[str, ...] = ()
    terms: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    topics: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def wordings(self, locale: str) -> dict[str, str]:
        """Every word with a fixed wording in `locale`, kept names included."""
        fixed = {name: name for name in self.keep}
        fixed.update({term: dict(wording)[locale] for term, wording in self.terms if locale in dict(wording)})
        return fixed

    def topic(self, slug: str, locale: str) -> str:
        """The label that the newsroom chose for a topic, or an empty string."""
        return dict(dict(self.topics).get(slug, ())).get(locale, "")


def load(content: Path, root: Path, locales: tuple[str, ...]) -> Glossary:
    """Read both files. Raises `ConfigFaults` with every fault in them."""
    faults: list[ConfigError] = []
    words = _document(content / "glossary.yml", root)
    for key in words[1].data:
        if key not in ("keep", "terms"):
            line = words[1].line(str(key))
            hint = nearest(str(key), ("keep", "terms"))
            faults.append(ConfigError(f"unknown key '{key}'", path=words[0], line=line, hint=hint))
    keep = words[1].data.get("keep") or []
    if not isinstance(keep, list) or not all(isinstance(name, str) and name.strip() for name in keep):
        faults.append(ConfigError("'keep' must be a list of names", path=words[0], line=words[1].line("keep")))
        keep = []
    terms = _wordings(words, words[1].data.get("terms") or {}, ("terms",), locales, faults)
    labels = _document(content / "topics.yml", root)
    topics = _wordings(labels, labels[1].data, (), locales, faults)
    if faults:
        raise ConfigFaults(faults)
    return Glossary(tuple(map(one_line, keep)), terms, topics)


def _document(path: Path, root: Path) -> tuple[PurePosixPath, Document]:
    name = PurePosixPath(path.relative_to(root).as_posix())
    if not path.exists():
        return name, Document({})
    return name, parse(path.read_text(encoding="utf-8"), path=name, error=ConfigError)


def _wordings(
    file: tuple[PurePosixPath, Document],
    given: Any,
    above: tuple[str, ...],
    locales: tuple[str, ...],
    faults: list[ConfigError],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    path, document = file
    if not isinstance(given, dict):
        faults.append(ConfigError("expected 'word: {locale: wording}'", path=path, line=document.line(*above)))
        return ()
    found = []
    foreign: dict[str, list[str]] = {}
    for word, wording in given.items():
        line = document.line(*above, str(word))
        if not isinstance(wording, dict) or not all(isinstance(text, str) and text for text in wording.values()):
            faults.append(ConfigError(f"'{word}' needs a wording per locale", path=path, line=line))
            continue
        for locale in wording:
            if locale not in locales:
                foreign.setdefault(str(locale), []).append(str(word))
        found.append((str(word), tuple((locale, one_line(text)) for locale, text in wording.items())))
    for locale, words in foreign.items():
        which = f"'{words[0]}' names" if len(words) == 1 else f"'{words[0]}' and {len(words) - 1} more name"
        line, otherwise = document.line(*above, words[0]), "Add it under extra.newsroom.locales, or remove its wordings"
        hint = nearest(locale, locales, otherwise)
        faults.append(ConfigError(f"{which} the locale '{locale}'", path=path, line=line, hint=hint))
    return tuple(found)
