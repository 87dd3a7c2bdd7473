"""Scorers by name: the built-in ones, those of other packages and those of the notebook."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from o1magic import plugins
from o1magic.errors import ConfigError, ReasonError, near
from o1magic.listing import Listing
from o1magic.scoring.base import ScoreContext, Scorer, SearchEnded
from o1magic.scoring.intrinsic import Logprob, Votes
from o1magic.scoring.judge import Judge
from o1magic.scoring.p_true import VERDICTS, PTrue
from o1magic.scoring.pairwise import PAIRS, Pairwise
from o1magic.scoring.reward import Reward
from o1magic.scoring.rollout import Rollout
from o1magic.trace import Node
from o1magic.types import Score

ENTRY_POINTS = "o1magic.scorers"
"""Group of the entry points that are scorers of other packages."""

ADDRESS = ("http:", "https:")
"""How an address begins."""
ELSEWHERE = (
    "In place of a name: a callable that takes a solution's text and returns a number in [0, 1], or the address of a "
    "reward model (http://...). A check of answers (`--check`) and tests of code (`--tests`, run in a sandbox) have "
    "options of their own."
)

ALL_AT_ONCE = "a strategy that scores all samples at once (not ab_mcts, mcts)"
"""What a scorer needs whose values depend on which other samples there are."""

ScoreFunction = Callable[[ScoreContext, Sequence[Node]], Awaitable[list[Score]]]


@dataclass(frozen=True, slots=True)
class NamedScorer:
    """A scorer that can be asked for by name.

    Attributes
    ----------
    name
        What people type.
    make
        Returns a new one for a run.
    source
        Where the method comes from.
    needs
        What it does not run without, in a few words; nothing where every model and strategy will do.
    calls
        What it costs, in a few words; nothing where it makes no call.
    partial
        Whether it can judge the beginning of a solution.
    """

    name: str
    make: Callable[[], Scorer]
    source: str = ""
    needs: str = ""
    calls: str = ""
    partial: bool = False

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.make) or "").partition("\n")[0]

    @property
    def facts(self) -> dict[str, str]:
        """What a table says of it."""
        judges = f"whole solutions{' and beginnings' if self.partial else ''}"
        return {"judges": judges, "calls": self.calls or "none", "needs": self.needs, "source": self.source}


BUILT_IN = {
    each.name: each
    for each in (
        NamedScorer(
            "judge",
            Judge,
            "Zheng et al. (arXiv 2412.06559); Zhao et al. (2502.01839)",
            calls="one a sample",
            partial=True,
        ),
        NamedScorer(
            "logprob",
            Logprob,
            "mean log-probability of the tokens",
            needs="a model that discloses log-probabilities",
            partial=True,
        ),
        NamedScorer(
            "p_true",
            PTrue,
            "Kadavath et al. (arXiv 2207.05221)",
            calls=f"one a sample, or {VERDICTS} where the model discloses no log-probabilities",
            partial=True,
        ),
        NamedScorer(
            "pairwise",
            Pairwise,
            "Zhang et al. (arXiv 2410.02884)",
            needs=ALL_AT_ONCE,
            calls=f"two a pair, at most {PAIRS} pairs a sample",
        ),
        NamedScorer(
            "rollout",
            Rollout,
            "Wang et al. (arXiv 2312.08935)",
            needs=ALL_AT_ONCE,
            calls="one an unfinished chain",
            partial=True,
        ),
        NamedScorer("votes", Votes, "Wang et al. (arXiv 2203.11171)", needs=ALL_AT_ONCE),
    )
}
_added: dict[str, NamedScorer] = {}


class ByFunction:
    """A scorer made of one async function.

    Parameters
    ----------
    name
        Under which the scores are kept.
    function
        Takes the context and the nodes; returns one score a node, in order.
    partial
        Whether it can judge the beginning of a solution.
    """

    def __init__(self, name: str, function: ScoreFunction, *, partial: bool) -> None:
        self.name = name
        self.partial = partial
        self._function = function

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return what the function returns; what it raises, or returns in place of scores, is why all have failed."""
        try:
            scores = list(await self._function(ctx, nodes))
        except (ReasonError, SearchEnded):
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the user's code raises is a failed score
            return [Score(None, f"{self.name} raised {type(error).__name__}: {error}")] * len(nodes)
        wrong = next((score for score in scores if not isinstance(score, Score)), None)
        if wrong is not None:
            return [Score(None, f"{self.name} returned {wrong!r:.80}, not an o1magic.Score")] * len(nodes)
        return scores


def scorer(
    name: str, *, source: str = "", needs: str = "", calls: str = "", partial: bool = False
) -> Callable[[Any], Any]:
    """Register the decorated scorer, so that it can be asked for by name.

    Parameters
    ----------
    name
        What people type. A name that is taken is given to the new one, unless a built-in scorer has it.
    source, needs, calls
        What `o1magic.scorers()` tells: where the method comes from, what it does not run without, what it costs.
    partial
        Of a function: whether it can judge the beginning of a solution.

    Returns
    -------
    Callable
        Takes an async function of a `ScoreContext` and the nodes that returns one `Score` a node; or a class with the
        attributes `name`, which is the same name, and `partial`, and such a method `score`. It returns what it takes.

    Raises
    ------
    ConfigError
        A built-in scorer has the name; or what is decorated is none of the two.
    """
    if name in BUILT_IN:
        raise ConfigError(f"the scorer {name!r} is built in; give yours another name")

    def register(made: Any) -> Any:
        if inspect.isclass(made):
            if getattr(made, "name", None) != name or not inspect.iscoroutinefunction(getattr(made, "score", None)):
                raise ConfigError(f"a scorer class has the attribute name = {name!r} and an async method score")
            make = cast("Callable[[], Scorer]", made)
        elif inspect.iscoroutinefunction(made):

            def make() -> Scorer:
                return ByFunction(name, made, partial=partial)

            make.__doc__ = inspect.getdoc(made)
        else:
            raise ConfigError(f"the scorer {name!r} is neither a class nor an async function of (ctx, nodes)")
        begins = getattr(made, "partial", partial)
        _added[name] = NamedScorer(name, make, source, needs, calls, begins)
        return made

    return register


@cache
def _load() -> None:
    """Import the scorers of other packages."""
    plugins.load(ENTRY_POINTS, "scorer", _added)


def scorers() -> Listing[NamedScorer]:
    """Return the scorers that have a name, by name."""
    _load()
    return Listing(dict(sorted((BUILT_IN | _added).items())), ELSEWHERE)


def find(name: str) -> Scorer:
    """Return the scorer of this name, or the one behind this address.

    Raises
    ------
    ConfigError
        There is none; names near ones.
    """
    if name.startswith(ADDRESS):
        return Reward(name)
    if not is_known(name):
        raise unknown(name)
    return scorers()[name].make()


def is_known(name: str) -> bool:
    """Whether it names a scorer, or is meant as the address of one."""
    return name.startswith(ADDRESS) or name in scorers()


def unknown(name: str, others: Sequence[str] = ()) -> ConfigError:
    """Return the error that no scorer has this name; `others` might be meant as well."""
    known = scorers()
    return ConfigError(
        f"unknown scorer {name!r}{near(name, [*known, *others])}; known: {', '.join(known)}, a callable of the "
        "notebook, or the address of a reward model"
    )
