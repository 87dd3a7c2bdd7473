"""A recording gives the same run again, in any order, offline, after a kill; and it is data that nobody need trust."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import errno
import fcntl
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import SoftFileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai_server import OpenAIServer

import o1magic
from o1magic.api import make_task
from o1magic.comparison import Contest
from o1magic.engine import Run
from o1magic.errors import ConfigError, RecordingError, ReplayMissError, ServerError
from o1magic.models import recording, recording_file, replay
from o1magic.models.base import Capabilities, Listener
from o1magic.models.recording import Recording, request_id
from o1magic.models.replay import Tape
from o1magic.models.scripted import ScriptedModel
from o1magic.scoring import registry as scorers
from o1magic.search import registry
from o1magic.search.registry import strategies
from o1magic.session import Execution, execution
from o1magic.types import Ask, Completion, Image, Message, Text, TokenLogprob, Usage, digest

QUESTION = "How many pencils are in 7 boxes of 12?"
SHY = Capabilities(price=(1e-6, 2e-6), logprobs=True, prefill=True, max_tokens=200)


def talker(*, delay=0.0, fails=lambda _ask, _sample: False):
    """Return a model that has something to say to every prompt."""

    def reply(ask, sample):
        rng = random.Random(digest([ask.key_json(), sample]))
        if fails(ask, sample):
            return ServerError("the endpoint fell over")
        prompt = ask.messages[-1].text
        if "Verdict:" in prompt:
            return f"First wrong claim: none\nVerdict: {rng.choice([20, 50, 80])}"
        if re.search(r"python", prompt, re.IGNORECASE):
            return f"```python\nimport random\nprint(random.random() > 2, {rng.randrange(3)})\n```"
        if re.search(r"sub-?questions|observations|numbered list", prompt, re.IGNORECASE) and "Answer" not in prompt:
            return "1. What is known?\n2. What follows from it?"
        start = len(re.findall(r"^## Step", ask.prefix, re.MULTILINE))
        return "\n".join([*(f"## Step {k + 1}: Pick\nIt is {rng.randrange(3)}." for k in range(start, 3)),
                          f"Answer: {rng.randrange(3)}"])  # fmt: skip

    return ScriptedModel(reply, name="talker", delay=delay, capabilities=SHY)


def shuffled(seed):
    return lambda ask, sample: random.Random(f"{seed}{digest([ask.key_json(), sample])}").random() / 30


@pytest.fixture
def file(tmp_path):
    return tmp_path / "lesson.jsonl"


@pytest.mark.parametrize("strategy", sorted(strategies()))
def test_every_strategy_replays_to_the_same_run_whatever_the_timing(strategy, file):
    options = {"strategy": strategy, "calls": 14, "tokens": 9000}
    if strategy == "plan":
        options["tests"] = "assert True"
    if strategies()[strategy].steps and strategy == "particle":
        options["scorer"] = "judge"
    first = o1magic.reason(QUESTION, model=talker(delay=shuffled(1)), record=file, cache=False, **options)
    before = file.read_bytes()
    again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
    assert again.trace.canonical() == first.trace.canonical()
    assert again.usage.cached_calls == again.usage.calls > 0
    assert (first.trace.replayed, again.trace.replayed) == (False, True)
    assert f"({again.usage.calls} replayed)" in str(again)
    assert "cached" not in str(again)
    assert file.read_bytes() == before


def test_the_file_is_the_same_whatever_the_order_of_arrival(tmp_path):
    files = [tmp_path / f"{seed}.jsonl" for seed in range(3)]
    for seed, file in enumerate(files):
        o1magic.reason(
            QUESTION, model=talker(delay=shuffled(seed)), strategy="mcts", calls=16, record=file, cache=False
        )
    texts = [re.sub(r'"seconds": [0-9.e-]+', "", file.read_text()) for file in files]
    assert texts[0] == texts[1] == texts[2]


def took(file, seconds):
    """Let each recorded reply have taken what a function of its row says."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    for row in rows:
        if row["kind"] == "reply":
            row["seconds"] = seconds(row)
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def timeline(result):
    """Return when each call began and ended, and how long the run took."""
    calls = [(call.node, call.role, call.started, call.finished) for call in result.trace.calls.values()]
    return sorted(calls), result.usage.seconds


@pytest.mark.parametrize("strategy", sorted(strategies()))
def test_a_replay_at_once_tells_the_recorded_times(strategy, file):
    """A call takes what it took, and begins when one ends: nothing else takes time, and no call waits for nothing."""
    options = {"strategy": strategy, "calls": 14}
    if strategy == "plan":
        options["tests"] = "assert True"
    o1magic.reason(QUESTION, model=talker(), record=file, cache=False, **options)
    took(file, lambda row: random.Random(f"{row['request']}{row['sample']}").randrange(1, 100) / 4)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    outside = {round(row["seconds"], 3) for row in rows if row["kind"] == "outside"}
    begun = time.monotonic()
    again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
    assert time.monotonic() - begun < 5
    calls, seconds = timeline(again)
    assert max(finished for *_, finished in calls) <= seconds > 0.25
    lasted = {row["seconds"] for row in rows if row["kind"] == "reply"}
    assert {round(finished - started, 3) for *_, started, finished in calls} <= lasted
    if not outside:
        ends = {0.0, *(finished for *_, finished in calls)}
        assert all(started in ends for *_, started, _ in calls)
        assert seconds in ends
    recording._opened.clear()
    assert timeline(o1magic.reason(QUESTION, model="talker", replay=file, **options)) == (calls, seconds)


def test_what_does_not_wait_for_one_another_is_replayed_side_by_side(file):
    options = {"strategy": "self_consistency", "params": {"n": 3, "stop": "none"}}
    o1magic.reason(QUESTION, model=talker(), record=file, cache=False, **options)
    took(file, lambda row: 9.0 - row["sample"])
    again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
    calls = again.trace.calls.values()
    assert [(call.sample, call.started, call.finished) for call in calls] == [(0, 0, 9), (1, 0, 8), (2, 0, 7)]
    ended = [event.node for event in again.trace.events if event.kind == "call_finished"]
    assert ended == [node.id for node in reversed(again.samples)], "the fastest comes first"
    assert again.usage.seconds == 9


def test_time_stands_still_while_a_function_of_the_notebook_runs(file):
    order = []

    async def main():
        tape = Tape(Recording(file), replaying=True)
        tape.begin("run", lambda _reason: None, lambda: False)

        async def work():
            await tape.playback.wait(1)
            await tape.call("answer", lambda: asyncio.sleep(0.05))
            await tape.playback.wait(1)
            order.append(("short", tape.clock()))

        async def wait():
            await tape.playback.wait(5)
            order.append(("long", tape.clock()))

        given_up = asyncio.create_task(tape.playback.wait(0.5))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.gather(wait(), work())

    asyncio.run(main())
    assert order == [("short", 2), ("long", 5)]


def test_a_replay_at_once_takes_a_few_milliseconds_a_call(file):
    options = {"strategy": "mcts", "params": {"simulations": 64}, "calls": 64, "tokens": None}
    o1magic.reason(QUESTION, model=talker(), record=file, cache=False, **options)
    begun = time.process_time()
    again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
    assert again.usage.calls > 30
    assert time.process_time() - begun < again.usage.calls * 0.02


def test_failures_programs_and_what_a_cache_answered_took_their_time_too(file, tmp_path):
    model = talker(delay=0.2, fails=lambda _ask, sample: sample == 0)
    options = {"strategy": "self_consistency", "params": {"n": 2, "stop": "none"}}
    o1magic.reason(QUESTION, model=model, record=file, cache=tmp_path, **options)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert min(row["seconds"] for row in rows if row["kind"] == "reply") >= 0.2
    file.unlink()
    recording._opened.clear()
    o1magic.reason(QUESTION, model=model, record=file, cache=tmp_path, **options)
    assert '"sample": 1, "clamp": null, "seconds": 0.2,' in file.read_text(), "the cache answered, what once took 0.2 s"
    o1magic.reason("Print.", model=talker(), strategy="program", params={"n": 1}, record=file, cache=False)
    (program,) = (json.loads(line) for line in file.read_text().splitlines() if '"outside"' in line)
    again = o1magic.reason("Print.", model="talker", strategy="program", params={"n": 1}, replay=file)
    assert again.usage.seconds >= program["seconds"] > 0.01


