"""Hosted models and OpenAI-compatible servers, through LiteLLM. The only file that imports litellm.

LiteLLM does one thing here: it speaks the providers' dialects. Its cache, its retries, its network fetch of prices
and its loading of `.env` files are off; caching, retries, limits and samples are ours.

Keys. The key that a user names (`--api-key-env`) goes to the endpoint that the user names. A key that merely lies in
the environment goes to the provider's own address, or to one that the environment names beside it
(`OPENAI_BASE_URL`); an address given by `--api-base` gets a placeholder instead, because local servers want some key
and a stranger must not get a real one. Providers without an address of their own (Azure, vLLM, ...) are excepted:
there the key in the environment belongs to whatever address the user gives.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
import queue
import re
import sys
import threading
import time
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from o1magic import scrub
from o1magic.config import address
from o1magic.errors import (
    AuthenticationError,
    BadRequestError,
    ContentFilterError,
    ContextWindowError,
    ModelError,
    RateLimitError,
    ServerError,
    UnknownModelError,
    UnreachableError,
)
from o1magic.models.base import Capabilities, Listener, Model, Progress, Reply
from o1magic.models.chat_format import (
    Draft,
    apportion,
    ask_of,
    estimate_prompt,
    estimate_tokens,
    logprobs_of,
    messages_of,
)
from o1magic.models.direct import PROVIDERS, Direct, direct
from o1magic.together import at_once
from o1magic.types import Ask, Completion, Usage, digest

SLOTS = 64
"""Requests in flight at one endpoint; further ones queue here, where they can be cancelled for nothing."""

REPLY_SECONDS, CONNECT_SECONDS = 600.0, 10.0
"""Longest silence of an endpoint before its request fails, and the longest wait for a connection."""

PLACEHOLDER_KEY = "no-key"

# fmt: off
_OWN_ADDRESS = frozenset({
    "azure", "azure_ai", "azure_text", "bedrock", "bedrock_converse", "cloudflare", "databricks", "hosted_vllm",
    "infinity", "litellm_proxy", "llamafile", "lm_studio", "ollama", "ollama_chat", "oobabooga", "openai_like",
    "custom_openai", "sagemaker", "sagemaker_chat", "snowflake", "triton", "vertex_ai", "vllm", "watsonx",
    "xinference",
})
# fmt: on
"""Providers whose address is each user's own, or that sign requests rather than send a key."""

# fmt: off
_OURS = frozenset({
    "messages", "model", "n", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature",
    "stop", "logprobs", "top_logprobs", "api_base", "base_url", "api_key", "num_retries", "max_retries", "caching",
    "cache", "timeout", "mock_response",
})
# fmt: on
"""Parameters that a request gets from elsewhere than `Ask.params`."""

_LITELLM_PREFIX = re.compile(r"^(?:(?:litellm\.)?\w*(?:Error|Exception|Timeout)(?::| -) ?)+")
_LITELLM_ADVICE = re.compile(
    r"\s*(?:To drop (?:these|unsupported)|Original exception:|, Original Response:).*", re.DOTALL
)

_REFUSED = (BadRequestError, "refused the request")
_FAILED = (ServerError, "failed; its own log may say why")
_BROKE_OFF = (ServerError, "broke its reply off")
_TIMED_OUT = (ServerError, "did not reply in time")
_UNREACHABLE = (UnreachableError, "cannot be reached: is the server running, and is the address right?")
_NO_ENTRY = (
    AuthenticationError,
    "refused the key: check the environment variable that holds it, or name another with --api-key-env",
)
_BY_CLASS: Sequence[tuple[str, tuple[type[ModelError], str]]] = (
    ("ContextWindowExceededError", (ContextWindowError, "has no room for so long a prompt")),
    ("ContentPolicyViolationError", (ContentFilterError, "refused to answer: put the question in other words")),
    ("ConnectError", _UNREACHABLE),
    ("ConnectTimeout", _UNREACHABLE),
    ("ClientConnectorError", _UNREACHABLE),
    ("ConnectionTimeoutError", _UNREACHABLE),
    ("ReadError", _BROKE_OFF),
    ("RemoteProtocolError", _BROKE_OFF),
    ("TimeoutException", _TIMED_OUT),
    ("Timeout", _TIMED_OUT),
    ("ServerTimeoutError", _TIMED_OUT),
    ("ClientConnectionError", _BROKE_OFF),
    ("ClientPayloadError", _BROKE_OFF),
)
"""What an error or one of its causes means, by its class's name in litellm, httpx or aiohttp; the first that fits."""
_BY_STATUS: Mapping[int, tuple[type[ModelError], str]] = {
    401: _NO_ENTRY,
    403: _NO_ENTRY,
    404: (UnknownModelError, "knows no such model or path; `%o1 models` lists what can be reached"),
    408: _TIMED_OUT,
    409: _FAILED,
    425: _FAILED,
    429: (RateLimitError, "asks to wait"),
}

