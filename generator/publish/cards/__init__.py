"""A share picture for every article in every locale, and one for the site.

In: the stories of each locale, their pictures in `.cache/pictures/`, the machine's fonts. Out:
`site/share/<locale>/<address>.png` and `site/share/<locale>/site.png`, and a notice per locale whose script no font
draws. Pictures are kept in `.cache/share/` by a digest of all that is drawn and what draws it, so that each is made
once. A fallback page uses its original's picture. Refuses nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import PIL

from generator.config import Locale, Site
from generator.files import write
from generator.model import Story
from generator.publish.addresses import picture_name
from generator.publish.cards.card import Card, draw
from generator.publish.cards.fonts import Fonts, package, script_of
from generator.publish.cards.pen import Pen, Way

SITE = "site"
"""The name of the picture that is shared with all pages that are no articles."""
_BATCH = 100
"""Pictures that a process draws at a time; fewer than two batches are not worth a second process."""
_SOFT_HYPHEN = "\u00ad"
Job = tuple[Card, Path]
"""What to draw, and the file to draw it to."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How many files were written, the names of all pictures, and what a maintainer should know."""

    changed: int
    names: frozenset[str]
    notices: tuple[str, ...] = ()


def share(site: Site, stories: Mapping[str, Sequence[Story]], rtl: frozenset[str], fonts: Fonts) -> Shared:
    """Bring `site/share/` up to date, but for what is to be removed. `stories` are real editions; `rtl` are the locales
    written right to left."""
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
    return Shared(_publish(site, cards, wanted, fonts), frozenset(cards), tuple(notices))


def _cards(site: Site, locale: Locale, stories: Sequence[Story], way: Way) -> Iterator[tuple[str, Card]]:
    """Name of the picture below `site/share/` without its ending → what is on it."""
    blank = Card(locale.tag, way, locale.site_name, "", locale.site_description or locale.site_name)
    yield f"{locale.tag}/{SITE}", blank
    for story in stories:
        kicker = story.topics[0][1] if story.topics else ""
        headline = " ".join(story.title.replace(_SOFT_HYPHEN, "").split())
        yield (
            f"{locale.tag}/{story.path.rstrip('/')}",
            replace(blank, kicker=kicker, headline=headline, photo=_photo(site, story)),
        )


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
    return repr(replace(card, photo="/".join(Path(card.photo).parts[-2:])))


def _publish(site: Site, cards: Mapping[str, Card], wanted: Mapping[str, str], fonts: Fonts) -> int:
    """Draw what was never drawn, copy what changed; returns how many files of the site were written.

    What lies in `site/share/` is known from the last time, so that pictures are not compared byte by byte.
    """
    ledger = site.cache / "share" / "published.json"
    known = json.loads(ledger.read_text(encoding="utf-8")) if ledger.exists() else {}
    target, cache = site.output / "share", site.cache / "share"
    stale = [name for name in wanted if known.get(name) != wanted[name] or not (target / f"{name}.png").exists()]
    kept = {name: cache / wanted[name][:2] / f"{wanted[name]}.png" for name in stale}
    _draw_all({kept[name]: cards[name] for name in stale if not kept[name].exists()}, fonts)
    if stale:
        ledger.unlink(missing_ok=True)
    changed = sum(write(target / f"{name}.png", kept[name].read_bytes()) for name in stale)
    _prune(cache, {ledger, *(cache / digest[:2] / f"{digest}.png" for digest in wanted.values())})
    write(ledger, json.dumps(wanted, sort_keys=True))
    return changed


def remove_others(site: Site, names: Iterable[str]) -> int:
    """Remove pictures that no page names any more; returns how many."""
    return _prune(site.output / "share", {site.output / "share" / f"{name}.png" for name in names})


def _draw_all(missing: Mapping[Path, Card], fonts: Fonts) -> None:
    """Draw each card to its file, in several processes where it pays."""
    jobs = [(card, path) for path, card in missing.items()]
    batches = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    if len(batches) < 3:
        for batch in batches:
            draw_batch(batch, fonts)
        return
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(draw_batch, batches, [fonts] * len(batches)))


def draw_batch(jobs: Sequence[Job], fonts: Fonts) -> None:
    """Draw some pictures in this process."""
    pens: dict[str, Pen] = {}
    for card, path in jobs:
        pen = pens.setdefault(card.tag, Pen(fonts, card.tag, card.way))
        write(path, draw(card, pen))


def _prune(folder: Path, wanted: set[Path]) -> int:
    """Remove files that are not wanted, then empty folders."""
    gone = 0
    for place, folders, names in os.walk(folder, topdown=False):
        for name in names:
            if Path(place, name) not in wanted:
                Path(place, name).unlink()
                gone += 1
        for name in folders:
            if not any(Path(place, name).iterdir()):
                Path(place, name).rmdir()
    return gone
