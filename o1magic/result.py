"""`Result`: what a run found, read off its trace."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self, cast

from o1magic.config import Config, StopReason
from o1magic.errors import ConfigError, near
from o1magic.lesson import Lesson
from o1magic.metrics import Curve, compute_curve
from o1magic.render import html, text
from o1magic.render.export import write
from o1magic.search.select import RULES, RuleName
from o1magic.steps import Step, segment
from o1magic.trace import Event, Node, Selection, Trace, Vote
from o1magic.types import Usage


class Shown(ABC):
    """Something with a record, which stands below the cell that made it once."""

    _shown = False

    @abstractmethod
    def mimebundle(self) -> dict[str, str]:
        """Return the record as HTML and as plain text."""

    def mark_shown(self, *, shown: bool = True) -> Self:
        """Note whether the record already stands below the cell, so that the cell's value is not shown once more."""
        self._shown = shown
        return self

    def _ipython_display_(self) -> None:
        """Show the record, unless the magic that returned this has just done so."""
        if self._shown:
            self._shown = False
            return
        from IPython.display import display  # noqa: PLC0415 - only where IPython calls us

        display(self.mimebundle(), raw=True)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the record, for hosts that are not IPython."""
        return self.mimebundle()


class Result(Shown):
    """What a run found. A partial result is one too.

    Parameters
    ----------
    trace
        The finished run; everything else is read off it.
    lesson
        What a student has predicted and entered under `--reveal`, `--hints` or `--blind`; None without them.
    """

    def __init__(self, trace: Trace, lesson: Lesson | None = None) -> None:
        self.trace = trace
        self.lesson = lesson

    @property
    def question(self) -> str:
        """What was asked."""
        return self.trace.question

    @property
    def answer(self) -> str | None:
        """The chosen answer, short and canonical, or None where no sample gave one."""
        return self.selection.answer

    @property
    def text(self) -> str:
        """The chosen solution in full; what there is of it where the run was cut off."""
        return "" if self.selection.node is None else self.trace.solution(self.selection.node)

    @property
    def steps(self) -> list[Step]:
        """The steps of the chosen solution; a node with a title is one, others are cut into steps."""
        if self.selection.node is None:
            return []
        chain = self.trace.chain(self.selection.node)
        return [step for n in chain for step in ([Step(n.title, n.text)] if n.title else segment(n.text))]

    @property
    def votes(self) -> list[Vote]:
        """The votes by canonical answer, the chosen one first."""
        return list(self.selection.votes)

    @property
    def samples(self) -> list[Node]:
        """The samples in order, failed ones and cut ones included."""
        return self.trace.answers

    @property
    def single(self) -> str | None:
        """What the first sample alone would have answered."""
        return self.samples[0].answer if self.samples else None

    @property
    def agreement(self) -> float | None:
        """The chosen answer's share of the votes, in [0, 1]; None without a vote."""
        return self.selection.agreement

    @property
    def confidence(self) -> float | None:
        """The probability that the answer is right, in [0, 1]; None until a calibration says it (`o1magic.calibrate`).

        `agreement` is a share of votes and the posterior a statement about the vote: neither is this.
        """
        return self.selection.confidence

    @property
    def joint(self) -> float | None:
        """The product of the scores of the chosen chain's steps, uncalibrated; None where no step was scored by itself.

        If the scores were probabilities and the steps independent, all steps would be right with this one: ten steps
        at .95 are at .60.
        """
        confidences = self._step_confidences
        return math.prod(confidences) if confidences else None

    @property
    def weakest(self) -> tuple[int, float] | None:
        """The chosen chain's step with the lowest score, uncalibrated: its number, from 1, and the score; or None."""
        return min(enumerate(self._step_confidences, 1), key=lambda step: step[1], default=None)

    @property
    def _step_confidences(self) -> tuple[float, ...]:
        return () if self.selection.node is None else self.trace.step_confidences(self.selection.node)

    @property
    def curve(self) -> Curve | None:
        """What more compute would buy for this very question; None under two answered samples.

        The chance that the majority of n fresh samples gives the chosen answer and, with a check, that one of them
        passes, each with a 95 % interval: for the samples that were drawn and for more.
        """
        return compute_curve(self.trace)

    @property
    def selection(self) -> Selection:
        """What the rule chose, and by which votes."""
        return self.trace.selection or Selection(rule="none")

    @property
    def usage(self) -> Usage:
        """What was asked for, cached replies included; `seconds` is the time since the first request."""
        return dataclasses.replace(self.trace.asked, seconds=self.trace.seconds)

    @property
    def stop_reason(self) -> StopReason:
        """Why the run ended."""
        return cast(StopReason, self.trace.stop_reason)

    @property
    def config(self) -> Config:
        """How the question was to be answered."""
        return Config.from_json(self.trace.config)

    def reselect(self, rule: RuleName) -> Result:
        """Return the result with another selection rule on the stored samples; no call is made.

        Parameters
        ----------
        rule
            `majority`, `weighted`, `best`; or `last`, `min`, `prod`, `mean`: how the scores of steps become those of
            the chains, which are then added up by answer.

        Raises
        ------
        ConfigError
            There is no such rule, or it needs scores of steps and none is stored.
        """
        if rule not in RULES:
            raise ConfigError(f"unknown rule {rule!r}{near(rule, RULES)}; known: {', '.join(RULES)}")
        trace = Trace(self.trace.events)
        end = trace.events[-1].t if trace.events else 0.0
        trace.append(Event(len(trace.events), end, "selected", None, RULES[rule](trace).to_json()))
        return Result(trace)

    def to_html(self) -> str:
        """Return the static record, as it stays in the saved notebook."""
        return html.record(self.trace)

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write the run to a file for others, and return its path.

        The end of the name says what is written: `.html`, one page with the interactive views, which anyone opens
        offline; `.svg`, the drawn tree, for a paper; `.mmd` and `.dot`, the tree for Mermaid and Graphviz; `.json`,
        the trace, as `to_json` returns it and `static/trace.schema.json` describes it.

        Parameters
        ----------
        path
            Where to write; a file of that name is replaced, by a whole one.

        Raises
        ------
        ConfigError
            The name ends in something else, or the run has no tree to draw.
        """
        return write(self.trace, path)

    def to_json(self) -> str:
        """Return the run as JSON text in ASCII, from which `from_json` makes an equal result."""
        return json.dumps(self.trace.to_json())

    @classmethod
    def from_json(cls, data: str) -> Self:
        """Return the result that `to_json` wrote.

        Raises
        ------
        ValueError
            It is no such JSON, or of another schema version.
        """
        try:
            result = cls(Trace.from_json(json.loads(data)))
            # All that it says is read once: what is wrong deep inside shows here, and not when somebody needs it.
            result.mimebundle(), result.config, result.steps
        except Exception as error:  # anything can be wrong with it
            raise ValueError(f"this cannot be read as a run of o1magic: {type(error).__name__}: {error}") from error
        return result

    def mimebundle(self) -> dict[str, str]:
        """Return the record as HTML and as plain text."""
        return {"text/html": self.to_html(), "text/plain": text.record(self.trace)}

    def __str__(self) -> str:
        return text.record(self.trace)

    def __repr__(self) -> str:
        return f"<Result answer={self.answer!r} stop_reason={self.stop_reason!r} calls={self.usage.calls}>"
