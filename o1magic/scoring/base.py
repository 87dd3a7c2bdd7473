"""What a scorer is, and all that it can reach. Labels are not part of it: no scorer can see a ground truth."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from o1magic.models.base import Reply
from o1magic.trace import Node, Trace
from o1magic.types import Ask, Score


@dataclass(frozen=True, slots=True)
class ScoreContext:
    """What a scorer may use.

    Attributes
    ----------
    question
        As the user asked it.
    trace
        The run so far, to be read only.
    ask
        Sends one request about a node to the run's model, inside the run's limits.
    call
        Runs a callable of the user's with one argument, in the user's thread.
    """

    question: str
    trace: Trace
    ask: Callable[[Ask, Node], Awaitable[Reply]]
    call: Callable[[Callable[[str], Any], str], Awaitable[Any]]


class Scorer(Protocol):
    """Gives each node a value in [0, 1], or None where it could not."""

    name: str

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return one score a node, in order."""
        ...
