"""The embedded model: llama.cpp inside the process, through xllamacpp.

One engine serves all `LocalModel` objects of the same weights. It has `SLOTS` slots; the samples of a request share one
reading of the prompt. Each request runs on a thread of its own and streams, since only a streaming call can be
cancelled.
"""

from __future__ import annotations

import asyncio
import atexit
import functools
import gc
import http.client
import importlib
import json
import os
import secrets
import shutil
import socket
import tempfile
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from o1magic import prompts
from o1magic.errors import (
    BadRequestError,
    ContextWindowError,
    MissingExtraError,
    ModelError,
    ServerError,
    WeightsError,
)
from o1magic.models import weights
from o1magic.models.base import Capabilities, Listener, Progress, Reply
from o1magic.models.weights import ModelFile
from o1magic.types import Ask, Completion, FinishReason, Image, Message, TokenLogprob, Usage, digest

SLOTS = 8
"""Replies written at once. On two cores 8 give 77 tokens/s where 1 gives 40 and 16 give 79."""

CONTEXT = 4096
"""Tokens of prompt and reply together, per slot. Qwen's 8 slots take 400 MB."""

TEMPERATURE = 0.7

_SAMPLING = (
    "frequency_penalty",
    "grammar",
    "json_schema",
    "min_p",
    "presence_penalty",
    "repeat_penalty",
    "top_k",
    "top_p",
)
_OWN_PARAMS = ("reproducible", "seed")

# A prompt is read in batches of this many tokens: a request that is cancelled meanwhile frees its slots after one.
# Larger batches are at most 5 % faster on a CPU.
_BATCH = 64

# For an estimate: English text, the marks around a turn, and the system message that a template may add.
_CHARACTERS_PER_TOKEN = 3.5
_TOKENS_PER_TURN = 5
_TOKENS_OF_SYSTEM = 16

_POST_SECONDS = 10.0
_CLOSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Traits:
    """What is known of a model beside its weights."""

    context: int = CONTEXT
    max_tokens: int = 1024
    few_shot: bool = False


_TRAITS: Mapping[str, _Traits] = {
    "qwen2.5-coder-0.5b": _Traits(max_tokens=256, few_shot=True),
    # Its cache takes twice Qwen's memory a token, and it was trained on short texts.
    "smollm2-135m": _Traits(context=2048, max_tokens=256, few_shot=True),
}


