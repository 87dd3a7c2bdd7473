"""Requests to servers that speak OpenAI's protocol as it is, past LiteLLM's wrapper.

`litellm.acompletion` takes more than 2 ms of processor time a call, one call after another: 64 at once take 0.14 s
longer than their endpoint does. By aiohttp, which LiteLLM uses itself, it is 0.2 ms. What a request means stays with
LiteLLM, whose functions resolve the name, read the reply and tell what an error is. Whatever is not plain goes to
`acompletion`: streams, parameters beyond the sampling, encryption and proxies, models that LiteLLM knows better.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
from collections.abc import Mapping
from functools import cache
from types import FunctionType
from typing import Any
from urllib.request import getproxies

PROVIDERS = frozenset({"openai", "hosted_vllm", "lm_studio"})
"""LiteLLM's names for servers that speak the protocol as it is."""

# fmt: off
_BODY = frozenset({
    "messages", "max_tokens", "temperature", "stop", "n", "seed", "logprobs", "top_logprobs", "top_p",
    "frequency_penalty", "presence_penalty",
})
_CLIENT = frozenset({"model", "api_base", "api_key", "timeout", "num_retries", "cache"})
# fmt: on
"""Arguments of `acompletion` that are the request's body, and those that only tell LiteLLM how to send it."""
_PROBE: Mapping[str, Any] = {"max_tokens": 1, "temperature": 0.5, "stop": ["."], "n": 2, "seed": 1, "logprobs": True}
_HOOKS = (
    "callbacks",
    "input_callback",
    "success_callback",
    "failure_callback",
    "headers",
    "aclient_session",
    "route_all_chat_openai_to_responses",
    "model_alias_map",
    "organization",
)
"""What a notebook may have set in LiteLLM so that requests are seen or sent otherwise."""
_VARIABLES = ("OPENAI_ORG_ID", "OPENAI_ORGANIZATION", "OPENAI_PROJECT_ID", "OPENAI_CUSTOM_HEADERS")
"""What the environment may hold so that OpenAI's client sends further headers."""

_SESSIONS: dict[asyncio.AbstractEventLoop, Any] = {}
"""aiohttp's session of each event loop; it keeps connections open from one request to the next."""


class Direct:
    """`litellm.acompletion` for one model at one server.

    Parameters
    ----------
    litellm
        The module.
    model, provider
        The name that the server knows, and LiteLLM's for the provider.
    api_base, api_key
        Address and key of the server.
    """

    def __init__(self, litellm: Any, model: str, provider: str, *, api_base: str, api_key: str) -> None:
        self._litellm = litellm
        self._model = model
        self._provider = provider
        self._url = f"{api_base.rstrip('/')}/chat/completions"
        self._headers = {"Authorization": f"Bearer {api_key}"}

    def takes(self, arguments: Mapping[str, Any]) -> bool:
        """Whether a request with these arguments is plain, and nobody listens at LiteLLM."""
        return (
            arguments.keys() <= _BODY | _CLIENT
            and not any(getattr(self._litellm, hook, None) for hook in _HOOKS)
            and not any(map(os.environ.get, _VARIABLES))
            and _its_own(self._litellm.acompletion)
        )

    async def __call__(self, **arguments: Any) -> Any:
        """Return what `acompletion` would, and raise what it would."""
        try:
            return self._litellm.utils.convert_to_model_response_object(
                response_object=_read(await self._post(arguments)), model_response_object=self._litellm.ModelResponse()
            )
        except Exception as error:
            raise self._litellm.exception_type(
                model=self._model, original_exception=error, custom_llm_provider=self._provider
            ) from error

    async def _post(self, arguments: Mapping[str, Any]) -> bytes:
        """Return the body of the reply."""
        import aiohttp  # noqa: PLC0415 - litellm's, so it is loaded by now

        body = {"model": self._model} | {name: value for name, value in arguments.items() if name in _BODY}
        patience = arguments["timeout"]
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=patience.connect, sock_read=patience.read)
        session = await _session()
        async with session.post(self._url, json=body, headers=self._headers, timeout=timeout) as response:
            said: bytes = await response.read()
            if not response.ok:
                raise _refusal(self._litellm, self._url, response.status, response.headers, said)
            return said


def _read(said: bytes) -> dict[str, Any]:
    """Return the JSON object that a body holds; else raise a ValueError that shows what came."""
    with contextlib.suppress(ValueError):
        read = json.loads(said)
        if isinstance(read, dict):
            return read
    came = said.decode("utf-8", "replace")
    raise ValueError(f"it sent what is no reply: {came!r}; is there another server, or a proxy, at this address?")


def _its_own(function: Any) -> bool:
    """Whether a function of LiteLLM's is its own, and not one that a tracer has put in its place."""
    # A wrapper may call itself what it wraps, but knows the names of its own module.
    return type(function) is FunctionType and function.__globals__["__name__"].partition(".")[0] == "litellm"


def _refusal(litellm: Any, url: str, status: int, headers: Mapping[str, str], said: bytes) -> Exception:
    """Return a reply with the status of an error as what LiteLLM makes of one from OpenAI's client."""
    import httpx  # noqa: PLC0415 - as above

    plain = {name: value for name, value in headers.items() if name.lower() != "content-encoding"}
    response = httpx.Response(status, headers=plain, content=said, request=httpx.Request("POST", url))
    try:
        body = response.json()
    except ValueError:
        message, error = response.text, None
    else:
        message, error = f"Error code: {status} - {body}", body.get("error", body) if isinstance(body, dict) else body
    refusal: Exception = litellm.llms.openai.common_utils.OpenAIError(
        status, message, response=response, headers=response.headers, body=error
    )
    return refusal


def direct(litellm: Any, name: str, *, api_base: str | None, api_key: str | None) -> Direct | None:
    """Return the direct way to a model that is in no table of LiteLLM's; None where it or the server is not plain."""
    if api_base is None or not api_base.startswith("http://") or getproxies().keys() & {"http", "all"}:
        return None
    model, provider, own_key, _ = litellm.get_llm_provider(name, api_base=api_base)
    key = api_key or own_key
    if key is None or provider not in PROVIDERS or model.startswith("responses/") or api_base.endswith("/completions"):
        return None
    plain = _passes_on(litellm, model, provider)
    return Direct(litellm, model, provider, api_base=api_base, api_key=key) if plain else None


@cache
def _passes_on(litellm: Any, model: str, provider: str) -> bool:
    """Whether LiteLLM sends parameters to this model as they are given."""
    try:
        sent = litellm.utils.get_optional_params(model=model, custom_llm_provider=provider, **_PROBE)
    except litellm.UnsupportedParamsError:
        return False
    return bool(sent | _PROBE == sent)


async def _session() -> Any:
    """Return the running loop's session."""
    import aiohttp  # noqa: PLC0415 - as above

    loop = asyncio.get_running_loop()
    if loop not in _SESSIONS:
        ended = [other for other in _SESSIONS if other.is_closed()]
        # How many requests are in flight is not for a connector to say.
        _SESSIONS[loop] = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
        )
        for other in ended:
            await _SESSIONS.pop(other).close()
    return _SESSIONS[loop]


@atexit.register
def _close() -> None:
    """Close what is open: aiohttp complains on the standard error otherwise."""
    for loop, session in _SESSIONS.items():
        if loop.is_running():
            with contextlib.suppress(TimeoutError):  # a fork has the loop, but not its thread
                asyncio.run_coroutine_threadsafe(session.close(), loop).result(1)
        elif loop.is_closed():
            asyncio.run(session.close())
        else:  # its connections are its own
            loop.run_until_complete(session.close())
