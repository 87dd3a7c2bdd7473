"""What a trace says to a reader, before any form: one summary for every view, in one wording."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from o1magic.config import Limits
from o1magic.steps import Step, segment
from o1magic.trace import Node, Selection, Trace

Label = Literal["Answer", "No agreement", "No answer", "Failed", "Thinking"]

LONG = 60
"""Most characters of an answer that is shown large."""
SINGLE = 30
"""Most characters of the first sample's answer that is named beside the chosen one."""

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


@dataclass(frozen=True, slots=True)
class Chain:
    """One sample: its number, counted from 1 in the order of drawing, and its node."""

    number: int
    node: Node

    @property
    def name(self) -> str:
        """How a view calls it."""
        return f"chain {self.number}"

    @property
    def answer(self) -> str | None:
        """Its answer as the model wrote it, or None."""
        return shown(self.node)

    @property
    def plain(self) -> str | None:
        """The same where no mathematics is typeset."""
        return plain(self.node)

    @property
    def facts(self) -> tuple[str, ...]:
        """What its scorers said, and its length."""
        scores = tuple(
            f"{name} failed ({score.note})" if score.value is None else f"{name} {decimal(score.value)}"
            for name, score in sorted(self.node.scores.items())
        )
        tokens = self.node.usage.completion_tokens
        return (*scores, count(tokens, "token")) if tokens else scores

    @property
    def outcome(self) -> str:
        """What became of it, where that is not an answer."""
        match self.node.status:
            case "failed":
                return f"failed: {self.node.error}"
            case "cut":
                return "cut off"
            case "running":
                return "not finished"
            case "pruned" | "merged" as status:
                return status
        return "cut off at the token limit" if self.node.finish_reason == "length" else "no answer"