class LocalModel:
    """A model that runs in this process.

    Parameters
    ----------
    name
        `local/` and a known name, `PATH.gguf` or `hf:OWNER/REPO/FILE.gguf`.

    Notes
    -----
    A request's replies depend on what else the engine works on. `reproducible` in `Ask.params` has a request worked on
    alone and without the prefix cache; then the same request gives the same replies on the same machine.
    """

    def __init__(self, name: str) -> None:
        self._name = name if name.startswith("local/") else f"local/{name}"
        self._short = self._name.removeprefix("local/")
        self._traits = _TRAITS.get(self._short, _Traits())
        self._file: ModelFile | None = None

    @property
    def name(self) -> str:
        """The name that the user typed."""
        return self._name

    @property
    def endpoint(self) -> str:
        """The weights, by digest. Where only the file tells it, final once `prepare` has returned."""
        known = weights.KNOWN.get(self._short)
        sha256 = known.sha256 if known else self._file.sha256 if self._file else None
        return f"local:sha256:{sha256}" if sha256 else self._name

    @property
    def capabilities(self) -> Capabilities:
        """What the model can do."""
        return Capabilities(
            slots=SLOTS,
            prefill=True,
            logprobs=True,
            streams=True,
            few_shot=self._traits.few_shot,
            temperature=TEMPERATURE,
            max_tokens=self._traits.max_tokens,
            price=(0.0, 0.0),
        )

    @property
    def settled(self) -> bool:
        """Whether the weights' digest is known."""
        return self._short in weights.KNOWN or self._file is not None

    async def prepare(self, progress: Progress | None = None) -> None:
        """Find or download the weights and load them.

        Raises
        ------
        MissingExtraError
            xllamacpp is not installed.
        UnknownModelError, WeightsError
            See `weights.resolve`; or the engine cannot load the file.
        """
        if self._loaded() is not None:
            return
        loop = asyncio.get_running_loop()
        cancelled = threading.Event()

        def relay(text: str, done: int, total: int) -> None:
            if cancelled.is_set():
                raise asyncio.CancelledError
            if progress is not None:
                loop.call_soon_threadsafe(progress, text, done, total)

        try:
            await asyncio.to_thread(self._load, relay)
        finally:
            cancelled.set()

    def count_prompt(self, ask: Ask) -> int:
        """Return the prompt's length in tokens: exact once the model is loaded, else an estimate."""
        engine = self._loaded()
        if engine is not None:
            return engine.count(engine.render(ask.messages) + ask.prefix)
        characters = sum(len(message.text) for message in ask.messages) + len(ask.prefix)
        return int(characters / _CHARACTERS_PER_TOKEN) + _TOKENS_PER_TURN * (len(ask.messages) + 1) + _TOKENS_OF_SYSTEM

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Draw these samples of the request and return their replies in the same order."""
        listener = listener or Listener()
        try:
            await self.prepare()
            engine = self._loaded()
            if engine is None:
                raise ServerError(f"{self._name} was unloaded before the request was sent")
            request = _request(ask, self._name, engine)
        except ModelError as error:
            for sample in samples:
                listener.done(sample, error)
            return [error] * len(samples)
        batches = [samples[start : start + SLOTS] for start in range(0, len(samples), SLOTS)]
        drawn = await asyncio.gather(*(self._draw(engine, request, batch, listener) for batch in batches))
        return [reply for batch in drawn for reply in batch]

    def _loaded(self) -> _Engine | None:
        return _engines.get(self._file.sha256) if self._file else None

    def _load(self, progress: Progress) -> None:
        """Find or download the weights and load them into the engine. Blocks."""
        _xllamacpp()  # before a download that would be in vain
        file = weights.resolve(self._short, progress)
        progress(f"loading {self._name}", 0, 0)
        with _loading:
            engine = _engines.get(file.sha256)
            if engine is None:
                engine = _Engine(file.path, self._name, self._traits.context)
                if self._traits.few_shot:
                    engine.read(_few_shot_prefix(engine))
                _engines[file.sha256] = engine
            engine.names.add(self._name)
        self._file = file

    async def _draw(
        self, engine: _Engine, request: _Request, samples: Sequence[int], listener: Listener
    ) -> list[Reply]:
        """Send one request of at most `SLOTS` samples and follow it."""
        loop = asyncio.get_running_loop()
        finished: asyncio.Future[None] = loop.create_future()
        replies: list[Reply | None] = [None] * len(samples)

        def on_text(index: int, text: str) -> None:
            if not job.cancelled and listener.shows(samples[index]):
                listener.text(samples[index], text)

        def on_done(index: int, reply: Reply) -> None:
            if not job.cancelled:
                replies[index] = reply
                listener.done(samples[index], reply)

        def on_end() -> None:
            if not finished.done():
                finished.set_result(None)

        def post(call: Callable[..., None], *args: Any) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens any more
                loop.call_soon_threadsafe(call, *args)

        job = _Job(functools.partial(post, on_text), functools.partial(post, on_done))

        def work() -> None:
            try:
                engine.generate(request, samples, job)
            finally:
                post(on_end)

        threading.Thread(target=work, name="o1magic-engine", daemon=True).start()
        try:
            await finished
        except asyncio.CancelledError:
            engine.admission.cancel(job)
            raise
        return [reply or ServerError(f"{self._name} was unloaded while it replied") for reply in replies]


def unload(name: str | None = None) -> None:
    """Free the memory of an embedded model, or of all. Requests in flight end; the next request loads it again."""
    with _loading:
        for sha256, engine in list(_engines.items()):
            if name is None or name in engine.names:
                del _engines[sha256]
                engine.close()


_engines: dict[str, _Engine] = {}
_loading = threading.Lock()
atexit.register(unload)


# --- Requests ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Request:
    """An Ask in the engine's terms."""

    model: str
    prompt: str
    prefix: str
    body: Mapping[str, Any]
    seed: tuple[Any, ...]
    logprobs: int | None
    alone: bool