def test_a_run_that_was_cut_tells_when(file):
    task = {"strategy": "chain", "seconds": 0.5}
    o1magic.reason(QUESTION, model=talker(delay=30), record=file, cache=False, **task)
    again = o1magic.reason(QUESTION, model="talker", replay=file, **task)
    (row,) = (json.loads(line) for line in file.read_text().splitlines() if '"run"' in line)
    assert again.usage.seconds == row["seconds"] >= 0.5


def test_recording_from_the_cache_is_recording(file, tmp_path):
    model = talker()
    first = o1magic.reason(QUESTION, model=model, strategy="self_consistency", cache=tmp_path)
    o1magic.reason(QUESTION, model=model, strategy="self_consistency", cache=tmp_path, record=file)
    again = o1magic.reason(QUESTION, model="talker", strategy="self_consistency", replay=file)
    assert again.trace.canonical() == first.trace.canonical()


def test_several_cells_share_a_file_and_a_run_again_changes_nothing(file):
    for question in ("one?", "two?", "one?"):
        o1magic.reason(question, model=talker(), strategy="chain", record=file, cache=False)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    kinds = ["header", "cell", "cell", "model", "request", "reply", "request", "reply"]
    assert [line["kind"] for line in lines] == kinds
    before = file.read_bytes()
    o1magic.reason("two?", model=talker(), strategy="chain", record=file, cache=False)
    assert file.read_bytes() == before


def test_what_a_session_no_longer_asks_is_pruned(file):
    for question in ("old?", "new?"):
        o1magic.reason(question, model=talker(), strategy="chain", record=file, cache=False)
    later = Recording(file)
    later.add_reply("f" * 16, 0, None, ServerError("asked in this session"), 0.1)
    assert later.prune() == (7, ["new?", "old?"])
    assert [json.loads(line)["kind"] for line in file.read_text().splitlines()] == ["header", "reply"]


def test_pruning_keeps_what_was_asked_also_after_somebody_else_has_written(file, tmp_path):
    o1magic.reason("old?", model=talker(), strategy="chain", record=file, cache=False)
    recording._opened.clear()  # as in a new kernel
    with pytest.raises(RecordingError, match="nothing of it has been asked for in this session"):
        recording.open_recording(file).prune()
    o1magic.reason("mine?", model=talker(), strategy="chain", record=file, cache=False)
    theirs = Recording(file)
    theirs.add_reply("f" * 16, 0, None, ServerError("asked elsewhere"), 0.1)
    theirs.save()
    recording.open_recording(file).prune()
    assert o1magic.reason("mine?", model="talker", strategy="chain", replay=file).answer
    with pytest.raises(ReplayMissError):
        o1magic.reason("old?", model="talker", strategy="chain", replay=file)


def test_kernels_that_record_to_one_file_leave_each_other_what_they_recorded(file):
    run_of("old?", model=talker(), strategy="chain", record=file)
    mine = Recording(file)
    mine.add_settings("1" * 16, "same?", {"seed": 1})
    mine.add_reply("f" * 16, 0, None, ServerError("mine"), 0.1)
    theirs = Recording(file)
    theirs.add_settings("1" * 16, "same?", {"seed": 2})
    theirs.add_reply("e" * 16, 0, None, ServerError("theirs"), 0.1)
    mine.save()
    theirs.save()
    later = Recording(file)
    assert [later.settings("1" * 16, {"seed": seed}) for seed in (1, 2)] == [{"seed": 1}, {"seed": 2}]
    assert mine.prune() == (4, ["old?"])
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["reply"]["message"] for row in rows if row["kind"] == "reply"] == ["theirs", "mine"]
    assert [row["settings"]["seed"] for row in rows if row["kind"] == "cell"] == [1, 2]


def test_two_endpoints_under_one_name_are_told_where_one_would_take_the_others_place(file):
    def ask(**options):
        with OpenAIServer(reply=lambda _request, _index: f"Answer: {options['says']}") as server:
            where = {"model": "openai/test", "api_base": server.base_url, "strategy": "chain", "record": file}
            return o1magic.reason(options["question"], cache=False, **where)

    ask(question=QUESTION, says=1)
    ask(question=QUESTION, says=1)
    ask(question="another?", says=2)
    with pytest.warns(UserWarning, match=r"openai/test \(“.*7 boxes of 12.*no longer in lesson\.jsonl.*to a file each"):
        ask(question=QUESTION, says=2)
    assert o1magic.reason(QUESTION, model="openai/test", strategy="chain", replay=file).answer == "2"
    recording._opened.clear()  # a later session records anew
    ask(question=QUESTION, says=3)
    assert o1magic.reason(QUESTION, model="openai/test", strategy="chain", replay=file).answer == "3"


def test_what_is_asked_again_and_replied_otherwise_is_told_but_of_a_cell_that_is_run_again(file):
    replies = iter(range(99))

    def ask(cell=None, *, strategy="chain", **options):
        token = execution.set(cell)
        try:
            model = ScriptedModel(lambda _ask, _sample: f"Answer: {next(replies)}", name="talker", capabilities=SHY)
            return o1magic.reason(QUESTION, model=model, strategy=strategy, record=file, cache=False, **options)
        finally:
            execution.reset(token)

    one, again, other = Execution(), Execution(), Execution()
    ask(one)
    one.superseded = True
    ask(again)
    told = r"what talker \(“.*”\) replied earlier in this session"
    with pytest.warns(UserWarning, match=told):
        ask(other)
    with pytest.warns(UserWarning, match=told):
        ask(other)
    other.superseded = again.superseded = True
    ask()
    with pytest.warns(UserWarning, match=told) as warned:
        ask(strategy="self_consistency", params={"n": 2, "stop": "none"})
    assert len(warned) == 1
    ask(seed=1)


def test_a_program_that_prints_something_else_the_second_time_is_told(file):
    def program(_ask, _sample):
        return "```python\nimport time\nprint(time.time_ns())\n```"

    def ask():
        model = ScriptedModel(program, name="talker", capabilities=SHY)
        o1magic.reason(QUESTION, model=model, strategy="program", params={"n": 1}, record=file, cache=False)

    ask()
    with pytest.warns(UserWarning, match="what program replied earlier"):
        ask()


def test_a_link_to_a_shared_file_stays_a_link(file, tmp_path):
    link = tmp_path / "link.jsonl"
    o1magic.reason("one?", model=talker(), strategy="chain", record=file, cache=False)
    link.symlink_to(file)
    o1magic.reason("two?", model=talker(), strategy="chain", record=link, cache=False)
    assert link.is_symlink()
    assert o1magic.reason("two?", model="talker", strategy="chain", replay=file).answer


def test_recording_leaves_nothing_beside_the_file(file):
    o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    assert list(file.parent.iterdir()) == [file]


def test_a_file_is_written_by_one_at_a_time_although_each_replaces_it(file, monkeypatch):
    monkeypatch.setattr(recording_file, "LOCKED_SECONDS", 0.2)
    o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    mine, theirs = Recording(file), Recording(file)
    theirs.add_reply("f" * 16, 0, None, ServerError("theirs"), 0.1)
    with recording_file.locked(file):
        with pytest.raises(RecordingError, match="another process does not let go"):
            theirs.save()
        # Whoever has it replaces it; who has waited must not take the old one for it.
        mine.add_reply("e" * 16, 0, None, ServerError("mine"), 0.1)
        recording_file.write(file, mine._rows)
    theirs.save()
    assert {"mine", "theirs"} <= set(re.findall("mine|theirs", file.read_text()))


def test_who_has_waited_for_a_file_that_was_replaced_does_not_write_over_the_new_one(file, monkeypatch):
    """Between the opening of the file and its locking another process replaces it."""
    o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    mine, theirs = Recording(file), Recording(file)
    mine.add_reply("e" * 16, 0, None, ServerError("mine"), 0.1)
    theirs.add_reply("f" * 16, 0, None, ServerError("theirs"), 0.1)
    flock, writing = fcntl.flock, contextlib.ExitStack()

    def late(handle, how):
        monkeypatch.setattr(fcntl, "flock", flock)
        theirs.save()
        writing.enter_context(recording_file.locked(file))
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    monkeypatch.setattr(recording_file, "LOCKED_SECONDS", 0.2)
    with pytest.raises(RecordingError, match="another process does not let go"):
        mine.save()
    writing.close()
    mine.save()
    assert {"mine", "theirs"} <= set(re.findall("mine|theirs", file.read_text()))
    # And what another writes right after is known to be another's.
    write = recording.write

    def overtaken(path, rows):
        written = write(path, rows)
        monkeypatch.setattr(recording, "write", write)
        theirs.add_reply("d" * 16, 0, None, ServerError("later"), 0.1)
        write(path, {**theirs._there(), **theirs._fresh})
        return written

    monkeypatch.setattr(recording, "write", overtaken)
    for name in ("first", "second"):
        mine.add_reply("c" * 16, 0, None, ServerError(name), 0.1)
        mine.save()
    assert {"mine", "theirs", "later", "second"} <= set(re.findall("mine|theirs|later|second", file.read_text()))


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EBADF])
def test_where_files_cannot_be_locked_one_beside_it_is_for_a_moment(code, file, monkeypatch):
    def unknown(_handle, _how):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", unknown)
    o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    assert list(file.parent.iterdir()) == [file]


