"""`export`, `import`: translations to a translator's program and back.

In: the options of a command, a console, for `import` files in XLIFF 2. Out: files and their paths on stdout, records
with corrections, an exit code. Refuses, as `ConfigError` or `RecordError`, an article or a locale that does not exist
and a file that cannot be taken in; of a file that can, single texts are refused and named.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from generator.cli.console import DONE, NEEDS_EDITOR, Commands, Console, alone, present, shown, site

FORMS = ("xliff", "tmx")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Announce the commands to the parser."""
    text = "write translations for a translator's program: XLIFF 2.1, or a translation memory (TMX)"
    command = commands.add_parser("export", help=text, description=text)
    command.add_argument(
        "article", nargs="?", default="", help="file name, address, slug or a part of them (default: all articles)"
    )
    command.add_argument("--locale", default="", metavar="TAG", help="one locale only")
    command.add_argument("--form", choices=FORMS, default="xliff", help="default: %(default)s")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="where the files go (default: .cache/export)"
    )
    command.set_defaults(run=_export)
    text = "take over what a translator changed in XLIFF files, as corrections"
    command = commands.add_parser("import", help=text, description=text)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="XLIFF 2.0 or 2.1")
    command.add_argument(
        "--by", default="", metavar="NAME", help="who answers for the texts that are final, beside those on record"
    )
    command.set_defaults(run=_import)


def _export(options: argparse.Namespace, console: Console) -> int:
    from generator.interchange import export

    made = site(options)
    folder = options.output or made.cache / "export"
    with alone(options, made):
        paths = export(
            made,
            present(),
            os.environ,
            console,
            folder,
            form=options.form,
            article=options.article,
            locale=options.locale,
        )
    for path in paths:
        print(shown(path.resolve()))
    return DONE


def _import(options: argparse.Namespace, console: Console) -> int:
    from generator.interchange import take_in

    made, refused = site(options), 0
    for file in options.files:
        with alone(options, made):
            taken = take_in(made, present(), console, file, name=options.by)
        refused += len(taken.refused)
        for fault in taken.refused:
            console.fault(fault)
        counts = f"{taken.corrected} corrected, {taken.approved} approved, {taken.unchanged} unchanged"
        print(f"{shown(file.resolve())}: {counts}, {len(taken.refused)} refused")
    print("make build publishes what was taken over")
    return NEEDS_EDITOR if refused else DONE
