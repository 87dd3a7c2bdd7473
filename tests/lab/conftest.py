"""Real JupyterLab and Notebook in a real Chromium, with kernels that ask a real HTTP server."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from openai_server import OpenAIServer, Turn, distinct_solution, server_process
from playwright.sync_api import Error, sync_playwright
from stage import Stage, start_chromium

ROOT = Path(__file__).parent.parent.parent
ARTEFACTS = ROOT / "tests" / "artefacts"
KERNEL = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"
TOKEN = "tests"  # noqa: S105 - of a server on the loopback that lives as long as the tests
PATHS = {"lab": "lab/tree", "notebook": "notebooks"}
"""Where an application shows a notebook."""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.lab)


@dataclass(frozen=True)
class Host:
    """An application that runs and shows notebooks: where it is reached, and the folder that it serves."""

    app: str
    url: str
    folder: Path


@contextlib.contextmanager
def jupyter(app: str, folder: Path):
    """Yield the URL of a server for this folder, which runs Lab or Notebook."""
    log = (folder / "server.log").open("wb")
    command = [
        *(sys.executable, "-m", "jupyter", app, "--no-browser", "--allow-root", "--port=0", "--ServerApp.ip=127.0.0.1"),
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        f"--LabServerApp.user_settings_dir={folder / 'settings'}",
        f"--LabServerApp.workspaces_dir={folder / 'workspaces'}",
    ]
    news = folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
    environment = os.environ | {
        "O1MAGIC_CACHE_DIR": str(folder / "cache"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
        try:
            yield _address(process, folder / "server.log")
        finally:
            process.terminate()


def _address(process, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text(errors="replace"))
        if found:
            return f"http://127.0.0.1:{found[1]}"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    raise RuntimeError(f"Jupyter did not start:\n{log.read_text(errors='replace')}")


class Notebook:
    """A notebook that is open in the browser."""

    def __init__(self, page, host, name):
        self.page = page
        self.host = host
        self.path = host.folder / name
        self._url = f"{host.url}/{PATHS[host.app]}/{name}?token={TOKEN}&reset"

    def load(self):
        """Show it, whatever its kernel does."""
        self.page.goto(self._url)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        return self

    def open(self):
        """Show it with a kernel that waits for work."""
        self.load()
        self.page.wait_for_function(f"{KERNEL}?.status === 'idle'")
        return self

    def command(self, name, **arguments):
        """Start a command of the application; do not wait for its end."""
        self.page.evaluate("([n, a]) => { void window.jupyterapp.commands.execute(n, a); }", [name, arguments])

    def run_all(self):
        self.command("notebook:run-all-cells")

    def wait_idle(self, timeout=60):
        """Wait until every code cell has run: its prompt shows a number."""
        self.page.wait_for_function(
            """() => {
                const { widgets } = window.jupyterapp.shell.currentWidget.content;
                const cells = widgets.filter((cell) => cell.model.type === "code");
                return cells.length > 0 && cells.every((cell) => /\\d/.test(cell.promptNode.textContent));
            }""",
            timeout=timeout * 1000,
        )

    def add(self, source):
        """Append a code cell and select it."""
        self.page.evaluate(
            """(source) => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.model.sharedModel.addCell({ cell_type: "code", source });
                notebook.activeCellIndex = notebook.widgets.length - 1;
            }""",
            source,
        )

    def save(self):
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        return nbformat.read(self.path, as_version=4)

    def beside(self, name, content):
        """Write another notebook into its folder; return it, to be loaded."""
        nbformat.write(content, self.path.with_name(name))
        return Notebook(self.page, self.host, name)

    def output(self, cell):
        return self.page.locator(".jp-Cell.jp-CodeCell").nth(cell).locator(".jp-OutputArea")

    def theme(self, name):
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        dark = "true" if "Dark" in name else "false"
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{'false' if dark == 'true' else 'true'}'")


@pytest.fixture(scope="module")
def chromium():
    # Playwright's synchronous door keeps an event loop running in this thread, so that nothing asynchronous could
    # follow: no longer than for one file.
    with sync_playwright() as playwright, start_chromium(playwright.chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def hosts(tmp_path_factory):
    """Yield a function that returns the host of an application, which the first to ask for it starts."""
    with contextlib.ExitStack() as running:

        @functools.cache
        def host(app):
            folder = tmp_path_factory.mktemp(app)
            return Host(app, running.enter_context(jupyter(app, folder)), folder)

        yield host


@pytest.fixture
def host(hosts, request):
    """Return JupyterLab, or the application that a test is parametrised with."""
    return hosts(getattr(request, "param", "lab"))


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1100, "height": 900}, device_scale_factor=1.5)
    page = context.new_page()
    page.set_default_timeout(30_000)
    # pytest shows it where a test fails.
    page.on("console", lambda message: print(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: print(f"page error: {error}"))
    yield page
    # A dozen kernels that nobody needs any more would slow the next test down, or have it killed for their memory.
    with contextlib.suppress(Error):
        page.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")
    context.close()


@pytest.fixture
def stage(page):
    """Return a page that shows runs without a kernel."""
    return Stage(page)


@pytest.fixture
def notebook(host, page, request):
    """Return a function that writes cells into a notebook and opens it."""

    def make(*cells, name=None, kernel="python3"):
        name = name or f"{request.node.name.split('[')[0]}.ipynb"
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        made.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
        nbformat.write(made, host.folder / name)
        return Notebook(page, host, name).open()

    return make


@pytest.fixture
def stored(host, page, request):
    """Return a function that shows a notebook with its outputs: as one that is trusted, or as a stranger's."""

    def show(made, *, trusted):
        name = f"{request.node.name.split('[')[0]}.ipynb"
        if trusted:
            NotebookNotary(data_dir=str(host.folder / "data")).sign(made)
        nbformat.write(made, host.folder / name)
        return Notebook(page, host, name).load()

    return show


@pytest.fixture(scope="session")
def ipykernel_6(hosts):
    """Return the name of a kernel of JupyterLab's that runs on the last ipykernel without subshells."""
    served = hosts("lab").folder
    packages = served / "ipykernel-6"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(packages), "ipykernel==6.31.0"]
    subprocess.run(pip, check=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "ipykernel 6",
        "language": "python",
        "env": {"PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)])},
    }
    folder = served / "data" / "kernels" / "ipykernel-6"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    return folder.name


@pytest.fixture(scope="session")
def slow_server():
    """Yield the base URL of a server that streams slowly."""
    with server_process("--pace", "0.15", "--delay", "0.4", "--distinct") as base:
        yield base


@pytest.fixture
def held_server():
    """Yield a server whose streams wait within their first step until its `let_go` is released."""
    with OpenAIServer(reply=distinct_solution, turn=Turn(hold_after=6)) as server:
        yield server


@pytest.fixture(scope="session")
def fast_server():
    with server_process() as base:
        yield base


@pytest.fixture
def shot(page, request):
    """Return a function that keeps a screenshot as an artefact."""
    app = request.getfixturevalue("host").app if "host" in request.fixturenames else "lab"
    suffix = "" if app == "lab" else f"-{app}"
    ARTEFACTS.mkdir(parents=True, exist_ok=True)

    def take(name, target=None):
        (target or page).screenshot(path=str(ARTEFACTS / f"{name}{suffix}.png"))

    return take
