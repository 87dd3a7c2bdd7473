"""What the widget costs a page at scale: first paint, frames while a run grows, memory over runs shown and removed.

    python tests/benchmarks/widget.py [--nodes 2000] [--characters 200000] [--updates 200]

In Chromium, with the committed bundle. The work of a frame is the processor time that the page's main thread takes for
messages, scripts, styles, layout and paint since the frame before: what else the machine does is not in it. Frames that
nothing asked for are not counted. Times of a first paint are by the clock.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from stage import Stage, start_chromium
from traces import Run

from o1magic.render.widget import Packer, last_message
from o1magic.trace import Trace

NODES, CHARACTERS = 2000, 200_000
HERTZ = 20
UPDATES = 200
"""Messages while which frames are measured."""
LIVE_SHARE = 0.1
"""Of the events of a run, those that these messages bring, by default 20 nodes a second; the others came before."""
AT_ONCE = 8
"""Nodes that are written at the same time."""
CHUNKS = 5
"""Pieces in which the text of a node arrives."""
PIECE = 60
"""Characters of a piece of one long reply, which each update brings: 1,200 a second."""
RUNS = 10
SETTLED = 500
"""Milliseconds after which nothing that is under way holds a run that was removed."""

UNLIMITED = {"calls": None, "tokens": None, "cost": None, "seconds": None}

PAINT = """\
async (text) => {
  const start = performance.now();
  stage.show(JSON.parse(text));
  return (await stage.painted()) - start;
}
"""
TURN = """\
async (name) => {
  const start = performance.now();
  stage.tab(name).click();
  return (await stage.painted()) - start;
}
"""
PLAY = """\
({ messages, hertz }) =>
  new Promise((resolve) => {
    let next = 0;
    const timer = setInterval(() => {
      stage.send(JSON.parse(messages[next]));
      next += 1;
      if (next < messages.length) return;
      clearInterval(timer);
      setTimeout(resolve, 200);
    }, 1000 / hertz);
  })
"""


def grown(nodes: int = NODES, characters: int = CHARACTERS, *, flat: bool = False) -> Trace:
    """Return a run of this size: a tree of steps whose leaves answer, or a flat search of as many chains."""
    draw = random.Random(0)
    run = Run(strategy="self_consistency" if flat else "mcts")
    run.trace.config["limits"].update(UNLIMITED)
    steps = ["0"]
    length = characters // nodes
    while missing := max(0, nodes + 1 - len(run.trace.nodes)):
        wave = []
        for _ in range(min(AT_ONCE, missing)):
            ends = flat or draw.random() < 1 / 2
            parent = "0" if flat else draw.choice(steps)
            wave.append((run.start(parent, kind="answer" if ends else "step"), ends))
        texts = [said(draw, length) for _ in wave]
        for k in range(CHUNKS):
            for (node, _), text in zip(wave, texts, strict=True):
                run.write(node, text[k * length // CHUNKS : (k + 1) * length // CHUNKS])
        for (node, ends), text in zip(wave, texts, strict=True):
            if ends:
                run.done(node, text, str(draw.choice((84, 84, 84, 19, draw.randint(0, 99)))))
            else:
                run.done(node, text, None, visits=draw.randint(1, 40), value=draw.random(), prior=draw.random())
                steps.append(node)
    return run.end()


def said(draw: random.Random, length: int) -> str:
    """Return a step of so many characters, with a heading and some mathematics."""
    a, b = draw.randint(2, 99), draw.randint(2, 99)
    text = f"## Step 1: Multiply {a} by {b}\nHere ${a} \\times {b} = {a * b}$, and **that** is what is asked for. "
    return (text * (1 + length // len(text)))[:length]


REPLY = (
    "## Step 1: Count\n"
    "The terms are counted in pairs, so that each of them appears **twice**, and *that* is what `count(n)` returns: "
    "where $n$ is odd one of them is left over, which has to be counted by itself, as it stands in the middle, at "
    "$(n + 1)/2$, and is its own partner.\n\n"
    "$$\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}$$\n\n"
    "- first $a_1 = 3$ and $a_2 = 5$\n- then \\(a_n = 2 a_{n-1} - 1\\), which grows like $2^n$\n- at last nothing\n\n"
    "```python\ndef count(n: int) -> int:\n    return sum(k for k in range(n + 1) if k % 2 == 0)\n```\n\n"
    "| n | count | share |\n|--:|------:|:-----:|\n| 1 | 3 | $1/2$ |\n| 2 | 5 | $2/3$ |\n| 3 | 9 | `.75` |\n\n"
)
"""Markdown with mathematics, code and a table."""
LISTING = "    total += [k for k in range(10)][-1]  # nine, each time\n"
"""A line of code."""


def written(part: str, characters: int = CHARACTERS, *, begin: str = "") -> Trace:
    """Return a run of one reply of so many characters, which repeats this part."""
    text = (begin + part * (1 + characters // len(part)))[:characters]
    run = Run(strategy="chain")
    run.trace.config["limits"].update(UNLIMITED)
    node = run.start()
    for start in range(0, characters, PIECE):
        run.write(node, text[start : start + PIECE])
    run.done(node, text, "84")
    return run.end()


def messages(trace: Trace, updates: int = UPDATES) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the message that brings most of a run, and those that bring the rest in this many updates."""
    packer, packed = Packer(), []
    total = len(trace.events) - 2  # the run goes on: nothing is selected yet
    cuts = [0, *(round(total * (1 - LIVE_SHARE * (1 - k / updates))) for k in range(updates + 1))]
    for start, end in pairwise(cuts):
        events = trace.events[start:end]
        message = {"type": "events", "from": start, "to": end, "now": events[-1].t, "events": packer.pack(events)}
        packed.append(message | {"final": False})
    return packed[0], packed[1:]


