"""The Game of 24, solved exactly: what a search finds when its verifier sees ahead, and what it does not when blind."""

from __future__ import annotations

import itertools
import random
import re
from fractions import Fraction
from functools import cache

import pytest
from worlds import FREE

from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.types import digest

PUZZLES = ["1 2 3 4", "2 3 4 6", "1 2 4 6", "2 4 6 8", "1 3 4 8", "2 2 4 6", "3 4 6 8", "2 3 6 8", "1 4 6 8", "2 4 4 8"]
CALLS = 48
SEEDS = range(4)

Numbers = tuple[Fraction, ...]


def moves(numbers: Numbers):
    """Yield each way to join two numbers: how it is written, and the numbers that are left."""
    for i, j in itertools.permutations(range(len(numbers)), 2):
        a, b = numbers[i], numbers[j]
        rest = tuple(numbers[k] for k in range(len(numbers)) if k not in (i, j))
        for sign, value in (("+", a + b), ("-", a - b), ("*", a * b), ("/", a / b if b else None)):
            if value is not None and (sign in "-/" or i < j):
                yield f"{a} {sign} {b} = {value}", tuple(sorted((*rest, value)))


@cache
def solvable(numbers: Numbers) -> bool:
    return numbers == (24,) if len(numbers) == 1 else any(solvable(left) for _, left in moves(numbers))


def left(text: str) -> Numbers:
    """Return the numbers that are left where a solution has come to."""
    found = re.findall(r"left: ([^\n]*)", text)
    return tuple(Fraction(number) for number in found[-1].split())


def player(puzzle: str) -> ScriptedModel:
    """Return a model that makes any legal move, with no idea which is good."""

    def reply(ask, sample):
        rng = random.Random(digest([ask.key_json(), sample]))
        numbers = left(ask.prefix) if ask.prefix else tuple(Fraction(number) for number in puzzle.split())
        lines = []
        for k in range(5 - len(numbers), 4):
            said, numbers = rng.choice([*moves(numbers)])
            lines += [f"## Step {k}: join two", f"{said} (left: {' '.join(map(str, numbers))}", ""]
        return "\n".join([*lines, f"Answer: {numbers[0]}"])

    return ScriptedModel(reply, capabilities=FREE)


def play(puzzle: str, strategy: str, scorer, seed: int, **params) -> Result:
    config = Config(
        models=("player",),
        strategy=strategy,
        params=params,
        scorer="exact",
        answer="number",
        seed=seed,
        limits=Limits(calls=CALLS, tokens=None, seconds=None),
    )
    scorer = ByCallable(scorer, "exact", "text")
    return Result(Run(Task(question=puzzle, config=config, model=player(puzzle), scorer=scorer)).wait())


def exact(text: str) -> bool:
    return solvable(left(text))


def wins(strategy: str, scorer, **params) -> float:
    """Return the share of the puzzles that are won."""
    games = [play(puzzle, strategy, scorer, seed, **params) for puzzle in PUZZLES for seed in SEEDS]
    assert max(game.usage.calls for game in games) <= CALLS
    return sum(game.answer == "24" for game in games) / len(games)


@cache
def sampled() -> float:
    return wins("best_of_n", exact, n=CALLS)


PARAMS = {
    "beam": {"n": 16, "m": 8, "depth": 3},
    "dvts": {"n": 16, "m": 8, "depth": 3},
    "particle": {"n": 16, "depth": 3},
}


@pytest.mark.parametrize("strategy", PARAMS)
def test_with_an_exact_verifier_of_beginnings_a_search_wins_where_as_many_samples_do_not(strategy):
    won = wins(strategy, exact, **PARAMS[strategy])
    blind = wins(strategy, lambda _text: 0.5, **PARAMS[strategy])
    print(f"{strategy}: {won:.2f} of the puzzles, {sampled():.2f} by sampling, {blind:.2f} with a blind verifier")
    assert won > 0.5
    assert won > 1.5 * sampled()
    assert blind < 0.15


def test_mcts_is_led_by_what_new_steps_are_worth_and_not_by_where_their_rollouts_end(monkeypatch):
    params = {"simulations": CALLS, "width": 1}
    won = wins("mcts", exact, **params)
    blind = wins("mcts", lambda _text: 0.5, **params)
    monkeypatch.setattr("o1magic.search.mcts._values_steps", lambda _search: False)
    ends = wins("mcts", exact, **params)
    print(f"mcts: {won:.2f} of the puzzles, {sampled():.2f} by sampling, {ends:.2f} by the ends, {blind:.2f} blind")
    assert won > 0.5
    assert won > 1.3 * max(sampled(), ends)
    assert blind < 0.15
