"""On a machine of many users, recording and weights lie where nobody writes, and what is a user's own stays private."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from graders.assignment import ASSIGNMENT, LESSON, NAME, hand_in, solutions

from o1magic.models.weights import resolve

IDS = (65533, 65534)
"""Users who own nothing here."""

RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=30, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""
RESOLVE = """
import hashlib, os
from pathlib import Path
from o1magic.models.weights import HubFile, Weights, resolve
file = Path(os.environ["O1MAGIC_MODELS_DIR"]) / "tiny.gguf"
content = file.read_bytes()
tiny = Weights(name="tiny", file=file.name, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
               licence="CC0-1.0", hub=HubFile("nobody/tiny", file.name), parts=())
heard = []
for _ in range(2):
    found = resolve("tiny", lambda text, *_: heard.append(text), known={"tiny": tiny})
print(found.path == file, heard)
"""
ASK = """
import sys, o1magic
model = o1magic.ScriptedModel(["Answer: 4"])
try:
    print(o1magic.reason("2 + 2?", model=model, strategy="chain", **eval(sys.argv[1])).answer)
except o1magic.ReasonError as error:
    print(type(error).__name__, error)
"""


@dataclass(frozen=True)
class User:
    """Somebody with a home, who may read everything on this machine and write there alone.

    Attributes
    ----------
    prefix
        Runs a command as this user.
    """

    home: Path
    shared: Path
    prefix: tuple[str, ...]

    def start(self, code: str, *arguments: object, **environment: object) -> subprocess.Popen[str]:
        """Start Python."""
        told = {"PATH": os.environ["PATH"], "HOME": self.home, "O1MAGIC_MODELS_DIR": self.shared, **environment}
        return subprocess.Popen(
            [*self.prefix, sys.executable, "-c", code, *map(str, arguments)],
            cwd=self.home, env={name: str(value) for name, value in told.items()},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, code: str, *arguments: object, **environment: object) -> str:
        """Run Python, and return what it has printed."""
        return finish(self.start(code, *arguments, **environment))


def finish(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said[-4000:]
    return said.strip()


@pytest.fixture
def machine():
    """Return the shared folder, which must stay as it is, and two users."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("whoever is root writes everywhere, and cannot become somebody else here")
    # Not in pytest's folder: others cannot get there.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shared = folder / "shared"
        shared.mkdir()
        shutil.copy(ASSIGNMENT / "source" / NAME / LESSON, shared)
        (shared / "tiny.gguf").write_bytes(b"GGUF" + bytes(1000))
        for path in shared.iterdir():
            path.chmod(0o444)
        shared.chmod(0o555)
        before = state(shared)
        yield shared, [_user(folder, i) for i in IDS]
        assert state(shared) == before
        shared.chmod(0o755)


def _user(folder: Path, i: int) -> User:
    home = folder / f"user-{i}"
    home.mkdir(mode=0o700)
    if os.geteuid() != 0:
        return User(home, folder / "shared", ())
    os.chown(home, i, i)
    # Where Python lies in root's own folders, others may still read it; they cannot write.
    reads = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    return User(home, folder / "shared", ("setpriv", f"--reuid={i}", f"--regid={i}", "--clear-groups", *reads))


def state(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Return what changes when something is written in a folder."""
    stats = {path: path.stat() for path in (folder, *folder.rglob("*"))}
    return {path: (stat.st_mode, stat.st_size, stat.st_mtime_ns) for path, stat in stats.items()}


def test_the_shared_folder_cannot_be_written(machine):
    shared, users = machine
    for path in (shared / "new", shared / LESSON):
        tried = f"try: open({str(path)!r}, 'a')\nexcept PermissionError: print('refused')"
        assert [user.run(tried) for user in users] == ["refused", "refused"]


def test_students_replay_at_the_same_time_from_where_nobody_writes(machine, tmp_path):
    shared, users = machine
    solved = hand_in(ASSIGNMENT / "release" / NAME / f"{NAME}.ipynb", solutions(), tmp_path / "solved.ipynb")
    for user in users:
        (user.home / "mine.ipynb").write_text(solved.read_text())
        (user.home / "mine.ipynb").chmod(0o666)
    running = [user.start(RUN, "mine.ipynb", O1MAGIC_REPLAY=shared / LESSON) for user in users]
    for process, user in zip(running, users, strict=True):
        finish(process)
        assert "8 of 12 chains agree" in (user.home / "mine.ipynb").read_text()


def test_a_cell_that_names_a_recording_where_nobody_writes_replays_too(machine):
    shared, users = machine
    code = "import sys, o1magic; print(o1magic.reason(sys.argv[1], strategy='chain', replay=sys.argv[2]).answer)"
    dinner = "A dinner costs 84 dollars. 6 friends share the cost equally. How many dollars does each one pay?"
    assert users[0].run(code, dinner, shared / LESSON) == "7"


def test_shared_weights_are_used_where_they_lie_and_looked_through_once_a_user(machine):
    _, users = machine
    for user in users:
        assert user.run(RESOLVE) == "True ['checking tiny.gguf']"
        assert user.run(RESOLVE) == "True []"


@pytest.mark.engine
def test_the_embedded_model_answers_from_weights_where_nobody_writes(machine):
    shared, users = machine
    weights = resolve("qwen2.5-coder-0.5b").path
    folder = shared.parent / "weights"
    folder.mkdir()
    (folder / weights.name).symlink_to(weights)
    folder.chmod(0o555)
    before = state(folder), weights.stat().st_mtime_ns
    ask = "import o1magic; print(o1magic.reason('2 + 2?', strategy='chain', seconds=None).usage.completion_tokens)"
    assert int(users[0].run(ask, O1MAGIC_MODELS_DIR=folder)) > 0
    assert (state(folder), weights.stat().st_mtime_ns) == before
    folder.chmod(0o755)


def test_who_records_where_nobody_writes_is_told_so_at_once(machine):
    shared, users = machine
    said = users[0].run(ASK, {"record": str(shared / LESSON)})
    assert said.startswith(f"RecordingError the recording {LESSON} cannot be written: ")


def test_replies_are_kept_where_no_other_user_looks(machine):
    _, users = machine
    for user in users:
        assert user.run(ASK, {}) == "4"
        caches = [path for path in user.home.rglob("*") if path.name == "replies"]
        assert [path.stat().st_mode & 0o077 for path in caches] == [0]
