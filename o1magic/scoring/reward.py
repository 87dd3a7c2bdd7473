"""A reward model behind an HTTP endpoint: of whole solutions or of their steps."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from typing import Any

from o1magic import steps
from o1magic.config import Aggregate, address, is_amount
from o1magic.errors import ConfigError
from o1magic.scoring.aggregate import aggregate
from o1magic.scoring.base import ScoreContext
from o1magic.together import together
from o1magic.trace import Node
from o1magic.types import Score

KEY = "O1MAGIC_SCORER_KEY"
"""The environment variable that holds the endpoint's key, if it wants one."""
AT_ONCE = 8
"""Requests that are under way at the same time."""
SECONDS = 30.0
"""Longest that the endpoint may take for one solution."""
SHOWN = 80
"""Characters of an unusable reply that a note repeats."""


class Reward:
    """Posts a solution to the user's endpoint, and takes the score that it returns.

    The request is JSON, `{"question": ..., "solution": ..., "steps": [...]}`: the steps are the solution in pieces. The
    reply is `{"score": x}`, or `{"scores": [...]}` with one for each step, all in [0, 1]. Scores of steps are
    aggregated as the run wants it, and kept. Anything else, a time-out included, is a failed score that says what came.
    Redirections are not followed. Equal solutions are posted once.

    A reward model may judge steps, which makes it a process scorer: one for strategies that branch at each step.

    Parameters
    ----------
    url
        The endpoint's address. It is written down, and holds no key: that is read from `O1MAGIC_SCORER_KEY` and sent
        as a bearer token.

    Raises
    ------
    ConfigError
        It is no such address.
    """

    name = "reward"
    partial = True
    process = True

    def __init__(self, url: str) -> None:
        try:
            self.address = address(url)
        except ConfigError:
            raise ConfigError(
                "the address of a scorer (--scorer) looks like http://127.0.0.1:8001/score, with no user, password, "
                f"query or fragment in it; a key is read from the environment variable {KEY}"
            ) from None
        self._known: dict[str, Score] = {}

    async def score(self, ctx: ScoreContext, nodes: Sequence[Node]) -> list[Score]:
        """Return the scores, asked for at once, a few at a time."""
        import httpx  # noqa: PLC0415 - it takes a tenth of a second to import

        texts = [ctx.trace.solution(node.id) for node in nodes]
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        free = asyncio.Semaphore(AT_ONCE)
        key = os.environ.get(KEY)
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})

        async def post(client: httpx.AsyncClient, text: str) -> Score:
            pieces = steps.cut(text)
            request = {"question": ctx.question, "solution": text, "steps": pieces}

            async def ask() -> dict[str, Any]:
                async with free:
                    try:
                        async with asyncio.timeout(SECONDS):
                            reply = await client.post(self.address, content=json.dumps(request))
                    except TimeoutError:
                        return {"error": f"the endpoint took longer than {SECONDS:g} s"}
                    except (httpx.HTTPError, httpx.InvalidURL) as error:
                        return {"error": f"the endpoint cannot be reached: {type(error).__name__}"}
                said = reply.text.replace(key, "***") if key else reply.text
                if reply.status_code != httpx.codes.OK:
                    return {"error": f"the endpoint replied with status {reply.status_code}: {_shown(said)}"}
                return {"said": said}

            reply = await ctx.outside(self.name, request, ask)
            return Score(None, reply["error"]) if "error" in reply else read(reply["said"], len(pieces), ctx.aggregate)

        async with httpx.AsyncClient(headers=headers, timeout=None) as client:  # noqa: S113 - see post
            found = dict(zip(new, await together(*(post(client, text) for text in new)), strict=True))
        self._known |= {text: score for text, score in found.items() if score.value is not None}
        return [found[text] if text in found else self._known[text] for text in texts]


def read(text: str, count: int, by: Aggregate) -> Score:
    """Return the score that the body of a reply holds, for a solution of so many steps."""
    try:
        reply = json.loads(text)
    except (ValueError, RecursionError):
        reply = None
    match reply:
        case {"scores": [_, *_] as scores} if all(map(_is_score, scores)):
            if len(scores) != count:
                return Score(None, f"the endpoint gave {len(scores)} scores to {count} steps")
            return Score(aggregate(scores, by), "", tuple(float(score) for score in scores))
        case {"score": value} if _is_score(value):
            return Score(float(value))
    return Score(None, f"the endpoint gave neither a score in [0, 1] nor a list of them: {_shown(text)}")


def _is_score(value: Any) -> bool:
    return is_amount(value) and value <= 1


def _shown(text: str) -> str:
    """Return the beginning of what came, on one line."""
    return " ".join(text[:SHOWN].split())
