"""The tree of a search as nested rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from o1magic.render.chains import Chain
from o1magic.render.words import clean, count, measures, outcome, plain, shown, title_of
from o1magic.trace import ROOT, Node, Trace


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the search in the outline, with what grew from it.

    Attributes
    ----------
    name
        Its title or first words; an end of a chain by its number.
    answer, plain
        Where a chain ends with one: as the model wrote it; the same without LaTeX.
    facts
        Value, visits (N), prior (P), scores and the search's note, then what became of it; one item each.
    wins
        Whether it leads to the chosen answer, or gives it.
    dropped
        Whether the search has given it up: pruned, merged or failed.
    text
        What the model wrote, where no chain shows it.
    """

    name: str
    answer: str | None
    plain: str | None
    facts: tuple[str, ...]
    wins: bool
    dropped: bool
    text: str
    branches: tuple[Branch, ...]

    @property
    def size(self) -> int:
        """How many nodes it stands for."""
        return 1 + sum(branch.size for branch in self.branches)


def branches_of(trace: Trace, chains: Sequence[Chain], root: str) -> Iterator[Branch]:
    """Yield what grew from a node; a merged one follows the one that stands for it."""
    below: dict[str | None, list[Node]] = {}
    for node in trace.nodes.values():
        below.setdefault(node.parent, []).append(node)
    numbers = {chain.node.id: chain for chain in chains}
    read = {part.id for chain in chains for part in chain.parts if chain.node.kind != "step"}
    chosen = trace.selection.node if trace.selection else None
    winning = {node.id for node in trace.path(chosen)} if chosen else set()

    def grow(parent: str) -> Iterator[Branch]:
        for node in sorted(below.get(parent, ()), key=place):
            chain = numbers.get(node.id) if node.kind in ("answer", "rollout") else None
            yield Branch(
                name=_branch_name(trace, node, chain),
                answer=shown(node) if chain else None,
                plain=plain(node) if chain else None,
                facts=(*measures(node), *_made_from(trace, node, numbers), *_fate(trace, node)),
                wins=node.id in winning,
                dropped=node.status in ("pruned", "merged", "failed"),
                text="" if node.id in read else clean(node.text).strip(),
                branches=tuple(grow(node.id)),
            )

    def place(node: Node) -> tuple[tuple[int, ...], tuple[int, ...]]:
        into = trace.nodes.get(node.merged_into or "")
        return (into.order if into and into.parent == node.parent else node.order), node.order

    return grow(root)


def _branch_name(trace: Trace, node: Node, chain: Chain | None) -> str:
    if node.title:
        return node.title
    if node.kind == "rollout" and chain:
        return f"rollout {chain.number}"
    begun = trace.nodes[node.parent or ROOT].kind == "step"
    if chain and not begun:
        return chain.name
    return title_of(node) or (chain.name if chain else node.kind)


def _made_from(trace: Trace, node: Node, numbers: Mapping[str, Chain]) -> Iterator[str]:
    """Yield which other chains a node was made from, but for those that it stands below."""
    above = {part.id for part in trace.path(node.id)}
    others = sorted(numbers[i].number for i in node.inputs if i in numbers and i not in above)
    if others:
        yield f"made from {', '.join(map(str, others))}"


def _fate(trace: Trace, node: Node) -> Iterator[str]:
    """Yield what became of a node, where that is neither an answer nor further steps."""
    into = trace.nodes.get(node.merged_into or "")
    if node.status == "merged" and into:
        where = "merged into the one above" if into.parent == node.parent else "merged into an equal one"
        yield f"{where}: {node.note}" if node.note else where
    elif node.status != "done":
        yield outcome(node)
    elif node.kind in ("answer", "rollout"):
        if shown(node) is None:
            yield outcome(node)
        elif not node.ballot:
            yield "no vote"


def outline_line(trace: Trace) -> str:
    """Return how many nodes the tree has and what became of them, with a legend of the letters."""
    nodes = [node for node in trace.nodes.values() if node.id != ROOT]
    fates = ((sum(node.status == status for node in nodes), status) for status in ("pruned", "merged", "failed"))
    parts = ", ".join([count(len(nodes), "node"), *(f"{n} {status}" for n, status in fates if n)])
    known = (("N visits", any(n.visits for n in nodes)), ("P prior", any(n.prior is not None for n in nodes)))
    legend = ", ".join(words for words, told in known if told)
    return f"{parts}; {legend}" if legend else parts
