"""A forecast spends nothing, says what it rests on, and is measured against what really happened."""

from __future__ import annotations

import itertools
import random
import statistics

import pytest

import o1magic
from o1magic.forecast import Range, _spread, _student, claim
from o1magic.models.base import Capabilities
from o1magic.models.cache import shared_store
from o1magic.models.scripted import ScriptedModel
from o1magic.search.registry import _strategies

PRICED = Capabilities(price=(1e-6, 2e-6), logprobs=True, max_tokens=400)


def model(words=(20, 40), answers=3):
    def reply(ask, sample):
        rng = random.Random(f"{ask.messages[0].text}{sample}")
        return " ".join(["so"] * rng.randint(*words)) + f"\nAnswer: {rng.randrange(answers)}"

    made = ScriptedModel(reply, name="priced", capabilities=PRICED)
    made.endpoint = f"priced {words} {answers}"
    return made


def never(_ask, _sample):
    raise AssertionError("a forecast asks nothing")


def test_nothing_is_asked_and_the_plan_is_the_upper_end(tmp_path):
    silent = ScriptedModel(never, name="silent", capabilities=PRICED)
    forecast = o1magic.estimate(
        "How many?", model=silent, strategy="self_consistency", params={"n": 16}, cache=tmp_path
    )
    assert (forecast.calls.low, forecast.calls.high, forecast.runs) == (4, 16, 0)
    assert forecast.seconds is None
    prompt = forecast.prompt_tokens.high / 2 / 16
    assert forecast.cost.high == pytest.approx(16 * (2 * prompt * 1e-6 + 400 * 2e-6))
    assert "Nothing was spent; no earlier run of this kind" in str(forecast)
    assert "unknown" in forecast.mimebundle()["text/html"]


def test_limits_bound_it_and_the_one_that_ends_the_run_is_named(tmp_path):
    options = {"model": model(), "strategy": "self_consistency", "params": {"n": 16}, "cache": tmp_path}
    assert o1magic.estimate("How many?", calls=5, **options).calls.high == 5
    short = o1magic.estimate("How many?", tokens=900, **options)
    assert short.limit == "tokens"
    assert short.completion_tokens.high <= 900
    assert o1magic.estimate("How many?", **options).limit is None


@pytest.mark.parametrize(("n", "tokens"), [(8, 500), (8, 1), (10**6, 64_000)])
def test_the_limit_that_comes_first_cuts_every_figure(n, tokens, tmp_path):
    options = {"model": model(), "strategy": "self_consistency", "params": {"n": n}, "cache": tmp_path, "calls": None}
    whole = o1magic.estimate("How many?", tokens=None, **options)
    forecast = o1magic.estimate("How many?", tokens=tokens, **options)
    share = tokens / whole.tokens.expected
    assert forecast.limit == "tokens"
    assert forecast.tokens.expected == pytest.approx(tokens)
    assert forecast.tokens.high <= tokens * (1 + 1e-9)
    assert forecast.calls.expected == pytest.approx(whole.calls.expected * share)
    assert forecast.cost.expected == pytest.approx(whole.cost.expected * share)
    for found in (forecast.calls, forecast.prompt_tokens, forecast.completion_tokens, forecast.tokens, forecast.cost):
        assert found.low <= found.expected <= found.high
    both = o1magic.estimate("How many?", tokens=tokens, cost=forecast.cost.expected / 2, **options)
    assert both.limit == "cost"
    assert both.calls.expected == pytest.approx(forecast.calls.expected / 2)


@pytest.mark.parametrize("strategy", ["self_consistency", "best_of_n", "mcts", "rsa", "beam"])
def test_after_some_runs_the_next_one_is_within_the_range_about_nine_times_in_ten(strategy, tmp_path):
    options = {"model": model(), "strategy": strategy, "cache": tmp_path, "answer": "number"}
    held, errors = [], []
    for i in range(14):
        forecast = o1magic.estimate(f"How many of {i}?", **options)
        result = o1magic.reason(f"How many of {i}?", **options)
        if i >= 3:
            held += [forecast.calls.holds(result.usage.calls), forecast.tokens.holds(result.usage.tokens)]
            errors.append(forecast.errors(result))
    assert forecast.runs == 13
    assert statistics.fmean(held) >= 0.75
    assert abs(statistics.median(error["tokens"] for error in errors)) < 0.35
    assert abs(statistics.median(error["cost"] for error in errors)) < 0.35


