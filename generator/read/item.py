"""What the formats of the IPTC (ninjs, NewsML-G2, NITF) say of a news item → an article that is handed over.

In: an `Item`, whose dates are as they were written. Out: `Handed`. A canceled item becomes a withdrawn article, one
that is withheld or under an embargo without an end a draft. The place it was filed from opens its text as a dateline.
The first picture that lies beside the article, or in it, becomes its image; the others follow the text. Of a picture
on the web remains a link with its caption: readers' browsers ask nobody else for anything, and a build fetches nothing.

Refuses, as `ReadError`, dates that do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from generator.errors import ReadError
from generator.links import PICTURES
from generator.portable import blocks, escape, literal, plain
from generator.read import dateline
from generator.read.handed import Enclosed, Handed
from generator.read.text import signature

LAST_PLACE: Final = timezone(timedelta(hours=-12))
"""Where a day and an hour come last on earth: without a zone, an embargo ends there, and nowhere too early."""


def address(url: str) -> SplitResult:
    """The parts of a URL; all empty for one that no browser could follow."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an item: its address or name; what it shows; a line below it; who made it."""

    file: str
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it lies beside the article or in it."""
        parts = address(self.file)
        return not parts.scheme and not parts.netloc and PurePosixPath(parts.path).suffix.lower() in PICTURES


@dataclass(frozen=True, slots=True)
class Item:
    """A news item. `text` is Markdown, all else plain text on one line; `created`, `changed` and `embargo` are dates as
    ISO 8601 has them; `held` is not to be published, `canceled` not any more; `place` is where it was filed; `pictures`
    belong to the item, `enclosed` stand in its text."""

    headline: str
    text: str
    key: str = ""
    language: str = ""
    summary: str = ""
    byline: str = ""
    place: str = ""
    created: str = ""
    changed: str = ""
    embargo: str = ""
    held: bool = False
    canceled: bool = False
    topics: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()


def handed(item: Item, path: PurePosixPath) -> Handed:
    """The article that an item is. Raises `ReadError`."""
    created, changed = _day(item.created, path), _day(item.changed, path)
    day = created or changed
    headline = item.headline or ("canceled" if item.canceled else "")  # which nobody sees, but nothing goes without
    image = next((picture for picture in item.pictures if picture.is_here), None)
    others = [picture for picture in item.pictures if picture is not image]
    values: dict[str, Any] = {
        "title": headline,
        "date": day,
        "lang": item.language,
        "summary": item.summary,
        "byline": signature(item.byline),
        "topics": list(dict.fromkeys(item.topics)),
        "image": _image(image) if image else None,
        "draft": item.held and not item.canceled,
        "embargo": moment(item.embargo, path) if item.embargo else None,
        "updated": changed if changed and day and changed > day else None,
        "withdrawn": _withdrawal(_day(item.changed or item.created, path)) if item.canceled else None,
    }
    text = filed(item.place, day, _below(item.headline, item.text), item.language) or escape(headline)
    shown = "\n\n".join(filter(None, [text.strip("\n"), *map(_figure, others)]))
    kept = {key: value for key, value in values.items() if value}
    return Handed(item.key, kept, f"{shown}\n", item.enclosed)


def _below(headline: str, text: str) -> str:
    """A text without a first block that says the headline again."""
    first, _, rest = text.partition("\n\n")
    return rest if opening(first, 2 * len(headline)).strip("# ").casefold() == headline.casefold() else text


def opening(text: str, characters: int = 2_000) -> str:
    """The words with which a Markdown text begins, about so many characters of them, on one line."""
    return " ".join(plain(text[: characters + 100]).split())


def moment(written: str, path: PurePosixPath) -> datetime:
    """A moment with its zone; without one, the latest it can be. Raises `ReadError`."""
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        hint = "Ask whoever sent it for the right one"
        raise ReadError(f"'{' '.join(written.split())[:40]}' is not a time", path=path, hint=hint) from None
    return found if found.tzinfo else found.replace(tzinfo=LAST_PLACE)


def _day(written: str, path: PurePosixPath) -> date | None:
    """The day of a date by the clock of whoever wrote it; None for a year or a month alone (NewsML-G2 has these)."""
    if len(written.strip()) < 8:
        return None
    return moment(written, path).date()


def filed(place: str, day: date | None, text: str, language: str) -> str:
    """A text that opens with where it was filed, unless it says so itself."""
    place = " ".join(place.split())
    first = next(iter(blocks(text)), None)
    if (
        not place
        or not day
        or not first
        or first.kind != "paragraph"
        or _is_filed(opening(first.text, 300), place, language)
    ):
        return text
    opened = f"{literal(place)}, {day.isoformat()} – "
    if "\\" in opened or not dateline.parse(f"{opened}x", ("en",), day):
        opened = f"{literal(place)} – "
    return opened + text


def _is_filed(text: str, place: str, language: str) -> bool:
    """Whether a paragraph opens with a place, or with any dateline in its own language or English."""
    if text.casefold().startswith(place.casefold()):
        return True
    try:
        return dateline.parse(text, (_known(language), "en"), date(2000, 1, 1)) is not None
    except ValueError:  # a date that does not exist is still one
        return True


def _known(language: str) -> str:
    """A language whose months can be read."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return "en"
    return language


def _withdrawal(day: date | None) -> dict[str, date] | bool:
    return {"date": day} if day else True


def _image(picture: Picture) -> dict[str, str]:
    made = {"file": _name(picture), "alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return {key: value for key, value in made.items() if value}


def _figure(picture: Picture) -> str:
    """A picture below the text, and the line below the picture."""
    credit = f"({literal(picture.credit)})" if picture.credit else ""
    if picture.is_here:
        line = " ".join(filter(None, (literal(picture.caption), credit)))
        return f"![{literal(picture.alt)}]({_name(picture)})" + (f"\n\n{line}" if line else "")
    label = picture.caption or picture.alt or PurePosixPath(unquote(address(picture.file).path)).name
    if address(picture.file).scheme not in ("http", "https"):
        return " ".join(filter(None, (literal(label), credit)))
    return " ".join(filter(None, (f"[{literal(label)}]({quote(picture.file, safe='/:?&=%#~@!$,;+')})", credit)))


def _name(picture: Picture) -> str:
    return quote(unquote(picture.file))


def best(pictures: list[tuple[int, Picture]]) -> Picture | None:
    """Of the renditions of one picture, with their widths in pixels: the widest that lies here, else the widest."""
    ranked = sorted(pictures, key=lambda pair: (pair[1].is_here, pair[0]), reverse=True)
    return ranked[0][1] if ranked else None


def with_key(item: Item, key: str) -> Item:
    """The same item under a key, as one of several."""
    return replace(item, key=key)
