"""Replies are kept: which, under which key, for whom, and what happens where they cannot be."""

import asyncio
import dataclasses
import os
import pickle
import sqlite3
import stat
import sys
import time
import warnings
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o1magic.errors import CacheError, ServerError
from o1magic.models import cache as cache_module
from o1magic.models.base import Listener
from o1magic.models.cache import Cache, Store, default_folder
from o1magic.models.scripted import ScriptedModel
from o1magic.types import Ask, Completion, Message, TokenLogprob, Usage

ASK = Ask(messages=(Message.of("user", "How many?"),), temperature=0.7)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


class Asked(ScriptedModel):
    """Remembers which samples it was asked for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.requests = []

    async def complete(self, ask, samples, listener=None):
        self.requests.append(list(samples))
        return await super().complete(ask, samples, listener)


class Heard(Listener):
    def __init__(self, *, shown=()):
        self.shown = shown
        self.events = []

    def shows(self, sample):
        return sample in self.shown

    def text(self, sample, text, reasoning=""):
        self.events.append(("text", sample, text, reasoning))

    def done(self, sample, reply):
        self.events.append(("done", sample, reply))


def completion(text="4", **changes):
    usage = Usage(calls=1, prompt_tokens=5, completion_tokens=3, cost=0.25, seconds=1.5)
    return dataclasses.replace(Completion(text=text, usage=usage, model="scripted"), **changes)


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """However busy the machine is, a write has been made when `put` returns."""
    monkeypatch.setattr(cache_module, "WAIT_SECONDS", 60)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


# -- the model -------------------------------------------------------------------------------------------------------


async def test_the_second_time_nothing_is_sent_and_the_replies_are_the_same(store, tmp_path):
    model = Asked(["a", "b", "c"])
    first = await Cache(model, store, seed=0).complete(ASK, [0, 1, 2])
    second = await Cache(model, Store(tmp_path), seed=0).complete(ASK, [0, 1, 2])
    assert model.requests == [[0, 1, 2]]
    assert [reply.text for reply in second] == ["a", "b", "c"]
    assert [(reply.cached, reply.usage.cached_calls) for reply in second] == [(True, 1)] * 3
    for old, new in zip(first, second, strict=True):
        assert not old.cached
        assert new == dataclasses.replace(old, cached=True, usage=dataclasses.replace(old.usage, cached_calls=1))


async def test_only_what_is_missing_is_asked_for_in_one_request(store):
    model = Asked(list("abcde"))
    cache = Cache(model, store, seed=0)
    await cache.complete(ASK, [1, 3])
    replies = await cache.complete(ASK, [4, 3, 2, 1, 0])
    assert model.requests == [[1, 3], [4, 2, 0]]
    assert [reply.text for reply in replies] == list("edcba")
    assert [reply.cached for reply in replies] == [False, True, False, True, False]


async def test_a_listener_hears_of_stored_samples_too(store):
    cache = Cache(Asked(["a", "b"]), store, seed=0)
    await cache.complete(ASK, [0, 1])
    heard = Heard(shown={1})
    stored = await cache.complete(ASK, [0, 1], heard)
    assert heard.events == [("done", 0, stored[0]), ("text", 1, "b", ""), ("done", 1, stored[1])]


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 1},
        {"sample": 1},
        {"name": "another"},
        {"endpoint": "https://elsewhere"},
        {"ask": dataclasses.replace(ASK, temperature=0.8)},
        {"ask": dataclasses.replace(ASK, max_tokens=100)},
        {"ask": dataclasses.replace(ASK, prefix="So")},
        {"ask": dataclasses.replace(ASK, messages=(Message.of("system", "How many?"),))},
    ],
    ids=str,
)
async def test_all_that_can_change_a_reply_is_in_the_key(store, other):
    async def ask(*, seed=0, sample=0, name="scripted", endpoint="here", ask=ASK):
        model = Asked(["a", "b"], name=name)
        model.endpoint = endpoint
        await Cache(model, store, seed=seed).complete(ask, [sample])
        return len(model.requests)

    assert await ask() == 1
    assert await ask() == 0
    assert await ask(**other) == 1


@pytest.mark.parametrize(
    ("reply", "cap", "kept"),
    [
        (completion(), None, True),
        (completion(finish_reason="length"), None, True),
        (completion(finish_reason="cut"), None, False),
        (completion(finish_reason="content_filter"), None, False),
        (completion(), 2048, True),
        (completion(), 2047, False),
        (ServerError("no"), None, False),
    ],
    ids=str,
)
async def test_only_whole_replies_are_stored(store, reply, cap, kept):
    cache = Cache(Asked([reply]), store, seed=0)
    await cache.complete(dataclasses.replace(ASK, cap=cap), [0])
    assert cache.holds(ASK, 0) is kept


async def test_a_stored_reply_that_a_limit_no_longer_allows_is_not_used(store):
    cache = Cache(Asked([completion()]), store, seed=0)
    await cache.complete(ASK, [0])
    assert cache.holds(dataclasses.replace(ASK, cap=3), 0)
    assert not cache.holds(dataclasses.replace(ASK, cap=2), 0)


@pytest.mark.parametrize("finish", ["stop", "length"])
async def test_a_clamped_reply_answers_the_same_clamp_and_nothing_else(store, finish):
    model = Asked(lambda ask, sample: completion(str(ask.effective_max_tokens), finish_reason=finish))
    cache = Cache(model, store, seed=0)
    asks = [dataclasses.replace(ASK, cap=cap) for cap in (100, 200)] + [ASK]
    fresh = []
    for asked in asks:
        assert not cache.holds(asked, 0)
        fresh += await cache.complete(asked, [0])
        assert cache.holds(asked, 0)
    again = [(await cache.complete(asked, [0]))[0] for asked in asks]
    assert [reply.text for reply in again] == [reply.text for reply in fresh] == ["100", "200", "2048"]
    assert len(model.requests) == 3


async def test_refresh_reads_nothing_and_replaces(store):
    await Cache(ScriptedModel(["old"]), store, seed=0).complete(ASK, [0])
    model = Asked(["new"])
    model.endpoint = ScriptedModel(["old"]).endpoint
    (reply,) = await Cache(model, store, seed=0, refresh=True).complete(ASK, [0])
    assert reply.text == "new"
    assert not Cache(model, store, seed=0, refresh=True).holds(ASK, 0)
    (reply,) = await Cache(model, store, seed=0).complete(ASK, [0])
    assert (reply.text, reply.cached) == ("new", True)


async def test_a_sample_is_stored_the_moment_it_is_done(store):
    """Of two samples one is done when the call is cancelled: it is kept."""
    model = Asked(["a", "b"], delay=lambda ask, sample: 60.0 * sample)
    cache = Cache(model, store, seed=0)
    done = asyncio.Event()
    heard = Heard()
    heard.done = lambda sample, reply: done.set()
    task = asyncio.create_task(cache.complete(ASK, [0, 1], heard))
    await done.wait()
    assert cache.holds(ASK, 0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not cache.holds(ASK, 1)


async def test_a_whole_completion_survives(store):
    reply = completion(
        "\ud800 é",
        reasoning="hm",
        token_ids=(1, 2),
        logprobs=(TokenLogprob("a", float("-inf"), (("a", -0.5), ("b", -1.5))),),
        finish_reason="length",
    )
    cache = Cache(Asked(lambda ask, sample: reply), store, seed=0)
    await cache.complete(ASK, [0])
    (stored,) = await cache.complete(ASK, [0])
    assert stored == dataclasses.replace(reply, cached=True, usage=dataclasses.replace(reply.usage, cached_calls=1))


async def test_what_is_saved_is_counted(store):
    model = Asked([completion(), completion(usage=Usage(calls=1, prompt_tokens=1, cost=None))])
    cache = Cache(model, store, seed=0)
    for _ in range(3):
        await cache.complete(ASK, [0, 1])
    info = store.info()
    assert (info.entries, info.saved_calls, info.saved_tokens, info.saved_cost) == (2, 4, 18, 0.5)
    assert info.saved_seconds > 0


async def test_a_row_that_is_json_but_no_reply_is_replaced(store):
    model = Asked(["a"])
    cache = Cache(model, store, seed=0)
    store.put(cache._key(ASK, 0), {"text": "forged"})
    for cached in (False, True):
        (reply,) = await cache.complete(ASK, [0])
        assert (reply.text, reply.cached) == ("a", cached)


# -- several that want the same at once --------------------------------------------------------------------------------


class Held(Asked):
    """Replies when it is let go, and knows when it has been asked."""

    def __init__(self, replies, **kwargs):
        super().__init__(replies, **kwargs)
        self.endpoint = "the same"
        self.asked, self.let_go = asyncio.Event(), asyncio.Event()

    async def complete(self, ask, samples, listener=None):
        self.asked.set()
        self.requests.append(list(samples))
        await self.let_go.wait()
        return await ScriptedModel.complete(self, ask, samples, listener)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def ready(replies):
    model = Held(replies)
    model.let_go.set()
    return model


def claims(store):
    with sqlite3.connect(store.folder / "cache.db") as connection:
        rows = connection.execute("SELECT key FROM Claims").fetchall()
    connection.close()
    return len(rows)


@pytest.fixture
def kernels(tmp_path, monkeypatch):
    """Two stores in one folder, as two kernels have them."""
    monkeypatch.setattr(cache_module, "LOOK_SECONDS", 0.01)
    return Store(tmp_path), Store(tmp_path)


async def begin(store, model, samples, heard=None):
    """Return the task of a call that has asked the model."""
    task = asyncio.create_task(Cache(model, store, seed=0).complete(ASK, samples, heard))
    await model.asked.wait()
    return task


async def wait_a_while(task):
    """Give a call time to do what it must not."""
    await asyncio.wait([task], timeout=0.2)
    assert not task.done()


@pytest.mark.parametrize("together", [True, False])
async def test_of_two_that_want_a_sample_at_once_one_asks(kernels, together):
    first, second = Held(["a"]), ready(["b"])
    asking = await begin(kernels[0], first, [0])
    heard = Heard(shown={0})
    cache = Cache(second, kernels[0 if together else 1], seed=0)
    waiting = asyncio.create_task(cache.complete(ASK, [0], heard))
    await wait_a_while(waiting)
    first.let_go.set()
    (mine,), (others,) = await asking, await waiting
    assert (mine.text, mine.cached, others.text, others.cached) == ("a", False, "a", True)
    assert second.requests == []
    assert heard.events == [("text", 0, "a", ""), ("done", 0, others)]
    assert kernels[0].info().saved_calls == 1
    assert claims(kernels[0]) == 0


async def test_what_is_free_is_asked_for_while_the_rest_is_waited_for(kernels):
    """So no two wait for one another, and neither for its own before it takes the other's."""
    first, second = Held(list("abcd")), Held(list("wxyz"))
    asking = await begin(kernels[0], first, [1, 2])
    theirs = asyncio.Event()
    heard = Heard()
    heard.done = lambda sample, reply: theirs.set() if sample == 2 else None
    waiting = await begin(kernels[1], second, [0, 1, 2, 3], heard)
    assert second.requests == [[0, 3]]
    first.let_go.set()
    await asking
    await asyncio.wait_for(theirs.wait(), 30)
    await wait_a_while(waiting)
    second.let_go.set()
    replies = await waiting
    assert [reply.text for reply in replies] == list("wbcz")
    assert [reply.cached for reply in replies] == [False, True, True, False]
    assert second.requests == [[0, 3]]