def test_on_windows_a_lock_beside_the_file_keeps_others_out(file, monkeypatch):
    """There an open file cannot be replaced, so that it cannot be its own lock."""
    monkeypatch.setattr(recording_file, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(recording_file, "LOCKED_SECONDS", 0.2)

    def no_lock(_handle, _how):
        raise AssertionError("it is not there on Windows")

    mine = Recording(file)
    mine.add_reply("c" * 16, 0, None, ServerError("mine"), 0.1)
    monkeypatch.setattr(fcntl, "flock", no_lock)
    held = SoftFileLock(file.with_name(f".{file.name}.lock"))
    monkeypatch.setattr("filelock.FileLock", SoftFileLock)  # the real one locks by what is forbidden above
    with held, pytest.raises(RecordingError, match="another process does not let go"):
        mine.save()
    assert not file.exists()
    mine.save()
    assert "mine" in file.read_text()
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_must_not_be_written_is_replaced_where_the_folder_lets_it(file):
    o1magic.reason("one?", model=talker(), strategy="chain", record=file, cache=False)
    file.chmod(0o444)
    o1magic.reason("two?", model=talker(), strategy="chain", record=file, cache=False)
    assert "two?" in file.read_text()


def test_a_replay_writes_nothing_not_even_a_lock(file):
    first = o1magic.reason(QUESTION, model=talker(), strategy="beam", record=file, cache=False)
    before = file.stat()
    recording._opened.clear()
    with contextlib.ExitStack() as stack:
        stack.callback(file.parent.chmod, 0o755)
        file.chmod(0o444)
        file.parent.chmod(0o555)
        again = o1magic.reason(QUESTION, model="talker", strategy="beam", replay=file)
    assert again.trace.canonical() == first.trace.canonical()
    assert list(file.parent.iterdir()) == [file]
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_forecast_records_nothing(file):
    o1magic.estimate(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    time.sleep(recording.SAVE_SECONDS + 0.3)
    assert not file.exists()


def test_errors_that_only_a_plug_in_knows_are_recorded_as_the_nearest_known_one(file):
    class QuotaError(ServerError):
        def __init__(self, code, why):
            super().__init__(f"{code}: {why}")

    model = ScriptedModel(lambda _ask, n: QuotaError(7, "spent") if n else "Answer: 1", name="talker", capabilities=SHY)
    options = {"strategy": "self_consistency", "params": {"n": 2, "stop": "none"}}
    first = o1magic.reason(QUESTION, model=model, record=file, cache=False, **options)
    again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
    assert again.trace.canonical() == first.trace.canonical()
    assert again.samples[1].error == "7: spent"


def test_errors_that_a_run_survived_are_replayed(file):
    model = talker(fails=lambda _ask, sample: sample == 1)
    options = {"strategy": "self_consistency", "params": {"n": 4, "stop": "none"}}
    first = o1magic.reason(QUESTION, model=model, record=file, cache=False, **options)
    again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
    assert [node.status for node in again.samples] == ["done", "failed", "done", "done"]
    assert again.trace.canonical() == first.trace.canonical()


@pytest.mark.parametrize("strategy", ["self_consistency", "beam", "mcts"])
@pytest.mark.parametrize("reason", ["seconds", "stopped"])
def test_a_run_that_was_cut_short_replays_to_the_same_stop(strategy, reason, file):
    def delay(ask, sample):
        return 0.02 if sample % 2 == 0 else 30.0

    limit = {"seconds": 0.6} if reason == "seconds" else {}
    task = {"strategy": strategy, "calls": 40, **limit}
    run = Run(make_task(QUESTION, model=talker(delay=delay), record=file, cache=False, **task), watched=True)
    if reason == "stopped":
        threading.Timer(0.6, run.stop).start()
    first = run.wait()
    assert first.stop_reason == reason
    begun = time.monotonic()
    again = o1magic.reason(QUESTION, model="talker", replay=file, **task)
    assert again.stop_reason == reason
    assert again.trace.canonical() == first.canonical()
    assert time.monotonic() - begun < recording_file.LOCKED_SECONDS


def cut_and_replayed(file, after, *, model=None, reason="stopped", watched=False, **options):
    """Return the canonical traces of a run that is cut after some seconds, and of its replay."""
    task = make_task(QUESTION, model=model or talker(delay=0.05), record=file, cache=False, **options)
    run = Run(task, watched=watched)
    threading.Timer(after, run.stop, [reason]).start()
    with contextlib.suppress(KeyboardInterrupt):
        run.wait()
    assert run.trace.stop_reason == reason
    begun = time.monotonic()
    replayed = Run(make_task(QUESTION, model="talker", replay=file, **options)).wait()
    assert time.monotonic() - begun < 3
    return run.trace.canonical(), replayed.canonical()


def test_of_equal_chains_the_one_that_was_cut_is_cut_again(file):
    """Two steps say the same, so their rollouts are one request: the first is answered, the second is not."""
    slow = iter([0.05, 30.0])

    def delay(ask, _sample):
        return next(slow) if ask.prefix else 0.02

    def reply(ask, _sample):
        return "Answer: 1" if ask.prefix else "## Step 1: Same\nIt is 7.\n## Step 2: More\nSo.\nAnswer: 1"

    model = ScriptedModel(reply, name="talker", delay=delay, capabilities=dataclasses.replace(SHY, stop=False))
    first, again = cut_and_replayed(file, 0.6, model=model, strategy="lookahead", params={"n": 2, "m": 2}, calls=12)
    assert again == first
    assert {node["status"] for node in first["nodes"]} >= {"cut", "done"}


def test_a_run_that_was_stopped_before_it_asked_anything_is_replayed(file):
    for options in ({"seconds": 0}, {"calls": 0}):
        first = o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False, **options)
        again = o1magic.reason(QUESTION, model="talker", strategy="chain", replay=file, **options)
        assert again.trace.canonical() == first.trace.canonical()


def test_a_run_that_was_cut_in_a_program_or_a_check_is_cut_there_again(file):
    def program(_ask, _sample):
        return "```python\nimport time\ntime.sleep(30)\n```"

    model = ScriptedModel(program, name="talker", capabilities=SHY)
    first, again = cut_and_replayed(file, 1.0, model=model, strategy="program", params={"n": 2})
    assert again == first
    asked = []

    def check(answer):
        asked.append(answer)
        time.sleep(2)
        return True

    first, again = cut_and_replayed(file, 0.5, strategy="best_of_n", params={"n": 3}, check=check)
    assert again == first
    assert len(asked) == 1, "what the run was cut in is not asked again"


@pytest.mark.parametrize(("after", "heard"), [(0.2, 0), (0.5, 1)])
def test_a_replay_waits_for_a_scorer_of_the_notebook_and_hears_no_more_of_it_than_the_run_did(
    after, heard, file, monkeypatch
):
    """All replies are there at once; each scoring takes .3 s, and the run is cut in the first or the second."""
    monkeypatch.setattr(registry, "_strategies", dict(registry._strategies))
    monkeypatch.setattr(scorers, "_added", dict(scorers._added))

    @o1magic.scorer("slow")
    async def slow(ctx, nodes):
        await asyncio.sleep(0.3)
        return [o1magic.Score(len(ctx.trace.solution(node.id)) / 999) for node in nodes]

    @o1magic.strategy("scored_twice", forecast=lambda: 2, scores=True)
    async def scored_twice(search):
        """Draw two samples, and score them one after the other."""
        for node in await search.expand(n=2):
            await search.score([node])

    first, again = cut_and_replayed(file, after, model=talker(), strategy="scored_twice", scorer="slow")
    assert again == first
    assert sum(bool(node["scores"]) for node in first["nodes"]) == heard


def test_what_a_later_run_was_cut_before_is_not_played_although_the_file_holds_it(file):
    options = {"strategy": "beam", "calls": 40}
    whole = o1magic.reason(QUESTION, model=talker(), record=file, cache=False, **options)
    first, again = cut_and_replayed(file, 0.15, **options)
    assert again == first
    assert len(first["nodes"]) < len(whole.trace.nodes)


def test_what_was_seen_of_a_models_own_reasoning_is_replayed(file):
    class Thinker(ScriptedModel):
        async def complete(self, ask, samples, listener=None):
            for sample in samples:
                listener.text(sample, "", "Let me think.")
            return await super().complete(ask, samples, listener)

    model = Thinker(["Answer: 1"] * 9, name="talker", delay=30, capabilities=SHY)
    first, again = cut_and_replayed(file, 0.3, model=model, strategy="chain")
    assert again == first
    assert first["nodes"][1]["reasoning"] == "Let me think."


def test_a_comparison_is_recorded_and_replayed_row_by_row(file):
    def delay(_ask, sample):
        return 0.01 if sample < 3 else 30.0

    strategies = ["chain", "self_consistency:n=6"]
    for options in ({"cache": False}, {"cache": "refresh"}):
        first = o1magic.compare(QUESTION, strategies, model=talker(delay=delay), record=file, seconds=0.5, **options)
        for again in (
            o1magic.compare(QUESTION, strategies, model="talker", replay=file, seconds=0.5, **options),
            o1magic.compare(QUESTION, strategies, model="talker", replay=file, seconds=0.5),
        ):
            assert [entry.trace.stop_reason for entry in first.entries] == ["done", "seconds"]
            assert [e.trace.canonical() for e in again.entries] == [e.trace.canonical() for e in first.entries]


def test_a_comparison_is_replayed_with_the_parameters_that_its_session_had(file):
    """The session that replays has none, or others; what a strategy does not know is no option of its."""

    def rows(session, **options):
        contest = Contest(
            QUESTION, ["chain", "self_consistency:stop=none"], {"session": session, "cache": False, **options}
        )
        return [Run(contest.task(contestant)).wait().canonical() for contestant in contest.contestants]

    for n in (4, 3):
        run_of("another?", model=talker(), record=file, strategy="chain", session={"temperature": 0.1})
        first = rows({"params": {"n": n}, "temperature": 0.5}, model=talker(), record=file)
        recording._opened.clear()
        assert [len(row["calls"]) for row in first] == [1, n]
        for session in ({}, {"params": {"n": n}}, {"params": {"n": 7}}):
            assert rows(session, model="talker", replay=file) == first


def test_a_miss_names_the_request_and_the_nearest_one(file):
    o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    for changed, words in (
        ({"temperature": 0.3}, r"differs in temperature \(0\.7, asked is 0\.3\)"),
        ({"seed": 5}, r"seed \(0, asked is 5\)"),
        ({"strategy": "self_consistency"}, r"samples 0, not 1"),
    ):
        options = {"strategy": "chain", **changed}
        with pytest.raises(ReplayMissError, match=words):
            o1magic.reason(QUESTION, model="talker", replay=file, **options)
    with pytest.raises(ReplayMissError, match=r"7 boxes of 13.*7 boxes of 12"):
        o1magic.reason(QUESTION.replace("12", "13"), model="talker", strategy="chain", replay=file)
    with pytest.raises(ReplayMissError, match="holds no replies of other; its models: talker"):
        o1magic.reason(QUESTION, model="other", strategy="chain", replay=file)


def test_the_header_holds_what_a_cell_is_silent_about(file):
    with OpenAIServer() as server:
        first = o1magic.reason(QUESTION, model="openai/test", api_base=server.base_url, record=file, cache=False)
    assert str(server.base_url) not in file.read_text()
    defaults = json.loads(file.read_text().splitlines()[0])["defaults"]
    assert (defaults["strategy"], defaults["calls"], defaults["seconds"]) == ("auto", 64, 120.0)
    again = o1magic.reason(QUESTION, model="openai/test", replay=file)
    assert again.trace.canonical() == first.trace.canonical()


def run_of(question, **options):
    """Return the trace of a run as a cell begins it."""
    return Run(make_task(question, cache=False, **options)).wait()


def test_each_cell_is_replayed_with_what_its_session_had_set(file):
    said = {"strategy": "self_consistency", "params": {"stop": "none"}}
    sessions = [{"calls": 3, "params": {"n": 6}}, {"calls": 5, "temperature": 0.2}]
    first = [
        run_of(question, model=talker(), record=file, session=session, **said)
        for question, session in zip(("one?", "two?"), sessions, strict=True)
    ]
    assert [trace.asked.calls for trace in first] == [3, 5]
    recording._opened.clear()
    for session in ({}, {"calls": 9, "temperature": 1.0, "params": {"n": 2}}):
        again = [
            run_of(question, model="talker", replay=file, session=session, **said) for question in ("one?", "two?")
        ]
        assert [trace.canonical() for trace in again] == [trace.canonical() for trace in first]
    # What a cell says that is not recorded as such has what the recording's session had last.
    with pytest.raises(ReplayMissError, match=r"differs in temperature \(0.7, asked is 0.2\)"):
        run_of("one?", model="talker", replay=file, strategy="chain")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 1, 2)])
