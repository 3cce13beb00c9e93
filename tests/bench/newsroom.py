"""A whole project for measuring: articles of five years, pages, topics, pictures, and the records of every translation.

In: a folder, how many articles, a seed. Out: `mkdocs.yml` (the shipped one, with the locales and nothing that asks an
engine) and `content/`, from which a build makes `docs/` and `site/` without translating anything. The same numbers give
the same bytes. `add` and `edit` write one more article, or another first paragraph of one, with their records, and tell
what readers must see then; `foresee` puts such paragraphs into the records beforehand, so that saving the article alone
is enough. Refuses (OSError) a folder that cannot be written.

One article in ten has a picture in a folder of its own. They share twelve small ones, which makes pictures cheap: what
is measured is a newsroom's text, and the variants of a picture are made only once in its life anyway. `add` can write
an article with a photograph of twelve megapixels, which shows what that costs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

import yaml
from PIL import Image

from bench import stories, writing
from bench.stories import LAST, Plan, Story
from bench.tongues import SIZE, Tongue, shares, tongue
from bench.writing import Writer
from generator import config, ledger
from generator.read.frontmatter import slugify
from generator.translate import records

TAGS = ("it", "en", "es", "fr", "pt", "ca")
SHIPPED = Path(__file__).parent.parent.parent
TOPICS, SECTIONS = 30, 4


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Where a newsroom lies, and what writes its stories."""

    root: Path
    writer: Writer


@dataclass(frozen=True, slots=True)
class Change:
    """What was written, the address of the article, and per locale words that its page must show then."""

    files: tuple[Path, ...]
    address: str
    shown: Mapping[str, str]


