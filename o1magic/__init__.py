"""o1magic: `%%reason`, a chain-of-thought search in a notebook cell."""

from __future__ import annotations

__version__ = "0.1.0"