def test_each_cell_costs_what_it_says_that_the_model_costs(order, file):
    cells = [{"price": (1.0, 2.0)}, {"price": (300.0, 600.0), "cost": 0.02}, {"seed": 1}]
    asked = {"model": "openai/test", "strategy": "self_consistency", "params": {"n": 4, "stop": "none"}}
    first = {}
    with OpenAIServer(reply=lambda _request, _index: "Answer: 4") as server:
        for i in order:
            where = {"api_base": server.base_url, "api_key": "x", "cache": False}
            first[i] = o1magic.reason(QUESTION, record=file, **asked, **cells[i], **where)
    assert len({first[i].usage.calls for i in first}) > 1, "one of them is cut by its price"
    for i, run in first.items():
        again = o1magic.reason(QUESTION, replay=file, **asked, **cells[i])
        assert (again.usage.cost, again.stop_reason) == (run.usage.cost, run.stop_reason)
        assert again.trace.canonical() == run.trace.canonical()


def test_cells_that_say_the_same_are_told_apart_by_what_the_session_has_set(file):
    said = {"strategy": "self_consistency", "params": {"n": 3, "stop": "none"}}
    sessions = [{"temperature": 0.2, "calls": 9}, {"temperature": 1.1, "calls": 9}, {"calls": 9}]
    first = [run_of(QUESTION, model=talker(), record=file, session=session, **said) for session in sessions]
    recording._opened.clear()
    for session in sessions:
        session["calls"] = 2
    again = [run_of(QUESTION, model="talker", replay=file, session=session, **said) for session in sessions]
    assert [trace.canonical() for trace in again] == [trace.canonical() for trace in first]
    assert [trace.config["temperature"] for trace in again] == [0.2, 1.1, None]
    # Another session records the cell anew: that is what is replayed, unless one sets what it was before.
    recording._opened.clear()
    run_of(QUESTION, model=talker(), record=file, session={"temperature": 0.5}, **said)
    for session, temperature in (({"temperature": 0.3}, 0.5), ({}, 0.5), (sessions[1], 1.1)):
        again = run_of(QUESTION, model="talker", replay=file, session=session, **said)
        assert again.config["temperature"] == temperature
    recording._opened.clear()
    run_of(QUESTION, model=talker(), record=file, session=sessions[1], **said)
    assert run_of(QUESTION, model="talker", replay=file, **said).config["temperature"] == 1.1
    # Only what the notebook asks now is left once that is said.
    recording.open_recording(file).prune()
    assert [row["settings"]["temperature"] for row in cells(file)] == [1.1]


def test_cells_with_parameters_of_their_own_are_told_apart_by_those_of_the_session(file):
    said = {"strategy": "self_consistency", "params": {"stop": "none"}}
    sessions = [{"params": {"n": n}} for n in (2, 3, 4)]
    for session in sessions:
        run_of(QUESTION, model=talker(), record=file, session=session, **said)
    again = [run_of(QUESTION, model="talker", replay=file, session=session, **said) for session in sessions]
    assert [trace.asked.calls for trace in again] == [2, 3, 4]


