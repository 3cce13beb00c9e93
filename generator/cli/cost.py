"""`plan`, `retranslate`: what a build would ask of the engines and what that costs; better drafts for old ones.

In: the options of a command, a console, for `retranslate` a yes from the terminal. Out: a table on stdout, an exit
code. Refuses, as `ConfigError`, an engine, a locale or an article that does not exist, and to go on without a yes.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.cli.console import DONE, FAILED, NEEDS_EDITOR, Commands, Console, aligned, alone, present, shown, site
from generator.config import Site
from generator.engine_settings import EngineSetting
from generator.errors import ConfigError, nearest
from generator.run import Renewal

if TYPE_CHECKING:
    from generator.translate import Planned

_HEAD = ("engine", "locale", "segments", "characters", "requests", "remembered", "price")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Announce the commands to the parser."""
    offline = "open no connection; offline engines only"
    text = "what a build would translate and what it would cost, without translating"
    command = commands.add_parser("plan", help=text, description=text)
    command.add_argument("--offline", action="store_true", help=offline)
    command.set_defaults(run=_plan)
    text = "replace drafts that nobody approved by another engine's"
    more = (
        "Replace drafts that nobody approved by another engine's. Shows the plan with its price and asks before it "
        "begins. Approved texts are never touched."
    )
    command = commands.add_parser("retranslate", help=text, description=more)
    command.add_argument("article", nargs="?", default="", help="file name, address, slug or a part of them")
    command.add_argument(
        "--engine", default="", metavar="NAME", help="the engine to ask (default: the first in mkdocs.yml)"
    )
    command.add_argument("--locale", default="", metavar="TAG", help="one locale only")
    command.add_argument("--offline", action="store_true", help=offline)
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.set_defaults(run=_retranslate)


def _plan(options: argparse.Namespace, console: Console) -> int:
    from generator.pipeline import planned

    made = site(options)
    rows = planned(made, present(), os.environ, console, offline=options.offline)
    _print_plan(rows, made)
    return DONE


def _retranslate(options: argparse.Namespace, console: Console) -> int:
    from generator.pipeline import build, planned

    made, clock = site(options), present()
    renewal = _renewal(options, made, console)
    rows = planned(made, clock, os.environ, console, offline=options.offline, renewal=renewal)
    _print_plan(rows, made)
    if not any(row.segments or row.remembered for row in rows):
        return DONE
    if not options.yes and not _confirmed():
        print("nothing was translated", file=sys.stderr)
        return FAILED
    with alone(options, made):
        outcome = build(made, clock, os.environ, console, offline=options.offline, renewal=renewal)
    print(f"{sum(outcome.states.values())} pages in {len(made.tags)} editions: {shown(made.output)}")
    return NEEDS_EDITOR if outcome.faults else DONE


def _renewal(options: argparse.Namespace, made: Site, console: Console) -> Renewal:
    """What is to be drafted anew, with a locale and an article that exist; engines are checked where they are made."""
    from generator.survey import find_article

    if options.locale and options.locale not in made.tags:
        raise ConfigError(f"'{options.locale}' is not among the locales", hint=nearest(options.locale, made.tags))
    address = ""
    if options.article:
        address = find_article(made, present(), console, options.article).address
    return Renewal(options.engine, options.locale, address)


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise ConfigError("nobody can be asked, because this is no terminal", hint="Add --yes to go on without asking")
    print("go on? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _print_plan(rows: Sequence[Planned], made: Site) -> None:
    if not rows:
        print("nothing to translate")
        return
    settings = {setting.name: setting for setting in made.engines}
    table: list[Sequence[str]] = [_HEAD]
    for engine in dict.fromkeys(row.engine for row in rows):
        own = [row for row in rows if row.engine == engine]
        table += [_cells(engine, row.locale, [row], settings) for row in own]
        if len(own) > 1:
            table.append(_cells(engine, "all", own, settings))
    if len({row.engine for row in rows}) > 1:
        table.append(_cells("all", "all", rows, settings))
    for line in aligned(table, range(2, len(_HEAD))):
        print(line)
    for line in _over_budget(rows, settings):
        print(line)


def _cells(engine: str, locale: str, rows: Sequence[Planned], settings: Mapping[str, EngineSetting]) -> tuple[str, ...]:
    """A line of the table; the price is that of the rows whose engine has one."""
    prices = [_price(row, settings) for row in rows]
    known = [price for price in prices if price is not None]
    return (
        engine,
        locale,
        str(sum(row.segments for row in rows)),
        str(sum(row.characters for row in rows)),
        str(sum(row.requests for row in rows)),
        str(sum(row.remembered for row in rows)),
        f"{sum(known):.2f}" if known else "–",
    )


def _price(row: Planned, settings: Mapping[str, EngineSetting]) -> float | None:
    """What a row costs at the configured price per million characters."""
    rate = settings[row.engine].price if row.engine in settings else None
    return None if rate is None else row.characters * rate / 1_000_000


def _over_budget(rows: Sequence[Planned], settings: Mapping[str, EngineSetting]) -> list[str]:
    """A line per engine that would be asked for more than its configuration allows."""
    told = []
    for name, setting in settings.items():
        sent = sum(row.characters for row in rows if row.engine == name)
        if setting.budget and sent > setting.budget:
            told.append(
                f"{name}: {sent} characters are more than max_characters_per_build allows ({setting.budget}); "
                "a build would not ask it. Raise it in mkdocs.yml or translate fewer articles"
            )
    return told
