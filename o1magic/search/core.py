"""`Search`: the one object that a strategy sees.

A strategy is a plain async function that grows a tree through it. It knows no user interface, no cache and no
LiteLLM; everything that happens becomes an event of the trace.
"""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import itertools
import math
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, get_args

from o1magic import answers, prompts, scoring
from o1magic.config import Config, StopReason
from o1magic.errors import ConfigError, ModelError, near
from o1magic.models.base import Model, Reply
from o1magic.models.ledger import Ledger, LimitReached
from o1magic.models.meter import Meter
from o1magic.scoring.base import Outside, ScoreContext, Scorer, SearchEnded, straight
from o1magic.scoring.rollout import Rollout
from o1magic.search.reading import final_answer, read_answer, read_steps, read_text
from o1magic.search.registry import find, strategies
from o1magic.search.select import Rule, majority
from o1magic.search.writing import CallWriter, NodeWriter
from o1magic.together import together
from o1magic.trace import ROOT, Event, EventKind, Node, NodeKind, NodeStatus, Trace, Vote
from o1magic.types import Ask, Completion, Image, Message, Score, Text

T = TypeVar("T")
Claims = dict[str, tuple[int, str]]
"""Which part of a search draws the samples of a request, and at which node it began."""

STEP_STOP = "\n## Step"
"""Where a step ends: at the header of the next."""
STEP_TOKENS = 512
"""Most tokens of one step, where the model can be stopped at its end."""


