"""Where the nodes of a search stand in a drawing of it.

The layout is that of Buchheim, Jünger and Leipert, "Improving Walker's algorithm to run in linear time" (Graph Drawing
2002), from left to right: a column a depth, no two nodes of a column closer than a row, every parent in the middle of
its children, equal subtrees drawn equally, and smaller subtrees spread evenly between larger ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from o1magic.render.words import clean, decimal, plain
from o1magic.trace import ROOT, Node, Trace

MOST_DRAWN = 200
"""In a larger tree branches are folded."""
KEPT = 100
"""Nodes that such a tree still shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A node of the search as it is drawn, or several that are folded into one.

    Attributes
    ----------
    id
        The node's; of folded ones the first one's.
    above
        To which drawn node its line goes; None for the question.
    inputs
        Other drawn nodes that it was made from.
    node
        None for folded ones.
    folded
        How many they are; 0 for a node.
    label
        What stands in it: mean value, else score, else answer; "+12" where so many nodes are folded.
    share
        The length of its bar, in [0, 1]; None where its label is no number.
    aside
        The answer of an end whose label is a number and that nothing is drawn below, or nothing.
    wins
        Whether the chosen answer came of it.
    dropped
        Whether the search has given it up: pruned, merged or failed.
    column, row
        Where it stands, in columns and rows from 0.
    """

    id: str
    above: str | None
    inputs: tuple[str, ...] = ()
    node: Node | None
    folded: int = 0
    label: str
    share: float | None
    aside: str = ""
    wins: bool
    dropped: bool
    column: int
    row: float


def layout(trace: Trace) -> list[Drawn]:
    """Return the nodes of a run where they are drawn, parents before their children; the question comes first.

    A node that was made from others, and not below them, stands after the first of them. Beyond `MOST_DRAWN` nodes
    those `KEPT` remain that are nearest to the winning path, what was dropped last, and for each of them the nodes
    below it that are left out are folded into one.
    """
    tree = _Tree(trace)
    kept, folded = tree.fold()
    below: dict[str, list[str]] = {key: [] for key in [*kept, *folded]}
    for key in sorted(below, key=lambda key: (key in folded, trace.nodes[key].order)):
        if key != ROOT:
            below[tree.above[key]].append(key)
    rows = _rows(ROOT, below)
    columns = {ROOT: 0}
    drawn = []
    for key in _preorder(ROOT, below):
        node, above = trace.nodes[key], tree.above.get(key)
        if above is not None:
            columns[key] = columns[above] + 1
        label, share = (f"+{folded[key]:,}", None) if key in folded else _label(trace, node)
        drawn.append(
            Drawn(
                id=key,
                above=above,
                inputs=() if key in folded else tuple(i for i in tree.inputs(node) if i in kept),
                node=None if key in folded else node,
                folded=folded.get(key, 0),
                label=label,
                share=share,
                aside="" if share is None or key in folded or below[key] else answer_of(node),
                wins=key in tree.winning and key not in folded,
                dropped=tree.dropped(key),
                column=columns[key],
                row=rows[key],
            )
        )
    return drawn


class _Tree:
    """Which node a node is drawn below, and what came to the chosen answer."""

    def __init__(self, trace: Trace) -> None:
        self.nodes = trace.nodes
        self.above = {node.id: self._above(node) for node in trace.nodes.values() if node.id != ROOT}
        self.winning: set[str] = set()
        chosen = trace.selection.node if trace.selection else None
        found = [chosen] if chosen else []
        while found:
            key = found.pop()
            if key not in self.winning:
                self.winning.add(key)
                found += [*self.inputs(self.nodes[key]), *([self.above[key]] if key != ROOT else [])]

    def _above(self, node: Node) -> str:
        return node.inputs[0] if node.parent == ROOT and node.inputs else node.parent or ROOT

    def inputs(self, node: Node) -> Iterator[str]:
        """Yield what it was made from, but for what it stands below."""
        return (key for key in node.inputs if key not in (node.parent, self.above[node.id]))

    def dropped(self, key: str) -> bool:
        return key not in self.winning and self.nodes[key].status in ("pruned", "merged", "failed")

    def fold(self) -> tuple[set[str], dict[str, int]]:
        """Return what is drawn, and how many nodes each first one of those that are folded stands for."""
        if len(self.nodes) <= MOST_DRAWN:
            return set(self.nodes), {}
        rank: dict[str, tuple[bool, int]] = {ROOT: (False, 0)}  # whether it is below what was dropped; how far off
        for key in self.above:  # what is above a node, or went into it, came before it
            dropped, off = rank[self.above[key]]
            rank[key] = (dropped or self.dropped(key), 0 if key in self.winning else off + 1)
        nearest = sorted(rank, key=lambda key: (rank[key], -self.nodes[key].visits, self.nodes[key].order))
        kept = {*nearest[:KEPT], *self.winning}
        groups: dict[str, list[str]] = {}
        for key in nearest:
            if key not in kept:
                above = self.above[key]
                while above not in kept:
                    above = self.above[above]
                groups.setdefault(above, []).append(key)
        # One alone takes no more room than what would stand for it.
        kept.update(keys[0] for keys in groups.values() if len(keys) == 1)
        return kept, {keys[0]: len(keys) for keys in groups.values() if len(keys) > 1}


@dataclass(slots=True, eq=False)
class _Spot:
    """A node during the layout; the names are those of the paper."""

    id: str
    number: int = 0
    parent: _Spot | None = None
    children: list[_Spot] = field(default_factory=list)
    prelim: float = 0.0
    mod: float = 0.0
    shift: float = 0.0
    change: float = 0.0
    thread: _Spot | None = None
    ancestor: _Spot | None = None
    default_ancestor: _Spot | None = None

    def next_left(self) -> _Spot | None:
        return self.children[0] if self.children else self.thread

    def next_right(self) -> _Spot | None:
        return self.children[-1] if self.children else self.thread


def _rows(root: str, below: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return the row of each node, the uppermost at 0; children in order from the top."""
    spots = {key: _Spot(key) for key in below}
    for key, children in below.items():
        spots[key].children = [spots[child] for child in children]
        for number, child in enumerate(spots[key].children):
            child.number, child.parent = number, spots[key]
    order = [spots[key] for key in _preorder(root, {key: children[::-1] for key, children in below.items()})]
    for spot in order[::-1]:  # children before their parent, siblings in order
        _first_walk(spot)
    rows: dict[str, float] = {}
    moved = {root: 0.0}
    for spot in order:
        rows[spot.id] = spot.prelim + moved[spot.id]
        for child in spot.children:
            moved[child.id] = moved[spot.id] + spot.mod
    top = min(rows.values())
    return {key: row - top for key, row in rows.items()}


