"""`Search`: the one object that a strategy sees.

A strategy is a plain async function that grows a tree through it. It knows no user interface, no cache and no
LiteLLM; everything that happens becomes an event of the trace.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from o1magic import answers, prompts
from o1magic.config import Config, StopReason
from o1magic.errors import ConfigError, ModelError
from o1magic.models.base import Listener, Model, Reply
from o1magic.models.meter import LimitReached
from o1magic.scoring.base import ScoreContext, Scorer
from o1magic.search.registry import find
from o1magic.search.select import Rule, majority
from o1magic.trace import ROOT, Event, EventKind, Node, NodeKind, Trace, Vote
from o1magic.types import Ask, Completion, Image, Message, Score, Text, Usage, digest


class SearchEnded(Exception):  # noqa: N818 - not an error: no further call fits
    """The search cannot go on. Only the engine catches it."""

    def __init__(self, reason: StopReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Search:
    """Grows one tree for one question.

    Parameters
    ----------
    trace
        Where the events go; `run_started` is already in it.
    config
        How the question is to be answered.
    model
        Draws the samples; metered, so that it raises `LimitReached` where no call fits.
    checker
        Tells which answers mean the same.
    scorer
        What `score` uses where it is not told: the user's check, the scorer of the configuration, or None.
    call
        Runs a callable of the user's in the user's thread.
    images, prior
        Pictures that belong to the question; turns that came before it.
    watched
        Whether somebody reads along: then the first sample of each expansion is streamed.

    Attributes
    ----------
    rule
        Chooses the answer; set by `run` from the strategy.
    reason
        Why the search ended, where the strategy or a limit said so.
    """

    def __init__(
        self,
        *,
        trace: Trace,
        config: Config,
        model: Model,
        checker: answers.AnswerChecker,
        scorer: Scorer | None,
        call: Callable[[Callable[[str], Any], str], Awaitable[Any]],
        images: Sequence[Image] = (),
        prior: Sequence[Message] = (),
        watched: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.trace = trace
        self.config = config
        self.rule: Rule = majority
        self.reason: StopReason | None = None
        self._model = model
        self._checker = checker
        self._scorer = scorer
        self._call = call
        self._images = tuple(images)
        self._prior = tuple(prior)
        self._watched = watched
        self._clock = clock
        self._epoch = clock()
        self._calls = itertools.count()
        self._children: Counter[str] = Counter()
        self._drawn: Counter[str] = Counter()
        self._compared: set[frozenset[str]] = set()
        self._greedy: set[str] = set()
        self._opinions: dict[str, asyncio.Task[Reply]] = {}

    # What a strategy reads.

    @property
    def root(self) -> Node:
        """The question."""
        return self.trace.nodes[ROOT]

    @property
    def votes(self) -> list[Vote]:
        """The votes so far, the leader first."""
        return self.trace.votes()

    @property
    def has_check(self) -> bool:
        """Whether the user gave an executable check."""
        return self.config.check is not None

    @property
    def has_scorer(self) -> bool:
        """Whether the user chose how samples are scored: by a check or a scorer."""
        return self._scorer is not None

    @property
    def has_logprobs(self) -> bool:
        """Whether the model discloses log-probabilities."""
        return self._model.capabilities.logprobs

    @property
    def slots(self) -> int:
        """How many samples the model works on at once."""
        return self._model.capabilities.slots

    def solve(self, *, logprobs: bool = False) -> Ask:
        """Return the request for a whole solution of the question, as the configuration wants it sampled.

        `logprobs` says that the strategy will need the log-probabilities of its tokens.
        """
        able, config = self._model.capabilities, self.config
        ask = prompts.solve(
            (Text(self.trace.question), *self._images),
            answer=config.answer,
            few_shot=able.few_shot and not self._prior,
            system=config.system,
        )
        first = 1 if ask.messages[0].role == "system" else 0
        # Ties decide small models' votes, and log-probabilities break them.
        wanted = able.logprobs and (logprobs or able.few_shot or config.scorer == "logprob")
        return self._sampled(
            dataclasses.replace(ask, messages=(*ask.messages[:first], *self._prior, *ask.messages[first:])),
            max_tokens=self._max_tokens,
            temperature=able.temperature if config.temperature is None else config.temperature,
            logprobs=0 if wanted else None,
        )

    # What a strategy does.

    async def expand(
        self,
        parent: Node | None = None,
        n: int = 1,
        *,
        ask: Ask | None = None,
        kind: NodeKind = "answer",
        inputs: Sequence[Node] = (),
    ) -> list[Node]:
        """Draw `n` samples and add each as a child; return those that were drawn, failed ones included.

        Fewer come back where limits allow fewer. Sample indices and ids are given out before anything is awaited,
        so they depend on the program's order alone, never on the order of arrival.

        Parameters
        ----------
        parent
            The node to grow from; the question where left out.
        ask
            The request; `solve()` where left out.
        kind
            What the children are. An `answer` ends a chain: its final answer is read and it votes.
        inputs
            Other nodes that the request was made from.

        Raises
        ------
        ModelError
            Every sample failed and nothing else in the run has succeeded.
        ConfigError
            Several samples at temperature 0, which would all be the same.
        """
        parent = parent or self.root
        ask = ask or self.solve()
        self._refuse_copies(ask, n)
        samples = self._draw(ask, n)
        first = self._take(self._children, parent.id, n)
        ids = [f"{parent.id}.{first + i}" for i in range(n)]
        growing = _Growing(self, dict(zip(samples, ids, strict=True)), parent, kind, tuple(node.id for node in inputs))
        replies = await self._complete(ask, samples, growing)
        # Where limits allowed fewer, the numbers of the others are free again, should the search go on.
        self._give_back(self._drawn, digest(ask.key_json()), first=samples[0], n=n, used=len(replies))
        self._give_back(self._children, parent.id, first=first, n=n, used=len(replies))
        await self.unite()
        errors = [reply for reply in replies if isinstance(reply, ModelError)]
        if len(errors) == len(replies) and not any(node.status == "done" for node in self.trace.answers):
            raise errors[0]
        return [self.trace.nodes[i] for i in ids if i in self.trace.nodes]

    async def score(self, nodes: Sequence[Node], scorer: Scorer | None = None) -> list[Score]:
        """Score finished nodes with the given scorer, or the run's, and record it on them."""
        scorer = scorer or self._scorer
        if scorer is None:
            raise ConfigError("the run has no scorer")
        ctx = ScoreContext(self.trace.question, self.trace, self._ask_about, self._call)
        scores = await scorer.score(ctx, nodes)
        for node, score in zip(nodes, scores, strict=True):
            self.emit("node_changed", node.id, scores={scorer.name: score.to_json()})
        return scores

    def note(self, text: str) -> None:
        """Record a remark that a reader of the result should see."""
        self.emit("note", text=text)

    def stop(self, reason: StopReason) -> None:
        """Record why the strategy is about to return before it drew all it could."""
        self.reason = reason

    async def run(self, name: str, **params: Any) -> None:
        """Run a strategy, with its selection rule, in this search and its limits."""
        strategy = find(name)
        self.rule = strategy.select
        if (self.has_check or self.has_scorer) and not strategy.scores:
            given = "a check" if self.has_check else "a scorer"
            raise ConfigError(
                f"the strategy {name!r} scores nothing, so {given} would be ignored; -s best_of_n uses it"
            )
        await strategy.grow(self, **strategy.parse(params))

    # What the engine and this module's own parts use.

    def emit(self, kind: EventKind, node: str | None = None, /, **data: Any) -> None:
        """Append an event to the trace."""
        now = round(self._clock() - self._epoch, 4)
        self.trace.append(Event(len(self.trace.events), now, kind, node, data))

    @property
    def _max_tokens(self) -> int:
        return self.config.max_tokens or self._model.capabilities.max_tokens

    def _sampled(self, ask: Ask, *, max_tokens: int, temperature: float | None, logprobs: int | None = None) -> Ask:
        """Return the request with the run's sampling parameters."""
        return dataclasses.replace(
            ask,
            max_tokens=max_tokens,
            temperature=temperature,
            logprobs=logprobs,
            params=tuple(sorted({"seed": self.config.seed, **self.config.model_params}.items())),
        )

    def _draw(self, ask: Ask, n: int) -> list[int]:
        """Return the sample indices: how many times the run has already asked this exact request."""
        if ask.temperature == 0:
            return [0] * n
        first = self._take(self._drawn, digest(ask.key_json()), n)
        return list(range(first, first + n))

    @staticmethod
    def _take(numbers: Counter[str], key: str, n: int) -> int:
        """Return the first of the next `n` numbers."""
        numbers[key] += n
        return numbers[key] - n

    @staticmethod
    def _give_back(numbers: Counter[str], key: str, *, first: int, n: int, used: int) -> None:
        """Free the numbers that were not used, if nobody has taken any since."""
        if numbers[key] == first + n:
            numbers[key] = first + used

    def _refuse_copies(self, ask: Ask, n: int) -> None:
        """Raise ConfigError where a sample at temperature 0 would be the copy of another one."""
        key = digest(ask.key_json())
        if ask.temperature == 0 and (n > 1 or key in self._greedy):
            raise ConfigError("at temperature 0 all samples would be the same; raise --temperature or use -s chain")
        self._greedy.add(key)

    async def _complete(self, ask: Ask, samples: Sequence[int], listener: _Recording) -> list[Reply]:
        try:
            return await self._model.complete(ask, samples, listener)
        except LimitReached as limit:
            raise SearchEnded(limit.reason) from None
        finally:
            listener.close()

    async def _ask_about(self, ask: Ask, node: Node) -> Reply:
        """Send one request of a scorer's about a node."""
        # A verdict is as long as it is, however short the user wants solutions; hidden reasoning needs room as well.
        ask = self._sampled(
            dataclasses.replace(ask, messages=(*self._prior, *_with_images(ask.messages, self._images))),
            max_tokens=max(ask.max_tokens, self._max_tokens),
            temperature=ask.temperature,
        )
        if ask.temperature != 0:
            return await self._ask_once(ask, node)
        # The same question at temperature 0, about two equal solutions, say: one reply serves both.
        key = digest(ask.key_json())
        if key not in self._opinions:
            self._opinions[key] = asyncio.ensure_future(self._ask_once(ask, node))
        return await self._opinions[key]

    async def _ask_once(self, ask: Ask, node: Node) -> Reply:
        [reply] = await self._complete(ask, self._draw(ask, 1), _Recording(self, "judge", lambda _: node.id))
        return reply

    async def unite(self) -> None:
        """Compare all pairs of answers that were not compared yet, so that equal ones vote as one."""
        known = sorted({node.answer for node in self.trace.answers if node.answer is not None})
        for a, b in itertools.combinations(known, 2):
            pair = frozenset((a, b))
            if pair not in self._compared:
                same = await self._checker.same(a, b, self.config.answer)
                self._compared.add(pair)
                if same:
                    self.emit("same_answer", a=a, b=b)

    def read_answer(self, reply: Completion) -> tuple[str | None, str | None]:
        """Return the reply's final answer, in canonical form and as the model wrote it."""
        text, complete = reply.text, reply.finish_reason == "stop"
        if not complete:
            # The line on which a reply was cut off may be half an answer.
            text = text[: text.rfind("\n") + 1]
        shown = answers.extract(text, self.config.answer, complete=complete)
        return (None if shown is None else answers.canonical(shown, self.config.answer)), shown

    def wants_stream(self, first: bool, alone: bool) -> bool:  # noqa: FBT001 - private to this module
        """Whether a sample is streamed: one that is all there will be; and where somebody watches, the first one.

        Where streaming costs nothing, somebody who watches gets all.
        """
        return alone or (self._watched and (first or self._model.capabilities.streams))


