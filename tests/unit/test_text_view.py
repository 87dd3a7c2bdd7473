"""The text view: the same story as the record, in a terminal."""

from __future__ import annotations

import dataclasses
import io
import json
import re

import pytest
import traces
from hypothesis import given, settings
from hypothesis import strategies as st

from o1magic.render import text
from o1magic.render.story import story
from o1magic.trace import Trace


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Live:
    """Live text of a run that is still being written."""

    def __init__(self, stream: io.StringIO | None = None, **config) -> None:
        self.run = traces.Run(**config)
        self.stream = stream or io.StringIO()
        self.view = text.LiveText(self.run.trace, self.stream)
        self.view.update()
        self.new()

    def new(self) -> str:
        """What was written since the last call."""
        written = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        return written

    def update(self) -> str:
        self.view.update()
        return self.new()


# The record.


def test_the_record_of_a_vote():
    assert text.record(traces.pencils()) == (
        "Answer: 84 pencils\n"
        "8 of 10 chains agree; posterior over the runner-up .97, uncalibrated; a single chain said 19\n"
        "self_consistency | local/qwen2.5-coder-0.5b | 10 of 64 calls | 1,000 of 64,000 tokens | $0\n"
        "9.8 of 120 s | stopped: agreement\n"
        "\n"
        "Votes\n"
        "  84 pencils  ####################      8 votes\n"
        "  19          #####                     2 votes\n"
        "\n"
        "Steps of chain 2 (60 tokens)\n"
        "  1. Recognise\n"
        "     The question asks for a total: equal groups, so it is a product.\n"
        "  2. Divide: boxes, then pencils\n"
        "     There are 7 boxes and every box holds 12 pencils, so the count is a product: $n = 7 \\times\n"
        "     12$.\n"
        "  3. Compute\n"
        "     $7 \\times 10 = 70$ and $7 \\times 2 = 14$, so $n = 84$.\n"
        "  4. Verify by adding\n"
        "     12 + 12 + 12 + 12 + 12 + 12 + 12 = **84**.\n"
        "\n"
        "Tried and dropped\n"
        "  chains 1, 7 -> 19\n"
        "\n"
        "Timeline\n"
        "  10 calls, 1,000 tokens, $0, stopped: agreement\n"
        "  0 s |##   ##   ##   ##   ###  ###   ##   ##   ##   ##| 18.5 s\n"
        "\n"
        "More compute\n"
        "  10 more calls would raise the chance of a majority for this answer from .89 to .92 (.37 to\n"
        "  above .99)\n"
        "\n"
        "Question\n"
        "  A school buys 7 boxes of pencils. Each box holds 12 pencils. How many pencils does the school\n"
        "  have?\n"
        "  n 16 | seed 0\n"
    )


def test_the_record_of_a_run_without_an_answer():
    lines = text.record(traces.out_of_time()).splitlines()
    assert lines[0] == "No answer"
    assert lines[1].endswith("0 of 64,000 tokens | cost unknown")
    assert lines[2] == "9.8 of 10 s | stopped: time limit"
    assert "Steps of chain 1, as far as it came" in lines
    assert "     Each of the 7 boxes adds twelve, so 12 + 12" in lines


def test_no_agreement_is_no_answer():
    lines = text.record(traces.no_agreement()).splitlines()
    assert lines[:3] == [
        "No agreement",
        "26 leads with 3 of 8; posterior over the runner-up .66, uncalibrated; a single chain said the",
        "same",
    ]


def test_an_answer_in_latex_is_shown_in_canonical_form():
    run = traces.Run()
    for _ in range(2):
        run.sample("So.", "1/2", r"$\frac{1}{2}$")
    run.sample("So.", "C:\\Users", "C:\\Users")
    written = text.record(run.end())
    assert written.startswith("Answer: 1/2\n")
    assert "\n  1/2       ####" in written
    assert "chain 3 -> C:\\Users" in written
    live = text.LiveText(run.trace, stream := io.StringIO())
    live.update()
    assert "chain 1 -> 1/2\n" in stream.getvalue()


def test_code_is_kept_as_it_is():
    code = traces.CODE.replace("sieve", "a_list_of_whether_each_number_is_prime")
    run = traces.Run(answer="code")
    run.sample(f"Like this:\n\n```python\n{code}\n```", code)
    lines = text.record(run.end()).splitlines()
    assert lines[0] == "Answer:"
    assert lines[1:8] == ["  " + line for line in code.splitlines()]
    assert all("     " + line in lines for line in code.splitlines())


@pytest.mark.parametrize("make", traces.EXAMPLES.values(), ids=traces.EXAMPLES)
def test_it_tells_the_same_story_as_the_record(make):
    trace = make()
    told = story(trace)
    # What a line break parted is joined again.
    written = " ".join(text.record(trace).split())
    parts = [told.verdict, told.decided, told.confidence, told.joint, *told.notes, *told.facts, *told.config]
    parts += [told.curve_line, told.timeline.line if told.timeline and len(told.timeline.calls) > 1 else ""]
    parts += told.chosen.facts if told.steps else ()
    parts += [step.text for step in told.steps] + [told.question]
    parts += [chain.outcome for chain in told.unanswered if chain.answer is None]
    for part in parts:
        assert " ".join(part.split()) in written, part
    for group in told.dropped:
        assert f"-> {' '.join(group.plain.split())[:40]}" in written


