"""The one truth of a run: a list of events, and what it folds to.

Widget, static record, text view, JSON and `Result` are all read off a `Trace`. Anything that a view needs and the
trace does not hold belongs here as an event.

The JSON form of an event is also what the front end receives; `widgets/src/events.ts` declares the same shapes and
both languages read the fixtures in `tests/data/`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from o1magic.types import Score, Usage

SCHEMA = 1
ROOT = "0"

NodeKind = Literal["question", "answer", "rollout", "step", "critique", "plan", "observation"]
NodeStatus = Literal["running", "done", "failed", "cut", "pruned", "merged"]
EventKind = Literal[
    "run_started",
    "progress",
    "call_started",
    "call_finished",
    "node_added",
    "text",
    "node_changed",
    "same_answer",
    "note",
    "selected",
    "run_finished",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `t` is in seconds since the run started; `data` is JSON, its keys depend on `kind`.

    ============== =====================================================================================
    kind           data
    ============== =====================================================================================
    run_started    question, prior (turns before it), config, resumed (what stopped an earlier run of the same),
                   replayed (whether a recording answers all calls)
    progress       text, done, total: preparations such as a download; no part of the result
    call_started   call, role, model, sample
    call_finished  call, usage, cached, error
    node_added     parent, inputs, kind, title, model, sample
    text           text, reasoning: appended; `restart` true voids what was there
    node_changed   any of the mutable fields of Node
    same_answer    a, b: two canonical answers that mean the same
    note           text
    selected       the Selection
    run_finished   stop_reason, asked, spent (usages), seconds, error
    ============== =====================================================================================
    """

    seq: int
    t: float
    kind: EventKind
    node: str | None
    data: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"seq": self.seq, "t": self.t, "kind": self.kind, "node": self.node, "data": dict(self.data)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that `to_json` wrote."""
        return cls(data["seq"], data["t"], data["kind"], data["node"], data["data"])


@dataclass(slots=True, kw_only=True)
class Node:
    """A state of the search: the question, or something a model wrote. Only `Trace` changes it.

    Attributes
    ----------
    id
        A path: `0.2.1` is the second child of the third child of the root.
    inputs
        Other nodes that it was made from.
    kind
        What it is. A chain is made of steps and ends in an `answer`, or in a `rollout` that was drawn to value the
        step before it; only these two can vote.
    title
        A short name for people.
    text, reasoning
        What the model wrote, and what its provider disclosed of its thinking.
    answer
        The final answer in canonical form, or None where none could be read.
    shown_answer
        The same as the model wrote it.
    status
        `cut` where a limit or a person ended it; `failed` carries `error`.
    scores
        By scorer.
    visits, value, prior
        Of a tree search: visit count, mean backed-up value, prior probability.
    merged_into
        The sibling that says the same and stands for it.
    note
        What a reader should know of it: why it was pruned.
    mean_logprob
        Mean natural log-probability of its tokens.
    ballot
        Its weight in a vote; 0 for one that does not vote.
    sample
        Its sample index: how many times the run had already asked the same request.
    usage
        Of the call that made it.
    """

    id: str
    parent: str | None
    kind: NodeKind
    inputs: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    reasoning: str = ""
    answer: str | None = None
    shown_answer: str | None = None
    status: NodeStatus = "running"
    error: str | None = None
    scores: dict[str, Score] = field(default_factory=dict)
    visits: int = 0
    value: float | None = None
    prior: float | None = None
    merged_into: str | None = None
    note: str = ""
    mean_logprob: float | None = None
    model: str | None = None
    ballot: float = 0.0
    sample: int | None = None
    finish_reason: str | None = None
    usage: Usage = field(default_factory=Usage)

    @property
    def order(self) -> tuple[int, ...]:
        """Sort key: the path as numbers, so that `0.10` comes after `0.9`."""
        return tuple(int(part) for part in self.id.split("."))

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return data | {
            "inputs": list(self.inputs),
            "scores": {name: score.to_json() for name, score in self.scores.items()},
            "usage": self.usage.to_json(),
        }


@dataclass(slots=True, kw_only=True)
class Call:
    """One sample asked of a model: who asked, what it cost, when. Times are in seconds since the run started."""

    id: int
    node: str | None
    role: str
    model: str
    sample: int
    started: float
    finished: float | None = None
    usage: Usage = field(default_factory=Usage)
    cached: bool = False
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)} | {"usage": self.usage.to_json()}


@dataclass(frozen=True, slots=True)
class Vote:
    """One canonical answer and who is for it: `count` samples with `weight` in all; `nodes` are their ids."""

    answer: str
    count: int
    weight: float
    nodes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"answer": self.answer, "count": self.count, "weight": self.weight, "nodes": list(self.nodes)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a rule chose.

    Attributes
    ----------
    rule
        Its name.
    node
        The chosen node's id, or None where there is nothing to choose.
    answer
        Its answer, or None.
    votes
        By canonical answer, the leader first.
    posterior
        The leader's posterior over the runner-up, for independent votes; None otherwise.
    confidence, calibrated_on
        The calibrated probability that the answer is right, and how many results that calibration was fitted on; None
        and 0 without one.
    tie
        Answers that stood level before the tie was broken, or nothing.
    note
        What a reader should know about how it was chosen.
    """

    rule: str
    node: str | None = None
    answer: str | None = None
    votes: tuple[Vote, ...] = ()
    posterior: float | None = None
    confidence: float | None = None
    calibrated_on: int = 0
    tie: tuple[str, ...] = ()
    note: str = ""

    @property
    def agreement(self) -> float | None:
        """The chosen answer's share of all votes, in [0, 1]; None without a vote."""
        total = sum(vote.count for vote in self.votes)
        mine = sum(vote.count for vote in self.votes if self.node in vote.nodes)
        return mine / total if total else None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "rule": self.rule,
            "node": self.node,
            "answer": self.answer,
            "votes": [vote.to_json() for vote in self.votes],
            "posterior": self.posterior,
            "confidence": self.confidence,
            "calibrated_on": self.calibrated_on,
            "tie": list(self.tie),
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that `to_json` wrote."""
        votes = tuple(Vote(v["answer"], v["count"], v["weight"], tuple(v["nodes"])) for v in data["votes"])
        return cls(**{**data, "votes": votes, "tie": tuple(data["tie"])})


class Trace:
    """Append-only list of events and the state that they fold to.

    One thread appends; any thread may read `events` (a list that only grows).

    Attributes
    ----------
    events
        All of them, `seq` counting from 0.
    nodes
        By id; the root, `0`, is the question.
    calls
        By call id.
    original
        What the run itself chose, where somebody has chosen anew since by another rule.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events: list[Event] = []
        self.nodes: dict[str, Node] = {}
        self.calls: dict[int, Call] = {}
        self.notes: list[str] = []
        self.question = ""
        self.prior: list[dict[str, str]] = []
        self.config: dict[str, Any] = {}
        self.resumed: str | None = None
        self.replayed = False
        self.progress: tuple[str, int, int] | None = None
        self.selection: Selection | None = None
        self.original: Selection | None = None
        self.stop_reason: str | None = None
        self.asked = Usage()
        self.spent = Usage()
        self.seconds = 0.0
        self.error: str | None = None
        self._same: dict[str, str] = {}
        for event in events:
            self.append(event)

    def append(self, event: Event) -> None:
        """Add the next event and fold it in."""
        if event.seq != len(self.events):
            raise ValueError(f"event {event.seq} cannot follow {len(self.events) - 1}")
        getattr(self, f"_on_{event.kind}")(event)
        self.events.append(event)

    def _on_run_started(self, event: Event) -> None:
        self.question = event.data["question"]
        self.config = dict(event.data["config"])
        self.prior = list(event.data.get("prior", ()))
        self.resumed = event.data.get("resumed")
        self.replayed = event.data.get("replayed", False)
        self.nodes[ROOT] = Node(id=ROOT, parent=None, kind="question", text=self.question, status="done")

    def _on_progress(self, event: Event) -> None:
        done = event.data["total"] and event.data["done"] >= event.data["total"]
        self.progress = None if done else (event.data["text"], event.data["done"], event.data["total"])

    def _on_call_started(self, event: Event) -> None:
        self.progress = None
        data = event.data
        self.calls[data["call"]] = Call(
            id=data["call"],
            node=event.node,
            role=data["role"],
            model=data["model"],
            sample=data["sample"],
            started=event.t,
        )

    def _on_call_finished(self, event: Event) -> None:
        call = self.calls[event.data["call"]]
        call.finished = event.t
        call.usage = Usage.from_json(event.data["usage"])
        call.cached = event.data["cached"]
        call.error = event.data["error"]
        self.asked += call.usage

    def _on_node_added(self, event: Event) -> None:
        assert event.node is not None  # noqa: S101 - narrows for mypy
        data = event.data
        self.nodes[event.node] = Node(
            id=event.node,
            parent=data["parent"],
            kind=data["kind"],
            inputs=tuple(data["inputs"]),
            title=data["title"],
            model=data["model"],
            sample=data["sample"],
        )

    def _on_text(self, event: Event) -> None:
        node = self.nodes[event.node or ""]
        if event.data.get("restart"):
            node.text = node.reasoning = ""
        node.text += event.data["text"]
        node.reasoning += event.data["reasoning"]

    def _on_node_changed(self, event: Event) -> None:
        node = self.nodes[event.node or ""]
        for name, value in event.data.items():
            match name:
                case "scores":
                    node.scores |= {scorer: Score.from_json(score) for scorer, score in value.items()}
                case "usage":
                    node.usage = Usage.from_json(value)
                case _:
                    setattr(node, name, value)

    def _on_same_answer(self, event: Event) -> None:
        a, b = sorted((self.class_of(event.data["a"]), self.class_of(event.data["b"])), key=lambda s: (len(s), s))
        if a != b:
            self._same[b] = a

    def _on_note(self, event: Event) -> None:
        self.notes.append(event.data["text"])

    def _on_selected(self, event: Event) -> None:
        if self.finished and self.original is None:
            self.original = self.selection
        self.selection = Selection.from_json(event.data)

    def _on_run_finished(self, event: Event) -> None:
        self.progress = None
        self.stop_reason = event.data["stop_reason"]
        self.asked = Usage.from_json(event.data["asked"])
        self.spent = Usage.from_json(event.data["spent"])
        self.seconds = event.data["seconds"]
        self.error = event.data["error"]

    def class_of(self, answer: str) -> str:
        """Return the representative of all answers that mean the same as this canonical one."""
        while answer in self._same:
            answer = self._same[answer]
        return answer

    def path(self, node: str) -> list[Node]:
        """Return the nodes from below the root to this one."""
        path: list[Node] = []
        while node != ROOT:
            path.append(self.nodes[node])
            node = self.nodes[node].parent or ROOT
        return path[::-1]

    def chain(self, node: str) -> list[Node]:
        """Return the steps that lead to this node, and the node: what is read as one solution."""
        chain = [self.nodes[node]]
        while (parent := self.nodes.get(chain[0].parent or "")) and parent.kind == "step":
            chain.insert(0, parent)
        return chain

    def rollout(self, node: str) -> Node | None:
        """Return the first rollout that values this step, or None where there is none."""
        below = (n for n in self.nodes.values() if n.parent == node and n.kind == "rollout" and n.status == "done")
        return next(below, None)

    def sample(self, node: str) -> Node:
        """Return the sample that an answer comes from: the node itself, or the program whose output it is."""
        found = self.nodes[node]
        parent = self.nodes[found.parent or ROOT]
        return found if found.model is not None or parent.id == ROOT else parent

    def solution(self, node: str) -> str:
        """Return the text of the chain that ends with this node."""
        *before, last = (part.text for part in self.chain(node))
        return "".join(text if text.endswith("\n") or not text else f"{text}\n" for text in before) + last

    def step_confidences(self, node: str) -> tuple[float, ...]:
        """Return what a scorer that judged step by step said of each step up to this node, uncalibrated; or nothing.

        The run's scorer is heard before the others. The values of beginnings that a step method goes by are none: each
        is of all steps so far, so their product would count the first ones again and again.
        """
        scores = self.nodes[node].scores
        names = sorted(scores, key=lambda name: (name != self.config.get("scorer"), name))
        return next((scores[name].steps for name in names if scores[name].steps), ())

    @property
    def answers(self) -> list[Node]:
        """The nodes that end a chain, in order."""
        return sorted((n for n in self.nodes.values() if n.kind in ("answer", "rollout")), key=lambda n: n.order)

    def votes(self) -> list[Vote]:
        """Return the votes by canonical answer, the leader first; equal weights keep the order of first appearance."""
        voters: dict[str, list[Node]] = {}
        for node in self.answers:
            if node.answer is not None and node.ballot > 0:
                voters.setdefault(self.class_of(node.answer), []).append(node)
        votes = [
            Vote(answer, len(nodes), math.fsum(n.ballot for n in nodes), tuple(n.id for n in nodes))
            for answer, nodes in voters.items()
        ]
        return sorted(votes, key=lambda vote: -vote.weight)

    @property
    def finished(self) -> bool:
        """Whether the run is over."""
        return self.stop_reason is not None or self.error is not None

    def canonical(self) -> dict[str, Any]:
        """Return the run without order of arrival, times, caching, chunks and address: equal for equal runs.

        Equality of runs is equality of this, for the same replies and whatever order they came in.
        """
        nodes = []
        for node in sorted(self.nodes.values(), key=lambda n: n.order):
            data = node.to_json()
            data["usage"] = _timeless(node.usage)
            nodes.append(data)
        calls = sorted(
            (
                (c.node or "", c.role, c.model, c.sample, c.error or "", tuple(sorted(_timeless(c.usage).items())))
                for c in self.calls.values()
            ),
            key=repr,
        )
        same: dict[str, list[str]] = {}
        for answer in self._same:
            same.setdefault(self.class_of(answer), []).append(answer)
        return {
            "schema": SCHEMA,
            "question": self.question,
            "prior": self.prior,
            "config": {name: value for name, value in self.config.items() if name != "api_base"},
            "nodes": nodes,
            "calls": [[*call[:5], dict(call[5])] for call in calls],
            "same_answer": {answer: sorted(others) for answer, others in sorted(same.items())},
            "notes": list(self.notes),
            "selection": None if self.selection is None else self.selection.to_json(),
            "stop_reason": self.stop_reason,
            "error": self.error,
        }

    def snapshot(self) -> dict[str, Any]:
        """Return the folded state as JSON, from which a view that comes late can go on with the next event."""
        return {
            "schema": SCHEMA,
            "seq": len(self.events),
            "question": self.question,
            "config": self.config,
            "resumed": self.resumed,
            "replayed": self.replayed,
            "progress": None if self.progress is None else list(self.progress),
            "nodes": [node.to_json() for node in sorted(self.nodes.values(), key=lambda n: n.order)],
            "calls": [call.to_json() for call in self.calls.values()],
            "same_answer": sorted([a, self.class_of(a)] for a in self._same),
            "notes": list(self.notes),
            "selection": None if self.selection is None else self.selection.to_json(),
            "original": None if self.original is None else self.original.to_json(),
            "stop_reason": self.stop_reason,
            "asked": self.asked.to_json(),
            "spent": self.spent.to_json(),
            "seconds": self.seconds,
            "error": self.error,
        }

    def compact(self) -> Iterator[Event]:
        """Yield the events that are worth storing: no chunks of text that a later event repeats, no progress."""
        whole = {event.node for event in self.events if event.kind == "node_changed" and "text" in event.data}
        kept = (
            event
            for event in self.events
            if event.kind != "progress" and not (event.kind == "text" and event.node in whole)
        )
        for seq, event in enumerate(kept):
            yield dataclasses.replace(event, seq=seq)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form: schema version and compacted events."""
        return {"schema": SCHEMA, "events": [event.to_json() for event in self.compact()]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the trace that `to_json` wrote.

        Raises
        ------
        ValueError
            It was written by a version with another schema.
        """
        if data.get("schema") != SCHEMA:
            raise ValueError(f"this trace has schema {data.get('schema')!r}; this version reads {SCHEMA}")
        return cls(Event.from_json(event) for event in data["events"])


def _timeless(usage: Usage) -> dict[str, Any]:
    """Return a usage without what differs between a first run and its replay."""
    data = usage.to_json()
    del data["seconds"], data["cached_calls"]
    return data
