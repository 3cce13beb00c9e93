"""Texts cut into requests, and answers put back to their texts."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import EngineError, EngineUnavailable
from generator.translate.engines import Answer, Job
from generator.translate.engines.batches import PATIENCE, Batch, ask_all, batches

JOBS = st.lists(
    st.builds(lambda texts: Job("it", "fr", tuple(texts)), st.lists(st.text(min_size=1, max_size=30), max_size=12)),
    max_size=6,
)


@given(JOBS, st.integers(1, 5), st.integers(0, 60))
def test_every_text_is_in_one_batch_in_its_order(jobs: list[Job], count: int, characters: int) -> None:
    made = batches(jobs, count, characters)
    assert [(batch.number, place) for batch in made for place in batch.places] == [
        (number, place) for number, job in enumerate(jobs) for place in range(len(job.texts))
    ]
    for batch in made:
        assert 1 <= len(batch.places) <= count
        assert batch.job is jobs[batch.number]
        assert len(batch.places) == 1 or not characters or len("".join(batch.texts)) <= characters


@given(JOBS, st.integers(1, 5), st.integers(1, 4), st.sets(st.integers(0, 40)))
def test_every_text_gets_one_answer_and_its_own(jobs: list[Job], count: int, at_once: int, failing: set[int]) -> None:
    """Whichever batches fail: never an answer too few, too many, or to another text."""
    work = batches(jobs, count)
    failing = {number for number in failing if number % 3}

    def ask(batch: Batch) -> list[Answer]:
        if work.index(batch) in failing:
            raise EngineError("it failed")
        return batch.answers(f"«{text}»" for text in batch.texts)

    answers = {(answer.job, answer.text): answer for answer in ask_all(work, ask, at_once)}
    assert len(answers) == sum(len(job.texts) for job in jobs)
    for (number, place), answer in answers.items():
        batch = next(batch for batch in work if batch.number == number and place in batch.places)
        failed = work.index(batch) in failing
        assert (answer.answer, answer.fault) == (
            ("", "it failed") if failed else (f"«{jobs[number].texts[place]}»", "")
        )


@pytest.mark.parametrize("texts", [[], ["a"], ["a", "b", "c"]])
def test_answers_that_do_not_add_up_are_refused(texts: list[str]) -> None:
    with pytest.raises(EngineError, match=f"{len(texts)} answers came to 2 texts"):
        Batch(Job("it", "fr", ("x", "y")), 0, (0, 1)).answers(texts)


def test_an_answer_of_white_space_is_none() -> None:
    first, second = Batch(Job("it", "fr", ("x", "y")), 3, (0, 1)).answers(["a", " \n"])
    assert first == Answer(3, 0, "a")
    assert second == Answer(3, 1, fault="there was no translation")


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_no_more_is_sent_than_may_be_lost_while_answers_are_being_kept(at_once: int) -> None:
    """However slowly a caller keeps what it is given: asked less kept is never more than `at_once`."""
    kept, asked, ahead = 0, 0, []
    lock = threading.Lock()

    def ask(batch: Batch) -> list[Answer]:
        nonlocal asked
        with lock:
            asked += 1
            ahead.append(asked - kept)
        return batch.answers(batch.texts)

    for _ in ask_all(batches([Job("it", "fr", tuple("abcdefghijklmnopqrst"))]), ask, at_once):
        time.sleep(0.003)
        with lock:
            kept += 1
    assert kept == asked == 20
    assert max(ahead) == at_once


def test_what_was_under_way_when_a_service_is_given_up_is_kept() -> None:
    """A good answer that comes after too many useless ones is paid for and passed on, whichever is seen first."""
    useless = threading.Event()

    def ask(batch: Batch) -> list[Answer]:
        place = batch.places[0]
        if place == 1:
            assert useless.wait(5)
            time.sleep(0.1)
            return batch.answers(["bon"])
        if place == PATIENCE:
            useless.set()
        return [batch.fault(place, "a notice")]

    answers = []
    with suppress(EngineUnavailable):
        for answer in ask_all(batches([Job("it", "fr", ("x",) * (PATIENCE + 1))]), ask, 2):
            answers.append(answer.answer)
    assert "bon" in answers
