"""`serve`: what is saved is seen, an article's own page first, and a build does not call for the next one."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import DAY, Lines, MakeProject, Project

from generator.pipeline import Watch, build
from generator.render import preview
from generator.run import Moment
from generator.translate.engines.pseudo import accented

pytestmark = pytest.mark.site

ROOT = Path(__file__).parent.parent
STORY = "Il ponte riapre\n\nRoma, 4 settembre 2025 – Il ponte sul fiume riapre lunedì mattina dopo i lavori.\n"
FIRST, OTHER = accented("riapre lunedì")[:13], accented("riapre martedì")[:14]
PAGE = "2025/09/04/il-ponte-riapre"


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.txt", STORY)
    made.write("content/articles/mercato.txt", STORY.replace("ponte", "mercato"))
    return made


@dataclass
class Server:
    """A running `serve`, and what it said."""

    address: str
    said: list[str] = field(default_factory=list)

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}/{path}/", timeout=20) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def wait_for(self, path: str, words: str, seconds: float = 60) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            page = self.page(path)
            if words in page:
                return page
            time.sleep(0.1)
        raise AssertionError(f"'{words}' did not appear at {path} within {seconds:g} seconds: {self.said}")

    def builds(self) -> int:
        return sum(line.startswith("publish") for line in self.said)

    def rest(self) -> int:
        """Wait until nothing was built for two seconds; returns how many builds there were."""
        count = -1
        while count != self.builds():
            count = self.builds()
            time.sleep(2)
        return count


@pytest.fixture
def server(newsroom: Project) -> Iterator[Server]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    # tests run in the background would hand down that Ctrl+C is ignored
    program = "import signal as s; s.signal(s.SIGINT, s.default_int_handler); from generator.cli import main; main()"
    options = ["--root", str(newsroom.root), "serve", "--offline", "--port", str(port)]
    command = [sys.executable, "-c", program, *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    made = Server(f"http://127.0.0.1:{port}")
    threading.Thread(target=lambda: made.said.extend(process.stderr or ()), daemon=True).start()
    try:
        yield made
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_what_is_saved_is_shown_and_builds_end(server: Server, newsroom: Project) -> None:
    assert "livereload" in server.wait_for(f"fr/{PAGE}", FIRST)
    before = server.rest()
    newsroom.write("content/articles/ponte.txt", STORY.replace("lunedì", "martedì"))
    server.wait_for(f"fr/{PAGE}", OTHER, 30)
    assert server.rest() == before + 1
    newsroom.write("content/articles/ponte.txt", STORY)
    server.wait_for(f"fr/{PAGE}", FIRST, 30)
    assert server.rest() == before + 2


def test_a_wrong_configuration_is_told_and_its_correction_is_built(server: Server, newsroom: Project) -> None:
    server.wait_for(f"fr/{PAGE}", FIRST)
    right = newsroom.read("mkdocs.yml")
    newsroom.write("mkdocs.yml", right.replace("- pseudo", "- pseudonym"))
    end = time.monotonic() + 20
    while not any(line.startswith("error: ") for line in server.said):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert FIRST in server.page(f"fr/{PAGE}")
    newsroom.write("mkdocs.yml", right.replace("Prova", "Riprova"))
    server.wait_for("it", "Riprova", 30)


def test_a_build_that_breaks_leaves_no_browser_waiting(tmp_path: Path) -> None:
    def breaks(show: Callable[[], None]) -> bool:
        raise RuntimeError("a bug")

    server = preview._Server(breaks, "127.0.0.1", 0, str(tmp_path))
    server._wanted_epoch = server._visible_epoch + 1  # as the loop does before it builds
    with pytest.raises(RuntimeError):
        server.builder()
    assert server._visible_epoch == server._wanted_epoch
    server.server_close()


def test_the_page_of_a_saved_article_comes_before_the_listings(newsroom: Project) -> None:
    seen: list[tuple[bool, bool]] = []
    epoch = int(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC).timestamp())

    def look() -> None:
        page, front = (newsroom.root / f"site/it/{path}index.html" for path in (f"{PAGE}/", ""))
        seen.append(("secondo" in page.read_text(encoding="utf-8"), "secondo" in front.read_text(encoding="utf-8")))

    def rebuild(watch: Watch) -> None:
        lines = Lines()
        build(newsroom.site(), Moment(DAY, epoch), {}, lines, offline=True, watch=watch)
        assert not lines.faults

    newsroom.build()
    watch = Watch(look)
    newsroom.write("content/articles/ponte.txt", STORY.replace("Il ponte sul", "Il secondo ponte sul"))
    rebuild(watch)
    assert seen == [(True, False)]
    look()
    assert seen[-1] == (True, True)
    known = watch.known.articles
    rebuild(watch)
    assert watch.known.articles == known
    assert len(seen) == 2
