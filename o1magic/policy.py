"""What a class or a team may do: a file beside the notebook that every run is held to.

`o1magic.toml` in the kernel's working folder, or the file that `O1MAGIC_POLICY` names, which goes first. A file that
cannot be read stops every run. It is a guard rail, not a security boundary: whoever can edit files and variables can
take it away; what must hold against them belongs where the keys are, in a proxy or in the provider's budget.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from o1magic.config import (
    AGGREGATES,
    ANSWER_KINDS,
    LIMIT_NAMES,
    LimitName,
    Limits,
    is_amount,
    is_text,
    is_whole,
    require,
)
from o1magic.errors import ConfigError, near
from o1magic.spending import PERIODS, Allowance, Left, Shared

FILE = "o1magic.toml"

# fmt: off
SETTINGS = (
    "model", "strategy", "params", "scorer", "aggregate", "check", "tests", "answer", "price", "seed", "temperature",
    "max_tokens", "system", "model_params", "api_base", "cache", "record", "replay", "pace", "reveal", "hints", "blind",
)
# fmt: on
"""The options that `allow.overrides` speaks of. Limits may always be lowered; what is asked is nobody's business."""
AIDS = ("reveal", "hints", "blind")
"""Those of cells alone: how a run is shown to a student."""


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def _patterns(value: Any) -> bool:
    try:
        return isinstance(value, list) and all(map(re.compile, value))
    except (re.error, TypeError):
        return False


def _table(value: Any) -> bool:
    return isinstance(value, dict)


_TEXT = (is_text, "a text")
_TEXTS = (_texts, "a list of texts")
_AMOUNT = (is_amount, "a number of at least 0")
_COUNT = (lambda value: is_whole(value) and value >= 0, "a whole number of at least 0")
_SOME = (lambda value: is_whole(value) and value >= 1, "a whole number of at least 1")
_SWITCH = (lambda value: isinstance(value, bool), "true or false")
_LIMITS = {"calls": _COUNT, "tokens": _COUNT, "cost": _AMOUNT, "seconds": _AMOUNT}

