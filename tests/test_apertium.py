"""The real Apertium: ways, order, special characters, marks, names, and one process per pair."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import MakeProject, Project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import config, glossary
from generator.errors import EngineUnavailable
from generator.model import Segment
from generator.portable import escape, plain
from generator.translate import Words, Work, translate
from generator.translate.engines import Job, apertium
from generator.translate.engines.apertium import Apertium, routes
from generator.translate.marks import Protected, plain_target
from generator.translate.memory import Memory
from generator.translate.names import dictionary, find
from generator.translate.protect import protect
from generator.translate.records import Entry
from generator.translate.schemes import HTML

pytestmark = [pytest.mark.apertium, pytest.mark.usefixtures("apertium")]

DAY = date(2025, 9, 4)
LOCALES = ("it", "en", "es", "fr", "pt", "ca")
NOBODY: dict[str, str] = {}


def ask(*texts: str, source: str = "it", target: str = "ca") -> list[tuple[str, str]]:
    """The answers to `texts` in their order, with their routes."""
    answers = {answer.text: answer for answer in Apertium().translate([Job(source, target, texts)])}
    assert not any(answer.fault for answer in answers.values())
    return [(answers[place].answer, answers[place].route) for place in range(len(texts))]


def through(parts: Protected, target: str = "ca") -> tuple[str, int]:
    """Parts sent and read back: the text, and how many marks were lost."""
    text, lost = HTML.decode(ask(HTML.encode(parts), target=target)[0][0], parts)
    return text, len(lost)


# --- ways ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "text", "expected", "route"),
    [
        ("it", "ca", "Il libro è sulla tavola.", "llibre", "it-ca"),
        ("it", "es", "Il libro è sulla tavola.", "libro", "it-es"),
        ("es", "fr", "El libro es rojo.", "livre", "es-fr"),
        ("es", "pt", "El libro es rojo.", "livro", "es-pt"),
        ("en", "es", "The book is red.", "libro", "en-es"),
        ("it", "en", "Il libro è sulla tavola.", "book", "it-(ca|es)-en"),
        ("it", "fr", "Il libro è sulla tavola.", "livre", "it-(ca|es)-fr"),
        ("it", "pt", "Il libro è sulla tavola.", "livro", "it-(ca|es)-pt"),
        ("en", "it", "The book is red.", "libro", "en-(ca|es)-it"),
    ],
)
def test_direct_where_there_is_a_pair_and_else_through_one_pivot(
    source: str, target: str, text: str, expected: str, route: str
) -> None:
    ((answer, taken),) = ask(text, source=source, target=target)
    assert expected in answer.lower()
    assert re.fullmatch(route, taken)


def test_every_direction_of_the_shipped_locales_is_served() -> None:
    engine = Apertium()
    assert all(engine.serves(one, other) for one in LOCALES for other in LOCALES if one != other)
    assert not engine.serves("it", "ja")


def test_a_pivot_is_never_longer_than_one_language() -> None:
    pairs = frozenset({("ita", "cat"), ("cat", "spa"), ("spa", "fra")})
    assert routes(pairs, "it", "es") == [("ita", "cat", "spa")]
    assert routes(pairs, "it", "fr") == []
    assert routes(pairs, "ca", "es") == [("cat", "spa")]


def test_a_way_crosses_between_two_names_of_one_language() -> None:
    """One pair ends in "spa", the next begins in "es"; both are Spanish."""
    pairs = frozenset({("ita", "spa"), ("es", "fr")})
    assert routes(pairs, "it", "fr") == [("ita", "spa", "es", "fr")]


def test_an_article_takes_the_way_that_knows_more_of_its_words() -> None:
    """Both ways from Italian to French are open; the whole article goes one of them."""
    texts = (
        "Il presidente ha accolto il primo ministro nella capitale.",
        "I lavoratori chiedono un contratto nuovo e più tutele.",
        "La riunione comincia alle nove.",
    )
    assert len(routes(Apertium()._pairs(), "it", "fr")) > 1
    answers = ask(*texts, target="fr")
    assert len({route for _, route in answers}) == 1


def test_articles_travel_in_batches_and_get_the_answers_that_they_get_together(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("Il sole splende sul mare.", "La riunione comincia alle nove.", "Gli operai lavorano sul ponte.")
    jobs = [Job("it", target, (text, f"{text} Oggi piove.")) for text in texts for target in ("en", "fr", "ca")]
    together = list(Apertium().translate(jobs))
    monkeypatch.setattr(apertium, "BATCH", 3)
    assert len(list(apertium._batches(jobs))) == 5
    assert list(Apertium().translate(jobs)) == together
    assert [(answer.job, answer.text) for answer in together] == [(job, text) for job in range(9) for text in range(2)]


def test_nothing_to_translate_is_no_answer() -> None:
    assert list(Apertium().translate([])) == []


def test_no_mode_means_not_served_and_no_program_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Apertium(modes=tmp_path).serves("it", "ca")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match=r"apt\.txt"):
        list(Apertium().translate([Job("it", "ca", ("Roma",))]))


# --- many texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["ca", "fr"])
def test_hundreds_of_texts_keep_their_places(target: str) -> None:
    """Each text has a number of its own, which its translation must show."""
    texts = tuple(f"La notizia numero {number} parla della città." for number in range(1000, 1600))
    answers = ask(*texts, target=target)
    assert len(answers) == len(texts)
    assert all(str(number) in answer for number, (answer, _) in zip(range(1000, 1600), answers, strict=True))


def test_texts_do_not_leak_into_each_other() -> None:
    """A text alone and between others gives the same."""
    texts = ("Il cane corre", "perché la pioggia cade.", "Roma", "(tra parentesi)", "Fine?", "e poi niente")
    together = ask(*texts)
    assert together == [ask(text)[0] for text in texts]


# --- special characters ----------------------------------------------------------------------------------------------

SPECIAL = [*r"~$^{}/\|@#*<>&[]_`=+%§°", "<1>", "^1/2$", "[[", "\\\\"]
PLACES = (
    "La casa {} il giardino.",
    "La casa{} il giardino.",
    "Una {}casa bella.",
    "{}casa",
    "casa{}",
    "La {0}casa{0} bella.",
)


@pytest.fixture(scope="module", params=["ca", "es", "fr"])
def answered(request: pytest.FixtureRequest) -> dict[str, tuple[str, int]]:
    """Every sign in every place, translated together: text → what a reader sees, and how many marks were lost."""
    texts = {place.format(sign): protect(escape(place.format(sign)), NOBODY) for sign in SPECIAL for place in PLACES}
    answers = ask(*(HTML.encode(parts) for parts in texts.values()), target=request.param)
    found = {}
    for (text, parts), (answer, _) in zip(texts.items(), answers, strict=True):
        decoded, lost = HTML.decode(answer, parts)
        found[text] = (plain(decoded), len(lost))
    return found


@pytest.mark.parametrize("sign", SPECIAL)
def test_special_characters_survive(sign: str, answered: dict[str, tuple[str, int]]) -> None:
    """They steer Apertium's own streams; a reader must get them as they were, also where they touch words."""
    for text in (place.format(sign) for place in PLACES):
        answer, lost = answered[text]
        assert lost == 0
        assert answer.count(sign) == text.count(sign), (text, answer)


