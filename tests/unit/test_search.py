"""Strategies grow what their names say, and the same tree whatever the order in which replies arrive."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o1magic import scoring
from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import AnswerCheckerError, AuthenticationError, ConfigError, ServerError
from o1magic.models.base import Capabilities
from o1magic.models.cache import Cache, Store
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.search.registry import strategies
from o1magic.search.self_consistency import _settled
from o1magic.types import Completion, Usage

FREE = Capabilities(price=(0.0, 0.0), logprobs=True)


def reply(answer: str) -> str:
    return f"## Step 1: Think\nIt must be so.\nAnswer: {answer}"


def script(*answers: str):
    return [a if isinstance(a, Exception) else reply(a) for a in answers]


def task(model, *, scorer=None, check=None, limits=None, question="How many?", **config) -> Task:
    if not isinstance(model, ScriptedModel):
        model = ScriptedModel(model, capabilities=FREE)
    if check is not None:
        scorer = ByCallable(check, "check", "answer")
        config["check"] = check.__name__
    config["limits"] = Limits(**(limits or {}))
    return Task(question=question, config=Config(models=(model.name,), **config), model=model, scorer=scorer)


def solve(model, *, watched=False, **options) -> Result:
    return Result(Run(task(model, **options), watched=watched).wait())


def shuffled(answers, seed):
    rng = random.Random(seed)
    delays = [rng.random() / 50 for _ in answers]
    return ScriptedModel(script(*answers), delay=lambda _ask, i: delays[i], capabilities=FREE)


# -- strategies ------------------------------------------------------------------------------------------------------


def test_a_chain_is_one_sample():
    result = solve(script("84"), strategy="chain")
    assert (result.answer, result.single, result.stop_reason, result.usage.calls) == ("84", "84", "done", 1)
    assert [step.title for step in result.steps] == ["Think"]
    assert result.text == reply("84")


@pytest.mark.parametrize(
    ("answers", "calls", "stop"),
    [
        (["7"] * 4, 4, "agreement"),
        (["8"] + ["7"] * 6, 7, "agreement"),
        (["8", "7", "8", "7"] + ["7"] * 6, 10, "agreement"),
        (["1", "2", "3", "4"] * 4, 16, "done"),
        # After 13 samples 9-4 cannot be overtaken by the 3 that remain, before the posterior is reached.
        (["7", "8", "8", "8", "8", *["7"] * 4, "7", "7", "7", "7"], 13, "agreement"),
    ],
)
def test_self_consistency_stops_when_the_vote_is_clear(answers, calls, stop):
    result = solve(script(*answers, *["9"] * 16), strategy="self_consistency")
    assert (result.usage.calls, result.stop_reason) == (calls, stop)


@given(st.lists(st.sampled_from("1123"), min_size=16, max_size=16))
@settings(max_examples=60, deadline=None)
def test_adaptive_waves_stop_exactly_where_one_by_one_would(answers):
    for drawn in range(1, 17):
        first, second, *_ = [*sorted((answers[:drawn].count(a) for a in "123"), reverse=True), 0]
        if _settled(first, second, left=16 - drawn):
            break
    result = solve(script(*answers), strategy="self_consistency", params={"n": 16})
    assert result.usage.calls == drawn


def test_early_stopping_self_consistency_wants_a_window_of_five_to_agree():
    answers = ["1", "2", "1", "1", "1", *["1"] * 5, "2"]
    result = solve(script(*answers), strategy="self_consistency", params={"stop": "esc"})
    assert (result.usage.calls, result.stop_reason, result.answer) == (10, "agreement", "1")


def test_plain_self_consistency_draws_all():
    result = solve(script(*["1"] * 6), strategy="self_consistency", params={"n": 6, "stop": "none"})
    assert (result.usage.calls, result.stop_reason) == (6, "done")


def test_none_never_votes_and_equal_answers_vote_as_one():
    replies = [reply("0.5"), reply(r"\frac{1}{2}"), "no answer here", reply("1/2"), reply("3"), "nor here"]
    result = solve(replies, strategy="self_consistency", params={"n": 6, "stop": "none"})
    assert [vote.count for vote in result.votes] == [3, 1]
    assert result.agreement == pytest.approx(0.75)


def test_answers_that_only_mathematics_can_compare_vote_as_one():
    replies = script(r"\frac{\sqrt{2}}{2}", r"\frac{1}{\sqrt{2}}", "2")
    result = solve(replies, strategy="self_consistency", params={"n": 3, "stop": "none"})
    assert [vote.count for vote in result.votes] == [2, 1]


def test_best_of_n_with_a_perfect_check_finds_any_right_sample():
    for right in range(8):
        answers = ["5" if i != right else "42" for i in range(8)]
        result = solve(script(*answers), strategy="best_of_n", check=lambda answer: answer == "42")
        assert (result.answer, result.usage.calls) == ("42", 4 if right < 4 else 8)
        assert result.stop_reason == ("check_passed" if right < 4 else "done")


def test_best_of_n_with_a_constant_scorer_is_a_majority():
    answers = ["1", "2", "2", "3", "2", "1", "2", "4"]
    options = {"strategy": "best_of_n", "params": {"n": 8}}
    result = solve(script(*answers), scorer=ByCallable(lambda _text: 0.5, "half", "text"), **options)
    assert result.answer == "2"


def test_best_of_n_by_log_probability_asks_for_it():
    def sure(ask, i):
        from o1magic.types import TokenLogprob

        assert ask.logprobs == 0
        usage = Usage(calls=1, prompt_tokens=1, completion_tokens=1)
        logprob = TokenLogprob("x", -0.01 if i == 2 else -3.0)
        return Completion(text=reply(str(i)), logprobs=(logprob,), usage=usage, model="m")

    assert solve(ScriptedModel(sure, capabilities=FREE), strategy="best_of_n", params={"n": 4}).answer == "2"


def test_a_judge_scores_in_its_own_context_and_is_metered():
    def model(ask, i):
        text = ask.messages[-1].text
        if "<solution>" not in text and "claim" not in text.lower():
            return reply(["10", "20", "10", "30"][i])
        return "1. fine\nVerdict: 90" if "Answer: 20" in text else "garbage" if "30" in text else "Verdict: 20"

    model = ScriptedModel(model, capabilities=FREE)
    result = solve(model, strategy="best_of_n", params={"n": 4}, scorer=scoring.find("judge"), limits={"calls": 8})
    # The two equal solutions share one verdict.
    assert (result.answer, result.usage.calls) == ("20", 7)
    assert result.trace.nodes["0.3"].scores["judge"].value is None
    assert sorted(call.role for call in result.trace.calls.values()) == ["judge"] * 3 + ["sample"] * 4


def test_auto_takes_the_check_where_there_is_one():
    result = solve(script("1", "1", "2", "1"), check=lambda answer: answer == "2")
    assert (result.answer, result.stop_reason, result.usage.calls) == ("2", "check_passed", 4)
    assert "best_of_n" in result.trace.notes[0]
    result = solve(script("1", "1", "1", "1"))
    assert (result.answer, result.usage.calls) == ("1", 4)
    assert "self_consistency" in result.trace.notes[0]


def test_a_check_that_nothing_passes_leaves_it_to_the_votes():
    result = solve(script("1", "2", "2", "2"), strategy="best_of_n", params={"n": 4}, check=lambda answer: False)
    assert result.answer == "2"
    assert "no answer passed the check" in result.selection.note


def test_a_check_that_raises_is_a_failed_score():
    def check(answer):
        return 1 / (int(answer) - 1)

    result = solve(script("1", "2", "1", "1"), strategy="best_of_n", params={"n": 4}, check=check)
    assert result.trace.nodes["0.0"].scores["check"].value is None
    assert "ZeroDivisionError" in result.trace.nodes["0.0"].scores["check"].note


def test_a_check_that_exits_is_a_failed_score():
    result = solve(script("1"), strategy="best_of_n", params={"n": 1}, check=lambda _answer: sys.exit("no licence"))
    assert result.trace.nodes["0.0"].scores["check"].note == "check raised RuntimeError: SystemExit"


def test_a_check_that_runs_out_of_an_iterator_is_a_failed_score_at_once():
    # No awaited future takes a StopIteration: it would look like a check that hangs.
    result = solve(script("1"), strategy="best_of_n", params={"n": 1}, check=lambda _answer: next(iter(())))
    assert result.trace.nodes["0.0"].scores["check"].note == "check raised RuntimeError: StopIteration"


def test_a_check_runs_in_the_users_thread_once_an_answer():
    seen = []

    def check(answer):
        seen.append((answer, threading.current_thread()))
        return False

    solve(script("1", "1", "2", "1"), strategy="best_of_n", params={"n": 4}, check=check)
    assert seen == [("1", threading.main_thread()), ("2", threading.main_thread())]


def test_what_passes_the_check_beats_what_the_check_choked_on():
    result = solve(script("banana", "forty-two", "42", "banana"), check=lambda answer: int(answer) == 42)
    assert (result.answer, result.stop_reason) == ("42", "check_passed")


def test_what_passes_beats_any_number_of_halves():
    check = {"1": 0.9, "2": 1.0}.__getitem__
    assert solve(script("1", "1", "1", "2"), scorer=ByCallable(check, "check", "answer"), check=None).answer == "1"

    def graded(answer):
        return check(answer)

    assert solve(script("1", "1", "1", "2"), check=graded).answer == "2"


def test_a_check_or_scorer_that_nothing_would_use_is_an_error():
    for strategy in ("chain", "self_consistency"):
        with pytest.raises(ConfigError, match="ignored"):
            solve(script("1"), strategy=strategy, check=lambda answer: True)


def test_auto_uses_a_scorer():
    result = solve(script(*["1"] * 7, "2"), scorer=ByCallable(lambda text: "Answer: 2" in text, "mine", "text"))
    assert result.answer == "2"


def test_every_strategys_defaults_fit_the_default_limits():
    for strategy in strategies().values():
        assert strategy.forecast() <= 48
        assert strategy.source


# -- order, cuts, failures -------------------------------------------------------------------------------------------

RUNS = [
    {"strategy": "self_consistency", "params": {"stop": "none", "n": 8}},
    {"strategy": "self_consistency"},
    {"strategy": "best_of_n", "params": {"n": 8}},
    {"strategy": "best_of_n", "check": lambda answer: answer == "3"},
    {"strategy": "auto", "limits": {"tokens": 4000}},
    {"strategy": "self_consistency", "params": {"n": 16}, "limits": {"calls": 7}},
]


@pytest.mark.parametrize("options", RUNS, ids=lambda o: f"{o['strategy']}-{'-'.join(map(str, o))}")
def test_golden_tree_under_shuffled_arrival(options):
    answers = ["1", "2", "1/2", "0.5", "3", "2", "1", "1", *["2", "1"] * 4]
    trees = [solve(shuffled(answers, seed), watched=seed % 2 == 1, **options).trace.canonical() for seed in range(6)]
    assert all(tree == trees[0] for tree in trees)


def test_the_golden_tree_itself():
    result = solve(shuffled(["1", "2", "1", "1", "1", "1", "1"], 1), strategy="self_consistency")
    nodes = {node.id: (node.parent, node.sample, node.answer, node.status) for node in result.samples}
    assert nodes == {f"0.{i}": ("0", i, answer, "done") for i, answer in enumerate(["1", "2", "1", "1", "1", "1", "1"])}
    assert (result.selection.node, result.selection.posterior) == ("0.0", pytest.approx(0.965, abs=5e-4))


@given(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 9000)), st.sampled_from(RUNS[:4]))
@settings(max_examples=40, deadline=None)
def test_limits_hold_at_every_cut_and_leave_the_best_answer_so_far(calls, tokens, options):
    answers = ["1", "2", "1", "3", "2", "1", "1", "1", *["1"] * 8]
    limits = {"calls": calls, "tokens": tokens}
    result = solve(script(*answers), **{**options, "limits": limits})
    assert result.usage.calls <= calls
    assert tokens is None or result.usage.tokens <= tokens
    if result.usage.calls:
        assert result.answer is not None
    if result.stop_reason in {"calls", "tokens"}:
        assert result.usage.calls == calls or tokens is not None


def test_one_failed_sample_is_a_failed_node():
    result = solve(
        script("1", ServerError("m at e failed"), "1", "1"),
        strategy="self_consistency",
        params={"n": 4, "stop": "none"},
    )
    assert result.answer == "1"
    assert (result.samples[1].status, result.samples[1].error) == ("failed", "m at e failed")
    assert result.usage.calls == 4


def test_where_only_errors_were_seen_the_run_raises_and_its_record_is_complete():
    run = Run(task([AuthenticationError("no key")] * 16, strategy="self_consistency"))
    with pytest.raises(AuthenticationError, match="no key"):
        run.wait()
    assert run.trace.error == "no key"
    assert run.trace.finished


def test_a_later_failure_keeps_what_there_is():
    result = solve(script("1", "2", "1", "2", *[ServerError("down")] * 12), strategy="self_consistency")
    assert result.stop_reason == "done"
    assert len(result.votes) == 2


def test_voting_at_temperature_zero_is_an_error():
    with pytest.raises(ConfigError, match="temperature"):
        solve(script("1", "1"), strategy="self_consistency", temperature=0)
    assert solve(script("1"), strategy="chain", temperature=0).answer == "1"


def test_a_run_whose_only_call_is_cut_off_by_time_returns_the_text_there_is():
    model = ScriptedModel(lambda _ask, _i: "one two three Answer: 4", delay=60, capabilities=FREE)
    slow = ScriptedModel(lambda _ask, _i: "word " * 1000, delay=100, capabilities=FREE)
    result = solve(slow, strategy="chain", limits={"seconds": 0.5})
    assert (result.answer, result.stop_reason) == (None, "seconds")
    assert result.text.startswith("word word")
    assert result.samples[0].status == "cut"
    result = solve(model, strategy="self_consistency", limits={"seconds": 0.1})
    assert (result.answer, result.stop_reason, len(result.samples)) == (None, "seconds", 4)


def test_time_that_runs_out_keeps_the_best_answer_so_far():
    model = ScriptedModel(script(*["1", "2"] * 8), delay=lambda _ask, i: 0 if i < 4 else 60, capabilities=FREE)
    result = solve(model, strategy="self_consistency", limits={"seconds": 0.3})
    assert (result.stop_reason, result.answer is not None) == ("seconds", True)
    assert {node.status for node in result.samples} == {"done", "cut"}


@pytest.mark.clock
def test_stop_ends_within_a_tenth_of_a_second():
    run = Run(task(ScriptedModel(lambda _a, _i: "x", delay=60, capabilities=FREE), strategy="self_consistency"))
    started = threading.Event()

    def stop():
        started.wait()
        run.stop()

    threading.Thread(target=stop).start()
    began = []

    def tick():
        if run.trace.calls and not began:
            began.append(time.monotonic())
            started.set()

    trace = run.wait(tick, every=0.005)
    assert time.monotonic() - began[0] < 0.1
    assert trace.stop_reason == "stopped"
    assert all(call.error == "cut off" for call in trace.calls.values())


def test_an_error_of_whoever_listens_ends_the_search():
    model = ScriptedModel(lambda _a, i: reply(str(i)), delay=60, capabilities=FREE)
    run = Run(task(model, strategy="self_consistency", params={"stop": "none", "n": 16}))

    def tick():
        if run.trace.calls:
            raise RuntimeError("the listener is broken")

    with pytest.raises(RuntimeError, match="broken"):
        run.wait(tick)
    assert run.trace.stop_reason == "interrupted"


def test_a_check_that_hangs_is_given_up_when_the_run_ends():
    interrupted = []

    def hangs(answer):
        try:
            time.sleep(60)
        except KeyboardInterrupt:
            interrupted.append(answer)
            raise

    started = time.monotonic()
    result = solve(script(*["1"] * 4), check=hangs, limits={"seconds": 0.3})
    assert time.monotonic() - started < 10
    assert (result.stop_reason, interrupted) == ("seconds", ["1"])


def test_a_check_that_takes_too_long_is_a_failed_score(monkeypatch):
    monkeypatch.setattr("o1magic.engine.CHECK_SECONDS", 0.2)

    def slow(answer):
        if answer == "1":
            while True:
                pass
        return True

    result = solve(script("1", "2", "1", "1"), check=slow)
    assert "longer than" in result.trace.nodes["0.0"].scores["check"].note
    assert (result.answer, result.stop_reason) == ("2", "check_passed")


def test_an_interrupt_of_a_persons_goes_through_a_check():
    def pressed(answer):
        raise KeyboardInterrupt

    run = Run(task(script("1", "2", "1", "1"), check=pressed))
    with pytest.raises(KeyboardInterrupt):
        run.wait()
    assert run.trace.stop_reason == "interrupted"


def test_a_cut_leaves_equal_answers_united():
    replies = script(r"\sqrt{8}", r"2\sqrt{2}", "5", "5", "5")
    warm = solve(replies[:2], strategy="self_consistency", params={"n": 2, "stop": "none"})
    assert [vote.count for vote in warm.votes] == [2]
    model = ScriptedModel(replies, delay=lambda _ask, i: 60 if i == 4 else 0, capabilities=FREE)
    result = solve(model, strategy="self_consistency", params={"n": 5, "stop": "none"}, limits={"seconds": 0.3})
    assert sorted(vote.count for vote in result.votes) == [2, 2]


def test_waiting_on_the_packages_own_loop_is_an_error_and_no_deadlock():
    def nested(_ask, _sample):
        return solve(script("1"), strategy="chain").text

    with pytest.raises(ConfigError, match="areason"):
        solve(ScriptedModel(nested, capabilities=FREE), strategy="chain")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_has_a_loop_of_its_own():
    solve(script("1"), strategy="chain")
    code = """
