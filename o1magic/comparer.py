"""Whether two expressions are equal, decided by math-verify in a process of its own.

Computer algebra can take for ever or eat all memory, and math-verify guards itself by `signal.alarm`, which works on
a main thread alone. So it runs, unguarded, in a worker that is killed when it takes too long. The worker is started
by the first comparison and ends with this process. It is this very module: `python -m o1magic.comparer`.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections import Counter
from concurrent.futures import Future
from typing import Any

from o1magic.errors import AnswerCheckerError

SECONDS = 3.0
"""How long one comparison may take."""
START_SECONDS = 60.0
"""How long the worker may take to start: imports of about a second, on a machine that may be busy."""
MEMORY = 2 << 30
"""Bytes of address space that the worker may use."""

_ENVIRONMENT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONHOME")
_Request = tuple[str, str, "Future[bool]"]


class Comparer:
    """Compares expressions, one pair after the other, on a thread and in a process of its own.

    Parameters
    ----------
    seconds
        How long one comparison may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._close = weakref.finalize(self, self._requests.put, None)

    def submit(self, a: str, b: str) -> Future[bool]:
        """Compare two expressions in LaTeX; can be called from any thread.

        The verdict is False where it takes too long. An expression that takes too long by itself, or in two pairs, is
        equal to nothing from then on, so that each can cost time but twice. The future fails with AnswerCheckerError
        where the worker cannot be started.

        Raises
        ------
        RuntimeError
            The comparer is closed.
        """
        future: Future[bool] = Future()
        with self._lock:
            if not self._close.alive:
                raise RuntimeError("this comparer is closed")
            self._requests.put((a, b, future))
            if self._thread is None or not self._thread.is_alive():  # a forked process has lost it
                arguments = (self._requests, self._seconds)
                self._thread = threading.Thread(target=_work, args=arguments, name="o1magic-comparer", daemon=True)
                self._thread.start()
        return future

    def close(self) -> None:
        """End the worker once it has answered; collecting the comparer does the same."""
        with self._lock:
            self._close()


def _work(requests: queue.SimpleQueue[_Request | None], seconds: float) -> None:
    """Answer requests until None comes. Knows the queue but not the Comparer, so that the latter can be collected."""
    worker: _Worker | None = None
    strikes: Counter[str] = Counter()
    while request := requests.get():
        a, b, future = request
        if not future.set_running_or_notify_cancel():
            continue
        try:
            if max(strikes[a], strikes[b]) >= 2:  # noqa: PLR2004 - out
                future.set_result(False)
                continue
            if worker is None or worker.ended:
                worker = _Worker()
            future.set_result(worker.compare(a, b, seconds))
        except _StuckError as stuck:
            strikes.update(dict.fromkeys(stuck.suspects, 2 // len(stuck.suspects)))
            future.set_result(False)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
            future.set_exception(error)
    if worker:
        worker.end()


class _StuckError(Exception):
    """The worker took too long, or broke, and has been ended; `suspects` is what it had before it."""

    def __init__(self, *suspects: str) -> None:
        super().__init__()
        self.suspects = suspects


class _Worker:
    """The other process, as seen from this one."""

    def __init__(self) -> None:
        # It imports from where this process does, but nothing from the notebook's folder (-P), and it knows no keys.
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(entry) for entry in sys.path if entry)  # noqa: PTH100
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "o1magic.comparer"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                encoding="ascii",
                start_new_session=True,  # an interrupt of the cell is not meant for it
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise AnswerCheckerError(
                f"the process that compares answers cannot be started with {sys.executable!r}: {error}"
            ) from error
        assert process.stdin is not None  # noqa: S101 - narrows for mypy
        assert process.stdout is not None  # noqa: S101
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self._kill = weakref.finalize(self, process.kill)
        if self._line(time.monotonic() + START_SECONDS) != "ready":
            self.end()
            raise AnswerCheckerError(
                f"the process that compares answers did not start (exit code {process.returncode}); "
                f"`{sys.executable} -m o1magic.comparer` shows why"
            )

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def compare(self, a: str, b: str, seconds: float) -> bool:
        """Return the verdict, or end the worker and raise _StuckError."""
        deadline = time.monotonic() + seconds
        with contextlib.suppress(BrokenPipeError):  # then there is no line to read either
            self._in.write(json.dumps([a, b, seconds]) + "\n")
            self._in.flush()
        for expression in (a, b):
            if self._line(deadline) != "read":
                self.end()
                raise _StuckError(expression)
        verdict = self._line(deadline)
        if not verdict:
            self.end()
            raise _StuckError(a, b)
        return verdict == "same"

    def _line(self, deadline: float) -> str:
        """Return the worker's next line, or nothing if it is over or has to be killed at the deadline."""
        timer = threading.Timer(deadline - time.monotonic(), self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            return self._out.readline().strip()
        finally:
            timer.cancel()

    def end(self) -> None:
        """Kill the process and leave neither a zombie nor an open pipe."""
        self._kill()
        self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._in.close()
        self._out.close()


def _serve() -> None:
    """Be the worker: answer `[a, b, seconds]` by `read`, `read` and `same` or `different`, a line each."""
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints is no reply
    _limit_memory()
    from math_verify import LatexExtractionConfig, parse, verify  # noqa: PLC0415 - a second, and only here

    logging.disable()

    @functools.lru_cache(maxsize=256)
    def read(latex: str) -> list[Any]:
        # The whole of it or nothing: other configurations fall back to some number within the text.
        config = [LatexExtractionConfig(boxed_match_priority=-1)]
        parsed = list(parse(f"${latex}$", config, "no_fallback", "first_match", parsing_timeout=None))
        for expression in parsed:
            with contextlib.suppress(Exception):
                expression.doit()  # what takes for ever by itself does so here, and not only beside another one
        return parsed

    def reply(line: str) -> None:
        replies.write(line + "\n")
        replies.flush()

    reply("ready")
    for line in sys.stdin:
        a, b, seconds = json.loads(line)
        _limit_time(seconds)
        parsed = []
        for latex in (a, b):
            parsed.append(read(latex))
            reply("read")
        # It is not symmetric: an interval as gold is no inequality, the other way round it is.
        same = any(verify(gold, other, timeout_seconds=None) for gold, other in (parsed, parsed[::-1]))
        reply("same" if same else "different")


def _limit_memory() -> None:
    """Let the system refuse more memory than `MEMORY`, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, most))


def _limit_time(seconds: float) -> None:
    """Let the system end this process soon after `seconds` more of CPU time, in case nobody is left to kill it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, most))


if __name__ == "__main__":
    _serve()
