"""What every strategy keeps to, whatever its name: limits, interrupts, failures, order of arrival."""

from __future__ import annotations

import itertools
import json
import random
import re
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import ConfigError, ServerError
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable, find
from o1magic.search.registry import strategies
from o1magic.types import digest

ALL = sorted(strategies())
GOLDEN = Path(__file__).parent.parent / "data" / "golden"
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "o1magic" / "static" / "trace.schema.json").read_text(encoding="utf-8")
)
SCORED = [name for name in ALL if strategies()[name].scores]


def talker(*, delay=0.0, fails=lambda _ask, _sample: False, name="talker", steps=3):
    """Return a model that has something to say to every prompt: steps, plans, verdicts, programs, refinements."""

    def reply(ask, sample):
        if fails(ask, sample):
            return ServerError("down")
        rng = random.Random(digest([ask.key_json(), sample]))
        prompt = ask.messages[-1].text
        if "Verdict:" in prompt:
            return f"First wrong claim: none\nVerdict: {rng.choice([20, 50, 80])}"
        if re.search(r"python", prompt, re.IGNORECASE):
            return f"```python\nprint({rng.randrange(3)})\n```"
        if re.search(r"sub-?questions|observations|numbered list", prompt, re.IGNORECASE) and "Answer" not in prompt:
            return "1. What is known?\n2. What follows from it?\n3. What is the result?"
        start = len(re.findall(r"^## Step", ask.prefix, re.MULTILINE))
        lines = [f"## Step {k + 1}: Pick\nIt is {rng.randrange(3)}." for k in range(start, steps)]
        return "\n".join([*lines, f"Answer: {rng.randrange(3)}"])

    return ScriptedModel(
        reply,
        name=name,
        delay=delay,
        capabilities=Capabilities(price=(1e-6, 2e-6), logprobs=True, prefill=True, max_tokens=200),
    )


def start(strategy, model=None, *, scorer=None, limits=None, **config):
    made = Config(
        models=(model.name,),
        strategy=strategy,
        limits=Limits(**{"calls": 60, "tokens": None, "cost": None, "seconds": None, **(limits or {})}),
        **config,
    )
    return Run(Task(question="How many?", config=made, model=model, scorer=scorer))


def run(strategy, model=None, **options) -> Result:
    return Result(start(strategy, model or talker(), **options).wait())


@pytest.mark.parametrize("strategy", ALL)
def test_it_says_where_it_comes_from_and_what_it_may_cost(strategy):
    made = strategies()[strategy]
    assert made.summary.endswith(".")
    assert made.source
    assert list(made.meanings) == list(made.options)
    assert made.forecast() <= 48
    assert made.forecast(**{name: option.default for name, option in made.options.items()}) == made.forecast()
    calls = run(strategy, talker(steps=9), limits={"calls": 500}).trace.calls.values()
    assert sum(call.role == "sample" for call in calls) <= made.forecast()


@pytest.mark.parametrize("strategy", ALL)
def test_the_tree_is_a_function_of_the_replies(strategy):
    def tree(seed):
        rng = random.Random(seed)
        return run(strategy, talker(delay=lambda _ask, _sample: rng.random() / 200)).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))
    kept = GOLDEN / f"{strategy}.txt"
    assert kept.read_text(encoding="utf-8") == outline(first), f"python {Path(__file__).name} writes it anew"


@pytest.mark.parametrize("strategy", SCORED)
@pytest.mark.parametrize("scorer", ["judge", "p_true"])
@pytest.mark.parametrize("calls", [5, 9, 14, 21])
def test_nor_does_a_cut_depend_on_the_order_of_arrival(strategy, scorer, calls):
    def tree(seed):
        rng = random.Random(seed)
        model = talker(delay=lambda _ask, _sample: rng.random() / 200)
        return run(strategy, model, scorer=find(scorer), limits={"calls": calls}).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


@pytest.mark.parametrize("strategy", ALL)
def test_its_trace_is_as_the_schema_says(strategy):
    Draft202012Validator(SCHEMA).validate(json.loads(run(strategy).to_json()))


@pytest.mark.parametrize("strategy", ALL)
@pytest.mark.parametrize("limits", [{"calls": 3}, {"calls": 7}, {"tokens": 1500}])
def test_a_search_that_a_limit_has_cut_says_so(strategy, limits):
    whole, cut = run(strategy, limits={"calls": 500}), run(strategy, limits=limits)
    if len(cut.trace.nodes) < len(whole.trace.nodes):
        assert cut.stop_reason == next(iter(limits))


@pytest.mark.parametrize("strategy", ALL)
def test_what_is_pruned_says_why(strategy):
    nodes = run(strategy).trace.nodes.values()
    assert all(node.note for node in nodes if node.status == "pruned")


