"""Programs that a model writes: they run in the real sandbox, and what they print votes."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
import random
import re
import subprocess
import sys
import time

import pytest
import worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from o1magic import prompts
from o1magic.config import Config
from o1magic.engine import Run, Task
from o1magic.errors import ConfigError, SandboxError, ServerError
from o1magic.models.base import Capabilities
from o1magic.models.scripted import ScriptedModel
from o1magic.result import Result
from o1magic.sandbox import Outcome
from o1magic.scoring import find
from o1magic.search import program
from o1magic.search.program import last_line
from o1magic.types import Completion, TokenLogprob, Usage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no sandbox on Windows")

FREE = Capabilities(price=(0.0, 0.0), logprobs=True)
QUESTION = "Tom has 3 boxes of 14 pens and gives away 9. How many pens has he left?"


def fenced(code: str) -> str:
    return f"```python\n{code}\n```"


def written(answer) -> str:
    return f"## Step 1: Think\nIt must be so.\nAnswer: {answer}"


def is_for_program(ask) -> bool:
    return "Python program" in ask.messages[-1].text


def start(model, strategy="program", **options) -> Run:
    if not isinstance(model, ScriptedModel):
        model = ScriptedModel(model, capabilities=FREE)
    return worlds.start(QUESTION, strategy, model, **options)


def solve(model, strategy="program", **options) -> Result:
    return Result(start(model, strategy, **options).wait())


def programs(result):
    return [node for node in result.trace.nodes.values() if node.title == "Program"]


# -- the strategy ----------------------------------------------------------------------------------------------------


def test_what_programs_print_votes_and_what_fails_does_not():
    codes = ["print(3 * 14 - 9)", "left = 42 - 9\nanswer = left", "print(1 / 0)", "print(30)", "x = 33", "print(33.0)"]
    result = solve([fenced(code) for code in codes], params={"n": 6})
    assert (result.answer, result.usage.calls, result.stop_reason) == ("33", 6, "done")
    assert [(vote.answer, vote.count) for vote in result.votes] == [("33", 3), ("30", 1)]
    failed = [node for node in result.trace.answers if node.status == "failed"]
    assert [node.error for node in failed] == [
        "ZeroDivisionError: division by zero",
        "the program prints nothing",
    ]
    assert [node.order[1] for node in failed] == [2, 4]


def test_the_chain_is_the_program_and_its_answer():
    result = solve([fenced("print(3 * 14 - 9)")], params={"n": 1})
    assert [(step.title, step.text) for step in result.steps] == [("Program", fenced("print(3 * 14 - 9)"))]
    assert result.trace.solution(result.trace.selection.node) == f"{fenced('print(3 * 14 - 9)')}\nAnswer: 33"


def test_a_blank_line_or_a_header_does_not_cut_a_program_in_two():
    code = "a = 3 * 14\n\n# ## Step 2: take away\n\nprint(a - 9)"
    result = solve([f"## Step 1: Program\n\n{fenced(code)}\n\n## Step 2: Done\nIt prints 8."], params={"n": 1})
    assert (result.answer, len(programs(result))) == ("33", 1)


def test_a_program_without_a_fence_is_run_and_prose_is_none():
    result = solve(["print(33)", "I cannot do that."], params={"n": 2})
    assert [node.status for node in result.trace.answers] == ["done", "failed"]
    assert result.answer == "33"


def test_a_program_that_was_cut_off_is_not_run():
    code = "print(1)\n" + "\n".join(f"x{i} = {i}" for i in range(50))
    result = solve([fenced(code)], params={"n": 1}, max_tokens=20)
    assert result.answer is None
    assert [node.error for node in result.trace.answers] == ["the program was cut off"]


def test_the_record_says_that_code_ran_and_behind_which_walls():
    result = solve([fenced("print(1)")], params={"n": 1})
    [note] = result.trace.notes
    assert re.match("Runs programs that the model writes, in a sandbox: .*network.*limits", note)


def test_nothing_is_asked_where_there_is_no_sandbox(monkeypatch):
    async def broken():
        raise SandboxError("no sandbox here")

    monkeypatch.setattr(program, "isolation", broken)
    asked = []
    with pytest.raises(SandboxError, match="no sandbox here"):
        solve(lambda ask, _sample: asked.append(ask) or fenced("print(1)"))
    assert asked == []


def test_a_sandbox_that_fails_later_fails_its_program_alone(monkeypatch):
    real, runs = program.run_python, itertools.count()

    async def sometimes(code):
        if next(runs) == 1:
            raise SandboxError("it broke")
        return await real(code)

    monkeypatch.setattr(program, "run_python", sometimes)
    result = solve([fenced("print(1)")] * 3, params={"n": 3})
    assert sorted(str(node.error) for node in result.trace.answers) == ["None", "None", "it broke"]
    assert result.answer == "1"


def test_code_is_no_answer_of_a_program():
    with pytest.raises(ConfigError, match="--answer code"):
        solve([fenced("print(1)")], answer="code")


def test_a_check_decides_where_there_is_one():
    codes = ["print(30)", "print(30)", "print(33)"]
    replies = [fenced(code) for code in codes]
    assert solve(replies, params={"n": 3}).answer == "30"
    assert solve(replies, params={"n": 3}, check=lambda answer: answer == "33").answer == "33"


def surer_of(sure: str, printed: list[int]) -> ScriptedModel:
    """Return a model that writes programs that print this, and whose tokens are likelier in those that print `sure`."""

    def reply(ask, sample):
        text = fenced(f"print({printed[sample]})")
        logprobs = () if ask.logprobs is None else (TokenLogprob(text, -0.1 if sure in text else -0.9),)
        usage = Usage(calls=1, prompt_tokens=1, completion_tokens=1)
        return Completion(text=text, logprobs=logprobs, usage=usage, model="scripted")

    return ScriptedModel(reply, capabilities=Capabilities(price=(0.0, 0.0), logprobs=True, few_shot=True))


@pytest.mark.parametrize("sure", ["7", "8"])
def test_programs_are_independent_samples_and_their_probability_breaks_ties(sure):
    result = solve(surer_of(sure, [7, 8, 8, 7]), params={"n": 4})
    selection = result.trace.selection
    assert (result.answer, selection.tie) == (sure, ("7", "8"))
    assert selection.posterior == pytest.approx(0.5)


def test_an_answer_that_a_program_prints_is_as_probable_as_the_program():
    model = surer_of("7", [8, 7, 8])
    config = Config(models=(model.name,), strategy="program", params={"n": 3}, scorer="logprob")
    result = Result(Run(Task(question=QUESTION, config=config, model=model, scorer=find("logprob"))).wait())
    scores = [node.scores["logprob"].value for node in result.trace.answers]
    assert scores == pytest.approx([math.exp(-0.9), math.exp(-0.1), math.exp(-0.9)])
    assert (result.answer, result.selection.rule) == ("7", "weighted")


# -- what programs say -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("print('Answer: 7')\nprint(42)", "42"),
        ("print(42)\nprint()\nprint('   ')", "42"),
        ("answer = 7\nprint(42)", "42"),
        ("answer = 7 / 2", "3.5"),
        ("answer = 'first\\nlast'\nprint()", "last"),
        ("answer = [7] * 10**6\nprint(42)", "42"),
        ("print(42)\nprint = answer = 7", "42"),
        ("print(0.1 + 0.2)", "0.3"),
        ("print(18.0)", "18"),
        ("print(10 ** 30)", "1" + 30 * "0"),
        ("print('3.14159265358979323846')", "3.14159265358979323846"),
        (r"print('\x1b[31;1m42\x1b[0m\x1b[2J\x07')", "42"),
        (r"print('99 %\r42')", "42"),
        (r"import sys; sys.stdout.buffer.write(b'\xff4\x002\n')", "\ufffd42"),
        ("print('Answer: 7', file=__import__('sys').stderr)\nprint(42)", "42"),
    ],
)
async def test_the_last_line_is_read(code, line):
    assert await last_line(code) == line


async def test_a_program_runs_once_whether_it_prints_or_not(monkeypatch):
    real, ran = program.run_python, []

    async def counted(code):
        ran.append(code)
        return await real(code)

    monkeypatch.setattr(program, "run_python", counted)
    assert [await last_line(code) for code in ("print(42)", "answer = 42")] == ["42", "42"]
    assert len(ran) == 2


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", "prints nothing"),
        ("answer = None", "prints nothing"),
        ("print(None)", "prints nothing"),
        ("print(float('nan'))", "prints nothing"),
        ("import os\nanswer = 7\nos._exit(0)", "prints nothing"),
        ("print(42)\nraise ValueError('no')", "^ValueError: no$"),
        ("print(", "SyntaxError"),
        (r"raise ValueError('\x1b[2Jx\x07')", "^ValueError: x$"),
        ("print('Answer: 7')\nwhile True: print('7' * 10000)", "printed more than"),
        ("print('x' * 5000)", "5,000 characters"),
        ("input()", "EOFError"),
    ],
)
async def test_a_program_that_does_not_say_an_answer_has_failed(code, error):
    with pytest.raises(ValueError, match=error):
        await last_line(code)


def test_a_hostile_program_has_one_vote_like_any_other():
    hostile = r"print('Answer: 7\n```\n\\boxed{7}\n```\nAnswer: 7\n' * 1000 + '\x1b[1mAnswer: 8')"
    result = solve([fenced(hostile), fenced("print(33)"), fenced("print(33)")], params={"n": 3})
    assert [(vote.answer, vote.count) for vote in result.votes] == [("33", 2), ("8", 1)]
    assert [node.text for node in result.trace.answers] == ["Answer: 8", "Answer: 33", "Answer: 33"]


# -- order, limits, cuts ---------------------------------------------------------------------------------------------


def some(ask, sample):
    answer = random.Random(sample).choice([33, 33, 30])
    return fenced(f"print({answer})") if is_for_program(ask) else written(answer)


def late(seed):
    rng = random.Random(seed)
    return lambda _ask, _sample: rng.random() / 50


@contextlib.contextmanager
def toy_sandbox(seed=0):
    """Run nothing: programs print what they obviously print, each after a delay of its own."""
    rng = random.Random(seed)

    async def run_python(code):
        await asyncio.sleep(rng.random() / 100)
        return Outcome(re.match(r"print\((\d+)\)\n", code)[1], None, 0.0)

    async def isolation():
        return "a toy"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "run_python", run_python)
        patch.setattr(program, "isolation", isolation)
        yield


@pytest.mark.parametrize("options", [{}, {"strategy": "self_consistency", "params": {"mix": "program", "n": 6}}])
def test_the_tree_does_not_depend_on_the_order_of_arrival(options):
    def tree(seed):
        with toy_sandbox(seed):
            return solve(ScriptedModel(some, capabilities=FREE, delay=late(seed)), **options).trace.canonical()

    first = tree(0)
    assert all(tree(seed) == first for seed in range(1, 4))


@pytest.mark.parametrize("options", [{}, {"strategy": "self_consistency", "params": {"mix": "program"}}])
@given(calls=st.integers(0, 12), tokens=st.integers(0, 2000))
@settings(max_examples=25, deadline=None)
def test_no_budget_is_exceeded_and_what_there_is_votes(options, calls, tokens):
    model = ScriptedModel(some, capabilities=Capabilities(price=(0, 0), max_tokens=100))
    with toy_sandbox():
        result = solve(model, **options, limits={"calls": calls, "tokens": tokens})
    assert result.usage.calls <= calls
    assert result.usage.tokens <= tokens
    assert (result.answer is None) == (result.usage.calls == 0)


def test_one_failed_sample_is_tolerated():
    result = solve(lambda ask, sample: ServerError("down") if sample == 0 else some(ask, sample), params={"n": 4})
    assert [node.status for node in programs(result)] == ["failed", "done", "done", "done"]
    assert sum(vote.count for vote in result.votes) == 3


def test_it_can_be_stopped_while_a_program_runs(tmp_path):
    mark = f"mark_{tmp_path.name}_{random.random()}".replace(".", "_")
    run = start([fenced("print(33)"), fenced(f"{mark} = 0\nwhile True: {mark} += 1")], params={"n": 2})
    deadline = time.monotonic() + 20
    while not any(node.answer for node in run.trace.nodes.values()) and time.monotonic() < deadline:
        time.sleep(0.02)
    run.stop()
    result = Result(run.wait())
    assert (result.answer, result.stop_reason) == ("33", "stopped")
    assert [node.status for node in result.trace.answers] == ["done", "cut"]


# -- mixed with written solutions ------------------------------------------------------------------------------------


def test_every_second_chain_of_a_mixed_vote_is_a_program():
    def reply(ask, sample):
        return fenced(f"print({100 + sample})") if is_for_program(ask) else written(sample)

    result = solve(reply, "self_consistency", params={"mix": "program", "n": 5, "stop": "none"})
    assert {vote.answer for vote in result.votes} == {"0", "1", "2", "100", "101"}
    assert (result.usage.calls, len(programs(result))) == (5, 2)
    assert "Runs programs" in result.trace.notes[0]


@given(st.lists(st.sampled_from("1123"), min_size=10, max_size=10))
@settings(max_examples=20, deadline=None)
def test_a_mixed_vote_stops_where_one_by_one_would(answers):
    def reply(ask, sample):
        return fenced(f"print({answers[2 * sample + 1]})") if is_for_program(ask) else written(answers[2 * sample])

    plain = solve([written(answer) for answer in answers], "self_consistency", params={"n": 10})
    with toy_sandbox():
        mixed = solve(reply, "self_consistency", params={"n": 10, "mix": "program"})
    assert mixed.usage.calls == plain.usage.calls
    assert {v.answer: v.count for v in mixed.votes} == {v.answer: v.count for v in plain.votes}
    assert mixed.trace.selection.posterior == plain.trace.selection.posterior


@pytest.mark.parametrize("slow", ["programs", "solutions"])
def test_where_one_kind_fails_the_other_votes(slow):
    def delay(ask, _sample):
        return 0.1 if is_for_program(ask) == (slow == "programs") else 0.0

    def reply(ask, sample):
        return some(ask, sample) if is_for_program(ask) else ServerError("down")

    model = ScriptedModel(reply, capabilities=FREE, delay=delay)
    result = solve(model, "self_consistency", params={"mix": "program", "n": 4, "stop": "none"})
    assert sum(vote.count for vote in result.votes) == 2


def test_where_both_kinds_fail_the_run_does():
    with pytest.raises(ServerError, match="down"):
        solve(lambda _ask, _sample: ServerError("down"), "self_consistency", params={"mix": "program"})


# -- the prompt ------------------------------------------------------------------------------------------------------


def test_a_small_model_is_shown_programs_that_print_the_right_answers():
    ask = prompts.program(QUESTION, answer="auto", few_shot=True)
    assert [m.text for m in ask.messages[1::2]] == [m.text for m in prompts.worked_examples()[1::2]] + [QUESTION]
    solutions = [message.text for message in prompts.worked_examples()[2::2]]
    for message, solution in zip(ask.messages[2::2], solutions, strict=True):
        code = re.fullmatch(r"```python\n(.*)\n```", message.text, re.DOTALL)[1]
        printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert float(printed) == float(solution.rpartition("Answer: ")[2])


def test_others_are_told_what_to_print():
    [message] = prompts.program("Who wrote Faust?", answer="text", few_shot=True).messages
    assert message.text.startswith("Who wrote Faust?")
    assert "in a few words" in message.text
    system, _ = prompts.program(QUESTION, answer="auto", few_shot=False, system="Be brief.").messages
    assert (system.role, system.text) == ("system", "Be brief.")
