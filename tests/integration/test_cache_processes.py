"""Several kernels share one cache, and one that is killed at any moment neither loses nor spoils anything."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from openai_server import OpenAIServer, Turn

import o1magic
from o1magic import ScriptedModel
from o1magic.models.cache import Cache, Store
from o1magic.types import Ask, Message

PREFIX = """
import json, os, random, signal, sys, warnings
warnings.simplefilter("error")
from o1magic.models import cache
cache.WAIT_SECONDS = cache.LOCKED_SECONDS = 60
folder, name = sys.argv[1:3]
"""
WRITE = f"""{PREFIX}
store = cache.Store(folder)
for i in range(200):
    store.put(f"{{name}}:{{i}}", [name, i])
    store.put(f"shared:{{i}}", [name, i], replace=False)
    store.count_saved(1, 2, 0.5)
"""
WRITE_FOR_EVER = f"""{PREFIX}
cache.WAIT_SECONDS = 60  # what is acknowledged here has been written, however busy the machine
store = cache.Store(folder)
for i in range(10**9):
    key = f"{{name}}:{{i}}"
    store.put(key, [key] * random.randrange(2000))
    print(key, flush=True)
"""
FILL = f"""{PREFIX}
store = cache.Store(folder, size_limit=2**20)
for i in range(100):
    store.put(f"{{name}}:{{i}}", os.urandom(10_000).hex())
    assert store.info().bytes < 2**20 + 500_000, store.info()
"""
RUN = f"""{PREFIX}
import asyncio
from o1magic import ScriptedModel
from o1magic.models.base import Listener
from o1magic.types import Ask, Message
class Killed(Listener):
    def done(self, sample, reply):
        print(json.dumps([sample, reply.text, reply.cached]), flush=True)
        if name == "killed" and sample == 1:
            os.kill(os.getpid(), signal.SIGKILL)
model = ScriptedModel(["a", "b", "c"], delay=lambda ask, sample: sample / 5)
ask = Ask(messages=(Message.of("user", "?"),))
asyncio.run(cache.Cache(model, cache.Store(folder), seed=0).complete(ask, [0, 1, 2], Killed()))
"""
QUESTIONS, SAMPLES = 40, 3
SHARE = f"""{PREFIX}
import asyncio, urllib.request
from o1magic import ScriptedModel
from o1magic.models.base import Listener
from o1magic.types import Ask, Completion, Message, Usage
url = sys.argv[3]
def post(question, sample):
    body = {{"model": "m", "messages": [{{"role": "user", "content": question}}], "sample": sample, "worker": name}}
    request = urllib.request.Request(url, json.dumps(body).encode(), {{"Content-Type": "application/json"}})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]
class Asking(ScriptedModel):
    async def complete(self, ask, samples, listener=None):
        async def one(sample):
            text = await asyncio.to_thread(post, ask.messages[0].text, sample)
            reply = Completion(text=text, usage=Usage(calls=1), model="m")
            listener.done(sample, reply)
            return reply
        return await asyncio.gather(*map(one, samples))
class Heard(Listener):
    def __init__(self, question):
        self.question = question
    def done(self, sample, reply):
        print(json.dumps([self.question, sample, reply.text]), flush=True)
async def main():
    model = Asking([])
    model.endpoint = "the same"
    shared, turn = cache.Cache(model, cache.Store(folder), seed=0), asyncio.Semaphore(3)
    questions = [f"q{{i}}" for i in range({QUESTIONS})]
    random.Random(name).shuffle(questions)
    async def answer(question):
        async with turn:
            ask = Ask(messages=(Message.of("user", question),))
            await shared.complete(ask, range({SAMPLES}), Heard(question))
    print("ready", flush=True)
    sys.stdin.readline()
    await asyncio.gather(*map(answer, questions))
