"""From a name to a model with its wrappers: Cache(Retry(Model)). The engine puts the meter around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from o1magic.config import Config
from o1magic.errors import ConfigError
from o1magic.models.base import Model
from o1magic.models.cache import Cache, Store
from o1magic.models.retry import Retry

DEFAULT_MODEL = "local/qwen2.5-coder-0.5b"

# fmt: off
_SECRET_WORDS = frozenset({
    "auth", "authorization", "bearer", "cookie", "cookies", "credential", "credentials", "headers", "jwt", "keys",
    "passphrase", "passwd", "secrets", "sig", "signature",
})
_TOKENISER_WORDS = frozenset({
    "bos", "cls", "end", "eos", "first", "image", "mask", "max", "min", "next", "pad", "per", "sep", "special", "start",
    "stop", "unk",
})
# fmt: on
_SECRET_ENDINGS = ("key", "secret", "password")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def register_litellm() -> None:
    """Offer the embedded models as `local/NAME` to all other users of LiteLLM in this process.

    After it, `litellm.completion("local/qwen2.5-coder-0.5b", messages=...)` works, streamed or not.
    """
    from o1magic.models.litellm import register_local_provider  # noqa: PLC0415 - nobody else needs it
    from o1magic.models.local import LocalModel  # noqa: PLC0415 - as above

    register_local_provider(LocalModel)


def split_credentials(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the model parameters that may be written down, and those that must not.

    A parameter with a secret somewhere inside is in both: without the secret in the first, whole in the second.
    """
    public = _without_secrets(params)
    return public, {name: value for name, value in params.items() if name not in public or public[name] != value}


def _without_secrets(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_secrets(item) for name, item in value.items() if not _is_secret(str(name))}
    return [_without_secrets(item) for item in value] if isinstance(value, list | tuple) else value


def _is_secret(name: str) -> bool:
    """Whether a parameter of this name holds a secret, by the whole words in it."""
    words = [word.lower() for word in _WORD.findall(name)]
    if words and words[-1].endswith("token") and _TOKENISER_WORDS.isdisjoint(words):
        return True  # `hf_token`; but `stop_token_ids`, `token_healing` and `max_tokens` are about a model's tokens
    return any(word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS) for word in words)


def resolve(
    model: str | Model,
    config: Config,
    *,
    api_key: str | None,
    credentials: Mapping[str, Any],
    store: Store | None,
    refresh: bool,
) -> Cache | Model:
    """Return the model behind a name, or the given one, ready for the meter.

    Parameters
    ----------
    api_key, credentials
        For the endpoint; kept in the model object alone.
    store
        The cache, or None for none.
    refresh
        Ask again and store, instead of reading the cache.

    Raises
    ------
    ConfigError
        The model has no use for credentials.
    """
    if credentials and (not isinstance(model, str) or model.startswith("local/")):
        name = model if isinstance(model, str) else model.name
        raise ConfigError(f"{name} takes no keys and the like: leave out {', '.join(credentials)}")
    if not isinstance(model, str):
        inner = model
    elif model.startswith("local/"):
        from o1magic.models.local import LocalModel  # noqa: PLC0415 - only who uses it needs its extra

        inner = LocalModel(model)
    else:
        from o1magic.models.litellm import LiteLLMModel  # noqa: PLC0415 - hosted models only

        inner = Retry(
            LiteLLMModel(model, api_base=config.api_base, api_key=api_key, credentials=credentials, price=config.price)
        )
    return inner if store is None else Cache(inner, store, seed=config.seed, refresh=refresh)
