"""The live widget's kernel side: what it sends, and what it does with what comes back."""

import json
import threading
import time

import comm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets.widgets.widget import _instances
from traces import EXAMPLES, Run

from o1magic.render import widget as module
from o1magic.render.story import story
from o1magic.render.widget import KEPT_OPEN, Packer, ReasonWidget
from o1magic.trace import Event, Trace
from o1magic.types import Usage


class Wire(comm.base_comm.BaseComm):
    """A comm whose other end is a list."""

    def __init__(self, *args, **kwargs):
        self.messages = []
        super().__init__(*args, **kwargs)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        # As a kernel does it: what cannot be sent fails here.
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
        self.messages.append((msg_type, data))

    @property
    def custom(self):
        return [data["content"] for _, data in self.messages if data and data.get("method") == "custom"]

    def hear(self, content):
        self.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


@pytest.fixture(autouse=True)
def wires(monkeypatch):
    monkeypatch.setattr(comm, "create_comm", Wire)
    monkeypatch.setattr(ReasonWidget, "_open", type(ReasonWidget._open)())
    yield
    for widget in list(ReasonWidget._open):
        widget.close()


def usage(packed, state: Trace) -> dict:
    names = Usage().to_json()
    return state.calls[packed].usage.to_json() if isinstance(packed, int) else dict(zip(names, packed, strict=True))


def unpack(packed: list, state: Trace, now: float) -> list[tuple]:
    """What widgets/src/store.ts does with a packed event."""
    kind, node, data, *t = packed
    if kind == "text":
        events = []
        for writer, said in data.items():
            text, reasoning, *restart = [said, ""] if isinstance(said, str) else said
            events.append((now, kind, writer, {"text": text, "reasoning": reasoning, "restart": bool(restart)}))
        return events
    data = dict(data)
    if kind == "node_added":
        usual = {"parent": node.rpartition(".")[0], "inputs": [], "title": "", "sample": None}
        data = {**usual, "model": state.config["models"][0], **data}
    elif kind == "call_started":
        maker = state.nodes.get(node)
        data = {"model": maker.model if maker else state.config["models"][0], "sample": maker and maker.sample, **data}
    elif kind == "call_finished":
        data = {"cached": False, "error": None, **data}
    if "usage" in data:
        data["usage"] = usage(data["usage"], state)
    return [(*(t or [now]), kind, node, data)]


def folded(messages: list[dict]) -> dict:
    """The snapshot of a page that got these messages."""
    state, have = Trace(), 0
    for message in messages:
        assert message["from"] == have
        have = message["to"]
        for packed in message["events"]:
            for event in unpack(packed, state, message["now"]):
                state.append(Event(len(state.events), *event))
    return state.snapshot() | {"seq": have}


