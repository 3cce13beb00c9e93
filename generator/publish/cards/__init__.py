"""A share picture for every article in every locale, and one for the site.

In: the stories of each locale, their pictures in `.cache/pictures/`, the machine's fonts. Out:
`site/share/<locale>/<address>.png` and `site/share/<locale>/site.png`, and a notice per locale whose script no font
draws. Pictures are kept in `.cache/share/` by a digest of all that is drawn and what draws it, so that each is made
once. A fallback page uses its original's picture. Refuses nothing.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import PIL

from generator import notes
from generator.config import Locale, Site
from generator.files import remove, write
from generator.fonts import Fonts, package, script_of
from generator.model import Story
from generator.publish import pictures
from generator.publish.addresses import picture_name
from generator.publish.cards.card import Card, draw, photograph
from generator.publish.cards.pen import Pen, Way
from generator.stamps import NOTHING, stamp_of

SITE = "site"
"""The name of the picture that is shared with all pages that are no articles."""
_BATCH = 250
"""Pictures that a process draws at a time, which remembers the letters that it drew."""
_FEW = 12
"""So few are drawn at once, beside the processes that render."""
_SOFT_HYPHEN = "\u00ad"
Job = tuple[Card, Path]
"""What to draw, and the file to draw it to."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How many files were written, the names of all pictures, those that there were the last time and are not to be any
    more, and what a maintainer should know."""

    changed: int
    names: frozenset[str]
    gone: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()


def share(
    site: Site, stories: Mapping[str, Sequence[Story]], rtl: frozenset[str], fonts: Fonts, pool: Executor
) -> Shared:
    """Bring `site/share/` up to date, but for what is to be removed. `stories` are real editions; `rtl` are the locales
    written right to left; `pool` draws."""
    cards: dict[str, Card] = {}
    notices = []
    for locale in site.locales:
        way: Way = "rtl" if locale.tag in rtl else "ltr"
        made = dict(_cards(site, locale, stories.get(locale.tag, ()), way))
        missing = _missing(made, Pen(fonts, locale.tag, way))
        if missing:
            made = {name: replace(card, headline="") if name in missing else card for name, card in made.items()}
            notices.append(_notice(locale.tag, missing))
        cards |= made
    maker = _maker(fonts)
    wanted = {name: sha256(f"{maker}{_told(card)}".encode()).hexdigest()[:32] for name, card in cards.items()}
    ledger = site.cache / "share" / "published.json"
    known: dict[str, str] = notes.load(ledger) or {}
    changed = _publish(site, cards, wanted, known, fonts, pool)
    if known != wanted:
        kept = {ledger.name, *(f"{digest[:2]}/{digest}.png" for digest in wanted.values())}
        _prune(site.cache / "share", kept)
        notes.save(ledger, dict(sorted(wanted.items())))
    return Shared(changed, frozenset(cards), frozenset(known) - wanted.keys(), tuple(notices))


def _cards(site: Site, locale: Locale, stories: Sequence[Story], way: Way) -> Iterator[tuple[str, Card]]:
    """Name of the picture below `site/share/` without its ending → what is on it."""
    blank = Card(locale.tag, way, locale.site_name, "", locale.site_description or locale.site_name)
    yield f"{locale.tag}/{SITE}", blank
    for story in stories:
        kicker = story.topics[0][1] if story.topics else ""
        headline = " ".join(story.title.replace(_SOFT_HYPHEN, "").split())
        card = Card(locale.tag, way, blank.site, kicker, headline, _photo(site, story))
        yield f"{locale.tag}/{story.path.rstrip('/')}", card


def _photo(site: Site, story: Story) -> str:
    """The largest variant of an article's picture, where there is one."""
    if not story.rendition:
        return ""
    path = site.pictures / picture_name(story.rendition)
    return str(path) if path.exists() else ""


