"""`export`, `import`, `convert`: translations to a translator's program and back, articles from other programs.

In: the options of a command, a console, for `import` files in XLIFF 2 or the folder of a blog, for `convert` a file of
any format. Out: files and their paths on stdout, records with corrections, articles, an exit code. Refuses, as
`ConfigError`, `RecordError` or `ReadError`, an article, a locale or a folder that does not exist and a file that cannot
be taken in; of a file or a folder that can, single texts are refused and named.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path, PurePosixPath

from generator.cli.console import DONE, NEEDS_EDITOR, Commands, Console, alone, present, shown, site
from generator.config import Site

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
    text = "take over what a translator changed in XLIFF files, as corrections; or the articles in a blog's folder"
    command = commands.add_parser("import", help=text, description=text)
    more = "XLIFF 2.0 or 2.1, or the folder of a blog of Hugo, Jekyll, Pelican or MkDocs Material"
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help=more)
    command.add_argument(
        "--by", default="", metavar="NAME", help="who answers for the texts that are final, beside those on record"
    )
    command.set_defaults(run=_import)
    text = "show what a file of any format becomes: Markdown with front matter"
    command = commands.add_parser("convert", help=text, description=text)
    command.add_argument("file", type=Path, metavar="FILE", help="an article, anywhere")
    command.set_defaults(run=_convert)


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
    folders = [file for file in options.files if file.is_dir()]
    for folder in folders:
        with alone(options, made):
            refused += _take_over(made, folder, console)
    for file in options.files:
        if file in folders:
            continue
        with alone(options, made):
            taken = take_in(made, present(), console, file, name=options.by)
        refused += len(taken.refused)
        for fault in taken.refused:
            console.fault(fault)
        counts = f"{taken.corrected} corrected, {taken.approved} approved, {taken.unchanged} unchanged"
        print(f"{shown(file.resolve())}: {counts}, {len(taken.refused)} refused")
    print("make build publishes what was taken over")
    return NEEDS_EDITOR if refused else DONE


def _take_over(made: Site, folder: Path, console: Console) -> int:
    """Move a blog's folder over; returns how many files stay where they are."""
    from generator.takeover import take_over

    moved = refused = pictures = 0
    for taken in take_over(made, folder):
        pictures += taken.pictures
        moved += taken.target is not None
        refused += taken.target is None
        if taken.fault:
            console.fault(taken.fault)
        elif taken.target:
            print(f"{shown(taken.file.resolve())} → {shown(taken.target.resolve())}")
        if taken.left:
            console.notice(f"{shown(taken.file.resolve())}: not carried over: {', '.join(taken.left)}")
    print(f"{shown(folder.resolve())}: {moved} articles with {pictures} pictures moved over, {refused} files left out")
    return refused


def _convert(options: argparse.Namespace, console: Console) -> int:
    from generator.read import convert, limits, written

    path: Path = options.file
    name = PurePosixPath(shown(path.resolve()).as_posix())
    several = limits.bounded(lambda: convert(path.read_bytes(), name), name)
    for handed in several:
        if len(several) > 1:
            console.notice(handed.key)
        print(written(handed))
    return DONE