@pytest.mark.parametrize("opening,closing", ["“”", "«»", '""', "‘’", "()", "„“"])
def test_quotes_survive(opening: str, closing: str) -> None:
    answer, _ = through((f"Il sindaco ha detto: {opening}la strada apre{closing}.",))
    assert opening in answer
    assert answer.index(opening) < answer.rindex(closing)


@pytest.mark.parametrize("text", ["L’obiettivo è l’amicizia dell’uomo.", "Un po’ d’acqua."])
def test_the_typographic_apostrophe_stays_typographic(text: str) -> None:
    answer, _ = through((text,), "fr")
    assert "'" not in answer


def test_no_marks_for_unknown_words_are_left() -> None:
    answer, _ = through(("Il brambulino zurfica la grestola di Xyzopoli.",))
    assert not set("*#@") & set(answer)
    assert "brambulino" in answer


def test_no_marks_are_left_between_words_that_hyphens_join() -> None:
    """Apertium marks a hyphen, too, when it cannot inflect what stands around it: `Xyzopoli#-*Brambulinia`."""
    answer, _ = through(("Le relazioni Xyzopoli-Brambulinia, anche Roma/Xyzopoli, sono buone.",), "es")
    assert not set("*#@") & set(answer)


@given(st.lists(st.text("aeiou ~$^{}/\\|@#*<>&[]_.:;!?«»“”'\"0123456789%\u00a0", min_size=1, max_size=40), max_size=40))
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_no_text_upsets_the_others(odd: list[str]) -> None:
    """Whatever stands in some texts, their neighbours are translated as if they were alone."""
    texts = [HTML.encode((piece,)) for piece in (*(text for text in odd if text.strip()), "Il libro è rosso.")]
    answers = ask(*dict.fromkeys(texts))
    assert answers[-1] == ("El llibre és vermell.", "it-ca")


