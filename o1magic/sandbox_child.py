"""The other side of `sandbox.py`: a process that runs model-written code. It needs nothing but the standard library.

It reads one line of JSON from its standard input, which then stays open as its lifeline: when that closes, everything
here ends. The code's output goes to standard output, the report on it, as one JSON object, to standard error.

The code never shares a process with the supervisor, which has the limits of all its processes together in view and
kills them at the end. Where Linux permits it, the supervisor is the first process of namespaces of its own, so that
nothing outlives it; else it adopts whatever the code leaves behind, and kills that.
"""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import errno
import json
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never

LINUX = sys.platform == "linux"
TICK = 0.02
"""Seconds between two looks at the processes."""
LONGEST_VALUE = 100_000
"""A value that is longer (in characters of JSON) is none."""
LONGEST_MESSAGE = 200
"""Characters of an exception's message."""
FORGED = "wrote into the sandbox's own pipe"
NO_NAMESPACES = 77
"""Exit status of a process that could not set up its namespaces."""

READABLE = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/nix/store")
READABLE_FILES = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/passwd",
    "/etc/group",
    "/etc/nsswitch.conf",
    "/etc/mime.types",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

libc = ctypes.CDLL(None, use_errno=True)


class Layers:
    """What this system offers to keep the code in.

    Attributes
    ----------
    namespaces
        Processes, network, IPC and mounts of its own; set once it is known.
    landlock
        Version of Landlock's interface, 0 where there is none.
    seccomp
        The filter of system calls of this architecture, or nothing.
    """

    def __init__(self) -> None:
        self.namespaces = False
        self.landlock = max(0, libc.syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint32(1))) if LINUX else 0
        self.seccomp = _filter() if LINUX else b""

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"namespaces": self.namespaces, "landlock": self.landlock, "seccomp": bool(self.seccomp)}


# -- Linux -----------------------------------------------------------------------------------------------------------

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 36, 38
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x00020000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000


