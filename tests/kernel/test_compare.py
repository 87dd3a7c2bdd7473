"""`%%reason --compare` in a real kernel: a column for each strategy, and one table in their place."""

from __future__ import annotations

import json

import pytest
from openai_server import Turn

pytestmark = pytest.mark.kernel

VIEW = "application/vnd.jupyter.widget-view+json"


def opened(cell):
    """The states with which the widgets of a cell began, in order."""
    return [m["content"]["data"]["state"] for m in cell.messages if m["msg_type"] == "comm_open"]


def test_each_strategy_has_a_live_card_and_the_table_takes_their_place(kernel, options):
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency:n=3 -o c\nHow many pencils?")
    assert cell.reply["status"] == "ok"
    (display,) = [m["content"]["data"] for m in cell.messages if m["msg_type"] == "display_data"]
    assert display["text/html"].count("Waiting for its turn") == 2
    updates = [m["content"]["data"] for m in cell.messages if m["msg_type"] == "update_display_data"]
    first, second, (output,) = updates[0], updates[-2], cell.outputs
    assert [first["text/html"].count(said) for said in ("Still running", "Waiting for its turn")] == [1, 1]
    # The first one is over by then.
    assert [second["text/html"].count(said) for said in ("Still running", "Waiting for its turn")] == [1, 0]
    assert "chain: Answer: 42" in second["text/plain"]
    states = [state for state in opened(cell) if "_esm" in state]
    assert len(states) == 2
    assert all(state["place"] in second["text/html"] for state in states)
    the_table(kernel, output)


def test_another_front_end_is_given_widgets(kernel, options):
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency:n=3 -o c\nHow many pencils?", lab=False)
    (display,) = [m["content"]["data"] for m in cell.messages if m["msg_type"] == "display_data"]
    assert VIEW in display
    states = opened(cell)
    assert sum("_esm" in state for state in states) == 2
    titles = [state["value"] for state in states if state["_model_name"] == "HTMLModel"]
    assert ["chain" in titles[0], "Waiting" in titles[1], "self_consistency" in titles[2], "n=3" in titles[2]] == [
        True
    ] * 4
    the_table(kernel, *cell.outputs)


def the_table(kernel, output):
    """Check what is saved."""
    assert set(output["data"]) == {"text/html", "text/plain"}
    assert output["data"]["text/plain"].startswith("42; 2 of 2 strategies agree")
    assert "widget" not in json.dumps(output["data"])
    assert kernel.value("list(c.results), _ is c") == (["chain", "self_consistency:n=3"], True)


def test_headless_there_is_the_table_alone(kernel, options):
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency:n=3\nHow many boxes?", cell_id=None)
    assert [output["type"] for output in cell.outputs] == ["display_data"]
    assert "comm_open" not in cell.kinds()


def test_an_interrupt_keeps_the_rows_there_are_and_raises_one_line(kernel, server, options):
    kernel.run(f"%%reason {options} -s chain\nHow slow?")  # from the cache, below
    server.turn = Turn(pace=1)
    before = len(server.requests)
    request = kernel.send(f"%%reason {options} --compare chain,self_consistency,best_of_n -o some\nHow slow?")
    server.wait_for_requests(before + 1)
    kernel.manager.interrupt_kernel()
    cell = kernel.finish(request)
    assert cell.reply["ename"] == "Interrupted"
    assert [output["type"] for output in cell.outputs] == ["display_data", "error"], cell.outputs
    assert set(cell.outputs[0]["data"]) == {"text/html", "text/plain"}
    (line,) = cell.outputs[1]["traceback"]
    assert "the partial result is in some; run the cell again to go on from there" in line
    assert kernel.value("some['chain'].answer") == "42"
    assert kernel.value("some['self_consistency'].stop_reason") == "interrupted"
    assert kernel.value("some.errors") == {"best_of_n": "not begun"}


def test_stop_ends_the_strategy_at_hand_and_the_next_one_runs(kernel, server, options):
    server.turn = Turn(pace=0.2)
    kernel.run(
        "import threading, time\nfrom o1magic.render.widget import ReasonWidget\n"
        "def press():\n"
        "    time.sleep(1)\n"
        "    [w._on_stop() for w in list(ReasonWidget._open) if w._trace.events and not w._trace.finished]\n"
        "threading.Thread(target=press).start()"
    )
    request = kernel.send(f"%%reason {options} --seconds 3 --compare self_consistency,chain -o c\nHow very slow?")
    cell = kernel.finish(request)
    assert cell.reply["status"] == "ok"
    assert kernel.value("[row['stop_reason'] for row in c.rows][0]") == "stopped"
    assert kernel.value("c['chain'].usage.calls") == 1


def test_where_no_strategy_can_run_there_is_one_line_and_no_table(kernel, server, options):
    server.turn = Turn(status=401, message="no")
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency -o e\nWho fails?")
    assert cell.reply["ename"] == "AuthenticationError"
    assert cell.outputs[0]["data"] == {"text/plain": ""}
    assert kernel.value("'e' in globals()") is False
