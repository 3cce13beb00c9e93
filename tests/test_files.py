"""Files are replaced whole, and only when they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.files import make_way, read, remove, settle, write
from generator.stamps import digest, stamp_of


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Name → inode, time and contents of every file."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(p.relative_to(folder)): (p.stat().st_ino, p.stat().st_mtime_ns, p.read_bytes()) for p in paths}


def test_writes_into_new_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "page.md"
    assert write(path, "però\r\n")
    assert path.read_bytes() == "però\r\n".encode()


def test_an_equal_file_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    write(path, b"the same")
    os.utime(path, ns=(1, 1))
    before = _state(tmp_path)
    assert not write(path, "the same")
    assert _state(tmp_path) == before


@pytest.mark.parametrize("new", ["THE SAME", "longer than before", ""])
def test_a_changed_file_is_replaced_whole(tmp_path: Path, new: str) -> None:
    path = tmp_path / "page.md"
    write(path, "the same")
    old = path.open("rb")
    assert write(path, new)
    assert old.read() == b"the same", "whoever had the old file open still reads the old one"
    assert path.read_text() == new
    assert [file.name for file in tmp_path.iterdir()] == ["page.md"], "nothing is left beside it"
    old.close()


def test_an_empty_file_is_written_once(tmp_path: Path) -> None:
    assert write(tmp_path / "empty", "")
    assert not write(tmp_path / "empty", "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.binary(max_size=20), second=st.binary(max_size=20))
def test_write_says_whether_it_wrote(tmp_path: Path, first: bytes, second: bytes) -> None:
    path = tmp_path / "file"
    write(path, first)
    assert write(path, second) == (first != second)
    assert path.read_bytes() == second
    assert not write(path, second)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.md"
    write(path, "old")

    def full(*paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(path, "new")
    assert path.read_text() == "old"


def test_a_mark_is_of_what_was_written_and_stays_while_nobody_writes(tmp_path: Path) -> None:
    path = tmp_path / "a" / "page.md"
    made, written = settle(path, "one")
    assert written
    assert made == (stamp_of(path), digest(b"one"))
    assert settle(path, "one") == (made, False)
    path.write_text("two")
    again, written = settle(path, "two")
    assert not written
    assert again == (stamp_of(path), digest(b"two"))


def test_a_file_goes_with_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    write(tmp_path / "it/2025/09/page/index.html", "page")
    write(tmp_path / "it/2025/index.html", "page")
    assert remove(tmp_path / "it/2025/09/page/index.html", tmp_path / "it")
    assert not (tmp_path / "it/2025/09").exists()
    assert not remove(tmp_path / "it/2025/09/page/index.html", tmp_path / "it")
    assert remove(tmp_path / "it/2025/index.html", tmp_path / "it")
    assert list((tmp_path / "it").iterdir()) == []


def test_way_is_made_for_a_file_in_the_place_of_a_folder_and_the_other_way_round(tmp_path: Path) -> None:
    write(tmp_path / "a", "once a file")
    make_way(tmp_path / "a" / "index.html")
    write(tmp_path / "a" / "index.html", "new")
    make_way(tmp_path / "a")
    write(tmp_path / "a", "a file again")
    assert read(tmp_path / "a") == "a file again"


def test_read_keeps_line_ends_and_survives_bad_bytes(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a\r\nb\n\xff")
    assert read(tmp_path / "file") == "a\r\nb\n\ufffd"
