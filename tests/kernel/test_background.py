"""`%%reason --background` in a real kernel: the cell ends at once, the run goes on, its record takes its place."""

from __future__ import annotations

import json
import time

import pytest
from kernel.conftest import TIMEOUT, Kernel
from openai_server import Turn

pytestmark = pytest.mark.kernel

VIEW = "application/vnd.jupyter.widget-view+json"
SLOW = Turn(pace=0.2)


def shown(cell):
    """The one display of a cell: its identity and its data."""
    (output,) = cell.outputs
    assert output["type"] == "display_data", output
    return output["transient"]["display_id"], output["data"]


def until(kernel, fits):
    """Read what the kernel publishes until something fits; return it."""
    while True:
        message = kernel.client.get_iopub_msg(timeout=TIMEOUT)
        if fits(message):
            return message


def record(kernel, display):
    """Wait for the record, or the error, that takes the place of this display."""

    def fits(message):
        content = message["content"]
        at = message["msg_type"] == "update_display_data" and content["transient"]["display_id"] == display
        return at and "o1-place" not in content["data"]["text/html"]

    return until(kernel, fits)["content"]["data"]


def model(cell):
    """The identity of the widget that draws the card of a cell."""
    opened = [m["content"] for m in cell.messages if m["msg_type"] == "comm_open"]
    (comm,) = [content["comm_id"] for content in opened if "_esm" in content["data"]["state"]]
    return comm


@pytest.fixture(autouse=True)
def _nothing_goes_on(kernel):
    yield
    kernel.run(
        "for h in list(globals().values()):\n    if type(h).__name__ == 'BackgroundRun':\n        h.stop(); h.wait()"
    )


def test_the_cell_ends_at_once_and_the_record_takes_the_place_of_the_widget(kernel, server, options):
    server.turn = SLOW
    cell = kernel.run(f"%%reason {options} -s chain --background -o h\nHow many pencils?")
    assert cell.reply["status"] == "ok"
    assert cell.seconds < 3  # imports, the first time
    display, data = shown(cell)
    # What is saved meanwhile can be read without the kernel.
    assert "goes on from there" in data["text/html"]
    assert VIEW not in data
    assert model(cell)
    assert kernel.value("(h.done, type(h).__name__, 1 + 1)") == (False, "BackgroundRun", 2)
    assert "running" in kernel.value("repr(h)")
    data = record(kernel, display)
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"].startswith("Answer: 42")
    assert kernel.value("(h.done, h.result().answer, h.trace.finished)") == (True, "42", True)
    assert kernel.value("get_ipython().run_line_magic('o1', 'last') is h.result()") is True


def test_another_front_end_is_given_the_widget(kernel, server, options):
    server.turn = SLOW
    cell = kernel.run(f"%%reason {options} -s chain --background -o h --seed 10\nHow many?", lab=False)
    display, data = shown(cell)
    assert VIEW in data
    assert record(kernel, display)["text/plain"].startswith("Answer: 42")


def test_the_widget_is_fed_while_another_cell_runs(kernel, server, options):
    server.turn = SLOW
    kernel.run(f"%%reason {options} -s chain --background -o h\nHow many boxes?")
    busy = kernel.send("import time; time.sleep(2)")
    fed = 0

    def ended(message):
        nonlocal fed
        fed += message["msg_type"] == "comm_msg"
        return message["content"].get("execution_state") == "idle" and message["parent_header"].get("msg_id") == busy

    until(kernel, ended)
    assert fed > 5


def test_several_go_on_at_once_and_stop_ends_one(kernel, server, options):
    server.turn = SLOW
    one = shown(kernel.run(f"%%reason {options} -s chain --background -o one --seed 1\nHow many?"))[0]
    two = shown(kernel.run(f"%%reason {options} -s chain --background -o two --seed 2\nHow many?"))[0]
    server.wait_for_requests(2)
    kernel.send("two.stop()")
    assert "stopped by hand" in record(kernel, two)["text/plain"]
    assert kernel.value("(one.done, two.result().stop_reason)") == (False, "stopped")
    assert record(kernel, one)["text/plain"].startswith("Answer: 42")


def test_stop_in_the_page_ends_it(kernel, server, options):
    server.turn = SLOW
    cell = kernel.run(f"%%reason {options} -s chain --background -o h --seed 3\nHow many?")
    server.wait_for_requests(1)
    content = {
        "comm_id": model(cell),
        "data": {"method": "custom", "content": {"type": "stop"}},
    }
    kernel.client.shell_channel.send(kernel.client.session.msg("comm_msg", content))
    assert "stopped by hand" in record(kernel, shown(cell)[0])["text/plain"]


