"""pass@k, and what it says of a search with a perfect, a random and no verifier."""

from __future__ import annotations

import itertools
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

import o1magic
from o1magic.errors import ConfigError


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
