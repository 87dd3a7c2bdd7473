"""`compare`: the same question, several strategies, one table."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Self, Unpack, cast

from o1magic.api import DEFAULTS, Given, Options, announcer, make_task, remember
from o1magic.config import plain
from o1magic.engine import UNITE_SECONDS, Run, Task, checker, loop
from o1magic.errors import AnswerCheckerError, ConfigError, ReasonError, near
from o1magic.models.base import Model
from o1magic.models.cache import Cache, Memory
from o1magic.models.replay import Record, Replay
from o1magic.render import comparison
from o1magic.render.comparison import NOT_BEGUN, Entry, labelled, leads, sure
from o1magic.render.story import story
from o1magic.result import Result, Shown
from o1magic.search.registry import find
from o1magic.trace import Trace
from o1magic.types import Usage

SCHEMA = 1
OF_ONE = ("strategy", "calibration")
"""Options of `reason` that belong to one strategy."""


class Comparison(Shown):
    """What several strategies made of one question. A partial one is one too.

    Parameters
    ----------
    question
        What was asked.
    entries
        What became of each strategy, in order.
    notes
        What a reader should know besides.
    """

    def __init__(self, question: str, entries: Sequence[Entry], notes: Sequence[str] = ()) -> None:
        self.question = question
        self.entries = tuple(entries)
        self.notes = tuple(notes)

    @property
    def results(self) -> dict[str, Result]:
        """The results by label, in order; without the strategies that have none."""
        return {e.label: Result(e.trace) for e in self.entries if e.trace is not None and e.error is None}

    @property
    def errors(self) -> dict[str, str]:
        """Why there is no result, by label."""
        return {e.label: e.error for e in self.entries if e.error is not None}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The table as plain values, a dictionary a strategy: `pandas.DataFrame(comparison.rows)`.

        `same_as` is the label of the first strategy whose answer means the same, None where no answer leads. `note` is
        that of `Trace.selection`: what chose the answer where the check or the scorer could not. Calls, tokens, cost
        (US dollars, None where unknown) and seconds are what the strategy asked for, cached and shared replies
        included.
        """
        return [_row(entry) for entry in self.entries]

    @property
    def asked(self) -> Usage:
        """What all strategies together asked for, the same cold or warm."""
        return sum((entry.asked for entry in self.entries), Usage())

    @property
    def spent(self) -> Usage:
        """What was really sent and paid: shared and cached replies count once or not at all."""
        return sum((entry.spent for entry in self.entries), Usage())

    def __getitem__(self, label: str) -> Result:
        """Return the result of the strategy with this label.

        Raises
        ------
        KeyError
            There is none; says why.
        """
        if label not in self.results:
            label = str(label)
            known = [entry.label for entry in self.entries]
            why = self.errors.get(label) or f"no strategy {label!r} here{near(label, known)}; there are {known}"
            raise KeyError(why)
        return self.results[label]

    def __iter__(self) -> Iterator[str]:
        """Return the labels of the strategies that have a result."""
        return iter(self.results)

    def to_html(self) -> str:
        """Return the static record, as it stays in the saved notebook."""
        return comparison.to_html(self.question, self.entries, self.notes)

    def to_json(self) -> str:
        """Return the comparison as JSON text in ASCII, from which `from_json` makes an equal one."""
        entries = [
            {"label": e.label, "trace": e.trace and e.trace.to_json(), "error": e.error, "like": e.like}
            for e in self.entries
        ]
        return json.dumps({"schema": SCHEMA, "question": self.question, "entries": entries, "notes": self.notes})

    @classmethod
    def from_json(cls, data: str) -> Self:
        """Return the comparison that `to_json` wrote.

        Raises
        ------
        ValueError
            It is no such JSON, or of another schema version.
        """
        try:
            read = json.loads(data)
            if read["schema"] != SCHEMA:
                raise ValueError(f"it has schema {read['schema']!r}; this version reads {SCHEMA}")  # noqa: TRY301
            entries = [
                Entry(**{**entry, "trace": entry["trace"] and Trace.from_json(entry["trace"])})
                for entry in read["entries"]
            ]
            made = cls(read["question"], entries, read["notes"])
            # All that it says is read once: what is wrong deep inside shows here, and not when somebody needs it.
            made.mimebundle(), made.rows
        except Exception as error:  # anything can be wrong with it
            raise ValueError(f"this cannot be read as a comparison: {type(error).__name__}: {error}") from error
        return made

    def mimebundle(self) -> dict[str, str]:
        """Return the record as HTML and as plain text."""
        return {"text/html": self.to_html(), "text/plain": str(self)}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.mimebundle()

    def __str__(self) -> str:
        return comparison.to_text(self.question, self.entries, self.notes)

    def __repr__(self) -> str:
        answers = {row["strategy"]: row["answer"] for row in self.rows}
        return f"<Comparison answers={answers!r} calls={self.asked.calls}>"


