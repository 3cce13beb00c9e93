"""Whether there is anything to do: what the last build left, file by file, if it left nothing to be done.

In: the project's folder and `.cache/finished.json`, or what a build of this process left. Out: the outcome of a build
that would change nothing, without reading a single article; how the project is before a build that may; the file again
after it. Refuses nothing: a file that is missing or damaged, or one stamp that is another, means that a build has to
look.

Only a build that withheld nothing, held nothing back and has nothing left to ask for is noted. The stamps are those
that it saw or made itself, so that what somebody saves while it runs is found by the next one. They are read in the
order in which they are asked for: where an article changed, nothing of `site/` is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator import makers, notes, stamps
from generator.config import Site
from generator.fonts import find_fonts, font_folders
from generator.run import Moment, Outcome
from generator.shown import unfinished
from generator.stamps import Stamp, Tree, stamp_of

TOPS = ("content", "docs")
"""The folders whose files are the input of a build."""


@dataclass(frozen=True, slots=True)
class Before:
    """How a project is before a build: what all articles depend on (`makers.setting`), and its files where they were
    looked at."""

    setting: str
    tree: Tree | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What a build left that has nothing left to be done: a digest of what it depended on beside files, its pages per
    state; the files below `content/` and `docs/` as it read or wrote them, with the folders as they were before; those
    `published` below `site/`."""

    key: str
    states: Mapping[str, int]
    seen: Tree
    published: Mapping[str, Stamp]


def before(site: Site) -> Before:
    """How the project is now, where nobody has looked at its files."""
    return Before(makers.setting(site))


def left(
    site: Site, moment: Moment, setting: str, states: Mapping[str, int], seen: Tree, published: Mapping[str, Stamp]
) -> Left:
    """What a build leaves, which began in that setting; see `Left`."""
    return Left(_key(site, moment, setting), states, seen, published)


def look(site: Site, moment: Moment, known: Left | None = None) -> tuple[Outcome | None, Before]:
    """What a build would come to that has nothing to do, None where it may have; how the project is. `known` is what
    the last build left, if it was one of this process; else its note is read."""
    now = before(site)
    if unfinished(site).exists():
        return None, now
    key = _key(site, moment, now.setting)
    return _compared(site, known, key, now) if known else _read(site, key, now)


def _compared(site: Site, known: Left, key: str, now: Before) -> tuple[Outcome | None, Before]:
    if key != known.key:
        return None, now
    tree = stamps.scan(site.root, TOPS, known.seen.folders, stamps.clock(site.cache))
    same = tree.files == known.seen.files and _stand(site.output, known.published)
    return Outcome(known.states, 0, ()) if same else None, Before(now.setting, tree)


def _read(site: Site, key: str, now: Before) -> tuple[Outcome | None, Before]:
    """The same by the note, of which is read what is asked for; folders that can be trusted now are noted, too."""
    lines = notes.load_lines(_path(site))
    if len(lines) != 3:
        return None, now
    head, below, published = lines
    noted = notes.read(head, tuple[str, dict[str, int]])
    known = notes.read(below, Tree) if noted and noted[0] == key else None
    if not noted or not known:
        return None, now
    tree = stamps.scan(site.root, TOPS, known.folders, stamps.clock(site.cache))
    now = Before(now.setting, tree)
    there = notes.read(published, dict[str, Stamp]) if tree.files == known.files else None
    if there is None or not _stand(site.output, there):
        return None, now
    if tree.folders != known.folders:
        notes.save_lines(_path(site), [head, notes.as_json(tree), published])
    return Outcome(noted[1], 0, ()), now


def note(site: Site, known: Left | None) -> None:
    """Note what a build left; None leaves nothing to be found by the next."""
    if not known:
        notes.forget(_path(site))
        return
    notes.save_lines(_path(site), map(notes.as_json, ((known.key, known.states), known.seen, known.published)))


def _stand(folder: Path, known: Mapping[str, Stamp]) -> bool:
    """Whether everything below a folder is as it was noted."""
    return all(stamp_of(f"{folder}/{name}") == stamp for name, stamp in known.items())


def _key(site: Site, moment: Moment, setting: str) -> str:
    """A digest of the day (the sitemap of news has the last two), of what builds and draws, of the editions'
    configurations."""
    total = sha256(f"{moment.day} {find_fonts(font_folders()).digest} {setting}".encode())
    for path in sorted(site.root.glob("mkdocs.*.yml")):
        total.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _path(site: Site) -> Path:
    return site.cache / "finished.json"
