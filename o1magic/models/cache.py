"""Replies kept on disk: the same question asked again costs nothing and gives the same answer.

`Store` keeps JSON values by key in one SQLite database that several kernels share, and who is about to bring which;
`Cache` is a model that reads and writes samples there. diskcache stays behind this file. What it is not trusted with:
it unpickles what it finds (CVE-2025-69872), so rows here are compressed JSON and any other row is refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import secrets
import sqlite3
import threading
import time
import warnings
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeGuard, TypeVar

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
LEASE_SECONDS = 5.0
"""How long a claim holds that nobody renews: its owner has been killed, or stands still."""
RENEW_SECONDS = 1.0
"""How often the owner of a claim renews it."""
LOOK_SECONDS = 0.1
"""How often who waits for another's reply looks for it."""

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


class _Database(diskcache.Cache):  # type: ignore[misc]
    """diskcache's database, with a table of claims in it. Now is in seconds; a claim lapses `LEASE_SECONDS` later."""

    def __init__(self, folder: Path, size_limit: int) -> None:
        super().__init__(
            str(folder),
            disk=_JSONDisk,
            timeout=LOCKED_SECONDS,
            size_limit=size_limit,
            sqlite_mmap_size=0,  # a file that another process cuts short would kill this one
        )
        self._sql(
            "CREATE TABLE IF NOT EXISTS Claims"
            " (key TEXT PRIMARY KEY, owner TEXT NOT NULL, renewed REAL NOT NULL) WITHOUT ROWID"
        )

    def take(self, key: str, owner: str, now: float) -> bool:
        """Claim a key unless it has a value or a claim of somebody else; return whether it is the owner's."""
        if key in self:
            return False
        taken = self._sql(
            "INSERT INTO Claims VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE"
            " SET owner = excluded.owner, renewed = excluded.renewed"
            " WHERE excluded.renewed - Claims.renewed NOT BETWEEN 0 AND ?",
            (key, owner, now, LEASE_SECONDS),
        )
        return bool(taken.rowcount)

    def is_claimed(self, key: str, now: float) -> bool:
        """Return whether there is a claim that has not lapsed."""
        live = "SELECT 1 FROM Claims WHERE key = ? AND ? - renewed BETWEEN 0 AND ?"
        return bool(self._sql(live, (key, now, LEASE_SECONDS)).fetchall())

    def renew(self, owner: str, now: float) -> None:
        """Let the claims that are still the owner's begin anew."""
        self._sql("UPDATE Claims SET renewed = ? WHERE owner = ?", (now, owner))

    def drop(self, key: str, owner: str | None = None) -> None:
        """Delete the claim to a key; with an owner, if it is theirs."""
        self._sql("DELETE FROM Claims WHERE key = ?1 AND owner = ifnull(?2, owner)", (key, owner))

    def sweep(self, now: float) -> None:
        """Delete what has lapsed."""
        self._sql("DELETE FROM Claims WHERE ? - renewed NOT BETWEEN 0 AND ?", (now, LEASE_SECONDS))


