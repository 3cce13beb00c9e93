"""`build`, `serve`, `new`, `clean`: from content/ to the site.

In: the options of a command, a console. Out: files, lines, an exit code. Refuses what the stages refuse, as
`GeneratorError`, and as `ConfigError` a title without letters or one that there is already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable

from generator import config, finished
from generator.cli.console import (
    DONE,
    FAILED,
    NEEDS_EDITOR,
    Commands,
    Console,
    alone,
    of_system,
    present,
    shown,
    site,
)
from generator.config import Site
from generator.errors import BusyError, ConfigError, GeneratorError
from generator.files import write
from generator.finished import Before
from generator.run import Moment, Outcome


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Announce the commands to the parser."""
    offline = "open no connection; offline engines only"
    text = "convert, translate and build site/"
    command = commands.add_parser("build", help=text, description=text)
    command.add_argument("--offline", action="store_true", help=offline)
    command.add_argument("--frozen", action="store_true", help="fail (exit code 2) if anything were to be translated")
    command.set_defaults(run=_build)
    text = "build, serve site/ and rebuild what changes"
    command = commands.add_parser("serve", help=text, description=text)
    command.add_argument("--offline", action="store_true", help=offline)
    command.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    command.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    command.set_defaults(run=_serve)
    text = "begin an article"
    command = commands.add_parser("new", help=text, description=text)
    command.add_argument("title", help="the headline")
    command.set_defaults(run=_new)
    text = "remove site/ and what can be made again"
    commands.add_parser("clean", help=text, description=text).set_defaults(run=_clean)


def _build(options: argparse.Namespace, console: Console) -> int:
    made = site(options)
    started, clock = time.monotonic(), present()
    with alone(options, made):
        outcome, before = finished.look(made, clock)
        if outcome:
            console.stage("build", "", f"nothing has changed since the last one · {time.monotonic() - started:.1f} s")
        else:
            outcome = _made(made, clock, before, options, console)
    pages = sum(outcome.states.values())
    print(f"{pages} pages in {len(made.tags)} editions: {shown(made.output)}")
    if not pages:
        return FAILED
    if outcome.faults:
        print(f"{outcome.faults} faults withheld something; they are listed above", file=sys.stderr)
        return NEEDS_EDITOR
    return DONE


def _made(made: Site, clock: Moment, before: Before, options: argparse.Namespace, console: Console) -> Outcome:
    """A build that has something to do: only now is loaded what builds are made of."""
    from generator.workers import get_ready

    get_ready()
    from generator.pipeline import build

    return build(made, clock, os.environ, console, offline=options.offline, frozen=options.frozen, before=before)


def _serve(options: argparse.Namespace, console: Console) -> int:
    from generator.pipeline import Watch, build
    from generator.render.preview import preview

    watch = Watch(lambda: None)

    def rebuild(show: Callable[[], None], *, wait: bool = True) -> bool:
        watch.show = show
        try:
            made, clock = site(options), present()
            with alone(options, made, wait=wait):
                outcome, before = finished.look(made, clock, watch.left)
                if not outcome:
                    build(made, clock, os.environ, console, offline=options.offline, before=before, watch=watch)
            return outcome is None
        except BusyError:
            raise
        except GeneratorError as fault:
            print(f"error: {fault}", file=sys.stderr)
        except OSError as fault:
            print(f"error: {of_system(fault)}", file=sys.stderr)
        return False

    made = site(options)
    rebuild(watch.show, wait=False)
    print(f"http://{options.host}:{options.port}/ (Ctrl+C ends)")
    watched = [made.content, made.docs, config.theme_folder(), made.root / config.FILE]
    preview(made, rebuild, [path for path in watched if path.exists()], options.host, options.port)
    return DONE


def _new(options: argparse.Namespace, console: Console) -> int:
    from generator.read.frontmatter import slugify

    made = site(options)
    title = " ".join(options.title.split())
    slug = slugify(title)
    if not slug:
        raise ConfigError("the title has no letters", hint='Write make new TITLE="Some words"')
    day = present().day
    path = made.content / "articles" / f"{day.isoformat()}-{slug}.md"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    text = f'---\ntitle: "{quoted}"\ndate: {day.isoformat()}\nlang: {made.default}\ntopics: []\ndraft: true\n---\n\n'
    with alone(options, made):
        if path.exists():
            hint = "Write on in that file, or choose another title"
            raise ConfigError("there is such an article already", path=path.relative_to(made.root), hint=hint)
        write(path, text)
    print(f"{shown(path)}: write the text below the second ---, then remove 'draft: true'")
    return DONE


def _clean(options: argparse.Namespace, console: Console) -> int:
    made = site(options)
    with alone(options, made):
        for path in made.root.glob("mkdocs.*.yml"):
            path.unlink()
        for folder in (made.output, made.cache):  # which has the lock
            shutil.rmtree(folder, ignore_errors=True)
    print("removed site/, .cache/ and the editions' configuration; articles, records and docs/ are untouched")
    return DONE
