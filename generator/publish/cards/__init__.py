"""A share picture for every article in every locale, and one for the site.

In: the stories of each locale, their pictures in `.cache/pictures/`, the machine's fonts. Out:
`site/share/<locale>/<address>.png` and `site/share/<locale>/site.png`, and a notice per locale whose script no font
draws. Pictures are kept in `.cache/share/` by a digest of all that is drawn and what draws it, so that each is made
once; processes draw while the build goes on with something else. A fallback page uses its original's picture. Refuses
nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import PIL

from generator import notes
from generator.config import Locale, Site
from generator.files import remove, write
from generator.fonts import Fonts, package, script_of
from generator.model import Rendition, Story
from generator.publish import pictures
from generator.publish.addresses import picture_name
from generator.publish.cards.card import Card
from generator.publish.cards.drawing import Drawing, begin, is_whole
from generator.publish.cards.pen import Pen, Way
from generator.stamps import NOTHING, Stamp, stamp_of

SITE = "site"
"""The name of the picture that is shared with all pages that are no articles."""
_LEDGER = "published.json"
"""The note of what lies in `site/share/`."""
_DIGEST = 32
"""Letters of a digest that a picture is called by."""
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Shared:
    """How many files were written, the stamps of all pictures by their names, the names of those that there were the
    last time and are not to be any more, and what a maintainer should know."""

    changed: int
    stamps: Mapping[str, Stamp]
    gone: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Share pictures on their way: by name what each is called in the cache, what was `known` of it the last time, its
    stamp in the site; the names of those that are not there as they are to be; the scripts that headlines lack; what is
    being drawn."""

    site: Site
    wanted: Mapping[str, str]
    known: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    stale: Sequence[str]
    lacking: Mapping[str, frozenset[str]]
    drawing: Drawing

    def finish(self) -> Shared:
        """Bring `site/share/` up to date, but for what is to be removed, when all is drawn."""
        self.drawing.wait()
        target, folder = f"{self.site.output}/share/", self.site.cache / "share"
        if self.stale:
            notes.forget(folder / _LEDGER)
        changed = 0
        for name in self.stale:
            changed += write(Path(f"{target}{name}.png"), (folder / _place(self.wanted[name])).read_bytes())
        stamps = {**self.stamps, **{name: stamp_of(f"{target}{name}.png") for name in self.stale}}
        noted = {name: " ".join((digest, *sorted(self.lacking.get(name, ())))) for name, digest in self.wanted.items()}
        if self.known != noted:
            _prune(folder, {_LEDGER, *map(_place, self.wanted.values())})
            notes.save(folder / _LEDGER, dict(sorted(noted.items())))
        gone = frozenset(self.known) - self.wanted.keys()
        return Shared(changed, stamps, gone, tuple(_notices(self.site, self.lacking)))


def share(
    site: Site, stories: Mapping[str, Sequence[Story]], rtl: frozenset[str], fonts: Fonts, pool: Executor
) -> Sharing:
    """Begin to draw what was never drawn. `stories` are real editions; `rtl` are the locales written right to left;
    `pool` draws. What lies in `site/share/` is known from the last time, so that pictures are not compared byte by
    byte."""
    cards: dict[str, Card] = {}
    photo = cache(partial(_photo, site.pictures))
    for locale in site.locales:
        cards.update(_cards(locale, stories.get(locale.tag, ()), "rtl" if locale.tag in rtl else "ltr", photo))
    maker, folder = _maker(fonts), site.cache / "share"
    wanted = {name: sha256(f"{maker}{_told(card)}".encode()).hexdigest()[:_DIGEST] for name, card in cards.items()}
    known = notes.load(folder / _LEDGER, dict[str, str]) or {}
    lacking = _lacking(cards, wanted, known, fonts)
    cards |= {name: replace(cards[name], headline="") for name in lacking}
    stamps = {name: stamp_of(f"{site.output}/share/{name}.png") for name in wanted}
    stale = [name for name in wanted if known.get(name, "")[:_DIGEST] != wanted[name] or stamps[name] == NOTHING]
    kept = {name: folder / _place(wanted[name]) for name in stale}
    missing = {kept[name]: cards[name] for name in stale if not is_whole(kept[name])}
    for shown in {card.photo for card in missing.values() if card.photo}:
        pictures.whole(_named(shown), site.pictures)
    return Sharing(site, wanted, known, stamps, stale, lacking, begin(missing, fonts, pool))


