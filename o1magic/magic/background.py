"""Runs that go on while other cells run: the handle of one, and what the user's thread does for it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import functools
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from o1magic.api import Options, make_task, remember
from o1magic.comparison import Comparison, Contest
from o1magic.engine import GRACE_SECONDS, Job, Run, run_next
from o1magic.errors import ConfigError
from o1magic.magic import display
from o1magic.result import Result, Shown
from o1magic.trace import Trace

if TYPE_CHECKING:
    from o1magic.magic.columns import Columns

Found = Result | Comparison


@dataclass(frozen=True, slots=True)
class UserThread:
    """The thread in which the cells of a notebook run, and the user's functions with them.

    Attributes
    ----------
    thread
        It.
    loop
        Its event loop; None where it has none, and functions run in `BackgroundRun.result` alone.
    """

    thread: threading.Thread
    loop: asyncio.AbstractEventLoop | None

    @classmethod
    def current(cls) -> Self:
        """Return the thread of the running cell."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        return cls(threading.current_thread(), loop)


class BackgroundRun(Shown):
    """A run, or a comparison, that goes on while other cells run: what `%%reason --background` returns.

    Functions of the user's (`--check`, a scorer) run in the thread that began it, which is the one of the cells: while
    no cell runs, or while one waits in `result`. While another cell is busy, they wait.

    Parameters
    ----------
    question
        What is asked.
    user
        Where functions of the user's run; by default in the thread that makes it.
    """

    def __init__(self, question: str, user: UserThread | None = None) -> None:
        self.question = question
        self._user = user or UserThread.current()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._run: Run | None = None
        self._stopped = False
        self._views: list[display.BackgroundView] = []
        self._found: concurrent.futures.Future[Found] = concurrent.futures.Future()
        self._ending = threading.Lock()

    @classmethod
    def of_question(cls, question: str, options: Options, how: display.Display, user: UserThread | None = None) -> Self:
        """Begin to answer a question, and show how it gets on.

        Parameters
        ----------
        question, options
            As for `o1magic.reason`.
        how
            Not as text, which belongs to the running cell.
        user
            As for the class.

        Raises
        ------
        ConfigError
            An option cannot be used.
        """
        handle = cls(question, user)
        run = Run(make_task(question, **options), watched=True, post=handle.post)
        handle._follow(run)
        handle._begin(lambda: Result(run.wait(handle._tick, display.INTERVAL)))
        handle._show(how)
        return handle

    @classmethod
    def of_comparison(cls, contest: Contest, how: display.Display) -> Self:
        """Begin a comparison, and show its runs side by side; `how` is as for `of_question`."""
        handle = cls(contest.question)
        columns: Columns | None = None
        if how == "live":
            from o1magic.magic import columns as side_by_side  # noqa: PLC0415 - ipywidgets only where there is a page

            # Stop interrupts no kernel in which other cells may run.
            labels = [contestant.label for contestant in contest.contestants]
            columns = side_by_side.columns(labels, interrupts=False)
            handle.watch(columns)
        else:
            handle._show(how)
        handle._begin(lambda: handle._compare(contest, columns))
        return handle

    @classmethod
    def over(cls, found: Found) -> Self:
        """Return the handle of a run that is over: where nobody looks, `--background` runs in the foreground."""
        handle = cls(found.question)
        handle._found.set_result(found)
        return handle

    # What its user sees.

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self._found.done()

    @property
    def failed(self) -> bool:
        """Whether it is over and has found nothing: `result` raises why."""
        return self.done and self._found.exception() is not None

    @property
    def trace(self) -> Trace:
        """The trace, which fills while it runs; of a comparison, that of the strategy at hand.

        Raises
        ------
        ConfigError
            It is a comparison that is over, or that has not begun; `result()` has the traces.
        """
        run = self._run
        if run is not None:
            return run.trace
        trace: Trace | None = getattr(self._found.result(), "trace", None) if self.done else None
        if trace is None:
            raise ConfigError("there is no single trace; result() has one for each strategy")
        return trace

    def stop(self) -> None:
        """End it soon, with what there is. Any thread may call it, any number of times."""
        self._stopped = True
        run = self._run
        if run is not None:
            run.stop()

    def result(self, timeout: float | None = None) -> Found:
        """Wait until it is over, and return what it has found. An interrupt ends the waiting alone.

        Parameters
        ----------
        timeout
            Most seconds to wait; None waits for as long as it takes.

        Raises
        ------
        TimeoutError
            It still goes on.
        ReasonError
            It failed; the same error each time.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while not self.done:
            left = display.INTERVAL if end is None else min(display.INTERVAL, end - time.monotonic())
            if left <= 0:
                raise TimeoutError(f"it still goes on after {timeout:g} s; stop() ends it")
            if threading.current_thread() is self._user.thread:
                run_next(self._jobs, left)
            else:
                concurrent.futures.wait([self._found], left)
        return self._found.result()

    def wait(self) -> None:
        """Wait until it is over, for as long as a run that is stopped may take to clean up."""
        concurrent.futures.wait([self._found], GRACE_SECONDS)

    def watch(self, view: display.BackgroundView) -> None:
        """Let a view show how it gets on, and in its place, at the end, what has been found."""
        with self._ending:
            if not self.done:
                self._views.append(view)
                return
        view.finish(self.mimebundle())

    def mimebundle(self) -> dict[str, str]:
        """Return the record as HTML and as plain text; of a run that failed, why; else how far it has got."""
        if not self.done:
            return {"text/plain": repr(self)}
        error = self._found.exception()
        if error is None:
            return self._found.result().mimebundle()
        return display.failure(error, None if self._run is None else self._run.trace)

    def _ipython_display_(self) -> None:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only where IPython calls us

        if self.done or self._shown or not display.attended(get_ipython()):
            super()._ipython_display_()
        else:
            self._show("live")

    def __repr__(self) -> str:
        what = f"BackgroundRun of {self.question[:40]!r}"
        if not self.done:
            run = self._run
            calls = 0 if run is None else run.trace.asked.calls
            return f"<{what}: running, {calls} calls so far>"
        return f"<{what}: {self._found.exception() or self._found.result()!r}>"

    # What it does.

    def post(self, job: Job) -> None:
        """Hand a job to the user's thread."""
        self._jobs.put(job)
        if self._user.loop is not None:
            self._user.loop.call_soon_threadsafe(self._work_between_cells)

    def _follow(self, run: Run) -> None:
        """Take this run for the one at hand."""
        self._run = run
        if self._stopped:
            run.stop()

    def _show(self, how: display.Display) -> None:
        """Show below the running cell how it gets on."""
        if how == "live" and self._run is not None:
            from o1magic.magic.card import Card  # noqa: PLC0415 - ipywidgets only where there is a page

            self.watch(Card(self._run, self.stop, interrupts=False))
        elif how != "none":
            self.watch(display.BackgroundLine())

    def _tick(self) -> None:
        for view in list(self._views):
            view.tick()

    def _begin(self, work: Callable[[], Found]) -> None:
        """Do the work in a thread of its own, as this cell's, which does not keep the process from ending."""
        work_here = functools.partial(contextvars.copy_context().run, self._body, work)
        threading.Thread(target=work_here, name="o1magic-background", daemon=True).start()

    def _body(self, work: Callable[[], Found]) -> None:
        try:
            found = remember(work())
        except BaseException as error:  # noqa: BLE001 - `result` raises it
            with self._ending:
                self._found.set_exception(error)
        else:
            with self._ending:
                self._found.set_result(found)
        self._jobs.put(None)  # whoever waits in `result` need not wait longer
        for view in self._views:
            view.finish(self.mimebundle())

    def _compare(self, contest: Contest, columns: Columns | None) -> Comparison:
        """Run one strategy after the other; Stop in a column goes on to the next one."""
        for contestant in contest.contestants:
            if self._stopped:
                break
            label = contestant.label
            with contest.attempt(contestant, None if columns is None else columns.tell):
                run = Run(contest.task(contestant), watched=columns is not None, post=self.post)
                contest.runs[label] = run
                self._follow(run)
                widget = None if columns is None else columns.open(label, run)
                try:
                    run.wait(self._tick, display.INTERVAL)
                finally:
                    if widget is not None:
                        widget.finish()
        self._run = None  # the traces are those of its result
        return contest.end()

    def _work_between_cells(self) -> None:
        """Run the jobs that there are, in a kernel that runs no cell and so is deaf to interrupts."""
        try:
            with _interruptible():
                while not self._jobs.empty():
                    run_next(self._jobs, 0)
        except KeyboardInterrupt:
            self.stop()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let an interrupt raise KeyboardInterrupt meanwhile: a person's, or that of a call which takes too long."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread alone
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
