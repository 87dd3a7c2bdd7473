"""The process that compares answers: killed when it takes too long, replaced, and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from o1magic import comparer
from o1magic.answers import AnswerChecker
from o1magic.errors import AnswerCheckerError

BOMB = "9^{9^{9^{9}}}"


@pytest.fixture
def checker():
    checker = AnswerChecker()
    yield checker
    checker.close()


@pytest.fixture
def starts(monkeypatch):
    """Return the list that gets every process that is started."""
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *args, **kwargs: started.append(popen(*args, **kwargs)) or started[-1]
    )
    return started


async def test_what_takes_too_long_is_killed_and_the_next_pair_is_compared(checker, starts):
    assert not await checker.same(BOMB, "4")
    assert await checker.same("x+y", "y+x")
    assert len(starts) == 2
    assert starts[0].returncode is not None  # reaped: no zombie
    assert not await checker.same(BOMB, "x+y")
    assert len(starts) == 2
    assert starts[1].poll() is None  # what takes too long by itself is not tried again


async def test_what_takes_too_long_in_two_pairs_is_not_tried_a_third_time(starts):
    checker = AnswerChecker(seconds=1)
    bomb = "(x+1)^{2000000}"
    for other in ("(x+1)^{2000001}", "(x+1)^{2000002}", "(x+1)^{2000003}", "(x+1)^{2000004}"):
        assert not await checker.same(bomb, other)
    assert len(starts) == 2
    checker.close()


async def test_verdicts_are_remembered(checker, starts):
    assert await checker.same("x+y", "y+x")
    starts[0].kill()
    starts[0].wait()
    assert await checker.same("y+x", "x+y")
    assert len(starts) == 1


async def test_a_worker_that_was_killed_is_replaced(checker, starts):
    assert await checker.same("x+y", "y+x")
    starts[0].kill()
    starts[0].wait()
    assert await checker.same("x+z", "z+x")
    assert len(starts) == 2


async def test_a_cancelled_comparison_spoils_none_after_it(checker):
    task = asyncio.create_task(checker.same(BOMB, "4"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await checker.same("x+y", "y+x")


def test_threads_with_loops_of_their_own_share_a_checker(checker):
    verdicts = []

    def run(name):
        verdicts.append(asyncio.run(checker.same(f"x+{name}", f"{name}+x")))

    threads = [threading.Thread(target=run, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == [True] * 4


async def test_closing_ends_the_process(starts):
    checker = AnswerChecker()
    assert await checker.same("x+y", "y+x")
    checker.close()
    assert await asyncio.to_thread(starts[0].wait, 30) is not None
    with pytest.raises(RuntimeError, match="closed"):
        await checker.same("x+z", "z+x")


async def test_a_worker_that_cannot_start_is_an_error(checker, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(AnswerCheckerError, match="no-python"):
        await checker.same("x+y", "y+x")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(AnswerCheckerError, match="did not start"):
        await checker.same("x+y", "y+x")


async def test_nothing_in_the_folder_or_the_environment_reaches_the_worker(checker, starts, monkeypatch, tmp_path):
    (tmp_path / "sympy.py").write_text("import os; os._exit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOME_API_KEY", "secret")
    assert await checker.same("x+y", "y+x")
    environment = Path("/proc") / str(starts[0].pid) / "environ"
    if environment.exists():
        assert b"secret" not in environment.read_bytes()


SCRIPT = """
import asyncio, os, signal, subprocess, threading
from o1magic.answers import AnswerChecker
popen = subprocess.Popen
def start(*args, **kwargs):
    process = popen(*args, **kwargs)
    print(process.pid, flush=True)
    return process
subprocess.Popen = start
checker = AnswerChecker(seconds={seconds})
assert asyncio.run(checker.same("x+y", "y+x"))
{ending}
"""
ENDINGS = {
    "returns": "",
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "returns while it compares": "async def begin():\n"
    f"    task = asyncio.create_task(checker.same({BOMB!r}, '4'))\n"
    "    await asyncio.wait([task], timeout=0.3)\n"
    "asyncio.run(begin())",
    "killed while it compares": "async def begin():\n"
    f"    task = asyncio.create_task(checker.same({BOMB!r}, '4'))\n"
    "    await asyncio.wait([task], timeout=0.3)\n"
    "    os.kill(os.getpid(), signal.SIGKILL)\n"
    "asyncio.run(begin())",
}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for a process in /proc")
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_worker_ends_with_python(ending):
    # Where Python can kill the worker itself, its CPU time need not run out.
    script = SCRIPT.format(ending=ENDINGS[ending], seconds=1 if "killed" in ending else 60)
    out = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    pid = int(out.stdout)
    deadline = time.monotonic() + 20
    while (alive := _is_alive(pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive


def _is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_limits_of_the_worker():
    """The worker obeys them itself, in case nobody is left to kill it."""
    resource = pytest.importorskip("resource")
    worker = comparer._Worker()
    try:
        assert resource.prlimit(worker._process.pid, resource.RLIMIT_AS)[0] == comparer.MEMORY
        assert worker.compare("x+y", "y+x", 7)
        assert 7 < resource.prlimit(worker._process.pid, resource.RLIMIT_CPU)[0] < 60
        os.kill(worker._process.pid, signal.SIGXCPU)
        worker._process.wait(30)
        assert worker.ended
    finally:
        worker.end()
