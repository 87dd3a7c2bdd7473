"""Particle filtering: resampling by hand, and the population that it leads to."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import FREE, at_random, picked, world

from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import ServerError
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.search.particle import systematic, weights

GOAL = "abca"


def promise(text):
    path = picked(text)
    return 0.9 if GOAL.startswith(path) else 0.1


def run(model, *, scorer=promise, limits=None, seed=0, **params) -> Result:
    config = Config(
        models=(model.name,),
        strategy="particle",
        params=params,
        answer="text",
        seed=seed,
        scorer=None if scorer is None else "promise",
        limits=Limits(**{"calls": None, "tokens": None, "seconds": None, **(limits or {})}),
    )
    scorer = None if scorer is None else ByCallable(scorer, "promise", "text")
    return Result(Run(Task(question="Which way?", config=config, model=model, scorer=scorer)).wait())


def test_weights_are_the_softmax_of_logits():
    assert weights([0.8, 0.5]) == pytest.approx([4 / 5, 1 / 5])
    assert weights([1.0, 0.0]) == pytest.approx([49**2 / (49**2 + 1), 1 / (49**2 + 1)])


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=8), st.integers(1, 12), st.floats(0, 0.999))
def test_systematic_resampling_draws_each_as_often_as_its_share(raw, n, u):
    shares = [value / sum(raw) for value in raw]
    drawn = Counter(systematic(shares, n, u))
    assert sum(drawn.values()) == n
    for i, share in enumerate(shares):
        assert abs(drawn[i] - n * share) < 1 + 1e-9


def test_resampling_is_unbiased():
    rng, drawn = random.Random(1), Counter()
    for _ in range(4000):
        drawn.update(systematic([0.62, 0.31, 0.07], 4, rng.random()))
    assert [drawn[i] / 16000 for i in range(3)] == pytest.approx([0.62, 0.31, 0.07], abs=0.01)


def test_the_population_crowds_where_the_scorer_points():
    hits = plain = 0
    for seed in range(10):
        model = world(4, at_random("abc", seed))
        hits += run(model, n=8, depth=4).answer == GOAL
        plain += run(model, n=8, depth=4, scorer=lambda _text: 0.5).answer == GOAL
    assert hits >= 7
    assert plain <= 2


def test_finished_particles_stay_and_vote_as_often_as_they_are_drawn():
    def reply(ask, sample):
        if ask.prefix:
            return "## Step 2: pick b\nAnswer: late"
        return "Answer: early" if sample else "## Step 1: pick a\nGo on.\n## Step 2: pick b\nAnswer: late"

    result = run(ScriptedModel(reply, capabilities=FREE), n=4, depth=3, scorer=lambda _text: 0.5)
    votes = {vote.answer: vote for vote in result.votes}
    assert sum(node.ballot for node in result.samples) == 4
    assert votes["early"].count == 3
    assert not [node for node in result.trace.nodes.values() if node.parent and node.parent in votes["early"].nodes]


@pytest.mark.parametrize("seed", range(8))
def test_a_particle_that_is_drawn_again_and_again_has_all_its_votes(seed):
    def reply(ask, sample):
        k = ask.prefix.count("## Step")
        if k == 0 and sample == 0:
            return "Answer: early"
        return f"## Step {k + 1}: pick a\nGo on.\n## Step {k + 2}: pick b\nAnswer: late"

    likely = {"Answer: early": 0.9}
    result = run(ScriptedModel(reply, capabilities=FREE), n=6, seed=seed, scorer=lambda text: likely.get(text, 0.6))
    assert sum(node.ballot for node in result.samples) == 6
    assert not [node.id for node in result.samples if node.status == "pruned" and node.ballot]


def test_the_population_does_not_depend_on_the_order_of_arrival():
    def tree(seed):
        rng = random.Random(seed)
        model = world(4, at_random("abc"), delay=lambda _ask, _sample: rng.random() / 100)
        return run(model, n=6, depth=4, scorer=None).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


@given(st.integers(0, 30))
@settings(max_examples=20, deadline=None)
def test_no_budget_is_exceeded_and_an_answer_is_kept_room_for(calls):
    result = run(world(4, at_random("abc")), n=4, depth=4, limits={"calls": calls})
    assert result.usage.calls <= calls
    assert (result.answer is not None) == (calls > 0)


def test_one_failed_sample_is_tolerated():
    base = world(3, at_random("ab"))

    def reply(ask, sample):
        return ServerError("down") if sample == 1 else base._replies(ask, sample)

    assert run(ScriptedModel(reply, capabilities=FREE), n=4, depth=3).answer is not None