def _row(entry: Entry) -> dict[str, Any]:
    result = None if entry.trace is None else Result(entry.trace)
    asked = entry.asked
    return {
        "strategy": entry.label,
        "answer": result and result.answer,
        "same_as": entry.like,
        "sure": sure(story(entry.trace)) if entry.trace else "",
        "note": entry.trace.selection.note if entry.trace and entry.trace.selection else "",
        "agreement": result and result.agreement,
        "calls": asked.calls,
        "tokens": asked.tokens,
        "cost": asked.cost,
        "seconds": round(asked.seconds, 3),
        "stop_reason": result and result.stop_reason,
        "error": entry.error,
    }


@dataclass(frozen=True, slots=True)
class Contestant:
    """One strategy of a comparison: its label, its registered name, its options and whom it asks.

    Its options are apart from those that only the session sets, which a replay takes as recorded.
    """

    label: str
    strategy: str
    params: Mapping[str, Any]
    session: Mapping[str, Any]
    model: str | Model | Sequence[str | Model] | None


def contestants(
    items: Sequence[str],
    params: Mapping[str, Mapping[str, Any]],
    shared: Mapping[str, Any],
    session: Mapping[str, Any],
    model: str | Model | Sequence[str | Model] | None,
) -> list[Contestant]:
    """Return the strategies that these items name.

    Parameters
    ----------
    items
        `NAME`, with options `NAME:KEY=VALUE:KEY=VALUE`.
    params
        Options by strategy, or by item where one strategy is named several times.
    shared
        Options for every strategy that knows them. An item's own options come first, then `params`, then these.
    session
        The same as the session sets them; they come last.
    model
        Whom they ask. Of several models each is asked by itself, but where a strategy takes several.

    Raises
    ------
    ConfigError
        An item or an option that is unknown, given twice, or cannot be used.
    """
    each = list(model) if isinstance(model, list | tuple) and len(model) > 1 else []
    if isinstance(items, str) or not all(isinstance(item, str) for item in items) or len(items) < 2 - bool(each):
        raise ConfigError(
            f"strategies={items!r}: a comparison needs at least two, as a list of names, or several models"
        )
    parts = [item.strip().split(":") for item in items]
    labels = [":".join(part.strip() for part in split) for split in parts]
    for label in labels:
        if labels.count(label) > 1:
            raise ConfigError(f"the strategy {label!r} is named twice; options tell two apart, as in {label}:n=8")
    strategies = [find(split[0].strip()) for split in parts]
    names = {strategy.name for strategy in strategies}
    if not isinstance(params, Mapping) or not all(isinstance(value, Mapping) for value in params.values()):
        raise ConfigError('params of a comparison are given by strategy, as in {"self_consistency": {"n": 8}}')
    for key in params:
        if key not in names.union(labels):
            raise ConfigError(f"params: {key!r} is not compared{near(key, names)}; compared are {', '.join(labels)}")
    known = {option for strategy in strategies for option in strategy.options}
    for key in {**session, **shared}:
        if key not in known:
            hint = f"their options: {', '.join(sorted(known))}" if known else "they have no options"
            raise ConfigError(f"none of {', '.join(labels)} has an option {key!r}{near(key, known)}; {hint}")
    made = []
    for label, split, strategy in zip(labels, parts, strategies, strict=True):
        own, given = (
            {key: value for key, value in told.items() if key in strategy.options} for told in (session, shared)
        )
        given |= {**params.get(strategy.name, {}), **params.get(label, {}), **dict(map(_pair, split[1:]))}
        parsed = strategy.parse({**own, **given})
        said, unsaid = ({key: parsed[key] for key in told} for told in (given, own))
        made += _asking(Contestant(label, strategy.name, said, unsaid, model), [] if strategy.several else each)
    return made


