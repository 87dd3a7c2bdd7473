"""Several kernels spend against one limit of the day, and those that are killed at any moment grant nobody more."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import o1magic

LIMIT = 150
SAMPLES = 3
SPEND = f"""
import os, random, sys
import o1magic
name, sent = sys.argv[1], os.open("sent", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def reply(ask, sample):
    os.write(sent, b".")  # what the endpoint would see
    return "Answer: 1"
model = o1magic.ScriptedModel(reply, delay=lambda *_: random.random() / 50)
how = {{"model": model, "strategy": "self_consistency", "params": {{"n": {SAMPLES}, "stop": "none"}}}}
for i in range(10**6):
    o1magic.reason(f"{{name}} {{i}}?", **how)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "class"
    made.mkdir()
    (made / "o1magic.toml").write_text(f"[limits.day]\ncalls = {LIMIT}\n")
    monkeypatch.chdir(made)
    return made


def start(name):
    environment = os.environ | {"PYTHONPATH": str(Path(o1magic.__file__).parent.parent)}
    command = [sys.executable, "-c", SPEND, name]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def sent(folder):
    file = folder / "sent"
    return file.stat().st_size if file.exists() else 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL here")
@pytest.mark.parametrize("seed", range(3))
def test_eight_processes_never_go_over_the_limit_of_the_day(folder, seed):
    rng = random.Random(seed)
    processes = [start(str(i)) for i in range(8)]
    for process, moment in zip(processes[:2], sorted(rng.choices(range(1, LIMIT // 2), k=2)), strict=True):
        deadline = time.monotonic() + 60
        while sent(folder) < moment and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(rng.random() / 50)
        process.send_signal(signal.SIGKILL)
    for process in processes:
        _, errors = process.communicate(timeout=120)
        if process in processes[2:]:
            assert f"o1magic.toml allows {LIMIT} calls a day: 0 calls left" in errors
        else:
            assert process.returncode == -signal.SIGKILL
    # What a killed one had booked and not yet sent is all that can be missing.
    assert LIMIT - 2 * SAMPLES <= sent(folder) <= LIMIT
    assert o1magic.limits().day["calls"].spent == LIMIT
    assert start("late").wait(60) != 0
    assert sent(folder) <= LIMIT
