"""Which requests go past LiteLLM's wrapper, and what is left behind; that both ways do the same is in test_litellm."""

from __future__ import annotations

import asyncio
import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from openai_server import OpenAIServer

from o1magic.errors import ServerError
from o1magic.models import direct as module
from o1magic.models.base import Listener
from o1magic.models.litellm import LiteLLMModel, _litellm
from o1magic.types import Ask, Message

ASK = Ask(messages=(Message.of("user", "What is six times seven?"),), temperature=0.5, params=(("seed", 1),))


class Shown(Listener):
    def shows(self, sample: int) -> bool:
        return True


async def goes_direct(name: str = "openai/tiny", ask: Ask = ASK, *, shown: bool = False, **options) -> bool:
    """Ask a server and see by its client's name who asked it."""
    with OpenAIServer() as server:
        model = LiteLLMModel(name, **{"api_base": server.base_url, **options})
        (reply,) = await model.complete(ask, [0], Shown() if shown else None)
    assert not isinstance(reply, Exception)
    return "aiohttp" in server.requests[0].headers["User-Agent"]


@pytest.mark.parametrize("name", ["openai/tiny", "openai/team/tiny", "hosted_vllm/tiny", "lm_studio/tiny"])
async def test_a_plain_request_to_an_address_of_ones_own_goes_direct(name: str) -> None:
    assert await goes_direct(name)
    assert await goes_direct(name, Ask(messages=ASK.messages, stop=("x",), logprobs=2, params=(("top_p", 0.9),)))


@pytest.mark.parametrize(("name", "at_once"), [("openai/tiny", True), ("deepseek/deepseek-chat", False)])
def test_a_plain_server_is_looked_up_without_a_way_through_another_thread(name: str, *, at_once: bool) -> None:
    _litellm()
    looking = LiteLLMModel(name, api_base="http://127.0.0.1:9/v1", api_key="k").prepare()
    loop = asyncio.new_event_loop()
    task = loop.create_task(looking)
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert task.done() == at_once
    loop.run_until_complete(task)
    loop.close()


@pytest.mark.parametrize("name", ["openai/gpt-4o", "openai/gpt-5-of-ours", "deepseek/deepseek-chat"])
async def test_a_model_with_a_dialect_goes_through_litellm(name: str) -> None:
    assert not await goes_direct(name, Ask(messages=ASK.messages))


async def test_what_is_more_than_plain_goes_through_litellm() -> None:
    assert not await goes_direct(shown=True)
    assert not await goes_direct(ask=Ask(messages=ASK.messages, params=(("top_k", 5),)))
    assert not await goes_direct(credentials={"extra_headers": {"X-Team": "1"}})


async def test_the_endpoint_of_the_environment_goes_through_litellm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its key is LiteLLM's to find."""
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    with OpenAIServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        assert not isinstance((await LiteLLMModel("openai/tiny").complete(ASK, [0]))[0], Exception)
        assert "aiohttp" not in server.requests[0].headers["User-Agent"]


async def test_aliases_and_organizations_are_litellms(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await goes_direct()
    for variable in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        with monkeypatch.context() as patch:
            patch.setenv(variable, "ours")
            assert not await goes_direct()
    with monkeypatch.context() as patch:
        patch.setattr(_litellm(), "organization", "ours")
        assert not await goes_direct()
    monkeypatch.setattr(_litellm(), "model_alias_map", {"openai/tiny": "openai/other"})
    assert not await goes_direct()


async def test_a_tracer_in_the_place_of_litellms_function_is_not_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    litellm, seen = _litellm(), []
    original = litellm.acompletion

    @functools.wraps(original)
    async def traced(*args, **options):
        seen.append(options.get("model"))
        return await original(*args, **options)

    monkeypatch.setattr(litellm, "acompletion", traced)
    assert not await goes_direct()
    assert len(seen) == 1


@pytest.mark.parametrize("came", ["<html>Login</html>", "", "[]", "null"])
async def test_what_is_no_reply_is_shown(came: str) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text=came)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", page)
    async with TestServer(app) as server:
        (reply,) = await LiteLLMModel("openai/tiny", api_base=str(server.make_url("/v1"))).complete(ASK, [0])
    assert isinstance(reply, ServerError)
    assert f"it sent what is no reply: {came!r}" in str(reply)


@pytest.mark.parametrize("hook", module._HOOKS[:4])
async def test_whoever_listens_at_litellm_is_not_passed_by(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    direct = module.direct(_litellm(), "openai/tiny", api_base="http://host/v1", api_key="key")
    assert direct.takes({"messages": []})
    monkeypatch.setattr(_litellm(), hook, [print])
    assert not direct.takes({"messages": []})


async def test_proxies_and_encryption_are_litellms(monkeypatch: pytest.MonkeyPatch) -> None:
    litellm = _litellm()
    assert module.direct(litellm, "openai/tiny", api_base="http://host/v1", api_key="key") is not None
    assert module.direct(litellm, "openai/tiny", api_base="https://host/v1", api_key="key") is None
    assert module.direct(litellm, "openai/responses/tiny", api_base="http://host/v1", api_key="key") is None
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert module.direct(litellm, "openai/tiny", api_base="http://host/v1", api_key="key") is None


def test_the_connections_of_ended_loops_are_closed() -> None:
    with OpenAIServer() as server:
        model = LiteLLMModel("openai/tiny", api_base=server.base_url)
        sessions = []
        for _ in range(3):
            asyncio.run(model.complete(ASK, [0]))
            sessions.append(next(reversed(module._SESSIONS.values())))
    assert [session.closed for session in sessions] == [True, True, False]


def run_python(program: str, argument: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, to its end."""
    environment = {**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])}
    command = [sys.executable, "-c", program, argument]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_process_ends_in_silence() -> None:
    """With the loop of its last request ended, and with it still running in a daemon thread, as a search's does."""
    program = """
import asyncio, sys, threading
from o1magic.models.litellm import LiteLLMModel
from o1magic.types import Ask, Message
model, ask = LiteLLMModel("openai/tiny", api_base=sys.argv[1]), Ask(messages=(Message.of("user", "?"),))
loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()
asyncio.run_coroutine_threadsafe(model.complete(ask, [0]), loop).result()
asyncio.run(model.complete(ask, [0]))
"""
    with OpenAIServer() as server:
        run = run_python(program, server.base_url)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert "aiohttp" in server.requests[0].headers["User-Agent"]


def test_so_does_a_process_that_has_searched() -> None:
    program = """
import sys, o1magic
print(o1magic.reason("?", model="openai/tiny", api_base=sys.argv[1], strategy="self_consistency", cache=False).answer)
"""
    with OpenAIServer() as server:
        run = run_python(program, server.base_url)
    assert (run.returncode, run.stdout, run.stderr) == (0, "42\n", "")
    assert "aiohttp" in server.requests[0].headers["User-Agent"]
