"""Where a live view stands, and what is saved of it meanwhile."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import traces

from o1magic.magic import place
from o1magic.magic.place import Pace, Place, drawn_in_place
from o1magic.render.unfinished import STILL_RUNNING, so_far
from o1magic.trace import Trace


def shell(metadata):
    return SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda _channel: {"metadata": metadata}))


LAB = shell({"cellId": "a1", "deletedCells": [], "recordTiming": False})
SAVED = {"text/html": "<i>so far</i>", "text/plain": "so far"}


class Handle:
    """What has been shown in a place, one after the other."""

    def __init__(self, monkeypatch):
        self.shown = []
        monkeypatch.setattr(place, "put", lambda thing, **_: self.update(thing))

    def update(self, thing, **_):
        self.shown.append(thing)
        return self


class View:
    """A view that notes what its pages are told."""

    def __init__(self, name):
        self.name = name
        self.kept = []

    def keep(self, saved, *, last):
        self.kept.append((saved, last))


@pytest.mark.parametrize(
    ("where", "drawn"),
    [
        (LAB, True),
        (shell({"cellId": "vscode-notebook-cell:a1"}), False),
        (shell({}), False),
        (SimpleNamespace(kernel=None), False),
        (None, False),
    ],
)
def test_jupyterlab_and_notebook_draw_into_html(where, drawn):
    assert drawn_in_place(where) == drawn


def test_what_is_saved_stands_around_the_place_until_the_view_leaves_it(monkeypatch):
    handle = Handle(monkeypatch)
    stand = Place(LAB, View, SAVED)
    assert stand.view.name == stand.name
    inside = {"text/html": f'<div class="{stand.name}"><i>so far</i></div>', "text/plain": "so far"}
    assert handle.shown == [inside]
    stand.hold(SAVED)
    stand.leave({"text/plain": "over"})
    assert handle.shown[1:] == [inside, {"text/plain": "over"}]
    assert stand.view.kept == [(inside, False), ({"text/plain": "over"}, True)]


def test_elsewhere_the_view_is_a_widget_until_it_leaves(monkeypatch):
    handle = Handle(monkeypatch)
    stand = Place(None, View, SAVED)
    stand.hold(SAVED)
    stand.leave({"text/plain": "over"})
    assert handle.shown == [stand.view, {"text/plain": "over"}]
    assert stand.view.name == stand.name == ""


@pytest.mark.parametrize(
    ("took", "renewed"),
    [(0.0, [4, 8, 16, 32, 64, 124, 184, 244]), (0.5, [4, 14, 28, 56, 112, 172, 232, 292]), (5.0, [4, 104, 204])],
)
def test_what_is_saved_is_renewed_the_more_rarely_the_longer_the_run_and_the_renewal_take(monkeypatch, took, renewed):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(place.time, "monotonic", lambda: clock.now)
    pace, times = Pace(), []

    def renew():
        times.append(second)
        clock.now += took

    for second in range(300):
        clock.now = 100.0 + second
        pace.keep(renew)
    assert times == renewed


def test_so_far_there_is_a_line_and_the_record_once_there_is_something_to_read():
    whole = traces.pencils()
    assert so_far(Trace())["text/plain"] == so_far(Trace(whole.events[:3]))["text/plain"] == STILL_RUNNING
    bundle = so_far(Trace(whole.events[:20]))
    assert bundle["text/plain"].startswith(f"{STILL_RUNNING}\n\nThinking\n")
    assert STILL_RUNNING in bundle["text/html"]
    assert "Divide: boxes" in bundle["text/html"]
    # Nothing has been chosen yet.
    assert "Tried and dropped" not in bundle["text/html"] + bundle["text/plain"]