_IGNORE_N: set[tuple[str, str]] = set()
"""Endpoints and models that were seen to refuse or ignore `n`, in this process."""

_GATES: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, asyncio.Semaphore]] = weakref.WeakKeyDictionary()


@functools.cache
def _litellm() -> Any:
    """Import litellm (2 s, any thread), silent and without network access."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it fetches prices
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")  # else it loads `.env` from the notebook's folder
    import litellm  # noqa: PLC0415 - costs 2 s and 150 MiB

    litellm.suppress_debug_info = True
    litellm.REPEATED_STREAMING_CHUNK_LIMIT = sys.maxsize  # else 100 equal tokens in a row are an error
    logging.getLogger("LiteLLM").setLevel(logging.CRITICAL)
    # It writes a request's headers and body down, keys and all, for whoever logs at DEBUG.
    logging.getLogger("openai._base_client").setLevel(logging.INFO)
    return litellm


def warm() -> None:
    """Import litellm on a background thread, so that the first request need not wait for it."""
    if "litellm" not in sys.modules:
        threading.Thread(target=_litellm, name="o1magic-litellm", daemon=True).start()


@dataclass(frozen=True, slots=True)
class _Profile:
    """What LiteLLM's tables say of a model."""

    params: frozenset[str]
    temperature: bool
    capabilities: Capabilities
    direct: Direct | None = None