def test_a_space_that_does_not_break_stays_one() -> None:
    answer, _ = through(("Costa 20\u00a0€ al mese.",))
    assert "20\u00a0€" in answer


# --- marks -----------------------------------------------------------------------------------------------------------


MARKED = (
    "Il **ponte** riapre *lunedì mattina*.",
    "Vedi [il documento della giunta](https://example.org/a_(b)?x=1&y=2) per i dettagli.",
    "Scrivi `make build` e poi `a < b && c` nella finestra.",
    "Il fatto[^1] è noto.[^2] La giunta risponde.",
    "**Un [collegamento](altro.md) dentro** il grassetto.",
    "Scrivi a <redazione@example.org> o a altro@example.org, vedi https://example.org/pagina.",
    r"Costa \*poco\* e pesa \_molto\_.",
    "![Il ponte visto dal fiume](ponte.jpg)",
    "**La frase intera è in grassetto.**",
)


@pytest.mark.parametrize("target", ["ca", "es", "fr", "en", "pt"])
def test_markdown_survives(target: str) -> None:
    """Every mark comes back once; the same pairs still enclose something."""
    taken = [protect(text, NOBODY) for text in MARKED]
    answers = ask(*(HTML.encode(parts) for parts in taken), target=target)
    for text, parts, (answer, _) in zip(MARKED, taken, answers, strict=True):
        found, lost = HTML.decode(answer, parts)
        assert not lost, (text, found)
        again = protect(found, NOBODY)
        assert sorted(_marks(again)) == sorted(_marks(parts)), (text, found)
        assert found != text


def _marks(parts: Protected) -> list[tuple[str, str]]:
    return [(part.role, part.source) for part in parts if not isinstance(part, str)]


def test_a_footnote_after_the_last_full_stop_of_a_build() -> None:
    """The last text sent may well end in a footnote."""
    parts = protect("Il fatto è noto.[^1]", NOBODY)
    answer, lost = through(parts)
    assert not lost
    assert _marks(protect(answer, NOBODY)) == _marks(parts)


def test_nothing_but_marks_is_left_alone() -> None:
    parts = protect("`make` https://example.org/", NOBODY)
    assert plain_target(parts) == "`make` https://example.org/"


# --- names -----------------------------------------------------------------------------------------------------------

SUMMIT = (
    "Il presidente cinese Xi Jinping ha accolto il leader nordcoreano Kim Jong-un a Pechino.",
    "Secondo Xi Jinping, l’amicizia continua. Kim Jong-un ha ringraziato il paese.",
    "Kim Jong-un e Xi Jinping hanno parlato con il presidente russo Vladimir Putin.",
)


def _translated(texts: tuple[str, ...], target: str, words: glossary.Glossary, folder: Path) -> list[str]:
    segments = tuple(Segment(f"paragraph-{place}", "paragraph", text) for place, text in enumerate(texts))
    work = Work("it", target, segments, tuple(Entry(one.key, one.text, "") for one in segments))
    engine = Apertium()
    analyser = engine.analyser("it")
    names = find([texts], "it", dictionary(analyser) if analyser else None)
    said: list[str] = []
    with Memory(folder / "memory.sqlite") as memory:
        (result,) = translate(
            [work], [engine], memory, Words({target: words.wordings(target)}, names), DAY, said.append
        )
    assert not said
    assert not result.findings
    return [entry.text for entry in result.entries]


@pytest.mark.parametrize("target", ["en", "es", "fr", "pt", "ca"])
@pytest.mark.parametrize("glossed", [True, False], ids=["glossary", "dictionary"])
def test_names_of_persons_stand_unchanged(target: str, glossed: bool, tmp_path: Path) -> None:
    """With the names in the glossary, and without it, by the dictionary alone."""
    kept = ("Kim Jong-un", "Xi Jinping") if glossed else ()
    texts = _translated(SUMMIT, target, glossary.Glossary(keep=kept), tmp_path)
    for source, text in zip(SUMMIT, texts, strict=True):
        for name in ("Kim Jong-un", "Xi Jinping", "Vladimir Putin"):
            assert text.count(name) == source.count(name), text