CHECK = """
import threading, time
seen = []
def check(answer):
    seen.append((threading.current_thread() is threading.main_thread(), busy))
    return True
busy = False
"""


def test_a_function_of_the_user_runs_between_cells(kernel, options):
    kernel.run(CHECK)
    cell = kernel.run(f"%%reason {options} --check check --background -o h\nHow many?")
    record(kernel, shown(cell)[0])
    assert kernel.value("(h.result().stop_reason, seen)") == ("check_passed", [(True, False)])


def test_a_function_of_the_user_waits_for_the_cell_that_runs(kernel, options):
    """The cell goes on until the function is due, so that it cannot have been called before the cell began."""
    kernel.run(CHECK)
    cell = kernel.run(
        "busy = True\n"
        f"h = get_ipython().run_cell_magic('reason', '{options} --check check --background --seed 4', 'How many?')\n"
        "while h._jobs.empty(): time.sleep(0.01)\n"
        "time.sleep(0.2); before = list(seen); busy = False"
    )
    assert cell.reply["status"] == "ok", cell.reply
    assert kernel.value("(h.result().stop_reason, before, seen)") == ("check_passed", [], [(True, False)])


def test_a_function_of_the_user_runs_while_a_cell_waits_for_the_result(kernel, options):
    kernel.run(CHECK)
    cell = kernel.run(
        "busy = True\n"
        f"h = get_ipython().run_cell_magic('reason', '{options} --check check --background --seed 5', 'How many?')\n"
        "found = h.result(); busy = False"
    )
    assert cell.reply["status"] == "ok", cell.reply
    assert kernel.value("(found.stop_reason, seen)") == ("check_passed", [(True, True)])


def test_a_function_that_hangs_between_cells_is_given_up(kernel, options):
    kernel.run("import o1magic.engine, time; o1magic.engine.CHECK_SECONDS = 0.3\ndef hang(answer): time.sleep(60)")
    try:
        cell = kernel.run(
            f"%%reason {options} --check hang -s best_of_n -p n=1 --background -o h\nHow long?",
        )
        started = time.monotonic()
        record(kernel, shown(cell)[0])
        assert time.monotonic() - started < 10
        assert kernel.value("[s.value for s in h.result().samples[0].scores.values()]") == [None]
    finally:
        kernel.run("o1magic.engine.CHECK_SECONDS = 10.0")


def test_an_interrupt_ends_a_run_whose_function_keeps_the_kernel_busy(kernel, options):
    kernel.run("import time\nbegun = []\ndef hang(answer): print('hanging', flush=True); time.sleep(60)")
    cell = kernel.run(f"%%reason {options} --check hang -s best_of_n -p n=1 --background -o h --seed 6\nHow long?")
    until(kernel, lambda message: "hanging" in message["content"].get("text", ""))
    time.sleep(0.2)
    kernel.manager.interrupt_kernel()
    record(kernel, shown(cell)[0])
    assert kernel.value("h.result().stop_reason") == "stopped"


def test_waiting_can_be_given_up_and_the_run_goes_on(kernel, server, options):
    server.turn = SLOW
    cell = kernel.run(f"%%reason {options} -s chain --background -o h --seed 7\nHow many?")
    late = kernel.run("h.result(timeout=0.1)")
    assert late.reply["ename"] == "TimeoutError"
    assert "stop() ends it" in late.reply["evalue"]
    request = kernel.send("h.result()")
    time.sleep(0.3)
    kernel.manager.interrupt_kernel()
    assert kernel.reply(request)["ename"] == "KeyboardInterrupt"
    assert record(kernel, shown(cell)[0])["text/plain"].startswith("Answer: 42")


def test_an_error_is_shown_below_the_cell_and_raised_by_result(kernel, server, options):
    server.turn = Turn(status=401, message="no", delay=0.2)
    cell = kernel.run(f"%%reason {options} -s chain --background -o h\nWho fails?")
    assert cell.reply["status"] == "ok"
    data = record(kernel, shown(cell)[0])
    assert data["text/plain"].startswith("AuthenticationError: openai/test at ")
    assert "AuthenticationError: openai/test" in data["text/html"]
    for _ in range(2):
        raised = kernel.run("h.result()")
        assert raised.reply["ename"] == "AuthenticationError"
        assert len(raised.outputs[-1]["traceback"]) == 1
    assert "AuthenticationError" in kernel.value("repr(h)")


