"""A forecast of a comparison: each strategy, and all together with what they share counted once."""

from __future__ import annotations

import pytest

import o1magic
from o1magic.comparison_forecast import claim
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel

STRATEGIES = ["chain", "self_consistency:n=8:stop=none", "best_of_n:n=8"]
PRICED = Capabilities(price=(1e-6, 2e-6), max_tokens=400)


def model():
    return ScriptedModel(lambda _ask, sample: f"Answer: {sample}\nVerdict: 7", name="talker", capabilities=PRICED)


def test_shared_samples_count_once_and_it_is_measured(tmp_path):
    options = {"model": model(), "cache": tmp_path}
    made = o1magic.estimate_comparison("How many?", STRATEGIES, **options)
    assert [column.calls.expected for column in made.columns.values()] == [1, 8, 16]
    assert made.calls.expected == 16
    assert "together" in str(made)
    assert "count once" in made.mimebundle()["text/html"]
    comparison = o1magic.compare("How many?", STRATEGIES, **options)
    assert comparison.spent.calls == 16
    assert claim(comparison) is made
    assert made.against(comparison).startswith("Against the forecast: calls 16 for 16 (+0%), tokens ")
    again = o1magic.estimate_comparison("How many?", STRATEGIES, **options)
    assert (again.calls.low, again.calls.high) == (16, 16)
    assert again.tokens.expected == comparison.spent.tokens


def test_a_strategy_that_cannot_run_is_a_remark(tmp_path):
    options = {"model": model(), "cache": tmp_path, "check": bool}
    made = o1magic.estimate_comparison("How many?", ["chain", "best_of_n"], **options)
    assert list(made.columns) == ["best_of_n"]
    assert "chain cannot run: the strategy 'chain' scores nothing" in str(made)
    with pytest.raises(o1magic.ConfigError):
        o1magic.estimate_comparison("How many?", ["chain", "self_consistency"], **options)
