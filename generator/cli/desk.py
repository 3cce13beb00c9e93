"""`status`, `review`, `approve`: what an editor sees of the translations, and says of them.

In: the options of a command, a console. Out: tables, paths and confirmations on stdout, HTML pages, a record with its
approvals, an exit code. Refuses, as `ConfigError` or `RecordError`, an article or a locale that does not exist, and
what cannot be approved.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.console import DONE, NEEDS_EDITOR, Commands, Console, aligned, alone, present, shown, site
from generator.errors import ConfigError
from generator.files import write

if TYPE_CHECKING:
    from generator.standing import Standing

Run = Callable[[argparse.Namespace, Console], int]

_HEAD = ("locale", "state", "segments", "approved", "stale", "flagged", "missing", "day", "engine", "article")
_NUMBERS = range(2, 7)
_ARTICLE = "file name, address, slug or a part of them that fits one article"


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Announce the commands to the parser."""
    text = "the state of every article in every locale"
    more = (
        "The state that the texts known now give every article in every locale. Asks no engine and writes nothing. "
        "Exit code 0; with --check 1, if anything needs an editor."
    )
    command = _command(commands, "status", text, more, _status)
    command.add_argument("--json", action="store_true", help="for programs: a list of objects")
    command.add_argument(
        "--check", action="store_true", help="exit code 1 if a text is stale, flagged or missing or a page withheld"
    )
    text = "write pages with originals and translations side by side"
    more = (
        "Write HTML pages, to be read on this machine, with originals and translations side by side, and print where "
        "they begin. They hold the translations with a finding or with a stale or missing text."
    )
    command = _command(commands, "review", text, more, _review)
    command.add_argument("--all", action="store_true", help="translations with nothing that needs an editor, too")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="everything on one page, in this file")
    command.add_argument(
        "--editor",
        default="",
        metavar="ADDRESS",
        help="how a line of a record is addressed, such as vscode://file/{path}:{line} (default: file://{path})",
    )
    text = "record that somebody answers for a translation"
    more = (
        "Record that somebody answers for a translation, or for some of its texts. A stale text is accepted for the "
        "new original. Writes the PO record only; make build publishes it."
    )
    command = commands.add_parser("approve", help=text, description=more)
    command.add_argument("article", help=_ARTICLE)
    command.add_argument("--locale", required=True, metavar="TAG", help="the translation's locale")
    command.add_argument("--by", required=True, metavar="NAME", help="who answers for it")
    command.add_argument("--segment", nargs="+", default=[], metavar="KEY", help="these texts only (default: all)")
    command.set_defaults(run=_approve)


def _command(
    commands: Commands[argparse.ArgumentParser], name: str, text: str, more: str, run: Run
) -> argparse.ArgumentParser:
    """A command about everything, one article or one locale."""
    command = commands.add_parser(name, help=text, description=more)
    command.add_argument("article", nargs="?", default="", help=f"one article only: {_ARTICLE}")
    command.add_argument("--locale", default="", metavar="TAG", help="one locale only")
    command.set_defaults(run=run)
    return command


def _status(options: argparse.Namespace, console: Console) -> int:
    from generator.survey import survey

    standings = survey(site(options), present(), os.environ, console, article=options.article, locale=options.locale)
    if options.json:
        print(json.dumps([_values(standing) for standing in standings], ensure_ascii=False, indent=1))
    else:
        for line in _table(standings) + _summary(standings):
            print(line)
    return NEEDS_EDITOR if options.check and any(standing.needs_editor for standing in standings) else DONE


def _table(standings: Sequence[Standing]) -> list[str]:
    """Aligned columns, the longest last, and below them why something is withheld."""
    table = [_HEAD, *(_cells(standing) for standing in standings)]
    return aligned(table, _NUMBERS) + [f"withheld: {standing.reason}" for standing in standings if standing.reason]


def _cells(standing: Standing) -> tuple[str, ...]:
    numbers = ("",) * len(_NUMBERS)
    if standing.texts:
        counts = (len(standing.texts), standing.approved, standing.stale, standing.flagged, standing.missing)
        numbers = tuple(map(str, counts))
    engines = ", ".join(standing.makers)
    return (standing.locale, standing.state, *numbers, str(standing.day or ""), engines, standing.article.address)


def _summary(standings: Sequence[Standing]) -> list[str]:
    """One line per locale."""
    lines = []
    for locale in dict.fromkeys(standing.locale for standing in standings):
        own = [standing for standing in standings if standing.locale == locale]
        states = dict.fromkeys(standing.state for standing in own)
        parts = [f"{sum(item.state == state for item in own)} {state}" for state in states]
        parts += [
            f"{sum(item.stale for item in own)} stale",
            f"{sum(item.flagged for item in own)} flagged",
            f"{sum(item.missing for item in own)} missing",
        ]
        lines.append(f"{locale}: {' · '.join(parts)}")
    return lines


def _values(standing: Standing) -> dict[str, object]:
    """A standing for programs; where there is no translation, its numbers are 0."""
    return {
        "article": str(standing.article.path),
        "address": standing.article.address,
        "locale": standing.locale,
        "state": standing.state,
        "reason": standing.reason,
        "record": str(standing.record) if standing.translated else "",
        "segments": len(standing.texts),
        "approved": standing.approved,
        "stale": standing.stale,
        "flagged": standing.flagged,
        "missing": standing.missing,
        "engines": list(standing.makers),
        "day": str(standing.day or ""),
    }


def _review(options: argparse.Namespace, console: Console) -> int:
    from generator import review
    from generator.survey import survey

    made = site(options)
    if options.output and options.output.is_dir():
        raise ConfigError(f"'{options.output}' is a folder", hint="Give -o the name of a file, such as review.html")
    standings = survey(made, present(), os.environ, console, article=options.article, locale=options.locale)
    translations = [standing for standing in standings if standing.translated]
    wanted = [item for item in translations if options.all or options.article or item.needs_editor]
    if options.output:
        write(options.output, review.render_one(wanted, made.root, options.editor or review.EDITOR))
        print(shown(options.output.resolve()))
        return DONE
    folder = made.cache / "review"
    pages = review.render(wanted, made.root, options.editor or review.EDITOR, left_out=len(translations) - len(wanted))
    with alone(options, made):
        shutil.rmtree(folder, ignore_errors=True)
        for name, page in pages.items():
            write(folder / name, page)
    others = [name for name in pages if name != review.INDEX]
    print(shown(folder / (others[0] if len(others) == 1 else review.INDEX)))
    return DONE


def _approve(options: argparse.Namespace, console: Console) -> int:
    from generator.approve import approve
    from generator.survey import survey

    made = site(options)
    with alone(options, made):
        (standing,) = survey(made, present(), os.environ, console, article=options.article, locale=options.locale)
        approval = approve(made.root, standing, options.segment, options.by)
    for text in approval.warned:
        for finding in text.findings:
            print(f"{standing.record}:{text.line}: {finding.severity}: {finding.check}: {finding.message}")
    counts = f"{len(approval.approved)} approved now, {len(approval.already)} before, {approval.left} left"
    print(f"{standing.record}: {counts}")
    whose = f"{options.by} answers for the {standing.locale} edition; " if not approval.left else ""
    print(f"{whose}make build publishes it")
    return DONE