def _must(result: int) -> int:
    """Return the result of a C function, or raise an OSError where it says that it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _prctl(option: int, value: int) -> None:
    _must(libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)))


def _unshare() -> None:
    """Move to new namespaces, as the same user; processes are in them from the next fork on."""
    user, group = os.getuid(), os.getgid()
    _must(libc.unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC))
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(line, "ascii")


def _mount(folder: str, size: int) -> None:
    """Make everything read-only, except an empty `folder` of this many bytes; show these processes alone in /proc."""
    _must(libc.mount(b"none", b"/", None, ctypes.c_ulong(MS_REC | MS_PRIVATE), None))
    # mount_setattr(2), from Linux 5.12: MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, AT_RECURSIVE
    attributes = struct.pack("=4Q", 3, 0, 0, 0)
    _must(libc.syscall(442, -100, b"/", ctypes.c_uint(0x8000), attributes, ctypes.c_size_t(len(attributes))))
    _must(libc.mount(b"proc", b"/proc", b"proc", ctypes.c_ulong(MS_NOSUID | MS_NODEV | MS_NOEXEC), None))
    options = f"size={size},nr_inodes=4096,mode=700".encode()
    _must(libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", ctypes.c_ulong(MS_NOSUID | MS_NODEV), options))


def _filter() -> bytes:
    """Return the program that refuses sockets, io_uring (which has its own) and the keys of the session."""
    # By architecture: its AUDIT_ARCH, then socket, io_uring_setup, add_key, request_key, keyctl.
    known = {
        "x86_64": (0xC000003E, 41, 425, 248, 249, 250),
        "aarch64": (0xC00000B7, 198, 425, 217, 218, 219),
    }
    machine = os.uname().machine
    supported = libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), None) < 0 and ctypes.get_errno() == errno.EFAULT
    if machine not in known or sys.maxsize < 2**32 or not supported:
        return b""
    architecture, *refused = known[machine]
    load, equal, at_least, leave = 0x20, 0x15, 0x35, 0x06
    program = [
        (load, 0, 0, 4),
        (equal, 1, 0, architecture),
        (leave, 0, 0, 0x80000000),  # another architecture's calls have other numbers: kill
        (load, 0, 0, 0),
        (at_least, len(refused) + 1, 0, 0x40000000),  # so has the x32 ABI of x86_64
        *((equal, len(refused) - i, 0, number) for i, number in enumerate(refused)),
        (leave, 0, 0, 0x7FFF0000),
        (leave, 0, 0, 0x00050000 | errno.EPERM),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _landlock(version: int, folder: str) -> None:
    """Let only the folder be written, and nothing be read but it, Python and the system's programs and libraries."""
    execute, write, read, list_, truncate, ioctl = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
    # The rights that each version knows: 13, then REFER, TRUNCATE and IOCTL_DEV.
    handled = (1 << (13 + min(version - 1, 2) + (version >= 5))) - 1  # noqa: PLR2004 - versions of the interface
    network = 3 if version >= 4 else 0  # noqa: PLR2004 - TCP: bind and connect
    scoped = 3 if version >= 6 else 0  # noqa: PLR2004 - abstract sockets and signals
    size = 8 if version < 4 else 16 if version < 6 else 24  # noqa: PLR2004
    attributes = struct.pack("=3Q", handled, network, scoped)
    rules = _must(libc.syscall(444, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0)))
    python = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, str(Path(os.__file__).parent)}
    settings = str(Path(sys.executable).parent.parent / "pyvenv.cfg")
    allowed = {
        **dict.fromkeys((*READABLE, *python), execute | read | list_),
        **dict.fromkeys((*READABLE_FILES, settings), read),
        **dict.fromkeys(DEVICES, (read | write | truncate | ioctl) & handled),
        folder: handled,
    }
    for path, rights in allowed.items():
        try:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:  # not on this system, or out of reach anyway
            continue
        _must(libc.syscall(445, rules, 1, struct.pack("=Qi", rights, fd), ctypes.c_uint32(0)))
        os.close(fd)
    _must(libc.syscall(446, rules, ctypes.c_uint32(0)))
    os.close(rules)


def _seccomp(program: bytes) -> None:
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _must(libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), header))


def _drop_capabilities() -> None:
    """Have none, as root neither; no program that is started from here gets any."""
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _must(libc.capset(struct.pack("=Ii", 0x20080522, 0), bytes(24)))


# -- processes -------------------------------------------------------------------------------------------------------


def _processes() -> Iterator[tuple[int, int, int]]:
    """Give number, parent and number of threads of each process in sight."""
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                yield int(path.name), int(fields[1]), int(fields[17])


def _descendants() -> dict[int, int]:
    """Return the processes that come from this one, each with its number of threads."""
    known = list(_processes())
    children: dict[int, list[tuple[int, int]]] = {}
    for number, parent, threads in known:
        children.setdefault(parent, []).append((number, threads))
    found: dict[int, int] = {}
    waiting = [os.getpid()]
    while waiting:
        for number, threads in children.get(waiting.pop(), []):
            found[number] = threads
            waiting.append(number)
    return found


def _memory(number: int) -> int:
    """Return the bytes that a process has for itself, and not as a view of a file."""
    with contextlib.suppress(OSError):
        _, resident, shared = Path(f"/proc/{number}/statm").read_text("ascii").split()[:3]
        return (int(resident) - int(shared)) * resource.getpagesize()
    return 0


def _in_use() -> int:
    """Return how many processes and threads the user has already: RLIMIT_NPROC counts them too."""
    if not LINUX:
        listed = subprocess.run(  # noqa: S603 - no input
            ["/bin/ps", "-U", str(os.getuid()), "-o", "pid="], capture_output=True, check=True
        )
        return len(listed.stdout.split())
    total = 0
    for number, _, threads in _processes():
        with contextlib.suppress(OSError):
            total += threads if Path(f"/proc/{number}").stat().st_uid == os.getuid() else 0
    return total


