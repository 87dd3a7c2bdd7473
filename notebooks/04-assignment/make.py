"""Make what students get, and what grades them, from the teacher's notebook.

    python notebooks/04-assignment/make.py [--record] [--out FOLDER]

It writes `release/` for nbgrader, and `otter/student/` and `otter/autograder/` for otter-grader, whose own notebook is
written from nbgrader's on the way. `--record` first asks the model for the recording anew. Needs the `graders` extra,
and with `--record` the `run` extra.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode, v4

HERE = Path(__file__).parent
NAME = "test-time-compute"
SOURCE = HERE / "source" / NAME
LESSON = "lesson.jsonl"
OTTER = f"""# ASSIGNMENT CONFIG
name: {NAME}
init_cell: true
export_cell: false
run_tests: false
tests:
    files: true
files:
    - {LESSON}
"""
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*)\n### END HIDDEN TESTS", re.DOTALL)


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--record", action="store_true", help="ask the model for the recording anew")
    parser.add_argument("--out", type=Path, default=HERE, help="where to write, default: beside this file")
    options = parser.parse_args()
    if options.record:
        record()
    with tempfile.TemporaryDirectory() as folder:
        release(Path(folder), options.out / "release")
        otter(Path(folder), options.out / "otter")
    return 0


def teachers() -> NotebookNode:
    """Return the teacher's notebook."""
    return nbformat.read(SOURCE / f"{NAME}.ipynb", as_version=4)


def record() -> None:
    """Run the teacher's notebook on the model, and keep its replies."""
    notebook = teachers()
    for cell in notebook.cells:
        cell.source = cell.source.replace(f"%o1 replay {LESSON}", f"%o1 record {LESSON}")
    (SOURCE / LESSON).unlink(missing_ok=True)
    NotebookClient(notebook, timeout=900, resources={"metadata": {"path": str(SOURCE)}}).execute()


def release(folder: Path, out: Path) -> None:
    """Let nbgrader write the students' version."""
    shutil.copytree(SOURCE, folder / "source" / NAME, ignore=shutil.ignore_patterns(".*"))
    run("nbgrader", "generate_assignment", NAME, "--create", f"--CourseDirectory.root={folder}")
    replace(folder / "release", out)


def otter(folder: Path, out: Path) -> None:
    """Let otter-grader write the students' version, and the file that it grades by."""
    master = folder / "otter" / f"{NAME}.ipynb"
    master.parent.mkdir()
    shutil.copy(SOURCE / LESSON, master.parent)
    nbformat.write(otter_master(teachers()), master)
    run("otter", "assign", str(master), str(folder / "made"), "--no-run-tests")
    for made in (folder / "made").glob("*/*.ipynb"):
        notebook = nbformat.read(made, as_version=4)
        for i, cell in enumerate(notebook.cells):
            cell.id = f"cell-{i}"  # otter's own are new each time
        nbformat.write(notebook, made)
    replace(folder / "made", out)


def run(module: str, *arguments: str) -> None:
    """Run a grader's command line."""
    # nbgrader looks for the tool of its database on the path.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, env=os.environ | {"PATH": path}, check=True)  # noqa: S603 - nothing here is from outside


def replace(made: Path, out: Path) -> None:
    """Put a folder in the place of an earlier one."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(made, out)


def otter_master(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook from which `otter assign` makes the same assignment as nbgrader from this one."""
    master = v4.new_notebook(metadata=notebook.metadata)
    master.cells = [v4.new_raw_cell(OTTER), *_otter_cells(notebook.cells)]
    return master


def _otter_cells(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Yield the cells in otter's format: a question reaches from a cell to be filled in to the tests of it."""
    points = {cell.id.removeprefix("test-"): cell.metadata.nbgrader.points for cell in cells if _has(cell, "grade")}
    [*names] = points
    for cell in cells:
        if _has(cell, "solution"):
            name = names.pop(0)
            config = f"name: {name}\npoints: {points[name]}\nall_or_nothing: true"
            yield v4.new_raw_cell(f"# BEGIN QUESTION\n{config}")
            yield v4.new_raw_cell("# BEGIN SOLUTION")
            yield v4.new_code_cell(cell.source.replace("### ", "# "))
            yield v4.new_raw_cell("# END SOLUTION")
        elif _has(cell, "grade"):
            yield v4.new_raw_cell("# BEGIN TESTS")
            yield v4.new_code_cell(HIDDEN.sub("", cell.source).strip())
            yield from (v4.new_code_cell(f"# HIDDEN\n{tests}") for tests in HIDDEN.findall(cell.source))
            yield v4.new_raw_cell("# END TESTS")
            yield v4.new_raw_cell("# END QUESTION")
        elif cell.cell_type == "markdown":
            yield v4.new_markdown_cell(cell.source)
        else:
            yield v4.new_code_cell(cell.source)


def _has(cell: NotebookNode, role: str) -> bool:
    """Return whether nbgrader knows a cell as a solution or as tests."""
    return bool(cell.metadata.get("nbgrader", {}).get(role))


if __name__ == "__main__":
    sys.exit(main())
