"""Where a live view stands, and what is saved of it meanwhile."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
import traces

from o1magic.magic import place
from o1magic.magic.place import Pace, Place, drawn_in_place
from o1magic.render.unfinished import LARGEST, STILL_RUNNING, SoFar
from o1magic.trace import Trace


def shell(metadata):
    return SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda _channel: {"metadata": metadata}))


RENEWED_WITHIN = 0.03
"""Seconds of processor time."""
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
    run = Trace()
    so_far = SoFar(run)
    assert so_far.bundle()["text/plain"] == STILL_RUNNING
    for event in whole.events[:20]:
        run.append(event)
    bundle = so_far.bundle()
    assert bundle["text/plain"].startswith(f"{STILL_RUNNING}\n\nThinking\n")
    assert STILL_RUNNING in bundle["text/html"]
    assert "Divide: boxes" in bundle["text/html"]
    # Nothing has been chosen yet.
    assert "Tried and dropped" not in bundle["text/html"] + bundle["text/plain"]


def chains(number, text, answers):
    run = traces.Run()
    for i in range(number):
        run.sample(text, str(i % answers))
    return run.trace


def grown(number):
    run = traces.Run(strategy="mcts")
    node = "0"
    for i in range(number):
        node = run.step("0" if i % 50 == 0 else node, "Add $a_1$ to it. " * 6)
    run.done(run.start(node), "It is 7.", "7")
    return run.trace


LARGE = {
    "many chains": lambda: chains(2000, "## Step 1: Add\nIt is $a_1 + 1$, as it says. " * 3, 20),
    "many steps": lambda: grown(2000),
    "a long reply": lambda: chains(1, "The terms are counted in pairs, so that $a_1$ is twice there.\n\n" * 3000, 1),
    "what grows where it is written": lambda: chains(50, "$&<>\\" * 40, 50),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_saved_of_a_large_run_meanwhile_is_small_and_soon_made(name):
    so_far = SoFar(LARGE[name]())
    so_far.follow()
    took = []
    for _ in range(5):
        begun = time.thread_time()
        bundle = so_far.bundle()
        took.append(time.thread_time() - begun)
    assert len(bundle["text/html"].encode()) + len(bundle["text/plain"].encode()) < LARGEST
    assert min(took) < RENEWED_WITHIN


def test_in_brief_it_tells_which_answer_leads_and_what_is_left_out():
    bundle = SoFar(LARGE["many chains"]()).bundle()
    for said in (
        "2,000 chains done, 0 and 1 level at 100",
        "and 12 more answers",
        "It is \\(a_1 + 1\\)",
        "1,999 more chains when the run is over",
    ):
        assert said in bundle["text/html"]
    assert "2,000 chains done, 0 and 1 level at 100" in bundle["text/plain"]
    assert "1,999 more chains when the run is over" in bundle["text/plain"]
    tree = SoFar(LARGE["many steps"]()).bundle()["text/plain"]
    assert "1 solution done, it says 7" in tree
    assert "1,950 more steps and 2,108 more characters of this one when the run is over" in tree
    reply = SoFar(LARGE["a long reply"]()).bundle()["text/plain"]
    assert "more characters of this one when the run is over" in reply
