"""The text of a `%%reason` cell: what `parse` reads from it, written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from o1magic.config import LIMIT_NAMES, Limits
from o1magic.errors import ConfigError
from o1magic.magic.options import OPTIONS, Option, parse

_DEFAULTS = Limits()


def write(question: str, values: Mapping[str, Any], session: Mapping[str, Any]) -> str:
    """Return the cell that asks this question with these values of options.

    Parameters
    ----------
    question
        What is asked.
    values
        By the options' names. Left out is what is at its built-in default, unless the session has another one.
    session
        The defaults of the session.

    Raises
    ------
    ConfigError
        The line of a magic cannot hold a value: it has line breaks, or both kinds of quotes.
    """
    given = {
        option: values[option.name]
        for option in OPTIONS
        if option.name in values
        and not values[option.name] == option.default == session.get(option.name, option.default)
    }
    words = [word for option, value in given.items() for word in _words(option, value)]
    if "{{" in "".join([question, *words]) and not values.get("no_vars"):
        words.append("--no-vars")
    return "\n".join([" ".join(["%%reason", *words]), question.strip()])


def _words(option: Option, value: Any) -> Iterator[str]:
    if not option.metavar:
        yield option.flags[-1]
        return
    for text in _texts(option, value):
        yield option.flags[0]
        yield _quoted(option, text)


def _texts(option: Option, value: Any) -> list[str]:
    """Return what stands for a value, a text for each time that the option is given."""
    if option.name in LIMIT_NAMES:
        value = getattr(_DEFAULTS, option.name) if value is ... else value
        return ["none" if value is None else repr(value)]
    if value is None:
        return []  # there is no word for it
    if isinstance(value, Mapping):
        return [f"{key}={_plain(item)}" for key, item in value.items()]
    texts = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    return texts if option.repeats else [",".join(texts)]


def _plain(item: Any) -> str:
    """Return the text of a parameter's value; a text that would be read as something else is written as JSON."""
    if not isinstance(item, str):
        return json.dumps(item)
    try:
        json.loads(item)
    except ValueError:
        return item
    return json.dumps(item)


def _quoted(option: Option, text: str) -> str:
    """Return the text so that it is one word of the line."""
    for word in (text, f'"{text}"', f"'{text}'"):
        read = parse(f"--no-vars {option.flags[0]} {word}", str)
        wanted = option.read([text] if option.repeats else text)
        if (read.values.get(option.name), read.rest, read.problem) == (wanted, "", ""):
            return word
    raise ConfigError(f"{option.flags[-1]}: this cannot stand on the line of a magic: {text!r}")