def _reap(pid: int) -> int | None:
    """Collect the processes that have ended; return the exit status of this one if it is among them."""
    status = None
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == pid:
                status = os.waitstatus_to_exitcode(ended[1])
    return status


def _kill_all(pid: int, *, first: bool) -> None:
    """Kill the code's process and all that come from it, and wait until they are gone."""
    while True:
        if first:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
        else:
            for number in _descendants() if LINUX else ():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(number, signal.SIGKILL)
            for kill in (os.kill, os.killpg):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.001)


# -- the code's process ----------------------------------------------------------------------------------------------


def _confine(request: dict[str, Any], layers: Layers) -> None:
    """Set the limits, and close the doors that this system has."""
    limits = request["limits"]
    for name, value in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", limits["cpu_seconds"]),
        ("RLIMIT_FSIZE", limits["file_size"]),
        ("RLIMIT_NOFILE", limits["files"]),
        ("RLIMIT_NPROC", request["in_use"] + limits["processes"]),
        ("RLIMIT_AS", limits["memory"]),
    ):
        which = getattr(resource, name)
        most = resource.getrlimit(which)[1]
        soft = value if most == resource.RLIM_INFINITY else min(value, most)
        # Past the soft limit of CPU time comes a signal, past the hard one a kill.
        hard = soft + 1 if name == "RLIMIT_CPU" and soft == value != most else soft
        try:
            resource.setrlimit(which, (soft, hard))
        except (OSError, ValueError):
            if LINUX:  # macOS knows no limit of the address space
                raise
    if LINUX:
        _drop_capabilities()
        if layers.landlock:
            _landlock(layers.landlock, request["folder"])
        if layers.seccomp:
            _seccomp(layers.seccomp)
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _plain(value: Any) -> Any:
    """Return plain data as JSON with tags; `sandbox.py` makes it data again.

    Raises
    ------
    TypeError
        It is, or holds, something else.
    """
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    if value is None:
        return None
    if isinstance(value, complex):
        return ["complex", value.real, value.imag]
    if isinstance(value, bytes | bytearray):
        return ["bytes", bytes(value).decode("latin-1")]
    for kinds, tag in ((list, "list"), (tuple, "tuple"), (set | frozenset, "set")):
        if isinstance(value, kinds):
            return [tag, [_plain(item) for item in value]]
    if isinstance(value, dict):
        return ["dict", [[_plain(key), _plain(item)] for key, item in value.items()]]
    raise TypeError(f"the value is of type {type(value).__name__}, not plain data")


def _line(error: BaseException) -> str:
    """Return an exception as one short line."""
    try:
        message = " ".join(str(error).split())
    except BaseException:  # noqa: BLE001 - it is the code's own
        message = ""
    return f"{type(error).__name__}: {message[:LONGEST_MESSAGE]}" if message else type(error).__name__


