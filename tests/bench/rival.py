"""The same pages built by mkdocs-static-i18n, in an environment of its own.

In: a newsroom that was built, a folder for the environment. Out: what a build took (`Ran`). Refuses (SystemExit) what
pip or MkDocs refuses.

What it is given, so that the comparison is fair: the same MkDocs and the same Material, at the versions pinned here;
every article and policy page of `docs/<locale>/` with its title, date, description and text (what only our theme can
use is taken out of the front matter); the same pictures and Markdown extensions; `docs_structure: folder`,
`nav: [index.md]`, and otherwise its defaults, MkDocs' search included. It has no archive, topics, feeds, share
pictures, picture variants or records to care for, which is to its advantage.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import yaml

from bench import newsroom, writing
from bench.aside import put_aside
from bench.newsroom import TAGS, Newsroom
from bench.timing import Ran, run
from generator import config
from generator.files import read, write

RELEASE = "mkdocs-static-i18n==1.3.1"
KEPT = ("title", "date", "description")
LISTINGS = ("archive", "archive.md", "search.md", "topics", "topics.md")
_PAGE = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


def environment(folder: Path) -> Path:
    """The interpreter of an environment with mkdocs-static-i18n, made where it is missing or outdated."""
    wanted = [RELEASE, *(f"{name}=={version(name)}" for name in ("mkdocs", "mkdocs-material"))]
    done, python = folder / "done", folder / "bin/python"
    if not done.exists() or done.read_text() != " ".join(wanted):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
        if subprocess.run(install, check=False).returncode:
            raise SystemExit(f"pip could not install {' '.join(wanted)}")
        write(done, " ".join(wanted))
    return python


def project(made: Newsroom, folder: Path) -> Path:
    """A project with the pages of a newsroom that was built; returns its folder."""
    put_aside(folder)
    for tag in TAGS:
        docs = made.root / "docs" / tag
        for path in sorted(docs.rglob("*")):
            name = path.relative_to(docs)
            if path.is_file() and name.parts[0] not in LISTINGS:
                target = folder / "docs" / tag / name
                write(target, _plain(read(path)) if path.suffix == ".md" else path.read_bytes())
    write(folder / "mkdocs.yml", _configuration(made))
    return folder


def build(python: Path, folder: Path) -> Ran:
    """Build all locales; MkDocs knows no other way, whatever has changed."""
    command = [str(python), "-m", "mkdocs", "build", "--quiet"]
    return run(command, folder, os.environ | {"NO_MKDOCS_2_WARNING": "1"})


def edit(made: Newsroom, folder: Path) -> None:
    """Add a word to one recent article."""
    page = folder / "docs" / TAGS[0] / f"{writing.address(made.writer, newsroom.recent(made))}.md"
    write(page, f"{read(page).rstrip()} {made.writer.own.words[-1]}.\n")


def _plain(page: str) -> str:
    """A page without what only our theme understands."""
    match = _PAGE.match(page)
    if not match:
        return page
    head = {key: value for key, value in yaml.load(match[1], yaml.CSafeLoader).items() if key in KEPT}
    return f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=10_000)}---\n{match[2]}"


def _configuration(made: Newsroom) -> str:
    own = yaml.safe_load(read(made.root / config.FILE))
    languages = [{"locale": tag, "name": tag, "default": tag == TAGS[0], "build": True} for tag in TAGS]
    values = {
        "site_name": own["site_name"],
        "site_url": "https://example.org/",
        "theme": {"name": "material", "font": False},
        "nav": ["index.md"],
        "plugins": ["search", {"i18n": {"docs_structure": "folder", "languages": languages}}],
        "markdown_extensions": own["markdown_extensions"],
        "validation": own["validation"],
    }
    return yaml.safe_dump(values, sort_keys=False)
