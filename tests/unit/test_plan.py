"""PlanSearch: observations, subsets of them, plans and solutions, level by level."""

from __future__ import annotations

import itertools
import random
import re
import time

import pytest
import worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from o1magic.engine import Run
from o1magic.errors import ConfigError, ServerError
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.search.plan import SUBSETS
from o1magic.search.registry import find

FREE = Capabilities(price=(0.0, 0.0), logprobs=True)
SEEN = ["it is even", "it is small", "it is a sum"]
LIST = "\n".join(f"{k}. {item}" for k, item in enumerate(SEEN, 1))


def role(ask) -> str:
    """Return which request this is."""
    text = ask.messages[-1].text
    told = {"Do not solve this": "first", "new observations": "further", "Write a plan": "plan", "by this plan": "end"}
    return next((name for mark, name in told.items() if mark in text), "chain")


def shown(ask) -> list[tuple[str, str]]:
    """Return the earlier texts that a request holds, each after its mark."""
    return re.findall(r"<(\w+-\w+)>\n(.*?)\n</\1>", ask.messages[-1].text, re.DOTALL)


def reply(ask, sample):
    """Reply so that a solution says which of the first observations its branch grew from."""
    texts = [text for _, text in shown(ask)]
    match role(ask):
        case "first":
            return LIST
        case "further":
            return "1. so: " + " and ".join(texts)
        case "plan":
            return "Use " + "; ".join(texts[:-1])
        case "end":
            used = [k for k, item in enumerate(SEEN) if item in texts[0]]
            return f"## Step 1: By the plan\nIt must be so.\nAnswer: {''.join(str(k + 1) for k in used) or 0}"
    return "Answer: 5"


def start(replies=reply, *, delay=0.0, able=FREE, **options) -> Run:
    model = ScriptedModel(replies, capabilities=able, delay=delay)
    return worlds.start("Which number is meant?", "plan", model, **options)


def solve(replies=reply, **options) -> Result:
    return Result(start(replies, **options).wait())


def nodes(result, *kinds):
    return sorted((n for n in result.trace.nodes.values() if n.kind in kinds), key=lambda n: n.order)


# -- what it grows ---------------------------------------------------------------------------------------------------


def test_each_subset_of_one_or_two_observations_leads_to_a_solution_of_its_own():
    result = solve(params={"n": 6})
    assert {vote.answer for vote in result.votes} == {"1", "2", "3", "12", "13", "23"}
    assert result.usage.calls == 1 + 3 * 6 == find("plan").forecast(n=6)
    for answer in nodes(result, "answer"):
        path = result.trace.path(answer.id)
        assert [node.kind for node in path] == ["observation", "observation", "plan", "answer"]
        assert path[1].title.replace("From ", "").replace("observation ", "").replace(" and ", "") == answer.answer


def test_further_observations_are_part_of_the_plan():
    asked = []
    solve(lambda ask, sample: asked.append(ask) or reply(ask, sample), params={"n": 6})
    plans = [[text for _, text in shown(ask)] for ask in asked if role(ask) == "plan"]
    assert ["it is even", "it is a sum", "1. so: it is even and it is a sum"] in plans


def test_fewer_branches_are_drawn_at_random_and_by_the_seed():
    def drawn(seed):
        return [node.title for node in nodes(solve(params={"n": 3}, seed=seed), "observation")[1:]]

    assert len(set(drawn(0))) == 3
    assert drawn(0) == drawn(0)
    assert len({tuple(drawn(seed)) for seed in range(6)}) > 1


def test_no_more_branches_than_subsets():
    assert len(nodes(solve(params={"n": 12}), "answer")) == 6
    with pytest.raises(ConfigError, match="21 subsets"):
        solve(params={"n": SUBSETS + 1})


def test_the_majority_decides_where_nothing_is_scored():
    def same(ask, sample):
        return reply(ask, sample) if role(ask) != "end" else f"Answer: {7 if SEEN[0] in shown(ask)[0][1] else sample}"

    result = solve(same, params={"n": 6})
    assert (result.answer, result.trace.selection.rule) == ("7", "majority")
    assert result.votes[0].count == 3
    assert result.trace.selection.posterior is None


def test_with_a_check_it_stops_after_the_batch_in_which_one_passes():
    every = nodes(solve(params={"n": 6}), "answer")
    for place, wanted in enumerate(every):
        result = solve(params={"n": 6}, check=lambda answer, wanted=wanted: answer == wanted.answer)
        assert result.answer == wanted.answer
        assert result.stop_reason == "check_passed"
        assert result.usage.calls == 1 + 3 * (4 if place < 4 else 6)


def test_equal_plans_are_followed_once():
    result = solve(lambda ask, i: "Try all." if role(ask) == "plan" else reply(ask, i), params={"n": 3})
    assert [node.status for node in nodes(result, "plan")] == ["done", "merged", "merged"]
    assert len({node.merged_into for node in nodes(result, "plan")[1:]}) == 1
    assert len(nodes(result, "answer")) == 1


def test_at_temperature_0_the_branches_still_differ():
    result = solve(params={"n": 6}, temperature=0.0)
    assert len(result.votes) == 6


def test_where_nothing_was_observed_one_chain_answers():
    result = solve(lambda ask, i: "Hm." if role(ask) == "first" else reply(ask, i))
    assert (result.answer, result.usage.calls) == ("5", 2)
    assert "one direct chain" in result.trace.notes[0]


@pytest.mark.parametrize("fails", ["further", "plan", "end"])
def test_one_failed_sample_is_tolerated(fails):
    calls = itertools.count()

    def once(ask, sample):
        return ServerError("down") if role(ask) == fails and next(calls) == 0 else reply(ask, sample)

    result = solve(once, params={"n": 6})
    assert len(result.votes) == 5
    assert [node.status for node in result.trace.nodes.values()].count("failed") == 1


# -- order, limits, cuts ---------------------------------------------------------------------------------------------


def test_the_tree_does_not_depend_on_the_order_of_arrival():
    # Plans are equal in pairs, so that equal requests compete for sample indices.
    def twice(ask, sample):
        text = reply(ask, sample)
        return f"{text}\n{sample}" if role(ask) == "end" else text[: len(text) // 2] if role(ask) == "plan" else text

    def tree(seed):
        rng = random.Random(seed)
        return solve(twice, params={"n": 6}, delay=lambda _ask, _sample: rng.random() / 50).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


@given(budget=st.integers(0, 16), tokens=st.integers(0, 4000))
@settings(max_examples=40, deadline=None)
def test_no_budget_is_exceeded_and_room_for_an_answer_is_kept(budget, tokens):
    able = Capabilities(price=(0, 0), max_tokens=100)
    result = solve(able=able, limits={"calls": budget, "tokens": tokens})
    assert result.usage.calls <= budget
    assert result.usage.tokens <= tokens
    if budget and tokens > 500:
        assert result.answer is not None


@pytest.mark.parametrize("at", range(0, 13, 2))
def test_it_can_be_stopped_anywhere(at):
    asked = itertools.count()
    begun = []

    def delay(_ask, _sample):
        if next(asked) == at:
            begun.append(True)
            return 10.0
        return 0.0

    run = start(delay=delay)
    while not begun:
        time.sleep(0.005)
    run.stop()
    result = Result(run.wait())
    assert result.stop_reason == "stopped"
    assert all(node.status != "running" for node in result.trace.nodes.values())
