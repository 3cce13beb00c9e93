"""What the tests share: a small newsroom project, the programs some tests need, and the case files' option."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NoReturn

import pytest
import yaml
from hypothesis import HealthCheck, settings
from PIL import Image

from generator import catalogue, config, makers
from generator.errors import GeneratorError
from generator.model import Article, Block
from generator.pipeline import Moment, Outcome, build
from generator.portable import blocks

if TYPE_CHECKING:
    from browsing import Open
    from newsroom_fixtures import Newsroom
    from playwright.sync_api import Browser
    from site_fixtures import Shipped

LOCALES = ("it", "en", "es", "fr")
DAY = date(2025, 9, 10)

settings.register_profile("newsroom", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "newsroom"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the expected results of tests/cases/ anew")


@dataclass
class Lines:
    """A `Report` that remembers what it was told."""

    stages: list[tuple[str, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    faults: list[GeneratorError] = field(default_factory=list)

    def stage(self, name: str, locale: str, text: str) -> None:
        self.stages.append((name, locale, text))

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def fault(self, fault: GeneratorError) -> None:
        self.faults.append(fault)

    @property
    def told(self) -> list[str]:
        """The faults, one line each."""
        return [str(fault) for fault in self.faults]


def picture(width: int = 900, colour: str = "teal", form: str = "JPEG") -> bytes:
    """A picture of one colour, half as wide again as it is high."""
    made = BytesIO()
    Image.new("RGB", (width, width * 2 // 3), colour).save(made, form)
    return made.getvalue()


@dataclass(frozen=True)
class Project:
    """A newsroom project in a folder of its own."""

    root: Path

    def write(self, relative: str, text: str | bytes) -> Path:
        """Write one file below the project; text as UTF-8 with its line ends as they are."""
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, relative: str) -> str:
        return (self.root / relative).read_bytes().decode("utf-8")

    def site(self) -> config.Site:
        """The checked configuration as it is on disk now."""
        return config.load(self.root)

    def known(self) -> catalogue.Catalogue:
        """What the next build may know of the last one."""
        site = self.site()
        return catalogue.load(site, makers.setting(site))

    def build(
        self, *, offline: bool = True, day: date = DAY, environment: Mapping[str, str] | None = None
    ) -> tuple[Outcome, Lines]:
        """Build the whole site on the noon of `day`; what the stages said comes second."""
        lines = Lines()
        epoch = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        return build(self.site(), Moment(day, epoch), environment or {}, lines, offline=offline), lines


def configuration(
    *,
    default: str = "it",
    locales: Sequence[str] = LOCALES,
    engines: Sequence[str | Mapping[str, object]] = ("pseudo",),
    url: str = "https://news.example/",
) -> str:
    """The text of a mkdocs.yml for a small newsroom."""
    values = {
        "site_name": "Prova",
        "site_description": "Un giornale di prova",
        "site_url": f"{url}{default}/",
        "docs_dir": f"docs/{default}",
        "site_dir": f"site/{default}",
        "theme": {
            "name": "material",
            "custom_dir": str(config.theme_folder().resolve()),
            "language": default,
            "font": False,
        },
        "nav": ["index.md", "archive.md"],
        "plugins": [],
        "markdown_extensions": ["footnotes", "sane_lists", "tables", "pymdownx.superfences"],
        "validation": {"nav": {"omitted_files": "ignore"}},
        "extra": {"newsroom": {"locales": {tag: {} for tag in locales}, "engines": list(engines)}},
    }
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True)


MakeProject = Callable[..., Project]


@pytest.fixture
def project(tmp_path: Path) -> MakeProject:
    """A factory: `project()`, `project(locales=("it", "en", "ca"), engines=["apertium"])`, `project(name="second")`.

    Every keyword of `configuration` is understood; `name` makes a second project beside the first.
    """

    def make(*, name: str = "newsroom", **values: object) -> Project:
        made = Project(tmp_path / name)
        made.write("mkdocs.yml", configuration(**values))  # type: ignore[arg-type]
        for folder in ("content/articles", "content/pages"):
            (made.root / folder).mkdir(parents=True, exist_ok=True)
        return made

    return make


def _program(name: str, package: str) -> str:
    """Where a program lies; without it the test is skipped, but fails where the CI must have it."""
    return shutil.which(name) or _lacking(f"the program '{name}' is not installed (Debian package {package})")


def _npm(path: str) -> Path:
    """A file of the npm packages that `make test` installs once."""
    found = Path(__file__).parent.parent / ".cache/npm/node_modules" / path
    if not found.exists():
        _lacking(f"{found.name} is not installed (npm package, see npm-test.txt)")
    return found


def _lacking(message: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def apertium() -> str:
    """The path of Apertium's program."""
    return _program("apertium", "apertium; see apt.txt")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    return _program("chromium", "chromium; see apt-test.txt")


@pytest.fixture(scope="session")
def nu() -> list[str]:
    """The command that runs the Nu HTML checker."""
    return [_program("java", "default-jre-headless"), "-jar", str(_npm("vnu-jar/build/dist/vnu.jar"))]


@pytest.fixture(scope="session")
def lighthouse() -> list[str]:
    """The command that runs Lighthouse."""
    return [_program("node", "nodejs"), str(_npm("lighthouse/cli/index.js"))]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, one for the tests of a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Open]:
    """A factory of pages, each in a context of its own; whatever goes wrong in them fails the test."""
    from browsing import opening

    with opening(browser) as make:
        yield make


@pytest.fixture(scope="session")
def shipped(apertium: str, tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """The shipped content as a finished site, built once."""
    from site_fixtures import build_shipped

    return build_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The newsroom of many scripts as a finished site, built once."""
    from newsroom_fixtures import build_newsroom

    return build_newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected results of the case files are to be written anew."""
    return bool(request.config.getoption("--golden"))


MakeArticle = Callable[..., Article]


@pytest.fixture(scope="session")
def article() -> MakeArticle:
    """A factory: an article from its Markdown, with whatever else the keywords give it."""

    def make(body: str | tuple[Block, ...] = "Il ponte riapre lunedì.\n", **values: object) -> Article:
        known: dict[str, object] = {
            "path": PurePosixPath("content/articles/ponte.md"),
            "kind": "article",
            "locale": "it",
            "headline": "Il ponte riapre",
            "body": blocks(body) if isinstance(body, str) else body,
        }
        return Article(**(known | values))  # type: ignore[arg-type]

    return make
