"""An HTTP server that speaks OpenAI's chat-completions protocol, faults included: for tests and benchmarks.

In a test, in a thread of its own::

    with OpenAIServer(script=[Turn(status=429, headers={"Retry-After": "1"})]) as server:
        ...  # server.base_url, server.requests

As a process of its own, so that it does not share the client's interpreter lock (prints its port)::

    python tests/openai_server.py --delay 0.5 --no-n
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import re
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiohttp import web

SOLUTION = """## Step 1: Understand
Six times seven is asked for.

## Step 2: Compute
6 * 7 = 42.

Answer: 42"""

ReplyFunction = Callable[[Mapping[str, Any], int], str]
"""Called with the request's body and the running number of the sample on this server; returns the sample's text."""


def solution(request: Mapping[str, Any], index: int) -> str:
    """Return the same short solution each time."""
    return SOLUTION


def distinct_solution(request: Mapping[str, Any], index: int) -> str:
    """Return a solution that names the sample, so that no two are alike."""
    return SOLUTION.replace("Understand", f"Understand (sample {index})")


def tokens(text: str) -> list[str]:
    """Return the text in pieces that join to it: words with the white space before them."""
    return re.findall(r"\s*\S+|\s+$", text)


def logprob(position: int) -> float:
    """Return the log-probability that the server gives the token at this position."""
    return -0.25 * (position % 4 + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the server does with one chat request.

    Attributes
    ----------
    status, message, code
        Of an error, where the status is not 200.
    headers
        Sent along.
    text
        The reply; None leaves it to the server's reply function.
    reasoning
        Reasoning content before the reply.
    finish_reason
        None: `stop`, or `length` where `max_tokens` cuts.
    delay
        Seconds before the first byte.
    pace
        Seconds between the chunks of a stream.
    hold_after
        The stream waits after this many chunks until the server's `let_go` is released.
    cut_after
        The connection drops after this many chunks of a stream, or at once where nothing is streamed.
    end_after
        The stream ends in good order after this many chunks, the finish reason still to come.
    body
        Sent as it is, with status 200, in place of a reply.
    """

    status: int = 200
    message: str = "scripted fault"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    reasoning: str = ""
    finish_reason: str | None = None
    delay: float = 0.0
    pace: float = 0.0
    hold_after: int | None = None
    cut_after: int | None = None
    end_after: int | None = None
    body: bytes | None = None


CONTEXT_OVERFLOW = Turn(
    status=400,
    message="This model's maximum context length is 100 tokens. However, your messages resulted in 200 tokens.",
    code="context_length_exceeded",
)
CONTENT_FILTER = Turn(text="", finish_reason="content_filter")
MALFORMED = Turn(body=b'{"id": "chatcmpl-1", "choices": [')


@dataclass(slots=True)
class Request:
    """A chat request that the server saw."""

    headers: Mapping[str, str]
    body: Mapping[str, Any]
    disconnected: threading.Event = field(default_factory=threading.Event)
    """Set when the connection ends before the reply is complete."""


@dataclass(slots=True)
class _Sample:
    """One choice of a reply."""

    index: int
    reasoning: list[str]
    pieces: list[str]
    finish_reason: str


