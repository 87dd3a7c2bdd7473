"""The playground in a real kernel, driven as programs and as a page drive it."""

from __future__ import annotations

import pytest
from openai_server import Turn

pytestmark = pytest.mark.kernel

VIEW = "application/vnd.jupyter.widget-view+json"
SLOW = Turn(pace=0.2)


def begin(kernel, server, **options):
    given = {"model": "openai/test", "api_base": server.base_url, "strategy": "chain", **options}
    cell = kernel.run(f"import o1magic\np = o1magic.playground('How many pencils?', **{given!r})\np")
    assert cell.reply["status"] == "ok", cell.reply
    return cell


def test_it_is_shown_and_says_what_it_is(kernel, server):
    (output,) = begin(kernel, server).outputs
    assert VIEW in output["data"]
    assert output["data"]["text/plain"] == "<Playground: 0 runs>"


def test_a_run_goes_on_in_the_background_and_is_kept(kernel, server):
    server.turn = SLOW
    begin(kernel, server, seed=1)
    assert kernel.value("(p.run() is p.history[0], p.history[0].done)") == (True, False)
    again = kernel.run("p.run()")
    assert "still goes on" in again.reply["evalue"]
    assert kernel.value("(p.history[0].result().answer, len(p.history))") == ("42", 1)
    server.turn = Turn()
    assert kernel.value("(p.run().result().answer, len(p.history))") == ("42", 2)


def test_stop_ends_it_with_what_there_is(kernel, server):
    server.turn = SLOW
    begin(kernel, server, seed=2)
    kernel.run("h = p.run()")
    server.wait_for_requests(1)
    assert kernel.value("(p.stop(), h.result().stop_reason)") == (None, "stopped")


def test_the_cell_does_the_same_and_sends_nothing_again(kernel, server):
    begin(kernel, server, strategy="self_consistency", params={"n": 3}, calls=8)
    kernel.run("one = p.run().result()")
    count = len(server.requests)
    cell = kernel.run("get_ipython().run_cell(p.cell); two = _")
    assert cell.reply["status"] == "ok"
    assert kernel.value("one.config.to_json() == o1magic.last().config.to_json()") is True
    assert kernel.value("one.trace.canonical() == o1magic.last().trace.canonical()") is True
    assert len(server.requests) == count


def test_a_scorer_of_the_notebook_runs_between_cells(kernel, server):
    kernel.run(
        "import threading\nran = []\ndef short(text):\n    ran.append(threading.current_thread().name)\n    return 0.5"
    )
    begin(kernel, server, strategy="best_of_n", params={"n": 2}, scorer="short", seed=3)
    kernel.run("h = p.run()")
    assert kernel.value("(h.result().answer, set(ran))") == ("42", {"MainThread"})


def test_it_begins_with_the_defaults_of_the_session(kernel, server):
    kernel.run("%config ReasonMagics.calls = 7\n%config ReasonMagics.seed = 5")
    try:
        kernel.run("import o1magic; p = o1magic.playground('What?', model='openai/test', seed=0)")
        # The session would have its way in a cell that said nothing.
        assert kernel.value("p.cell") == "%%reason -m openai/test --calls 7 --seed 0\nWhat?"
    finally:
        kernel.run("%config ReasonMagics.calls = ...\n%config ReasonMagics.seed = 0")


def test_a_run_that_fails_is_a_row_and_its_error_is_raised(kernel, server):
    server.turn = Turn(status=401, message="no")
    begin(kernel, server, seed=4)
    kernel.run("h = p.run()")
    assert kernel.run("h.result()").reply["ename"] == "AuthenticationError"
    assert kernel.value("(h.failed, p._runs == [h], 'Failed' in p._table.value)") == (True, True, True)
