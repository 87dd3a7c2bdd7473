"""AB-MCTS: its posteriors by hand, its decisions on bandits, its tree the same for any order of arrival."""

from __future__ import annotations

import random
import re
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import FREE

from o1magic.config import Config, Limits
from o1magic.engine import Run, Task
from o1magic.errors import ConfigError, ServerError
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.scoring import ByCallable
from o1magic.search.ab_mcts import Beta, Gaussian


def number(text):
    return int(re.findall(r"-?\d+", text)[-1])


def climber(name="climber", *, step=7, start=lambda i: i % 3, delay=0.0):
    """Return a model whose first attempts are poor, and whose refinements are better by a little."""

    def reply(ask, sample):
        text = ask.messages[-1].text
        attempt = re.search(r"<attempt-\w+>\n(.*?)\n</attempt", text, re.DOTALL)
        value = number(attempt[1]) + step + sample % 2 if attempt else start(sample)
        return f"## Step 1: Try\nAnswer: {value}"

    return ScriptedModel(reply, name=name, capabilities=FREE, delay=delay)


def run(*models, score=lambda answer: min(1.0, int(answer) / 50), limits=None, seed=0, **params) -> Result:
    config = Config(
        models=tuple(model.name for model in models),
        strategy="ab_mcts",
        params=params,
        check="check",
        seed=seed,
        limits=Limits(**{"calls": None, "tokens": None, "seconds": None, **(limits or {})}),
    )
    scorer = ByCallable(score, "check", "answer")
    return Result(Run(Task(question="?", config=config, model=models[0], others=models[1:], scorer=scorer)).wait())


# -- posteriors ------------------------------------------------------------------------------------------------------


def test_the_gaussian_posterior_by_hand():
    arm = Gaussian()
    assert arm.parameters() == pytest.approx((0, 1, 1, 0.1))
    arm.scores += [0.9, 0.7]
    # mean .8, scatter .02, shrinkage 2 * .8^2 / 3
    assert arm.parameters() == pytest.approx((1.6 / 3, 3, 3, (0.1 + 0.02 + 2 * 0.64 / 3) / 3))


def test_draws_have_the_posteriors_mean():
    rng = random.Random(1)
    gaussian, beta = Gaussian(), Beta()
    for arm in (gaussian, beta):
        arm.scores += [0.9, 0.7, 0.8, 0.8]
    assert statistics.median(gaussian.draw(rng) for _ in range(4000)) == pytest.approx(3.2 / 5, abs=0.03)
    assert statistics.mean(beta.draw(rng) for _ in range(4000)) == pytest.approx(3.7 / 5, abs=0.02)


@pytest.mark.parametrize("arm", [Gaussian, Beta])
def test_thompson_sampling_concentrates_on_the_better_arm_of_a_bernoulli_bandit(arm):
    rng = random.Random(2)
    arms, pulls = [arm(), arm()], [0, 0]
    for _ in range(600):
        draws = [a.draw(rng) for a in arms]
        i = draws.index(max(draws))
        pulls[i] += 1
        arms[i].scores.append(float(rng.random() < (0.2, 0.8)[i]))
    assert pulls[1] > 0.85 * 600


def test_a_childs_arm_that_starts_with_its_own_score_tells_good_from_bad():
    rng, chosen = random.Random(3), 0
    for _ in range(2000):
        good, bad = Gaussian(), Gaussian()
        good.scores.append(0.9)
        bad.scores.append(0.1)
        chosen += good.draw(rng) > bad.draw(rng)
    assert 0.72 < chosen / 2000 < 0.82  # unseeded it would be a half


# -- the tree --------------------------------------------------------------------------------------------------------


def test_it_goes_deeper_where_refining_pays_and_wider_where_it_does_not(monkeypatch):
    def results(model):
        return [run(model, n=24, batch=1, seed=seed) for seed in range(8)]

    def depth(results):
        return statistics.mean(max(len(node.order) for node in result.samples) for result in results)

    def reached(results):
        return statistics.mean(int(result.answer) for result in results)

    paying, idle = climber(step=7), climber(step=-1, start=lambda i: 10 + i % 3)
    deep, wide = results(paying), results(idle)
    assert depth(deep) > depth(wide) + 1
    assert reached(deep) > 24
    alone = [node for result in deep for node in result.trace.answers if node.parent == "0"]
    assert max(node.scores["check"].value for node in alone) < 0.05  # sampling alone never gets there
    # Neither does a choice without regard to the scores.
    monkeypatch.setattr(Gaussian, "draw", lambda _arm, rng: rng.random())
    uniform = results(paying)
    assert depth(uniform) == pytest.approx(depth(results(idle)), abs=0.5)
    assert reached(uniform) < 22


