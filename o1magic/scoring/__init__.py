"""Scorers: verifiers that give a node a value in [0, 1]."""

from __future__ import annotations

from o1magic.scoring.base import ScoreContext, Scorer
from o1magic.scoring.registry import find, is_known, scorers, unknown
from o1magic.scoring.user import ByCallable, UserCallable

__all__ = ["ByCallable", "ScoreContext", "Scorer", "UserCallable", "find", "is_known", "scorers", "unknown"]
