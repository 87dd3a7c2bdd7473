"""Answers are found as models write them, brought into one form, and united only where they mean the same."""

import asyncio
import json
import subprocess
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o1magic.answers import LONGEST, AnswerChecker, canonical, extract
from o1magic.config import ANSWER_KINDS

CASES = json.loads((Path(__file__).parent.parent / "data" / "answers.json").read_text("utf-8"))
NUMBERS = st.fractions(max_denominator=10**6)
replies = st.lists(
    st.sampled_from(
        ["Answer:", "The answer is ", "\\boxed{", "{", "}", "$", "**", "`", "```", "\n", "\\frac", "1", "/"]
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)


@pytest.fixture(scope="module")
def checker():
    """The checker of all these tests: its process takes a second to start."""
    checker = AnswerChecker()
    yield checker
    checker.close()


@pytest.fixture
def idle(monkeypatch):
    """A checker that has no process, and fails where it starts one."""

    def refuse(*args, **kwargs):
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    return AnswerChecker()


# -- finding and writing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[f"{i} {case['text'][-30:]!r}" for i, case in enumerate(CASES)])
def test_answers_as_models_write_them(case):
    raw = extract(case["text"], case["kind"])
    assert raw == case["raw"]
    assert canonical(raw, case["kind"]) == case["canonical"]


@pytest.mark.parametrize("case", CASES, ids=[f"{i} {case['text'][-30:]!r}" for i, case in enumerate(CASES)])
def test_the_canonical_form_is_its_own(case):
    assert canonical(case["canonical"], case["kind"]) == case["canonical"]


@given(NUMBERS, NUMBERS)
def test_numbers_have_one_form_each(a, b):
    assert Fraction(canonical(str(a))) == a
    assert (canonical(str(a)) == canonical(f"$\\frac{{{b.numerator}}}{{{b.denominator}}}$")) == (a == b)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_decimals_with_separators_and_units(value):
    for written in (f"{value:f}", f"{value:,f}", f"{value:,f} km", f"${value:,f}$", f"\\boxed{{{value:f}\\%}}"):
        assert Fraction(canonical(written)) == Fraction(value)


@given(replies, st.sampled_from(ANSWER_KINDS))
def test_nothing_that_a_model_writes_is_an_error(text, kind):
    raw = extract(text, kind)
    form = canonical(raw, kind)
    assert raw is None or raw.strip()
    assert form is None or form.strip()


@pytest.mark.parametrize("raw", [None, "", "  ", "...", "**", "$$", "$ $", "\\boxed{}", "\\text{ }", "?!"])
@pytest.mark.parametrize("kind", ANSWER_KINDS[:4])
def test_nothing_never_votes(raw, kind):
    assert canonical(raw, kind) is None


@pytest.mark.parametrize(
    "piece", ["\\boxed{", "Answer:\n", "Answer:\n*\n\n", "answer is ", "{", "\\text{", "1,", "$", "9", "a "]
)
def test_hostile_replies_take_linear_time(piece):
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    for kind in ANSWER_KINDS:
        canonical(extract(text, kind), kind)
        canonical(text, kind)
        canonical(text[:LONGEST], kind)
    assert time.process_time() - started < 10  # about 1 s; hours where the time is quadratic


# -- comparing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("\\frac{\\sqrt{2}}{2}", "1/\\sqrt{2}"),
        ("2^{8}", "256"),
        ("x+y", "y+x"),
        ("(x+1)^2", "x^2+2x+1"),
        ("x<3", "(-\\infty,3)"),
        ("\\{1,2\\}", "\\{2,1\\}"),
        ("2 or 3", "x=2, x=3"),
        ("sqrt(12)", "2√3"),
    ],
)
async def test_one_answer_in_two_forms(a, b, checker):
    a, b = canonical(a), canonical(b)
    assert a != b
    assert await checker.same(a, b)
    assert await checker.same(b, a, "number")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("\\sqrt{2}", "1.414"),
        ("(1,2)", "(2,1)"),
        ("(1,2)", "[1,2]"),
        ("p-q", "q-p"),
        ("\\frac{1}{0}", "0"),
        ("x^2", "2x"),
        ("\\sqrt{2} \\text{ red}", "\\sqrt{2} \\text{ blue} 5 6 7"),
        ("\\begin{pmatrix}1\\\\2\\end{pmatrix}", "\\begin{pmatrix}2\\\\1\\end{pmatrix}"),
    ],
)
async def test_two_answers_stay_two(a, b, checker):
    assert not await checker.same(canonical(a), canonical(b))


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("0.5", "0.500001", "auto"),
        ("0.333333", "1/3", "number"),
        ("50", "0.5", "auto"),
        ("A", "B", "choice"),
        ("A", "a", "auto"),
        ("abc", "cba", "auto"),
        ("no solution", "solution no", "text"),
        ("5", "five", "auto"),
        ("6*4", "(10-4)*4", "auto"),
        ("6*4=24", "24", "auto"),
        ("5-7", "4-6", "auto"),
        ("2:40", "1:20", "auto"),
        ("x+y", "y+x", "text"),
        ("x+" * 200 + "y", "y" + "+x" * 200, "auto"),
        ("return 1+2", "return 2+1", "code"),
    ],
)
async def test_what_needs_no_algebra_starts_no_process(a, b, kind, idle):
    assert not await idle.same(a, b, kind)
    assert await idle.same(a, a, kind)


@given(NUMBERS, NUMBERS)
def test_different_numbers_are_never_united(a, b):
    a, b = canonical(str(a)), canonical(str(b))
    assert asyncio.run(_CHECKER.same(a, b)) == (a == b)


_CHECKER = AnswerChecker()


async def test_half_and_one_half_are_one_answer(idle):
    assert await idle.same(canonical("0.5"), canonical("1/2"))


@pytest.mark.parametrize(
    "text",
    ["6 * 7 = 42", "six times seven is 42.", "First 6.\n\nThe product of six and seven is 42.", "$6 \\times 7 = 42$"],
)
def test_a_number_that_is_asked_for_may_stand_at_the_end(text):
    assert canonical(extract(text, "number"), "number") == "42"
    assert extract(text, "number", complete=False) is None


def test_an_announced_number_comes_before_one_at_the_end():
    assert extract("Answer: 42\nThat took 3 steps", "number") == "42"
    assert extract("I cannot say.", "number") is None
