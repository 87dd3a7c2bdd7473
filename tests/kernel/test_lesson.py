"""`--reveal`, `--hints` and `--blind` in a real kernel: what goes to the page and when, and what it sends back."""

from __future__ import annotations

import json
import time
from queue import Empty

import nbformat
import pytest
from kernel.conftest import TIMEOUT
from nbclient import NotebookClient

pytestmark = pytest.mark.kernel

VIEW = "application/vnd.jupyter.widget-view+json"
SOLUTION = """\
Step 1: Understand
A quokka in each box.

Step 2: Plan
A wombat in each crate.

Step 3: Compute
A numbat, so it is 0.5.

Answer: 1/2"""
WORDS = ["quokka", "wombat", "numbat"]


@pytest.fixture(autouse=True)
def _replies(server):
    server.reply = lambda _request, _index: SOLUTION


class Page:
    """What a page has received, and what it sends back."""

    def __init__(self, kernel, cell):
        self.kernel = kernel
        opened = next(
            message
            for message in cell.messages
            if message["msg_type"] == "comm_open" and "lesson" in message["content"]["data"]["state"]
        )
        self.comm = opened["content"]["comm_id"]
        self.state = opened["content"]["data"]["state"]
        self.messages = list(cell.messages)
        self.output = cell.outputs[0]["data"]

    def send(self, **content):
        data = {"comm_id": self.comm, "data": {"method": "custom", "content": content}}
        self.kernel.client.shell_channel.send(self.kernel.client.session.msg("comm_msg", data))

    def until(self, condition):
        """Receive until the output is as it should be."""
        deadline = time.monotonic() + TIMEOUT
        while not condition(self.output):
            assert time.monotonic() < deadline
            try:
                message = self.kernel.client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            self.messages.append(message)
            if message["msg_type"] == "update_display_data":
                self.output = message["content"]["data"]

    @property
    def received(self):
        """Everything but the card's own code."""
        parts = []
        for message in self.messages:
            content = message["content"]
            if message["msg_type"] == "comm_open":
                state = content["data"]["state"]
                content = {name: value for name, value in state.items() if name not in ("_esm", "_css")}
            elif message["msg_type"] == "execute_input":
                continue
            parts.append(json.dumps(content, default=str))
        return "\n".join(parts)


def assert_hidden(text, *, steps, answer):
    assert [word for word in WORDS if word in text] == WORDS[:steps]
    assert ("1/2" in text) == answer


def test_a_lesson_from_the_first_step_to_the_verdict(kernel, options):
    cell = kernel.run(f"%%reason {options} -s self_consistency --reveal --blind -o r\nHow much is a half?")
    assert cell.reply["status"] == "ok"
    assert set(cell.outputs[0]["data"]) == {"text/html", "text/plain"}
    page = Page(kernel, cell)
    assert page.state["lesson"]["waits"] == "run", "the page draws a lesson from the beginning"
    page.send(type="ready")
    page.until(lambda output: "1 of 3 steps" in output["text/html"])
    assert_hidden(page.received, steps=1, answer=False)
    assert "Run the cell again to go on" in page.output["text/html"]
    page.send(type="predict", text="a crate, <i>maybe</i>", seen=1)
    page.until(lambda output: "You predicted" in output["text/html"])
    assert "a crate, &lt;i&gt;maybe&lt;/i&gt;" in page.output["text/html"]
    assert_hidden(page.received, steps=2, answer=False)
    page.send(type="enter", text="0.50")
    page.until(lambda output: "Your answer agrees" in output["text/html"])
    assert_hidden(page.received, steps=3, answer=True)
    assert kernel.value("(r.lesson.predictions, r.lesson.entered, r.lesson.agrees)") == (
        ("a crate, <i>maybe</i>",),
        "0.50",
        True,
    )
    assert kernel.run("r.lesson").outputs[0]["data"]["text/plain"].startswith("<Lesson --reveal --blind")
    assert kernel.value("'reveal' in r.to_json()") is False, "the search knows nothing of it"


def test_hints_hold_nothing_of_the_rest(kernel, options):
    cell = kernel.run(f"%%reason {options} -s self_consistency --hints 2\nHow much is a half of it?")
    page = Page(kernel, cell)
    assert_hidden(page.received, steps=2, answer=False)
    assert "2 of 3 steps" in page.output["text/plain"]
    assert VIEW not in page.output


def test_where_no_page_draws_into_an_output_the_record_holds_all_of_it_folded(kernel, options):
    cell = kernel.run(f"%%reason {options} -s self_consistency --reveal --blind\nHow much is half of it?", lab=False)
    first = next(message for message in cell.messages if message["msg_type"] == "display_data")
    assert VIEW in first["content"]["data"]
    (output,) = cell.outputs
    assert set(output["data"]) == {"text/html", "text/plain"}
    assert_hidden(output["data"]["text/html"], steps=3, answer=True)
    assert "then open" in output["data"]["text/html"]
    assert_hidden(output["data"]["text/plain"], steps=1, answer=False)


def test_the_session_may_hide_and_what_cannot_be_hidden_is_an_error(kernel, options):
    kernel.run("%config ReasonMagics.blind = True")
    try:
        page = Page(kernel, kernel.run(f"%%reason {options} -s chain\nIs it hidden?"))
        assert_hidden(page.received, steps=0, answer=False)
        for other in ("--compare chain,best_of_n", "--background"):
            cell = kernel.run(f"%%reason {options} {other}\nIs it hidden?")
            assert cell.text().startswith("UsageError: --blind is for a single run in the foreground: leave out --")
            assert "or unset what stands for every cell with `%config ReasonMagics.blind = False`" in cell.text()
    finally:
        kernel.run("%config ReasonMagics.blind = False")


def test_headless_the_record_holds_all_of_it_folded(options, monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    cells = ["%load_ext o1magic", f"%%reason {options} --reveal -o r\nHow much is it?", "r.lesson"]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    _, cell, value = NotebookClient(made, timeout=60).execute().cells
    (output,) = cell.outputs
    assert_hidden(output["data"]["text/plain"], steps=1, answer=False)
    assert_hidden(output["data"]["text/html"], steps=3, answer=True)
    assert output["metadata"] == {}
    assert value.outputs[0]["data"]["text/plain"] == "<Lesson --reveal, 1 of 3 steps>"
