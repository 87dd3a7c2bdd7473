"""From a name to a model with its wrappers: Cache(Retry(Model)). The engine puts the meter around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from o1magic.models.base import Model
from o1magic.models.cache import Cache, Store
from o1magic.models.retry import Retry
from o1magic.types import Config

DEFAULT_MODEL = "local/qwen2.5-coder-0.5b"
_SECRET = ("key", "token", "secret", "password", "authorization", "headers", "credential")


def register_litellm() -> None:
    """Offer the embedded models as `local/NAME` to all other users of LiteLLM in this process.

    After it, `litellm.completion("local/qwen2.5-coder-0.5b", messages=...)` works, streamed or not.
    """
    from o1magic.models.litellm import register_local_provider  # noqa: PLC0415 - nobody else needs it
    from o1magic.models.local import LocalModel  # noqa: PLC0415 - as above

    register_local_provider(LocalModel)


def split_credentials(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the model parameters that may be written down, and those that must not."""
    secret = {name: value for name, value in params.items() if _is_secret(name)}
    return {name: value for name, value in params.items() if name not in secret}, secret


def _is_secret(name: str) -> bool:
    lower = name.lower()
    # `max_completion_tokens` and its like count tokens; `aws_session_token` is one.
    return any(word in lower for word in _SECRET) and not lower.endswith("tokens")


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
    """
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