def test_runs_that_a_limit_cut_do_not_make_the_next_one_look_short(tmp_path):
    options = {"model": model(answers=50), "strategy": "self_consistency", "params": {"n": 16}, "cache": tmp_path}
    for i in range(3):
        o1magic.reason(f"How many of {i}?", calls=2, **options)
    forecast = o1magic.estimate("How many in all?", **options)
    assert (forecast.calls.expected, forecast.calls.high, forecast.runs) == (16, 16, 3)
    assert forecast.completion_tokens.high < 16 * 400 / 2, "how long replies are is known all the same"


def test_a_run_again_from_the_cache_is_no_further_run(tmp_path):
    options = {"model": model(), "strategy": "self_consistency", "cache": tmp_path}
    for _ in range(3):
        o1magic.reason("How many?", **options)
    assert o1magic.estimate("How many more?", **options).runs == 1


def test_what_the_cache_holds_is_told(tmp_path):
    options = {"model": model(answers=1), "strategy": "self_consistency", "cache": tmp_path}
    assert o1magic.estimate("How many?", **options).cached == 0
    o1magic.reason("How many?", **{**options, "strategy": "chain"})
    forecast = o1magic.estimate("How many?", **{**options, "params": {"n": 1}})
    assert (forecast.cached, forecast.whole) == (1, True)
    o1magic.reason("How many?", **options)
    forecast = o1magic.estimate("How many?", **options)
    assert (forecast.cached, forecast.whole) == (4, True)
    assert "The cache holds all of it already: it costs nothing again" in str(forecast)
    forecast = o1magic.estimate("How many?", params={"n": 8, "stop": "none"}, **options)
    assert (forecast.cached, forecast.whole) == (4, False)
    assert "The cache holds the first 4 calls already: they cost nothing again" in str(forecast)


@pytest.mark.parametrize("calls", [64, 9])
@pytest.mark.parametrize(
    ("strategy", "scorer"),
    [("best_of_n", None), ("best_of_n", "judge"), ("best_of_n", "pairwise"), ("rsa", "p_true"), ("beam", None),
     ("lookahead", None), ("dvts", None), ("particle", None), ("mcts", None), ("mcts", "judge"), ("ab_mcts", None),
     ("revise", "judge"), ("decompose", None), ("plan", None), ("auto", None)],
)  # fmt: skip
def test_of_a_run_that_the_cache_holds_all_is_known(strategy, scorer, calls, tmp_path):
    def reply(ask, sample):
        rng = random.Random(f"{ask.messages[-1].text}{ask.prefix}{sample}")
        steps = "".join(f"## Step {i}: Go on\nSo {rng.randrange(3)} it is.\n\n" for i in range(1, rng.randint(2, 5)))
        return f"{steps}\nAnswer: {rng.randrange(4)}\nVerdict: {rng.randrange(11)}"

    talker = ScriptedModel(reply, name="talker", capabilities=PRICED)
    options = {"model": talker, "strategy": strategy, "scorer": scorer, "calls": calls, "cache": tmp_path}
    assert not o1magic.estimate("How many?", **options).cached
    saved = shared_store(tmp_path).info().saved_calls
    usage = o1magic.reason("How many?", **options).usage
    counted = shared_store(tmp_path).info().saved_calls
    forecast = o1magic.estimate("How many?", **options)
    assert (forecast.whole, forecast.limit) == (True, None)
    assert forecast.calls == Range(usage.calls, usage.calls, usage.calls)
    assert forecast.tokens.expected == usage.tokens
    assert forecast.cost.high == pytest.approx(usage.cost)
    assert forecast.cached <= usage.calls
    assert (saved, shared_store(tmp_path).info().saved_calls) == (0, counted), "a forecast saves nothing"


def test_a_forecast_calls_no_function_and_runs_no_program(tmp_path):
    calls = []

    def check(answer):
        calls.append(answer)
        return False

    options = {"model": model(), "strategy": "best_of_n", "check": check, "cache": tmp_path}
    o1magic.reason("How many?", **options)
    before = len(calls)
    forecast = o1magic.estimate("How many?", **options)
    assert (forecast.cached, forecast.whole, len(calls)) == (4, False, before), "the check says how it goes on"
    file = tmp_path / "ran"
    program = ScriptedModel(lambda _ask, _sample: f"```python\nopen({str(file)!r}, 'a').write('x')\nprint(1)\n```",
                            name="program", capabilities=PRICED)  # fmt: skip
    options = {"model": program, "answer": "code", "tests": "assert answer", "cache": tmp_path}
    o1magic.reason("How many?", strategy="best_of_n", **options)
    forecast = o1magic.estimate("How many?", strategy="best_of_n", **options)
    assert (forecast.cached, forecast.whole) == (4, False)


