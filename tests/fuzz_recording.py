"""Fuzz the reader of recordings: whatever a file holds, it is read or refused.

`python tests/fuzz_recording.py SECONDS` spoils a good recording, guided by coverage (atheris): byte by byte, or value
by value where the lines stay JSON; then it replays it. Anything but a ReasonError is a fault, and so is a replay that
does not end.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(
    include=["o1magic.models.recording", "o1magic.models.recording_file", "o1magic.models.replay"]
):
    from o1magic.models import recording, replay

import o1magic
from o1magic.api import make_task
from o1magic.engine import Run, recorded_as

ODD: list[Any] = [
    None, True, -1, 0, 7, 1 << 60, 10**400, 0.5, 1e308, "", "x", "\u202e", "talker", [], [None], ["x", 0, 0], {},
]  # fmt: skip
OPTIONS: Any = {"strategy": "self_consistency", "params": {"n": 3, "stop": "none"}}


def make(folder: Path) -> list[str]:
    """Return the lines of a recording that has all kinds of them."""
    file = folder / "good.jsonl"
    replies = ["Answer: 1", o1magic.ModelError("no"), "So it is.\nAnswer: 2"]
    model = o1magic.ScriptedModel(replies, name="talker")
    o1magic.reason("How many?", model=model, record=file, cache=False, **OPTIONS)
    more = recording.Recording(file)
    more.add_outside("program", "1 + 1", {"line": "2"}, 0.1)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    places = [(row["request"], row["sample"], 0) for row in rows if row["kind"] == "reply"]
    more.add_ending(
        own_id(), 0, recording.Ending("seconds", 0.5, frozenset(places[:1]), dict.fromkeys(places[1:], ("So", "")))
    )
    more.save()
    return file.read_text(encoding="utf-8").splitlines()


def own_id() -> str:
    """Return what the recording knows the run by."""
    run = Run(make_task("How many?", model=o1magic.ScriptedModel([], name="talker"), cache=False, **OPTIONS))
    with contextlib.suppress(o1magic.ReasonError):
        run.wait()
    return recorded_as(run.task)


def spoil(value: Any, data: atheris.FuzzedDataProvider) -> Any:
    """Return a JSON value with something odd somewhere inside."""
    if isinstance(value, dict | list) and value and data.ConsumeIntInRange(0, 4):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = keys[data.ConsumeIntInRange(0, len(keys) - 1)]
        copy: Any = value.copy()
        copy[key] = spoil(value[key], data)
        return copy
    return ODD[data.ConsumeIntInRange(0, len(ODD) - 1)]


def spoilt(lines: list[str], data: atheris.FuzzedDataProvider) -> bytes:
    """Return a spoilt recording."""
    if data.ConsumeBool():
        rows = [json.loads(line) for line in lines]
        for _ in range(data.ConsumeIntInRange(1, 3)):
            at = data.ConsumeIntInRange(0, len(rows) - 1)
            rows[at] = spoil(rows[at], data)
        return "\n".join(map(json.dumps, rows)).encode()
    raw = bytearray("\n".join(lines).encode())
    at = data.ConsumeIntInRange(0, len(raw))
    raw[at : at + data.ConsumeIntInRange(0, 9)] = data.ConsumeBytes(data.ConsumeIntInRange(0, 30))
    return bytes(raw)


def main(seconds: int) -> None:
    """Fuzz for so many seconds; atheris ends the process."""
    replay.STUCK_SECONDS = 0.2
    folder = Path(tempfile.mkdtemp())
    lines, file = make(folder), folder / "spoilt.jsonl"

    def once(raw: bytes) -> None:
        file.write_bytes(spoilt(lines, atheris.FuzzedDataProvider(raw)))
        with contextlib.suppress(o1magic.ReasonError):
            o1magic.reason("How many?", model="talker", replay=file, **OPTIONS)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=30", "-max_len=200", "-len_control=0"], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]))
