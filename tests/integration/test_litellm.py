"""LiteLLMModel against a real HTTP server: samples, streams, errors, keys, cancellation; and our models for others."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import email.utils
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from openai_server import (
    CONTENT_FILTER,
    CONTEXT_OVERFLOW,
    MALFORMED,
    SOLUTION,
    OpenAIServer,
    Turn,
    distinct_solution,
    logprob,
    tokens,
)

from o1magic.errors import (
    AuthenticationError,
    BadRequestError,
    ConfigError,
    ContentFilterError,
    ContextWindowError,
    ModelError,
    RateLimitError,
    ServerError,
    UnknownModelError,
    UnreachableError,
)
from o1magic.models import litellm as module
from o1magic.models.base import Capabilities, Listener, Model, Reply
from o1magic.models.chat_format import GO_ON
from o1magic.models.litellm import LiteLLMModel, register_local_provider
from o1magic.models.retry import Retry
from o1magic.types import Ask, Completion, Image, Message, Text, TokenLogprob, Usage

ASK = Ask(messages=(Message.of("user", "What is six times seven?"),))
KEY = "planted-key-1234567890"


def ask(**changes) -> Ask:
    return Ask(**{"messages": ASK.messages, **changes})


class Heard(Listener):
    """Shows some samples and writes down what it hears."""

    def __init__(self, shown: Sequence[int] = ()) -> None:
        self.shown = shown
        self.texts: dict[int, list[str]] = {}
        self.reasoning: list[str] = []
        self.replies: dict[int, Reply] = {}
        self.first = asyncio.Event()

    def shows(self, sample: int) -> bool:
        return sample in self.shown

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        assert sample not in self.replies
        self.texts.setdefault(sample, []).append(text)
        self.reasoning.append(reasoning)
        self.first.set()

    def restarted(self, sample: int) -> None:
        self.texts.pop(sample)

    def done(self, sample: int, reply: Reply) -> None:
        assert sample not in self.replies
        self.replies[sample] = reply


@pytest.fixture(autouse=True)
def clean_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key or address of the machine's owner, and nothing remembered of other tests' servers."""
    for name in os.environ:
        if name.endswith(("_API_KEY", "_API_BASE", "_BASE_URL")):
            monkeypatch.delenv(name)
    module._IGNORE_N.clear()