class Search:
    """Grows one tree for one question.

    Parameters
    ----------
    trace
        Where the events go; `run_started` is already in it.
    config
        How the question is to be answered.
    models
        Draw the samples; metered, so that they raise `LimitReached` where no call fits. The first one is asked where
        a strategy does not say which, and by scorers.
    checker
        Tells which answers mean the same.
    scorer
        What `score` uses where it is not told: the user's check, the scorer of the configuration, or None.
    call
        Runs a callable of the user's in the user's thread.
    images, prior
        Pictures that belong to the question; turns that came before it.
    watched
        Whether somebody reads along: then one sample at a time is streamed.
    outside
        Asks what is neither a model nor the notebook; straight out where left out.
    judge
        Asks a scorer, in the same way.

    Attributes
    ----------
    rule
        Chooses the answer; set by `run` from the strategy.
    reason
        Why the search ended, where the strategy or a limit said so.
    outside
        Asks something that is neither a model nor the notebook, such as a program: a recording holds what it said.
    rng
        For every random draw of a strategy; seeded by the run.
    """

    def __init__(
        self,
        *,
        trace: Trace,
        config: Config,
        models: Sequence[Meter],
        checker: answers.AnswerChecker,
        scorer: Scorer | None,
        call: Callable[[Callable[[str], Any], str], Awaitable[Any]],
        images: Sequence[Image] = (),
        prior: Sequence[Message] = (),
        watched: bool = False,
        outside: Outside | None = None,
        judge: Outside | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.trace = trace
        self.config = config
        self.rule: Rule = majority
        self.reason: StopReason | None = None
        self.rng = random.Random(f"search:{config.seed}")  # noqa: S311 - reproducible, not secret
        self._models = tuple(models)
        self._model = self._models[0]
        self._checker = checker
        self._scorer = scorer
        self._call = call
        self.outside: Outside = outside or straight
        self._judge: Outside = judge or straight
        self._images = tuple(images)
        self._prior = tuple(prior)
        self._watched = watched
        self._clock = clock
        self._epoch = clock()
        self._calls = itertools.count()
        self._children: Counter[str] = Counter()
        self._drawn: Counter[str] = Counter()
        self._claims: tuple[tuple[int, Claims], ...] = ()
        self._compared: set[frozenset[str]] = set()
        self._comparing: set[frozenset[str]] = set()
        self._greedy: set[str] = set()
        self._opinions: dict[tuple[str, int], asyncio.Task[list[Reply]]] = {}
        self._streamed: dict[str, bool] = {}
        self._release: Callable[[], None] | None = None

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
    def models(self) -> int:
        """How many models there are."""
        return len(self._models)

    @property
    def has_check(self) -> bool:
        """Whether the user gave an executable verifier: a check of answers, or tests of code."""
        return self.config.check is not None or self.config.tests is not None

    @property
    def has_scorer(self) -> bool:
        """Whether the user chose how samples are scored: by a check or a scorer."""
        return self._scorer is not None

    @property
    def has_logprobs(self) -> bool:
        """Whether all models disclose log-probabilities."""
        return all(model.capabilities.logprobs for model in self._models)

    @property
    def few_shot(self) -> bool:
        """Whether worked examples serve the model better than instructions."""
        return self._model.capabilities.few_shot and not self._prior

    @property
    def hides_reasoning(self) -> bool:
        """Whether the model thinks where nobody can branch or stop it."""
        return any(model.capabilities.hidden_reasoning for model in self._models)

    @property
    def passed(self) -> bool:
        """Whether an answer has passed the user's check or tests."""
        scorer = self._scorer
        if scorer is None or not self.has_check:
            return False
        scores = (node.scores.get(scorer.name) for node in self.trace.answers)
        return any(score is not None and score.value == 1 for score in scores)

    @property
    def slots(self) -> int:
        """How many samples the model works on at once."""
        return self._model.capabilities.slots

    def solve(self, *, logprobs: bool = False, model: int = 0) -> Ask:
        """Return the request for a whole solution of the question, as the configuration wants it sampled.

        `logprobs` says that the strategy will need the log-probabilities of its tokens, `model` which one is asked.
        """
        ask = prompts.solve(
            (Text(self.trace.question), *self._images),
            answer=self.config.answer,
            few_shot=self._models[model].capabilities.few_shot and not self._prior,
            system=self.config.system,
        )
        return self._posed(ask, logprobs=logprobs, model=model)

    def go_on(self, node: Node, *, logprobs: bool = False, model: int = 0) -> Ask:
        """Return the request for the rest of a solution, from the chain of steps that ends with this node."""
        prefix = self.trace.solution(node.id) if node.kind == "step" else ""
        return dataclasses.replace(self.solve(logprobs=logprobs, model=model), prefix=prefix)

    def pose(self, ask: Ask, *, logprobs: bool = False, model: int = 0) -> Ask:
        """Return the request of another prompt, with the question's pictures, as the configuration wants it sampled.

        `logprobs` says that the strategy will need the log-probabilities of its tokens, `model` which one is asked.
        """
        return self._posed(_with_images(ask, self._images), logprobs=logprobs, model=model)

    def _posed(self, ask: Ask, *, logprobs: bool, model: int) -> Ask:
        first = 1 if ask.messages[0].role == "system" else 0
        config, able = self.config, self._models[model].capabilities
        # Ties decide small models' votes, and log-probabilities break them.
        wanted = able.logprobs and (logprobs or able.few_shot or config.scorer == "logprob")
        return self._sampled(
            dataclasses.replace(ask, messages=(*ask.messages[:first], *self._prior, *ask.messages[first:])),
            max_tokens=config.max_tokens or able.max_tokens,
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
        until: int | None = None,
        whole: bool = False,
        keep: bool = True,
        title: str = "",
        inputs: Sequence[Node] = (),
        model: int = 0,
        came: Callable[[Node], None] = lambda _node: None,
    ) -> list[Node]:
        """Draw `n` samples and add each as a child; return those that were drawn, failed ones included.

        Fewer come back where limits allow fewer. Sample indices and ids are given out before anything is awaited,
        so they depend on the program's order alone, never on the order of arrival.

        Parameters
        ----------
        parent
            The node to grow from; the question where left out.
        ask
            The request; `go_on(parent)` where left out.
        kind
            What the children are. An `answer` ends a chain: its final answer is read and it votes; so does a
            `rollout`. A `step` is the beginning of the reply; the rest of the reply, if there is one, is kept below it
            as its rollout, and a step in which the chain ends becomes an `answer`.
        until
            How many steps of a reply a `step` holds; with 1 the model is stopped there, if it can be. None stands for
            one step of a reply that goes on to the end.
        whole
            Whether a `step` is all of a reply, whatever is in it.
        keep
            Whether the children belong to the tree. Those that don't, do not vote, and have no rollout.
        title
            A short name of the children for people.
        inputs
            Other nodes that the request was made from.
        model
            Which of the models is asked.
        came
            Called with each child, in their order: as soon as it and those before it have ended.

        Raises
        ------
        ModelError
            Every sample failed and nothing else in the run has succeeded.
        ConfigError
            Several samples at temperature 0, which would all be the same; or samples of a request that another part of
            the search draws by itself.
        """
        parent = parent or self.root
        ask = ask or self.go_on(parent, model=model)
        meter = self._models[model]
        stops = kind == "step" and until == 1 and meter.capabilities.stop
        if stops:
            ask = dataclasses.replace(ask, stop=(STEP_STOP,), max_tokens=min(ask.max_tokens, STEP_TOKENS))
        key = self._key(ask, model)
        self._refuse_copies(ask, key, n, votes=keep and kind in ("answer", "step"))
        self._claim(ask, key, parent)
        samples = self._draw(ask, key, n)
        first = self._take(self._children, parent.id, n)
        ids = [f"{parent.id}.{first + i}" for i in range(n)]
        by_sample = dict(zip(samples, ids, strict=True))
        first_of_all = len(self.trace.nodes) == 1  # the question
        writer = NodeWriter(
            self.emit,
            self._calls,
            model=meter.name,
            nodes=self.trace.nodes,
            ids=by_sample,
            parent=parent,
            kind=kind,
            title=title,
            inputs=tuple(node.id for node in inputs),
            shows=lambda sample: self._wants_stream(meter, by_sample[sample], alone=n == 1 and first_of_all),
            read=lambda node, reply: self._read(
                self.trace.nodes[node], reply, until or 1, whole=whole, stopped=stops, keep=keep
            ),
            came=came,
        )
        replies: list[Reply] = []
        while len(replies) < n:
            try:
                # What limits did not allow at once may fit when what was drawn has taken less than it might have.
                replies += await self._complete(meter, ask, samples[len(replies) :], writer)
            except SearchEnded as ended:
                if not replies:
                    raise
                self.reason = ended.reason
                break
        # Where limits allowed fewer, the numbers of the others are free again, should the search go on.
        self._give_back(self._drawn, key, first=samples[0], n=n, used=len(replies))
        self._give_back(self._children, parent.id, first=first, n=n, used=len(replies))
        await self.unite()
        errors = [reply for reply in replies if isinstance(reply, ModelError)]
        # What is still being drawn beside it may succeed: otherwise that will raise.
        if len(errors) == len(replies) and all(node.status == "failed" for node in self._grown):
            raise errors[0]
        return [self.trace.nodes[i] for i in ids if i in self.trace.nodes]

    async def sample(self, n: int, scorer: Scorer, *, ask: Ask) -> list[Node]:
        """Draw `n` chains and score those that were drawn; return all of them.

        Where the scorer asks about each chain by itself, it does so while others are still being drawn, in the order of
        the chains: which verdicts limits let in does not depend on the order of arrival.
        """
        if not getattr(scorer, "alone", False):
            nodes = await self.expand(n=n, ask=ask)
            await self.score([node for node in nodes if node.status == "done"], scorer)
            return nodes
        verdicts: list[asyncio.Task[list[Score]]] = []

        def judge(node: Node) -> None:
            if node.status == "done":
                verdicts.append(asyncio.create_task(self.score([node], scorer)))

        try:
            nodes = await self.expand(n=n, ask=ask, came=judge)
            await together(*verdicts)
        finally:
            for verdict in verdicts:
                verdict.cancel()
            await asyncio.gather(*verdicts, return_exceptions=True)
        return nodes

    async def act(
        self, parent: Node, make: Callable[[], Awaitable[str]], *, kind: NodeKind = "answer", title: str = ""
    ) -> Node:
        """Add a child that no model writes: what a tool says, what a program prints.

        Parameters
        ----------
        make
            Returns its text. A `RuntimeError` or `ValueError` that it raises is why the node has failed.
        kind, title
            What it is. The answer of an `answer` is read from its text, and votes.
        """
        node = f"{parent.id}.{self._take(self._children, parent.id, 1)}"
        self.emit("node_added", node, parent=parent.id, inputs=[], kind=kind, title=title, model=None, sample=None)
        try:
            text = await make()
        except (RuntimeError, ValueError) as error:
            self.emit("node_changed", node, status="failed", error=str(error))
            return self.trace.nodes[node]
        except asyncio.CancelledError:
            self.emit("node_changed", node, status="cut")
            raise
        answer = final_answer(text, self.config.answer, complete=True) if kind in ("answer", "rollout") else {}
        self.emit("node_changed", node, status="done", text=text, **answer)
        await self.unite()
        return self.trace.nodes[node]

    async def score(self, nodes: Sequence[Node], scorer: Scorer | None = None) -> list[Score]:
        """Score nodes with the given scorer, or the run's, and record it on them.

        Where it gives more or fewer scores than there are nodes, nobody knows whose they are: all have failed.

        Raises
        ------
        ConfigError
            The run has no scorer.
        """
        scorer = scorer or self._scorer
        if scorer is None:
            raise ConfigError("the run has no scorer")
        texts = [self.trace.solution(node.id) for node in nodes]
        scores: list[Score] = await self._judge(scorer.name, texts, lambda: scorer.score(self._context, nodes))
        if len(scores) != len(nodes):
            scores = [Score(None, f"{scorer.name} gave {len(scores)} scores to {len(nodes)} nodes")] * len(nodes)
        for node, score in zip(nodes, scores, strict=True):
            self.emit("node_changed", node.id, scores={scorer.name: score.to_json()})
        return scores

    async def value(self, nodes: Sequence[Node]) -> list[Score]:
        """Score chains that may be unfinished.

        By the run's scorer, if that can judge the beginning of a solution. Otherwise each chain is completed once, and
        its value is the score of where that leads: by the run's scorer, or by how many agree with its answer.
        """
        return await self.score(nodes, self.valuer)

    async def apart(self, works: Sequence[Callable[[Search], Awaitable[T]]], shares: Sequence[int]) -> list[T]:
        """Do several things at once, and none waits for another; return what they return, in order.

        So that the tree does not depend on which is faster, each grows it through a search of its own, which has its
        share of what the limits leave, in proportion to whole numbers; what one leaves over is the others'.

        Raises
        ------
        ConfigError
            Two of them draw samples of the same request, which each would number by itself.
        """
        ledgers = self._model.ledger.split(shares)
        claims: Claims = {}
        parts = [self._part(ledger, (number, claims)) for number, ledger in enumerate(ledgers)]

        async def do(work: Callable[[Search], Awaitable[T]], part: Search, ledger: Ledger) -> T:
            try:
                return await work(part)
            finally:
                ledger.close()

        try:
            return await together(*(do(*each) for each in zip(works, parts, ledgers, strict=True)))
        finally:
            for part in parts:
                self._take_back(part)

    def _take_back(self, part: Search) -> None:
        """Go on from where a part has come to."""
        self._drawn |= part._drawn
        self._opinions |= part._opinions
        self.reason = self.reason or part.reason

    def _part(self, ledger: Ledger, claims: tuple[int, Claims]) -> Search:
        part = copy.copy(self)
        models = tuple(model.on(ledger) for model in self._models)
        part.__dict__ |= {
            "_models": models,
            "_model": models[0],
            "_drawn": self._drawn.copy(),
            "_claims": (*self._claims, claims),
            "_opinions": self._opinions.copy(),
        }
        return part

    @property
    def values_alone(self) -> bool:
        """Whether what `value` says of a chain, and what follows from it, depends on that chain alone."""
        return not self.has_check and not getattr(self.valuer, "relative", False)

    @property
    def valuer(self) -> Scorer:
        """The scorer that `value` uses."""
        return self._scorer if self._scorer is not None and self._scorer.partial else Rollout(self._scorer)

    async def score_answers(self) -> None:
        """Score the answers that have no score yet, if the run has a scorer."""
        scorer = self._scorer
        if scorer is not None:
            await self.score([node for node in self.trace.answers if _is_open(node, scorer.name)])

    @property
    def verifier(self) -> Scorer:
        """What scores whole answers: the run's check or scorer, else the log-probability, else a judge."""
        return self._scorer or scoring.find("logprob" if self.has_logprobs else "judge")

    def update(self, node: Node, **fields: Any) -> None:
        """Change fields of a node: `visits`, `value`, `prior`, `ballot`, `status`, `note`, `merged_into`, `scores`.

        Raises
        ------
        ConfigError
            There is no such field to change, or the value is none for it.
        """
        for name, value in fields.items():
            _check(name, value)
        self.emit("node_changed", node.id, **fields)

    def note(self, text: str) -> None:
        """Record a remark that a reader of the result should see.

        Raises
        ------
        ConfigError
            It is no text.
        """
        _check("note", text)
        self.emit("note", text=text)

    def stop(self, reason: StopReason) -> None:
        """Record why the strategy is about to return before it drew all it could."""
        self.reason = reason

    async def run(self, name: str, **params: Any) -> None:
        """Run a strategy, with its selection rule, in this search and its limits.

        Raises
        ------
        ConfigError
            The strategy cannot serve this model, or would ignore what the user asked for.
        """
        strategy = find(name)
        self.rule = strategy.select
        if (self.has_check or self.has_scorer) and not strategy.scores:
            given = "a check" if self.has_check else "a scorer"
            raise ConfigError(
                f"the strategy {name!r} scores nothing, so {given} would be ignored; -s best_of_n uses it"
            )
        if self.models > 1 and not strategy.several:
            several = ", ".join(other.name for other in strategies().values() if other.several)
            raise ConfigError(f"the strategy {name!r} asks one model, not {self.models}; several are for {several}")
        if strategy.steps and self.hides_reasoning:
            whole = ", ".join(other.name for other in strategies().values() if not other.steps)
            raise ConfigError(
                f"{self._model.name} hides its chain of thought, so {name!r} cannot branch inside it; strategies that "
                f"work on whole answers: {whole}"
            )
        if strategy.unfinished and self._release is None:
            self._release = self._model.hold(self.solve())
        try:
            await strategy.grow(self, **strategy.parse(params))
        except SearchEnded:
            # What was drawn before the limit came is not lost over it: a check asks no model.
            if self.has_check:
                await self.score_answers()
            raise

    # What the engine uses.

    @property
    def comparing(self) -> bool:
        """Whether answers are being compared at the moment."""
        return bool(self._comparing)

    @property
    def may_be_unfinished(self) -> bool:
        """Whether room is kept for a final answer, should no chain reach one."""
        return self._release is not None

    async def conclude(self) -> None:
        """Complete the most promising chain, where none has reached an answer, in the room kept for that."""
        if self._release is None or self.votes:
            return
        self._release()
        chains = [node for node in self._grown if node.kind == "step" and node.status in ("done", "pruned")]
        leaf = max(chains, key=_promise, default=self.root)
        what = "one was asked for" if leaf is self.root else "the most promising one was completed"
        self.note(f"No chain had reached an answer, so {what}")
        await self.expand(leaf, kind="answer" if leaf is self.root else "rollout")
        await self.score_answers()

    def emit(self, kind: EventKind, node: str | None = None, /, **data: Any) -> None:
        """Append an event to the trace."""
        now = round(self._clock() - self._epoch, 4)
        self.trace.append(Event(len(self.trace.events), now, kind, node, data))

    async def unite(self) -> None:
        """Compare all pairs of answers that were not compared yet, so that equal ones vote as one."""
        known = sorted({node.answer for node in self.trace.answers if node.answer is not None})
        for a, b in itertools.combinations(known, 2):
            pair = frozenset((a, b))
            if pair not in self._compared:
                self._comparing.add(pair)
                try:
                    same = await self._checker.same(a, b, self.config.answer)
                finally:
                    self._comparing.discard(pair)
                self._compared.add(pair)
                if same:
                    self.emit("same_answer", a=a, b=b)

    # Requests.

    @property
    def _grown(self) -> list[Node]:
        return [node for node in self.trace.nodes.values() if node.id != ROOT]

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

    @staticmethod
    def _key(ask: Ask, model: int = 0) -> str:
        return f"{model}:{ask.identity}"

    def _draw(self, ask: Ask, key: str, n: int) -> list[int]:
        """Return the sample indices: how many times the run has already asked this exact request."""
        if ask.temperature == 0:
            return [0] * n
        first = self._take(self._drawn, key, n)
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

    def _refuse_copies(self, ask: Ask, key: str, n: int, *, votes: bool) -> None:
        """Raise ConfigError where a sample at temperature 0 would be the copy of another one that votes."""
        if ask.temperature == 0 and (n > 1 or (votes and key in self._greedy)):
            raise ConfigError("at temperature 0 all samples would be the same; raise --temperature or use -s chain")
        if votes:
            self._greedy.add(key)

    def _claim(self, ask: Ask, key: str, parent: Node) -> None:
        """Raise ConfigError where another part of the search has drawn samples of the request, under the same numbers.

        At temperature 0 there is but one sample, which serves all.
        """
        for part, claims in self._claims if ask.temperature != 0 else ():
            other, at = claims.setdefault(key, (part, parent.id))
            if other != part:
                raise ConfigError(
                    f"two parts of the search, at {at} and {parent.id}, draw samples of the same request apart, which "
                    "would be the same samples; draw them in one part, or before"
                )

    async def _complete(self, model: Model, ask: Ask, samples: Sequence[int], writer: CallWriter) -> list[Reply]:
        try:
            return await model.complete(ask, samples, writer)
        except LimitReached as limit:
            raise SearchEnded(limit.reason) from None
        finally:
            writer.close()

    def _wants_stream(self, model: Model, node: str, *, alone: bool) -> bool:
        """Whether a sample is streamed, which costs as much time as ten that are not.

        One that may be all there will be is, lest a cut leave nothing of it; and where somebody watches, one at a time.
        Where streaming costs nothing, somebody who watches gets all.
        """
        if node not in self._streamed:
            others = (self.trace.nodes[i] for i, streamed in self._streamed.items() if streamed)
            free = all(other.status != "running" for other in others)
            self._streamed[node] = alone or (self._watched and (free or model.capabilities.streams))
        return self._streamed[node]

    def _read(self, node: Node, reply: Completion, length: int, *, whole: bool, stopped: bool, keep: bool) -> None:
        """Write a finished reply into its node."""
        kind = self.config.answer
        if node.kind in ("answer", "rollout"):
            reading = read_answer(reply, kind)
        elif node.kind != "step" or whole:
            reading = read_text(reply)
        else:
            chain = self.trace.chain(node.id)[:-1]
            reading = read_steps(reply, chain, kind, length=length, stopped=stopped, keep=keep)
        told = {"reasoning": reply.reasoning, "finish_reason": reply.finish_reason, "usage": reply.usage.to_json()}
        self.emit("node_changed", node.id, **told, **reading.node)
        if reading.rollout is not None:
            child = f"{node.id}.{self._take(self._children, node.id, 1)}"
            named = {"model": node.model, "sample": node.sample}
            self.emit("node_added", child, parent=node.id, inputs=[], kind="rollout", title="", **named)
            self.emit("node_changed", child, finish_reason=reply.finish_reason, **reading.rollout)

    # Scorers.

    @property
    def _context(self) -> ScoreContext:
        return ScoreContext(
            question=self.trace.question,
            trace=self.trace,
            logprobs=self._model.capabilities.logprobs,
            aggregate=self.config.aggregate,
            ask=self._ask_about,
            call=self._call,
            rollout=lambda node: self.expand(node, kind="rollout"),
            score=self.score,
            outside=self.outside,
        )

    async def _ask_about(self, ask: Ask, node: Node, n: int = 1, *, brief: bool = False) -> list[Reply]:
        """Draw samples of a scorer's request about a node; as many as limits allow."""
        # A verdict is as long as it is, however short the user wants solutions; hidden reasoning needs room as well.
        room = 0 if brief and not self._model.capabilities.hidden_reasoning else self._max_tokens
        ask = _with_images(ask, self._images)
        ask = self._sampled(
            dataclasses.replace(ask, messages=(*self._prior, *ask.messages)),
            max_tokens=max(ask.max_tokens, room),
            temperature=ask.temperature,
            logprobs=ask.logprobs,
        )
        # The same question, about two equal solutions, say: the same replies serve both, whoever asks first.
        key = self._key(ask)
        if (key, n) not in self._opinions:
            self._opinions[key, n] = asyncio.ensure_future(self._opinion(ask, key, node, n))
        return await self._opinions[key, n]

    async def _opinion(self, ask: Ask, key: str, node: Node, n: int) -> list[Reply]:
        writer = CallWriter(self.emit, self._calls, role="judge", model=self._model.name, node_of=lambda _: node.id)
        return await self._complete(self._model, ask, self._draw(ask, key, n), writer)


def _check(field: str, value: Any) -> None:
    """Check what a strategy says of a node: a wrong value would come to light only when the run is shown."""
    if field not in _TAKEN:
        raise ConfigError(f"a node has no field {field!r} to change{near(field, _TAKEN)}; known: {', '.join(_TAKEN)}")
    taken, fits = _TAKEN[field]
    if not fits(value):
        raise ConfigError(f"{field}={value!r:.80} of a node: it takes {taken}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_STATUS = get_args(NodeStatus)
_TAKEN: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "visits": ("a whole number of at least 0", lambda value: type(value) is int and value >= 0),
    "value": ("a number, or None", lambda value: value is None or _is_number(value)),
    "prior": ("a number, or None", lambda value: value is None or _is_number(value)),
    "ballot": ("a number of at least 0", lambda value: _is_number(value) and value >= 0),
    "status": (f"one of {', '.join(_STATUS)}", lambda value: value in _STATUS),
    "note": ("a text", lambda value: isinstance(value, str)),
    "merged_into": ("the id of a node", lambda value: isinstance(value, str)),
    "scores": ("scores by the name of their scorer", lambda value: isinstance(value, dict)),
}
"""What each field that a strategy can change takes, in words and as a test."""


def _is_open(node: Node, scorer: str) -> bool:
    return node.status in ("done", "pruned") and node.ballot > 0 and scorer not in node.scores


def _with_images(ask: Ask, images: tuple[Image, ...]) -> Ask:
    """Return the request with the question's pictures in its last message."""
    *before, last = ask.messages
    return dataclasses.replace(ask, messages=(*before, dataclasses.replace(last, parts=(*images, *last.parts))))


def _promise(node: Node) -> tuple[float, int, list[int]]:
    """Return the sort key of an unfinished chain: its value, its length, and then the first one."""
    known = [score.value for score in node.scores.values() if score.value is not None]
    value = node.value if node.value is not None else max(known, default=0.0)
    return value, len(node.order), [-part for part in node.order]
