"""Notebooks that replay their recording run without a model, and say what they say in the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"

pytestmark = pytest.mark.kernel


def said(notebook):
    """Return the plain text of the outputs, a cell each, recorded times included, without what a version changes."""
    texts = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        found = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.get("outputs", [])]
        # What a cell prints may come in one piece or in several.
        texts.append([line for line in "\n".join(found).splitlines() if line and "bytes" not in line])
    return texts


@pytest.mark.parametrize("name", ["02-strategies.ipynb", "03-why-this-answer.ipynb"])
def test_it_needs_no_model_and_says_the_same(name, tmp_path):
    out = tmp_path / name
    run = [sys.executable, str(NOTEBOOKS / "run.py"), str(NOTEBOOKS / name), "--out", str(out)]
    env = {**os.environ, "O1MAGIC_MODELS_DIR": str(tmp_path / "none"), "O1MAGIC_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(run, capture_output=True, text=True, timeout=300, check=False, env=env)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert said(out) == said(NOTEBOOKS / name)
    assert "54" in str(said(out))
