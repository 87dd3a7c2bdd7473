"""The live view of a run in a notebook: events go out as deltas, Stop comes in.

Messages from the kernel to the page
    ``{"type": "events", "from": a, "to": b, "events": [...], "final": bool}``
        What events ``a`` to ``b - 1`` of the trace do, packed (see `Packer`). A page that has not folded exactly ``a``
        events has missed some. The last message of a run is `final` and comes even if it brings nothing new, so that
        a tail that got lost is noticed.
    ``{"type": "snapshot", "state": Trace.snapshot(), "now": seconds, "final": bool}``
        All of it, for a page that asks or that loads late. ``now`` is the age of the run.
    ``{"type": "ack"}``
        Stop has been heard.

Messages from the page: ``{"type": "resync"}`` and ``{"type": "stop"}``.

The messages that a Jupyter server passes on in a second are limited, and each costs the kernel time that the search
needs: hence packed deltas a few times a second instead of one message a token or a synchronised trait.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import anywidget

from o1magic.trace import Event, Trace
from o1magic.types import Usage

_STATIC = Path(__file__).parent.parent / "static"
_NO_USAGE = Usage().to_json()

KEPT_OPEN = 20
"""How many widgets stay connected, so that a page that is reloaded finds them."""


class Packer:
    """Turns events into what a page needs to fold them, in few bytes.

    An event is packed as ``[kind, node, t, data]``. Compared with `Event.to_json`

    - ``seq`` is left out, as the message tells the range;
    - values of ``data`` that say nothing (None, "", [], False) are left out, except in ``node_changed``, where they
      are news, and in ``run_started``, ``selected`` and ``run_finished``, which are rare;
    - zeros of a usage are left out, and where a node's usage is that of its last finished call, it is the call's id;
    - all text of a node within a message is one event, and so are changes of a node between which nothing else
      happened to it;
    - a node's ``text`` and ``reasoning`` are left out of ``node_changed`` where they have been streamed in full.

    It remembers what it has packed: give it every event once, in order.
    """

    def __init__(self) -> None:
        self._streamed: dict[str, tuple[list[str], list[str]]] = {}
        self._calls: dict[str, tuple[int, dict[str, Any]]] = {}

    def pack(self, events: Iterable[Event]) -> list[list[Any]]:
        """Return the packed events."""
        packed: list[list[Any]] = []
        latest: dict[str, list[Any]] = {}
        for event in events:
            data = self._pack_data(event)
            before = latest.get(event.node) if event.node is not None else None
            if before is not None and before[0] == event.kind == "text" and not data.get("restart"):
                for name in ("text", "reasoning"):
                    if name in data:
                        before[3][name] = before[3].get(name, "") + data[name]
            elif before is not None and before[0] == event.kind == "node_changed":
                scores = before[3].get("scores", {}) | data.get("scores", {})
                before[3] |= data
                if scores:
                    before[3]["scores"] = scores
            else:
                packed.append([event.kind, event.node, event.t, data])
                if event.node is not None:
                    latest[event.node] = packed[-1]
        return packed

    def _pack_data(self, event: Event) -> dict[str, Any]:
        data = dict(event.data)
        match event.kind:
            case "text":
                self._remember_text(event)
            case "call_finished":
                if event.node is not None:
                    self._calls[event.node] = (data["call"], data["usage"])
                data["usage"] = _pack_usage(data["usage"])
            case "node_changed":
                self._drop_streamed(event.node or "", data)
                if "usage" in data:
                    call, usage = self._calls.get(event.node or "", (None, None))
                    data["usage"] = call if usage == data["usage"] else _pack_usage(data["usage"])
                return data
            case "run_started" | "selected" | "run_finished":
                return data
        return {name: value for name, value in data.items() if value not in (None, "", []) and value is not False}

    def _remember_text(self, event: Event) -> None:
        text, reasoning = self._streamed.setdefault(event.node or "", ([], []))
        if event.data.get("restart"):
            text.clear()
            reasoning.clear()
        text.append(event.data["text"])
        reasoning.append(event.data["reasoning"])

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


def _pack_usage(usage: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in usage.items() if value != _NO_USAGE[name]}


class ReasonWidget(anywidget.AnyWidget):  # type: ignore[misc] # anywidget is untyped here
    """The live view of one run.

    Parameters
    ----------
    trace
        The run. Its events may be appended in another thread.
    on_stop
        Called when a person presses Stop, maybe in another thread than the one that made the widget: it must be
        thread-safe and return at once. None where there is nothing to stop.
    """

    _esm = _STATIC / "widget.js"
    _css = _STATIC / "widget.css"
    _open: ClassVar[deque[ReasonWidget]] = deque()

    def __init__(self, trace: Trace, on_stop: Callable[[], None] | None = None) -> None:
        self._trace = trace
        self._on_stop = on_stop
        self._packer = Packer()
        self._sent = 0
        self._sent_at = time.monotonic()
        self._final = False
        self._lock = Lock()
        self._live = False
        super().__init__()
        self._live = True
        self.on_msg(self._on_message)
        self._listen_beside_the_cell()
        self._open.append(self)
        while len(self._open) > KEPT_OPEN:
            self._open.popleft().close()

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
        self._sent_at = time.monotonic()
        packed = self._packer.pack(events)
        self.send({"type": "events", "from": start, "to": self._sent, "events": packed, "final": self._final})

    def _snapshot(self) -> dict[str, Any]:
        # Folded afresh, up to what has been sent: the trace itself may be ahead, and changing at this moment.
        sent = self._trace.events[: self._sent]
        age = sent[-1].t + time.monotonic() - self._sent_at if sent else 0.0
        return {"type": "snapshot", "state": Trace(sent).snapshot(), "now": round(age, 4), "final": self._final}

    def _on_message(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        match content.get("type"):
            case "stop" if self._on_stop is not None:
                self._on_stop()
                self.send({"type": "ack"})
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
