"""Strategies that grow chains step by step: what their names say, on toys whose best path is known."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import FREE, at_random, picked, world

from o1magic import steps
from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import ConfigError, ServerError
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.search import registry
from o1magic.types import Score

GOAL = "abcab"
LEVELS = ("beam", "lookahead", "dvts")


def closeness(text):
    """Judge a beginning: 1 if all of its picks are right, else little for those that are."""
    path = picked(text)
    share = sum(a == b for a, b in zip(path, GOAL, strict=False)) / max(1, len(path))
    return 1 if share == 1 else share / 10


def run(model, strategy, *, scorer=None, check=None, limits=None, watched=False, **params) -> Result:
    if check is not None:
        scorer = ByCallable(check, "check", "answer")
    elif callable(scorer):
        scorer = ByCallable(scorer, "closeness", "text")
    config = Config(
        models=(model.name,),
        strategy=strategy,
        params=params,
        answer="text",
        scorer=None if scorer is None or check else "closeness",
        check="check" if check else None,
        limits=Limits(**{"calls": None, "tokens": None, "seconds": None, **(limits or {})}),
    )
    return Result(Run(Task(question="Which way?", config=config, model=model, scorer=scorer), watched=watched).wait())


def late(seed):
    rng = random.Random(seed)
    return lambda _ask, _sample: rng.random() / 100


# -- the cut into steps ----------------------------------------------------------------------------------------------


@given(st.text(alphabet="ab \n#`$Step12:Answr-", max_size=80))
@settings(max_examples=300, deadline=None)
def test_pieces_are_the_text_and_begin_where_its_steps_begin(text):
    pieces = steps.cut(text)
    assert "".join(pieces) == (text if text.strip(" \t\n") else "")
    assert all(piece.strip(" \t\n") for piece in pieces)


def test_a_solution_is_cut_at_its_headers_and_nowhere_else():
    fence = "```\n## Step 9: no\n```\n"
    text = f"First.\n\n## Step 1: a\nx\n\ny\n{fence}**Step 2: b**\n$$\nStep 3: no\n$$\nAnswer: 4"
    assert steps.cut(text) == [
        "First.\n\n",
        f"## Step 1: a\nx\n\ny\n{fence}",
        "**Step 2: b**\n$$\nStep 3: no\n$$\nAnswer: 4",
    ]
    assert [steps.number(piece) for piece in steps.cut(text)] == [None, 1, 2]
    assert steps.cut("a\n\nb\n\nAnswer: 1") == ["a\n\n", "b\n\nAnswer: 1"]
    assert steps.cut("Answer: 1") == ["Answer: 1"]


# -- growing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [True, False])
def test_a_step_is_drawn_to_its_end_and_what_else_was_written_is_its_rollout(stop):
    able = Capabilities(price=(0.0, 0.0), prefill=True, stop=stop)
    result = run(world(3, at_random("ab"), capabilities=able), "beam", n=2, m=1, depth=1)
    steps_ = [node for node in result.trace.nodes.values() if node.kind == "step"]
    rollouts = [node for node in result.trace.nodes.values() if node.kind == "rollout"]
    assert [len(picked(node.text)) for node in steps_] == [1, 1]
    assert [len(picked(result.trace.solution(node.id))) for node in rollouts] == [3, 3]
    # Where the model cannot be stopped, the rest of the same reply is the rollout: no further call.
    assert result.usage.calls == (4 if stop else 2)
    assert sum(vote.count for vote in result.votes) == 2


def test_a_reply_that_begins_anew_is_a_failed_node_and_a_repeated_prefix_is_removed():
    def reply(ask, sample):
        if not ask.prefix:
            return "## Step 1: pick a\nYes.\n## Step 2: pick b\nAnswer: ab"
        again = "## Step 1: pick a\nYes.\n" if sample else "## Step 1: pick x\nNo.\n"
        return f"{again}## Step 2: pick b\nAnswer: ab"

    able = Capabilities(price=(0.0, 0.0), stop=True)
    result = run(ScriptedModel(reply, capabilities=able), "beam", n=2, m=2, depth=2, scorer=lambda _text: 1)
    children = [node for node in result.trace.nodes.values() if node.parent == "0.0"]
    assert [node.status for node in children] == ["failed", "done"]
    assert "begins anew" in children[0].error
    assert children[1].text == "## Step 2: pick b\nAnswer: ab"


def test_a_model_that_hides_its_thoughts_is_not_asked_for_steps():
    able = Capabilities(price=(0.0, 0.0), hidden_reasoning=True)
    with pytest.raises(ConfigError, match=r"hides its chain of thought.*self_consistency"):
        run(ScriptedModel(["Answer: 1"], capabilities=able), "beam")


# -- level by level --------------------------------------------------------------------------------------------------


def test_beam_search_finds_the_planted_path_where_as_many_samples_do_not():
    model = world(5, at_random("abc", seed=3))
    found = run(model, "beam", n=8, m=4, depth=5, scorer=closeness)
    assert found.answer == GOAL
    plain = run(model, "best_of_n", n=found.usage.calls, scorer=closeness)
    assert plain.answer != GOAL


def test_dvts_keeps_one_path_in_each_subtree():
    result = run(world(4, at_random("abc")), "dvts", n=6, m=3, depth=4, scorer=closeness)
    ends = [node for node in result.trace.answers if node.status == "done"]
    assert {node.order[1] // 3 for node in ends} == {0, 1}
    kept = [n for n in result.trace.nodes.values() if n.kind == "step" and n.status == "done"]
    for level in range(1, 4):
        at = [n for n in kept if len(n.order) == level + 1]
        assert [n.order[1] // 3 for n in sorted(at, key=lambda n: n.order)] == [0, 1]


def grown(events, subtree, k):
    """Return when the k-th steps of a subtree were written: where its last one stands among the events."""
    return max(
        i
        for i, event in enumerate(events)
        if event.kind == "node_changed" and event.node and event.data.get("status") == "done"
        for parts in [event.node.split(".")]
        if len(parts) == k + 1 and int(parts[1]) // 2 == subtree
    )


@pytest.mark.parametrize(("scored", "first"), [(True, "abcd"), (True, "aabc"), (False, "abcd"), (True, "adcd")])
def test_no_subtree_waits_for_another_unless_its_scores_depend_on_it(scored, first):
    slow = first[0]

    def choose(path, sample):
        return first[sample % 4] if not path else at_random("ab")(path, sample)

    model = world(4, choose, delay=lambda ask, _sample: 0.15 if picked(ask.prefix).startswith(slow) else 0.0)
    result = run(model, "dvts", n=4, m=2, depth=4, scorer=closeness if scored else None)
    events = result.trace.events
    passes = grown(events, 1, 4) < grown(events, 0, 2)
    # Subtrees with a first step in common ask the same requests, whose samples are numbered in one order.
    assert passes == (scored and first != "adcd")


def test_subtrees_of_which_one_begins_with_the_other_number_their_samples_in_one_order():
    def reply(ask, sample):
        if not ask.prefix:
            return "## Step 1: a\n" + ("" if sample < 2 else "More of it.\n") + "## Step 2: b\nAnswer: a"
        more = "" if "More" in ask.prefix else "More of it.\n"
        return f"{more}## Step 2: c{sample}\nAnswer: {sample}"

    result = run(ScriptedModel(reply, capabilities=FREE), "dvts", n=4, m=2, depth=3, scorer=AtOnce())
    met = [call for call in result.trace.calls.values() if result.trace.nodes[call.node].parent in ("0.0.0", "0.2")]
    assert sorted(call.sample for call in met) == [0, 1, 2, 3]


@pytest.mark.parametrize("nested", [False, True])
def test_parts_that_draw_the_same_request_are_an_error_that_names_where(monkeypatch, nested):
    monkeypatch.setattr(registry, "_strategies", dict(registry.find("chain") and registry._strategies))

    async def sample(part):
        await part.expand()

    async def deeper(part):
        await part.apart([sample], [1])

    @registry.strategy("torn", forecast=lambda: 2)
    async def torn(search):
        """Draw two samples of the same request in two parts."""
        await search.apart([deeper if nested else sample, sample], [1, 1])

    with pytest.raises(ConfigError, match="two parts of the search, at 0 and 0, draw samples of the same request"):
        run(ScriptedModel(["Answer: 1", "Answer: 2"]), "torn")


def test_parts_may_ask_the_same_at_temperature_0_where_all_samples_are_one(monkeypatch):
    monkeypatch.setattr(registry, "_strategies", dict(registry.find("chain") and registry._strategies))

    async def look(part):
        ask = dataclasses.replace(part.solve(), temperature=0.0)
        await part.expand(ask=ask, kind="step", until=1, keep=False)

    @registry.strategy("looks", forecast=lambda: 3)
    async def looks(search):
        """Look ahead twice, then answer."""
        await search.apart([look, look], [1, 1])
        await search.expand()

    assert run(ScriptedModel(["## Step 1: x\nAnswer: 1"]), "looks").answer == "1"


class AtOnce:
    """`closeness`, without the way through the user's thread, which keeps subtrees in step."""

    name = "closeness"
    partial = True

    async def score(self, ctx, nodes):
        return [Score(closeness(ctx.trace.solution(node.id))) for node in nodes]


