"""The file of a recording: what its lines must look like, and how it is read, written and locked.

It may come from anywhere: whatever is not what this version writes is refused, in one sentence.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import stat
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from o1magic.errors import RecordingError
from o1magic.types import canonical_json

SCHEMA = 3
"""Of the file. Others are refused."""
MOST_BYTES = 512 << 20
"""A larger file is refused."""
LONGEST_LINE = 32 << 20
"""Bytes; a longer line is refused before it is read."""
LARGEST = 1 << 53
"""A larger number is refused: no counter comes so far."""
LOCKED_SECONDS = 30.0
"""How long a write waits for another process's."""

_SECONDS = (float, int)
_FIELDS: dict[str, dict[str, tuple[type, ...]]] = {
    "header": {"schema": (int,), "defaults": (dict,)},
    "cell": {"id": (str,), "session": (int,), "question": (str,), "settings": (dict,)},
    "model": {"name": (str,), "identity": (str,), "capabilities": (dict,)},
    "request": {"id": (str,), "model": (str,), "ask": (dict,), "prompt_tokens": (int, type(None))},
    "reply": {"request": (str,), "sample": (int,), "clamp": (int, type(None)), "seconds": _SECONDS, "reply": (dict,)},
    "outside": {"id": (str,), "by": (str,), "seconds": _SECONDS, "said": (object,)},
    "run": {"id": (str,), "phase": (int,), "stop": (str,), "seconds": _SECONDS, "replied": (list,), "cut": (list,)},
}
"""What each kind of line holds, in the order of the file; `kind` besides."""
_BUSY = (errno.EAGAIN, errno.EACCES, errno.ENOENT, errno.ESTALE)
_NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EBADF)
"""What file systems say that lock nothing; the last is NFS's of a file that may only be read."""
_STOPS = ("seconds", "stopped", "interrupted")

Row = dict[str, Any]
"""A line: its kind and what `_FIELDS` says."""
Key = tuple[Any, ...]
"""A line's kind, and what names it among those of its kind."""


def real_path(path: str | os.PathLike[str]) -> Path:
    """Return where a file really is: a link to it is not to be replaced by a file of its own."""
    return Path(path).expanduser().resolve()


