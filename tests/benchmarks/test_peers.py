"""The benchmark against peers measures what it says: its endpoint, its ideal and its table."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import drivers
import peers
from endpoint import Endpoint, reply
from openai_server import server_process

from o1magic import prompts
from o1magic.models.chat_format import messages_of


def user(text):
    return {"role": "user", "content": text}


def numbers(text):
    return [int(number) for number in re.findall(r"## Step (\d)", text)]


def test_the_endpoint_goes_on_with_what_there_is_of_a_solution():
    whole = reply({"messages": [user(drivers.STEPWISE)]}, 0)
    first, second, *_ = whole.split("\n\n")
    begun = {"role": "assistant", "content": f"{first}\n\n{second}\n\n"}
    assert numbers(whole) == [1, 2, 3, 4]
    assert numbers(reply({"messages": [user("?"), begun, user("Go on.")]}, 0)) == [3, 4]
    assert numbers(reply({"messages": [user(f"?\n\nSo far:\n{whole}")]}, 0)) == [1, 2, 3, 4]


def test_no_two_solutions_are_alike_and_two_answers_tie():
    solutions = [reply({"messages": [user("?")]}, sample) for sample in range(8)]
    assert len(set(solutions)) == 8
    assert sorted(text[-2:] for text in solutions) == ["41"] * 4 + ["42"] * 4


def test_the_judge_of_ours_gets_a_verdict_that_it_can_read():
    ask = prompts.judge(drivers.QUESTION, reply({"messages": [user("?")]}, 0))
    assert prompts.parse_judge(reply({"messages": messages_of(ask, prefill=False)}, 0)) == 0.8


@pytest.mark.parametrize(("model", "requests"), [("test", 7), ("test-single", 16)])
def test_ours_does_the_work_of_a_row_and_cannot_beat_the_ideal(model, requests):
    with Endpoint(delay := 0.05) as server:
        row = drivers.o1magic(server.base_url)["beam"]
        row(model)  # learns what the endpoint does with `n`
        server.take()
        outcome = drivers.timed(row, model)
        assert server.take() == {"requests": requests, "samples": drivers.CALLS}
        assert outcome["wall"] > peers.ROWS["beam"].ideal * delay
        assert outcome["answer"] in {"41", "42"}


def test_every_row_is_one_of_ours():
    with server_process() as base:
        assert drivers.o1magic(base).keys() == drivers.litellm(base).keys() == peers.ROWS.keys()
    assert drivers.DRIVERS.keys() == peers.PEERS.keys()


def test_the_table_says_who_did_other_work_and_who_is_missing():
    runs = {
        ("sc8", "optillm", "ignored"): peers.Runs([0.5], [0.1], requests=1, samples=1),
        ("sc8", "litellm", ""): peers.Runs([0.7, 0.6, 9.0], [0.04, 0.04, 0.4], requests=8, samples=8),
        ("sc8", "o1magic", "honoured"): peers.Runs([0.525], [0.008], requests=1, samples=8),
        ("sc8", "its-hub", ""): peers.Runs(error="ValueError: a | b"),
    }
    lines = peers.table(runs, {"treequest": "cannot be installed: no\nwheel"}, 0.5).splitlines()[2:]
    assert lines == [
        "| self-consistency, 8 | **o1magic** | honoured | 1.050 | 0.750 | 1.0 | 1 | 8 |",
        "| self-consistency, 8 | bare litellm | not sent | 1.400 | 1.000 | 5.0 | 8 | 8 |",
        "| self-consistency, 8 | its-hub 1.2.0 | not sent | ValueError: a / b |  |  |  |  |",
        "| self-consistency, 8 | optillm 0.4.0 | ignored | (1.000) | (0.714) | 100.0 | 1 | 1 |",
        "| all | treequest 0.3.3 |  | cannot be installed: no wheel |  |  |  |  |",
    ]