@pytest.mark.parametrize("make", traces.EXAMPLES.values(), ids=traces.EXAMPLES)
def test_our_own_words_are_ascii(make):
    assert text.record(make()).isascii()


def test_lines_fit_and_wide_characters_count_twice():
    run = traces.Run("\u6570" * 300, strategy="chain")
    run.sample("word " * 100 + "\n\n" + "x" * 500 + "\n\n" + "\u6570\u5b66 " * 80, "y" * 500)
    for line in text.record(run.end()).splitlines():
        assert sum(2 if char > "\u2fff" else 1 for char in line) <= 100


def test_hostile_text_cannot_steer_the_terminal():
    run = traces.Run("\x1b[2J\x07", system="\x9b2J")
    run.sample("\x1b]0;title\x07\x1b[31m red \r over \x08\x08", "\x1b[1m84\u202e")
    run.fail(run.start(), "\x1b[2J")
    run.emit("note", text="\x1b[2J")
    trace = run.end()
    live = text.LiveText(trace, stream := Terminal())
    live.finish()
    for written in (text.record(trace), stream.getvalue()):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", written)


@given(st.text(max_size=300), st.none() | st.text(min_size=1, max_size=100))
@settings(deadline=None, max_examples=200)
def test_no_text_raises_or_loses_words(said, answer):
    run = traces.Run(said, strategy="chain")
    run.sample(said, answer)
    written = text.record(run.end())
    joined = re.sub(r"\s", "", written)
    assert re.sub(r"\s", "", text.clean(said)) in joined
    assert "\x1b" not in written


def test_the_outline_is_indented_and_marks_the_winning_path():
    lines = text.record(traces.beam()).splitlines()
    at = lines.index("Tree: 7 nodes, 2 pruned, 1 failed")
    assert lines[at + 1 : at + 8] == [
        "  * Recognise (judge .90)",
        "    * Divide (judge .82)",
        "      * Compute -> 84 pencils (judge .95)",
        "      - Compute -> 74 pencils (judge .40)",
        "    x Add up (judge failed, pruned: not the best of 2)",
        "    x Recognise (failed: it begins anew with step 1 instead of going on after step 1)",
        "  x Recognise (judge .25, pruned: not the best of 2)",
    ]


def test_a_long_outline_is_folded_and_cut_but_for_the_winning_path():
    run = traces.Run(strategy="beam")
    for _ in range(60):
        node = run.step("0", traces.RECOGNISE)
        run.step(node, "Answer: 19", answer="19")
    run.step(run.step("0", traces.DIVIDE), "Answer: 84", answer="84")
    chosen = "0.60.0"
    selection = dataclasses.replace(traces.majority(run.trace), node=chosen, answer="84")
    lines = text.record(run.end(rule=lambda _trace: selection)).splitlines()
    at = lines.index("Tree: 122 nodes")
    outline = lines[at + 1 : lines.index("", at)]
    assert len(outline) == text.MOST_ROWS + 3
    assert outline[0] == "  - Recognise (1 below)"
    assert outline[-3:] == ["  * Divide", "    * chain 61 -> 84", "  ... and 20 more rows"]


# Live.


def test_a_step_is_written_as_it_comes_after_those_above_it():
    live = Live(strategy="beam")
    one, two = (live.run.start(kind="step") for _ in range(2))
    live.run.write(one, "Step 1: Read\nSeven bo")
    assert live.update() == "step 1:\n  Step 1: Read\n  Seven "
    live.run.done(two, "Step 1: Guess\nNine.\n", None)
    assert live.update() == "\nstep 2: Guess\n"
    live.run.done(one, "Step 1: Read\nSeven boxes.\n", None)
    assert live.update() == "  bo"
    live.run.start(two, kind="step", text="Step 2: Add ")
    assert live.update() == "\nstep 2.1:\n  Step 1: Guess\n  Nine.\n  Step 2: Add "
    live.run.change(one, status="pruned")
    live.run.fail(f"{two}.0", "429")
    assert live.update() == "\nstep 2.1 failed: 429\n"
    end = live.run.start(one, kind="rollout", text="So 84.\n")
    assert live.update() == "rollout 1.1:\n  So 84.\n"
    live.run.done(end, "So 84.\nAnswer: 84", "84")
    assert live.update() == "rollout 1.1 -> 84\n"


