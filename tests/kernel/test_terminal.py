"""IPython in a terminal, through a pseudo-terminal: text as it is written, and an interrupt."""

from __future__ import annotations

import os
import sys
import time

import pytest
from openai_server import Turn

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals on Windows")

pytestmark = pytest.mark.kernel


@pytest.fixture
def terminal(tmp_path):
    env = {
        **os.environ,
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "TERM": "dumb",
    }
    command = ["-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor"]
    spawned = pexpect.spawn(sys.executable, command, env=env, encoding="utf-8", timeout=60, dimensions=(50, 120))
    spawned.expect(r"In \[1\]: ")
    spawned.sendline("%load_ext o1magic")
    spawned.expect(r"In \[2\]: ")
    yield spawned
    spawned.close(force=True)


def test_text_is_shown_while_it_is_written_and_the_record_at_the_end(terminal, server, options):
    server.turn = Turn(pace=0.1)
    terminal.sendline(f"%reason {options} -s chain -o r what is six times seven?")
    terminal.expect_exact("Thinking: chain with openai/test")
    terminal.expect_exact("Understand")
    streamed = time.monotonic()
    terminal.expect_exact("Compute")
    terminal.expect_exact("Answer: 42\r\none chain, no vote")
    assert time.monotonic() - streamed > 0.5
    terminal.expect(r"In \[3\]: ")
    shown = terminal.before
    assert "ReasonWidget" not in shown
    assert "<" not in shown
    terminal.sendline("r.answer")
    terminal.expect_exact("'42'")


@pytest.mark.clock
def test_an_interrupt_leaves_one_line_and_the_partial_result(terminal, server, options):
    server.turn = Turn(pace=0.2)
    terminal.sendline(f"%reason {options} -s chain -o r how slow?")
    terminal.expect_exact("Understand")
    interrupted = time.monotonic()
    terminal.sendintr()
    # No reply was complete: there is nothing to go on from.
    terminal.expect_exact("Interrupted: the partial result is in r\r\n")
    assert time.monotonic() - interrupted < 1
    terminal.expect(r"In \[3\]: ")
    assert "Traceback" not in terminal.before
    terminal.sendline("r.stop_reason")
    terminal.expect_exact("'interrupted'")
