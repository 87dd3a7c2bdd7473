"""Running model-written code: in processes of its own, inside limits, with as little in reach as the system allows.

The code has the standard library, an empty environment and an empty folder that vanishes; no descriptor, module or
variable of this process. Processor time, memory, processes, files, output and time are limited everywhere, and
every process that it has started is killed at the end (on macOS: in its process group). What more there is depends on
the system, and `isolation` says it:

- namespaces (Linux, where users may make them): no network, no other process to see or to signal, and every folder
  read-only but its own, which is as small as `file_size`;
- Landlock (Linux 5.13; all of it from 6.12): only its own folder can be written, though modes and times of other files
  can be changed where there are no namespaces; only Python, and the system's programs and libraries, can be read;
- a filter of system calls (Linux on x86_64 and aarch64): no sockets, hence no network nor the sockets of services in
  the file system, and no keys of the session.

What it does not protect against: a hole in the system's kernel, whose whole interface is in reach but for a few calls;
what can be learnt from the time that things take; use of the processor up to the limits; without namespaces, a folder
filled with many files, each inside the limit. Where neither namespaces nor Landlock hold, the code can read, change and
delete whatever the user can, and read the environment of the user's other processes. It is a fence against mistakes and
mischief, not a virtual machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from o1magic.config import is_amount, is_whole, require
from o1magic.errors import ConfigError, SandboxError

START_SECONDS = 30.0
"""How much longer than the code a sandbox may take, on a machine that may be busy."""
END_SECONDS = 2.0
"""How long a sandbox that was told to end may take."""

_CHILD = Path(__file__).with_name("sandbox_child.py")
_LONGEST_REPORT = 64 << 20
_WRITE_LANDLOCK, _NETWORK_LANDLOCK, _FULL_LANDLOCK = 3, 4, 6


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What code may use.

    Attributes
    ----------
    seconds
        By the clock.
    cpu_seconds
        Of processor time, in each process.
    memory
        Bytes, of address space in each process, and of memory in all together.
    file_size
        Bytes of a file; with namespaces of all files together.
    processes
        And threads, at the same time, the first included.
    files
        Open at the same time, in each process.
    output
        Bytes of standard output.

    Raises
    ------
    ConfigError
        A limit is not a positive number.
    """

    seconds: float = 5.0
    cpu_seconds: int = 5
    memory: int = 512 << 20
    file_size: int = 16 << 20
    processes: int = 32
    files: int = 64
    output: int = 1 << 20

    def __post_init__(self) -> None:
        require(is_amount(self.seconds) and self.seconds > 0, "seconds", self.seconds, "a number above 0")
        for name, value in asdict(self).items():
            if name != "seconds":
                require(is_whole(value) and value > 0, name, value, "a whole number above 0")