def test_a_strategy_of_ones_own_that_fails_leaves_a_forecast(tmp_path):
    @o1magic.strategy("breaks", forecast=lambda: 3)
    async def breaks(search):
        await search.expand()
        raise RuntimeError("broken")

    try:
        options = {"model": model(), "strategy": "breaks", "cache": tmp_path}
        with pytest.raises(RuntimeError):
            o1magic.reason("How many?", **options)
        forecast = o1magic.estimate("How many?", **options)
        assert (forecast.cached, forecast.whole, forecast.calls.expected) == (1, False, 3)
    finally:
        _strategies.pop("breaks")


def test_what_the_run_would_refuse_is_refused(tmp_path):
    with pytest.raises(o1magic.ConfigError, match="a check would be ignored"):
        o1magic.estimate("How many?", model=model(), strategy="chain", check=bool, cache=tmp_path)


def test_the_cost_of_a_model_of_unknown_price_is_limited_by_neither(tmp_path):
    options = {"model": "openai/unheard-of", "api_base": "http://127.0.0.1:9/v1", "cache": tmp_path}
    for ask in (o1magic.estimate, o1magic.reason):
        with pytest.raises(o1magic.ConfigError, match=r"unknown, so its cost cannot be limited to 0\.5 USD; give it"):
            ask("How many?", cost=0.5, **options)
    assert o1magic.estimate("How many?", cost=0.5, price=(1, 2), **options).cost.expected > 0
    assert o1magic.estimate("How many?", cost=None, **options).cost is None


async def test_a_forecast_is_made_on_a_running_event_loop_too(tmp_path):
    assert o1magic.estimate("How many?", model=model(), strategy="chain", cache=tmp_path).calls.high == 1


def test_runs_with_tests_and_without_are_told_apart(tmp_path):
    options = {"model": model(), "strategy": "best_of_n", "answer": "code", "cache": tmp_path}
    o1magic.reason("How many?", **options)
    assert o1magic.estimate("How many more?", **options).runs == 1
    assert o1magic.estimate("How many more?", tests="assert True", **options).runs == 0


def test_what_a_recording_holds_is_told_and_nothing_is_written(tmp_path):
    file = tmp_path / "lesson.jsonl"
    options = {"strategy": "self_consistency", "cache": False}
    o1magic.estimate("How many?", model=model(), record=file, **options)
    assert not file.exists()
    o1magic.reason("How many?", model=model(answers=1), record=file, **options)
    forecast = o1magic.estimate("How many?", model="priced", replay=file, strategy="self_consistency")
    assert (forecast.cached, forecast.whole, forecast.replays) == (4, True, True)
    assert "The recording holds all of it already" in str(forecast)


@pytest.mark.parametrize(
    ("question", "params"), [("How many boxes?", None), ("How many?", {"n": 8, "stop": "none"})], ids=["other", "more"]
)
def test_what_a_recording_does_not_hold_fails_as_the_replay_would(question, params, tmp_path):
    options = {"strategy": "self_consistency", "params": params}
    o1magic.reason("How many?", model=model(answers=1), record=tmp_path / "lesson.jsonl", cache=False, **{
        **options, "params": {"n": 4}})  # fmt: skip
    options |= {"model": "priced", "replay": tmp_path / "lesson.jsonl"}
    with pytest.raises(o1magic.ReplayMissError) as forecast:
        o1magic.estimate(question, **options)
    with pytest.raises(o1magic.ReplayMissError) as run:
        o1magic.reason(question, **options)
    assert str(forecast.value) == str(run.value)


def test_a_recording_of_a_run_that_was_cut_short_misses_nothing(tmp_path):
    file = tmp_path / "lesson.jsonl"
    slow = ScriptedModel("Answer: 1", name="slow", delay=lambda _ask, sample: 5 if sample else 0, capabilities=PRICED)
    options = {"strategy": "self_consistency", "params": {"n": 4, "stop": "none"}, "seconds": 0.5}
    assert o1magic.reason("How many?", model=slow, record=file, cache=False, **options).stop_reason == "seconds"
    forecast = o1magic.estimate("How many?", model="slow", replay=file, **options)
    assert (forecast.cached, forecast.whole) == (1, False)
    assert o1magic.reason("How many?", model="slow", replay=file, **options).stop_reason == "seconds"


def test_the_cache_is_looked_up_also_where_the_run_will_be_recorded(tmp_path):
    options = {"model": model(answers=1), "strategy": "self_consistency", "cache": tmp_path}
    o1magic.reason("How many?", **options)
    assert o1magic.estimate("How many?", record=tmp_path / "lesson.jsonl", **options).cached == 4


