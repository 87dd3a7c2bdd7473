"""A call of the user's own code: it runs in the user's thread, and can be given up."""

from __future__ import annotations

import _thread
import concurrent.futures
import contextlib
import signal
import threading
from collections.abc import Callable
from typing import Any


class UserCall:
    """One call of a user's function, made by another thread than the one that waits for it.

    Parameters
    ----------
    function, text
        What is called, and its one argument.

    Attributes
    ----------
    started, outcome
        Resolved when the call begins, and with what it returns or raises.
    """

    def __init__(self, function: Callable[[str], Any], text: str) -> None:
        self.started: concurrent.futures.Future[None] = concurrent.futures.Future()
        self.outcome: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self._function = function
        self._text = text
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._given_up = False

    def run(self) -> None:
        """Make the call, unless it has been given up. An interrupt by a person goes through."""
        if not self.outcome.set_running_or_notify_cancel():
            return
        try:
            with self._lock:
                self._thread = threading.current_thread()
            self.started.set_result(None)
            try:
                value = self._function(self._text)
            finally:
                with self._lock:
                    self._thread = None
        except KeyboardInterrupt:
            if not self._given_up:
                raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whoever waits makes a failed score of it
            # Who waits for a StopIteration would wait for ever, and a SystemExit would end the event loop.
            ends = RuntimeError(type(error).__name__) if isinstance(error, StopIteration | SystemExit) else None
            self.outcome.set_exception(ends or error)
        else:
            self.outcome.set_result(value)

    def give_up(self) -> None:
        """Let the call not begin, or end it; what it returns is of no interest any more.

        Only the main thread can be interrupted, and it is where notebooks run.
        """
        self.outcome.cancel()
        with self._lock:
            if self._thread is threading.main_thread():
                self._given_up = True
                _interrupt_main_thread()


def _interrupt_main_thread() -> None:
    if hasattr(signal, "pthread_kill"):
        # A signal also ends a sleep or a system call, which `interrupt_main` does not.
        with contextlib.suppress(ProcessLookupError):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()
