"""Every error that o1magic raises in Python.

::

    ReasonError
    ├── ConfigError            an option, name or value that cannot be used
    ├── AnswerCheckerError     the process that compares answers cannot be used
    ├── CacheError             the cache folder cannot be used
    ├── RecordingError         a recording cannot be read or written
    │   └── ReplayMissError        a request that the recording does not hold
    ├── SandboxError           the sandbox for model-written code cannot be used
    └── ModelError             a request, or a model as a whole, failed
        ├── MissingExtraError      an optional package is not installed
        ├── WeightsError           weights are missing, damaged or not what they should be
        ├── AuthenticationError    no key, or a key that was refused
        ├── UnknownModelError      the endpoint or the provider does not know the model
        ├── UnreachableError       nothing answers at the endpoint
        ├── RateLimitError         the endpoint asks to wait
        ├── ContextWindowError     the prompt is too long for the model
        ├── ContentFilterError     the provider refused to answer
        ├── BadRequestError        the endpoint refused the request
        └── ServerError            the endpoint failed, or its reply made no sense

An interrupt by a person raises `Interrupted`, a KeyboardInterrupt.

Each message says what happened, with which value, and what to do next.
In a notebook only that message is shown, not a traceback through our frames.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class ReasonError(Exception):
    """Base of all o1magic errors."""

    def _render_traceback_(self) -> list[str]:
        """Show one readable line in IPython; `raise ... from` keeps the full story for `%tb`."""
        return [f"{type(self).__name__}: {self}"]


class Interrupted(KeyboardInterrupt):
    """A person interrupted a run.

    Parameters
    ----------
    message
        Where what there was is to be had.
    result
        What there was, partial as it is: a `Result` or a `Comparison`; None where nothing had begun.
    """

    def __init__(self, message: str, result: Any = None) -> None:
        super().__init__(message)
        self.result = result

    def _render_traceback_(self) -> list[str]:
        """Show one line in IPython."""
        return [f"Interrupted: {self}"]


class ConfigError(ReasonError, ValueError):
    """An option, a name or a value that cannot be used."""


class AnswerCheckerError(ReasonError):
    """The process that compares answers cannot be used."""


class CacheError(ReasonError):
    """The cache folder cannot be used."""


class RecordingError(ReasonError):
    """A recording cannot be read or written."""


class ReplayMissError(RecordingError):
    """A request that the recording does not hold: a replay never goes online for it."""


class SandboxError(ReasonError):
    """The sandbox for model-written code cannot be used."""


class ModelError(ReasonError):
    """A request, or a model as a whole, failed.

    Parameters
    ----------
    message
        What happened and what to do; names the model and the endpoint.
    retry_after
        Seconds that the endpoint asked to wait, or None.
    """

    retriable = False

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MissingExtraError(ModelError):
    """An optional package is not installed."""


class WeightsError(ModelError):
    """Weights are missing, damaged or not what they should be."""


class AuthenticationError(ModelError):
    """No key, or a key that was refused."""


class UnknownModelError(ModelError):
    """The endpoint or the provider does not know the model."""


class UnreachableError(ModelError):
    """Nothing answers at the endpoint."""

    retriable = True


class RateLimitError(ModelError):
    """The endpoint asks to wait."""

    retriable = True


class ContextWindowError(ModelError):
    """The prompt is too long for the model."""


class ContentFilterError(ModelError):
    """The provider refused to answer."""


class BadRequestError(ModelError):
    """The endpoint refused the request."""


class ServerError(ModelError):
    """The endpoint failed, or its reply made no sense."""

    retriable = True


def near(name: str, known: Iterable[str]) -> str:
    """Return a hint at the known names that look like this one, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=2)
    return f" (did you mean {' or '.join(repr(c) for c in close)}?)" if close else ""
