"""Which models can be reached from here now: servers on this machine, and providers whose key is set."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PORTS = (11434, 1234, 8080, 8000)
"""Where Ollama, LM Studio, llama.cpp and vLLM listen unless told otherwise; any of them is recognised on any port."""

SECONDS = 0.4
"""How long one look at a port may take; all are looked at together."""

_OLLAMA_PORT = 11434


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model server that answers on this machine.

    Attributes
    ----------
    kind
        `Ollama`, `LM Studio`, `llama.cpp`, `vLLM`, or `OpenAI-compatible` for any other that speaks the protocol.
    models
        The names to type after `--model`; none where the server has no model yet.
    api_base
        What to type after `--api-base`, or None where it is not needed.
    """

    kind: str
    models: tuple[str, ...]
    api_base: str | None


@dataclass(frozen=True, slots=True)
class HostedProvider:
    """A provider whose key is in the environment.

    Attributes
    ----------
    name
        For people.
    variable
        The environment variable that holds the key. The key itself is nowhere here.
    example
        A model's name to type after `--model`.
    """

    name: str
    variable: str
    example: str


PROVIDERS = (
    HostedProvider("OpenAI", "OPENAI_API_KEY", "openai/gpt-4.1-mini"),
    HostedProvider("Anthropic", "ANTHROPIC_API_KEY", "anthropic/claude-haiku-4-5"),
    HostedProvider("Google Gemini", "GEMINI_API_KEY", "gemini/gemini-2.5-flash"),
    HostedProvider("Google Gemini", "GOOGLE_API_KEY", "gemini/gemini-2.5-flash"),
    HostedProvider("Mistral", "MISTRAL_API_KEY", "mistral/mistral-small-latest"),
    HostedProvider("Groq", "GROQ_API_KEY", "groq/openai/gpt-oss-20b"),
    HostedProvider("Cerebras", "CEREBRAS_API_KEY", "cerebras/gpt-oss-120b"),
    HostedProvider("DeepSeek", "DEEPSEEK_API_KEY", "deepseek/deepseek-v4-flash"),
    HostedProvider("xAI", "XAI_API_KEY", "xai/grok-4.3"),
    HostedProvider("OpenRouter", "OPENROUTER_API_KEY", "openrouter/deepseek/deepseek-r1"),
    HostedProvider("Together AI", "TOGETHERAI_API_KEY", "together_ai/openai/gpt-oss-120b"),
    HostedProvider("Fireworks AI", "FIREWORKS_AI_API_KEY", "fireworks_ai/accounts/fireworks/models/gpt-oss-20b"),
    HostedProvider("Perplexity", "PERPLEXITYAI_API_KEY", "perplexity/sonar"),
)


def hosted_providers(environment: Mapping[str, str] = os.environ) -> tuple[HostedProvider, ...]:
    """Return the providers whose key is set in the environment."""
    return tuple(provider for provider in PROVIDERS if environment.get(provider.variable))


async def local_servers(ports: Sequence[int] = PORTS, seconds: float = SECONDS) -> tuple[LocalServer, ...]:
    """Return the model servers that answer on 127.0.0.1, in the order of the ports.

    Nothing is sent but GET requests for lists of models. What does not answer in time, answers something else or
    wants a key is left out.
    """
    import httpx  # noqa: PLC0415 - 0.1 s that only this look-up needs

    # No proxy of the environment stands between this machine and itself.
    async with httpx.AsyncClient(trust_env=False, timeout=seconds) as client:

        async def get(port: int, path: str) -> Any:
            try:
                async with asyncio.timeout(seconds):
                    response = await client.get(f"http://127.0.0.1:{port}{path}")
                return response.json() if response.status_code == httpx.codes.OK else None
            except (httpx.HTTPError, TimeoutError, ValueError):
                return None

        async def look(port: int) -> LocalServer | None:
            paths = ("/v1/models", "/api/v0/models", "/api/tags")
            return _recognise(port, *await asyncio.gather(*(get(port, path) for path in paths)))

        found = await asyncio.gather(*(look(port) for port in ports))
    return tuple(server for server in found if server is not None)


def _recognise(port: int, openai: Any, lm_studio: Any, ollama: Any) -> LocalServer | None:
    """Return the server that gave these lists: OpenAI's, LM Studio's and Ollama's; llama.cpp gives the last one too."""
    origin = f"http://127.0.0.1:{port}"
    entries = _entries(openai, "data", "id")
    owners = {str(entry.get("owned_by")) for entry in entries or ()}
    named = [entry["id"] for entry in entries or ()]
    if owners == {"llamacpp"}:
        return LocalServer("llama.cpp", _prefixed("openai/", named), f"{origin}/v1")
    if owners == {"vllm"}:
        return LocalServer("vLLM", _prefixed("hosted_vllm/", named), f"{origin}/v1")
    typed = _entries(lm_studio, "data", "id")
    if typed is not None and lm_studio.get("object") == "list":
        chat = [entry["id"] for entry in typed if entry.get("type") != "embeddings"]
        return LocalServer("LM Studio", _prefixed("openai/", chat), f"{origin}/v1")
    tags = _entries(ollama, "models", "name")
    if tags is not None:
        names = [entry["name"].removesuffix(":latest") for entry in tags]
        return LocalServer("Ollama", _prefixed("ollama/", names), None if port == _OLLAMA_PORT else origin)
    if entries is not None and openai.get("object") == "list":
        return LocalServer("OpenAI-compatible", _prefixed("openai/", named), f"{origin}/v1")
    return None


def _entries(answer: Any, field: str, name: str) -> list[dict[str, Any]] | None:
    """Return the list in this field if each of its entries has a name, else None."""
    entries = answer.get(field) if isinstance(answer, dict) else None
    if not isinstance(entries, list):
        return None
    named = all(isinstance(entry, dict) and isinstance(entry.get(name), str) for entry in entries)
    return entries if named else None


def _prefixed(prefix: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{prefix}{name}" for name in names)