KERNEL = """
import sys
import o1magic
from o1magic.api import make_task
from o1magic.engine import Run
for line in sys.stdin:
    calls, file = line.split()
    model = o1magic.ScriptedModel(lambda _ask, sample: f"Answer: {sample % 3}", name="talker")
    options = {"strategy": "self_consistency", "session": {"calls": int(calls)}, "cache": False}
    print(Run(make_task("same?", model=model, record=file, **options)).wait().asked.calls, flush=True)
"""


def test_a_kernel_leaves_what_another_one_has_recorded_of_an_equal_cell_whenever_it_comes(file):
    def begin():
        return subprocess.Popen(
            [sys.executable, "-c", KERNEL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def record(kernel, calls):
        kernel.stdin.write(f"{calls} {file}\n")
        kernel.stdin.flush()
        assert kernel.stdout.readline() == f"{calls}\n"

    def replayed(session):
        options = {"strategy": "self_consistency", "session": session}
        return run_of("same?", model="talker", replay=file, **options).asked.calls

    with begin() as one, begin() as other:
        record(one, 3)
        record(other, 5)
        assert [replayed({"calls": calls}) for calls in (3, 5)] == [3, 5]
        assert replayed({}) == 5
        record(one, 4)
        before = cells(file)
        record(one, 4)
        record(other, 5)
        assert cells(file) == before
        one.stdin.close()
        other.stdin.close()
    assert [replayed({"calls": calls}) for calls in (3, 4, 5)] == [3, 4, 5]
    with begin() as later:
        record(later, 3)
        later.stdin.close()
    assert [replayed(session) for session in ({}, {"calls": 5}, {"calls": 9})] == [3, 5, 3]


def test_a_function_that_the_session_has_for_its_scorer_is_named_and_found_again(file):
    def mine(text):
        return float("Answer: 1" in text)

    session = {"scorer": mine, "strategy": "best_of_n", "params": {"n": 4}}
    first = run_of(QUESTION, model=talker(), record=file, session=session)
    assert first.config["scorer"] == "mine"
    recording._opened.clear()
    again = run_of(QUESTION, model="talker", replay=file, session={"scorer": mine})
    assert again.canonical() == first.canonical()
    with pytest.raises(ConfigError, match="unknown scorer 'mine'"):
        run_of(QUESTION, model="talker", replay=file)


def test_numbers_of_numpy_are_numbers_among_the_parameters_too(file):
    numpy = pytest.importorskip("numpy")
    said = {"strategy": "self_consistency", "seed": numpy.int64(2), "params": {"n": numpy.int64(3), "stop": "none"}}
    first = run_of(QUESTION, model=talker(), record=file, **said)
    again = run_of(QUESTION, model="talker", replay=file, **{**said, "params": {"n": 3, "stop": "none"}})
    assert again.canonical() == first.canonical()


def test_values_of_numpy_are_pythons_wherever_they_stand(file):
    numpy = pytest.importorskip("numpy")
    nested = {"x": [numpy.float64(0.1), {"y": numpy.array([[1, 2]])}], "z": numpy.bool_(True)}  # noqa: FBT003
    options = {
        "params": {"n": numpy.array(3), "stop": numpy.str_("none")},
        "model_params": nested,
        "price": numpy.array([1.0, 2.0]),
        "temperature": numpy.float32(0.5),
    }
    with OpenAIServer() as server:
        where = {"model": "openai/test", "api_base": server.base_url, "strategy": "self_consistency"}
        task = make_task(QUESTION, record=file, **where, session=options)
        sent = o1magic.reason(QUESTION, cache=False, **where, **options).config
    assert task.config == sent
    assert json.dumps([sent.params, sent.model_params]) == json.dumps(
        [{"n": 3, "stop": "none"}, {"x": [0.1, {"y": [[1, 2]]}], "z": True}]
    )
    assert (sent.price, sent.temperature) == ((1e-6, 2e-6), 0.5)
    compared = o1magic.compare(
        QUESTION, ["chain", "self_consistency"], model=talker(), params={"self_consistency": options["params"]}
    )
    assert compared["self_consistency"].usage.calls == 3


@pytest.mark.parametrize("value", ["numpy.longdouble('0.1')", "numpy.array([1j])", "numpy.nan", "{1, 2}"])
def test_what_json_cannot_hold_exactly_is_refused_by_name(value, file):
    numpy = pytest.importorskip("numpy")
    made = eval(value, {"numpy": numpy})  # noqa: S307 - ours
    if made == 0.1 and float(made) == made:
        pytest.skip("no longer than a float here")
    with pytest.raises(ConfigError, match="model_params cannot be written as JSON"):
        run_of(QUESTION, model=talker(), record=file, strategy="chain", model_params={"x": made})


def test_what_came_before_and_the_pictures_tell_cells_apart(file):
    before = o1magic.reason("first?", model=talker(), strategy="chain", cache=False)
    picture = Image.of(b"\x89PNG one", "image/png")
    cells = [{}, {"after": before}, {"images": [picture]}, {"after": before, "images": [picture]}]
    for calls, cell in enumerate(cells, 1):
        run_of("And then?", model=talker(), record=file, strategy="chain", session={"calls": calls}, **cell)
    limits = [
        run_of("And then?", model="talker", replay=file, strategy="chain", **cell).config["limits"]["calls"]
        for cell in cells
    ]
    assert limits == [1, 2, 3, 4]


def test_options_that_say_nothing_leave_them_to_the_recording(file):
    silent = {"model": None, "max_tokens": None, "params": {}, "calls": ...}
    strategies = ["chain", "revise:n=2"]
    with OpenAIServer() as server:
        where = {"api_base": server.base_url, "record": file}
        session = {"model": "openai/test", "max_tokens": 50, "strategy": "chain"}
        first = run_of(QUESTION, session=session, **where)
        compared = Contest(QUESTION, strategies, {"session": session, "cache": False, **where})
        tasks = [compared.task(contestant) for contestant in compared.contestants]
        rows = [Run(task).wait().canonical() for task in tasks]
    again = o1magic.reason(QUESTION, replay=file, **silent)
    assert again.trace.canonical() == first.canonical()
    replayed = o1magic.compare(QUESTION, strategies, replay=file, model=None, max_tokens=None)
    assert [entry.trace.canonical() for entry in replayed.entries] == rows


def test_what_a_replay_could_not_take_from_the_file_is_refused_before_anything_is_asked(file, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", SECRETS["SOME_TOKEN"])
    system = f"The password is {SECRETS['SOME_TOKEN']}."

    def never(_ask, _sample):
        raise AssertionError("asked")

    model = ScriptedModel(never, name="talker", capabilities=SHY)
    with pytest.raises(RecordingError, match="system, as the session sets it, holds what a recording must not"):
        run_of(QUESTION, model=model, record=file, session={"system": system})
    # Where the cell says it, the replay's cell does so too.
    first = run_of(QUESTION, model=talker(), record=file, strategy="chain", system=system)
    monkeypatch.delenv("SOME_TOKEN")
    again = run_of(QUESTION, model="talker", replay=file, strategy="chain", system=system)
    assert again.canonical() == first.canonical()
    assert SECRETS["SOME_TOKEN"] not in file.read_text()


@pytest.mark.parametrize("spoilt", ['"params": [1]', '"calls": "x"', '"model": {"a": 1}', '"seed": null', '"x": {}'])
def test_settings_that_make_no_sense_are_refused(spoilt, file):
    run_of(QUESTION, model=talker(), record=file, strategy="chain", params={})
    name = spoilt.partition(":")[0]
    lines = [re.sub(rf"{name}: (\{{.*?\}}|[^,}}]+)", spoilt, line) for line in file.read_text().splitlines()]
    file.write_text("\n".join(lines) + "\n")
    with contextlib.suppress(o1magic.ReasonError):
        run_of(QUESTION, replay=file, strategy="chain")


def test_a_recording_is_played_at_its_pace(file):
    o1magic.reason(QUESTION, model=talker(delay=0.4), strategy="chain", record=file, cache=False)
    begun = time.monotonic()
    quick = o1magic.reason(QUESTION, model="talker", strategy="chain", replay=file)
    at_once = time.monotonic() - begun
    paced = o1magic.reason(QUESTION, model="talker", strategy="chain", replay=file, pace=0.5)
    assert time.monotonic() - begun - at_once >= 0.2
    assert paced.usage.seconds == pytest.approx(quick.usage.seconds), "it tells the recorded time at any pace"


class Halting(ScriptedModel):
    """A model that thinks, says some words, falls silent for a while, and says others."""

    async def complete(self, ask, samples, listener=None):
        (sample,) = samples
        if listener.shows(sample):
            listener.text(sample, "This is void.")
            listener.restarted(sample)
            listener.text(sample, "", "Let me think.")
            for text, pause in (("word " * 50, 0.1), ("word " * 50 + "\nAnswer: 1", 0.3)):
                await asyncio.sleep(pause)
                listener.text(sample, text)
        usage = Usage(calls=1, completion_tokens=102, seconds=0.4)
        text = "word " * 100 + "\nAnswer: 1"
        reply = Completion(text=text, reasoning="Let me think.", usage=usage, model="talker")
        listener.done(sample, reply)
        return [reply]


def streamed(trace):
    """Return when which text of the only sample came, in seconds since it was asked for."""
    (call,) = trace.calls.values()
    return [
        (event.t - call.started, event.data.get("text", ""), event.data.get("reasoning", ""))
        for event in trace.events
        if event.kind == "text"
    ]


def test_a_stream_is_played_as_it_came(file):
    task = make_task(QUESTION, model=Halting([], name="talker"), strategy="chain", record=file, cache=False)
    first = Run(task, watched=True).wait()
    (row,) = (row for row in map(json.loads, file.read_text().splitlines()) if row["kind"] == "reply")
    (thought, a), (halted, b), (ended, c) = row["reply"]["pieces"]
    assert (a, b, c) == (13, 250, 260)
    assert (halted - thought >= 0.09, ended - halted >= 0.29) == (True, True)
    options = {"model": "talker", "strategy": "chain", "replay": file}
    paced = Run(make_task(QUESTION, pace=0.01, **options), watched=True).wait()
    assert streamed(paced) == [
        (pytest.approx(thought, abs=0.02), "", "Let me think."),
        (pytest.approx(halted, abs=0.02), "word " * 50, ""),
        (pytest.approx(ended, abs=0.02), "word " * 50 + "\nAnswer: 1", ""),
    ]
    begun = time.monotonic()
    Run(make_task(QUESTION, pace=1, **options), watched=True).wait()
    assert time.monotonic() - begun >= 0.4
    at_once = Run(make_task(QUESTION, **options), watched=True).wait()
    came = [(pytest.approx(row["seconds"], abs=0.02), "word " * 100 + "\nAnswer: 1", "Let me think.")]
    assert streamed(at_once) == came
    assert first.canonical() == paced.canonical() == at_once.canonical()


def test_a_run_that_streams_again_at_another_speed_changes_nothing_in_the_file(file):
    for _ in range(2):
        before = file.read_bytes() if file.exists() else b""
        task = make_task(QUESTION, model=talker(delay=0.2), strategy="chain", record=file, cache=False)
        Run(task, watched=True).wait()
    assert file.read_bytes() == before
    assert '"pieces"' in before.decode()


def test_a_recording_without_pieces_is_played_evenly(file):
    task = make_task(QUESTION, model=Halting([], name="talker"), strategy="chain", record=file, cache=False)
    Run(task).wait()
    file.write_text(re.sub(r'"pieces": \[\[.*?\]\], ', "", file.read_text()))
    took(file, lambda _row: 2.4)
    assert "pieces" not in file.read_text()
    again = Run(make_task(QUESTION, model="talker", strategy="chain", replay=file, pace=1e-6), watched=True).wait()
    came = streamed(again)
    assert came[0] == (0, "", "Let me think.")
    assert [seconds for seconds, _, _ in came[1:]] == pytest.approx([i / 10 for i in range(1, 25)], abs=0.001)
    assert {len(text) for _, text, _ in came[1:-1]} == {22}


@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.integers(0, 99)), max_size=200).map(sorted),
    st.text(max_size=300),
    st.text(max_size=50),
)
@settings(max_examples=200, deadline=None)
def test_however_a_stream_came_all_of_it_is_played_in_few_pieces(came, text, reasoning):
    pieces = replay.merged(came)
    assert len(pieces) <= replay.PIECES
    assert sum(length for _, length in pieces) == sum(length for _, length in came)
    assert [seconds for seconds, _ in pieces] == sorted(seconds for seconds, _ in pieces)
    heard = ["", ""]

    class Reader(Listener):
        def shows(self, _sample):
            return True

        def text(self, _sample, text, reasoning=""):
            heard[0] += text
            heard[1] += reasoning

    async def play():
        tape = Tape(Recording("nowhere.jsonl"), replaying=True, pace=1e-9)
        tape.recording.add_model("m", "m", Capabilities())
        reply = Completion(text=text, reasoning=reasoning, usage=Usage(calls=1), model="m")
        await replay.Replay("m", tape)._play(recording.Recorded(reply, 3.0, pieces), 0, Reader())
        tape.recording._timer.cancel()
        assert tape.clock() == pytest.approx(3.0)

    asyncio.run(play())
    assert heard == [text, reasoning]


