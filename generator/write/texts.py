"""The texts of a page: what is noted of them when it is written, and what they are once somebody edited it.

In: a page's values, Markdown and translations; later the page as it was edited. Out: the traces of its texts and the
digest of its frame; later every text with its trace. Refuses, as `RecordError` with its line, an edited page with
conflict markers, without readable front matter, or with changes to something else than wording, which no record keeps.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import Any

import yaml

from generator import trace
from generator.errors import RecordError
from generator.files import unmerged
from generator.model import Article, Translation
from generator.places import blanked
from generator.trace import Found, Origin, Trace, dump, fingerprint, load
from generator.write.seal import Parts, digest, normal, taken_apart
from generator.yamlfile import parse

_BREAK = re.compile(r"(?: {2,}|\\)\n")


def noted(
    values: Mapping[str, Any], texts: Sequence[str], article: Article, translations: Sequence[Translation]
) -> str:
    """The traces of all texts of a page, in its order, as a line of front matter; `texts` are those of its Markdown."""
    first = list(_in_head(values))
    topics, around = len(values.get("topics") or ()), len(list(_around(values)))
    place = len(first) - topics - around
    single, named = list(translations[:place]), []
    for topic in article.topics:
        mine = place < len(translations) and translations[place].segment.kind == "topic"
        own = mine and translations[place].segment.text == topic.label
        named.append(translations[place] if own else None)
        place += own
    here = [_line(text) for text in texts]
    beside = translations[place : place + around]
    sources = [*single, *named, *beside, *_in_body(here, translations[place + around :])]
    return dump(_trace(text, found) for text, found in zip([*first, *here], sources, strict=True))


def _trace(text: str, found: Translation | None) -> Trace | None:
    """The trace of a text as a page shows it; what an engine drafted and a person approved is both."""
    if not found:
        return None
    approved = found.state == "approved"
    by_hand = found.state == "written" or (approved and not found.engine)
    return Trace(fingerprint(found.segment.text), fingerprint(text), by_hand, approved, found.stale)


def _in_body(texts: Sequence[str], translations: Sequence[Translation]) -> list[Translation | None]:
    """The translation of every text of a body. A text without a word has no place of its own on a page."""
    if len(texts) == len(translations):
        return list(translations)
    found: list[Translation | None] = [None] * len(texts)
    wanted = [translation.text for translation in translations]
    for match in SequenceMatcher(None, texts, wanted, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            found[match.a + step] = translations[match.b + step]
    return found


def framed(values: Mapping[str, Any], blank: str, line: str) -> str:
    """A digest of all that is not translated text: dates, names, code, the order of blocks; `blank` is the Markdown
    without its texts, `line` has their traces. A description that was made from the lede belongs to it: the next build
    would make it again."""
    texts = {"texts", "checksum"} | (set() if _is_notice(values) else {"title"})
    texts |= set() if values.get("lede_summary") else {"description"}
    kept = {key: value for key, value in values.items() if key not in texts} | _without_texts(values)
    ending, dateline = str(values.get("dateline_end", "")), str(values.get("dateline", ""))
    if "dateline_end" in values and dateline.endswith(ending):
        del kept["dateline"]
    topics = [topic for topic in values.get("topics") or () if isinstance(topic, dict)]
    head = len(list(_in_head(values))) - len(topics) - len(list(_around(values)))
    traces = load(line)[head : head + len(topics)]
    fixed = [trace is None for trace in traces] + [True] * (len(topics) - len(traces))
    kept["topics"] = [
        (topic.get("slug"), topic.get("label") if own else "") for topic, own in zip(topics, fixed, strict=True)
    ]
    return digest(f"{_canonical(kept)}\n{line}", blank)


def _canonical(values: Mapping[str, Any]) -> str:
    """Values as one text; days are told from texts that look like them."""
    try:
        return json.dumps(values, sort_keys=True, default=repr)
    except TypeError:  # keys that are no texts, which no page has as it is written
        return repr(values)


def read_texts(page: str, path: PurePath) -> tuple[Found, ...]:
    """The texts of an edited translation, in its order. Raises `RecordError`."""
    parts = _parts(page, path)
    values = parse(parts.head, path=path, error=RecordError, first_line=2).data
    if not values.get("texts"):
        hint = "Put the translation into the article's PO record and restore the page, or delete the page"
        raise RecordError("a page that shows the original was edited", path=path, hint=hint)
    line = str(values["texts"])
    traces = load(line)
    typed = yaml.load(parts.head, yaml.BaseLoader)  # which leaves a title such as "No" the word that it is
    blank, texts_in_body = blanked(parts.body)
    texts = [*_in_head({**values, **typed}), *map(_line, texts_in_body)]
    if comment := _comment(parts.head):
        hint = "Quote the '#' by putting the value in quotation marks, or remove the comment"
        raise RecordError("a '#' begins a comment, which would be lost", path=path, line=comment, hint=hint)
    if parts.frame != framed(values, blank, line) or len(texts) != len(traces):
        count = f", it has {len(texts)} texts in place of {len(traces)}" if len(texts) != len(traces) else ""
        hint = "Correct wording only; restore the rest (git diff shows it), or edit the PO record instead"
        raise RecordError(f"more than its texts was changed on the page{count}", path=path, hint=hint)
    return tuple(Found(trace, text) for trace, text in zip(traces, texts, strict=True) if trace)


def _comment(head: str) -> int:
    """The line of a page on which the first comment of its front matter stands; 0 where it has none."""
    values = [token for token in yaml.scan(head) if isinstance(token, yaml.ScalarToken)]
    spans = [(value.start_mark.index, value.end_mark.index) for value in values]
    signs = (match.start() for match in re.finditer("#", head))
    found = next((at for at in signs if not any(start <= at < end for start, end in spans)), -1)
    return head.count("\n", 0, found) + 2 if found >= 0 else 0


def kept(page: str) -> frozenset[str]:
    """The fingerprints of the texts that a person wrote or approved on a page as it was written."""
    line = re.search(r"^texts: (.*)$", normal(page).partition("\n---\n")[0], re.MULTILINE)
    return trace.kept(line[1]) if line else frozenset()


def origin(page: str, path: PurePath) -> Origin:
    """What a page tells of its translation as a whole, as far as it does. Raises `RecordError`."""
    told = parse(_parts(page, path).head, path=path, error=RecordError, first_line=2).data.get("translation")
    if not isinstance(told, dict):
        return Origin()
    engine, route, approver = (str(told.get(name) or "") for name in ("engine", "route", "approver"))
    day = told.get("date")
    return Origin(engine, route, day if isinstance(day, date) else None, approver)


def _parts(page: str, path: PurePath) -> Parts:
    if conflict := unmerged(normal(page)):
        hint = "Resolve the conflict in the file, then build again"
        raise RecordError("the page has conflict markers", path=path, line=conflict, hint=hint)
    parts = taken_apart(page)
    if not parts:
        hint = "Restore it from version control, or delete the page to have it written again"
        raise RecordError("the page has lost its front matter", path=path, line=1, hint=hint)
    return parts


def _is_notice(values: Mapping[str, Any]) -> bool:
    """Whether a page says that its article was withdrawn; its title is the theme's."""
    return values.get("template") == "withdrawn.html"


