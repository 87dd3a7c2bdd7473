"""What o1magic costs beside what it stands on: ratios within one run, printed, not asserted on a clock.

python -m pytest tests/benchmarks -q
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time

import pytest
from openai_server import server_process

import o1magic
from o1magic.engine import loop
from o1magic.models.scripted import ScriptedModel
from o1magic.render.widget import Packer

pytestmark = pytest.mark.benchmark

DELAY = 0.5
ROUNDS = 3


@pytest.fixture
def report(capsys):
    """Print a line past pytest's capture."""

    def line(text):
        with capsys.disabled():
            print(f"\n  {text}", end="")

    return line


def python(code):
    """Return the seconds that a fresh interpreter prints."""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return float(out.split()[-1])


def test_load_ext_against_importing_litellm(report):
    load = """
import time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
start = time.perf_counter()
shell.run_line_magic("load_ext", "o1magic")
print(time.perf_counter() - start)
"""
    litellm = """
import os, time
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
start = time.perf_counter()
import litellm
print(time.perf_counter() - start)
"""
    ours = statistics.median(python(load) for _ in range(ROUNDS))
    theirs = statistics.median(python(litellm) for _ in range(ROUNDS))
    report(f"%load_ext o1magic: {1000 * ours:.0f} ms, 1/{theirs / ours:.0f} of importing litellm")
    assert ours < theirs


@pytest.mark.parametrize("honours_n", [True, False], ids=["n honoured", "n ignored"])
@pytest.mark.parametrize("samples", [8, 64])
def test_wall_time_of_many_samples(report, samples, honours_n):
    with server_process("--delay", str(DELAY), *([] if honours_n else ["--no-n"])) as base:

        def ours():
            start = time.perf_counter()
            result = o1magic.reason(
                "What is six times seven?",
                model="openai/test",
                api_base=base,
                strategy="self_consistency",
                params={"n": samples, "stop": "none"},
                max_tokens=64,
                cache=False,
                tokens=None,
            )
            assert (result.usage.calls, result.answer) == (samples, "42")
            return time.perf_counter() - start

        def bare():
            import litellm

            async def gather():
                start = time.perf_counter()
                messages = [{"role": "user", "content": "What is six times seven?"}]
                call = {"model": "openai/test", "api_base": base, "api_key": "none", "messages": messages}
                await asyncio.gather(*(litellm.acompletion(**call, max_tokens=64) for _ in range(samples)))
                return time.perf_counter() - start

            return asyncio.run_coroutine_threadsafe(gather(), loop()).result()

        ours()  # learns whether n is honoured, opens connections
        bare()
        pairs = [(ours(), bare()) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    report(
        f"{samples} samples at {DELAY} s, {'n honoured' if honours_n else 'n ignored'}: "
        f"{mine / DELAY:.3f} of the ideal, {mine / theirs:.3f} of bare litellm ({theirs / DELAY:.3f} of the ideal)"
    )


def test_a_replay_from_the_cache_against_the_run(report, tmp_path):
    with server_process("--delay", str(DELAY)) as base:

        def once():
            start = time.perf_counter()
            result = o1magic.reason(
                "What is six times seven?",
                model="openai/test",
                api_base=base,
                strategy="self_consistency",
                params={"n": 64, "stop": "none"},
                max_tokens=64,
                cache=tmp_path,
                tokens=None,
            )
            return time.perf_counter() - start, result

        first, _ = once()
        again, result = once()
    assert result.usage.cached_calls == 64
    report(f"64 samples from the cache: {1000 * again:.0f} ms, 1/{first / again:.0f} of the first run")


def test_comm_traffic_of_a_large_run(report):
    tokens, nodes = 10_000, 300
    text = "so " * (tokens // nodes) + "\nAnswer: 42"
    model = ScriptedModel(lambda _ask, _i: text, delay=0.001, capabilities=o1magic.Capabilities(price=(0.0, 0.0)))
    packer, size, cpu, messages = Packer(), 0, 0.0, 0
    task = o1magic.api.make_task(
        "?", model=model, strategy="self_consistency", params={"n": nodes, "stop": "none"}, calls=None, tokens=None,
        cache=False,
    )  # fmt: skip
    trace = o1magic.engine.Run(task, watched=True).wait()
    streamed = sum(event.kind == "text" for event in trace.events)
    for start in range(0, len(trace.events), 100):  # about what happens in 1/20 s
        began = time.thread_time()
        message = json.dumps({"events": packer.pack(trace.events[start : start + 100]), "from": start})
        cpu += time.thread_time() - began
        size += len(message.encode())
        messages += 1
    report(
        f"{nodes} nodes, {nodes * len(text.split())} tokens ({streamed} streamed) in {messages} messages: "
        f"{size / 1e6:.2f} MB, {cpu:.2f} s of kernel CPU"
    )
    assert size < 0.2e6
