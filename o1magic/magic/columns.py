"""The live view of a comparison: a column for each strategy, side by side as far as there is room."""

from __future__ import annotations

import html
from collections.abc import Sequence

import ipywidgets

from o1magic.engine import Run
from o1magic.render.comparison import name_and_options
from o1magic.render.widget import ReasonWidget

_DIM = "color:var(--jp-ui-font-color2, #666)"


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
        self._columns = {label: ipywidgets.VBox([_title(label), _line("Waiting for its turn.")]) for label in labels}
        for column in self._columns.values():
            # A grid's column is else as wide as the widest line in it.
            column.layout.min_width = "0"
        self.widget = ipywidgets.GridBox(
            list(self._columns.values()),
            layout=ipywidgets.Layout(
                grid_template_columns="repeat(auto-fit, minmax(min(100%, 22rem), 1fr))",
                grid_gap="16px 20px",
                align_items="flex-start",
                width="100%",
            ),
        )

    def open(self, label: str, run: Run, *, interrupts: bool = True) -> ReasonWidget:
        """Show a run in the column of this strategy; return its view.

        Parameters
        ----------
        interrupts
            Whether Stop may interrupt a kernel that does not hear it: not where other cells may run in it.
        """
        widget = ReasonWidget(run.trace, run.stop, interrupts=interrupts)
        self._put(label, widget)
        return widget

    def tell(self, label: str, text: str) -> None:
        """Put a line into the column of this strategy."""
        self._put(label, _line(text))

    def _put(self, label: str, shown: ipywidgets.Widget) -> None:
        title, _ = self._columns[label].children
        self._columns[label].children = (title, shown)


def _title(label: str) -> ipywidgets.HTML:
    name, *options = name_and_options(label)
    details = f' <span style="{_DIM}">{html.escape(" · ".join(options))}</span>' if options else ""
    return _html(f'<div style="line-height:1.5"><b>{html.escape(name)}</b>{details}</div>')


def _line(text: str) -> ipywidgets.HTML:
    return _html(f'<div style="{_DIM};line-height:1.5">{html.escape(text)}</div>')


def _html(text: str) -> ipywidgets.HTML:
    # Mathematics in a label or an error is not typeset: both are plain text.
    made = ipywidgets.HTML(text)
    made.add_class("mathjax_ignore")
    return made
