"""The door: what `reason` is given, follow-ups, the store that runs share, and results from JSON."""

from __future__ import annotations

import asyncio
import gc
import json
import math
import os
from fractions import Fraction
from numbers import Integral
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import o1magic
from o1magic.api import make_task
from o1magic.models.cache import shared_store

MODEL = o1magic.ScriptedModel(["Answer: 1"])
RUN = o1magic.reason("Half \ud83d?", model=MODEL, strategy="chain", cache=False).to_json()
GARBAGE = [None, True, -1, 0.5, "x", [], [1], {}, {"x": 1}]


def ask(question, **options):
    return o1magic.reason(question, **{"model": MODEL, "strategy": "chain", "cache": False} | options)


# -- what it is given


class Unshowable:
    def __repr__(self):
        raise RuntimeError("no repr")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"calls": 2.5}, "calls=2.5 is not a whole number"),
        ({"calls": True}, "calls=True is not a whole number"),
        ({"calls": "3"}, "calls='3' is not a whole number"),
        ({"tokens": -1}, "tokens=-1 is not a whole number of at least 0"),
        ({"cost": math.nan}, "cost=nan is not a number"),
        ({"cost": "1"}, "cost='1' is not a number"),
        ({"seconds": math.inf}, "seconds=inf is not a number"),
        ({"seconds": False}, "seconds=False is not a number"),
        ({"temperature": "0.5"}, "temperature='0.5' is not a number"),
        ({"temperature": math.nan}, "temperature=nan is not a number"),
        ({"temperature": 10**400}, "is not a number"),
        ({"temperature": -0.1}, "temperature=-0.1 is not a number of at least 0"),
        ({"max_tokens": "9"}, "max_tokens='9' is not a whole number"),
        ({"max_tokens": 1.5}, "max_tokens=1.5 is not a whole number"),
        ({"max_tokens": 0}, "max_tokens=0 is not a whole number of at least 1"),
        ({"seed": "a"}, "seed='a' is not a whole number"),
        ({"seed": None}, "seed=None is not a whole number"),
        ({"system": 3}, "system=3 is not a text"),
        ({"answer": "nope"}, "answer='nope' is not one of auto"),
        ({"answer": ["number"]}, "answer=['number'] is not one of auto"),
        ({"strategy": None}, "strategy=None is not the name of a strategy"),
        ({"params": "n=3"}, "params is not a mapping"),
        ({"params": ["n"]}, "params is not a mapping"),
        ({"params": {"n": object()}}, "params cannot be written as JSON"),
        ({"model_params": [1]}, "model_params is not a mapping"),
        ({"model_params": {1: 2}}, "model_params is not a mapping"),
        ({"model_params": {"x": math.nan}}, "model_params cannot be written as JSON"),
        ({"price": 3}, "price=3 is not a pair"),
        ({"price": (1, 2, 3)}, "price=(1, 2, 3) is not a pair"),
        ({"price": (-1, 1)}, "price=(-1, 1) is not a pair"),
        ({"price": ("a", "b")}, "price=('a', 'b') is not a pair"),
        ({"images": ["x.png"]}, "images=['x.png'] is not a list of o1magic.Image"),
        ({"images": None}, "images=None is not a list of o1magic.Image"),
        ({"images": "x.png"}, "images='x.png' is not a list of o1magic.Image"),
        ({"after": "r"}, "after='r' is not a Result"),
        ({"cache": None}, "cache=None is not True, False"),
        ({"cache": 3}, "cache=3 is not True, False"),
        ({"cache": ""}, "cache='' is not True, False"),
        ({"on_event": "x"}, "on_event='x' is not a function"),
        ({"model": 3}, "model=3 is not a name or a Model object"),
        ({"model": o1magic.ScriptedModel}, "is not a name or a Model object"),
        ({"model": Unshowable()}, "is not a name or a Model object"),
        ({"scorer": 3}, "scorer=3 is not a function"),
        ({"check": "f"}, "check='f' is not a function"),
        ({"question": None}, "question=None is not a text"),
        ({"question": 3}, "question=3 is not a text"),
        ({"question": b"?"}, "question=b'?' is not a text"),
        ({"question": " \n"}, "the question is empty"),
        ({"colour": 1}, "unknown option 'colour'"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(options, says):
    with pytest.raises(o1magic.ConfigError) as refused:
        o1magic.reason(**{"question": "?", "model": MODEL, "cache": False} | options)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("value", [3, b"sk-planted-0123456789", "", ["sk-planted-0123456789"]])
def test_what_may_be_a_key_is_not_repeated(value):
    with pytest.raises(o1magic.ConfigError, match="api_key is not a text") as refused:
        o1magic.reason("?", model=MODEL, api_key=value)
    assert "planted" not in str(refused.value)
    with pytest.raises(o1magic.ConfigError, match="model_params") as refused:
        o1magic.reason("?", model=MODEL, model_params=[value])
    assert "planted" not in str(refused.value)


def test_several_models_are_asked_where_a_strategy_takes_several():
    models = [o1magic.ScriptedModel([f"Answer: {i}"] * 8, name=f"m{i}") for i in range(2)]
    score = {"check": lambda answer: 0.1 + int(answer) / 2}
    result = ask("Which?", model=models, strategy="ab_mcts", params={"n": 8}, **score)
    assert result.config.models == ("m0", "m1")
    assert {node.model for node in result.samples} == {"m0", "m1"}
    with pytest.raises(o1magic.ConfigError, match=r"'chain' asks one model, not 2"):
        ask("Which?", model=models)


def test_the_asynchronous_door_refuses_the_same():
    with pytest.raises(o1magic.ConfigError, match=r"calls=2\.5"):
        asyncio.run(o1magic.areason("?", model=MODEL, calls=2.5))


class Foreign:
    """A whole number as NumPy has it: no `int`, but registered as one."""

    def __init__(self, value):
        self.value = value

    def __int__(self):
        return self.value


Integral.register(Foreign)


def test_numbers_of_other_libraries_become_ours():
    options = {"calls": Foreign(3), "max_tokens": Foreign(200), "seed": Foreign(7), "cost": Fraction(1, 2)}
    config = make_task("?", model=MODEL, cache=False, **options).config
    values = (config.limits.calls, config.max_tokens, config.seed, config.limits.cost)
    assert values == (3, 200, 7, 0.5)
    assert [type(value) for value in values] == [int, int, int, float]


@pytest.mark.parametrize(
    "options",
    [
        {"calls": None, "tokens": None, "cost": None, "seconds": None},
        {"calls": ..., "tokens": ..., "cost": ..., "seconds": ...},
        {"calls": 1, "tokens": 10**400, "cost": 0.5, "seconds": 2},
        {"temperature": 0, "max_tokens": 1, "seed": -1, "system": "", "price": [0, 0.5]},
        {"params": None, "model_params": None, "images": [o1magic.Image.of(b"", "image/png")]},
        {"model": None},
        {"model": "", "api_base": "http://127.0.0.1:8000/v1"},
    ],
    ids=str,
)
def test_what_can_be_used_is_taken(options):
    assert make_task(**{"question": "?", "model": MODEL, "cache": False} | options).question == "?"


def test_a_folder_for_the_cache_is_a_text_or_a_path(tmp_path):
    for folder in (tmp_path, str(tmp_path)):
        assert make_task("?", model=MODEL, cache=folder).journal.folder.parent == Path(tmp_path)


# -- follow-ups


class Heard(o1magic.ScriptedModel):
    """Remembers what it was sent."""

    def __init__(self, replies):
        super().__init__(replies)
        self.sent = []

    async def complete(self, ask, samples, listener=None):
        self.sent.append([(message.role, message.text.partition("\n")[0]) for message in ask.messages])
        return await super().complete(ask, samples, listener)


def test_a_follow_up_of_a_follow_up_carries_all_turns():
    model = Heard(["Answer: 1"])
    first = ask("one?", model=model)
    second = ask("two?", model=model, after=first)
    for after in (second, o1magic.Result.from_json(second.to_json())):
        third = ask("three?", model=model, after=after)
        turns = [("user", "one?"), ("assistant", "Answer: 1"), ("user", "two?"), ("assistant", "Answer: 1")]
        assert model.sent[-1] == [*turns, ("user", "three?")]
        assert [(turn["role"], turn["text"]) for turn in third.trace.prior] == turns


def test_a_follow_up_of_a_result_without_a_text_sends_no_empty_reply():
    model = Heard(["Answer: 1"])
    ask("two?", model=model, after=ask("one?", model=o1magic.ScriptedModel([""])))
    assert model.sent[-1] == [("user", "one?"), ("user", "two?")]


# -- the store


OPEN_FILES = Path("/proc/self/fd")
counts_files = pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="counts open files as Linux shows them")


