"""Whether there is anything to do: what the last build left, file by file, if it left nothing to be done.

In: the project's folder and `.cache/finished.json`. Out: the outcome of a build that would change nothing, without
reading a single article; the file again after a build. Refuses nothing: a file that is missing or damaged, or one stamp
that is another, means that a build has to look.

Only a build that withheld nothing, held nothing back and has nothing left to ask for is noted. The stamps are those
that it saw or made itself, so that what somebody saves while it runs is found by the next one. They are read in the
order in which they are asked for: where an article changed, nothing of `site/` is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
_NOTHING = (b"null", b"null", b"null")


def look(site: Site, moment: Moment) -> tuple[Outcome | None, Tree | None]:
    """What a build would come to that has nothing to do, None where it may have; the files of the project, where they
    were looked at."""
    tree = None
    try:
        head, below, published = notes.load_lines(_path(site)) or _NOTHING
        key, states = json.loads(head)
        if key != _key(site, moment) or unfinished(site).exists():
            return None, None
        files, places = json.loads(below)
        folders = {name: (time, tuple(files), tuple(inner)) for name, (time, files, inner) in places.items()}
        tree = stamps.scan(site.root, TOPS, folders, stamps.clock(site.cache))
        same = tree.files == {name: tuple(stamp) for name, stamp in files.items()}
        same = same and _stand(site.output, json.loads(published))
        found = {str(state): int(count) for state, count in states.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, tree
    if not same:
        return None, tree
    if tree.folders != folders:
        notes.save_lines(_path(site), [head, _below(tree), published])
    return Outcome(found, 0, ()), tree


def note(site: Site, moment: Moment, states: Mapping[str, int], seen: Tree, published: Mapping[str, Stamp]) -> None:
    """Note a build that left nothing to be done. `seen` are the files below `content/` and `docs/` as it read or wrote
    them, and the folders as they were before; `published` are those below `site/`."""
    lines = [notes.as_json((_key(site, moment), states)), _below(seen), notes.as_json(published)]
    notes.save_lines(_path(site), lines)


def _below(tree: Tree) -> bytes:
    return notes.as_json((tree.files, tree.folders))


def _stand(folder: Path, known: Mapping[str, list[int]]) -> bool:
    """Whether everything below a folder is as it was noted."""
    return all(stamp_of(f"{folder}/{name}") == tuple(stamp) for name, stamp in known.items())


def _key(site: Site, moment: Moment) -> str:
    """A digest of the day (the sitemap of news has the last two), of what builds and draws, of the configurations."""
    fonts = find_fonts(font_folders()).digest
    configurations = sorted(site.root.glob("mkdocs*.yml"))
    total = sha256(f"{moment.day} {fonts} {makers.code()} {makers.packages()}".encode())
    for path in configurations:
        total.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _path(site: Site) -> Path:
    return site.cache / "finished.json"
