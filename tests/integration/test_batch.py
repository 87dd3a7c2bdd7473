"""Many questions with one budget: failures are rows, and a killed batch goes on from the cache."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time

import pytest
from openai_server import OpenAIServer

import o1magic
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel

PRICED = Capabilities(price=(1e-6, 1e-5), max_tokens=100)


def model(**options):
    def reply(ask, sample):
        question = ask.messages[-1].text
        if "broken" in question:
            return o1magic.ModelError("no such page")
        return f"Answer: {len(question.split()[0])}"

    return ScriptedModel(reply, capabilities=PRICED, **options)


def test_rows_come_in_the_order_of_the_questions_and_failures_are_rows():
    questions = ["a is?", "broken?", "abc is?", " "]
    slow_first = model(delay=lambda ask, _: 0.2 if ask.messages[-1].text.startswith("a ") else 0)
    batch = o1magic.reason_many(questions, model=slow_first, strategy="chain", cache=False, progress=False)
    assert [row.question for row in batch] == questions
    assert [row.result and row.result.answer for row in batch] == ["1", None, "3", None]
    assert "no such page" in batch[1].error
    assert "the question is empty" in batch[3].error
    assert repr(batch) == "<Batch of 4 questions, 2 answered, 2 failed>"
    assert len(batch[:2]) == 2


@pytest.mark.clock
def test_several_are_worked_on_at_once():
    begun = time.monotonic()
    o1magic.reason_many([f"q{i}?" for i in range(8)], model=model(delay=0.3), strategy="chain", cache=False, at_once=8,
                        progress=False)  # fmt: skip
    assert time.monotonic() - begun < 8 * 0.3 / 2


def test_a_check_of_the_notebook_runs_in_its_thread():
    threads = set()

    def check(answer):
        threads.add(threading.current_thread())
        return answer == "2"

    batch = o1magic.reason_many(
        ["ab?"] * 3, model=model(), check=check, strategy="best_of_n", cache=False, progress=False
    )
    assert threads == {threading.main_thread()}
    assert len(batch) == 3


@pytest.mark.parametrize(
    ("limit", "answered"), [({"total_calls": 10}, 5), ({"total_cost": 0.0011}, 1), ({"total_tokens": 300}, 2)]
)
def test_one_budget_holds_for_all(limit, answered):
    sent = []

    def reply(ask, sample):
        sent.append(sample)
        return "Answer: 1"

    talker = ScriptedModel(reply, capabilities=PRICED)
    batch = o1magic.reason_many(
        [f"q{i}?" for i in range(12)], model=talker, strategy="self_consistency", params={"n": 2, "stop": "none"},
        calls=2, cache=False, progress=False, **limit,
    )  # fmt: skip
    usages = [row.result.usage for row in batch if row.result]
    assert sum(usage.calls for usage in usages) == len(sent)
    if "total_calls" in limit:
        assert len(sent) == 10
    if "total_cost" in limit:
        assert sum(usage.cost for usage in usages) <= 0.0011
    if "total_tokens" in limit:
        assert sum(usage.tokens for usage in usages) <= 300
    assert len(usages) >= answered
    assert batch[-1].error.startswith("not asked: ")


def test_a_frame_comes_back_with_columns_and_its_index():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"topic": ["x", "y"], "text": ["ab is?", "broken?"]}, index=[7, 9])
    found = o1magic.reason_many(frame, column="text", model=model(), strategy="chain", cache=False, progress=False)
    assert list(found.index) == [7, 9]
    assert found["answer"][7] == "2"
    assert pd.isna(found["answer"][9])
    assert "no such page" in found["error"][9]
    assert list(found["topic"]) == ["x", "y"]
    assert list(frame.columns) == ["topic", "text"]
    with pytest.raises(o1magic.ConfigError, match="has no column 'question'; it has topic, text"):
        o1magic.reason_many(frame)
    assert (
        next(iter(o1magic.reason_many(["ab?"], model=model(), cache=False, progress=False).to_frame().columns))
        == "question"
    )


def test_results_overwrite_no_column_of_a_frame():
    pd = pytest.importorskip("pandas")
    sent = []
    talker = ScriptedModel(lambda _ask, sample: sent.append(sample) or "Answer: 1", capabilities=PRICED)
    frame = pd.DataFrame({"question": ["ab?"], "answer": ["2"], "seconds": [7]})
    with pytest.raises(o1magic.ConfigError, match=r"answer, seconds; rename them first, as in frame\.rename"):
        o1magic.reason_many(frame, model=talker, cache=False, progress=False)
    assert not sent
    assert list(frame["answer"]) == ["2"]


@pytest.mark.parametrize("total_cost", [0.5, 1, 2])
def test_a_total_cost_needs_a_price_before_anything_is_asked(total_cost):
    with OpenAIServer() as server:
        options = {"model": "openai/test", "api_base": server.base_url, "api_key": "x", "strategy": "chain",
                   "cache": False, "progress": False}  # fmt: skip
        with pytest.raises(
            o1magic.ConfigError, match=f"limited to {total_cost} USD; give it with --price IN,OUT or price="
        ):
            o1magic.reason_many(["a?", "b?", "c?"], total_cost=total_cost, **options)
        assert not server.requests
        batch = o1magic.reason_many(["a?", "b?", "c?"], total_cost=total_cost, price=(1, 2), **options)
        assert [row.error for row in batch] == [None] * 3


def test_a_model_that_cannot_be_looked_up_is_a_row_beside_a_total_cost():
    batch = o1magic.reason_many(["a?"], model="nobody/knows", total_cost=2, cache=False, progress=False)
    assert batch[0].result is None
    assert "nobody" in batch[0].error


def test_a_question_that_comes_twice_is_paid_once(tmp_path):
    sent = []

    def reply(ask, sample):
        sent.append(sample)
        return "Answer: 1"

    talker = ScriptedModel(reply, capabilities=PRICED, delay=0.1)
    batch = o1magic.reason_many(
        ["a?", "a?", "b?", "a?"], model=talker, strategy="chain", cache=tmp_path, progress=False
    )
    assert [row.question for row in batch] == ["a?", "a?", "b?", "a?"]
    assert [row.result.answer for row in batch] == ["1"] * 4
    assert len(sent) == 2


def test_whatever_a_check_or_a_model_raises_is_a_row():
    def check(answer):
        raise StopIteration if answer == "1" else OSError("the disk")

    def odd(_ask, _sample):
        raise LookupError("a plug-in's own fault")

    batch = o1magic.reason_many(["a?", "bb?"], model=model(), check=check, cache=False, progress=False)
    assert [row.result.answer for row in batch] == ["2", "3"]
    batch = o1magic.reason_many(["a?", "b?"], model=ScriptedModel(odd), strategy="chain", cache=False, progress=False)
    assert [row.error for row in batch] == ["LookupError: a plug-in's own fault"] * 2


def test_a_missing_question_of_a_frame_is_not_asked():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"question": ["ab?", None, float("nan")]})
    found = o1magic.reason_many(frame, model=model(), strategy="chain", cache=False, progress=False)
    assert [error if isinstance(error, str) else None for error in found["error"]] == [
        None, "the question is empty", "the question is empty",
    ]  # fmt: skip


def test_what_is_wrong_with_the_options_is_said_once():
    with pytest.raises(o1magic.ConfigError, match="strategy"):
        o1magic.reason_many(["q?"], model=model(), strategy="nonsense")
    with pytest.raises(o1magic.ConfigError, match="a list of texts"):
        o1magic.reason_many("one question?", model=model())
    assert len(o1magic.reason_many([], model=model())) == 0


def test_a_progress_bar_counts_questions(capsys):
    o1magic.reason_many(["ab?", "abc?"], model=model(), strategy="chain", cache=False)
    assert "2/2" in capsys.readouterr().err


KILLED = """
import sys
import o1magic
o1magic.reason_many([f"q{i}?" for i in range(40)], model="openai/test", api_base=sys.argv[1], strategy="chain",
                    cache=sys.argv[2], at_once=2)
"""


def test_a_killed_batch_goes_on_and_pays_nothing_twice(tmp_path):
    seen = []

    def reply(request, _index):
        seen.append(json.dumps(request["messages"]))
        time.sleep(0.05)
        return "Answer: 1"

    with OpenAIServer(reply=reply) as server:
        command = [sys.executable, "-c", KILLED, server.base_url, str(tmp_path)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while len(seen) < 12:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        before = len(seen)
        batch = o1magic.reason_many([f"q{i}?" for i in range(40)], model="openai/test", api_base=server.base_url,
                                    strategy="chain", cache=tmp_path, at_once=2, progress=False)  # fmt: skip
        assert [row.result.answer for row in batch] == ["1"] * 40
        # What was under way when it was killed may be asked again.
        assert len(seen) - before <= 40 - before + 2 + 2
        assert len(set(seen)) == 40
