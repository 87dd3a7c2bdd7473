"""Lessons: what a student sees of a run and when, what is kept of what they do, and above all what is not shown."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from types import SimpleNamespace

import comm
import pytest
import traces
from lab.test_live import PAYLOADS
from unit.test_record import Reader
from unit.test_widget import Wire

from o1magic.lesson import Aids, Lesson
from o1magic.magic import display, place
from o1magic.render import lesson as form
from o1magic.render.widget import ReasonWidget
from o1magic.trace import Trace

WORDS = ["quokka", "wombat", "numbat", "potoroo"]
ELSEWHERE = "echidna"
ANSWER = "4711"
SOLUTION = "\n\n".join(f"Step {i}: Title {word}\nText {word}." for i, word in enumerate(WORDS, 1))


def trace(solution: str = f"{SOLUTION}\n\nAnswer: {ANSWER}", answer: str | None = ANSWER, **config) -> Trace:
    run = traces.Run("What is asked?", **config)
    for _ in range(2):
        run.sample(solution, answer)
    run.sample(f"Other {ELSEWHERE}\n\nAnswer: 19", "19")
    return run.end()


def begun(run: Trace | None = None, **aids) -> Lesson:
    lesson = Lesson(Aids(**aids))
    form.begin(lesson, run or trace())
    return lesson


def told(lesson: Lesson, run: Trace | None = None) -> str:
    """All that a page with the live card and a notebook that is saved hold."""
    run = run or trace()
    parts = (
        form.page(lesson, run),
        form.record(lesson, run, to_the_end=False),
        form.text(lesson, run, "r"),
        repr(lesson),
    )
    return "\n".join(str(part) for part in parts)


def enter(lesson: Lesson, text: str) -> bool:
    return asyncio.run(lesson.enter(text))


def assert_hidden(text: str, *, steps: int, answer: bool) -> None:
    """Of the run there are only so many steps, and the answer or not."""
    assert [word for word in WORDS if word in text] == WORDS[:steps]
    assert (ANSWER in text) == answer
    if not answer:
        assert ELSEWHERE not in text


# What is seen, and when.


def test_before_the_run_is_over_nothing_is_seen():
    lesson = Lesson(Aids(reveal=True))
    assert (lesson.waits, lesson.steps, lesson.complete) == ("run", (), False)
    assert not lesson.predict("x", 0)
    assert form.page(lesson, trace())["steps"] == []
    assert repr(lesson) == "<Lesson --reveal, waits for the run>"


def test_reveal_shows_a_step_for_each_prediction_and_the_answer_with_the_last_one():
    lesson = begun(reveal=True)
    for seen, said in enumerate(["first", "", "third"], 1):
        assert lesson.waits == "prediction"
        assert lesson.line == f"{seen} of 4 steps"
        assert_hidden(told(lesson), steps=seen, answer=False)
        assert lesson.predict(said, seen)
    assert (lesson.waits, lesson.complete) == (None, True)
    assert_hidden(told(lesson), steps=4, answer=True)
    assert lesson.predictions == ("first", "", "third")
    assert [lesson.prediction(i) for i in range(4)] == [None, "first", "", "third"]


def test_a_prediction_that_is_made_twice_counts_once():
    lesson = begun(reveal=True)
    assert lesson.predict("a", 1)
    assert not lesson.predict("a", 1)
    assert len(lesson.steps) == 2


@pytest.mark.parametrize(
    ("hints", "steps", "line"),
    [(1, 1, "1 of 4 steps"), (3, 3, "3 of 4 steps"), (4, 3, "3 of 4 steps: the next one holds the answer")],
)
def test_hints_are_the_first_steps_and_never_the_last_one(hints, steps, line):
    lesson = begun(hints=hints)
    assert (lesson.waits, lesson.complete, lesson.line) == (None, False, line)
    assert_hidden(told(lesson), steps=steps, answer=False)
    assert_hidden(form.record(lesson, trace(), to_the_end=True), steps=steps, answer=False)


@pytest.mark.parametrize(
    ("step", "answer", "question"),
    [
        ("So it is 4,711.", "4711", "What?"),
        ("So it is 84 pencils.", "84", "What?"),
        ("This gives $\\frac{1}{2}$.", "0.5", "What?"),
        ("Hence **Paris**, the capital.", "paris", "What?"),
        ("The answer is B, as A is wrong.", "B", "Which one, A or B?"),
        ("We get \\boxed{12}.", "12", "12 or 13?"),
        ("5-3 is 2 here", "2", "What?"),
        ("The distance is 84km.", "84 km", "What?"),
        ("7x12 = 84pencils", "84", "What?"),
        ("240km / 80km/h = 3h", "3 hours", "What?"),
        ("The share is .5 of it.", "0.5", "What?"),
        ("That is 50% of it.", "0.5", "What?"),
        ("The share is 1/4.", "25%", "What?"),
        ("That gives 1.2e3 things.", "1200", "What?"),
        ("That gives 1 200 here.", "1200", "What?"),
        ("That gives $1\\,200$ here.", "1200", "What?"),
        ("That gives 1,200 here.", "1200", "What?"),
        ("That gives $\\frac12$ here.", "1/2", "What?"),
        ("So x = \u22125 here.", "-5", "What?"),
        ("There are twelve eggs.", "12", "What?"),
        ("There are eighty-four of them.", "84", "What?"),
        ("Half of it.", "0.5", "What?"),
        ("That is 4.2e1 of them.", "42", "What?"),
        ("That is 0.42 hundred.", "42", "What?"),
        ("There are a hundred of them.", "100", "What?"),
        ("It takes two and a half hours.", "2.5", "What?"),
        ("It takes 3 and a quarter hours.", "13/4", "What?"),
        ("So {2, 3}.", "$\\{2,3\\}$", "What?"),
        ("So x=3 or x=2.", "$\\{2,3\\}$", "What?"),
        ("So (-1, 2] it is.", "$(-1,2]$", "What?"),
        ("The derivative is 2 x.", "$2x$", "What?"),
        ("We get \\sqrt{2}/2.", "$\\frac{\\sqrt{2}}{2}$", "What?"),
        ("It is $1\\frac12$ here.", "1.5", "What?"),
        ("The area is 4*pi.", "$4\\pi$", "What?"),
        ("So option (B) is right, since y.", "B", "Which? A) x B) y"),
        ("2+2 = **B) 4**", "B", "Which? A) 3 B) 4 C) 5"),
        ("Only 97 has no divisor, thus 97 is the prime.", "97", "Is 91 prime, or 84, or 97?"),
        ("It is clearly Paris, not London.", "paris", "Is the capital Paris or London?"),
        ("91 = 7*13, so no, it is not.", "no", "Is 91 prime? Answer yes or no."),
        ("There are 12 here.", "12", "A box holds 12 pencils. How many are in it?"),
    ],
)
def test_a_step_that_holds_the_answer_is_no_hint_wherever_it_stands(step, answer, question):
    run = traces.Run(question)
    run.sample(f"Step 1: Read\nRead it.\n\nStep 2: Say\n{step}\n\nStep 3: Check\nFine.\n\nAnswer: {answer}", answer)
    assert len(begun(run.end(), hints=3).steps) == 1


@pytest.mark.parametrize(
    "step", ["There are 7 boxes of 12: 12 * 7.", "The answer is a number.", "Look at 841 and 8.4 and x84."]
)
def test_a_step_that_only_looks_like_it_is_a_hint(step):
    run = traces.Run("What are 7 boxes of 12?")
    run.sample(f"Step 1: Read\n{step}\n\nStep 2: Say\nIt is 84.\n\nAnswer: 84", "84")
    assert len(begun(run.end(), hints=3).steps) == 1


def test_a_step_that_repeats_the_question_is_a_hint():
    run = traces.Run("A box holds 12 pencils; 5 are taken and 5 are put back. How many?")
    run.sample("Step 1: Read\nThe box holds 12 pencils.\n\nStep 2: Say\nIt is 12.\n\nStep 3: Check\nFine.", "12")
    assert len(begun(run.end(), hints=3).steps) == 1


def test_where_the_first_step_holds_the_answer_there_is_no_hint():
    run = trace(f"Step 1: Say\nIt is {ANSWER}.\n\nStep 2: Check\nFine.\n\nAnswer: {ANSWER}")
    lesson = begun(run, hints=2)
    assert (lesson.steps, lesson.line) == ((), "No hint: the first step holds the answer")
    assert ANSWER not in told(lesson, run)


def test_blind_hides_all_until_an_answer_is_entered():
    lesson = begun(blind=True)
    assert lesson.waits == "answer"
    assert_hidden(told(lesson), steps=0, answer=False)
    assert not enter(lesson, "  \n")
    assert lesson.waits == "answer"
    assert enter(lesson, " 4,711 ")
    assert (lesson.entered, lesson.agrees, lesson.complete) == ("4,711", True, True)
    assert_hidden(told(lesson), steps=4, answer=True)
    assert not enter(lesson, "12"), "an answer is entered once"
    assert lesson.entered == "4,711"


def test_they_combine():
    lesson = begun(reveal=True, blind=True)
    for seen in (1, 2):
        assert lesson.predict("x", seen)
    assert lesson.waits == "answer", "before the step that holds the answer"
    assert_hidden(told(lesson), steps=3, answer=False)
    enter(lesson, "1")
    assert_hidden(told(lesson), steps=4, answer=True)

    lesson = begun(hints=2, blind=True)
    assert lesson.waits == "answer"
    assert_hidden(told(lesson), steps=2, answer=False)
    enter(lesson, ANSWER)
    assert lesson.complete

    lesson = begun(hints=2, reveal=True)
    assert_hidden(told(lesson), steps=1, answer=False)
    lesson.predict("x", 1)
    assert (lesson.waits, lesson.complete, lesson.line) == (None, False, "2 of 4 steps: no more hints")
    assert_hidden(told(lesson), steps=2, answer=False)

    lesson = begun(hints=1, reveal=True, blind=True)
    assert lesson.waits == "answer"
    assert_hidden(told(lesson), steps=1, answer=False)


@pytest.mark.parametrize("aids", [Aids(reveal=r, hints=h, blind=b) for r, h, b in itertools.product(
    (False, True), (None, 1, 9), (False, True)) if r or h or b], ids=str)  # fmt: skip
@pytest.mark.parametrize("example", [*traces.EXAMPLES])
def test_every_run_can_be_followed_to_its_end(aids, example):
    run = traces.EXAMPLES[example]()
    lesson = Lesson(aids)
    form.begin(lesson, run)
    for _ in range(100):
        Reader(form.record(lesson, run, to_the_end=True))
        told(lesson, run)
        match lesson.waits:
            case "prediction":
                assert lesson.predict("x", len(lesson.steps))
            case "answer":
                assert run.selection.answer is not None
                assert enter(lesson, run.selection.answer)
                assert lesson.agrees
            case None:
                break
    assert lesson.complete == (aids.hints is None or aids.blind)
    json.dumps(form.page(lesson, run))


def test_a_lone_step_and_an_answer_without_steps_are_predicted_too():
    for solution, total in ((f"It is so.\n\nAnswer: {ANSWER}", 1), (f"Answer: {ANSWER}", 0)):
        run = trace(solution)
        lesson = begun(run, reveal=True)
        assert (lesson.total, lesson.steps, lesson.waits) == (total, (), "prediction")
        assert ANSWER not in told(lesson, run)
        assert lesson.predict("mine", 0)
        assert lesson.complete
        assert "mine" in form.record(lesson, run, to_the_end=False)
    assert lesson.line == "The reply has no steps"
    assert begun(trace(f"Answer: {ANSWER}"), hints=2).line == "The reply has no steps"


def test_a_run_that_was_cut_without_an_answer_is_followed_as_far_as_it_came():
    run = traces.Run("What?")
    run.cut(run.start(text="Step 1: One\nquokka\n\nStep 2: Two\nwombat"))
    cut = run.end("seconds")
    lesson = begun(cut, blind=True)
    assert lesson.complete, "there is nothing to compare with"
    assert "The search found no answer" in told(lesson, cut)
    assert [step.title for step in begun(cut, hints=2).steps] == ["One", "Two"]
    lesson = begun(cut, reveal=True)
    assert "wombat" not in told(lesson, cut)
    lesson.predict("", 1)
    assert lesson.complete


# What is entered is compared as votes are.


@pytest.mark.parametrize(
    ("answer", "kind", "entered", "agrees"),
    [
        ("0.5", "auto", "1/2", True),
        ("0.5", "auto", "$\\frac12$", True),
        ("84", "auto", "84 pencils", True),
        ("84", "auto", "Answer: 84", True),
        ("84", "auto", "83", False),
        ("84", "auto", "no idea", None),
        *[
            ("84", "auto", entered, True)
            for entered in ("It is 84", "7*12=84", "7*12 is 84", "84?", "84!", "84 in all boxes", "eighty-four")
        ],
        *[
            ("84", "auto", entered, None)
            for entered in ("84 because 7*12", "It is not 84", "84 or 83", "840 or so", "B", "$$\\frac{", "\ud800")
        ],
        ("84", "auto", "83?", False),
        ("1969", "auto", "in 1969", True),
        ("1969", "auto", "1969 AD", True),
        ("1/2", "auto", "It is 0.5 of all", True),
        ("0.5", "auto", "0,5", True),
        ("0.5", "auto", "50%", None),
        ("50%", "auto", "0.5", None),
        ("3.5", "auto", "350 cents", None),
        ("1/3", "auto", "0.33", None),
        ("1/3", "auto", "1/4", False),
        ("\\frac{\\sqrt{2}}{2}", "auto", "0.7071", None),
        ("\\frac{\\sqrt{2}}{2}", "auto", "sqrt(3)/2", False),
        ("\\{2,3\\}", "auto", "x=2 or x=3", True),
        ("B", "choice", "4", None),
        ("\\frac{\\sqrt{2}}{2}", "auto", "1/sqrt(2)", True),
        ("B", "choice", "b)", True),
        ("B", "choice", "C", False),
        ("paris", "auto", "Paris.", True),
        ("paris", "auto", "the capital of France", None),
        ("some words", "text", "other words", None),
        ("x = 1", "code", "x = 2", None),
        ("x = 1", "code", "```python\nx = 1\n```", True),
    ],
)
def test_an_answer_agrees_as_a_vote_would(answer, kind, entered, agrees):
    run = traces.Run("What?", answer=kind)
    run.sample("Step 1: One\nthought", answer)
    lesson = begun(run.end(), blind=True)
    assert enter(lesson, entered)
    assert lesson.agrees is agrees
    assert lesson.verdict in form.text(lesson, run.trace, "r")


def test_no_verdict_says_right_or_wrong():
    for entered in ("4711", "5"):
        lesson = begun(blind=True)
        enter(lesson, entered)
        assert "the search's answer" in lesson.verdict
        assert "right" not in lesson.verdict


# The record.


def test_the_record_to_the_end_is_folds_within_folds():
    source = form.record(begun(reveal=True, blind=True), trace(), to_the_end=True)
    order = [source.index(part) for part in (
        "Text quokka", "Predict the next step, then open", "Text wombat", "Text numbat",
        "Write your answer down, then open", "Text potoroo", ANSWER, "The whole search", ELSEWHERE,
    )]  # fmt: skip
    assert order == sorted(order)
    before = source[: source.index("<details")]
    assert_hidden(before, steps=1, answer=False)
    assert "<details open" not in source[: source.index("The whole search")]


def test_a_chain_of_a_thousand_steps_has_a_record():
    run = trace("\n\n".join(f"Step {i}: T\ntext" for i in range(1, 1001)))
    assert form.record(begun(run, reveal=True), run, to_the_end=True).count("<details") > 999


def test_what_a_student_writes_does_nothing_in_the_record():
    for payload in [*PAYLOADS, "a\nb", "\x1b[1m\u202e\ud800"]:
        lesson = begun(reveal=True, blind=True)
        for seen in (1, 2):
            lesson.predict(payload, seen)
        enter(lesson, payload)
        source = form.record(lesson, trace(), to_the_end=False)
        assert Reader(source).mathematics == []
        assert "\x1b" not in form.text(lesson, trace(), "r")
        json.dumps(form.page(lesson, trace()))


def test_the_text_says_in_words_what_is_hidden():
    assert "1 of 4 steps\nPredict the next one; r.steps holds them all." in form.text(begun(reveal=True), trace(), "r")
    assert "Write your answer down first; r.answer shows" in form.text(begun(blind=True), trace(), "r")
    lesson = begun(reveal=True)
    lesson.predict("my guess", 1)
    assert "You predicted: my guess" in form.text(lesson, trace(), "r")


# The live view.


class Output:
    """The output of a cell: what it has shown, one after the other."""

    def __init__(self, monkeypatch):
        self.shown = []
        monkeypatch.setattr(display, "put", self._put)
        monkeypatch.setattr(place, "put", self._put)

    def _put(self, thing, **_):
        self.shown.append(thing)
        return self

    def update(self, thing, **_):
        self.shown.append(thing)


@pytest.fixture
def live(monkeypatch):
    """Return a function that begins a live lesson: its view, its output, and all that the page has been sent."""
    monkeypatch.setattr(comm, "create_comm", Wire)
    monkeypatch.setattr(ReasonWidget, "_open", type(ReasonWidget._open)())
    monkeypatch.setattr(display, "READY_WITHIN", 0.2)
    monkeypatch.setattr(place, "drawn_in_place", lambda _shell: True)

    def begin(run, **aids):
        output = Output(monkeypatch)
        lesson = Lesson(Aids(**aids))
        view = display.lesson_opener("live", lesson, "r")(SimpleNamespace(trace=run, stop=lambda: None))
        return view, lesson, output, view._place.view.comm

    yield begin
    for widget in list(ReasonWidget._open):
        widget.close()


def sent(wire, output) -> str:
    return json.dumps([data for _, data in wire.messages]) + "".join(map(str, output.shown))


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_while_it_runs_the_page_gets_what_it_takes_and_nothing_of_what_it_finds(live):
    whole, growing = trace(), Trace()
    view, _, output, wire = live(growing, reveal=True)
    for event in whole.events[:-1]:
        growing.append(event)
        view.tick()
    assert_hidden(sent(wire, output), steps=0, answer=False)
    kinds = {event[0] for message in wire.custom for event in message["events"]}
    assert kinds == {"run_started", "call_started", "call_finished"}
    assert len(view._place.view.get_state()["snapshot"]["state"]["calls"]) == 3


def test_the_page_gets_each_thing_when_it_is_due_and_the_output_keeps_it(live):
    run = trace()
    view, lesson, output, wire = live(run, reveal=True, blind=True)
    wire.hear({"type": "ready"})
    view.tick()
    view.finish()
    assert_hidden(sent(wire, output), steps=1, answer=False)
    wire.hear({"type": "predict", "text": "guess <b>", "seen": 1})
    until(lambda: "wombat" in sent(wire, output) and "guess" in str(output.shown[-1]))
    assert_hidden(sent(wire, output), steps=2, answer=False)
    wire.hear({"type": "predict", "text": "", "seen": 2})
    until(lambda: lesson.waits == "answer" and "numbat" in str(output.shown[-1]))
    assert_hidden(sent(wire, output), steps=3, answer=False)
    assert view._place.view.get_state()["whole"] == {}
    wire.hear({"type": "enter", "text": "4711.0"})
    until(lambda: view._place.view.get_state()["whole"])
    assert ELSEWHERE in str(output.shown[-1])
    assert (lesson.predictions, lesson.entered, lesson.agrees) == (("guess <b>", ""), "4711.0", True)
    assert view._place.view.get_state()["whole"]["state"]["selection"]["answer"] == ANSWER
    assert set(output.shown[-1]) == {"text/html", "text/plain"}
    assert "guess &lt;b&gt;" in output.shown[-1]["text/html"]


def test_who_sees_a_step_can_save_it(live):
    view, _, output, wire = live(trace(), reveal=True)
    view.finish()
    saved = []
    view._place.view.observe(lambda _: saved.append(str(output.shown[-1])), "lesson")
    wire.hear({"type": "predict", "text": "guess", "seen": 1})
    until(lambda: saved)
    assert "wombat" in saved[0]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "predict"},
        {"type": "predict", "text": 1, "seen": 1},
        {"type": "predict", "text": "x", "seen": "1"},
        {"type": "enter", "text": None},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(live, message):
    view, lesson, output, wire = live(trace(), reveal=True, blind=True)
    wire.hear({"type": "ready"})
    view.finish()
    wire.hear(message)
    until(lambda: all(thread.name != "o1magic-lesson" for thread in threading.enumerate()))
    assert (lesson.predictions, lesson.entered) == ((), None)
    assert_hidden(sent(wire, output), steps=1, answer=False)


def test_a_page_that_draws_no_card_is_given_all_of_it_folded(live):
    view, _, output, wire = live(trace(), blind=True)
    view.finish()
    until(lambda: "Write your answer down, then open" in str(output.shown[-1]))
    assert_hidden(str(output.shown[:-1]), steps=0, answer=False)
    assert_hidden(output.shown[-1]["text/html"], steps=4, answer=True)
    assert_hidden(output.shown[-1]["text/plain"], steps=0, answer=False)
    # It can draw the card after all.
    wire.hear({"type": "ready"})
    until(lambda: "Write your answer down, then open" not in str(output.shown[-1]))


def test_a_page_that_will_draw_the_card_is_sent_nothing_before_it_is_due_however_long_it_takes(live):
    view, _, output, wire = live(trace(), blind=True)
    wire.hear({"type": "ready"})
    view.finish()
    time.sleep(2 * display.READY_WITHIN)
    view.tick()
    assert_hidden(sent(wire, output), steps=0, answer=False)


def test_hints_alone_leave_no_card_but_the_record(live):
    view, _, output, wire = live(trace(), hints=2)
    view.finish()
    assert_hidden(sent(wire, output), steps=2, answer=False)
    assert "o1-place" not in str(output.shown[-1])


def failed() -> Trace:
    run = traces.Run("What is asked?")
    run.sample(f"{SOLUTION}\n\nAnswer: {ANSWER}", ANSWER)
    return run.end(None, error="it cannot be reached")


@pytest.mark.parametrize("aids", [{"blind": True}, {"reveal": True}, {"hints": 2}, {"reveal": True, "hints": 2}])
def test_a_run_that_fails_in_the_middle_shows_nothing_of_what_it_has_found(live, aids):
    view, _, output, wire = live(Trace(), **aids)
    for event in failed().events:
        view._trace.append(event)
        view.tick()
    view.finish()
    assert output.shown[-1] == {"text/plain": ""}
    assert_hidden(sent(wire, output), steps=0, answer=False)


@pytest.mark.parametrize("how", ["static", "text", "none"])
def test_where_no_page_is_live_a_run_that_fails_leaves_its_line_alone(how, monkeypatch, capsys):
    output = Output(monkeypatch)
    view = display.lesson_opener(how, Lesson(Aids(blind=True)), "r")(SimpleNamespace(trace=failed()))
    view.tick()
    view.finish()
    assert capsys.readouterr().out == ""
    assert output.shown == []


@pytest.mark.parametrize("how", ["static", "text", "none"])
def test_where_no_page_is_live_the_record_comes_at_the_end(how, monkeypatch, capsys):
    output = Output(monkeypatch)
    lesson = Lesson(Aids(reveal=True))
    view = display.lesson_opener(how, lesson, "r")(SimpleNamespace(trace=trace()))
    view.tick()
    view.finish()
    text = capsys.readouterr().out
    assert lesson.waits == "prediction"
    assert_hidden(text, steps=how == "text", answer=False)
    assert len(output.shown) == (how == "static")
    if how == "static":
        assert_hidden(output.shown[0]["text/plain"], steps=1, answer=False)
        assert_hidden(output.shown[0]["text/html"], steps=4, answer=True)