_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "allow.models": _TEXTS,
    "allow.strategies": _TEXTS,
    "allow.overrides": _TEXTS,
    **{f"limits.{period}.{name}": good for period in ("run", *PERIODS) for name, good in _LIMITS.items()},
    "replay.file": _TEXT,
    "record.hide": (_patterns, "a list of regular expressions"),
    "defaults.model": (lambda value: is_text(value) or (_texts(value) and value), "a name, or a list of names"),
    "defaults.strategy": _TEXT,
    "defaults.params": (_table, "a table"),
    "defaults.scorer": _TEXT,
    "defaults.aggregate": (lambda value: value in AGGREGATES, f"one of {', '.join(AGGREGATES)}"),
    "defaults.answer": (lambda value: value in ANSWER_KINDS, f"one of {', '.join(ANSWER_KINDS)}"),
    **{f"defaults.{name}": good for name, good in _LIMITS.items()},
    "defaults.price": (
        lambda value: isinstance(value, list) and len(value) == 2 and all(map(is_amount, value)),  # noqa: PLR2004
        "a pair of US dollars per million prompt and completion tokens",
    ),
    "defaults.seed": (is_whole, "a whole number"),
    "defaults.temperature": _AMOUNT,
    "defaults.max_tokens": _SOME,
    "defaults.system": _TEXT,
    "defaults.model_params": (_table, "a table"),
    "defaults.api_base": _TEXT,
    "defaults.reveal": _SWITCH,
    "defaults.hints": _SOME,
    "defaults.blind": _SWITCH,
}
"""All keys, each with what its value must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the file says.

    ========================= ==========================================================================================
    key                       meaning
    ========================= ==========================================================================================
    `allow.models`            the models that may be asked, with `*` for any letters: `["local/*", "openai/gpt-4o"]`
    `allow.strategies`        the strategies that may be used, in the same way
    `allow.overrides`         the options that a cell, a session or a call may set; without it, all. Limits may always
                              be lowered, and a model or a strategy chosen among those that are allowed
    `limits.run.calls`        most samples of one run; a higher or lifted limit of a cell counts as this one
    `limits.run.tokens`       the same for prompt and completion tokens
    `limits.run.cost`         the same for US dollars; a model of unknown price is then an error
    `limits.run.seconds`      the same for seconds
    `limits.session.calls`    most samples that all runs of one kernel together may send
    `limits.session.tokens`   the same for tokens
    `limits.session.cost`     the same for US dollars
    `limits.session.seconds`  the same for the time of runs, each from its first request on
    `limits.day.calls`        most samples that all kernels of one user together may send on one day
    `limits.day.tokens`       the same for tokens
    `limits.day.cost`         the same for US dollars
    `limits.day.seconds`      the same for the time of runs
    `replay.file`             a recording that answers all runs that name none, as seen from the policy's folder
    `record.hide`             regular expressions of what must not stand in a recording
    `defaults.model`          the model, or a list of them, where none is chosen
    `defaults.strategy`       the strategy
    `defaults.params`         its options, as a table
    `defaults.scorer`         the name of a built-in or installed scorer
    `defaults.aggregate`      how scores of steps are put together
    `defaults.answer`         what an answer looks like
    `defaults.calls`          the limit of calls where none is set, which a cell may raise up to that of the run
    `defaults.tokens`         the same for tokens
    `defaults.cost`           the same for US dollars
    `defaults.seconds`        the same for seconds
    `defaults.price`          US dollars per million prompt and completion tokens, where a price is unknown
    `defaults.seed`           the seed
    `defaults.temperature`    the temperature
    `defaults.max_tokens`     most tokens of a reply
    `defaults.system`         the system message
    `defaults.model_params`   what else is passed to the model, as a table
    `defaults.api_base`       the endpoint
    `defaults.reveal`         whether every cell shows one step at a time, as with `--reveal`
    `defaults.hints`          how many of the first steps every cell shows, as with `--hints`
    `defaults.blind`          whether every cell hides the answer until one is entered, as with `--blind`
    ========================= ==========================================================================================

    What a cache or a recording answers takes nothing of a session or a day, and a replay is held to no limit.

    Attributes
    ----------
    path
        Of the file; None where there is none.
    keys
        What it sets, by dotted key.
    """

    path: Path | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file's name, for people: its path where it does not lie in the working folder."""
        return self._path.name if self._path.parent == Path.cwd() else str(self._path)

    @property
    def defaults(self) -> dict[str, Any]:
        """The options of a run that it sets where nobody else does."""
        defaults = {
            key.removeprefix("defaults."): value for key, value in self.keys.items() if key.startswith("defaults.")
        }
        return {name: value for name, value in defaults.items() if name not in AIDS}

    @property
    def replay(self) -> Path | None:
        """The recording that answers runs which name none."""
        file = self.keys.get("replay.file")
        return None if file is None else self._path.parent / file

    @property
    def hidden(self) -> Sequence[str]:
        """Regular expressions of what must not be recorded."""
        return tuple(self.keys.get("record.hide", ()))

    @property
    def shared(self) -> Shared:
        """The limits of session and day."""
        return Shared(str(self._path.resolve()), {period: self._limits(period) for period in PERIODS})

    @property
    def allowance(self) -> Allowance | None:
        """What a run may take of what all runs share; None where nothing is limited."""
        limited = [key for key in self.keys if key.startswith("limits.")]
        limits_cost = any(key.endswith(".cost") for key in limited)
        return Allowance(self.shared, self.file, limits_cost=limits_cost) if limited else None

    def admit(self, options: Mapping[str, Any], built_in: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that are set, and the recording to be replayed, if there is one.

        Parameters
        ----------
        options
            Of a run.
        built_in
            The value that each option has where nobody sets it.

        Raises
        ------
        ConfigError
            One that must not be set is.
        """
        if not self.keys:
            return dict(options)
        told = self._admitted(options, built_in)
        if self.replay is not None and "record" not in told:
            told.setdefault("replay", self.replay)
        return told

    def aids(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return how a cell is shown to a student: what it or its session sets of `AIDS`, else what the policy does.

        A cell may always hide more. Nothing switches off what the policy sets.

        Raises
        ------
        ConfigError
            The policy sets one, and does not let it be set otherwise.
        """
        own = {name: self.keys[key] for name in AIDS if (key := f"defaults.{name}") in self.keys}
        told = {name: value for name, value in options.items() if value and name in own}
        return {**options, **own, **self._admitted(told, dict.fromkeys(AIDS))}

    def _admitted(self, options: Mapping[str, Any], built_in: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say something, all of which may be set; raise a ConfigError where one must not."""
        may = self.keys.get("allow.overrides", SETTINGS)
        told: dict[str, Any] = {}
        for name, value in options.items():
            if says_nothing(name, value):
                continue
            if name in SETTINGS and name not in may and f"allow.{_PLURALS.get(name)}" not in self.keys:
                if value in (self.keys.get(f"defaults.{name}", built_in[name]), built_in[name]):
                    continue
                allowed = ", ".join(may) or "nothing"
                raise ConfigError(f"{name} must not be set here: {self.file} lets you set {allowed} (allow.overrides)")
            told[name] = value
        return told

    def limit(self, limits: Limits) -> Limits:
        """Return the limits of a run, none above the policy's."""
        own = self._limits("run")
        tighter = {name: most for name, most in own.items() if (value := getattr(limits, name)) is None or value > most}
        return dataclasses.replace(limits, **cast("dict[str, Any]", tighter))

    def require_allowed(self, kind: Literal["model", "strategy"], names: Sequence[str]) -> None:
        """Raise a ConfigError unless all of these may be used."""
        key = f"allow.{_PLURALS[kind]}"
        allowed = self.keys.get(key, ["*"])
        for name in names:
            if not any(fnmatch.fnmatchcase(name, pattern) for pattern in allowed):
                raise ConfigError(
                    f"the {kind} {name} is not allowed: {self.file} allows {', '.join(allowed) or 'none'} ({key})"
                )

    @property
    def _path(self) -> Path:
        return self.path or Path(FILE).absolute()

    def _limits(self, period: str) -> dict[LimitName, float]:
        return {name: self.keys[key] for name in LIMIT_NAMES if (key := f"limits.{period}.{name}") in self.keys}


_PLURALS = {"model": "models", "strategy": "strategies"}


def says_nothing(name: str, value: Any) -> bool:
    """Whether an option with this value leaves it open; None lifts a limit."""
    if name in LIMIT_NAMES:
        return value is ...
    return value is None or (isinstance(value, Mapping | list | tuple) and not value)


def current() -> Policy:
    """Return the policy that runs are held to now, one that sets nothing where there is no file.

    Raises
    ------
    ConfigError
        Its file cannot be read, or something in it makes no sense.
    """
    named = os.environ.get("O1MAGIC_POLICY")
    if not named and not os.path.lexists(FILE):
        return Policy()
    return read((Path(named).expanduser() if named else Path(FILE)).absolute())


def read(path: Path) -> Policy:
    """Return the policy in a file.

    Raises
    ------
    ConfigError
        As for `current`.
    """
    policy = Policy(path=path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"the policy {policy.file} cannot be read, so nothing runs: {why}") from None
    try:
        policy = Policy(path=path, keys=dict(_flat(tables)))
        _require_sense(policy)
    except ConfigError as error:
        raise ConfigError(f"the policy {policy.file} cannot be used, so nothing runs: {error}") from None
    return policy


def _flat(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted keys with their values."""
    for name, value in tables.items():
        key = f"{prefix}{name}"
        if key in _KEYS:
            good, what = _KEYS[key]
            require(good(value), key, value, what)
            yield key, value
        elif any(known.startswith(f"{key}.") for known in _KEYS):
            require(_table(value), key, value, f"a table: [{key}]")
            yield from _flat(value, f"{key}.")
        else:
            raise ConfigError(f"unknown key {key!r}{near(key, _KEYS)}")


def _require_sense(policy: Policy) -> None:
    """Raise a ConfigError where an option to be overridden does not exist, or a default is not allowed."""
    for name in policy.keys.get("allow.overrides", ()):
        if name not in SETTINGS:
            raise ConfigError(f"allow.overrides: {name!r} is no option that it speaks of{near(name, SETTINGS)}")
    defaults = policy.defaults
    model = defaults.get("model", [])
    policy.require_allowed("model", [model] if isinstance(model, str) else model)
    policy.require_allowed("strategy", [defaults["strategy"]] if "strategy" in defaults else [])


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Standing:
    """What runs may still take.

    Attributes
    ----------
    policy
        The file that says so; None where there is none.
    run
        The limits of a run that sets none.
    session, day
        What is left of each limit of this kernel and of today, by name; empty where there are none.
    date
        The day that is counted, as YYYY-MM-DD.
    """

    policy: Path | None
    run: Limits
    session: Mapping[LimitName, Left]
    day: Mapping[LimitName, Left]
    date: str

    def __repr__(self) -> str:
        rows: list[tuple[str, str]] = [(name, _amount(getattr(self.run, name))) for name in LIMIT_NAMES]
        for period, lefts in (("session", self.session), ("day", self.day)):
            rows += [
                (period, f"{_amount(left.left)} of {_amount(left.limit)} {name} left") for name, left in lefts.items()
            ]
        if self.policy is not None:
            rows.append(("policy", f"{self.policy}, on {self.date}"))
        return "\n".join(f"{name:<13}{value}" for name, value in rows)


def _amount(value: float | None) -> str:
    return "none" if value is None else f"{round(value, 4):.12g}"


def limits(run: Mapping[str, Any] | None = None) -> Standing:
    """Return what runs may still take: `%o1 limits` as data.

    Parameters
    ----------
    run
        The limits that a run sets, by name; by default it sets none.

    Raises
    ------
    ConfigError
        The policy cannot be used, or the file in which days are kept cannot.
    """
    policy = current()
    own = {name: value for name, value in policy.defaults.items() if name in LIMIT_NAMES} | dict(run or {})
    date, left = policy.shared.standing()
    return Standing(policy=policy.path, run=policy.limit(Limits(**own)), **left, date=date)
