"""From a name to a model with its wrappers: Record(Cache(Retry(Model))). The engine puts the meter around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from o1magic.config import Config
from o1magic.errors import ConfigError
from o1magic.models.base import Model
from o1magic.models.cache import Cache, Store
from o1magic.models.replay import Record, Replay, Tape
from o1magic.models.retry import Retry

DEFAULT_MODEL = "local/qwen2.5-coder-0.5b"


def register_litellm() -> None:
    """Offer the embedded models as `local/NAME` to all other users of LiteLLM in this process.

    After it, `litellm.completion("local/qwen2.5-coder-0.5b", messages=...)` works, streamed or not.
    """
    from o1magic.models.litellm import register_local_provider  # noqa: PLC0415 - nobody else needs it
    from o1magic.models.local import LocalModel  # noqa: PLC0415 - as above

    register_local_provider(LocalModel)


def resolve(
    model: str | Model,
    config: Config,
    *,
    api_key: str | None,
    credentials: Mapping[str, Any],
    store: Store | None,
    refresh: bool,
    tape: Tape | None = None,
) -> Model:
    """Return the model behind a name, or the given one, ready for the meter.

    Parameters
    ----------
    api_key, credentials
        For the endpoint; kept in the model object alone.
    store
        The cache, or None for none.
    refresh
        Ask again and store, instead of reading the cache.
    tape
        The run's place in a recording: it is written there, or played from there alone.

    Raises
    ------
    ConfigError
        The model has no use for credentials.
    ReplayMissError
        The recording does not know the model.
    """
    # What is embedded costs nothing, and a model object has a price of its own.
    price = config.price if isinstance(model, str) and not model.startswith("local/") else None
    if tape is not None and tape.replaying:
        return Replay(model if isinstance(model, str) else model.name, tape, price=price)
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
            LiteLLMModel(model, api_base=config.api_base, api_key=api_key, credentials=credentials, price=price)
        )
    cached = inner if store is None else Cache(inner, store, seed=config.seed, refresh=refresh)
    return cached if tape is None else Record(cached, tape, priced=price is not None)
