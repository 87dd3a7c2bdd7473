"""The live view of a comparison: a column for each strategy, side by side as far as there is room."""

from __future__ import annotations

import html
import math
import time
import uuid
from collections.abc import Sequence

import ipywidgets
from IPython.display import display

from o1magic.engine import Run
from o1magic.magic.display import PLACED_WITHIN
from o1magic.render.comparison import name_and_options
from o1magic.render.widget import ReasonWidget

_DIM = "color:var(--jp-ui-font-color2, #666)"
_TRACKS = "repeat(auto-fit, minmax(min(100%, 22rem), 1fr))"
_GAP = "16px 20px"
_WAITING = "Waiting for its turn."
_STILL_RUNNING = "Still running when this was saved; the cell, run again, goes on from there."


class Columns:
    """A title and a view for each strategy; a strategy whose turn has not come says so.

    Parameters
    ----------
    labels
        Of the strategies, in order.

    Attributes
    ----------
    widget
        What is shown.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._columns = {label: ipywidgets.VBox([_html(_title(label)), _html(_line(_WAITING))]) for label in labels}
        for column in self._columns.values():
            # A grid's column is else as wide as the widest line in it.
            column.layout.min_width = "0"
        self.widget = ipywidgets.GridBox(
            list(self._columns.values()),
            layout=ipywidgets.Layout(
                grid_template_columns=_TRACKS, grid_gap=_GAP, align_items="flex-start", width="100%"
            ),
        )

    def open(self, label: str, run: Run) -> ReasonWidget:
        """Show a run in the column of this strategy; return its view."""
        widget = ReasonWidget(run.trace, run.stop)
        self.put(label, widget)
        return widget

    def tell(self, label: str, text: str) -> None:
        """Put a line into the column of this strategy."""
        self.put(label, _html(_line(text)))

    def put(self, label: str, shown: ipywidgets.Widget) -> None:
        """Put a widget into the column of this strategy."""
        title, _ = self._columns[label].children
        self._columns[label].children = (title, shown)


class BackgroundColumns:
    """The same below a cell that has ended: one output of HTML into which the page draws the views.

    As for a single run (see `o1magic.magic.display.BackgroundCard`) the notebook may be saved meanwhile, and a page
    that cannot do that is given the widgets.

    Parameters
    ----------
    labels
        Of the strategies, in order.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._places = {label: f"o1-place-{uuid.uuid4().hex}" for label in labels}
        self._lines = dict.fromkeys(labels, _WAITING)
        # The first one begins at once. What is drawn into the places is not drawn anew when the next one begins.
        self._lines[labels[0]] = _STILL_RUNNING
        self._views: dict[str, ReasonWidget] = {}
        self._widgets: Columns | None = None
        self._wait_until = math.inf
        self._handle = display(self._bundle(), raw=True, display_id=True)  # type: ignore[no-untyped-call] # IPython leaves it untyped

    def open(self, label: str, run: Run) -> ReasonWidget:
        """Show a run in the column of this strategy; return its view."""
        # Stop interrupts no kernel in which other cells may run.
        widget = ReasonWidget(run.trace, run.stop, interrupts=False, place=self._places[label])
        self._views[label] = widget
        self._wait_until = min(self._wait_until, time.monotonic() + PLACED_WITHIN)
        if self._widgets is not None:
            self._widgets.put(label, widget)
        return widget

    def tell(self, label: str, text: str) -> None:
        """Put a line into the column of this strategy."""
        self._lines[label] = text
        if self._widgets is not None:
            self._widgets.tell(label, text)
        else:
            self._handle.update(self._bundle(), raw=True)

    def tick(self) -> None:
        """Show what is new; give the page the widgets where it has drawn nothing into its places."""
        for view in self._views.values():
            view.push()
        drawn = any(view.placed for view in self._views.values())
        if drawn or self._widgets is not None or time.monotonic() < self._wait_until:
            return
        self._widgets = Columns([*self._lines])
        for label, line in self._lines.items():
            if label in self._views:
                self._widgets.put(label, self._views[label])
            else:
                self._widgets.tell(label, line)
        self._handle.update(self._widgets.widget)

    def finish(self, bundle: dict[str, str]) -> None:
        """Show the comparison in their place."""
        self._handle.update(bundle, raw=True)

    def _bundle(self) -> dict[str, str]:
        columns = (
            f'<div style="min-width:0">{_title(label)}<div class="{self._places[label]}">{_line(line)}</div></div>'
            for label, line in self._lines.items()
        )
        grid = f"display:grid;grid-template-columns:{_TRACKS};gap:{_GAP};align-items:start"
        return {
            "text/html": f'<div class="mathjax_ignore" style="{grid}">{"".join(columns)}</div>',
            "text/plain": "\n".join(f"{label}: {line}" for label, line in self._lines.items()),
        }


def _title(label: str) -> str:
    name, *options = name_and_options(label)
    details = f' <span style="{_DIM}">{html.escape(" · ".join(options))}</span>' if options else ""
    return f'<div style="line-height:1.5;margin-bottom:4px"><b>{html.escape(name)}</b>{details}</div>'


def _line(text: str) -> str:
    return f'<div style="{_DIM};line-height:1.5">{html.escape(text)}</div>'


def _html(text: str) -> ipywidgets.HTML:
    # Mathematics in a label or an error is not typeset: both are plain text.
    made = ipywidgets.HTML(text)
    made.add_class("mathjax_ignore")
    return made
