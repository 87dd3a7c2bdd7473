"""Frozen values that every room shares: what is asked, what comes back, what it has cost."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, Literal, Self

Role = Literal["system", "user", "assistant"]
FinishReason = Literal["stop", "length", "content_filter", "cut"]


def canonical_json(value: Any) -> str:
    """Return the one JSON text of `value`: sorted keys, no spaces, non-ASCII kept, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of `canonical_json(value)` as 64 hex digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a message: text."""

    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the tagged JSON form."""
        return {"type": "text", "text": self.text}


@dataclass(frozen=True, slots=True)
class Image:
    """A part of a message: a picture, known by its SHA-256; its bytes travel beside and enter no JSON."""

    digest: str
    media_type: str
    data: bytes = field(repr=False, compare=False)

    @classmethod
    def of(cls, data: bytes, media_type: str) -> Self:
        """Return the part for these bytes."""
        return cls(hashlib.sha256(data).hexdigest(), media_type, data)

    def to_json(self) -> dict[str, Any]:
        """Return the tagged JSON form, by digest."""
        return {"type": "image", "digest": self.digest, "media_type": self.media_type}


Part = Text | Image


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation, made of parts."""

    role: Role
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, role: Role, text: str) -> Self:
        """Return a message of one text part."""
        return cls(role, (Text(text),))

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return "".join(part.text for part in self.parts if isinstance(part, Text))

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form that keys and recordings use."""
        return {"role": self.role, "parts": [part.to_json() for part in self.parts]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is to be said to a model: one request, of which any number of samples can be drawn.

    Parameters
    ----------
    messages
        The conversation so far, at least one message.
    prefix
        The beginning of the assistant's reply, which the model is to continue; the completion leaves it out.
    stop
        Texts that end the reply (left out of it).
    max_tokens
        Most tokens of one reply, hidden reasoning included. A function of the configuration alone.
    temperature
        None leaves it to the provider.
    logprobs
        None for no log-probabilities, 0 for those of the sampled tokens, k for k alternatives beside them.
    params
        Further sampling parameters by name, as JSON values in sorted pairs.
    cap
        A lower max_tokens that a limit imposes on this request. It is no part of `key_json`.
    """

    messages: tuple[Message, ...]
    prefix: str = ""
    stop: tuple[str, ...] = ()
    max_tokens: int = 2048
    temperature: float | None = None
    logprobs: int | None = None
    params: tuple[tuple[str, Any], ...] = ()
    cap: int | None = None
    _identity: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def identity(self) -> str:
        """The digest of `key_json`."""
        if self._identity is None:
            object.__setattr__(self, "_identity", digest(self.key_json()))  # worked out once: prompts are long
        return self._identity  # type: ignore[return-value] # it was set above

    @property
    def effective_max_tokens(self) -> int:
        """Most tokens of one reply after the clamp."""
        return self.max_tokens if self.cap is None else min(self.cap, self.max_tokens)

    @property
    def clamp(self) -> int | None:
        """The cap where it makes a difference, else None."""
        return self.effective_max_tokens if self.effective_max_tokens < self.max_tokens else None

    def key_json(self) -> dict[str, Any]:
        """Return what identifies the request: all that can change a reply, and nothing else."""
        heat = self.temperature  # 1 is 1.0 to a model, and -0.0 is 0.0
        return {
            "messages": [message.to_json() for message in self.messages],
            "prefix": self.prefix,
            "stop": list(self.stop),
            "max_tokens": self.max_tokens,
            "temperature": None if heat is None else abs(float(heat)),
            "logprobs": self.logprobs,
            "params": {name: value for name, value in self.params},  # noqa: C416 - spelt out: pairs to an object
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What calls cost. Adds with `+`.

    Attributes
    ----------
    calls
        Samples drawn, cached ones included.
    cached_calls
        How many of them came from a cache or a recording.
    prompt_tokens, completion_tokens
        Tokens read and written; `reasoning_tokens` is the hidden part of the latter.
    cost
        US dollars; None where a price is unknown. Never 0 by default: only `Usage()`, which stands for no call at
        all, costs 0.
    seconds
        Time that the calls took, summed over calls.
    """

    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.cost is not None and self.calls == 0 and (self.prompt_tokens or self.completion_tokens):
            raise ValueError("usage without calls cannot have tokens")

    @property
    def tokens(self) -> int:
        """Prompt and completion tokens together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
            cost=None if self.cost is None or other.cost is None else self.cost + other.cost,
            seconds=self.seconds + other.seconds,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        # Many a sample's: `asdict` copies deeply, which takes ten times as long.
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that `to_json` wrote."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """Natural log-probability of one sampled token, with alternatives, most likely first."""

    token: str
    logprob: float
    top: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One sampled reply.

    Attributes
    ----------
    text
        The reply, without the prefix and without the stop text.
    reasoning
        A provider's own reasoning content (often a summary), kept apart from the text.
    token_ids
        Ids of the generated tokens, where the model is embedded.
    logprobs
        One entry a generated token, where asked for and available.
    finish_reason
        `cut` where the stream ended early.
    usage
        Of this sample alone: `calls` is 1.
    model
        The model that replied, as the provider names it.
    cached
        Whether it came from a cache or a recording.
    """

    text: str
    reasoning: str = ""
    token_ids: tuple[int, ...] = ()
    logprobs: tuple[TokenLogprob, ...] = ()
    finish_reason: FinishReason = "stop"
    usage: Usage
    model: str
    cached: bool = False

    @property
    def mean_logprob(self) -> float | None:
        """Mean natural log-probability of the generated tokens, or None where unknown."""
        return math.fsum(t.logprob for t in self.logprobs) / len(self.logprobs) if self.logprobs else None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form that caches and recordings store."""
        return {
            "text": self.text,
            "reasoning": self.reasoning,
            "token_ids": list(self.token_ids),
            "logprobs": [[t.token, t.logprob, [list(pair) for pair in t.top]] for t in self.logprobs],
            "finish_reason": self.finish_reason,
            "usage": self.usage.to_json(),
            "model": self.model,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that `to_json` wrote, marked as cached."""
        logprobs = tuple(
            TokenLogprob(token, value, tuple((name, lp) for name, lp in top)) for token, value, top in data["logprobs"]
        )
        return cls(
            text=data["text"],
            reasoning=data["reasoning"],
            token_ids=tuple(data["token_ids"]),
            logprobs=logprobs,
            finish_reason=data["finish_reason"],
            usage=dataclasses.replace(Usage.from_json(data["usage"]), cached_calls=1),
            model=data["model"],
            cached=True,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """A verifier's opinion of one node.

    Attributes
    ----------
    value
        In [0, 1], or None where scoring failed: None is never backed up and never taken for 0.
    note
        Why, for people.
    steps
        What the value was aggregated from, where the verifier judged step by step.
    """

    value: float | None
    note: str = ""
    steps: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        for value in (self.value, *self.steps):
            if value is not None and not (isinstance(value, Real) and 0 <= value <= 1):
                raise ValueError(f"a score lies in [0, 1], not {value!r}")
        if self.value is not None:
            object.__setattr__(self, "value", float(self.value))

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"value": self.value, "note": self.note} | ({"steps": list(self.steps)} if self.steps else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that `to_json` wrote."""
        return cls(data["value"], data["note"], tuple(data.get("steps", ())))