class LiteLLMModel:
    """Any model that LiteLLM can reach.

    Parameters
    ----------
    name
        LiteLLM's name: `openai/gpt-4o`, `ollama/qwen3`, `hosted_vllm/...`.
    api_base
        Address of the endpoint, where it is not the provider's own.
    api_key
        The key, where it is not the one in the provider's own environment variable.
    credentials
        Further secret parameters of a request (`extra_headers`, `aws_secret_access_key`, ...).
    price
        US dollars per token for prompt and completion, where LiteLLM's table does not know them.

    Notes
    -----
    The samples that a listener shows are streamed, each by a request of its own. The others are one request with `n`
    where the endpoint honours it. That shows on the first try: a refusal, or fewer choices than asked for, is
    remembered for this endpoint and model, and what is missing is asked for one by one.

    Usage is per sample: each carries the whole prompt, however many shared it in one request, so that limits count
    the same with `n` and without. `cost` follows from it: an upper bound where a prompt was shared or cached.

    A run's seed (`seed` in `Ask.params`) becomes another one for each request and first sample. It is left out where
    the provider takes none, and so is a temperature where the model has only one. Stop texts that a provider does not
    take are applied here. Any other parameter that the provider does not take is an error.
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        credentials: Mapping[str, Any] | None = None,
        price: tuple[float, float] | None = None,
    ) -> None:
        self._name = name
        self._provider = _provider_of(name)
        self._api_base = api_base
        named = _named_base(self._provider)
        base = api_base or named
        self._endpoint = self._provider if base is None else address(base)
        self._credentials = dict(credentials or {})
        given = api_key or self._credentials.pop("api_key", None)
        self._unkeyed = given is None and api_base not in {None, named} and self._provider not in _OWN_ADDRESS
        self._api_key = PLACEHOLDER_KEY if self._unkeyed else given
        self._price = price
        self._secrets = list(_strings([given, self._credentials]))
        self._prepared = False
        self._profile = _Profile(frozenset(), temperature=False, capabilities=Capabilities(slots=SLOTS, price=price))

    def __repr__(self) -> str:
        return f"LiteLLMModel({self._name!r}, endpoint={self._endpoint!r})"

    @property
    def name(self) -> str:
        """The name that the user typed."""
        return self._name

    @property
    def endpoint(self) -> str:
        """The address, or the provider's name where the address is its own."""
        return self._endpoint

    @property
    def capabilities(self) -> Capabilities:
        """What LiteLLM's tables know about the model, once `prepare` has returned."""
        return self._profile.capabilities

    @property
    def settled(self) -> bool:
        """Whether the model has been looked up."""
        return self._prepared

    async def prepare(self, progress: Progress | None = None) -> None:
        """Import litellm and look the model up; no request is sent.

        Raises
        ------
        UnknownModelError
            LiteLLM knows no such provider.
        AuthenticationError
            The environment variable with the provider's key is not set.
        """
        if not self._prepared:
            if progress is not None and "litellm" not in sys.modules:
                progress("importing litellm", 0, 0)
            # Of a plain server LiteLLM knows all without asking anybody, once it is imported.
            quick = _litellm.cache_info().currsize > 0 and self._provider in PROVIDERS
            self._profile = self._look_up() if quick else await asyncio.to_thread(self._look_up)
            self._prepared = True

    def count_prompt(self, ask: Ask) -> int:
        """Return an estimate of the prompt's length in tokens, by `estimate_tokens`."""
        return estimate_prompt(ask, prefill=self.capabilities.prefill)

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Draw these samples of the request and return their replies in the same order."""
        await self.prepare()
        heard = listener or Listener()
        replies: dict[int, Reply] = {}

        def settle(sample: int, reply: Reply) -> None:
            replies[sample] = reply
            heard.done(sample, reply)

        clash = sorted(_OURS.intersection(name for name, _ in ask.params))
        if clash:
            refusal = BadRequestError(f"{self._name}: {', '.join(clash)} cannot be given as a model parameter")
            for sample in samples:
                settle(sample, refusal)
            return [replies[sample] for sample in samples]

        shown = [sample for sample in samples if heard.shows(sample)]
        unshown = [sample for sample in samples if sample not in set(shown)]
        await at_once(*(self._stream(ask, sample, heard, settle) for sample in shown), self._draw(ask, unshown, settle))
        return [replies[sample] for sample in samples]

    # -- what LiteLLM knows

    def _look_up(self) -> _Profile:
        litellm = _litellm()
        try:
            model, provider, _, _ = litellm.get_llm_provider(self._name, api_base=self._api_base)
        except litellm.BadRequestError:
            raise UnknownModelError(
                f"LiteLLM knows no provider of {self._name!r}: names look like openai/gpt-4o, "
                "anthropic/claude-sonnet-4-5 or ollama/qwen3; a model behind an OpenAI-compatible server is "
                f"openai/{self._name} with --api-base"
            ) from None
        if self._api_key is None and not any(map(scrub.is_secret_variable, _names(self._credentials))):
            missing = litellm.validate_environment(self._name)["missing_keys"]
            own = f"{provider.upper()}_API_KEY"
            if os.environ.get(own) == "":
                missing = [own]  # for litellm a key that is empty is a key
            if missing and all(variable.endswith("_API_KEY") for variable in missing):
                raise AuthenticationError(
                    f"{self._name} needs a key: set the environment variable {' or '.join(missing)}, "
                    "or name the variable that holds it with --api-key-env"
                )
        params = frozenset(litellm.get_supported_openai_params(model, provider) or ())
        entry = _table_entry(litellm.model_cost, self._name, model, provider)
        plain = None if entry else direct(litellm, self._name, api_base=self._api_base, api_key=self._api_key)
        temperature = "temperature" in params and (plain is not None or _takes_temperatures(litellm, model, provider))
        hidden = _reasons_unasked(entry, provider, model, takes_temperature=temperature)
        most = entry.get("max_output_tokens") or sys.maxsize
        return _Profile(
            params=params,
            temperature=temperature,
            capabilities=Capabilities(
                slots=SLOTS,
                stop="stop" in params,
                prefill=bool(entry.get("supports_assistant_prefill")),
                logprobs="logprobs" in params,
                hidden_reasoning=hidden,
                temperature=0.7 if temperature and not hidden else None,
                max_tokens=min(8192 if hidden else 2048, most),
                price=self._price or self._table_price(entry, provider),
            ),
            direct=plain,
        )

    def _table_price(self, entry: Mapping[str, Any], provider: str) -> tuple[float, float] | None:
        if "://" in self._endpoint and provider not in _OWN_ADDRESS:
            return None  # the name is a provider's, the server somebody else's
        prompt, completion = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
        return None if prompt is None or completion is None else (float(prompt), float(completion))

    # -- requests

    def _arguments(self, ask: Ask, sample: int, n: int, *, stream: bool) -> dict[str, Any]:
        import httpx  # noqa: PLC0415 - litellm's, so it is loaded by now

        arguments: dict[str, Any] = {
            "model": self._name,
            "messages": messages_of(ask, prefill=self.capabilities.prefill),
            "max_tokens": ask.effective_max_tokens,
            "timeout": httpx.Timeout(REPLY_SECONDS, connect=CONNECT_SECONDS),
            "num_retries": 0,
            "cache": {"no-cache": True, "no-store": True},  # in case the notebook has switched litellm's own on
            **self._sampling(ask, sample),
            **self._credentials,
        }
        if n > 1:
            arguments["n"] = n
        if stream:
            arguments |= {"stream": True, "stream_options": {"include_usage": True}}
        if self._api_base is not None:
            arguments["api_base"] = self._api_base
        if self._api_key is not None:
            arguments["api_key"] = self._api_key
        return arguments

    def _sampling(self, ask: Ask, sample: int) -> dict[str, Any]:
        takes, params = self._profile.params, dict(ask.params)
        if params.pop("seed", None) is not None and "seed" in takes:
            params["seed"] = int(digest([ask.identity, sample])[:8], 16) >> 1  # 31 bits: some providers' most
        if ask.temperature is not None and self._profile.temperature:
            params["temperature"] = ask.temperature
        if ask.stop and "stop" in takes:
            params["stop"] = list(ask.stop)
        if ask.logprobs is not None:
            params["logprobs"] = True
        if ask.logprobs:
            params["top_logprobs"] = ask.logprobs
        return params

    def _gate(self) -> asyncio.Semaphore:
        """Return the cap on requests in flight, which all models at this endpoint share."""
        gates = _GATES.setdefault(asyncio.get_running_loop(), {})
        return gates.setdefault(self._endpoint, asyncio.Semaphore(SLOTS))

    async def _draw(self, ask: Ask, samples: Sequence[int], settle: Callable[[int, Reply], None]) -> None:
        """Draw samples that nobody watches: by one request where `n` is honoured."""
        place, missing = (self._endpoint, self._name), list(samples)
        if len(samples) > 1 and "n" in self._profile.params and place not in _IGNORE_N:
            replies = await self._request(ask, samples)
            if isinstance(replies[0], BadRequestError):
                # Was it `n`? One sample alone tells.
                alone = (await self._request(ask, samples[:1]))[0]
                replies = [alone] * len(samples) if isinstance(alone, ModelError) else [alone]
            if len(replies) < len(samples):
                _IGNORE_N.add(place)
            for sample, reply in zip(samples, replies, strict=False):
                settle(sample, reply)
            missing = missing[len(replies) :]

        async def single(sample: int) -> None:
            settle(sample, (await self._request(ask, [sample]))[0])

        await at_once(*(single(sample) for sample in missing))

    async def _request(self, ask: Ask, samples: Sequence[int]) -> list[Reply]:
        """Send one request for these samples; fewer replies than samples may come back, but at least one."""
        arguments = self._arguments(ask, samples[0], len(samples), stream=False)
        way = self._profile.direct
        send = way if way is not None and way.takes(arguments) else _litellm().acompletion
        async with self._gate():
            began = time.monotonic()
            try:
                response = await send(**arguments)
            except Exception as error:  # noqa: BLE001 - litellm lets any error of a provider's code through
                return [self._failure(error)] * len(samples)
        drafts = [Draft.of(choice, ask) for choice in response.choices[: len(samples)]]
        if not drafts:
            return [ServerError(f"{self._where} sent a reply without choices")] * len(samples)
        return self._completions(ask, drafts, getattr(response, "usage", None), response.model, began)

    async def _stream(self, ask: Ask, sample: int, listener: Listener, settle: Callable[[int, Reply], None]) -> None:
        """Draw one sample and pass its text on as it is written."""
        arguments = self._arguments(ask, sample, 1, stream=True)
        draft, usage, model, stream = Draft(ask), None, "", None
        async with self._gate():
            began = time.monotonic()
            try:
                stream = await _litellm().acompletion(**arguments)
                async for chunk in stream:
                    usage, model = getattr(chunk, "usage", None) or usage, chunk.model or model
                    for choice in chunk.choices:
                        text, reasoning = draft.add(choice.delta, choice)
                        if text or reasoning:
                            listener.text(sample, text, reasoning)
                cut = getattr(stream, "received_finish_reason", draft.finish) is None
            except Exception as error:  # noqa: BLE001 - as above
                # Of a stream that ended without a reason some versions of LiteLLM make an error.
                cut = any(isinstance(cause, StopAsyncIteration) for cause in _chain(error))
                if not cut:
                    settle(sample, self._failure(error))
                    return
            finally:
                if stream is not None:
                    await stream.aclose()
        if cut and not (draft.raw or draft.reasoning):
            settle(sample, ServerError(f"{self._where} sent a stream without a reply"))
            return
        if cut:
            draft.finish = "cut"
        rest = draft.rest()
        if rest:
            listener.text(sample, rest)
        settle(sample, self._completions(ask, [draft], usage, model, began)[0])

    # -- replies

    def _completions(
        self, ask: Ask, drafts: Sequence[Draft], usage: Any, model: str | None, began: float
    ) -> list[Reply]:
        seconds = time.monotonic() - began
        prompt = _counted(usage, "prompt_tokens") or self.count_prompt(ask)
        counted = all(draft.logprobs for draft in drafts)
        weights = [len(d.logprobs) if counted else len(d.raw) + len(d.reasoning) for d in drafts]
        total = _counted(usage, "completion_tokens") or sum(
            estimate_tokens(draft.raw) + estimate_tokens(draft.reasoning) for draft in drafts
        )
        details = getattr(usage, "completion_tokens_details", None)
        shares = apportion(total, weights)
        hidden = apportion(min(_counted(details, "reasoning_tokens"), total), shares)
        price = self.capabilities.price
        replies: list[Reply] = []
        for draft, completion, reasoning in zip(drafts, shares, hidden, strict=True):
            if draft.finish == "content_filter":
                replies.append(ContentFilterError(f"{self._where} filtered its reply; put the question in other words"))
                continue
            replies.append(
                Completion(
                    text=draft.text,
                    reasoning=draft.reasoning,
                    logprobs=tuple(draft.logprobs),
                    finish_reason=draft.finish,
                    usage=Usage(
                        calls=1,
                        prompt_tokens=prompt,
                        completion_tokens=completion,
                        reasoning_tokens=reasoning,
                        cost=None if price is None else prompt * price[0] + completion * price[1],
                        seconds=seconds,
                    ),
                    model=model or self._name,
                )
            )
        return replies

    # -- failures

    @property
    def _where(self) -> str:
        return f"{self._name} at {self._endpoint}"

    def _failure(self, error: Exception) -> ModelError:
        """Return our error for one of litellm's.

        By its status and its causes: litellm's own classes depend on the provider's wording.
        """
        chain = list(_chain(error))
        names = {cls.__name__ for cause in chain for cls in type(cause).__mro__}
        status = getattr(error, "status_code", None) or 500
        kind, happened = next((found for name, found in _BY_CLASS if name in names), None) or _BY_STATUS.get(
            status, _REFUSED if status in range(400, 500) else _FAILED
        )
        if kind is AuthenticationError and self._unkeyed:
            happened = (
                "wants a key, and none was sent to an address of your own: "
                "name the environment variable that holds it with --api-key-env"
            )
        said = scrub.from_error(_said(error), self._secrets)
        return kind(f"{self._where} {happened} ({said})", retry_after=_retry_after(chain))


# -- names and addresses


def _provider_of(name: str) -> str:
    """Return the provider in a model's name; the best-known bare names are LiteLLM's aliases."""
    provider, slash, _ = name.partition("/")
    if slash:
        return provider
    if re.match(r"(?:chat)?gpt-|o\d", name):
        return "openai"
    return "anthropic" if name.startswith("claude") else "litellm"


def _named_base(provider: str) -> str | None:
    """Return the address that the environment names for a provider."""
    name = provider.removesuffix("_chat").upper()
    return os.environ.get(f"{name}_BASE_URL") or os.environ.get(f"{name}_API_BASE") or None


def _strings(value: Any) -> Iterator[str]:
    """Yield every text and number in a nested value, and a text's parts: `Bearer KEY` holds a key."""
    if isinstance(value, str):
        yield from {value, *value.split()}
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _names(value: Any) -> Iterator[str]:
    """Yield every name in a nested value."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _names(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _names(item)


def _table_entry(table: Mapping[str, Mapping[str, Any]], name: str, model: str, provider: str) -> Mapping[str, Any]:
    """Return what LiteLLM's table says of the model at this very provider."""
    for key in (name, f"{provider}/{model}", model):
        entry = table.get(key, {})
        if str(entry.get("litellm_provider", "")).startswith(provider.removesuffix("_chat")):
            return entry
    return {}


