"""Strategies by name: what they are called, which options they take, what they are made from."""

from __future__ import annotations

import inspect
import pkgutil
import re
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

from o1magic import plugins
from o1magic.errors import ConfigError, near
from o1magic.listing import Listing
from o1magic.search.select import Rule, majority

Grow = Callable[..., Awaitable[None]]

_PACKAGE = "o1magic.search"
ENTRY_POINTS = "o1magic.strategies"
"""Group of the entry points that are strategies of other packages."""

MOST = 1_000_000
"""Greatest whole number that an option takes: what it counts is laid out in memory before any limit is asked."""

SHOWN_STEPS = "a model that shows its steps"
"""What a strategy needs that grows chains step by step."""

VERIFIER = "log-probabilities, or a judge where the model discloses none"
"""What judges where a strategy cannot do without, and the user gives no check or scorer."""
ABSOLUTE = "a scorer of single solutions (not pairwise, rollout, votes)"
"""What can judge samples as they come."""

_PARAMETERS = re.compile(r"^Parameters\n-+\n(.*?)(?=^\S[^\n]*\n---|\Z)", re.MULTILINE | re.DOTALL)
_PARAMETER = re.compile(r"^(\w+(?:, *\w+)*).*\n((?:[ \t]*\n|[ \t]+\S.*\n?)+)", re.MULTILINE)


@dataclass(frozen=True)
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
        Most samples that it draws with given options, those of its rollouts and verdicts that it asks for whatever the
        scorer included, other judges not. Raises `ConfigError` where options cannot be combined.
    scores
        Whether it uses a check or a scorer.
    steps
        Whether it grows chains step by step, which a model that hides its reasoning does not allow.
    unfinished
        Whether a limit may end it before any chain has reached an answer, so that room for one is kept.
    several
        Whether it takes several models.
    needs
        What it does not run without, in a few words; nothing where every model on every machine will do.
    judged_by
        What it is meant to be judged by, and what stands in where the user gives no check or scorer.
    verifies
        Whether `Search.verifier` scores its samples where the user gives no check or scorer.
    """

    name: str
    grow: Grow
    select: Rule
    source: str
    forecast: Callable[..., int]
    scores: bool
    steps: bool
    unfinished: bool
    several: bool
    needs: str
    judged_by: str
    verifies: bool

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.grow) or "").partition("\n")[0]

    @cached_property
    def options(self) -> dict[str, inspect.Parameter]:
        """Its options by name, with their defaults."""
        parameters = inspect.signature(self.grow).parameters.values()
        return {p.name: p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}

    @property
    def meanings(self) -> dict[str, str]:
        """What its options mean, by name: the section `Parameters` of its docstring."""
        section = _PARAMETERS.search(inspect.getdoc(self.grow) or "")
        told = _PARAMETER.findall(section[1]) if section else []
        meanings = {name: " ".join(text.split()) for names, text in told for name in re.findall(r"\w+", names)}
        return {name: text for name, text in meanings.items() if name in self.options}

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return typing.get_type_hints(self.grow, include_extras=True)

    @property
    def choices(self) -> dict[str, tuple[Any, ...]]:
        """What those of its options can be that are a `Literal`, by name."""
        hints = {name: self._hints[name] for name in self.options}
        return {name: typing.get_args(hint) for name, hint in hints.items() if typing.get_origin(hint) is Literal}

    @property
    def facts(self) -> dict[str, str]:
        """What a table says of it."""
        options = [f"-p {name}={option.default}{self._told(name)}" for name, option in self.options.items()]
        told = {"needs": self.needs, "judged by": self.judged_by, "source": self.source}
        return {"options": "\n".join(options) or "none", **told}

    def _told(self, name: str) -> str:
        """Return what an option means, with its choices where that does not name them all."""
        meaning, choices = self.meanings.get(name, ""), [f"`{choice}`" for choice in self.choices.get(name, ())]
        named = all(choice in meaning for choice in choices)
        parts = [meaning, "" if named else f"One of {', '.join(choices)}."]
        told = " ".join(part for part in parts if part)
        return f": {told}" if told else ""

    def parse(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options as the types that the strategy wants; texts from a magic line are converted.

        Raises
        ------
        ConfigError
            An unknown option, a value that it cannot take, or options that cannot be combined.
        """
        known = self.options
        for name in params:
            if name not in known:
                hint = f"its options: {', '.join(known)}" if known else "it has no options"
                raise ConfigError(f"the strategy {self.name!r} has no option {name!r}{near(name, known)}; {hint}")
        parsed = {name: self._convert(name, value, self._hints[name]) for name, value in params.items()}
        self.forecast(**parsed)
        return parsed

    def _convert(self, name: str, value: Any, hint: Any) -> Any:
        least = 1
        if typing.get_origin(hint) is Annotated:
            hint, least = typing.get_args(hint)
        if typing.get_origin(hint) is Literal:
            choices = typing.get_args(hint)
            if value not in choices:
                raise ConfigError(f"{name}={value!r}: the strategy {self.name!r} knows {', '.join(map(str, choices))}")
            return value
        number = _number(value)
        if hint is int:
            wanted = f"{name}={value!r}: the strategy {self.name!r} needs a whole number of at"
            if number is None or not number.is_integer() or number < least:
                raise ConfigError(f"{wanted} least {least}")
            if number > MOST:
                raise ConfigError(f"{wanted} most {MOST:,}")
            return int(number)
        if number is None or not number >= 0:
            raise ConfigError(f"{name}={value!r}: the strategy {self.name!r} needs a number of at least 0")
        return number