@pytest.fixture(autouse=True, params=["direct", "litellm"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of a request: past LiteLLM's wrapper where it is plain, and through it."""
    if request.param == "litellm":
        monkeypatch.setattr(module, "direct", lambda *_, **__: None)
    return str(request.param)


def local(server: OpenAIServer, name: str = "openai/tiny", **options) -> LiteLLMModel:
    return LiteLLMModel(name, api_base=server.base_url, **options)


async def one(model: LiteLLMModel, request: Ask = ASK, *, streamed: bool = False) -> Reply:
    return (await model.complete(request, [0], Heard([0] if streamed else [])))[0]


# -- samples


async def test_samples_that_nobody_watches_are_one_request_with_n() -> None:
    with OpenAIServer(reply=distinct_solution) as server:
        heard = Heard()
        replies = await local(server).complete(ASK, [4, 5, 6], heard)
    assert [request.body["n"] for request in server.requests] == [3]
    assert [reply.text for reply in replies] == [distinct_solution({}, index) for index in range(3)]
    assert heard.replies == dict(zip([4, 5, 6], replies, strict=True))
    assert heard.texts == {}


async def test_usage_of_one_request_is_split_exactly() -> None:
    """Each sample carries the prompt; the completion tokens add up to what the server counted."""
    texts = ["one", "one two three", "one two three four five six"]
    with OpenAIServer(reply=lambda request, index: texts[index]) as server:
        replies = await local(server, price=(1e-6, 2e-6)).complete(ASK, range(3))
    assert [reply.usage.prompt_tokens for reply in replies] == [5, 5, 5]
    assert [reply.usage.calls for reply in replies] == [1, 1, 1]
    assert sum(reply.usage.completion_tokens for reply in replies) == 10
    assert replies[0].usage.completion_tokens < replies[2].usage.completion_tokens
    for reply in replies:
        assert reply.usage.cost == pytest.approx(5e-6 + reply.usage.completion_tokens * 2e-6)
        assert reply.usage.seconds > 0


async def test_usage_follows_the_logprobs_where_they_were_asked_for() -> None:
    texts = ["a b c d", "supercalifragilistic expialidocious"]
    with OpenAIServer(reply=lambda request, index: texts[index]) as server:
        replies = await local(server).complete(ask(logprobs=0), range(2))
    assert [reply.usage.completion_tokens for reply in replies] == [4, 2]


async def test_an_endpoint_that_ignores_n_loses_nothing_and_is_remembered() -> None:
    with OpenAIServer(reply=distinct_solution, n="ignored") as server:
        model, heard = local(server), Heard()
        replies = await model.complete(ASK, range(4), heard)
        assert [request.body.get("n") for request in server.requests] == [4, None, None, None]
        assert {reply.text for reply in replies} == {distinct_solution({}, index) for index in range(4)}
        assert set(heard.replies) == {0, 1, 2, 3}
        await local(server).complete(ASK, range(2))
    assert [request.body.get("n") for request in server.requests[4:]] == [None, None]


async def test_an_endpoint_that_rejects_n_is_asked_one_by_one() -> None:
    with OpenAIServer(reply=distinct_solution, n="rejected") as server:
        model = local(server)
        replies = await model.complete(ASK, range(3))
        assert len({reply.text for reply in replies}) == 3
        await model.complete(ASK, range(3))
    assert [request.body.get("n") for request in server.requests] == [3, None, None, None, None, None, None]


async def test_a_bad_request_is_not_blamed_on_n() -> None:
    with OpenAIServer(script=[Turn(status=400), Turn(status=400)]) as server:
        model = local(server)
        replies = await model.complete(ASK, range(3))
        assert [type(reply) for reply in replies] == [BadRequestError] * 3
        await model.complete(ASK, range(3))
    assert [request.body.get("n") for request in server.requests] == [3, None, 3]


async def test_a_failure_of_one_request_is_every_samples_reply() -> None:
    with OpenAIServer(turn=Turn(status=503)) as server:
        heard = Heard()
        replies = await local(server).complete(ASK, range(3), heard)
    assert [type(reply) for reply in replies] == [ServerError] * 3
    assert set(heard.replies) == {0, 1, 2}


async def test_requests_in_flight_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLOTS", 2)
    with OpenAIServer(n="ignored", turn=Turn(delay=0.02)) as server:
        await asyncio.gather(*(local(server).complete(ASK, range(3)) for _ in range(2)))
    assert server.most_at_once == 2


async def test_litellms_own_cache_is_bypassed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would give every sample the same reply."""
    litellm = module._litellm()
    for hooks in ("input_callback", "success_callback", "_async_success_callback"):
        monkeypatch.setattr(litellm, hooks, [])  # the cache adds itself
    monkeypatch.setattr(litellm, "cache", litellm.Cache(type="local"))
    with OpenAIServer(reply=distinct_solution) as server:
        texts = {(await one(local(server))).text for _ in range(3)}
    assert len(texts) == 3


def test_another_event_loop_works_too() -> None:
    with OpenAIServer() as server:
        model = local(server)
        assert [asyncio.run(one(model)).text for _ in range(2)] == [SOLUTION, SOLUTION]


# -- streams


async def test_only_shown_samples_are_streamed() -> None:
    with OpenAIServer(reply=distinct_solution) as server:
        heard = Heard([1])
        replies = await local(server).complete(ASK, [0, 1, 2], heard)
    assert sorted(bool(request.body.get("stream")) for request in server.requests) == [False, True]
    assert {request.body.get("n") for request in server.requests} == {None, 2}
    assert set(heard.texts) == {1}
    assert len(heard.texts[1]) > 5
    assert "".join(heard.texts[1]) == replies[1].text


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_reply_is_the_same_streamed_or_not(*, streamed: bool) -> None:
    turn = Turn(text="a b c d e", reasoning="let me think")
    with OpenAIServer(turn=turn) as server:
        heard = Heard([0] if streamed else [])
        (reply,) = await local(server).complete(ask(logprobs=2, max_tokens=4), [0], heard)
    assert reply.text == "a b c d"
    assert reply.reasoning == "let me think"
    assert reply.finish_reason == "length"
    assert reply.model == "tiny"
    assert reply.logprobs == tuple(
        TokenLogprob(piece, logprob(i), ((piece, logprob(i)), (f"{piece}~1", logprob(i) - 1)))
        for i, piece in enumerate(tokens("a b c d"))
    )
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.reasoning_tokens) == (5, 7, 3)
    assert reply.usage.cost is None
    assert "".join(heard.reasoning) == ("let me think" if streamed else "")
    assert not reply.cached


async def test_a_hundred_equal_tokens_in_a_row_are_no_error() -> None:
    with OpenAIServer(turn=Turn(text=" zero" * 300)) as server:
        reply = await one(local(server), streamed=True)
    assert reply.text == " zero" * 300


async def test_a_stream_that_breaks_off_is_an_error() -> None:
    with OpenAIServer(turn=Turn(cut_after=5)) as server:
        reply = await one(local(server), streamed=True)
    assert isinstance(reply, ServerError)


async def test_a_stream_that_ends_without_a_finish_reason_is_cut() -> None:
    with OpenAIServer(turn=Turn(text="a b c d", end_after=3)) as server:
        reply = await one(local(server), streamed=True)
    assert (reply.text, reply.finish_reason) == ("a b", "cut")


# -- what is asked


async def test_the_request_carries_what_was_asked() -> None:
    picture = Image.of(b"\x89PNG", "image/png")
    request = Ask(
        messages=(Message.of("system", "Be short."), Message("user", (Text("What is it?"), picture))),
        stop=("\n\n",),
        max_tokens=100,
        cap=7,
        temperature=0.3,
        params=(("top_k", 5), ("top_p", 0.9)),
    )
    with OpenAIServer() as server:
        model = local(server)
        await one(model, request)
    body = server.requests[0].body
    url = f"data:image/png;base64,{base64.b64encode(picture.data).decode()}"
    assert body["messages"] == [
        {"role": "system", "content": "Be short."},
        {
            "role": "user",
            "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": url}}],
        },
    ]
    assert (body["max_tokens"], body["temperature"], body["stop"]) == (7, 0.3, ["\n\n"])
    assert (body["top_p"], body["top_k"]) == (0.9, 5)
    assert not {"n", "stream", "seed", "logprobs"} & body.keys()
    assert model.count_prompt(request) > 1000


async def test_the_runs_seed_becomes_one_for_each_request_and_sample() -> None:
    with OpenAIServer() as server:
        model = local(server)
        for seed, sample in [(0, 0), (0, 1), (1, 0), (0, 0)]:
            await model.complete(ask(params=(("seed", seed),)), [sample])
    seeds = [request.body["seed"] for request in server.requests]
    assert len(set(seeds)) == 3
    assert seeds[0] == seeds[3]
    assert all(0 <= seed < 2**31 for seed in seeds)


async def test_what_a_model_cannot_take_is_left_out_or_done_here() -> None:
    """gpt-5 has one temperature and takes no stop texts; Perplexity takes no seed."""
    with OpenAIServer(turn=Turn(text="one STOP two")) as server:
        request = ask(temperature=0.3, stop=("STOP",), params=(("seed", 1),))
        heard = Heard([0])
        (reply,) = await local(server, "openai/gpt-5").complete(request, [0], heard)
        assert reply.text == "one " == "".join(heard.texts[0])
        assert not {"temperature", "stop"} & server.requests[0].body.keys()
        await one(LiteLLMModel("perplexity/sonar", api_base=server.base_url), ask(params=(("seed", 1),)))
        assert "seed" not in server.requests[1].body


@pytest.mark.parametrize(
    ("name", "param"), [("openai/gpt-4o", "reasoning_effort"), ("openai/tiny", "n"), ("openai/tiny", "stream")]
)
async def test_a_parameter_that_cannot_be_passed_on_is_an_error(name: str, param: str) -> None:
    with OpenAIServer() as server:
        reply = await one(local(server, name), ask(params=((param, "low"),)))
    assert isinstance(reply, BadRequestError)
    assert param in str(reply)
    assert name in str(reply)
    assert server.requests == []


async def test_a_model_without_prefill_is_asked_to_go_on() -> None:
    turn = Turn(text="  6 * 7 = 42, so the answer is 42.")
    with OpenAIServer(turn=turn) as server:
        model, heard = local(server), Heard([0])
        (reply,) = await model.complete(ask(prefix="6 * 7 = "), [0], heard)
    assert not model.capabilities.prefill
    assert server.requests[0].body["messages"][-2:] == [
        {"role": "assistant", "content": "6 * 7 = "},
        {"role": "user", "content": GO_ON},
    ]
    assert reply.text == "42, so the answer is 42." == "".join(heard.texts[0])


async def test_a_model_with_prefill_gets_one() -> None:
    with OpenAIServer(turn=Turn(text=" 42")) as server:
        model = local(server, "deepseek/deepseek-chat")
        reply = await one(model, ask(prefix="6 * 7 = "))
    assert model.capabilities.prefill
    assert server.requests[0].body["messages"][-1] == {"role": "assistant", "content": "6 * 7 =", "prefix": True}
    assert reply.text == "42"


# -- what the tables say


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("openai/gpt-4o", {"hidden_reasoning": False, "prefill": False, "logprobs": True, "temperature": 0.7}),
        ("openai/o3", {"hidden_reasoning": True, "logprobs": False, "temperature": None, "max_tokens": 8192}),
        ("openai/gpt-5", {"hidden_reasoning": True, "temperature": None}),
        ("openai/gpt-5.1", {"hidden_reasoning": False, "temperature": 0.7}),
        ("anthropic/claude-sonnet-4-5", {"hidden_reasoning": False, "prefill": True, "logprobs": False}),
        ("gemini/gemini-2.5-pro", {"hidden_reasoning": True, "temperature": None}),
        ("deepseek/deepseek-reasoner", {"hidden_reasoning": True, "prefill": True}),
        ("ollama/qwen3", {"hidden_reasoning": False, "logprobs": False, "price": None}),
    ],
)
async def test_capabilities_come_from_litellms_tables(name: str, expected: dict[str, object]) -> None:
    model = LiteLLMModel(name, api_key=KEY)
    await model.prepare()
    assert {field: getattr(model.capabilities, field) for field in expected} == expected


async def test_the_price_is_the_providers_own_or_the_users_or_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    async def price(name: str = "openai/gpt-4o", **options) -> tuple[float, float] | None:
        model = LiteLLMModel(name, api_key=KEY, **options)
        await model.prepare()
        return model.capabilities.price

    assert await price() == (2.5e-6, 1e-5)
    assert await price(price=(1.0, 2.0)) == (1.0, 2.0)
    assert await price("openai/gpt-unheard-of") is None
    assert await price(api_base="http://127.0.0.1:9/v1") is None
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert await price() is None


async def test_the_endpoint_is_an_address_without_secrets_or_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LiteLLMModel("anthropic/claude-sonnet-4-5").endpoint == "anthropic"
    assert LiteLLMModel("gpt-4o").endpoint == "openai"
    model = LiteLLMModel("openai/tiny", api_base="https://host:8000/v1/", api_key=KEY)
    assert model.endpoint == "https://host:8000/v1"
    assert KEY not in repr(model)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert LiteLLMModel("gpt-4o").endpoint == "http://127.0.0.1:9/v1"
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:9/v1?key={KEY}")
    with pytest.raises(ConfigError, match=r"http://127\.0\.0\.1:8000/v1") as caught:
        LiteLLMModel("gpt-4o")
    assert KEY not in str(caught.value)


async def test_prepare_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AuthenticationError, match=r"OPENAI_API_KEY.*--api-key-env"):
        await LiteLLMModel("openai/gpt-4o").prepare()
    monkeypatch.setenv("OPENAI_API_KEY", "")
    with pytest.raises(AuthenticationError, match="OPENAI_API_KEY"):
        await LiteLLMModel("openai/gpt-4o").prepare()
    monkeypatch.delenv("OPENAI_API_KEY")
    for name in ("nonsense/model", "model"):
        with pytest.raises(UnknownModelError, match=f"{name}.*openai/{name} with --api-base"):
            await LiteLLMModel(name).prepare()
    # Neither of these is a key, nor can it hold one.
    for other in ({"extra_headers": {"X-Trace": "1"}}, {"extra_body": {"top_k": 5}}):
        with pytest.raises(AuthenticationError, match="OPENAI_API_KEY"):
            await LiteLLMModel("openai/gpt-4o", credentials=other).prepare()
    await LiteLLMModel("openai/gpt-4o", credentials={"extra_headers": {"Authorization": f"Bearer {KEY}"}}).prepare()
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    said: list[str] = []
    model = LiteLLMModel("openai/gpt-4o")
    await model.prepare(lambda what, done, of: said.append(what))
    await model.prepare()
    assert isinstance(model, Model)


# -- keys


async def test_a_key_goes_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with OpenAIServer(key=KEY) as server:

        async def sent(**options) -> str:
            await one(LiteLLMModel("openai/tiny", **options))
            return server.requests[-1].headers["Authorization"]

        assert await sent(api_base=server.base_url) == "Bearer no-key"
        assert await sent(api_base=server.base_url, api_key="sk-mine") == "Bearer sk-mine"
        assert await sent(api_base=server.base_url, credentials={"api_key": "sk-mine"}) == "Bearer sk-mine"
        header = {"extra_headers": {"X-Token": "mine"}}
        assert await sent(api_base=server.base_url, credentials=header) == "Bearer no-key"
        header = {"extra_headers": {"Authorization": "Basic mine"}}
        assert await sent(api_base=server.base_url, credentials=header) == "Basic mine"
        refused = await one(local(server))
        assert isinstance(refused, AuthenticationError)
        assert "--api-key-env" in str(refused)
        assert "none was sent" in str(refused)
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        assert await sent() == f"Bearer {KEY}"
        assert await sent(api_base=server.base_url) == f"Bearer {KEY}"


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
async def test_keys_are_in_no_message(status: int, monkeypatch: pytest.MonkeyPatch, *, streamed: bool) -> None:
    secrets = [KEY, "header-secret-42", "environment-secret-42", "nested-secret-42", "sk-abcdefghij", "12345678"]
    monkeypatch.setenv("SOME_SECRET", secrets[2])
    with OpenAIServer(turn=Turn(status=status, message=f"You sent {' and '.join(secrets)}")) as server:
        model = LiteLLMModel(
            "openai/tiny",
            api_base=server.base_url,
            api_key=KEY,
            credentials={
                "extra_headers": {"X-Token": f"Token {secrets[1]}"},
                "extra_body": {"deep": [secrets[3]], "password": int(secrets[5])},
            },
        )
        reply = await one(model, streamed=streamed)
    assert server.requests[0].headers["X-Token"] == f"Token {secrets[1]}"
    assert isinstance(reply, ModelError)
    assert "You sent" in str(reply)
    for secret in secrets:
        assert secret not in f"{reply!r} {reply} {reply.__cause__} {reply.__context__}"


# -- errors


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("name", ["openai/tiny", "hosted_vllm/tiny"])
@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (Turn(status=400), BadRequestError),
        (Turn(status=401), AuthenticationError),
        (Turn(status=403), AuthenticationError),
        (Turn(status=404), UnknownModelError),
        (Turn(status=422), BadRequestError),
        (Turn(status=429), RateLimitError),
        (Turn(status=500), ServerError),
        (Turn(status=503), ServerError),
        (Turn(cut_after=0), ServerError),
        (MALFORMED, ServerError),
        (CONTEXT_OVERFLOW, ContextWindowError),
        (CONTENT_FILTER, ContentFilterError),
    ],
)
async def test_errors_are_ours_and_name_model_and_endpoint(
    turn: Turn, expected: type[ModelError], name: str, *, streamed: bool
) -> None:
    with OpenAIServer(turn=turn) as server:
        reply = await one(local(server, name), streamed=streamed)
    assert type(reply) is expected
    assert name in str(reply)
    assert server.base_url in str(reply)
    assert "litellm" not in str(reply).lower()
    assert len(server.requests) == 1


async def test_what_the_endpoint_said_is_in_the_message() -> None:
    with OpenAIServer(models=["tiny"]) as server:
        reply = await one(local(server, "openai/huge"))
    assert "The model `huge` does not exist" in str(reply)


@pytest.mark.parametrize(
    "message", [None, {"role": "assistant", "content": 123}, {"role": "assistant", "content": [{"type": "text"}]}]
)
async def test_a_reply_that_makes_no_sense_is_one_line_without_a_traceback(message: object) -> None:
    body = json.dumps({"choices": [{"index": 0, "message": message}]}).encode()
    with OpenAIServer(turn=Turn(body=body)) as server:
        reply = await one(local(server))
    assert isinstance(reply, ServerError)
    assert "Traceback" not in str(reply)
    assert "\n" not in str(reply)


@pytest.mark.parametrize("counts", [(-100_000, -1), (-1, 10**6), (None, None)])
async def test_counts_that_make_no_sense_are_estimated(counts: tuple[int | None, int | None]) -> None:
    usage = {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": 1}
    usage["completion_tokens_details"] = {"reasoning_tokens": -5}
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Answer: 42"}}
    with OpenAIServer(turn=Turn(body=json.dumps({"choices": [choice], "usage": usage}).encode())) as server:
        model = local(server)
        reply = await one(model)
    assert isinstance(reply, Completion)
    assert reply.usage.prompt_tokens == model.count_prompt(ASK)
    assert reply.usage.completion_tokens == (10**6 if counts[1] == 10**6 else 3)
    assert reply.usage.reasoning_tokens == 0


@pytest.mark.parametrize("name", ["openai/tiny", "hosted_vllm/tiny", "ollama_chat/tiny"])
@pytest.mark.parametrize("streamed", [False, True])
async def test_nothing_at_the_address_is_unreachable(name: str, *, streamed: bool) -> None:
    with OpenAIServer() as server:
        address = server.base_url
    reply = await one(LiteLLMModel(name, api_base=address), streamed=streamed)
    assert isinstance(reply, UnreachableError)
    assert address in str(reply)
    assert "is the server running" in str(reply)


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_connection_that_drops_is_told_from_an_endpoint_that_fails(*, streamed: bool) -> None:
    with OpenAIServer(turn=Turn(cut_after=0)) as server:
        assert "broke its reply off" in str(await one(local(server), streamed=streamed))


@pytest.mark.parametrize("streamed", [False, True])
async def test_an_endpoint_that_stays_silent_has_failed(monkeypatch: pytest.MonkeyPatch, *, streamed: bool) -> None:
    monkeypatch.setattr(module, "REPLY_SECONDS", 0.1)
    with OpenAIServer(turn=Turn(delay=60)) as server:
        reply = await one(local(server), streamed=streamed)
        assert isinstance(reply, ServerError)
        assert "in time" in str(reply)
        assert await asyncio.to_thread(server.requests[0].disconnected.wait, 5)


@pytest.mark.parametrize("name", ["openai/tiny", "hosted_vllm/tiny"])
async def test_retry_after_is_read_as_seconds_and_as_a_date(name: str) -> None:
    then = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    asked = ["7", email.utils.format_datetime(then, usegmt=True), "soon"]
    with OpenAIServer(script=[Turn(status=429, headers={"Retry-After": value}) for value in asked]) as server:
        seconds, date, neither = [(await one(local(server, name))).retry_after for _ in asked]
    assert seconds == 7.0
    assert date == pytest.approx(90, abs=15)
    assert neither is None


async def test_retries_ride_over_what_passes() -> None:
    """A request with n is repeated as one; a stream that broke off starts anew, and what it showed is taken back."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    with OpenAIServer(script=[Turn(status=429, headers={"Retry-After": "3"}), Turn(), Turn(cut_after=5)]) as server:
        heard = Heard([2])
        model = Retry(local(server), uniform=lambda low, high: low, sleep=sleep)
        replies = [*await model.complete(ASK, [0, 1], heard), *await model.complete(ASK, [2], heard)]
    assert [reply.text for reply in replies] == [SOLUTION] * 3
    assert heard.replies == dict(enumerate(replies))
    assert heard.texts == {2: tokens(SOLUTION)}
    assert waits == [3.0, 0.0]
    assert [request.body.get("n") for request in server.requests] == [2, 2, None, None]


# -- cancellation


async def cancel(task: asyncio.Task, server: OpenAIServer) -> None:
    """Cancel and see the server see it. The promise is 0.1 s; a busy machine gets some grace."""
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for request in server.requests:
        assert await asyncio.to_thread(request.disconnected.wait, 5)
    assert time.monotonic() - began < 1


@pytest.mark.clock
async def test_cancelling_ends_waiting_requests_at_once() -> None:
    with OpenAIServer(turn=Turn(delay=60)) as server:
        heard = Heard([0])
        task = asyncio.create_task(local(server).complete(ASK, [0, 1, 2], heard))
        await asyncio.to_thread(server.wait_for_requests, 2)
        await cancel(task, server)
    assert heard.replies == {}


@pytest.mark.clock
async def test_cancelling_ends_a_stream_at_once() -> None:
    with OpenAIServer(turn=Turn(pace=0.02, text="word " * 5000)) as server:
        heard = Heard([0])
        task = asyncio.create_task(local(server).complete(ASK, [0], heard))
        await heard.first.wait()
        await cancel(task, server)
    assert heard.replies == {}


# -- the import


def test_litellm_is_imported_late_offline_and_without_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PLANTED_BY_DOTENV=1\n")
    program = """
import asyncio, logging, os, socket, sys
import o1magic.models.litellm as module
assert "litellm" not in sys.modules
def refuse(*args):
    raise AssertionError(f"a connection to {args[1:]}")
connect, socket.socket.connect, socket.getaddrinfo = socket.socket.connect, refuse, refuse
module.warm()
model = module.LiteLLMModel("openai/tiny", api_key="key")
asyncio.run(model.prepare())
import litellm
assert module._litellm() is litellm
assert "PLANTED_BY_DOTENV" not in os.environ
assert litellm.cache is None
"""
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


# -- our models for other users of LiteLLM


class Tiny:
    """A model that says its words, after thinking."""

    endpoint, capabilities = "here", Capabilities(max_tokens=9)

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[Ask] = []

    settled = True

    async def prepare(self, progress=None) -> None:
        pass

    def count_prompt(self, request: Ask) -> int:
        return 3

    async def complete(self, request: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        self.asked.append(request)
        replies: list[Reply] = []
        for sample in samples:
            if "fail" in self.name:
                replies.append(RateLimitError("tiny is tired"))
            else:
                pieces = [f"sample {sample}: ", "for", "ty", "-", "two"]
                for piece in pieces if listener and listener.shows(sample) else ():
                    listener.text(sample, piece)
                replies.append(
                    Completion(
                        text="".join(pieces),
                        reasoning="hm",
                        logprobs=(TokenLogprob("for", -0.5, (("for", -0.5), ("six", -1.5))),),
                        finish_reason="length",
                        usage=Usage(calls=1, prompt_tokens=3, completion_tokens=1000, cost=None),
                        model=self.name,
                    )
                )
            if listener:
                listener.done(sample, replies[-1])
        return replies


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> dict[str, Tiny]:
    """Return the models that LiteLLM has made of ours, by name."""
    monkeypatch.setattr(module._litellm(), "custom_provider_map", [])
    made: dict[str, Tiny] = {}

    def factory(name: str) -> Tiny:
        made[name] = Tiny(name)
        return made[name]

    register_local_provider(factory)
    register_local_provider(factory)
    assert len(module._litellm().custom_provider_map) == 1
    return made


QUESTION = [{"role": "user", "content": "six times seven?"}]


async def test_other_users_of_litellm_reach_our_models(tiny: dict[str, Tiny]) -> None:
    response = await module._litellm().acompletion(
        "local/tiny", QUESTION, n=2, temperature=0.5, stop="\n", logprobs=True, top_logprobs=2, seed=4
    )
    assert [choice.message.content for choice in response.choices] == ["sample 0: forty-two", "sample 1: forty-two"]
    assert [choice.message.reasoning_content for choice in response.choices] == ["hm", "hm"]
    assert [choice.finish_reason for choice in response.choices] == ["length", "length"]
    assert [top.token for top in response.choices[0].logprobs.content[0].top_logprobs] == ["for", "six"]
    assert (response.usage.prompt_tokens, response.usage.completion_tokens) == (3, 2000)
    assert tiny["local/tiny"].asked == [
        Ask(
            messages=(Message.of("user", "six times seven?"),),
            stop=("\n",),
            max_tokens=9,
            temperature=0.5,
            logprobs=2,
            params=(("seed", 4),),
        )
    ]


async def test_our_models_stream_to_others_with_exact_usage(tiny: dict[str, Tiny]) -> None:
    stream = await module._litellm().acompletion(
        "local/tiny", QUESTION, stream=True, stream_options={"include_usage": True}, max_tokens=5
    )
    chunks = [chunk async for chunk in stream]
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "sample 0: forty-two"
    assert [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason] == ["length"]
    (usage,) = [chunk.usage for chunk in chunks if getattr(chunk, "usage", None)]
    assert (usage.prompt_tokens, usage.completion_tokens) == (3, 1000)
    assert tiny["local/tiny"].asked[0].max_tokens == 5


def test_our_models_serve_synchronous_users(tiny: dict[str, Tiny]) -> None:
    litellm = module._litellm()
    assert litellm.completion("local/tiny", QUESTION).choices[0].message.content == "sample 0: forty-two"
    chunks = list(litellm.completion("local/tiny", QUESTION, stream=True))
    assert "".join(c.choices[0].delta.content or "" for c in chunks) == "sample 0: forty-two"


async def test_synchronous_use_under_a_running_loop_works(tiny: dict[str, Tiny]) -> None:
    response = module._litellm().completion("local/tiny", QUESTION)
    assert response.choices[0].message.content == "sample 0: forty-two"


async def test_our_errors_reach_others(tiny: dict[str, Tiny]) -> None:
    litellm = module._litellm()
    with pytest.raises(Exception, match="tiny is tired"):
        await litellm.acompletion("local/fail", QUESTION)
    with pytest.raises(Exception, match="messages of text"):
        await litellm.acompletion("local/tiny", [{"role": "tool", "content": "x", "tool_call_id": "1"}])
