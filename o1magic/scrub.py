"""What must never be written down: secrets by their names, and texts without what is or looks like one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HIDDEN = "***"
"""Stands where a secret was."""
SHORTEST = 6
"""Shorter secrets are left: they would blank out ordinary words."""

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
_VARIABLE = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|AUTH(?!OR_)|CREDENTIAL", re.IGNORECASE)

_KEY_LIKE = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|nvapi|key)[-_][\w*.\-]{6,}|\bAIza[\w*\-]{10,}|\bbearer\s+[\w*.\-]{6,}", re.IGNORECASE
)
_KEY_SHAPED = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|nvapi|gh[pousr]|glpat|xox[abprs])[-_](?=[\w-]*\d)[\w-]{16,}"
    r"|\bAIza[\w-]{30,}|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----"
)
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
_COMMON = frozenset({"admin", "jovyan", "notebook", "python", "runner", "student", "teacher", "ubuntu", "vscode"})
"""Names of users that say nothing of a person, and that other paths may hold."""
_USER = ("USER", "LOGNAME", "JUPYTERHUB_USER")
"""Environment variables that hold the user's name; in a container the home folder need not."""
_SCHEME = re.compile(r"\s*(?:apikey|basic|bearer|token)\s+", re.IGNORECASE)
"""What may come before the credentials in a header."""
_PATH = re.compile(r"(?:(?<!\w)/|~|\b[A-Za-z]:\\|\\\\)[^\s\"'`<>]*|[\w.+-]+(?=@)")
"""A path, or whose an address is."""
_HOME = re.compile(r"(?:(?<![\w/])/(?:home|Users)/|\b[A-Za-z]:\\+Users\\+)[^/\\\s\"'`]+")


def is_secret(name: str) -> bool:
    """Return whether a parameter of this name holds a secret, by the whole words in it."""
    words = [word.lower() for word in _WORD.findall(name)]
    if words and words[-1].endswith("token") and _TOKENISER_WORDS.isdisjoint(words):
        return True  # `hf_token`; but `stop_token_ids`, `token_healing` and `max_tokens` are about a model's tokens
    return any(word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS) for word in words)


def is_secret_variable(name: str) -> bool:
    """Return whether an environment variable of this name may hold a secret: rather one too many than one too few."""
    return _VARIABLE.search(name) is not None


def split_credentials(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the model parameters that may be written down, and those that must not.

    A parameter with a secret somewhere inside is in both: without the secret in the first, whole in the second.
    """
    public = _without_secrets(params)
    return public, {name: value for name, value in params.items() if name not in public or public[name] != value}


def _without_secrets(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_secrets(item) for name, item in value.items() if not is_secret(str(name))}
    return [_without_secrets(item) for item in value] if isinstance(value, list | tuple) else value


def secrets_in(params: Any, *, inside: bool = False) -> Iterator[str]:
    """Yield every text and number in nested parameters whose name, or that of what it stands in, is a secret's.

    Parameters
    ----------
    inside
        Whether `params` is such a secret itself.
    """
    match params:
        case Mapping():
            for name, item in params.items():
                yield from secrets_in(item, inside=inside or is_secret(str(name)))
        case list() | tuple():
            for item in params:
                yield from secrets_in(item, inside=inside)
        case str() if inside:
            # Of `Bearer KEY` the key alone may be repeated. A part that is a word may be one elsewhere.
            parts = (part for part in params.split() if not part.isalpha())
            yield from {params.strip(), _SCHEME.sub("", params, count=1).strip(), *parts}
        case int() | float() if inside:
            yield str(params)


def from_error(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a provider's message without anything that is or looks like a key, starred keys included."""
    return _KEY_LIKE.sub(HIDDEN, _without(text, secrets))


def from_record(text: str, patterns: Iterable[re.Pattern[str]] = (), secrets: Iterable[str] = ()) -> str:
    """Return text that others may read: without keys, credentials in addresses, home folders, the user's name in paths.

    Nor with `secrets` or what `patterns` find. What only resembles a key in prose stays: a text must not change for
    nothing.
    """
    text = _without(text, secrets)
    for pattern in (_KEY_SHAPED, _IN_ADDRESS, *patterns):
        text = pattern.sub(HIDDEN, text)
    home = Path.home()
    if len(str(home)) >= SHORTEST:
        text = re.sub(rf"(?<![\w/.]){re.escape(str(home))}(?![\w.-])", "~", text)
    users = {home.name, *(os.environ.get(variable, "") for variable in _USER)} - _COMMON
    names = [re.escape(user) for user in sorted(users, key=len, reverse=True) if len(user) >= SHORTEST - 1]
    if names:
        # A name may be an ordinary word elsewhere.
        name = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
        text = _PATH.sub(lambda found: name.sub(HIDDEN, found[0]), text)
    return _HOME.sub("~", text)


def _without(text: str, secrets: Iterable[str] = ()) -> str:
    environment = [value for name, value in os.environ.items() if is_secret_variable(name)]
    for secret in sorted({*secrets, *environment}, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, HIDDEN)
    return text
