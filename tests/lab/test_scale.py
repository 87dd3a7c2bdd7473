"""Runs of 2,000 nodes or 200,000 characters stay smooth: what `tests/benchmarks/widget.py` prints, with slack."""

from __future__ import annotations

import pytest
from benchmarks import widget

SLACK = 3
PAINT, FRAME = 100, 16
"""Milliseconds to the first paint, and of a frame's work."""
GROWTH = 1.1
"""Of the heap, from the second run that is shown to the last."""


@pytest.fixture(scope="module", params=["tree", "chains", "reply", "code"])
def run(request):
    match request.param:
        case "tree" | "chains" as form:
            return widget.grown(flat=form == "chains")
        case "reply":
            return widget.written(widget.REPLY)
        case "code":
            return widget.written(widget.LISTING, begin="```python\n")


def test_a_large_run_is_painted_soon(stage, run):
    paints = []
    for _ in range(3):
        paints.append(widget.first_paint(stage, run))
        stage.remove()
    assert min(paints) < SLACK * PAINT


def test_frames_are_short_while_a_large_run_grows(stage, run):
    views = widget.views_under_way(stage, run)
    longest = {view: widget.percentile_95(widget.frames(stage, view, run, updates=40)) for view in views}
    assert all(work < SLACK * FRAME for work in longest.values()), longest


def test_runs_that_were_shown_leave_nothing_behind(stage, run):
    _first, second, *_others, last = widget.memory(stage, run, runs=6)
    assert last < GROWTH * second
