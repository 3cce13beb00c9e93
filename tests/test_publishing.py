"""Publishing: the workflow and the recipes say what is so, and the site's links hold wherever it is put."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
import yaml
from browsing import listening
from bs4 import BeautifulSoup
from conftest import MakeProject, Project
from site_fixtures import PROJECT, Shipped

from generator import config
from generator.publish.headers import content_security_policy, headers

RECIPES = (PROJECT / "PUBLISHING.md").read_text(encoding="utf-8")
README = (PROJECT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((PROJECT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^make ([a-z]+)((?: [A-Z]+=\S+)*)", re.MULTILINE)


def step(action: str) -> list[dict]:
    return [step for step in STEPS if step.get("uses", "").startswith(f"actions/{action}@")]


# --- the workflow ----------------------------------------------------------------------------------------------------


def test_the_site_is_published_on_a_push_by_hand_and_when_an_embargo_may_have_ended() -> None:
    when = WORKFLOW[True]  # YAML 1.1 reads the word "on" as true
    assert when["push"] == {"branches": ["main"]}
    assert "workflow_dispatch" in when
    assert when["schedule"] == [{"cron": "*/30 * * * *"}]
    assert when.keys() == {"push", "workflow_dispatch", "schedule"}, "and for nobody's pull request"


def test_the_workflow_may_do_no_more_than_it_must() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    jobs = WORKFLOW["jobs"]
    assert "permissions" not in jobs["build"]
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert step("checkout")[0]["with"] == {"persist-credentials": False}
    assert "secrets" not in json.dumps(WORKFLOW)


def test_no_run_overtakes_another() -> None:
    assert WORKFLOW["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert WORKFLOW["jobs"]["deploy"]["needs"] == "build"
    assert all(0 < job["timeout-minutes"] <= 30 for job in WORKFLOW["jobs"].values())


def test_every_action_is_github_s_own_and_pinned() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 6
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used), used


def test_the_workflow_gives_the_commands_of_the_readme() -> None:
    run = [step["run"] for step in STEPS if "run" in step]
    assert run == ["make build FROZEN=1"]
    assert all(f"`{command}`" in README for command in run)


def test_frozen_reaches_the_generator() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "build", "FROZEN=1"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert "-m generator build  --frozen" in said.stdout


def caches() -> dict[tuple[str, ...], str]:
    """The folders that are kept between runs → the key under which they are."""
    return {tuple(cache["with"]["path"].split()): cache["with"]["key"] for cache in step("cache")}


def test_what_is_uploaded_is_the_site_and_what_is_kept_depends_on_all_that_it_is_made_of() -> None:
    assert step("upload-pages-artifact")[0]["with"] == {"path": config.load(PROJECT).output.name}
    (venv, made) = caches().values()
    assert "python-version" in venv
    for key, inputs in ((venv, {"pyproject.toml"}), (made, {"content", "docs", "generator", "mkdocs.yml"})):
        named = {name.split("/")[0] for name in re.findall(r"'([^']+)'", key)}
        assert inputs <= named
        assert all((PROJECT / name).exists() for name in named)


@pytest.mark.site
def test_a_build_from_what_is_kept_gives_the_same_site(project: MakeProject, tmp_path: Path) -> None:
    """The next run has the repository and what is kept, in other files at other times, and nothing else that was
    made."""
    made = project(locales=("it", "ar"))
    made.write("content/articles/ponte.md", "---\ntitle: Il ponte\ndate: 2025-09-04\nlang: it\n---\nRiapre lunedì.\n")
    made.build()
    before = _files(made.root / "site")
    kept = {name for folders in caches() for name in folders}
    later = Project(tmp_path / "later")
    for name in ("content", "docs", "mkdocs.yml", *kept):
        path = made.root / name
        if path.is_dir():
            shutil.copytree(path, later.root / name, copy_function=shutil.copyfile)
        elif path.exists():
            later.write(name, path.read_bytes())
    assert {path.name for path in (later.root / ".cache").iterdir()} == {"catalogue", "pages", "search", "share"}
    outcome, lines = later.build()
    assert (outcome.faults, outcome.rendered) == (0, ()), "nothing is rendered again"
    assert "0 new or changed" in next(text for name, _, text in lines.stages if name == "read")
    assert _files(later.root / "site") == before


def _files(site: Path) -> dict[str, bytes]:
    """Every file but the filters of the search index, whose order varies."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file() and "filter" not in path.parts)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_python_is_one_that_the_project_allows() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'requires-python = ">=(\d+)\.(\d+)"', text)
    assert found
    asked = step("setup-python")[0]["with"]["python-version"]
    assert isinstance(asked, str), "3.10 without quotation marks is 3.1"
    assert tuple(map(int, asked.split("."))) >= tuple(map(int, found.groups()))


