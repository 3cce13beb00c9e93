"""Google, MyMemory and Microsoft against services on loopback that answer in their real forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest
from services import GOOGLE_PAGE, KEYS, PATIENT, SHORT, Service, service

from generator.config import EngineSetting
from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Engine, Job, make
from generator.translate.engines.breaker import Limits
from generator.translate.marks import plain_target
from generator.translate.protect import protect
from generator.translate.schemes import BRACKETS

FORMS = ("google", "mymemory", "microsoft")
TEXTS = (
    "Il ponte sul fiume riapre lunedì.",
    "La giunta ha approvato il bilancio «all’unanimità».",
    "Tre strade restano chiuse: via Roma, via Po & piazza Dante <lato nord>.",
    "Costa 20 € + 5 %; l'orario è 10–12.",
)

Start = Callable[[str], tuple[Service, Engine]]


@pytest.fixture
def start() -> Iterator[Start]:
    """A factory: a service in a form, and the engine that asks it."""
    with ExitStack() as stack:

        def begin(form: str) -> tuple[Service, Engine]:
            running = stack.enter_context(service(form))
            return running, engine(form, running.url, limits=PATIENT)

        yield begin


def engine(
    form: str, url: str, environment: Mapping[str, str] = KEYS, limits: Limits = SHORT, **options: str
) -> Engine:
    return make(EngineSetting(form, (("url", url), *options.items())), environment, limits)


def by_place(answers: Iterator[Answer]) -> dict[tuple[int, int], Answer]:
    return {(answer.job, answer.text): answer for answer in answers}


def one(asked: Engine, text: str) -> Answer:
    """The answer to a single text."""
    return next(iter(asked.translate([Job("it", "fr", (text,), "brackets")])))


# --- right answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_text_comes_back_to_its_place(start: Start, form: str) -> None:
    running, asked = start(form)
    jobs = [Job("it", "fr", TEXTS), Job("it", "es", TEXTS[:2]), Job("en", "it", ("The bridge opens.",))]
    answers = by_place(asked.translate(jobs))
    assert {place: answer.answer for place, answer in answers.items()} == {
        (number, index): text.upper() for number, job in enumerate(jobs) for index, text in enumerate(job.texts)
    }
    assert not any(answer.fault for answer in answers.values())
    assert sorted(running.asked) == sorted(text for job in jobs for text in job.texts)


@pytest.mark.parametrize("form", FORMS)
def test_many_texts_at_once_do_not_change_places(start: Start, form: str) -> None:
    """Several requests are under way at the same time; an answer must never land on another text."""
    _, asked = start(form)
    texts = tuple(f"Notizia numero {number} della giornata." for number in range(120))
    answers = by_place(asked.translate([Job("it", "fr", texts)]))
    assert [answers[0, place].answer for place in range(len(texts))] == [text.upper() for text in texts]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("google", {"sl": "it", "tl": "fr"}),
        ("mymemory", {"langpair": "it-IT|fr-FR"}),
        ("microsoft", {"from": "it", "to": "fr", "key": KEYS["MICROSOFT_API_KEY"]}),
    ],
)
def test_languages_are_named_as_the_service_names_them(start: Start, form: str, expected: dict[str, str]) -> None:
    running, asked = start(form)
    one(asked, "Roma oggi")
    assert expected.items() <= running.requests[0].items()


@pytest.mark.parametrize(
    ("form", "locale", "code"),
    [
        ("google", "he", "iw"),
        ("google", "jv", "jw"),
        ("google", "nb", "no"),
        ("google", "zh-Hans", "zh-CN"),
        ("google", "zh-Hant", "zh-TW"),
        ("mymemory", "he", "it-IT|he-IL"),
        ("mymemory", "pt-BR", "it-IT|pt-BR"),
        ("mymemory", "pt", "it-IT|pt-PT"),
        ("mymemory", "zh-Hans", "it-IT|zh-CN"),
        ("microsoft", "pt", "pt-pt"),
        ("microsoft", "zh-Hant", "zh-hant"),
    ],
)
def test_codes_that_are_no_locales(start: Start, form: str, locale: str, code: str) -> None:
    running, asked = start(form)
    assert asked.serves("it", locale)
    list(asked.translate([Job("it", locale, ("Roma oggi",))]))
    assert code in running.requests[0].values()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text",
    [
        "Il sindaco **Mario Rossi** ha detto [la sua opinione](https://example.org/a_(b)) ieri.",
        "Vedi `config.yml` e la nota.[^1] Scrivi a redazione@example.org.",
        "*Una **riga** con enfasi* e un [collegamento *vivo*](altro.md).",
        "**Tutto in grassetto.**",
    ],
)
def test_marks_stand_where_they_stood(start: Start, form: str, text: str) -> None:
    """What goes out has numbered brackets, and comes back as the same Markdown around other words."""
    running, asked = start(form)
    parts = protect(text, {"Mario Rossi": "Mario Rossi"})
    found, lost = BRACKETS.decode(one(asked, BRACKETS.encode(parts)).answer, parts)
    assert "⟦1" in running.asked[0]
    assert "https" not in running.asked[0]
    assert not lost
    expected = tuple(part.upper() if isinstance(part, str) else part for part in parts)
    assert "".join(found.split()) == "".join(plain_target(expected).split())


def test_a_long_text_goes_in_pieces_cut_between_sentences(start: Start) -> None:
    running, asked = start("mymemory")
    text = " ".join(f"La frase numero {number} è abbastanza lunga da contare." for number in range(40))
    assert one(asked, text).answer == text.upper()
    assert len(running.asked) > 1
    assert all(len(piece.encode()) <= 500 and piece.rstrip().endswith(".") for piece in running.asked)
    assert asked.requests(Job("it", "fr", (text,))) == len(running.asked)


@pytest.mark.parametrize(
    ("form", "length"), [("mymemory", 499), ("google", 4999), ("microsoft", 9999), ("microsoft", 10_000)]
)
def test_the_longest_text_that_fits_is_translated(start: Start, form: str, length: int) -> None:
    """The limit of the engine is not above the limit of the library under it."""
    _, asked = start(form)
    text = ("a" * length)[: length - 1] + "."
    assert one(asked, text) == Answer(0, 0, text.upper())


@pytest.mark.parametrize(("form", "length"), [("mymemory", 200), ("google", 600)])
def test_a_sentence_that_is_too_long_is_not_sent(start: Start, form: str, length: int) -> None:
    """Bytes count, encoded for an address where the service wants one: of Chinese, few characters are many."""
    running, asked = start(form)
    assert one(asked, "中" * length + "。").fault == f"a sentence is too long for {form}"
    assert not running.asked


def test_mymemory_is_told_the_mail_address(start: Start) -> None:
    running, _ = start("mymemory")
    list(engine("mymemory", running.url, email="desk@news.example").translate([Job("it", "fr", ("Roma",))]))
    assert running.requests[0]["de"] == "desk@news.example"


@pytest.mark.parametrize("form", FORMS)
def test_pairs_are_served_where_both_languages_are_known(start: Start, form: str) -> None:
    _, asked = start(form)
    locales = ("it", "en", "es", "fr", "pt", "ca", "de", "zh-Hans")
    assert all(asked.serves(a, b) for a in locales for b in locales if a != b)
    assert not asked.serves("it", "it")
    assert not asked.serves("it", "x-klingon")
    assert asked.ways("it", "fr") == ()
    assert asked.key == form


# --- what the library under them does wrong --------------------------------------------------------------------------


def test_a_key_is_taken_from_the_environment_that_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library reads its keys when it is imported, from wherever it runs."""
    monkeypatch.setenv("MICROSOFT_API_KEY", "another-key")
    with pytest.raises(EngineUnavailable, match="MICROSOFT_API_KEY"):
        engine("microsoft", "http://127.0.0.1:9/", {})


