"""The live view of a comparison: a column for each strategy, side by side as far as there is room."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Sequence

import ipywidgets
from IPython.core.getipython import get_ipython

from o1magic.engine import Run
from o1magic.magic.place import Output, Pace, drawn_in_place, new_place, put
from o1magic.render.comparison import name_and_options
from o1magic.render.unfinished import SoFar
from o1magic.render.widget import ReasonWidget
from o1magic.result import Result
from o1magic.trace import Trace

_DIM = "color:var(--jp-ui-font-color2, #666)"
_TRACKS = "repeat(auto-fit, minmax(min(100%, 22rem), 1fr))"
_GAP = "16px 20px"
_WAITING = "Waiting for its turn."


def columns(labels: Sequence[str], *, interrupts: bool) -> Columns:
    """Show a title and a view for each strategy below the running cell.

    As for a single run (see `o1magic.magic.place.Place`) they are drawn into an output of HTML, or are widgets.

    Parameters
    ----------
    labels
        Of the strategies, in order.
    interrupts
        As for `o1magic.magic.card.Card`.
    """
    kind = PlacedColumns if drawn_in_place(get_ipython()) else WidgetColumns
    return kind(labels, interrupts=interrupts)


class Columns(ABC):
    """A title and a view for each strategy; a strategy whose turn has not come says so.

    Parameters
    ----------
    labels, interrupts
        As for `columns`.
    """

    def __init__(self, labels: Sequence[str], *, interrupts: bool) -> None:
        self.labels = labels
        self._interrupts = interrupts
        self._views: list[ReasonWidget] = []

    @abstractmethod
    def open(self, label: str, run: Run) -> ReasonWidget:
        """Show a run in the column of this strategy; return its view."""

    @abstractmethod
    def tell(self, label: str, text: str) -> None:
        """Put a line into the column of this strategy."""

    @abstractmethod
    def finish(self, bundle: dict[str, str]) -> None:
        """Show the comparison in their place."""

    def tick(self) -> None:
        """Show what is new."""
        for view in self._views:
            view.push()

    def _view(self, run: Run, place: str = "") -> ReasonWidget:
        view = ReasonWidget(run.trace, run.stop, interrupts=self._interrupts, place=place)
        self._views.append(view)
        return view


class WidgetColumns(Columns):
    """They are widgets."""

    def __init__(self, labels: Sequence[str], *, interrupts: bool) -> None:
        super().__init__(labels, interrupts=interrupts)
        self._columns = {
            label: ipywidgets.VBox([ipywidgets.HTML(_title(label)), ipywidgets.HTML(_line(_WAITING))])
            for label in labels
        }
        for column in self._columns.values():
            # A grid's column is else as wide as the widest line in it.
            column.layout.min_width = "0"
        layout = ipywidgets.Layout(grid_template_columns=_TRACKS, grid_gap=_GAP, align_items="flex-start", width="100%")
        self._handle = put(ipywidgets.GridBox(list(self._columns.values()), layout=layout), display_id=True)

    def open(self, label: str, run: Run) -> ReasonWidget:
        """See `Columns.open`."""
        view = self._view(run)
        self._put(label, view)
        return view

    def tell(self, label: str, text: str) -> None:
        """See `Columns.tell`."""
        self._put(label, ipywidgets.HTML(_line(text)))

    def finish(self, bundle: dict[str, str]) -> None:
        """See `Columns.finish`."""
        self._handle.update(bundle, raw=True)

    def _put(self, label: str, shown: ipywidgets.Widget) -> None:
        title, _ = self._columns[label].children
        self._columns[label].children = (title, shown)


class PlacedColumns(Columns):
    """They are drawn into one output of HTML, which is saved as what each strategy has found so far."""

    def __init__(self, labels: Sequence[str], *, interrupts: bool) -> None:
        super().__init__(labels, interrupts=interrupts)
        self._places = {label: new_place() for label in labels}
        self._runs: dict[str, tuple[Trace, SoFar]] = {}
        self._told: dict[str, str] = {}
        self._pace = Pace()
        self._output = Output(self._saved())

    def open(self, label: str, run: Run) -> ReasonWidget:
        """See `Columns.open`."""
        self._runs[label] = run.trace, SoFar(run.trace)
        view = self._view(run, self._places[label])
        self._output.views.append(view)
        self._output.update(self._saved())
        return view

    def tell(self, label: str, text: str) -> None:
        """See `Columns.tell`."""
        self._told[label] = text
        self._output.update(self._saved())

    def tick(self) -> None:
        """See `Columns.tick`."""
        super().tick()
        for _, so_far in self._runs.values():
            so_far.follow()
        self._pace.keep(lambda: self._output.update(self._saved()))

    def finish(self, bundle: dict[str, str]) -> None:
        """See `Columns.finish`."""
        self._output.update(bundle, last=True)

    def _saved(self) -> dict[str, str]:
        saved = {label: self._column(label) for label in self.labels}
        grid = f"display:grid;grid-template-columns:{_TRACKS};gap:{_GAP};align-items:start"
        return {
            "text/html": f'<div style="{grid}">{"".join(source for source, _ in saved.values())}</div>',
            "text/plain": "\n".join(f"{label}: {text}" for label, (_, text) in saved.items()),
        }

    def _column(self, label: str) -> tuple[str, str]:
        """Return what is saved of a column, as HTML and as plain text."""
        run = self._runs.get(label)
        place = ""
        if run is None or label in self._told:
            text = self._told.get(label, _WAITING)
            body = _line(text)
        else:
            trace, so_far = run
            bundle = Result(trace).mimebundle() if trace.finished else so_far.bundle()
            text, place = bundle["text/plain"], f' class="{self._places[label]}"'
            body = bundle["text/html"]
        return f'<div style="min-width:0">{_title(label)}<div{place}>{body}</div></div>', text


def _title(label: str) -> str:
    name, *options = name_and_options(label)
    details = f' <span style="{_DIM}">{html.escape(" · ".join(options))}</span>' if options else ""
    return _plain(f"<b>{html.escape(name)}</b>{details}", "margin-bottom:4px")


def _line(text: str) -> str:
    return _plain(html.escape(text), _DIM)


def _plain(source: str, style: str) -> str:
    # Mathematics in a label or an error is not typeset.
    return f'<div class="mathjax_ignore" style="line-height:1.5;{style}">{source}</div>'