def _request(ask: Ask, model: str, engine: _Engine) -> _Request:
    """Check an Ask and put it into the engine's terms."""
    params = dict(ask.params)
    unknown = sorted(params.keys() - {*_SAMPLING, *_OWN_PARAMS})
    if unknown:
        raise BadRequestError(
            f"{model} does not know the parameter {unknown[0]!r}."
            f" It knows {', '.join(sorted((*_SAMPLING, *_OWN_PARAMS)))}."
        )
    if any(isinstance(part, Image) for message in ask.messages for part in message.parts):
        raise BadRequestError(f"{model} reads text only, and the question has a picture. Choose another model.")
    alone = bool(params.pop("reproducible", False))
    seed = params.pop("seed", 0)
    body = {
        **params,
        "max_tokens": ask.effective_max_tokens,
        "temperature": TEMPERATURE if ask.temperature is None else ask.temperature,
        "stop": list(ask.stop),
        "cache_prompt": not alone,
    }
    if ask.logprobs is not None:
        body["n_probs"] = max(1, ask.logprobs)
    return _Request(model, engine.render(ask.messages), ask.prefix, body, (seed, ask.key_json()), ask.logprobs, alone)


def _error(model: str, error: Mapping[str, Any]) -> ModelError:
    """Map the engine's error to ours."""
    message = error.get("message", error)
    match error.get("type"):
        case "exceed_context_size_error":
            return ContextWindowError(
                f"the prompt has {error.get('n_prompt_tokens')} tokens and {model} holds {error.get('n_ctx')}, reply"
                " included. Shorten the question, or choose another model."
            )
        case "invalid_request_error":
            return BadRequestError(f"{model} refused the request: {message}")
    return ServerError(f"{model}: the engine failed: {message}")


def _few_shot_prefix(engine: _Engine) -> str:
    """Return what the prompts of all mathematical questions begin with."""
    question = "o1magic-question"
    return engine.render((*prompts.worked_examples(), Message.of("user", question))).partition(question)[0]


# --- Prefixes ------------------------------------------------------------------------------------------------------

_Piece = tuple[str, "int | str"]
"""Text, and what to send for it: the token that was generated, or the text itself where it is not known as a token."""


class _Branches:
    """What was generated lately, so that a branch is sent as the tokens its parent was made of.

    Text that is sent again is often cut into other tokens than those generated, and then misses the prefix cache.
    """

    _PROMPTS = 32
    _PER_PROMPT = 64

    def __init__(self) -> None:
        self._written: OrderedDict[str, deque[Sequence[_Piece]]] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, prompt: str, pieces: Sequence[_Piece]) -> None:
        """Keep what was generated after the prompt."""
        with self._lock:
            self._written.setdefault(prompt, deque(maxlen=self._PER_PROMPT)).append(pieces)
            self._written.move_to_end(prompt)
            if len(self._written) > self._PROMPTS:
                self._written.popitem(last=False)

    def split(self, prompt: str, prefix: str) -> list[_Piece]:
        """Return the pieces of a prefix: as many of the tokens generated as it begins with, then the rest as text."""
        best: Sequence[_Piece] = ()
        reached = 0
        with self._lock:
            written = list(self._written.get(prompt, ()))
        for pieces in written:
            at = 0
            for count, (text, _) in enumerate(pieces, 1):
                if not prefix.startswith(text, at):
                    break
                at += len(text)
                # After a token without text of its own, what follows may still belong to it.
                if text and at > reached:
                    best, reached = pieces[:count], at
        rest = prefix[reached:]
        return [*best, (rest, rest)] if rest else list(best)


