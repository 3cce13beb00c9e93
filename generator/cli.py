"""Commands, progress and exit codes. The only module that prints, and the only one that reads the clock.

In: the command line, the environment, the time. Out: results on stdout, progress on stderr, an exit code: 0 done;
1 published, but something was withheld or needs an editor; 2 wrong usage or configuration, or nothing could be
published. Refuses, in one line and without a traceback, whatever is a `GeneratorError`; bugs keep their traceback.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from generator import config
from generator.config import Site
from generator.errors import ConfigError, GeneratorError
from generator.files import write
from generator.pipeline import Moment, build, planned
from generator.read.frontmatter import slugify
from generator.render import preview

DONE, NEEDS_EDITOR, FAILED = 0, 1, 2


class Console:
    """A `Report` that writes one line per stage, and a summary of what needs an editor at the end."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def stage(self, name: str, locale: str, text: str) -> None:
        """One line: `translate  fr   214 segments · 198 kept`."""
        self._line(f"{name:<10} {locale:<8} {text}" if locale else f"{name:<10} {text}")

    def notice(self, text: str) -> None:
        """A line that asks for nothing."""
        self._line(f"note: {text}")

    def fault(self, fault: GeneratorError) -> None:
        """A line that names file, fault and remedy."""
        self._line(f"withheld: {fault}")

    def _line(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options, Console(sys.stderr)))
    except GeneratorError as fault:
        for line in str(fault).split("\n"):
            print(f"error: {line}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("interrupted; what was finished is kept", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="generator", description="Articles in one language, a site in many.")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("build", _build, "convert, translate and build site/"),
        ("plan", _plan, "what a build would translate, without translating"),
        ("serve", _serve, "build, serve site/ and rebuild what changes"),
        ("new", _new, "begin an article"),
        ("clean", _clean, "remove site/ and what can be made again"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        if name in ("build", "plan", "serve"):
            command.add_argument("--offline", action="store_true", help="open no connection; offline engines only")
        if name == "serve":
            command.add_argument("--host", default="127.0.0.1")
            command.add_argument("--port", type=int, default=8000)
        if name == "new":
            command.add_argument("title", help="the headline")
    return parser


def moment(environment: Mapping[str, str], now: float) -> Moment:
    """The build's clock: SOURCE_DATE_EPOCH (reproducible-builds.org) in UTC where it is set, else now and here."""
    given = environment.get("SOURCE_DATE_EPOCH")
    if given is None:
        return Moment(datetime.fromtimestamp(now).astimezone().date(), int(now))
    try:
        return Moment(datetime.fromtimestamp(int(given), UTC).date(), int(given))
    except ValueError:
        hint = "Give seconds since 1970"
        raise ConfigError(f"SOURCE_DATE_EPOCH is '{given}'", hint=hint) from None


def _build(options: argparse.Namespace, console: Console) -> int:
    site = config.load(options.root.resolve())
    outcome = build(site, moment(os.environ, time.time()), os.environ, console, offline=options.offline)
    pages = sum(outcome.states.values())
    print(f"{pages} pages in {len(site.tags)} editions: {_shown(site.output)}")
    if not pages:
        return FAILED
    if outcome.faults:
        print(f"{outcome.faults} faults withheld something; they are listed above", file=sys.stderr)
        return NEEDS_EDITOR
    return DONE


def _plan(options: argparse.Namespace, console: Console) -> int:
    site = config.load(options.root.resolve())
    rows = planned(site, moment(os.environ, time.time()), os.environ, console, offline=options.offline)
    print(f"{'engine':<12} {'locale':<8} {'segments':>9} {'characters':>11} {'remembered':>11}")
    for row in rows:
        print(f"{row.engine:<12} {row.locale:<8} {row.segments:>9} {row.characters:>11} {row.remembered:>11}")
    if not rows:
        print("nothing to translate")
    return DONE


def _serve(options: argparse.Namespace, console: Console) -> int:
    root = options.root.resolve()

    def rebuild() -> None:
        try:
            site = config.load(root)
            build(site, moment(os.environ, time.time()), os.environ, console, offline=options.offline)
        except GeneratorError as fault:
            print(f"error: {fault}", file=sys.stderr)

    site = config.load(root)
    rebuild()
    print(f"http://{options.host}:{options.port}/ (Ctrl+C ends)")
    watched = [site.content, site.docs, config.theme_folder(), root / config.FILE]
    preview(site, rebuild, [path for path in watched if path.exists()], options.host, options.port)
    return DONE


def _new(options: argparse.Namespace, console: Console) -> int:
    site = config.load(options.root.resolve())
    title = " ".join(options.title.split())
    slug = slugify(title)
    if not slug:
        raise ConfigError("the title has no letters", hint='Write make new TITLE="Some words"')
    day = moment(os.environ, time.time()).day
    path = site.content / "articles" / f"{day.isoformat()}-{slug}.md"
    if path.exists():
        raise ConfigError("there is such an article already", path=path.relative_to(site.root))
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    text = f'---\ntitle: "{quoted}"\ndate: {day.isoformat()}\nlang: {site.default}\ntopics: []\ndraft: true\n---\n\n'
    write(path, text)
    print(f"{_shown(path)}: write the text below the second ---, then remove 'draft: true'")
    return DONE


def _clean(options: argparse.Namespace, console: Console) -> int:
    site: Site = config.load(options.root.resolve())
    for folder in (site.output, site.cache):
        shutil.rmtree(folder, ignore_errors=True)
    for path in site.root.glob("mkdocs.*.yml"):
        path.unlink()
    print("removed site/, .cache/ and the editions' configuration; articles, records and docs/ are untouched")
    return DONE


def _shown(path: Path) -> Path:
    """A path as short as it can be shown."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
