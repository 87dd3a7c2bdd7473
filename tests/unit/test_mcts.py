"""Monte Carlo tree search: its formulae by hand, its tree on toys, the same for any order of arrival."""

from __future__ import annotations

import itertools
import math
import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import at_random, picked, world

from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import ServerError
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.search.mcts import Tree, priors, puct, same_step, uct

PLAIN = Capabilities(price=(0.0, 0.0), prefill=True)


def run(model, *, scorer=None, check=None, limits=None, **params) -> Result:
    if check is not None:
        scorer = ByCallable(check, "check", "answer")
    elif scorer is not None:
        scorer = ByCallable(scorer, "quality", "text")
    config = Config(
        models=(model.name,),
        strategy="mcts",
        params=params,
        answer="text",
        scorer="quality" if scorer is not None and check is None else None,
        check="check" if check else None,
        limits=Limits(**{"calls": None, "tokens": None, "seconds": None, **(limits or {})}),
    )
    return Result(Run(Task(question="Which way?", config=config, model=model, scorer=scorer)).wait())


def late(seed):
    rng = random.Random(seed)
    return lambda _ask, _sample: rng.random() / 100


def nodes(result, kind="step"):
    return [node for node in result.trace.nodes.values() if node.kind == kind]


# -- formulae --------------------------------------------------------------------------------------------------------


def test_puct_by_hand():
    assert puct(0.5, 0.4, 3, 10) == pytest.approx(0.5 + (1.25 + math.log(19663 / 19652)) * 0.4 * math.sqrt(10) / 4)
    # Before the first visit the priors decide: the root is max(1, ...), not 0.
    assert puct(0.0, 0.7, 0, 0) > puct(0.0, 0.3, 0, 0) > 0


def test_uct_by_hand():
    assert uct(0.5, 4, 16) == pytest.approx(0.5 + math.sqrt(2) * math.sqrt(math.log(16) / 4))
    assert uct(1.0, 0, 16) == math.inf


def test_priors_are_log_probabilities_or_else_frequencies_and_never_zero():
    by_logprob = priors([9, 1], [math.log(0.2), math.log(0.6)])
    assert by_logprob == pytest.approx([0.75 * 0.25 + 0.125, 0.75 * 0.75 + 0.125])
    by_frequency = priors([3, 1], [None, -0.1])
    assert by_frequency == pytest.approx([0.75 * 3.5 / 5 + 0.125, 0.75 * 1.5 / 5 + 0.125])
    assert sum(priors([1, 2, 3], [None] * 3)) == pytest.approx(1)


@given(st.lists(st.booleans(), min_size=2, max_size=2), st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_on_a_bernoulli_bandit_the_formulae_concentrate_on_the_better_arm(order, seed):
    rng = random.Random(seed)
    for bound in (
        lambda arm, total: puct(arm.q, 0.5, arm.n, total),
        lambda arm, total: uct(arm.q, arm.n, max(1, total)),
    ):
        arms = [SimpleNamespace(p=p, n=0, w=0, q=0.4) for p in ((0.9, 0.2) if order[0] else (0.2, 0.9))]
        for total in range(400):
            arm = max(arms, key=lambda a: bound(a, total))
            arm.n += 1
            arm.w += rng.random() < arm.p
            arm.q = arm.w / arm.n
        better = max(arms, key=lambda a: a.p)
        assert better.n > 0.8 * 400


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("## Step 1: Total\n6 * 15 = 90.\n", "## step 1:  total\n6 * 15 = 90", True),
        ("1,000 boxes", "1000 boxes", True),
        ("6 * 15 = 90", "6 + 15 = 90", False),
        ("6 * 15 = 90", "6 * 15 = 80", False),
        ("2 of 3", "3 of 2", False),
        ("24 / 8 = 3", "8 / 24 = 3", False),
        ("Answer: 0.5", "Answer: 5", False),
    ],
)
def test_only_steps_that_say_the_same_are_merged(a, b, same):
    def node(text):
        return SimpleNamespace(kind="step", text=text)

    assert same_step(node(a), node(b)) is same


# -- the tree --------------------------------------------------------------------------------------------------------