@dataclass(frozen=True, slots=True)
class Group:
    """The chains that gave one answer.

    Attributes
    ----------
    answer, plain
        How the first of them wrote it; the same without LaTeX.
    weight
        What decides: the number of votes, or the sum of their scores if they were `scored`.
    leads
        Whether it is the chosen answer.
    """

    answer: str
    plain: str
    chains: tuple[Chain, ...]
    weight: float
    scored: bool
    leads: bool

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.chains)

    @property
    def measure(self) -> str:
        """Its votes, and the sum of their scores where that is what decides: "3 votes, score 2.40"."""
        score = f", score {self.weight:.2f}".replace(" 0.", " .") if self.scored else ""
        return count(self.count, "vote") + score


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a reader should learn from a run, in the order in which it matters.

    Attributes
    ----------
    label
        What kind of outcome it is; `No agreement` where the leader has less than half of the votes and no score
        decided.
    answer
        The chosen answer as the model wrote it, or None.
    code
        Whether the answer is source code.
    leaders
        Where there is no agreement, whom `verdict` is about: one answer, or two that stand level.
    verdict
        How sure: "8 of 10 chains agree", "leads with 3 of 8", "level with 2 of 8 each", or nothing.
    decided
        What a scorer said where one decided: "passes the check".
    confidence
        "posterior over the runner-up .97, uncalibrated"; with a calibration "confidence .83 (calibrated on 240
        questions)"; or nothing.
    single
        What the first sample alone said, where there were several: "a single chain said", and "19".
    facts
        Strategy, models, usage against limits and why it ended, one item each.
    notes
        What a reader should know besides.
    votes
        All answers that were voted for, the chosen one first.
    chosen
        The chain that is shown, with its steps; where no answer was reached, the most complete one.
    partial
        A remark that `chosen` never came to its end, or nothing.
    joint
        What the scores of its steps come to: "joint .60 over 10 steps, weakest .88 at step 3, uncalibrated", or
        nothing.
    agreeing
        Further chains with the chosen answer.
    dropped
        Votes for other answers.
    unanswered
        Chains without an answer: failed, cut off, or none found.
    config
        Further settings, one item each.
    """

    label: Label
    answer: str | None
    code: bool
    leaders: tuple[Group, ...]
    verdict: str
    decided: str
    confidence: str
    single: tuple[str, str] | None
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    votes: tuple[Group, ...]
    chosen: Chain | None
    partial: str
    joint: str
    steps: tuple[Step, ...]
    agreeing: tuple[Chain, ...]
    dropped: tuple[Group, ...]
    unanswered: tuple[Chain, ...]
    chains: int
    question: str
    config: tuple[str, ...]

    @property
    def long(self) -> bool:
        """Whether the answer is too long to be shown large."""
        return self.answer is not None and (self.code or len(self.answer) > LONG or "\n" in self.answer)

    @property
    def compared(self) -> bool:
        """Whether the votes for different answers are worth comparing: there are several, and not one vote each."""
        return len(self.votes) > 1 and any(group.scored or group.count > 1 for group in self.votes)

    @property
    def dropped_line(self) -> str:
        """What was tried and dropped, in one line; nothing if nothing was."""
        total = sum(group.count for group in self.votes)
        against = sum(group.count for group in self.dropped)
        parts = []
        if len(self.dropped) == 1:
            answer = self.dropped[0].answer
            name = f", {answer}," if len(answer) <= LONG and "\n" not in answer else ""
            parts.append(f"1 other answer{name} in {against} of {count(total, 'chain')}")
        elif self.dropped:
            parts.append(f"{len(self.dropped)} other answers in {against} of {count(total, 'chain')}")
        for status, words in (("failed", "failed"), ("cut", "cut off")):
            if n := sum(chain.node.status == status for chain in self.unanswered):
                parts.append(f"{count(n, 'chain')} {words}")
        if n := sum(chain.node.status not in ("failed", "cut") for chain in self.unanswered):
            parts.append(f"{count(n, 'chain')} without an answer")
        return "; ".join(parts)


def story(trace: Trace) -> Story:
    """Return the summary of a run, finished or not."""
    chains = [Chain(number, node) for number, node in enumerate(trace.answers, 1)]
    by_id = {chain.node.id: chain for chain in chains}
    selection = trace.selection
    node = trace.nodes.get(selection.node) if selection and selection.node else None
    votes = selection.votes if selection else tuple(trace.votes())
    groups = [
        Group(
            shown(trace.nodes[vote.nodes[0]]) or vote.answer,
            plain(trace.nodes[vote.nodes[0]]) or vote.answer,
            tuple(by_id[i] for i in vote.nodes),
            vote.weight,
            any(vote.weight != vote.count for vote in votes),
            leads=node is not None and node.id in vote.nodes,
        )
        for vote in votes
    ]
    chosen = by_id.get(node.id) if node else _most_complete(chains)
    mine = next((group for group in groups if group.leads), None)
    voted = {chain.node.id for group in groups for chain in group.chains}
    total = len(voted)
    decided, by_score = _decided(trace, node)
    label = _label(trace, node, mine, total, by_score=by_score)
    leaders, verdict = _verdict(label, groups, mine, total)
    return Story(
        label=label,
        answer=shown(node) if node else None,
        code=trace.config.get("answer") == "code",
        leaders=leaders,
        verdict=verdict,
        decided=decided,
        confidence=_confidence(selection, total) if selection else "",
        single=_single(trace, chains, node),
        facts=tuple(_facts(trace)),
        notes=tuple(_notes(trace)),
        votes=tuple(groups),
        chosen=chosen,
        partial=", as far as it came" if chosen and chosen.node.status in ("cut", "running") else "",
        joint=_joint(trace.step_confidences(chosen.node.id)) if chosen else "",
        steps=tuple(_steps(trace, chosen.node)) if chosen else (),
        agreeing=tuple(c for c in mine.chains if c != chosen) if mine else (),
        dropped=tuple(group for group in groups if not group.leads),
        unanswered=tuple(c for c in chains if c.node.id not in voted and c != chosen),
        chains=len(chains),
        question=trace.question,
        config=tuple(_config(trace.config)),
    )


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


def went_on(reason: str) -> str:
    """Return the remark that a run goes on from one that ended for this reason."""
    return f"Goes on from an earlier run that ended early ({STOPS.get(reason, reason).removeprefix('stopped: ')})"


def derived(step: Step) -> bool:
    """Return whether a step's title is but the beginning of its text."""
    title, text = (re.sub(r"^\s*(```|~~~).*\n|[\W_]+", "", part) for part in (step.title, step.text))
    return bool(text) and text.startswith(title)


def count(number: int, singular: str, plural: str = "") -> str:
    """Return the number with its noun."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _label(trace: Trace, node: Node | None, mine: Group | None, total: int, *, by_score: bool) -> Label:
    if trace.error is not None:
        return "Failed"
    if node is None or shown(node) is None:
        return "No answer" if trace.finished else "Thinking"
    if mine is not None and not by_score and 2 * mine.count < total:
        return "No agreement"
    return "Answer"


def _verdict(label: Label, groups: list[Group], mine: Group | None, total: int) -> tuple[tuple[Group, ...], str]:
    """Return how sure the answer is, with the leaders where there is no agreement."""
    if mine is None:
        return (), ""
    if total == 1:
        return (), "one chain, no vote"
    if label == "Answer":
        return (), f"said by 1 of {total} chains" if mine.count == 1 else f"{mine.count} of {total} chains agree"
    level = tuple(group for group in groups if group.count == mine.count)
    if len(level) == 1:
        return level, f"leads with {mine.count} of {total}"
    words = f"level with {mine.count} of {total} each"
    return (level, words) if len(level) == 2 else ((), f"{len(level)} answers {words}")  # noqa: PLR2004 - named


def _confidence(selection: Selection, total: int) -> str:
    """Return the calibrated confidence, or what the vote alone says, which is none."""
    if selection.confidence is not None:
        on = count(selection.calibrated_on, "question")
        return f"confidence {decimal(selection.confidence)} (calibrated on {on})"
    if selection.posterior is None or total <= 1:
        return ""
    return f"posterior over the runner-up {decimal(selection.posterior)}, uncalibrated"


def _joint(confidences: tuple[float, ...]) -> str:
    """Return the product of the steps' scores beside the lowest of them."""
    if not confidences:
        return ""
    step, least = min(enumerate(confidences, 1), key=lambda step: step[1])
    steps = count(len(confidences), "step")
    return (
        f"joint {decimal(math.prod(confidences))} over {steps}, weakest {decimal(least)} at step {step}, uncalibrated"
    )


