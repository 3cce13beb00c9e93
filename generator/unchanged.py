"""Which articles are as the last build left them.

In: the catalogue, the stamps of all files, the texts that there are. Out: the settled articles by their files. Refuses
nothing: where anything is another, the article is read again.

An article is settled while every file that it was made from and into holds what it held, no sidecar has come, the
pictures in a folder of its own are the same, and what was made of its pictures is still there; of a file with several
articles either all are settled or none. To whom they lead is looked at by `gather.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.catalogue import Catalogue, Settled
from generator.config import Site
from generator.links import PICTURES
from generator.read import SIDECAR
from generator.sources import Files, above
from generator.stamps import NOTHING, Tree, same


def unchanged(
    site: Site, known: Catalogue, tree: Tree, found: Files, addresses: Mapping[str, str]
) -> dict[str, Settled]:
    """The articles with which nothing has to be done again, by their names. `addresses` are the ledger's."""
    several: dict[str, list[Settled]] = defaultdict(list)
    for one in known.articles.values():
        if addresses.get(one.file) == one.address:
            several[one.source].append(one)
    pictures = beside(tree, found.texts)
    ready = {path.stem for path in site.pictures.glob("*.json")}

    def stands(one: Settled) -> bool:
        return (
            one.beside == pictures.get(one.source, ())
            and all(story.rendition.id in ready for story in one.stories.values() if story.rendition)
            and _stand(site.root, one, tree)
        )

    settled: dict[str, Settled] = {}
    for name in found.texts:
        group = several.get(name, [])
        more = f"{name.rpartition('.')[0]}{SIDECAR}"
        if group and len(group) == group[0].of and (more not in found.sidecars or more in group[0].marks):
            settled |= {one.file: one for one in group} if all(map(stands, group)) else {}
    return settled


def beside(tree: Tree, texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Text → the pictures in its folder, where that has no other text in it."""
    inside: dict[str, list[str]] = defaultdict(list)
    for name in texts:
        for folder in above(name):
            inside[folder].append(name)
    found: dict[str, list[str]] = defaultdict(list)
    for name in tree.files:
        if name.startswith(("content/articles/", "content/pages/")) and Path(name).suffix.lower() in PICTURES:
            found[name.rpartition("/")[0]].append(name)
    return {
        inside[folder][0]: tuple(sorted(names)) for folder, names in found.items() if len(inside.get(folder, ())) == 1
    }


def _stand(root: Path, one: Settled, tree: Tree) -> bool:
    """Whether all files of an article hold what they held."""
    base = f"{root}/"
    return all(same(base + name, tree.files.get(name, NOTHING), mark) for name, mark in one.marks.items())
