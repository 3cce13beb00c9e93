"""What several answers say against one of them, and what a good translator may have written."""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import parallel
from hypothesis import given
from hypothesis import strategies as st

from generator.translate.check.together import hear, together

NOTICE = "Le contenu souhaité reste introuvable dans nos archives."
PAIRS = {
    "Il ponte sul fiume riapre lunedì.": "Le pont sur le fleuve rouvre lundi.",
    "I lavori sono costati due milioni.": "Les travaux ont coûté deux millions.",
    "Gli autobus tornano al vecchio percorso.": "Les bus reprennent leur ancien trajet.",
    "La giunta ha approvato il bilancio.": "La municipalité a approuvé le budget.",
    "Lunedì": "Lundi",
}


def judged(pairs: dict[str, str], way: tuple[str, str] = ("it", "fr")) -> dict[int, str]:
    """Place → name of the check, of the answers of one work."""
    told = {(0, place): hear(way, source, answer) for place, (source, answer) in enumerate(pairs.items())}
    return {place: name for (_, place), (name, _) in together(told).items()}


def test_good_answers_stand_together() -> None:
    assert judged(PAIRS) == {}


@pytest.mark.parametrize("count", [2, 3, 5])
def test_one_answer_for_texts_that_say_different_things(count: int) -> None:
    spoiled = {source: NOTICE if place < count else good for place, (source, good) in enumerate(PAIRS.items())}
    assert judged(spoiled) == dict.fromkeys(range(count), "same answer")


def test_a_notice_that_counts_is_the_same_notice() -> None:
    answers = (f"Revenez dans {number} heures, le contenu manque." for number in (9, 8, 7, 6, 5))
    assert set(judged(dict(zip(PAIRS, answers, strict=True))).values()) == {"same answer"}


@pytest.mark.parametrize(
    ("sources", "answer"),
    [
        (("Roma", "ROMA"), "Rome"),
        (("Il Papa", "Il Pontefice"), "Le pape"),
        (("Sì", "Certo", "Già"), "Oui"),
        (("Il ponte riapre lunedì mattina", "Lunedì mattina riapre il ponte"), "Le pont rouvre lundi matin"),
        (("Nessuno è rimasto ferito.", "Non ci sono stati feriti."), "Personne n’a été blessé."),
        (("Chiusa al traffico", "Vietato il transito"), "Fermé à la circulation"),
        (("Pagina 3 di 5 del bilancio", "Pagina 4 di 5 del bilancio"), "Page 3 sur 5 du budget"),
    ],
)
def test_texts_that_say_the_same_may_have_one_translation(sources: tuple[str, ...], answer: str) -> None:
    assert judged(dict.fromkeys(sources, answer)) == {}


@pytest.mark.parametrize("words", ["Résultat : ", "[FR] ", "Voici ce que cela donne ", "Réponse — "])
def test_a_beginning_that_the_sources_do_not_share(words: str) -> None:
    assert judged({source: f"{words}{good}" for source, good in PAIRS.items()}) == dict.fromkeys(range(5), "same words")


@pytest.mark.parametrize("words", [" [Machin]", " — fourni par Machin", " Machin vous souhaite bonne lecture"])
def test_an_ending_that_the_sources_do_not_share(words: str) -> None:
    assert judged({source: f"{good}{words}" for source, good in PAIRS.items()}) == dict.fromkeys(range(5), "same words")


def test_half_of_the_texts_is_not_most_of_them() -> None:
    half = dict(list(PAIRS.items())[:4])
    spoiled = {source: f"Résultat : {good}" if place < 2 else good for place, (source, good) in enumerate(half.items())}
    assert judged(spoiled) == {}