@dataclass(slots=True)
class _Draft:
    """A sample that is being written."""

    text: list[str] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    logprobs: list[TokenLogprob] = field(default_factory=list)
    whole: bool = True
    done: bool = False

    def write(self, text: str, ids: Sequence[int], total: int) -> None:
        """Take in the next piece. The engine withholds text that may be the beginning of a stop text."""
        self.text.append(text)
        self.ids.extend(ids)
        self.held = [] if text else [*self.held, *ids]
        # A character made of several tokens arrives with its last one; the others are not told.
        self.whole = self.whole and len(self.ids) == total
        if self.whole:
            self.pieces.extend((text, token) for token in ids)

    def finish(self, stop_type: str, text_of: Callable[[Sequence[int]], str]) -> str:
        """Return the text that the engine still withheld when the reply ended for another reason than a stop text."""
        self.done = True
        if stop_type == "word":
            # The text of the last token was cut.
            del self.pieces[-1:]
            return ""
        withheld = self.held[:-1] if stop_type == "eos" else self.held
        if not withheld:
            return ""
        text = text_of(withheld)
        self.text.append(text)
        if self.whole:
            self.pieces[-len(self.held) :] = [(text, text)]
        return text


# --- The engine ----------------------------------------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class _Job:
    """A request on its thread. The callbacks get a sample's place in the request."""

    on_text: Callable[[int, str], None]
    on_done: Callable[[int, Reply], None]
    cancelled: bool = False
    slots: int = 0


class _NotAdmittedError(Exception):
    """The request was cancelled, or the engine closed, before it was sent."""


class _Admission:
    """Who may use the slots: first come, first served."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._free = SLOTS
        self._waiting: deque[_Job] = deque()
        self._running: list[_Job] = []
        self._prompts: set[str] = set()
        self._closed = False

    @contextmanager
    def admitted(self, job: _Job, slots: int, prompt: str | None) -> Iterator[None]:
        """Wait for this many slots, and for the end of the request with the same prompt; then hold them."""
        with self._changed:
            self._waiting.append(job)
            self._changed.wait_for(
                lambda: (
                    job.cancelled
                    or self._closed
                    or (self._waiting[0] is job and self._free >= slots and prompt not in self._prompts)
                )
            )
            self._waiting.remove(job)
            self._changed.notify_all()
            if job.cancelled or self._closed:
                raise _NotAdmittedError
            self._free -= slots
            job.slots = slots
            self._running.append(job)
            if prompt is not None:
                self._prompts.add(prompt)
        try:
            yield
        finally:
            with self._changed:
                self._running.remove(job)
                if prompt is not None:
                    self._prompts.remove(prompt)
            self.free(job, job.slots)

    def free(self, job: _Job, slots: int) -> None:
        """Give back some of the job's slots."""
        with self._changed:
            self._free += slots
            job.slots -= slots
            self._changed.notify_all()

    def cancel(self, job: _Job) -> None:
        """Let the job end as soon as it can."""
        with self._changed:
            job.cancelled = True
            self._changed.notify_all()

    def close(self) -> None:
        """Turn away who waits, cancel what runs and wait for its end."""
        with self._changed:
            self._closed = True
            for job in self._running:
                job.cancelled = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._running, _CLOSE_SECONDS)