def _without_texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The picture and the corrections of a page without their words."""
    kept: dict[str, Any] = {}
    if isinstance(image := values.get("image"), dict):
        kept["image"] = {key: value if key not in ("alt", "caption") else bool(value) for key, value in image.items()}
    if isinstance(corrections := values.get("corrections"), list):
        kept["corrections"] = [item.get("date") if isinstance(item, dict) else item for item in corrections]
    return kept


def _around(values: Mapping[str, Any]) -> Iterator[str]:
    """The words of the picture and of the corrections."""
    image, corrections = values.get("image"), values.get("corrections")
    if isinstance(image, dict):
        yield from filter(None, (_line(str(image.get(name) or "")) for name in ("alt", "caption")))
    for item in corrections if isinstance(corrections, list) else ():
        yield _line(str(item.get("text", ""))) if isinstance(item, dict) else ""


def _in_head(values: Mapping[str, Any]) -> Iterator[str]:
    """Title, description unless the lede gave it, place, topics' labels, picture, corrections; each on one line."""
    if _is_notice(values):
        return
    yield _line(str(values.get("title", "")))
    if not values.get("lede_summary"):
        yield _line(str(values.get("description", "")))
    if "dateline_end" in values:
        yield _line(str(values.get("dateline", "")).removesuffix(str(values["dateline_end"])))
    for topic in values.get("topics") or ():
        yield _line(str(topic.get("label", ""))) if isinstance(topic, dict) else ""
    yield from _around(values)


def _line(text: str) -> str:
    return (_BREAK.sub("<br>", text).replace("\n", " ") if "\n" in text else text).strip()