# --- the recipes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [RECIPES, README], ids=["PUBLISHING.md", "README.md"])
def test_every_make_command_exists(text: str) -> None:
    code = [body for _, body in FENCE.findall(text)] + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    commands = [command for line in code for command in COMMAND.findall(line)]
    assert commands
    for target, variables in commands:
        assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE), target
        for variable in variables.split():
            assert re.search(rf"^(?:override )?{variable.split('=')[0]} \??:?=", MAKEFILE, re.MULTILINE), variable


def test_the_readme_leads_to_the_recipes_and_these_to_what_exists() -> None:
    assert "(PUBLISHING.md)" in README
    named = re.findall(r"`([\w.]*[\w]/[\w./]+|[\w.]+\.yml)`", RECIPES)
    assert {".github/workflows/publish.yml", "mkdocs.yml", "site/_headers"} <= set(named)
    assert all((PROJECT / name).is_file() for name in named if not name.startswith("site/"))


def test_the_address_under_a_folder_is_one_that_the_configuration_takes(project: MakeProject) -> None:
    (text,) = [body for kind, body in FENCE.findall(RECIPES) if kind == "yaml"]
    made = project()
    before = yaml.safe_load(made.read("mkdocs.yml"))
    made.write("mkdocs.yml", yaml.safe_dump(before | yaml.safe_load(text)))
    assert made.site().url == "https://name.github.io/newsroom/"


def test_headers_become_what_nginx_reads(tmp_path: Path) -> None:
    (command,) = [body for kind, body in FENCE.findall(RECIPES) if "awk" in body]
    (tmp_path / "site").mkdir()
    (tmp_path / "site/_headers").write_text(headers(config.theme_folder()), encoding="utf-8")
    subprocess.run(["sh", "-euc", command], cwd=tmp_path, check=True)
    made = (tmp_path / "newsroom-headers.conf").read_text(encoding="utf-8").splitlines()
    assert made[0] == f'add_header Content-Security-Policy "{content_security_policy(config.theme_folder())}" always;'
    assert made[1] == 'add_header X-Content-Type-Options "nosniff" always;'
    assert all(re.fullmatch(r'add_header [A-Za-z-]+ "[^"]+" always;', line) for line in made)
    assert "Cache-Control" not in "".join(made), "that is for some files only"


# --- links, wherever the site is put ---------------------------------------------------------------------------------