def test_when_a_reply_came_takes_little_room_in_the_file():
    pieces = replay.merged([(i / 7, 5) for i in range(2000)])
    assert len(json.dumps([list(piece) for piece in pieces])) < 400


def test_pictures_are_known_by_their_digest(file):
    picture, other = (Image.of(data, "image/png") for data in (b"\x89PNG one", b"\x89PNG two"))
    o1magic.reason("What is it?", model=talker(), strategy="chain", images=[picture], record=file, cache=False)
    assert picture.digest in file.read_text()
    o1magic.reason("What is it?", model="talker", strategy="chain", images=[picture], replay=file)
    with pytest.raises(ReplayMissError):
        o1magic.reason("What is it?", model="talker", strategy="chain", images=[other], replay=file)


def test_what_programs_and_reward_models_said_is_replayed(file):
    posts = []
    with OpenAIServer(reply=lambda _request, index: f"Answer: {index % 2}") as server:
        options = {"strategy": "program", "params": {"n": 2}, "calls": 8}
        first = o1magic.reason(QUESTION, model=talker(), record=file, cache=False, **options)
        again = o1magic.reason(QUESTION, model="talker", replay=file, **options)
        assert again.trace.canonical() == first.trace.canonical()
        posts.append(server)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert {row["by"] for row in rows if row["kind"] == "outside"} == {"program"}
    lines = [line for line in file.read_text().splitlines() if '"outside"' not in line]
    file.write_text("\n".join(lines) + "\n")
    with pytest.raises(ReplayMissError, match="what program said"):
        o1magic.reason(QUESTION, model="talker", replay=file, **options)


def test_record_and_replay_exclude_each_other_and_a_missing_file_is_named(file, monkeypatch):
    with pytest.raises(ConfigError, match=r"either recorded or replayed"):
        o1magic.reason(QUESTION, model=talker(), record=file, replay=file)
    with pytest.raises(RecordingError, match=r"there is no recording lesson\.jsonl; --record"):
        o1magic.reason(QUESTION, model=talker(), replay=file)
    monkeypatch.setenv("O1MAGIC_REPLAY", str(file))
    with pytest.raises(RecordingError, match=r"there is no recording lesson\.jsonl, which O1MAGIC_REPLAY names;"):
        o1magic.reason(QUESTION, model=talker())


# Nothing secret.

SECRETS = {
    "OPENAI_API_KEY": "sk-proj-4f9aQZ81mmNNpqrs77xyzAB12",
    "SOME_TOKEN": "correct-horse-battery",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
}
GIVEN = ("plainsecret-word-abc", "plain header word", "plainbearer", "plain-field-word", "plain@cookie")
"""Secrets that nothing but the options tells: no environment variable holds them, and they look like no key."""


