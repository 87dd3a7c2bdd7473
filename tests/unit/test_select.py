"""Rules choose what the literature says they choose, from a trace alone."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.errors import ConfigError
from o1magic.search.select import RULES, asc_posterior, best, majority, reselections, weighted
from o1magic.trace import Event, Trace


def trace(samples, *, scorer=None, same=(), seed=0):
    """Return a trace whose samples are (answer, score, mean log-probability) each."""
    made = Trace()

    def emit(kind, node=None, /, **data):
        made.append(Event(len(made.events), 0.0, kind, node, data))

    emit("run_started", question="?", config={"scorer": scorer, "seed": seed}, resumed=None)
    for i, (answer, score, logprob) in enumerate(samples):
        node = f"0.{i}"
        emit("node_added", node, parent="0", inputs=[], kind="answer", title="", model="m", sample=i)
        ballot = 0.0 if answer is None else 1.0
        emit("node_changed", node, status="done", text=f"t{i}", answer=answer, ballot=ballot, mean_logprob=logprob)
        if score != "none":
            emit("node_changed", node, scores={"judge": {"value": score, "note": ""}})
    for a, b in same:
        emit("same_answer", a=a, b=b)
    return made


def plain(*answers, **options):
    return trace([(answer, "none", None) for answer in answers], **options)


@pytest.mark.parametrize(
    ("first", "second", "posterior"),
    [(4, 0, 0.969), (6, 1, 0.965), (8, 2, 0.967), (9, 3, 0.954), (11, 4, 0.962), (12, 5, 0.952), (7, 2, 0.945)],
)
def test_the_posterior_equals_the_published_table(first, second, posterior):
    assert asc_posterior(first, second) == pytest.approx(posterior, abs=5e-4)


def test_asc_stops_at_the_published_counts_and_no_sooner():
    stops = {}
    for runner_up in range(9):
        stops[runner_up] = next(a for a in range(40) if asc_posterior(a, runner_up) >= 0.95)
    assert stops == {0: 4, 1: 6, 2: 8, 3: 9, 4: 11, 5: 12, 6: 14, 7: 15, 8: 17}


def test_majority_counts_answers_that_mean_the_same_as_one_and_ignores_none():
    chosen = majority(plain("1/2", None, "3", "0.5", None, None, same=[("1/2", "0.5")]))
    assert chosen.answer in {"1/2", "0.5"}
    assert [(vote.count, vote.nodes) for vote in chosen.votes] == [(2, ("0.0", "0.3")), (1, ("0.2",))]
    assert chosen.agreement == pytest.approx(2 / 3)


def test_a_tie_is_broken_by_probability_and_shown():
    chosen = majority(trace([("7", "none", -0.9), ("8", "none", -0.1), ("9", "none", -2.0)]))
    assert (chosen.answer, chosen.tie) == ("8", ("7", "8", "9"))


def test_a_tie_without_probabilities_is_broken_by_the_seed_alone():
    chosen = {seed: majority(plain("7", "8", "8", "7", seed=seed)).answer for seed in range(20)}
    assert set(chosen.values()) == {"7", "8"}
    assert chosen == {seed: majority(plain("8", "7", "7", "8", seed=seed)).answer for seed in range(20)}


def test_weighted_sums_scores_by_answer():
    samples = [("7", 0.9, None), ("8", 0.5, None), ("8", 0.5, None), ("9", 0.1, None)]
    chosen = weighted(trace(samples, scorer="judge"))
    assert chosen.answer == "8"
    assert [round(vote.weight, 6) for vote in chosen.votes] == [1.0, 0.9, 0.1]
    assert best(trace(samples, scorer="judge")).answer == "7"


def test_a_failed_score_stands_for_the_mean_of_the_known():
    samples = [("7", 0.8, None), ("8", None, None), ("8", None, None), ("9", 0.4, None)]
    chosen = weighted(trace(samples, scorer="judge"))
    assert [(vote.answer, round(vote.weight, 6)) for vote in chosen.votes] == [("8", 1.2), ("7", 0.8), ("9", 0.4)]


def test_votes_decide_where_every_score_failed_and_the_record_says_so():
    chosen = weighted(trace([("7", None, None), ("8", None, None), ("8", None, None)], scorer="judge"))
    assert chosen.answer == "8"
    assert "votes decided" in chosen.note


def test_without_an_answer_the_text_there_is_is_chosen():
    chosen = majority(plain(None, None))
    assert (chosen.node, chosen.answer, chosen.votes, chosen.agreement) == ("0.0", None, (), None)
    assert majority(Trace()).node is None


answers = st.lists(st.sampled_from(["1", "2", "3", None]), max_size=12)


@given(answers, st.permutations(range(12)))
def test_rules_do_not_depend_on_the_order_of_arrival(sample, order):
    ordered = plain(*sample)
    shuffled = Trace()
    start, *rest = ordered.events
    pairs = [rest[i : i + 2] for i in range(0, len(rest), 2)]
    events = [start, *(event for i in order if i < len(pairs) for event in pairs[i])]
    for seq, event in enumerate(events):
        shuffled.append(dataclasses.replace(event, seq=seq))
    for rule in (majority, weighted, best):
        one, other = rule(ordered), rule(shuffled)
        assert (one.node, one.answer, one.tie, one.posterior) == (other.node, other.answer, other.tie, other.posterior)
        assert {v.answer: v.count for v in one.votes} == {v.answer: v.count for v in other.votes}


# -- scores of steps -------------------------------------------------------------------------------------------------


def chains(*samples, config=None, scorer="judge"):
    """Return a trace of chains: (answer, scores of its steps, own score) each. A list as own score is one of steps."""
    made = Trace()

    def emit(kind, node=None, /, **data):
        made.append(Event(len(made.events), 0.0, kind, node, data))

    def grow(node, kind, value, **data):
        parent = node.rpartition(".")[0]
        emit("node_added", node, parent=parent, inputs=[], kind=kind, title="", model="m", sample=0)
        emit("node_changed", node, status="done", text=node, **data)
        if isinstance(value, list):
            score = {"value": value[-1], "note": "", "steps": value}
        else:
            score = {"value": value, "note": ""}
        if value != "none":
            emit("node_changed", node, scores={scorer: score})

    emit("run_started", question="?", config={"scorer": scorer, "seed": 0} | (config or {}), resumed=None)
    for i, (answer, steps, own) in enumerate(samples):
        node = f"0.{i}"
        for value in steps:
            grow(node, "step", value)
            node += ".0"
        grow(node, "answer", own, answer=answer, ballot=1.0)
    return made


def weights(selection):
    return {vote.answer: round(vote.weight, 6) for vote in selection.votes}


STEPWISE = [("7", [0.9, 0.2], 0.9), ("8", [0.6, 0.6], 0.8)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("last", {"7": 0.9, "8": 0.8}),
        ("min", {"7": 0.2, "8": 0.6}),
        ("prod", {"7": 0.162, "8": 0.288}),
        ("mean", {"7": 0.666667, "8": 0.666667}),
    ],
)
def test_rules_of_steps_aggregate_a_chain_and_the_steps_of_one_score_alike(rule, expected):
    assert weights(RULES[rule](chains(*STEPWISE))) == expected
    at_once = [(answer, [], [*steps, own]) for answer, steps, own in STEPWISE]
    assert weights(RULES[rule](chains(*at_once))) == expected
    assert RULES[rule](chains(*at_once)).rule == rule
    # What the run itself was told to do is the same, step by step; scores of steps came aggregated.
    assert weights(weighted(chains(*STEPWISE, config={"aggregate": rule}))) == expected


def test_step_scores_of_beginnings_stand_in_where_the_end_has_none():
    made = chains(("7", [[0.9], [0.9, 0.2]], "none"), ("8", [[0.6], [0.6, 0.5]], None))
    assert weights(RULES["min"](made)) == {"7": 0.2, "8": 0.5}


def test_a_sample_without_scores_of_steps_stands_for_the_mean_of_the_others():
    made = chains(("7", [0.2], 0.4), ("8", [], 0.9), ("9", [0.6], 0.8))
    assert weights(RULES["min"](made)) == {"9": 0.6, "8": 0.4, "7": 0.2}


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (trace([("7", 0.9, None)], scorer="judge"), "only those of whole solutions: judge"),
        (plain("7", "8"), "no score at all"),
        (Trace(), "no score at all"),
    ],
)
def test_without_scores_of_steps_a_rule_of_steps_says_what_there_is(made, says):
    with pytest.raises(ConfigError, match=says):
        RULES["min"](made)


def test_scores_of_different_scorers_are_never_added_up():
    made = plain("7", "8", "8")
    for node, name, value in (("0.0", "logprob", 0.9), ("0.1", "judge", 0.2), ("0.2", "judge", 0.4)):
        scores = {name: {"value": value, "note": ""}}
        made.append(Event(len(made.events), 0.0, "node_changed", node, {"scores": scores}))
    # The judge scored most: the sample that it did not see has its mean.
    assert weights(weighted(made)) == {"8": 0.6, "7": 0.3}
    made.config["scorer"] = "logprob"
    assert weights(weighted(made)) == {"8": 1.8, "7": 0.9}


def test_votes_that_were_never_to_be_scored_decide_without_a_word():
    assert weighted(plain("7", "8", "8")).note == ""
    assert weighted(plain("7", "8", "8", scorer="judge")).note == "no score is known: votes decided"


def test_only_what_passes_the_tests_competes():
    made = chains(("7", [], 0.9), ("7", [], 0.9), ("8", [], 1.0), scorer="tests", config={"tests": "assert f()"})
    assert weighted(made).answer == "8"
    made.config["tests"] = None
    assert weighted(made).answer == "7"


def test_a_ballot_that_counts_twice_has_its_score_twice():
    made = chains(("7", [], 0.4), ("8", [], 0.6))
    made.append(Event(len(made.events), 0.0, "node_changed", "0.0", {"ballot": 2.0}))
    assert weights(weighted(made)) == {"7": 0.8, "8": 0.6}


def test_reselections_are_offered_where_the_samples_have_the_scores_that_a_rule_needs():
    votes_alone = reselections(plain("1", "1", "2"))
    assert {name: chosen.answer for name, chosen in votes_alone.items()} == {"majority": "1"}
    judged = reselections(trace([("1", 0.1, None), ("1", 0.2, None), ("2", 0.9, None)]))
    assert {name: chosen.answer for name, chosen in judged.items()} == {"majority": "1", "weighted": "2", "best": "2"}
    assert reselections(plain(None, None)) == {}


def test_a_trace_keeps_what_the_run_itself_chose():
    made = trace([("1", 0.1, None), ("1", 0.2, None), ("2", 0.9, None)])
    end = {"stop_reason": "done", "asked": {}, "spent": {}, "seconds": 0.0, "error": None}
    rows = [("selected", best(made).to_json()), ("run_finished", end), *[("selected", majority(made).to_json())] * 2]
    for kind, data in rows:
        assert made.original is None or kind == "selected"
        made.append(Event(len(made.events), 0.0, kind, None, data))
    assert (made.original.answer, made.selection.answer) == ("2", "1")
