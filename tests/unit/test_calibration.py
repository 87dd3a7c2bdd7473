"""Confidence: fitted to known worlds, its error by hand, and that it is never claimed for what it was not fitted on."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import random

import pytest
import traces
from hypothesis import assume, given
from hypothesis import strategies as st

import o1magic
from o1magic.calibration import (
    Isotonic,
    Platt,
    brier_score,
    evidence,
    expected_calibration_error,
    pool_adjacent_violators,
)
from o1magic.render import html, text
from o1magic.render.story import story
from o1magic.search.select import best, majority, weighted

UNIT = st.floats(0, 1)
PAIRS = st.lists(st.tuples(UNIT, st.booleans()), min_size=2, max_size=60)


def vote(agree: int, total: int, **config) -> o1magic.Result:
    """A vote in which this many of all chains agree."""
    run = traces.Run(**config)
    for number in range(total):
        run.sample("So.", "84" if number < agree else str(number), cached=True)
    return o1magic.Result(run.end())


def judged(score: float | None, *, rule=weighted, **config) -> o1magic.Result:
    """One sample that a judge gave this score."""
    run = traces.Run(**{"strategy": "best_of_n", "scorer": "judge"} | config)
    run.score(run.sample("So.", "84"), "judge", score)
    return o1magic.Result(run.end(rule=rule))


def unanswered() -> o1magic.Result:
    run = traces.Run()
    run.sample("I like pencils.", None)
    return o1magic.Result(run.end())


VOTES = [vote(agree, 8) for agree in range(5, 9)]


def world(n: int, seed: int = 0) -> tuple[list[o1magic.Result], list[bool]]:
    """Votes that are right as often as their agreement says: .625, .75, .875 and 1 (less a twentieth)."""
    draw = random.Random(seed)
    results = [VOTES[number % 4] for number in range(n)]
    return results, [draw.random() < 0.95 * result.agreement for result in results]


def logistic(n: int, slope: float, intercept: float) -> tuple[list[float], list[bool]]:
    draw = random.Random(7)
    scores = [draw.random() for _ in range(n)]
    return scores, [draw.random() < 1 / (1 + math.exp(-slope * score - intercept)) for score in scores]


# -- the curves


@pytest.mark.parametrize(("slope", "intercept"), [(5.0, -2.0), (-3.0, 1.0), (0.0, 0.4)])
def test_platt_recovers_a_logistic_world(slope, intercept):
    curve = Platt.fit(*logistic(20_000, slope, intercept))
    assert curve.slope == pytest.approx(slope, abs=0.15)
    assert curve.intercept == pytest.approx(intercept, abs=0.1)


def test_platt_hits_its_targets_where_two_scores_tell_all():
    # 3 right at 1 and 2 wrong at 0: the targets are 4/5 and 1/4, and two parameters reach both.
    curve = Platt.fit([1, 1, 1, 0, 0], [True] * 3 + [False] * 2)
    assert (curve(1), curve(0)) == (pytest.approx(4 / 5), pytest.approx(1 / 4))


def test_platt_of_equal_scores_is_the_smoothed_share():
    curve = Platt.fit([0.7] * 5, [True] * 3 + [False] * 2)
    assert curve.slope == 0
    assert curve(0.7) == curve(0) == pytest.approx((3 * 4 / 5 + 2 * 1 / 4) / 5)


@given(PAIRS)
def test_platt_is_where_the_likelihood_is_flat(pairs):
    scores, labels = zip(*pairs, strict=True)
    # Closer than that, the ridge of the algorithm is what decides.
    assume(max(scores) == min(scores) or max(scores) - min(scores) > 1e-3)
    curve = Platt.fit(scores, labels)
    right = sum(labels)
    targets = [(right + 1) / (right + 2) if label else 1 / (len(labels) - right + 2) for label in labels]
    assert math.fsum(curve(s) - t for s, t in zip(scores, targets, strict=True)) == pytest.approx(0, abs=1e-5)
    assert math.fsum((curve(s) - t) * s for s, t in zip(scores, targets, strict=True)) == pytest.approx(0, abs=1e-5)


def test_pooling_equals_the_solution_by_hand():
    # 0 | 1 0 are pooled | 1 1 0 are pooled | 1, the two at .6 being one.
    scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6, 0.7]
    labels = [False, True, False, True, True, False, True, True]
    blocks = [(b.first, b.last, b.right, b.count) for b in pool_adjacent_violators(scores, labels)]
    assert blocks == [(0.1, 0.1, 0, 1), (0.2, 0.3, 1, 2), (0.4, 0.6, 3, 4), (0.7, 0.7, 1, 1)]
    curve = Isotonic.fit(scores, labels)
    assert [curve(score) for score in (0.2, 0.25, 0.3, 0.4, 0.6)] == [0.5, 0.5, 0.5, 0.75, 0.75]
    assert curve(0.35) == pytest.approx(0.625), "straight between two blocks"
    assert (curve(0), curve(1)) == (1 / 10, 9 / 10), "eight results show no certainty"


@given(PAIRS, st.randoms(use_true_random=False))
def test_isotonic_never_falls_keeps_the_mean_and_beats_other_monotone_curves(pairs, draw):
    scores, labels = zip(*pairs, strict=True)
    curve = Isotonic.fit(scores, labels)
    at = sorted([*scores, *(draw.random() for _ in range(20)), 0.0, 1.0])
    values = [curve(score) for score in at]
    assert all(a <= b + 1e-12 for a, b in itertools.pairwise(values))
    assert all(0 < value < 1 for value in values)

    blocks = pool_adjacent_violators(scores, labels)
    assert sum(block.right for block in blocks) == sum(labels)

    def fitted(score):
        return next(block.right / block.count for block in blocks if block.first <= score <= block.last)

    other = sorted(draw.random() for _ in set(scores))
    rival = dict(zip(sorted(set(scores)), other, strict=True))
    assert brier_score([fitted(s) for s in scores], labels) <= brier_score([rival[s] for s in scores], labels) + 1e-12
    shuffled = draw.sample(pairs, len(pairs))
    assert pool_adjacent_violators(*zip(*shuffled, strict=True)) == blocks


# -- the errors


def test_the_error_of_a_constant_is_its_distance_from_the_truth():
    assert expected_calibration_error([0.9] * 10, [True] * 3 + [False] * 7) == pytest.approx(0.6)
    assert brier_score([0.9] * 10, [True] * 3 + [False] * 7) == pytest.approx((3 * 0.01 + 7 * 0.81) / 10)


def test_the_error_by_hand_over_two_bins():
    # (.1 + .3) / 2 against 1 of 2, and (.6 + .8) / 2 against 1 of 2: .3 and .2, half each.
    forecasts, labels = [0.8, 0.1, 0.6, 0.3], [True, False, False, True]
    assert expected_calibration_error(forecasts, labels, bins=2) == pytest.approx(0.25)
    # The three that are equal belong to the second half: .1 off, as is the one in the first.
    assert expected_calibration_error([0.1, 0.9, 0.9, 0.9], [False, True, True, True], bins=2) == pytest.approx(0.1)


def test_the_error_of_a_perfect_forecaster_is_near_0():
    draw = random.Random(3)
    forecasts = [draw.random() for _ in range(20_000)]
    labels = [draw.random() < forecast for forecast in forecasts]
    assert expected_calibration_error(forecasts, labels) < 0.01
    assert expected_calibration_error([0.0, 1.0] * 50, [False, True] * 50) == 0


@given(PAIRS, st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_error_knows_no_order_and_lies_between_bias_and_mean_distance(pairs, bins, draw):
    forecasts, labels = zip(*pairs, strict=True)
    error = expected_calibration_error(forecasts, labels, bins)
    assert expected_calibration_error(*zip(*draw.sample(pairs, len(pairs)), strict=True), bins) == pytest.approx(error)
    bias = abs(math.fsum(forecasts) - sum(labels)) / len(pairs)
    distance = math.fsum(abs(f - y) for f, y in pairs) / len(pairs)
    assert bias - 1e-12 <= error <= distance + 1e-12


# -- what is calibrated


def test_the_evidence_is_what_decided():
    assert evidence(vote(5, 8)) == ("agreement", 5 / 8)
    assert evidence(judged(0.7)) == ("judge", 0.7)
    assert evidence(judged(0.7, rule=majority)) == ("agreement", 1)
    assert evidence(o1magic.Result(traces.checked())) == ("check", 1)
    assert evidence(judged(None)) is None
    assert evidence(unanswered()) is None


def test_few_results_get_a_sigmoid_and_many_a_monotone_curve():
    few, many = o1magic.calibrate(*world(199)), o1magic.calibrate(*world(200))
    assert (few.method, few.n, many.method, many.n) == ("platt", 199, "isotonic", 200)
    for calibration in (few, many):
        shown = [calibration(result).confidence for result in VOTES]
        assert shown == [pytest.approx(0.95 * result.agreement, abs=0.16) for result in VOTES]
        for value, (low, high) in (
            (calibration.ece, calibration.ece_interval),
            (calibration.brier, calibration.brier_interval),
        ):
            assert 0 <= low <= value <= high <= 1
            assert low < high
        assert calibration.brier < 0.25


def test_equal_results_give_an_equal_calibration():
    results, labels = world(60)
    assert o1magic.calibrate(results, labels) == o1magic.calibrate(results, labels)
    other = o1magic.calibrate(results, labels, seed=1)
    assert other.curve == o1magic.calibrate(results, labels).curve
    assert other.ece_interval != o1magic.calibrate(results, labels).ece_interval


def test_the_errors_are_those_of_unseen_results():
    # Each score but two is unique and its label is chance: a curve that has seen them all looks better than it is.
    draw = random.Random(5)
    results = [judged((number + 0.5) / 240) for number in range(240)]
    labels = [draw.random() < 0.5 for _ in results]
    calibration = o1magic.calibrate(results, labels)
    seen = brier_score([calibration(result).confidence for result in results], labels)
    assert seen < 0.25 < calibration.brier


def test_results_without_evidence_are_skipped_and_counted():
    results, labels = world(40)
    calibration = o1magic.calibrate([unanswered(), *results, unanswered()], [False, *labels, True])
    assert (calibration.n, calibration.skipped) == (40, 2)
    assert "40 results, 2 skipped" in repr(calibration)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (vote(5, 8, models=("openai/gpt-4o",)), "models ('local/qwen2.5-coder-0.5b',) and ('openai/gpt-4o',)"),
        (vote(5, 8, strategy="auto"), "strategy 'self_consistency' and 'auto'"),
        (vote(5, 8, params={"n": 8}), "params {'n': 16, 'stop': 'asc', 'mix': 'none'} and {'n': 8,"),
        (judged(0.5, strategy="self_consistency", rule=best), "scorer None and 'judge'; rule 'majority' and 'best'"),
    ],
)
def test_different_results_share_no_calibration(other, says):
    results, labels = world(40)
    with pytest.raises(o1magic.ConfigError) as refused:
        o1magic.calibrate([*results, other], [*labels, True])
    assert says in str(refused.value)
    with pytest.raises(o1magic.ConfigError) as refused:
        o1magic.calibrate(results, labels)(other)
    assert says in str(refused.value)


def test_a_default_that_is_written_out_is_no_difference():
    results, labels = world(40)
    assert o1magic.calibrate(results, labels)(vote(5, 8, params={"n": "16"})).confidence is not None


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ([True] * 40, "all 40 answers are right"),
        ([False] * 40, "all 40 answers are wrong"),
        ([True] * 39, "40 results need as many labels, not 39"),
        ([True, "no"] * 20, r"labels\[1\]='no' is not True or False"),
        ([True, None] * 20, r"labels\[1\]=None is not True or False"),
    ],
)
def test_labels_that_cannot_be_used_are_refused(labels, says):
    with pytest.raises(o1magic.ConfigError, match=says):
        o1magic.calibrate(world(40)[0], labels)


def test_what_is_no_result_is_refused():
    with pytest.raises(o1magic.ConfigError, match=r"results\[0\]='84' is not a Result"):
        o1magic.calibrate(["84"] * 40, [True] * 40)


@pytest.mark.parametrize("results", [[], world(19)[0], [unanswered()] * 40])
def test_too_few_results_are_refused(results):
    labels = [bool(number % 2) for number in range(len(results))]
    with pytest.raises(o1magic.ConfigError, match="at least 20 results with an answer"):
        o1magic.calibrate(results, labels)


@pytest.mark.parametrize("n", [60, 240])
def test_json_keeps_it_whole(n):
    calibration = o1magic.calibrate(*world(n))
    assert o1magic.Calibration.from_json(calibration.to_json()) == calibration


@pytest.mark.parametrize("data", ["", "null", "{}", '{"method": "platt"}', traces.Run().trace.snapshot()])
def test_other_json_is_no_calibration(data):
    with pytest.raises(ValueError, match="cannot be read as a calibration"):
        o1magic.Calibration.from_json(data if isinstance(data, str) else json.dumps(data))


# -- where it is seen


def test_a_confidence_is_an_event_like_any_other():
    calibration = o1magic.calibrate(*world(60))
    plain = vote(7, 8)
    sure = calibration(plain)
    assert plain.confidence is None
    assert sure.confidence == calibration.curve(7 / 8)
    assert (sure.answer, sure.votes, sure.selection.posterior) == (plain.answer, plain.votes, plain.selection.posterior)
    assert o1magic.Result.from_json(sure.to_json()).confidence == sure.confidence
    assert calibration(sure).confidence == sure.confidence
    assert sure.reselect("majority").confidence is None, "another rule, another evidence"
    assert calibration(unanswered()).confidence is None


def test_reason_applies_it_and_refuses_another_before_anything_is_asked():
    model = o1magic.ScriptedModel(["Answer: 84"] * 8)
    options = {"model": model, "strategy": "self_consistency", "params": {"n": 8}, "cache": False}
    plain = o1magic.reason("?", **options)
    calibration = dataclasses.replace(
        o1magic.calibrate(*world(60)),
        setting=dataclasses.replace(
            o1magic.calibrate(*world(60)).setting,
            models=(model.name,),
            params={"n": 8, "stop": "asc", "mix": "none"},
        ),
    )
    events = []
    sure = o1magic.reason("?", **options, calibration=calibration, on_event=events.append)
    assert sure.confidence == calibration.curve(1.0)
    assert sure.trace.events == events
    assert len(sure.trace.events) == len(plain.trace.events) + 1
    asked = []
    with pytest.raises(o1magic.ConfigError, match="strategy 'self_consistency' and 'chain'"):
        o1magic.reason("?", model=model, strategy="chain", cache=False, calibration=calibration, on_event=asked.append)
    assert asked == []
    with pytest.raises(o1magic.ConfigError, match=r"calibration=3 is not what o1magic\.calibrate returns"):
        o1magic.reason("?", model=model, cache=False, calibration=3)


def test_a_rule_that_it_was_not_fitted_on_costs_the_confidence_and_not_the_result():
    # No answer passes the check, so that votes decide and not the scores that it was fitted on.
    options = {"strategy": "revise", "params": {"n": 2, "parallel": 2}, "cache": False}
    model = o1magic.ScriptedModel(["Answer: 84", "Answer: 85"])
    setting = dataclasses.replace(
        o1magic.calibrate(*world(60)).setting,
        models=(model.name,),
        strategy="revise",
        params=options["params"],
        check="check",
        rule="weighted by chain",
        score="check",
    )
    calibration = dataclasses.replace(o1magic.calibrate(*world(60)), setting=setting)

    def check(_answer):
        return False

    result = o1magic.reason("?", model=model, check=check, calibration=calibration, **options)
    assert (result.answer in ("84", "85"), result.confidence) == (True, None)
    assert result.trace.notes[-1].startswith(
        "No confidence: this calibration was fitted on other results than this one"
    )


async def test_areason_applies_it_too():
    model = o1magic.ScriptedModel(["Answer: 84"] * 8)
    calibration = o1magic.calibrate(*world(60))
    setting = dataclasses.replace(calibration.setting, models=(model.name,))
    calibration = dataclasses.replace(calibration, setting=setting)
    sure = await o1magic.areason("?", model=model, strategy="self_consistency", cache=False, calibration=calibration)
    assert sure.confidence == calibration.curve(1.0)


def test_views_tell_a_calibrated_confidence_from_a_posterior():
    plain, sure = traces.pencils(), traces.calibrated()
    assert story(plain).confidence == "posterior over the runner-up .97, uncalibrated"
    assert story(sure).confidence == "confidence .83 (calibrated on 240 questions)"
    for view in (text.record, html.record):
        assert "posterior" not in view(sure)
        assert "confidence .83 (calibrated on 240 questions)" in view(sure)
    assert story(vote(1, 1).trace).confidence == "", "one vote has no runner-up"
    one = traces.Run()
    one.sample("So.", "84")
    one.end()
    chosen = dataclasses.replace(one.trace.selection, confidence=0.5, calibrated_on=1)
    one.emit("selected", **chosen.to_json())
    assert story(one.trace).confidence == "confidence .50 (calibrated on 1 question)"


# -- steps


def stepwise(*steps: float, scorer: str | None = None, **others: tuple[float, ...]) -> o1magic.Result:
    """A chain whose steps a judge scored so, and other scorers otherwise."""
    run = traces.Run(strategy="chain", scorer=scorer)
    node = run.sample("So.", "84")
    for name, values in {**others, "judge": steps}.items():
        run.emit("node_changed", node, scores={name: {"value": min(values, default=0.5), "note": "", "steps": values}})
    return o1magic.Result(run.end())


def test_ten_steps_at_95_percent_are_at_60():
    result = stepwise(*[0.95] * 10)
    assert result.joint == pytest.approx(0.5987, abs=5e-5)
    assert result.weakest == (1, 0.95)
    for view in (text.record, html.record):
        assert "joint .60 over 10 steps, weakest .95 at step 1, uncalibrated" in " ".join(view(result.trace).split())


def test_the_weakest_step_is_named_by_its_number():
    assert stepwise(0.9, 0.5, 0.8).weakest == (2, 0.5)
    assert stepwise(0.9, 0.5, 0.8).joint == pytest.approx(0.36)
    assert stepwise(0.9, 0.0).joint == 0


@pytest.mark.parametrize("result", [vote(5, 8), unanswered(), stepwise()])
def test_where_no_step_was_scored_nothing_is_claimed(result):
    assert (result.joint, result.weakest) == (None, None)
    assert "joint" not in str(result)


def test_values_of_beginnings_are_no_step_confidences():
    result = o1magic.Result(traces.scored_steps())
    assert [node.scores["judge"].value for node in result.trace.path("0.0.0.0.0")] == [0.7, 0.6, 0.9, 0.88]
    assert result.joint == pytest.approx(0.95 * 0.88 * 0.97)
    assert result.weakest == (2, 0.88)


@pytest.mark.parametrize(("scorer", "joint"), [(None, 0.3), ("judge", 0.9), ("critic", 0.3), ("zeal", 0.2)])
def test_the_runs_own_scorer_is_heard_before_the_others(scorer, joint):
    assert stepwise(0.9, scorer=scorer, zeal=(0.2,), critic=(0.3,)).joint == joint