@given(
    st.one_of(
        st.builds(lambda calls: {"calls": calls}, st.integers(8, 23)),
        st.builds(lambda tokens: {"tokens": tokens}, st.integers(800, 1500)),
        st.builds(lambda cost: {"cost": cost}, st.floats(0.08, 0.15)),
    ),
    st.sampled_from(["abcdef", "abacdb"]),
    st.integers(0, 10_000),
)
@settings(max_examples=40, deadline=None)
def test_what_a_subtree_may_spend_does_not_depend_on_how_fast_the_others_are(limits, first, seed):
    able = Capabilities(price=(1e-4, 1e-4), prefill=True, max_tokens=40)

    def choose(path, sample):
        return at_random("abc", seed)(path, sample) if path else first[sample % 6]

    def outcome(order):
        model = world(4, choose, delay=late(order), capabilities=able)
        trace = run(model, "dvts", n=6, m=2, depth=4, scorer=AtOnce(), limits=limits).trace
        assert trace.asked.calls <= limits.get("calls", 10**9)
        assert trace.asked.tokens <= limits.get("tokens", 10**9)
        assert trace.asked.cost <= limits.get("cost", 10**9) + 1e-9
        return trace.canonical()

    assert outcome(0) == outcome(1) == outcome(2)


@pytest.mark.parametrize("strategy", LEVELS)
def test_with_one_sample_a_beam_all_are_independent_samples(strategy):
    result = run(world(3, at_random("abc")), strategy, n=6, m=1, depth=3, scorer=closeness)
    assert all(node.status == "done" for node in result.trace.nodes.values())
    assert sorted(len(node.order) for node in result.trace.answers) == [4] * 6
    assert {node.order[1] for node in result.trace.answers} == set(range(6))


