"""How a run is shown: a live widget, the static record, text in a terminal, or not at all."""

from __future__ import annotations

import asyncio
import html
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from o1magic.errors import ConfigError
from o1magic.magic.place import Place, put, request_metadata
from o1magic.trace import Trace

if TYPE_CHECKING:
    from o1magic.comparison import Comparison
    from o1magic.engine import Run
    from o1magic.lesson import Lesson
    from o1magic.magic.card import Card
    from o1magic.magic.columns import Columns
    from o1magic.render.text import LiveText
    from o1magic.render.widget import LessonWidget
    from o1magic.result import Result

Display = Literal["live", "static", "text", "none"]

INTERVAL = 0.05
"""Seconds between two updates of a view: a Jupyter server drops messages that come much faster."""
READY_WITHIN = 3.0
"""Seconds in which a page is to have said that it draws a lesson into its place, or it is given all of it, folded."""


class View(Protocol):
    """Shows one run."""

    def tick(self) -> None:
        """Show what is new."""
        ...

    def finish(self) -> None:
        """Leave the record of the run, whether or not it went well."""
        ...


class BackgroundView(Protocol):
    """Shows how a run in the background gets on, and then, in the same place, what it has found."""

    def tick(self) -> None:
        """Show what is new."""
        ...

    def finish(self, bundle: dict[str, str]) -> None:
        """Show this: the record, or why there is none. Called in another thread than the user's."""
        ...


def choose(display: str, shell: Any) -> Display:
    """Return how to show a run: what is asked for, or for `auto` what serves the reader.

    A notebook front end (JupyterLab, Notebook, VS Code) names the cell that it runs; nbclient and papermill don't.

    Raises
    ------
    ConfigError
        A live view is wanted where there is no kernel.
    """
    kernel = getattr(shell, "kernel", None)
    if display == "auto":
        if kernel is None:
            return "text"
        return "live" if "cellId" in request_metadata(shell) else "static"
    if display == "live" and kernel is None:
        raise ConfigError("--display live needs a notebook; in a terminal there is text")
    chosen: Any = display
    return chosen  # type: ignore[no-any-return]


def attended(shell: Any) -> bool:
    """Return whether a person looks at what a cell shows, so that a run may go on after it."""
    return choose("auto", shell) == "live"


def opener(display: Display) -> Callable[[Run], View]:
    """Return what makes the view of a run, already visible if it is a live one.

    What a view needs is imported here: a run that has begun may keep the process busy, as the embedded engine does
    while it loads.
    """
    match display:
        case "live":
            from o1magic.magic.card import Card  # noqa: PLC0415 - ipywidgets only where there is a page

            return lambda run: _Live(run.trace, Card(run, run.stop, interrupts=True))
        case "text":
            from o1magic.render.text import LiveText  # noqa: PLC0415 - only where it is used

            return lambda run: _Text(run.trace, LiveText(run.trace, sys.stdout))
        case "static":
            return lambda run: _Static(run.trace)
        case "none":
            return lambda run: _Silent(run.trace)


def lesson_opener(display: Display, lesson: Lesson, name: str) -> Callable[[Run], View]:
    """Return what makes the view of a run that a student follows; `name` is the variable that will hold the result."""
    match display:
        case "live":
            return lambda run: _LiveLesson(run, lesson, name)
        case "none":
            return lambda run: _Lesson(run.trace, lesson, lambda: None)
        case "text":
            return lambda run: _Lesson(
                run.trace, lesson, lambda: sys.stdout.write(_lesson_bundle(lesson, run.trace, name)["text/plain"])
            )
        case "static":
            return lambda run: _Lesson(
                run.trace, lesson, lambda: put(_lesson_bundle(lesson, run.trace, name, to_the_end=True), raw=True)
            )


def show(result: Result) -> None:
    """Show the live view of a result again; in a terminal its text, and headless its static record.

    Parameters
    ----------
    result
        What `%%reason` or `reason` returned.

    Raises
    ------
    ConfigError
        It is no Result.
    """
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - importing o1magic must not import IPython

    from o1magic.result import Result  # noqa: PLC0415 - as above

    if not isinstance(result, Result):
        raise ConfigError(f"show needs a Result, not {type(result).__name__}")
    match choose("auto", get_ipython()):
        case "live":
            from o1magic.magic.card import show_again  # noqa: PLC0415 - ipywidgets only where there is a page

            show_again(result)
        case "static":
            put(result.mimebundle(), raw=True)
        case _:
            sys.stdout.write(str(result))


