"""`ScriptedModel`: a deterministic, offline model for tests and teaching."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from o1magic.errors import BadRequestError, ModelError
from o1magic.models.base import Capabilities, Listener, Progress, Reply
from o1magic.models.chat_format import visible_text
from o1magic.types import Ask, Completion, TokenLogprob, Usage, digest

ScriptedReply = str | Completion | ModelError
Script = Sequence[ScriptedReply] | Mapping[str, Sequence[ScriptedReply]] | Callable[[Ask, int], ScriptedReply]

_serial = itertools.count()


class ScriptedModel:
    r"""A model whose replies are written down beforehand. A word is a token.

    Parameters
    ----------
    replies
        A list, indexed by sample index for every request alike; a mapping from a text that the request's last message
        contains to such a list; or a function of the request and the sample index. A `ModelError` in place of a reply
        is a failure.
    name
        The model's name in traces.
    delay
        Seconds that a reply takes, or a function of the request and the sample index: arrivals can be shuffled.
    capabilities
        What the model claims to be able to do. By default its tokens are free.

    Examples
    --------
    >>> import o1magic
    >>> model = o1magic.ScriptedModel(["7 * 12 = 84\nAnswer: 84"])
    >>> o1magic.reason("How many?", model=model, strategy="chain", cache=False).answer
    '84'
    """

    def __init__(
        self,
        replies: Script,
        *,
        name: str = "scripted",
        delay: float | Callable[[Ask, int], float] = 0.0,
        capabilities: Capabilities | None = None,
    ) -> None:
        self.name = name
        self.capabilities = capabilities or Capabilities(price=(0.0, 0.0), logprobs=True, prefill=True)
        self.settled = True
        self._replies = replies
        self._delay = delay
        # Other replies are another endpoint: a cache never mixes up two scripts. Functions cannot be compared.
        self.endpoint = f"scripted:{next(_serial)}:{id(self)}" if callable(replies) else f"scripted:{_digest(replies)}"

    async def prepare(self, progress: Progress | None = None) -> None:
        """Do nothing: there is nothing to load."""

    def count_prompt(self, ask: Ask) -> int:
        """Return the number of words in the prompt."""
        return len(" ".join([*(message.text for message in ask.messages), ask.prefix]).split())

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Return the scripted replies, each after its delay."""
        return list(await asyncio.gather(*(self._reply(ask, sample, listener or Listener()) for sample in samples)))

    async def _reply(self, ask: Ask, sample: int, listener: Listener) -> Reply:
        delay = self._delay(ask, sample) if callable(self._delay) else self._delay
        reply = self._look_up(ask, sample)
        if isinstance(reply, str):
            reply = self._completion(ask, reply, delay)
        if isinstance(reply, Completion) and listener.shows(sample):
            chunks = re.findall(r"\s*\S+\s*", reply.text)
            for chunk in chunks:
                await asyncio.sleep(delay / len(chunks))
                listener.text(sample, chunk)
        else:
            await asyncio.sleep(delay)
        listener.done(sample, reply)
        return reply

    def _look_up(self, ask: Ask, sample: int) -> ScriptedReply:
        replies: Any = self._replies
        if callable(replies):
            found: ScriptedReply = replies(ask, sample)
            return found
        if isinstance(replies, Mapping):
            last = ask.messages[-1].text
            key = next((key for key in replies if key in last), None)
            if key is None:
                return BadRequestError(f"the script of {self.name} has no reply to {last[:80]!r}")
            replies = replies[key]
        if sample >= len(replies):
            return BadRequestError(f"the script of {self.name} has {len(replies)} replies; sample {sample} was asked")
        scripted: ScriptedReply = replies[sample]
        return scripted

    def _completion(self, ask: Ask, text: str, seconds: float) -> Completion:
        text = visible_text(text, ask.prefix, ask.stop, final=True)
        words = re.findall(r"\s*\S+\s*", text)
        cut = len(words) > ask.effective_max_tokens
        words = words[: ask.effective_max_tokens]
        prompt = self.count_prompt(ask)
        price = self.capabilities.price
        return Completion(
            text="".join(words),
            logprobs=() if ask.logprobs is None else tuple(TokenLogprob(word, -0.1) for word in words),
            finish_reason="length" if cut else "stop",
            usage=Usage(
                calls=1,
                prompt_tokens=prompt,
                completion_tokens=len(words),
                cost=None if price is None else prompt * price[0] + len(words) * price[1],
                seconds=seconds,
            ),
            model=self.name,
        )


def _digest(replies: Sequence[ScriptedReply] | Mapping[str, Sequence[ScriptedReply]]) -> str:
    if isinstance(replies, Mapping):
        return digest({key: [repr(reply) for reply in value] for key, value in replies.items()})
    return digest([repr(reply) for reply in replies])
