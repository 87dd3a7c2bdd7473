"""What a trace says to a reader, before any form: one summary for every view, in one wording."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from o1magic.config import Limits
from o1magic.metrics import Curve, Estimate, compute_curve
from o1magic.render.chains import Chain, chains_of, is_flat
from o1magic.render.outline import Branch, branches_of, outline_line
from o1magic.render.timeline import Timeline, timeline
from o1magic.render.words import STOPS, clean, count, decimal, listed, measures, money, plain, shown, unsent
from o1magic.steps import Step, segment
from o1magic.trace import ROOT, Node, Selection, Trace

Label = Literal["Answer", "No agreement", "No answer", "Failed", "Thinking"]

LONG = 60
"""Most characters of an answer that is shown large."""
SINGLE = 30
"""Most characters of an answer that is named beside others: those that stand level, the first sample's."""
MOST_LEADERS = 3
"""More answers that stand level than this are counted, not named."""

SCORERS: dict[str, str] = {
    "judge": "the judge",
    "logprob": "its log-probability",
    "p_true": "P(True)",
    "pairwise": "comparisons",
    "reward": "the reward model",
    "votes": "votes",
}
"""Words for who has chosen; another scorer goes by its own name."""


@dataclass(frozen=True, slots=True)
class ShownStep(Step):
    """A step and what is known of it, one item each: value, visits, prior and scores up to it, and its own score."""

    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The chains that gave one answer.

    Attributes
    ----------
    answer, plain
        How the first of them wrote it; the same without LaTeX.
    weight
        What decides: the number of votes, or the sum of their scores if they were `scored`.
    share
        The weight as a share of that of all answers.
    leads
        Whether it is the chosen answer.
    """

    answer: str
    plain: str
    chains: tuple[Chain, ...]
    weight: float
    share: float
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
        Where there is no agreement, whom `verdict` is about: one answer, or a few that stand level.
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
        Chains without a vote: failed, cut off, without an answer, or left out of the vote.
    noun
        What the chains are called: chains where they share nothing, else rollouts or solutions.
    outline
        The tree, where the search is not a flat list of chains.
    outline_line
        How many nodes it has and what became of them, with a legend.
    timeline
        The calls over time; None without any.
    curve
        What more compute would buy; None where that cannot be told.
    curve_line
        The same in one sentence, or nothing.
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
    steps: tuple[ShownStep, ...]
    agreeing: tuple[Chain, ...]
    dropped: tuple[Group, ...]
    unanswered: tuple[Chain, ...]
    chains: int
    noun: str
    outline: tuple[Branch, ...]
    outline_line: str
    timeline: Timeline | None
    curve: Curve | None
    curve_line: str
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
        total = count(sum(group.count for group in self.votes), self.noun)
        against = sum(group.count for group in self.dropped)
        parts = []
        if len(self.dropped) == 1:
            answer = self.dropped[0].answer
            name = f", {answer}," if len(answer) <= LONG and "\n" not in answer else ""
            parts.append(f"1 other answer{name} in {against} of {total}")
        elif self.dropped:
            parts.append(f"{len(self.dropped)} other answers in {against} of {total}")
        for status, words in (("failed", "failed"), ("cut", "cut off")):
            if n := sum(chain.node.status == status for chain in self.unanswered):
                parts.append(f"{count(n, self.noun)} {words}")
        others = [chain for chain in self.unanswered if chain.node.status not in ("failed", "cut")]
        silent = sum(chain.answer is None for chain in others)
        for n, words in ((silent, "without an answer"), (len(others) - silent, "without a vote")):
            if n:
                parts.append(f"{count(n, self.noun)} {words}")
        return "; ".join(parts)


def story(trace: Trace) -> Story:
    """Return the summary of a run, finished or not."""
    chains = chains_of(trace)
    noun = chains[0].noun if chains else "chain"
    by_id = {chain.node.id: chain for chain in chains}
    selection = trace.selection
    node = trace.nodes.get(selection.node) if selection and selection.node else None
    votes = selection.votes if selection else tuple(trace.votes())
    weight = math.fsum(vote.weight for vote in votes) or 1.0
    groups = [
        Group(
            shown(trace.nodes[vote.nodes[0]]) or vote.answer,
            plain(trace.nodes[vote.nodes[0]]) or vote.answer,
            tuple(by_id[i] for i in vote.nodes),
            vote.weight,
            vote.weight / weight,
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
    leaders, verdict = _verdict(label, groups, mine, total, noun)
    curve = compute_curve(trace) if trace.finished else None
    return Story(
        label=label,
        answer=shown(node) if node else None,
        code=trace.config.get("answer") == "code",
        leaders=leaders,
        verdict=verdict,
        decided=decided,
        confidence=_confidence(selection, total) if selection else "",
        single=_single(trace, chains, node),
        facts=tuple(facts_of(trace)),
        notes=tuple(_notes(trace)),
        votes=tuple(groups),
        chosen=chosen,
        partial=", as far as it came" if chosen and _unfinished(chosen.node) else "",
        joint=_joint(trace.step_confidences(chosen.node.id)) if chosen else "",
        steps=_steps(chosen, trace.step_confidences(chosen.node.id)) if chosen else (),
        agreeing=tuple(c for c in mine.chains if c != chosen) if mine else (),
        dropped=tuple(group for group in groups if not group.leads),
        unanswered=tuple(c for c in chains if c.node.id not in voted and c != chosen),
        chains=len(chains),
        noun=noun,
        outline=() if is_flat(trace) else tuple(branches_of(trace, chains, ROOT)),
        outline_line="" if is_flat(trace) else outline_line(trace),
        timeline=timeline(trace, chains, chosen, STOPS.get(trace.stop_reason or "", "")),
        curve=curve,
        curve_line=curve_line(trace, curve, noun) if curve else "",
        question=trace.question,
        config=tuple(_config(trace.config)),
    )


def went_on(reason: str) -> str:
    """Return the remark that a run goes on from one that ended for this reason."""
    return f"Goes on from an earlier run that ended early ({STOPS.get(reason, reason).removeprefix('stopped: ')})"


def derived(step: Step) -> bool:
    """Return whether a step's title is but the beginning of its text."""
    title, text = (re.sub(r"^\s*(```|~~~).*\n|[\W_]+", "", part) for part in (step.title, step.text))
    return bool(text) and text.startswith(title)


