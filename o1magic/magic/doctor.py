"""What `%o1 models`, `%o1 doctor` and `%o1 cache` tell."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import platform
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import o1magic
from o1magic.engine import loop
from o1magic.errors import CacheError, ConfigError, SandboxError, WeightsError
from o1magic.magic.display import choose
from o1magic.models import weights
from o1magic.models.cache import StoreInfo, shared_store
from o1magic.models.discover import PORTS, LocalServer, hosted_providers, local_servers
from o1magic.models.resolve import DEFAULT_MODEL
from o1magic.sandbox import isolation

OK, BAD, NOTE = "ok", "!!", "--"
"""It works; it does not, and the line says what to do; it is not there and need not be."""

PACKAGES = ("ipython", "ipywidgets", "anywidget", "litellm", "diskcache", "math-verify")
MALICIOUS_LITELLM = ("1.82.7", "1.82.8")  # PYSEC-2026-2
SETTINGS = ("O1MAGIC_MODEL", "O1MAGIC_CACHE_DIR", weights.MODELS_DIR, weights.WEIGHTS_INDEX)
INSTALL_ENGINE = 'pip install "o1magic[local]"'

Finding = tuple[str, str]


def servers() -> tuple[LocalServer, ...]:
    """Return the model servers that answer on this machine now."""
    # The package's own loop: in a kernel this thread already runs one.
    return asyncio.run_coroutine_threadsafe(local_servers(PORTS), loop()).result()


def reachable() -> list[str]:
    """Return the names of the models that can be reached now, of hosted ones an example each."""
    embedded = [f"local/{name}" for name in weights.KNOWN]
    return [*embedded, *(name for s in servers() for name in s.models), *(p.example for p in hosted_providers())]


def models() -> str:
    """Return what can be reached now, with what to type for it."""
    lines = ["Embedded, without a key or a server"]
    if find_spec("xllamacpp") is None:
        lines.append(f"  not installed: {INSTALL_ENGINE}")
    for name, known in weights.KNOWN.items():
        where = "here" if weights.find(name) else f"{known.size / 1e6:.0f} MB to download on first use"
        default = ", the default" if f"local/{name}" == DEFAULT_MODEL else ""
        lines.append(f"  -m local/{name}  ({where}{default})")
    lines.append("Servers on this machine")
    found = servers()
    if not found:
        lines.append(
            f"  none answers on the ports {', '.join(map(str, PORTS))}; any other: -m openai/NAME --api-base URL"
        )
    for server in found:
        base = f" --api-base {server.api_base}" if server.api_base else ""
        names = [f"  -m {name}{base}" for name in server.models] or ["  it serves no model yet"]
        lines += [f"  {server.kind}", *(f"  {name}" for name in names)]
    lines.append("Hosted, by the variable that holds the key")
    providers = hosted_providers()
    if not providers:
        lines.append("  no key is set; for OpenAI, for example: %env OPENAI_API_KEY=...")
    lines += [f"  {p.name}: {p.variable} is set, for example -m {p.example}" for p in providers]
    return "\n".join(lines)


def doctor(shell: Any) -> str:
    """Return what works here, one line each, and what to do about the rest.

    Parameters
    ----------
    shell
        The IPython shell.
    """
    findings: list[Finding] = [
        (OK, f"o1magic {o1magic.__version__} on Python {platform.python_version()}, {platform.system()}"),
        *_packages(shell),
        _page(shell),
        *_engine(),
        _hub(),
        _cache(),
        _sandbox(),
        *_hosted(),
        *((OK, f"{name}={os.environ[name]}") for name in SETTINGS if os.environ.get(name)),
    ]
    return "\n".join(f"{mark}  {text}" for mark, text in findings)


def cache(what: str) -> str:
    """Do `info`, `clear` or `prune` with the cache and return what there is to tell.

    Raises
    ------
    CacheError
        Its folder cannot be used.
    """
    store = shared_store()
    match what:
        case "clear":
            return f"{_count(store.clear())} deleted from {store.folder}"
        case "prune":
            gone = store.prune()
            return f"{_count(gone)} deleted, the oldest first; {_size(store.info())} left"
        case _:
            info = store.info()
            calls, tokens, cost = (
                f"{info.saved_calls:,} calls",
                f"{info.saved_tokens:,} tokens",
                f"{info.saved_cost:.4f} USD",
            )
            saved = f"{calls}, {tokens}, {cost}, {info.saved_seconds:,.0f} s of waiting for replies"
            return f"{info.folder}\n{_count(info.entries)}, {_size(info)}\nsaved so far: {saved}"


def _count(entries: int) -> str:
    return f"{entries} {'entry' if entries == 1 else 'entries'}"


def _size(info: StoreInfo) -> str:
    return f"{info.bytes / 1e6:.1f} of at most {info.size_limit / 1e6:.0f} MB"


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _packages(shell: Any) -> Iterator[Finding]:
    wanted = (*PACKAGES, "ipykernel") if getattr(shell, "kernel", None) is not None else PACKAGES
    versions = {package: _version(package) for package in wanted}
    yield OK, ", ".join(f"{package} {version}" for package, version in versions.items() if version)
    for package in (package for package, version in versions.items() if version is None):
        yield BAD, f"{package} is missing: pip install {package}"
    if versions["litellm"] in MALICIOUS_LITELLM:
        yield (
            BAD,
            f"litellm {versions['litellm']} is malicious: pip install -U litellm, and replace the keys it has seen",
        )


def _page(shell: Any) -> Finding:
    match choose("auto", shell):
        case "live":
            return OK, "a notebook front end runs this cell: runs are shown live, and leave a static record"
        case "static":
            return OK, "no front end looks: runs leave a static record (--display live shows the widget anyway)"
        case _:
            return OK, "a terminal: runs are shown as text"


def _engine() -> Iterator[Finding]:
    version = _version("xllamacpp")
    wanted = os.environ.get("O1MAGIC_MODEL", DEFAULT_MODEL).startswith("local/")
    if version is None:
        yield BAD if wanted else NOTE, f"the embedded engine is not installed: {INSTALL_ENGINE}"
    else:
        yield OK, f"embedded engine: xllamacpp {version}"
    for name, known in weights.KNOWN.items():
        path = weights.find(name)
        if path is not None:
            yield OK, f"local/{name}: {path}"
        else:
            yield NOTE, f"local/{name} is not on this machine: its first use downloads {known.size / 1e6:.0f} MB"
    folder = weights.own_folder()
    free = shutil.disk_usage(next(parent for parent in (folder, *folder.parents) if parent.exists())).free
    largest = max(known.size for known in weights.KNOWN.values())
    yield (OK if free > largest else BAD), f"models folder {folder}, {free / 1e9:.1f} GB free"


def _hub() -> Finding:
    try:
        weights.require_hub()
    except WeightsError as error:
        off = os.environ.get(weights.WEIGHTS_INDEX) == "0"
        instead = "and so is the package index" if off else "weights then come from the package index"
        return (BAD if off else NOTE), f"{error}; {instead}"
    return OK, "the hub answers"


def _cache() -> Finding:
    try:
        info = shared_store().info()
    except CacheError as error:
        return BAD, f"{error}; set O1MAGIC_CACHE_DIR to another folder, or use --no-cache"
    return OK, f"cache {info.folder}: {_count(info.entries)}, {_size(info)}"


def _sandbox() -> Finding:
    try:
        holds = asyncio.run_coroutine_threadsafe(isolation(), loop()).result()
    except (ConfigError, SandboxError) as error:
        return NOTE, f"code that a model writes cannot be run: {error}"
    return OK, f"code that a model writes, where you ask for it: {holds}"


def _hosted() -> Iterator[Finding]:
    providers = hosted_providers()
    if not providers:
        yield NOTE, "no provider's key is set (OPENAI_API_KEY and the like): hosted models cannot be used"
    for provider in providers:
        yield OK, f"{provider.name}: {provider.variable} is set"
