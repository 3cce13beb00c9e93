"""`fetch`: feeds of others → files in `content/articles/`.

In: the options of the command, a console. Out: a file per feed, a line each, an exit code. Refuses, as `FetchError`,
what cannot or must not be fetched; of several feeds one that fails does not stop the others.
"""

from __future__ import annotations

import argparse

from generator.cli.console import DONE, NEEDS_EDITOR, Commands, Console, alone, present, shown, site
from generator.errors import ConfigError, FetchError, ReadError


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Announce the command to the parser."""
    text = "fetch feeds (RSS, Atom, JSON Feed) into content/articles/; what has not changed is not sent again"
    command = commands.add_parser("fetch", help=text, description=text)
    command.add_argument("urls", nargs="+", metavar="URL", help="http or https")
    command.add_argument("--name", default="", help="name of the file, without ending (default: made of the address)")
    command.set_defaults(run=_fetch)


def _fetch(options: argparse.Namespace, console: Console) -> int:
    from generator.fetch import fetch

    made, moment, failed = site(options), present(), 0
    if options.name and len(options.urls) > 1:
        raise ConfigError("--name is for one feed", hint="Fetch the feeds one by one, or leave it out")
    for url in options.urls:
        try:
            with alone(options, made):
                found = fetch(made, url, moment, name=options.name)
        except (FetchError, ReadError) as fault:
            console.fault(fault)
            failed += 1
            continue
        merged = found.merged
        told = f"{merged.new} new, {merged.changed} changed, {merged.kept} as they were" if merged else "nothing new"
        print(f"{shown(made.root / found.path)}: {told}")
    return NEEDS_EDITOR if failed else DONE
