"""Figures over several samples."""

from __future__ import annotations

import math

from o1magic.config import is_whole, require


def pass_at_k(n: int, right: int, k: int) -> float:
    """Return the probability that at least one of k samples is right, estimated from n of which so many are.

    1 - C(n - right, k) / C(n, k), which is unbiased: the share of all subsets of k samples that hold a right one.
    Source: Chen et al., Evaluating Large Language Models Trained on Code (arXiv 2107.03374), section 2.1.

    Parameters
    ----------
    n, right
        How many samples there are, and how many of them are right.
    k
        How many would be drawn, at most n.

    Raises
    ------
    ConfigError
        The numbers are not whole, or right or k is not between 0 or 1 and n.
    """
    require(is_whole(n) and n >= 1, "n", n, "a whole number of at least 1")
    require(is_whole(right) and 0 <= right <= n, "right", right, f"a whole number from 0 to n={n}")
    require(is_whole(k) and 1 <= k <= n, "k", k, f"a whole number from 1 to n={n}")
    return 1 - math.comb(n - right, k) / math.comb(n, k)
