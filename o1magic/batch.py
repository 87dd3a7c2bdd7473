"""Many questions with one budget: what fails is a row, and what was interrupted goes on from the cache."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Unpack, overload

from o1magic.api import Options, limits_of, make_task
from o1magic.config import LIMIT_NAMES, Limits, is_whole, require
from o1magic.engine import Job, Run, require_prices, run_next
from o1magic.errors import ConfigError, Interrupted, ReasonError
from o1magic.result import Result
from o1magic.search.registry import find

COLUMNS = (
    "question",
    "answer",
    "agreement",
    "confidence",
    "stop_reason",
    "calls",
    "tokens",
    "cost",
    "seconds",
    "error",
)
"""What a row tells."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a batch: its result, or why there is none.

    Attributes
    ----------
    question
        As it was asked.
    result
        None where the question failed or was not asked.
    error
        Why, or None.
    """

    question: str
    result: Result | None = None
    error: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row by the names of `COLUMNS`; None where nothing is known."""
        found = self.result
        if found is None:
            return {**dict.fromkeys(COLUMNS), "question": self.question, "error": self.error}
        usage = found.usage
        return {
            "question": self.question,
            "answer": found.answer,
            "agreement": found.agreement,
            "confidence": found.confidence,
            "stop_reason": found.stop_reason,
            "calls": usage.calls,
            "tokens": usage.tokens,
            "cost": usage.cost,
            "seconds": usage.seconds,
            "error": self.error,
        }


class Batch(Sequence[Row]):
    """The rows of a batch, in the order of its questions."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Batch: ...
    def __getitem__(self, index: int | slice) -> Row | Batch:
        """Return a row, or a part of the batch."""
        return Batch(self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        failed = sum(row.result is None for row in self._rows)
        return f"<Batch of {len(self)} questions, {len(self) - failed} answered, {failed} failed>"

    @property
    def results(self) -> list[Result | None]:
        """The result of each question, or None."""
        return [row.result for row in self._rows]

    def to_frame(self) -> Any:
        """Return the rows as a pandas DataFrame.

        Raises
        ------
        ConfigError
            pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - only who wants a DataFrame needs it
        except ImportError:
            raise ConfigError("a DataFrame needs pandas: pip install pandas") from None
        return pd.DataFrame([row.to_dict() for row in self._rows], columns=list(COLUMNS))


def reason_many(
    questions: Any,
    *,
    column: str = "question",
    at_once: int = 4,
    total_calls: int | None = None,
    total_tokens: int | None = None,
    total_cost: float | None = None,
    total_seconds: float | None = None,
    progress: bool = True,
    **options: Unpack[Options],
) -> Any:
    """Answer many questions, a few at once, inside one budget.

    A question that fails is a row that says why. The same call again answers from the cache what has been answered,
    also after a kill.

    Parameters
    ----------
    questions
        Texts, or a DataFrame with one question a row and no column that results would overwrite.
    column
        Of a DataFrame, the one that holds the questions.
    at_once
        How many are worked on at the same time.
    total_calls, total_tokens, total_cost, total_seconds
        Limits of all questions together: a question begins where what it may take at most still fits, or with what is
        left. Those in `options` are limits of one question. Cost can be limited where the model's price is known.
    progress
        Whether to show a progress bar.
    options
        As for `reason`, the same for each question.

    Returns
    -------
    Batch or pandas.DataFrame
        A Batch for texts; for a DataFrame, a copy with the columns of `COLUMNS` but the first added.

    Raises
    ------
    ConfigError
        An option cannot be used, the cost of a model of unknown price is to be limited, there is no such column, or
        results would overwrite one.
    Interrupted
        A person interrupted; its `result` is the Batch so far.
    """
    frame = questions if hasattr(questions, "columns") and hasattr(questions, "assign") else None
    if frame is not None and column not in frame.columns:
        raise ConfigError(f"the DataFrame has no column {column!r}; it has {', '.join(map(str, frame.columns))}")
    taken = [] if frame is None else [name for name in COLUMNS[1:] if name in frame.columns]
    if taken:
        raise ConfigError(
            f"the DataFrame has columns of its own where results go: {', '.join(taken)}; rename them first, as in "
            f"frame.rename(columns={{{taken[0]!r}: 'own_{taken[0]}'}})"
        )
    texts = _column(frame, column) if frame is not None else list(questions)
    require(not isinstance(questions, str) and all(isinstance(text, str) for text in texts), "questions", questions,
            "a list of texts or a DataFrame")  # fmt: skip
    require(is_whole(at_once) and at_once >= 1, "at_once", at_once, "a whole number of at least 1")
    purse = _Purse(Limits(calls=total_calls, tokens=total_tokens, cost=total_cost, seconds=total_seconds), options)
    if texts:
        # What is wrong with the options is wrong with each question.
        task = make_task(texts[0], **options)
        find(task.config.strategy).parse(task.config.params)
        if total_cost:
            require_prices(task, total_cost, "or leave out total_cost")
    rows: dict[int, Row] = {}
    with _bar(len(texts), shown=progress) as advance:
        try:
            for index, row in _answer(texts, options, purse, at_once):
                rows[index] = row
                advance()
        except KeyboardInterrupt:
            found = Batch(rows.get(i, Row(text, error="not asked: interrupted")) for i, text in enumerate(texts))
            raise Interrupted("the same call goes on from there", found) from None
    batch = Batch(rows[i] for i in range(len(texts)))
    if frame is None:
        return batch
    told = [row.to_dict() for row in batch]
    return frame.assign(**{name: [row[name] for row in told] for name in COLUMNS[1:]})