def _xllamacpp() -> Any:
    """Import xllamacpp."""
    # Threads that wait for each other spin by default, which collapses the engine beside a busy neighbour. libgomp
    # reads this once, when it is loaded; nobody else needs to see it.
    chosen = {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT"} & os.environ.keys()
    if not chosen:
        os.environ["GOMP_SPINCOUNT"] = "1000"
    try:
        return importlib.import_module("xllamacpp")
    except ImportError as error:
        raise MissingExtraError(
            f'the embedded models need xllamacpp ({error}). Install it with: pip install "o1magic[local]"'
        ) from error
    finally:
        if not chosen:
            del os.environ["GOMP_SPINCOUNT"]


class _Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(_POST_SECONDS)
        self.sock.connect(self._path)


class _Engine:
    """llama.cpp's server on one weights file. Its methods block and may be called from any thread.

    Attributes
    ----------
    prompt_tokens
        How many tokens of prompts it has `read`, and how many it could have `reused` the state of, since it was loaded.
    """

    def __init__(self, path: Path, model: str, context: int) -> None:
        self.names: set[str] = set()
        self.prompt_tokens = Counter[str]()
        self.render = functools.lru_cache(maxsize=256)(self._render)
        self.admission = _Admission()
        self.branches = _Branches()
        xllamacpp = _xllamacpp()
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        # The server always listens. A socket in a folder of ours is closed to others; Windows has none, but a key.
        self._home = tempfile.mkdtemp(prefix="o1magic-")
        params.n_parallel = SLOTS
        params.n_ctx = SLOTS * context
        params.n_batch = params.n_ubatch = _BATCH
        params.cache_ram_mib = 0
        params.verbosity = 0
        params.endpoint_slots = False
        params.slot_save_path = f"{self._home}/"
        params.ui = False
        self._key = ""
        if os.name == "nt":
            self._key = secrets.token_urlsafe()
            params.api_keys = [self._key]
        else:
            params.hostnames = [f"{self._home}/engine.sock"]
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError as error:
            shutil.rmtree(self._home, ignore_errors=True)
            raise WeightsError(
                f"{model}: the engine cannot load {path}. The file is damaged, of a kind that this version of xllamacpp"
                " does not know, or too large for the memory. Download it again, or choose another model."
            ) from error

    def close(self) -> None:
        """End what is in flight and free the memory."""
        self.admission.close()
        self._server = None
        gc.collect()
        shutil.rmtree(self._home, ignore_errors=True)

    # The template and the tokeniser are reached over the socket alone.

    def count(self, text: str) -> int:
        """Return the number of tokens."""
        return len(self._post("/tokenize", {"content": text, "add_special": True, "parse_special": True})["tokens"])

    def text(self, ids: Sequence[int]) -> str:
        """Return the text of tokens."""
        return cast("str", self._post("/detokenize", {"tokens": list(ids)})["content"])

    def _render(self, messages: tuple[Message, ...]) -> str:
        """Return the prompt that the model's own template makes of the messages."""
        turns = [{"role": message.role, "content": message.text} for message in messages]
        return cast("str", self._post("/apply-template", {"messages": turns})["prompt"])

    def _post(self, route: str, body: Mapping[str, Any]) -> dict[str, Any]:
        connection: http.client.HTTPConnection
        if self._key:
            address = self._server.listening_address.removeprefix("http://")
            connection = http.client.HTTPConnection(address, timeout=_POST_SECONDS)
        else:
            connection = _Connection(f"{self._home}/engine.sock")
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        try:
            connection.request("POST", route, json.dumps(body), headers)
            answer = json.loads(connection.getresponse().read())
        except OSError as error:
            raise ServerError(f"the embedded engine does not answer: {error}") from error
        finally:
            connection.close()
        if "error" in answer:
            raise _error("the embedded engine", answer["error"])
        return cast("dict[str, Any]", answer)

    def read(self, prompt: str) -> None:
        """Read a prompt, so that all slots have it in their caches: requests that begin with it go on from there.

        Slots share nothing: without this, of requests that come at the same time all but one read it once more.
        """
        self.complete({"prompt": prompt, "max_tokens": 1, "id_slot": 0}, lambda _: False)
        state = {"filename": "read.state"}
        self._post("/slots/0?action=save", state)
        for slot in range(1, SLOTS):
            self._post(f"/slots/{slot}?action=restore", state)
        Path(self._home, state["filename"]).unlink()

    def complete(self, body: Mapping[str, Any], hear: Callable[[dict[str, Any]], bool]) -> None:
        """Send a request. `hear` gets the chunks and ends it with True."""
        self._server.handle_completions({**body, "stream": True}, hear)

    def generate(self, request: _Request, samples: Sequence[int], job: _Job) -> None:
        """Draw the samples of one request."""
        # Only one slot has the prompt in its cache: the second of two requests would have to read it all.
        prompt = request.prompt if len(samples) > 1 else None
        with (
            suppress(_NotAdmittedError),
            self.admission.admitted(job, SLOTS if request.alone else len(samples), prompt),
        ):
            run = _Run(self, request, len(samples), job)
            body = {
                **request.body,
                "prompt": _mixed([request.prompt, *(key for _, key in run.prefix)]),
                "n": len(samples),
                "seed": int(digest([*request.seed, list(samples)])[:7], 16),
                "return_progress": True,  # so that it can be cancelled while it reads
                "verbose": True,  # for the tokens
            }
            try:
                self.complete(body, run.hear)
            except Exception as error:  # noqa: BLE001 - whatever it is, the samples have failed
                run.fail(error)
            run.end()


class _Run:
    """A request that is being answered."""

    def __init__(self, engine: _Engine, request: _Request, count: int, job: _Job) -> None:
        self.prefix = engine.branches.split(request.prompt, request.prefix)
        self._engine, self._request, self._job = engine, request, job
        self._drafts = [_Draft() for _ in range(count)]
        self._started = time.monotonic()
        self._failure: ModelError | None = None

    def hear(self, chunk: dict[str, Any]) -> bool:
        """Take in a chunk; return whether to end the request."""
        if self._job.cancelled:
            return True
        if "error" in chunk:
            self._failure = _error(self._request.model, chunk["error"])
        elif "prompt_progress" not in chunk:
            try:
                self._write(chunk)
            except Exception as error:  # noqa: BLE001 - the engine would swallow it
                self.fail(error)
        return self._failure is not None

    def fail(self, error: Exception) -> None:
        """Let the samples that are not done fail."""
        self._failure = ServerError(f"{self._request.model}: the engine failed: {error!r}")

    def end(self) -> None:
        """Fail the samples that have come to no end."""
        failure = self._failure or ServerError(f"{self._request.model}: the engine ended without a reply")
        for index, draft in enumerate(self._drafts):
            if not draft.done:
                self._job.on_done(index, failure)

    def _write(self, chunk: dict[str, Any]) -> None:
        choice, told = chunk["choices"][0], chunk["__verbose"]
        index = choice["index"]
        draft = self._drafts[index]
        text = choice["text"]
        draft.write(text, told["tokens"], told["tokens_predicted"])
        if self._request.logprobs is not None and choice["logprobs"]:
            draft.logprobs.extend(_logprob(entry, self._request.logprobs) for entry in choice["logprobs"]["content"])
        finished = choice["finish_reason"] is not None
        if finished:
            text += draft.finish(told["stop_type"], self._engine.text)
        if text:
            self._job.on_text(index, text)
        if finished:
            self._engine.branches.remember(self._request.prompt, [*self.prefix, *draft.pieces])
            self._engine.prompt_tokens["read"] += told["timings"]["prompt_n"]
            self._engine.prompt_tokens["reused"] += told["timings"]["cache_n"]
            self._job.on_done(index, self._completion(draft, choice["finish_reason"], chunk["usage"]))
            if not self._request.alone:
                self._engine.admission.free(self._job, 1)

    def _completion(self, draft: _Draft, finish_reason: FinishReason, usage: Mapping[str, int]) -> Completion:
        return Completion(
            text="".join(draft.text),
            token_ids=tuple(draft.ids) if draft.whole else (),
            logprobs=tuple(draft.logprobs),
            finish_reason=finish_reason,
            usage=Usage(
                calls=1,
                prompt_tokens=usage["prompt_tokens"],
                completion_tokens=usage["completion_tokens"],
                cost=0.0,
                seconds=time.monotonic() - self._started,
            ),
            model=self._request.model,
        )


def _mixed(parts: Sequence[int | str]) -> str | list[int | str]:
    """Return text and tokens as one prompt: the engine takes a list of texts alone for several."""
    return list(parts) if any(isinstance(part, int) for part in parts) else "".join(cast("Sequence[str]", parts))


def _logprob(entry: Mapping[str, Any], alternatives: int) -> TokenLogprob:
    top = tuple((other["token"], other["logprob"]) for other in entry["top_logprobs"][:alternatives])
    return TokenLogprob(entry["token"], entry["logprob"], top)