class OpenAIServer:
    """A server on 127.0.0.1 and a free port, in a thread of its own while the context is entered.

    Parameters
    ----------
    reply
        The reply's text where the turn has none.
    script
        Turns of the first chat requests, in order of arrival; later ones get `turn`.
    turn
        What is done once the script is used up.
    n
        Whether `n` is honoured, ignored (one choice comes back) or rejected (400).
    models
        Names that `/v1/models` lists; a chat request for another one is a 404. None knows every model.
    owned_by
        What `/v1/models` says of the models.
    key
        The only key that is let in; None lets everybody in.
    pages
        Further paths and the JSON that a GET of them returns, as other servers have; or another `/v1/models`.

    Attributes
    ----------
    requests
        The chat requests seen so far.
    most_at_once
        The largest number of them that were being answered at the same time.
    let_go
        `release(k)` lets k of the streams that are held, or will be, go on.
    """

    def __init__(
        self,
        *,
        reply: ReplyFunction = solution,
        script: Iterable[Turn] = (),
        turn: Turn = Turn(),
        n: Literal["honoured", "ignored", "rejected"] = "honoured",
        models: Sequence[str] | None = None,
        owned_by: str = "tests",
        key: str | None = None,
        pages: Mapping[str, Any] | None = None,
        port: int = 0,
    ) -> None:
        self.reply = reply
        self.turn = turn
        self.n = n
        self.models = models
        self.owned_by = owned_by
        self.key = key
        self.pages = dict(pages or {})
        self.port = port
        self.requests: list[Request] = []
        self.most_at_once = 0
        self.let_go = threading.Semaphore(0)
        self._script = list(script)
        self._samples = self._at_once = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """The address that a client calls `api_base`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve_thread(ready)), daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the server did not start")
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        assert self._thread is not None
        self._thread.join(10)

    async def _serve_thread(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with self.serving():
            ready.set()
            await self._stop.wait()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve on the running loop while the context is entered."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._chat)
        for path in {"/v1/models": None, **self.pages}:
            app.router.add_get(path, self._page if path in self.pages else self._list)
        # Cancelling handlers is how a server learns at once that its client has left.
        runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port, backlog=512)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield
        finally:
            await runner.cleanup()

    def wait_for_requests(self, count: int, timeout: float = 30) -> None:
        """Block until this many chat requests have been seen."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.requests) >= count, timeout):
                raise TimeoutError(f"{len(self.requests)} of {count} requests came within {timeout} s")

    async def _page(self, http: web.Request) -> web.Response:
        return web.json_response(self.pages[http.path])

    async def _list(self, http: web.Request) -> web.Response:
        data = [{"id": name, "object": "model", "created": 0, "owned_by": self.owned_by} for name in self.models or ()]
        return web.json_response({"object": "list", "data": data})

    async def _chat(self, http: web.Request) -> web.StreamResponse:
        body = await http.json()
        request = Request(headers=http.headers.copy(), body=body)
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
        turn = self._script.pop(0) if self._script else self.turn
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if turn.delay:
                await asyncio.sleep(turn.delay)
            return self._refusal(body, http.headers, turn) or await self._answer(http, body, turn)
        except (asyncio.CancelledError, ConnectionError):  # the latter where a write found it out
            request.disconnected.set()
            raise
        finally:
            self._at_once -= 1

    def _refusal(self, body: Mapping[str, Any], headers: Mapping[str, str], turn: Turn) -> web.Response | None:
        if turn.status != 200:
            return _error(turn.status, turn.message, turn.code, turn.headers)
        if self.key is not None and headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "Incorrect API key provided", "invalid_api_key")
        if self.models is not None and body["model"] not in self.models:
            return _error(404, f"The model `{body['model']}` does not exist", "model_not_found")
        if self.n == "rejected" and body.get("n", 1) > 1:
            return _error(400, "Unsupported value: 'n' must be 1")
        return None

    async def _answer(self, http: web.Request, body: Mapping[str, Any], turn: Turn) -> web.StreamResponse:
        if turn.body is not None:
            return web.Response(body=turn.body, content_type="application/json")
        count = 1 if self.n == "ignored" else body.get("n", 1)
        samples = [self._sample(body, turn, index) for index in range(count)]
        if body.get("stream"):
            return await self._stream(http, body, turn, samples)
        if turn.cut_after is not None:
            await _drop(http)
        return web.json_response(
            {
                **_head(body, "chat.completion"),
                "choices": [_choice(sample, body) for sample in samples],
                "usage": _usage(body, samples),
            },
            headers=turn.headers,
        )

    def _sample(self, body: Mapping[str, Any], turn: Turn, index: int) -> _Sample:
        text = self.reply(body, self._samples) if turn.text is None else turn.text
        self._samples += 1
        for stop in [body["stop"]] if isinstance(body.get("stop"), str) else body.get("stop") or ():
            text = text.partition(stop)[0]
        pieces, reason = tokens(text), "stop"
        limit = body.get("max_completion_tokens") or body.get("max_tokens")
        if limit is not None and len(pieces) > limit:
            pieces, reason = pieces[:limit], "length"
        return _Sample(index, tokens(turn.reasoning), pieces, turn.finish_reason or reason)

    async def _stream(
        self, http: web.Request, body: Mapping[str, Any], turn: Turn, samples: Sequence[_Sample]
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **turn.headers})
        await response.prepare(http)
        for sent, chunk in enumerate(itertools.islice(_chunks(body, samples), turn.end_after)):
            if sent == turn.cut_after:
                await _drop(http)
            while sent == turn.hold_after and not self.let_go.acquire(blocking=False):  # noqa: ASYNC110 - a thread releases
                await asyncio.sleep(0.01)
            if turn.pace:
                await asyncio.sleep(turn.pace)
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response


