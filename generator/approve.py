"""A person's word for the translation of an article, written into its PO record.

In: the standing of an article in one locale, the texts that are meant, a name. Out: an `Approval`, and the record on
disk; pages follow with the next build. An approved stale text counts for the new original: its draft and the earlier
original go; one that lacks a new wording of the glossary is approved as it is. Refuses, as `RecordError` and without
writing anything: an original, what is withheld, texts that are missing or outdated; as `ConfigError`: a name without
letters, an unknown segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.editions import Task
from generator.errors import ConfigError, RecordError, nearest
from generator.files import write
from generator.standing import Standing, Text
from generator.translate import records
from generator.translate.records import Entry


@dataclass(frozen=True, slots=True)
class Approval:
    """`approved` were not approved before, or stale; `already` had been all along; `warned` are those among both about
    which a check has something to say; `left` counts those that nobody has approved for the present original."""

    approved: tuple[Text, ...]
    already: tuple[Text, ...]
    warned: tuple[Text, ...]
    left: int


def approve(root: Path, standing: Standing, keys: Sequence[str], name: str) -> Approval:
    """Approve the texts with these keys (all, where none is given) in the name of `name`, which is recorded once
    every text is approved; beside those who answer for the others. Doing it again changes nothing."""
    who = " ".join(name.split())
    if not any(map(str.isalpha, who)):
        raise ConfigError("an approval needs a name", hint='Give --by "First Last"')
    task = _task(standing)
    chosen = _chosen(standing, keys)
    _refuse_unfinished(standing, chosen)
    wanted = {text.segment.key: text for text in chosen}
    entries = tuple(
        _accepted(entry, wanted[entry.key]) if entry.key in wanted else entry for entry in task.work.entries
    )
    left = sum(not entry.approved or entry.stale for entry in entries)
    approver = who if len(chosen) == len(entries) else records.signed(task.record.approver, who)
    approver = task.record.approver if left else approver
    record = replace(task.record, entries=entries, obsolete=task.obsolete, approver=approver)
    source = standing.article
    text = records.dump(record, locale=standing.locale, source_locale=source.locale, source=source.path)
    write(root / standing.record, text)
    fresh = tuple(item for item in chosen if not item.entry.approved or item.needs_editor)
    warned = tuple(item for item in chosen if any(finding.severity != "note" for finding in item.findings))
    return Approval(fresh, tuple(item for item in chosen if item not in fresh), warned, left)


def _accepted(entry: Entry, text: Text) -> Entry:
    return replace(entry, approved=True, terms=text.terms, previous="", draft="")


def _task(standing: Standing) -> Task:
    """The task of a translation that can be approved at all."""
    if not standing.translated:
        hint = "Approve it in another locale"
        message = f"'{standing.locale}' is the language it was written in"
        raise RecordError(message, path=standing.article.path, hint=hint)
    if standing.state == "withheld" or not standing.task:
        raise RecordError(f"nothing was approved: {standing.reason}")
    return standing.task


def _chosen(standing: Standing, keys: Sequence[str]) -> tuple[Text, ...]:
    known = [text.segment.key for text in standing.texts]
    for key in keys:
        if key not in known:
            raise ConfigError(f"{standing.record} has no segment '{key}'", hint=nearest(key, known))
    return tuple(text for text in standing.texts if not keys or text.segment.key in keys)


def _refuse_unfinished(standing: Standing, chosen: Sequence[Text]) -> None:
    missing = [text for text in chosen if text.missing]
    bare = [text for text in missing if not text.entry.text]
    if bare:
        hint = "Run make build, or write the translation into the record"
        raise RecordError(_counted(bare, chosen, "without a translation"), path=standing.record, hint=hint)
    if missing:
        hint = "Run make build for new drafts, or write the translation into the record"
        why = f"whose draft is outdated, because {missing[0].outdated_by} has changed"
        raise RecordError(_counted(missing, chosen, why), path=standing.record, hint=hint)


def _counted(some: Sequence[Text], chosen: Sequence[Text], what: str) -> str:
    return f"{len(some)} of {len(chosen)} texts {what}, the first “{some[0].segment.text[:40]}”"
