"""Files are replaced whole, and only when they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.files import mirror, read, write


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


def test_mirror_makes_two_folders_equal(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for name in ("index.html", "a/page.html", "a/b/page.html"):
        write(source / name, name)
    for name in ("old.html", "gone/old.html", "a/page.html"):
        write(target / name, "old")
    assert mirror(source, target) == 5  # three written, two removed
    assert {name: contents for name, (_, _, contents) in _state(target).items()} == {
        name: contents for name, (_, _, contents) in _state(source).items()
    }
    assert not (target / "gone").exists()
    before = _state(target)
    assert mirror(source, target) == 0
    assert _state(target) == before


def test_mirror_leaves_names_alone_on_both_sides(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    write(source / "sitemap.xml", "theirs")
    write(source / "page.html", "page")
    write(target / "sitemap.xml", "ours")
    write(target / "kept" / "page.html", "kept")
    assert mirror(source, target, leave=("sitemap.xml", "kept")) == 1
    assert read(target / "sitemap.xml") == "ours"
    assert read(target / "kept" / "page.html") == "kept"
    assert read(target / "page.html") == "page"


def test_mirror_puts_a_folder_where_a_file_was(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    write(source / "a" / "index.html", "new")
    write(target / "a", "once a file")
    mirror(source, target)
    assert read(target / "a" / "index.html") == "new"


def test_mirror_puts_a_file_where_a_folder_was(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    write(source / "a", "now a file")
    write(target / "a" / "index.html", "old")
    mirror(source, target)
    assert read(target / "a") == "now a file"


def test_read_keeps_line_ends_and_survives_bad_bytes(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a\r\nb\n\xff")
    assert read(tmp_path / "file") == "a\r\nb\n\ufffd"
