"""Best-of-N: many samples, each scored; the answer with the highest sum of scores wins."""

from __future__ import annotations

from typing import Literal

from o1magic.search.core import Search
from o1magic.search.registry import VERIFIER, strategy
from o1magic.search.select import weighted

BATCH = 4
"""Samples that are drawn before the check is asked again."""


@strategy(
    "best_of_n",
    select=weighted,
    source="Snell et al. (arXiv 2408.03314), section 5.1, best-of-N weighted",
    forecast=lambda n=8, stop="pass": n,  # noqa: ARG005 - the most that is drawn, should nothing pass
    scores=True,
    judged_by=f"a check, tests or a scorer; else {VERIFIER}",
    verifies=True,
)
async def best_of_n(search: Search, *, n: int = 8, stop: Literal["pass", "none"] = "pass") -> None:
    """Sample n chains, score each, and choose the answer with the highest sum of scores.

    The scorer is the check or `--scorer`, else the log-probability where the model discloses it, else a judge.

    Parameters
    ----------
    n
        Chains to sample.
    stop
        `pass` stops after the first batch of four in which an answer passes the check; `none` draws all n.
    """
    scorer = search.verifier
    ask = search.solve(logprobs=scorer.name == "logprob")
    early = search.has_check and stop == "pass"
    drawn = 0
    while drawn < n:
        drawn += len(await search.sample(min(BATCH, n - drawn) if early else n, scorer, ask=ask))
        if early and drawn < n and search.passed:
            search.stop("check_passed")
            return
