"""What the tables of strategies and scorers say of each, against what it really does and does not run without."""

from __future__ import annotations

import dataclasses

import pytest
from worlds import FREE, at_random, world

import o1magic
from o1magic import sandbox, scoring
from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import ConfigError
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.search import registry
from o1magic.search.registry import strategies

ALL = sorted(strategies())
MIXED = "self_consistency with mix=program"
CHECK = ByCallable(lambda answer: answer == "never", "check", "answer")


def model(**able):
    return world(3, at_random("ab"), capabilities=dataclasses.replace(FREE, **able))


def run(strategy, *models, scorer=None, **options):
    name, _, mixed = strategy.partition(" ")
    first, *others = models or [model()]
    config = Config(
        models=tuple(each.name for each in (first, *others)),
        strategy=name,
        params={"mix": "program"} if mixed else {},
        check="check" if scorer is CHECK else None,
        scorer=None if scorer in (None, CHECK) else scorer.name,
        limits=Limits(calls=200, tokens=None, seconds=None),
        **{"answer": "text"} | options,
    )
    return Result(Run(Task(question="Which way?", config=config, model=first, others=others, scorer=scorer)).wait())


def refused(strategy, *models, **options):
    try:
        run(strategy, *models, **options)
    except ConfigError:
        return True
    return False


def needs(strategy):
    """Return what a strategy needs; with an option, what its table says of that option."""
    name, _, mixed = strategy.partition(" ")
    told = strategies()[name].facts["needs"].split("; ")
    return "; ".join(need.partition(", ")[2] if mixed else need for need in told if ("mix=" in need) == bool(mixed))


@pytest.mark.parametrize("strategy", ALL)
def test_it_needs_a_model_that_shows_its_steps_where_one_that_hides_them_is_refused(strategy):
    assert refused(strategy, model(hidden_reasoning=True)) == ("shows its steps" in needs(strategy))


@pytest.mark.parametrize("strategy", [*ALL, MIXED])
def test_it_needs_a_sandbox_where_it_does_not_run_without(strategy, monkeypatch):
    async def none(*_):
        raise ConfigError("this system has no sandbox")

    monkeypatch.setattr(sandbox, "_run", none)
    assert refused(strategy) == ("sandbox" in needs(strategy))


@pytest.mark.parametrize("strategy", [*ALL, MIXED])
def test_it_needs_an_answer_that_is_no_code_where_code_is_refused(strategy):
    assert refused(strategy, answer="code") == ("no code" in needs(strategy))


@pytest.mark.parametrize("strategy", ALL)
def test_it_needs_a_check_for_several_models_where_it_takes_several_and_does_not_compare_them_without(strategy):
    two = model(), model()
    asks = strategies()[strategy].several
    assert refused(strategy, *two, scorer=CHECK) != asks
    assert (asks and refused(strategy, *two)) == ("several models" in needs(strategy))


@pytest.mark.parametrize("strategy", ALL)
def test_it_refuses_a_check_and_scorers_that_compare_where_its_table_says_so(strategy):
    told = strategies()[strategy].facts["judged by"]
    assert refused(strategy, scorer=CHECK) == ("refused" in told)
    named = ("refused" in told) or ("not pairwise, rollout, votes" in told)
    assert {refused(strategy, scorer=scoring.find(name)) for name in ("pairwise", "rollout", "votes")} == {named}


@pytest.mark.parametrize("strategy", ALL)
def test_what_stands_in_for_a_check_is_what_its_table_says(strategy):
    told = strategies()[strategy].facts["judged by"]

    def scored(**able):
        return {name for node in run(strategy, model(**able)).trace.nodes.values() for name in node.scores}

    if "else log-probabilities, or a judge" in told:
        assert (scored(), scored(logprobs=False)) == ({"logprob"}, {"judge"})
    elif "else each beginning is completed once" in told:
        assert scored() == {"rollout"}
    else:
        assert "votes" in told
        assert not scored()


@pytest.mark.parametrize("name", sorted(scoring.scorers()))
def test_what_a_scorer_judges_and_needs_is_what_it_is(name):
    made, told = scoring.find(name), scoring.scorers()[name].facts
    assert ("beginnings" in told["judges"]) == made.partial
    assert ("log-probabilities" in told["needs"]) == _fails(name, logprobs=False)
    at_once = "(not ab_mcts, mcts)" in told["needs"]
    assert [refused(strategy, scorer=made) for strategy in ("ab_mcts", "mcts", "rsa")] == [at_once, at_once, False]


def _fails(name, **able):
    scores = [node.scores[name] for node in run("best_of_n", model(**able), scorer=scoring.find(name)).samples]
    return all(score.value is None for score in scores) and "log-prob" in (scores[0].note or "")


def test_what_a_plug_in_says_of_itself_stands_beside_what_follows(monkeypatch):
    monkeypatch.setattr(registry, "_strategies", dict(registry._strategies))

    @o1magic.strategy("mine", forecast=lambda: 1, steps=True, scores=True, needs="a gate", judged_by="a jury")
    async def mine(search):
        """Sample."""

    @o1magic.strategy("plain", forecast=lambda: 1)
    async def plain(search):
        """Sample."""

    facts = o1magic.strategies()["mine"].facts
    assert (facts["needs"], facts["judged by"]) == ("a model that shows its steps; a gate", "a jury")
    assert "    judged by: votes alone; a check or a scorer is refused" in repr(o1magic.strategies())
    assert ">judged by</th>" in o1magic.strategies()._repr_html_()


def test_what_a_scorer_of_ones_own_judges_is_told(monkeypatch):
    monkeypatch.setattr(scoring.registry, "_added", {})

    async def score(ctx, nodes):
        """Score."""

    made = type("Made", (), {"name": "made", "partial": True, "score": score})
    o1magic.scorer("made")(made)
    o1magic.scorer("function", needs="a gate")(score)
    assert o1magic.scorers()["made"].facts["judges"] == "whole solutions and beginnings"
    facts = o1magic.scorers()["function"].facts
    assert (facts["judges"], facts["needs"]) == ("whole solutions", "a gate")