@counts_files
def test_many_runs_open_no_more_files_than_one(tmp_path):
    def runs(number):
        gc.collect()  # what earlier tests have left
        gc.disable()  # what only the garbage collector would close counts as open
        try:
            for i in range(number):
                ask(f"{i}?", cache=tmp_path)
        finally:
            gc.enable()
        return len(list(OPEN_FILES.iterdir()))

    shared_store(tmp_path)  # takes the place of one that an earlier test has left open
    assert runs(1) == runs(10)


@counts_files
def test_many_folders_do_not_stay_open(tmp_path):
    def folders(start):
        for i in range(10):
            shared_store(tmp_path / f"{start}-{i}").put("a", 1)
        gc.collect()
        return len(list(OPEN_FILES.iterdir()))

    assert folders("first") == folders("second")


def test_a_folder_has_one_store_as_long_as_its_database_is_there(tmp_path):
    store = shared_store(tmp_path)
    assert shared_store(str(tmp_path)) is store
    assert shared_store(tmp_path / "other") is not store
    for path in store.folder.iterdir():
        path.unlink()
    new = shared_store(tmp_path)
    assert new is not store
    new.put("a", 1)
    assert shared_store(tmp_path).get("a") == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_opens_a_store_of_its_own(tmp_path):
    store = shared_store(tmp_path)
    child = os.fork()
    if child == 0:
        mine = shared_store(tmp_path)
        mine.put("child", 1)  # by the parent's writer, of which a fork has no copy, it would not be written
        os._exit(0 if mine is not store else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.get("child") == 1


# -- JSON


def test_a_run_with_half_a_character_can_be_written_and_read():
    again = o1magic.Result.from_json(RUN.encode("utf-8").decode("utf-8"))
    assert again.question == "Half \ud83d?"
    assert again.to_json() == RUN


@pytest.mark.parametrize(
    "data",
    [
        "nope",
        "",
        "[]",
        "{}",
        "3",
        '{"schema": 1}',
        '{"schema": 2, "events": []}',
        '{"schema": 1, "events": []}',
        '{"schema": 1, "events": [{}]}',
        '{"schema": 1, "events": [{"seq": 0, "t": 0, "kind": "bogus", "node": null, "data": {}}]}',
        "[" * 100_000,
        3,
        None,
    ],
)
def test_what_is_no_run_of_ours_is_a_value_error(data):
    with pytest.raises(ValueError, match="cannot be read as a run of o1magic"):
        o1magic.Result.from_json(data)


def places(value, path=()):
    """Yield the path to each value within a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


@given(st.sampled_from(list(places(json.loads(RUN)))), st.sampled_from(GARBAGE))
def test_garbage_within_a_run_is_refused_or_does_no_harm(path, garbage):
    data = json.loads(RUN)
    *above, last = path
    inner = data
    for key in above:
        inner = inner[key]
    inner[last] = garbage
    try:
        result = o1magic.Result.from_json(json.dumps(data))
    except ValueError:
        return
    assert repr(result)
    assert str(result)
    assert result.to_html()
    assert result.config
    assert o1magic.Result.from_json(result.to_json()).to_json() == result.to_json()


# -- what an interrupt leaves


def pressed(_answer):
    raise KeyboardInterrupt


def test_an_interrupted_call_keeps_what_there_was():
    with pytest.raises(KeyboardInterrupt) as raised:
        o1magic.reason("What?", model=o1magic.ScriptedModel(["Answer: 1"] * 4), check=pressed, cache=False)
    assert isinstance(raised.value, o1magic.Interrupted)
    assert raised.value.result.stop_reason == "interrupted"
    assert [node.answer for node in raised.value.result.samples][:1] == ["1"]
    assert o1magic.last() is raised.value.result
    assert raised.value._render_traceback_() == ["Interrupted: o1magic.last() is the partial result"]


async def test_a_call_that_is_cancelled_keeps_what_there_was():
    model = o1magic.ScriptedModel(["Answer: 1"] * 4, delay=30)
    running = asyncio.create_task(o1magic.areason("Cancelled?", model=model, cache=False))
    await asyncio.sleep(0.2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert o1magic.last().question == "Cancelled?"


def test_last_is_what_was_found_last():
    model = o1magic.ScriptedModel(["Answer: 1"] * 4)
    assert o1magic.reason("What?", model=model, strategy="chain", cache=False) is o1magic.last()
    compared = o1magic.compare("What?", ["chain", "best_of_n:n=2"], model=model, cache=False)
    assert o1magic.last() is compared


def test_tests_are_for_code():
    with pytest.raises(o1magic.ConfigError, match="tests are for code, and the answer is to be a number"):
        o1magic.reason("?", model=o1magic.ScriptedModel(["1"]), tests="assert True", answer="number")


def test_a_result_tells_what_more_compute_would_buy():
    model = o1magic.ScriptedModel([f"Answer: {answer}" for answer in "1121"])
    result = o1magic.reason("?", model=model, strategy="self_consistency", params={"n": 4, "stop": "none"}, cache=False)
    assert [point.samples for point in result.curve.points if point.drawn] == [1, 3, 4]
    assert result.curve.points[-1].samples > 4
    assert o1magic.reason("?", model=model, strategy="chain", cache=False).curve is None