def _with_images(messages: tuple[Message, ...], images: tuple[Image, ...]) -> tuple[Message, ...]:
    """Return the messages with the question's pictures in the last one."""
    *before, last = messages
    return (*before, dataclasses.replace(last, parts=(*images, *last.parts)))


class _Recording(Listener):
    """Writes the calls of one request into the trace."""

    def __init__(self, search: Search, role: str, node_of: Callable[[int], str]) -> None:
        self._search = search
        self._role = role
        self._node_of = node_of
        self._open: dict[int, int] = {}

    def started(self, sample: int) -> None:
        self._open[sample] = next(self._search._calls)  # noqa: SLF001 - one module
        self._search.emit(
            "call_started",
            self._node_of(sample),
            call=self._open[sample],
            role=self._role,
            model=self._search._model.name,  # noqa: SLF001 - one module
            sample=sample,
        )

    def done(self, sample: int, reply: Reply) -> None:
        if isinstance(reply, Completion):
            self._finish(sample, usage=reply.usage.to_json(), cached=reply.cached, error=None)
        else:
            self._finish(sample, usage=Usage(calls=1).to_json(), cached=False, error=str(reply))

    def close(self) -> None:
        """End what was cut off: no reply came before the request was given up."""
        for sample in sorted(self._open):
            self.cut(sample)

    def cut(self, sample: int) -> None:
        self._finish(sample, usage=Usage(calls=1, cost=None).to_json(), cached=False, error="cut off")

    def _finish(self, sample: int, **data: Any) -> None:
        self._search.emit("call_finished", self._node_of(sample), call=self._open.pop(sample), **data)


