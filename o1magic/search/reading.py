"""What a reply says: an answer, or a step and what follows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from o1magic import answers, steps
from o1magic.config import AnswerKind
from o1magic.trace import Node
from o1magic.types import Completion


@dataclass(frozen=True, slots=True)
class Reading:
    """Fields of the node that the reply was drawn for, and of the rollout below it, if the reply goes on."""

    node: dict[str, Any]
    rollout: dict[str, Any] | None = None


def final_answer(text: str, kind: AnswerKind, *, complete: bool) -> dict[str, Any]:
    """Return the final answer of a text in canonical form and as the model wrote it, and its vote."""
    if not complete:
        # The line on which a reply was cut off may be half an answer.
        text = text[: text.rfind("\n") + 1]
    shown = answers.extract(text, kind, complete=complete)
    answer = None if shown is None else answers.canonical(shown, kind)
    return {"answer": answer, "shown_answer": shown, "ballot": 0.0 if answer is None else 1.0}


def read_text(reply: Completion) -> Reading:
    """Read a reply as one text."""
    return Reading({"status": "done", "text": reply.text, "mean_logprob": reply.mean_logprob})


def read_answer(reply: Completion, kind: AnswerKind) -> Reading:
    """Read a reply as the end of a chain."""
    text = read_text(reply).node
    return Reading(text | final_answer(reply.text, kind, complete=reply.finish_reason == "stop"))


def read_steps(
    reply: Completion, chain: Sequence[Node], kind: AnswerKind, *, length: int, stopped: bool, keep: bool
) -> Reading:
    """Cut a reply that goes on from a chain into steps: the first `length` are the node, what follows is its rollout.

    What repeats the chain is removed. A step in which the chain ends is an answer. One that was cut off, or that begins
    the solution anew, has failed.

    Parameters
    ----------
    stopped
        Whether the model was to be stopped where its first step ends.
    keep
        Whether the node belongs to the tree, so that it may vote and have a rollout.
    """
    pieces, problem = _without_repetition(chain, steps.cut(reply.text))
    complete = reply.finish_reason == "stop"
    alone = len(pieces) <= length
    if alone and not complete:
        problem = problem or f"cut off after {reply.usage.completion_tokens} tokens, before the step ended"
    if problem:
        return Reading({"status": "failed", "text": reply.text, "error": problem})
    first, rest = "".join(pieces[:length]), "".join(pieces[length:])
    before = "".join(part.text for part in chain)
    node = {"status": "done", "mean_logprob": _mean_logprob(reply, first)}
    # A reply that could be stopped at the end of a step has ended the chain only if it says an answer.
    if alone and (not stopped or answers.extract(first, kind, complete=False) is not None):
        vote = final_answer(before + first, kind, complete=complete) | ({} if keep else {"ballot": 0.0})
        return Reading(node | {"kind": "answer", "text": first} | vote)
    node["text"] = first if first.endswith("\n") else f"{first}\n"
    if not rest or not keep or (stopped and not complete):
        return Reading(node)
    rollout = {"status": "done", "text": rest, "mean_logprob": reply.mean_logprob}
    return Reading(node, rollout | final_answer(before + first + rest, kind, complete=complete))


def _without_repetition(chain: Sequence[Node], pieces: list[str]) -> tuple[list[str], str | None]:
    """Return the steps of a reply without those that repeat the chain, and what is wrong with it otherwise."""
    said = [part.text.split() for part in chain]
    if said and [piece.split() for piece in pieces[: len(said)]] == said:
        pieces = pieces[len(said) :]
    if not pieces:
        return [], "the reply holds no step"
    first = steps.number(pieces[0])
    last = max((number for part in chain if (number := steps.number(part.text)) is not None), default=0)
    if first is not None and first <= last:
        return pieces, f"it begins anew with step {first} instead of going on after step {last}"
    return pieces, None


def _mean_logprob(reply: Completion, part: str) -> float | None:
    """Return the mean log-probability of the tokens that make up a part of a reply; None where unknown."""
    start = max(0, reply.text.find(part))
    values, at = [], 0
    for token in reply.logprobs:
        if start <= at < start + len(part):
            values.append(token.logprob)
        at += len(token.token)
    return math.fsum(values) / len(values) if values else None
