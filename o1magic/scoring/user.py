"""Scores by callables of the user's: an executable check of answers, or a scorer of whole solutions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from o1magic.scoring.base import ScoreContext
from o1magic.trace import Node
from o1magic.types import Score

UserCallable = Callable[[str], Any]


class ByCallable:
    """Calls the user's function on each different text once.

    Parameters
    ----------
    function
        Takes a text; returns a bool, or a number in [0, 1]. An exception, a time-out or any other value is a failed
        score with the reason as its note.
    name
        Under which the scores are kept.
    of
        `answer`: the final answer as the model wrote it; `text`: the solution as far as it has come.
    """

    def __init__(self, function: UserCallable, name: str, of: Literal["answer", "text"]) -> None:
        self.name = name
        self.partial = of == "text"
        self._function = function
        self._of = of
        self._known: dict[str, Score] = {}

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the scores, called one after the other in the user's thread."""
        return [await self._score(ctx, node) for node in nodes]

    async def _score(self, ctx: ScoreContext, node: Node) -> Score:
        text = node.shown_answer if self._of == "answer" else ctx.trace.solution(node.id)
        if text is None:
            return Score(None, "no answer")
        if text not in self._known:
            try:
                self._known[text] = _as_score(await ctx.call(self._function, text))
            except Exception as error:  # noqa: BLE001 - whatever the user's code raises is a failed score
                self._known[text] = Score(None, f"{self.name} raised {type(error).__name__}: {error}")
        return self._known[text]


def _as_score(value: Any) -> Score:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return Score(None, f"returned {value!r:.80}, not a bool or a number in [0, 1]")
    return Score(number) if 0 <= number <= 1 else Score(None, f"returned {number:g}, which is not in [0, 1]")