def _asking(contestant: Contestant, models: Sequence[str | Model]) -> list[Contestant]:
    """Return the strategy with each of these models by itself, if there are any."""
    names = [model if isinstance(model, str) else model.name for model in models]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"the model {name!r} is named twice: it is compared with the others once")
    each = [
        dataclasses.replace(contestant, label=labelled(contestant.label, name), model=model)
        for name, model in zip(names, models, strict=True)
    ]
    return each or [contestant]


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = (part.strip() for part in text.partition("="))
    if not (key and sign and value):
        raise ConfigError(
            f"{text!r} is no KEY=VALUE; a strategy's options follow it after a colon each, as in chain:n=8"
        )
    return key, value


class Contest:
    """A comparison in progress: its caller runs the tasks, one after the other.

    Parameters
    ----------
    question, strategies, options
        As for `compare`.
    shared
        Options for every strategy that knows them.

    Attributes
    ----------
    question
        What is asked.
    contestants
        The strategies, in order.
    runs
        Those that have begun, by label.

    Raises
    ------
    ConfigError
        A strategy or an option that is unknown or cannot be used.
    """

    def __init__(
        self,
        question: str,
        strategies: Sequence[str],
        options: Given,
        *,
        shared: Mapping[str, Any] | None = None,
    ) -> None:
        for name in OF_ONE:
            if name in options:
                raise ConfigError(f"a comparison takes no {name}: it belongs to one strategy")
        session = options.get("session", {})
        self._model = options.get("model", session.get("model"))
        self.contestants = contestants(
            strategies,
            plain(options.get("params") or {}),
            plain(shared or {}),
            plain(session.get("params") or {}),
            self._model,
        )
        self.runs: dict[str, Run] = {}
        self.question = question
        self._options = options
        self._memory = Memory()
        self._failures: dict[str, ReasonError] = {}

    def task(self, contestant: Contestant, *, writes: bool = True) -> Task:
        """Return what a run of this strategy needs. Replies to the requests that earlier ones made are at hand.

        Parameters
        ----------
        contestant
            The strategy.
        writes
            Whether it is written to a recording, where one is named.

        Raises
        ------
        ConfigError
            An option cannot be used.
        """
        options: Given = {**self._options, "strategy": contestant.strategy, "params": contestant.params}
        if contestant.model is not self._model:
            options["model"] = contestant.model
        if "session" in options:
            options["session"] = {**options["session"], "params": contestant.session}
        task = make_task(self.question, writes=writes, **options)
        if options.get("cache", True) not in (False, "refresh"):
            return task  # the cache on disk holds them

        def remembering(model: Model) -> Model:
            if isinstance(model, Replay):
                return model  # all replies are at hand
            if isinstance(model, Record):
                # What a strategy is told from memory belongs to its recording too.
                model.inner = remembering(model.inner)
                return model
            return Cache(model, self._memory, seed=task.config.seed)

        return dataclasses.replace(task, model=remembering(task.model), others=[*map(remembering, task.others)])

    @contextlib.contextmanager
    def attempt(self, contestant: Contestant, tell: Callable[[str, str], None] | None = None) -> Iterator[None]:
        """Run this strategy inside; if it cannot run, that is what its row says, and what `tell` is told at once."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a strategy of the user's may raise anything
            failure = error if isinstance(error, ReasonError) else ReasonError(f"{type(error).__name__}: {error}")
            self._failures[contestant.label] = failure
            if tell is not None:
                tell(contestant.label, str(failure))

    @property
    def errors(self) -> dict[str, str]:
        """Why there is no result, by label."""
        return {label: str(failure) for label, failure in self._failures.items()}

    @property
    def failed(self) -> ReasonError | None:
        """The first error where every strategy failed, else None."""
        every = len(self._failures) == len(self.contestants)
        return next(iter(self._failures.values())) if every else None

    def end(self, *, interrupted: bool = False) -> Comparison:
        """Return the comparison of what has been run.

        Raises
        ------
        ReasonError
            No strategy could run.
        """
        return self._end(*asyncio.run_coroutine_threadsafe(self._alike(interrupted=interrupted), loop()).result())

    async def aend(self) -> Comparison:
        """Do the same as `end` on another event loop."""
        done: Future[Any] = asyncio.run_coroutine_threadsafe(self._alike(interrupted=False), loop())
        return self._end(*await asyncio.wrap_future(done))

    def _end(self, like: Mapping[str, str], notes: Sequence[str]) -> Comparison:
        if self.failed is not None:
            raise self.failed
        entries = [
            Entry(
                label=c.label,
                trace=run.trace if (run := self.runs.get(c.label)) and run.trace.events else None,
                error=str(self._failures[c.label]) if c.label in self._failures else None if run else NOT_BEGUN,
                like=like.get(c.label),
            )
            for c in self.contestants
        ]
        return Comparison(self.question, entries, notes)

    async def _alike(self, *, interrupted: bool) -> tuple[dict[str, str], list[str]]:
        """Return by label the first strategy whose answer means the same, and what a reader should know about it."""
        like: dict[str, str] = {}
        try:
            # Nobody who has interrupted waits for computer algebra.
            await asyncio.wait_for(self._compare(like), UNITE_SECONDS if interrupted else None)
        except (TimeoutError, AnswerCheckerError) as error:
            reason = str(error) or "there was no time"
            return like, [f"Some answers could not be compared ({reason}): equal ones may stand apart"]
        return like, []

    async def _compare(self, like: dict[str, str]) -> None:
        # Where no answer leads, the one that was taken nevertheless agrees with nobody.
        answers = {
            label: answer
            for label, run in self.runs.items()
            if label not in self._failures
            and (answer := Result(run.trace).answer) is not None
            and leads(run.trace, story(run.trace))
        }
        like |= {label: label for label in answers}
        for done, (label, answer) in enumerate(answers.items()):
            for first in dict.fromkeys([*like.values()][:done]):
                if await self._same(label, first, answer, answers[first]):
                    like[label] = first
                    break

    async def _same(self, label: str, other: str, a: str, b: str) -> bool:
        """Whether two answers mean the same: one of the runs has found it out, or they are compared now."""
        for trace in (self.runs[label].trace, self.runs[other].trace):
            if trace.class_of(a) == trace.class_of(b):
                return True
        return await checker().same(a, b, self.runs[label].task.config.answer)


def compare(
    question: str,
    strategies: Sequence[str],
    **options: Unpack[Options],
) -> Comparison:
    """Answer the same question by several strategies, one after the other, and set them side by side.

    Each has the same limits, all of them for itself, and the same seed. Identical requests share their replies, in the
    cache or, without one, for as long as the comparison goes on: each strategy is counted what it asked for, and the
    comparison what was really spent. (A limit of seconds counts time that was really waited.)

    Parameters
    ----------
    question
        In Markdown.
    strategies
        Two or more names, each with options after a colon if need be: `["chain", "self_consistency:n=8"]`. With
        several models, each is asked by itself, and one strategy will do; a strategy that takes several has them all.
    params
        Options by strategy: `{"self_consistency": {"n": 8}}`.
    **options
        The others of `reason`, but for `strategy` and `calibration`, which belong to one strategy.

    Returns
    -------
    Comparison
        A strategy that cannot run is a row with its error. An interrupt ends it with the rows that there are.

    Raises
    ------
    ConfigError
        An option cannot be used. A strategy that is unknown is found before anything is sent.
    ReasonError
        No strategy could run: the first one's error.
    KeyboardInterrupt
        It came before the first run began.
    """
    contest = Contest(question, strategies, cast("Given", options))
    try:
        for contestant in contest.contestants:
            with contest.attempt(contestant):
                run = contest.runs[contestant.label] = Run(contest.task(contestant))
                run.wait(announcer(run, options.get("on_event")))
    except KeyboardInterrupt:
        if not contest.runs:
            raise
        return remember(contest.end(interrupted=True))
    return remember(contest.end())


async def acompare(
    question: str,
    strategies: Sequence[str],
    **options: Unpack[Options],
) -> Comparison:
    """Do the same as `compare` from a running event loop, whose thread also runs the callables."""
    post = asyncio.get_running_loop().call_soon_threadsafe
    contest = Contest(question, strategies, cast("Given", options))
    for contestant in contest.contestants:
        with contest.attempt(contestant):
            run = contest.runs[contestant.label] = Run(contest.task(contestant), post=post)
            await run.join(announcer(run, options.get("on_event")))
    return remember(await contest.aend())


for _function in (compare, acompare):
    # As for `reason`: one table of options serves Tab completion, `?` and the type checker.
    vars(_function)["__signature__"] = inspect.Signature(
        [
            inspect.Parameter("question", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=str),
            inspect.Parameter("strategies", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Sequence[str]),
            *(
                inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
                for name, default in DEFAULTS.items()
                if name not in OF_ONE
            ),
        ],
        return_annotation=Comparison,
    )
