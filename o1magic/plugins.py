"""Entry points of other packages that register something when they are loaded."""

from __future__ import annotations

import importlib.metadata
import sys
import warnings
from collections.abc import Mapping


def load(group: str, kind: str, registered: Mapping[str, object]) -> None:
    """Load the entry points of a group; one that is broken, or registers nothing, is a warning and left out.

    Parameters
    ----------
    group
        Of the entry points.
    kind
        What they are, for people.
    registered
        What is registered so far; loading adds to it.
    """
    for point in importlib.metadata.entry_points(group=group):
        known, was_imported = dict(registered), point.module in sys.modules
        try:
            point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plug-in must not take the others along
            warnings.warn(f"the {kind} {point.name!r} ({point.value}) is left out: {error!r}", stacklevel=2)
            continue
        if dict(registered) == known and not was_imported:
            warnings.warn(f"the {kind} {point.name!r} ({point.value}) is left out: it registers none", stacklevel=2)
