"""A story in words: its source file, and the record of its translation into one language.

In: a plan, the tongues, a story. Out: the place and the text of `content/articles/….md` or `content/pages/….md`, the
permanent address, and the text of a `content/translations/<locale>/….po`, byte for byte as the generator writes it
(`tests/test_bench_content.py` compares them): reading sixty thousand texts back to write them would take minutes.
Refuses nothing.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from bench import stories
from bench.stories import Plan, Story, Text
from bench.tongues import Tongue
from generator.read.frontmatter import slugify
from generator.segment import ONCE
from generator.translate import records

ENGINE = "apertium"
_BEGINNINGS = {"paragraph": "", "heading": "## ", "list item": "- ", "quote": "> "}


@dataclass(frozen=True, slots=True)
class Writer:
    """What writing needs: the plan of the newsroom and its tongues, the source's first; the slugs of its topics."""

    plan: Plan
    tongues: tuple[Tongue, ...]
    topics: tuple[str, ...]

    @property
    def own(self) -> Tongue:
        """The language that articles are written in."""
        return self.tongues[0]


def file(writer: Writer, number: int) -> PurePosixPath:
    """Where an article lies below the project; one with a picture has a folder of its own."""
    day, name = stories.day(writer.plan, number), stories.name(writer.plan, number)
    folder = PurePosixPath(f"content/articles/{day:%Y/%m}")
    return folder / name / f"{name}.md" if stories.pictured(writer.plan, number) else folder / f"{name}.md"


def address(writer: Writer, number: int) -> str:
    """The permanent address of an article."""
    title = stories.say(stories.headline(writer.plan, number), writer.own.words, str)
    return f"{stories.day(writer.plan, number):%Y/%m/%d}/{slugify(title)}"


def place(writer: Writer, story: Story) -> tuple[PurePosixPath, str]:
    """File and address of an article or a page."""
    if story.day is None:
        return PurePosixPath(f"content/pages/{story.name}.md"), story.name
    return file(writer, story.number), address(writer, story.number)


def picture(number: int) -> str:
    """The name of a picture's file: of those that articles share every third is a PNG."""
    return f"picture-{number}.{'png' if number <= stories.PICTURES and not number % 3 else 'jpg'}"


def source(writer: Writer, story: Story) -> str:
    """The source file: front matter, then Markdown."""
    path, _ = place(writer, story)

    def beside(number: int) -> str:
        return posixpath.relpath(file(writer, number), path.parent)

    def said(text: Text) -> str:
        return stories.say(text, writer.own.words, beside)

    lines = [f"title: {json.dumps(said(story.headline), ensure_ascii=False)}", f"lang: {writer.own.tag}"]
    lines += [f"date: {story.day}"] if story.day else []
    lines += [f"summary: {json.dumps(said(story.summary), ensure_ascii=False)}"] if story.summary else []
    lines += [f"byline: {said(story.byline)}"] if story.byline else []
    lines += [f"topics: [{', '.join(writer.topics[topic] for topic in story.topics)}]"] if story.topics else []
    if story.alt:
        lines.append(
            f"image: {{file: {picture(story.picture)}, alt: {json.dumps(said(story.alt), ensure_ascii=False)}}}"
        )
    text = ""
    before = ""
    for form, block in story.body:
        between = "" if not before else "\n" if form == before == "list item" else "\n\n"
        text += f"{between}{_BEGINNINGS[form]}{said(block)}"
        before = form
    return "---\n{}\n---\n\n{}\n".format("\n".join(lines), text)


def texts(story: Story) -> tuple[tuple[str, Text], ...]:
    """Kind and text of every segment, in the order of `segment.split`."""
    around = (("headline", story.headline), ("summary", story.summary), ("alt", story.alt))
    return (*((kind, text) for kind, text in around if text), *story.body)


def record(writer: Writer, story: Story, tongue: Tongue) -> str:
    """The record of the translation into one tongue: drafts of an engine, published as they are."""
    path, own = place(writer, story)

    def linked(number: int) -> str:
        return posixpath.relpath(f"{address(writer, number)}.md", PurePosixPath(own).parent)

    head = records.dump(records.Record(), locale=tongue.tag, source_locale=writer.own.tag, source=path)
    day = story.day or stories.LAST
    route = f"{writer.own.tag}-{tongue.tag}"
    seen: Counter[str] = Counter()
    entries = [head]
    for kind, text in texts(story):
        asked, answer = (stories.say(text, words, linked) for words in (writer.own.words, tongue.words))
        key = kind if kind in ONCE else f"{kind.replace(' ', '-')}-{sha256(asked.encode()).hexdigest()[:8]}"
        seen[key] += 1
        key = key if seen[key] == 1 else f"{key}-{seen[key]}"
        entries.append(
            f"# machine: {ENGINE} · {route} · {day}\n# published: {records.digest(answer)}\n#, fuzzy\n"
            f'msgctxt "{key}"\nmsgid "{asked}"\nmsgstr "{answer}"\n'
        )
    return "\n".join(entries)