def _be_code(request: dict[str, Any], layers: Layers, probe: dict[str, str] | None, nonce: str, result: int) -> Never:
    """Run the code, and for a probe its setup and its expression; report on the pipe `result`, and exit."""
    write, encode, leave = os.write, json.JSONEncoder().encode, os._exit
    pristine = dict(builtins.__dict__)

    def tell(**said: Any) -> None:
        write(3, f"{nonce}{encode(said)}\n".encode("ascii"))

    try:
        os.setsid()
        os.dup2(request["stdin_fd"], 0)
        os.dup2(result, 3)
        nothing = os.open(os.devnull, os.O_RDWR)
        if probe is not None:
            os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os.closerange(4, 256)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.clear()
        os.chdir(request["folder"])
        _confine(request, layers)
    except BaseException as error:  # noqa: BLE001 - the code must not run
        tell(broken=_line(error))
        leave(1)
    tell(armed=True)

    name = "__main__" if probe is None else "solution"
    module = types.ModuleType(name)
    sys.modules[name] = module
    sys.argv = ["<code>"]
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        exec(compile(request["code"], "<code>", "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - what it is for
        if probe is not None:
            tell(loaded=True)
            # What the code has made of `all` or `print` is no business of the probe.
            module.__dict__["__builtins__"] = pristine
            exec(compile(probe["setup"], "<setup>", "exec", dont_inherit=True), module.__dict__)  # noqa: S102
            value = eval(compile(probe["expression"], "<probe>", "eval", dont_inherit=True), module.__dict__)  # noqa: S307
            text = encode(_plain(value))
            if len(text) > LONGEST_VALUE:
                raise ValueError(f"the value is longer than {LONGEST_VALUE} characters")  # noqa: TRY301
            tell(value=text)
    except SystemExit as error:
        if probe is not None or error.code not in (None, 0):
            tell(error=_line(error))
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the code's
        tell(error=_line(error))
    if probe is not None:
        leave(0)
    sys.exit()  # as every program does: wait for threads, flush


# -- the supervisor --------------------------------------------------------------------------------------------------


class _CutError(Exception):
    """The lifeline is closed: nobody waits for a report."""


class _Supervisor:
    """Runs the code in one process after the other, inside the limits.

    Parameters
    ----------
    request
        What `sandbox.py` has sent.
    layers
        What the system offers.
    """

    def __init__(self, request: dict[str, Any], layers: Layers) -> None:
        self._request = request
        self._limits = request["limits"]
        self._layers = layers
        self._wake, wake = os.pipe()
        for fd in (self._wake, wake):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def run(self) -> dict[str, Any]:
        """Return the report."""
        results = []
        broken_code = None
        for probe in self._request["probes"] or [None]:
            result = broken_code or self._job(probe)
            if "broken" in result:
                return {"layers": self._layers.to_json(), **result}
            if probe is not None and not result.pop("loaded", False):
                broken_code = result  # it would break before each other probe too
            results.append(result)
        return {"layers": self._layers.to_json(), "results": results}

    def _job(self, probe: dict[str, str] | None) -> dict[str, Any]:
        nonce = os.urandom(16).hex()
        source, result = os.pipe()
        started = time.monotonic()
        pid = os.fork()
        if pid == 0:
            _be_code(self._request, self._layers, probe, nonce, result)
        os.close(result)
        os.set_blocking(source, False)
        said = bytearray()
        try:
            status, excess = self._watch(pid, source, said, started)
            seconds = time.monotonic() - started
        finally:
            _kill_all(pid, first=self._layers.namespaces)
            with contextlib.suppress(BlockingIOError):
                while chunk := os.read(source, 1 << 16):
                    said += chunk
            os.close(source)
        return {"seconds": seconds, **self._verdict(nonce, said, status, excess)}

    def _watch(self, pid: int, source: int, said: bytearray, started: float) -> tuple[int, str | None]:
        """Return the exit status of the code's process, or which limit it has passed."""
        poller = select.poll()
        for fd in (0, source, self._wake):
            poller.register(fd, select.POLLIN)
        deadline = started + self._limits["seconds"]
        next_look = started
        while len(said) <= 2 * LONGEST_VALUE:
            left = max(0.0, min(TICK, deadline - time.monotonic()))
            self._hear(poller, source, said, left)
            status = _reap(pid)
            if status is not None:
                return status, None
            now = time.monotonic()
            if now >= deadline:
                return 0, f"timed out after {self._limits['seconds']:g} s"
            if LINUX and now >= next_look:
                if excess := self._excess():
                    return 0, excess
                next_look = time.monotonic() + TICK
        return 0, FORGED

    def _hear(self, poller: select.poll, source: int, said: bytearray, seconds: float) -> None:
        """Wait this long for a word of the code's process, its end, or the end of the lifeline."""
        for fd, _ in poller.poll(seconds * 1000):
            if fd == 0:
                raise _CutError
            chunk = os.read(fd, 1 << 16)
            if fd == source:
                said += chunk
                if not chunk:
                    poller.unregister(source)

    def _excess(self) -> str | None:
        """Return which limit the processes have passed together."""
        threads = _descendants()
        if sum(threads.values()) > self._limits["processes"]:
            return f"killed: more than {self._limits['processes']} processes and threads"
        if sum(map(_memory, threads)) > self._limits["memory"]:
            return f"killed: more than {self._limits['memory'] / 1e6:.0f} MB of memory"
        return None

    def _verdict(self, nonce: str, said: bytearray, status: int, excess: str | None) -> dict[str, Any]:
        """Return what a process has said of itself, together with how it ended."""
        told: dict[str, Any] = {}
        for line in bytes(said).decode("ascii", "replace").splitlines():
            if not line.startswith(nonce):
                excess = excess or FORGED
                continue
            try:
                told |= json.loads(line.removeprefix(nonce))
            except (ValueError, TypeError, RecursionError):
                excess = excess or FORGED
        if "armed" not in told:
            why = told.get("broken") or excess or f"it ended by itself with status {status}"
            return {"broken": str(why)}
        error = excess or told.get("error")
        if error is None and status == -signal.SIGXCPU:
            error = f"killed: more than {self._limits['cpu_seconds']} s of CPU time"
        elif error is None and status < 0:
            error = f"killed: {signal.Signals(-status).name}"
        elif error is None and status > 0:
            error = f"exit code {status}"
        value = None if error is not None else told.get("value")
        if self._request["probes"] and error is None and value is None:
            error = "ended early"
        return {"loaded": bool(told.get("loaded")), "error": error, "value": value}


# -- start -----------------------------------------------------------------------------------------------------------


def _read_request() -> dict[str, Any]:
    line = bytearray()
    while not line.endswith(b"\n"):
        chunk = os.read(0, 1 << 16)
        if not chunk:
            sys.exit()
        line += chunk
    request: dict[str, Any] = json.loads(line)
    path = Path(request["folder"], "stdin")
    path.write_text(request.pop("stdin"), "utf-8", "surrogatepass")
    request["stdin_fd"] = os.open(path, os.O_RDONLY)
    path.unlink()
    request["in_use"] = _in_use()
    return request


def _supervise(request: dict[str, Any], layers: Layers) -> Never:
    """Run the code, write the report, and exit."""
    if LINUX:
        _prctl(PR_SET_DUMPABLE, 0)  # no process of the same user can look into this one
    try:
        report = json.dumps(_Supervisor(request, layers).run()).encode("ascii")
    except _CutError:
        os._exit(1)
    while report:
        report = report[os.write(2, report) :]
    os._exit(0)


def _be_first(request: dict[str, Any], layers: Layers) -> Never:
    """Supervise as the first process of new namespaces: when it ends, the system kills every other one in them."""
    try:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        _mount(request["folder"], request["limits"]["file_size"])
    except OSError:
        os._exit(NO_NAMESPACES)
    layers.namespaces = True
    _supervise(request, layers)


def _in_namespaces(request: dict[str, Any], layers: Layers) -> int:
    """Return the exit status of a supervisor in namespaces of its own, `NO_NAMESPACES` where there can be none."""
    outer = os.fork()
    if outer == 0:
        try:
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            _unshare()
            first = os.fork()
        except OSError:
            os._exit(NO_NAMESPACES)
        if first == 0:
            _be_first(request, layers)
        status = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
        os._exit(status if status >= 0 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(outer, 0)[1])


def main() -> Never:
    """Serve one request."""
    request = _read_request()
    layers = Layers()
    if LINUX:
        status = _in_namespaces(request, layers)
        if status != NO_NAMESPACES:
            sys.exit(status)
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
    _supervise(request, layers)


if __name__ == "__main__":
    main()
