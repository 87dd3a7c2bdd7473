"""Tab completion for the lines of `%%reason`, `%reason` and `%o1`."""

from __future__ import annotations

import os
import re
import sys
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from o1magic.errors import ConfigError
from o1magic.magic.options import BY_FLAG, OPTIONS, Option, parse

_MAGIC = re.compile(r"\s*(?:[\w.]+\s*=\s*)?%{1,2}(?P<magic>reason|o1)[ \t]+(?P<line>.*)$")


class Session(Protocol):
    """What completion wants to know of the magics."""

    shell: Any
    strategy: str
    compare: list[str] | None
    model: str | None
    subcommands: Mapping[str, tuple[str, ...]]


class Completion:
    """Completes the lines of one session.

    Parameters
    ----------
    session
        The magics.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @context_matcher(identifier="o1magic")  # type: ignore[untyped-decorator] # IPython leaves it untyped
    def matcher(self, context: CompletionContext) -> SimpleMatcherResult:
        """Return what the word before the cursor can become; nothing outside our lines."""
        match = _MAGIC.match(context.text_until_cursor)
        if match is None:
            return {"completions": []}
        before, current = _split_word(match["line"])
        if match["magic"] == "o1":
            return _result(current, self._subcommands(before.split()))
        return self._reason(before, current)

    def _subcommands(self, words: list[str]) -> Iterable[str]:
        if not words:
            return self._session.subcommands
        return self._session.subcommands.get(words[0], ()) if len(words) == 1 else ()

    def _reason(self, before: str, current: str) -> SimpleMatcherResult:
        line = parse(before, str)
        if line.rest:
            return {"completions": []}  # a question
        flag = "".join(before.split()[-1:])
        if flag in BY_FLAG and BY_FLAG[flag].metavar:
            return self._value(BY_FLAG[flag], current, line.values)
        if current and not current.startswith("-"):
            return {"completions": []}  # the first word of a question
        flag, sign, value = current.partition("=")
        if sign and flag in BY_FLAG:
            return self._value(BY_FLAG[flag], value, line.values)
        free = [option for option in OPTIONS if option.repeats or option.name not in line.values]
        if current.startswith("--"):
            return _result(current, [option.flags[-1] for option in free])
        return _result(current, [flag for option in free for flag in option.flags])

    def _value(self, option: Option, current: str, given: Mapping[str, Any]) -> SimpleMatcherResult:
        match option.values:
            case "files":
                # IPython's own matcher adds the files.
                return _result(current, self._variables(), alone=False)
            case "params":
                return self._param(current, self._chosen(given))
            case "compared":
                return self._compared(current)
            case _:
                return _result(current, self._words(option))

    def _words(self, option: Option) -> Iterable[str]:
        if isinstance(option.values, tuple):
            return option.values
        sources: Mapping[str, Callable[[], Iterable[str]]] = {
            "models": self._models,
            "strategies": _strategies,
            "scorers": lambda: [*_scorers(), *self._callables()],
            "callables": self._callables,
            "results": self._results,
            "variables": self._variables,
        }
        return sources[option.values]()

    def _chosen(self, given: Mapping[str, Any]) -> list[str]:
        """Return the names of the strategies that the line or the session speaks of."""
        if "strategy" in given:
            return [given["strategy"]]
        compared = given.get("compare", self._session.compare) or [self._session.strategy]
        return [item.partition(":")[0] for item in compared]

    def _param(self, current: str, names: Iterable[str]) -> SimpleMatcherResult:
        from o1magic.search.registry import find  # noqa: PLC0415 - as above

        try:
            chosen = [find(name) for name in names]
        except ConfigError:
            return _result(current, ())
        key, sign, value = current.partition("=")
        if not sign:
            return _result(current, [f"{name}=" for strategy in chosen for name in strategy.options])
        hints = [typing.get_type_hints(strategy.grow).get(key) for strategy in chosen]
        return _result(value, [str(word) for hint in hints for word in typing.get_args(hint)])

    def _compared(self, current: str) -> SimpleMatcherResult:
        """Complete the last of several strategies, or an option of it."""
        name, *options = current.rpartition(",")[2].split(":")
        return self._param(options[-1], [name]) if options else _result(name, _strategies())

    def _models(self) -> list[str]:
        from o1magic.magic.doctor import reachable  # noqa: PLC0415 - as above

        mine: str | list[str] = self._session.model or []
        return [
            *([mine] if isinstance(mine, str) else mine),
            *filter(None, [os.environ.get("O1MAGIC_MODEL")]),
            *reachable(),
        ]

    def _public(self) -> list[tuple[str, Any]]:
        hidden = self._session.shell.user_ns_hidden
        return [(n, v) for n, v in list(self._session.shell.user_ns.items()) if n[0] != "_" and n not in hidden]

    def _variables(self) -> list[str]:
        return [name for name, _ in self._public()]

    def _results(self) -> list[str]:
        return [name for name, value in self._public() if _is_result(value)]

    def _callables(self) -> list[str]:
        return [name for name, value in self._public() if callable(value)]


def _split_word(line: str) -> tuple[str, str]:
    """Return what comes before the word at the cursor, and that word."""
    current = re.search(r"\S*$", line)
    assert current is not None  # noqa: S101 - it matches anything
    return line[: current.start()], current[0]


def _strategies() -> Iterable[str]:
    from o1magic.search.registry import strategies  # noqa: PLC0415 - only where it is asked for

    return strategies()


def _scorers() -> Iterable[str]:
    from o1magic.scoring import scorers  # noqa: PLC0415 - as above

    return scorers()


def _is_result(value: Any) -> bool:
    module = sys.modules.get("o1magic.result")
    return module is not None and isinstance(value, module.Result)


def _result(current: str, words: Iterable[str], *, alone: bool = True) -> SimpleMatcherResult:
    fitting = dict.fromkeys(word for word in words if word.startswith(current))
    return {
        "completions": [SimpleCompletion(word) for word in fitting],
        "matched_fragment": current,
        "suppress": alone,
    }
