"""A disk that is full, files that must not be written, a clock that runs backwards, damage of all kinds.

Every build ends in plain lines and an exit code and loses nothing that a person wrote; the next one leaves what builds
leave where nothing goes wrong.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import MakeProject, Project, picture

from generator.translate.engines.pseudo import accented

pytestmark = pytest.mark.site

EPOCH = "1757505600"
PAGE = "docs/fr/2025/09/04/il-ponte-riapre.md"
SENTENCE = "Il mercato della città riapre al pubblico domani mattina."
CORRECTION = "Le marché rouvre demain."
KEPT = ("content", "docs", "site")


def article(title: str, *paragraphs: str) -> str:
    body = "\n\n".join(paragraphs)
    return f"---\ntitle: {title}\ndate: 2025-09-04\nlang: it\nimage: foto.png\n---\n{body}\n"


@dataclass(frozen=True)
class Desk:
    """A newsroom whose builds are processes of their own."""

    project: Project

    @property
    def root(self) -> Path:
        return self.project.root

    def fill(self) -> None:
        """What people write first."""
        self.project.write("content/articles/foto.png", picture(500, form="PNG"))
        self.project.write("content/articles/ponte.md", article("Il ponte riapre", "Il ponte è lungo.", SENTENCE))

    def correct(self) -> None:
        """What people do after the first build."""
        text = self.project.read(PAGE)
        assert text.count(accented(SENTENCE)) == 1
        self.project.write(PAGE, text.replace(accented(SENTENCE), CORRECTION))
        self.project.write("content/articles/museo.md", article("Il museo chiude", "Il museo chiude per lavori."))

    def run(self, *before: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
        """A build: by `before`, if that is a command; files no longer than `limit` bytes."""

        def limited() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        command = [*before, sys.executable, "-m", "generator", "--root", str(self.root), "build", "--offline"]
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, preexec_fn=limited, timeout=120
        )

    def fails(self, *before: str, limit: int | None = None) -> list[str]:
        """A build that does not do all it was asked; the lines that say why."""
        done = self.run(*before, limit=limit)
        assert "Traceback" not in done.stderr, done.stderr
        said = [line for line in done.stderr.splitlines() if line.startswith(("error: ", "withheld: "))]
        assert (done.returncode in (1, 2)) == bool(said), (done.returncode, done.stderr)
        return said

    def builds(self) -> None:
        done = self.run()
        assert (done.returncode, [x for x in done.stderr.splitlines() if "withheld:" in x]) == (0, []), done.stderr

    def everything(self) -> dict[str, bytes]:
        paths = (path for name in KEPT for path in sorted((self.root / name).rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def written(self) -> dict[str, bytes]:
        """What people wrote, corrections aside."""
        return {path.name: path.read_bytes() for path in (self.root / "content/articles").iterdir()}

    def has_correction(self) -> bool:
        records = (self.root / "content/translations").rglob("*.po")
        return any(CORRECTION in path.read_text("utf-8", "replace") for path in (self.root / PAGE, *records))


MakeDesk = Callable[[], Desk]


@pytest.fixture(scope="module")
def spared(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What two builds make where nothing goes wrong: of what people wrote first, and then."""
    from conftest import configuration

    desk = Desk(Project(tmp_path_factory.mktemp("spared") / "newsroom"))
    desk.project.write("mkdocs.yml", configuration(locales=("it", "fr")))
    (desk.root / "content/pages").mkdir(parents=True)
    desk.fill()
    desk.builds()
    first = desk.everything()
    desk.correct()
    desk.builds()
    return first, desk.everything()


@pytest.fixture
def desk(project: MakeProject) -> Desk:
    made = Desk(project(locales=("it", "fr")))
    made.fill()
    return made


