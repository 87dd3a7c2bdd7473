"""Tables of what there is to choose from, readable in a notebook and in a terminal."""

from __future__ import annotations

import html
import re
import textwrap
from typing import Any, Protocol, TypeVar

WIDTH = 100
"""Characters of a line in a terminal."""

_CODE = re.compile(r"`([^`\n]+)`")


class Row(Protocol):
    """What can stand in a table."""

    @property
    def summary(self) -> str:
        """What it is, in one line."""
        ...

    @property
    def facts(self) -> dict[str, str]:
        """What else there is to say, by heading; empty where there is nothing, with a line for each of several."""
        ...


T = TypeVar("T", bound=Row)


class Listing(dict[str, T]):
    """A dictionary by name that shows itself as a table.

    Parameters
    ----------
    rows
        By name.
    note
        What stands below the table.
    """

    def __init__(self, rows: dict[str, T], note: str = "") -> None:
        super().__init__(rows)
        self._note = note

    def __repr__(self) -> str:
        """Return the table as text."""
        blocks = [
            "\n".join(
                [
                    *_wrapped(f"{name}: {row.summary}", ""),
                    *(line for head, fact in row.facts.items() if fact for line in _fact(head, fact)),
                ]
            )
            for name, row in self.items()
        ]
        return "\n".join([*blocks, *_wrapped(self._note, "")])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002, FBT001 - IPython's signature
        """Show the table in a terminal."""
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        """Return the table as HTML."""
        heads = list(dict.fromkeys(head for row in self.values() for head in row.facts))
        lines = [["name", "summary", *heads]]
        lines += [[name, row.summary, *(row.facts.get(head, "") for head in heads)] for name, row in self.items()]
        top, *rest = ["".join(_cell(cell, tag) for cell in line) for tag, line in _tagged(lines)]
        body = "".join(f"<tr>{line}</tr>" for line in rest)
        note = f"<p>{html.escape(self._note)}</p>" if self._note else ""
        return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{note}"


def _tagged(lines: list[list[str]]) -> list[tuple[str, list[str]]]:
    return [("td" if i else "th", line) for i, line in enumerate(lines)]


def _cell(text: str, tag: str) -> str:
    source = _CODE.sub(r"<code>\1</code>", html.escape(text)).replace("\n", "<br>")
    # Notebooks set tables of figures.
    return f'<{tag} style="text-align:left;vertical-align:top">{source}</{tag}>'


def _fact(head: str, fact: str) -> list[str]:
    one, *more = fact.splitlines()
    if not more:
        return _wrapped(f"{head}: {one}", "    ")
    return [f"    {head}:", *(line for each in (one, *more) for line in _wrapped(each, "        "))]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False)
