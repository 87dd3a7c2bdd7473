"""The notebooks run from top to bottom on the embedded model, without a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("name", ["05-classroom.ipynb"])
def test_a_notebook_runs_from_top_to_bottom(name, tmp_path):
    out = tmp_path / name
    run = [sys.executable, str(NOTEBOOKS / "run.py"), str(NOTEBOOKS / name), "--out", str(out)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    estimated = False
    for cell in nbformat.read(out, as_version=4).cells:
        if cell.source.startswith("%%reason"):
            shown = [output.get("data", {}).keys() or output.text.partition(":")[0] for output in cell.outputs]
            # The first run after a forecast tells how far off that was.
            told = ["Against the forecast"] if estimated else []
            assert shown in ([{"text/html", "text/plain"}, *told], [*told, {"text/html", "text/plain"}]), cell.source
            estimated = "--estimate" in cell.source
