"""What the embedded engine has said, replayed where there is no engine: the same canonical trace, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import o1magic

pytestmark = pytest.mark.engine

QUESTION = "Tom has 3 boxes of 14 pens and gives away 9. How many pens has he left?"
REPLAY = """
import json, socket, sys

def refuse(*_arguments):
    raise OSError("there is no network here")

socket.socket.connect = socket.socket.connect_ex = refuse
import o1magic
from o1magic.models import weights

assert weights.find("local/smollm2-135m") is None, "there are weights here"
result = o1magic.reason(sys.argv[1], replay=sys.argv[2], **json.loads(sys.argv[3]))
sys.stdout.write(json.dumps(result.trace.canonical()))
"""


@pytest.mark.parametrize(
    ("strategy", "params"),
    [("self_consistency", {"n": 3, "stop": "none"}), ("mcts", {"simulations": 6})],
)
def test_a_fresh_process_without_weights_replays_the_same_trace(tmp_path, strategy, params):
    file, empty = tmp_path / "lesson.jsonl", tmp_path / "models"
    empty.mkdir()
    options = {
        "model": "local/smollm2-135m", "strategy": strategy, "params": params, "max_tokens": 48, "seed": 5,
    }  # fmt: skip
    recorded = o1magic.reason(QUESTION, record=file, cache=False, **options)
    elsewhere = {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(o1magic.__file__).parents[1]),
        "O1MAGIC_MODELS_DIR": str(empty),
        "O1MAGIC_CACHE_DIR": str(tmp_path / "cache"),
        "OPENAI_API_BASE": "http://127.0.0.1:9/v1",
        "TZ": "Pacific/Auckland",
    }
    done = subprocess.run(
        [sys.executable, "-c", REPLAY, QUESTION, str(file), json.dumps(options)],
        cwd=tmp_path, env=elsewhere, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert recorded.usage.calls >= 3
    assert done.stdout == json.dumps(recorded.trace.canonical())
