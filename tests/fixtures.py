"""Write what both languages must agree on: messages as the page gets them, and the snapshot that they fold to.

python tests/fixtures.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from traces import EXAMPLES

from o1magic.render.chains import chains_of
from o1magic.render.layout import column_names, layout
from o1magic.render.outline import Branch
from o1magic.render.story import story
from o1magic.render.widget import Packer
from o1magic.trace import Trace

FOLDER = Path(__file__).parent / "data" / "traces"
CHUNK = 7
"""Events a message: odd, so that samples are cut at many places."""


def fixture(trace: Trace) -> dict[str, Any]:
    """Return the messages of a run, its final snapshot, and what it says to a reader."""
    packer, messages = Packer(), []
    for start in range(0, len(trace.events), CHUNK):
        events = trace.events[start : start + CHUNK]
        end = start + len(events)
        packed = packer.pack(events)
        final = trace.finished and end == len(trace.events)
        messages.append(
            {"type": "events", "from": start, "to": end, "now": events[-1].t, "events": packed, "final": final}
        )
    return {"messages": messages, "snapshot": trace.snapshot(), "story": words(trace)}


def words(trace: Trace) -> dict[str, Any]:
    """Return the words that the page and the static record share."""
    told = story(trace)
    return {
        "label": told.label,
        "answer": told.answer,
        "leaders": [group.answer for group in told.leaders],
        "verdict": told.verdict,
        "decided": told.decided,
        "confidence": told.confidence,
        "joint": told.joint,
        "single": told.single,
        "facts": told.facts,
        "notes": told.notes,
        "dropped": told.dropped_line,
        "chosen": told.chosen and told.chosen.number,
        "votes": [[group.answer, group.count] for group in told.votes],
        "chains": [[chain.name, chain.node.id] for chain in chains_of(trace)],
        "steps": [[step.title, step.facts] for step in told.steps],
        "outline": [branch(each) for each in told.outline],
        "outline_line": told.outline_line,
        "columns": column_names(layout(trace)),
        "timeline": told.timeline.line if told.timeline else None,
    }


def branch(each: Branch) -> list[Any]:
    """Return what the outline says of a node and of those below it."""
    marks = "*" if each.wins else "x" if each.dropped else "-"
    return [f"{marks} {each.name}", each.answer, each.facts, each.text, [branch(below) for below in each.branches]]


def text(name: str) -> str:
    """Return the fixture of an example as it stands in its file."""
    return json.dumps(fixture(EXAMPLES[name]()), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES:
        (FOLDER / f"{example}.json").write_text(text(example), encoding="utf-8")
