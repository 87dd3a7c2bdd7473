"""What a model is: the protocol that every model and every wrapper around one fulfils."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from o1magic.errors import ModelError
from o1magic.types import Ask, Completion

Reply = Completion | ModelError
Progress = Callable[[str, int, int], None]
"""Called with what goes on, units done and units in all (0 where unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a model can do and what it is best asked for.

    Attributes
    ----------
    slots
        Replies that are worked on at once; further ones queue.
    stop
        Whether a request can name texts that end the reply; otherwise it is sampled to its end.
    prefill
        Whether a reply can be begun for the model (`Ask.prefix`); otherwise a prompt asks for it.
    logprobs
        Whether log-probabilities of the sampled tokens can be had.
    hidden_reasoning
        Whether the model thinks before it replies, where nobody can branch or stop it.
    streams
        Whether replies are streamed in any case, so that watching all of them costs nothing.
    few_shot
        Whether the model is so small that worked examples serve it better than instructions.
    temperature
        What to ask for where the user says nothing; None leaves it to the provider.
    max_tokens
        What to ask for where the user says nothing.
    price
        US dollars per token, for prompt and completion; None where unknown.
    """

    slots: int = 16
    stop: bool = True
    prefill: bool = False
    logprobs: bool = False
    hidden_reasoning: bool = False
    streams: bool = False
    few_shot: bool = False
    temperature: float | None = 0.7
    max_tokens: int = 2048
    price: tuple[float, float] | None = None


class Listener:
    """Hears what happens to the samples of one request. This one ignores it all.

    Calls come on the event loop's thread, for each sample in the order start, text ..., done.
    """

    def shows(self, sample: int) -> bool:  # noqa: ARG002
        """Whether somebody wants this sample's text as it is written; only then is it streamed."""
        return False

    def started(self, sample: int) -> None:
        """The sample fits into the limits and is asked for now."""

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        """More of the reply has been written."""

    def restarted(self, sample: int) -> None:
        """What was written so far is void: the request is tried again."""

    def done(self, sample: int, reply: Reply) -> None:
        """The sample is complete, or has failed for good."""


class Relay(Listener):
    """Passes everything on. A wrapper overrides what it is about."""

    def __init__(self, outer: Listener) -> None:
        self.outer = outer

    def shows(self, sample: int) -> bool:
        """Whether the outer listener wants the text."""
        return self.outer.shows(sample)

    def started(self, sample: int) -> None:
        """Pass it on."""
        self.outer.started(sample)

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        """Pass it on."""
        self.outer.text(sample, text, reasoning)

    def restarted(self, sample: int) -> None:
        """Pass it on."""
        self.outer.restarted(sample)

    def done(self, sample: int, reply: Reply) -> None:
        """Pass it on."""
        self.outer.done(sample, reply)


@runtime_checkable
class Model(Protocol):
    """A model, or a wrapper around one."""

    @property
    def name(self) -> str:
        """The name that the user typed."""
        ...

    @property
    def endpoint(self) -> str:
        """Where the replies come from, without credentials: a part of every cache key."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the model can do."""
        ...

    @property
    def settled(self) -> bool:
        """Whether `endpoint` and `capabilities` are final, so that a cache can answer before anything is loaded."""
        ...

    async def prepare(self, progress: Progress | None = None) -> None:
        """Import, download and load what the first request that is sent needs; idempotent.

        Raises
        ------
        ModelError
            The model cannot be used at all: no key, no weights, no such model.
        """
        ...

    def count_prompt(self, ask: Ask) -> int:
        """Return (an estimate of) the prompt's length in tokens, without I/O."""
        ...

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Draw these samples of the request and return their replies in the same order.

        One sample's failure is its reply. `listener.done` is called once for each sample. Cancelling the call cancels
        the requests behind it.
        """
        ...


class Wrapper:
    """What the wrappers of a model share: everything but `complete` is the inner model's.

    Parameters
    ----------
    inner
        The model to be wrapped.
    """

    def __init__(self, inner: Model) -> None:
        self.inner = inner

    @property
    def name(self) -> str:
        """The inner model's."""
        return self.inner.name

    @property
    def endpoint(self) -> str:
        """The inner model's."""
        return self.inner.endpoint

    @property
    def capabilities(self) -> Capabilities:
        """The inner model's."""
        return self.inner.capabilities

    @property
    def settled(self) -> bool:
        """Whether the inner model is."""
        return self.inner.settled

    async def prepare(self, progress: Progress | None = None) -> None:
        """Prepare the inner model."""
        await self.inner.prepare(progress)

    def count_prompt(self, ask: Ask) -> int:
        """Return the inner model's count."""
        return self.inner.count_prompt(ask)
