"""A lesson: what a student sees of a run under `--reveal`, `--hints` and `--blind`, and what they have done with it.

It hides from the eye, and not from somebody determined: the run's result holds all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from o1magic.answers import canonical, extract
from o1magic.config import AnswerKind
from o1magic.engine import checker
from o1magic.errors import AnswerCheckerError
from o1magic.steps import Step
from o1magic.trace import Trace

LONGEST = 10_000
"""Characters of a prediction or an answer; what is longer is cut."""

_NUMBER = re.compile(
    r"(?<![\w.])-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:/[0-9]+)?(?!\w|\.[0-9])"
    r"|-?\\[dtc]?frac[ ]*\{[^{}]*\}[ ]*\{[^{}]*\}"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aids:
    """How a run is shown to a student; no part of the search.

    Attributes
    ----------
    reveal
        One step at a time, each of which is to be predicted.
    hints
        Only so many of the first steps, and none that holds the answer; None for all.
    blind
        The answer only after the student's own.
    """

    reveal: bool = False
    hints: int | None = None
    blind: bool = False

    def __bool__(self) -> bool:
        return self.reveal or self.hints is not None or self.blind

    def __str__(self) -> str:
        flags = {"--reveal": self.reveal, f"--hints {self.hints}": self.hints is not None, "--blind": self.blind}
        return " ".join(flag for flag, given in flags.items() if given)


class Lesson:
    """What a student sees of a run, and what they have done with it.

    Before `begin` nothing of the run is seen.

    Parameters
    ----------
    aids
        How it is shown.

    Attributes
    ----------
    predictions
        What the student has predicted, in the order of the steps that were then shown; "" where nothing was.
    entered
        The student's answer, or None.
    agrees
        Whether it means the same as the search's answer; None before it is entered, and where that cannot be told, as
        of two texts in different words.
    """

    def __init__(self, aids: Aids) -> None:
        self.aids = aids
        self.predictions: tuple[str, ...] = ()
        self.entered: str | None = None
        self.agrees: bool | None = None
        self._steps: tuple[Step, ...] = ()
        self._answer: str | None = None
        self._kind: AnswerKind = "auto"
        self._begun = False
        self._first = self._last = self._asked = 0

    def begin(self, trace: Trace, steps: Sequence[Step]) -> None:
        """Take up a run that is over; `steps` are those of the chain that it puts forward."""
        self._steps = tuple(steps)
        self._answer = trace.selection.answer if trace.selection else None
        self._kind = cast(AnswerKind, trace.config.get("answer", "auto"))
        total, aids = len(steps), self.aids
        # The last step that may be seen without the student's answer.
        whole = aids.reveal and not aids.blind and aids.hints is None
        last = total if whole else self._without_answer(trace)
        self._last = last if aids.hints is None else min(last, aids.hints)
        if aids.reveal:
            # A lone step is predicted too, and so is an answer without steps.
            self._first = 0 if whole and total < 2 else min(1, self._last)  # noqa: PLR2004
            self._asked = max(self._last, int(whole and self._answer is not None)) - self._first
        else:
            self._first = self._last = 0 if aids.hints is None else self._last
        self._begun = True

    # What may be seen.

    @property
    def waits(self) -> Literal["run", "prediction", "answer"] | None:
        """What it waits for; None where nothing more will be shown."""
        if not self._begun:
            return "run"
        if len(self.predictions) < self._asked:
            return "prediction"
        return "answer" if self.aids.blind and self._answer is not None and self.entered is None else None

    @property
    def ends_next(self) -> bool:
        """Whether the next prediction is the last thing that is asked, and the answer follows."""
        return len(self.predictions) + 1 == self._asked and self.aids.hints is None and not self.aids.blind

    @property
    def complete(self) -> bool:
        """Whether all of the run may be seen."""
        return self.waits is None and (self.aids.hints is None or self.aids.blind)

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self._steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that may be seen."""
        if self.complete and self.aids.reveal:
            return self._steps
        return self._steps[: min(self._first + len(self.predictions), self._last)]

    @property
    def rest(self) -> tuple[Step, ...]:
        """The steps that are to be shown, one prediction each."""
        return self._steps[len(self.steps) : self._last] if self.waits == "prediction" else ()

    def prediction(self, number: int) -> str | None:
        """Return what was predicted of the step of this number, from 0; None where nothing was asked."""
        at = number - self._first
        return self.predictions[at] if 0 <= at < len(self.predictions) else None

    @property
    def line(self) -> str:
        """How many steps are seen, and why no more of them; nothing where none is to be seen."""
        seen, total, hints = len(self.steps), self.total, self.aids.hints
        if not self.aids.reveal and hints is None:
            return ""
        if not total:
            return "The reply has no steps"
        counted = f"{seen} of {total} step{'' if total == 1 else 's'}"
        if hints is not None and self.aids.reveal and self.waits is None and seen == hints < total:
            return f"{counted}: no more hints"
        if hints is None or self.complete or seen < self._last or hints <= self._last or self._last == total:
            return counted
        return f"{counted}: the next one holds the answer" if seen else "No hint: the first step holds the answer"

    @property
    def verdict(self) -> str:
        """How the student's answer compares with the search's, in a sentence; nothing before it is entered."""
        if self.entered is None:
            return ""
        return {
            True: "Your answer agrees with the search's answer.",
            False: "Your answer differs from the search's answer. The search may be wrong.",
            None: "Whether the two mean the same is for you to judge.",
        }[self.agrees]

    # What the student does.

    def predict(self, text: str, seen: int) -> bool:
        """Note what was predicted, maybe nothing, by somebody who sees so many steps; return whether that was asked."""
        if self.waits != "prediction" or seen != len(self.steps):
            return False
        self.predictions += (text.strip()[:LONGEST],)
        return True

    async def enter(self, text: str) -> bool:
        """Note the student's answer and compare it with the search's; return whether it was asked."""
        entered = text.strip()[:LONGEST]
        if self.waits != "answer" or not entered:
            return False
        agrees = await self._compare(entered)
        self.entered, self.agrees = entered, agrees
        return True

    async def _compare(self, entered: str) -> bool | None:
        mine = canonical(extract(entered, self._kind) or entered, self._kind)
        answer = canonical(self._answer, self._kind) or ""
        if mine == answer:
            return True
        if self._kind in ("code", "text") or (canonical(answer, "text") == answer and _WORD.search(answer)):
            return None
        try:
            return mine is not None and await checker().same(mine, answer, self._kind)
        except AnswerCheckerError:
            return None

    # What must not be seen.

    def _without_answer(self, trace: Trace) -> int:
        """Return how many of the first steps do not hold the answer: at most all but the last."""
        if self._answer is None:
            return self.total
        node = trace.nodes[trace.selection.node] if trace.selection and trace.selection.node else None
        written = ((node.shown_answer if node else None) or self._answer).strip("$ ")
        answers = {self._answer, written} - {""}
        # What the question itself says gives nothing away; that is told by what the step announces alone.
        telling = not _holds(trace.question, answers, self._answer)
        for number, step in enumerate(self._steps[:-1]):
            text = f"{step.title}\n{step.text}"
            said = text if telling else extract(text, self._kind, complete=False) or ""
            if canonical(said, self._kind) == self._answer or _holds(said, answers, self._answer):
                return number
        return max(0, self.total - 1)

    def __repr__(self) -> str:
        parts = [str(self.aids), "waits for the run" if self.waits == "run" else self.line]
        if self.predictions:
            parts.append(f"predictions={self.predictions!r}")
        if self.entered is not None:
            parts.append(f"entered={self.entered!r} agrees={self.agrees}")
        return f"<Lesson {', '.join(filter(None, parts))}>"


def _holds(text: str, answers: set[str], number: str) -> bool:
    """Return whether a text holds one of these answers as a whole word, or this number in another form."""
    for answer in answers:
        if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE):
            return True
    return any(canonical(found) == number for found in _numbers(text))


def _numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(text.replace("{,}", ",")):
        yield found[0]
        # Of `7-2` the 2 is no number below zero.
        yield found[0].removeprefix("-")
