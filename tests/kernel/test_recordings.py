"""A teacher's kernel records; a student's replays without the endpoint, and with other settings."""

from __future__ import annotations

import json

import pytest
from openai_server import OpenAIServer

pytestmark = pytest.mark.kernel

CANONICAL = "__import__('o1magic').types.digest(r.trace.canonical())"


def test_what_a_teacher_recorded_a_student_replays(kernel, another, tmp_path):
    file = tmp_path / "lesson.jsonl"
    with OpenAIServer() as server:
        kernel.run(f"%config ReasonMagics.model = 'openai/test'\n%config ReasonMagics.api_base = '{server.base_url}'")
        kernel.run(f"%config ReasonMagics.calls = 9\n%o1 record {file}")
        cell = kernel.run("%%reason -s self_consistency -p n=3 -o r\nHow many pencils?")
        assert cell.reply["status"] == "ok", cell.reply
        first = kernel.value(CANONICAL)
        kernel.run("%o1 record off")
        for name in ("model", "api_base"):
            kernel.run(f"get_ipython().find_line_magic('o1').__self__.set_trait('{name}', None)")
        kernel.run("%config ReasonMagics.calls = 64")
    # The endpoint is gone, and the student's session has other defaults.
    student = another(O1MAGIC_MODEL="openai/another")
    student.run(f"%config ReasonMagics.calls = 5\n%o1 replay {file}")
    cell = student.run("%%reason -s self_consistency -p n=3 -o r\nHow many pencils?")
    assert cell.reply["status"] == "ok", cell.reply
    assert student.value("r.answer, r.usage.cached_calls == r.usage.calls, r.config.limits.calls") == ("42", True, 9)
    assert student.value(CANONICAL) == first
    cell = student.run("%%reason -s self_consistency -p n=3\nHow many boxes?")
    assert cell.reply["ename"] == "ReplayMissError"
    assert "How many pencils?" in cell.reply["evalue"]
    student.run("%o1 replay off")
    assert student.run(f"%%reason --replay {file} -s chain\nHow many pencils?").reply["status"] == "ok"
    student.run(f"%o1 replay {file}")
    assert student.run("%%reason -s chain --pace 0\nHow many pencils?").reply["status"] == "ok"


def test_a_grader_replays_a_notebook_that_records_and_changes_nothing_in_it(kernel, another, options, tmp_path):
    file = tmp_path / "lesson.jsonl"
    source = f"%%reason {options} -s chain -o r --record {file}\nHow many pencils?"
    assert kernel.run(source).reply["status"] == "ok"
    before = file.read_bytes()
    grader = another(O1MAGIC_REPLAY=str(file))
    assert grader.run(source).reply["status"] == "ok"
    assert grader.value("r.answer, r.usage.cached_calls") == ("42", 1)
    assert file.read_bytes() == before


def test_what_no_cell_asks_any_more_is_pruned(kernel, options, tmp_path):
    file = tmp_path / "lesson.jsonl"
    kernel.run(f"%o1 record {file}")
    kernel.run(f"%%reason {options} -s chain\nold question?")
    kernel.run("import o1magic.models.recording as _recording\n_recording._opened.clear()")
    kernel.run(f"%%reason {options} -s chain\nnew question?", cell_id="new")
    cell = kernel.run("%o1 record --prune")
    assert cell.text() == "3 lines dropped\n  old question?\n"
    assert "old question?" not in file.read_text()
    assert "new question?" in file.read_text()
    kernel.run("%o1 record off")
    assert "nothing is being recorded" in kernel.run("%o1 record --prune").text()
    assert "takes one of FILE, off, --prune" in kernel.run("%o1 record").text()


def questions(file):
    return [row["question"] for row in map(json.loads, file.read_text().splitlines()) if row["kind"] == "cell"]