def _number(value: Any) -> float | None:
    """Return the number that a value or a text stands for, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


_strategies: dict[str, Strategy] = {}


def strategy(
    name: str,
    *,
    select: Rule = majority,
    source: str = "",
    forecast: Callable[..., int],
    scores: bool = False,
    steps: bool = False,
    unfinished: bool = False,
    several: bool = False,
    needs: str = "",
    judged_by: str = "",
    verifies: bool = False,
) -> Callable[[Grow], Grow]:
    """Register the decorated async function as a strategy; its keyword-only parameters are the options.

    What they mean is read from its docstring, from the section `Parameters` as numpy writes it. `forecast` takes the
    options by name and returns the most samples that it draws, so that nobody starts by mistake what the limits cannot
    hold. An option is a whole number from 1 (`Annotated[int, 0]`: from 0) to `MOST`, a float of at least 0,
    or one of a `Literal`. The other parameters are those of `Strategy`; what follows from `scores` and `steps` is told
    without `needs` and `judged_by`. A name that is taken is given to the new one, unless it is a built-in strategy's.

    Raises
    ------
    ConfigError
        A built-in strategy has the name; what is decorated is no async function; or an option could not be read.
    """

    def register(grow: Grow) -> Grow:
        own = f"{_PACKAGE}.{name}"
        if grow.__module__ != own and name in _modules():
            raise ConfigError(f"the strategy {name!r} is built in; give yours another name")
        if not inspect.iscoroutinefunction(grow):
            raise ConfigError(f"the strategy {name!r} must be an async function of a Search, not {grow!r:.80}")
        wanted = "; ".join(need for need in (SHOWN_STEPS if steps else "", needs) if need)
        judges = judged_by or _judges(scores=scores, steps=steps)
        made = Strategy(
            name, grow, select, source, forecast, scores, steps, unfinished, several, wanted, judges, verifies
        )
        _require_usable(made)
        _strategies[name] = made
        return grow

    return register


def _judges(*, scores: bool, steps: bool) -> str:
    """Return what judges where a strategy says nothing more."""
    if not scores:
        return "votes alone; a check or a scorer is refused"
    if steps:
        return "a scorer of beginnings, such as a process reward model; else each beginning is completed once"
    return "a check or a scorer; else votes"


def _require_usable(made: Strategy) -> None:
    """Raise ConfigError where an option could not be read, or the forecast does not take it."""
    hints = typing.get_type_hints(made.grow, include_extras=True)
    for name, option in made.options.items():
        hint = hints.get(name)
        plain = typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint
        if plain not in (int, float) and typing.get_origin(plain) is not Literal:
            raise ConfigError(f"the option {name!r} of the strategy {made.name!r} is to be an int, float or Literal")
        if option.default is inspect.Parameter.empty:
            raise ConfigError(f"the option {name!r} of the strategy {made.name!r} needs a default")
    try:
        inspect.signature(made.forecast).bind(**dict.fromkeys(made.options))
    except TypeError as error:
        raise ConfigError(f"the forecast of the strategy {made.name!r} takes its options by name: {error}") from error


@cache
def _modules() -> list[str]:
    """Return the names of the modules beside this one: a strategy has that of its module."""
    return [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]


@cache
def _load() -> None:
    """Import what registers strategies: the modules beside this one, then the entry points of other packages."""
    for module in _modules():
        import_module(f"{_PACKAGE}.{module}")
    plugins.load(ENTRY_POINTS, "strategy", _strategies)


def strategies() -> Listing[Strategy]:
    """Return all strategies by name."""
    _load()
    return Listing(dict(sorted(_strategies.items(), key=lambda item: item[1].name)))


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
