"""Code of a model's runs inside its limits, reaches nothing, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from o1magic import sandbox
from o1magic.errors import ConfigError, SandboxError
from o1magic.sandbox import Probe, SandboxLimits, evaluate, isolation, run_python

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no sandbox on Windows")

LINUX = sys.platform == "linux"
SHORT = SandboxLimits(seconds=1.5)
# What a poorer system than this one would offer.
POORER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("sandbox_child", {child!r})
child = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
child._in_namespaces = lambda *_: child.NO_NAMESPACES
if {bare!r}:
    known = child.Layers.__init__
    def nothing(self):
        known(self)
        self.landlock, self.seccomp = 0, b""
    child.Layers.__init__ = nothing
child.main()
"""


@pytest.fixture(params=["as here", "without namespaces", "limits alone"])
def layers(request, monkeypatch, tmp_path):
    """Run a test on what this system offers, and on less."""
    if request.param != "as here":
        child = tmp_path / "poorer.py"
        child.write_text(POORER.format(child=str(sandbox._CHILD), bare=request.param == "limits alone"))
        monkeypatch.setattr(sandbox, "_CHILD", child)
    return request.param


@pytest.fixture(autouse=True)
def folders(monkeypatch, tmp_path):
    """Whatever happens, the folder vanishes."""
    place = tmp_path / "folders"
    place.mkdir()
    monkeypatch.setattr(sandbox.tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


def processes(mark):
    """Return the processes whose command line holds this mark."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes() and path.parent.name != str(os.getpid()):
                found.append(path.parent.name)
        except OSError:
            continue
    return found


async def becomes(condition, seconds=5.0):
    """Return whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not (good := condition()) and time.monotonic() < deadline:  # noqa: ASYNC110 - no event tells of a process
        await asyncio.sleep(0.01)
    return bool(good)


# -- programs --------------------------------------------------------------------------------------------------------


async def test_a_program_runs(layers):
    outcome = await run_python("import math\nprint(math.gcd(12, int(input())), '\u00e9')", stdin="18\n")
    assert (outcome.stdout, outcome.error) == ("6 \u00e9\n", None)
    assert 0 < outcome.seconds < 5


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise ValueError('two\\nlines')", "ValueError: two lines"),
        ("def f(:", "SyntaxError: invalid syntax (<code>, line 1)"),
        ("'\ud800'", "UnicodeEncodeError"),
        ("\0", "SyntaxError"),
        ("import sys; sys.exit('no')", "SystemExit: no"),
        ("import sys; sys.exit(0)", None),
        ("import os; os._exit(3)", "exit code 3"),
        ("import os; os.abort()", "killed: SIGABRT"),
        ("class E(Exception):\n  def __str__(self): raise self\nraise E", "E"),
        ("import numpy", "ModuleNotFoundError: No module named 'numpy'"),
        ("import o1magic", "ModuleNotFoundError: No module named 'o1magic'"),
        ("input()", "EOFError: EOF when reading a line"),
    ],
)
async def test_how_it_ends_in_one_line(code, error):
    said = (await run_python(code)).error
    assert said == error or (error and said.startswith(error) and len(said) < 250 and "\n" not in said)


async def test_threads_and_exit_handlers_are_waited_for():
    code = "import atexit, threading\natexit.register(print, 'end')\nthreading.Timer(0.1, print, ['late']).start()"
    assert (await run_python(code)).stdout == "late\nend\n"


async def test_what_programs_use_is_there():
    code = (
        "import asyncio, subprocess, sys, tempfile\n"
        "asyncio.run(asyncio.sleep(0))\n"
        "with tempfile.NamedTemporaryFile('w+') as f: print(f.write('x'))\n"
        "print(subprocess.run([sys.executable, '-c', 'print(2)'], capture_output=True, text=True).stdout)"
    )
    assert (await run_python(code)).stdout == "1\n2\n\n"


# -- limits ----------------------------------------------------------------------------------------------------------


async def test_an_endless_loop(layers):
    outcome = await run_python("while True: pass", limits=SHORT)
    assert outcome.error == "timed out after 1.5 s"
    assert 1.5 <= outcome.seconds < 2.5


