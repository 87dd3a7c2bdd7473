"""How a run is shown: a live widget, the static record, text in a terminal, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol

from o1magic.errors import ConfigError

if TYPE_CHECKING:
    from o1magic.comparison import Comparison
    from o1magic.engine import Run
    from o1magic.render.text import LiveText
    from o1magic.render.widget import ReasonWidget
    from o1magic.result import Result
    from o1magic.trace import Trace

Display = Literal["live", "static", "text", "none"]

INTERVAL = 0.05
"""Seconds between two updates of a view: a Jupyter server drops messages that come much faster."""


class View(Protocol):
    """Shows one run."""

    def tick(self) -> None:
        """Show what is new."""
        ...

    def finish(self) -> None:
        """Leave the record of the run, whether or not it went well."""
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
        request = kernel.get_parent("shell") or {}
        return "live" if "cellId" in request.get("metadata", {}) else "static"
    if display == "live" and kernel is None:
        raise ConfigError("--display live needs a notebook; in a terminal there is text")
    chosen: Any = display
    return chosen  # type: ignore[no-any-return]


def opener(display: Display) -> Callable[[Run], View]:
    """Return what makes the view of a run, already visible if it is a live one.

    What a view needs is imported here: a run that has begun may keep the process busy, as the embedded engine does
    while it loads.
    """
    match display:
        case "live":
            from o1magic.render.widget import ReasonWidget  # noqa: PLC0415 - ipywidgets only where there is a page

            return lambda run: _Live(run.trace, ReasonWidget(run.trace, run.stop))
        case "text":
            from o1magic.render.text import LiveText  # noqa: PLC0415 - only where it is used

            return lambda run: _Text(run.trace, LiveText(run.trace, sys.stdout))
        case "static":
            return lambda run: _Static(run.trace)
        case "none":
            return lambda run: _Silent(run.trace)


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
            from o1magic.render.widget import ReasonWidget  # noqa: PLC0415 - ipywidgets only where there is a page

            widget = ReasonWidget(result.trace)
            widget.finish()
            _display(widget)
        case "static":
            _display(result.mimebundle(), raw=True)
        case _:
            sys.stdout.write(str(result))


class ComparisonView:
    """Shows one run after the other, and in their place, at the end, the comparison.

    Parameters
    ----------
    how
        A live view is that of the run at hand; text is of each run as it is written; otherwise nothing comes before
        the end but the line before a download.
    """

    def __init__(self, how: Display) -> None:
        self._how = how
        self._handle: Any = None

    def open(self, run: Run) -> View:
        """Return the view of the next run, already visible if it is a live one; it leaves no record."""
        match self._how:
            case "live":
                from o1magic.render.widget import ReasonWidget  # noqa: PLC0415 - ipywidgets only where there is a page

                widget = ReasonWidget(run.trace, run.stop)
                if self._handle is None:
                    self._handle = _display(widget, display_id=True)
                else:
                    self._handle.update(widget)
                return _Passing(widget.push, widget.finish)
            case "text":
                from o1magic.render.text import LiveText  # noqa: PLC0415 - only where it is used

                text = LiveText(run.trace, sys.stdout)
                return _Passing(text.update, text.update)
            case _:
                return _Silent(run.trace)

    def finish(self, comparison: Comparison | None) -> None:
        """Show the comparison; without one, leave the place empty for the error's line."""
        if self._handle is not None:
            # As for a single run: what is saved must not be a widget.
            self._handle.update({"text/plain": ""} if comparison is None else comparison.mimebundle(), raw=True)
        elif comparison is not None and self._how == "text":
            sys.stdout.write(f"\n{comparison}")
        elif comparison is not None and self._how != "none":
            _display(comparison.mimebundle(), raw=True)


class _Passing:
    """The view of a run that is one of several."""

    def __init__(self, tick: Callable[[], None], finish: Callable[[], None]) -> None:
        self.tick = tick
        self.finish = finish


class _Live:
    """The widget while the run goes on; then, in its place, the static record, which a saved notebook keeps."""

    def __init__(self, trace: Trace, widget: ReasonWidget) -> None:
        self._trace = trace
        self._widget = widget
        self._handle = _display(widget, display_id=True)

    def tick(self) -> None:
        self._widget.push()

    def finish(self) -> None:
        self._widget.finish()
        # A widget that is not replaced reads "model not found" in the saved notebook.
        self._handle.update(_bundle(self._trace) if _has_record(self._trace) else {"text/plain": ""}, raw=True)


class _Static:
    """One line where something is about to be downloaded, and the record at the end."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._announcer = _Announcer(trace)

    def tick(self) -> None:
        self._announcer.tick()

    def finish(self) -> None:
        if _has_record(self._trace):
            _display(_bundle(self._trace), raw=True)


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


def _has_record(trace: Trace) -> bool:
    """Return whether there is something to read: of a run that failed without a word, the error's line says it all."""
    return trace.error is None or any(node.text for node in trace.answers)


def _display(thing: Any, **options: Any) -> Any:
    from IPython.display import display  # noqa: PLC0415 - importing o1magic must not import IPython

    return display(thing, **options)  # type: ignore[no-untyped-call] # IPython leaves it untyped


def _bundle(trace: Trace) -> dict[str, str]:
    from o1magic.result import Result  # noqa: PLC0415 - importing this module must stay cheap

    return Result(trace).mimebundle()
