"""The live card of one run below its cell."""

from __future__ import annotations

from collections.abc import Callable

from IPython.core.getipython import get_ipython

from o1magic.engine import Run
from o1magic.magic.place import Pace, Place
from o1magic.render.unfinished import SoFar
from o1magic.render.widget import ReasonWidget
from o1magic.result import Result


class Card:
    """The card of a run while it goes on; then, in its place, what has been found.

    What is saved of it meanwhile is the record so far.

    Parameters
    ----------
    run
        What is shown.
    stop
        What Stop does.
    interrupts
        Whether Stop interrupts a kernel that does not hear it: not where the cell that keeps it busy may be another.
    """

    def __init__(self, run: Run, stop: Callable[[], None], *, interrupts: bool) -> None:
        self._so_far = SoFar(run.trace)
        self._pace = Pace()
        self._place = Place(
            get_ipython(),
            lambda place: ReasonWidget(run.trace, stop, interrupts=interrupts, place=place),
            self._so_far.bundle(),
        )

    def tick(self) -> None:
        """Show what is new."""
        self._place.view.push()
        self._so_far.follow()
        self._pace.keep(lambda: self._place.hold(self._so_far.bundle()))

    def finish(self, bundle: dict[str, str]) -> None:
        """Show this in its place."""
        self._place.view.finish()
        self._place.leave(bundle)


def show_again(result: Result) -> None:
    """Show the card of a run that is over; what is saved of it is the record."""
    place = Place(get_ipython(), lambda place: ReasonWidget(result.trace, place=place), result.mimebundle())
    place.view.finish()