def test_the_shown_chain_is_written_as_it_comes_and_the_others_when_they_end():
    live = Live()
    one, two, three = (live.run.start() for _ in range(3))
    assert live.update() == ""
    live.run.write(one, "Step 1: Read\nThere are 7 bo")
    assert live.update() == "chain 1:\n  Step 1: Read\n  There are 7 "
    live.run.write(two, "Not shown.")
    live.run.write(one, "xes.\n\nSo")
    assert live.update() == "boxes.\n\n"
    live.run.done(three, "Answer: 19", "19")
    assert live.update() == "chain 3 -> 19\n"
    live.run.done(one, "Step 1: Read\nThere are 7 boxes.\n\nSo", "84", "84 pencils")
    assert live.update() == "  So\nchain 1 -> 84 pencils\nchain 2:\n  Not "
    live.run.cut(two)
    assert live.update() == "shown.\nchain 2 cut off\n"


def test_a_line_that_breaks_in_leaves_words_whole():
    live = Live()
    one, two = live.run.start(text="There are seven bo"), live.run.start()
    live.update()
    live.run.fail(two, "429")
    live.run.write(one, "xes.\n")
    assert live.update() == "\nchain 2 failed: 429\n  boxes.\n"


def test_text_that_is_void_is_written_again():
    live = Live()
    one = live.run.start(text="There are ")
    live.update()
    live.run.write(one, "", restart=True)
    live.run.write(one, "We have ")
    assert live.update() == "\nchain 1 begins again\n  We have "


def test_streamed_text_is_wrapped():
    live = Live()
    one = live.run.start()
    for _ in range(60):
        live.run.write(one, "word ")
        live.view.update()
    live.run.write(one, "x" * 300)
    lines = live.update().splitlines()
    assert len(lines) > 5
    assert all(len(line) <= text.WIDTH for line in lines)


def test_progress_is_drawn_in_place_on_a_terminal_and_told_once_elsewhere():
    for stream, expected in (
        (Terminal(), "\rDownloading weights 5%\rDownloading weights 50%\rLoading                \n"),
        (io.StringIO(), "Downloading weights\nLoading\n"),
    ):
        live = Live(stream)
        live.run.emit("progress", text="Downloading weights", done=5, total=100)
        live.run.emit("progress", text="Downloading weights", done=50, total=100)
        live.run.emit("progress", text="Loading", done=0, total=0)
        live.run.start()
        assert live.update() == expected


def test_notes_and_a_resumed_run_are_told():
    run = traces.Run(resumed="seconds")
    run.emit("note", text="auto chose self_consistency")
    live = text.LiveText(run.trace, stream := io.StringIO())
    live.update()
    assert stream.getvalue() == (
        "Thinking: self_consistency with local/qwen2.5-coder-0.5b\n"
        "Goes on from an earlier run that ended early (time limit)\n"
        "auto chose self_consistency\n"
    )


@pytest.mark.parametrize("make", traces.EXAMPLES.values(), ids=traces.EXAMPLES)
def test_it_ends_with_the_record_and_updates_add_up(make):
    trace = make()
    whole, grown = io.StringIO(), io.StringIO()
    text.LiveText(trace, whole).finish()
    assert whole.getvalue().endswith("\n\n" + text.record(trace))
    assert "\x1b" not in whole.getvalue()

    growing = Trace()
    live = text.LiveText(growing, grown)
    for event in trace.events:
        growing.append(event)
        live.update()
    live.finish()
    assert grown.getvalue() == whole.getvalue()


def test_a_stream_with_few_characters_is_no_error():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    run = traces.Run("\u00bfCu\u00e1ntos?")
    run.write(run.start(), "Hay 7 \u2265 6. ")
    text.LiveText(run.trace, stream).finish()
    assert b"Hay 7 ? 6." in raw.getvalue()


def test_the_stored_form_reads_the_same():
    trace = traces.failures()
    assert text.record(Trace.from_json(json.loads(json.dumps(trace.to_json())))) == text.record(trace)


def test_the_same_failure_is_told_in_full_once():
    run = traces.Run()
    for error in ("it cannot be reached", "it cannot be reached", "it refused"):
        run.fail(run.start(), error)
    stream = io.StringIO()
    text.LiveText(run.trace, stream).update()
    told = stream.getvalue().splitlines()[1:]
    assert told == [
        "chain 1 failed: it cannot be reached",
        "chain 2 failed in the same way",
        "chain 3 failed: it refused",
    ]


def test_the_timeline_is_the_darker_the_more_calls_were_under_way():
    lines = text.record(traces.at_once()).splitlines()
    at = lines.index("Timeline")
    told = "10 calls, up to 4 at once, 1 cached, 3 failed or cut off, 700 tokens, cost unknown, stopped: call limit"
    assert f"{lines[at + 1].strip()} {lines[at + 2].strip()}" == told
    line = lines[at + 3]
    assert line.startswith("  0 s |::---==##===--:::   ::--")
    assert line.endswith("| 19.0 s")
    assert "Timeline" not in text.record(traces.out_of_time())


def test_the_story_is_told_in_order():
    order = ["Answer: 84", "5 of 6 solutions agree", "7 of 64 calls", "Steps of solution 1", "Tried and dropped",
             "Tree: 13 nodes", "Timeline", "More compute", "Question"]  # fmt: skip
    places = [text.record(traces.mcts()).find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