def test_no_secret_reaches_the_file_wherever_it_is_planted(file, monkeypatch, tmp_path):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path / "ada.lovelace"))
    users = {"USER": "hopper.g", "LOGNAME": "noether", "JUPYTERHUB_USER": "ramanujan"}
    for name, value in users.items():
        monkeypatch.setenv(name, value)
    planted = [*SECRETS.values(), *GIVEN, "AKIAIOSFODNN7EXAMPLE", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"]
    said = f"see {tmp_path}/ada.lovelace/x and https://me:hunter22@host/ and /home/grace/notes "
    said += "and /nfs/ada.lovelace/y or ada.lovelace@host " + " ".join(planted)
    said += " ordinary" + "".join(f" /scratch/{user}/z" for user in users.values())

    def hostile(_request, _index):
        return f"## Step 1: {said}\n{said}\n\nAnswer: {said}"

    with OpenAIServer(reply=hostile) as server:
        result = o1magic.reason(
            f"What is {said}?",
            model="openai/test",
            api_base=server.base_url,
            api_key=GIVEN[0],
            system=said,
            model_params={
                "extra_headers": {"X-Key": GIVEN[1], "X-Auth": f"Bearer {GIVEN[2]}", "X-More": f"a {GIVEN[4]}"},
                "extra_body": {"password": GIVEN[3], "style": "ordinary"},
            },
            strategy="best_of_n",
            scorer="judge",
            params={"n": 2},
            answer="text",
            record=file,
            cache=False,
        )
    text = file.read_text()
    for secret in (*planted, *users.values(), "hunter22", "grace", "ada.lovelace", server.base_url):
        assert secret not in text, secret
        assert secret == server.base_url or secret not in result.text, secret
    assert "~/x" in text
    assert "ordinary" in text
    again = o1magic.reason(
        f"What is {said}?", model="openai/test", system=said, strategy="best_of_n", scorer="judge", params={"n": 2},
        answer="text", model_params={"extra_body": {"style": "ordinary"}}, replay=file,
    )  # fmt: skip
    assert again.text == result.text


def test_a_placeholder_for_a_key_changes_no_models_name(file):
    with OpenAIServer(reply=lambda _request, _index: "It is openai.\nAnswer: 1") as server:
        where = {"api_base": server.base_url, "api_key": "openai", "cache": False}
        first = o1magic.reason(QUESTION, model="openai/test", strategy="chain", record=file, **where)
    again = o1magic.reason(QUESTION, model="openai/test", strategy="chain", replay=file)
    assert again.trace.canonical() == first.trace.canonical()
    assert "openai" in again.text


@pytest.mark.parametrize(
    "name", ["huggingface/https://user:s3cretpw@127.0.0.1/v1", "openai/sk-abcdefghijklmnop1234567890"]
)
def test_no_secret_in_a_models_name_or_in_the_name_of_a_parameter_is_recorded(name, file, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", SECRETS["SOME_TOKEN"])
    model = talker()
    model.name = name
    options = {"strategy": "chain", "model_params": {"metadata": {SECRETS["SOME_TOKEN"]: "x"}}}
    first = o1magic.reason(QUESTION, model=model, record=file, cache=False, **options)
    for secret in ("s3cretpw", "sk-abc", SECRETS["SOME_TOKEN"]):
        assert secret not in file.read_text()
    again = o1magic.reason(QUESTION, model=name, replay=file, **options)
    assert again.trace.canonical() == first.trace.canonical()


def test_where_weights_lie_is_not_recorded_and_a_model_that_failed_is_not_either(file):
    model = talker()
    model.name, model.endpoint = "local//home/grace/models/tiny.gguf", "sha256:1234"
    first = o1magic.reason(QUESTION, model=model, strategy="chain", record=file, cache=False)
    again = o1magic.reason(QUESTION, model=model.name, strategy="chain", replay=file)
    assert again.trace.canonical() == first.trace.canonical()
    assert o1magic.reason(QUESTION, model="local//opt/tiny.gguf", strategy="chain", replay=file).answer == first.answer
    with pytest.raises(o1magic.ModelError):
        o1magic.reason(QUESTION, model="local//home/grace/none.gguf", record=file, cache=False)
    assert "grace" not in file.read_text()
    assert "none.gguf" not in file.read_text()


def test_a_users_name_that_is_a_word_is_one_outside_paths(file, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "green"))
    model = ScriptedModel(["It is blue/green at /data/green/x.\nAnswer: green"], name="talker", capabilities=SHY)
    first = o1magic.reason("What colour is grass?", model=model, strategy="chain", record=file, cache=False)
    assert (first.answer, first.text) == ("green", "It is blue/green at /data/***/x.\nAnswer: green")


def test_tokens_do_not_spell_out_what_the_text_hides(file, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", SECRETS["SOME_TOKEN"])
    words = ("It ", "is ", "correct", "-horse-", "battery", ".\nAnswer: 1")
    text = "".join(words)
    reply = Completion(
        text=text,
        token_ids=tuple(range(6)),
        logprobs=tuple(TokenLogprob(word, -0.5) for word in words),
        usage=Usage(calls=1, completion_tokens=6),
        model="/home/grace/models/tiny",
    )
    model = ScriptedModel([reply], name="talker", capabilities=SHY)
    first = o1magic.reason(QUESTION, model=model, strategy="chain", record=file, cache=False)
    again = o1magic.reason(QUESTION, model="talker", strategy="chain", replay=file)
    assert again.trace.canonical() == first.trace.canonical()
    assert first.samples[0].mean_logprob == -0.5
    (row,) = (row for row in map(json.loads, file.read_text().splitlines()) if row["kind"] == "reply")
    assert row["reply"]["text"] == "It is ***.\nAnswer: 1"
    assert "horse" not in file.read_text()
    assert "grace" not in file.read_text()
    assert row["reply"]["token_ids"] == []


def test_a_class_may_name_what_else_must_not_be_recorded(file):
    made = Recording(file, [r"\bstudent-\d+\b"])
    made.add_request("1" * 16, "m", Ask(messages=(Message.of("user", "I am student-4711"),)))
    made.save()
    assert "4711" not in file.read_text()
    with pytest.raises(RecordingError, match="no regular expression"):
        Recording(file, ["("])


# A recording from elsewhere is data.


def lines_of(file):
    o1magic.reason(QUESTION, model=talker(), strategy="chain", record=file, cache=False)
    return file.read_text().splitlines()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda lines: lines[1:], "line 1 has to be a header"),
        (lambda lines: [*lines, lines[0]], "line 6 has to be a header"),
        (lambda lines: [*lines, lines[-1]], "line 6 says again"),
        (
            lambda lines: [lines[0].replace('"schema": 3', '"schema": 1'), *lines[1:]],
            "has schema 1, and this version reads 3",
        ),
        (lambda lines: ["<<<<<<< HEAD", *lines], "line 1 is a conflict"),
        (lambda lines: [*lines, "{"], "line 6 is not JSON"),
        (lambda lines: [*lines, "[" * 100_000], "line 6 is not JSON"),
        (lambda lines: [*lines, '{"kind": "code", "run": "import os"}'], "line 6 is of no kind"),
        (lambda lines: [*lines, '{"kind": ["model"]}'], "line 6 is of no kind"),
        (lambda lines: [*lines, '{"kind": "outside", "id": "x", "by": "y"}'], "does not have the fields"),
        (lambda lines: [*lines, '{"kind": "outside", "id": 7, "by": "y", "said": NaN}'], "is not JSON"),
        (
            lambda lines: [*lines, '{"kind": "outside", "id": 7, "by": "y", "seconds": 1, "said": 1}'],
            "has a id that is no str",
        ),
        (
            lambda lines: [*lines, '{"kind": "outside", "id": "7", "by": "y", "seconds": true, "said": 1}'],
            "has a seconds",
        ),
        (
            lambda lines: [*lines, '{"kind": "outside", "id": "7", "by": "y", "seconds": -1, "said": 1}'],
            "that cannot be",
        ),
        (
            lambda lines: [*lines, '{"kind": "cell", "id": "7", "session": 1, "question": "y", "settings": []}'],
            "that is no dict",
        ),
        (lambda lines: [*lines, '{"kind": "outside", "id": "\u202e", "by": "y", "said": 1}'], "cannot be seen"),
        (
            lambda lines: [
                *lines,
                '{"kind": "run", "id": "x", "phase": 0, "stop": "no", "seconds": 1, "replied": [], "cut": []}',
            ],
            "stop",
        ),
        (
            lambda lines: [*lines[:2], lines[2].replace('"slots": 16', '"slots": 16, "evil": 1'), *lines[3:]],
            "makes no sense",
        ),
        (lambda lines: [*lines[:2], lines[2].replace('"slots": 16', '"slots": "16"'), *lines[3:]], "makes no sense"),
        (
            lambda lines: [*lines[:2], re.sub(r'"price": .[^]]*.', '"price": [{}, 1]', lines[2]), *lines[3:]],
            "makes no sense",
        ),
        (lambda lines: [*lines[:4], lines[4].replace('"text"', '"txt"')], "makes no sense"),
        (lambda lines: [*lines[:4], re.sub('"text": ".*?[^\\\\]"', '"text": 7', lines[4])], "makes no sense"),
        (lambda lines: [*lines[:4], lines[4].replace('"seconds": 0.0}', '"seconds": "0"}')], "makes no sense"),
        (lambda lines: [*lines[:4], lines[4].replace('"sample": 0', '"sample": -1')], "has a sample that cannot be"),
        *(
            (
                lambda lines, odd=odd: [*lines[:4], lines[4].replace('"text"', f'"pieces": {odd}, "text"')],
                "makes no sense",
            )
            for odd in ("7", "[7]", '[["0", 1]]', "[[-1, 1]]", "[[0, -1]]", "[[0, 1.5]]", "[[true, 1]]", "[[0, 1, 2]]")
        ),
    ],
)
def test_a_file_that_is_no_recording_is_refused_and_left_as_it_is(spoil, why, file):
    spoilt = spoil(lines_of(file))
    file.write_text("\n".join(spoilt) + "\n" if spoilt else "")
    before = file.read_bytes()
    with pytest.raises(RecordingError, match=why):
        o1magic.reason(QUESTION, model="talker", strategy="chain", replay=file)
    assert file.read_bytes() == before


