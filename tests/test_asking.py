"""How texts are asked for: schemes on trial, other ways after a failed check, budgets, nothing asked twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from strategies import INLINE

from generator.model import Segment
from generator.translate import Planned, Result, Words, Work, inspect, plan, translate
from generator.translate.asking import Attempt, Desk, ask
from generator.translate.drafting import LATE
from generator.translate.engines import Answer, Engine, Job
from generator.translate.engines.faulty import FAULTS, NO_ANSWER, OUT_OF_REACH, Faulty
from generator.translate.engines.pseudo import Pseudo, accented
from generator.translate.marks import Mark, sentences, source
from generator.translate.memory import Memory
from generator.translate.protect import protect
from generator.translate.records import Entry
from generator.translate.schemes import BRACKETS, SPOKEN_TAGS, TAGS, Scheme

DAY = date(2025, 9, 10)
TEXTS = (
    "Il sindaco Mario Rossi apre il ponte. Oggi costa 1.234,5 euro.",
    "La seconda riga del testo è qui. Un [collegamento](https://news.example/) la chiude.",
)
WORDS = Words({"fr": {"Roma": "Rome", "MkDocs": "MkDocs"}}, {TEXTS[0]: frozenset({"Mario Rossi"})})


def works(*texts: str, target: str = "fr") -> list[Work]:
    """One article with these paragraphs, of which nothing is known yet."""
    segments = tuple(Segment(f"paragraph-{place}", "paragraph", text) for place, text in enumerate(texts))
    return [Work("it", target, segments, tuple(Entry(segment.key, segment.text, "") for segment in segments))]


@dataclass
class Run:
    """Translates with a memory of its own, and remembers what was said."""

    folder: Path
    said: list[str] = field(default_factory=list)

    def __call__(self, *engines: Engine, texts: Sequence[str] = TEXTS, budgets: dict[str, int] | None = None) -> Result:
        with Memory(self.folder / "memory.sqlite") as memory:
            return translate(works(*texts), engines, memory, WORDS, DAY, self.said.append, budgets)[0]

    def later(self, *engines: Engine, days: int) -> Result:
        """The same some days later."""
        with Memory(self.folder / "memory.sqlite") as memory:
            day = DAY + timedelta(days)
            return translate(works(*TEXTS), engines, memory, WORDS, day, self.said.append)[0]

    def plan(self, *engines: Engine, texts: Sequence[str] = TEXTS) -> tuple[Planned, ...]:
        with Memory(self.folder / "memory.sqlite") as memory:
            return plan(works(*texts), engines, memory, WORDS, DAY)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


@dataclass
class Listening:
    """An engine that notes what it is asked and answers by a function of it. For what no real engine does on demand."""

    answer: Callable[[Job, str], str] = lambda job, text: accented(text)
    schemes: tuple[Scheme, ...] = (TAGS,)
    routes: tuple[str, ...] = ()
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    name: str = "listening"
    title: str = "Listening"
    key: str = "listening"

    def serves(self, source: str, target: str) -> bool:
        return True

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        return self.routes

    def requests(self, job: Job) -> int:
        return len(job.texts)

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        for number, job in enumerate(jobs):
            for place, text in enumerate(job.texts):
                self.asked.append((job.scheme, job.route, text))
                yield Answer(number, place, self.answer(job, text), job.route or next(iter(self.routes), ""))


# --- other ways after a failed check ---------------------------------------------------------------------------------


def test_a_text_that_fails_is_asked_for_again_by_sentences(run: Run) -> None:
    engine = Listening(lambda job, text: "" if "Oggi" in text and "sindaco" in text else accented(text))
    result = run(engine)
    assert [text for *_, text in engine.asked][2:] == [
        'Il sindaco <x id="1"/> apre il ponte. ',
        "Oggi costa 1.234,5 euro.",
    ]
    assert all(entry.text for entry in result.entries)
    assert {finding.severity for finding in result.findings} <= {"note"}


def test_the_second_time_names_stand_behind_marks(run: Run) -> None:
    """An engine that translates names that it can read, but leaves marks alone."""
    engine = Listening(lambda job, text: accented(text.replace("Mario Rossi", "Marius le Rouge")), (SPOKEN_TAGS, TAGS))
    result = run(engine)
    assert "Mario Rossi" in result.entries[0].text
    assert {scheme for scheme, *_ in engine.asked} == {"spoken tags", "tags"}


def test_then_every_other_route_is_tried(run: Run) -> None:
    routes = ("it-ca-fr", "it-es-fr", "it-pt-fr")
    engine = Listening(lambda job, text: accented(text) if job.route == "it-pt-fr" else "", routes=routes)
    result = run(engine, texts=TEXTS[1:])
    assert [route for _, route, _ in engine.asked] == ["", "", "", "it-es-fr", "it-pt-fr"]
    assert result.entries[0].route == "it-pt-fr"


def test_then_the_next_engine_is_asked_for_that_text_alone(run: Run) -> None:
    second = Listening()
    result = run(Faulty("empty", lambda job, text: "seconda" in text or "collegamento" in text), second)
    assert [entry.engine for entry in result.entries] == ["faulty", "listening"]
    assert len(second.asked) == 1


@pytest.mark.parametrize("fault", [*FAULTS, NO_ANSWER, OUT_OF_REACH])
def test_no_fault_is_published(run: Run, fault: str) -> None:
    """Where no other engine helps, the text stays without a translation; with another, nothing of the fault is left.
    What is added to a text is only seen where it is added to several."""
    texts = (*TEXTS, "Gli operai lavorano ancora.", "Domani piove forte.") if fault.startswith("shared") else TEXTS
    alone = run(Faulty(fault), texts=texts)
    assert all(not entry.text for entry in alone.entries), [entry.text for entry in alone.entries]
    helped = run(Faulty(fault), Pseudo(), texts=texts)
    assert {entry.engine for entry in helped.entries} == {"pseudo"}


def test_short_texts_that_all_come_back_as_they_went_are_no_translation(run: Run) -> None:
    texts = ("Il ponte riapre", "Via libera", "Tutto bene")
    assert all(not entry.text for entry in run(Faulty("echo"), texts=texts).entries)
    one = run(Faulty("echo", lambda job, text: "libera" in text, name="other"), texts=texts)
    assert [bool(entry.text) for entry in one.entries] == [True, True, True]


def test_an_engine_that_gives_up_half_way_leaves_the_article_to_the_next(run: Run) -> None:
    result = run(Faulty(OUT_OF_REACH, lambda job, text: "seconda" in text), Pseudo())
    assert [entry.engine for entry in result.entries] == ["pseudo", "pseudo"]
    assert run.said == ["Faulty: out of reach, as was asked for; going on without it"]


def test_a_renewed_draft_stays_where_no_better_one_can_be_had(run: Run) -> None:
    (work,) = works(*TEXTS)
    known = tuple(replace(entry, text="Connu", engine="apertium") for entry in work.entries)
    work = replace(work, entries=known, renewed=frozenset({0, 1}))
    with Memory(run.folder / "memory.sqlite") as memory:
        (failed,) = translate([work], [Faulty("empty")], memory, WORDS, DAY, run.said.append)
        (renewed,) = translate([work], [Pseudo()], memory, WORDS, DAY, run.said.append)
    assert failed.entries == known
    assert [entry.engine for entry in renewed.entries] == ["pseudo", "pseudo"]


def test_an_answer_is_looked_at_before_the_next_one_is_waited_for(run: Run) -> None:
    engine, events = Listening(), []
    asks = [
        ask(0, place, ("it", "fr"), Attempt(TAGS, split=place == 1), WORDS.protect(text, "it", "fr"))
        for place, text in enumerate((TEXTS[1], TEXTS[0], TEXTS[1]))
    ]
    with Memory(run.folder / "memory.sqlite") as memory:
        for item in Desk(engine, memory, DAY).send(asks):
            events.append((item.place, len(engine.asked)))
    assert events == [(0, 1), (2, 1), (1, 3)], "a text that occurs twice is asked for once; two sentences are one text"


# --- works that take too long ----------------------------------------------------------------------------------------


def test_a_work_that_takes_too_long_is_left_half_done_and_the_others_are_not(run: Run) -> None:
    (long,) = works(*(f"Il ponte numero {number} riapre oggi alle 15." for number in range(800)))
    (short,) = works(*TEXTS)
    engine, told = Listening(), []
    run(Pseudo())  # the first text of a direction has its words loaded
    with Memory(run.folder / "memory.sqlite") as memory:
        late, done = translate([long, short], [engine, Pseudo()], memory, WORDS, DAY, told.append, seconds=0.15)
        assert all(entry.engine == "listening" for entry in done.entries)
        missing = [entry.key for entry in late.entries if not entry.text]
        assert 0 < len(missing) < 800
        assert [finding.segment.key for finding in late.findings if finding.message == LATE] == missing
        asked = len(engine.asked)
        again = replace(long, entries=late.entries)
        (complete,) = translate([again], [engine], memory, WORDS, DAY, told.append)
    assert all(entry.text for entry in complete.entries)
    assert len(engine.asked) == asked == 802, "what was answered is asked for again"
    assert not told


# --- schemes on trial ------------------------------------------------------------------------------------------------


def bare(job: Job, text: str) -> str:
    """An engine that drops every tag, and keeps brackets."""
    return accented("".join(part.split(">")[-1] for part in text.split("<")))


def test_the_scheme_that_survives_is_chosen_and_remembered(run: Run) -> None:
    engine = Listening(bare, (TAGS, BRACKETS))
    result = run(engine)
    assert all(entry.text for entry in result.entries)
    assert "Mario Rossi" in result.entries[0].text
    assert run.said == ["Listening, it → fr: marks go as brackets, which 2 of 2 texts on trial brought back"]
    before = len(engine.asked)
    run(engine, texts=["Un testo nuovo con [un altro](https://news.example/2) collegamento."])
    assert {scheme for scheme, *_ in engine.asked[before:]} == {"brackets"}


def test_a_first_scheme_without_loss_costs_nothing_more(run: Run) -> None:
    engine = Listening(schemes=(TAGS, BRACKETS))
    run(engine)
    assert [scheme for scheme, *_ in engine.asked] == ["tags", "tags"]


# --- never twice, never too much -------------------------------------------------------------------------------------


def test_what_was_answered_is_not_asked_again(run: Run) -> None:
    engine = Listening()
    first = run(engine)
    asked = len(engine.asked)
    assert run(engine) == first
    assert len(engine.asked) == asked


def test_failed_answers_are_not_asked_again_either(run: Run) -> None:
    engine = Listening(lambda job, text: "", routes=("a", "b"))
    run(engine)
    asked = len(engine.asked)
    run(engine)
    assert len(engine.asked) == asked


def test_the_next_day_a_service_that_failed_gets_another_chance(run: Run) -> None:
    answers = {"today": "MYMEMORY WARNING"}
    engine = Listening(lambda job, text: answers.get("today") or accented(text))
    assert not any(entry.text for entry in run(engine).entries)
    del answers["today"]
    assert not any(entry.text for entry in run(engine).entries)
    assert all(entry.text for entry in run.later(engine, days=1).entries)


@pytest.mark.parametrize(("budget", "asked"), [(50, 0), (100_000, 2)])
def test_a_budget_is_kept_before_the_first_request(run: Run, budget: int, asked: int) -> None:
    engine = Listening()
    run(engine, budgets={"listening": budget})
    assert len(engine.asked) == asked
    if not asked:
        assert "50 characters" in run.said[0]


def test_the_budget_counts_what_is_asked_for_again(run: Run) -> None:
    engine = Listening(lambda job, text: "")
    run(engine, budgets={"listening": 200})
    assert sum(len(text) for *_, text in engine.asked) <= 200
    assert "characters wanted" in run.said[0]


def test_the_plan_counts_what_would_be_sent(run: Run) -> None:
    engine = Listening()
    (before,) = run.plan(engine)
    run(engine)
    assert before.characters == sum(len(text) for *_, text in engine.asked)
    assert (before.segments, before.requests, before.remembered) == (2, 2, 0)
    (after,) = run.plan(engine)
    assert (after.segments, after.characters, after.requests, after.remembered) == (0, 0, 0, 2)


# --- the rest --------------------------------------------------------------------------------------------------------


def test_what_an_engine_is_told_besides(run: Run) -> None:
    told: list[Job] = []

    @dataclass
    class Curious(Listening):
        def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
            told.extend(jobs)
            return super().translate(jobs)

    run(Curious(), texts=["Uno apre.", "Due a Roma tace.", "Tre chiude."])
    (job,) = told
    assert job.context.headline == "Uno apre."
    assert job.context.terms == (("Roma", "Rome"),)
    assert job.context.around == (("", "Due a Roma tace."), ("Uno apre.", "Tre chiude."), ("Due a Roma tace.", ""))


def test_texts_that_exist_are_inspected(run: Run) -> None:
    (work,) = works("Sono 25 ministri a Roma.", "Sono 25 ministri a Roma.", "Ancora niente.")
    bad = replace(work.entries[0], text="Ce sont 26 ministres à Rome.")
    entries = (bad, replace(work.entries[1], text="Ce sont 25 ministres à Paris.", approved=True), work.entries[2])
    draft, approved, missing = inspect(replace(work, entries=entries), WORDS)
    assert {(finding.check, finding.severity) for finding in draft} == {("numbers", "withhold")}
    assert {(finding.check, finding.severity) for finding in approved} == {("marks", "flag")}
    assert not missing


@given(INLINE)
def test_sentences_add_up_and_no_pair_is_cut(text: str) -> None:
    parts = protect(text, {"Roma": "Rome"})
    pieces = sentences(parts)
    assert "".join(source(piece) for piece in pieces) == text
    for piece in pieces:
        depth = [mark.role for mark in piece if isinstance(mark, Mark)]
        assert depth.count("open") == depth.count("close")
