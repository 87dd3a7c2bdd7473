"""Adaptive branching Monte Carlo tree search over whole answers: go wider or go deeper, by Thompson sampling."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from o1magic import prompts
from o1magic.errors import ConfigError
from o1magic.scoring.base import require_absolute
from o1magic.search.core import Search
from o1magic.search.registry import ABSOLUTE, VERIFIER, strategy
from o1magic.search.select import best
from o1magic.together import together
from o1magic.trace import Node

Posterior = Literal["gaussian", "beta"]

MOST_AT_ONCE = 5
"""Largest batch: all of it is drawn from one posterior (arXiv 2503.04412, section 5)."""


def _samples(n: int = 16, batch: int = 4, posterior: Posterior = "gaussian") -> int:  # noqa: ARG001
    if batch > MOST_AT_ONCE:
        raise ConfigError(f"batch={batch}: at most {MOST_AT_ONCE} are drawn from one posterior")
    return n


@strategy(
    "ab_mcts",
    select=best,
    source="Inoue et al., AB-MCTS-A (arXiv 2503.04412), section 3",
    forecast=_samples,
    scores=True,
    several=True,
    needs="for several models, a check or a scorer",
    judged_by=f"a graded check, tests, or {ABSOLUTE}; else {VERIFIER}",
    verifies=True,
)
async def ab_mcts(search: Search, *, n: int = 16, batch: int = 4, posterior: Posterior = "gaussian") -> None:
    """Decide before each sample, by Thompson sampling, whether to try anew (wider) or to refine an answer (deeper).

    Each node holds a whole answer and its score. Scores come from the check or the scorer, else from the
    log-probability where the model discloses it, else from a judge; the answer with the highest wins. Of several
    models, which need a check or a scorer, the one is asked that a further draw favours.

    Parameters
    ----------
    n
        Samples to draw.
    batch
        Samples that are decided on at once, at most five.
    posterior
        What is believed of the scores: `gaussian` or `beta`.
    """
    require_absolute(search.verifier, "ab_mcts")
    if search.models > 1 and not search.has_scorer:
        raise ConfigError("several models are compared by their scores: give a check or a scorer")
    tree = _Tree(search, Gaussian if posterior == "gaussian" else Beta)
    drawn = 0
    while drawn < n and not search.passed:
        drawn += await tree.grow(min(batch, n - drawn))
    if search.passed:
        search.stop("check_passed")


class Gaussian:
    """The scores of one arm under a normal-inverse-chi-squared prior with m = 0, kappa = 1, nu = 1, tau^2 = 0.1.

    Source: arXiv 2503.04412, section 3.3 and appendix; Murphy, Conjugate Bayesian analysis of the Gaussian (2007),
    section 5.
    """

    def __init__(self) -> None:
        self.scores: list[float] = []

    def parameters(self) -> tuple[float, float, float, float]:
        """Return the posterior's m, kappa, nu and tau^2."""
        n = len(self.scores)
        mean = math.fsum(self.scores) / n if n else 0.0
        kappa, nu = 1.0 + n, 1.0 + n
        scatter = math.fsum((score - mean) ** 2 for score in self.scores)
        return n * mean / kappa, kappa, nu, (0.1 + scatter + n * mean**2 / kappa) / nu

    def draw(self, rng: random.Random) -> float:
        """Return a draw of the mean score."""
        m, kappa, nu, tau2 = self.parameters()
        variance = nu * tau2 / 2 / rng.gammavariate(nu / 2, 1)
        return rng.gauss(m, math.sqrt(variance / kappa))


class Beta:
    """The scores of one arm under Jeffreys' prior: Beta(1/2 + sum r, 1/2 + sum (1 - r)).

    Source: arXiv 2503.04412, section 3.3.
    """

    def __init__(self) -> None:
        self.scores: list[float] = []

    def draw(self, rng: random.Random) -> float:
        """Return a draw of the mean score."""
        right = math.fsum(self.scores)
        return rng.betavariate(0.5 + right, 0.5 + len(self.scores) - right)


