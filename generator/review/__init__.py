"""The editor's desk: standings → HTML pages that need no server, no script and nothing from a network.

In: standings with their texts, where the project lies, how the editor's program is addressed. Out: file name → HTML:
a page per article and locale with original and translation side by side, and an index of all of them; or everything
on one page. What articles, records and findings say is escaped, and the pages forbid scripts and requests besides.
Refuses, as `ConfigError`, a pattern for the editor's program that has no `{path}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.review.desk import EDITOR, Desk, Language, desk
from generator.standing import Standing

__all__ = ["EDITOR", "INDEX", "render", "render_one"]

INDEX = "index.html"


def render(standings: Sequence[Standing], root: Path, editor: str = EDITOR, *, left_out: int = 0) -> dict[str, str]:
    """File name → HTML for the index and a page per standing, originals aside. `root` is the project's folder;
    `left_out` says how many standings with nothing to look at the index does not list."""
    groups = _by_locale([desk(standing, root, editor, "n") for standing in _translated(standings)])
    environment = _environment()
    made = {INDEX: environment.get_template("index.html").render(groups=groups, left_out=left_out)}
    page = environment.get_template("page.html")
    for _, desks in groups:
        for place, shown in enumerate(desks):
            up = "../" * shown.page.count("/")
            after = up + desks[place + 1].page if place + 1 < len(desks) else ""
            made[shown.page] = page.render(desks=[shown], index=up + INDEX, after=after)
    return made


def render_one(standings: Sequence[Standing], root: Path, editor: str = EDITOR) -> str:
    """All standings on one page, to be sent or printed."""
    named = enumerate(_translated(standings), start=1)
    groups = _by_locale([desk(standing, root, editor, f"a{number}") for number, standing in named])
    desks = [shown for _, group in groups for shown in group]
    return _environment().get_template("page.html").render(desks=desks, index="", after="")


def _translated(standings: Sequence[Standing]) -> list[Standing]:
    return [standing for standing in standings if standing.translated]


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _by_locale(desks: Sequence[Desk]) -> list[tuple[Language, list[Desk]]]:
    """The desks of each locale: first those that need an editor, the newest articles first."""
    groups: dict[Language, list[Desk]] = {}
    for shown in sorted(desks, key=lambda shown: str(shown.standing.article.date or ""), reverse=True):
        groups.setdefault(shown.target, []).append(shown)
    order = dict.fromkeys(shown.target for shown in desks)
    return [
        (language, sorted(groups[language], key=lambda shown: not shown.standing.needs_editor)) for language in order
    ]