def _takes_temperatures(litellm: Any, model: str, provider: str) -> bool:
    """Whether the model has another temperature than 1."""
    try:
        litellm.utils.get_optional_params(model=model, custom_llm_provider=provider, temperature=0.5)
    except litellm.UnsupportedParamsError:
        return False
    return True


def _reasons_unasked(entry: Mapping[str, Any], provider: str, model: str, *, takes_temperature: bool) -> bool:
    """Whether the model thinks before it replies although nobody asked it to.

    LiteLLM's table says only that a model *can* reason. Claude does so on request alone. Of OpenAI's models those
    do that take no temperature (o3, gpt-5), while the ones that default to no effort (gpt-5.1) do take one.
    """
    if not entry.get("supports_reasoning") or "claude" in model:
        return False
    return not takes_temperature if provider in {"openai", "azure"} else True


def _counted(usage: Any, name: str) -> int:
    """Return what an endpoint says that it counted; 0 where that makes no sense."""
    count = getattr(usage, name, None)
    return max(0, count) if isinstance(count, int) else 0


# -- litellm's errors


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what caused it."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _said(error: Exception) -> str:
    """Return what the provider said, without litellm's additions or a traceback, in at most 300 characters."""
    text = _LITELLM_ADVICE.sub("", _LITELLM_PREFIX.sub("", str(error))).strip()
    try:
        body = json.loads(text)["error"]
        text = body["message"] if isinstance(body, dict) else str(body)
    except (ValueError, KeyError, TypeError):
        pass  # it is no JSON, or of another form: shown as it is
    text = " ".join(str(text).partition("Traceback (")[0].split())
    return text if len(text) <= 300 else f"{text[:299]}…"  # noqa: PLR2004


