"""Monte Carlo tree search over steps, by prompts alone."""

from __future__ import annotations

import asyncio
import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from o1magic.scoring.base import SearchEnded, asked, require_absolute
from o1magic.search.core import Search
from o1magic.search.registry import ABSOLUTE, strategy
from o1magic.search.select import by_score_or_vote
from o1magic.trace import Node

MIX = 0.5
"""Share of the rollout's votes in the value of a simulation, where a scorer judges it too (AlphaGo's lambda)."""
URGENCY = 0.1
"""How much less than its parent an unvisited child is taken to be worth."""
SPREAD = 0.1
"""Values that lie closer together than this are stretched to [0, 1]."""
UNIFORM = 0.25
"""Share of the uniform distribution in the priors."""

Formula = Literal["puct", "uct"]


@strategy(
    "mcts",
    select=by_score_or_vote,
    source="PUCT: Silver et al. (Nature 529, 2016; Science 362, 2018), over steps as in Hao et al. (arXiv 2305.14992); "
    "formula=uct: Kocsis and Szepesvari (ECML 2006)",
    forecast=lambda simulations=16, m=4, depth=8, width=4, formula="puct": simulations,  # noqa: ARG005
    scores=True,
    steps=True,
    judged_by=f"a graded check, or {ABSOLUTE}; else votes of the rollouts",
)
async def mcts(
    search: Search,
    *,
    simulations: int = 16,
    m: int = 4,
    depth: int = 8,
    width: int = 4,
    formula: Formula = "puct",
) -> None:
    """Grow a tree of steps where it promises most; each simulation adds one step and completes the chain once.

    The first m simulations start at the question. Each further one descends by PUCT to a node that may still be
    widened, draws one sample there and follows it to its end: its first step is the new child, the rest is its rollout.
    What the simulation is worth is the mean of the scorer's value and the share of the rollouts that agree with its
    answer, or the check's score alone. A scorer that judges beginnings values the new step; one that asks the model for
    its verdict, or judges whole solutions only, the end of the rollout: two verdicts on each sample would be dear. The
    answers of all rollouts are added up, weighted by their scores if there is a scorer.

    Parameters
    ----------
    simulations
        How many there are, each of one sample.
    m
        Simulations that start at the question.
    depth
        Most steps of a path in the tree; rollouts go on to their end.
    width
        Simulations that are under way at once, as virtual losses; the tree is the same whatever the order of arrival.
    formula
        How a simulation descends: `puct` goes by the priors of steps too, `uct` by values and visits alone.
    """
    if search.has_scorer:
        require_absolute(search.verifier, "mcts")
    tree = Tree(search, depth, formula)
    await tree.grow(min(m, simulations), simulations, width)


@dataclass(slots=True)
class State:
    """What the search knows of one node.

    Attributes
    ----------
    drawn
        Samples drawn from it, merged and failed ones and those under way included.
    flying
        Simulations under way through it.
    through
        The completed simulations through it.
    children
        Its children that stand for themselves.
    frequency
        How often the sample that it stands for was drawn.
    """

    node: Node
    depth: int
    drawn: int = 0
    flying: int = 0
    through: list[Simulation] = field(default_factory=list)
    children: list[State] = field(default_factory=list)
    frequency: int = 1

    @property
    def visits(self) -> int:
        """Visit count, with a visit for each simulation under way (virtual loss)."""
        return len(self.through) + self.flying


@dataclass(frozen=True, slots=True)
class Simulation:
    """One completed chain: what a scorer made of its new step, or else of its end, and of its end; and its answer."""

    value: float | None
    score: float | None
    answer: str | None


