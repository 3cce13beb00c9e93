"""Builds of small projects: what is asked and written again, corrections, bad input, addresses, determinism."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import Lines, MakeProject, Project, picture

from generator import cli, strings
from generator.config import theme_folder
from generator.errors import ConfigFaults, LedgerError
from generator.translate.engines.pseudo import Pseudo, accented

pytestmark = pytest.mark.site

PATH = "2025/09/04/il-ponte-riapre"
BODY = (
    "Il ponte sul fiume riapre lunedì mattina.\n\nI lavori sono finiti in anticipo.\n\nIl sindaco taglia il nastro.\n"
)


def story(body: str = BODY, **values: object) -> str:
    matter = {"title": "Il ponte riapre", "date": date(2025, 9, 4), "lang": "it"} | values
    kept = {key: value for key, value in matter.items() if value is not None}
    return f"---\n{yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)}---\n{body}"


def snapshot(root: Path, *, without: str = "") -> dict[str, tuple[int, bytes]]:
    """Every file below a folder: when it was written, and what it holds; notes aside, which may trust folders
    that they did not trust a second before."""
    noted = ("site.json", "finished.json", "lock")
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and path.name not in noted)
    found = {path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
    return {name: value for name, value in found.items() if not without or not name.startswith(without)}


def contents(root: Path) -> dict[str, bytes]:
    return {name: data for name, (_, data) in snapshot(root).items()}


@pytest.fixture
def two(project: MakeProject) -> Project:
    """A project with two locales and one article, not yet built."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", story())
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the engine is really asked: (target, text). It answers as ever."""
    seen: list[tuple[str, str]] = []
    translate = Pseudo.translate

    def listening(self: Pseudo, jobs: list) -> object:
        seen.extend((job.target, text) for job in jobs for text in job.texts)
        return translate(self, jobs)

    monkeypatch.setattr(Pseudo, "translate", listening)
    return seen


def clean(made: Project, **options: object) -> Lines:
    """A build that must go without a fault."""
    outcome, lines = made.build(**options)  # type: ignore[arg-type]
    assert (outcome.faults, lines.told) == (0, [])
    return lines


# --- what is done again ----------------------------------------------------------------------------------------------


def test_an_edited_paragraph_asks_one_text_per_locale(project: MakeProject, asked: list[tuple[str, str]]) -> None:
    made = project(locales=("it", "en", "fr"))
    made.write("content/articles/ponte.md", story())
    made.write("content/articles/altro.md", story(title="Un altro fatto"))
    clean(made)
    asked.clear()
    made.write("content/articles/ponte.md", story(BODY.replace("in anticipo", "in ritardo")))
    clean(made)
    assert asked == [("en", "I lavori sono finiti in ritardo."), ("fr", "I lavori sono finiti in ritardo.")]
    assert accented("in ritardo.").split(" «")[0] in made.read(f"docs/fr/{PATH}.md")


@pytest.mark.parametrize(
    "body",
    [
        "Prima frase nuova.\n\n" + BODY,
        BODY.replace("\n\nI lavori", "\n\nPrima frase nuova.\n\nI lavori"),
        BODY + "\nPrima frase nuova.\n",
    ],
    ids=["first", "middle", "last"],
)
def test_an_inserted_paragraph_is_all_that_is_asked(two: Project, asked: list[tuple[str, str]], body: str) -> None:
    clean(two)
    asked.clear()
    two.write("content/articles/ponte.md", story(body))
    clean(two)
    assert asked == [("fr", "Prima frase nuova.")]


def test_paragraphs_in_another_order_ask_nothing(two: Project, asked: list[tuple[str, str]]) -> None:
    clean(two)
    asked.clear()
    two.write("content/articles/ponte.md", story("\n\n".join(reversed(BODY.strip().split("\n\n"))) + "\n"))
    clean(two)
    assert asked == []


def test_a_second_build_changes_nothing(project: MakeProject, asked: list[tuple[str, str]]) -> None:
    made = project(locales=("it", "en", "fr"))
    made.write("content/articles/ponte.md", story(topics=["Lavori pubblici"], summary="Una sintesi."))
    made.write("content/pages/about.md", "---\ntitle: Chi siamo\nlang: it\n---\nSiamo un giornale di prova.\n")
    clean(made)
    before = snapshot(made.root)
    asked.clear()
    outcome, lines = made.build()
    assert asked == []
    assert outcome.rendered == ()
    assert snapshot(made.root) == before
    assert lines.notices == []


def test_a_second_build_costs_little(project: MakeProject) -> None:
    """Six editions of ten articles, in a process of its own, its children counted."""
    made = project(locales=("it", "en", "es", "fr", "pt", "ca"))
    for number in range(10):
        made.write(f"content/articles/uno-{number}.md", story(title=f"La notizia {number}"))
    command = [sys.executable, "-m", "generator", "--root", str(made.root), "build", "--offline"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    before = snapshot(made.root)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert again.returncode == 0, again.stderr
    assert now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime < 2
    assert snapshot(made.root) == before


# --- corrections -----------------------------------------------------------------------------------------------------

CORRECTED = "Les travaux sont finis plus tôt que prévu."
DRAFT = accented("I lavori sono finiti in anticipo.")
LATER = BODY.replace("in anticipo", "in anticipo, dice la giunta")


def correct_record(made: Project) -> None:
    name = f"content/translations/fr/{PATH}.po"
    assert DRAFT in made.read(name)
    made.write(name, made.read(name).replace(DRAFT, CORRECTED))


def correct_page(made: Project) -> None:
    name = f"docs/fr/{PATH}.md"
    assert DRAFT in made.read(name)
    made.write(name, made.read(name).replace(DRAFT, CORRECTED))


CORRECTIONS = pytest.mark.parametrize("correct", [correct_record, correct_page])
Correct = Callable[[Project], None]


@CORRECTIONS
def test_a_correction_survives_later_builds(two: Project, correct: Correct, asked: list[tuple[str, str]]) -> None:
    clean(two)
    correct(two)
    asked.clear()
    lines = clean(two)
    assert [notice for notice in lines.notices if "approved: 1" in notice]
    for _ in range(2):
        assert CORRECTED in two.read(f"docs/fr/{PATH}.md")
        assert CORRECTED in two.read(f"content/translations/fr/{PATH}.po")
        assert DRAFT not in two.read(f"docs/fr/{PATH}.md")
        assert clean(two).notices == []
    assert asked == []


def test_readers_are_told_that_the_original_has_changed(project: MakeProject) -> None:
    made = project(locales=("it", "en"))
    made.write("content/articles/ponte.md", story())
    clean(made)
    record, page = f"content/translations/en/{PATH}.po", f"site/en/{PATH}/index.html"
    made.write(record, made.read(record).replace(DRAFT, "The works are done early."))
    clean(made)
    told = str(strings.load(theme_folder(), "en")["stale"])
    assert told not in made.read(page)
    made.write("content/articles/ponte.md", story(LATER))
    clean(made)
    assert told in made.read(page)
    assert "The works are done early." in made.read(page)


@CORRECTIONS
def test_a_corrected_text_is_approved_and_no_machine_s(two: Project, correct: Correct) -> None:
    clean(two)
    correct(two)
    clean(two)
    (entry,) = [part for part in two.read(f"content/translations/fr/{PATH}.po").split("\n\n") if CORRECTED in part]
    assert "fuzzy" not in entry
    assert "machine:" not in entry


@CORRECTIONS
def test_a_changed_source_makes_a_correction_stale_but_keeps_it(two: Project, correct: Correct) -> None:
    clean(two)
    correct(two)
    clean(two)
    two.write("content/articles/ponte.md", story(LATER))
    clean(two)
    name = f"content/translations/fr/{PATH}.po"
    (entry,) = [part for part in two.read(name).split("\n\n") if CORRECTED in part and "#~" not in part]
    assert '#| msgid "I lavori sono finiti in anticipo."' in entry
    assert "draft: " + accented("I lavori sono finiti in anticipo, dice la giunta.")[:20] in entry
    assert CORRECTED in two.read(f"docs/fr/{PATH}.md")
    two.write("content/articles/ponte.md", story())
    clean(two)
    (entry,) = [part for part in two.read(name).split("\n\n") if CORRECTED in part and "#~" not in part]
    assert "#|" not in entry
    assert "draft:" not in entry


@CORRECTIONS
def test_a_correction_survives_the_loss_of_everything_else(two: Project, correct: Correct) -> None:
    """Records hold people's work; the rest can be made again."""
    clean(two)
    correct(two)
    clean(two)
    for name in (".cache", "docs", "site"):
        subprocess.run(["rm", "-r", str(two.root / name)], check=True)
    clean(two)
    assert CORRECTED in two.read(f"docs/fr/{PATH}.md")