@pytest.mark.parametrize(
    ("pairs", "way"),
    [
        (
            {
                "Secondo il ministro non ci sono rischi.": "According to the minister there are no risks.",
                "Secondo la polizia mancano i fondi.": "According to the police funds are short.",
                "Secondo il sindaco si apre lunedì.": "According to the mayor it opens on Monday.",
            },
            ("it", "en"),
        ),
        (
            {
                "Il sindaco apre il ponte.": "The mayor opens the bridge.",
                "La strada è libera.": "The road is clear.",
                "I lavori sono finiti.": "The works are over.",
                "L’acqua è tornata.": "The water is back.",
            },
            ("it", "en"),
        ),
        (
            {
                "La strada fu chiusa.": "Die Straße ist gesperrt worden.",
                "Hanno riparato il ponte.": "Die Brücke ist repariert worden.",
                "Il museo aprì a mezzogiorno.": "Das Museum ist mittags geöffnet worden.",
            },
            ("it", "de"),
        ),
        (
            {
                "Domanda: chi paga?": "Question : qui paie ?",
                "Domanda: quando si apre?": "Question : quand ouvre-t-on ?",
                "Domanda: perché qui?": "Question : pourquoi ici ?",
            },
            ("it", "fr"),
        ),
        (
            {"Il ponte riapre.": "橋が再開しています。", "Piove.": "雨が降っています。", "Votano.": "投票しています。"},
            ("it", "ja"),
        ),
    ],
    ids=["a phrase", "articles", "verbs at the end", "a label", "Japanese endings"],
)
def test_sentences_may_begin_or_end_alike(pairs: dict[str, str], way: tuple[str, str]) -> None:
    assert judged(pairs, way) == {}


@pytest.mark.parametrize("whats", [("ponte", "mercato", "porto"), ("ponte", "mercato", "porto", "museo", "stadio")])
def test_a_long_phrase_of_all_sources_is_long_in_all_answers(whats: tuple[str, ...]) -> None:
    """However it is cut: no part of its translation is taken for an addition. An addition behind it still is."""
    sources = [f"Il {what} della città numero 1 riapre al pubblico domani mattina." for what in whats]
    answers = [f"{what.title()}: la ville numéro 1 rouvre demain matin son lieu public." for what in whats]
    alike = [source.upper() for source in sources]
    assert judged(dict(zip(sources, answers, strict=True))) == judged(dict(zip(sources, alike, strict=True))) == {}
    spoiled = [f"Résultat obtenu : {answer}" for answer in answers]
    assert set(judged(dict(zip(sources, spoiled, strict=True))).values()) == {"same words"}


def test_most_texts_that_came_back_as_they_went() -> None:
    echoed = {source: source if place < 3 else good for place, (source, good) in enumerate(PAIRS.items())}
    assert judged(echoed) == dict.fromkeys(range(3), "untranslated")
    assert judged({"Lunedì": "Lunedì", **{source: good for source, good in PAIRS.items() if source != "Lunedì"}}) == {}


def test_works_of_one_direction_are_looked_at_together() -> None:
    """One new text per article is enough for a notice to give itself away."""
    sources = list(PAIRS)[:2]
    works = {(work, 0): hear(("it", "fr"), source, NOTICE) for work, source in enumerate(sources)}
    assert set(together(works)) == {(0, 0), (1, 0)}
    apart = {(work, 0): hear(("it", f"x{work}"), source, NOTICE) for work, source in enumerate(sources)}
    assert together(apart) == {}


def test_what_the_record_has_is_compared_with_and_not_judged() -> None:
    first, second, *_ = PAIRS
    told = {(0, 0): hear(("it", "fr"), first, NOTICE, asked=False), (0, 1): hear(("it", "fr"), second, NOTICE)}
    assert set(together(told)) == {(0, 1)}


CASES = Path(__file__).parent / "cases" / "parallel-faithful.txt"
SENTENCES = [block for block in map(parallel, CASES.read_text("utf-8").split("=" * 8)) if block]


@given(
    st.lists(st.sampled_from(SENTENCES), unique_by=lambda block: block["it"], max_size=12),
    st.sampled_from(("en", "es", "fr", "pt", "ca", "de", "ru", "ja", "zh-Hans")),
)
def test_good_translations_never_accuse_each_other(blocks: list[dict[str, str]], target: str) -> None:
    assert judged({block["it"]: block[target] for block in blocks if target in block}, ("it", target)) == {}


@given(st.lists(st.sampled_from(SENTENCES), unique_by=lambda block: block["it"], min_size=2), st.text(min_size=1))
def test_no_text_is_beyond_it(blocks: list[dict[str, str]], answer: str) -> None:
    """Whatever is answered to all: letters give it away, signs alone are another check's."""
    found = judged({block["it"]: answer for block in blocks})
    assert set(found.values()) <= {"same answer"}
    assert len(found) in (0, len(blocks))