def test_what_a_cell_asked_before_it_was_edited_is_pruned(kernel, options, tmp_path):
    file = tmp_path / "lesson.jsonl"
    kernel.run(f"%o1 record {file}")
    for cell_id, question in (("one", "first?"), ("two", "kept?"), ("one", "draft?"), ("one", "final?")):
        kernel.run(f"%%reason {options} -s chain\n{question}", cell_id=cell_id)
    # What another cell, or one that no front end names, asks as well stays.
    kernel.run(f"%%reason {options} -s chain\ndraft?", cell_id="three")
    kernel.run(f"%%reason {options} -s chain\nfrom a console?", cell_id=None)
    assert kernel.run("%o1 record --prune", cell_id="four").text() == "3 lines dropped\n  first?\n"
    assert sorted(questions(file)) == ["draft?", "final?", "from a console?", "kept?"]
    kernel.run("1", cell_id="three")
    assert kernel.run("%o1 record --prune", cell_id="four").text() == "3 lines dropped\n  draft?\n"
    assert kernel.run("%o1 record --prune", cell_id="four").text() == "0 lines dropped\n"
    kernel.run("%o1 record off")
    kernel.run(f"%o1 replay {file}")
    for question in ("final?", "kept?", "from a console?"):
        assert kernel.run(f"%%reason -m openai/test -s chain\n{question}").reply["status"] == "ok"
    kernel.run("%o1 replay off")


PYTHON_CELL = """
import asyncio, o1magic
async def ask():
    return await o1magic.areason("in a task of {0}?", model="openai/test", api_base="{1}", strategy="chain")
asked = asyncio.create_task(ask())
await asyncio.sleep(0)
o1magic.reason("from Python of {0}?", model="openai/test", api_base="{1}", strategy="chain")
"""


def test_what_a_cell_leaves_running_belongs_to_it(kernel, options, server, tmp_path):
    file = tmp_path / "lesson.jsonl"
    kernel.run(f"%o1 record {file}")
    for version in ("draft", "final"):
        kernel.run(f"%%reason {options} -s chain --background -o h\nrun of {version}?", cell_id="run")
        kernel.run(
            f"%%reason {options} --compare chain,revise:n=2 --background -o c\nrows of {version}?", cell_id="rows"
        )
        assert kernel.value("h.result().answer, len(c.result().results)") == ("42", 2)
        cell = kernel.run(PYTHON_CELL.format(version, server.base_url), cell_id="python")
        assert cell.reply["status"] == "ok", cell.reply
        kernel.run("r = await asked", cell_id="wait")
        assert any(f"in a task of {version}?" in question for question in questions(file))
    told = kernel.run("%o1 record --prune", cell_id="prune").text()
    assert [line.strip() for line in told.splitlines()[1:]] == [
        "from Python of draft?", "in a task of draft?", "rows of draft?", "run of draft?"
    ]  # fmt: skip
    assert "draft" not in file.read_text()
    assert {question.partition(" final")[0] for question in questions(file)} == {
        "from Python of", "in a task of", "rows of", "run of"
    }  # fmt: skip
    kernel.run("%o1 record off")


def test_a_cell_is_told_where_it_displaces_what_another_one_shows(kernel, tmp_path):
    file, replies = tmp_path / "lesson.jsonl", iter(range(9))
    with OpenAIServer(reply=lambda _request, _index: f"Answer: {next(replies)}") as server:
        source = f"%%reason -m openai/test --api-base {server.base_url} --no-cache -s chain -o r\nHow many?"
        kernel.run(f"%o1 record {file}")
        for cell_id in ("one", "one", "one"):
            assert kernel.run(source, cell_id=cell_id).text() == "", "what a cell showed before it is run again is gone"
        told = kernel.run(source, cell_id="two").text()
    assert "what openai/test (“" in told
    assert "is no longer in lesson.jsonl" in told
    kernel.run("%o1 record off")
    kernel.run(f"%%reason -m openai/test -s chain -o r --replay {file}\nHow many?")
    assert kernel.value("r.answer") == "3"


