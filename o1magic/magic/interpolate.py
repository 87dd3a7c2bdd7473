r"""`{{name}}` in a question: variables of the notebook.

Only identifiers with dotted attributes are taken for names, so that `x^{{2}}`, a lone brace and LaTeX stay as they
are; `\{{name}}` is the literal text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from IPython.core.getipython import get_ipython

from o1magic.errors import ConfigError, near

LONGEST = 20_000
"""Most characters that one variable may put into a question."""
HEAD_ROWS = 20
"""Rows of a table that go into a question."""

_HOLE = re.compile(r"(\\?)\{\{\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*\}\}")


def interpolate(text: str, namespace: Mapping[str, Any]) -> str:
    """Return the text with the variables inserted; what is inserted is not searched again.

    Raises
    ------
    ConfigError
        An unknown name, a value that cannot be had or shown, or one of more than `LONGEST` characters.
    """

    def fill(hole: re.Match[str]) -> str:
        escape, name = hole.groups()
        if escape:
            return hole[0].removeprefix("\\")
        try:
            value = look_up(name, namespace)
        except ConfigError as error:
            raise ConfigError(f"{error}; \\{hole[0]} is the literal text, --no-vars inserts nothing") from None
        try:
            shown = as_text(value)
        except Exception as error:  # the user's own code
            raise ConfigError(f"{hole[0]} cannot be shown: {_told(error)}") from error
        if len(shown) > LONGEST:
            raise ConfigError(f"{hole[0]} is {len(shown)} characters long, more than {LONGEST}; insert a part of it")
        return shown

    return _HOLE.sub(fill, text)


def look_up(name: str, namespace: Mapping[str, Any]) -> Any:
    """Return the value of a variable, or of a dotted attribute of one.

    Raises
    ------
    ConfigError
        There is none, with near names; or it cannot be had.
    """
    first, *attributes = name.split(".")
    if first not in namespace:
        raise ConfigError(f"there is no variable {first!r}{near(first, own_names(namespace))}")
    value, path = namespace[first], first
    for attribute in attributes:
        try:
            value = getattr(value, attribute)
        except AttributeError:
            raise ConfigError(f"{path} has no attribute {attribute!r}{near(attribute, _public(dir(value)))}") from None
        except Exception as error:  # the user's own code
            raise ConfigError(f"{path}.{attribute} cannot be had: {_told(error)}") from error
        path = f"{path}.{attribute}"
    return value


def own_names(namespace: Mapping[str, Any]) -> list[str]:
    """Return the public names in a namespace, without those that IPython put there and that are as it left them."""
    shell = get_ipython()
    hidden = {} if shell is None else shell.user_ns_hidden
    return [name for name in _public(namespace) if name not in hidden or hidden[name] is not namespace[name]]


def as_text(value: Any) -> str:
    """Return what stands for a value in a question.

    A text as it is, a path as text, a table as Markdown, anything else by `repr`.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, PurePath):
        return str(value)
    return _table(value) if _is_table(value) else repr(value)


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith("_")]


def _told(error: Exception) -> str:
    """Return an error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def _is_table(value: Any) -> bool:
    # By name, for pandas and polars alike: neither is imported here.
    named = any(base.__name__ == "DataFrame" for base in type(value).__mro__)
    return named and (hasattr(value, "itertuples") or hasattr(value, "rows"))


def _table(frame: Any) -> str:
    """Return the first rows as a Markdown table, and how many more there are."""
    head = frame.head(HEAD_ROWS)
    if hasattr(head, "itertuples"):
        if type(head.index).__name__ != "RangeIndex":
            head = head.reset_index()
        rows = list(head.itertuples(index=False, name=None))
    else:
        rows = head.rows()
    columns = list(head.columns)
    lines = [_row(columns), _row(["---"] * len(columns)), *map(_row, rows)]
    if len(frame) > len(rows):
        lines.append(f"\n({len(rows)} of {len(frame)} rows)")
    return "\n".join(lines)


def _row(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"