def test_a_line_of_gigabytes_is_not_read(file, monkeypatch):
    lines_of(file)
    monkeypatch.setattr(recording_file, "LONGEST_LINE", 10_000)
    with file.open("a") as out:
        out.write('{"kind": "' + "x" * 50_000)
    with pytest.raises(RecordingError, match="line 6 is longer"):
        Recording(file)
    monkeypatch.setattr(recording_file, "MOST_BYTES", 20_000)
    with pytest.raises(RecordingError, match="MiB, more than"):
        Recording(file)


def test_a_place_that_cannot_be_written_is_told_before_anything_is_asked(tmp_path):
    (tmp_path / "file").touch()

    def never(_ask, _sample):
        raise AssertionError("asked")

    for place in (tmp_path / "file" / "lesson.jsonl", "/proc/lesson.jsonl"):
        with pytest.raises(RecordingError, match=r"lesson\.jsonl cannot be written"):
            o1magic.reason(QUESTION, model=ScriptedModel(never), strategy="chain", record=place, cache=False)


def test_what_is_no_file_is_refused_at_once(tmp_path):
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for place in (pipe, tmp_path, "/dev/zero"):
        with pytest.raises(RecordingError, match="is no file"):
            o1magic.reason(QUESTION, model="talker", replay=place)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_to_a_file_it_is_read_or_refused(data, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "fuzz.jsonl"
    if not (good := file.with_suffix(".good")).exists():
        lines_of(good)
    raw = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        patch = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"null", b"{}", b"[]", b"-1", b'""', b"1e999", b"\n"])
        )
        raw[at : at + data.draw(st.integers(0, 8))] = patch
    file.write_bytes(raw)
    with contextlib.suppress(o1magic.ReasonError):
        o1magic.reason(QUESTION, model="talker", strategy="chain", replay=Recording(file).path)


def test_fuzzing_by_coverage_finds_nothing():
    pytest.importorskip("atheris")
    script = Path(__file__).parents[1] / "fuzz_recording.py"
    done = subprocess.run([sys.executable, script, "4"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done " in done.stderr


@given(st.text(max_size=80), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_every_text_survives(text, prefix):
    ask = Ask(messages=(Message("user", (Text(text),)),), prefix=prefix)
    made = {"kind": "request", "id": request_id("m", ask), "model": "m", "ask": ask.key_json(), "prompt_tokens": 3}
    try:
        line = recording_file.line_of(made).encode()
    except UnicodeEncodeError:
        pytest.fail("a lone surrogate must be escaped")
    assert recording_file.parse(line + b"\n") == made


def cells(file):
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["kind"] == "cell"]


def test_a_recording_does_not_know_a_batch_by_how_its_budget_was_shared(file):
    batch = {"strategy": "chain", "total_seconds": 60, "total_calls": 4, "progress": False}
    for _ in range(2):
        o1magic.reason_many(["a?", "b?", "c?"], model=talker(delay=0.02), cache=False, record=file, **batch)
        assert len(cells(file)) == 3
    assert {row["settings"]["seconds"] for row in cells(file)} == {120.0}
    again = o1magic.reason_many(["a?", "b?", "c?"], model="talker", replay=file, **batch)
    assert [row.error for row in again] == [None] * 3


@pytest.mark.parametrize(("then", "now"), [("{ top_p = 0.5 }", None), (None, "{ top_p = 0.5 }")])
def test_model_parameters_are_those_of_the_recording(then, now, file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ask(said, **options):
        told = "" if said is None else f"[defaults]\nmodel_params = {said}\n"
        Path("o1magic.toml").write_text(told, encoding="utf-8")
        return o1magic.reason(QUESTION, strategy="chain", cache=False, **options)

    recorded = ask(then, model=talker(), record=file)
    assert ask(now, model="talker", replay=file).trace.canonical() == recorded.trace.canonical()
    # What the call says stands above what the session or a policy had said.
    more = ask(then, model=talker(), record=file, model_params={"top_k": 5})
    again = ask(now, model="talker", replay=file, model_params={"top_k": 5})
    assert again.trace.canonical() == more.trace.canonical()


# Several processes.

WORK = """
import json, os, random, sys
import o1magic
from o1magic.models import recording
recording.SAVE_SECONDS = 0.02
folder, seed = sys.argv[1], int(sys.argv[2])
sent = open(os.path.join(folder, f"sent-{seed}-{os.getpid()}"), "a")
def reply(ask, sample):
    sent.write(json.dumps([ask.messages[0].text[:4], sample]) + "\\n"); sent.flush()
    return f"Answer: {ask.messages[0].text[:4]}"
model = o1magic.ScriptedModel(reply, name="shared", delay=0.01)
model.endpoint = "scripted:shared"
order = list(range(12)); random.Random(seed).shuffle(order)
for i in order:
    o1magic.reason(f"q{i:02}?", model=model, strategy="self_consistency", params={"n": 3, "stop": "none"},
                   answer="text", cache=os.path.join(folder, "cache"), record=os.path.join(folder, "shared.jsonl"))
print("done", flush=True)
"""
READ = """
import os, sys, time
import o1magic
folder = sys.argv[1]
file = os.path.join(folder, "shared.jsonl")
for i in range(60):
    if os.path.exists(file):
        try:
            o1magic.reason("q00?", model="shared", strategy="self_consistency", params={"n": 3, "stop": "none"},
                           answer="text", replay=file)
        except o1magic.ReplayMissError:
            pass
    time.sleep(0.03)
print("done", flush=True)
"""


@pytest.mark.parametrize("seed", [7, 8])
def test_eight_processes_share_a_file_and_a_cache_while_two_are_killed(tmp_path, seed):
    def begin(code, *arguments):
        command = [sys.executable, "-c", code, str(tmp_path), *map(str, arguments)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    rng = random.Random(seed)
    workers = [begin(WORK, order) for order in range(6)]
    readers = [begin(READ), begin(READ)]
    for victim in workers[:2]:
        time.sleep(rng.uniform(1.5, 3))
        victim.send_signal(signal.SIGKILL)
    for process in (*workers[2:], *readers):
        assert process.communicate(timeout=120)[0].strip() == "done"
        assert process.returncode == 0
    file = tmp_path / "shared.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert sum(row["kind"] == "reply" for row in rows) == 36
    for i in range(12):
        again = o1magic.reason(
            f"q{i:02}?", model="shared", strategy="self_consistency", params={"n": 3, "stop": "none"}, answer="text",
            replay=file,
        )  # fmt: skip
        assert (again.answer, again.agreement) == (f"q{i:02}", 1.0)
    sent = {path: path.read_text().splitlines() for path in tmp_path.glob("sent-*")}
    asked = Counter(line for lines in sent.values() for line in lines)
    killed = {line for path, lines in sent.items() if path.name.split("-")[1] in "01" for line in lines}
    assert len(asked) == 36
    assert all(count == 1 for line, count in asked.items() if line not in killed), "a sample was paid for twice"
    assert asked.total() <= 36 + 2 * 3, "more was paid for twice than the two had in flight"
    left = {path.name.split("-")[0] for path in tmp_path.iterdir()}
    assert left == {"sent", "cache", "shared.jsonl"}, "a lock or a temporary file was left"
