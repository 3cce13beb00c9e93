"""A folder of a blog → articles in `content/articles/`, once.

In: a folder with Markdown of Hugo, Jekyll, Pelican or MkDocs Material's blog, and the project. Out: a file per article,
below the same folders as there, with its pictures beside it; what could not be carried over, file by file. Refuses
nothing but a folder that is not there (`ConfigError`): a file that cannot be read or is there already is told of, and
the others go on. Nothing that exists is overwritten.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from generator.config import Site
from generator.errors import ConfigError, GeneratorError, ReadError
from generator.files import write
from generator.links import PICTURES
from generator.read import blogs, limits
from generator.read.encoding import decode
from generator.read.handed import Handed, written
from generator.stamps import digest
from generator.yamlfile import parse

ENDINGS = (".md", ".markdown", ".mdown", ".mkd")
OTHERS = (".adoc", ".asciidoc", ".htm", ".html", ".ipynb", ".org", ".rst", ".textile")
"""Endings of articles in these programs that are no Markdown."""
AUTHORS = (".authors.yml", "_data/authors.yml", "data/authors.yml", "blog/.authors.yml")
_ROOTS = ("", "static", "assets", "content", "docs", "source")
"""Where in a blog's folder an address that begins with a slash may lead."""
_NO_ARTICLES = {"_includes", "_layouts", "_site", "archetypes", "layouts", "node_modules", "public", "themes"}
_POSTS = {"_drafts", "_posts", "blog", "content", "docs", "pages", "post", "posts", "source"}
"""Folders that say what is in them, not what it is about."""
_LINK = re.compile(
    r"(?<!`)(?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)|"
    r"(?P<picture>!?)\[(?P<words>(?:\\.|[^\[\]\\]|\[[^\[\]]*\])*)\]"
    r"\((?P<target><[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?P<title>[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\)",
    re.DOTALL,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: where it is now (None: nowhere), how many pictures came with it, what was left."""

    file: Path
    target: Path | None
    pictures: int = 0
    left: tuple[str, ...] = ()
    fault: GeneratorError | None = None


@dataclass(slots=True)
class _Move:
    """One article on its way: the blog's folder, the articles that come along by their files, the file, where it goes;
    the pictures that go with it by where they go, and what is left behind."""

    top: Path
    targets: Mapping[Path, Path]
    file: Path
    target: Path
    pictures: dict[Path, bytes] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def take_over(site: Site, folder: Path) -> Iterator[Taken]:
    """Move the articles of a blog's folder over, one after the other. Raises `ConfigError`."""
    if not folder.is_dir():
        raise ConfigError(
            "there is no such folder", path=folder, hint="Name the folder of the blog, or of its articles"
        )
    names = _names(folder)
    found = sorted(_files(folder))
    targets = {file: _target(site, folder, file) for file in found if file.suffix.lower() in ENDINGS}
    for file in found:
        if file not in targets:
            yield Taken(file, None, left=(f"{file.suffix} is no Markdown: generator convert reads .html",))
        elif file.stem.split(".")[0] == "_index":
            yield Taken(file, None, left=("it is a list of articles, which the newsroom makes itself",))
        else:
            move = _Move(folder, targets, file, targets[file])
            try:
                yield limits.bounded(partial(_taken, move, names), PurePosixPath(file.as_posix()))
            except ReadError as fault:
                yield Taken(file, None, fault=fault)


def _files(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NO_ARTICLES and not name.startswith(".")]
        for name in files:
            path = Path(above) / name
            if path.suffix.lower() in (*ENDINGS, *OTHERS) and not name.startswith(".") and not path.is_symlink():
                yield path


def _target(site: Site, top: Path, file: Path) -> Path:
    """Where an article goes: below the folders that say what it is about."""
    inner = [part for part in file.relative_to(top).parts[:-1] if part not in _POSTS]
    return site.content.joinpath("articles", *inner, f"{file.stem}.md")


def _names(folder: Path) -> dict[str, str]:
    """The authors' names by what stands for them in front matter."""
    found: dict[str, str] = {}
    for name in AUTHORS:
        for path in (folder / name, folder.parent / name):
            if path.is_file():
                said: Any = parse(path.read_text(encoding="utf-8"), path=path, error=ConfigError).data
                said = said.get("authors", said)
                listed = said.items() if isinstance(said, dict) else ()
                found |= {str(key): str(one["name"]) for key, one in listed if isinstance(one, dict) and "name" in one}
    return found


def _taken(move: _Move, names: Mapping[str, str]) -> Taken:
    shown = PurePosixPath(move.file.relative_to(move.top).as_posix())
    try:
        limits.size(move.file.stat().st_size, shown)
        moved = blogs.moved(decode(move.file.read_bytes(), shown), shown, names)
        handed = _settled(moved.handed, move)
    except GeneratorError as fault:
        return Taken(move.file, None, fault=fault)
    left = (*moved.left, *dict.fromkeys(move.left))
    text = written(handed)
    if move.target.exists():
        same = move.target.read_bytes() == text.encode()
        hint = "Remove or rename it first"
        there = ReadError("there is another article in its place", path=move.target, hint=hint)
        return Taken(move.file, move.target if same else None, fault=None if same else there)
    for path, data in move.pictures.items():
        write(path, data)
    write(move.target, text)
    return Taken(move.file, move.target, len(move.pictures), left)


def _settled(handed: Handed, move: _Move) -> Handed:
    """The article with links and pictures that lead somewhere from where it goes."""
    values = dict(handed.values)
    image = values.get("image")
    file = str(image.get("file", "")) if isinstance(image, dict) else str(image or "")
    if file:
        place = _picture(file, move)
        if not place:
            move.left.append(f"image: {file}")
            del values["image"]
        else:
            values["image"] = {**image, "file": place} if isinstance(image, dict) else place
    return Handed(handed.key, values, _LINK.sub(lambda match: _link(match, move), handed.markdown), handed.pictures)


def _link(match: re.Match[str], move: _Move) -> str:
    """A link as it must be now; its words where it leads to nothing that comes along."""
    if match["code"]:
        return match[0]
    target = match["target"].strip("<>")
    words = _LINK.sub(lambda inner: _link(inner, move), match["words"])
    if _ELSEWHERE.match(target):
        if match["picture"] and target and not target.startswith("#"):
            return f"[{words or target}]({target})"  # readers ask nobody but the newsroom's site
        return f"{match['picture']}[{words}]({match['target']}{match['title'] or ''})"
    place = _picture(target, move) if match["picture"] or _is_picture(target) else _article(target, move)
    if not place:
        move.left.append(target)
        return words
    return f"{match['picture']}[{words}]({place}{match['title'] or ''})"


def _is_picture(target: str) -> bool:
    return PurePosixPath(unquote(target)).suffix.lower() in PICTURES


def _candidates(target: str, move: _Move) -> Iterator[Path]:
    """The files that an address may mean, none outside of the folder that the blog is in."""
    name = unquote(target).partition("#")[0].partition("?")[0]
    bases = [move.top / root for root in _ROOTS] + [move.top.parent / root for root in _ROOTS]
    if not name.startswith("/"):
        bases = [move.file.parent, move.file.parent / move.file.stem, *bases]
    for base in bases:
        path = Path(posixpath.normpath(base / name.lstrip("/")))
        if path.resolve().is_relative_to(move.top.parent.resolve()):
            yield path


def _picture(target: str, move: _Move) -> str:
    """Where a picture is beside the article from now on; empty where there is none."""
    path = next((path for path in _candidates(target, move) if _is_picture(path.name) and path.is_file()), None)
    if not path or path.stat().st_size > limits.PICTURE:
        return ""
    data = path.read_bytes()
    place = move.target.parent / path.name
    if (place.exists() and place.read_bytes() != data) or move.pictures.get(place, data) != data:
        place = place.with_name(f"{path.stem}-{digest(data)[:8]}{path.suffix}")
    move.pictures[place] = data
    return quote(place.name)


def _article(target: str, move: _Move) -> str:
    """The way to an article that comes along; empty where none does."""
    mark = target.partition("#")[1] + target.partition("#")[2]
    for path in _candidates(target, move):
        for file in (path, path.with_name(f"{path.name}.md"), path / "index.md"):
            if file in move.targets:
                return _way(move.targets[file], move) + mark
    wanted = unquote(target).partition("#")[0].rstrip("/").rpartition("/")[2]
    called = [file for file in move.targets if wanted and wanted in blogs.addresses(file)]
    return _way(move.targets[called[0]], move) + mark if len(called) == 1 else ""


def _way(file: Path, move: _Move) -> str:
    return quote(posixpath.relpath(file, move.target.parent))
