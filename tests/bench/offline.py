"""Articles translated offline: is it Apertium that takes the time, and has it all cores?

In: the shipped articles, how many to make of them. Out: an `Offline`. Refuses (SystemExit) a build that fails.

Every article is made of sentences of the shipped ones in another order, so that Apertium has real words before it and
no two paragraphs are the same. Measured is a build with an empty memory between what it says of reading and what it
says of the last translation: bringing records and articles together, asking, checking the answers.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import yaml

from bench import builds, newsroom
from bench.aside import put_aside
from bench.stories import LAST
from generator import config, sentences
from generator.files import read, write

_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PLAIN = re.compile(r"[^\[\]|`*_<>#\\]{40,400}[.]")


@dataclass(frozen=True, slots=True)
class Offline:
    """Articles and texts (into five locales), seconds, the share of processor time that Apertium's processes had, and
    the cores in use on average."""

    articles: int
    texts: int
    seconds: float
    share: float
    cores: float


def measure(root: Path, articles: int) -> Offline:
    """Make a project of so many articles, and translate it."""
    _make(root, articles)
    notes = root / "notes.json"
    command = [sys.executable, "-m", "bench.watching", str(notes), "--root", str(root), "build", "--offline"]
    environment = {**builds.environment(0), "PYTHONPATH": str(newsroom.SHIPPED / "tests")}
    done = subprocess.run(command, cwd=newsroom.SHIPPED, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2_000:]}")
    lines = json.loads(read(notes))
    begun = next(line for line in lines if line[3].startswith("read "))
    ended = [line for line in lines if line[3].startswith("translate ")]
    seconds, own, children = (ended[-1][place] - begun[place] for place in range(3))
    counts = (re.search(r"(\d+) segments", line[3]) for line in ended)
    texts = sum(int(found[1]) for found in counts if found)
    return Offline(articles, texts, seconds, children / (own + children), (own + children) / seconds)


def _make(root: Path, articles: int) -> None:
    put_aside(root)
    shutil.copytree(newsroom.SHIPPED / "content", root / "content", ignore=shutil.ignore_patterns("20*", "published.*"))
    said = _sentences(newsroom.SHIPPED / "content/articles")
    values = yaml.safe_load(read(newsroom.SHIPPED / config.FILE))
    values["theme"]["custom_dir"] = str(config.theme_folder().resolve())
    values["extra"]["newsroom"]["engines"] = ["apertium"]
    write(root / config.FILE, yaml.safe_dump(values, sort_keys=False, allow_unicode=True))
    for number in range(articles):
        write(root / f"content/articles/{number:05d}.md", _article(said, number))


def _sentences(folder: Path) -> list[str]:
    """The Italian sentences without markup."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.md")):
        text = read(path)
        if "\nlang: en\n" not in text:
            for line in _MATTER.sub("", text).split("\n"):
                pieces = (piece.strip() for piece in sentences.split(line.lstrip("- >")))
                found.update(dict.fromkeys(piece for piece in pieces if _PLAIN.fullmatch(piece)))
    return list(found)


def _article(said: Sequence[str], number: int) -> str:
    chance = Random(number)
    title = " ".join(f"{chance.choice(said)} {chance.choice(said)}".split()[:8]).rstrip(",.;:")
    paragraphs = [" ".join(chance.sample(said, chance.randint(3, 5))) for _ in range(8)]
    day = LAST - timedelta(days=number % 365)
    return f'---\ntitle: "{title} ({number})"\ndate: {day}\nlang: it\n---\n\n' + "\n\n".join(paragraphs) + "\n"
