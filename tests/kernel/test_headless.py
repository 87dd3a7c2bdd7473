"""Nobody looks: nbclient and papermill leave the record and cause no widget traffic."""

from __future__ import annotations

import os
import sys

import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from openai_server import Turn

pytestmark = pytest.mark.kernel


@pytest.fixture(autouse=True)
def _environment(monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def notebook(*cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ("%load_ext o1magic", *cells)])
    made.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return made


def test_nbclient_leaves_a_static_record_and_opens_no_comm(options):
    client = NotebookClient(notebook(f"%%reason {options} -o r\nHow many pencils?", "r.answer"), timeout=60)
    comms = []
    client.on_comm_open_jupyter_widget = comms.append
    made = client.execute()
    _, cell, value = made.cells
    assert [output["output_type"] for output in cell.outputs] == ["display_data"]
    assert set(cell.outputs[0]["data"]) == {"text/html", "text/plain"}
    assert value.outputs[0]["data"]["text/plain"] == "'42'"
    assert comms == []
    assert client.comm_objects == {}
    assert "widgets" not in made.metadata


def test_a_failed_cell_stops_the_notebook(server, options):
    server.turn = Turn(status=401, message="no")
    made = notebook(f"%%reason {options} -s chain\nHow many?", "reached = True")
    with pytest.raises(CellExecutionError, match="AuthenticationError: openai/test"):
        NotebookClient(made, timeout=60).execute()
    assert made.cells[2].execution_count is None


def test_a_wrong_option_stops_the_notebook():
    made = notebook("%%reason -s chian\nHow many?", "reached = True")
    with pytest.raises(CellExecutionError):
        NotebookClient(made, timeout=60).execute()
    assert "did you mean 'chain'" in made.cells[1].outputs[0]["text"]


def test_papermill_leaves_a_static_record(options, tmp_path):
    source, target = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(notebook(f"%%reason {options} -s chain -o r\nHow many pencils?", "print(r.answer)"), source)
    papermill.execute_notebook(str(source), str(target), progress_bar=False)
    made = nbformat.read(target, as_version=4)
    _, cell, value = made.cells
    assert [set(output["data"]) for output in cell.outputs] == [{"text/html", "text/plain"}]
    assert value.outputs[0]["text"] == "42\n"
    assert "widgets" not in made.metadata
