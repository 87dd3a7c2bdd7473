"""From the scores of the steps to the score of their chain."""

from __future__ import annotations

import math
from collections.abc import Sequence

from o1magic.config import Aggregate


def aggregate(steps: Sequence[float], by: Aggregate) -> float:
    """Return the score of a chain from those of its steps, at least one.

    Source: Lightman et al., Let's Verify Step by Step (arXiv 2305.20050), the product and the minimum; Snell et al.
    (arXiv 2408.03314), section 5.1, the last.
    """
    match by:
        case "last":
            return steps[-1]
        case "min":
            return min(steps)
        case "prod":
            return math.prod(steps)
        case "mean":
            return math.fsum(steps) / len(steps)


def filled(values: Sequence[float | None]) -> list[float]:
    """Return scores with the mean of the known ones in place of those that failed; all 0 where none is known."""
    known = [value for value in values if value is not None]
    mean = math.fsum(known) / len(known) if known else 0.0
    return [mean if value is None else value for value in values]