class BackgroundLine:
    """Stands below a cell whose run or comparison goes on after it; in its place, at the end, what has been found."""

    def __init__(self) -> None:
        self._handle = put({"text/plain": "Runs in the background."}, raw=True, display_id=True)

    def tick(self) -> None:
        """Show nothing new."""

    def finish(self, bundle: dict[str, str]) -> None:
        """Show this in its place."""
        self._handle.update(bundle, raw=True)


class ComparisonView:
    """Shows the runs of a comparison, and in their place, at the end, the comparison.

    Parameters
    ----------
    how
        A live view has a column for each strategy, from the beginning; text is of each run as it is written; otherwise
        nothing comes before the end but the line before a download.
    labels
        Of the strategies, in order.
    """

    def __init__(self, how: Display, labels: Sequence[str]) -> None:
        self._how = how
        self._columns: Columns | None = None
        if how == "live":
            from o1magic.magic.columns import columns  # noqa: PLC0415 - ipywidgets only where there is a page

            self._columns = columns(labels, interrupts=True)

    def open(self, label: str, run: Run) -> View:
        """Return the view of the next run, already visible if it is a live one; it leaves no record."""
        if self._columns is not None:
            return _Passing(self._columns.tick, self._columns.open(label, run).finish)
        if self._how == "text":
            from o1magic.render.text import LiveText  # noqa: PLC0415 - only where it is used

            text = LiveText(run.trace, sys.stdout)
            return _Passing(text.update, text.update)
        return _Silent(run.trace)

    def fail(self, label: str, why: str) -> None:
        """Say in its column why this strategy has no result."""
        if self._columns is not None:
            self._columns.tell(label, why)

    def finish(self, comparison: Comparison | None) -> None:
        """Show the comparison; without one, leave the place empty for the error's line."""
        if self._columns is not None:
            self._columns.finish({"text/plain": ""} if comparison is None else comparison.mimebundle())
        elif comparison is not None and self._how == "text":
            sys.stdout.write(f"\n{comparison}")
        elif comparison is not None and self._how != "none":
            put(comparison.mimebundle(), raw=True)


class _Passing:
    """The view of a run that is one of several."""

    def __init__(self, tick: Callable[[], None], finish: Callable[[], None]) -> None:
        self.tick = tick
        self.finish = finish


class _Live:
    """The card while the run goes on; then, in its place, the static record, which a saved notebook keeps."""

    def __init__(self, trace: Trace, card: Card) -> None:
        self._trace = trace
        self._card = card
        self.tick = card.tick

    def finish(self) -> None:
        self._card.finish(_bundle(self._trace) if _has_record(self._trace) else {"text/plain": ""})


class _Lesson:
    """A run that a student follows where no page is live: the lesson's record at the end."""

    def __init__(self, trace: Trace, lesson: Lesson, leave: Callable[[], object]) -> None:
        self._trace = trace
        self._lesson = lesson
        self._leave = leave
        self._announcer = _Announcer(trace)

    def tick(self) -> None:
        self._announcer.tick()

    def finish(self) -> None:
        from o1magic.render.lesson import begin  # noqa: PLC0415 - importing this module must stay cheap

        begin(self._lesson, self._trace)
        if self._trace.error is None:
            self._leave()


