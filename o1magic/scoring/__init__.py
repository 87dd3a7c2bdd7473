"""Scorers: verifiers that give a node a value in [0, 1]."""

from __future__ import annotations

from o1magic.errors import ConfigError, near
from o1magic.scoring.base import ScoreContext, Scorer
from o1magic.scoring.intrinsic import Logprob, Votes
from o1magic.scoring.judge import Judge
from o1magic.scoring.user import ByCallable, UserCallable

SCORERS: dict[str, type[Scorer]] = {"votes": Votes, "logprob": Logprob, "judge": Judge}

__all__ = ["SCORERS", "ByCallable", "ScoreContext", "Scorer", "UserCallable", "find"]


def find(name: str) -> Scorer:
    """Return the built-in scorer of this name.

    Raises
    ------
    ConfigError
        There is none; names near ones.
    """
    if name not in SCORERS:
        raise ConfigError(
            f"unknown scorer {name!r}{near(name, SCORERS)}; known: {', '.join(SCORERS)}, or a callable of the notebook"
        )
    return SCORERS[name]()
