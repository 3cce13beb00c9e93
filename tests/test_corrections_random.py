"""Random sequences of edits and builds against a simple model: no correction is ever lost.

The model knows, per source text, what a person last made of it. After every build that text is published where its
source is in the article, also where somebody doubts it, kept as an obsolete entry where it is not, or stands untouched
in a file that was refused.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from correcting import ARTICLE, MARKERS, ORIGINAL, PAGE, RECORD, Desk
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from generator.translate.records import Entry

pytestmark = pytest.mark.site

PLACE = st.integers(0, 5)
NAMES = ["ponte", "strada", "mercato", "teatro", "porto", "giardino", "museo", "stadio"]
CHANGES = ["cambia", "insert", "remove", "move", "split", "merge", "headline", "day"]
FILES = st.sampled_from([PAGE, RECORD])


class Newsroom(RuleBasedStateMachine):
    """What people do to the files of one article, and what must be true after each build."""

    tally: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.number = 0
        self.known: dict[str, str] = {}  # source → a person's text, taken over by a build
        self.on_page: dict[str, str] = {}  # the same, not yet built
        self.in_record: dict[str, str] = {}
        self.approvals: dict[str, str] = {}  # source → draft, likewise
        self.doubted: set[str] = set()  # sources of a person's texts that are fuzzy again
        self.pages: list[tuple[bytes, list[str]]] = []  # every page published, with the sources of its texts
        self.sources: list[str] = []  # those of the page on disk
        self.old = False  # the page on disk is not the last one published
        self.marked: dict[str, bytes] = {}  # files with conflict markers, as they were before
        self.desk = Desk.open(Path(self.folder.name), *(self._paragraph() for _ in range(3)))
        self._build()

    def teardown(self) -> None:
        self._mend()
        self._build()
        self.tally["made"] += len(self.known)
        self.tally["kept"] += sum(self._keeps(source, text) for source, text in self.known.items())
        self.tally["runs"] += 1
        self.folder.cleanup()

    def _paragraph(self) -> str:
        self.number += 1
        name = NAMES[self.number % len(NAMES)]
        return f"Il {name} apre la porta {self.number} del quartiere. Tutti vedono il {name} numero {self.number} oggi."

    def _words(self) -> str:
        self.number += 1
        return f"Phrase {self.number} de la main. Une autre suit."

    # --- corrections

    @precondition(lambda self: self.desk.has(PAGE) and not self.marked)
    @rule(place=PLACE)
    def correct_page(self, place: int) -> None:
        sources = [source for source in self.sources if source not in self.on_page]
        if sources:
            source, text = sources[place % len(sources)], self._words()
            was = self.desk.published()[self.sources.index(source)]
            self.desk.replace(PAGE, was, text)
            self.on_page[source] = text

    @precondition(lambda self: self.desk.has(RECORD) and not self.marked)
    @rule(place=PLACE, alike=st.booleans())
    def correct_record(self, place: int, alike: bool) -> None:
        entries = [entry for entry in self.desk.record().entries if entry.source != "ROMA"]
        entry = entries[place % len(entries)]
        text = self.on_page[entry.source] if alike and entry.source in self.on_page else self._words()
        self.desk.correct_record(entry.source, text)
        self.approvals.pop(entry.source, None)
        self.in_record[entry.source] = text

    @precondition(lambda self: bool(self.on_page) and self.desk.has(RECORD) and not self.marked)
    @rule(place=PLACE)
    def correct_the_same_text_in_the_record(self, place: int) -> None:
        texts = self.desk.texts()
        both = [source for source in self.on_page if texts.get(source)]
        if both:
            source = both[place % len(both)]
            self.in_record[source] = self._words()
            self.desk.correct_record(source, self.in_record[source])
            self.approvals.pop(source, None)

    @precondition(lambda self: self.desk.has(RECORD) and not self.marked)
    @rule(place=PLACE)
    def approve(self, place: int) -> None:
        drafts = [entry for entry in self.desk.record().entries if not entry.approved and not entry.corrected]
        if drafts:
            entry = drafts[place % len(drafts)]
            self.desk.approve(entry.source)
            self.doubted.discard(entry.source)
            self.approvals[entry.source] = entry.text

    @precondition(lambda self: self.desk.has(RECORD) and not self.marked)
    @rule(place=PLACE)
    def doubt(self, place: int) -> None:
        """Set "Needs work" on what a person wrote."""
        written = [entry for entry in self.desk.record().entries if entry.approved and entry.by_hand]
        written = [entry for entry in written if not entry.corrected and not entry.stale]
        if written:
            source = written[place % len(written)].source
            self.desk.doubt(source)
            self.doubted.add(source)

    # --- the source

    @rule(change=st.sampled_from(CHANGES), place=PLACE, to=PLACE)
    def change_source(self, change: str, place: int, to: int) -> None:
        texts, self.number = self.desk.paragraphs, self.number + 1
        at = place % len(texts) if texts else 0
        if change == "headline":
            self.desk.headline = f"Il ponte {self.number}"
        elif change == "day":
            self.desk.day = f"{self.number % 28 + 1} settembre 2025"
        elif change == "insert" or not texts:
            texts.insert(at, self._paragraph())
        elif change == "cambia":
            texts[at] = texts[at].replace("oggi", f"oggi e {self.number}")
        elif change == "remove":
            del texts[at]
        elif change == "move":
            texts.insert(to % len(texts), texts.pop(at))
        elif change == "split":
            texts[at : at + 1] = [f"{part.rstrip('.')}." for part in texts[at].split(". ")]
        elif change == "merge":
            texts[at : at + 2] = [" ".join(texts[at : at + 2])]
        self.desk.save()

    @precondition(lambda self: len(self.desk.record().obsolete) > 0 if self._readable() else False)
    @rule(place=PLACE)
    def bring_back_a_paragraph(self, place: int) -> None:
        gone = [entry for entry in self.desk.record().obsolete if entry.key.startswith("paragraph-")]
        gone = [entry for entry in gone if entry.source not in self.desk.paragraphs and "Comincia" not in entry.source]
        if gone:
            self.desk.paragraphs.append(gone[place % len(gone)].source)
            self.desk.save()

    @precondition(lambda self: not self.marked)
    @rule()
    def rename_the_source(self) -> None:
        """Of a file that was changed all over since the last build nobody knows what it was called before."""
        if PAGE not in self._build():
            self.desk.delete(self.desk.article)
            self.number += 1
            self.desk.article = ARTICLE.replace("ponte", f"nome-{self.number}")
            self.desk.save()
            self._build()

    @rule(wording=st.sampled_from(["apre: {fr: ouvre}", "porta: {fr: porte}", "vedono: {fr: voient}"]))
    def change_the_glossary(self, wording: str) -> None:
        self.desk.project.write("content/glossary.yml", f"terms:\n  {wording}\n")

    # --- the files

    @precondition(lambda self: not self.marked)
    @rule(name=FILES, start=st.sampled_from([b"", b"\xef\xbb\xbf"]), end=st.sampled_from([b"\n", b"\r\n"]))
    def another_editor(self, name: str, start: bytes, end: bytes) -> None:
        if self.desk.has(name) and not self.desk.bytes(name).startswith(b"\xef"):
            self.desk.project.write(name, start + self.desk.bytes(name).replace(b"\r\n", b"\n").replace(b"\n", end))

    @precondition(lambda self: not self.marked)
    @rule(name=st.sampled_from([PAGE, RECORD, ORIGINAL]))
    def merge_badly(self, name: str) -> None:
        if self.desk.has(name):
            self.marked[name] = self.desk.bytes(name)
            self.desk.project.write(name, self.marked[name] + MARKERS.encode())

    @precondition(lambda self: not self.marked)
    @rule(place=PLACE)
    def put_an_older_page_back(self, place: int) -> None:
        data, self.sources = self.pages[place % len(self.pages)]
        self.desk.project.write(PAGE, data)
        self.old = data != self.pages[-1][0]
        self.on_page.clear()

    @precondition(lambda self: not self.marked)
    @rule(name=st.sampled_from([PAGE, ".cache", "docs", RECORD]))
    def delete(self, name: str) -> None:
        """A record is only deleted where nothing waits in it, and the page has what it had."""
        if name == RECORD:
            self._build()
            entries = self.desk.record().entries if not self.marked and self.desk.has(RECORD) else ()
            if not entries or self.on_page:
                return
            here = {entry.source for entry in entries if entry.kept and not entry.stale}
            self.known = {source: text for source, text in self.known.items() if source in here}
        if self.desk.has(name):
            self.desk.delete(name)
        if name in (PAGE, "docs"):
            self.on_page.clear()
        if name == RECORD:
            self._build()

    @precondition(lambda self: not self.marked)
    @rule(what=st.sampled_from(["article", "locale"]))
    def take_away_and_build_and_bring_back(self, what: str) -> None:
        self._build()
        if self.on_page:
            return
        if what == "article":
            self.desk.delete(self.desk.article)
        else:
            self.desk.locales("it")
            self.desk.project.write("content/glossary.yml", "")
        self.desk.clean()
        assert not self.desk.has(PAGE)
        self.desk.locales("it", "fr")
        self.desk.save()
        self._build()

    # --- builds

    @rule()
    def build(self) -> None:
        self._build()

    def _build(self) -> set[str]:
        """Build twice: what can be taken over is, what cannot be stays as it is, and the second build finds it so."""
        before = {name: self.desk.bytes(name) for name in (PAGE, RECORD, ORIGINAL) if self.desk.has(name)}
        told = self.desk.build().told
        refused = self._refused(told)
        for name in refused:
            assert self.desk.bytes(name) == before[name], f"{name} was overwritten"
        if PAGE not in refused and RECORD not in refused:
            self.doubted -= self.in_record.keys() | self.on_page.keys()
            self.known |= self.approvals | self.in_record | self.on_page
            self.approvals, self.in_record, self.on_page = {}, {}, {}
            self.sources = [source for source in self.desk.texts() if source != "ROMA"]
            self.pages.append((self.desk.bytes(PAGE), self.sources))
            self.old = False
        after = {name: self.desk.bytes(name) for name in before}
        assert self.desk.build().told == told
        assert after == {name: self.desk.bytes(name) for name in before}, "a second build changed something"
        self.tally["builds"] += 2
        return refused

    def _refused(self, told: list[str]) -> set[str]:
        """The files that a build refused; each with a reason that the model knows, and naming what was written."""
        names = {name for name in (PAGE, RECORD, ORIGINAL) if any(line.startswith(f"{name}:") for line in told)}
        assert len(names) == len(told), told
        for line in told:
            if "conflict markers" in line or "original was edited" in line:
                assert line.split(":")[0] in self.marked
            elif "corrected differently" in line:
                assert any(text in line for text in self.on_page.values())
                both = [s for s in self.on_page if self.in_record.get(s, self.on_page[s]) != self.on_page[s]]
                assert both or self.old
                self.tally["conflicts"] += 1
            else:
                assert "older than the record" in line, line
                assert self.old
        return names | ({RECORD} if PAGE in names else set())

    @precondition(lambda self: bool(self.marked) or bool(self.on_page))
    @rule()
    def mend_what_was_refused(self) -> None:
        self._mend()

    def _mend(self) -> None:
        """Resolve conflicts as a person would: markers go; of two corrections the record's stays."""
        for name, data in self.marked.items():
            self.desk.project.write(name, data)
        self.marked.clear()
        if PAGE in self._build():
            self.desk.project.write(PAGE, self.pages[-1][0])
            self.on_page.clear()

    def _readable(self) -> bool:
        return self.desk.has(RECORD) and RECORD not in self.marked

    # --- what must be true

    @invariant()
    def every_correction_is_somewhere(self) -> None:
        if hasattr(self, "desk") and self._readable():
            lost = {source: text for source, text in self.known.items() if not self._keeps(source, text)}
            assert lost == {}

    @invariant()
    def nothing_else_is_called_approved(self) -> None:
        if not self._readable():
            return
        record = self.desk.record()
        for entry in (*record.entries, *record.obsolete):
            made = (self.known, self.approvals, self.in_record)
            if entry.approved and not entry.stale:
                assert any(texts.get(entry.source) == entry.text for texts in made), entry

    def _keeps(self, source: str, text: str) -> bool:
        """Whether a text is published for its source, waits to be replaced by a newer correction, or is kept."""
        record = self.desk.record()
        here = [entry for entry in record.entries if entry.source == source]
        if here:
            return all(self._right(entry, text) for entry in here)
        return any((entry.source, entry.text) == (source, text) for entry in record.obsolete)

    def _right(self, entry: Entry, text: str) -> bool:
        waiting = self.in_record.get(entry.source, text)
        doubted = entry.source in self.doubted and entry.by_hand
        return entry.text in (text, waiting) and (entry.approved or doubted) and not entry.stale


def test_no_correction_is_ever_lost() -> None:
    """Ten sequences; with HYPOTHESIS_PROFILE=search two thousand. `pytest -s` shows the count."""

    class Counted(Newsroom):
        tally: ClassVar[Counter[str]] = Counter()

    searching = settings().max_examples >= 1000
    run_state_machine_as_test(
        Counted, settings=settings(max_examples=2000 if searching else 10, stateful_step_count=25)
    )
    tally = Counted.tally
    counts = f"{tally['builds']} builds, {tally['conflicts']} conflicts reported"
    sys.stdout.write(f"\n{counts}, {tally['made']} corrections made, {tally['kept']} kept\n")
    assert tally["kept"] == tally["made"] > 0