def _retry_after(chain: Sequence[BaseException]) -> float | None:
    """Return the seconds that a Retry-After header asks for, or None."""
    for cause in chain:
        for holder in (cause, getattr(cause, "response", None)):
            for attribute in ("litellm_response_headers", "headers"):
                value = (getattr(holder, attribute, None) or {}).get("retry-after")
                if value is not None:
                    return _seconds(value)
    return None


def _seconds(value: str) -> float | None:
    """Return a Retry-After header's seconds from now: it is a number of them or a date (RFC 9110, 10.2.3)."""
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


# -- the other way round: our models for other users of LiteLLM


def register_local_provider(factory: Callable[[str], Model]) -> None:
    """Offer models of ours as `local/NAME` to all other users of LiteLLM in this process.

    Parameters
    ----------
    factory
        Returns the model for a name such as `local/qwen2.5-coder-0.5b`; called once a name.

    Notes
    -----
    After it, `litellm.completion("local/NAME", messages=...)` works, as do `acompletion`, `stream=True` and `n`.
    LiteLLM passes the finish reason of the first choice only where several are streamed.
    """
    litellm, model_of = _litellm(), functools.cache(factory)

    class Local(litellm.CustomLLM):  # type: ignore[misc,name-defined]  # known at run time only
        """LiteLLM's interface over ours."""

        async def acompletion(self, *, model: str, messages: Any, model_response: Any, **more: Any) -> Any:
            ours = model_of(f"local/{model}")
            await ours.prepare()
            ask, n = ask_of(messages, more["optional_params"], ours.capabilities)
            replies = _raised(await ours.complete(ask, range(n)))
            model_response.choices = [
                litellm.Choices(
                    index=index,
                    finish_reason=_finish(reply),
                    message={"role": "assistant", "content": reply.text, "reasoning_content": reply.reasoning or None},
                    logprobs=_logprobs(reply),
                )
                for index, reply in enumerate(replies)
            ]
            model_response.model = model
            model_response.usage = _openai_usage(replies)
            return model_response

        async def astreaming(self, *, model: str, messages: Any, **more: Any) -> AsyncIterator[Any]:
            ours, heard = model_of(f"local/{model}"), _Pieces()
            await ours.prepare()
            ask, n = ask_of(messages, more["optional_params"], ours.capabilities)
            task = asyncio.create_task(ours.complete(ask, range(n), heard))
            task.add_done_callback(lambda _: heard.queue.put_nowait(None))
            try:
                while (piece := await heard.queue.get()) is not None:
                    index, text, reasoning = piece
                    yield _chunk(index, {"content": text, "reasoning_content": reasoning or None})
                replies = _raised(await task)
            finally:
                task.cancel()
            # LiteLLM counts anew what comes with or after a finish reason.
            yield _chunk(0, {"content": ""}, usage=_openai_usage(replies))
            for index, reply in enumerate(replies):
                yield _chunk(index, {}, finish=_finish(reply), logprobs=_logprobs(reply))

        def completion(self, **request: Any) -> Any:
            with ThreadPoolExecutor(1) as thread:  # the caller's own may already run a loop
                return thread.submit(lambda: asyncio.run(self.acompletion(**request))).result()

        def streaming(self, **request: Any) -> Iterator[Any]:
            chunks: queue.SimpleQueue[Any] = queue.SimpleQueue()

            async def pump() -> None:
                async for chunk in self.astreaming(**request):
                    chunks.put(chunk)

            with ThreadPoolExecutor(1) as thread:
                end = thread.submit(lambda: asyncio.run(pump()))
                end.add_done_callback(lambda _: chunks.put(None))
                while (chunk := chunks.get()) is not None:
                    yield chunk
                end.result()

    others = [entry for entry in litellm.custom_provider_map if entry["provider"] != "local"]
    litellm.custom_provider_map = [*others, {"provider": "local", "custom_handler": Local()}]


