"""How a question is to be answered: limits, options, and what is wrong with a value that cannot be used."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import reprlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from o1magic.errors import ConfigError

Aggregate = Literal["last", "min", "prod", "mean"]
LimitName = Literal["calls", "tokens", "cost", "seconds"]
AnswerKind = Literal["auto", "number", "choice", "text", "code"]
StopReason = Literal[
    "done",
    "agreement",
    "check_passed",
    "exhausted",
    "calls",
    "tokens",
    "cost",
    "seconds",
    "stopped",
    "interrupted",
]

AGGREGATES: tuple[Aggregate, ...] = ("last", "min", "prod", "mean")
LIMIT_NAMES: tuple[LimitName, ...] = ("calls", "tokens", "cost", "seconds")
ANSWER_KINDS: tuple[AnswerKind, ...] = ("auto", "number", "choice", "text", "code")


def is_whole(value: Any) -> bool:
    """Whether it is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_amount(value: Any) -> bool:
    """Whether it is a number of at least 0 that a float can hold, so no infinite one."""
    return (is_whole(value) or isinstance(value, float)) and 0 <= value <= sys.float_info.max


def is_text(value: Any) -> bool:
    """Whether it is a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def plain(value: Any) -> Any:
    """Return a value as Python's own, where it is one of NumPy's or the like, also within lists and mappings.

    What Python's own numbers cannot hold exactly stays as it is, and so does what is no value at all.
    """
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        items = [plain(item) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    own = value.tolist() if hasattr(value, "tolist") else value
    if type(own) is not type(value):
        return plain(own)
    if isinstance(value, Integral):
        return value if isinstance(value, bool) else int(value)
    with contextlib.suppress(OverflowError):
        if isinstance(value, Real) and float(value) == value:
            return float(value)
    return value


def require_json(name: str, value: Mapping[str, Any]) -> None:
    """Raise a ConfigError where an option's values cannot be written down; it does not show them."""
    try:
        json.dumps(dict(value), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{name} cannot be written as JSON: {error}") from error


def require(good: object, name: str, value: Any, what: str) -> None:
    """Raise a ConfigError of one line that shows the value of this option, unless it is `good`."""
    if not good:
        raise ConfigError(f"{name}={' '.join(reprlib.repr(value).split())} is not {what}")


def address(url: str) -> str:
    """Return an endpoint's address, which is written down and may hold no secret, without a slash at its end.

    Raises
    ------
    ConfigError
        It is not an http(s) address, or has more than host and path. The message repeats nothing of it.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except (ValueError, TypeError, AttributeError):  # the last two for what is no text
        good = False
    if not good or "@" in parts.netloc or "?" in url or "#" in url:
        raise ConfigError(
            "the address of an endpoint (--api-base) looks like http://127.0.0.1:8000/v1, with no user, password, "
            "query or fragment in it; name the environment variable that holds a key with --api-key-env"
        )
    return url.rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hard limits of a whole search, judges included. None lifts one.

    Attributes
    ----------
    calls
        Samples drawn.
    tokens
        Prompt and completion tokens.
    cost
        US dollars. 0 means that only cached replies and free models may be used.
    seconds
        Wall-clock time from the first request on; downloads, loading and imports do not count.
    """

    calls: int | None = 64
    tokens: int | None = 64_000
    cost: float | None = 1.0
    seconds: float | None = 120.0

    def __post_init__(self) -> None:
        for name, good, what in (
            ("calls", is_whole, "a whole number"),
            ("tokens", is_whole, "a whole number"),
            ("cost", is_amount, "a number"),
            ("seconds", is_amount, "a number"),
        ):
            value = getattr(self, name)
            fits = value is None or (good(value) and value >= 0)
            require(fits, name, value, f"{what} of at least 0 (or None to lift the limit)")

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How a question is to be answered. Frozen, serialisable and free of secrets.

    Callables (a check, a scorer of the user's) travel beside it; here they are names. `tests` are the assert lines, and
    `scorer_address` is where a reward model is reached.
    """

    models: tuple[str, ...]
    strategy: str = "auto"
    params: Mapping[str, Any] = field(default_factory=dict)
    scorer: str | None = None
    scorer_address: str | None = None
    aggregate: Aggregate = "last"
    check: str | None = None
    tests: str | None = None
    answer: AnswerKind = "auto"
    limits: Limits = field(default_factory=Limits)
    seed: int = 0
    temperature: float | None = None
    max_tokens: int | None = None
    system: str | None = None
    model_params: Mapping[str, Any] = field(default_factory=dict)
    api_base: str | None = None
    price: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.models:
            raise ConfigError("no model is given")
        for name, good, what in (
            ("strategy", is_text(self.strategy), "the name of a strategy"),
            ("aggregate", self.aggregate in AGGREGATES, f"one of {', '.join(AGGREGATES)}"),
            ("answer", self.answer in ANSWER_KINDS, f"one of {', '.join(ANSWER_KINDS)}"),
            ("seed", is_whole(self.seed), "a whole number"),
            ("temperature", self.temperature is None or is_amount(self.temperature), "a number of at least 0"),
            (
                "max_tokens",
                self.max_tokens is None or (is_whole(self.max_tokens) and self.max_tokens >= 1),
                "a whole number of at least 1",
            ),
            ("system", self.system is None or isinstance(self.system, str), "a text"),
        ):
            require(good, name, getattr(self, name), what)
        for name in ("params", "model_params"):
            require_json(name, getattr(self, name))

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return data | {
            "models": list(self.models),
            "params": dict(self.params),
            "model_params": dict(self.model_params),
            "limits": self.limits.to_json(),
            "price": None if self.price is None else list(self.price),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that `to_json` wrote."""
        return cls(
            **{
                **data,
                "models": tuple(data["models"]),
                "limits": Limits(**data["limits"]),
                "price": None if data["price"] is None else tuple(data["price"]),
            }
        )
