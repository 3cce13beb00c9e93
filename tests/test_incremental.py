"""A build that does only what is new leaves the site that a build of everything would have made.

Articles, pages, pictures, the glossary, topics, the theme's words, corrections and locales change at random; after each
step the site is compared with that of a copy that has nothing but what people wrote. The search index is compared by
its lists of pages: its shards are indexed anew whenever their pages differ.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import DAY, MakeProject, Project, configuration, picture

from generator import config
from generator.translate.engines.pseudo import accented
from generator.write import listing

pytestmark = pytest.mark.site

LOCALES = ("it", "fr", "en")
WORDS = ["ponte", "fiume", "città", "notte", "lavori", "strada", "scuola", "neve", "porto", "treno"]
TOPICS = ("Cronaca", "Lavori", "Cultura")
STEPS = int(os.environ.get("INCREMENTAL_STEPS", "14"))


@dataclass
class Desk:
    """A newsroom at work: its project, and its articles by their files."""

    project: Project
    chance: random.Random
    articles: dict[str, dict[str, object]] = field(default_factory=dict)
    number: int = 0
    locales: tuple[str, ...] = LOCALES

    def some(self) -> str:
        return self.chance.choice(sorted(self.articles))

    def sentence(self) -> str:
        self.number += 1
        return f"Il {' '.join(self.chance.choices(WORDS, k=6))} riapre alle {self.number}."

    def save(self, file: str) -> None:
        values = dict(self.articles[file])
        body = values.pop("body")
        head = "".join(f"{name}: {value}\n" for name, value in values.items() if value is not None)
        self.project.write(file, f"---\nlang: it\n{head}---\n{body}\n")

    # --- what a newsroom does

    def add(self) -> None:
        self.number += 1
        days = self.chance.choice([0, 1, 2, 400, 800])
        file = f"content/articles/{self.chance.choice(['', '2025/'])}uno-{self.number}.md"
        body = "\n\n".join(self.sentence() for _ in range(self.chance.randint(1, 4)))
        if self.articles and self.chance.random() < 0.5:
            other = os.path.relpath(self.some(), Path(file).parent)
            body += f"\n\nVedi [qui]({other}), dice la città."
        topics = self.chance.sample(TOPICS, self.chance.randint(0, 2))
        self.articles[file] = {
            "title": f"Notizia {self.number}",
            "date": DAY - timedelta(days=days),
            "topics": f"[{', '.join(topics)}]",
            "summary": self.chance.choice([None, "Una sintesi."]),
            "body": body,
        }
        self.save(file)

    def edit(self) -> None:
        file = self.some()
        self.articles[file]["body"] = f"{self.articles[file]['body']}\n\n{self.sentence()}"
        self.save(file)

    def headline(self) -> None:
        file = self.some()
        self.articles[file]["title"] = f"Nuovo titolo {self.number}"
        self.number += 1
        self.save(file)

    def rename(self) -> None:
        file = self.some()
        self.number += 1
        new = f"{file.rpartition('/')[0]}/altro-{self.number}.md"
        self.articles[new] = self.articles.pop(file)
        (self.project.root / file).rename(self.project.root / new)

    def withdraw(self) -> None:
        file = self.some()
        known = self.articles[file].get("withdrawn")
        self.articles[file]["withdrawn"] = None if known else "{date: 2025-09-10, text: Era un errore.}"
        self.save(file)

    def remove(self) -> None:
        if len(self.articles) > 3:
            file = self.some()
            (self.project.root / file).unlink()
            del self.articles[file]

    def draft(self) -> None:
        file = self.some()
        self.articles[file]["draft"] = None if self.articles[file].get("draft") else "true"
        self.save(file)

    def correct(self) -> None:
        """A sentence of a translated page."""
        pages = [path for path in sorted((self.project.root / "docs/fr").rglob("20*/**/*.md")) if path.is_file()]
        if pages:
            page = self.chance.choice(pages)
            was, now = accented("riapre alle"), f"rouvre à {self.number}h"
            page.write_text(page.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")

    def glossary(self) -> None:
        self.project.write(
            "content/glossary.yml", f"terms:\n  {self.chance.choice(WORDS)}: {{fr: mot-{self.number}}}\n"
        )

    def topic(self) -> None:
        self.project.write("content/topics.yml", f"lavori: {{fr: Travaux {self.number}, en: Works, it: Lavori}}\n")

    def locale(self) -> None:
        self.locales = ("it", "fr") if self.locales == LOCALES else LOCALES
        self.project.write("content/glossary.yml", "")
        self.project.write("content/topics.yml", "")
        self.configure()

    def configure(self) -> None:
        text = configuration(locales=self.locales)
        theme = str(config.theme_folder().resolve())
        self.project.write("mkdocs.yml", text.replace(theme, str(self.project.root / "theme")))

    def theme(self) -> None:
        """A word of the theme's, and its style."""
        path = self.project.root / "theme/assets/newsroom.css"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n/* {self.number} */\n", encoding="utf-8")
        path = self.project.root / "theme/strings/fr.html"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"latest": "', '"latest": "¡'), encoding="utf-8")

    def image(self) -> None:
        self.number += 1
        folder = f"content/articles/figura-{self.number}"
        self.project.write(f"{folder}/foto.jpg", picture(500, self.chance.choice(["teal", "red"])))
        file = f"{folder}/testo.md"
        self.articles[file] = {"title": f"Figura {self.number}", "date": DAY, "body": self.sentence()}
        if self.chance.random() < 0.5:
            self.articles[file]["body"] = f"{self.sentence()}\n\n![Una foto](foto.jpg)"
        self.save(file)

    def damage(self) -> None:
        """Something that the generator made is lost."""
        root = self.project.root
        memory = (
            root / ".cache/pages/it.json",
            root / ".cache/catalogue",
            *sorted((root / ".cache/catalogue").glob("*")),
        )
        path = self.chance.choice([root / "site", *memory, *sorted((root / "site").rglob("index.html"))])
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def touch(self) -> None:
        """A fresh checkout: other times, the same contents."""
        for path in (self.project.root / "content").rglob("*.*"):
            os.utime(path)