def _label(trace: Trace, node: Node | None, mine: Group | None, total: int, *, by_score: bool) -> Label:
    if trace.error is not None:
        return "Failed"
    if node is None or shown(node) is None:
        return "No answer" if trace.finished else "Thinking"
    if mine is not None and not by_score and 2 * mine.count < total:
        return "No agreement"
    return "Answer"


def _verdict(
    label: Label, groups: list[Group], mine: Group | None, total: int, noun: str
) -> tuple[tuple[Group, ...], str]:
    """Return how sure the answer is, with the leaders where there is no agreement."""
    if mine is None:
        return (), ""
    if total == 1:
        return (), f"one {noun}, no vote"
    if label == "Answer":
        return (), f"said by 1 of {total} {noun}s" if mine.count == 1 else f"{mine.count} of {total} {noun}s agree"
    level = tuple(group for group in groups if group.count == mine.count)
    if len(level) == 1:
        return level, f"leads with {mine.count} of {total}"
    words = f"level with {mine.count} of {total} each"
    named = _few([group.answer for group in level])
    return (level, words) if named else ((), f"{len(level)} answers {words}")


def _few(answers: Sequence[str]) -> bool:
    """Return whether these are so few and short that a line has room for their names."""
    return len(answers) <= MOST_LEADERS and all(map(_brief, answers))


def _brief(answer: str) -> bool:
    return len(answer) <= SINGLE and "\n" not in answer


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
    for name, words in (("check", "the check"), ("tests", "the tests")):
        score = node.scores.get(name)
        if score is not None and score.value is not None:
            said = f"scored {decimal(score.value)} by {words}"
            if score.value in (0, 1):
                said = f"{'passes' if score.value else 'does not pass'} {words}"
            return said, score.value > 0
    if trace.selection.rule == "majority" or "votes decided" in trace.selection.note:
        return "", False
    if trace.selection.rule == "consistency":
        return "", True
    # The values of rollouts are shares of the votes, or another scorer's opinion of where they lead.
    scorers = sorted(node.scores.keys() - {"rollout"}, key=lambda name: (name != trace.config.get("scorer"), name))
    if not scorers:
        voters = (trace.nodes[i] for vote in trace.selection.votes for i in vote.nodes)
        return "", any(voter.scores.keys() - {"rollout"} for voter in voters)
    scorer = scorers[0]
    value = node.scores[scorer].value
    scored = "its own score unknown" if value is None else decimal(value)
    return f"chosen by {SCORERS.get(scorer, scorer)}, {scored}", scorer != "votes"


def _single(trace: Trace, chains: list[Chain], chosen: Node | None) -> tuple[str, str] | None:
    """Return what the first chain alone said, where it is not the only one and came to its end.

    In a tree that is the first sample of the first sample of the question, and so on: what no choice has favoured.
    """
    if len(chains) < 2:  # noqa: PLR2004 - nothing to compare one with
        return None
    first = chains[0].node
    path = trace.path(first.id)
    plain_sample = not any(first.order) and not any(node.inputs or node.kind == "plan" for node in path)
    if not plain_sample or first.status not in ("done", "failed") or first.kind == "step":
        return None
    said = shown(first)
    if said is None:
        return "a single chain had", "no answer"
    if chosen and chosen.answer and first.answer and trace.class_of(first.answer) == trace.class_of(chosen.answer):
        said = "the same"
    elif not _brief(said):
        said = "something else"
    return "a single chain said", said