def _missing(cards: Mapping[str, Card], pen: Pen) -> dict[str, frozenset[str]]:
    """The pictures whose headlines cannot be drawn, and the scripts that no font has."""
    letters = "".join(frozenset().union(*(card.headline for card in cards.values())))
    lacking = pen.missing(letters, "serif")
    if not lacking:
        return {}
    found = {name: lacking & {script_of(char) for char in card.headline} for name, card in cards.items()}
    return {name: scripts for name, scripts in found.items() if scripts}


def _notice(tag: str, missing: Mapping[str, frozenset[str]]) -> str:
    scripts = frozenset().union(*missing.values())
    names = ", ".join(sorted(script.capitalize() for script in scripts))
    packages = ", ".join(sorted({package(script) for script in scripts}))
    return (
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


def _is_whole(path: Path) -> bool:
    """Whether a picture that was drawn is there and as it was written, by the checksums of its parts."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _publish(
    site: Site,
    cards: Mapping[str, Card],
    wanted: Mapping[str, str],
    known: Mapping[str, str],
    fonts: Fonts,
    pool: Executor,
) -> int:
    """Draw what was never drawn, copy what changed; returns how many files of the site were written.

    What lies in `site/share/` is `known` from the last time, so that pictures are not compared byte by byte.
    """
    target, cache = f"{site.output}/share/", site.cache / "share"
    stale = [name for name in wanted if known.get(name) != wanted[name] or stamp_of(f"{target}{name}.png") == NOTHING]
    kept = {name: cache / wanted[name][:2] / f"{wanted[name]}.png" for name in stale}
    missing = {kept[name]: cards[name] for name in stale if not _is_whole(kept[name])}
    for photo in {card.photo for card in missing.values() if card.photo}:
        pictures.whole(_named(photo), site.pictures)
    _draw_all(missing, fonts, pool)
    if stale:
        notes.forget(cache / "published.json")
    return sum(write(Path(f"{target}{name}.png"), kept[name].read_bytes()) for name in stale)


def remove_others(site: Site, shared: Shared, *, thorough: bool) -> int:
    """Remove pictures that no page names any more; returns how many. `thorough` looks for such as nobody knows of."""
    folder = site.output / "share"
    if thorough:
        return _prune(folder, {f"{name}.png" for name in shared.names})
    return sum(remove(folder / f"{name}.png", folder) for name in shared.gone)


def _draw_all(missing: Mapping[Path, Card], fonts: Fonts, pool: Executor) -> None:
    """Draw each card to its file; those of one photograph one after the other, because it is made ready once."""
    jobs = sorted(((card, path) for path, card in missing.items()), key=lambda job: (job[0].photo, job[0].tag))
    if len(jobs) <= _FEW:
        draw_batch(jobs, fonts)
        return
    batches = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    try:
        list(pool.map(draw_batch, batches, [fonts] * len(batches)))
    except BrokenProcessPool:  # what renders says so
        draw_batch([(card, path) for card, path in jobs if not path.exists()], fonts)


def draw_batch(jobs: Sequence[Job], fonts: Fonts) -> None:
    """Draw some pictures in this process."""
    pens: dict[str, Pen] = {}
    for photo, alike in groupby(jobs, key=lambda job: job[0].photo):
        shown = photograph(photo) if photo else None
        for card, path in alike:
            pen = pens.setdefault(card.tag, Pen(fonts, card.tag, card.way))
            write(path, draw(card, pen, shown))


def _prune(folder: Path, wanted: Container[str]) -> int:
    """Remove files that are not wanted, and the folders that they leave empty."""
    gone = [name for name in _below(folder) if name not in wanted]
    return sum(remove(folder / name, folder) for name in gone)


def _below(folder: Path) -> Iterator[str]:
    """The files below a folder, by their names below it."""
    start = len(f"{folder}/")
    for place, _, names in os.walk(folder):
        yield from (f"{place}/{name}"[start:] for name in names)
