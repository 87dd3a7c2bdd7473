"""Plain text of a run: the record for `text/plain`, and live text for a terminal.

Our own marks are ASCII, so that the text survives any terminal, log or converter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TextIO

from o1magic.render.chains import Chain
from o1magic.render.lines import WIDTH, columns, flow, pieces, short, wrap
from o1magic.render.outline import Branch
from o1magic.render.story import Story, derived, story, went_on
from o1magic.render.words import clean, listed, outcome, plain, title_of
from o1magic.trace import ROOT, Event, Node, Trace

BAR = 24
COLUMNS = 48
LEVELS = " .:-=#"
"""How much is under way, from nothing to as much as there ever was."""
MOST_ROWS = 40
"""An outline with more rows folds what is not on the winning path, and is cut where that is not enough."""


def record(trace: Trace) -> str:
    """Return the static record of a run as plain text, the answer first, in lines of at most 100 columns.

    Only lines of code are left as long as they are.
    """
    return "\n".join(_record(story(trace))) + "\n"


def _record(told: Story) -> Iterator[str]:
    yield from _head(told)
    yield from flow(told.facts)
    for note in told.notes:
        yield from wrap(note)
    about = f" ({', '.join(told.chosen.facts)})" if told.chosen and told.chosen.facts else ""
    for title, lines in (
        ("Votes", _votes(told)),
        (f"Steps of {told.chosen.name}{told.partial}{about}" if told.chosen else "", _steps(told)),
        ("Tried and dropped", _dropped(told)),
        (f"Tree: {told.outline_line}", _outline(told)),
        ("Timeline", _timeline(told)),
        ("More compute", wrap(told.curve_line, "  ") if told.curve_line else ()),
        ("Question", [*wrap(told.question, "  "), *flow(told.config, "  ")]),
    ):
        if section := list(lines):
            yield from ("", title, *section)


def _head(told: Story) -> Iterator[str]:
    verdict = " ".join([listed([short(group.plain, 40) for group in told.leaders]), told.verdict]).strip()
    sure = [part for part in (told.decided, verdict, told.confidence) if part]
    if told.label == "Answer" and told.answer is not None:
        if told.long:
            yield "Answer:"
            yield from _code(told.answer, "  ") if told.code else wrap(told.answer, "  ")
        else:
            yield from wrap(f"Answer: {told.chosen.plain if told.chosen else told.answer}")
    else:
        yield told.label
    if told.single:
        sure.append(f"{told.single[0]} {short(told.single[1])}")
    if sure:
        yield from wrap("; ".join(sure))


def _votes(told: Story) -> Iterator[str]:
    if not told.compared:
        return
    names = [short(group.plain, 40) for group in told.votes]
    widest = max(map(columns, names))
    for name, group in zip(names, told.votes, strict=True):
        bar = "#" * math.ceil(BAR * group.share)
        yield f"  {name}{' ' * (widest - columns(name))}  {bar:<{BAR}}  {group.measure}"


def _steps(told: Story) -> Iterator[str]:
    if told.joint:
        yield from wrap(told.joint, "  ")
    for number, step in enumerate(told.steps, 1):
        mark = f"{number:>3}. "
        indent = " " * len(mark)
        facts = f" ({', '.join(step.facts)})" if step.facts else ""
        repeated = derived(step)
        if not repeated:
            yield from wrap(step.title + facts, mark, indent)
            mark = indent
        if step.text:
            yield from wrap(step.text + (facts if repeated else ""), mark, indent)
    if told.steps and told.chosen and told.chosen.plain is not None and told.label != "Answer":
        yield from wrap(f"Answer: {told.chosen.plain}", "  ")


def _outline(told: Story) -> Iterator[str]:
    """Yield a row a node: `*` leads to the answer, `-` does not, `x` was given up."""
    folded = sum(branch.size for branch in told.outline) > MOST_ROWS
    rows = [row for branch in told.outline for row in _branch(branch, "  ", folded=folded)]
    kept = rows[:MOST_ROWS]
    for wins, lines in rows[MOST_ROWS:]:
        if wins:
            kept.append((wins, lines))
    for _, lines in kept:
        yield from lines
    if len(kept) < len(rows):
        yield f"  ... and {len(rows) - len(kept)} more rows"


def _branch(branch: Branch, indent: str, *, folded: bool) -> Iterator[tuple[bool, list[str]]]:
    """Yield the rows of a node and of what grew from it, each with whether it leads to the answer."""
    mark = "*" if branch.wins else "x" if branch.dropped else "-"
    name = short(branch.name) + (f" -> {short(branch.plain, 40)}" if branch.plain is not None else "")
    fold = folded and not branch.wins and bool(branch.branches)
    facts = [*branch.facts, f"{branch.size - 1} below"] if fold else list(branch.facts)
    row = f"{mark} {name}" + (f" ({', '.join(facts)})" if facts else "")
    yield branch.wins, list(wrap(short(row, 300), indent, f"{indent}    "))
    if not fold:
        for below in branch.branches:
            yield from _branch(below, f"{indent}  "[: WIDTH // 2], folded=folded)


def _dropped(told: Story) -> Iterator[str]:
    if told.label == "Thinking":
        return
    for group in told.dropped:
        yield from wrap(f"{_numbers(group.chains)} -> {short(group.plain)}", "  ", "    ")
    for chain in told.unanswered:
        end = chain.outcome if chain.plain is None else f"-> {short(chain.plain)}, no vote"
        yield from wrap(f"{chain.name} {end}", "  ", "    ")


def _timeline(told: Story) -> Iterator[str]:
    """Yield a line in which each column is a time, the darker the more calls were under way; none for one call."""
    if told.timeline is None or len(told.timeline.calls) < 2:  # noqa: PLR2004 - all is said of one
        return
    yield from wrap(told.timeline.line, "  ")
    calls, seconds = told.timeline.calls, told.timeline.seconds
    if seconds > 0:
        width = seconds / COLUMNS
        under_way = [
            sum(call.started < (i + 1) * width and call.finished > i * width for call in calls) for i in range(COLUMNS)
        ]
        most = max(under_way)
        bars = "".join(LEVELS[math.ceil((len(LEVELS) - 1) * number / most)] for number in under_way)
        yield f"  0 s |{bars}| {seconds:.1f} s"


def _numbers(chains: tuple[Chain, ...]) -> str:
    """Return "chain 3" or "chains 3, 7"."""
    numbers = ", ".join(str(chain.number) for chain in chains)
    return f"{chains[0].noun}{'' if len(chains) == 1 else 's'} {numbers}"


def _code(text: str, indent: str) -> Iterator[str]:
    return ((indent + line).rstrip() for line in clean(text).strip("\n").split("\n"))


class LiveText:
    """Writes a run into a terminal as it happens.

    One node is shown as it is written, after those steps above it that were not shown yet; each other one is a line
    when it ends. `trace` may grow in another thread.

    Parameters
    ----------
    trace
        The run.
    stream
        Where to write. Progress is drawn in place only where it is a terminal.
    """

    def __init__(self, trace: Trace, stream: TextIO) -> None:
        self._source = trace
        self._trace = Trace()
        self._stream = stream
        self._tty = stream.isatty()
        self._shown: str | None = None
        self._told: set[str] = set()
        self._over: set[str] = set()
        self._held = ""
        self._column = 0
        self._progress = ""
        self._errors: set[str] = set()

    def update(self) -> None:
        """Write what has happened since the last call."""
        for event in self._source.events[len(self._trace.events) :]:
            self._trace.append(event)
            if event.kind != "progress":
                self._end_progress()
            match event.kind:
                case "run_started":
                    self._started()
                case "progress":
                    self._progressed(event)
                case "text":
                    self._streamed(event)
                case "node_changed" if "status" in event.data:
                    self._ended(self._trace.nodes[event.node or ""])
                case "note":
                    self._line(event.data["text"])
        self._stream.flush()

    def finish(self) -> None:
        """Write what is left, and the record."""
        self.update()
        self._end_progress()
        self._words("", last=True)
        self._line("")
        self._write(record(self._trace))
        self._stream.flush()

    def _started(self) -> None:
        config = self._trace.config
        self._line(f"Thinking: {config.get('strategy', '')} with {', '.join(config.get('models', ()))}")
        if self._trace.resumed is not None:
            self._line(went_on(self._trace.resumed))

    def _progressed(self, event: Event) -> None:
        what, done, total = short(event.data["text"], 70), event.data["done"], event.data["total"]
        if self._tty:
            line = f"{what} {100 * done // total}%" if total else what
            self._write(f"\r{line:<{len(self._progress)}}")
            self._progress = line
        elif what != self._progress:
            self._line(what)
            self._progress = what

    def _end_progress(self) -> None:
        if self._tty and self._progress:
            self._write("\n")
        self._progress = ""

    def _streamed(self, event: Event) -> None:
        node = self._trace.nodes[event.node or ""]
        if node.id != self._shown:
            if self._shown is None:
                self._show(node)
        elif event.data.get("restart"):
            self._held = ""
            self._line(f"{_name(node)} begins again")
        else:
            self._words(event.data["text"])

    def _show(self, node: Node) -> None:
        """Show a node from its beginning, if it has one, and from now on as it is written."""
        if node.kind == "question" or node.status != "running" or not node.text:
            return
        self._shown = node.id
        self._line(f"{_name(node)}:")
        for step in self._trace.chain(node.id)[:-1]:
            if step.id not in self._told:
                self._told.add(step.id)
                self._words(f"{step.text.rstrip()}\n", last=True)
        self._told.add(node.id)
        self._words(node.text)

    def _ended(self, node: Node) -> None:
        if node.id in self._over or node.status == "running":
            return
        self._over.add(node.id)
        read = node.id == self._shown
        if read:
            self._words("", last=True)
            self._shown = None
        end = outcome(node)
        if node.error is not None:
            end = "failed in the same way" if node.error in self._errors else end
            self._errors.add(node.error)
        if node.kind in ("answer", "rollout"):
            answer = plain(node)
            self._line(f"{_name(node)} {end if answer is None else f'-> {short(answer)}'}")
        elif node.status != "done":
            self._line(f"{_name(node)} {end}")
        elif not read:
            self._line(f"{_name(node)}: {short(title_of(node))}")
        if self._shown is None:
            for other in sorted(self._trace.nodes.values(), key=lambda n: n.order):
                if self._shown is None:
                    self._show(other)

    def _words(self, text: str, *, last: bool = False) -> None:
        """Write whole words, wrapped; the last one is held until it is known to be whole."""
        text = self._held + clean(text)
        whole = len(text) if last else max(text.rfind(space) for space in " \t\n") + 1
        if len(text) - whole > WIDTH:
            whole = len(text)
        self._held = text[whole:]
        for part in re.findall(r"\n|[^\S\n]+|\S+", text[:whole]):
            if part == "\n":
                self._write("\n")
                self._column = 0
                continue
            for piece in pieces(part, WIDTH - 2):
                if self._column and self._column + columns(piece) > WIDTH:
                    self._write("\n")
                    self._column = 0
                    if piece.isspace():
                        continue
                self._write(piece if self._column else "  " + piece)
                self._column += columns(piece) + (0 if self._column else 2)

    def _line(self, text: str) -> None:
        """Write a line of its own, whatever was being written."""
        if self._column:
            self._write("\n")
            self._column = 0
        self._write("\n".join(wrap(text)) + "\n")

    def _write(self, text: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))


def _name(node: Node) -> str:
    """Return what a node is called while others are still added: by its place in the tree, which does not change."""
    place = ".".join(str(part + 1) for part in node.order[1:])
    return f"{'chain' if node.kind == 'answer' and node.parent == ROOT else node.kind} {place}"
