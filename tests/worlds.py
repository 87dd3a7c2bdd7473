"""Toy worlds with a known best path, for the strategies that grow chains step by step; runs without other limits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Any

from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.models.base import Capabilities, Model
from o1magic.models.scripted import ScriptedModel
from o1magic.scoring import ByCallable
from o1magic.types import Ask

FREE = Capabilities(price=(0.0, 0.0), logprobs=True, prefill=True)
_PICK = re.compile(r"pick (\w)")

Choose = Callable[[str, int], str]


def start(
    question: str,
    strategy: str,
    model: Model,
    *,
    check: Callable[[str], bool] | None = None,
    limits: Mapping[str, float] | None = None,
    **config: Any,
) -> Run:
    """Begin a run with no limits but those that are given, on answers that a check may judge."""
    unlimited = {"calls": None, "tokens": None, "seconds": None}
    made = Config(
        models=(model.name,),
        strategy=strategy,
        check=None if check is None else "check",
        limits=Limits(**(unlimited | dict(limits or {}))),
        **config,
    )
    scorer = None if check is None else ByCallable(check, "check", "answer")
    return Run(Task(question=question, config=made, model=model, scorer=scorer))


def picked(text: str) -> str:
    """Return the picks of a solution, as one word."""
    return "".join(_PICK.findall(text))


def at_random(choices: str, seed: int = 0) -> Choose:
    """Return a choice that depends on the picks so far and the sample index alone."""

    def choose(path: str, sample: int) -> str:
        return random.Random(f"{seed}:{path}:{sample}").choice(choices)

    return choose


def world(
    depth: int,
    choose: Choose,
    *,
    answer: Callable[[str], str] = lambda path: path,
    delay: float | Callable[[Ask, int], float] = 0.0,
    capabilities: Capabilities = FREE,
) -> ScriptedModel:
    """Return a model whose solutions are `depth` picks, one a step; it goes on from any prefix."""

    def reply(ask: Ask, sample: int) -> str:
        path = picked(ask.prefix)
        start = len(path)
        lines = []
        for k in range(start, depth):
            # Below the first new step the sample's picks are its own.
            path += choose(path, sample if k == start else sample + 1000)
            lines += [f"## Step {k + 1}: pick {path[-1]}", f"So far {path}."]
        return "\n".join([*lines, f"Answer: {answer(path)}"])

    return ScriptedModel(reply, capabilities=capabilities, delay=delay)