class Tree:
    """The tree, and the one place where it is changed: simulations are launched and committed in order.

    Simulation k is launched when exactly those up to k - width have been committed, so that the tree is a function of
    the replies alone.
    """

    def __init__(self, search: Search, depth: int, formula: Formula) -> None:
        self._search = search
        self._depth = depth
        self._formula = formula
        self._values_steps = search.has_scorer and _values_steps(search)
        self._root = State(search.root, 0)
        self._done: list[Simulation] = []
        self._votes: Counter[str] = Counter()
        self._under_way: deque[tuple[list[State], asyncio.Task[Node]]] = deque()
        self._ended: SearchEnded | None = None

    async def grow(self, first: int, simulations: int, width: int) -> None:
        """Run `first` simulations from the root as one request, then the others, `width` at once."""
        launched = first
        try:
            await self._plant(first)
            while self._ended is None:
                left = simulations - launched
                if left and self._settled(left + len(self._under_way)):
                    break
                if left and len(self._under_way) < width and (path := self._select()):
                    launched += 1
                    self._launch(path)
                elif self._under_way:
                    await self._land()
                else:
                    if left:
                        self._search.stop("exhausted")
                    break
            while self._under_way:
                await self._land()
        finally:
            for _, task in self._under_way:
                task.cancel()
            await asyncio.gather(*(task for _, task in self._under_way), return_exceptions=True)
        for state in self._states(self._root):
            self._show(state)
        if self._ended is not None:
            raise self._ended

    # Simulations.

    async def _plant(self, first: int) -> None:
        """Draw the first samples from the question, as one request."""
        self._root.drawn += first
        nodes = await self._sample(self._root, first)
        await self._score(nodes)
        for node in nodes:
            self._commit([self._root], node)

    def _launch(self, path: list[State]) -> None:
        leaf = path[-1]
        leaf.drawn += 1
        for state in path:
            state.flying += 1
        self._under_way.append((path, asyncio.ensure_future(self._simulate(leaf))))

    async def _simulate(self, leaf: State) -> Node:
        [node] = await self._sample(leaf, 1)
        return node

    async def _sample(self, leaf: State, n: int) -> list[Node]:
        ask = self._search.go_on(leaf.node, logprobs=self._search.has_logprobs)
        return await self._search.expand(None if leaf is self._root else leaf.node, n, ask=ask, kind="step")

    async def _score(self, nodes: Sequence[Node]) -> None:
        done = [node for node in nodes if node.status == "done"]
        if self._search.has_scorer:
            steps = done if self._values_steps else []
            await self._search.score([*{node.id: node for node in [*steps, *map(self._end, done)]}.values()])

    async def _land(self) -> None:
        """Take the oldest simulation under way to its end, and what it found into the tree."""
        path, task = self._under_way[0]
        node = None
        try:
            node = await task
            # In order too: when limits run short, who gets the last verdict must not depend on who came first.
            await self._score([node])
        except SearchEnded as ended:
            self._ended = ended
        self._under_way.popleft()
        for state in path:
            state.flying -= 1
        if node is not None:
            self._commit(path, node)

    def _commit(self, path: list[State], node: Node) -> None:
        """Add a simulated node, or merge it, and back its simulation up along the path."""
        if node.status != "done":
            return
        leaf = path[-1]
        child = next((c for c in leaf.children if same_step(c.node, node)), None)
        if child is None:
            child = State(node, leaf.depth + 1)
            leaf.children.append(child)
        else:
            child.frequency += 1
            self._search.update(node, status="merged", merged_into=child.node.id)
        self._set_priors(leaf)
        end = self._end(node)
        score = _score(end)
        simulation = Simulation(_score(node) if self._values_steps else score, score, end.answer)
        self._done.append(simulation)
        class_of = self._search.trace.class_of
        self._votes = Counter(class_of(done.answer) for done in self._done if done.answer is not None)
        for state in (*path, child):
            state.through.append(simulation)
            self._show(state)

    def _end(self, node: Node) -> Node:
        """Return where the chain ends that a sample has drawn: at the node or at its rollout."""
        return node if node.kind == "answer" else self._search.trace.rollout(node.id) or node

    def _settled(self, left: int) -> bool:
        """Whether the outcome is certain: an answer has passed the check, or its lead exceeds what is left."""
        if self._search.passed:
            self._search.stop("check_passed")
            return True
        # A failed score stands for the mean of the known ones in the end: for anything from 0 to 1.
        least: defaultdict[str, float] = defaultdict(float)
        most: defaultdict[str, float] = defaultdict(float)
        for simulation in self._done:
            if simulation.answer is not None:
                answer = self._search.trace.class_of(simulation.answer)
                unscored = 0 if self._search.has_scorer else 1
                least[answer] += unscored if simulation.score is None else simulation.score
                most[answer] += 1 if simulation.score is None else simulation.score
        leader = max(least, key=lambda answer: least[answer], default="")
        lead = least[leader] - max((most[answer] for answer in most if answer != leader), default=0)
        if lead > left:
            self._search.stop("agreement")
            return True
        return False

    # The tree policy.

    def _select(self) -> list[State] | None:
        """Return the path to the node that is to be widened, or None where there is none at present."""
        if not self._available(self._root):
            return None
        path, scaled = [self._root], self._scale()
        while not self._may_widen(path[-1]):
            path.append(self._best_child(path[-1], scaled))
        return path

    def _scale(self) -> Callable[[float], float]:
        """Return what stretches the values of this tree to [0, 1], should they lie close together."""
        known = [value for state in self._states(self._root) if (value := self._value(state)) is not None]
        low, high = min(known, default=0.0), max(known, default=0.0)
        return (lambda value: (value - low) / (high - low)) if 0 < high - low < SPREAD else lambda value: value

    def _may_widen(self, state: State) -> bool:
        """Progressive widening: the samples drawn from a node grow as twice the square root of its visits."""
        open_ = state.node.kind != "answer" and state.depth < self._depth
        return open_ and state.drawn < 2 * math.sqrt(state.visits)

    def _available(self, state: State) -> bool:
        return self._may_widen(state) or any(self._available(child) for child in state.children)

    def _best_child(self, parent: State, scaled: Callable[[float], float]) -> State:
        urgency = max(0.0, scaled(self._value(parent) or 0.0) - URGENCY)
        total = sum(child.visits for child in parent.children)

        def bound(child: State) -> float:
            value = self._value(child)
            q = urgency if value is None else scaled(value)
            if self._formula == "uct":
                return uct(q, child.visits, max(1, parent.visits))
            return puct(q, child.node.prior or 0.0, child.visits, total)

        return max((child for child in parent.children if self._available(child)), key=bound)

    def _value(self, state: State) -> float | None:
        """Return the mean value of the simulations through a node; those under way count as losses."""
        values = [value for value in map(self._worth, state.through) if value is not None]
        return math.fsum(values) / (len(values) + state.flying) if values else None

    def _worth(self, simulation: Simulation) -> float | None:
        """Return what a simulation is worth now: votes move, so that it is not the same later."""
        if self._search.has_check:
            return simulation.score if simulation.answer is not None else 0.0
        share = self._share(simulation.answer)
        return share if simulation.value is None else (1 - MIX) * simulation.value + MIX * share

    def _share(self, answer: str | None) -> float:
        """Return the smoothed share of the committed simulations that agree with an answer."""
        agree = 0 if answer is None else self._votes[self._search.trace.class_of(answer)]
        return (agree + 1) / (self._votes.total() + 2)

    def _set_priors(self, parent: State) -> None:
        logprobs = [child.node.mean_logprob for child in parent.children]
        for child, prior in zip(
            parent.children, priors([child.frequency for child in parent.children], logprobs), strict=True
        ):
            if child.node.prior != prior:
                self._search.update(child.node, prior=prior)

    def _show(self, state: State) -> None:
        value, visits = self._value(state), len(state.through)
        shown = None if value is None else round(value, 6)
        if (state.node.value, state.node.visits) != (shown, visits):
            self._search.update(state.node, value=shown, visits=visits)

    def _states(self, state: State) -> list[State]:
        return [state, *(below for child in state.children for below in self._states(child))]