@pytest.mark.parametrize("arm", [Gaussian, Beta])
def test_of_two_models_it_gathers_on_the_one_that_pays_more_often(arm, monkeypatch):
    def model(k):
        def reply(ask, sample):
            return f"Answer: {2 * random.Random(f'{ask.key_json()}:{sample}').randrange(10**6) + k}"

        return ScriptedModel(reply, name="ab"[k], capabilities=FREE)

    def share(lucky, seed):
        def reward(answer):
            return 0.9 * (random.Random(f"{seed}:{answer}").random() < (0.8 if int(answer) % 2 == lucky else 0.2))

        result = run(model(0), model(1), score=reward, n=60, batch=1, posterior=arm.__name__.lower(), seed=seed)
        return statistics.mean(node.model == "ab"[lucky] for node in result.samples)

    games = [(lucky, seed) for lucky in (0, 1) for seed in range(4)]
    assert min(share(*game) for game in games) > 0.75
    monkeypatch.setattr(arm, "draw", lambda _arm, rng: rng.random())
    assert max(share(*game) for game in games) < 0.65


def test_a_passed_check_ends_it_and_a_refinement_is_shown_what_it_refines():
    result = run(climber(step=25), score=lambda answer: int(answer) >= 50, n=40)
    assert result.stop_reason == "check_passed"
    assert int(result.answer) >= 50
    chosen = result.trace.nodes[result.selection.node]
    assert chosen.inputs == (chosen.parent,)


def test_of_two_models_the_one_that_scores_better_is_asked_more():
    good = climber("good", step=1, start=lambda i: 30 + i % 5)
    bad = climber("bad", step=1, start=lambda i: i % 5)
    result = run(good, bad, n=40, batch=2)
    asked = [node.model for node in result.samples]
    assert asked.count("good") > 1.5 * asked.count("bad") > 0
    assert result.config.models == ("good", "bad")


def test_each_model_is_asked_as_it_is_best_asked():
    asked: dict[str, set] = {"small": set(), "large": set()}

    def model(name, **able):
        def reply(ask, sample):
            asked[name].add((ask.max_tokens, ask.temperature, ask.logprobs))
            return f"Answer: {sample}"

        return ScriptedModel(reply, name=name, capabilities=Capabilities(price=(0.0, 0.0), **able))

    small = model("small", logprobs=True, few_shot=True, max_tokens=256, temperature=0.7)
    large = model("large", max_tokens=4096, temperature=None)
    run(small, large, n=24)
    assert asked == {"small": {(256, 0.7, 0)}, "large": {(4096, None, None)}}


def test_only_strategies_that_take_several_models_get_them():
    config = Config(models=("a", "b"), strategy="self_consistency")
    task = Task(question="?", config=config, model=climber("a"), others=[climber("b")])
    with pytest.raises(ConfigError, match=r"asks one model, not 2; several are for ab_mcts"):
        Run(task).wait()


def test_a_failed_score_updates_nothing():
    def score(answer):
        raise RuntimeError("broken")

    result = run(climber(), score=score, n=8)
    assert all(node.visits == 0 and node.value is None for node in result.samples)
    assert "votes decided" in result.selection.note


@pytest.mark.parametrize("posterior", ["gaussian", "beta"])
@pytest.mark.parametrize("batch", [1, 4])
def test_the_tree_does_not_depend_on_the_order_of_arrival(batch, posterior):
    def tree(seed):
        rng = random.Random(seed)
        model = climber(delay=lambda _ask, _sample: rng.random() / 100)
        return run(model, n=20, batch=batch, posterior=posterior).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


def test_a_batch_is_drawn_from_one_posterior():
    with pytest.raises(ConfigError, match="at most 5"):
        run(climber(), batch=6)


@given(st.integers(0, 20), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_no_budget_is_exceeded(calls, batch):
    result = run(climber(), n=16, batch=batch, limits={"calls": calls})
    assert result.usage.calls == min(calls, 16) or result.stop_reason == "check_passed"


def test_one_failed_sample_is_tolerated():
    base = climber()

    def reply(ask, sample):
        return ServerError("down") if sample == 1 else base._replies(ask, sample)

    result = run(ScriptedModel(reply, capabilities=FREE), n=12)
    assert result.answer is not None
    assert any(node.status == "failed" for node in result.samples)