def test_a_simulation_is_one_call_and_one_vote():
    result = run(world(4, at_random("abcdefgh"), answer=lambda path: path + "!"), simulations=16)
    assert result.usage.calls == 16
    assert sum(vote.count for vote in result.votes) == 16
    assert result.selection.posterior is None  # answers of one tree are not independent
    assert result.trace.nodes["0"].visits == 16
    for node in [result.trace.nodes["0"], *nodes(result)]:
        if node.status != "merged":
            below = [n for n in nodes(result) + nodes(result, "answer") if n.parent == node.id and n.status != "merged"]
            own = 0 if node.id == "0" else 1 + sum(n.merged_into == node.id for n in nodes(result))
            assert node.visits == sum(child.visits for child in below) + own


def test_equal_steps_are_merged_and_count_as_frequency():
    result = run(world(3, lambda path, sample: "aaab"[sample % 4], capabilities=PLAIN), simulations=4, m=4)
    first = {node.id: node for node in nodes(result) if len(node.order) == 2}
    assert [node.merged_into for node in first.values()] == [None, "0.0", "0.0", None]
    assert [first[i].visits for i in ("0.0", "0.3")] == [3, 1]
    assert [first[i].prior for i in ("0.0", "0.3")] == pytest.approx(priors([3, 1], [None, None]))


GOAL = "baba"


