"""The keys that are pressed in a panel are the panel's."""

from __future__ import annotations

import anywidget
import ipywidgets

# JupyterLab takes the keys of what is no text field for shortcuts, unless what has the focus tells it not to: the first
# letters of a choice would delete the cell. After a click on a button it keeps its shortcuts.
_SCRIPT = """\
export default {
  render({ el }) {
    const keep = ({ target }) => {
      if (!el.parentElement?.contains(target)) return;
      target.toggleAttribute("data-lm-suppress-shortcuts", target.matches("select, :focus-visible"));
    };
    document.addEventListener("focusin", keep);
    return () => document.removeEventListener("focusin", keep);
  },
};
"""


class Keys(anywidget.AnyWidget):  # type: ignore[misc] # anywidget is untyped here
    """Keeps JupyterLab from taking the keys of the controls beside it; nothing is seen of it."""

    _esm = _SCRIPT

    def __init__(self) -> None:
        super().__init__(layout=ipywidgets.Layout(display="none"))
