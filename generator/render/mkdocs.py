"""Some pages of one locale → HTML, by MkDocs in a process of its own. Nothing else runs MkDocs.

In: a `Shard`: which pages, where they lie, what is shown in place of some. Out: finished pages under its folder, or why
MkDocs refused them. Refuses, as `RenderError` with what MkDocs said, any page about which MkDocs warns.

A page depends on its own file, the theme and the configuration, so MkDocs is given these pages alone, those of the
navigation, and an empty page for every other one to which they link; what it makes of the latter is not used.
"""

from __future__ import annotations

import logging
import os
import posixpath
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import notes
from generator.errors import RenderError
from generator.files import write
from generator.patience import SECONDS
from generator.shown import is_page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PAGES, HTML = "docs", "site"
"""Folders of a shard: what MkDocs reads, and what it makes."""
ELSEWHERE = "---\n{}template: partials/elsewhere.html\n---\n"
"""A page of which only the address counts; its template is empty, so MkDocs writes nothing."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What one MkDocs build is to render. `config` and `docs` are the locale's configuration file and pages, `folder`
    is where to work, `epoch` the build's time in seconds, `compiled` where compiled templates are kept; `theme`
    says whether what the theme brings beside its templates is wanted.

    `names` are the files below `docs` to render, `beside` others that they need; `texts` stand in the place of some;
    `linked` are pages of which only the address counts where they are not rendered, with the line of front matter that
    names them, if that counts, too. `seconds` is how long a page may take.
    """

    locale: str
    config: Path
    docs: Path
    folder: Path
    epoch: int
    compiled: Path
    names: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, str] = field(default_factory=dict)
    theme: bool = True
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a shard: the names that MkDocs refused, and why; `broken` where it would render nothing at all."""

    refused: frozenset[str] = frozenset()
    faults: tuple[RenderError, ...] = ()
    broken: bool = False


def render_shard(shard: Shard) -> Made:
    """Render a shard below its folder. Pages that take too long are left out; where MkDocs refuses it, those that it
    refuses are sought and left out, too."""
    done = _render(shard)
    names = tuple(name for name in shard.names if name not in done.late)
    rest = replace(shard, names=names, linked={**shard.linked, **dict.fromkeys(sorted(done.late), "")})
    made = _without_refused(rest, done.said) if done.said else Made()
    hint = f"Divide the article; 'mkdocs build -f {shard.config.name}' shows how long it takes"
    message = f"rendering it takes more than {shard.seconds:g} seconds"
    slow = (RenderError(message, path=Path("docs", shard.locale, name), hint=hint) for name in sorted(done.late))
    return replace(made, refused=made.refused | done.late, faults=(*slow, *made.faults))


def _without_refused(shard: Shard, said: str) -> Made:
    """Render a shard again without the pages for which MkDocs refuses it."""
    hint = f"Run 'mkdocs build --strict -f {shard.config.name}' to see all it says"
    if broken := _render(replace(shard, names=())).said:
        fault = RenderError(f"MkDocs refused the edition: {broken}", path=shard.config.name, hint=hint)
        return Made(frozenset(shard.names), (fault,), broken=True)
    refused = dict(_refused(shard, said))
    _render(replace(shard, names=tuple(name for name in shard.names if name not in refused)))
    faults = (
        RenderError(f"MkDocs refused the page: {why}", path=Path("docs", shard.locale, name), hint=hint)
        for name, why in refused.items()
    )
    return Made(frozenset(refused), tuple(faults))


def _refused(shard: Shard, said: str) -> Iterator[tuple[str, str]]:
    """The pages for which MkDocs refuses a shard, with what it said of each; sought by halves."""
    names = shard.names
    if len(names) == 1:
        yield names[0], said
        return
    for half in (names[: len(names) // 2], names[len(names) // 2 :]):
        part = replace(shard, names=half, linked={**shard.linked, **{name: "" for name in names if is_page(name)}})
        if why := _render(part).said:
            yield from _refused(part, why)


@dataclass(frozen=True, slots=True)
class _Done:
    """The first thing that MkDocs warned of, and the pages that took too long."""

    said: str
    late: frozenset[str]


def _render(shard: Shard) -> _Done:
    """Let MkDocs make HTML of a shard."""
    late: frozenset[str] = frozenset()
    shutil.rmtree(shard.folder, ignore_errors=True)
    _lay_out(shard)
    os.environ["SOURCE_DATE_EPOCH"] = str(shard.epoch)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        late = _build(shard)
    except Exception as fault:  # plug-ins, extensions and templates fail in ways of their own
        said.lines.append(f"{type(fault).__name__}: {fault}")
    except SystemExit as fault:  # MkDocs' own way of giving up
        said.lines.append(str(fault))
    finally:
        logger.removeHandler(said)
    return _Done(said.lines[0] if said.lines else "", late)


def _lay_out(shard: Shard) -> None:
    """Put what MkDocs is to read into its folder, by links where the file is there already."""
    pages = shard.folder / PAGES
    pages.mkdir(parents=True)
    here = {*shard.names, *shard.beside}
    stands = {name: ELSEWHERE.format(title) for name, title in shard.linked.items() if name not in here}
    texts = stands | {name: text for name, text in shard.texts.items() if name in here}
    for folder in {posixpath.dirname(name) for name in (*here, *stands)}:
        (pages / folder).mkdir(parents=True, exist_ok=True)
    for name in here - texts.keys():
        (pages / name).symlink_to(shard.docs / name)
    for name, text in texts.items():
        (pages / name).write_text(text, encoding="utf-8")


def _build(shard: Shard) -> frozenset[str]:
    """Run MkDocs; returns the pages that took too long."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from generator.render.patient import Patient

    config = load_config(
        str(shard.config),
        docs_dir=str(shard.folder / PAGES),
        site_dir=str(shard.folder / HTML),
        strict=False,  # what it warns of is counted here
    )
    _lighten(config, shard)
    patient = Patient(shard.seconds)
    config.plugins["patient"] = patient
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return frozenset(patient.late)


def _lighten(config: MkDocsConfig, shard: Shard) -> None:
    """Keep the compiled templates, by their contents: compiling them takes longer than rendering thirty pages. Where
    nothing else of the theme is wanted, do not look through its fourteen thousand files, most of them icons."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    class Compiled(BytecodeCache):
        """Templates in files that nobody has touched: Python runs whatever bytes it is given."""

        def load_bytecode(self, bucket: Bucket) -> None:
            path = shard.compiled / bucket.key
            if code := notes.opened(path.read_bytes()) if path.is_file() else None:
                bucket.bytecode_from_string(code)

        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):  # another process writes the same, or there is no room for what can be missing
                write(shard.compiled / bucket.key, notes.sealed(bucket.bytecode_to_string()))

    fresh = config.theme.get_env

    def environment() -> Any:
        made = fresh()
        made.bytecode_cache = Compiled()
        if not shard.theme:
            made.list_templates = lambda **_: []  # type: ignore[method-assign]
        return made

    config.theme.get_env = environment  # type: ignore[method-assign]


class _Said(logging.Handler):
    """What MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} -  {record.getMessage()}")
