"""OpenAI's chat format, in both directions: what is asked and replied, as other programs write it. No I/O."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

from o1magic.errors import BadRequestError
from o1magic.models.base import Capabilities
from o1magic.types import Ask, Completion, FinishReason, Image, Message, Role, Text, TokenLogprob

GO_ON = (
    "Your last message was cut off. Go on exactly where it stops: repeat nothing of it, do not comment on it, "
    "just write what comes next."
)
"""What a model without prefill is told, so that it continues `Ask.prefix`."""

IMAGE_TOKENS = 1000
"""About what the providers charge for a picture of 1000 x 1000 pixels."""

_PIECES = re.compile(r"[A-Za-z]{1,8}|\d{1,3}|\n\s*| {2,}|[^\sA-Za-z\d]")
_ROLES: Mapping[str, Role] = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}


def messages_of(ask: Ask, *, prefill: bool) -> list[dict[str, Any]]:
    """Return the request's messages; the prefix is a prefill, or a message that the model is asked to go on with."""
    messages: list[dict[str, Any]] = [{"role": m.role, "content": _content(m)} for m in ask.messages]
    if ask.prefix and prefill:
        # Anthropic refuses trailing white space here; `visible_text` takes it off the reply's start instead.
        messages.append({"role": "assistant", "content": ask.prefix.rstrip(), "prefix": True})
    elif ask.prefix:
        messages.append({"role": "assistant", "content": ask.prefix})
        messages.append({"role": "user", "content": GO_ON})
    return messages


def _content(message: Message) -> str | list[dict[str, Any]]:
    if not any(isinstance(part, Image) for part in message.parts):
        return message.text
    return [
        {"type": "text", "text": part.text}
        if isinstance(part, Text)
        else {
            "type": "image_url",
            "image_url": {"url": f"data:{part.media_type};base64,{base64.b64encode(part.data).decode()}"},
        }
        for part in message.parts
    ]


class Draft:
    """One sample's reply while it is written."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._sent = 0
        self.raw = self.reasoning = ""
        self.logprobs: list[TokenLogprob] = []
        self.finish: FinishReason = "stop"

    @classmethod
    def of(cls, choice: Any, ask: Ask) -> Draft:
        """Return the draft of a complete choice."""
        draft = cls(ask)
        draft.add(choice.message, choice)
        return draft

    @property
    def text(self) -> str:
        """The reply, complete."""
        return visible_text(self.raw, self._ask.prefix, self._ask.stop, final=True)

    def add(self, part: Any, choice: Any) -> tuple[str, str]:
        """Take a message or a piece of one; return what can be shown of it: text and reasoning."""
        self.raw += part.content or ""
        reasoning = getattr(part, "reasoning_content", None) or ""
        self.reasoning += reasoning
        content = getattr(getattr(choice, "logprobs", None), "content", None) or ()
        self.logprobs += [
            TokenLogprob(t.token, t.logprob, tuple((a.token, a.logprob) for a in t.top_logprobs or ())) for t in content
        ]
        if choice.finish_reason:
            known = choice.finish_reason in {"length", "content_filter"}
            self.finish = choice.finish_reason if known else "stop"
        return self._unsent(visible_text(self.raw, self._ask.prefix, self._ask.stop, final=False)), reasoning

    def rest(self) -> str:
        """Return what had to be held back until the end."""
        return self._unsent(self.text)

    def _unsent(self, text: str) -> str:
        fresh, self._sent = text[self._sent :], max(self._sent, len(text))
        return fresh


def visible_text(raw: str, prefix: str, stop: Sequence[str], *, final: bool) -> str:
    """Return what of a reply is its own text: without a repetition of the prefix, and up to the first stop text.

    While the reply is written (`final=False`) the end that may yet turn out otherwise is held back, so that what is
    shown is always the beginning of what is returned.

    >>> visible_text("2 + 2 = 4", "2 + 2 = ", (), final=True)
    '4'
    """
    begun = prefix.strip()
    if begun:
        body = raw.lstrip()
        if body.startswith(begun):
            raw = body[len(begun) :]
        elif not final and begun.startswith(body):
            return ""
        if prefix[-1].isspace():
            raw = raw.lstrip()
    ends = [raw.index(text) for text in stop if text in raw]
    if stop and not final:
        ends.append(max(0, len(raw) - max(map(len, stop)) + 1))  # here the longest stop text may yet begin
    return raw[: min(ends, default=None)]


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to the weights, exactly (largest remainders); equally where all are 0.

    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    """
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in remainders[: total - sum(shares)]:
        shares[i] += 1
    return shares


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a text has, without a tokeniser.

    Counted in the pieces that today's tokenisers begin with: words (one token for each 8 letters), groups of three
    digits, line breaks, and any other character by itself. Against cl100k: 0.98 to 1.2 times as many for English
    prose and mathematics, 1.2 to 1.4 times for code, 0.75 to 1.8 times for other languages.
    """
    return len(_PIECES.findall(text))


def estimate_prompt(ask: Ask, *, prefill: bool) -> int:
    """Return about how many tokens the request's messages have, 4 for the frame of each included."""
    texts = [part.text for message in ask.messages for part in message.parts if isinstance(part, Text)]
    images = sum(isinstance(part, Image) for message in ask.messages for part in message.parts)
    added = [] if not ask.prefix else [ask.prefix] if prefill else [ask.prefix, GO_ON]
    frames = 4 * (len(ask.messages) + len(added))
    return frames + IMAGE_TOKENS * images + sum(map(estimate_tokens, texts + added))


def ask_of(
    messages: Sequence[Mapping[str, Any]], params: Mapping[str, Any], capabilities: Capabilities
) -> tuple[Ask, int]:
    """Return what an OpenAI request asks, and for how many samples."""
    rest = {name: value for name, value in params.items() if value is not None}
    prefix = str(messages[-1]["content"]) if messages[-1].get("prefix") else ""
    most = [rest.pop(name) for name in ("max_completion_tokens", "max_tokens") if name in rest]
    stop = rest.pop("stop", ())
    alternatives = rest.pop("top_logprobs", 0)
    for name in ("stream", "stream_options"):
        rest.pop(name, None)
    n = rest.pop("n", 1)
    ask = Ask(
        messages=tuple(_message_of(m) for m in (messages[:-1] if prefix else messages)),
        prefix=prefix,
        stop=(stop,) if isinstance(stop, str) else tuple(stop),
        max_tokens=most[0] if most else capabilities.max_tokens,
        temperature=rest.pop("temperature", None),
        logprobs=alternatives if rest.pop("logprobs", False) else None,
        params=tuple(sorted(rest.items())),
    )
    return ask, n


def _message_of(message: Mapping[str, Any]) -> Message:
    content = message["content"]
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    role = _ROLES.get(message["role"])
    if role is None or any(part["type"] != "text" for part in parts):
        raise BadRequestError("local/ models take system, user and assistant messages of text")
    return Message(role, tuple(Text(part["text"]) for part in parts))


def logprobs_of(reply: Completion) -> dict[str, Any] | None:
    """Return the reply's log-probabilities in OpenAI's form, or None where it has none."""
    if not reply.logprobs:
        return None
    content = [
        {
            "token": t.token,
            "logprob": t.logprob,
            "bytes": None,
            "top_logprobs": [{"token": name, "logprob": value, "bytes": None} for name, value in t.top],
        }
        for t in reply.logprobs
    ]
    return {"content": content}
