"""What a notebook says of a run or a lesson that was not over when it was saved."""

from __future__ import annotations

from o1magic.render import html, text
from o1magic.render.parts import SMALL, block
from o1magic.trace import ROOT, Trace

STILL_RUNNING = "Still running when this was saved; the cell, run again, goes on from there."
GO_ON = "Run the cell again to go on."


def still_running() -> dict[str, str]:
    """Return that a run still goes on, as HTML and as plain text."""
    return {"text/html": block(STILL_RUNNING, f"margin:4px 0 8px;{SMALL}"), "text/plain": STILL_RUNNING}


def so_far(trace: Trace) -> dict[str, str]:
    """Return the same, and below it the record of what the run has found so far; it may go on meanwhile."""
    said = still_running()
    known = Trace(list(trace.events))
    if not any(node.text for node in known.nodes.values() if node.id != ROOT):
        return said
    return {
        "text/html": said["text/html"] + html.record(known),
        "text/plain": f"{said['text/plain']}\n\n{text.record(known)}",
    }
