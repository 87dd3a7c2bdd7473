"""o1magic beside its peers, as released: time, processor time and requests for the same work on the same endpoint.

    python tests/benchmarks/peers.py

It makes an environment for each peer in a cache folder (several GB, once), starts one endpoint and one process a peer,
runs each row several times, the peers taking turns, and prints a table of medians: ratios within one run. They mean
something on a quiet machine alone.

The work is the same as far as the peers have it: the numbers of requests and samples that the endpoint saw stand beside
the times, which are in brackets where a peer drew fewer than four fifths of the samples. How each peer is driven is in
`drivers.py`, whose docstrings say what was chosen in its favour.

The ideal is a client that costs no time. With a delay of d seconds a reply it takes as many d as there are calls that
must wait for one another:

- self-consistency: 1
- best-of-8 with a judge: 2, the solutions and then their verdicts
- beam search: its levels, 16 / 4
- MCTS with m first samples, S simulations and W at once: 1 + ceil((S - m) / W), as simulation k is launched when those
  up to k - W are in the tree
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drivers import CALLS, LEVELS, WIDTH
from endpoint import IGNORES_N
from platformdirs import user_cache_path

HERE = Path(__file__).parent
MODELS = {"honoured": "test", "ignored": f"test{IGNORES_N}"}
"""What the endpoint does with `n`, by model."""
ENOUGH = 0.8
"""Share of a row's samples; who draws fewer has done other work, and its times stand in brackets."""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of work: what it is called, its ideal in delays, and its samples."""

    title: str
    ideal: int
    samples: int


ROWS = {
    "sc8": Row("self-consistency, 8", 1, 8),
    "sc64": Row("self-consistency, 64", 1, 64),
    "bon8": Row("best-of-8, judge", 2, 16),
    "beam": Row(f"beam search, {CALLS} calls", LEVELS, CALLS),
    "mcts": Row(f"MCTS, {CALLS} calls", 1 + math.ceil((CALLS - WIDTH) / WIDTH), CALLS),
}


@dataclass(frozen=True, slots=True)
class Peer:
    """What is driven: the packages of its environment, none for ours; and whether it ever sends `n`."""

    title: str
    packages: tuple[str, ...] = ()
    sends_n: bool = False


_OPENAI = "openai==3.54.0"

PEERS = {
    "o1magic": Peer("**o1magic**", sends_n=True),
    "litellm": Peer("bare litellm"),
    "its-hub": Peer("its-hub 1.2.0", ("its-hub[lm]==1.2.0",)),
    "its-hub-unbounded": Peer("its-hub 1.2.0, `max_concurrency=-1`", ("its-hub[lm]==1.2.0",)),
    "optillm": Peer("optillm 0.4.0", ("optillm==0.4.0",), sends_n=True),
    "treequest": Peer("treequest 0.3.3", ("treequest==0.3.3", _OPENAI)),
    "treequest-threads": Peer("treequest 0.3.3, `ask_batch` and threads of ours", ("treequest==0.3.3", _OPENAI)),
    "llm-reasoners": Peer("llm-reasoners 1.0.2", ("llm-reasoners==1.0.2",), sends_n=True),
}


@dataclass(slots=True)
class Runs:
    """What came of a row: one entry a run, or why there is none. Wall and processor time in seconds."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    requests: int = 0
    samples: int = 0
    error: str = ""


class Process:
    """A child that answers lines of JSON by lines of JSON; what else it says goes to a log."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        with log.open("w") as errors:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )

    def read(self) -> str:
        """Return its next line.

        Raises
        ------
        RuntimeError
            It has ended.
        """
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"its process ended with {self._child.wait()}")
        return line.strip()

    def ask(self, line: object = None) -> Any:
        """Send it a line and return its answer."""
        assert self._child.stdin is not None
        self._child.stdin.write(f"{json.dumps(line)}\n")
        self._child.stdin.flush()
        return json.loads(self.read())

    def end(self) -> None:
        """End it."""
        self._child.kill()
        self._child.communicate()