LIMITS = SandboxLimits()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a program.

    Attributes
    ----------
    stdout
        What it printed, up to the limit.
    error
        One short line, None where it ended well. A program can end itself well at any point (`os._exit(0)`).
    seconds
        By the clock.
    """

    stdout: str
    error: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Probe:
    """An expression to be evaluated after the code.

    Attributes
    ----------
    setup
        Statements that run between the two.
    expression
        In Python.
    """

    setup: str
    expression: str


@dataclass(frozen=True, slots=True)
class Value:
    """What became of a probe.

    Attributes
    ----------
    value
        Of the expression: None, bool, int, float, complex, str, bytes, list, tuple, set or dict of such. A value of a
        subclass has become one of its base.
    error
        One short line where there is no value, else None.
    """

    value: Any
    error: str | None


async def run_python(code: str, *, stdin: str = "", limits: SandboxLimits = LIMITS) -> Outcome:
    """Run a program with the standard library and return what became of it. Can be cancelled at any time.

    Raises
    ------
    ConfigError
        This system has no sandbox.
    SandboxError
        The sandbox itself failed; this says nothing of the code.
    """
    started = time.monotonic()
    printed, report = await _run(code, stdin, (), limits)
    stdout = printed.decode("utf-8", "replace")
    if report is None:
        return Outcome(stdout, f"killed: printed more than {limits.output} bytes", time.monotonic() - started)
    result = report["results"][0]
    return Outcome(stdout, result["error"], result["seconds"])


async def evaluate(code: str, probes: Sequence[Probe], *, limits: SandboxLimits = LIMITS) -> list[Value]:
    """Run the code once for each probe, in a process of its own, which then evaluates it; return the values in order.

    The limits are those of one probe. Where the code fails by itself, it is not run again. `__name__` is not
    `__main__` in it, and what it prints is lost.

    The values come from processes in which the code has run: it can look for whatever is in their memory. So a probe
    must not hold what it is compared to. The code can make any value up, but it can only guess which one is wanted.

    Raises
    ------
    ConfigError
        This system has no sandbox.
    SandboxError
        The sandbox itself failed; this says nothing of the code.
    """
    if not probes:
        return []
    _, report = await _run(code, "", probes, limits)
    if report is None:
        raise SandboxError("the sandbox printed although it was told not to")
    return [_value(result) for result in report["results"]]


async def isolation() -> str:
    """Return what holds the code in on this system, in one line.

    Raises
    ------
    ConfigError
        This system has no sandbox.
    SandboxError
        The sandbox itself failed.
    """
    _, report = await _run("", "", (), LIMITS)
    assert report is not None  # noqa: S101 - nothing was printed
    return _isolation(**report["layers"])


def _isolation(*, namespaces: bool, landlock: int, seccomp: bool) -> str:
    if namespaces or seccomp:
        network = "no network"
    else:
        network = "no TCP, any other network" if landlock >= _NETWORK_LANDLOCK else "any network"
    kept = namespaces or landlock >= _WRITE_LANDLOCK
    writes = "writes only to a folder of its own" if kept else "can write whatever you can"
    reads = "reads only Python and the system" if landlock else "can read whatever you can"
    alone = "other processes out of reach" if namespaces or landlock >= _FULL_LANDLOCK else "other processes in reach"
    names = [
        name
        for name, here in (("namespaces", namespaces), (f"Landlock {landlock}", landlock), ("seccomp", seccomp))
        if here
    ]
    return f"{network}; {writes}; {reads}; {alone} ({', '.join(['limits', *names])})"


# -- the process -----------------------------------------------------------------------------------------------------

_ending: set[asyncio.Task[None]] = set()
"""Sandboxes that end although nobody waits for them any more."""


async def _run(
    code: str, stdin: str, probes: Sequence[Probe], limits: SandboxLimits
) -> tuple[bytes, dict[str, Any] | None]:
    """Return what was printed, and the report; None where more was printed than may be."""
    if sys.platform == "win32":
        raise ConfigError("model-written code cannot be run on Windows: use Linux, macOS or WSL")
    folder = _make_folder()
    request = {
        "code": code,
        "stdin": stdin,
        "probes": [asdict(probe) for probe in probes],
        "limits": asdict(limits),
        "folder": folder,
    }
    try:
        process = await _start(folder)
    except BaseException:
        _remove(folder)
        raise
    talk = asyncio.create_task(_talk(process, json.dumps(request).encode("ascii") + b"\n", limits.output))
    try:
        patience = START_SECONDS + limits.seconds * max(1, len(probes))
        printed, said = await asyncio.wait_for(asyncio.shield(talk), patience)
    except TimeoutError as error:
        raise SandboxError(f"the sandbox gave no report within {patience:g} s") from error
    finally:
        _hang_up(process)
        ending = asyncio.create_task(_end(process, talk, folder))
        _ending.add(ending)
        ending.add_done_callback(_ending.discard)
        await asyncio.shield(ending)
    if len(printed) > limits.output:
        return printed[: limits.output], None
    try:
        report: dict[str, Any] = json.loads(said)
    except ValueError as error:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        raise SandboxError(
            f"the sandbox ended without a report: {lines[-1] if lines else 'no reason given'}"
        ) from error
    if "broken" in report:
        raise SandboxError(f"the sandbox failed before the code ran: {report['broken']}")
    return printed, report


async def _start(folder: str) -> asyncio.subprocess.Process:
    # The one variable that Python itself may need; the child takes it away from the code.
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    options = ("-I", "-S", "-B", "-X", "utf8")
    pipe = asyncio.subprocess.PIPE
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *options,
            str(_CHILD),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=environment,
            cwd=folder,
            start_new_session=True,  # an interrupt of the cell is not meant for it
        )
    except OSError as error:
        raise SandboxError(f"the sandbox cannot be started with {sys.executable!r}: {error}") from error


async def _talk(process: asyncio.subprocess.Process, request: bytes, most: int) -> tuple[bytes, bytes]:
    """Send the request; return what comes on standard output, one byte more than `most` at most, and the report."""
    assert process.stdin is not None  # noqa: S101 - narrows for mypy
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    hang_up = functools.partial(_hang_up, process)
    printed = asyncio.create_task(_read(process.stdout, most, hang_up))
    said = asyncio.create_task(_read(process.stderr, _LONGEST_REPORT, hang_up))
    with contextlib.suppress(ConnectionError):  # then there is no report either
        process.stdin.write(request)
        await process.stdin.drain()
    return await printed, await said


async def _read(stream: asyncio.StreamReader, most: int, excess: Callable[[], None]) -> bytes:
    """Read up to the end, keep at most one byte more than `most`, and call `excess` where there are more."""
    kept = bytearray()
    while chunk := await stream.read(1 << 16):
        if len(kept) <= most:
            kept += chunk[: most + 1 - len(kept)]
            if len(kept) > most:
                excess()
    return bytes(kept)


def _hang_up(process: asyncio.subprocess.Process) -> None:
    """Close the lifeline: the sandbox kills everything in it and ends."""
    if process.stdin is not None and not process.stdin.is_closing():
        process.stdin.transport.abort()


async def _end(process: asyncio.subprocess.Process, talk: asyncio.Task[tuple[bytes, bytes]], folder: str) -> None:
    """Wait until nothing is left of a sandbox."""
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    await asyncio.wait([talk], timeout=END_SECONDS)  # reads what is left in the pipes, and closes them
    talk.cancel()
    await asyncio.to_thread(_remove, folder)


def _make_folder() -> str:
    return os.path.realpath(tempfile.mkdtemp(prefix="o1magic-sandbox-"))


def _remove(folder: str) -> None:
    """Delete a folder, even one that the code has locked; what is nested too deeply to be deleted stays."""
    with contextlib.suppress(OSError, RecursionError):
        Path(folder).chmod(stat.S_IRWXU)
        for root, names, _ in os.walk(folder):
            for path in (Path(root, name) for name in names):
                if not path.is_symlink():
                    path.chmod(stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)


# -- values ----------------------------------------------------------------------------------------------------------


def _value(result: dict[str, Any]) -> Value:
    """Return what a process said, which is hostile: JSON of any shape."""
    if result["error"] is not None:
        return Value(None, str(result["error"]))
    try:
        return Value(_data(json.loads(result["value"])), None)
    except (ValueError, TypeError, RecursionError):
        return Value(None, "the value is not plain data")


def _data(tagged: Any) -> Any:
    """Return the data whose tagged form this is."""
    match tagged:
        case None | bool() | int() | float() | str():
            return tagged
        case ["complex", float() as real, float() as imaginary]:
            return complex(real, imaginary)
        case ["bytes", str() as text]:
            return text.encode("latin-1")
        case ["list" | "tuple" | "set" as kind, list() as items]:
            return {"list": list, "tuple": tuple, "set": set}[kind](map(_data, items))
        case ["dict", list() as items]:
            return {_data(key): _data(item) for key, item in items}
    raise ValueError("no plain data")
