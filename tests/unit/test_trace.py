"""The trace is the one truth: a fold that any cut, copy or order of arrival leaves meaningful."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.trace import SCHEMA, Event, Trace
from o1magic.types import Usage

answers = st.sampled_from(["1", "2", "1/2", None])
texts = st.text(max_size=12)


@st.composite
def histories(draw):
    """Return the events of one run by sample, each sample's in its own order."""
    samples = []
    for i in range(draw(st.integers(0, 5))):
        node, chunks = f"0.{i}", draw(st.lists(texts, max_size=4))
        usage = Usage(calls=1, prompt_tokens=3, completion_tokens=len(chunks), cost=0.0, seconds=draw(st.floats(0, 9)))
        added = {"parent": "0", "inputs": [], "kind": "answer", "title": "", "model": "m", "sample": i}
        ended = {"call": i, "usage": usage.to_json(), "cached": draw(st.booleans()), "error": None}
        answer = draw(answers)
        changed = {"status": "done", "text": "".join(chunks), "answer": answer, "ballot": float(answer is not None)}
        samples.append(
            [
                ("node_added", node, added),
                ("call_started", node, {"call": i, "role": "sample", "model": "m", "sample": i}),
                *(("text", node, {"text": chunk, "reasoning": ""}) for chunk in chunks),
                ("call_finished", node, ended),
                ("node_changed", node, changed),
            ]
        )
    return samples


def fold(samples, seed=0):
    """Return the trace of these samples, arriving in an order that the seed decides."""
    rng = random.Random(seed)
    left = [list(sample) for sample in samples]
    trace = Trace()

    def add(kind, node, data):
        trace.append(Event(len(trace.events), rng.random(), kind, node, data))

    add("run_started", None, {"question": "?", "config": {"seed": 0}, "resumed": None})
    while any(left):
        add(*rng.choice([events for events in left if events]).pop(0))
    add("same_answer", None, {"a": "1/2", "b": "1"})
    return trace


@given(histories(), st.integers(), st.integers())
def test_equal_runs_are_equal_whatever_the_order_times_and_chunks(samples, one, other):
    assert fold(samples, one).canonical() == fold(samples, other).canonical()


@given(histories(), st.integers())
def test_json_keeps_the_run_and_leaves_out_what_is_repeated(samples, seed):
    trace = fold(samples, seed)
    again = Trace.from_json(json.loads(json.dumps(trace.to_json())))
    assert again.canonical() == trace.canonical()
    assert again.snapshot() == trace.snapshot() | {"seq": len(again.events)}
    assert not any(event.kind == "text" for event in again.events)


@given(histories(), st.integers(), st.integers(0, 60))
def test_any_prefix_folds_and_the_rest_can_follow(samples, seed, cut):
    events = fold(samples, seed).events
    trace = Trace(events[:cut])
    json.dumps(trace.snapshot())
    for event in events[cut:]:
        trace.append(event)
    assert trace.snapshot() == fold(samples, seed).snapshot()


def test_a_run_without_its_later_text_keeps_the_streamed_one():
    trace = Trace()
    trace.append(Event(0, 0.0, "run_started", None, {"question": "?", "config": {}, "resumed": None}))
    added = {"parent": "0", "inputs": [], "kind": "answer", "title": "", "model": "m", "sample": 0}
    trace.append(Event(1, 0.0, "node_added", "0.0", added))
    trace.append(Event(2, 0.0, "text", "0.0", {"text": "void", "reasoning": "r"}))
    trace.append(Event(3, 0.0, "text", "0.0", {"text": "", "reasoning": "", "restart": True}))
    trace.append(Event(4, 0.0, "text", "0.0", {"text": "so far", "reasoning": ""}))
    assert Trace.from_json(trace.to_json()).nodes["0.0"].text == "so far"


def test_classes_of_answers_do_not_depend_on_the_order_of_comparison():
    pairs = [("0.50", "1/2"), ("3/6", "0.50"), ("2/4", "3/6"), ("7", "7.0")]
    seen = set()
    for seed in range(20):
        random.Random(seed).shuffle(pairs)
        trace = Trace()
        for a, b in pairs:
            trace.append(Event(len(trace.events), 0.0, "same_answer", None, {"a": a, "b": b}))
        seen.add(tuple(trace.class_of(answer) for answer in ("0.50", "1/2", "2/4", "3/6", "7", "7.0", "8")))
    assert seen == {("1/2", "1/2", "1/2", "1/2", "7", "7", "8")}


def test_a_gap_and_another_schema_are_refused():
    trace = Trace()
    with pytest.raises(ValueError, match="cannot follow"):
        trace.append(Event(1, 0.0, "note", None, {"text": "x"}))
    with pytest.raises(ValueError, match=f"reads {SCHEMA}"):
        Trace.from_json({"schema": SCHEMA + 1, "events": []})


def test_usage_adds_and_an_unknown_cost_stays_unknown():
    known, unknown = Usage(calls=1, prompt_tokens=2, cost=0.5), Usage(calls=1, completion_tokens=3, cost=None)
    assert (known + known).cost == 1.0
    assert (known + unknown).cost is None
    assert (known + unknown).tokens == 5
    assert Usage() + known == known
