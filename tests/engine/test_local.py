"""The embedded engine on real weights: what it promises to a search."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import o1magic
from o1magic import prompts
from o1magic.errors import (
    BadRequestError,
    ContextWindowError,
    MissingExtraError,
    ServerError,
    UnknownModelError,
    WeightsError,
)
from o1magic.models import local, weights
from o1magic.models.base import Listener, Model
from o1magic.models.local import SLOTS, LocalModel, unload
from o1magic.types import Ask, Image, Message, Text

pytestmark = pytest.mark.engine

NAME = "local/smollm2-135m"
QUESTION = "Tom has 3 boxes of 14 pens and gives away 9. How many pens has he left?"
ASK = Ask(messages=(Message.of("user", "Tell me a story about a fox."),), max_tokens=24, temperature=0.7)
LONG = dataclasses.replace(ASK, messages=(Message.of("user", "The fox ran on. " * 350),))


def but(ask: Ask, **changes: Any) -> Ask:
    return dataclasses.replace(ask, **changes)


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - set on another thread, which knows nothing of this one
            await asyncio.sleep(0.001)


@pytest.fixture
async def model() -> LocalModel:
    model = LocalModel(NAME)
    await model.prepare()
    return model


@pytest.fixture
def engine(model) -> Any:
    return model._loaded()


class Hearing(Listener):
    """Notes down what it hears, and on which thread."""

    def __init__(self, *shown: int) -> None:
        self.shown = shown
        self.texts: dict[int, str] = {}
        self.replies: dict[int, Any] = {}
        self.threads: set[int] = set()
        self.first = asyncio.Event()

    def shows(self, sample: int) -> bool:
        return sample in self.shown

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        assert sample not in self.replies
        self.threads.add(threading.get_ident())
        self.texts[sample] = self.texts.get(sample, "") + text
        self.first.set()

    def done(self, sample: int, reply: Any) -> None:
        assert sample not in self.replies
        self.threads.add(threading.get_ident())
        self.replies[sample] = reply


@pytest.fixture
def timings(monkeypatch) -> list[dict[str, int]]:
    """What the engine says about each reply: tokens found in the cache, and tokens read."""
    told: list[dict[str, int]] = []
    complete = local._Engine.complete

    def listening(self, body, hear):
        def both(chunk):
            if "timings" in chunk:
                told.append({name: chunk["timings"][name] for name in ("cache_n", "prompt_n")})
            return hear(chunk)

        return complete(self, body, both)

    monkeypatch.setattr(local._Engine, "complete", listening)
    return told


@pytest.fixture
def reading(monkeypatch) -> list[tuple[int, int]]:
    """How the engine advances through a prompt: the sample, and the tokens read so far."""
    told: list[tuple[int, int]] = []
    hear = local._Run.hear

    def listening(self, chunk):
        if "prompt_progress" in chunk:
            told.append((chunk["choices"][0]["index"], chunk["prompt_progress"]["processed"]))
        return hear(self, chunk)

    monkeypatch.setattr(local._Run, "hear", listening)
    return told


class TestReplies:
    async def test_it_is_a_model(self, model):
        assert isinstance(model, Model)
        assert model.endpoint == f"local:sha256:{weights.KNOWN['smollm2-135m'].sha256}"
        assert model.capabilities.slots == SLOTS
        assert model.capabilities.price == (0.0, 0.0)

    async def test_samples_come_in_order_and_as_themselves(self, model):
        hearing = Hearing(3, 9)
        replies = await model.complete(ASK, [3, 5, 9], hearing)
        assert list(hearing.replies) != []
        assert [hearing.replies[sample] for sample in (3, 5, 9)] == replies
        assert hearing.texts == {3: replies[0].text, 9: replies[2].text}
        assert hearing.threads == {threading.get_ident()}
        assert len({reply.text for reply in replies}) == 3

    async def test_usage_is_exact_and_of_each_sample_alone(self, model):
        replies = await model.complete(but(ASK, max_tokens=7), range(4))
        for reply in replies:
            assert reply.usage.calls == 1
            assert reply.usage.prompt_tokens == model.count_prompt(ASK)
            assert reply.usage.completion_tokens == len(reply.token_ids) == 7
            assert reply.usage.cost == 0.0
            assert reply.usage.seconds > 0
            assert reply.finish_reason == "length"
            assert reply.model == NAME

    async def test_more_samples_than_slots(self, model):
        replies = await model.complete(but(ASK, max_tokens=4), range(2 * SLOTS + 3))
        assert [reply.usage.completion_tokens for reply in replies] == [4] * (2 * SLOTS + 3)

    async def test_requests_at_the_same_time(self, model):
        asks = [but(ASK, messages=(Message.of("user", f"Count to {n}."),), max_tokens=8) for n in range(12)]
        replies = await asyncio.gather(*(model.complete(ask, range(2)) for ask in asks))
        assert all(reply.text for pair in replies for reply in pair)

    async def test_a_prefix_is_continued_and_left_out(self, model):
        ask = but(ASK, prefix="1, 2, 3, 4, 5, 6,", temperature=0.0, max_tokens=4)
        [reply] = await model.complete(ask, [0])
        assert reply.text.startswith(" 7")

    async def test_a_stop_text_ends_the_reply_and_is_left_out(self, model):
        ask = but(ASK, prefix="1, 2, 3, 4, 5, 6,", temperature=0.0, stop=("9,",), max_tokens=40)
        [reply] = await model.complete(ask, [0])
        assert reply.text == " 7, 8, "
        assert reply.finish_reason == "stop"

    async def test_text_that_might_have_become_a_stop_text_is_not_lost(self, model):
        ask = but(ASK, prefix="1, 2, 3, 4, 5, 6,", temperature=0.0, stop=(" 7, 8, 9, and ten",), max_tokens=5)
        hearing = Hearing(0)
        [reply] = await model.complete(ask, [0], hearing)
        assert reply.text.startswith(" 7, 8")
        assert " 7, 8, 9, and ten".startswith(reply.text)
        assert hearing.texts[0] == reply.text

    async def test_log_probabilities(self, model):
        [none], [own], [more] = [
            await model.complete(but(ASK, temperature=0.0, max_tokens=5, logprobs=k), [0]) for k in (None, 0, 3)
        ]
        assert none.logprobs == ()
        assert [entry.token for entry in own.logprobs] == [entry.token for entry in more.logprobs]
        assert all(entry.logprob <= 0 and entry.top == () for entry in own.logprobs)
        assert all(entry.top[0] == (entry.token, entry.logprob) for entry in more.logprobs)
        assert {len(entry.top) for entry in more.logprobs} == {3}
        assert "".join(entry.token for entry in own.logprobs) == own.text

    async def test_a_grammar_holds(self, model):
        replies = await model.complete(but(ASK, params=(("grammar", 'root ::= "yes" | "no"'),)), range(4))
        assert {reply.text for reply in replies} <= {"yes", "no"}

    async def test_a_characters_made_of_several_tokens(self, model):
        ask = but(ASK, params=(("grammar", 'root ::= "\U0001f469\U0001f469"'),))
        [reply] = await model.complete(ask, [0])
        assert reply.text == "\U0001f469\U0001f469"
        assert reply.usage.completion_tokens > 2

    async def test_reproducible_requests_are(self, model, timings):
        ask = but(ASK, params=(("reproducible", True), ("seed", 5)))
        await model.complete(ask, [0])
        del timings[:]
        alone = [reply.text for reply in await model.complete(ask, range(4))]
        assert {told["cache_n"] for told in timings} == {0}
        other = asyncio.create_task(model.complete(but(ASK, max_tokens=60), range(4)))
        again = [reply.text for reply in await model.complete(ask, range(4))]
        await other
        assert again == alone

    async def test_seeds_come_from_the_runs_seed_the_request_and_the_samples(self, model, monkeypatch):
        seeds: list[int] = []
        complete = local._Engine.complete
        monkeypatch.setattr(
            local._Engine,
            "complete",
            lambda self, body, hear: seeds.append(body["seed"]) or complete(self, body, hear),
        )
        ask = but(ASK, max_tokens=1)
        for params, samples, prefix in [((), [0], ""), ((("seed", 1),), [0], ""), ((), [1], ""), ((), [0], "A")]:
            await model.complete(but(ask, params=params, prefix=prefix), samples)
        assert len(set(seeds)) == 4
        await model.complete(ask, [0])
        assert seeds[-1] == seeds[0]


class TestPrefixCache:
    async def test_the_worked_examples_are_read_when_the_model_is_loaded(self, timings):
        unload(NAME)
        model = LocalModel(NAME)
        await model.prepare()
        loading = timings.pop()["prompt_n"]
        ask = but(prompts.solve((Text(QUESTION),), answer="number", few_shot=True), max_tokens=2)
        await model.complete(ask, range(SLOTS))
        assert loading > 400
        assert all(told["cache_n"] >= loading - 1 for told in timings)

    async def test_all_samples_share_one_reading_of_the_prompt(self, model, timings, reading):
        unread = but(LONG, messages=(Message.of("user", "An unread question. " + "Why? " * 200),), max_tokens=2)
        await model.complete(unread, range(SLOTS))
        assert len(timings) == SLOTS
        assert timings[0]["prompt_n"] > 200
        # One sample advances through the prompt, batch by batch; the others start where it ends.
        advances = sorted(Counter(index for index, _ in reading).values())
        assert advances[:-1] == [1] * (SLOTS - 1)
        assert advances[-1] > 200 / 64

    async def test_a_branch_reads_only_what_its_parent_did_not(self, model, timings):
        ask = but(prompts.solve((Text(QUESTION),), answer="number", few_shot=True), max_tokens=24)
        roots = await model.complete(ask, range(4))
        for root in (roots[0], roots[2]):
            del timings[:]
            suffix = "\n\n## Step 3:"
            replies = await model.complete(but(ask, prefix=root.text + suffix), range(4))
            new = len(root.token_ids) + 8  # the parent's own tokens at most, and the suffix
            assert all(told["prompt_n"] <= new for told in timings)
            assert all(told["cache_n"] >= model.count_prompt(ask) - 1 for told in timings)
            assert replies[0].usage.prompt_tokens <= model.count_prompt(ask) + new

    async def test_the_branch_of_the_sample_that_the_slot_still_holds_reads_nothing_twice(self, model, timings):
        [root] = await model.complete(but(ASK, max_tokens=40), [0])
        del timings[:]
        await model.complete(but(ASK, prefix=root.text + " And then"), [0])
        assert timings[0]["prompt_n"] <= 4

    async def test_a_branch_is_sent_as_the_tokens_its_parent_was_made_of(self, model, monkeypatch):
        sent: list[Any] = []
        complete = local._Engine.complete
        monkeypatch.setattr(
            local._Engine,
            "complete",
            lambda self, body, hear: sent.append(body["prompt"]) or complete(self, body, hear),
        )
        [root] = await model.complete(ASK, [7])
        await model.complete(but(ASK, prefix=root.text + " And then"), [7])
        assert sent[1] == [sent[0], *root.token_ids, " And then"]


class TestCancellation:
    async def test_a_request_ends_at_once_and_frees_its_slots(self, model, engine):
        hearing = Hearing(0)
        task = asyncio.create_task(model.complete(but(ASK, max_tokens=1500, stop=()), range(SLOTS), hearing))
        await asyncio.wait_for(hearing.first.wait(), 60)
        started = time.perf_counter()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        returned = time.perf_counter() - started
        heard = dict(hearing.texts)
        [reply] = await model.complete(but(ASK, max_tokens=1), [0])
        assert returned < 0.1
        assert reply.text
        assert engine.admission._free == SLOTS
        assert hearing.texts == heard

    async def test_a_request_that_still_reads_its_prompt_stops_reading(self, model, engine, reading):
        task = asyncio.create_task(model.complete(LONG, range(SLOTS)))
        await until(lambda: reading)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await model.complete(but(ASK, max_tokens=1), range(SLOTS))
        assert engine.admission._free == SLOTS
        assert max(read for _, read in reading) < model.count_prompt(LONG) / 2

    async def test_a_request_that_waits_for_its_turn(self, model, engine):
        hearing = Hearing(0)
        first = asyncio.create_task(model.complete(but(ASK, max_tokens=60), range(SLOTS), hearing))
        await asyncio.wait_for(hearing.first.wait(), 60)
        second = asyncio.create_task(model.complete(ASK, range(SLOTS)))
        await until(lambda: engine.admission._waiting)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert len(await first) == SLOTS
        assert not engine.admission._waiting


class TestErrors:
    async def test_an_unknown_parameter(self, model):
        [error] = await model.complete(but(ASK, params=(("topp", 0.5),)), [0])
        assert isinstance(error, BadRequestError)
        assert "'topp'" in str(error)
        assert "top_p" in str(error)

    async def test_a_parameter_of_the_wrong_kind(self, model):
        [error] = await model.complete(but(ASK, params=(("top_p", "high"),)), [0])
        assert isinstance(error, BadRequestError)
        assert NAME in str(error)

    async def test_text_that_is_no_unicode(self, model):
        hearing = Hearing()
        [reply] = await model.complete(but(ASK, prefix="half a character: \ud83d", max_tokens=2), [0], hearing)
        assert isinstance(reply, ServerError)
        assert NAME in str(reply)
        assert hearing.replies == {0: reply}

    async def test_a_prompt_that_is_too_long(self, model):
        hearing = Hearing()
        ask = but(ASK, messages=(Message.of("user", "fox " * 3000),))
        errors = await model.complete(ask, [1, 4], hearing)
        assert all(isinstance(error, ContextWindowError) for error in errors)
        assert f"{model.count_prompt(ask)} tokens and {NAME} holds 2048" in str(errors[0])
        assert list(hearing.replies) == [1, 4]

    async def test_a_picture(self, model):
        ask = but(ASK, messages=(Message("user", (Text("What is this?"), Image.of(b"GIF", "image/gif"))),))
        [error] = await model.complete(ask, [0])
        assert isinstance(error, BadRequestError)
        assert "picture" in str(error)

    async def test_a_truncated_file_is_one_clear_line(self, tmp_path):
        whole = weights.resolve(NAME).path
        with whole.open("rb") as source, (tmp_path / "cut.gguf").open("wb") as target:
            target.write(source.read(10**6))
        with pytest.raises(WeightsError, match=r"cannot load .*cut\.gguf\. The file is damaged") as error:
            await LocalModel(f"local/{tmp_path}/cut.gguf").prepare()
        assert "\n" not in str(error.value)

    async def test_an_unknown_name(self):
        with pytest.raises(UnknownModelError, match="local/smollm2-135m"):
            await LocalModel("local/smollm2").prepare()

    async def test_a_missing_extra_is_told_before_any_download(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "xllamacpp", None)
        monkeypatch.setattr(weights, "resolve", None)
        unload()
        with pytest.raises(MissingExtraError, match=r'pip install "o1magic\[local\]"'):
            await LocalModel(NAME).prepare()


class TestLifeTime:
    async def test_models_of_the_same_weights_share_an_engine(self, model, tmp_path):
        path = tmp_path / "copy.gguf"
        shutil.copy(weights.resolve(NAME).path, path)
        copy = LocalModel(f"local/{path}")
        await copy.prepare()
        assert copy._loaded() is model._loaded()
        assert copy.endpoint == model.endpoint

    async def test_an_unloaded_model_is_loaded_again(self, model):
        unload(NAME)
        assert model._loaded() is None
        [reply] = await model.complete(but(ASK, max_tokens=2), [0])
        assert reply.text

    async def test_unloading_ends_what_is_in_flight(self, model):
        hearing = Hearing(0)
        task = asyncio.create_task(model.complete(but(ASK, max_tokens=1500), range(SLOTS), hearing))
        await asyncio.wait_for(hearing.first.wait(), 60)
        await asyncio.to_thread(unload)
        replies = await asyncio.wait_for(task, 10)
        assert any(isinstance(reply, ServerError) and "unloaded" in str(reply) for reply in replies)

    async def test_the_prompts_length_is_estimated_before_loading(self, model):
        exact = model.count_prompt(ASK)
        assert 0.5 * exact < LocalModel(NAME).count_prompt(ASK) < 2 * exact

    async def test_progress_is_heard_on_the_loops_thread(self):
        unload()
        heard: list[tuple[str, int]] = []
        await LocalModel(NAME).prepare(lambda text, done, total: heard.append((text, threading.get_ident())))
        await asyncio.sleep(0)
        assert heard[-1] == (f"loading {NAME}", threading.get_ident())


def run(script: str) -> subprocess.CompletedProcess[bytes]:
    script = (
        f"""
        import asyncio, os, sys, threading
        from o1magic.models.local import LocalModel
        from o1magic.types import Ask, Message
        model = LocalModel({NAME!r})
        ask = Ask(messages=(Message.of("user", "Tell me a story."),), max_tokens=1500)
    """
        + script
    )
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, timeout=120, check=False
    )


class TestProcess:
    def test_it_prints_nothing_and_changes_no_environment(self):
        child = run("""
        before = dict(os.environ)
        asyncio.run(model.complete(Ask(messages=ask.messages, max_tokens=3), range(2)))
        assert dict(os.environ) == before
        """)
        assert (child.stdout, child.stderr, child.returncode) == (b"", b"", 0)

    @pytest.mark.skipif(not os.path.exists("/proc/net/tcp"), reason="reads Linux's tables")  # noqa: PTH110
    def test_nothing_listens_on_a_network(self):
        child = run("""
        asyncio.run(model.prepare())
        links = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
        own = {os.readlink(link) for link in links if os.path.lexists(link)}
        rows = [line.split() for name in ("tcp", "tcp6") for line in open(f"/proc/net/{name}").readlines()[1:]]
        print([row for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own])
        """)
        assert child.stdout == b"[]\n", child.stderr

    def test_the_process_ends_in_the_middle_of_a_reply(self):
        started = time.monotonic()
        child = run("""
        from o1magic.models.base import Listener
        class First(Listener):
            def shows(self, sample): return True
            def text(self, sample, text, reasoning=""): loop.stop()
        loop = asyncio.new_event_loop()
        loop.create_task(model.complete(ask, range(8), First()))
        loop.run_forever()
        print("leaving", flush=True)
        """)
        assert child.returncode == 0, child.stderr
        assert b"leaving" in child.stdout
        assert time.monotonic() - started < 60


# -- trees -----------------------------------------------------------------------------------------------------------


async def test_no_slot_reads_the_worked_examples_again(model, engine):
    asks = [prompts.solve((Text(f"{QUESTION} Then {i} more."),), answer="number", few_shot=True) for i in range(SLOTS)]
    engine.prompt_tokens.clear()
    await asyncio.gather(*(model.complete(but(ask, max_tokens=4), [0]) for ask in asks))
    total = sum(map(model.count_prompt, asks))
    assert engine.prompt_tokens.total() == total
    # What is left to read is the question, and not the examples before it.
    assert engine.prompt_tokens["read"] < SLOTS * 60 < total / 4


def test_a_tree_does_not_read_the_way_to_its_nodes_again(engine):
    def read(**model_params):
        engine.prompt_tokens.clear()
        options = {"model": NAME, "strategy": "mcts", "cache": False, "seconds": None, "max_tokens": 64, "calls": 7}
        o1magic.reason(QUESTION, model_params=model_params, **options)
        return engine.prompt_tokens["read"], engine.prompt_tokens["reused"]

    fresh, reused = read()
    read_again, nothing_reused = read(reproducible=True)
    assert nothing_reused == 0
    assert fresh < 0.2 * read_again
    assert reused > 4 * fresh


@pytest.mark.parametrize("strategy", ["beam", "dvts", "mcts"])
def test_a_search_by_steps_reads_little_of_its_prompts(engine, strategy):
    engine.prompt_tokens.clear()
    fresh = f"This is for {strategy}. {QUESTION}"  # not one that another test has left in a slot
    result = o1magic.reason(fresh, model=NAME, strategy=strategy, cache=False, seconds=None, max_tokens=128, calls=16)
    asked, read = result.usage.prompt_tokens, engine.prompt_tokens["read"]
    assert engine.prompt_tokens.total() == asked
    print(f"\n| {strategy} | {result.usage.calls} | {asked:,} | {read:,} | {read / asked:.0%} |")
    assert read < 0.2 * asked
