"""Run every check: lint, types, the front end's and Python's tests. Needs the `test` extra and Node.

    python tests/run.py            all of it, as CI does
    python tests/run.py --fast     unit tests only, in under a minute

It ends with pytest's and vitest's own summary lines and fails if anything failed; then a last line names what did.
nbgrader and otter-grader are installed once, into an environment of their own in the cache folder. Benchmarks and
tests of how soon something is over have the machine to themselves; all others run in two processes, as much of their
time is spent waiting.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
WIDGETS = ROOT / "widgets"
ALONE = "benchmark or clock"
TWO = ("-n", "2", "--no-loadscope-reorder")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

failed: list[str] = []
"""The commands that failed."""


def run(*command: str, cwd: Path = ROOT) -> int:
    """Run a command, show it, return its exit code."""
    print(f"\n$ {' '.join(command)}", flush=True)
    code = subprocess.run(command, cwd=cwd, check=False).returncode
    if code:
        failed.append(" ".join(command))
    return code


def python(*arguments: str) -> int:
    """Run this interpreter."""
    return run(sys.executable, *arguments)


def browser() -> None:
    """Make sure that there is a Chromium: the system's, else Playwright's own."""
    if not os.environ.get("O1MAGIC_CHROMIUM") and not any(map(shutil.which, BROWSERS)):
        python("-m", "playwright", "install", "chromium")


def bundle_drift() -> None:
    """Rebuild the widget; the committed bundle must be what comes out."""
    run("npm", "run", "build", cwd=WIDGETS)
    run("git", "diff", "--exit-code", "--stat", "o1magic/static")


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="unit tests only")
    options = parser.parse_args()
    if options.fast:
        return python("-m", "pytest", "-q", *TWO, "tests/unit")
    for needed in ("npm", "node"):
        if shutil.which(needed) is None:
            print(f"{needed} is not installed; the front end's tests need Node 20 or later", file=sys.stderr)
            return 1
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=WIDGETS)
    browser()
    python("-m", "ruff", "check")
    python("-m", "ruff", "format", "--check")
    python("-m", "mypy")
    run("npm", "run", "check", cwd=WIDGETS)
    bundle_drift()
    python("-m", "pytest", "-q", "-m", ALONE)
    python("-m", "pytest", "-q", *TWO, "-m", f"not ({ALONE})")
    run("npm", "test", cwd=WIDGETS)
    if failed:
        print(f"failed: {'; '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