class _Growing(_Recording):
    """Writes the nodes of one expansion into the trace, as their samples start, stream and end."""

    def __init__(
        self, search: Search, ids: dict[int, str], parent: Node, kind: NodeKind, inputs: tuple[str, ...]
    ) -> None:
        super().__init__(search, "sample", ids.__getitem__)
        self._ids = ids
        self._parent = parent
        self._kind = kind
        self._inputs = inputs

    def shows(self, sample: int) -> bool:
        return self._search.wants_stream(first=sample == min(self._ids), alone=len(self._ids) == 1)

    def started(self, sample: int) -> None:
        self._search.emit(
            "node_added",
            self._ids[sample],
            parent=self._parent.id,
            inputs=list(self._inputs),
            kind=self._kind,
            title="",
            model=self._search._model.name,  # noqa: SLF001 - one module
            sample=sample,
        )
        super().started(sample)

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        self._search.emit("text", self._ids[sample], text=text, reasoning=reasoning)

    def restarted(self, sample: int) -> None:
        self._search.emit("text", self._ids[sample], text="", reasoning="", restart=True)

    def done(self, sample: int, reply: Reply) -> None:
        super().done(sample, reply)
        if isinstance(reply, ModelError):
            self._search.emit("node_changed", self._ids[sample], status="failed", error=str(reply))
            return
        answer, shown = self._search.read_answer(reply) if self._kind == "answer" else (None, None)
        self._search.emit(
            "node_changed",
            self._ids[sample],
            status="done",
            text=reply.text,
            reasoning=reply.reasoning,
            answer=answer,
            shown_answer=shown,
            ballot=0.0 if answer is None else 1.0,
            mean_logprob=reply.mean_logprob,
            finish_reason=reply.finish_reason,
            usage=reply.usage.to_json(),
        )

    def cut(self, sample: int) -> None:
        super().cut(sample)
        text = self._search.trace.nodes[self._ids[sample]].text
        self._search.emit("node_changed", self._ids[sample], status="cut", text=text)
