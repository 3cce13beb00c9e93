"""A build killed at any instant and started again asks for nothing it had an answer to, and ends as if never killed.

Real builds in processes of their own, killed by SIGKILL: before and after answers of a translation service on loopback
that counts its requests, and between and within the later stages. What MkDocs and Pagefind do is left to run on.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from conftest import MakeProject, Project
from services import Service, service

from generator.translate.engines.breaker import Limits
from generator.translate.engines.pseudo import accented

pytestmark = pytest.mark.site

ANSWER = 0.02
"""Seconds that the service takes for an answer, so that several are under way at any time."""
WORDS = ("ponte", "teatro", "mercato", "porto", "museo", "stadio")
Asked = tuple[str, str]
"""Target and text of a request."""


@dataclass(frozen=True)
class Kill:
    """When a build dies: `request` requests after it began, or `line` of its progress; `after` so many seconds."""

    request: int = 0
    line: str = ""
    after: float = 0.0


FIRST = (
    Kill(request=1),
    Kill(request=2, after=ANSWER / 2),
    Kill(request=3, after=ANSWER * 1.5),
    Kill(request=5, after=ANSWER),
    Kill(line="translate"),
    Kill(line="write"),
    Kill(line="write", after=0.4),
    Kill(line="render", after=0.03),
)
SECOND = (
    Kill(request=1, after=ANSWER),
    Kill(request=4),
    Kill(line="translate", after=0.01),
    Kill(line="write", after=0.15),
    Kill(line="render"),
    Kill(line="render", after=0.1),
)


@dataclass
class Newsroom:
    """A project whose texts a service on loopback translates, and what was asked of it."""

    project: Project
    running: Service
    kills: int = 0
    lost: int = 0
    repeated: list[Asked] = field(default_factory=list)

    def article(self, name: str, *paragraphs: str) -> None:
        body = "\n\n".join(paragraphs)
        text = f"---\ntitle: Il {name} riapre\ndate: 2025-09-04\nlang: it\n---\n{body}\n"
        self.project.write(f"content/articles/{name}.md", text)

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "generator", "--root", str(self.project.root), "build"]
        environment = os.environ | {"SOURCE_DATE_EPOCH": "1757505600"}
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=-1, text=True)

    def finish(self) -> None:
        """A build that is left alone."""
        with self.start() as build:
            _, said = build.communicate()
        assert build.returncode == 0, said

    def dies(self, kill: Kill) -> None:
        """A build that is killed; what it had no answer to in its memory was lost under way. On a busy machine the
        signal may come when all is done already: that is a build left alone."""
        stored, asked = self.stored(), len(self.running.requests)
        build = self.start()
        threading.Thread(target=self._watch, args=(build, kill, asked + kill.request), daemon=True).start()
        assert build.stderr
        for line in build.stderr:
            if kill.line and line.startswith(kill.line):
                time.sleep(kill.after)
                build.kill()
        ended = build.wait()
        build.stderr.close()
        assert ended in (0, -signal.SIGKILL), kill
        self.kills += ended != 0
        time.sleep(ANSWER)  # what is under way arrives nowhere
        new = self.asked()[asked:]
        self.repeated += [request for request in new if request in stored]
        lost = [request for request in new if request not in self.stored()]
        assert len(lost) <= Limits().at_once
        self.lost += len(lost)

    def _watch(self, build: subprocess.Popen[str], kill: Kill, wanted: int) -> None:
        """Kill a build when the service has been asked often enough."""
        while kill.request and build.poll() is None:
            if len(self.running.requests) >= wanted:
                time.sleep(kill.after)
                build.kill()
                return
            time.sleep(0.001)

    def asked(self) -> list[Asked]:
        return [(str(request["tl"]), str(request["q"])) for request in self.running.requests]

    def stored(self) -> set[Asked]:
        """What the memory has an answer to."""
        memory = self.project.root / ".cache/memory.sqlite"
        if not memory.exists():
            return set()
        with closing(sqlite3.connect(memory)) as base:
            try:
                return set(base.execute("SELECT target, text FROM answers"))
            except sqlite3.OperationalError:  # killed before it had a table
                return set()

    def everything(self) -> dict[str, bytes]:
        """All files that are kept or published."""
        root = self.project.root
        paths = (path for name in ("content", "docs", "site") for path in sorted((root / name).rglob("*")))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


@pytest.fixture
def newsrooms(project: MakeProject) -> Iterator[tuple[Newsroom, Newsroom]]:
    """Two that are alike, each with its own service: one is killed, one is not."""
    with service("google") as first, service("google") as second:
        made = []
        for name, running in (("killed", first), ("spared", second)):
            running.translate = answered
            one = project(name=name, locales=("it", "fr"), engines=[{"google": {"url": running.url}}])
            made.append(Newsroom(one, running))
        yield made[0], made[1]


def answered(text: str) -> str:
    time.sleep(ANSWER)
    return accented(text)


def sentences(words: tuple[str, ...], number: int) -> list[str]:
    return [f"Il {word} della città numero {number} riapre al pubblico domani mattina." for word in words]


def alike(killed: Newsroom, spared: Newsroom) -> None:
    """Nothing was asked twice but what was under way, and all files are the same to the byte."""
    assert killed.repeated == []
    assert sorted(set(killed.asked())) == sorted(spared.asked())
    assert len(killed.asked()) <= len(spared.asked()) + killed.lost
    first, second = killed.everything(), spared.everything()
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert not list(killed.project.root.rglob(".*.new"))


def test_a_build_killed_again_and_again_ends_as_if_it_had_never_been(newsrooms: tuple[Newsroom, Newsroom]) -> None:
    killed, spared = newsrooms
    for one in newsrooms:
        one.article("ponte", *sentences(WORDS, 1))
        one.article("teatro", *sentences(WORDS, 2))
    for kill in FIRST:
        killed.dies(kill)
    for one in newsrooms:
        one.finish()
    alike(killed, spared)
    correction, draft = "Le théâtre rouvre demain.", accented(sentences(WORDS, 1)[1])
    for one in newsrooms:
        page = "docs/fr/2025/09/04/il-ponte-riapre.md"
        assert draft in one.project.read(page)
        one.project.write(page, one.project.read(page).replace(draft, correction))
        one.article("ponte", *sentences(WORDS, 1), *sentences(WORDS, 3))
        one.article("museo", *sentences(WORDS[:2], 4))
    for kill in SECOND:
        killed.dies(kill)
    for one in newsrooms:
        one.finish()
        assert correction in one.project.read(page)
    alike(killed, spared)
    assert killed.kills >= len(FIRST + SECOND) - 3
    numbers = f"{killed.kills} kills, {len(spared.asked())} requests, {killed.lost} lost under way"
    sys.stdout.write(f"\n{numbers}, {len(killed.repeated)} twice\n")


def test_a_publication_cut_short_after_its_pages_is_indexed_all_the_same(newsrooms: tuple[Newsroom, Newsroom]) -> None:
    """The site is new, its index is not: what a build leaves that dies between the two."""
    one, _ = newsrooms
    one.article("ponte", *sentences(WORDS[:1], 1))
    one.finish()
    good = one.everything()
    one.project.write("site/pagefind/it.json", "stale")
    one.project.write(".cache/publishing", "")
    one.finish()
    assert one.everything() == good
    assert not (one.project.root / ".cache/publishing").exists()


def test_what_a_killed_build_left_half_written_is_removed(newsrooms: tuple[Newsroom, Newsroom]) -> None:
    one, _ = newsrooms
    one.article("ponte", *sentences(WORDS[:1], 1))
    one.finish()
    good = one.everything()
    for name in good:
        if "pagefind" not in name and not name.startswith("content/articles"):
            path = one.project.root / name
            path.with_name(f".{path.name}.new").write_bytes(b"half")
    one.project.write(".cache/publishing", "")  # which a build leaves that dies while it writes the site
    one.finish()
    assert one.everything() == good
