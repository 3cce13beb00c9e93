"""Links and pictures of an article, as they must stand on its page.

In: an article whose links name files beside it, and the addresses of all articles. Out: the article with links that
hold below `docs/<locale>/`, and the pictures that must go there. Refuses, as `ReadError`, a link to a file that is not
there, is no picture and no article, or lies outside `content/`; so MkDocs never stumbles over one bad link.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from generator.errors import ReadError
from generator.files import holds
from generator.model import Article, Block

PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})

_TARGET = re.compile(
    r"(?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)|(?<=\]\()(?<!(?<!\\)\\\]\()(?P<target><[^<>]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)",
    re.DOTALL,
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:[ .].*)?", re.IGNORECASE)
LONGEST = 200
"""Bytes of the name of a picture; most systems take 255, and variants get longer names."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)


def leads(article: Article, addresses: Mapping[str, str]) -> dict[str, str]:
    """The files in `addresses` to which an article has links, as it was written, with their addresses."""
    found: dict[str, str] = {}
    for match in _TARGET.finditer(article.markdown):
        target = (match["target"] or "").strip("<>")
        if target and not _ELSEWHERE.match(target):
            file = posixpath.normpath(article.file.parent / unquote(target).partition("#")[0])
            found |= {file: addresses[file]} if file in addresses else {}
    return found


def resolve(article: Article, addresses: Mapping[str, str], root: Path) -> Article:
    """Settle every relative link. `addresses` maps files below the project to addresses. Raises `ReadError`."""
    pictures: dict[Path, str] = {}

    def settle(match: re.Match[str]) -> str:
        target = (match["target"] or "").strip("<>")
        if not target or _ELSEWHERE.match(target):
            return match[0]
        return _settled(article, target, addresses, root, pictures)

    body = tuple(Block(block.kind, _TARGET.sub(settle, block.text)) for block in article.body)
    image = article.image
    if image and _ELSEWHERE.match(image.file):
        hint = "Put the picture beside the article and give its name"
        raise ReadError(f"the image '{image.file}' is not in this project", path=article.path, hint=hint)
    if image:
        _settled(article, image.file, {}, root, pictures)
        inside = dict(article.enclosed).get(unquote(image.file))
        place = pictures[inside or root / posixpath.normpath(article.file.parent / unquote(image.file))]
        image = replace(image, file=place)
    return replace(article, body=body, image=image, pictures=tuple(pictures.items()))


def _settled(article: Article, target: str, addresses: Mapping[str, str], root: Path, pictures: dict[Path, str]) -> str:
    if inside := dict(article.enclosed).get(unquote(target)):
        return _placed(article, inside, PurePosixPath(unquote(target)), pictures)
    name, mark, fragment = unquote(target).partition("#")
    file = posixpath.normpath(article.file.parent / name)
    if file in addresses:
        return posixpath.relpath(f"{addresses[file]}.md", PurePosixPath(article.address).parent) + mark + fragment
    path = root / file
    if path.suffix.lower() in PICTURES and holds(root / "content", path):
        return _placed(article, path, PurePosixPath(file), pictures)
    hint = "Name a published article or a picture, relative to this file, or give a whole address"
    line = _line(root / article.file, target)
    raise ReadError(f"the link to '{target}' leads nowhere", path=article.path, line=line, hint=hint)


def _placed(article: Article, path: Path, named: PurePosixPath, pictures: dict[Path, str]) -> str:
    """The target of a picture on the page, after a place was found for it."""
    taken = frozenset(PurePosixPath(at).name.casefold() for other, at in pictures.items() if other != path)
    pictures[path] = f"{article.address}/{place(named, taken)}"
    shown = f"{PurePosixPath(article.address).name}/{PurePosixPath(pictures[path]).name}"
    return shown if " " not in shown else f"<{shown}>"


def place(file: PurePosixPath, taken: frozenset[str]) -> str:
    """What a picture is called beside a page, where the names `taken`, without regard to capitals, are others'."""
    for name in (file.name, f"{file.parent.name}-{file.name}"):
        if name.casefold() not in taken and len(name.encode()) <= LONGEST and not is_device(file.stem):
            return name
    return sha256(str(file).encode()).hexdigest()[:16] + file.suffix.lower()


def is_device(stem: str) -> bool:
    """Whether Windows keeps a name, whatever its ending, for a device ("Naming Files, Paths, and Namespaces")."""
    return _DEVICE.fullmatch(stem) is not None


def _line(path: Path, target: str) -> int:
    """The line of the source on which a target is named; 0 where it is written otherwise there."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return next((number for number, line in enumerate(lines, start=1) if target in line), 0)