def outline(canonical) -> str:
    """Return a tree as a text that a person can compare with the method's paper."""
    lines = []
    for node in canonical["nodes"][1:]:
        facts = [node["kind"], node["status"]]
        facts += [f"{key}={node[key]}" for key in ("answer", "ballot", "visits") if node[key]]
        facts += [f"{key}={node[key]:.3f}" for key in ("prior", "value") if node[key] is not None]
        facts += [
            f"{name}={score['value']:.3f}" for name, score in node["scores"].items() if score["value"] is not None
        ]
        facts += [f"from={','.join(node['inputs'])}"] if node["inputs"] else []
        facts += [f"into={node['merged_into']}"] if node["merged_into"] else []
        lines.append(f"{'  ' * node['id'].count('.')}{node['id']} {' '.join(facts)}")
    selection = canonical["selection"]
    votes = {vote["answer"]: round(vote["weight"], 3) for vote in selection["votes"]}
    lines.append(f"{selection['rule']}: {selection['answer']} from {json.dumps(votes)}; {canonical['stop_reason']}")
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("strategy", ALL)
@given(
    scorer=st.sampled_from([None, "judge", "p_true"]),
    calls=st.integers(0, 30),
    tokens=st.integers(0, 6000),
    cents=st.floats(0.0001, 0.5),
)
@settings(max_examples=20, deadline=None)
def test_no_limit_is_ever_exceeded_and_what_there_is_is_kept(strategy, scorer, calls, tokens, cents):
    judge = find(scorer) if scorer is not None and strategy in SCORED else None
    result = run(strategy, scorer=judge, limits={"calls": calls, "tokens": tokens, "cost": cents / 100})
    assert result.usage.calls <= calls
    assert result.usage.tokens <= tokens
    assert result.usage.cost <= cents / 100 + 1e-12
    assert all(node.status != "running" for node in result.trace.nodes.values())
    assert all(call.finished is not None for call in result.trace.calls.values())
    voters = [node for node in result.samples if node.ballot > 0]
    assert (result.answer is not None) == bool(voters)


@pytest.mark.parametrize("strategy", ALL)
def test_it_can_be_cancelled_at_every_request(strategy):
    requests = range(run(strategy).usage.calls)
    for after in random.Random(strategy).sample(requests, min(len(requests), 16)):
        _cancel(strategy, after)


def _cancel(strategy, after):
    """Stop a run while it waits for the reply to this request, and see that nothing is left open."""
    asked, reached = itertools.count(), threading.Event()

    def delay(_ask, _sample):
        if next(asked) != after:
            return 0.001
        reached.set()
        return 0.3

    running = start(strategy, talker(delay=delay))
    while not (running.finished.done() or reached.wait(0.01)):
        pass
    running.stop()
    result = Result(running.wait())
    assert reached.is_set(), after
    assert result.stop_reason in ("stopped", "done", "agreement", "exhausted"), after
    assert all(node.status != "running" for node in result.trace.nodes.values())
    assert all(call.finished is not None for call in result.trace.calls.values())


@pytest.mark.parametrize("strategy", [name for name in ALL if name != "chain"])
def test_one_failed_sample_is_tolerated(strategy):
    asked = itertools.count()
    result = run(strategy, talker(fails=lambda _ask, _sample: next(asked) == 1))
    assert result.answer is not None
    assert any(call.error for call in result.trace.calls.values())


@pytest.mark.parametrize("strategy", ALL)
def test_where_only_errors_are_seen_the_run_raises(strategy):
    with pytest.raises(ServerError, match="down"):
        run(strategy, talker(fails=lambda _ask, _sample: True))


@pytest.mark.parametrize("strategy", SCORED)
def test_a_passed_check_ends_it(strategy):
    scorer = ByCallable(lambda answer: answer == "1", "check", "answer")
    result = run(strategy, scorer=scorer, check="check")
    assert result.answer == "1"
    # What passes among the last samples that were to be drawn ends nothing early.
    assert result.stop_reason in ("check_passed", "done")


@pytest.mark.parametrize("strategy", sorted(set(ALL) - set(SCORED)))
def test_a_check_that_would_be_ignored_is_refused(strategy):
    with pytest.raises(ConfigError, match="would be ignored"):
        run(strategy, scorer=ByCallable(lambda _answer: True, "check", "answer"), check="check")


def test_no_method_can_reach_a_label():
    # What a strategy sees holds the question, replies and the user's own check: a label has no way in.
    fields = set(Task.__dataclass_fields__)
    assert fields == {
        "question", "config", "model", "others", "scorer", "images", "prior", "strict_cost", "journal", "tape",
        "allowance",
    }  # fmt: skip


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in ALL:
        (GOLDEN / f"{name}.txt").write_text(outline(run(name).trace.canonical()), encoding="utf-8")