@pytest.mark.parametrize("reply", [ServerError("no"), completion(finish_reason="cut")], ids=str)
async def test_what_fails_or_is_not_stored_is_asked_for_by_who_waits(kernels, reply):
    first, second, third = Held([reply]), ready(["b"]), ready(["c"])
    asking = await begin(kernels[0], first, [0])
    waiting = [
        asyncio.create_task(Cache(model, store, seed=0).complete(ASK, [0]))
        for model, store in zip((second, third), kernels, strict=True)
    ]
    await wait_a_while(waiting[0])
    first.let_go.set()
    assert await asking == [reply]
    replies = [(await each)[0] for each in waiting]
    assert len({reply.text for reply in replies}) == 1
    assert sorted(reply.cached for reply in replies) == [False, True]
    assert len(second.requests + third.requests) == 1


async def test_a_failed_sample_is_free_before_the_others_of_its_request_are_done(kernels):
    first = Held([ServerError("no"), "a"], delay=lambda ask, sample: 60.0 * sample)
    first.let_go.set()
    asking = await begin(kernels[0], first, [0, 1])
    (reply,) = await Cache(ready(["b"]), kernels[1], seed=0).complete(ASK, [0])
    assert (reply.text, reply.cached) == ("b", False)
    asking.cancel()


async def test_who_is_cancelled_leaves_its_samples_to_the_others(kernels):
    first, second = Held(["a"]), ready(["b"])
    asking = await begin(kernels[0], first, [0])
    waiting = asyncio.create_task(Cache(second, kernels[1], seed=0).complete(ASK, [0]))
    await wait_a_while(waiting)
    asking.cancel()
    (reply,) = await waiting
    assert (reply.text, reply.cached) == ("b", False)