def _column(frame: Any, column: str) -> list[str]:
    """Return the questions of a DataFrame; one that is missing is empty."""
    missing = frame[column].isna()
    return ["" if none else str(text) for text, none in zip(frame[column], missing, strict=True)]


def _answer(texts: Sequence[str], options: Options, purse: _Purse, at_once: int) -> Iterator[tuple[int, Row]]:
    """Yield each question's row as it is done; the user's own callables run in this thread."""
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    waiting = list(range(len(texts)))
    running: dict[int, tuple[Run, Limits]] = {}
    try:
        while True:
            while len(running) < at_once:
                index = _next(texts, waiting, running)
                if index is None:
                    break
                share = purse.take()
                if share is None and running:
                    break  # one of them may give something back
                waiting.remove(index)
                text = texts[index]
                if share is None:
                    yield index, Row(text, error="not asked: the budget of the batch is used up")
                    continue
                try:
                    run = Run(make_task(text, share=purse.options(share), **options), post=jobs.put)
                except ReasonError as error:
                    purse.give_back(share, None)
                    yield index, Row(text, error=str(error))
                    continue
                run.finished.add_done_callback(lambda _: jobs.put(None))
                running[index] = run, share
            if not running:
                return
            run_next(jobs, 0.5)
            for index in [i for i, (run, _) in running.items() if run.finished.done()]:
                run, share = running.pop(index)
                purse.give_back(share, run)
                yield index, _row(texts[index], run, cut=purse.tightens(share))
    finally:
        _end([run for run, _ in running.values()])


def _next(texts: Sequence[str], waiting: Iterable[int], running: Iterable[int]) -> int | None:
    """Return the next question; what is being asked at the moment is asked again when the cache can answer it."""
    asked = {texts[index] for index in running}
    return next((index for index in waiting if texts[index] not in asked), None)


def _end(runs: Sequence[Run]) -> None:
    for run in runs:
        run.stop("interrupted")
    for run in runs:
        run.end("interrupted")


def _row(text: str, run: Run, *, cut: bool) -> Row:
    """Return the row of a run that is over; `cut` says that it had less than a question of its own would have."""
    try:
        result = Result(run.finished.result())
    except ReasonError as error:
        return Row(text, error=str(error))
    except Exception as error:  # noqa: BLE001 - a strategy of the user's may raise anything
        return Row(text, error=f"{type(error).__name__}: {error}")
    if cut and not result.usage.calls:
        return Row(text, error="not asked: too little is left of the budget of the batch")
    return Row(text, result)


class _Purse:
    """What is left of a batch's budget, and what each question may take of it."""

    def __init__(self, total: Limits, options: Options) -> None:
        self._each = limits_of(options)
        self._total = total
        self._left: dict[str, Any] = {name: getattr(total, name) for name in LIMIT_NAMES}
        self._begun: float | None = None

    def take(self) -> Limits | None:
        """Set aside what the next question may take; None where nothing is left."""
        self._left["seconds"] = self._seconds_left()
        share = {}
        for name, left in self._left.items():
            each = getattr(self._each, name)
            share[name] = each if left is None else left if each is None else min(each, left)
            if left is not None and left <= 0:
                return None
        for name in ("calls", "tokens", "cost"):
            if self._left[name] is not None:
                self._left[name] -= share[name]
        return Limits(**share)

    def give_back(self, share: Limits, run: Run | None) -> None:
        """Return what a question did not take."""
        asked = None if run is None else run.trace.asked
        for name, used in (
            ("calls", 0 if asked is None else asked.calls),
            ("tokens", 0 if asked is None else asked.tokens),
            ("cost", 0 if asked is None else asked.cost),
        ):
            if self._left[name] is not None and used is not None:
                self._left[name] += getattr(share, name) - used

    def tightens(self, share: Limits) -> bool:
        """Return whether a question may take less than it might by itself."""
        return share != self._each

    def options(self, share: Limits) -> dict[str, Any]:
        """Return the limits of a question as options: those that the batch makes tighter, and a cost that it limits."""
        return {
            name: getattr(share, name)
            for name in LIMIT_NAMES
            if getattr(share, name) != getattr(self._each, name) or (name == "cost" and self._total.cost is not None)
        }

    def _seconds_left(self) -> float | None:
        if self._total.seconds is None:
            return None
        now = time.monotonic()
        self._begun = now if self._begun is None else self._begun
        return self._total.seconds - (now - self._begun)


@contextlib.contextmanager
def _bar(total: int, *, shown: bool) -> Iterator[Callable[[], None]]:
    """Yield what a progress bar is told of each question that is done."""
    if not shown:
        yield lambda: None
        return
    from tqdm.auto import tqdm  # noqa: PLC0415 - it looks for a notebook as it is imported

    with tqdm(total=total, unit="question") as bar:

        def advance() -> None:
            bar.update()

        yield advance
