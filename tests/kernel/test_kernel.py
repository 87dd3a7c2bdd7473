"""`%%reason` in a real kernel, as JupyterLab runs it: live while it runs, still when it has ended."""

from __future__ import annotations

import json

import pytest
from kernel.conftest import TIMEOUT
from openai_server import Turn

pytestmark = pytest.mark.kernel

VIEW = "application/vnd.jupyter.widget-view+json"


def opened(cell):
    """What the kernel says where it opens the view of a cell."""
    contents = [message["content"] for message in cell.messages if message["msg_type"] == "comm_open"]
    (view,) = [content for content in contents if "_esm" in content["data"]["state"]]
    return view


@pytest.mark.parametrize("lab", [True, False])
def test_a_live_run_leaves_the_record_in_place_of_the_view(kernel, options, lab):
    cell = kernel.run(f"%%reason {options}\nHow many pencils?", lab=lab)
    assert cell.reply["status"] == "ok"
    first = next(message for message in cell.messages if message["msg_type"] == "display_data")["content"]["data"]
    if lab:
        # It may be saved at once, and the page draws the view into it.
        assert set(first) == {"text/html", "text/plain"}
        assert "Still running when this was saved" in first["text/html"]
    else:
        assert VIEW in first
    (model,) = [
        m["content"]["data"]["state"] for m in cell.messages if m["msg_type"] == "comm_open" and "_esm" in str(m)
    ]
    assert (model["place"] != "" and model["place"] in first.get("text/html", "")) == lab
    (output,) = cell.outputs
    assert set(output["data"]) == {"text/html", "text/plain"}
    assert output["data"]["text/plain"].startswith("Answer: 42")
    assert "widget" not in json.dumps(output["data"])
    assert "o1-place" not in json.dumps(output["data"])


def test_what_is_saved_of_a_run_is_renewed_while_it_goes_on(kernel, server, options):
    kernel.run("from o1magic.magic import place; place.RENEWED_AFTER = 0.5")
    server.turn = Turn(pace=0.2)
    cell = kernel.run(f"%%reason {options} -s chain\nHow many chairs?")
    kernel.run("place.RENEWED_AFTER = 4.0")
    saved = [m["content"]["data"] for m in cell.messages if m["msg_type"] == "update_display_data"]
    assert len(saved) > 1
    for data in saved[:-1]:
        assert "Still running when this was saved" in data["text/html"]
        assert "o1-place" in data["text/html"]
    assert "Thinking" in saved[-2]["text/html"]
    assert "Understand" in saved[-2]["text/plain"]
    assert "Still running" not in saved[-1]["text/html"]


def test_a_page_that_was_reloaded_is_told_what_its_output_shows(kernel, options):
    cell = kernel.run(f"%%reason {options} -s chain\nHow many tables?")
    (model,) = [m["content"]["comm_id"] for m in cell.messages if m["msg_type"] == "comm_open" and "_esm" in str(m)]
    last = {"type": "output", "data": cell.outputs[0]["data"]}
    told = [m["content"]["data"].get("content") for m in cell.messages if m["msg_type"] == "comm_msg"]
    assert [content for content in told if content and content["type"] == "output"] == [last]
    # A page in which the cell ran draws it but once: the place has gone when this comes.
    (*_, update, output) = (m for m in cell.messages if m["msg_type"] == "update_display_data" or "'output'" in str(m))
    assert (update["content"]["data"], output["content"]["data"]["content"]) == (last["data"], last)
    content = {"comm_id": model, "data": {"method": "custom", "content": {"type": "reloaded"}}}
    kernel.client.shell_channel.send(kernel.client.session.msg("comm_msg", content))
    while True:
        message = kernel.client.get_iopub_msg(timeout=TIMEOUT)
        if message["msg_type"] == "comm_msg":
            break
    assert message["content"]["data"]["content"] == last


def test_text_streams_in_while_the_cell_runs(kernel, server, options):
    server.turn = Turn(pace=0.05)
    cell = kernel.run(f"%%reason {options} -s chain\nHow many boxes?")
    batches = [message for message in cell.messages if message["msg_type"] == "comm_msg"]
    assert len(batches) > 5
    streamed = json.dumps([message["content"]["data"] for message in batches])
    assert "Compute" in streamed


