"""Where a live view stands below a cell, and what is saved of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from o1magic.render.widget import ReasonWidget

RENEWED_AFTER = 4.0
"""Seconds after which what is saved of a run is first brought up to date."""
RENEWED_EVERY = 60.0
"""Most seconds between two such times, as long as it takes next to nothing: the page draws the output anew."""
RENEWED_SHARE = 0.05
"""Most of the time that it may take, where a page or a machine is slow."""

View = TypeVar("View", bound="ReasonWidget")


def request_metadata(shell: Any) -> dict[str, Any]:
    """Return what a front end has said of the cell that it runs; nothing where there is no kernel."""
    kernel = getattr(shell, "kernel", None)
    request = (kernel.get_parent("shell") if kernel is not None else None) or {}
    metadata: dict[str, Any] = request.get("metadata", {})
    return metadata


def drawn_in_place(shell: Any) -> bool:
    """Return whether the page that runs a cell draws views into outputs of HTML: JupyterLab and Notebook do.

    Both say which cells have been deleted since, as no other front end does. Others may keep outputs and widgets apart.
    """
    return "deletedCells" in request_metadata(shell)


def new_place() -> str:
    """Return a class of elements of HTML into which a page draws a view: its `place`."""
    return f"o1-place-{uuid.uuid4().hex}"


def put(thing: Any, **options: Any) -> Any:
    """Show something below the running cell; `options` are those of IPython's `display`."""
    from IPython.display import display  # noqa: PLC0415 - importing o1magic must not import IPython

    return display(thing, **options)  # type: ignore[no-untyped-call] # IPython leaves it untyped


class Output:
    """An output of a cell, and the views that are drawn into it.

    Parameters
    ----------
    saved
        What it shows first and is saved as: HTML and plain text.

    Attributes
    ----------
    views
        Those that are drawn in places within it.
    """

    def __init__(self, saved: dict[str, str]) -> None:
        self.views: list[ReasonWidget] = []
        self._handle = put(saved, raw=True, display_id=True)

    def update(self, saved: dict[str, str], *, last: bool = False) -> None:
        """Show this in its place, in the page that ran the cell and in those that were loaded since.

        `last` where nothing more may come: it also reaches outputs that were deleted and brought back, or copied.
        """
        self._handle.update(saved, raw=True)
        for view in self.views:
            view.keep(saved, last=last)


class Place(Generic[View]):
    """Where the live view of a run stands below its cell.

    In JupyterLab and Notebook it is drawn into an output of HTML: the notebook may be saved at any time, and a widget
    would then read "model not found". Elsewhere it is the widget.

    Parameters
    ----------
    shell
        Of the running cell.
    make
        Makes the view, for its `place`; "" where it is a widget like any other.
    saved
        What is saved of the output: HTML and plain text.

    Attributes
    ----------
    view
        What `make` has made.
    name
        Its `place`.
    """

    def __init__(self, shell: Any, make: Callable[[str], View], saved: dict[str, str]) -> None:
        self.name = new_place() if drawn_in_place(shell) else ""
        self._output: Output | None = None
        if self.name:
            self._output = Output(self._around(saved))
            self.view = make(self.name)
            self._output.views.append(self.view)
        else:
            self.view = make("")
            self._handle = put(self.view, display_id=True)

    def hold(self, saved: dict[str, str], *, last: bool = False) -> None:
        """Let this be saved while the view stands there; `last` as for `Output.update`."""
        if self._output is not None:
            self._output.update(self._around(saved), last=last)

    def leave(self, bundle: dict[str, str]) -> None:
        """Show this in place of the view: what is saved must not be a widget."""
        if self._output is not None:
            self._output.update(bundle, last=True)
        else:
            self._handle.update(bundle, raw=True)

    def _around(self, saved: dict[str, str]) -> dict[str, str]:
        return {**saved, "text/html": f'<div class="{self.name}">{saved["text/html"]}</div>'}


class Pace:
    """Brings what is saved of a run up to date: rarely, and the later and the longer it takes, the more so."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._next = self._begun + RENEWED_AFTER

    def keep(self, renew: Callable[[], None]) -> None:
        """Renew it if it is time; then not again before the run has taken twice as long."""
        begun = time.monotonic()
        if begun < self._next:
            return
        renew()
        took = time.monotonic() - begun
        self._next = begun + max(min(begun - self._begun, RENEWED_EVERY), took / RENEWED_SHARE)
