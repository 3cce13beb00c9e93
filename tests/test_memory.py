"""Every answer an engine gave is kept on disk."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

from generator.translate.memory import Memory, Remembered

DAY = date(2025, 9, 10)
ANSWER = Remembered("The bridge", "it-ca-en", date(2025, 9, 4))


def test_what_was_stored_is_recalled_and_nothing_else(tmp_path: Path) -> None:
    with Memory(tmp_path / "new" / "memory.sqlite") as memory:
        memory.store("apertium", "it", "en", "Il ponte", ANSWER)
        assert memory.recall("apertium", "it", "en", ["Il ponte", "La strada"], DAY) == {"Il ponte": ANSWER}
        assert memory.recall("google", "it", "en", ["Il ponte"], DAY) == {}
        assert memory.recall("apertium", "it", "fr", ["Il ponte"], DAY) == {}
        assert memory.recall("apertium", "es", "en", ["Il ponte"], DAY) == {}


def test_a_later_answer_replaces_the_earlier(tmp_path: Path) -> None:
    later = Remembered("The span", "it-en", date(2025, 9, 5))
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.store("apertium", "it", "en", "Il ponte", ANSWER)
        memory.store("apertium", "it", "en", "Il ponte", later)
        assert memory.recall("apertium", "it", "en", ["Il ponte"], DAY) == {"Il ponte": later}


def test_an_answer_that_failed_counts_on_its_own_day_alone(tmp_path: Path) -> None:
    """So that a build that was killed asks nothing again, and tomorrow's gives the service another chance."""
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.store("google", "it", "en", "Il ponte", ANSWER)
        memory.fail("google", "it", "en", "Il ponte")
        memory.fail("google", "it", "en", "La strada")
        assert memory.recall("google", "it", "en", ["Il ponte", "La strada"], ANSWER.day) == {"Il ponte": ANSWER}
        assert memory.recall("google", "it", "en", ["Il ponte"], DAY) == {}
        better = Remembered("The bridge!", "", DAY)
        memory.store("google", "it", "en", "Il ponte", better)
        assert memory.recall("google", "it", "en", ["Il ponte"], DAY) == {"Il ponte": better}
        assert memory.recall("google", "it", "en", ["Il ponte"], date(2026, 1, 1)) == {"Il ponte": better}


def test_a_killed_build_loses_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    program = f"""
import os
from datetime import date
from pathlib import Path
from generator.translate.memory import Memory, Remembered
memory = Memory(Path({str(path)!r}))
memory.store("apertium", "it", "en", "Il ponte", Remembered("The bridge", "it-ca-en", date(2025, 9, 4)))
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    with Memory(path) as memory:
        assert memory.recall("apertium", "it", "en", ["Il ponte"], DAY) == {"Il ponte": ANSWER}


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"this is no database, but long enough to be read as one" * 50)
    with Memory(path) as memory:
        assert memory.recall("apertium", "it", "en", ["Il ponte"], DAY) == {}
        memory.store("apertium", "it", "en", "Il ponte", ANSWER)
    assert path.with_suffix(".damaged").exists()
    with Memory(path) as memory:
        assert memory.recall("apertium", "it", "en", ["Il ponte"], DAY) == {"Il ponte": ANSWER}


def test_other_programs_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        memory.store("apertium", "it", "en", "Il ponte", ANSWER)
    rows = sqlite3.connect(path).execute("SELECT text, answer, day FROM answers").fetchall()
    assert rows == [("Il ponte", "The bridge", "2025-09-04")]