class _LiveLesson:
    """The card of a run that a student follows.

    What is saved of the output is the record of what has been seen. Where no page draws the card into it, the record
    holds all, folded: it needs no script.
    """

    def __init__(self, run: Run, lesson: Lesson, name: str) -> None:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - as above

        from o1magic.render.unfinished import still_running  # noqa: PLC0415 - as above

        self._trace = run.trace
        self._seen = 0
        self._veiled = Trace()
        self._lesson = lesson
        self._name = name
        self._lock = threading.Lock()
        self._over = False
        self._place = Place(get_ipython(), lambda place: self._make(place, run.stop), still_running())

    def _make(self, place: str, stop: Callable[[], None]) -> LessonWidget:
        from o1magic.render.lesson import page  # noqa: PLC0415 - as above
        from o1magic.render.widget import LessonWidget  # noqa: PLC0415 - ipywidgets only where there is a page

        return LessonWidget(
            self._veiled,
            stop,
            act=self._act,
            on_ready=self._hide_again,
            place=place,
            lesson=page(self._lesson, self._trace),
        )

    def tick(self) -> None:
        self._veil()
        self._place.view.push()

    def finish(self) -> None:
        from o1magic.render.lesson import begin  # noqa: PLC0415 - as above

        begin(self._lesson, self._trace)
        self._veil()
        view = self._place.view
        if self._trace.error is not None or self._lesson.waits is None or not self._place.name:
            # What a run that failed has found may be the answer: the error's line says it all.
            self._place.leave(self._bundle(to_the_end=True) if self._trace.error is None else {"text/plain": ""})
            view.finish()
            return
        with self._lock:
            self._over = True
            self._show()
        view.finish()
        if not view.ready:
            timer = threading.Timer(READY_WITHIN, self._show_to_the_end)
            timer.daemon = True
            timer.start()

    def _veil(self) -> None:
        """Take over what the page may know of the run meanwhile."""
        from o1magic.render.widget import veiled  # noqa: PLC0415 - as above

        events = self._trace.events[self._seen :]
        self._seen += len(events)
        for event in events:
            left = veiled(event, len(self._veiled.events))
            if left is not None:
                self._veiled.append(left)

    def _show(self, *, to_the_end: bool = False) -> None:
        from o1magic.render.lesson import page  # noqa: PLC0415 - as above

        # Who sees it may save the notebook at once.
        self._place.hold(self._bundle(to_the_end=to_the_end), last=True)
        self._place.view.tell(page(self._lesson, self._trace), self._trace if self._lesson.complete else None)

    def _show_to_the_end(self) -> None:
        with self._lock:
            if not self._place.view.ready:
                self._show(to_the_end=True)

    def _hide_again(self) -> None:
        with self._lock:
            if self._over:
                self._show()

    def _act(self, message: dict[str, Any]) -> None:
        """Do what the student asks for, in a thread of its own: answers are compared by a process that has to start."""
        threading.Thread(target=self._answer, args=(message,), name="o1magic-lesson", daemon=True).start()

    def _answer(self, message: dict[str, Any]) -> None:
        with self._lock:
            match message:
                case {"type": "predict", "text": str(text), "seen": int(seen)}:
                    self._lesson.predict(text, seen)
                case {"type": "enter", "text": str(text)}:
                    asyncio.run(self._lesson.enter(text))
            self._show()

    def _bundle(self, *, to_the_end: bool) -> dict[str, str]:
        return _lesson_bundle(self._lesson, self._trace, self._name, to_the_end=to_the_end)


class _Static:
    """One line where something is about to be downloaded, and the record at the end."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._announcer = _Announcer(trace)

    def tick(self) -> None:
        self._announcer.tick()

    def finish(self) -> None:
        if _has_record(self._trace):
            put(_bundle(self._trace), raw=True)


class _Text:
    """Text as it is written, then the record."""

    def __init__(self, trace: Trace, text: LiveText) -> None:
        self._trace = trace
        self._text = text

    def tick(self) -> None:
        self._text.update()

    def finish(self) -> None:
        if _has_record(self._trace):
            self._text.finish()
        else:
            self._text.update()


class _Silent:
    """No more than the line before a download."""

    def __init__(self, trace: Trace) -> None:
        self._announcer = _Announcer(trace)

    def tick(self) -> None:
        self._announcer.tick()

    def finish(self) -> None:
        """Leave nothing."""


class _Announcer:
    """Prints what is about to be downloaded, once, where no view shows its progress."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._seen = 0
        self._told: set[str] = set()

    def tick(self) -> None:
        events = self._trace.events[self._seen :]
        self._seen += len(events)
        for event in events:
            if event.kind == "progress" and event.data["text"].startswith("downloading "):
                text = event.data["text"]
                if text not in self._told:
                    self._told.add(text)
                    sys.stdout.write(f"{text}\n")


def failure(error: BaseException, trace: Trace | None) -> dict[str, str]:
    """Return the error's line as HTML and as text, and below it the record of the run, if there is one."""
    line = f"{type(error).__name__}: {error}"
    shown = {
        "text/html": f'<div class="mathjax_ignore" style="white-space:pre-wrap;margin:4px 0">{html.escape(line)}</div>',
        "text/plain": f"{line}\n",
    }
    if trace is None or not any(node.text for node in trace.answers):
        return shown
    return {kind: text + _bundle(trace)[kind] for kind, text in shown.items()}


def _has_record(trace: Trace) -> bool:
    """Return whether there is something to read: of a run that failed without a word, the error's line says it all."""
    return trace.error is None or any(node.text for node in trace.answers)


def _lesson_bundle(lesson: Lesson, trace: Trace, name: str, *, to_the_end: bool = False) -> dict[str, str]:
    """Return what is seen of a lesson."""
    from o1magic.render import lesson as form  # noqa: PLC0415 - importing this module must stay cheap

    return {
        "text/html": form.record(lesson, trace, to_the_end=to_the_end),
        "text/plain": form.text(lesson, trace, name),
    }


def _bundle(trace: Trace) -> dict[str, str]:
    from o1magic.result import Result  # noqa: PLC0415 - importing this module must stay cheap

    return Result(trace).mimebundle()