def state_of(path: Path) -> tuple[int, ...]:
    """Return what tells whether somebody else has written the file since; nothing where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def key_of(row: Row) -> Key:
    """Return what tells a line from all others."""
    match row["kind"]:
        case "header":
            return ("header",)
        case "cell":
            return ("cell", row["id"], canonical_json(row["settings"]))
        case "model":
            return ("model", row["name"])
        case "reply":
            return ("reply", row["request"], row["sample"], row["clamp"])
        case "run":
            return ("run", row["id"], row["phase"])
    return (row["kind"], row["id"])


def read(path: Path) -> Iterator[tuple[Key, Row]]:
    """Yield the lines of a recording, each of them checked: it may come from anywhere.

    Raises
    ------
    RecordingError
        It cannot be read, or is not what this version writes.
    """
    seen: set[Key] = set()
    number = 0
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("is no file")  # noqa: TRY301 - one message
        if found.st_size > MOST_BYTES:
            raise ValueError(f"has {found.st_size >> 20:,} MiB, more than {MOST_BYTES >> 20}")  # noqa: TRY301 - as above
        with path.open("rb") as file:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                row = parse(line)
                key = key_of(row)
                if (key == ("header",)) != (number == 1):
                    raise ValueError("has to be a header, and no other line")  # noqa: TRY301 - as above
                if key in seen:
                    raise ValueError("says again what another line has said")  # noqa: TRY301 - as above
                seen.add(key)
                yield key, row
    except (ValueError, OSError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else error
        at = f"line {number} " if number else ""
        raise RecordingError(f"{path.name} cannot be used as a recording of o1magic: {at}{why}") from None


def parse(line: bytes) -> Row:
    """Return a line's content.

    Raises
    ------
    ValueError
        It is not what this version writes; goes on from "line 7".
    """
    if len(line) > LONGEST_LINE:
        raise ValueError(f"is longer than {LONGEST_LINE >> 20} MiB")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise ValueError("is a conflict that a merge has left")
    text = text.removesuffix("\n").removesuffix("\r")
    if any(_is_hidden(character) for character in text if not character.isascii() or character < " "):
        raise ValueError("holds characters that cannot be seen")
    try:
        row: Row = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None
    _check(row)
    return row


def _check(row: Any) -> None:
    """Raise a ValueError where a line's content is not what this version writes."""
    kind = row.get("kind") if isinstance(row, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise ValueError("is of no kind that this version knows")
    fields = _FIELDS[kind]
    if row.keys() != {"kind", *fields}:
        raise ValueError(f"does not have the fields of a {kind}: {', '.join(fields)}")
    for name, types in fields.items():
        if not isinstance(row[name], types) or (int in types and isinstance(row[name], bool)):
            raise ValueError(f"has a {name} that is no {types[0].__name__}")
        if int in types and isinstance(row[name], int | float) and not 0 <= row[name] <= LARGEST:
            raise ValueError(f"has a {name} that cannot be")
    if kind == "header" and row["schema"] != SCHEMA:
        raise ValueError(f"has schema {row['schema']}, and this version reads {SCHEMA}")
    if kind == "run" and row["stop"] not in _STOPS:
        raise ValueError(f"knows a stop that is none of {', '.join(_STOPS)}")


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _finite(number: str) -> float:
    return float(number) if math.isfinite(float(number)) else _refuse(number)


def _is_hidden(character: str) -> bool:
    """Whether nobody sees this character: what turns text around, joins or ends lines, or is half of one."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def line_of(row: Row) -> str:
    """Return a row as its line: what nobody would see is escaped."""
    ordered = {"kind": row["kind"], **{name: row[name] for name in _FIELDS[row["kind"]]}}
    text = ", ".join(f'"{name}": {_json(value)}' for name, value in ordered.items())
    shown = "".join(json.dumps(c)[1:-1] if not c.isascii() and _is_hidden(c) else c for c in text)
    return f"{{{shown}}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(", ", ": "))


def write(path: Path, rows: Mapping[Key, Row]) -> tuple[int, ...]:
    """Replace the file by these rows, or leave it as it is; return what `state_of` tells of it."""
    rows = {("header",): {"kind": "header", "schema": SCHEMA, "defaults": {}}, **rows}
    order = {kind: i for i, kind in enumerate(_FIELDS)}

    def place(key: Key) -> tuple[Any, ...]:
        # A request is followed by its replies.
        if key[0] in ("request", "reply"):
            return (order["request"], key[1], key[0] == "reply", *(-1 if part is None else part for part in key[2:]))
        return (order[key[0]], *map(str, key[1:]))

    handle, temporary = begin_replacement(path)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line_of(rows[key])}\n" for key in sorted(rows, key=place))
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        written = state_of(Path(temporary))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return written


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other processes from writing the file meanwhile; nothing stays beside it.

    The file itself is what is locked, so that everybody who can write it takes the same lock, from any machine. Where
    that cannot be done, a file beside it is, for as long as it takes.

    Raises
    ------
    TimeoutError
        Another process does not let go of it.
    """
    with contextlib.ExitStack() as held:
        try:
            held.callback(os.close, _wait_for(path))
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            from filelock import FileLock, SoftFileLock  # noqa: PLC0415 - hardly anybody needs it

            beside = FileLock if sys.platform == "win32" else SoftFileLock
            held.enter_context(beside(path.with_name(f".{path.name}.lock"), timeout=LOCKED_SECONDS))
        yield


def _wait_for(path: Path) -> int:
    """Return the locked file once it is free."""
    end = time.monotonic() + LOCKED_SECONDS
    while (handle := _lock(path)) is None:
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)
    return handle


def _lock(path: Path) -> int | None:
    """Return the locked file, which closing it sets free; None where another process has it, or has just replaced it.

    Raises
    ------
    OSError
        It cannot be opened, or its file system knows no locks.
    """
    if sys.platform == "win32":  # where an open file cannot be replaced
        raise OSError(errno.ENOSYS, "")
    import fcntl  # noqa: PLC0415 - not there on Windows

    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:  # of the file; the folder may let it be replaced nevertheless
        handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Each write replaces it: whoever has had it until now may have left another one in its place.
        with path.open("rb") as there:
            if os.path.sameopenfile(handle, there.fileno()):
                return handle
    except OSError as error:
        if error.errno not in _BUSY:
            os.close(handle)
            raise
    os.close(handle)
    return None


def begin_replacement(path: Path) -> tuple[int, str]:
    """Begin a file that is to replace this one."""
    return tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
