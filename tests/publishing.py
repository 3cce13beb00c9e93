"""A small newsroom for the tests of what is published beside the pages: its configuration, stories, rendered pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.config import Locale, Site
from generator.model import Story

URL = "https://news.example/a&b/"
DAY = date(2026, 11, 23)
NAMES = {"it": "Sei lingue", "ar": "ست لغات", "zh-Hans": "六种语言", "pt-BR": "Seis línguas & mais"}
WORDS: Mapping[str, Mapping[str, str]] = {
    tag: {
        "direction": "rtl" if tag == "ar" else "ltr",
        "machine_label": f"Machine ({tag})",
        "reviewed_label": f"Reviewed ({tag})",
    }
    for tag in NAMES
}


def site(root: Path, tags: Sequence[str] = tuple(NAMES)) -> Site:
    locales = tuple(Locale(tag, NAMES[tag], f"{NAMES[tag]}: about") for tag in tags)
    return Site(root, URL, tags[0], locales, (), ())


def story(slug: str = "il-ponte", day: date | None = DAY, **values: object) -> Story:
    known: dict[str, object] = {
        "path": f"{day:%Y/%m/%d}/{slug}/" if day else f"{slug}/",
        "title": "Il ponte riapre",
        "summary": "Dopo due anni di lavori.",
        "date": day,
        "lang": "it",
        "state": "original",
    }
    return Story(**(known | values))  # type: ignore[arg-type]


def render(made: Site, tag: str, path: str, text: str) -> None:
    """Put a page where MkDocs would, with its text between the theme's comments."""
    page = made.output / tag / path / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    marked = f"<!-- text -->\n{text}\n<!-- /text -->"
    page.write_text(f"<!doctype html><title>x</title><p>head</p>{marked}<p>foot</p>", encoding="utf-8")
