"""Two students' kernels beside one policy, as a class would have it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.kernel

POLICY = """
[allow]
models = ["openai/test"]
strategies = ["chain", "self_consistency"]
overrides = ["api_base", "params", "seed"]
[defaults]
model = "openai/test"
strategy = "self_consistency"
[limits.run]
calls = 5
[limits.session]
calls = 6
[limits.day]
calls = 8
"""
CELL = "%%reason {options} -o r\n{question}"


@pytest.fixture
def students(kernel, another, tmp_path, server):
    """Return two kernels of one user in one folder, and the options that send a question to the server."""
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "o1magic.toml").write_text(POLICY)
    both = [kernel, another()]
    for each in both:
        each.run(f"import os\nos.chdir({str(folder)!r})\nos.environ['O1MAGIC_CACHE_DIR'] = {str(tmp_path / 'one')!r}")
        each.run("os.environ['OPENAI_API_KEY'] = 'none'")
    return *both, f"--api-base {server.base_url} -p stop=none -p n=4"


def error(cell):
    assert cell.reply["status"] == "error"
    assert "Traceback" not in cell.text()
    return cell.reply["evalue"]


def test_kernels_share_a_day_and_have_sessions_of_their_own(students, server):
    first, second, options = students
    cell = first.run(CELL.format(options=options, question="One?"))
    assert cell.reply["status"] == "ok", cell.reply
    assert first.value("r.answer, r.usage.calls, r.config.strategy, r.config.limits.calls") == (
        "42", 4, "self_consistency", 5,
    )  # fmt: skip
    told = first.run("%o1 limits").text()
    assert "calls        5\n" in told
    assert "session      2 of 6 calls left\n" in told
    assert "day          4 of 8 calls left\n" in told
    assert "o1magic.toml, on 20" in told
    # The session of the first ends with six calls, the day with eight.
    first.run(CELL.format(options=options, question="Two?"))
    assert first.value("r.usage.calls, r.stop_reason") == (2, "calls")
    assert "o1magic.toml allows 6 calls a session: 0 calls left" in error(
        first.run(CELL.format(options=options, question="Three?"))
    )
    second.run(CELL.format(options=options, question="Four?"))
    assert second.value("r.usage.calls, r.stop_reason") == (2, "calls")
    assert "o1magic.toml allows 8 calls a day: 0 calls left" in error(
        second.run(CELL.format(options=options, question="Five?"))
    )
    # What the first has paid for, the second has for nothing.
    second.run(CELL.format(options=options, question="One?"))
    assert second.value("r.usage.cached_calls, r.stop_reason") == (4, "done")
    second.run("import o1magic")
    left = second.value("{n: (left.limit, left.spent, left.left) for n, left in o1magic.limits().day.items()}")
    assert left == {"calls": (8, 8, 0)}


def test_a_violation_is_one_line_in_the_cell(students):
    first, _, options = students
    assert error(first.run(CELL.format(options=f"{options} -s mcts", question="One?"))) == (
        "the strategy mcts is not allowed: o1magic.toml allows chain, self_consistency (allow.strategies)"
    )
    assert error(first.run(CELL.format(options=f"{options} -m openai/gpt-4o", question="One?"))) == (
        "the model openai/gpt-4o is not allowed: o1magic.toml allows openai/test (allow.models)"
    )
    assert error(first.run(CELL.format(options=f"{options} --temperature 0.2", question="One?"))) == (
        "temperature must not be set here: o1magic.toml lets you set api_base, params, seed (allow.overrides)"
    )
    first.run("from pathlib import Path\nPath('o1magic.toml').write_text('[limits.day]\\ncalls = \"many\"')")
    for source in (CELL.format(options=options, question="One?"), "%o1 limits"):
        assert error(first.run(source)) == (
            "the policy o1magic.toml cannot be used, so nothing runs: "
            "limits.day.calls='many' is not a whole number of at least 0"
        )


def test_a_teacher_hides_for_every_cell(students):
    first, _, options = students
    policy = POLICY.replace("[defaults]", "[defaults]\nhints = 2\nblind = true")
    first.run(f"from pathlib import Path\nPath('o1magic.toml').write_text({policy!r})")
    cell = first.run(CELL.format(options=options, question="One?"))
    assert cell.reply["status"] == "ok", cell.reply
    assert first.value("str(r.lesson.aids)") == "--hints 2 --blind"
    assert first.value("r.answer") not in cell.outputs[0]["data"]["text/plain"]
    assert error(first.run(CELL.format(options=f"{options} --hints 3", question="One?"))) == (
        "hints must not be set here: o1magic.toml lets you set api_base, params, seed (allow.overrides)"
    )
    assert error(first.run(CELL.format(options=f"{options} --reveal --background", question="One?"))) == (
        "--reveal --hints 2 --blind is for a single run in the foreground: leave out --background; "
        "o1magic.toml sets defaults.hints, defaults.blind for every cell"
    )


def test_a_recording_of_the_class_answers_whatever_a_session_has_set(kernel, tmp_path, server):
    folder = tmp_path / "class"
    folder.mkdir()
    kernel.run(f"import os\nos.chdir({str(folder)!r})\nos.environ['OPENAI_API_KEY'] = 'none'")
    cell = kernel.run(f"%%reason -m openai/test --api-base {server.base_url} -s chain --record lesson.jsonl\nOne?")
    assert cell.reply["status"] == "ok", cell.reply
    asked = len(server.requests)
    (folder / "o1magic.toml").write_text("[replay]\nfile = 'lesson.jsonl'\n")
    kernel.run("%config ReasonMagics.seed = 5")
    cell = kernel.run("%%reason -m openai/test -s chain -o r\nOne?")
    kernel.run("%config ReasonMagics.seed = 0")
    assert cell.reply["status"] == "ok", cell.reply
    assert kernel.value("r.answer, r.usage.cached_calls, r.config.seed") == ("42", 1, 0)
    assert len(server.requests) == asked