async def test_processor_time():
    outcome = await run_python("while True: pass", limits=SandboxLimits(seconds=10, cpu_seconds=1))
    assert outcome.error == "killed: more than 1 s of CPU time"


async def test_a_memory_hog(layers):
    outcome = await run_python("x = []\nwhile True: x.append(bytearray(64 << 20))")
    assert outcome.error in ("MemoryError", "killed: more than 537 MB of memory")


@pytest.mark.skipif(not LINUX, reason="on Linux alone the processes are looked at together")
async def test_memory_is_limited_for_all_processes_together(layers):
    code = (
        "import os, time\nfor _ in range(4):\n  if not os.fork(): x = b'1' * (100 << 20); time.sleep(9)\ntime.sleep(9)"
    )
    outcome = await run_python(code, limits=SandboxLimits(memory=256 << 20))
    assert outcome.error == "killed: more than 268 MB of memory"


@pytest.mark.clock
async def test_a_fork_bomb(layers):
    began = time.monotonic()
    outcome = await run_python("import os\nwhile True: os.fork()", limits=SHORT)
    assert outcome.error.startswith(("killed: more than 32 processes", "BlockingIOError"))
    # Each of its processes holds the pipe that is read here to its end: none is left.
    assert time.monotonic() - began < 5


@pytest.mark.clock
async def test_endless_output_is_cut_at_once(layers):
    began = time.monotonic()
    outcome = await run_python("while True: print('x' * 1000)", limits=SandboxLimits(output=5000))
    assert outcome.error == "killed: printed more than 5000 bytes"
    assert len(outcome.stdout) == 5000
    assert time.monotonic() - began < 3


async def test_output_up_to_the_limit():
    assert (await run_python("print('x' * 4999)", limits=SandboxLimits(output=5000))).error is None


async def test_a_big_file(layers):
    outcome = await run_python("open('f', 'wb').write(bytes(2 << 20))", limits=SandboxLimits(file_size=1 << 20))
    assert outcome.error == "OSError: [Errno 27] File too large"


async def test_many_files():
    outcome = await run_python("x = [open('f', 'w') for _ in range(100)]")
    assert outcome.error == "OSError: [Errno 24] Too many open files: 'f'"


@pytest.mark.parametrize("name", ["seconds", "memory", "processes"])
@pytest.mark.parametrize("value", [0, -1, True, "1", None, float("nan")])
def test_limits_are_positive(name, value):
    with pytest.raises(ConfigError, match=name):
        SandboxLimits(**{name: value})


# -- reach -----------------------------------------------------------------------------------------------------------


async def test_the_environment_is_empty(layers, monkeypatch):
    monkeypatch.setenv("SECRET_API_KEY", "sk-1")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    assert (await run_python("import os\nprint(dict(os.environ))")).stdout == "{}\n"


async def test_the_descriptors_of_the_notebook_are_not_open(layers, tmp_path):
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - it takes no keyword
        code = "import os\nfor fd in range(3, 256):\n  try: print(fd, os.fstat(fd).st_ino)\n  except OSError: pass"
        outcome = await run_python(code)
    # The third is the pipe on which the process says how its code ended.
    assert [line.split()[0] for line in outcome.stdout.splitlines()] == ["3"]
    assert str((tmp_path / "secret").stat().st_ino) not in outcome.stdout


async def test_the_network():
    if not (await isolation()).startswith("no network"):
        pytest.skip("this system leaves the network open")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        code = f"import socket\nsocket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1)"
        assert (await run_python(code)).error == "PermissionError: [Errno 1] Operation not permitted"
        with pytest.raises(TimeoutError):
            server.accept()


async def test_the_network_is_off_where_it_is_said(layers):
    said = await isolation()
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket\nsocket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1)"
        outcome = await run_python(code)
    assert (outcome.error is None) == said.startswith("any network")


async def test_the_network_without_the_filter(monkeypatch, tmp_path):
    if "namespaces" not in await isolation():
        pytest.skip("no namespaces here")
    child = tmp_path / "child.py"
    source = POORER.replace("child._in_namespaces =", "ignored =").format(child=str(sandbox._CHILD), bare=True)
    child.write_text(source)
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket\nsocket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 1)"
        assert (await run_python(code)).error.startswith("OSError: [Errno 101]")