def test_a_session_keeps_to_its_file_wherever_the_notebook_goes(kernel, options, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    kernel.run(f"%cd -q {tmp_path}")
    kernel.run("%o1 record lesson.jsonl")
    kernel.run(f"%%reason {options} -s chain\none?")
    kernel.run("%cd -q elsewhere")
    kernel.run(f"%%reason {options} -s chain\ntwo?")
    assert "two?" in (tmp_path / "lesson.jsonl").read_text()
    kernel.run("%o1 replay ../lesson.jsonl")
    kernel.run(f"%cd -q {tmp_path}")
    assert kernel.run("%%reason -m openai/test -s chain\ntwo?").reply["status"] == "ok"
    kernel.run("%o1 replay off")


def test_a_file_may_have_a_space_in_its_name_and_must_be_there_to_be_replayed(kernel, options, tmp_path):
    file = tmp_path / "my lesson.jsonl"
    kernel.run(f"%o1 record '{file}'")
    assert kernel.run(f"%%reason {options} -s chain\none?").reply["status"] == "ok"
    kernel.run("%o1 record off")
    assert "one?" in file.read_text()
    kernel.run(f'%o1 replay "{file}"')
    assert kernel.run("%%reason -m openai/test -s chain\none?").reply["status"] == "ok"
    kernel.run("%o1 replay off")
    assert kernel.run(f"%o1 replay {tmp_path}/nope.jsonl").reply["ename"] == "RecordingError"
    assert kernel.value("__import__('o1magic').session.place.replay is None")


def test_a_forecast_is_shown_and_nothing_is_asked(kernel, tmp_path):
    with OpenAIServer() as server:
        cell = kernel.run(
            f"%%reason -m openai/test --api-base {server.base_url} --estimate -s self_consistency -o f\nHow many?"
        )
        assert server.requests == []
    (output,) = cell.outputs
    assert "Nothing was spent" in output["data"]["text/plain"]
    assert "Forecast" in output["data"]["text/html"]
    assert kernel.value("f.calls.high") == 16
    both = kernel.run("%%reason -m openai/test --estimate --compare chain,rsa\nHow many?")
    assert "together" in both.outputs[0]["data"]["text/plain"]


def test_each_cell_is_replayed_with_what_it_was_recorded_with(kernel, another, options, tmp_path):
    file = tmp_path / "lesson.jsonl"
    cells = [
        "%%reason {0} -o a\nHow many pencils?",
        "%%reason {0} -o b\nHow many boxes?",
        "%%reason {0} -p stop=none -o c\nHow many pens?",
    ]
    before = ["%config ReasonMagics.calls = 3", "%config ReasonMagics.calls = 5", "%config ReasonMagics.params = 'n=2'"]
    kernel.run(f"%config ReasonMagics.strategy = 'self_consistency'\n%o1 record {file}")
    for setting, cell in zip(before, cells, strict=True):
        kernel.run(setting)
        assert kernel.run(cell.format(options)).reply["status"] == "ok"
    traces = kernel.value("[__import__('o1magic').types.digest(r.trace.canonical()) for r in (a, b, c)]")
    assert kernel.value("[r.config.limits.calls for r in (a, b, c)], c.usage.calls") == ([3, 5, 5], 2)
    kernel.run("%o1 record off")
    for name, value in (("calls", "..."), ("strategy", "'auto'"), ("params", "{}")):
        kernel.run(f"get_ipython().find_line_magic('o1').__self__.set_trait('{name}', {value})")
    student = another()
    student.run(f"%o1 replay {file}\n%config ReasonMagics.strategy = 'chain'\n%config ReasonMagics.calls = 1")
    for cell in cells:
        replayed = student.run(cell.format("-m openai/test"))
        assert replayed.reply["status"] == "ok", replayed.reply
    assert student.value("[__import__('o1magic').types.digest(r.trace.canonical()) for r in (a, b, c)]") == traces


PYTHON = """
import o1magic
asked = dict(model="openai/test", strategy="chain", **where)
found = [
    o1magic.reason("one?", **asked).answer,
    (await o1magic.areason("two?", **asked)).answer,
    *[row.result.answer for row in o1magic.reason_many(["three?", "four?"], progress=False, **asked)],
    *[r.answer for r in o1magic.compare("five?", ["chain", "revise:n=2"],
                                        **{k: v for k, v in asked.items() if k != "strategy"}).results.values()],
]
"""


def test_what_the_session_says_of_recordings_counts_for_python_too(kernel, another, tmp_path):
    file = tmp_path / "lesson.jsonl"
    with OpenAIServer() as server:
        kernel.run(f"where = dict(api_base='{server.base_url}', cache=False)\n%o1 record {file}")
        assert kernel.run(PYTHON).reply["status"] == "ok"
        kernel.run("%o1 record off\no1magic.reason('six?', **asked)")
    for question in ("one?", "two?", "three?", "four?", "five?"):
        assert question in file.read_text()
    assert "six?" not in file.read_text()
    student = another()
    student.run(f"where = {{}}\n%o1 replay {file}")
    cell = student.run(PYTHON)
    assert cell.reply["status"] == "ok", cell.reply
    assert student.value("found") == ["42"] * 6
    assert student.run("o1magic.reason('seven?', **asked)").reply["ename"] == "ReplayMissError"
    # What the call itself names goes before the session, and the magics take it with them.
    assert student.run(f"o1magic.reason('seven?', replay='{tmp_path}/none')").reply["ename"] == "RecordingError"
    student.run("%unload_ext o1magic")
    assert student.value("(o1magic.session.place.replay, o1magic.session.place.record)") == (None, None)


PANEL = """
import o1magic
panel = o1magic.playground("How many boxes?", model="openai/test", api_base="{1}", strategy="chain")
panel.run().result()
"""


def test_background_runs_and_the_playground_are_recorded_and_replayed(kernel, another, server, options, tmp_path):
    file = tmp_path / "lesson.jsonl"
    cells = [
        "%%reason {0} -s chain --background -o h\nHow many pencils?",
        PANEL,
    ]
    read = "h.result().answer, panel.history[0].result().answer"
    kernel.run(f"%o1 record {file}")
    for cell in cells:
        assert kernel.run(cell.format(options, server.base_url)).reply["status"] == "ok"
    assert kernel.value(read) == ("42", "42")
    own = tmp_path / "own.jsonl"
    kernel.run("%o1 record off")
    kernel.run(f"%%reason {options} -s chain --background --record {own} -o h\nHow many pens?")
    assert kernel.value("h.result().answer") == "42"
    assert "How many pens?" in own.read_text()
    student = another()
    student.run(f"%o1 replay {file}")
    for cell in cells:
        replayed = student.run(cell.format("-m openai/test", ""))
        assert replayed.reply["status"] == "ok", replayed.reply
    assert student.value(read) == ("42", "42")
    assert student.value("h.result().usage.cached_calls, panel.history[0].result().usage.cached_calls") == (1, 1)
    student.run("%o1 replay off")
    student.run(f"%%reason -m openai/test -s chain --background --replay {own} -o h\nHow many pens?")
    assert student.value("h.result().answer") == "42"


def test_a_forecast_is_measured_against_the_run_that_follows(kernel, options):
    cell = f"%%reason {options} -s self_consistency -p n=4 -p stop=none"
    assert "Against" not in kernel.run(f"{cell}\nHow many rulers?").text()
    kernel.run(f"{cell} --estimate\nHow many rubbers?")
    told = kernel.run(f"{cell}\nHow many rubbers?").text()
    assert told.startswith("Against the forecast: calls 4 for 4 (+0%), tokens ")
    assert kernel.run(f"{cell}\nHow many rubbers?").text() == "", "it is told once"
    kernel.run(f"{cell} --estimate\nHow many rubbers?")
    assert kernel.run(f"{cell} --display none\nHow many rubbers?").text() == ""