asyncio.run(main())
"""


def start(code, folder, name, *arguments):
    environment = os.environ | {"PYTHONPATH": str(Path(o1magic.__file__).parent.parent)}
    command = [sys.executable, "-c", code, str(folder), name, *arguments]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, env=environment, text=True, **pipes)


def run_together(code, folder, names):
    processes = [start(code, folder, name) for name in names]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors


def is_whole(store):
    connection = sqlite3.connect(store.folder / "cache.db")
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def test_several_processes_begin_a_cache_together_and_all_is_there(tmp_path):
    names = "abcd"
    run_together(WRITE, tmp_path, names)
    store = Store(tmp_path)
    assert is_whole(store)
    for i in range(200):
        assert [store.get(f"{name}:{i}") for name in names] == [[name, i] for name in names]
        first, number = store.get(f"shared:{i}")
        assert first in names
        assert number == i
    info = store.info()
    assert (info.entries, info.saved_calls, info.saved_tokens, info.saved_cost) == (1000, 800, 1600, 400.0)
    assert not list(store.folder.glob("damaged-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_in_the_middle_of_writing_again_and_again(tmp_path):
    """All that was acknowledged is there and whole, whatever the moment; a bystander never notices."""
    choose = random.Random(0)
    bystander = Store(tmp_path)
    acknowledged = []
    for round_ in range(15):
        writers = [start(WRITE_FOR_EVER, tmp_path, f"{round_}{letter}") for letter in "ab"]
        for writer in writers:
            acknowledged += [writer.stdout.readline().strip() for _ in range(choose.randrange(1, 60))]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            # Not `communicate`, which leaves out what `readline` has taken from the pipe beyond its line.
            acknowledged += writer.stdout.read().split("\n")[:-1]  # the last line may be cut
            assert writer.communicate(timeout=60)[1] == ""
        bystander.put(f"bystander:{round_}", round_)
        assert is_whole(bystander)
    store = Store(tmp_path)
    for key in acknowledged:
        assert set(store.get(key)) <= {key}
    assert [store.get(f"bystander:{round_}") for round_ in range(15)] == list(range(15))
    assert not list(store.folder.glob("damaged-*"))


def test_several_processes_find_the_same_damage(tmp_path):
    """Each goes on with a new database."""
    store = Store(tmp_path)
    store.put("a", 1)
    (store.folder / "cache.db").write_bytes(b"garbage" * 1000)
    run_together(WRITE.replace('simplefilter("error")', 'simplefilter("ignore")'), tmp_path, "abc")
    assert list(store.folder.glob("damaged-*.db"))
    after = Store(tmp_path)
    assert is_whole(after)
    after.put("a", 2)
    assert after.get("a") == 2


def test_the_size_limit_holds_for_all_together(tmp_path):
    run_together(FILL, tmp_path, "abc")
    store = Store(tmp_path, size_limit=2**20)
    assert is_whole(store)
    assert 20 < store.info().entries < 100


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path):
    """What was complete comes from the cache, although the process died the moment it heard of it."""
    process = start(RUN, tmp_path, "killed")
    heard, _ = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert [json.loads(line) for line in heard.splitlines()] == [[0, "a", False], [1, "b", False]]
    again = start(RUN, tmp_path, "again")
    heard, errors = again.communicate(timeout=60)
    assert errors == ""
    assert [json.loads(line) for line in heard.splitlines()] == [[0, "a", True], [1, "b", True], [2, "c", False]]


def share(folder, seed):
    """Let eight processes ask for the same samples, kill two of them, and return how many samples were sent twice."""
    choose = random.Random(seed)
    with OpenAIServer(
        reply=lambda body, index: f"{body['messages'][0]['content']} {index}", turn=Turn(delay=0.2)
    ) as server:
        workers = {name: start(SHARE, folder, name, f"{server.base_url}/chat/completions") for name in "abcdefgh"}
        for worker in workers.values():
            assert worker.stdout.readline() == "ready\n"
        for worker in workers.values():
            worker.stdin.write("go\n")
            worker.stdin.flush()
        server.wait_for_requests(1)
        killed = choose.sample(sorted(workers), 2)
        for name in killed:
            time.sleep(choose.uniform(0, 0.6))
            workers[name].send_signal(signal.SIGKILL)
        heard = {}
        for name, worker in workers.items():
            lines = worker.stdout.read().split("\n")[:-1]  # the last line of one that is killed may be cut
            heard[name] = {(question, sample): text for question, sample, text in map(json.loads, lines)}
            assert worker.communicate(timeout=60)[1] == ""
        sent = [(r.body["worker"], (r.body["messages"][0]["content"], r.body["sample"])) for r in server.requests]
    every = {(f"q{i}", sample) for i in range(QUESTIONS) for sample in range(SAMPLES)}
    in_flight = Counter(what for name, what in sent if name in killed and what not in heard[name])
    for what, times in Counter(what for _, what in sent).items():
        assert times <= 1 + in_flight[what], f"{what} was sent {times} times"
    store = Store(folder)
    assert is_whole(store)
    assert not list(store.folder.glob("damaged-*"))
    model = ScriptedModel([])
    model.endpoint = "the same"
    kept = Cache(model, store, seed=0)
    stored = {
        (question, sample): kept.stored(Ask(messages=(Message.of("user", question),)), sample).text
        for question, sample in every
    }
    for name, texts in heard.items():
        assert texts.items() <= stored.items(), "all have the same reply, and it has been kept"
        if name not in killed:
            assert workers[name].returncode == 0
            assert texts.keys() == every
    return len(sent) - len(every)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_eight_processes_pay_for_each_sample_once_while_two_are_killed(tmp_path):
    """What the killed ones had asked for and not heard of is asked for again, nothing else is, and nothing is lost."""
    with ThreadPoolExecutor(4) as rounds:  # they mostly wait for claims to lapse
        again = [*rounds.map(share, [tmp_path / str(seed) for seed in range(4)], range(4))]
    assert sum(again), "nobody was killed in the middle of a request"