def test_a_wrong_option_fails_the_cell_itself(kernel, options):
    cell = kernel.run(f"%%reason {options} -s chian --background -o h\nwhat?")
    assert cell.reply["status"] == "error"
    assert "did you mean 'chain'" in cell.text()
    cell = kernel.run(f"%%reason {options} --display text --background\nwhat?")
    assert "exclude each other" in cell.text()


def test_the_handle_shows_itself_live_and_then_as_the_record(kernel, server, options):
    server.turn = SLOW
    first = shown(kernel.run(f"%%reason {options} -s chain --background -o h --seed 8\nHow many?"))[0]
    second = shown(kernel.run("h"))[0]
    assert first != second
    kernel.send("h.result()")
    for display in (first, second):
        assert record(kernel, display)["text/plain"].startswith("Answer: 42")
    (output,) = kernel.run("h").outputs
    assert output["data"]["text/plain"].startswith("Answer: 42")


def test_headless_it_runs_in_the_foreground_and_the_handle_works(kernel, options):
    cell = kernel.run(f"%%reason {options} -s chain --background -o h\nHow many pens?", cell_id=None)
    assert shown_kinds(cell) == [{"text/html", "text/plain"}]
    assert "comm_open" not in cell.kinds()
    assert kernel.value("(h.done, h.result().answer, h.trace.finished, _ is h)") == (True, "42", True, True)
    assert "42" in kernel.value("repr(h)")
    assert shown_kinds(kernel.run("h", cell_id=None)) == [{"text/html", "text/plain"}]


def shown_kinds(cell):
    return [set(output["data"]) for output in cell.outputs]


def test_a_follow_up_takes_a_handle_that_is_over(kernel, server, options):
    server.turn = SLOW
    kernel.run(f"%%reason {options} -s chain --background -o h --seed 9\nHow many?")
    assert "it still runs; h.result() waits" in kernel.run(f"%%reason {options} --after h\nAnd now?").text()
    kernel.run("h.result()")
    server.turn = Turn()
    assert kernel.run(f"%%reason {options} --after h -s chain\nAnd now?").reply["status"] == "ok"


def test_a_comparison_goes_on_too(kernel, server, options):
    server.turn = Turn(pace=0.05)
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency:n=3 --background -o h\nHow many?")
    display, data = shown(cell)
    # What is saved meanwhile must not be a widget.
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"].endswith("\nself_consistency:n=3: Waiting for its turn.")
    data = record(kernel, display)
    assert data["text/plain"].startswith("42; 2 of 2 strategies agree")
    assert "widget" not in json.dumps(data)
    assert kernel.value("list(h.result().results)") == ["chain", "self_consistency:n=3"]
    assert kernel.run("h.trace").reply["ename"] == "ConfigError"


def test_another_front_end_is_given_the_widgets_of_a_comparison(kernel, server, options):
    server.turn = SLOW
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency --background -o h\nHow many?", lab=False)
    display, data = shown(cell)
    assert VIEW in data
    assert record(kernel, display)["text/plain"].startswith("42; 2 of 2 strategies agree")


def test_a_comparison_that_is_stopped_has_the_rows_there_are(kernel, server, options):
    server.turn = SLOW
    cell = kernel.run(f"%%reason {options} --compare chain,self_consistency --background -o h --seed 10\nHow many?")
    server.wait_for_requests(1)
    kernel.send("h.stop()")
    record(kernel, shown(cell)[0])
    assert kernel.value("(h.result()['chain'].stop_reason, h.result().errors)") == (
        "stopped",
        {"self_consistency": "not begun"},
    )


def test_the_kernel_ends_although_a_run_goes_on(server, options, tmp_path):
    server.turn = Turn(pace=1)
    kernel = Kernel(O1MAGIC_CACHE_DIR=str(tmp_path / "cache"))
    try:
        kernel.run("%load_ext o1magic")
        kernel.run(f"%%reason {options} -s chain --background\nHow many?")
        server.wait_for_requests(1)
        kernel.manager.request_shutdown()
        started = time.monotonic()
        kernel.manager.finish_shutdown(waittime=20)
        assert time.monotonic() - started < 10
        assert server.requests[0].disconnected.wait(5)
    finally:
        kernel.close()