def environment(peer: Peer, cache: Path) -> str:
    """Return the interpreter of a peer's environment, which is made if need be.

    Raises
    ------
    RuntimeError
        It cannot be installed.
    """
    if not peer.packages:
        return sys.executable
    folder = cache / "-".join(peer.packages).replace("[", "-").replace("]", "").replace("==", "-")
    interpreter, complete = folder / "bin" / "python", folder / "complete"
    if not complete.exists():
        print(f"installing {' '.join(peer.packages)}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        command = [interpreter, "-m", "pip", "install", "-q", *peer.packages, "psutil"]
        outcome = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        if outcome.returncode:
            raise RuntimeError(f"cannot be installed: {outcome.stderr.strip().splitlines()[-1]}")
        complete.touch()
    return str(interpreter)


class Bench:
    """The endpoint and the peers, each a process of its own, and what came of their runs so far.

    Attributes
    ----------
    outcomes
        By row, peer and what the endpoint does with `n`; the last is empty for a peer that never sends it.
    missing
        Why a peer cannot be installed or driven, by its name.
    """

    def __init__(self, names: Sequence[str], delay: float, cache: Path, stack: ExitStack) -> None:
        self.outcomes: dict[tuple[str, str, str], Runs] = {}
        self.missing: dict[str, str] = {}
        self._cache, self._stack = cache, stack
        interpreters: dict[str, str] = {}
        for name in names:
            try:
                interpreters[name] = environment(PEERS[name], cache)
            except RuntimeError as error:
                self.missing[name] = str(error)
        self._endpoint = self._start("endpoint", sys.executable, str(HERE / "endpoint.py"), str(delay))
        url = self._endpoint.read()
        self._drivers = {
            name: self._start(name, python, str(HERE / "drivers.py"), name, url)
            for name, python in interpreters.items()
        }
        for name in self._drivers:
            self._enter(name)

    def _start(self, name: str, *command: str) -> Process:
        process = Process(command, self._cache / f"{name}.log")
        self._stack.callback(process.end)
        return process

    def _enter(self, name: str) -> None:
        """Wait until a peer is ready, and note which rows it has."""
        try:
            rows = json.loads(self._drivers[name].read())
        except RuntimeError as error:
            self.missing[name] = f"cannot be driven: {error}; see {self._cache / f'{name}.log'}"
            return
        for treatment in MODELS if PEERS[name].sends_n else [""]:
            self.outcomes |= {(row, name, treatment): Runs() for row in ROWS if row in rows}

    def measure(self, repeats: int) -> None:
        """Run every row of every peer, row by row, so that what is compared lies close together in time."""
        # Connections are opened, imports finished and what the endpoint does with `n` learnt before it counts.
        for key in self.outcomes:
            if key[0] == "sc64":
                self._run(key)
                self.outcomes[key] = Runs(error=self.outcomes[key].error)
        for _ in range(repeats):
            for row in ROWS:
                for key in self.outcomes:
                    if key[0] == row:
                        self._run(key)

    def _run(self, key: tuple[str, str, str]) -> None:
        row, name, treatment = key
        runs = self.outcomes[key]
        if runs.error:
            return
        self._endpoint.ask()  # it counts anew
        try:
            outcome = self._drivers[name].ask([row, MODELS[treatment or "honoured"]])
        except (RuntimeError, OSError) as error:
            outcome = {"error": str(error)}
        counts = self._endpoint.ask()
        if "error" in outcome:
            runs.error = outcome["error"]
            return
        runs.walls.append(outcome["wall"])
        runs.cpus.append(outcome["cpu"])
        runs.requests, runs.samples = counts["requests"], counts["samples"]


def table(outcomes: Mapping[tuple[str, str, str], Runs], missing: Mapping[str, str], delay: float) -> str:
    """Return the medians as a table in Markdown."""
    lines = [
        "| work | by | `n` is | wall / ideal | wall / bare litellm | CPU ms a sample | requests | samples |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for (row, name, treatment), runs in sorted(outcomes.items(), key=lambda item: _place(item[0])):
        work, bare = ROWS[row], outcomes.get((row, "litellm", ""), Runs())
        cells = [work.title, PEERS[name].title, treatment or "not sent"]
        if runs.error or not runs.walls:
            cells += [runs.error, *[""] * 4]
        else:
            wall = statistics.median(runs.walls)
            ratios = [f"{wall / (work.ideal * delay):.3f}"]
            ratios.append(f"{wall / statistics.median(bare.walls):.3f}" if bare.walls else "")
            other = runs.samples < ENOUGH * work.samples
            cells += [f"({ratio})" if other else ratio for ratio in ratios]
            cells += [
                f"{1000 * statistics.median(runs.cpus) / runs.samples:.1f}",
                f"{runs.requests}",
                f"{runs.samples}",
            ]
        lines.append(_line(cells))
    lines += [_line(["all", PEERS[name].title, "", why, *[""] * 4]) for name, why in missing.items()]
    return "\n".join(lines)


def _place(key: tuple[str, str, str]) -> tuple[int, int, int]:
    row, name, treatment = key
    return [*ROWS].index(row), [*PEERS].index(name), [*MODELS, ""].index(treatment)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--delay", type=float, default=0.5, help="seconds before each reply (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each row (default: %(default)s)")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=[*PEERS], help="default: all")
    parser.add_argument("--cache", type=Path, default=user_cache_path("o1magic") / "benchmark", help="for environments")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        bench = Bench(options.peers, options.delay, options.cache, stack)
        began, load = time.monotonic(), os.getloadavg()[0]
        bench.measure(options.repeats)
    print(table(bench.outcomes, bench.missing, options.delay))
    print(
        f"\nDelay {options.delay} s, median of {options.repeats} runs in {time.monotonic() - began:.0f} s,"
        f" {os.cpu_count()} cores, load {load:.1f} when they began."
    )


if __name__ == "__main__":
    main()