@pytest.mark.parametrize(
    ("target", "name"), [("fr", "Vladimir Poutine"), ("es", "Vladimir Putin"), ("ca", "Vladimir Putin")]
)
def test_the_glossary_gives_a_name_its_form(target: str, name: str, tmp_path: Path) -> None:
    words = glossary.Glossary(terms=(("Vladimir Putin", (("fr", "Vladimir Poutine"), ("es", "Vladimir Putin"))),))
    (text,) = _translated(SUMMIT[2:], target, words, tmp_path)
    assert name in text
    assert ("Putin" in text) == (target != "fr")


def test_the_shipped_glossary_gives_poutine_in_french_alone() -> None:
    root = Path(__file__).parent.parent
    site = config.load(root)
    words = glossary.load(site.content, root, site.tags)
    wordings = {tag: words.wordings(tag)["Vladimir Putin"] for tag in site.tags}
    assert wordings == {tag: "Vladimir Poutine" if tag == "fr" else "Vladimir Putin" for tag in site.tags}
    assert all(words.wordings(tag)[name] == name for tag in site.tags for name in ("Kim Jong-un", "Xi Jinping"))


# --- one process per pair --------------------------------------------------------------------------------------------


Runs = Callable[[Project], Counter[str]]


@pytest.fixture
def runs(apertium: str, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Builds a project and counts the runs of each pair: a program of the same name ahead on the PATH notes them."""

    def build(made: Project) -> Counter[str]:
        log = made.root / "runs.log"
        wrapper = made.write("bin/apertium", f'#!/bin/sh\necho "$@" >> "{log}"\nexec "{apertium}" "$@"\n')
        wrapper.chmod(0o755)
        monkeypatch.setenv("PATH", f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")
        outcome, lines = made.build()
        assert (outcome.faults, lines.notices) == (0, [])
        return Counter(line.split()[-1] for line in log.read_text().splitlines())

    return build


def _story(number: int) -> str:
    return f"---\ntitle: La notizia {number}\ndate: 2025-09-04\nlang: it\n---\nIl fatto numero {number} è noto.\n"


def test_a_build_runs_each_pair_once(project: MakeProject, runs: Runs) -> None:
    made = project(locales=("it", "en", "fr", "ca"), engines=["apertium"])
    for number in range(6):
        made.write(f"content/articles/uno-{number}.md", _story(number))
    counted = runs(made)
    assert {"ita-cat", "cat-eng", "cat-fra"} <= set(counted)
    assert set(counted.values()) == {1}, counted


def test_a_build_from_two_languages_runs_each_pair_once(project: MakeProject, runs: Runs) -> None:
    made = project(locales=("it", "en", "fr"), engines=["apertium"])
    made.write("content/articles/uno.md", _story(1))
    made.write("content/articles/en.md", "---\ntitle: A story\ndate: 2025-09-04\nlang: en\n---\nThe bridge opens.\n")
    counted = runs(made)
    assert {"ita-cat", "eng-cat", "cat-fra"} <= set(counted)
    assert set(counted.values()) == {1}, counted


def test_a_second_build_starts_no_apertium(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(locales=("it", "es"), engines=["apertium"])
    made.write("content/articles/uno.md", "---\ntitle: Uno\ndate: 2025-09-04\nlang: it\n---\nIl ponte riapre.\n")
    made.build()
    log = made.root / "runs.log"
    for program in ("apertium", "lt-proc"):
        made.write(f"bin/{program}", f'#!/bin/sh\necho "{program} $@" >> "{log}"\nexit 1\n').chmod(0o755)
    monkeypatch.setenv("PATH", f"{made.root / 'bin'}{os.pathsep}{os.environ['PATH']}")
    outcome, _ = made.build()
    assert outcome.faults == 0
    assert not log.exists()


@pytest.mark.parametrize(
    ("target", "route", "text", "expected"),
    [
        ("en", "it-es-en", "Xi Jinping ha detto di sì.", "Xi Jinping has said"),
        ("fr", "it-ca-fr", "Xi Jinping accoglie il presidente.", "Xi Jinping accueille"),
    ],
)
def test_a_verb_behind_a_name_needs_no_capital_and_no_pronoun(
    target: str, route: str, text: str, expected: str
) -> None:
    """What spa-eng and cat-fra make of a subject that they do not know."""
    parts = protect(text, {}, {"Xi Jinping"})
    (answer,) = Apertium().translate([Job("it", target, (HTML.encode(parts),), route=route)])
    assert HTML.decode(answer.answer, parts)[0].startswith(expected)