def test_out_is_bound_and_is_the_value(kernel, options):
    kernel.run(f"%%reason {options} -o r\nHow many pens?")
    assert kernel.value("r.answer, _ is r") == ("42", True)
    shown = kernel.run("r")
    assert [set(output["data"]) for output in shown.outputs] == [{"text/html", "text/plain"}]


def test_a_line_that_ends_with_a_question_mark_is_asked(kernel, options):
    assert kernel.run(f"q = %reason {options} -s chain what is six times seven?").reply["status"] == "ok"
    assert kernel.value("q.question") == "what is six times seven?"


def test_a_model_that_fails_fails_the_cell_and_unbinds_the_name(kernel, server, options):
    kernel.run("e = 'old'")
    server.turn = Turn(status=401, message="no")
    cell = kernel.run(f"%%reason {options} -s chain -o e\nWho fails?")
    assert cell.reply["status"] == "error"
    assert cell.reply["ename"] == "AuthenticationError"
    (line,) = cell.outputs[-1]["traceback"]
    assert line.startswith("AuthenticationError: openai/test at ")
    assert cell.outputs[0]["data"] == {"text/plain": ""}  # the one line says it all
    assert kernel.value("'e' in globals()") is False


def test_a_wrong_option_is_one_line_and_fails_the_cell(kernel):
    cell = kernel.run("%%reason -s chian\nwhat?")
    assert cell.reply["status"] == "error"
    assert cell.text().startswith("UsageError: unknown strategy 'chian' (did you mean 'chain'?)")
    assert cell.text().count("\n") == 1
    assert [output["type"] for output in cell.outputs] == ["stream"]


def test_a_missing_key_leaves_one_line_and_no_widget(kernel):
    cell = kernel.run("%%reason -m openai/gpt-4o\nwhat?")
    *display, error = cell.outputs
    assert error["traceback"] == [f"AuthenticationError: {error['evalue']}"]
    assert "OPENAI_API_KEY" in error["evalue"]
    assert [output["data"] for output in display] == [{"text/plain": ""}]


def test_an_interrupt_ends_the_cell_within_a_second_and_keeps_what_there_is(kernel, server, options):
    server.turn = Turn(pace=0.2)
    request = kernel.send(f"%%reason {options} -s chain -o partial\nHow slow?")
    server.wait_for_requests(1)
    kernel.manager.interrupt_kernel()
    cell = kernel.finish(request)
    assert cell.seconds < 1
    assert cell.reply["status"] == "error"
    assert cell.reply["ename"] == "Interrupted"
    assert [output["type"] for output in cell.outputs] == ["display_data", "error"], cell.outputs
    (line,) = cell.outputs[-1]["traceback"]
    assert "the partial result is in partial" in line
    assert set(cell.outputs[0]["data"]) == {"text/html", "text/plain"}
    assert kernel.value("partial.stop_reason") == "interrupted"
    assert server.requests[0].disconnected.wait(5)
    assert kernel.value("1 + 1") == 2


def test_an_interrupt_at_once_leaves_one_record_and_one_line(kernel, server, options):
    server.turn = Turn(pace=0.2)
    for index in range(20):
        request = kernel.send(f"%%reason {options} -s chain --no-cache -o at_once\nHow soon?")
        server.wait_for_requests(index + 1)
        kernel.manager.interrupt_kernel()
        cell = kernel.finish(request)
        assert [output["type"] for output in cell.outputs] == ["display_data", "error"], cell.outputs
        assert set(cell.outputs[0]["data"]) == {"text/html", "text/plain"}
        assert cell.outputs[1]["traceback"] == ["Interrupted: the partial result is in at_once"]