def make(root: Path, articles: int, seed: int = 1) -> Newsroom:
    """Write a whole newsroom into a folder."""
    made = opened(root, articles, seed)
    pages = [Path(name).stem for name in _shipped()["nav"] if name not in ("index.md", "archive.md")]
    _write(root / config.FILE, _configuration(made.writer))
    _write(root / "content/topics.yml", _dump(_labels(made.writer)))
    _write(root / "content/glossary.yml", _dump({"keep": [f"Agenzia Wyk-{number}" for number in range(40)]}))
    for number in range(1, stories.PICTURES + 1):
        _paint(root / "content/pictures" / writing.picture(number), number)
    lines = []
    for name in pages:
        _save(made, stories.page(made.writer.plan, name))
        lines.append(ledger.Entry(f"content/pages/{name}.md", name, LAST))
    workers = os.cpu_count() or 1
    portions = [range(first, articles, workers) for first in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        for portion in pool.map(partial(_save_all, made), portions):
            lines += portion
    _write(root / ledger.PATH, ledger.dump(lines))
    return made


def opened(root: Path, articles: int, seed: int = 1) -> Newsroom:
    """The newsroom that `make` wrote, or would write, into a folder."""
    tongues = tuple(tongue(tag, seed) for tag in TAGS)
    plan = Plan(articles, seed, shares(), TOPICS)
    return Newsroom(root, Writer(plan, tongues, tuple(_topics(tongues[0]))))


def add(made: Newsroom, nth: int = 0, *, photographed: bool = False) -> Change:
    """Write an article of the newsroom's last day that it did not have, as it comes or with a camera's picture. It may
    lead to those added before, so that `nth` is to grow by one from call to call."""
    story = stories.story(made.writer.plan, made.writer.plan.articles + nth)
    if not photographed:
        return _save(made, story)
    story = replace(story, picture=stories.PICTURES + 1 + nth, alt=story.headline)
    _photograph(made.root / "content/pictures" / writing.picture(story.picture), nth)
    return _save(made, story)


def edit(made: Newsroom, number: int, version: int, *, translated: bool = True) -> Change:
    """Write an article with the first paragraph of that version; its records, too, unless they foresaw it."""
    return _save(made, _edited(made.writer, number, version), translated=translated)


def foresee(made: Newsroom, number: int, versions: Iterable[int]) -> None:
    """Put the translations of an article's coming versions into its records, as texts that it once said."""
    coming = [_edited(made.writer, number, version).body[0][1] for version in versions]
    for other in made.writer.tongues[1:]:
        name = records.path(other.tag, writing.address(made.writer, number))
        path = made.root / name
        known = records.load(path.read_text(encoding="utf-8"), name)
        said = ((stories.say(text, words, str) for words in (made.writer.own.words, other.words)) for text in coming)
        obsolete = tuple(
            records.Entry(f"paragraph-{place}", asked, text, approved=True, date=LAST, published=records.digest(text))
            for place, (asked, text) in enumerate(said)
        )
        source = writing.file(made.writer, number)
        record = replace(known, obsolete=(*known.obsolete, *obsolete))
        path.write_text(
            records.dump(record, locale=other.tag, source_locale=made.writer.own.tag, source=source), encoding="utf-8"
        )


def recent(made: Newsroom, nth: int = 0) -> int:
    """The number of one of the newest articles."""
    return made.writer.plan.articles - 2 - nth


def old(made: Newsroom, nth: int = 0) -> int:
    """The number of an article two years old."""
    articles = made.writer.plan.articles
    return articles - 1 - articles * 2 // stories.YEARS - nth


def _edited(writer: Writer, number: int, version: int) -> Story:
    """A story with another first paragraph, which opens with a rare word, so that it is known from all others."""
    story = stories.story(writer.plan, number)
    chance = Random(f"{writer.plan.seed}/{number}/{version}")
    text = stories.prose(writer.plan, chance, 60)
    rare = chance.randrange(SIZE * 3 // 4, SIZE)
    return replace(story, body=(("paragraph", replace(text, ranks=(rare, *text.ranks[1:]))), *story.body[1:]))


def _save_all(made: Newsroom, numbers: Iterable[int]) -> list[ledger.Entry]:
    """Write some of the articles; returns their lines of the ledger."""
    lines = []
    for number in numbers:
        change = _save(made, stories.story(made.writer.plan, number))
        file = change.files[-1].relative_to(made.root).as_posix()
        lines.append(ledger.Entry(file, change.address, stories.day(made.writer.plan, number)))
    return lines


def _save(made: Newsroom, story: Story, *, translated: bool = True) -> Change:
    """Write a story's records, its picture and, last, the source; a program that watches reads the source then."""
    path, address = writing.place(made.writer, story)
    files = []
    for other in made.writer.tongues[1:] if translated else ():
        files.append(made.root / records.path(other.tag, address))
        _write(files[-1], writing.record(made.writer, story, other))
    if story.picture:
        files.append(made.root / path.parent / writing.picture(story.picture))
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made.root / "content/pictures" / files[-1].name, files[-1])
    files.append(made.root / path)
    _write(files[-1], writing.source(made.writer, story))
    first = story.body[0][1]
    shown = {tongue.tag: _opening(stories.say(first, tongue.words, str)) for tongue in made.writer.tongues}
    return Change(tuple(files), address, shown)


def _opening(text: str) -> str:
    """The first words of a text, which have no marks."""
    return " ".join(text.split()[:2])


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, as editors and programs do it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def _shipped() -> dict:
    return yaml.safe_load((SHIPPED / config.FILE).read_text(encoding="utf-8"))


def _configuration(writer: Writer) -> str:
    """The shipped configuration, with this newsroom's locales and sections and the theme where it lies."""
    values = _shipped()
    values["theme"]["custom_dir"] = str(config.theme_folder().resolve())
    values["extra"]["newsroom"] |= {"sections": list(writer.topics[:SECTIONS]), "engines": ["apertium"]}
    return _dump(values)


def _topics(own: Tongue) -> dict[str, int]:
    """Slug → rank of the words that name the topics: common enough to be short, and different as slugs."""
    ranks = {slugify(own.words[rank]): rank for rank in range(400, 200, -1)}
    return dict(list(ranks.items())[:TOPICS])


def _labels(writer: Writer) -> dict[str, dict[str, str]]:
    ranks = _topics(writer.own)
    return {
        slug: {tongue.tag: tongue.words[rank].capitalize() for tongue in writer.tongues} for slug, rank in ranks.items()
    }


def _dump(values: object) -> str:
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=10_000)


def _paint(path: Path, number: int) -> None:
    """A small picture with something in it: stripes of two colours."""
    chance = Random(number)
    image = Image.new("RGB", (720, 480), tuple(chance.randrange(256) for _ in range(3)))
    for left in range(0, 720, chance.randint(20, 90)):
        image.paste(tuple(chance.randrange(256) for _ in range(3)), (left, 0, left + 15, 480))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


def _photograph(path: Path, number: int) -> None:
    """Twelve megapixels of soft shapes and grain, of which a camera makes as many bytes."""
    chance = Random(f"photograph {number}")
    coarse, fine = (
        Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).resize((4_000, 3_000))
        for side in (8, 400)
    )
    Image.blend(coarse, fine, 0.3).save(path, quality=92)
