"""Rules choose what the literature says they choose, from a trace alone."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.search.select import asc_posterior, best, majority, weighted
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
