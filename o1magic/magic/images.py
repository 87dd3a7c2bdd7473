"""Pictures for a question: from a file, or from an object in the notebook."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from o1magic.errors import ConfigError, near
from o1magic.magic.interpolate import look_up, own_names
from o1magic.types import Image

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def load_image(source: str, namespace: Mapping[str, Any]) -> Image:
    """Return the picture that a variable holds, or else that a path leads to.

    Raises
    ------
    ConfigError
        There is neither, or it is no PNG, JPEG, GIF or WebP picture.
    """
    if source.split(".", maxsplit=1)[0] in namespace:
        return _from_object(source, look_up(source, namespace))
    path = Path(source).expanduser()
    if not path.is_file():
        raise ConfigError(f"--image {source}: there is no such variable or file{near(source, own_names(namespace))}")
    return _from_path(path)


def _from_object(name: str, value: Any) -> Image:
    if isinstance(value, str | os.PathLike):
        path = Path(value).expanduser()
        if not path.is_file():
            raise ConfigError(f"--image {name}: there is no file {str(path)!r}")
        return _from_path(path)
    if isinstance(value, bytes | bytearray | memoryview):
        return _from_bytes(name, bytes(value))
    if hasattr(value, "savefig"):  # a matplotlib figure
        buffer = io.BytesIO()
        value.savefig(buffer, format="png")
        return _from_bytes(name, buffer.getvalue())
    if hasattr(value, "_repr_png_"):  # a PIL image, and whatever else a notebook shows as PNG
        png = value._repr_png_()
        if isinstance(png, bytes):
            return _from_bytes(name, png)
    raise ConfigError(
        f"--image {name}: a {type(value).__name__} is no picture; a path, a matplotlib figure, a PIL image or bytes is"
    )


def _from_path(path: Path) -> Image:
    try:
        return _from_bytes(str(path), path.read_bytes())
    except OSError as error:
        raise ConfigError(f"--image {path}: {error.strerror}") from error


def _from_bytes(name: str, data: bytes) -> Image:
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return Image.of(data, media_type)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Image.of(data, "image/webp")
    raise ConfigError(f"--image {name} is no PNG, JPEG, GIF or WebP picture")
