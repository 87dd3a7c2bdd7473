"""The IPython side: `%%reason`, `%reason` and `%o1`, and how they come and go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from o1magic.magic.display import show

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load", "show", "unload"]

_LOADED = "_o1magic"


def load(shell: InteractiveShell) -> None:
    """Add the magics, their completion and the input transformer to a shell."""
    from o1magic.magic.completion import Completion  # noqa: PLC0415 - `o1magic.show` must not import IPython
    from o1magic.magic.magics import ReasonMagics  # noqa: PLC0415 - as above
    from o1magic.magic.questions import keep_questions  # noqa: PLC0415 - as above

    unload(shell)
    magics: Any = ReasonMagics(shell)
    matcher = Completion(magics).matcher
    shell.register_magics(magics)
    shell.Completer.custom_matchers.append(matcher)
    shell.input_transformers_cleanup.append(keep_questions)
    shell.events.register("pre_run_cell", magics.begin_cell)
    shell.events.register("post_run_cell", magics.end_of_cell)
    setattr(shell, _LOADED, (magics, matcher, keep_questions))


def unload(shell: InteractiveShell) -> None:
    """Take away all that `load` added, what runs in the background, and the embedded engine with it."""
    loaded = getattr(shell, _LOADED, None)
    if loaded is None:
        return
    magics, matcher, keep_questions = loaded
    delattr(shell, _LOADED)
    magics.stop_background()
    magics.use_recording()
    shell.events.unregister("pre_run_cell", magics.begin_cell)
    shell.events.unregister("post_run_cell", magics.end_of_cell)
    shell.input_transformers_cleanup.remove(keep_questions)
    shell.Completer.custom_matchers.remove(matcher)
    shell.configurables.remove(magics)
    del shell.magics_manager.registry[type(magics).__name__]
    for kind, named in type(magics).magics.items():
        for name in named:
            shell.magics_manager.magics[kind].pop(name, None)
    if "o1magic.models.local" in sys.modules:
        sys.modules["o1magic.models.local"].unload()
