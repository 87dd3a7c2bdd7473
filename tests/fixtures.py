"""Write what both languages must agree on: messages as the page gets them, and the snapshot that they fold to.

python tests/fixtures.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from traces import EXAMPLES

from o1magic.render.widget import Packer
from o1magic.trace import Trace

FOLDER = Path(__file__).parent / "data" / "traces"
CHUNK = 7
"""Events a message: odd, so that samples are cut at many places."""


def fixture(trace: Trace) -> dict[str, Any]:
    """Return the messages of a run and its final snapshot."""
    packer, messages = Packer(), []
    for start in range(0, len(trace.events), CHUNK):
        events = trace.events[start : start + CHUNK]
        end = start + len(events)
        packed = packer.pack(events)
        messages.append(
            {"type": "events", "from": start, "to": end, "events": packed, "final": end == len(trace.events)}
        )
    return {"messages": messages, "snapshot": trace.snapshot()}


def text(name: str) -> str:
    """Return the fixture of an example as it stands in its file."""
    return json.dumps(fixture(EXAMPLES[name]()), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES:
        (FOLDER / f"{example}.json").write_text(text(example), encoding="utf-8")
