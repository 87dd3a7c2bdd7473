"""The chains of a run: what is read as one solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from o1magic.metrics import share_nothing
from o1magic.render.words import count, decimal, outcome, plain, remark, shown
from o1magic.trace import ROOT, Node, Trace


@dataclass(frozen=True, slots=True)
class Chain:
    """One solution from its beginning to where it has got.

    Attributes
    ----------
    number
        Counts from 1 in the order of the tree.
    node
        Where it ends.
    parts
        The nodes that are read as one: the steps that lead to its end, and the end.
    noun
        What such solutions are called in this run.
    models
        Which models wrote it, where the run has several.
    """

    number: int
    node: Node
    parts: tuple[Node, ...]
    noun: str = "chain"
    models: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How a view calls it."""
        return f"{self.noun} {self.number}"

    @property
    def answer(self) -> str | None:
        """Its answer as the model wrote it, or None."""
        return shown(self.node)

    @property
    def plain(self) -> str | None:
        """The same where no mathematics is typeset."""
        return plain(self.node)

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(part.text.strip()) for part in self.parts)

    @property
    def facts(self) -> tuple[str, ...]:
        """Who wrote it, whether it votes, what its scorers and the search said of it, and what its calls wrote.

        A reply that also holds what is not in the chain, such as another step's rollout, counts in full.
        """
        scores = tuple(
            f"{name} failed ({score.note})" if score.value is None else f"{name} {decimal(score.value)}"
            for name, score in sorted(self.node.scores.items())
        )
        tokens = sum(part.usage.completion_tokens for part in self.parts)
        calls = sum(part.usage.calls for part in self.parts)
        length = count(tokens, "token") + (f" in {calls} calls" if calls > 1 else "")
        silent = ("no vote",) if self.answer is not None and not self.node.ballot else ()
        note = remark(self.node)
        return (*self.models, *silent, *scores, *((note,) if note else ()), *((length,) if tokens else ()))

    @property
    def outcome(self) -> str:
        """What became of it, where that is not an answer."""
        return outcome(self.node)


def chains_of(trace: Trace) -> list[Chain]:
    """Return the chains: the answers and rollouts in order, then the beginnings that may still lead to some.

    Where there is no answer and no rollout, every beginning is one that was not given up.
    """
    ends = trace.answers
    inner = {node.parent for node in trace.nodes.values()}
    leaves = [node for node in trace.nodes.values() if node.kind == "step" and node.id not in inner]
    alive = {"running"} | (set() if trace.finished else {"done"}) | (set() if ends else {"done", "cut", "failed"})
    ends += sorted((node for node in leaves if node.status in alive), key=lambda node: node.order)
    noun = _noun(trace, ends)
    several = len(trace.config.get("models", ())) > 1
    found = []
    for number, node in enumerate(ends, 1):
        parts = tuple(trace.chain(node.id))
        models = dict.fromkeys(part.model for part in parts if part.model) if several else ()
        found.append(Chain(number, node, parts, noun, tuple(models)))
    return found


def _noun(trace: Trace, ends: Sequence[Node]) -> str:
    if share_nothing(trace, ends):
        return "chain"
    return "rollout" if all(node.kind == "rollout" for node in ends) else "solution"


def is_flat(trace: Trace) -> bool:
    """Return whether the search is but a list of whole chains, of which it says nothing."""
    nodes = (node for node in trace.nodes.values() if node.id != ROOT)
    return all(n.parent == ROOT and n.kind == "answer" and not n.inputs and not n.note for n in nodes)