def _place(digest: str) -> str:
    """Where a picture is kept below `.cache/share/`."""
    return f"{digest[:2]}/{digest}.png"


def _cards(
    locale: Locale, stories: Sequence[Story], way: Way, photo: Callable[[Rendition], str]
) -> Iterator[tuple[str, Card]]:
    """Name of the picture below `site/share/` without its ending → what is on it."""
    blank = Card(locale.tag, way, locale.site_name, "", locale.site_description or locale.site_name)
    yield f"{locale.tag}/{SITE}", blank
    for story in stories:
        kicker = story.topics[0][1] if story.topics else ""
        headline = " ".join(story.title.replace(_SOFT_HYPHEN, "").split())
        shown = photo(story.rendition) if story.rendition else ""
        yield f"{locale.tag}/{story.path.rstrip('/')}", Card(locale.tag, way, blank.site, kicker, headline, shown)


def _photo(folder: Path, rendition: Rendition) -> str:
    """The largest variant of an article's picture, if it is there."""
    path = folder / picture_name(rendition)
    return str(path) if path.exists() else ""


def _lacking(
    cards: Mapping[str, Card], wanted: Mapping[str, str], known: Mapping[str, str], fonts: Fonts
) -> dict[str, frozenset[str]]:
    """The pictures whose headlines cannot be drawn, and the scripts that no font has: as it is `known` of those that
    are as they were, since their digests tell of the fonts."""
    told = {name: known.get(name, "").split(" ") for name in cards}
    found = {name: frozenset(words[1:]) for name, words in told.items() if words[0] == wanted[name] and words[1:]}
    new = [(name, card) for name, card in cards.items() if told[name][0] != wanted[name]]
    for tag, alike in groupby(new, key=lambda one: one[1].tag):
        some = dict(alike)
        found |= _missing(some, Pen(fonts, tag, next(iter(some.values())).way))
    return found


def _missing(cards: Mapping[str, Card], pen: Pen) -> dict[str, frozenset[str]]:
    """The pictures whose headlines cannot be drawn, and the scripts that no font has."""
    letters = "".join(frozenset().union(*(card.headline for card in cards.values())))
    lacking = pen.missing(letters, "serif")
    if not lacking:
        return {}
    found = {name: lacking & {script_of(char) for char in card.headline} for name, card in cards.items()}
    return {name: scripts for name, scripts in found.items() if scripts}


def _notices(site: Site, lacking: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """One per locale whose script no font draws."""
    for tag in site.tags:
        missing = [scripts for name, scripts in lacking.items() if name.startswith(f"{tag}/")]
        if missing:
            scripts = frozenset().union(*missing)
            names = ", ".join(sorted(script.capitalize() for script in scripts))
            packages = ", ".join(sorted({package(script) for script in scripts}))
            yield (
                f"{len(missing)} share pictures of '{tag}' show the site's name only, because no font has {names}. "
                f"Install the Debian package {packages}"
            )


def _maker(fonts: Fonts) -> str:
    """What draws: this package, Pillow and the fonts."""
    code = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    return f"{code.hexdigest()} {PIL.__version__} {fonts.digest} "


def _told(card: Card) -> str:
    """A card without the folder of its photograph, whose name stands for what it shows."""
    return repr((card.tag, card.way, card.site, card.kicker, card.headline, _named(card.photo)))


def _named(photo: str) -> str:
    """A photograph by its name below the folder of pictures."""
    return "/".join(photo.rsplit("/", 2)[-2:])


def remove_others(site: Site, shared: Shared, *, thorough: bool) -> int:
    """Remove pictures that no page names any more; returns how many. `thorough` looks for such as nobody knows of."""
    folder = site.output / "share"
    if thorough:
        return _prune(folder, {f"{name}.png" for name in shared.stamps})
    return sum(remove(folder / f"{name}.png", folder) for name in shared.gone)


def _prune(folder: Path, wanted: Container[str]) -> int:
    """Remove files that are not wanted, and the folders that they leave empty."""
    gone = [name for name in _below(folder) if name not in wanted]
    return sum(remove(folder / name, folder) for name in gone)


def _below(folder: Path) -> Iterator[str]:
    """The files below a folder, by their names below it."""
    start = len(f"{folder}/")
    for place, _, names in os.walk(folder):
        yield from (f"{place}/{name}"[start:] for name in names)