def test_looking_no_step_ahead_is_beam_search():
    def tree(strategy, **params):
        trace = run(world(4, at_random("abc")), strategy, n=4, m=2, depth=4, scorer=closeness, **params).trace
        canonical = trace.canonical()
        return [canonical[name] for name in ("nodes", "calls", "selection")]

    assert tree("lookahead", k=0) == tree("beam")
    assert tree("lookahead", k=1) != tree("beam")


def test_looking_ahead_scores_a_step_by_where_it_leads_and_keeps_nothing_of_it():
    # The first pick tells nothing by itself: "a" leads to x and "b" to y, greedily.
    def choose(path, sample):
        return "ab"[sample % 2] if not path else {"a": "x", "b": "y"}[path[0]]

    judged = []

    def likes_y(text):
        judged.append(picked(text))
        return float("y" in text.split("So far")[-1])

    result = run(world(3, choose), "lookahead", n=4, m=2, k=1, depth=3, scorer=likes_y)
    assert result.answer == "byy"
    first = [node for node in result.trace.nodes.values() if len(node.order) == 2]
    assert [node.scores["closeness"].value for node in first] == [0, 1, 0, 1]
    assert {"ax", "by"} <= set(judged)
    assert all(
        node.status == "pruned" and node.ballot == 0
        for node in result.trace.nodes.values()
        if node.sample == 0 and len(node.order) == 3 and node.order[2] == 0
    )


