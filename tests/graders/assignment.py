"""The assignment in `notebooks/04-assignment`, what students hand in, and the machine that grades it."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent.parent
ASSIGNMENT = ROOT / "notebooks" / "04-assignment"
NAME = "test-time-compute"
LESSON = "lesson.jsonl"
NAMESPACE = ("unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$0" "$@"')
"""Runs what follows in a network that ends at its own loopback."""
SECONDS = 240
"""How long a grader may take."""

# What all tests that students see let pass, and no hidden test does.
ALMOST = {
    "set-vote": 'steps = 0\nstrategy = "self_consistency"\nn = 12',
    "lead": "def lead(votes):\n    return votes[0].count",
    "check": 'def is_right(answer):\n    return answer == "7 and 13"',
    "more-compute": "right = 2\nenough = 16",
}


@dataclass(frozen=True)
class Grader:
    """A machine that grades.

    Attributes
    ----------
    python
        Of the environment with both graders.
    fence
        What keeps it offline: `namespace` or `guard`.
    """

    python: Path
    home: Path
    fence: str

    def run(self, *arguments: str | os.PathLike[str], cwd: Path | None = None) -> str:
        """Run its Python, and return what it has printed."""
        environment = {
            # nbgrader looks for the tool of its database on the path.
            "PATH": os.pathsep.join([str(self.python.parent), os.environ["PATH"]]),
            "HOME": str(self.home),
            "O1MAGIC_MODELS_DIR": str(self.home / "no-weights"),
        }
        command = [str(self.python), *map(str, arguments)]
        if self.fence == "namespace":
            command = [*NAMESPACE, *command]
        else:
            environment["PYTHONPATH"] = str(Path(__file__).parent / "guard")
        done = subprocess.run(
            command, cwd=cwd or self.home, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-4000:]
        return said


def solutions() -> dict[str, str]:
    """Return the teacher's solutions by cell, without the marks around them."""
    notebook = nbformat.read(ASSIGNMENT / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    mark = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
    return {cell.id: mark.sub("", cell.source).rstrip() for cell in notebook.cells if _is_stub(cell)}


def hand_in(released: Path, answers: dict[str, str], out: Path) -> Path:
    """Write a released notebook with these answers by cell in place of its stubs, and return its path."""
    notebook = nbformat.read(released, as_version=4)
    stubs = [cell for cell in notebook.cells if _is_stub(cell)]
    for cell, name in zip(stubs, solutions(), strict=True):
        cell.source = answers.get(name, cell.source)
    out.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, out)
    return out


def _is_stub(cell: nbformat.NotebookNode) -> bool:
    """Return whether a student fills in this cell."""
    known = cell.metadata
    return bool(known.get("nbgrader", {}).get("solution")) or "otter_answer_cell" in known.get("tags", [])
