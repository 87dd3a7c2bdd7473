"""Execute a notebook headless, save it with its outputs, and print what its cells answered.

    python notebooks/run.py [NOTEBOOK] [--out FILE]

The default is the quickstart, written to `notebooks/executed/`; `--out` names another file, which may be the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).parent


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("notebook", nargs="?", type=Path, default=HERE / "01-quickstart.ipynb")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    out = options.out or HERE / "executed" / options.notebook.name
    notebook = nbformat.read(options.notebook, as_version=4)
    client = NotebookClient(notebook, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(HERE)}})
    client.on_cell_executed = lambda cell, cell_index, **_: show(cell, cell_index)
    try:
        client.execute()
    except CellExecutionError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        for cell in notebook.cells:
            # When it ran is not worth a difference in version control.
            cell.metadata.pop("execution", None)
        out.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, out)
    print(f"\nThe executed notebook: {out}")
    return 0


def show(cell: nbformat.NotebookNode, index: int) -> None:
    """Print a code cell and its outputs as text."""
    print(f"\n[{index}] {cell.source.strip()}\n")
    for output in cell.get("outputs", []):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if text.strip():
            print(text.rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