def _values_steps(search: Search) -> bool:
    """Whether the run's scorer judges beginnings, and asks nothing of the model for it."""
    return search.verifier.partial and asked(search.verifier, logprobs=search.has_logprobs) == (0, 0)


def _score(node: Node) -> float | None:
    return next((score.value for score in node.scores.values() if score.value is not None), None)


def puct(q: float, prior: float, visits: int, total: int) -> float:
    """Return the upper bound by which PUCT selects.

    Q + c * P * sqrt(sum of the siblings' visits) / (1 + N), with c = 1.25 + ln((sum + 19653) / 19652).
    Source: Silver et al. (Science 362, 2018), pseudocode, for the schedule of c.

    Parameters
    ----------
    q, prior, visits
        Of the child: its mean value in [0, 1], its prior probability and its visit count.
    total
        Visits of the child and its siblings together.
    """
    c = 1.25 + math.log((total + 19653) / 19652)
    return q + c * prior * math.sqrt(max(1, total)) / (1 + visits)


def uct(q: float, visits: int, parent_visits: int) -> float:
    """Return the upper confidence bound of UCT for rewards in [0, 1]: Q + sqrt(2) * sqrt(ln(parent's N) / N).

    Source: Kocsis and Szepesvari (ECML 2006), section 2.3. An unvisited child comes first.
    """
    return q + math.sqrt(2 * math.log(parent_visits) / visits) if visits else math.inf


def priors(frequency: Sequence[int], logprobs: Sequence[float | None]) -> list[float]:
    """Return the prior probabilities of siblings.

    The softmax of their mean log-probabilities where all are known, else their smoothed frequencies; a quarter of it
    is uniform, so that no child is shut out.

    Parameters
    ----------
    frequency
        How often each was drawn.
    logprobs
        Each one's mean log-probability, None where unknown.
    """
    known = [logprob for logprob in logprobs if logprob is not None]
    if len(known) == len(logprobs):
        weights = [math.exp(logprob - max(known)) for logprob in known]
    else:
        weights = [count + 0.5 for count in frequency]
    total = math.fsum(weights)
    return [(1 - UNIFORM) * weight / total + UNIFORM / len(weights) for weight in weights]


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def same_step(a: Node, b: Node) -> bool:
    """Whether two siblings say the same: equal numbers in the same places, and equal words but for case and stops."""
    return a.kind == b.kind and _key(a.text) == _key(b.text)


def _key(text: str) -> tuple[list[str], str]:
    numbers = [number.replace(",", "") for number in _NUMBER.findall(text)]
    words = " ".join(re.sub(r"[.;:]+(?=\s|$)", " ", _NUMBER.sub("#", text)).casefold().split())
    return numbers, words
