"""Where else a run is shown: pages that nbconvert writes, read without scripts as on nbviewer, and marimo."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
import traces
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from o1magic.render import html

ROOT = Path(__file__).parent.parent.parent
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import threading

    import marimo as mo
    import traces

    from o1magic.render.widget import ReasonWidget
    from o1magic.result import Result
    from o1magic.trace import Trace

    return ReasonWidget, Result, Trace, mo, threading, traces


@app.cell
def _(ReasonWidget, mo, traces):
    done = ReasonWidget(traces.mcts())
    done.finish()
    mo.ui.anywidget(done)
    return


@app.cell
def _(ReasonWidget, Trace, mo, threading, traces):
    events = traces.pencils().events
    trace, stopped = Trace(), threading.Event()
    live = ReasonWidget(trace, on_stop=stopped.set)

    def follow(some):
        for event in some:
            trace.append(event)
        live.push()

    def wait():
        if stopped.wait(60):
            follow(events[20:])
            live.finish()

    follow(events[:20])
    mo.Thread(target=wait).start()
    mo.ui.anywidget(live)
    return


@app.cell
def _(Result, traces):
    Result(traces.checked())
    return


if __name__ == "__main__":
    app.run()
"""


@pytest.fixture
def written(tmp_path):
    """Return a function that has nbconvert write a page with the record of a run."""

    def write(**options):
        output = nbformat.v4.new_output("display_data", {"text/html": html.record(traces.mcts())})
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%%reason\nHow many?", outputs=[output])])
        page = tmp_path / "page.html"
        page.write_text(HTMLExporter(**options).from_notebook_node(notebook)[0], encoding="utf-8")
        return page.as_uri()

    return write


@pytest.fixture
def offline(chromium):
    """Return a page that runs no scripts and reaches nothing."""
    with chromium.new_context(java_script_enabled=False, offline=True) as context:
        yield context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("template", ["lab", "classic"])
def test_a_page_of_nbconvert_tells_it_all_without_scripts(written, offline, scheme, template, shot):
    offline.emulate_media(color_scheme=scheme)
    offline.goto(written(template_name=template, **({"theme": scheme} if template == "lab" else {})))
    card = offline.locator("div:has(> .views)")
    expect(card).to_contain_text("5 of 6 solutions agree")
    for view in ("Answer", "Tree", "Votes", "Timeline"):
        summary = card.locator(".views > details > summary", has_text=view)
        if not summary.locator("..").evaluate("details => details.open"):
            summary.click()
        contrast = card.evaluate(CONTRAST)
        assert contrast["worst"] >= 4.5, (view, contrast)
    shot(f"nbconvert-{template}-{scheme}", card)


@contextlib.contextmanager
def marimo(folder):
    """Yield the address at which marimo runs the app."""
    (folder / "app.py").write_text(APP)
    log = folder / "server.log"
    command = [sys.executable, "-m", "marimo", "run", "app.py", "--headless", "--no-token", "--host=127.0.0.1"]
    environment = os.environ | {
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out) as process,
    ):
        try:
            deadline = time.monotonic() + 60
            while not (found := re.search(r"http://[\w.]+:\d+", log.read_text(errors="replace"))):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise RuntimeError(f"marimo did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.1)
            yield found[0]
        finally:
            process.terminate()


def test_in_marimo_the_widget_is_live_and_a_result_is_its_record(page, tmp_path, shot):
    with marimo(tmp_path) as url:
        page.goto(url)
        done, live = page.locator(".o1-card").nth(0), page.locator(".o1-card").nth(1)
        # It was over before the page listened.
        expect(done).to_contain_text("5 of 6 solutions agree", timeout=60_000)
        expect(live).to_contain_text("Thinking", timeout=30_000)
        live.locator(".o1-stop").click()
        expect(live).to_contain_text("8 of 10 chains agree")
        expect(page.get_by_text("passes the check", exact=True)).to_be_visible()
        shot("marimo")
