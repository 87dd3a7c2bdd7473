"""pass@k, what it says of a search with a perfect, a random and no verifier, and what more compute would buy."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import random
import statistics
import time

import pytest
import traces
from hypothesis import given
from hypothesis import strategies as st

import o1magic
from o1magic.errors import ConfigError
from o1magic.metrics import compute_curve, incomplete_beta


@pytest.mark.parametrize(
    ("n", "right", "k", "expected"), [(10, 3, 1, 0.3), (10, 3, 8, 1), (10, 0, 5, 0), (4, 2, 2, 5 / 6)]
)
def test_pass_at_k_by_hand(n, right, k, expected):
    assert o1magic.pass_at_k(n, right, k) == pytest.approx(expected)


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n))))
def test_pass_at_k_is_the_share_of_subsets_with_a_right_sample(numbers):
    n, right, k = numbers
    subsets = list(itertools.combinations([i < right for i in range(n)], k))
    assert o1magic.pass_at_k(n, right, k) == pytest.approx(sum(map(any, subsets)) / len(subsets))


@pytest.mark.parametrize("numbers", [(0, 0, 1), (4, 5, 1), (4, 1, 5), (4, 1, 0), (4.5, 1, 1)])
def test_numbers_that_make_no_sense_are_refused(numbers):
    with pytest.raises(ConfigError, match="is not a whole number"):
        o1magic.pass_at_k(*numbers)


def answers_of(seed):
    """Return eight answers, three of them right."""
    answers = ["42"] * 3 + [str(i) for i in range(5)]
    random.Random(seed).shuffle(answers)
    return answers


def best_of_8(answers, score):
    model = o1magic.ScriptedModel([f"Answer: {answer}" for answer in answers])
    options = {"strategy": "best_of_n", "params": {"n": 8}, "cache": False}
    return o1magic.reason("?", model=model, scorer=score, **options).reselect("best").answer == "42"


def test_with_a_perfect_verifier_best_of_n_is_pass_at_n_and_with_a_random_one_pass_at_1():
    perfect = [best_of_8(answers_of(seed), lambda text: text == "Answer: 42") for seed in range(20)]
    assert statistics.mean(perfect) == o1magic.pass_at_k(8, 3, 8) == 1
    rng = random.Random(7)
    # A function of the text alone would judge equal answers alike: the texts differ.
    blind = []
    for seed in range(200):
        answers = answers_of(seed)
        model = o1magic.ScriptedModel([f"Way {i}.\nAnswer: {answer}" for i, answer in enumerate(answers)])
        options = {"strategy": "best_of_n", "params": {"n": 8}, "cache": False, "scorer": lambda _text: rng.random()}
        blind.append(o1magic.reason("?", model=model, **options).reselect("best").answer == "42")
    assert statistics.mean(blind) == pytest.approx(o1magic.pass_at_k(8, 3, 1), abs=0.1)


# What more compute would buy.


def vote(counts, **config):
    run = traces.Run(**config)
    for answer, number in counts.items():
        for _ in range(number):
            run.sample(f"Answer: {answer}", answer)
    return run.end()


def by_hand(a, b, function, grid=20_000):
    """Return the mean of a function over Beta(a, b) and its values at the ends of the 95 % interval, by quadrature.

    The square root of the density's argument takes its poles away: p = sin(t)^2.
    """
    angles = [(i + 0.5) / grid * math.pi / 2 for i in range(grid)]
    weights = [math.sin(t) ** (2 * a - 1) * math.cos(t) ** (2 * b - 1) for t in angles]
    values = [function(math.sin(t) ** 2) for t in angles]
    whole = math.fsum(weights)
    below = list(itertools.accumulate(weights))
    ends = [values[next(i for i, sum_ in enumerate(below) if sum_ >= q * whole)] for q in (0.025, 0.975)]
    return math.fsum(w * v for w, v in zip(weights, values, strict=True)) / whole, *ends


def majority_tail(samples):
    """Return the probability of a majority, ties halved, as a function of each sample's."""

    def tail(p):
        terms = [(k, math.comb(samples, k) * p**k * (1 - p) ** (samples - k)) for k in range(samples + 1)]
        return sum(term for k, term in terms if 2 * k > samples) + sum(t for k, t in terms if 2 * k == samples) / 2

    return tail


