"""What can be reached: each kind of server is recognised on any port, and nothing else is taken for one."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openai_server import OpenAIServer

from o1magic.models import discover, litellm
from o1magic.models.discover import PROVIDERS, HostedProvider, LocalServer, hosted_providers, local_servers

OLLAMA = {"models": [{"name": "qwen3:latest", "model": "qwen3:latest"}, {"name": "llama3.2:1b", "model": "x"}]}
LM_STUDIO = {
    "object": "list",
    "data": [
        {"id": "qwen2.5-7b", "object": "model", "type": "llm", "state": "not-loaded"},
        {"id": "text-embedding-nomic", "object": "model", "type": "embeddings", "state": "loaded"},
    ],
}


async def found(server: OpenAIServer) -> list[LocalServer]:
    return list(await local_servers([server.port], seconds=5))


async def test_ollama_is_known_by_its_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer(models=["qwen3:latest"], owned_by="library", pages={"/api/tags": OLLAMA}) as server:
        models = ("ollama/qwen3", "ollama/llama3.2:1b")
        assert await found(server) == [LocalServer("Ollama", models, f"http://127.0.0.1:{server.port}")]
        monkeypatch.setattr(discover, "_OLLAMA_PORT", server.port)
        assert await found(server) == [LocalServer("Ollama", models, None)]


async def test_ollama_without_a_model_is_there() -> None:
    with OpenAIServer(pages={"/api/tags": {"models": []}}) as server:
        assert [(server.kind, server.models) for server in await found(server)] == [("Ollama", ())]


async def test_lm_studio_is_known_by_its_own_list_and_embeddings_are_left_out() -> None:
    names = ["qwen2.5-7b", "text-embedding-nomic"]
    with OpenAIServer(models=names, owned_by="organization_owner", pages={"/api/v0/models": LM_STUDIO}) as server:
        assert await found(server) == [LocalServer("LM Studio", ("openai/qwen2.5-7b",), server.base_url)]


async def test_llama_cpp_is_known_although_it_answers_as_ollama_too() -> None:
    with OpenAIServer(models=["tiny.gguf"], owned_by="llamacpp", pages={"/api/tags": OLLAMA}) as server:
        assert await found(server) == [LocalServer("llama.cpp", ("openai/tiny.gguf",), server.base_url)]


async def test_vllm_is_known_by_the_owner_of_its_models() -> None:
    with OpenAIServer(models=["Qwen/Qwen3-8B"], owned_by="vllm") as server:
        assert await found(server) == [LocalServer("vLLM", ("hosted_vllm/Qwen/Qwen3-8B",), server.base_url)]


async def test_any_other_server_that_speaks_the_protocol_is_listed() -> None:
    with OpenAIServer(models=["a", "b"]) as server:
        assert await found(server) == [LocalServer("OpenAI-compatible", ("openai/a", "openai/b"), server.base_url)]


@pytest.mark.parametrize(
    "page",
    [[], "hello", None, {}, {"data": []}, {"data": [1]}, {"data": [{"name": "x"}], "object": "list"}, {"models": {}}],
)
async def test_a_foreign_server_is_not_listed(page: object) -> None:
    with OpenAIServer(pages=dict.fromkeys(["/v1/models", "/api/v0/models", "/api/tags"], page)) as server:
        assert await found(server) == []


async def test_a_server_of_web_pages_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "models").write_text("<html>welcome</html>")
    with pages_of(tmp_path) as port:
        assert await local_servers([port], seconds=5) == ()


@contextlib.contextmanager
def pages_of(folder: Path):
    """Serve a folder as an ordinary web server does; yield the port."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield int(process.stdout.readline().split(" port ")[1].split()[0])
        finally:
            process.terminate()


async def test_dead_and_silent_ports_cost_little() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    with OpenAIServer() as dead:
        pass
    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    with OpenAIServer(models=["a"], owned_by="vllm") as server:
        await found(server)  # the first look imports httpx
        ports = [dead.port, silent.sockets[0].getsockname()[1], server.port]
        began = time.monotonic()
        servers = await local_servers(ports, seconds=0.3)
        took = time.monotonic() - began
    silent.close()
    await silent.wait_closed()
    assert [server.kind for server in servers] == ["vLLM"]
    assert took < 1.5  # 0.3 s, all together; a busy machine gets some grace


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with OpenAIServer(models=["a"]) as server:
        assert len(await found(server)) == 1


def test_hosted_providers_are_known_by_the_name_of_their_variable() -> None:
    environment = {"OPENAI_API_KEY": "planted-key", "MISTRAL_API_KEY": "", "HOME": "x"}
    providers = hosted_providers(environment)
    assert providers == (HostedProvider("OpenAI", "OPENAI_API_KEY", "openai/gpt-4.1-mini"),)
    assert "planted" not in repr(providers)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.variable)
async def test_each_example_is_a_model_that_its_variable_opens(
    provider: HostedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in PROVIDERS:
        monkeypatch.delenv(other.variable, raising=False)
    model = litellm.LiteLLMModel(provider.example)
    with pytest.raises(litellm.AuthenticationError, match=provider.variable):
        await model.prepare()
    monkeypatch.setenv(provider.variable, "planted-key")
    await model.prepare()


def test_looking_needs_no_litellm() -> None:
    program = """
import asyncio, sys
from o1magic.models.discover import hosted_providers, local_servers
asyncio.run(local_servers([9], seconds=0.1)), hosted_providers()
assert "litellm" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], cwd=Path(discover.__file__).parents[2], check=True)
