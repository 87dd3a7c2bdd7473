"""Writes what happens to the samples of one request into the trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from o1magic.errors import ModelError
from o1magic.models.base import Listener, Reply
from o1magic.trace import EventKind, Node, NodeKind
from o1magic.types import Completion, Usage


class Emit(Protocol):
    """Appends an event to the trace."""

    def __call__(self, kind: EventKind, node: str | None = None, /, **data: object) -> None:
        """Append it."""
        ...


class CallWriter(Listener):
    """Writes the calls of one request.

    Parameters
    ----------
    emit
        Appends an event.
    calls
        Numbers for the calls.
    role, model
        Who asks, and whom.
    node_of
        The id of the node that a sample belongs to.
    """

    def __init__(
        self, emit: Emit, calls: Iterator[int], *, role: str, model: str, node_of: Callable[[int], str]
    ) -> None:
        self._emit = emit
        self._calls = calls
        self._role = role
        self._model = model
        self._node_of = node_of
        self._open: dict[int, int] = {}

    def started(self, sample: int) -> None:
        """Begin the call."""
        self._open[sample] = next(self._calls)
        self._emit(
            "call_started",
            self._node_of(sample),
            call=self._open[sample],
            role=self._role,
            model=self._model,
            sample=sample,
        )

    def done(self, sample: int, reply: Reply) -> None:
        """End the call."""
        if isinstance(reply, Completion):
            self._finish(sample, usage=reply.usage.to_json(), cached=reply.cached, error=None)
        else:
            self._finish(sample, usage=Usage(calls=1).to_json(), cached=False, error=str(reply))

    def close(self) -> None:
        """End what was cut off: no reply came before the request was given up."""
        for sample in sorted(self._open):
            self.cut(sample)

    def cut(self, sample: int) -> None:
        """End one sample that no reply came for."""
        self._finish(sample, usage=Usage(calls=1, cost=None).to_json(), cached=False, error="cut off")

    def _finish(self, sample: int, **data: object) -> None:
        self._emit("call_finished", self._node_of(sample), call=self._open.pop(sample), **data)


class NodeWriter(CallWriter):
    """Writes the nodes of one expansion, as their samples start, stream and end.

    Parameters
    ----------
    emit, calls, model
        As for `CallWriter`.
    nodes
        The trace's, by id.
    ids
        The new nodes' ids by sample index.
    parent, kind, title, inputs
        What the new nodes are.
    shows
        Whether a sample is to be streamed.
    read
        Writes a finished reply into its node.
    came
        Called with each node, in their order: as soon as it and those before it have ended.
    """

    def __init__(
        self,
        emit: Emit,
        calls: Iterator[int],
        *,
        model: str,
        nodes: Mapping[str, Node],
        ids: dict[int, str],
        parent: Node,
        kind: NodeKind,
        title: str,
        inputs: tuple[str, ...],
        shows: Callable[[int], bool],
        read: Callable[[str, Completion], None],
        came: Callable[[Node], None],
    ) -> None:
        super().__init__(emit, calls, role="sample", model=model, node_of=ids.__getitem__)
        self._nodes = nodes
        self._ids = ids
        self._parent = parent
        self._kind = kind
        self._title = title
        self._inputs = inputs
        self._shows = shows
        self._read = read
        self._came = came
        self._coming = [*reversed(ids.values())]

    def shows(self, sample: int) -> bool:
        """Whether to stream it."""
        return self._shows(sample)

    def started(self, sample: int) -> None:
        """Add the node."""
        self._emit(
            "node_added",
            self._ids[sample],
            parent=self._parent.id,
            inputs=list(self._inputs),
            kind=self._kind,
            title=self._title,
            model=self._model,
            sample=sample,
        )
        super().started(sample)

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        """Append what was written."""
        self._emit("text", self._ids[sample], text=text, reasoning=reasoning)

    def restarted(self, sample: int) -> None:
        """Void what was written."""
        self._emit("text", self._ids[sample], text="", reasoning="", restart=True)

    def done(self, sample: int, reply: Reply) -> None:
        """End the node."""
        super().done(sample, reply)
        if isinstance(reply, ModelError):
            self._emit("node_changed", self._ids[sample], status="failed", error=str(reply))
        else:
            self._read(self._ids[sample], reply)
        while self._coming and self._has_ended(self._coming[-1]):
            self._came(self._nodes[self._coming.pop()])

    def _has_ended(self, node: str) -> bool:
        return node in self._nodes and self._nodes[node].status != "running"

    def cut(self, sample: int) -> None:
        """End a node with what was written of it."""
        super().cut(sample)
        text = self._nodes[self._ids[sample]].text
        self._emit("node_changed", self._ids[sample], status="cut", text=text)