def test_a_stopped_cell_ends_normally(kernel, server, options):
    info = kernel.reply(kernel.client.kernel_info())
    if "kernel subshells" not in info.get("supported_features", ()):
        pytest.skip("this ipykernel has no subshells; the page interrupts instead")
    server.turn = Turn(pace=0.2)
    request = kernel.send(f"%%reason {options} -s chain -o stopped\nHow long?")
    server.wait_for_requests(1)
    session = kernel.client.session
    kernel.client.control_channel.send(session.msg("create_subshell_request", {}))
    subshell = kernel.client.get_control_msg(timeout=10)["content"]["subshell_id"]
    comm = None
    seen = []
    while comm is None:
        seen.append(kernel.client.get_iopub_msg(timeout=10))
        if seen[-1]["msg_type"] == "comm_open" and "_esm" in seen[-1]["content"]["data"]["state"]:
            comm = seen[-1]["content"]["comm_id"]
    stop = session.msg("comm_msg", {"comm_id": comm, "data": {"method": "custom", "content": {"type": "stop"}}})
    stop["header"]["subshell_id"] = subshell
    kernel.client.shell_channel.send(stop)
    cell = kernel.finish(request)
    assert cell.seconds < 1
    assert cell.reply["status"] == "ok"
    assert kernel.value("stopped.stop_reason") == "stopped"


def test_a_second_run_sends_nothing_and_finds_the_same(kernel, server, options):
    code = f"%%reason {options} -o {{}}\nHow many times?"
    kernel.run(code.format("one"))
    count = len(server.requests)
    assert count
    kernel.run(code.format("two"))
    assert len(server.requests) == count
    assert kernel.value("one.trace.canonical() == two.trace.canonical()") is True
    assert kernel.value("two.usage.cached_calls == two.usage.calls") is True


def test_completion_reaches_the_front_end(kernel):
    assert kernel.complete("%%reason --strat") == ["--strategy"]
    assert kernel.complete("%%reason -s self_consistency -p stop=") == ["asc", "esc", "none"]
    assert kernel.complete("%o1 str") == ["strategies"]


@pytest.mark.parametrize("code", ["%%reason?", "%reason?"])
def test_help_reaches_the_pager(kernel, code):
    (page,) = kernel.run(code).reply["payload"]
    assert "%reason what is six times seven?" in page["data"]["text/plain"]


def test_a_key_is_in_no_message(kernel, server, options):
    hidden = "sk-not-to-be-seen"
    kernel.run(f"import os; os.environ['KERNEL_KEY'] = {hidden!r}")
    good = kernel.run(f"%%reason {options} -s chain --api-key-env KERNEL_KEY -o k\nWho knows?")
    assert server.requests[-1].headers["Authorization"] == f"Bearer {hidden}"
    server.turn = Turn(status=401, message=f"Incorrect API key provided: {hidden}")
    bad = kernel.run(f"%%reason {options} -s chain --api-key-env KERNEL_KEY --no-cache\nWho knows?")
    again = kernel.run("import o1magic; o1magic.show(k)")
    for cell in (good, bad, again):
        assert hidden not in json.dumps(cell.messages, default=str)


def test_show_brings_the_widget_back(kernel, options):
    kernel.run(f"%%reason {options} -s chain -o s\nWhat is shown?")
    live = kernel.run("import o1magic; o1magic.show(s)")
    # What is saved of it is the record.
    assert live.outputs[0]["data"]["text/plain"].startswith("Answer: 42")
    assert "o1-place" in live.outputs[0]["data"]["text/html"]
    assert VIEW in kernel.run("o1magic.show(s)", lab=False).outputs[0]["data"]
    headless = kernel.run("o1magic.show(s)", cell_id=None)
    assert set(headless.outputs[0]["data"]) == {"text/html", "text/plain"}
    assert "comm_open" not in headless.kinds()


@pytest.mark.parametrize(
    ("display", "kinds"),
    [("static", {"text/html", "text/plain"}), ("none", None), ("text", None), ("live", {"text/html", "text/plain"})],
)
def test_display_is_as_asked_for(kernel, options, display, kinds):
    cell = kernel.run(f"%%reason {options} -s chain --display {display}\nHow?", cell_id=None)
    shown = [set(output["data"]) for output in cell.outputs if "data" in output]
    assert shown == ([] if kinds is None else [kinds])
    assert ("comm_open" in cell.kinds()) == (display == "live")
    assert ("Answer: 42" in cell.text()) == (display == "text")


def test_unload_ext_takes_the_magics_away(kernel):
    kernel.run("%unload_ext o1magic")
    try:
        assert "`%reason` not found" in kernel.run("%reason what").text()
        assert kernel.complete("%%reason --strat") == []
    finally:
        assert kernel.run("%load_ext o1magic").reply["status"] == "ok"