def greedily(answer):
    """Return a model with solutions of two steps that has another answer where it is asked greedily."""

    def reply(ask, _sample):
        start = len(picked(ask.prefix))
        lines = [f"## Step {k + 1}: pick a\nGo on." for k in range(start, 2)]
        return "\n".join([*lines, f"Answer: {answer if ask.temperature == 0 else 'sampled'}"])

    return ScriptedModel(reply, capabilities=FREE)


def test_an_answer_looked_ahead_at_that_passes_the_check_is_the_answer():
    result = run(greedily("right"), "lookahead", k=2, check=lambda answer: answer == "right")
    assert (result.answer, result.stop_reason) == ("right", "check_passed")


def test_an_answer_looked_ahead_at_is_worth_the_votes_for_it():
    # Half of the first steps are so far from the end that looking ahead does not reach it: their rollouts vote.
    def reply(ask, sample):
        long = "long" in ask.prefix or (not ask.prefix and sample % 2 == 1)
        lines = [
            f"## Step {k + 1}: pick a\n{'long' if long else 'short'}"
            for k in range(len(picked(ask.prefix)), 5 if long else 2)
        ]
        return "\n".join([*lines, "Answer: same"])

    result = run(ScriptedModel(reply, capabilities=FREE), "lookahead", k=2, depth=1)
    assert {result.trace.nodes[f"0.{i}"].scores["rollout"].value for i in range(4)} == {5 / 6}


@pytest.mark.parametrize("strategy", LEVELS)
def test_a_passed_check_ends_the_search(strategy):
    result = run(world(3, at_random("ab")), strategy, n=4, m=2, check=lambda answer: answer == "aab")
    assert (result.answer, result.stop_reason) == ("aab", "check_passed")


@pytest.mark.parametrize("strategy", LEVELS)
def test_the_tree_does_not_depend_on_the_order_of_arrival(strategy):
    def tree(seed):
        return run(world(4, at_random("abc"), delay=late(seed)), strategy, n=4, m=2, depth=4).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


@pytest.mark.parametrize("strategy", LEVELS)
@given(calls=st.integers(0, 40), tokens=st.integers(0, 3000))
@settings(max_examples=25, deadline=None)
def test_no_budget_is_exceeded_and_what_there_is_is_kept(strategy, calls, tokens):
    model = world(4, at_random("abc"), capabilities=Capabilities(price=(0, 0), prefill=True, max_tokens=100))
    result = run(model, strategy, n=4, m=2, depth=4, limits={"calls": calls, "tokens": tokens})
    assert result.usage.calls <= calls
    assert result.usage.tokens <= tokens
    if calls:
        assert result.stop_reason in ("done", "calls", "tokens")
    # One call is kept for a final answer: nobody pays for steps alone.
    if result.usage.calls and tokens > 500:
        assert result.answer is not None


@pytest.mark.parametrize("strategy", LEVELS)
def test_one_failed_sample_is_tolerated(strategy):
    base = world(3, at_random("ab"))

    def reply(ask, sample):
        return ServerError("down") if sample == 1 else base._replies(ask, sample)

    result = run(ScriptedModel(reply, capabilities=FREE), strategy, n=4, m=2, depth=3)
    assert result.answer is not None
    assert any(node.status == "failed" for node in result.trace.nodes.values())


def test_beams_must_divide_evenly():
    with pytest.raises(ConfigError, match="does not divide"):
        run(world(2, at_random("ab")), "beam", n=4, m=3)
