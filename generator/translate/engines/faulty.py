"""An engine that goes wrong on purpose, in the ways that services and models have been seen to. For tests.

In: jobs in any scheme of the engine it wraps. Out: that engine's answers, spoiled where `when` says so. The faults are
listed in `FAULTS`; `no answer` faults a text, `out of reach` the engine. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Engine, Job
from generator.translate.engines.forwarding import Forwarding
from generator.translate.engines.pseudo import Pseudo

Spoil = Callable[[str, str], str]
"""(what was asked, the good answer) → the bad answer."""

_MARK = re.compile(
    r'<apertium-notrans\b.*?</apertium-notrans>|<x id="\d+"/>|⟦\d+⟧|\bQx[a-j]+qx\b|</?[bg]( id="\d+")?>|⟦\d+:⟧|⟦/\d+⟧'
)

FAULTS: dict[str, Spoil] = {
    "empty": lambda asked, answer: "",
    "white space": lambda asked, answer: " \n ",
    "echo": lambda asked, answer: asked,
    "mark lost": lambda asked, answer: _MARK.sub("", answer, count=1),
    "mark doubled": lambda asked, answer: _MARK.sub(lambda mark: mark[0] * 2, answer, count=1),
    "number changed": lambda asked, answer: re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), answer),
    "truncated": lambda asked, answer: answer[: len(answer) // 3],
    "quota": lambda asked, answer: "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
    "error page": lambda asked, answer: (
        "<html><title>Error 500 (Server Error)!!1</title><p>That’s an error.</p></html>"
    ),
    "loop": lambda asked, answer: f"{answer} " + "e poi ancora " * 20,
    "script added": lambda asked, answer: f"{answer}<script src=https://evil.example/x.js></script>",
    "link added": lambda asked, answer: f"{answer} https://evil.example/",
    "direction turned": lambda asked, answer: f"\u202e{answer}",
    "same notice": lambda asked, answer: "Le contenu souhaité reste introuvable dans nos archives",
    "shared beginning": lambda asked, answer: f"Résultat obtenu : {answer}",
    "shared ending": lambda asked, answer: f"{answer} — fourni par Machin",
    "wrong encoding": lambda asked, answer: answer.encode().decode("cp1252", "ignore"),
    "undefined": lambda asked, answer: "undefined",
    "null behind": lambda asked, answer: f"{answer} null",
    "control character": lambda asked, answer: f"{answer[:3]}\x07{answer[3:]}",
}
"""Name → how a good answer is spoiled."""
NO_ANSWER, OUT_OF_REACH = "no answer", "out of reach"


def always(job: Job, text: str) -> bool:
    """Every text."""
    return True


@dataclass(frozen=True, slots=True)
class Faulty(Forwarding):
    """An engine like `inner` whose answers have `fault` (a name of `FAULTS`, `NO_ANSWER` or `OUT_OF_REACH`)."""

    fault: str
    when: Callable[[Job, str], bool] = always
    inner: Engine = field(default_factory=Pseudo)
    name: str = "faulty"
    title: str = "Faulty"

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return f"{self.name} {self.fault}"

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        for answer in self.inner.translate(jobs):
            asked = jobs[answer.job].texts[answer.text]
            if not self.when(jobs[answer.job], asked):
                yield answer
            elif self.fault == OUT_OF_REACH:
                raise EngineUnavailable("out of reach, as was asked for")
            elif self.fault == NO_ANSWER:
                yield replace(answer, answer="", fault="no answer, as was asked for")
            else:
                yield replace(answer, answer=FAULTS[self.fault](asked, answer.answer))
