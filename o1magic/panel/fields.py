"""Controls with a small label above each, and those that a strategy's options call for."""

from __future__ import annotations

import html
import typing
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import ipywidgets

from o1magic.search.registry import Strategy

MOST = 1_000_000
"""Largest number that a control takes."""
DIM = "color:var(--jp-ui-font-color2, #666)"


def button(text: str, **options: Any) -> ipywidgets.Button:
    """Return a button as wide as its text needs it."""
    return ipywidgets.Button(
        description=text, layout=ipywidgets.Layout(width="auto", min_width="2.4rem", margin="0"), **options
    )


def dim(text: str) -> ipywidgets.HTML:
    """Return a line that stands back."""
    return markup(f'<div style="{DIM};line-height:1.45">{html.escape(text)}</div>')


def markup(source: str) -> ipywidgets.HTML:
    """Return HTML in which no mathematics is typeset: what is in it is plain text."""
    made = ipywidgets.HTML(source)
    made.add_class("mathjax_ignore")
    return made


def field(label: str, control: ipywidgets.Widget, width: str, meaning: str = "") -> ipywidgets.VBox:
    """Return a control below its label.

    Parameters
    ----------
    width
        Its least width in CSS; it grows where there is room.
    meaning
        What a pointer that rests on it is told.
    """
    control.layout.width, control.layout.margin = "100%", "0"
    # Spoken, where the label that is seen cannot be tied to the control.
    control.tooltip = f"{label}: {meaning}" if meaning else label
    caption = markup(f'<div style="{DIM};font-size:.9em;line-height:1.6">{html.escape(label)}</div>')
    return ipywidgets.VBox([caption, control], layout=ipywidgets.Layout(flex=f"1 1 {width}", min_width="0", margin="0"))


def row(*fields: ipywidgets.Widget, align: str = "flex-start") -> ipywidgets.HBox:
    """Return fields side by side, as far as there is room."""
    layout = ipywidgets.Layout(flex_flow="row wrap", grid_gap="4px 14px", align_items=align, overflow="visible")
    return ipywidgets.HBox(fields, layout=layout)


class Options:
    """The controls of one strategy's options, made from the signature that it is registered with.

    Parameters
    ----------
    strategy
        Whose options.
    given
        Values that some of them begin with.
    changed
        Called when one has changed.

    Attributes
    ----------
    fields
        What is shown.
    """

    def __init__(self, strategy: Strategy, given: Mapping[str, Any], changed: Callable[[Any], None]) -> None:
        hints = typing.get_type_hints(strategy.grow, include_extras=True)
        self._defaults = {name: option.default for name, option in strategy.options.items()}
        begin = self._defaults | {name: value for name, value in given.items() if name in self._defaults}
        self._controls = {name: _control(hints[name], begin[name]) for name in self._defaults}
        for control in self._controls.values():
            control.observe(changed, "value")
        meanings = strategy.meanings
        self.fields = [
            field(name, control, "6.5rem", meanings.get(name, "")) for name, control in self._controls.items()
        ]

    @property
    def values(self) -> dict[str, Any]:
        """The options that are not at their defaults."""
        now = {name: control.value for name, control in self._controls.items()}
        return {name: value for name, value in now.items() if value != self._defaults[name]}


def _control(hint: Any, value: Any) -> ipywidgets.Widget:
    """Return what fits an option: the registry takes whole numbers, numbers and words to choose from."""
    least = 1
    if typing.get_origin(hint) is Annotated:
        hint, least = typing.get_args(hint)
    if typing.get_origin(hint) is Literal:
        return ipywidgets.Dropdown(options=typing.get_args(hint), value=value)
    if hint is int:
        return ipywidgets.BoundedIntText(value, min=least, max=MOST)
    return ipywidgets.BoundedFloatText(value, min=0, max=MOST, step=0.1)
