"""How a view names things: numbers, short texts, answers and fates, in one wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from o1magic.steps import segment
from o1magic.trace import Node, Trace

STOPS: dict[str, str] = {
    "done": "finished",
    "agreement": "stopped: agreement",
    "check_passed": "stopped: check passed",
    "exhausted": "finished: nothing left to try",
    "calls": "stopped: call limit",
    "tokens": "stopped: token limit",
    "cost": "stopped: cost limit",
    "seconds": "stopped: time limit",
    "stopped": "stopped by hand",
    "interrupted": "interrupted",
}
"""Words for each stop reason."""

LATEX = re.compile(
    r"\\([dt]?frac|sqrt|binom|text|mathrm|mathbf|mathbb|boxed|left|begin|overline|pi|theta|lambda|alpha|beta|infty|emptyset"
    r"|times|cdot|pm|circ|angle|l?dots|leq?|geq?|in|cup|cap|sum|int|log|ln|sin|cos|tan|[bp]mod)(?![A-Za-z])"
)
"""Commands that tell an answer in LaTeX from a path or code."""

# Control characters, text that turns its surroundings around, and halves of characters, which no file can hold.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def outcome(node: Node) -> str:
    """Return what became of a node, where that is not an answer."""
    match node.status:
        case "failed":
            return f"failed: {node.error}"
        case "cut":
            return "cut off"
        case "running":
            return "not finished"
        case "pruned" | "merged" as status:
            return f"{status}: {node.note}" if node.note else status
    if node.kind == "step":
        return "not finished"
    return "cut off at the token limit" if node.finish_reason == "length" else "no answer"


def remark(node: Node) -> str:
    """Return the note of a node, in one line, where its outcome does not tell it."""
    return "" if node.status in ("pruned", "merged") else " ".join(clean(node.note).split())


def title_of(node: Node) -> str:
    """Return a node's title or first words; nothing where it has neither."""
    return node.title or next((step.title for step in segment(clean(node.text))), "")


def shown(node: Node) -> str | None:
    """Return a node's answer as the model wrote it, or None."""
    return node.shown_answer or node.answer


def plain(node: Node) -> str | None:
    """Return a node's answer as a text without typeset mathematics shows it: canonical where it is LaTeX."""
    said = shown(node)
    return node.answer if said and LATEX.search(said) and "\n" not in said else said


def clean(text: str) -> str:
    """Return model text with one kind of line end and without what could steer a terminal or turn text around."""
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def decimal(value: float) -> str:
    """Return a number in [0, 1] with two digits and no leading zero; what is neither 0 nor 1 never looks so."""
    if 0 < value < 0.005:  # noqa: PLR2004 - would read .00
        return "below .01"
    if 0.995 <= value < 1:  # noqa: PLR2004 - would read 1.00
        return "above .99"
    return str(int(value)) if value in (0, 1) else f"{value:.2f}".removeprefix("0")


def money(value: float) -> str:
    """Return US dollars with the digits that matter: $0, $0.00042, $1.50."""
    if value == 0:
        return "$0"
    if value < 0.0001:  # noqa: PLR2004 - a hundredth of a cent
        return "under $0.0001"
    return f"${value:,.2f}" if value >= 1 else f"${float(f'{value:.2g}'):g}"


def listed(names: Sequence[str]) -> str:
    """Return a list in words: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), *names[-1:]]) if len(names) > 1 else "".join(names)


def count(number: int, singular: str, plural: str = "") -> str:
    """Return the number with its noun."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def unsent(trace: Trace) -> str:
    """Return what the calls are that nothing was sent for."""
    return "replayed" if trace.replayed else "cached"


def measures(node: Node) -> Iterator[str]:
    """Yield what the search and its scorers say of a node."""
    if node.value is not None:
        yield f"value {decimal(node.value)}"
    if node.visits:
        yield f"N {node.visits:,}"
    if node.prior is not None:
        yield f"P {decimal(node.prior)}"
    for name, score in sorted(node.scores.items()):
        yield f"{name} failed" if score.value is None else f"{name} {decimal(score.value)}"
    if said := remark(node):
        yield said