async def test_files(layers, tmp_path):
    said = await isolation()
    secret = tmp_path / "secret"
    secret.write_text("old")
    wrote = await run_python(f"open({str(secret)!r}, 'w').write('new')")
    assert (wrote.error is None) == ("can write whatever you can" in said)
    assert secret.read_text() == ("new" if wrote.error is None else "old")
    read = await run_python(f"print(open({str(secret)!r}).read())")
    assert (read.error is None) == ("can read whatever you can" in said)
    assert (await run_python("open('own', 'w').write('1')\nprint(open('own').read())")).stdout == "1\n"


async def test_the_environment_of_the_notebook_cannot_be_read(layers, monkeypatch):
    monkeypatch.setenv("SECRET_API_KEY", "sk-1")
    if "processes in reach" in await isolation():
        pytest.skip("not promised")
    outcome = await run_python(f"print(open('/proc/{os.getpid()}/environ').read())")
    assert outcome.error.startswith(("PermissionError", "FileNotFoundError"))


async def test_other_processes_cannot_be_signalled(layers):
    if "processes in reach" in await isolation():
        pytest.skip("not promised")
    victim = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE)
    try:
        outcome = await run_python(f"import os\nos.kill({victim.pid}, 9)")
        assert outcome.error.startswith(("ProcessLookupError", "PermissionError"))
        assert (await run_python("import os\nos.kill(os.getppid(), 9)\nprint(1)")).error in (
            None,  # as the first process of its namespace, the supervisor does not hear of it
            "PermissionError: [Errno 1] Operation not permitted",
        )
        assert victim.returncode is None
    finally:
        victim.kill()
        await victim.wait()


# -- the end ---------------------------------------------------------------------------------------------------------

ORPHAN = """
import os, subprocess, sys, time
if not os.fork():
    os.setsid()
    if not os.fork():
        subprocess.run(["/bin/sh", "-c", "sleep 30 && echo {mark}"])
    os._exit(0)
time.sleep(2)
"""


@pytest.mark.skipif(not LINUX, reason="only on Linux is every descendant found")
async def test_a_child_does_not_outlive_its_parent(layers):
    mark = f"mark-{os.urandom(8).hex()}"
    task = asyncio.create_task(run_python(ORPHAN.format(mark=mark)))
    assert await becomes(lambda: processes(mark), 2)
    assert (await task).error is None
    assert not processes(mark)


@pytest.mark.clock
@pytest.mark.skipif(not LINUX, reason="looks for processes in /proc")
async def test_cancelling_kills_at_once(layers):
    mark = f"mark-{os.urandom(8).hex()}"
    task = asyncio.create_task(run_python(ORPHAN.format(mark=mark) + "time.sleep(30)"))
    assert await becomes(lambda: processes(mark))
    began = time.monotonic()
    task.cancel()
    assert await becomes(lambda: not processes(mark))
    assert time.monotonic() - began < 1
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("wait", [0, 0.005, 0.02, 0.04, 0.06])
async def test_cancelling_at_any_time_leaves_nothing(wait):
    task = asyncio.create_task(run_python("import time; time.sleep(30)"))
    await asyncio.sleep(wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sandbox._ending == set()


@pytest.mark.skipif(not LINUX, reason="looks for processes in /proc")
async def test_it_ends_with_the_notebook(layers, tmp_path, folders):
    mark = f"mark-{os.urandom(8).hex()}"
    script = (
        "import asyncio\nfrom pathlib import Path\nfrom o1magic import sandbox\n"
        f"sandbox._CHILD = Path({str(sandbox._CHILD)!r})\n"
        f"asyncio.run(sandbox.run_python({ORPHAN.format(mark=mark) + 'time.sleep(30)'!r}))"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    notebook = await asyncio.create_subprocess_exec(sys.executable, "-c", script, env={"TMPDIR": str(temporary)})
    assert await becomes(lambda: set(processes(mark)) - {str(notebook.pid)})
    notebook.kill()
    await notebook.wait()
    assert await becomes(lambda: not processes(mark))


async def test_a_locked_folder_vanishes(layers):
    code = (
        "import os\nos.makedirs('a/b')\nopen('a/b/f', 'w')\nos.symlink('/', 'a/root')\n"
        "for path in ('a/b', 'a', '.'): os.chmod(path, 0)"
    )
    assert (await run_python(code)).error is None


async def test_many_at_once():
    outcomes = await asyncio.gather(*(run_python(f"print({i})") for i in range(6)))
    assert [outcome.stdout for outcome in outcomes] == [f"{i}\n" for i in range(6)]


# -- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        -(10**50),
        0.1,
        float("inf"),
        1 + 2j,
        "\ud800\0",
        b"\xff",
        [1, [2]],
        (1, (2,)),
        {1, (2,)},
        {(1,): {}},
    ],
    ids=repr,
)
async def test_plain_data_comes_back(value):
    source = repr(value) if value != float("inf") else "float('inf')"
    [got] = await evaluate("", [Probe("", source)])
    assert (got.value, got.error, type(got.value)) == (value, None, type(value))


