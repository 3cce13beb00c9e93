"""Two commands at once: the second says who is at work, and ends; a dead process stands in nobody's way."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from conftest import MakeProject, Project
from test_cli import STORY

from generator import cli
from generator.errors import BusyError
from generator.lock import NAME, held

SINCE = datetime(2026, 11, 28, 14, 3, 22)
HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from generator.lock import held
with held(Path(sys.argv[1]), "generator build --offline", datetime(2026, 11, 28, 14, 3, 22)):
    print("held", flush=True)
    sys.stdin.read()
"""
WRITING = [
    ["build", "--offline"],
    ["new", "Un ponte"],
    ["clean"],
    ["review"],
    ["approve", "ponte", "--locale", "fr", "--by", "Anna"],
    ["export"],
    ["import", "page.xlf"],
    ["import", str(Path(__file__).parent / "documents")],
    ["fetch", "http://127.0.0.1:9/feed"],
    ["retranslate", "--engine", "pseudo", "--offline", "--yes"],
]
Holder = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture
def holder() -> Iterator[Holder]:
    """Starts a process that holds the lock of a `.cache/` until its standard input ends."""
    started: list[subprocess.Popen[str]] = []

    def start(cache: Path) -> subprocess.Popen[str]:
        made = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(cache)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(made)
        assert made.stdout
        assert made.stdout.readline() == "held\n"
        return made

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.txt", STORY)
    return made


def state(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.root.rglob("*") if path.is_file())
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_a_second_command_says_who_is_at_work_and_writes_nothing(
    newsroom: Project, holder: Holder, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = holder(newsroom.root / ".cache")
    before = state(newsroom)
    assert cli.main(["--root", str(newsroom.root), *words]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == (
        "error: the project is being written by another command: generator build --offline, "
        f"process {first.pid}, since 2026-11-28 14:03:22. Wait until it is done, or end it, then try again"
    )
    after = state(newsroom)
    after.pop(".cache/memory.sqlite", None)  # of the plan that is shown before anything is drafted anew
    assert after == before


@pytest.mark.parametrize("words", [["status"], ["plan", "--offline"]], ids=lambda words: words[0])
def test_what_only_reads_does_not_wait(
    newsroom: Project, holder: Holder, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    holder(newsroom.root / ".cache")
    assert cli.main(["--root", str(newsroom.root), *words]) == 0


def test_the_lock_of_a_killed_process_is_none(newsroom: Project, holder: Holder) -> None:
    first = holder(newsroom.root / ".cache")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert cli.main(["--root", str(newsroom.root), "new", "Un ponte"]) == 0


def test_who_comes_later_is_told_of_who_is_there_now(tmp_path: Path, holder: Holder) -> None:
    holder(tmp_path).communicate("")
    with held(tmp_path, "second", SINCE), pytest.raises(BusyError, match="command: second, process"):
        held(tmp_path, "third", SINCE).__enter__()
    with held(tmp_path, "third", SINCE):
        pass


def test_who_waits_goes_on_when_the_other_is_done(tmp_path: Path, holder: Holder) -> None:
    first = holder(tmp_path)
    done: list[float] = []

    def wait() -> None:
        with held(tmp_path, "second", SINCE, wait=True):
            done.append(time.monotonic())

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    assert not done
    freed = time.monotonic()
    first.communicate("")
    waiting.join(10)
    assert done[0] >= freed


def test_a_lock_that_was_removed_with_its_folder_is_made_again(tmp_path: Path) -> None:
    cache = tmp_path / ".cache"
    with held(cache, "first", SINCE):
        shutil.rmtree(cache)
    with held(cache, "second", SINCE):
        assert (cache / NAME).read_text().startswith("second, process ")


def test_garbage_in_the_lock_says_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\0\xfe garbage")
    with held(tmp_path, "first", SINCE):
        (tmp_path / NAME).write_bytes(b"\xff\n\n\xfe" * 9000)
        with pytest.raises(BusyError) as caught:
            held(tmp_path, "second", SINCE).__enter__()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 3000


@pytest.mark.site
def test_a_server_holds_it_only_while_it_builds(newsroom: Project) -> None:
    # tests run in the background would hand down that Ctrl+C is ignored
    program = "import signal as s; s.signal(s.SIGINT, s.default_int_handler); from generator.cli import main; main()"
    options = ["--root", str(newsroom.root), "serve", "--offline", "--port", "0"]
    command = [sys.executable, "-u", "-c", program, *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        assert re.match("http://127.0.0.1:", server.stdout.readline())
        assert cli.main(["--root", str(newsroom.root), "new", "Un altro ponte"]) == 0
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
