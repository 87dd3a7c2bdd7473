"""Replies kept on disk: the same question asked again costs nothing and gives the same answer.

`Store` keeps JSON values by key in one SQLite database that several kernels share; `Cache` is a model that reads and
writes samples there. diskcache stays behind this file. What it is not trusted with: it unpickles what it finds
(CVE-2025-69872), so rows here are compressed JSON and any other row is refused.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sqlite3
import threading
import time
import warnings
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import diskcache
import platformdirs

from o1magic.errors import CacheError
from o1magic.models.base import Listener, Model, Relay, Reply, Wrapper
from o1magic.types import Ask, Completion, digest

KEY_VERSION = 1
"""Part of every key: a change makes all stored replies unknown."""
SIZE_LIMIT = 1 << 30
"""Bytes; beyond, the entries stored longest ago go."""
LOCKED_SECONDS = 5.0
"""How long a write waits for another kernel's before the cache is given up."""
WAIT_SECONDS = 0.5
"""How long `Store.put` waits for its write, which then goes on alone."""

_DATABASE = "cache.db"
_SAVED = "saved"
_UNUSABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
}
"""SQLite's primary result codes that say nothing against the database; the others mean that it is damaged."""
_T = TypeVar("_T")


def default_folder() -> Path:
    """Return `O1MAGIC_CACHE_DIR`, or the user's cache folder for o1magic."""
    return Path(os.environ.get("O1MAGIC_CACHE_DIR") or platformdirs.user_cache_dir("o1magic"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreInfo:
    """What a store holds, and what it has saved since it was made or cleared.

    Attributes
    ----------
    folder
        Where it lies.
    entries
        Rows: replies, and a few notes about runs.
    bytes, size_limit
        Size of the database and where eviction begins.
    saved_calls, saved_tokens, saved_cost, saved_seconds
        Samples that were not asked again, their tokens, US dollars where a price was known, and the time that they took
        when they were asked, summed over calls.
    """

    folder: Path
    entries: int
    bytes: int
    size_limit: int
    saved_calls: int
    saved_tokens: int
    saved_cost: float
    saved_seconds: float


class _RefusedRowError(Exception):
    """A row of the database was not written by a Store."""


def _row(value: Any) -> bytes:
    """Return a JSON value as a row holds it."""
    return zlib.compress(json.dumps(value).encode("ascii"), 1)


class _JSONDisk(diskcache.Disk):  # type: ignore[misc]
    """Writes what `_row` returns into the database itself, and reads nothing else: no pickle, no file beside it."""

    def put(self, key: str) -> tuple[str, bool]:
        return key, True

    def get(self, key: Any, raw: bool) -> str:  # noqa: FBT001 - diskcache's signature
        if not raw or not isinstance(key, str):
            raise _RefusedRowError
        return key

    def store(self, value: bytes, read: bool, key: Any = None) -> tuple[int, int, None, bytes]:  # noqa: ARG002, FBT001
        return 0, diskcache.core.MODE_RAW, None, value

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:  # noqa: FBT001
        if mode != diskcache.core.MODE_RAW or filename is not None or read or not isinstance(value, bytes):
            raise _RefusedRowError
        try:
            return json.loads(zlib.decompress(value))
        except (zlib.error, ValueError, RecursionError) as error:
            raise _RefusedRowError from error

    def remove(self, file_path: str) -> None:
        """Remove nothing: no row of ours has a file, and a forged one could name any."""


class Store:
    """JSON values by key, in a folder that only the owner can read. Thread-safe; several processes can share it.

    No trouble with the disk reaches a caller of `get`, `put` and `delete`. A damaged database is set aside with a
    warning and a new one is begun; where the folder cannot be used, or the disk is full, a warning is given once and
    the store forgets everything from then on. A process that is killed leaves the database whole.

    Parameters
    ----------
    folder
        Where to keep the database, in a folder `replies` of its own. Default: `default_folder()`.
    size_limit
        Bytes; beyond, the entries stored longest ago go.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, *, size_limit: int = SIZE_LIMIT) -> None:
        self.folder = (default_folder() if folder is None else Path(folder).expanduser()).absolute() / "replies"
        self.size_limit = size_limit
        self._lock = threading.RLock()
        self._db: diskcache.Cache | None = None
        self._inode = 0
        self._trouble = ""
        # One thread writes, so that a lock which another process holds stops nobody here.
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="o1magic-cache")
        self._stuck: Future[object] | None = None
        self._open()

    @property
    def intact(self) -> bool:
        """Whether the store can be used and its database still lies in the folder."""
        try:
            return not self._trouble and (self.folder / _DATABASE).stat().st_ino == self._inode
        except OSError:
            return False

    def get(self, key: str) -> Any:
        """Return the value, or None where there is none."""

        def read(db: diskcache.Cache) -> Any:
            try:
                return db.get(key)
            except _RefusedRowError:
                warnings.warn(
                    f"a row of the cache in {self.folder} was not written by o1magic, or is damaged; it is deleted",
                    UserWarning,
                    stacklevel=4,
                )
                self.delete(key)
                return None

        return self._do(read, None)

    def put(self, key: str, value: Any, *, replace: bool = True) -> None:
        """Write a JSON value. With `replace=False`, what is there already stays.

        It has been written on return, unless the database is locked: then it will be as soon as that ends.

        Raises
        ------
        TypeError
            The value is not JSON.
        """
        row = _row(value)
        self._write(lambda db: db.set(key, row) if replace else db.add(key, row))

    def delete(self, key: str) -> None:
        """Forget the value, if there is one."""
        self._write(lambda db: db.delete(key))

    def count_saved(self, calls: int, tokens: int, cost: float, seconds: float = 0.0) -> None:
        """Add to what has been saved."""
        more = (calls, tokens, cost, seconds)

        def add(db: diskcache.Cache) -> None:
            with db.transact():
                db.set(_SAVED, _row([a + b for a, b in zip(_saved(db), more, strict=True)]))

        self._write(add)

    def info(self) -> StoreInfo:
        """Return what is there and what it has saved.

        Raises
        ------
        CacheError
            The folder cannot be used.
        """
        entries, size, saved = self._demand(lambda db: (_entries(db), db.volume(), _saved(db)))
        return StoreInfo(
            folder=self.folder,
            entries=entries,
            bytes=size,
            size_limit=self.size_limit,
            saved_calls=saved[0],
            saved_tokens=saved[1],
            saved_cost=saved[2],
            saved_seconds=saved[3],
        )

    def clear(self) -> int:
        """Delete everything, databases that were set aside included; return how many entries there were.

        Raises
        ------
        CacheError
            The folder cannot be used.
        """
        self._delete_damaged()

        def clear(db: diskcache.Cache) -> int:
            entries = _entries(db)
            db.clear()
            return entries

        return self._demand(clear)

    def prune(self, size: int | None = None) -> int:
        """Delete the entries stored longest ago until the database is at most `size` bytes; return how many went.

        The default is half of the size limit. Databases that were set aside are deleted too.

        Raises
        ------
        CacheError
            The folder cannot be used.
        """
        self._delete_damaged()

        def cull(db: diskcache.Cache) -> int:
            before = db.size_limit
            db.size_limit = self.size_limit // 2 if size is None else size
            try:
                return int(db.cull())
            finally:
                db.size_limit = before

        return self._demand(cull)

    def _write(self, action: Callable[[diskcache.Cache], object]) -> None:
        """Let the writer's thread do it, and wait a little unless an earlier write is stuck."""
        try:
            write = self._writer.submit(self._do, action, None)
        except RuntimeError:  # Python is about to exit
            return
        if self._stuck is None or self._stuck.done():
            self._stuck = None if wait([write], timeout=WAIT_SECONDS).done else write

    def _demand(self, action: Callable[[diskcache.Cache], _T]) -> _T:
        """Do it on the writer's thread, behind what is to be written, and raise where it cannot be done."""
        done = self._writer.submit(self._do, lambda db: (action(db),), None).result()
        if done is None:
            raise CacheError(f"the cache in {self.folder} cannot be used: {self._trouble}")
        return done[0]

    def _do(self, action: Callable[[diskcache.Cache], _T], default: _T | None) -> _T | None:
        """Return what the action returns; the default where the database cannot be used, or no longer."""
        for _ in range(2):
            db = self._db
            if db is None:
                return default
            try:
                return action(db)
            except (sqlite3.Error, diskcache.Timeout, OSError) as error:
                self._mend(db, error)
        return default

    def _open(self) -> None:
        """Open the database, a new one if need be."""
        for _ in range(2):
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                self.folder.chmod(0o700)
                path = self.folder / _DATABASE
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                path.chmod(0o600)  # SQLite gives its other files the same
                self._inode = path.stat().st_ino
                self._check_lock(path)
                self._db = diskcache.Cache(
                    str(self.folder),
                    disk=_JSONDisk,
                    timeout=LOCKED_SECONDS,
                    size_limit=self.size_limit,
                    sqlite_mmap_size=0,  # a file that another process cuts short would kill this one
                )
            except (sqlite3.Error, diskcache.Timeout, OSError) as error:
                self._mend(None, error)
            except (TypeError, ValueError, AttributeError, KeyError) as error:  # forged settings
                self._mend(None, sqlite3.DatabaseError(str(error)))
            if self._db is not None or self._trouble:
                return

    @staticmethod
    def _check_lock(path: Path) -> None:
        """Raise where another process does not let go of the database: diskcache itself would wait a minute."""
        with contextlib.closing(sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")

    def _mend(self, db: diskcache.Cache | None, error: Exception) -> None:
        """Set a damaged database aside and open a new one; give up in other cases."""
        with self._lock:
            if self._trouble or self._db is not db:
                return  # another thread was faster
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if isinstance(error, sqlite3.DatabaseError) and code not in _UNUSABLE:
                try:
                    self._set_aside(error)
                except OSError as second:
                    self._give_up(second)
                else:
                    if db is not None:
                        self._db = None
                        self._open()
            else:
                self._give_up(error)

    def _set_aside(self, error: Exception) -> None:
        """Rename the damaged database, unless another process has done so."""
        path = self.folder / _DATABASE
        if not path.exists() or path.stat().st_ino != self._inode:
            return
        aside = self.folder / f"damaged-{time.strftime('%Y-%m-%d-%H%M%S')}-{os.getpid()}.db"
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
        warnings.warn(
            f"the cache {path} is damaged ({error}); it has been renamed to {aside.name} and a new one is begun",
            UserWarning,
            stacklevel=2,
        )

    def _give_up(self, error: Exception) -> None:
        """Go on without a database."""
        self._db = None
        self._trouble = str(error) or type(error).__name__
        warnings.warn(
            f"the cache in {self.folder} cannot be used ({self._trouble}); the run goes on without it",
            UserWarning,
            stacklevel=2,
        )

    def _delete_damaged(self) -> None:
        with contextlib.suppress(OSError):
            for path in self.folder.glob("damaged-*.db*"):
                path.unlink(missing_ok=True)


class Memory:
    """The part of a `Store` that `Cache` needs, for as long as this object lives; nothing reaches a disk."""

    def __init__(self) -> None:
        self._rows: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """Return the value, or None where there is none."""
        return self._rows.get(key)

    def put(self, key: str, value: Any, *, replace: bool = True) -> None:
        """Keep a JSON value. With `replace=False`, what is there already stays."""
        if replace or key not in self._rows:
            self._rows[key] = value

    def delete(self, key: str) -> None:
        """Forget the value, if there is one."""
        self._rows.pop(key, None)

    def count_saved(self, calls: int, tokens: int, cost: float, seconds: float = 0.0) -> None:
        """Count nothing: what is shared within a while is no saving over earlier ones."""


def shared_store(folder: str | os.PathLike[str] | None = None) -> Store:
    """Return this process's store for a folder: a new one for each run would pile up open files.

    A store that was given up, or whose database somebody has deleted, is replaced; so is the parent's after a fork,
    which SQLite forbids to use.
    """
    place = (default_folder() if folder is None else Path(folder).expanduser()).absolute()
    store = _open_store(place, os.getpid())
    if not store.intact:
        _open_store.cache_clear()
        store = _open_store(place, os.getpid())
    return store


@functools.lru_cache(maxsize=8)
def _open_store(folder: Path, pid: int) -> Store:  # noqa: ARG001 - a part of the key
    return Store(folder)


def _entries(db: diskcache.Cache) -> int:
    return len(db) - (_SAVED in db)


def _saved(db: diskcache.Cache) -> tuple[int, int, float, float]:
    """Return the saved calls, tokens, US dollars and seconds; earlier versions counted no seconds."""
    try:
        calls, tokens, cost, *seconds = db.get(_SAVED) or (0, 0, 0.0)
        return int(calls), int(tokens), float(cost), float(sum(seconds))
    except (_RefusedRowError, TypeError, ValueError):
        return 0, 0, 0.0, 0.0


class Cache(Wrapper):
    """A model that asks another one only for the samples which the store does not hold.

    Each sample is an entry of its own, written the moment it is complete, so that a run which is cut off a moment
    later goes on from there. Stored are replies that ended by themselves or at the length that was allowed; not
    errors, and not what was filtered or cut. What a limit had clamped is kept under a key of its own, which includes
    the clamp: the same run repeats it, and no other run takes its shortened replies for ordinary ones.

    Two runs that ask for the same sample at once both get a reply of their own, and the first one stored is kept. So
    whoever was second sees the other's reply from the next run on, and then always.

    Parameters
    ----------
    inner
        The model to ask.
    store
        Where replies are kept.
    seed
        Of the run, a part of each key: another seed means fresh samples.
    refresh
        Read nothing and replace what is stored.
    """

    def __init__(self, inner: Model, store: Store | Memory, *, seed: int, refresh: bool = False) -> None:
        super().__init__(inner)
        self._store = store
        self._seed = seed
        self._refresh = refresh

    def count_prompt(self, ask: Ask) -> int:
        """Return the inner model's count, as it was when the request was first counted.

        A model that is not loaded yet may only estimate it; a replay must reserve what the first run did.
        """
        messages = [message.to_json() for message in ask.messages]
        key = f"count:{digest([KEY_VERSION, self.name, self.endpoint, messages, ask.prefix])}"
        known = self._store.get(key)
        if isinstance(known, int):
            return known
        counted = self.inner.count_prompt(ask)
        self._store.put(key, counted)
        return counted

    def holds(self, ask: Ask, sample: int) -> bool:
        """Return whether `complete` would find this sample in the store."""
        return self.stored(ask, sample) is not None

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Return the stored samples as cached completions, and those of the inner model for the others."""
        listener = listener or Listener()
        replies: dict[int, Reply] = {}
        for sample in samples:
            stored = self.stored(ask, sample)
            if stored is not None:
                replies[sample] = stored
                if listener.shows(sample):
                    listener.text(sample, stored.text, stored.reasoning)
                listener.done(sample, stored)
        self._count(replies)
        missing = [sample for sample in samples if sample not in replies]
        if missing:
            fresh = await self.inner.complete(ask, missing, _Storing(listener, self, ask))
            replies.update(zip(missing, fresh, strict=True))
        return [replies[sample] for sample in samples]

    def keep(self, ask: Ask, sample: int, reply: Reply) -> None:
        """Store the reply if it is worth it."""
        if isinstance(reply, Completion) and reply.finish_reason in ("stop", "length"):
            self._store.put(self._key(ask, sample, ask.clamp), reply.to_json(), replace=self._refresh)

    def _key(self, ask: Ask, sample: int, clamp: int | None = None) -> str:
        identity = {
            "version": KEY_VERSION,
            "model": self.name,
            "endpoint": self.endpoint,
            "ask": ask.key_json(),
            "seed": self._seed,
            "sample": sample,
        }
        return f"reply:{digest(identity if clamp is None else identity | {'clamp': clamp})}"

    def stored(self, ask: Ask, sample: int) -> Completion | None:
        """Return the stored reply: for a clamped request its own, else an ordinary one that is short enough."""
        if self._refresh:
            return None
        stored = self._read(self._key(ask, sample, ask.clamp))
        if stored is None and ask.clamp is not None:
            stored = self._read(self._key(ask, sample))
            if stored is not None and stored.usage.completion_tokens > ask.clamp:
                return None
        return stored

    def _read(self, key: str) -> Completion | None:
        row = self._store.get(key)
        if row is None:
            return None
        try:
            return Completion.from_json(row)
        except (TypeError, KeyError, ValueError):  # JSON, but no reply of ours
            self._store.delete(key)
            return None

    def _count(self, replies: dict[int, Reply]) -> None:
        usages = [reply.usage for reply in replies.values() if isinstance(reply, Completion)]
        if usages:
            tokens = sum(usage.tokens for usage in usages)
            cost, seconds = sum(usage.cost or 0.0 for usage in usages), sum(usage.seconds for usage in usages)
            self._store.count_saved(len(usages), tokens, cost, seconds)


class _Storing(Relay):
    """Stores each sample the moment it is done."""

    def __init__(self, outer: Listener, cache: Cache, ask: Ask) -> None:
        super().__init__(outer)
        self._cache = cache
        self._ask = ask

    def done(self, sample: int, reply: Reply) -> None:
        """Store it, then pass it on."""
        self._cache.keep(self._ask, sample, reply)
        self.outer.done(sample, reply)