def _most_complete(chains: list[Chain]) -> Chain | None:
    """Return the chain that has the most to read where nothing was chosen."""
    readable = [chain for chain in chains if chain.length and chain.node.status != "failed"]
    return max(readable, key=lambda c: (c.node.status == "done" and c.node.kind != "step", c.length), default=None)


def _unfinished(node: Node) -> bool:
    return node.kind == "step" or node.status in ("cut", "running")


def _steps(chain: Chain, confidences: Sequence[float]) -> tuple[ShownStep, ...]:
    """Return the steps of a chain, each with what a scorer that judged step by step said of it alone."""
    steps = tuple(_cut(chain))
    if len(steps) != len(confidences):
        return steps
    pairs = zip(steps, confidences, strict=True)
    return tuple(replace(step, facts=(*step.facts, f"this step {decimal(alone)}")) for step, alone in pairs)


def _cut(chain: Chain) -> Iterator[ShownStep]:
    """Yield the steps of a chain: a node with a title is one step, others are cut into steps."""
    for part in chain.parts:
        steps = [Step(part.title, part.text)] if part.title else segment(clean(part.text))
        # What is said of a whole solution is not said of its first step.
        known = part.kind == "step" or (len(chain.parts) > 1 and len(steps) == 1)
        facts = tuple(measures(part)) if known else ()
        for i, step in enumerate(steps):
            yield ShownStep(step.title, step.text, () if i else facts)


def curve_line(trace: Trace, curve: Curve, noun: str) -> str:
    """Return what twice as many samples would buy, in one sentence that needs no statistics."""
    now, then = curve.now, curve.next
    more = count(round(then.calls - now.calls), "more call")
    begins = f"{more} would" if curve.independent else f"As if the {noun}s were independent, {more} would"
    changes = [_change("a majority for this answer", now.agreement, then.agreement)]
    if now.accuracy and then.accuracy:
        passes = f"a sample that passes the {'check' if trace.config.get('check') else 'tests'}"
        changes.insert(0, _change(passes, now.accuracy, then.accuracy))
    return f"{begins} {listed(changes)}"


def _change(of: str, now: Estimate, then: Estimate) -> str:
    before, after = decimal(now[0]), decimal(then[0])
    likely = f"{after} ({decimal(then[1])} to {decimal(then[2])})"
    if before == after:
        return f"leave the chance of {of} at {likely}"
    return f"{'raise' if then[0] > now[0] else 'lower'} the chance of {of} from {before} to {likely}"


def facts_of(trace: Trace) -> Iterator[str]:
    """Yield the items of the quiet line."""
    config = trace.config
    if "strategy" in config:
        yield str(config["strategy"])
    yield from config.get("models", ())
    limits = Limits(**config.get("limits", {}))
    asked = trace.asked
    spared = f" ({asked.cached_calls:,} {unsent(trace)})" if asked.cached_calls else ""
    yield _used(asked.calls, limits.calls, "call") + spared
    yield _used(asked.tokens, limits.tokens, "token")
    cost = (trace.spent if trace.finished else asked).cost
    yield "cost unknown" if cost is None else money(cost)
    started = min((call.started for call in trace.calls.values()), default=0.0)
    seconds = trace.seconds if trace.finished or not trace.events else max(0.0, trace.events[-1].t - started)
    # The times that a replay tells were not held to the limit of today.
    held = limits.seconds is not None and (seconds <= limits.seconds or trace.stop_reason in (None, "seconds"))
    yield f"{seconds:.1f} of {limits.seconds:g} s" if held else f"{seconds:.1f} s"
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
        if trace.original:
            itself = shown(trace.nodes[trace.original.node]) if trace.original.node else None
            chose = f"{itself or 'no answer'} by {trace.original.rule}" if len(itself or "") <= SINGLE else "otherwise"
            yield f"Re-selected by {trace.selection.rule}; the run itself chose {chose}"
        if trace.selection.tie:
            tie = trace.selection.tie
            yield f"{listed(tie) if _few(tie) else f'{len(tie)} answers'} stood level"
        if trace.selection.note:
            yield trace.selection.note[:1].upper() + trace.selection.note[1:]
    yield from trace.notes


def _config(config: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the run was told and `_facts` does not say, where it was told anything."""
    for key in ("params", "scorer", "scorer_address", "aggregate", "check", "tests", "answer", "seed",
                "temperature", "max_tokens", "model_params", "api_base", "price", "system"):  # fmt: skip
        value = config.get(key)
        if isinstance(value, Mapping):
            yield from (f"{name} {item}" for name, item in value.items())
        elif value is not None and (key, value) not in (("answer", "auto"), ("aggregate", "last")):
            yield f"{key.replace('_', ' ')} {value}"