def first_paint(stage: Stage, trace: Trace) -> float:
    """Return the milliseconds from the snapshot of a finished run to the frame that shows it, which stays."""
    milliseconds: float = stage.page.evaluate(PAINT, json.dumps(last_message(trace)))
    return milliseconds


def views_under_way(stage: Stage, trace: Trace) -> list[str]:
    """Return the names of the views that there are of a run that grows."""
    stage.show([messages(trace)[0]])
    views = stage.views()
    stage.remove()
    return views


def frames(stage: Stage, view: str, trace: Trace, updates: int = UPDATES) -> list[float]:
    """Return the work of each frame, in milliseconds, in which a view followed a run that grows."""
    first, rest = messages(trace, updates)
    stage.show([first])
    stage.page.evaluate(TURN, view)
    stage.page.wait_for_timeout(1000)
    browser = stage.page.context.browser
    browser.start_tracing(page=stage.page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline"])
    stage.page.evaluate(PLAY, {"messages": [json.dumps(message) for message in rest], "hertz": HERTZ})
    events = json.loads(browser.stop_tracing())["traceEvents"]
    stage.remove()
    return work(events)


def work(events: Sequence[dict[str, Any]]) -> list[float]:
    """Return the processor time in milliseconds of a traced page's main thread up to each of its frames."""
    thread = next(_thread(event) for event in events if event["name"] == "FireAnimationFrame")
    mine = [event for event in events if _thread(event) == thread]
    commits = iter(sorted(event["ts"] for event in mine if event["name"] == "Commit"))
    commit = next(commits, None)
    found, spent = [], 0.0
    tasks = [event for event in mine if event["name"] == "RunTask" and event["ph"] == "X"]
    for task in sorted(tasks, key=lambda event: event["ts"]):
        spent += task["tdur"] / 1000
        if commit is not None and commit < task["ts"] + task["dur"]:
            found.append(spent)
            spent = 0.0
            commit = next(commits, None)
    return found


def _thread(event: dict[str, Any]) -> tuple[int, int]:
    return event["pid"], event["tid"]


def memory(stage: Stage, trace: Trace, runs: int = RUNS) -> list[int]:
    """Return the bytes of the JavaScript heap after each of so many runs, looked at in every view and removed."""
    devtools = stage.page.context.new_cdp_session(stage.page)
    sizes = []
    for _ in range(runs):
        first_paint(stage, trace)
        for view in stage.views():
            stage.page.evaluate(TURN, view)
        stage.remove()
        stage.page.wait_for_timeout(SETTLED)
        stage.page.evaluate("null")  # the last value that was handed over is kept until the next one
        devtools.send("HeapProfiler.collectGarbage")
        devtools.send("HeapProfiler.collectGarbage")
        sizes.append(devtools.send("Runtime.getHeapUsage")["usedSize"])
    return sizes


def percentile_95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def report(page: Page, nodes: int, characters: int, updates: int) -> None:
    """Print the figures."""
    stage = Stage(page)
    runs = {
        f"tree: {nodes:,} nodes": grown(nodes, characters),
        f"chains: {nodes:,} nodes": grown(nodes, characters, flat=True),
        "one reply": written(REPLY, characters),
        "one block of code": written(LISTING, characters, begin="```python\n"),
    }
    for name, trace in runs.items():
        print(f"{name}, {characters:,} characters")
        paints = []
        for _ in range(RUNS):
            paints.append(first_paint(stage, trace))
            views = stage.views()
            turns = [page.evaluate(TURN, view) for view in views]
            stage.remove()
        print(f"  first paint: {statistics.median(paints):.0f} ms, {min(paints):.0f} to {max(paints):.0f} ms")
        print("  turning to: " + ", ".join(f"{view} {turn:.0f} ms" for view, turn in zip(views, turns, strict=True)))
        print(f"  frames at {HERTZ} updates a second, 95th percentile of their work:")
        for view in views_under_way(stage, trace):
            found = frames(stage, view, trace, updates)
            print(f"    {view}: {percentile_95(found):.1f} ms of {len(found)}, the longest {max(found):.1f} ms")
        sizes = memory(stage, trace)
        print(f"  heap after each of {RUNS} runs, in MB: " + " ".join(f"{size / 1e6:.1f}" for size in sizes))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=NODES)
    parser.add_argument("--characters", type=int, default=CHARACTERS)
    parser.add_argument("--updates", type=int, default=UPDATES)
    options = parser.parse_args()
    with sync_playwright() as playwright, start_chromium(playwright.chromium) as browser:
        page = browser.new_page(viewport={"width": 900, "height": 900})
        report(page, options.nodes, options.characters, options.updates)


if __name__ == "__main__":
    main()
