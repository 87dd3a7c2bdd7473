"""Lets `%reason ... ?` reach the magic: IPython takes a `?` at the end of a line for a call for help."""

from __future__ import annotations

import re
from typing import Any

from IPython.core.inputtransformer2 import EscapedCommand, MagicAssign, make_tokens_by_line

# A bare `%reason?` or `%reason ?` stays a call for help.
_QUESTION = re.compile(r"%reason\s+(?!\?+\s*$)\S")


def _asks(found: Any, lines: list[str]) -> bool:
    return found is not None and _QUESTION.match(lines[found.start_line], found.start_col) is not None


def keep_questions(lines: list[str]) -> list[str]:
    """Turn lines such as `%reason what is 6 * 7?` and `r = %reason ...?` into calls, before help is looked for.

    It finds them by IPython's own tokenizer, so that a text in quotes that looks like one is left alone.
    """
    if not (any("%reason" in line for line in lines) and any(line.rstrip().endswith("?") for line in lines)):
        return lines
    while (found := _find(lines)) is not None:
        lines = found.transform(lines)
    return lines


def _find(lines: list[str]) -> Any:
    """Return the first such line as IPython's transformer of it, or None."""
    kinds: tuple[Any, ...] = (EscapedCommand, MagicAssign)
    for tokens in make_tokens_by_line(lines):
        for kind in kinds:
            found = kind.find([tokens])
            if _asks(found, lines):
                return found
    return None
