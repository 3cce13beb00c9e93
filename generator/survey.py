"""What is known of every article in every locale: nothing is written, no engine is asked.

In: the project's files and the day. Out: a `Standing` per article and locale, in the order of the articles' files and
of the configured locales, with a `Text` per segment: its entry as the next build would find it, what the checks say
about it, and its line in the PO record. Refuses, as `ConfigError`, a damaged glossary, a locale that is
not configured and a name that fits no article or several, as `LedgerError` a damaged ledger; a record or page that
cannot be taken over is a standing with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from generator import glossary as house
from generator.config import Site
from generator.editions import prepare
from generator.errors import ConfigError, RecordError, nearest
from generator.gather import gather
from generator.model import Article
from generator.report import Faults, Report
from generator.run import Moment, Run
from generator.standing import Standing, State, Text
from generator.translate import Words, inspect, terms_of
from generator.translate.records import Entry
from generator.translating import words_of
from generator.write.page import docs_path

__all__ = ["Standing", "Text", "find_article", "lines", "select", "survey"]

_LISTED = 8
"""How many articles a message lists at most."""


def survey(
    site: Site,
    moment: Moment,
    environment: Mapping[str, str],
    report: Report,
    *,
    article: str = "",
    locale: str = "",
) -> tuple[Standing, ...]:
    """The standings of everything in `content/`, or of one article (as `select` finds it) or one locale.

    Corrections that wait in `docs/` or in the records count as taken over and bear the day of `moment`. Articles that
    cannot be read are told to `report`. Raises `ConfigError` and `LedgerError`.
    """
    if locale and locale not in site.tags:
        raise ConfigError(f"'{locale}' is not among the locales", hint=nearest(locale, site.tags))
    words = house.load(site.content, site.root, site.tags)
    run = Run(site, moment, environment, words, Faults(report), offline=True)
    gathered = gather(site, moment, run.faults, keep=False)
    chosen = (select(gathered.articles, article),) if article else gathered.articles
    tags = (locale,) if locale else site.tags
    standings = [_standing(run, item, tag, gathered.edited) for item in chosen for tag in tags]
    known = words_of(run, [standing.task for standing in standings if standing.task], everywhere=True)
    return tuple(_inspected(standing, known, site.root) for standing in standings)


def find_article(site: Site, moment: Moment, report: Report, name: str) -> Article:
    """The article in `content/` that `select` finds. Raises `ConfigError`."""
    return select(gather(site, moment, Faults(report), keep=False).articles, name)


def select(articles: Sequence[Article], name: str) -> Article:
    """The article whose file, address, slug, page or record is called `name`, else the one in whose file name or
    address it occurs. Raises `ConfigError`, which lists the articles where several fit."""
    wanted = name.rstrip("/")
    found = [article for article in articles if _is_called(article, wanted)] or [
        article for article in articles if wanted.lower() in f"{article.path}\n{article.address}".lower()
    ]
    if len(found) == 1 and wanted:
        return found[0]
    if not found:
        hint = nearest(wanted, [article.path.stem for article in articles], "make status lists them")
        raise ConfigError(f"there is no article '{name}'", hint=hint)
    listed = ", ".join(str(article.path) for article in found[:_LISTED])
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise ConfigError(f"'{name}' fits {len(found)} articles: {listed}{more}", hint="Give more of the name")


def _is_called(article: Article, name: str) -> bool:
    file, address = article.path, article.address
    ends = (f"/{address}", f"/{address}.md", f"/{address}.po", f"/{file}")
    return name in (str(file), file.name, file.stem, address, address.rpartition("/")[2]) or name.endswith(ends)


def _standing(run: Run, article: Article, locale: str, edited: Set[tuple[str, str]]) -> Standing:
    """An article in one locale, not inspected yet. `edited` are the (locale, address) of originals' pages in `docs/`
    with changes that belong into `content/`."""
    if (locale, article.address) in edited:
        reason = f"{docs_path(locale, article.address)}: the page of an original was edited"
        return Standing(article, locale, "withheld", reason=f"{reason}. Move the change to {article.file}")
    if locale == article.locale:
        return Standing(article, locale, "original")
    try:
        task = prepare(article, locale, run.words, run.site.root, run.moment.day)
    except RecordError as fault:
        return Standing(article, locale, "withheld", reason=str(fault))
    if task.fault:
        return Standing(article, locale, "withheld", task, reason=str(task.fault))
    entries = task.work.entries
    state: State = "machine"
    if not all(entry.text for entry in entries):
        state = "fallback"
    elif task.record.approver and all(entry.approved for entry in entries):
        state = "reviewed"
    return Standing(article, locale, state, task)


def _inspected(standing: Standing, words: Words, root: Path) -> Standing:
    """The standing with its texts, each with what the checks find and where it stands in the record."""
    task = standing.task
    if not task:
        return standing
    path = root / standing.record
    places = lines(path.read_text(encoding="utf-8")) if path.exists() else {}
    texts = tuple(
        Text(segment, entry, findings, _line(entry, places), terms_of(segment.text, words.wordings[standing.locale]))
        for segment, entry, findings in zip(
            task.work.segments, task.work.entries, inspect(task.work, words), strict=True
        )
    )
    return replace(standing, texts=texts)


def lines(po: str) -> Mapping[str, int]:
    """Where entries begin in the text of a PO file: each `msgctxt` and `msgid` line as it stands there → the number,
    from 1, of the entry's `msgctxt` line. Obsolete entries do not count."""
    found: dict[str, int] = {}
    start = 0
    for number, line in enumerate(po.replace("\r\n", "\n").split("\n"), start=1):
        if line.startswith("msgctxt "):
            start = number
        if start and line.startswith(("msgctxt ", "msgid ")):
            found.setdefault(line, start)
    return found


def _line(entry: Entry, places: Mapping[str, int]) -> int:
    """By its key; a changed original has a new key, but the record still has the earlier original."""
    wanted = (
        f'msgctxt "{entry.key}"',
        *(f'msgid "{_escaped(text)}"' for text in (entry.source, entry.previous) if text),
    )
    return next((places[line] for line in wanted if line in places), 0)


def _escaped(text: str) -> str:
    """A text as a PO file writes it between quotation marks, on one line."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\t", r"\t").replace("\n", r"\n")