async def test_probes_are_apart(layers):
    code = "n = []\ndef f(x):\n  n.append(x)\n  if x < 0: import os; os._exit(0)\n  return n"
    probes = [Probe("", f"f({x})") for x in (1, -1, 2)] + [Probe("y = 5", "f(y)"), Probe("", "f"), Probe("", "g")]
    values = await evaluate(code, probes)
    assert [value.value for value in values] == [[1], None, [2], [5], None, None]
    assert [value.error for value in values] == [
        None,
        "ended early",
        None,
        None,
        "TypeError: the value is of type function, not plain data",
        "NameError: name 'g' is not defined",
    ]


@pytest.mark.clock
async def test_code_that_breaks_by_itself_is_run_once():
    began = time.monotonic()
    values = await evaluate("while True: pass", [Probe("", "1")] * 5, limits=SandboxLimits(seconds=0.5))
    assert {value.error for value in values} == {"timed out after 0.5 s"}
    assert time.monotonic() - began < 2


async def test_no_probes():
    assert await evaluate("while True: pass", []) == []


@pytest.mark.parametrize(
    "text", ["[]", "[1]", '["set", [["list", []]]]', "{}", '["list"]', "[" * 10**5, "1" * 10**5, "x"]
)
def test_what_a_process_says_is_hostile(text):
    assert sandbox._value({"error": None, "value": text}) == sandbox.Value(None, "the value is not plain data")


# -- failure ---------------------------------------------------------------------------------------------------------


async def test_no_process(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(SandboxError, match="cannot be started with '/nowhere/python'"):
        await run_python("1")


async def test_no_report(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("raise SystemError('out of order')")
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with pytest.raises(SandboxError, match="SystemError: out of order"):
        await run_python("1")


async def test_code_never_runs_where_the_doors_cannot_be_closed(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    broken = "def broken(*_): raise OSError('ajar')\nchild._confine = broken\nchild.main()"
    source = POORER.replace("child.main()", broken).format(child=str(sandbox._CHILD), bare=False)
    child.write_text(source)
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with pytest.raises(SandboxError, match="failed before the code ran: OSError: ajar"):
        await run_python("print(1)")


async def test_windows(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ConfigError, match="cannot be run on Windows"):
        await run_python("1")


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        (
            (True, 7, True),
            "no network; writes only to a folder of its own; reads only Python and the system; other pro",
        ),
        ((True, 0, True), "no network; writes only to a folder of its own; can read whatever you can; other processes"),
        ((False, 2, True), "no network; can write whatever you can; reads only Python and the system; other processes"),
        ((False, 4, False), "no TCP, any other network; writes only to a folder of its own; reads only Python and the"),
        (
            (False, 0, False),
            "any network; can write whatever you can; can read whatever you can; other processes in re",
        ),
    ],
)
def test_what_holds_is_said(layers, says):
    assert sandbox._isolation(**dict(zip(("namespaces", "landlock", "seccomp"), layers, strict=True))).startswith(says)