Arm = Gaussian | Beta


@dataclass(slots=True)
class _State:
    """A node of the tree and its arms.

    Attributes
    ----------
    own
        The node as an arm of its parent: its own score and those below it.
    new, deeper
        Go wider, with the scores of the node's children; go deeper, with those of what grew below them.
    """

    node: Node
    own: Arm
    new: Arm
    deeper: Arm
    children: list[_State] = field(default_factory=list)


class _Tree:
    def __init__(self, search: Search, arm: Callable[[], Arm]) -> None:
        self._search = search
        self._arm = arm
        self._root = self._state(search.root)
        self._by_model = [arm() for _ in range(search.models)]
        for node in search.trace.answers:
            # What an earlier phase of the same run has found is a start.
            if node.parent == search.root.id and node.status == "done" and (value := _value(node)) is not None:
                self._add([self._root], node, value, model=0)

    def _state(self, node: Node) -> _State:
        return _State(node, self._arm(), self._arm(), self._arm())

    async def grow(self, batch: int) -> int:
        """Decide on a batch from one posterior, draw it, and commit its scores in order; return its size."""
        walks = [self._walk() for _ in range(batch)]
        models = [self._choose(self._by_model) for _ in walks]
        # Samples of one request are drawn as one.
        groups: dict[tuple[str, int], list[int]] = {}
        for i, (path, model) in enumerate(zip(walks, models, strict=True)):
            groups.setdefault((path[-1].node.id, model), []).append(i)
        grown = await together(*(self._draw(walks[i[0]][-1], len(i), model) for (_, model), i in groups.items()))
        # Limits may have allowed fewer than were decided on.
        pairs = [pair for i, group in zip(groups.values(), grown, strict=True) for pair in zip(i, group, strict=False)]
        done = {i: node for i, node in sorted(pairs, key=lambda pair: pair[0]) if node.status == "done"}
        scores = await self._search.score([*done.values()], self._search.verifier)
        for (i, node), score in zip(done.items(), scores, strict=True):
            self._add(walks[i], node, score.value, models[i])
        return batch

    def _walk(self) -> list[_State]:
        """Return the path to the node that gets a new child: at each node wider or deeper, then which child."""
        path = [self._root]
        while path[-1].children and self._choose([path[-1].new, path[-1].deeper]):
            path.append(path[-1].children[self._choose([child.own for child in path[-1].children])])
        return path

    def _choose(self, arms: Sequence[Arm]) -> int:
        draws = [arm.draw(self._search.rng) for arm in arms]
        return draws.index(max(draws))

    async def _draw(self, state: _State, n: int, model: int) -> list[Node]:
        search, node = self._search, state.node
        scored = search.verifier.name == "logprob"
        if state is self._root:
            return await search.expand(n=n, ask=search.solve(logprobs=scored, model=model), model=model)
        question, config = search.trace.question, search.config
        refine = prompts.refine(question, node.text, _value(node), answer=config.answer, system=config.system)
        ask = search.pose(refine, logprobs=scored, model=model)
        return await search.expand(node, n, ask=ask, inputs=[node], model=model)

    def _add(self, path: list[_State], node: Node, score: float | None, model: int) -> None:
        """Take a new answer into the tree, and its score into the arms that led to it; a failed one updates nothing."""
        child = self._state(node)
        path[-1].children.append(child)
        if score is None:
            return
        child.own.scores.append(score)
        path[-1].new.scores.append(score)
        self._by_model[model].scores.append(score)
        for state in path[:-1]:
            state.deeper.scores.append(score)
        for state in path[1:]:
            state.own.scores.append(score)
        for state in (*path[1:], child):
            # What a reader sees: how many answers stand at and below a node, and their mean score.
            mean = math.fsum(state.own.scores) / len(state.own.scores)
            self._search.update(state.node, visits=len(state.own.scores), value=round(mean, 6))


def _value(node: Node) -> float | None:
    """Return the node's score, or None."""
    return next((score.value for score in node.scores.values()), None)