async def test_who_waits_can_be_cancelled_and_holds_nothing(kernels):
    first, second = Held(list("ab")), Held(list("xy"))
    asking = await begin(kernels[0], first, [0])
    waiting = await begin(kernels[1], second, [0, 1])
    await wait_a_while(waiting)
    assert claims(kernels[0]) == 2
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    kernels[1].info()  # waits for the writer
    assert claims(kernels[0]) == 1
    first.let_go.set()
    assert [reply.text for reply in await asking] == ["a"]


async def test_a_call_that_is_cancelled_while_it_claims_holds_nothing(kernels):
    other = sqlite3.connect(kernels[0].folder / "cache.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    model = ready(["a"])
    task = asyncio.create_task(Cache(model, kernels[0], seed=0).complete(ASK, [0]))
    await wait_a_while(task)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    other.execute("ROLLBACK")
    other.close()
    kernels[0].info()
    assert claims(kernels[0]) == 0
    assert model.requests == []


async def test_a_long_request_keeps_its_claim(kernels, monkeypatch):
    monkeypatch.setattr(cache_module, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(cache_module, "RENEW_SECONDS", 0.05)
    first, second = Held(["a"]), ready(["b"])
    asking = await begin(kernels[0], first, [0])
    waiting = asyncio.create_task(Cache(second, kernels[1], seed=0).complete(ASK, [0]))
    await asyncio.sleep(2)
    first.let_go.set()
    await asking
    assert [reply.text for reply in await waiting] == ["a"]
    assert second.requests == []


async def test_the_claim_of_a_kernel_that_was_killed_lapses(tmp_path, monkeypatch):
    monkeypatch.setattr(cache_module, "LOOK_SECONDS", 0.01)
    clock = Clock()
    store = Store(tmp_path, clock=clock)
    model = ready(["a"])
    cache = Cache(model, store, seed=0)
    await store.claim([cache._key(ASK, 0)], "killed")
    waiting = asyncio.create_task(cache.complete(ASK, [0]))
    await wait_a_while(waiting)
    clock.now += cache_module.LEASE_SECONDS - 0.1
    await wait_a_while(waiting)
    clock.now += 0.2
    assert [reply.text for reply in await waiting] == ["a"]


async def test_claims(tmp_path):
    clock = Clock()
    store, other = (Store(tmp_path, clock=clock) for _ in range(2))
    store.put("v", 1)
    assert await store.claim(["k", "l", "v"], "a") == {"k", "l"}
    assert await other.claim(["k", "m"], "b") == {"m"}
    assert [other.is_claimed(key) for key in "klmvx"] == [True, True, True, False, False]
    store.put("l", 1)
    assert not other.is_claimed("l")
    clock.now += 4
    store.renew("a")
    store.info()  # waits for the writer
    clock.now += 4
    assert [other.is_claimed(key) for key in "km"] == [True, False]
    assert await store.claim(["k", "m"], "c") == {"m"}
    other.renew("b")
    other.release(["m", "k"], "b")
    other.info()
    assert [store.is_claimed(key) for key in "km"] == [True, True], "they are not b's any more"
    store.release(["k"], "a")
    store.info()
    assert await other.claim(["k"], "b") == {"k"}
    assert store.get("k") is None
    assert store.info().entries == 2


@pytest.mark.parametrize("later", [-1e6, -0.1, 5.1, 1e6])
async def test_a_claim_of_another_time_is_none(tmp_path, later):
    """Not after a restart either, when the clock begins anew. It is gone when the next kernel opens the store."""
    clock = Clock()
    store = Store(tmp_path, clock=clock)
    await store.claim(["k"], "a")
    clock.now += later
    assert not store.is_claimed("k")
    assert await store.claim(["k"], "b") == {"k"}
    clock.now += later
    Store(tmp_path, clock=clock)
    assert claims(store) == 0


async def test_who_asks_anew_waits_for_nobody(kernels):
    first = Held(["a"])
    asking = await begin(kernels[0], first, [0])
    (reply,) = await Cache(ready(["b"]), kernels[1], seed=0, refresh=True).complete(ASK, [0])
    assert (reply.text, reply.cached) == ("b", False)
    asking.cancel()


# -- the store -------------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("abc:é", min_size=1), JSON)
def test_json_comes_back(store, key, value):
    store.put(key, value)
    assert store.get(key) == value
    store.delete(key)
    assert store.get(key) is None


def test_what_is_there_can_be_kept(store):
    store.put("a", 1)
    store.put("a", 2, replace=False)
    assert store.get("a") == 1
    store.put("a", 3)
    assert store.get("a") == 3


def test_what_is_no_json_is_an_error(store):
    with pytest.raises(TypeError):
        store.put("a", object())


def test_the_default_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("O1MAGIC_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    if sys.platform == "linux":
        assert default_folder() == tmp_path / "xdg" / "o1magic"
    monkeypatch.setenv("O1MAGIC_CACHE_DIR", str(tmp_path / "mine"))
    store = Store()
    store.put("a", 1)
    assert store.info().folder.parent == tmp_path / "mine"
    assert (tmp_path / "mine").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_nobody_else_can_read_it(tmp_path):
    old = os.umask(0)
    try:
        store = Store(tmp_path / "new")
        store.put("a", "x" * 200_000)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [store.folder, *store.folder.rglob("*")]}
    finally:
        os.umask(old)
    assert modes.pop("replies") == 0o700
    assert "cache.db" in modes
    assert set(modes.values()) == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_folder_that_was_open_is_closed_and_its_parent_left_alone(tmp_path):
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies").chmod(0o755)
    tmp_path.chmod(0o755)
    Store(tmp_path)
    assert stat.S_IMODE((tmp_path / "replies").stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_the_size_limit_evicts_what_was_stored_first(tmp_path):
    limit = 2**20
    store = Store(tmp_path, size_limit=limit)
    for i in range(300):
        store.put(str(i), os.urandom(10_000).hex())
        assert store.info().bytes < limit + 100_000
    assert store.get("299") is not None
    assert store.get("0") is None


def test_prune_and_clear(store):
    for i in range(100):
        store.put(str(i), os.urandom(10_000).hex())
    before = store.info()
    removed = store.prune(before.bytes // 2)
    after = store.info()
    assert 0 < removed == before.entries - after.entries
    assert after.bytes <= before.bytes // 2
    assert store.prune() == 0
    assert store.get("99") is not None
    assert store.clear() == after.entries
    assert store.info().entries == 0


# -- trouble ---------------------------------------------------------------------------------------------------------


def tamper(store, statement, *values):
    with sqlite3.connect(store.folder / "cache.db") as connection:
        assert connection.execute(statement, values).rowcount
    connection.close()


class Payload:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (Path(self.path),)


def test_the_payload_of_the_next_test_works(tmp_path):
    pickle.loads(pickle.dumps(Payload(str(tmp_path / "ran"))))  # noqa: S301 - that is the point
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize("where", ["row", "file", "raw"])
@pytest.mark.parametrize("through", ["get", "put", "cache"])
async def test_a_pickled_row_is_refused_and_runs_nothing(store, tmp_path, where, through):
    cache = Cache(Asked(["a"]), store, seed=0)
    key = cache._key(ASK, 0)
    payload = pickle.dumps(Payload(str(tmp_path / "ran")))
    store.put(key, "innocent")
    if where == "row":
        tamper(store, "UPDATE Cache SET mode = 4, value = ?", payload)
    elif where == "file":
        (store.folder / "evil.val").write_bytes(payload)
        tamper(store, "UPDATE Cache SET mode = 4, value = NULL, filename = 'evil.val'")
    else:
        tamper(store, "UPDATE Cache SET value = ?", payload)
    if through == "put":
        store.put(key, "new")
        assert store.get(key) == "new"
    else:
        with pytest.warns(UserWarning, match="deleted"):
            found = store.get(key) if through == "get" else (await cache.complete(ASK, [0]))[0].text
        assert found == (None if through == "get" else "a")
    assert not (tmp_path / "ran").exists()
    store.prune(0)
    store.clear()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("action", ["put", "delete", "get", "clear", "prune"])
def test_a_row_cannot_make_us_read_or_remove_a_file(store, tmp_path, action):
    precious = tmp_path / "precious"
    precious.write_bytes(zlib.compress(b'"secret"'))
    for filename in ("../precious", str(precious)):
        store.put("a", 1)
        tamper(store, "UPDATE Cache SET mode = 2, value = NULL, filename = ?", filename)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert {
                "put": lambda: store.put("a", 2),
                "delete": lambda: store.delete("a"),
                "get": lambda: store.get("a"),
                "clear": lambda: store.clear() and None,
                "prune": lambda: store.prune(0) and None,
            }[action]() is None
        assert precious.exists()


def test_a_forged_counter_is_nothing(store):
    store.count_saved(1, 2, 3.0)
    tamper(store, "UPDATE Cache SET mode = 4, value = ?", pickle.dumps(Payload("ran")))
    assert store.info().saved_calls == 0


def damage(path, how):
    data = path.read_bytes()
    if how == "no database":
        path.write_bytes(b"garbage" * 1000)
    elif how == "cut short":
        path.write_bytes(data[: len(data) // 2])
    elif how == "pages":
        path.write_bytes(data[:4096] + os.urandom(len(data) - 4096))
    elif how == "another schema":
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE Settings (a)")
        connection.close()
    elif how == "forged settings":
        with sqlite3.connect(path) as connection:
            connection.execute("INSERT INTO Settings VALUES ('disk_evil', 1)")
        connection.close()


@pytest.mark.parametrize(
    ("how", "already_open"),
    [
        *[(how, already_open) for how in ("no database", "cut short", "pages") for already_open in (False, True)],
        ("another schema", False),
        ("forged settings", False),
    ],
)
def test_a_damaged_database_is_set_aside(tmp_path, how, already_open):
    store = Store(tmp_path)
    for i in range(100):
        store.put(str(i), os.urandom(1000).hex())
    path = store.folder / "cache.db"
    checkpoint(path)
    damage(path, how)
    with pytest.warns(UserWarning, match="damaged.*renamed") as caught:  # noqa: PT031 - once for all of it
        store = store if already_open else Store(tmp_path)
        for i in range(100):
            store.get(str(i))
            store.put(str(i), "lost if the damage was not seen before")
    assert len(caught) == 1
    assert str(path) in str(caught[0].message)
    (aside,) = store.folder.glob("damaged-*.db")
    assert time.strftime("%Y-") in aside.name
    for i in range(100):
        store.put(str(i), i)
    assert [Store(tmp_path).get(str(i)) for i in range(100)] == list(range(100))
    store.clear()
    assert not list(store.folder.glob("damaged-*"))


def checkpoint(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_two_stores_that_find_the_same_damage_set_it_aside_once(tmp_path):
    stores = [Store(tmp_path), Store(tmp_path)]
    for i in range(100):
        stores[0].put(str(i), os.urandom(1000).hex())
    checkpoint(stores[0].folder / "cache.db")
    damage(stores[0].folder / "cache.db", "no database")
    with pytest.warns(UserWarning, match="renamed") as caught:  # noqa: PT031 - once for all of it
        for i in range(100):
            stores[i % 2].put(str(i), i)
    assert len(caught) == 1
    for i in range(100):
        stores[i % 2].put(str(i), i)
    assert [stores[i % 2].get(str(99 - i)) for i in range(100)] == [99 - i for i in range(100)]


async def test_an_unusable_folder_is_told_once_and_the_run_goes_on(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.warns(UserWarning, match="cannot be used") as caught:  # noqa: PT031 - once for all of it
        store = Store(tmp_path / "file")
        cache = Cache(Asked(["a"]), store, seed=0)
        for _ in range(2):
            assert [reply.text for reply in await cache.complete(ASK, [0])] == ["a"]
        store.put("a", 1)
        assert store.get("a") is None
    assert len(caught) == 1
    assert str(tmp_path / "file") in str(caught[0].message)
    for action in (store.info, store.clear, store.prune):
        with pytest.raises(CacheError, match="cannot be used"):
            action()


def test_a_full_disk_is_told_once_and_the_run_goes_on(tmp_path):
    store = Store(tmp_path)
    store.put("a", 1)
    # SQLite's own limit gives the error that a full disk gives; it holds for the connection that writes.
    store._writer.submit(lambda: store._db._sql("PRAGMA max_page_count = 20")).result()
    with pytest.warns(UserWarning, match="full") as caught:  # noqa: PT031 - once for all of it
        for i in range(20):
            store.put(str(i), os.urandom(20_000).hex())
    assert len(caught) == 1
    assert store.get("a") is None
    assert Store(tmp_path).get("a") == 1


def test_a_locked_database_holds_nobody_up(tmp_path, monkeypatch):
    """A write goes on alone, does not make the ones after it wait too, and is there when the lock ends."""
    monkeypatch.setattr(cache_module, "WAIT_SECONDS", 0.2)
    store = Store(tmp_path)
    other = sqlite3.connect(store.folder / "cache.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    for i in range(50):
        store.put(str(i), i)
    assert time.monotonic() - started < cache_module.LOCKED_SECONDS / 2
    assert store.get("0") is None
    other.execute("ROLLBACK")
    other.close()
    assert store.info().entries == 50  # waits for the writer
    assert [store.get(str(i)) for i in range(50)] == list(range(50))


def test_a_database_that_stays_locked_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(cache_module, "LOCKED_SECONDS", 0.1)
    store = Store(tmp_path)
    other = sqlite3.connect(store.folder / "cache.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.warns(UserWarning, match="without it") as caught:  # noqa: PT031 - once for all of it
        store.put("a", 1)
        store.put("b", 1)
        assert store.get("a") is None
        started = time.monotonic()
        Store(tmp_path)
        assert time.monotonic() - started < 10
    assert len(caught) == 2  # one a store
    other.close()
