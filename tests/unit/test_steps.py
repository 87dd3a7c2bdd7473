"""A solution is cut into steps, at any moment of its being written, by the rules that the front end shares."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.steps import HEADER_LENGTH, TITLE_LENGTH, Step, answer_in, segment

CASES = json.loads((Path(__file__).parent.parent / "data" / "segments.json").read_text("utf-8"))
FRAGMENTS = ["## Step 1: ", "Step 2", "**", "\n", "\n\n", "$$", "$", "\\[", "\\]", "\\", "```", "~~~", "`", "---", "#"]
FRAGMENTS += ["Answer:", "#### 5", "a", " ", "\r\n", "\U0001d465", "x" * 61]
solutions = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=40).map("".join)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_cases_that_the_front_end_shares(case):
    assert segment(case["text"]) == [Step(**step) for step in case["steps"]]


@given(solutions)
def test_steps_are_made_of_the_text_in_its_order(text):
    """Nothing is made up, doubled or moved: the steps' lines are a subsequence of the solution's lines."""
    lines = iter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for step in segment(text):
        assert step.title or step.text
        assert "\n" not in step.title
        assert len(step.title) <= max(TITLE_LENGTH + 1, HEADER_LENGTH)
        for line in step.text.split("\n") if step.text else []:
            assert any(line in other for other in lines)


@given(solutions, st.integers(min_value=0))
def test_every_beginning_of_a_text_has_steps(text, length):
    segment(text[: length % (len(text) + 1)])


@given(st.lists(st.sampled_from(["$x + y$", "\\(a b\\)", "`c d`", "word", "it is"]), min_size=1, max_size=30))
def test_no_title_cuts_mathematics_or_code(words):
    title = segment(" ".join(words))[0].title
    assert title.count("$") % 2 == 0
    assert title.count("\\(") == title.count("\\)")
    assert title.count("`") % 2 == 0


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "```\n~~~\n",
            "```",
            "```\n\n",
            "`",
            "$$",
            "$",
            "$ ",
            "$a\n",
            "$$\n\n",
            "\\[",
            "\\[\n\n",
            "\\(",
            "\\(a\n\n",
            "\\",
        ),
        *("**", "#", "- ", "-", "* ", "> ", " ", "\n", "a\n\n", "Step 1: ", "Step 1:\n", "Answer:\n", "Answer: 1\n\n"),
    ],
)
def test_hostile_text_takes_linear_time(piece):
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    segment(text)
    segment("x" + text)
    assert time.process_time() - started < 5  # about 0.5 s; hours where the time is quadratic


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Answer: 5", "5"),
        ("**Answer:** $5$", "$5$"),
        ("**Answer: 5**", "5"),
        ("### Final Answer", ""),
        ("The final answer is: 10:30", "10:30"),
        ("#### 1,000", "1,000"),
        ("#### 1. Begin", None),
        ("Answer the question", None),
        ("answer", None),
        ("The answer is 5.", None),
    ],
)
def test_which_lines_announce_an_answer(line, said):
    assert answer_in(line) == said