class Store:
    """JSON values by key, in a folder that only the owner can read. Thread-safe; several processes can share it.

    No trouble with the disk reaches a caller of `get`, `put` and `delete`. A damaged database is set aside with a
    warning and a new one is begun; where the folder cannot be used, or the disk is full, a warning is given once and
    the store forgets everything from then on. A process that is killed leaves the database whole.

    A key without a value can be claimed by who is about to bring one. A claim holds until the value is there, its owner
    releases it, or `LEASE_SECONDS` have passed without its being renewed. It says who works on what, and guards
    nothing: whoever writes without one, or after it has lapsed, is not stopped.

    Parameters
    ----------
    folder
        Where to keep the database, in a folder `replies` of its own. Default: `default_folder()`.
    size_limit
        Bytes; beyond, the entries stored longest ago go.
    clock
        Seconds, the same for all processes. The default stands still, as they do, while most machines sleep, and is
        never set; at a restart it begins anew, so that a claim of the future has lapsed too.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        size_limit: int = SIZE_LIMIT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = (default_folder() if folder is None else Path(folder).expanduser()).absolute() / "replies"
        self.size_limit = size_limit
        self._clock = clock
        self._lock = threading.RLock()
        self._db: _Database | None = None
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

        def read(db: _Database) -> Any:
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
        """Write a JSON value, which ends a claim to the key. With `replace=False`, what is there already stays.

        It has been written on return, unless the database is locked: then it will be as soon as that ends.

        Raises
        ------
        TypeError
            The value is not JSON.
        """
        row = _row(value)

        def write(db: _Database) -> None:
            with db.transact():
                (db.set if replace else db.add)(key, row)
                db.drop(key)

        self._write(write)

    def delete(self, key: str) -> None:
        """Forget the value, if there is one."""
        self._write(lambda db: db.delete(key))

    async def claim(self, keys: Collection[str], owner: str) -> set[str]:
        """Claim those keys that have neither a value nor a claim of another owner, and return them.

        All of them where the store cannot be used: then nobody keeps anything from anybody.
        """

        def claim(db: _Database) -> set[str]:
            with db.transact():
                now = self._clock()
                return {key for key in keys if db.take(key, owner, now)}

        try:
            claiming = self._writer.submit(self._do, claim, set(keys))
        except RuntimeError:  # Python is about to exit
            return set(keys)
        return await asyncio.wrap_future(claiming) or set()

    def is_claimed(self, key: str) -> bool:
        """Return whether somebody is about to bring a value."""
        return bool(self._do(lambda db: db.is_claimed(key, self._clock()), default=False))

    def renew(self, owner: str) -> None:
        """Let the owner's claims begin anew, those that have gone to somebody else excepted; returns at once."""
        self._later(lambda db: db.renew(owner, self._clock()))

    def release(self, keys: Collection[str], owner: str) -> None:
        """Take claims back, so that others can bring the values; returns at once."""

        def release(db: _Database) -> None:
            with db.transact():
                for key in keys:
                    db.drop(key, owner)

        self._later(release)

    def count_saved(self, calls: int, tokens: int, cost: float, seconds: float = 0.0) -> None:
        """Add to what has been saved."""
        more = (calls, tokens, cost, seconds)

        def add(db: _Database) -> None:
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

        def clear(db: _Database) -> int:
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

        def cull(db: _Database) -> int:
            before = db.size_limit
            db.size_limit = self.size_limit // 2 if size is None else size
            try:
                return int(db.cull())
            finally:
                db.size_limit = before

        return self._demand(cull)

    def _later(self, action: Callable[[_Database], object]) -> None:
        """Let the writer's thread do it, and wait for nothing."""
        with contextlib.suppress(RuntimeError):  # Python is about to exit
            self._writer.submit(self._do, action, None)

    def _write(self, action: Callable[[_Database], object]) -> None:
        """Let the writer's thread do it, and wait a little unless an earlier write is stuck."""
        try:
            write = self._writer.submit(self._do, action, None)
        except RuntimeError:  # Python is about to exit
            return
        if self._stuck is None or self._stuck.done():
            self._stuck = None if wait([write], timeout=WAIT_SECONDS).done else write

    def _demand(self, action: Callable[[_Database], _T]) -> _T:
        """Do it on the writer's thread, behind what is to be written, and raise where it cannot be done."""
        done = self._writer.submit(self._do, lambda db: (action(db),), None).result()
        if done is None:
            raise CacheError(f"the cache in {self.folder} cannot be used: {self._trouble}")
        return done[0]

    def _do(self, action: Callable[[_Database], _T], default: _T | None) -> _T | None:
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
                db = _Database(self.folder, self.size_limit)
                db.sweep(self._clock())
                self._db = db
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

    def _mend(self, db: _Database | None, error: Exception) -> None:
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


def _entries(db: _Database) -> int:
    return len(db) - (_SAVED in db)


