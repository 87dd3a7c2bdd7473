"""Strategies by name: what they are called, which options they take, what they are made from."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from o1magic.errors import ConfigError, near
from o1magic.search.select import Rule

Grow = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Strategy:
    """A named way to grow a search.

    Attributes
    ----------
    name
        What people type.
    grow
        The async function: a `Search` and keyword-only options.
    select
        The rule that chooses from what has grown.
    source
        Where the method comes from.
    forecast
        Most samples that it draws with given options; judges not included.
    scores
        Whether it uses a check or a scorer.
    """

    name: str
    grow: Grow
    select: Rule
    source: str
    forecast: Callable[..., int]
    scores: bool

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.grow) or "").partition("\n")[0]

    @property
    def options(self) -> dict[str, inspect.Parameter]:
        """Its options by name, with their defaults."""
        parameters = inspect.signature(self.grow).parameters.values()
        return {p.name: p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}

    def parse(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options as the types that the strategy wants; texts from a magic line are converted.

        Raises
        ------
        ConfigError
            An unknown option, or a value that it cannot take.
        """
        hints = typing.get_type_hints(self.grow)
        known = self.options
        for name in params:
            if name not in known:
                hint = f"its options: {', '.join(known)}" if known else "it has no options"
                raise ConfigError(f"the strategy {self.name!r} has no option {name!r}{near(name, known)}; {hint}")
        return {name: self._convert(name, value, hints[name]) for name, value in params.items()}

    def _convert(self, name: str, value: Any, hint: Any) -> Any:
        if typing.get_origin(hint) is Literal:
            choices = typing.get_args(hint)
            if value not in choices:
                raise ConfigError(f"{name}={value!r}: the strategy {self.name!r} knows {', '.join(map(str, choices))}")
            return value
        number = _whole(value)
        if number is None or number < 1:
            raise ConfigError(f"{name}={value!r}: the strategy {self.name!r} needs a whole number of at least 1")
        return number


def _whole(value: Any) -> int | None:
    """Return the whole number that a value or a text stands for, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


_strategies: dict[str, Strategy] = {}


def strategy(
    name: str, *, select: Rule, source: str, forecast: Callable[..., int], scores: bool = False
) -> Callable[[Grow], Grow]:
    """Register the decorated async function as a strategy."""

    def register(grow: Grow) -> Grow:
        _strategies[name] = Strategy(name, grow, select, source, forecast, scores)
        return grow

    return register


def strategies() -> dict[str, Strategy]:
    """Return all strategies by name."""
    from o1magic.search import auto, best_of_n, chain, self_consistency  # noqa: F401, PLC0415 - they register themselves

    return dict(_strategies)


def find(name: str) -> Strategy:
    """Return the strategy of this name.

    Raises
    ------
    ConfigError
        There is none; names near ones.
    """
    known = strategies()
    if name not in known:
        raise ConfigError(f"unknown strategy {name!r}{near(name, known)}; known: {', '.join(known)}")
    return known[name]