async def _drop(http: web.Request) -> None:
    """Close the connection under the client; the handler is cancelled for it."""
    assert http.transport is not None
    http.transport.close()
    await asyncio.Event().wait()


def _error(
    status: int, message: str, code: str | None = None, headers: Mapping[str, str] | None = None
) -> web.Response:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    error = {"message": message, "type": kind, "param": None, "code": code}
    return web.json_response({"error": error}, status=status, headers=headers)


def _head(body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": body["model"]}


def _choice(sample: _Sample, body: Mapping[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": "".join(sample.pieces)}
    if sample.reasoning:
        message["reasoning_content"] = "".join(sample.reasoning)
    content = [_logprob(piece, position, body) for position, piece in enumerate(sample.pieces)]
    return {
        "index": sample.index,
        "message": message,
        "finish_reason": sample.finish_reason,
        "logprobs": {"content": content, "refusal": None} if body.get("logprobs") else None,
    }


def _logprob(piece: str, position: int, body: Mapping[str, Any]) -> dict[str, Any]:
    alternatives = [
        {"token": piece if k == 0 else f"{piece}~{k}", "logprob": logprob(position) - k, "bytes": None}
        for k in range(body.get("top_logprobs") or 0)
    ]
    return {"token": piece, "logprob": logprob(position), "bytes": None, "top_logprobs": alternatives}


def _usage(body: Mapping[str, Any], samples: Sequence[_Sample]) -> dict[str, Any]:
    prompt = sum(len(tokens(json.dumps(message["content"]))) for message in body["messages"])
    reasoning = sum(len(sample.reasoning) for sample in samples)
    completion = reasoning + sum(len(sample.pieces) for sample in samples)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "completion_tokens_details": {"reasoning_tokens": reasoning},
    }


def _chunks(body: Mapping[str, Any], samples: Sequence[_Sample]) -> Iterator[dict[str, Any]]:
    head = _head(body, "chat.completion.chunk")
    for sample in samples:
        deltas: list[tuple[dict[str, Any], Any]] = [({"role": "assistant", "content": ""}, None)]
        deltas += [({"reasoning_content": piece}, None) for piece in sample.reasoning]
        for position, piece in enumerate(sample.pieces):
            content = {"content": [_logprob(piece, position, body)], "refusal": None} if body.get("logprobs") else None
            deltas.append(({"content": piece}, content))
        for delta, content in deltas:
            choice = {"index": sample.index, "delta": delta, "logprobs": content, "finish_reason": None}
            yield {**head, "choices": [choice]}
        yield {**head, "choices": [{"index": sample.index, "delta": {}, "finish_reason": sample.finish_reason}]}
    if (body.get("stream_options") or {}).get("include_usage"):
        yield {**head, "choices": [], "usage": _usage(body, samples)}


@contextlib.contextmanager
def server_process(*options: str) -> Iterator[str]:
    """Run this file with these command-line options as a process of its own and yield its base URL."""
    with subprocess.Popen([sys.executable, __file__, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.terminate()


async def _run(server: OpenAIServer) -> None:
    async with server.serving():
        print(server.port, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="an OpenAI-compatible server for tests; prints its port")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before the first byte of a reply")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds between the chunks of a stream")
    parser.add_argument("--distinct", action="store_true", help="no two replies alike")
    parser.add_argument("--no-n", action="store_true", help="ignore n: one choice comes back")
    options = parser.parse_args()
    server = OpenAIServer(
        reply=distinct_solution if options.distinct else solution,
        turn=Turn(delay=options.delay, pace=options.pace),
        n="ignored" if options.no_n else "honoured",
        port=options.port,
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(server))


if __name__ == "__main__":
    main()