class _Plain(SimpleHTTPRequestHandler):
    """What `python -m http.server` does, without its log."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""


def _of_page(soup: BeautifulSoup) -> Iterator[str]:
    """Every address in a page that a browser follows or loads. Canonical and alternate ones are absolute by nature."""
    for element in soup.find_all(True):
        if element.get("rel") in (["canonical"], ["alternate"]):
            continue
        yield from (str(element[name]) for name in ("href", "src", "poster") if name in element.attrs)
        for candidate in str(element.get("srcset") or element.get("imagesrcset") or "").split(","):
            yield from candidate.split()[:1]
        if "data-bundle" in element.attrs:
            yield f"{element['data-bundle']}pagefind-worker.js"


def _references(url: str, kind: str, text: str) -> Iterator[str]:
    if kind.startswith("text/html"):
        yield from _of_page(BeautifulSoup(text, "html.parser"))
    elif kind.startswith("text/css"):
        yield from re.findall(r"url\(\s*['\"]?([^'\")]+)", text)
    elif url.endswith(".webmanifest"):
        values = json.loads(text)
        yield from (values[name] for name in ("start_url", "scope") if name in values)
        yield from (icon["src"] for icon in values.get("icons", ()))


class Crawl:
    """Everything that can be reached from an address by links, without leaving the folder it stands for."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.faults: list[str] = []
        self.bodies: dict[str, tuple[str, str]] = {}
        self.anchors: list[tuple[str, str, str]] = []
        self._connection = http.client.HTTPConnection(urlsplit(start).netloc, timeout=20)
        waiting = [start]
        while waiting:
            url = waiting.pop()
            if url not in self.bodies:
                waiting += self._visit(url)
        self._connection.close()

    @property
    def pages(self) -> set[str]:
        """The paths below the start of all pages that were found."""
        found = (url for url, (kind, _) in self.bodies.items() if kind.startswith("text/html"))
        return {unquote(url.removeprefix(self.start)) for url in found}

    def _visit(self, url: str) -> list[str]:
        self._connection.request("GET", urlsplit(url).path)
        answer = self._connection.getresponse()
        kind, body = answer.headers.get("Content-Type", ""), answer.read()
        self.bodies[url] = (kind, body.decode("utf-8", "replace"))
        if answer.status != 200:
            self.faults.append(f"{answer.status} {url}")
            return []
        found = []
        for reference in _references(url, *self.bodies[url]):
            target, fragment = urldefrag(urljoin(url, reference))
            if urlsplit(target).netloc != urlsplit(self.start).netloc:
                continue
            if not target.startswith(self.start):
                self.faults.append(f"{url} leaves the site: {reference}")
                continue
            found.append(target.split("?")[0])
            if fragment:
                self.anchors.append((url, target, unquote(fragment)))
        return found

    def lost_anchors(self) -> list[tuple[str, str, str]]:
        """(page, target, fragment) of the anchors that are not there."""
        known = {
            url: set(re.findall(r"\sid=[\"']?([^\"'\s>]+)", text))
            for url, (kind, text) in self.bodies.items()
            if kind.startswith("text/html")
        }
        return [anchor for anchor in self.anchors if anchor[2] not in known.get(anchor[1], set())]


@pytest.mark.site
@pytest.mark.apertium
@pytest.mark.parametrize("folder", ["", "giornale/", "a/b%20c/"])
def test_every_link_holds_at_the_root_and_in_any_folder(shipped: Shipped, tmp_path: Path, folder: str) -> None:
    """Served by a plain static server; nothing of the site was told where it would be put."""
    root = shipped.site
    if folder:
        (tmp_path / unquote(folder)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / unquote(folder).rstrip("/")).symlink_to(shipped.site)
        root = tmp_path
    with listening(_Plain, root) as address:
        crawl = Crawl(f"{address}/{folder}")
    assert crawl.faults == []
    assert crawl.lost_anchors() == []
    written = {path.relative_to(shipped.site).as_posix() for path in shipped.site.rglob("*.html")}
    every = {name.removesuffix("index.html") for name in written if not name.endswith("404.html")}
    assert crawl.pages == every, "every page can be reached by links from the front door"


def _lost_targets(site: Path, url: str, name: str, place: str) -> list[str]:
    """What a 404 page, shown at an address where there is nothing, refers to and is not there."""
    soup = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
    targets = {urldefrag(urljoin(place, reference))[0] for reference in _of_page(soup)} - {place}
    assert len(targets) > 2
    files = {target: site / unquote(target.removeprefix(url)) for target in targets}
    return [
        target
        for target, file in files.items()
        if not target.startswith(url) or not (file / "index.html" if file.is_dir() else file).is_file()
    ]


@pytest.mark.site
@pytest.mark.parametrize("url", ["https://news.example/", "https://news.example/giornale/"])
def test_a_404_page_works_at_any_depth_of_the_configured_address(project: MakeProject, url: str) -> None:
    made = project(locales=("it", "ar"), url=url)
    made.write("content/articles/ponte.md", "---\ntitle: Il ponte\ndate: 2025-09-04\nlang: it\n---\nRiapre lunedì.\n")
    outcome, _ = made.build()
    assert outcome.faults == 0
    site = made.root / "site"
    for name, place in (("404.html", "no/where/at/all"), ("it/404.html", "it/2025/x/y/"), ("ar/404.html", "ar/x")):
        assert _lost_targets(site, url, name, url + place) == [], name