def test_making_an_engine_asks_no_network(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own translator for Microsoft asks for its languages when it is made."""
    running, _ = start("microsoft")
    asked = engine("microsoft", running.url)
    assert asked.serves("it", "fr")
    assert not running.requests
    one(asked, "Roma oggi")
    assert len(running.requests) == 1


def test_two_engines_of_one_service_keep_apart(start: Start) -> None:
    """Limits, addresses and what is known of a service belong to an engine, not to the library."""
    (first, asked), (second, other) = start("google"), start("google")
    first.fault = lambda number: "403"
    with pytest.raises(EngineUnavailable):
        one(asked, "Roma oggi")
    assert one(other, "Roma oggi").answer == "ROMA OGGI"
    assert len(first.asked) == len(second.asked) == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["⟦1⟧ ⟦2⟧", "20 %", "→", "…"])
def test_a_text_without_words_stays_and_is_not_sent(start: Start, form: str, text: str) -> None:
    """Google answers nothing to it."""
    running, asked = start(form)
    assert one(asked, text).answer == text
    assert not running.asked


@pytest.mark.parametrize("form", FORMS)
def test_white_space_around_a_text_stays(start: Start, form: str) -> None:
    _, asked = start(form)
    assert one(asked, " Roma oggi.\n").answer == " ROMA OGGI.\n"


def test_lines_of_a_text_do_not_run_into_each_other(start: Start) -> None:
    """The service writes a line's end as a tag, which the library drops together with the space."""
    running, asked = start("google")
    assert one(asked, "Roma oggi\nMilano domani.").answer == "ROMA OGGI MILANO DOMANI."
    assert "\n" not in running.asked[0]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["Roma", "Il ponte sul fiume riapre lunedì."])
def test_an_echo_is_passed_on_for_the_checks(start: Start, form: str, text: str) -> None:
    """A name may well be the same in both languages; the checks know what is a sentence."""
    running, asked = start(form)
    running.translate = lambda text: text
    assert one(asked, text).answer == text


