"""A real kernel, driven as a notebook front end drives it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from jupyter_client.manager import KernelManager
from openai_server import OpenAIServer

TIMEOUT = 60
KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_API_KEY")


@dataclass
class Cell:
    """What a front end has received of one cell.

    `outputs` are as it would save them: updates of a display are applied.
    """

    messages: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[dict[str, Any]] = field(default_factory=list)
    reply: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        kind, content = message["msg_type"], message["content"]
        if kind in {"display_data", "execute_result", "stream", "error"}:
            self.outputs.append({"type": kind, **content})
        elif kind == "update_display_data":
            for output in self.outputs:
                if output.get("transient") == content["transient"]:
                    output["data"] = content["data"]

    def kinds(self) -> list[str]:
        return [message["msg_type"] for message in self.messages]

    def text(self, kind: str = "stream") -> str:
        return "".join(output.get("text", "") for output in self.outputs if output["type"] == kind)


class Kernel:
    """A kernel and a client of it."""

    def __init__(self, **env: str) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(env={**os.environ, **env})
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def send(self, code: str, *, cell_id: str | None = "cell", lab: bool = True) -> str:
        """Run a cell; with an id as a notebook front end does, JupyterLab or another; without as nbclient does."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        metadata = {} if cell_id is None else {"cellId": cell_id} | ({"deletedCells": []} if lab else {})
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def finish(self, request: str) -> Cell:
        """Wait for the end of a cell."""
        cell, start = Cell(), time.monotonic()
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != request:
                continue
            cell.add(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        cell.seconds = time.monotonic() - start
        cell.reply = self.reply(request)
        return cell

    def reply(self, request: str) -> dict[str, Any]:
        while True:
            message = self.client.get_shell_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == request:
                return dict(message["content"])

    def run(self, code: str, *, cell_id: str | None = "cell", lab: bool = True) -> Cell:
        return self.finish(self.send(code, cell_id=cell_id, lab=lab))

    def value(self, expression: str) -> Any:
        """Evaluate an expression whose value has a literal repr."""
        import ast

        cell = self.run(expression)
        assert cell.reply["status"] == "ok", cell.reply
        return ast.literal_eval(next(o["data"]["text/plain"] for o in cell.outputs if o["type"] == "execute_result"))

    def complete(self, code: str) -> list[str]:
        return list(self.reply(self.client.complete(code))["matches"])

    def drain(self) -> None:
        """Forget messages that nobody waits for any more."""
        while True:
            try:
                self.client.get_iopub_msg(timeout=0)
            except Empty:
                return


@pytest.fixture(scope="module")
def _kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("kernel")
    with pytest.MonkeyPatch.context() as patch:
        for name in KEYS:
            patch.delenv(name, raising=False)
        made = Kernel(
            IPYTHONDIR=str(folder / "ipython"),
            O1MAGIC_CACHE_DIR=str(folder / "cache"),
            PYTHONPATH=os.pathsep.join(sys.path),
        )
    made.run("%load_ext o1magic")
    yield made
    made.close()


@pytest.fixture
def kernel(_kernel: Kernel) -> Kernel:
    """One kernel for all tests of a file, with the extension loaded."""
    _kernel.drain()
    return _kernel


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Return a function that starts a kernel on another machine, as far as o1magic can tell."""
    made: list[Kernel] = []

    def start(**env: str) -> Kernel:
        folder = tmp_path / f"machine-{len(made)}"
        own = {"IPYTHONDIR": str(folder / "ipython"), "O1MAGIC_CACHE_DIR": str(folder / "cache")}
        made.append(Kernel(**own, PYTHONPATH=os.pathsep.join(sys.path), **env))
        made[-1].run("%load_ext o1magic")
        return made[-1]

    yield start
    for kernel in made:
        kernel.close()


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def options(server: OpenAIServer) -> str:
    """The options that send a question to the server."""
    return f"-m openai/test --api-base {server.base_url}"