CHANGES: tuple[Callable[[Desk], None], ...] = (
    Desk.add, Desk.add, Desk.edit, Desk.edit, Desk.headline, Desk.rename, Desk.withdraw, Desk.remove, Desk.draft,
    Desk.correct, Desk.correct, Desk.glossary, Desk.topic, Desk.locale, Desk.theme, Desk.image, Desk.damage, Desk.touch,
)  # fmt: skip


def everything(root: Path) -> dict[str, bytes]:
    """The site and `docs/`; of the search index only what it lists."""
    found = {}
    for top in ("site", "docs"):
        for path in sorted((root / top).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and (not name.startswith("site/pagefind/") or "/fragment/" in name):
                found[name] = path.read_bytes()
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_an_incremental_build_is_a_full_one(
    project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    made = project(locales=LOCALES)
    shutil.copytree(config.theme_folder(), made.root / "theme")
    monkeypatch.setattr(config, "theme_folder", lambda: made.root / "theme")
    monkeypatch.setattr(listing, "YEAR", 4)  # years become long and short again
    for module in [module for name, module in sys.modules.items() if name.startswith("generator.")]:
        if hasattr(module, "theme_folder"):
            monkeypatch.setattr(module, "theme_folder", lambda: made.root / "theme")
    desk = Desk(made, random.Random(seed))
    desk.configure()
    for _ in range(6):
        desk.add()
    made.build()
    done: list[str] = []
    for step in range(STEPS):
        change = desk.chance.choice(CHANGES)
        change(desk)
        done.append(change.__name__)
        day = DAY + timedelta(days=step // 4)
        _, said = made.build(day=day)
        clean = Project(tmp_path / f"clean-{step}")
        shutil.copytree(made.root, clean.root, ignore=shutil.ignore_patterns(".cache", "site"))
        shutil.rmtree(clean.root / ".cache", ignore_errors=True)
        text = clean.read("mkdocs.yml").replace(str(made.root), str(clean.root))
        clean.write("mkdocs.yml", text.replace(f"{clean.root}/theme", f"{made.root}/theme"))
        _, anew = clean.build(day=day)
        assert sorted(anew.told) == sorted(said.told), done
        mine, theirs = everything(made.root), everything(clean.root)
        assert sorted(mine.keys() ^ theirs.keys()) == [], done
        assert [name for name in mine if mine[name] != theirs[name]] == [], done
        shutil.rmtree(clean.root)


def test_a_date_is_the_same_when_its_article_is_read_again_years_later(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.txt", "Il ponte riapre\n\nROMA, 4 settembre – Riapre lunedì.\n")
    made.build()
    assert (made.root / "docs/it/2025/09/04/il-ponte-riapre.md").exists()
    before = made.read("docs/it/2025/09/04/il-ponte-riapre.md")
    shutil.rmtree(made.root / ".cache")
    made.build(day=date(2027, 1, 1))
    assert made.read("docs/it/2025/09/04/il-ponte-riapre.md") == before


def test_an_address_that_the_ledger_lost_is_given_again(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", "---\ntitle: Il ponte\ndate: 2025-09-04\nlang: it\n---\nRiapre lunedì.\n")
    made.build()
    ledger = made.read("content/published.yml")
    made.write("content/published.yml", "articles: []\n")
    made.build()
    assert made.read("content/published.yml") == ledger


def test_what_is_still_to_be_translated_is_asked_for_by_every_build(project: MakeProject) -> None:
    made = project(locales=("it", "fr"), engines=["google"])
    made.write("content/articles/ponte.md", "---\ntitle: Il ponte\ndate: 2025-09-04\nlang: it\n---\nRiapre lunedì.\n")
    for _ in range(2):
        _, lines = made.build()
        assert [fault for fault in lines.told if "no engine translates it → fr" in fault]
    made.write("mkdocs.yml", configuration(locales=("it", "fr")))
    _, lines = made.build()
    assert lines.told == []


def test_only_what_changed_is_read_and_rendered(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    for number in range(5):
        text = f"---\ntitle: Notizia {number}\ndate: 2025-09-0{number + 1}\nlang: it\n---\nRiapre il ponte {number}.\n"
        made.write(f"content/articles/n{number}.md", text)
    made.build()
    made.write("content/articles/n2.md", made.read("content/articles/n2.md") + "\nE la strada.\n")
    _, lines = made.build()
    said = {name: text for name, _, text in lines.stages}
    assert said["read"].startswith("5 files · 1 new or changed")
    assert said["render"].startswith("2 pages to render")  # its own, in two locales: its lede is the same