@pytest.mark.parametrize("counts", [{"a": 8, "b": 2}, {"a": 3, "b": 2}, {"a": 2}, {"a": 3, "b": 2, "c": 2, "d": 1}])
def test_agreement_is_the_binomial_tail_integrated_over_the_beta(counts):
    curve = compute_curve(vote(counts))
    (first, *_), total = counts.values(), sum(counts.values())
    a, b = first + 0.5, total - first + len(counts) / 2
    for point in curve.points:
        assert point.agreement == pytest.approx(by_hand(a, b, majority_tail(point.samples)), abs=2e-3), point.samples
        assert point.calls == point.samples
        assert point.accuracy is None
    assert curve.independent


def test_the_points_go_from_one_sample_to_four_times_what_was_drawn():
    curve = compute_curve(vote({"a": 8, "b": 2}))
    assert [(p.samples, p.drawn) for p in curve.points] == [
        (1, True), (3, True), (7, True), (10, True), (20, False), (40, False)
    ]  # fmt: skip
    assert (curve.now.samples, curve.next.samples) == (10, 20)
    few = compute_curve(vote({"a": 2}))
    assert [p.samples for p in few.points] == [1, 2, 4, 8]


def test_the_uncertainty_shrinks_with_what_was_drawn_and_not_with_what_was_not():
    small, large = (compute_curve(vote({"a": 3 * k, "b": k})) for k in (1, 10))
    width = [p.agreement[2] - p.agreement[1] for p in (small.points[0], large.points[0])]
    assert width[0] > 2 * width[1]
    # A minority loses a majority ever more surely, and four times the samples are no less uncertain than what is known.
    split = compute_curve(vote({"a": 3, "b": 2, "c": 2, "d": 1}))
    means = [p.agreement[0] for p in split.points]
    assert means[-1] < means[0] < 0.5
    assert split.points[-1].agreement[2] - split.points[-1].agreement[1] > 0.5


def test_accuracy_is_that_at_least_one_passes():
    curve = compute_curve(traces.checked())
    a, b = 1.5, 3.5
    for point in curve.points:
        expected = by_hand(a, b, lambda q, n=point.samples: 1 - (1 - q) ** n)
        assert point.accuracy == pytest.approx(expected, abs=2e-3)
    run = traces.Run(strategy="best_of_n", tests="t")
    for value in (0.5, 1.0):
        run.score(run.sample("Answer: 1", "1"), "tests", value)
    half = compute_curve(run.end())
    assert half.points[0].accuracy[0] == pytest.approx(0.5)


def test_calls_count_all_that_a_sample_costs():
    run = traces.Run()
    run.sample("Answer: 1", "1")
    run.sample("Answer: 1", "1")
    run.fail(run.start(), "429")
    run.sample("Hm.", None)
    curve = compute_curve(run.end())
    assert (curve.now.samples, curve.now.calls, curve.next.calls) == (2, 4, 8)


@pytest.mark.parametrize("name", ["out_of_time", "without_answer", "under_way", "scored_steps"])
def test_fewer_than_two_votes_tell_nothing(name):
    assert compute_curve(traces.EXAMPLES[name]()) is None


@pytest.mark.parametrize(("name", "independent"), [("pencils", True), ("mcts", False), ("rsa", False)])
def test_samples_of_a_tree_are_not_independent(name, independent):
    assert compute_curve(traces.EXAMPLES[name]()).independent is independent


def test_another_selection_has_a_curve_of_its_own():
    trace = vote({"a": 8, "b": 2})
    other = dataclasses.replace(trace.selection, node=trace.selection.votes[1].nodes[0], answer="b")
    mine, its = compute_curve(trace), compute_curve(trace, other)
    assert mine.now.agreement[0] > 0.8
    assert its.now.agreement[0] < 0.2


def test_it_is_cheap_certain_and_can_be_sent():
    trace = vote({"a": 150, "b": 60, **{str(i): 1 for i in range(46)}})
    begun = time.process_time()
    curve = compute_curve(trace)
    assert time.process_time() - begun < 0.1
    assert curve == compute_curve(trace)
    data = json.loads(json.dumps(curve.to_json()))
    assert data["independent"] is True
    assert data["points"][0]["agreement"] == list(curve.points[0].agreement)
    for point in curve.points:
        assert 0 <= point.agreement[1] <= point.agreement[0] <= point.agreement[2] <= 1


@given(st.integers(1, 300), st.integers(0, 300), st.floats(0, 1))
def test_the_incomplete_beta_is_the_binomial_tail(first, rest, p):
    """I_p(k, n - k + 1) = P(at least k of n)."""
    n = first + rest
    terms = (math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(first, n + 1))
    assert incomplete_beta(first, rest + 1, p) == pytest.approx(math.fsum(terms), abs=1e-9)