def right(path):
    """Judge a whole path: the number of right picks from the start on."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(path, GOAL, strict=False))) / 4


CALLS = 40


def found(search) -> int:
    """Return for how many of 12 worlds the right one of 81 paths is found within the calls."""
    worlds = [world(4, at_random("abc", seed)) for seed in range(12)]
    results = [search(model) for model in worlds]
    assert max(result.usage.calls for result in results) <= CALLS
    return sum(result.answer == GOAL for result in results)


def led(model, **params) -> Result:
    return run(model, check=right, simulations=CALLS, width=1, limits={"calls": CALLS}, **params)


def test_it_finds_a_planted_path_within_the_calls(monkeypatch):
    assert found(led) == 12

    def sampled(model):
        config = Config(models=("m",), strategy="best_of_n", params={"n": CALLS}, answer="text", check="check")
        scorer = ByCallable(right, "check", "answer")
        return Result(Run(Task(question="Which way?", config=config, model=model, scorer=scorer)).wait())

    # What leaves out a part of it does not: samples, the first level alone, two levels, values that do not lead.
    naive = {"samples": found(sampled), **{f"depth={d}": found(lambda m, d=d: led(m, depth=d)) for d in (1, 2)}}
    monkeypatch.setattr(Tree, "_worth", lambda _tree, _simulation: 0.5)
    naive["constant values"] = found(led)
    assert max(naive.values()) <= 6, naive


def lucky_share(formula: str, lucky: str, seed: int) -> float:
    """Return the share of the visits that the better one of two first steps gets; below each, some chains pay."""
    below = at_random("abcdefgh", seed)
    model = world(6, lambda path, sample: below(path, sample) if path else "ab"[sample % 2])

    def reward(path):
        return 0.9 * (random.Random(f"{seed}:{path}").random() < (0.8 if path[0] == lucky else 0.2))

    result = run(model, check=reward, simulations=60, width=1, formula=formula)
    visits = {picked(node.text): node.visits for node in nodes(result) if node.parent == "0" and node.visits}
    return visits[lucky] / sum(visits.values())


@pytest.mark.parametrize("formula", ["puct", "uct"])
def test_simulations_gather_below_the_first_step_that_pays_more_often(formula, monkeypatch):
    games = [(lucky, seed) for lucky in "ab" for seed in range(3)]
    shares = [lucky_share(formula, *game) for game in games]
    assert min(shares) > 0.65
    rng = random.Random(0)
    monkeypatch.setattr(f"o1magic.search.mcts.{formula}", lambda *_: rng.random())
    assert max(lucky_share(formula, *game) for game in games) < 0.65


def test_without_values_that_lead_it_is_no_better_than_sampling():
    # The check is blind until the end: nothing to climb. A search that does better here has seen the label.
    calls = []
    for seed in range(12):
        model = world(4, at_random("abc", seed))
        calls.append(run(model, check=lambda path: path == GOAL, simulations=80, limits={"calls": 80}).usage.calls)
    assert sum(calls) / 12 > 25


@pytest.mark.parametrize("formula", ["puct", "uct"])
@pytest.mark.parametrize("width", [1, 4])
def test_the_tree_does_not_depend_on_the_order_of_arrival(formula, width):
    def tree(seed):
        model = world(4, at_random("abc"), delay=late(seed))
        return run(model, formula=formula, width=width, simulations=20).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


def test_width_keeps_so_many_under_way():
    active, most = [0], [0]

    def delay(_ask, _sample):
        active[0] += 1
        most[0] = max(most[0], active[0])
        return 0.005

    base = world(4, at_random("abcdefgh"), delay=delay)
    finish = base.complete

    async def complete(ask, samples, listener=None):
        try:
            return await finish(ask, samples, listener)
        finally:
            active[0] -= len(samples)

    base.complete = complete
    run(base, simulations=16, m=4, width=3)
    assert most[0] == 4  # the first four are one request; then three at once
    most[0] = 0
    run(base, simulations=16, m=1, width=3)
    assert most[0] == 3


def test_a_lead_that_cannot_be_caught_up_ends_it():
    result = run(world(3, at_random("abcdefgh"), answer=lambda _path: "same"), simulations=16, width=1)
    # 9 votes against none, with 7 left to come: 9 - 0 > 7.
    assert (result.usage.calls, result.stop_reason) == (9, "agreement")


def test_a_lead_that_shows_only_when_all_are_under_way_ends_nothing():
    def reply(ask, sample):
        k = ask.prefix.count("## Step")
        answer = "even" if k or sample % 2 == 0 else "odd"
        return f"## Step {k + 1}: go on\nBy {'abcdefgh'[sample]}.\n## Step {k + 2}: end\nAnswer: {answer}"

    result = run(ScriptedModel(reply, capabilities=PLAIN), simulations=8, width=4)
    assert (result.usage.calls, result.stop_reason) == (8, "done")


def test_a_lead_by_failed_scores_ends_nothing():
    # They will stand for the mean of the known ones, which those to come may lower beside their own answer.
    def reply(ask, sample):
        k = ask.prefix.count("## Step")
        answer = "late" if k else "early"
        return f"## Step {k + 1}: go on\nBy {'abcde'[sample]}.\n## Step {k + 2}: end\nAnswer: {answer}"

    early = iter([0.1, None, None, None])
    result = run(
        ScriptedModel(reply, capabilities=PLAIN),
        scorer=lambda text: 1.0 if "late" in text else next(early),
        simulations=6,
        width=1,
    )
    assert (result.usage.calls, result.stop_reason) == (6, "done")


def test_a_tree_with_nothing_left_to_widen_is_exhausted():
    result = run(ScriptedModel(lambda _ask, i: f"Answer: {'ab'[i % 2]}", capabilities=PLAIN), simulations=16)
    assert (result.usage.calls, result.stop_reason) == (4, "exhausted")


def test_failed_simulations_leave_no_virtual_loss_and_are_not_visits():
    base = world(3, at_random("abcdef"))

    def reply(ask, sample):
        return ServerError("down") if sample == 1 or len(picked(ask.prefix)) == 2 else base._replies(ask, sample)

    result = run(ScriptedModel(reply, capabilities=PLAIN), simulations=16)
    failed = [node for node in result.trace.nodes.values() if node.status == "failed"]
    done = sum(vote.count for vote in result.votes)
    assert failed
    assert result.trace.nodes["0"].visits == done
    assert all(node.visits == 0 and node.value is None for node in failed)


def test_a_scorer_shares_the_value_with_the_votes():
    model = world(1, lambda _path, sample: "ab"[sample % 2])
    result = run(model, simulations=4, m=4, scorer=lambda text: 0.9 if "pick a" in text else 0.1, depth=1)
    values = {picked(node.text): node.value for node in nodes(result, "answer") if node.status == "done"}
    # Two votes each of four: share (2 + 1) / (4 + 2).
    assert values["a"] == pytest.approx(0.5 * 0.9 + 0.5 * 0.5)
    assert values["b"] == pytest.approx(0.5 * 0.1 + 0.5 * 0.5)
    assert result.answer == "a"


@given(calls=st.integers(0, 24), width=st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_no_budget_is_exceeded_and_every_call_votes(calls, width):
    result = run(world(4, at_random("abcdefgh")), simulations=20, width=width, limits={"calls": calls})
    assert result.usage.calls == sum(vote.count for vote in result.votes) <= calls
    assert not [call for call in result.trace.calls.values() if call.finished is None]