def _saved(db: _Database) -> tuple[int, int, float, float]:
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

    Of several runs that want the same sample at once, in however many kernels, one claims it in the store and asks; the
    others wait and find its reply there. Where it fails, or its reply is not stored, one of them takes over; where its
    kernel is killed or stands still, one does when the claim has lapsed. Whoever asks for some samples and waits for
    others does both at once: no two wait for one another. Where a claim has lapsed before its time, because all of a
    kernel stood still, the sample is asked for twice, and the first reply stored is kept.

    Parameters
    ----------
    inner
        The model to ask.
    store
        Where replies are kept.
    seed
        Of the run, a part of each key: another seed means fresh samples.
    refresh
        Read nothing, wait for nobody and replace what is stored.
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
        missing = self._recall(ask, samples, listener, replies)
        if missing:
            storing = _Storing(listener, self, ask)
            if self._refresh or isinstance(self._store, Memory):  # no other reply would do, or nobody else has one
                await self._draw(ask, missing, storing, replies)
            else:
                keys = {sample: self._key(ask, sample, ask.clamp) for sample in missing}
                with _Lease(storing, self._store, keys) as lease:
                    await self._share(ask, missing, lease, replies)
        return [replies[sample] for sample in samples]

    def _recall(self, ask: Ask, samples: Sequence[int], listener: Listener, replies: dict[int, Reply]) -> list[int]:
        """Take what is stored, and return the samples that are not."""
        found: dict[int, Reply] = {}
        for sample in samples:
            stored = self.stored(ask, sample)
            if stored is not None:
                found[sample] = stored
                if listener.shows(sample):
                    listener.text(sample, stored.text, stored.reasoning)
                listener.done(sample, stored)
        self._count(found)
        replies.update(found)
        return [sample for sample in samples if sample not in found]

    async def _draw(self, ask: Ask, samples: Sequence[int], listener: Listener, replies: dict[int, Reply]) -> None:
        """Ask the inner model for these samples."""
        replies.update(zip(samples, await self.inner.complete(ask, samples, listener), strict=True))

    async def _share(self, ask: Ask, samples: Sequence[int], lease: _Lease, replies: dict[int, Reply]) -> None:
        """Ask the inner model for what nobody else asks for, and wait for the others' replies meanwhile."""
        mine = await lease.take(samples)
        if len(mine) == len(samples):  # as ever but for several kernels: no task of its own
            await self._draw(ask, mine, lease, replies)
            return
        async with asyncio.TaskGroup() as group:
            while True:
                if mine:
                    group.create_task(self._draw(ask, mine, lease, replies))
                samples = [sample for sample in samples if sample not in mine and sample not in replies]
                if not samples:
                    break
                await asyncio.sleep(LOOK_SECONDS)
                mine = await lease.take(self._recall(ask, lease.free(samples), lease.listener, replies))

    def keep(self, ask: Ask, sample: int, reply: Reply) -> None:
        """Store the reply if it is worth it."""
        if _is_whole(reply):
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


class _Lease(Relay):
    """Claims to samples, renewed while they are asked for and released where nothing is stored.

    Parameters
    ----------
    outer
        Stores what is done.
    keys
        By sample; none is claimed yet.
    """

    def __init__(self, outer: _Storing, store: Store, keys: Mapping[int, str]) -> None:
        super().__init__(outer)
        self.listener = outer.outer
        self._store = store
        self._keys = keys
        self._owner = secrets.token_hex(8)
        self._claimed: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._claimed:
            self._store.release(self._claimed, self._owner)

    def free(self, samples: Sequence[int]) -> list[int]:
        """Return those that nobody asks for any more."""
        return [sample for sample in samples if not self._store.is_claimed(self._keys[sample])]

    async def take(self, samples: Sequence[int]) -> list[int]:
        """Claim what is free, and return it."""
        if not samples:
            return []
        wanted = {self._keys[sample] for sample in samples}
        self._claimed |= wanted  # to be released even if this is cancelled
        claimed = await self._store.claim(wanted, self._owner)
        self._claimed -= wanted - claimed
        if claimed and self._timer is None:
            self._renew_later()
        return [sample for sample in samples if self._keys[sample] in claimed]

    def done(self, sample: int, reply: Reply) -> None:
        """Pass it on, and let others ask where it does not answer them too."""
        super().done(sample, reply)
        key = self._keys[sample]
        self._claimed.discard(key)
        if not _is_whole(reply):
            self._store.release([key], self._owner)

    def _renew_later(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(RENEW_SECONDS, self._renew)

    def _renew(self) -> None:
        if self._claimed:
            self._store.renew(self._owner)
        self._renew_later()


def _is_whole(reply: Reply) -> TypeGuard[Completion]:
    """Return whether a reply is worth being stored."""
    return isinstance(reply, Completion) and reply.finish_reason in ("stop", "length")