def _first_walk(spot: _Spot) -> None:
    """Place a node beside its left sibling, its own subtree being placed."""
    left = spot.parent.children[spot.number - 1] if spot.parent and spot.number else None
    if spot.children:
        _execute_shifts(spot)
        middle = (spot.children[0].prelim + spot.children[-1].prelim) / 2
        spot.prelim = left.prelim + 1 if left else middle
        spot.mod = spot.prelim - middle
    else:
        spot.prelim = left.prelim + 1 if left else 0.0
    if spot.parent:
        if left is None:
            spot.parent.default_ancestor = spot
        else:
            _apportion(spot, left, spot.parent)


def _apportion(spot: _Spot, left: _Spot, parent: _Spot) -> None:
    """Move a subtree away from those left of it, whose right contour is followed along its own left one."""
    inner_right = outer_right = spot
    inner_left, outer_left = left, parent.children[0]
    sums = {"ir": spot.mod, "or": spot.mod, "il": inner_left.mod, "ol": outer_left.mod}
    while (down_left := inner_left.next_right()) and (down_right := inner_right.next_left()):
        inner_left, inner_right = down_left, down_right
        outer_left, outer_right = outer_left.next_left() or outer_left, outer_right.next_right() or outer_right
        outer_right.ancestor = spot
        shift = inner_left.prelim + sums["il"] - (inner_right.prelim + sums["ir"]) + 1
        if shift > 0:
            ancestor = inner_left.ancestor
            if ancestor is None or ancestor.parent is not parent:
                ancestor = parent.default_ancestor or left
            _move_subtree(ancestor, spot, shift)
            sums["ir"] += shift
            sums["or"] += shift
        sums["il"] += inner_left.mod
        sums["ir"] += inner_right.mod
        sums["ol"] += outer_left.mod
        sums["or"] += outer_right.mod
    if inner_left.next_right() and not outer_right.next_right():
        outer_right.thread = inner_left.next_right()
        outer_right.mod += sums["il"] - sums["or"]
    if inner_right.next_left() and not outer_left.next_left():
        outer_left.thread = inner_right.next_left()
        outer_left.mod += sums["ir"] - sums["ol"]
        parent.default_ancestor = spot


def _move_subtree(left: _Spot, right: _Spot, shift: float) -> None:
    """Move a subtree, and note by how much those between the two are to follow."""
    each = shift / (right.number - left.number)
    right.change -= each
    right.shift += shift
    left.change += each
    right.prelim += shift
    right.mod += shift


def _execute_shifts(spot: _Spot) -> None:
    shift = change = 0.0
    for child in reversed(spot.children):
        child.prelim += shift
        child.mod += shift
        change += child.change
        shift += child.shift + change


def _preorder(root: str, below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    stack = [root]
    while stack:
        yield (key := stack.pop())
        stack.extend(reversed(below[key]))


def measure_of(trace: Trace, node: Node) -> tuple[str, float] | None:
    """Return what a node is measured by, and the measure: its mean value, else a score, the run's scorer first."""
    if node.value is not None:
        return "mean value", node.value
    scores = sorted(node.scores.items(), key=lambda item: (item[0] != trace.config.get("scorer"), item[0]))
    return next(((f"score ({name})", score.value) for name, score in scores if score.value is not None), None)


def _label(trace: Trace, node: Node) -> tuple[str, float | None]:
    measured = measure_of(trace, node)
    if measured is not None:
        return decimal(measured[1]), min(1.0, max(0.0, measured[1]))
    return answer_of(node), None


def column_names(drawn: Sequence[Drawn]) -> list[str]:
    """Return what stands below each column: the title that all of its nodes share, else their kinds."""
    columns: dict[int, list[Node]] = {}
    for each in drawn:
        columns.setdefault(each.column, [])
        if each.node:
            columns[each.column].append(each.node)
    return [_shared_name(columns[column]) for column in sorted(columns)]


def _shared_name(nodes: Sequence[Node]) -> str:
    titles = [line_of(node.title) for node in nodes]
    shared = titles[0] if len({title.lower() for title in titles}) == 1 else ""
    return shared or ", ".join(dict.fromkeys(node.kind for node in nodes))


def answer_of(node: Node) -> str:
    """Return the answer of an end in one line, or nothing."""
    return line_of(plain(node) or "") if node.kind in ("answer", "rollout") else ""


def line_of(text: str) -> str:
    """Return a text in one line, without what no file may hold."""
    return _NO_CHARACTER.sub("\ufffd", " ".join(clean(text).split()))


_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def fit(text: str, width: int) -> str:
    """Return as much of a line as this many narrow characters take; a wide one counts as two."""
    if cells(text) <= width:
        return text
    while cells(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def cells(text: str) -> int:
    """Return how many narrow characters take as much room."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)