def alike(desk: Desk, wanted: dict[str, bytes], *, indexed: bool = True) -> None:
    """The index of a search follows the order in which a disk lists files: `indexed` is for the same kind of disk."""
    found = desk.everything()
    if not indexed:
        found, wanted = (
            {name: data for name, data in one.items() if "/pagefind/" not in name} for one in (found, wanted)
        )
    assert found.keys() == wanted.keys()
    assert [name for name in found if found[name] != wanted[name]] == []
    assert not [path for path in desk.root.rglob(".*.new") if ".cache" not in path.parts]


# --- disk full


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 40 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(disk: Path, free: int) -> Path:
    """A file that leaves `free` KB."""
    filler, room = disk / "filler", os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, room.f_bavail * room.f_frsize - free * 1024))
    return filler


def test_a_full_disk_is_said_and_costs_nothing(
    desk: Desk, small: Path, spared: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    shutil.copytree(desk.root, small / "newsroom")
    full = Desk(Project(small / "newsroom"))
    written, failed = full.written(), []
    for free in (0, 50, 400, 1500):
        filler = fill_up(small, free)
        failed += full.fails()
        assert full.written() == written
        filler.unlink()
    full.builds()
    alike(full, spared[0], indexed=False)
    full.correct()
    written = full.written()
    for free in (0, 30, 200):
        filler = fill_up(small, free)
        failed += full.fails()
        assert full.written() == written
        assert full.has_correction()
        filler.unlink()
    full.builds()
    alike(full, spared[1], indexed=False)
    assert sum("No space left on device" in line or "disk is full" in line for line in failed) >= 3, failed
    sys.stdout.write("\n" + "\n".join(failed) + "\n")


@pytest.mark.parametrize("limits", [(0, 2_000), (700, 9_000), (4_000, 60_000)])
def test_files_that_cannot_be_written_to_their_end_are_not_there(
    desk: Desk, spared: tuple[dict[str, bytes], dict[str, bytes]], limits: tuple[int, ...]
) -> None:
    """As on a disk that fills up: every longer file ends after so many bytes."""
    for limit in limits:
        desk.fails(limit=limit)
    desk.builds()
    alike(desk, spared[0])
    desk.correct()
    for limit in limits:
        desk.fails(limit=limit)
        assert desk.has_correction()
    desk.builds()
    alike(desk, spared[1])


# --- no permission


def powerless() -> tuple[str, ...]:
    """What makes of a command one that has to heed permissions, as those of root need not."""
    if os.geteuid():
        return ()
    limited = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if not shutil.which("setpriv") or subprocess.run([*limited, "true"], check=False).returncode:
        pytest.skip("root cannot be kept from writing everywhere")
    return limited


CLOSED = (
    "content", "content/articles", "docs", "docs/fr", "docs/fr/2025/09/04", "content/translations/fr/2025/09/04",
    "site", "site/fr", "site/pagefind", "site/share/fr", ".cache", ".cache/pages", ".cache/pictures", ".cache/search",
)  # fmt: skip


def test_what_must_not_be_written_is_named(desk: Desk, spared: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    limited = powerless()
    desk.builds()
    desk.correct()
    written = desk.written()
    for name in CLOSED:
        folder = desk.root / name
        mode = folder.stat().st_mode
        folder.chmod(0o500)
        said = desk.fails(*limited)
        folder.chmod(mode)
        assert all("ermission" in line for line in said), said
        assert desk.written() == written
        assert desk.has_correction()
    desk.builds()
    alike(desk, spared[1])


@pytest.mark.parametrize("name", ["content/articles/ponte.md", "content/published.yml", PAGE])
def test_what_must_not_be_read_is_named(
    desk: Desk, spared: tuple[dict[str, bytes], dict[str, bytes]], name: str
) -> None:
    limited = powerless()
    desk.builds()
    desk.correct()
    path = desk.root / name
    path.chmod(0)
    said = desk.fails(*limited)
    path.chmod(0o644)
    assert any(name in line and "ermission" in line for line in said), said
    desk.builds()
    alike(desk, spared[1])
