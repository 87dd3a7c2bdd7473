"""The live view of a run in a notebook: events go out as deltas, Stop comes in.

Messages from the kernel to the page
    ``{"type": "events", "from": a, "to": b, "now": seconds, "events": [...], "final": bool, "after": {...}}``
        What events ``a`` to ``b - 1`` of the trace do, packed (see `Packer`). A page that has not folded exactly ``a``
        events has missed some. The last message of a run is `final` and comes even if it brings nothing new, so that
        a tail that got lost is noticed. ``now`` is the age of the run. With `final` comes ``after``: see `after`.
    ``{"type": "snapshot", "state": Trace.snapshot(), "now": seconds, "final": bool, "after": {...}}``
        All of it, for a page that asks or that loads late.
    ``{"type": "output", "data": {type: source}}``
        What outputs that hold the `place` of the run show. A page in which the cell ran is told by updates of displays;
        the last one comes in both ways, for an output that was deleted and brought back, or copied, hears no updates.
    ``{"type": "ack"}``
        Stop has been heard.

Messages from the page: ``{"type": "resync"}``, ``{"type": "stop"}``, and ``{"type": "reloaded"}`` where updates of
displays don't reach it, because it was loaded after the cell began to run. Of a lesson also ``{"type": "ready"}``,
where it draws it as soon as the `place` is in sight, ``{"type": "predict", "text": ..., "seen": steps}`` and
``{"type": "enter", "text": ...}``.

The messages that a Jupyter server passes on in a second are limited, and each costs the kernel time that the search
needs: hence packed deltas a few times a second instead of one message a token or a synchronised trait.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import anywidget
import traitlets

from o1magic.metrics import compute_curve
from o1magic.render.chains import chains_of
from o1magic.render.story import curve_line
from o1magic.search.select import reselections
from o1magic.trace import Event, Trace

_STATIC = Path(__file__).parent.parent / "static"

KEPT_OPEN = 20
"""How many widgets stay connected, so that a page that is reloaded finds them; those of runs that go on do anyway."""


class Packer:
    """Turns events into what a page needs to fold them, in few bytes.

    An event is packed as ``[kind, node, data]``, those of calls as ``[kind, node, data, t]``. Compared with the event's
    own data

    - all text in a message is one event, ``["text", None, {node: text}]``, for as long as nothing else happens to the
      nodes; ``[text, reasoning]`` where there is reasoning, ``[text, reasoning, True]`` where earlier text is void;
    - changes of a node between which nothing else happened to it are one;
    - a node's ``text`` and ``reasoning`` are left out of ``node_changed`` where they have been streamed in full;
    - usages are lists in the order of `Usage`, and where a node's is that of its last finished call, the call's id;
    - left out are a parent that the node's id tells, a model that is the first one configured, a call's model and
      sample that are its node's, and None, "", [] and False wherever they mean that there is nothing.

    It remembers what it has packed: give it every event once, in order.
    """

    def __init__(self) -> None:
        self._model: str | None = None
        self._samples: dict[str | None, tuple[Any, Any]] = {}
        self._usages: dict[str | None, tuple[int, Any]] = {}
        self._streamed: dict[str, tuple[list[str], list[str]]] = {}

    def pack(self, events: Iterable[Event]) -> list[list[Any]]:
        """Return the packed events."""
        packed: list[list[Any]] = []
        last: dict[str | None, int] = {}  # where in `packed` a node was last spoken of
        texts = -1  # where in `packed` text can still be added
        for event in events:
            before = last.get(event.node, -1)
            if event.kind == "text":
                if texts < 0 or before > texts:
                    texts = len(packed)
                    packed.append(["text", None, {}])
                self._add_text(packed[texts][2], event)
                last[event.node] = texts
                continue
            data = self._pack_data(event)
            if event.kind == "node_changed" and before >= 0 and packed[before][0] == "node_changed":
                merged = packed[before][2]
                scores = merged.get("scores", {}) | data.get("scores", {})
                merged |= data | ({"scores": scores} if scores else {})
                continue
            packed.append([event.kind, event.node, data])
            if event.kind in ("call_started", "call_finished"):
                packed[-1].append(event.t)
            last[event.node] = len(packed) - 1
        return [_sendable(item) for item in packed]

    def _add_text(self, texts: dict[str, Any], event: Event) -> None:
        node, text, reasoning = event.node or "", event.data["text"], event.data["reasoning"]
        restart = bool(event.data.get("restart"))
        streamed = self._streamed.setdefault(node, ([], []))
        before = texts.get(node, "")
        if restart:
            before = ""
            for chunks in streamed:
                chunks.clear()
        streamed[0].append(text)
        streamed[1].append(reasoning)
        first, second, *void = (before, "") if isinstance(before, str) else before
        whole = [first + text, second + reasoning, *([True] if restart else void)]
        texts[node] = whole if any(whole[1:]) else whole[0]

    def _pack_data(self, event: Event) -> dict[str, Any]:
        data = dict(event.data)
        match event.kind:
            case "run_started":
                self._model = data["config"]["models"][0]
                return data
            case "node_added":
                self._samples[event.node] = data["model"], data["sample"]
                if data["parent"] == (event.node or "").rpartition(".")[0]:
                    del data["parent"]
                return _without(data, model=self._model)
            case "call_started":
                model, sample = self._samples.get(event.node, (self._model, None))
                return _without(data, model=model, sample=sample)
            case "call_finished":
                self._usages[event.node] = data["call"], data["usage"]
                data["usage"] = list(data["usage"].values())
                return _without(data)
            case "node_changed":
                self._drop_streamed(event.node or "", data)
                if "usage" in data:
                    call, usage = self._usages.get(event.node, (None, None))
                    data["usage"] = call if usage == data["usage"] else list(data["usage"].values())
        return data

    def _drop_streamed(self, node: str, data: dict[str, Any]) -> None:
        """Leave out of a change what the page already has."""
        streamed = self._streamed.setdefault(node, ([], []))
        for name, chunks in zip(("text", "reasoning"), streamed, strict=True):
            if name not in data:
                continue
            if "".join(chunks) == data[name]:
                del data[name]
            else:
                chunks[:] = [data[name]]


def _without(data: dict[str, Any], **usual: Any) -> dict[str, Any]:
    """Return the data without the usual values, and without those that mean nothing where no other is usual."""
    return {
        name: value
        for name, value in data.items()
        if (value != usual[name] if name in usual else value is not False and value not in (None, "", []))
    }


def _sendable(value: Any) -> Any:
    """Return JSON that can be sent: what a model writes may hold halves of characters, and numbers may be infinite."""
    match value:
        case str():
            if value.isascii():
                return value
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {_sendable(name): _sendable(item) for name, item in value.items()}
        case list() | tuple():
            return [_sendable(item) for item in value]
    return value


def after(trace: Trace) -> dict[str, Any]:
    """Return what a page is told of a finished run besides its events.

    What each rule would select; and by selected answer, what more compute would buy, with the same in a sentence.
    """
    selections = reselections(trace)
    chains = chains_of(trace)
    curves: dict[str, Any] = {}
    for selection in (trace.selection, *selections.values()):
        if selection is None or selection.answer is None or selection.answer in curves:
            continue
        if curve := compute_curve(trace, selection):
            curves[selection.answer] = curve.to_json() | {"line": curve_line(trace, curve, chains[0].noun)}
    return {"selections": {rule: selection.to_json() for rule, selection in selections.items()}, "curves": curves}


def last_message(trace: Trace) -> dict[str, Any]:
    """Return the snapshot message of a finished run: all that a page needs to show it without a kernel."""
    now = trace.events[-1].t if trace.events else 0.0
    snapshot = {"type": "snapshot", "state": trace.snapshot(), "now": now, "final": True, "after": after(trace)}
    sendable: dict[str, Any] = _sendable(snapshot)
    return sendable


class ReasonWidget(anywidget.AnyWidget):  # type: ignore[misc] # anywidget is untyped here
    """The live view of one run.

    Parameters
    ----------
    trace
        The run. Its events may be appended in another thread.
    on_stop
        Called when a person presses Stop, maybe in another thread than the one that made the widget: it must be
        thread-safe and return at once. None where there is nothing to stop.
    interrupts
        Whether Stop interrupts a kernel that does not hear it: not where the cell that keeps it busy may be another.
    place
        The class of elements of HTML into which the page draws the run: unlike a widget, an output of HTML can be saved
        while the run goes on.
    **traits
        Others, of a class below.
    """

    interrupts = traitlets.Bool(default_value=True).tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    _esm = _STATIC / "widget.js"
    _css = _STATIC / "widget.css"
    _open: ClassVar[deque[ReasonWidget]] = deque()

    def __init__(
        self,
        trace: Trace,
        on_stop: Callable[[], None] | None = None,
        *,
        interrupts: bool = True,
        place: str = "",
        **traits: Any,
    ) -> None:
        self._trace = trace
        self._on_stop = on_stop
        self._packer = Packer()
        self._sent = 0
        self._last = 0.0
        self._sent_at = 0.0
        self._final = False
        self._lock = Lock()
        self._live = False
        self._output: dict[str, str] | None = None
        self._reloaded = False
        super().__init__(interrupts=interrupts, place=place, **traits)
        self._live = True
        self.on_msg(self._on_message)
        self._listen_beside_the_cell()
        self._open.append(self)
        # Nobody finishes a view that an error got in the way of.
        over = [widget for widget in self._open if widget._final or widget._trace.finished]  # noqa: SLF001 - its own
        for widget in over[: max(0, len(self._open) - KEPT_OPEN)]:
            self._open.remove(widget)
            widget.close()
            widget.layout.close()

    def push(self) -> None:
        """Send what has happened since the last time, if anything. Call it at most 20 times a second."""
        with self._lock:
            if len(self._trace.events) > self._sent:
                self._send_events()

    def finish(self) -> None:
        """Send the rest and tell the page that nothing more will come."""
        with self._lock:
            self._final = True
            self._send_events()

    def keep(self, output: dict[str, str], *, last: bool = False) -> None:
        """Let pages have this in outputs that hold the `place`: those that were loaded since, and if `last` all."""
        with self._lock:
            self._output = output
            if last or self._reloaded:
                self._send_output()

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        """Return the synchronised state; a page that asks for all of it (after a reload) also gets the run so far."""
        state: dict[str, Any] = super().get_state(key=key, drop_defaults=drop_defaults)
        if key is None and self._live:
            with self._lock:
                state["snapshot"] = self._snapshot()
        return state

    def _send_events(self) -> None:
        events = self._trace.events[self._sent :]
        start, self._sent = self._sent, self._sent + len(events)
        if events:
            self._last, self._sent_at = events[-1].t, time.monotonic()
        message = {
            "type": "events",
            "from": start,
            "to": self._sent,
            "now": self._last,
            "events": self._packer.pack(events),
            "final": self._final,
        }
        self.send(message | ({"after": _sendable(after(self._trace))} if self._final else {}))

    def _send_output(self) -> None:
        if self._output is not None:
            self.send({"type": "output", "data": self._output})

    def _snapshot(self) -> dict[str, Any]:
        if self._final:
            return last_message(self._trace)
        # Folded afresh, up to what has been sent: the trace itself may be ahead, and changing at this moment.
        state = Trace(self._trace.events[: self._sent]).snapshot()
        age = self._last + time.monotonic() - self._sent_at if self._sent else 0.0
        return {"type": "snapshot", "state": _sendable(state), "now": round(age, 4), "final": False}

    def _on_message(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        match content.get("type"):
            case "stop" if self._on_stop is not None:
                self._on_stop()
                self.send({"type": "ack"})
            case "reloaded":
                with self._lock:
                    self._reloaded = True
                    self._send_output()
            case "resync":
                with self._lock:
                    self.send(self._snapshot())

    def _listen_beside_the_cell(self) -> None:
        """Let the page's messages arrive while a cell runs.

        JupyterLab sends them over a subshell of their own. ipykernel 7.4 moves them to the shell that last published
        on this comm, which is the one that the running cell keeps busy; earlier versions don't, and have no such hook.
        """
        comm = self.comm
        if comm is not None and hasattr(comm, "_reply_subshell_for"):
            comm._reply_subshell_for = lambda _data, default: default  # noqa: SLF001 - there is no public way


class LessonWidget(ReasonWidget):
    """The live view of a run that a student follows: nothing of it is on the page before it is due.

    Parameters
    ----------
    trace
        The run as far as it may be seen meanwhile: see `veiled`.
    on_stop
        As for `ReasonWidget`.
    act
        Called with the message where the student does something, maybe in another thread.
    on_ready
        Called where a page draws the run into its `place`, in the same way.
    place
        As for `ReasonWidget`.
    lesson
        What may be seen of the lesson: see `render.lesson.page`.

    Attributes
    ----------
    ready
        Whether a page does so.
    """

    lesson = traitlets.Dict().tag(sync=True)
    whole = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        trace: Trace,
        on_stop: Callable[[], None],
        *,
        act: Callable[[dict[str, Any]], None],
        on_ready: Callable[[], None],
        place: str,
        lesson: dict[str, Any],
    ) -> None:
        self._act = act
        self._on_ready = on_ready
        self.ready = False
        # A page that draws it before it knows that it is a lesson would draw the card of a run.
        super().__init__(trace, on_stop, place=place, lesson=_sendable(lesson))

    def tell(self, lesson: dict[str, Any], run: Trace | None) -> None:
        """Show how far the lesson has got, and where all of it may be seen, the run."""
        if run is not None:
            self.whole = last_message(run)
        self.lesson = _sendable(lesson)

    def _on_message(self, widget: Any, content: dict[str, Any], buffers: Any) -> None:
        super()._on_message(widget, content, buffers)
        match content.get("type"):
            case "predict" | "enter":
                self._act(content)
            case "ready":
                self.ready = True
                self._on_ready()


def veiled(event: Event, seq: int) -> Event | None:
    """Return what a student may know of an event while the run goes on: what it takes, and not what it finds.

    None where that is nothing; `seq` is the number of the event among those that are left.
    """
    data = dict(event.data)
    match event.kind:
        case "run_started":
            # How many samples there will be means nothing where none is counted.
            data |= {"config": {**data["config"], "params": {}}, "prior": []}
        case "call_finished":
            data["error"] = None
        case "progress" | "call_started" | "run_finished":
            pass
        case _:
            return None
    return Event(seq, event.t, event.kind, None, data)
