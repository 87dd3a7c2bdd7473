"""What is seen of a lesson: as HTML that needs no script, as text, and as what a page with the live card is told.

None holds what is still hidden but the HTML `to_the_end`, where nothing but `<details>` stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from o1magic.lesson import Lesson
from o1magic.render import html
from o1magic.render.lines import wrap
from o1magic.render.parts import CARD, RULED, SMALL, block, heading
from o1magic.render.prose import LINE, code_block, inline, literal, markdown, short_answer
from o1magic.render.story import LONG, Story, derived, story
from o1magic.render.unfinished import GO_ON
from o1magic.steps import Step
from o1magic.trace import Trace

NO_ANSWER = "The search found no answer."
LARGE = "font-size:2.1em;line-height:1.25;"


def begin(lesson: Lesson, trace: Trace) -> None:
    """Let a lesson take up a run that is over."""
    lesson.begin(trace, story(trace).steps)


# As HTML.


def record(lesson: Lesson, trace: Trace, *, to_the_end: bool) -> str:
    """Return what is seen of a lesson as HTML.

    Parameters
    ----------
    lesson, trace
        It, and the run that it is about.
    to_the_end
        Whether what is still hidden comes too, folded: for a page on which nobody can go on otherwise.
    """
    told = story(trace)
    parts = [heading("Question"), markdown(told.question), _line(lesson.line)]
    parts += [_step(number, step, lesson.prediction(number)) for number, step in enumerate(lesson.steps)]
    if lesson.complete:
        parts.append(_end(lesson, told, trace))
    elif lesson.waits is not None and to_the_end:
        parts.append(_folds(lesson, told, trace))
    elif lesson.waits is not None:
        parts.append(block(GO_ON, f"{RULED};{SMALL}"))
    return block("".join(parts), CARD)


def _line(text: str) -> str:
    return block(literal(text), f"margin:12px 0 8px;{SMALL}") if text else block("", "margin:12px 0 0")


def _step(number: int, step: Step, prediction: str | None) -> str:
    title = f"<b>{number + 1}&#8194;{'' if derived(step) else inline(step.title)}</b>"
    body = block(markdown(step.text), "margin:0 0 0 18px") if step.text else ""
    return block(title + body + _said("You predicted", prediction), RULED)


def _said(label: str, text: str | None) -> str:
    """Return what the student wrote, maybe nothing; None where nothing was asked."""
    if not text:
        return ""
    bar = f"margin:8px 0 0 18px;padding:0 0 0 12px;border-left:3px solid {LINE}"
    return block(block(label, SMALL) + _lines(text), bar)


def _lines(text: str) -> str:
    return literal(text).replace("\n", "<br>")


def _folds(lesson: Lesson, told: Story, trace: Trace) -> str:
    """Return what is hidden, each step within the fold that the one before it ends with."""
    seen, end = len(lesson.steps), _end(lesson, told, trace)
    layers = [
        (f"Predict the {'next' if number else 'first'} step, then open", _step(number, step, None))
        for number, step in enumerate(lesson.rest, seen)
    ]
    if lesson.aids.blind and told.answer is not None:
        hidden = told.steps[seen + len(layers) :] if lesson.aids.reveal else ()
        steps = [_step(number, step, None) for number, step in enumerate(hidden, seen + len(layers))]
        # Without steps of its own it need not be told before the record tells it.
        rest = "".join(steps) + end if lesson.aids.reveal else html.record(trace, "padding:3px 0 0")
        layers.append(("Write your answer down, then open", rest))
    elif not layers:
        layers.append(("Predict the answer, then open", end))
    elif lesson.aids.hints is None or lesson.aids.blind:
        layers[-1] = layers[-1][0], layers[-1][1] + end
    body = ""
    for summary, inner in reversed(layers):
        body = _folded(summary, inner + body)
    return body


def _folded(summary: str, body: str) -> str:
    # Each is within the one before: an indent would add up.
    return f'<details style="{RULED}"><summary><b>{summary}</b></summary>{block(body, "margin:9px 0 0")}</details>'


def _end(lesson: Lesson, told: Story, trace: Trace) -> str:
    """Return the answers, and the record of the run, which opens."""
    found = heading("Answer" if lesson.entered is None else "The search's answer") + _answer(told)
    if told.verdict and told.answer is not None:
        found += block(literal(told.verdict), SMALL)
    answers = block(found, "min-width:0")
    if lesson.entered is not None:
        answers = block(heading("Your answer") + _entered(lesson.entered, code=told.code), "min-width:0") + answers
    answers = block(answers, "display:flex;flex-wrap:wrap;gap:12px 44px")
    if lesson.verdict:
        answers += block(literal(lesson.verdict), "margin:12px 0 0")
    if not told.steps:
        answers += _said("You predicted", lesson.prediction(0))
    whole = _folded("The whole search", html.record(trace, "padding:3px 0 0"))
    return block(answers, f"{RULED};margin-top:12px") + whole


def _entered(text: str, *, code: bool) -> str:
    if code:
        return code_block(text)
    large = len(text) <= LONG and "\n" not in text
    return block(f"<b>{_lines(text)}</b>", f"{LARGE if large else ''}margin:0")


def _answer(told: Story) -> str:
    if told.answer is None:
        return block(NO_ANSWER, "margin:0")
    if told.long:
        return code_block(told.answer) if told.code else markdown(told.answer)
    return block(f"<b>{short_answer(told.answer)}</b>", f"{LARGE}margin:0")


# As text.


def text(lesson: Lesson, trace: Trace, name: str) -> str:
    """Return what is seen of a lesson as plain text; `name` is the variable that holds the result."""
    return "\n".join(_text(lesson, story(trace), name)) + "\n"


def _text(lesson: Lesson, told: Story, name: str) -> Iterator[str]:
    yield from wrap(told.question)
    for number, step in enumerate(lesson.steps):
        yield from _step_text(number, step, lesson.prediction(number))
    yield ""
    if lesson.line:
        yield lesson.line
    if lesson.waits == "prediction":
        yield from wrap(f"Predict the next one; {name}.steps holds them all.")
    if lesson.waits == "answer":
        yield from wrap(f"Write your answer down first; {name}.answer shows the search's.")
    if lesson.entered is not None:
        yield from wrap(f"Your answer: {lesson.entered}")
    if lesson.complete:
        answer = (told.chosen.plain if told.chosen else None) or told.answer
        yield from wrap(NO_ANSWER if told.answer is None else f"The search's answer: {answer}")
    if lesson.verdict:
        yield lesson.verdict


def _step_text(number: int, step: Step, prediction: str | None) -> Iterator[str]:
    mark, indent = f"{number + 1:>3}. ", "     "
    yield ""
    if not derived(step):
        yield from wrap(step.title, mark, indent)
        mark = indent
    if step.text:
        yield from wrap(step.text, mark, indent)
    if prediction:
        yield from wrap(f"You predicted: {prediction}", indent)


# As a page with the live card is told.


def page(lesson: Lesson, trace: Trace) -> dict[str, Any]:
    """Return what the live card shows: JSON in the form of `Lesson` in `widgets/src/core/lesson.ts`."""
    told = story(trace) if lesson.waits != "run" else None
    shown: dict[str, Any] = {
        "waits": lesson.waits,
        "question": trace.question,
        "line": "",
        "total": lesson.total,
        "steps": [],
        "entered": lesson.entered,
        "verdict": lesson.verdict,
        "blind": lesson.aids.blind,
        "last": False,
        "answer": None,
    }
    if told is None:
        return shown
    shown["line"] = lesson.line
    shown["last"] = lesson.waits == "prediction" and lesson.ends_next
    shown["steps"] = [
        {"title": step.title, "text": step.text, "repeated": derived(step), "prediction": lesson.prediction(number)}
        for number, step in enumerate(lesson.steps)
    ]
    if lesson.complete:
        shown["answer"] = {
            "text": told.answer,
            "code": told.code,
            "long": told.long,
            "verdict": told.verdict if told.answer is not None else NO_ANSWER,
            "prediction": None if told.steps else lesson.prediction(0),
        }
    return shown