def test_a_page_that_ends_inside_the_translation_is_refused(start: Start) -> None:
    running, asked = start("google")
    page = GOOGLE_PAGE.format(asked="", answer="Le pont sur le fleuve")
    running.fault = lambda number: page[: page.index(" sur")] if number == 2 else ""
    first, second = asked.translate([Job("it", "fr", TEXTS[:2])])
    assert (first.fault, second.fault) == ("", "google's answer is cut off")


@pytest.mark.parametrize("text", [None, "", "  "])
def test_mymemory_does_not_fall_back_on_the_translation_of_another_text(start: Start, text: str | None) -> None:
    """Where it has no answer, the library takes the first entry of the memory that looks like the text."""
    running, asked = start("mymemory")
    match = {"segment": "Il ponte chiude", "translation": "Le pont ferme", "match": 0.7}
    running.reply = lambda values: {"responseData": {"translatedText": text}, "responseStatus": 200, "matches": [match]}
    assert one(asked, "Il ponte apre").fault == "mymemory gave no translation"


@pytest.mark.parametrize("change", [{"quotaFinished": True}, {"responseStatus": 429}, {"responseStatus": "429"}])
def test_mymemory_says_with_status_200_that_its_quota_is_used_up(start: Start, change: dict[str, object]) -> None:
    running, asked = start("mymemory")
    running.reply = lambda values: {"responseData": {"translatedText": "X"}, "responseStatus": 200, **change}
    with pytest.raises(EngineUnavailable, match="quota is used up"):
        list(asked.translate([Job("it", "fr", TEXTS)]))
    assert len(running.requests) == 1


def test_mymemory_writes_some_characters_as_entities(start: Start) -> None:
    running, asked = start("mymemory")
    running.translate = lambda text: "L&#39;eau &quot;&amp;&quot; R&D &copy;"
    assert one(asked, "Acqua").answer == 'L\'eau "&" R&D &copy;'


def test_mymemory_is_asked_over_an_encrypted_connection() -> None:
    from generator.translate.engines.online import mymemory

    made: object = mymemory({}).connect("it-IT", "fr-FR")
    assert vars(made)["_base_url"].startswith("https://")


@pytest.mark.parametrize(
    "body",
    [{"error": {"code": 400036, "message": "key-of-microsoft"}}, {}, [], [{}], [{"translations": []}], "x", None],
)
def test_microsoft_answers_something_else(start: Start, body: object) -> None:
    """What the library makes of it is anything from a KeyError to an error that quotes the service."""
    running, asked = start("microsoft")
    running.reply = lambda values: body
    answer = one(asked, "Roma oggi")
    assert answer.fault
    assert KEYS["MICROSOFT_API_KEY"] not in answer.fault


# --- one engine in a build -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_service_that_fails_in_the_middle_is_not_asked_for_the_rest(start: Start, form: str) -> None:
    running, asked = start(form)
    running.fault = lambda number: "403" if number > 10 else ""
    answers = []
    with pytest.raises(EngineUnavailable, match="403"):
        for answer in asked.translate([Job("it", "fr", tuple(f"Testo numero {n}." for n in range(400)))]):
            answers.append(answer)
    assert len(answers) == 10
    assert len(running.asked) <= 10 + SHORT.at_once
    with pytest.raises(EngineUnavailable, match="403"):
        one(asked, "Roma oggi")
    assert len(running.asked) <= 10 + SHORT.at_once


def test_answers_under_way_at_a_failure_arrive(start: Start) -> None:
    """They are paid for."""
    running, asked = start("google")
    running.fault = lambda number: "403" if "guasto" in running.asked[number - 1] else "slow"
    answers = []
    with pytest.raises(EngineUnavailable):
        for answer in asked.translate([Job("it", "fr", ("Primo.", "Lento.", "Un guasto."))]):
            answers.append(answer.answer)
    assert answers == ["PRIMO.", "LENTO."]


def test_nothing_more_is_sent_when_nobody_listens(start: Start) -> None:
    """A build that is interrupted does not go through the rest of its list first."""
    running, asked = start("google")
    answers = asked.translate([Job("it", "fr", tuple(f"Testo numero {n}." for n in range(400)))])
    for _ in range(5):
        next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(running.asked) < 40


@pytest.mark.parametrize("form", FORMS)
def test_a_service_that_sends_only_garbage_is_given_up(start: Start, form: str) -> None:
    """A hotel's login page answers every request with 200; asking it a thousand times is of no use."""
    running, asked = start(form)
    running.fault = lambda number: json.dumps({"hello": "world"})
    with pytest.raises(EngineUnavailable, match="none of 5 answers was a translation"):
        list(asked.translate([Job("it", "fr", tuple(f"Testo numero {n}." for n in range(60)))]))
    assert len(running.asked) < 20


def test_no_message_or_name_shows_a_key(start: Start) -> None:
    running, asked = start("microsoft")
    assert KEYS["MICROSOFT_API_KEY"] not in repr(asked)
    running.fault = lambda number: "401"
    with pytest.raises(EngineUnavailable) as caught:
        one(asked, "Roma oggi")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert KEYS["MICROSOFT_API_KEY"] not in str(caught.value)
