"""What tells that a file is as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.files import write
from generator.stamps import NOTHING, Tree, below, clock, digest, same, scan, stamp_of

SECOND = 1_000_000_000


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("docs/it/a.md", "docs/it/2025/09/b.md", "docs/fr/a.md", "content/a.md", "site/a.html"):
        write(tmp_path / name, name)
    return tmp_path


def look(root: Path, known: Tree | None = None, *, later: int = 0) -> Tree:
    return scan(root, ("docs", "content", "gone"), known.folders if known else {}, clock(root) + later * SECOND)


def test_all_files_below_the_folders_and_no_others(tree: Path) -> None:
    found = look(tree)
    assert set(found.files) == {"docs/it/a.md", "docs/it/2025/09/b.md", "docs/fr/a.md", "content/a.md"}
    assert found.files["docs/it/a.md"] == stamp_of(tree / "docs/it/a.md")
    assert dict(below(found.files, "docs/it")).keys() == {"a.md", "2025/09/b.md"}


def test_a_folder_is_trusted_only_a_second_after_it_changed(tree: Path) -> None:
    assert look(tree).folders == {}
    assert set(look(tree, later=2).folders) == {
        "docs", "docs/it", "docs/fr", "docs/it/2025", "docs/it/2025/09", "content",
    }  # fmt: skip


def test_a_folder_that_did_not_change_is_not_read_again(tree: Path) -> None:
    known = look(tree, later=2)
    time, files, inner = known.folders["docs/fr"]
    told = {**known.folders, "docs/fr": (time, (*files, "ghost.md"), inner)}
    found = look(tree, Tree({}, told), later=2)
    assert found.files.keys() == known.files.keys()  # a name without a file is no file
    os.utime(tree / "docs/fr")
    write(tree / "docs/fr/new.md", "new")
    assert "docs/fr/new.md" in look(tree, Tree({}, told), later=2).files


def test_new_changed_and_removed_files_are_seen(tree: Path) -> None:
    known = look(tree, later=2)
    write(tree / "docs/it/2025/09/c.md", "new")
    write(tree / "docs/it/a.md", "another text")
    (tree / "docs/fr/a.md").unlink()
    found = look(tree, known, later=2)
    assert found.files.keys() ^ known.files.keys() == {"docs/it/2025/09/c.md", "docs/fr/a.md"}
    assert found.files["docs/it/a.md"] != known.files["docs/it/a.md"]


def test_other_times_with_the_same_contents_are_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write(path, "text")
    mark = (stamp_of(path), digest(b"text"))
    os.utime(path, ns=(1, 1))
    assert same(path, stamp_of(path), mark)
    path.write_text("tuxt")
    assert not same(path, stamp_of(path), mark)
    path.write_text("longer text")
    assert not same(path, stamp_of(path), mark)
    path.unlink()
    assert stamp_of(path) == NOTHING
    assert not same(path, NOTHING, mark)


def test_a_mark_without_a_digest_knows_only_its_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    write(path, "text")
    mark = (stamp_of(path), "")
    assert same(path, stamp_of(path), mark)
    os.utime(path, ns=(1, 1))
    assert not same(path, stamp_of(path), mark)