def test_how_far_off_such_forecasts_are_is_told(tmp_path):
    options = {"model": model(), "strategy": "self_consistency", "params": {"n": 4, "stop": "none"}, "cache": tmp_path}
    for i in range(3):
        assert o1magic.estimate(f"How many of {i}?", **options).usual_errors == {}
        o1magic.reason(f"How many of {i}?", **options)
    forecast = o1magic.estimate("How many of 3?", **options)
    runs = [o1magic.reason(f"How many of {i}?", **options).usage.tokens for i in range(3)]
    assert forecast.usual_errors == {
        "calls": 0.0,
        "tokens": pytest.approx(abs(runs[2] / statistics.fmean(runs[:2]) - 1)),
    }
    assert "each from the ones before it, miss 0% of the calls and" in str(forecast)


def test_a_forecast_is_found_for_the_run_that_it_was_made_of(tmp_path):
    options = {"model": model(), "strategy": "self_consistency", "params": {"n": 4, "stop": "none"}, "cache": tmp_path}
    first = o1magic.reason("How many?", **options)
    assert claim(first.trace) is None
    made = o1magic.estimate("And then?", after=first, **options)
    result = o1magic.reason("And then?", after=first, **options)
    assert claim(o1magic.reason("And then?", **options).trace) is None, "what came before it is another"
    assert claim(result.trace) is made
    assert claim(result.trace) is None, "it is told once"
    off = made.errors(result)
    said = made.against(result)
    assert said.startswith("Against the forecast: calls 4 for 4 (+0%), ")
    assert f"tokens {result.usage.tokens:,} for {made.tokens.expected:,.0f} ({off['tokens']:+.0%})" in said


def test_the_range_of_one_more_value_has_the_textbook_quantiles():
    for degrees, quantile in ((1, 6.314), (2, 2.920), (3, 2.353), (5, 2.015), (10, 1.812), (30, 1.697)):
        assert _student(degrees) == pytest.approx(quantile, abs=2e-3)
    assert _spread([], float, Range(1, 2, 3)) == Range(1, 2, 3)


JUDGED = {
    "auto": ("judge", "p_true", "pairwise", "rollout"),
    "best_of_n": (None, "judge", "p_true", "pairwise", "rollout"),
    "beam": (None, "judge", "p_true", "pairwise", "rollout"),
    "lookahead": (None, "judge", "p_true", "pairwise", "rollout"),
    "dvts": (None, "judge", "p_true", "pairwise", "rollout"),
    "particle": (None, "judge", "p_true", "pairwise", "rollout"),
    "revise": (None, "judge", "p_true", "pairwise", "rollout"),
    "rsa": (None, "judge", "p_true", "pairwise", "rollout"),
    "plan": (None, "judge", "p_true", "pairwise", "rollout"),
    "decompose": (None, "judge", "p_true", "pairwise", "rollout"),
    "mcts": (None, "judge", "p_true"),
    "ab_mcts": (None, "judge", "p_true"),
}


@pytest.mark.parametrize("logprobs", [True, False], ids=["logprobs", "none"])
@pytest.mark.parametrize(("strategy", "scorer"), [(name, each) for name, them in JUDGED.items() for each in them])
def test_the_range_holds_the_calls_of_judges_where_nothing_is_known(strategy, scorer, logprobs, tmp_path):
    serial = itertools.count()

    def reply(ask, _sample):
        text = ask.messages[-1].text
        if "numbered list" in text:
            return "\n".join(f"{i}. Of all things, number {i} of {next(serial)}" for i in range(1, 7))
        # No two solutions are the same, which would share a verdict; and no answer to a part passes.
        steps = f"## Step 1: Think\nThis is {next(serial)}.\n\n## Step 2: Go on\nSo be it."
        return f"{steps}\n\nAnswer: {next(serial)}\nVerdict: 10"

    options = {
        "model": ScriptedModel(reply, name="judging", capabilities=Capabilities(logprobs=logprobs, price=(0.0, 0.0))),
        "strategy": strategy,
        "scorer": scorer,
        "cache": tmp_path,
        "calls": None,
        "tokens": None,
    }
    forecast = o1magic.estimate("How many?", **options)
    calls = o1magic.reason("How many?", **options).usage.calls
    assert forecast.runs == 0
    assert forecast.calls.holds(calls), (forecast.calls, calls)


def test_the_calls_of_a_judge_are_held_too(tmp_path):
    options = {"model": model(answers=1), "strategy": "rsa", "scorer": "p_true", "params": {"t": 1}, "cache": tmp_path}
    first = o1magic.estimate("How many?", **options)
    assert (first.calls.low, first.calls.expected, first.calls.high) == (2, 16, 56)
    assert o1magic.reason("How many?", **options).usage.calls == o1magic.estimate("How many?", **options).cached
