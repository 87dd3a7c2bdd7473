"""The endpoint of the benchmark against peers: the same delay and the same solutions for all who ask.

A process of its own. It prints its address; for each line on its standard input it prints how many chat requests came,
and how many samples they got, since the last time.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[1]))

from openai_server import OpenAIServer, Turn

IGNORES_N = "-single"
"""End of the names of those models that ignore `n`."""

SOLUTION = """\
## Step 1: What is asked
Sample {sample} reads that a box holds six rows of pencils with seven in each, and that the number of all is wanted.

## Step 2: The operation
Rows of equal length are counted by multiplying, so the six rows have to be multiplied by the seven pencils of each.

## Step 3: The product
Six times seven is five times seven and seven more: thirty-five and seven, so 6 * 7 = {answer} for sample {sample}.

## Step 4: The check
Divided by six it gives seven again, and the order of magnitude is right, so sample {sample} stays with it.
Answer: {answer}"""

_VERDICTS = (
    ("First wrong claim:", "First wrong claim: none\nVerdict: 80"),  # o1magic
    ("Score the following conversation", '{"score": 8, "reasoning": "The product is right."}'),  # its-hub
    ("Rate the above response", "8"),  # optillm, bon
    ("Evaluate the quality of this conversation", "0.8"),  # optillm, mcts
    ("what might the user ask or say next", "Is that so for seven rows of six as well?"),  # optillm, mcts
)
"""What a verifier's request holds, and the reply in the form that it asks for."""


def reply(body: Mapping[str, Any], sample: int) -> str:
    """Return the rest of a solution in four steps, or a verdict; no two solutions are alike, and two answers tie."""
    said = [str(message["content"]) for message in body["messages"]]
    for mark, verdict in _VERDICTS:
        if mark in said[-1]:
            return verdict
    last = max((int(number) for number in re.findall(r"^## Step (\d)", "\n".join(said), re.MULTILINE)), default=0)
    steps = SOLUTION.format(sample=sample, answer=41 + sample % 2).split("\n\n")
    return "\n\n".join(steps[last % len(steps) :])  # after a whole solution comes another one


class Endpoint(OpenAIServer):
    """Honours `n`, but for some models, and counts."""

    def __init__(self, delay: float) -> None:
        super().__init__(reply=self._counted, turn=Turn(delay=delay))
        self._given = 0

    def _counted(self, body: Mapping[str, Any], sample: int) -> str:
        self._given += 1
        return reply(body, sample)

    async def _answer(self, http: web.Request, body: Mapping[str, Any], turn: Turn) -> web.StreamResponse:
        alone = str(body["model"]).endswith(IGNORES_N)
        return await super()._answer(http, {**body, "n": 1} if alone else body, turn)

    def take(self) -> dict[str, int]:
        """Return the counts since the last call."""
        counts = {"requests": len(self.requests), "samples": self._given}
        self.requests.clear()
        self._given = 0
        return counts


def main() -> None:
    """Serve until the standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("delay", type=float, help="seconds before the first byte of a reply")
    with Endpoint(parser.parse_args().delay) as server:
        print(server.base_url, flush=True)
        for _ in sys.stdin:
            print(json.dumps(server.take()), flush=True)


if __name__ == "__main__":
    main()