def tree_search(nodes: int, tokens: int) -> list[Event]:
    """The events of a search with this many nodes, eight of which are written at a time, token by token."""
    events: list[Event] = []

    def emit(kind, node=None, /, **data):
        events.append(Event(len(events), round(len(events) * 0.0005, 4), kind, node, data))

    emit("run_started", question="How many?", config=Run().trace.config, resumed=None)
    model = "local/qwen2.5-coder-0.5b"
    for start in range(0, nodes, 8):
        wave = range(start, min(start + 8, nodes))
        for i in wave:
            emit("node_added", f"0.{i}", parent="0", inputs=[], kind="answer", title="", model=model, sample=i)
            emit("call_started", f"0.{i}", call=i, role="sample", model=model, sample=i)
        for token in range(tokens // nodes):
            for i in wave:
                emit("text", f"0.{i}", text=f" w{token:03}", reasoning="")
        for i in wave:
            text = "".join(f" w{token:03}" for token in range(tokens // nodes))
            usage = Usage(calls=1, prompt_tokens=142, completion_tokens=tokens // nodes, seconds=1.2345).to_json()
            emit("call_finished", f"0.{i}", call=i, usage=usage, cached=False, error=None)
            answer = str(i % 5)
            emit("node_changed", f"0.{i}", status="done", text=text, reasoning="", answer=answer, shown_answer=answer,
                 ballot=1.0, mean_logprob=-0.25, finish_reason="stop", usage=usage)  # fmt: skip
    return events


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_what_is_sent_folds_to_the_trace(name, chunk):
    whole = EXAMPLES[name]()
    growing = Trace()
    widget = ReasonWidget(growing)
    for event in whole.events:
        growing.append(event)
        if len(growing.events) % chunk == 0:
            widget.push()
    widget.finish()
    assert folded(widget.comm.custom) == whole.snapshot()


@given(st.data())
def test_any_interleaving_packs_to_the_same_trace(data):
    """Text of several nodes, restarts and changes in any order, cut into messages anywhere."""
    run = Run()
    nodes = [run.start() for _ in range(3)]
    steps = st.tuples(
        st.sampled_from(nodes), st.sampled_from(["text", "restart", "reasoning", "whole", "score", "cut"])
    )
    packer, messages, sent = Packer(), [], 0
    for node, step in data.draw(st.lists(steps, max_size=25)):
        match step:
            case "text":
                run.write(node, "ab")
            case "restart":
                run.write(node, "c", restart=True)
            case "reasoning":
                run.emit("text", node, text="", reasoning="r")
            case "whole":
                written = run.trace.nodes[node]
                run.emit("node_changed", node, text=written.text, reasoning=written.reasoning + "!", status="done")
            case "score":
                run.score(node, data.draw(st.sampled_from(["judge", "votes"])), 0.5)
            case "cut":
                events = run.trace.events[sent:]
                messages.append({"from": sent, "to": sent + len(events), "now": 0, "events": packer.pack(events)})
                sent += len(events)
    events = run.trace.events[sent:]
    messages.append({"from": sent, "to": sent + len(events), "now": 0, "events": packer.pack(events)})
    assert folded(messages) == run.trace.snapshot()


def test_nothing_is_sent_when_nothing_is_new():
    widget = ReasonWidget(EXAMPLES["pencils"]())
    widget.push()
    widget.push()
    assert len(widget.comm.custom) == 1
    widget.finish()
    last = widget.comm.custom[-1]
    assert last["events"] == []
    assert last["final"]
    assert last["from"] == last["to"] == len(widget._trace.events)


def test_chunks_of_a_node_are_one_event_a_message():
    run = Run()
    one, two = run.start(), run.start()
    for _ in range(50):
        run.write(one, "a")
        run.write(two, "b")
    texts = [event for event in Packer().pack(run.trace.events) if event[0] == "text"]
    assert texts == [["text", None, {one: "a" * 50, two: "b" * 50}]]


def test_text_that_was_streamed_is_not_sent_again():
    run = Run()
    node = run.start(text="some ")
    run.write(node, "text")
    run.done(node, "some text", "1")
    other = run.start(text="some")
    run.done(other, "quite another text", "1")
    changed = [data for kind, _, data, *_ in Packer().pack(run.trace.events) if kind == "node_changed"]
    assert "text" not in changed[0]
    assert changed[0]["usage"] == 0, "the usage of call 0, which the page has"
    assert changed[1]["text"] == "quite another text"


def test_ten_thousand_tokens_and_300_nodes_are_under_200_kb():
    events = tree_search(300, 10_000)
    trace, sent, count = Trace(), 0, 0
    widget = ReasonWidget(trace)
    started = time.process_time()
    for event in events:
        trace.append(event)
        if len(trace.events) % 120 == 0:  # 20 messages a second at some 2,000 tokens a second
            widget.push()
    widget.finish()
    seconds = time.process_time() - started
    for message in widget.comm.custom:
        sent += len(json.dumps(message, ensure_ascii=False).encode())
        count += 1
    print(f"{sent / 1e6:.3f} MB in {count} messages, {seconds:.2f} s")
    assert sent < 200_000
    assert folded(widget.comm.custom) == trace.snapshot()


def test_what_no_json_can_hold_does_not_stop_the_run():
    """Half a character, split between two chunks or alone, and an infinite log-probability."""
    run = Run()
    node = run.start(text="a\ud83d")
    run.write(node, "\ude00 \udc00")
    run.emit("node_changed", node, mean_logprob=float("-inf"), answer="\ud800")
    widget = ReasonWidget(run.trace)
    widget.push()
    (message,) = widget.comm.custom
    assert message["events"][-2][2] == {node: "a\N{GRINNING FACE} \ufffd"}
    assert message["events"][-1][2] == {"mean_logprob": None, "answer": "\ufffd"}
    widget.comm.hear({"type": "resync"})
    assert widget.comm.custom[-1]["state"]["nodes"][1]["text"] == "a\N{GRINNING FACE} \ufffd"


def test_resync_answers_with_what_has_been_sent_and_deltas_go_on_from_there():
    whole, growing = EXAMPLES["pencils"](), Trace()
    widget = ReasonWidget(growing)
    for event in whole.events[:20]:
        growing.append(event)
    widget.push()
    for event in whole.events[20:30]:
        growing.append(event)
    widget.comm.hear({"type": "resync"})
    snapshot = widget.comm.custom[-1]
    assert snapshot["type"] == "snapshot"
    assert snapshot["state"] == Trace(whole.events[:20]).snapshot()
    assert not snapshot["final"]
    widget.push()
    assert widget.comm.custom[-1]["from"] == snapshot["state"]["seq"]


def test_a_page_that_loads_late_gets_the_run_so_far(monkeypatch):
    widget = ReasonWidget(EXAMPLES["pencils"]())
    (_, opened), *_ = widget.comm.messages
    assert "snapshot" not in opened["state"], "a page that sees the run begin gets the deltas"
    widget.push()
    now = time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + 5)
    snapshot = widget.get_state()["snapshot"]
    assert snapshot["state"]["selection"]["answer"] == "84"
    assert snapshot["now"] == pytest.approx(widget._trace.events[-1].t + 5, abs=1)
    assert "snapshot" not in widget.get_state(key="layout")


def test_a_snapshot_is_consistent_while_another_thread_appends():
    whole, growing = tree_search(80, 4000), Trace()
    widget = ReasonWidget(growing)

    def search():
        for event in whole:
            growing.append(event)

    thread = threading.Thread(target=search)
    thread.start()
    while thread.is_alive():
        widget.push()
        snapshot = widget.get_state()["snapshot"]["state"]
        assert snapshot == Trace(whole[: snapshot["seq"]]).snapshot()
    thread.join()


def test_stop_calls_back_and_acknowledges():
    called = threading.Event()
    widget = ReasonWidget(Trace(), on_stop=called.set)
    # JupyterLab's messages arrive in a subshell's thread.
    thread = threading.Thread(target=widget.comm.hear, args=({"type": "stop"},))
    thread.start()
    thread.join()
    assert called.is_set()
    assert widget.comm.custom == [{"type": "ack"}]


def test_stop_is_not_acknowledged_where_nobody_stops():
    """So that the page interrupts the kernel instead."""
    widget = ReasonWidget(Trace())
    widget.comm.hear({"type": "stop"})

    def fail():
        raise RuntimeError("cannot stop")

    failing = ReasonWidget(Trace(), on_stop=fail)
    failing.comm.hear({"type": "stop"})
    assert widget.comm.custom == failing.comm.custom == []


@pytest.mark.parametrize("content", [{}, {"type": "unheard of"}, {"type": None}])
def test_other_messages_are_left_alone(content):
    widget = ReasonWidget(Trace(), on_stop=lambda: pytest.fail("stopped"))
    widget.comm.hear(content)
    assert widget.comm.custom == []


def test_a_page_is_told_what_the_output_shows_from_when_it_was_reloaded():
    widget = ReasonWidget(Trace(), place="o1-place-1")
    widget.keep({"text/plain": "one"})
    assert widget.comm.custom == []
    for said in ({"type": "reloaded"}, {"type": "reloaded"}):
        widget.comm.hear(said)
    widget.keep({"text/plain": "two"})
    assert widget.comm.custom == [{"type": "output", "data": {"text/plain": said}} for said in ("one", "one", "two")]


def test_every_page_is_told_what_the_output_shows_last():
    widget = ReasonWidget(Trace(), place="o1-place-1")
    widget.keep({"text/plain": "so far"})
    widget.keep({"text/plain": "over"}, last=True)
    assert widget.comm.custom == [{"type": "output", "data": {"text/plain": "over"}}]


def test_a_page_that_is_reloaded_before_there_is_anything_else_to_show_is_told_nothing():
    widget = ReasonWidget(Trace(), place="o1-place-1")
    widget.comm.hear({"type": "reloaded"})
    assert widget.comm.custom == []


def test_replies_of_the_page_are_not_moved_to_the_busy_shell(monkeypatch):
    monkeypatch.setattr(Wire, "_reply_subshell_for", lambda self, data, default: "main", raising=False)
    assert ReasonWidget(Trace()).comm._reply_subshell_for({}, "subshell-1") == "subshell-1"


def test_only_the_last_widgets_stay_open():
    running = ReasonWidget(Trace())
    widgets = []
    instances = len(_instances)
    for _ in range(KEPT_OPEN + 1):
        widgets.append(ReasonWidget(Trace()))
        widgets[-1].finish()
    assert running.comm is not None
    widgets.append(ReasonWidget(Trace()))
    assert running.comm is not None
    assert [widget.comm is None for widget in widgets] == [True] * 3 + [False] * (KEPT_OPEN - 1)
    # Each has a model of its layout.
    assert len(_instances) - instances == 2 * (KEPT_OPEN - 1)


def test_a_widget_that_was_never_finished_is_closed_once_its_run_is_over():
    widgets = [ReasonWidget(Run().end()) for _ in range(KEPT_OPEN + 2)]
    assert [widget.comm is None for widget in widgets] == [True] * 2 + [False] * KEPT_OPEN


def test_a_closed_widget_is_silent():
    widget = ReasonWidget(EXAMPLES["pencils"]())
    widget.close()
    widget.push()
    widget.finish()


def test_the_page_is_the_committed_bundle():
    widget = ReasonWidget(Trace())
    assert "export" in widget._esm
    assert ".o1magic" in widget._css


def test_the_last_message_tells_what_more_compute_would_buy_for_each_answer_that_a_rule_would_select():
    curves = module.last_message(EXAMPLES["checked"]())["after"]["curves"]
    assert set(curves) == {"-2", "4"}
    assert curves["-2"]["line"] == story(EXAMPLES["checked"]()).curve_line
    assert curves["4"]["points"][0]["agreement"][0] > curves["-2"]["points"][0]["agreement"][0]
    assert module.last_message(EXAMPLES["out_of_time"]())["after"] == {"selections": {}, "curves": {}}
