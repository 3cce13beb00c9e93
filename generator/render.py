"""Markdown → HTML: one MkDocs build per locale, in processes of their own. The only module that knows MkDocs.

In: `docs/<locale>/`, the texts to show in place of withheld pages, and the checked configuration. Out: finished pages
under `.cache/render/<locale>/`. A locale whose pages, theme, configuration and versions are as they were is not
rendered again. Refuses, as `RenderError` with what MkDocs said, an edition that MkDocs refuses; the others go on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from generator import strings
from generator.config import FILE, Locale, Site, theme_folder
from generator.errors import RenderError
from generator.files import alone, mirror, write


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one locale: whether MkDocs ran, and why it failed, if it did."""

    locale: str
    ran: bool
    fault: RenderError | None = None


Sections = Mapping[str, Sequence[tuple[str, str]]]
"""Locale → slug and label of each topic that every page offers."""
Substitutes = Mapping[str, Mapping[str, str | None]]
"""Locale → file below `docs/<locale>/` → the page to show in its place; None where there is to be no page."""


def render(site: Site, epoch: int, substitutes: Substitutes, sections: Sections) -> tuple[Rendered, ...]:
    """Render every locale that changed, as many at a time as there are cores. `epoch` is the build's time in seconds,
    for the dates that MkDocs writes."""
    common = _digest_of([theme_folder()]) + version("mkdocs") + version("mkdocs-material")

    def one(locale: Locale) -> Rendered:
        config = site.root / f"mkdocs.{locale.tag}.yml"
        docs = _docs(site, locale.tag, substitutes.get(locale.tag, {}))
        write(config, _config(site, locale, docs, sections.get(locale.tag, ())))
        known = site.cache / "render" / f"{locale.tag}.digest"
        inputs = [site.root / FILE, config, docs]
        digest = sha256((common + _digest_of(inputs)).encode()).hexdigest()
        if known.exists() and known.read_text() == digest and site.rendered(locale.tag).is_dir():
            return Rendered(locale.tag, ran=False)
        known.unlink(missing_ok=True)
        with alone(site.cache / "render" / f"{locale.tag}.lock") as lock:
            fault = _mkdocs(site, config, epoch, lock)
        if fault:
            return Rendered(locale.tag, ran=True, fault=fault)
        write(known, digest)
        return Rendered(locale.tag, ran=True)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return tuple(pool.map(one, site.locales))


def _docs(site: Site, tag: str, substitutes: Mapping[str, str | None]) -> Path:
    """The folder to render: `docs/<locale>/` itself, or where pages are withheld a copy with others in their place."""
    docs, copy = site.docs / tag, site.cache / "docs" / tag
    if not substitutes:
        shutil.rmtree(copy, ignore_errors=True)
        return docs
    mirror(docs, copy, without=substitutes)
    for name, text in substitutes.items():
        if text is not None:
            write(copy / name, text)
    return copy


def tidy(site: Site) -> None:
    """Remove what belongs to locales that are no longer configured."""
    for path in site.root.glob("mkdocs.*.yml"):
        if path.name.split(".")[1] not in site.tags:
            path.unlink()
    for path in (site.cache / "render").glob("*") if (site.cache / "render").exists() else ():
        if path.name.removesuffix(".digest").removesuffix(".lock") not in site.tags:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (site.cache / "docs").glob("*"):
        if path.name not in site.tags:
            shutil.rmtree(path)


def _config(site: Site, locale: Locale, docs: Path, sections: Sequence[tuple[str, str]]) -> str:
    """The configuration of one edition; everything else it inherits."""
    values: dict[str, Any] = {
        "INHERIT": FILE,
        "site_name": locale.site_name,
        "site_description": locale.site_description,
        "site_url": f"{site.url}{locale.tag}/",
        "docs_dir": docs.relative_to(site.root).as_posix(),
        "site_dir": f".cache/render/{locale.tag}",
        "theme": {"language": locale.tag},
        "extra": {
            "newsroom": {
                "source": site.default,
                "sections": [{"slug": slug, "label": label} for slug, label in sections],
            }
        },
        "nav": [name for name in site.nav if (docs / name).exists()],
    }
    if site.footnotes:
        title = str(strings.load(theme_folder(), locale.tag)["footnote_back"])
        values["markdown_extensions"] = {"footnotes": {"BACKLINK_TITLE": title}}
    note = "# Written by the generator for one edition; change mkdocs.yml instead.\n"
    return note + yaml.safe_dump(values, sort_keys=False, allow_unicode=True)


def _mkdocs(site: Site, config: Path, epoch: int, lock: int) -> RenderError | None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", config.name]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=site.root, env=environment, capture_output=True, text=True, check=False, pass_fds=(lock,)
    )
    if done.returncode == 0:
        return None
    said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    words = next(
        (line for line in said if line.startswith(("WARNING", "ERROR"))), said[-1] if said else "no reason given"
    )
    hint = f"Run 'mkdocs build --strict -f {config.name}' to see all it says"
    return RenderError(f"MkDocs refused the edition: {words}", path=config.name, hint=hint)


def _digest_of(places: Sequence[Path]) -> str:
    """A digest of every file below `places`: name and contents."""
    total = sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(place)}\0{path.stat().st_size}\0".encode())
                total.update(path.read_bytes())
    return total.hexdigest()


def preview(site: Site, rebuild: Callable[[], None], watched: Sequence[Path], host: str, port: int) -> None:
    """Serve the finished site, rebuild when something in `watched` changes, reload the browser; until interrupted."""
    from mkdocs.livereload import LiveReloadServer

    server = LiveReloadServer(rebuild, host=host, port=port, root=str(site.output), mount_path="/")
    for path in watched:
        server.watch(str(path))
    try:
        server.serve(open_in_browser=False)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