def test_only_the_edition_that_changed_is_rendered(project: MakeProject) -> None:
    made = project(locales=("it", "en", "fr"))
    made.write("content/articles/ponte.md", story())
    clean(made)
    correct_record(made)
    outcome, _ = made.build()
    assert outcome.rendered == ("fr",)


def test_two_different_corrections_of_one_text_are_both_kept(two: Project) -> None:
    clean(two)
    correct_record(two)
    page = two.read(f"docs/fr/{PATH}.md").replace(DRAFT, "Une autre correction.")
    two.write(f"docs/fr/{PATH}.md", page)
    outcome, lines = two.build()
    assert outcome.faults == 1
    assert CORRECTED in lines.told[0]
    assert "Une autre correction." in lines.told[0]
    assert two.read(f"docs/fr/{PATH}.md") == page
    assert CORRECTED in two.read(f"content/translations/fr/{PATH}.po")


def test_an_edited_headline_and_place_on_a_page_are_taken_over(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    made.write(
        "content/articles/vertice.txt", "Il vertice comincia\n\nROMA, 4 settembre 2025 – Il vertice comincia oggi.\n"
    )
    clean(made)
    name = "docs/fr/2025/09/04/il-vertice-comincia.md"
    title, place = accented("Il vertice comincia"), accented("ROMA")
    page = made.read(name)
    assert title in page
    assert place in page
    made.write(name, page.replace(title, "Le sommet s’ouvre").replace(place, "ROME"))
    clean(made)
    assert "title: Le sommet s’ouvre" in made.read(name)
    assert "dateline: ROME, 4 septembre 2025" in made.read(name)
    record = made.read("content/translations/fr/2025/09/04/il-vertice-comincia.po")
    assert 'msgstr "ROME"' in record


def test_all_approved_and_a_name_make_a_page_reviewed(two: Project) -> None:
    clean(two)
    name = f"content/translations/fr/{PATH}.po"
    text = two.read(name).replace("#, fuzzy\n", "").replace('"Last-Translator: ', '"Last-Translator: desk')
    two.write(name, text)
    clean(two)
    page = two.read(f"docs/fr/{PATH}.md")
    assert "state: reviewed" in page
    assert "approver: desk" in page
    two.write("content/articles/ponte.md", story(BODY + "\nUna frase in più.\n"))
    clean(two)
    assert "state: machine" in two.read(f"docs/fr/{PATH}.md")


def test_an_edited_page_of_an_original_is_withheld_and_not_overwritten(two: Project) -> None:
    two.write("content/articles/altro.md", story(title="Un altro fatto"))
    clean(two)
    name = f"docs/it/{PATH}.md"
    edited = two.read(name).replace("taglia il nastro", "taglia due nastri")
    two.write(name, edited)
    two.write("content/articles/ponte.md", story(LATER))
    two.write("content/articles/altro.md", story("Un testo cambiato.\n", title="Un altro fatto"))
    outcome, lines = two.build()
    assert outcome.faults == 1
    assert lines.told[0].startswith(f"{name}: ")
    assert "content/articles/ponte.md" in lines.told[0]
    assert two.read(name) == edited
    assert "Un testo cambiato." in two.read("docs/it/2025/09/04/un-altro-fatto.md")
    assert "taglia due nastri" not in two.read(f"site/it/{PATH}/index.html")
    assert "dice la giunta" in two.read(f"site/it/{PATH}/index.html")
    assert "Il ponte riapre" in two.read("docs/it/index.md")


@pytest.mark.parametrize("name", [f"docs/fr/{PATH}.md", f"content/translations/fr/{PATH}.po"])
def test_conflict_markers_stop_one_page_and_lose_nothing(two: Project, name: str) -> None:
    clean(two)
    damaged = two.read(name) + "\n<<<<<<< mine\nuno\n=======\ndue\n>>>>>>> theirs\n"
    two.write(name, damaged)
    outcome, lines = two.build()
    assert outcome.faults == 1
    assert re.match(rf"{re.escape(name)}:\d+: .*conflict markers", lines.told[0])
    assert two.read(name) == damaged


# --- bad input -------------------------------------------------------------------------------------------------------

BAD: dict[str, tuple[str, str | bytes, str]] = {
    "empty": ("vuoto.txt", b"", r"content/articles/vuoto\.txt: the file is empty\. .+"),
    "only spaces": ("vuoto.md", "\n  \n", r"content/articles/vuoto\.md: the file is empty\. .+"),
    "binary": (
        "foto.txt",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        r"content/articles/foto\.txt: this is a binary .+\. .+",
    ),
    "encoding": (
        "strano.txt",
        "Prima riga\nLa città è così\n".encode()[:-4] + b"\x81\x8d\x8f\x90\x9d\n",
        r"content/articles/strano\.txt:2: the encoding cannot be read\. .+",
    ),
    "broken front matter": (
        "rotto.md",
        "---\ntitle: Uno: due: tre\ndate: 2025-09-04\n---\nTesto.\n",
        r"content/articles/rotto\.md:2: the YAML is broken: .+\. .+",
    ),
    "unclosed front matter": (
        "aperto.md",
        "---\ntitle: Uno\n\nTesto.\n",
        r"content/articles/aperto\.md:1: the front matter is not closed\. .+",
    ),
    "a key twice": (
        "doppio.md",
        "---\ntitle: Uno\ntitle: Due\n---\nTesto.\n",
        r"content/articles/doppio\.md:3: 'title' is given twice\. .+",
    ),
    "impossible date": (
        "data.md",
        "---\ntitle: Uno\ndate: 2025-02-30\n---\nTesto.\n",
        r"content/articles/data\.md:3: .+\. .+",
    ),
    "no date": (
        "data.md",
        "---\ntitle: Uno\ndate: ieri\n---\nTesto.\n",
        r"content/articles/data\.md:3: 'ieri' is not a date\. .+",
    ),
    "impossible dateline": (
        "filo.txt",
        "Il titolo di oggi\n\nROMA, 31 settembre 2025 – Il fatto è noto a tutti.\n",
        r"content/articles/filo\.txt:3: the dateline's date '31 settembre 2025' does not exist\. .+",
    ),
    "unknown key": (
        "chiave.md",
        "---\ntitle: Uno\nsumary: Due\n---\nTesto.\n",
        r"content/articles/chiave\.md:3: unknown key 'sumary'\. Did you mean 'summary'\?",
    ),
    "unconfigured language": (
        "lingua.md",
        "---\ntitle: Uno\nlang: de\n---\nTesto.\n",
        r"content/articles/lingua\.md:3: the language 'de' is not configured\. Add it .+",
    ),
    "link to nowhere": (
        "legame.md",
        "---\ntitle: Uno\nlang: it\n---\nVedi [qui](manca.md).\n",
        r"content/articles/legame\.md(:5)?: the link to 'manca\.md' leads nowhere\. .+",
    ),
    "link to the outside": (
        "legame.md",
        "---\ntitle: Uno\nlang: it\n---\n![foto](../../../../etc/passwd.png)\n",
        r"content/articles/legame\.md(:5)?: the link to .+ leads nowhere\. .+",
    ),
    "no headline": (
        "corpo.txt",
        "Una frase sola che finisce con un punto.\n",
        r"content/articles/corpo\.txt:1: no headline .+\. .+",
    ),
    "format": (
        "tabella.odt",
        b"PK\x03\x04",
        r"content/articles/tabella\.odt: .+ is not a format that can be read\. .+",
    ),
    "no boolean": (
        "bozza.md",
        "---\ntitle: Uno\ndraft: forse\n---\nTesto.\n",
        r"content/articles/bozza\.md:3: 'draft' must be true or false\. .+",
    ),
    "slug": (
        "slug.md",
        "---\ntitle: Uno\nslug: Due Tre\n---\nTesto.\n",
        r"content/articles/slug\.md:3: 'Due Tre' is not a slug\. Write slug: due-tre",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_stops_nothing_else(
    two: Project, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, data, expected = BAD[case]
    two.write(f"content/articles/{name}", data)
    code = cli.main(["--root", str(two.root), "build", "--offline"])
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("withheld: ")]
    assert len(told) == 1
    assert re.fullmatch(expected, told[0].removeprefix("withheld: ")), told[0]
    assert code == 1
    for tag in ("it", "fr"):
        assert (two.root / "site" / tag / PATH / "index.html").exists()
    assert len(list((two.root / "docs").rglob("20*/**/*.md"))) == 2


def test_a_fault_line_is_known_for_a_link(two: Project) -> None:
    two.write("content/articles/legame.md", "---\ntitle: Uno\nlang: it\n---\nTesto.\n\nVedi [qui](manca.md).\n")
    _, lines = two.build()
    (fault,) = lines.faults
    assert fault.line == 7


def test_two_articles_with_one_path(two: Project) -> None:
    two.write("content/articles/secondo.md", story("Un altro testo.\n"))
    outcome, lines = two.build()
    assert outcome.faults == 1
    expected = (
        r"content/articles/secondo\.md: the address 2025/09/04/il-ponte-riapre belongs to content/articles/ponte\.md"
    )
    assert re.match(expected, lines.told[0])
    assert "slug" in lines.told[0]
    assert "I lavori" in two.read(f"docs/it/{PATH}.md")
    two.write("content/articles/secondo.md", story("Un altro testo.\n", slug="ponte-due"))
    clean(two)
    assert (two.root / "docs/fr/2025/09/04/ponte-due.md").exists()


def test_an_article_that_breaks_keeps_its_published_page(two: Project) -> None:
    clean(two)
    before = contents(two.root / "docs")
    two.write("content/articles/ponte.md", story().replace("title:", "titel:"))
    outcome, lines = two.build()
    assert outcome.faults == 1
    assert "Did you mean 'title'?" in lines.told[0]
    assert contents(two.root / "docs") == before
    assert PATH in two.read("site/fr/sitemap.xml")


CONFIGURATION = {
    "unknown key": (
        "    engines:",
        "    enginse:",
        r"mkdocs\.yml:\d+: unknown key 'extra\.newsroom\.enginse'\. Did you mean 'engines'\?",
    ),
    "locale": (
        "      fr: {}",
        "      xx: {}",
        r"mkdocs\.yml:\d+: the theme has no interface strings for the locale 'xx'\. .+",
    ),
    "key of a locale": (
        "      fr: {}",
        "      fr: {site_nam: X}",
        r"mkdocs\.yml:\d+: unknown key 'site_nam' .+ 'site_name'\?",
    ),
    "engine": (
        "    - pseudo",
        "    - apertum",
        r"mkdocs\.yml:\d+: there is no engine 'apertum'\. Did you mean 'apertium'\?",
    ),
    "YAML": ("site_name: Prova", "site_name: Prova: due", r"mkdocs\.yml:1: the YAML is broken.+"),
    "address": ("news.example/it/", "news.example/", r"mkdocs\.yml:\d+: site_url is '.+'\. It must be .+"),
}


@pytest.mark.parametrize("case", CONFIGURATION)
def test_a_wrong_configuration_writes_nothing(two: Project, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, expected = CONFIGURATION[case]
    text = two.read("mkdocs.yml")
    assert old in text
    two.write("mkdocs.yml", text.replace(old, new))
    before = contents(two.root)
    assert cli.main(["--root", str(two.root), "build", "--offline"]) == 2
    told = capsys.readouterr().err.strip()
    assert re.fullmatch(f"error: {expected}", told), told
    line = int(re.search(r"mkdocs\.yml:(\d+)", told)[1])  # type: ignore[index]
    assert new.strip().split(":")[0].lstrip("- ") in two.read("mkdocs.yml").splitlines()[line - 1]
    assert contents(two.root) == before


def test_every_fault_of_the_configuration_is_told_at_once(two: Project) -> None:
    text = two.read("mkdocs.yml").replace("      fr: {}", "      xx: {}").replace("    - pseudo", "    - apertum")
    two.write("mkdocs.yml", text)
    with pytest.raises(ConfigFaults) as caught:
        two.site()
    assert len(caught.value.faults) == 2


def test_the_glossary_names_its_line(two: Project, capsys: pytest.CaptureFixture[str]) -> None:
    two.write("content/glossary.yml", "keep: [Xi Jinping]\nterm:\n  Pechino: {fr: Pékin}\n")
    assert cli.main(["--root", str(two.root), "build", "--offline"]) == 2
    assert "content/glossary.yml:2: unknown key 'term'. Did you mean 'terms'?" in capsys.readouterr().err


def test_a_damaged_ledger_stops_everything(two: Project) -> None:
    clean(two)
    two.write("content/published.yml", two.read("content/published.yml").replace("address:", "adress:"))
    before = contents(two.root)
    with pytest.raises(LedgerError, match=r"content/published\.yml:3: "):
        two.build()
    assert contents(two.root) == before


def test_no_project_and_no_articles(tmp_path: Path, project: MakeProject, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(tmp_path), "build"]) == 2
    assert "there is no mkdocs.yml" in capsys.readouterr().err
    empty = project(name="empty", locales=("it", "fr"))
    assert cli.main(["--root", str(empty.root), "build", "--offline"]) == 2
    assert (empty.root / "site/fr/index.html").exists()


def test_a_build_without_faults_ends_with_0(two: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(two.root), "build", "--offline"]) == 0
    assert "2 pages in 2 editions" in capsys.readouterr().out


def test_no_engine_for_a_pair(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for the direction; the page shows the original and says so."""
    made = project(locales=("it", "en", "fr"))
    made.write("content/articles/ponte.md", story())
    monkeypatch.setattr(Pseudo, "serves", lambda self, source, target: target != "fr")
    outcome, lines = made.build()
    assert outcome.states == {"original": 1, "machine": 1, "fallback": 1}
    directions = [told for told in lines.told if "no engine translates it → fr" in told]
    assert len(directions) == 1
    assert "extra.newsroom.engines" in directions[0]


def test_only_an_online_engine_offline_is_one_line_per_direction(project: MakeProject) -> None:
    made = project(locales=("it", "fr"), engines=["google"])
    made.write("content/articles/ponte.md", story())
    outcome, lines = made.build(offline=True)
    assert outcome.states == {"original": 1, "fallback": 1}
    assert [told for told in lines.told if "no engine translates it → fr" in told]


# --- addresses -------------------------------------------------------------------------------------------------------


def test_a_renamed_file_keeps_its_address(two: Project, asked: list[tuple[str, str]]) -> None:
    clean(two)
    correct_record(two)
    clean(two)
    asked.clear()
    (two.root / "content/articles/ponte.md").unlink()
    two.write("content/articles/nuovo-nome.md", story(title="Un titolo tutto nuovo", date=date(2025, 9, 8)))
    clean(two)
    assert CORRECTED in two.read(f"docs/fr/{PATH}.md")
    assert [text for _, text in asked] == ["Un titolo tutto nuovo"]
    assert len(list((two.root / "docs/it").rglob("20*/**/*.md"))) == 1


def test_a_new_headline_and_date_keep_the_address(two: Project) -> None:
    clean(two)
    two.write("content/articles/ponte.md", story(title="Il ponte è aperto", date=date(2025, 9, 7)))
    clean(two)
    assert "Il ponte è aperto" in two.read(f"docs/it/{PATH}.md")
    assert [path.stem for path in (two.root / "docs/it").rglob("20*/**/*.md")] == ["il-ponte-riapre"]


def test_a_removed_article_leaves_no_page(two: Project) -> None:
    two.write("content/articles/foto.png", picture(form="PNG"))
    two.write("content/articles/altro.md", story("![Il ponte](foto.png)\n", title="Un altro fatto"))
    clean(two)
    address = "2025/09/04/un-altro-fatto"
    assert (two.root / f"site/fr/{address}/foto.png").exists()
    (two.root / "content/articles/altro.md").unlink()
    clean(two)
    left = [name for folder in ("docs", "site") for name in contents(two.root / folder) if "un-altro-fatto" in name]
    assert left == []
    assert not any(b"un-altro-fatto" in data for data in contents(two.root / "site").values())
    assert address in two.read("content/published.yml")


def test_an_address_is_never_given_again(two: Project) -> None:
    clean(two)
    (two.root / "content/articles/ponte.md").unlink()
    two.write("content/articles/altro.md", story("Un testo del tutto diverso dal primo.\n"))
    outcome, lines = two.build()
    assert outcome.faults == 1
    assert f"the address {PATH} belongs to content/articles/ponte.md" in lines.told[0]


def test_drafts_appear_nowhere(two: Project) -> None:
    two.write("content/articles/bozza.md", story("Un segreto zurbino.\n", title="Una bozza segreta", draft=True))
    outcome, _ = two.build()
    assert outcome.faults == 0
    for folder in ("docs", "site", "content/translations"):
        for name, data in contents(two.root / folder).items():
            assert "bozza" not in name
            assert b"zurbino" not in data
            assert b"bozza segreta" not in data.lower()
    assert "bozza" not in two.read("content/published.yml")


def test_a_published_article_that_becomes_a_draft_disappears(two: Project) -> None:
    two.write("content/articles/altro.md", story(title="Un altro fatto"))
    clean(two)
    two.write("content/articles/altro.md", story(title="Un altro fatto", draft=True))
    clean(two)
    assert not any("un-altro-fatto" in name for name in contents(two.root / "site"))
    two.write("content/articles/altro.md", story(title="Un altro fatto"))
    clean(two)
    assert (two.root / "site/fr/2025/09/04/un-altro-fatto/index.html").exists()


def test_a_locale_that_is_taken_away_leaves_nothing(project: MakeProject) -> None:
    made = project(locales=("it", "en", "fr"))
    made.write("content/articles/ponte.md", story())
    clean(made)
    made.write("mkdocs.yml", made.read("mkdocs.yml").replace("      en: {}\n", ""))
    clean(made)
    assert not (made.root / "site/en").exists()
    assert not (made.root / "mkdocs.en.yml").exists()
    assert not any(b'"../en/' in data for name, data in contents(made.root / "site").items() if name.endswith(".html"))
    assert (made.root / f"content/translations/en/{PATH}.po").exists()


def test_links_between_articles_hold_in_every_edition(two: Project) -> None:
    two.write(
        "content/articles/altro.md", story("Vedi [il ponte](ponte.md#x) e [noi](../pages/about.md).\n", title="Altro")
    )
    two.write("content/pages/about.md", "---\ntitle: Noi\nlang: it\n---\nSiamo noi.\n")
    clean(two)
    for tag in ("it", "fr"):
        page = two.read(f"site/{tag}/2025/09/04/altro/index.html")
        assert 'href="../il-ponte-riapre/#x"' in page
        assert 'href="../../../../about/"' in page


# --- fallbacks -------------------------------------------------------------------------------------------------------


def test_a_fallback_is_marked_and_not_indexed(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(locales=("it", "en", "fr"))
    made.write("content/articles/ponte.md", story("Il brambulino riapre.\n"))
    monkeypatch.setattr(Pseudo, "serves", lambda self, source, target: target != "fr")
    made.build()
    page = made.read(f"site/fr/{PATH}/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="https://news.example/it/{PATH}/">' in page
    assert "hreflang=" not in re.sub(r"<a\b[^>]*>", "", page)
    assert "data-pagefind-body" not in page
    assert PATH not in made.read("site/fr/sitemap.xml")
    english = made.read("site/en/sitemap.xml")
    assert PATH in english
    assert f"/fr/{PATH}" not in english
    for tag in ("it", "en"):
        other = made.read(f"site/{tag}/{PATH}/index.html")
        assert "noindex" not in other
        assert f'hreflang="fr" href="https://news.example/fr/{PATH}/"' not in other
    assert 'lang="it" dir="ltr"' in page


def test_a_fallback_becomes_a_translation_when_an_engine_comes(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", story())
    with monkeypatch.context() as patch:
        patch.setattr(Pseudo, "serves", lambda self, source, target: False)
        made.build()
    assert "state: fallback" in made.read(f"docs/fr/{PATH}.md")
    clean(made)
    assert "state: machine" in made.read(f"docs/fr/{PATH}.md")
    assert PATH in made.read("site/fr/sitemap.xml")


# --- determinism -----------------------------------------------------------------------------------------------------


def test_two_builds_of_the_same_content_are_the_same_bytes(project: MakeProject) -> None:
    """Separate processes with different hash seeds and time zones; only the folder differs."""
    results = []
    for name, seed, zone in (("one", "1", "UTC"), ("two", "77", "Pacific/Auckland")):
        made = project(name=name, locales=("it", "en", "fr"))
        for number in range(4):
            text = story(f"La frase {number} di [esempio](https://example.org/).[^1]\n\n[^1]: Una nota.\n", date=None)
            made.write(f"content/articles/uno-{number}.md", text.replace("Il ponte riapre", f"Il ponte {number}"))
        environment = os.environ | {"SOURCE_DATE_EPOCH": "1757000000", "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-m", "generator", "--root", str(made.root), "build", "--offline"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        results.append({folder: contents(made.root / folder) for folder in ("docs", "site", "content")})
    first, second = results
    for folder in first:
        assert first[folder].keys() == second[folder].keys()
        different = [name for name in first[folder] if first[folder][name] != second[folder][name]]
        assert different == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("date: 2025-09-04", "date: 2025-09-05"),
        ("```\nuno = 1\n```", "```\nuno = 2\n```"),
        ("byline: Anna Verdi", "byline: Anna Bianchi"),
        ("description: ", "description: Anche "),
        ("\n\n```", "\n\n---\n\n```"),
    ],
)
def test_what_is_not_wording_is_not_lost_beside_a_correction(project: MakeProject, old: str, new: str) -> None:
    """A page on which a sentence was corrected, and something else that no record could keep."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", story(f"{BODY}\n```\nuno = 1\n```\n", byline="Anna Verdi"))
    made.build()
    page = made.read(f"docs/fr/{PATH}.md")
    sentence = accented("I lavori sono finiti in anticipo.")
    assert sentence in page
    assert old in page
    edited = page.replace(sentence, "Les travaux sont finis.").replace(old, new, 1)
    made.write(f"docs/fr/{PATH}.md", edited)
    outcome, lines = made.build()
    assert outcome.faults == 1
    assert "more than its texts was changed on the page" in lines.told[0]
    assert made.read(f"docs/fr/{PATH}.md") == edited
    made.write(f"docs/fr/{PATH}.md", page.replace(sentence, "Les travaux sont finis."))
    outcome, lines = made.build()
    assert outcome.faults == 0
    assert "Les travaux sont finis." in made.read(f"docs/fr/{PATH}.md")


@pytest.mark.parametrize("damage", ["title: 'not closed\n", "date: 2025-02-30\n", "- a list\n", "title: twice\n"])
def test_a_page_with_broken_front_matter_stops_no_other(two: Project, damage: str) -> None:
    two.write("content/articles/altro.md", story("Un altro testo del giornale.\n", title="Un altro articolo"))
    two.build()
    page = two.read(f"docs/fr/{PATH}.md")
    damaged = page.replace("---\n", f"---\n{damage}", 1)
    two.write(f"docs/fr/{PATH}.md", damaged)
    two.write("content/articles/nuovo.md", story("Un testo nuovo.\n", title="Un nuovo articolo"))
    outcome, lines = two.build()
    assert outcome.faults == 1
    assert re.match(rf"docs/fr/{PATH}\.md:\d+: ", lines.told[0])
    assert two.read(f"docs/fr/{PATH}.md") == damaged
    assert accented("Un nuovo articolo")[:17] in two.read("docs/fr/index.md")
    assert accented("Un altro articolo")[:17] in two.read("docs/fr/index.md")
    assert (two.root / "site/fr/2025/09/04/un-nuovo-articolo/index.html").exists()
