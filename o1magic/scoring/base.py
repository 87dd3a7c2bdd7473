"""What a scorer is, and all that it can reach. Labels are not part of it: no scorer can see a ground truth."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from o1magic.config import Aggregate, StopReason
from o1magic.errors import ConfigError
from o1magic.models.base import Reply
from o1magic.trace import Node, Trace
from o1magic.types import Ask, Score


class SearchEnded(Exception):  # noqa: N818 - not an error: no further call fits
    """The search cannot go on, as a scorer's own requests may find out. Only the engine catches it."""

    def __init__(self, reason: StopReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Asking(Protocol):
    """Sends a request about a node to the run's model, inside the run's limits, and returns up to `n` replies.

    The same request is sent once, whoever asks for it. A reply may be as long as a solution, or as the request says if
    that is longer; a `brief` one, a letter say, has no more room than the request says, unless the model's hidden
    reasoning needs it.
    """

    async def __call__(self, ask: Ask, node: Node, n: int = 1, *, brief: bool = False) -> list[Reply]:
        """Send it."""
        ...


class Scoring(Protocol):
    """Scores nodes with another scorer and records it on them."""

    async def __call__(self, nodes: Sequence[Node], scorer: Scorer | None = None) -> list[Score]:
        """Score them."""
        ...


Outside = Callable[[str, Any, Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""Asks something that is neither the model nor the notebook, a reward model or a program, and returns what it says.

Given its name, the request and what asks it; request and reply are JSON. A recorded run writes the reply down, and a
replay hears that instead of asking.
"""


async def straight(_by: str, _request: Any, ask: Callable[[], Awaitable[Any]]) -> Any:
    """Ask, and nothing else."""
    return await ask()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreContext:
    """What a scorer may use.

    Attributes
    ----------
    question
        As the user asked it.
    trace
        The run so far, to be read only. `trace.solution(node.id)` is what there is to score.
    logprobs
        Whether the model discloses log-probabilities.
    aggregate
        How the scores of steps become that of their chain.
    ask
        Sends one request about a node to the run's model.
    call
        Runs a callable of the user's with one argument, in the user's thread.
    rollout
        Completes a chain once, as a child of the given node.
    score
        Scores nodes with another scorer.
    outside
        Asks something that is neither the model nor the notebook.
    """

    question: str
    trace: Trace
    logprobs: bool
    aggregate: Aggregate
    ask: Asking
    call: Callable[[Callable[[str], Any], str], Awaitable[Any]]
    rollout: Callable[[Node], Awaitable[list[Node]]]
    score: Scoring
    outside: Outside = straight


class Scorer(Protocol):
    """Gives each node a value in [0, 1], or None where it could not.

    Attributes
    ----------
    name
        Under which the scores are kept.
    partial
        Whether it can judge the beginning of a solution.

    One whose values depend on which other samples there are has an attribute `relative` that is true; one that asks
    once about each node, whatever it hears of the others, an attribute `alone`: it is asked while others are drawn. One
    that asks the model has a method `asks`, for forecasts: see `asked`.
    """

    name: str
    partial: bool

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return one score a node, in order."""
        ...


def asked(scorer: Scorer | None, *, logprobs: bool) -> tuple[int, int]:
    """Return how many calls the score of one sample takes, usually and at most; none where a scorer doesn't say.

    Its rollouts are left out: the strategies count them.

    Parameters
    ----------
    logprobs
        Whether the model discloses log-probabilities.
    """
    asks: Callable[..., tuple[int, int]] | None = getattr(scorer, "asks", None)
    return (0, 0) if asks is None else asks(logprobs=logprobs)


def require_absolute(scorer: Scorer, strategy: str) -> None:
    """Raise a ConfigError where the values of a scorer depend on which other samples there are.

    A strategy that scores samples as they come cannot compare such values with each other.
    """
    if getattr(scorer, "relative", False):
        raise ConfigError(
            f"{scorer.name} scores samples by what others there are, and {strategy} scores them as they come: use a "
            "check, a scorer of single solutions such as judge, or none; or -s best_of_n"
        )
