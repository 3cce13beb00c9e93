"""A desk for the tests of corrections: one article, its French edition, and everything people do to their files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from conftest import DAY, Lines, Project, configuration

from generator import glossary
from generator.approve import approve
from generator.pipeline import Moment, documents
from generator.report import Faults
from generator.run import Run
from generator.survey import survey
from generator.translate import records
from generator.translate.records import Entry, Record
from generator.write.seal import taken_apart

ADDRESS = "2025/09/04/il-ponte"
ARTICLE = "content/articles/ponte.md"
PAGE, ORIGINAL = f"docs/fr/{ADDRESS}.md", f"docs/it/{ADDRESS}.md"
RECORD = f"content/translations/fr/{ADDRESS}.po"
MARKERS = "\n<<<<<<< mine\nuno\n=======\ndue\n>>>>>>> theirs\n"


@dataclass
class Desk:
    """A project with Italian and French, without HTML: a build ends with `docs/`."""

    project: Project
    headline: str = "Il ponte"
    place: str = "ROMA"
    day: str = "4 settembre 2025"
    paragraphs: list[str] = field(default_factory=list)
    article: str = ARTICLE

    @classmethod
    def open(cls, root: Path, *paragraphs: str) -> Desk:
        """A desk in a folder of its own, with the article not yet built."""
        desk = cls(Project(root), paragraphs=list(paragraphs))
        desk.locales("it", "fr")
        (root / "content/pages").mkdir(parents=True)
        desk.save()
        return desk

    def locales(self, *tags: str) -> None:
        self.project.write("mkdocs.yml", configuration(locales=tags))

    def save(self) -> None:
        """Write the article's file."""
        body = "\n\n".join([f"{self.place}, {self.day} – Comincia qui. Poi va avanti.", *self.paragraphs])
        self.project.write(
            self.article, f"---\ntitle: {self.headline}\ndate: 2025-09-04\nslug: il-ponte\nlang: it\n---\n{body}\n"
        )

    def build(self) -> Lines:
        """Everything up to `docs/`."""
        lines = Lines()
        site = self.project.site()
        words = glossary.load(site.content, site.root, site.tags)
        documents(Run(site, Moment(DAY, 0), {}, words, Faults(lines), offline=True))
        return lines

    def clean(self) -> Lines:
        """A build that must go without a fault."""
        lines = self.build()
        assert lines.told == [], lines.told
        return lines

    def has(self, name: str) -> bool:
        return (self.project.root / name).exists()

    def delete(self, name: str) -> None:
        path = self.project.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def bytes(self, name: str) -> bytes:
        return (self.project.root / name).read_bytes()

    def replace(self, name: str, old: str, new: str) -> None:
        """Edit a file by hand: `old`, with LF line ends, must stand in it once. The file keeps its own."""
        typed = self.project.read(name)
        text = typed.replace("\r\n", "\n")
        assert text.count(old) == 1, (text.count(old), old, text)
        text = text.replace(old, new)
        self.project.write(name, text.replace("\n", "\r\n") if "\r\n" in typed else text)

    def record(self) -> Record:
        return records.load(self.project.read(RECORD), Path(RECORD))

    def entry(self, source: str) -> Entry:
        """The entry of a source that the article has."""
        (found,) = [entry for entry in self.record().entries if entry.source == source]
        return found

    def texts(self) -> dict[str, str]:
        """Source → text as the record says now, for what the article had at the last build."""
        return {entry.source: entry.text for entry in self.record().entries}

    def correct_page(self, source: str, text: str) -> None:
        self.replace(PAGE, self.entry(source).text, text)

    def correct_record(self, source: str, text: str) -> None:
        was = f'\nmsgid "{source}"\nmsgstr "'
        self.replace(RECORD, f'{was}{self.entry(source).text}"', f'{was}{text}"')

    def approve(self, source: str) -> None:
        """Remove the fuzzy flag of one entry, as PO editors do."""
        parts = self.project.read(RECORD).replace("\r\n", "\n").split("\n\n")
        chosen = next(part for part in parts if f'\nmsgid "{source}"\n' in part)
        self.replace(RECORD, chosen, chosen.replace("#, fuzzy\n", ""))

    def doubt(self, source: str) -> None:
        """Set the fuzzy flag of one entry ("Needs work")."""
        key = f'msgctxt "{self.entry(source).key}"'
        self.replace(RECORD, key, f"#, fuzzy\n{key}")

    def sign(self, name: str) -> None:
        """Approve all texts in somebody's name."""
        site = self.project.site()
        (standing,) = survey(site, Moment(DAY, 0), {}, Lines(), locale="fr")
        approve(self.project.root, standing, (), name)

    def published(self) -> list[str]:
        """The title and the paragraphs of the French page."""
        parts = taken_apart(self.project.read(PAGE))
        assert parts
        title = next(line for line in parts.head.split("\n") if line.startswith("title: "))
        return [title.removeprefix("title: ").strip("'"), *parts.body.strip().split("\n\n")]