class _Pieces(Listener):
    """Hears all samples and queues their pieces: sample, text, reasoning."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[tuple[int, str, str] | None] = asyncio.Queue()
        self._sent: dict[int, int] = {}

    def shows(self, sample: int) -> bool:  # noqa: ARG002
        return True

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        self._sent[sample] = self._sent.get(sample, 0) + len(text)
        self.queue.put_nowait((sample, text, reasoning))

    def done(self, sample: int, reply: Reply) -> None:
        rest = "" if isinstance(reply, ModelError) else reply.text[self._sent.get(sample, 0) :]
        if rest:  # of a model that does not stream
            self.queue.put_nowait((sample, rest, ""))


def _raised(replies: Sequence[Reply]) -> list[Completion]:
    """Return the replies if all are completions; raise the first error otherwise, as LiteLLM's users expect."""
    for reply in replies:
        if isinstance(reply, ModelError):
            raise reply
    return [reply for reply in replies if isinstance(reply, Completion)]


def _finish(reply: Completion) -> str:
    return "stop" if reply.finish_reason == "cut" else reply.finish_reason


def _openai_usage(replies: Sequence[Completion]) -> Any:
    prompt = max(reply.usage.prompt_tokens for reply in replies)
    completion = sum(reply.usage.completion_tokens for reply in replies)
    return _litellm().Usage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)


def _logprobs(reply: Completion) -> Any:
    found = logprobs_of(reply)
    return None if found is None else _litellm().types.utils.ChoiceLogprobs(**found)


def _chunk(
    index: int, delta: Mapping[str, Any], *, finish: str | None = None, logprobs: Any = None, usage: Any = None
) -> Any:
    types = _litellm().types.utils
    choice = types.StreamingChoices(index=index, delta=types.Delta(**delta), finish_reason=finish, logprobs=logprobs)
    chunk = types.ModelResponseStream(choices=[choice])
    if usage is not None:
        chunk.usage = usage
    return chunk