def _decided(trace: Trace, node: Node | None) -> tuple[str, bool]:
    """Return what a scorer said of the chosen node, and whether that and not the number of votes decided."""
    if node is None or trace.selection is None:
        return "", False
    check = node.scores.get("check")
    if check is not None and check.value is not None:
        said = f"scored {decimal(check.value)} by the check"
        if check.value in (0, 1):
            said = "passes the check" if check.value else "does not pass the check"
        return said, check.value > 0
    if trace.selection.rule == "majority" or "votes decided" in trace.selection.note:
        return "", False
    name = next((n for n in (trace.config.get("scorer"), *sorted(node.scores)) if n in node.scores), None)
    if name is None:
        return "", True
    value = node.scores[name].value
    return f"chosen by {name}, {'its own score unknown' if value is None else decimal(value)}", name != "votes"


def _single(trace: Trace, chains: list[Chain], chosen: Node | None) -> tuple[str, str] | None:
    """Return what the first chain alone said, where it is not the only one and came to its end."""
    if len(chains) < 2 or chains[0].node.status in ("running", "cut"):  # noqa: PLR2004 - nothing to compare one with
        return None
    first = chains[0].node
    said = shown(first)
    if said is None:
        return "a single chain had", "no answer"
    if chosen and chosen.answer and first.answer and trace.class_of(first.answer) == trace.class_of(chosen.answer):
        said = "the same"
    elif len(said) > SINGLE or "\n" in said:
        said = "something else"
    return "a single chain said", said


def _most_complete(chains: list[Chain]) -> Chain | None:
    """Return the chain that has the most to read where nothing was chosen."""
    readable = [chain for chain in chains if chain.node.text.strip() and chain.node.status != "failed"]
    return max(readable, key=lambda chain: (chain.node.status == "done", len(chain.node.text)), default=None)


def _steps(trace: Trace, node: Node) -> Iterator[Step]:
    """Yield the steps from the question to a node: a node with a title is one step, others are cut into steps."""
    for part in trace.path(node.id):
        if part.title:
            yield Step(part.title, part.text)
        else:
            yield from segment(clean(part.text))


def _facts(trace: Trace) -> Iterator[str]:
    """Yield the items of the quiet line."""
    config = trace.config
    if "strategy" in config:
        yield str(config["strategy"])
    yield from config.get("models", ())
    limits = Limits(**config.get("limits", {}))
    asked = trace.asked
    cached = f" ({asked.cached_calls:,} cached)" if asked.cached_calls else ""
    yield _used(asked.calls, limits.calls, "call") + cached
    yield _used(asked.tokens, limits.tokens, "token")
    cost = (trace.spent if trace.finished else asked).cost
    yield "cost unknown" if cost is None else money(cost)
    started = min((call.started for call in trace.calls.values()), default=0.0)
    seconds = trace.seconds if trace.finished or not trace.events else max(0.0, trace.events[-1].t - started)
    yield f"{seconds:.1f} s" if limits.seconds is None else f"{seconds:.1f} of {limits.seconds:g} s"
    if trace.stop_reason is not None:
        yield STOPS.get(trace.stop_reason, f"stopped: {trace.stop_reason}")


def _used(used: int, limit: int | None, name: str) -> str:
    return count(used, name) if limit is None else f"{used:,} of {count(limit, name)}"


def _notes(trace: Trace) -> Iterator[str]:
    if trace.error is not None:
        yield trace.error
    if trace.resumed is not None:
        yield went_on(trace.resumed)
    if trace.selection:
        if trace.selection.tie:
            *others, last = trace.selection.tie
            yield f"{', '.join(others)} and {last} stood level"
        if trace.selection.note:
            yield trace.selection.note[:1].upper() + trace.selection.note[1:]
    yield from trace.notes


def _config(config: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the run was told and `_facts` does not say, where it was told anything."""
    for key in ("params", "scorer", "scorer_address", "aggregate", "check", "answer", "seed", "temperature",
                "max_tokens", "model_params", "api_base", "price", "system"):  # fmt: skip
        value = config.get(key)
        if isinstance(value, Mapping):
            yield from (f"{name} {item}" for name, item in value.items())
        elif value is not None and (key, value) not in {("answer", "auto"), ("aggregate", "last")}:
            yield f"{key.replace('_', ' ')} {value}"
