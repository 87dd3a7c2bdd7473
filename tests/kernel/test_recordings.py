"""A teacher's kernel records; a student's replays without the endpoint, and with other settings."""

from __future__ import annotations

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
    cell = student.run(f"%o1 replay off\n%%reason --replay {file} -s chain\nHow many pencils?")
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
    kernel.run(f"%%reason {options} -s chain\nnew question?")
    cell = kernel.run("%o1 record --prune")
    assert cell.text() == "3 lines dropped\n"
    assert "old question?" not in file.read_text()
    assert "new question?" in file.read_text()
    kernel.run("%o1 record off")
    assert "nothing is being recorded" in kernel.run("%o1 record --prune").text()
    assert "takes one of FILE, off, --prune" in kernel.run("%o1 record").text()


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
    assert "leave out --compare" in kernel.run("%%reason --estimate --compare chain,rsa\nHow many?").text()