import multiprocessing, o1magic
model = o1magic.ScriptedModel(["Answer: 7"])
def once(_):
    return o1magic.reason("?", model=model, strategy="chain", cache=False).answer
print(once(0))
with multiprocessing.get_context("fork").Pool(1) as pool:
    print(pool.map_async(once, [0]).get(30)[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["7", "7"]


def test_stop_before_anything_has_begun():
    run = Run(task(script("1"), strategy="chain"))
    run.stop()
    assert run.wait().stop_reason in {"stopped", "done"}


async def test_a_run_can_be_awaited_from_another_loop_that_runs_the_check():
    threads = []

    def check(answer):
        threads.append(threading.current_thread())
        return True

    loop = asyncio.get_running_loop()
    run = Run(task(script("1", "2", "3", "4"), check=check), post=loop.call_soon_threadsafe)
    trace = await run.join()
    assert trace.stop_reason == "check_passed"
    assert set(threads) == {threading.current_thread()}


def test_an_empty_question_and_wrong_options_are_clear_errors():
    for wrong, options in [
        ("empty", {"question": "  "}),
        ("did you mean 'self_consistency'", {"strategy": "self_consistence"}),
        ("no option 'k'", {"strategy": "self_consistency", "params": {"k": 3}}),
        ("whole number", {"strategy": "self_consistency", "params": {"n": "many"}}),
        ("asc, esc, none", {"strategy": "self_consistency", "params": {"stop": "soon"}}),
    ]:
        with pytest.raises(ConfigError, match=wrong):
            solve(script("1"), **options)


def test_options_from_a_magic_line_are_texts():
    result = solve(script(*["1"] * 3), strategy="self_consistency", params={"n": "3", "stop": "none"})
    assert result.usage.calls == 3


def test_an_unknown_price_makes_a_cost_limit_of_the_users_an_error():
    unpriced = ScriptedModel(script("1"), capabilities=Capabilities(price=None))
    result = solve(unpriced, strategy="chain")
    assert result.usage.cost is None
    assert any("price" in note for note in result.trace.notes)
    made = task(unpriced, strategy="chain")
    with pytest.raises(ConfigError, match="--price"):
        Run(Task(question="?", config=made.config, model=unpriced, strict_cost=True)).wait()


# -- the journal: a run that was stopped goes on ---------------------------------------------------------------------


class Journal(dict):
    def get(self, key):
        return super().get(key)

    def put(self, key, value):
        self[key] = value


def test_a_run_that_was_stopped_says_so_when_it_goes_on():
    journal = Journal()

    def again(limits):
        model = ScriptedModel(script(*["1", "2"] * 8), delay=lambda _a, i: 0.2 * (i > 3), capabilities=FREE)
        made = task(model, strategy="self_consistency", limits=limits)
        made = Task(question="?", config=made.config, model=model, journal=journal)
        return Run(made).wait()

    first = again({"seconds": 0.1})
    assert (first.stop_reason, first.resumed) == ("seconds", None)
    second = again({"seconds": None})
    assert (second.stop_reason, second.resumed) == ("done", "seconds")
    assert again({"seconds": None}).resumed is None


# -- the trace -------------------------------------------------------------------------------------------------------


def test_a_trace_survives_its_json_and_any_cut_of_its_events_folds():
    options = {"strategy": "self_consistency", "params": {"n": 4, "stop": "none"}}
    result = solve(shuffled(["1", "1/2", "0.5", "1"], 3), watched=True, **options)
    again = Result.from_json(result.to_json())
    assert again.trace.canonical() == result.trace.canonical()
    assert again.usage == result.usage
    for end in itertools.chain(range(0, len(result.trace.events), 3)):
        from o1magic.trace import Trace

        Trace(result.trace.events[:end]).snapshot()


def test_reselect_makes_no_call():
    result = solve(script("1", "2", "2"), strategy="self_consistency", params={"n": 3, "stop": "none"})
    assert result.reselect("best").selection.rule in {"best", "weighted"}
    assert result.reselect("majority").answer == result.answer == "2"
    with pytest.raises(ConfigError, match="majority"):
        result.reselect("majorty")


# -- a model is prepared for what is sent, and for nothing else ------------------------------------------------------


class Heavy(ScriptedModel):
    """Takes longer to load than the run may."""

    loaded = False

    async def prepare(self, progress=None):
        if not self.loaded:
            progress("loading", 0, 0)
            await asyncio.sleep(0.3)
        self.loaded = True


def test_loading_does_not_count_and_a_replay_loads_nothing(tmp_path):
    store = Store(tmp_path)

    def once():
        model = Heavy(script(*["1"] * 4), capabilities=FREE)
        cache = Cache(model, store, seed=0)
        made = task(model, strategy="self_consistency", limits={"seconds": 0.2})
        return model, Run(Task(question="?", config=made.config, model=cache)).wait()

    model, first = once()
    assert (first.stop_reason, model.loaded) == ("agreement", True)
    assert any(event.kind == "progress" for event in first.events)
    model, again = once()
    assert (model.loaded, again.asked.cached_calls, again.seconds) == (False, 4, 0.0)
    assert again.canonical() == first.canonical()


class Broken:
    """A checker of answers whose process cannot be started."""

    async def same(self, a, b, kind):
        raise AnswerCheckerError("no process")


def test_a_cut_keeps_what_there_is_where_answers_cannot_be_compared(monkeypatch):
    monkeypatch.setattr("o1magic.engine.checker", Broken)
    model = ScriptedModel(script("1", "2", "1"), delay=lambda _ask, i: 60 * (i == 2), capabilities=FREE)
    result = solve(model, strategy="self_consistency", params={"n": 3, "stop": "none"}, limits={"seconds": 0.2})
    assert (result.stop_reason, len(result.votes)) == ("seconds", 2)
    assert any("no process" in note for note in result.trace.notes)


def test_what_the_cache_holds_is_looked_up_once_before_it_is_read(tmp_path):
    looked_up = []

    class Watched(Cache):
        def holds(self, ask, sample):
            looked_up.append(sample)
            return super().holds(ask, sample)

    made = task(script("1", "1", "1", "1"), strategy="self_consistency")
    cache = Watched(made.model, Store(tmp_path), seed=0)
    Run(Task(question="?", config=made.config, model=cache)).wait()
    looked_up.clear()
    Run(Task(question="?", config=made.config, model=cache)).wait()
    assert looked_up == [0, 1, 2, 3]
