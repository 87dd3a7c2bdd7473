"""Replies in one plain-text file, from which the same run gives the same tree on every machine, offline.

A recording is JSON Lines: a header, then a line each for cells, models, requests, replies, what else came from
outside, and runs that time or a person cut short. The lines are sorted and always written the same way, so that the
file can be read, compared and merged. It holds no keys, no headers, no addresses and no home folders.

A reply is found by what was asked, never by when: parallel searches replay like any others.
"""

from __future__ import annotations

import dataclasses
import os
import re
import textwrap
import threading
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple, cast

from o1magic import errors, scrub
from o1magic.config import StopReason, is_amount, is_whole
from o1magic.errors import ModelError, RecordingError
from o1magic.models.base import Capabilities, Reply
from o1magic.models.recording_file import (
    LARGEST,
    SCHEMA,
    Key,
    Row,
    begin_replacement,
    key_of,
    locked,
    read,
    real_path,
    state_of,
    write,
)
from o1magic.session import Execution, execution
from o1magic.types import Ask, Completion, TokenLogprob, Usage, canonical_json, digest

KEY_VERSION = 1
"""Part of every request's id: a change makes all recorded requests unknown."""
SAVE_SECONDS = 1.0
"""How long a reply may be in memory alone."""
SHORT = 16
"""Hexadecimal digits that stand for a request in the file."""

_ERRORS: dict[str, type[ModelError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ModelError)
}

Place = tuple[str, int, int]
"""A request, the index of its sample, and how often the run had asked for that before: equal chains go on alike."""


Pieces = Sequence[tuple[float, int]]
"""When how many more characters of a reply came, its reasoning first, in seconds since it was asked for."""


class Recorded(NamedTuple):
    """A reply as it is recorded.

    Attributes
    ----------
    reply
        It.
    seconds
        What it took to come.
    pieces
        How it came, where it was streamed.
    """

    reply: Reply
    seconds: float
    pieces: Pieces = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run was cut short by time or by a person.

    Attributes
    ----------
    stop
        Why it ended.
    seconds
        How long that was after the run first asked for something.
    replied
        What replies had come to.
    cut
        What no reply had come to, with the text and the reasoning that had been written of it.
    """

    stop: StopReason
    seconds: float
    replied: frozenset[Place]
    cut: Mapping[Place, tuple[str, str]]


class Recording:
    """The file, and what is in it. Thread-safe; several processes may record to one file.

    Parameters
    ----------
    path
        Where it is or will be.
    patterns
        Regular expressions of what else must not stand in it.

    Raises
    ------
    RecordingError
        What is there is no recording, or a damaged one.
    """

    def __init__(self, path: str | os.PathLike[str], patterns: Iterable[str] = ()) -> None:
        self.path = real_path(path)
        self._secrets: frozenset[str] = frozenset()
        self.hide(patterns)
        self._lock = threading.RLock()
        self._writing = threading.RLock()
        self._written: tuple[int, ...] = state_of(self.path)
        self._saved: dict[Key, Row] = dict(read(self.path)) if self._written else {}
        self._found = frozenset(self._saved)
        self._session = 1 + max((row["session"] for row in self._saved.values() if row["kind"] == "cell"), default=0)
        self._rows: dict[Key, Row] = dict(self._saved)
        self._fresh: dict[Key, Row | None] = {}
        self._asked: dict[Execution | None, set[Key]] = {None: set()}
        self._displaced: set[str] = set()
        self._timer: threading.Timer | None = None

    def hide(self, patterns: Iterable[str]) -> None:
        """Let nothing stand in the file from now on that these regular expressions find.

        Raises
        ------
        RecordingError
            One of them is none.
        """
        try:
            self._patterns = tuple(re.compile(pattern) for pattern in patterns)
        except re.error as error:
            raise RecordingError(f"a pattern of what must not be recorded is no regular expression: {error}") from None

    def hide_secrets(self, secrets: Iterable[str]) -> None:
        """Let these texts not stand in the file from now on either; they are kept in this object alone."""
        with self._lock:
            self._secrets |= frozenset(secrets)

    def refresh(self) -> None:
        """Read the file again where somebody else has written it since this object last read or wrote it.

        Raises
        ------
        RecordingError
            What is there now is no recording, or a damaged one.
        """
        with self._writing:
            state = state_of(self.path)
            if state == self._written:
                return
            saved = dict(read(self.path)) if state else {}
            with self._lock:
                self._written, self._saved = state, saved
                later = {**saved, **self._fresh}
                self._rows = {key: row for key, row in later.items() if row is not None}

    @property
    def defaults(self) -> dict[str, Any]:
        """What a replay takes for options that a cell does not set."""
        return dict(self._row(("header",), {"defaults": {}})["defaults"])

    def add_defaults(self, values: Mapping[str, Any]) -> None:
        """Record the session's defaults.

        Raises
        ------
        RecordingError
            One of them must not be recorded.
        """
        self._put({"kind": "header", "schema": SCHEMA, "defaults": self._settled(values)})

    def settings(self, cell: str, like: Mapping[str, Any], own: Collection[str] = ()) -> dict[str, Any] | None:
        """Return what a cell was recorded with beside what it says; None where it is not recorded.

        Of several cells that say the same the one is meant that has most of what this session sets itself; else that
        of the latest session, so that what is recorded anew is what is replayed; else the one that is most alike.

        Parameters
        ----------
        like
            The settings of this session.
        own
            The names of those that it sets itself; the others are defaults.
        """

        def fit(key: Key) -> tuple[int, int, int]:
            row = self._rows[key]
            same = [name for name, value in row["settings"].items() if value == like.get(name)]
            return sum(name in own for name in same), row["session"], len(same)

        with self._lock:
            found = sorted(key for key in self._rows if key[:2] == ("cell", cell))
            return dict(self._row(max(found, key=fit), None)["settings"]) if found else None

    def add_settings(self, cell: str, question: str, values: Mapping[str, Any]) -> None:
        """Record what a cell is run with beside what it says, and its question for who reads the file.

        What other sessions have recorded of a cell that says the same stands beside it: whether they are over, or other
        notebooks, cannot be told.

        Raises
        ------
        RecordingError
            One of the values must not be recorded.
        """
        row = {"kind": "cell", "id": cell, "question": self.scrub(question), "settings": self._settled(values)}
        with self._lock:
            known = self._rows.get(key_of(row), {"session": 0})["session"]
            latest = max(
                (other["session"] for key, other in self._rows.items() if key[:2] == ("cell", cell)), default=0
            )
            # What is the latest already stays as it is, so that a run again changes nothing in the file.
            self._put({**row, "session": known if known == latest > 0 else max(latest, self._session)})

    def scrub(self, text: str) -> str:
        """Return a text as it may be recorded."""
        return scrub.from_record(text, self._patterns, self._secrets)

    def model(self, name: str) -> tuple[str, Capabilities] | None:
        """Return what tells a model's replies from another's, and what it can do; None where it is not recorded."""
        row = self._row(("model", self._named(name)), None)
        if row is None:
            return None
        try:
            return row["identity"], _capabilities(row["capabilities"])
        except (TypeError, ValueError) as error:
            raise self._damaged(f"what it says of the model {name} makes no sense") from error

    def add_model(self, name: str, identity: str, capabilities: Capabilities, *, priced: bool = False) -> None:
        """Record a model; with `priced` its price is one run's word, and what is known of it stays."""
        told = {field: getattr(capabilities, field) for field in capabilities.__slots__}
        known = self.model(name) if priced else None
        price = capabilities.price if known is None else known[1].price
        told["price"] = None if price is None else list(price)
        self._put({"kind": "model", "name": self._named(name), "identity": identity, "capabilities": told})

    @property
    def models(self) -> list[str]:
        """The names of the recorded models."""
        return sorted(key[1] for key in self._rows if key[0] == "model")

    def prompt_tokens(self, request: str) -> int | None:
        """Return the recorded length of a request's prompt, or None."""
        return cast("int | None", self._row(("request", request), {"prompt_tokens": None})["prompt_tokens"])

    def add_request(self, request: str, model: str, ask: Ask, prompt_tokens: int | None = None) -> None:
        """Record a request, and the length of its prompt where it is known."""
        known = self._row(("request", request), None)
        if known is None or (prompt_tokens is not None and known["prompt_tokens"] != prompt_tokens):
            asked = self._scrubbed(ask.key_json())
            row = {
                "kind": "request",
                "id": request,
                "model": self._named(model),
                "ask": asked,
                "prompt_tokens": prompt_tokens,
            }
            self._put(row)

    def reply(self, request: str, sample: int, clamp: int | None) -> Recorded | None:
        """Return the recorded reply, of a clamped request its own; None without one."""
        row = self._row(("reply", request, sample, clamp), None)
        if row is None:
            return None
        told = row["reply"]
        try:
            if "error" in told:
                return Recorded(_ERRORS[told["error"]](str(told["message"])), row["seconds"])
            return Recorded(_completion(told), row["seconds"], _pieces(told.get("pieces", ())))
        except (TypeError, KeyError, ValueError) as error:
            raise self._damaged(f"its reply {sample} to {request} makes no sense") from error

    def clean(self, reply: Reply) -> Reply:
        """Return a reply as it may be recorded, and as a replay will return it."""
        if isinstance(reply, ModelError):
            # A model of somebody else's may have errors of its own.
            kind = next(kind for kind in type(reply).__mro__ if kind in _ERRORS.values())
            return cast("ModelError", kind(self.scrub(str(reply))))
        text, spelt = self.scrub(reply.text), "".join(token.token for token in reply.logprobs)
        cleaned = dataclasses.replace(
            reply, text=text, reasoning=self.scrub(reply.reasoning), model=self._named(reply.model)
        )
        if text == reply.text and self.scrub(spelt) == spelt:
            return cleaned
        # Its tokens spell out what the text does not say any more.
        hidden = tuple(TokenLogprob(scrub.HIDDEN, token.logprob) for token in reply.logprobs)
        return dataclasses.replace(cleaned, token_ids=(), logprobs=hidden)

    def add_reply(
        self, request: str, sample: int, clamp: int | None, reply: Reply, seconds: float, *, pieces: Pieces = ()
    ) -> None:
        """Record a reply, in place of an earlier one, how long it took to come and how it came; `clean` comes first."""
        if isinstance(reply, ModelError):
            told: Row = {"error": type(reply).__name__, "message": str(reply)}
        else:
            told = reply.to_json()
            told["usage"] = {**told["usage"], "cached_calls": 0}
            if pieces:
                told["pieces"] = [list(piece) for piece in pieces]
        self._put({"kind": "reply", "request": request, "sample": sample, "clamp": clamp,
                   "seconds": round(seconds, 3), "reply": told})  # fmt: skip

    def outside(self, by: str, request: Any) -> tuple[Any, float] | None:
        """Return what something else than a model said, and the seconds it took; None where nothing is recorded."""
        row = self._row(("outside", digest([by, request])[:SHORT]), None)
        return None if row is None else (row["said"], row["seconds"])

    def add_outside(self, by: str, request: Any, said: Any, seconds: float) -> Any:
        """Record what something else than a model said, a reward model or a program; return it as it is recorded."""
        said, id_ = self._scrubbed(said), digest([by, request])[:SHORT]
        self._put({"kind": "outside", "id": id_, "by": by, "seconds": round(seconds, 3), "said": said})
        return said

    def ending(self, run: str, phase: int) -> Ending | None:
        """Return how a phase of a run was cut short; None where it came to an end by itself."""
        row = self._row(("run", run, phase), None)
        if row is None:
            return None
        try:
            return Ending(
                row["stop"],
                row["seconds"],
                frozenset((request, sample, nth) for request, sample, nth in row["replied"]),
                {(request, sample, nth): (str(text), str(why)) for request, sample, nth, text, why in row["cut"]},
            )
        except (TypeError, ValueError) as error:
            raise self._damaged(f"what it says of the run {run} makes no sense") from error

    def add_ending(self, run: str, phase: int, ending: Ending | None) -> None:
        """Record how a phase of a run was cut short, or that it was not."""
        if ending is None:
            with self._lock:
                if self._rows.pop(("run", run, phase), None):
                    self._fresh["run", run, phase] = None
                    self._save_soon()
            return
        replied = sorted(map(list, ending.replied))
        cut = sorted([*place, *map(self.scrub, written)] for place, written in ending.cut.items())
        self._put({"kind": "run", "id": run, "phase": phase, "stop": ending.stop, "seconds": ending.seconds,
                   "replied": replied, "cut": cut})  # fmt: skip

    def save(self) -> None:
        """Write what is new, beside what other processes have written since; all of it or nothing.

        Raises
        ------
        RecordingError
            The file cannot be written, or what stands there now is no recording.
        """
        with self._writing:
            with self._lock:
                fresh, self._fresh = self._fresh, {}
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            if not fresh:
                return
            try:
                self._rewrite(lambda rows: {**rows, **fresh})
            except RecordingError:
                with self._lock:
                    self._fresh = {**fresh, **self._fresh}
                raise

    def warn_of_displaced(self) -> None:
        """Warn where a reply has taken the place of another that the session still asks for.

        A request is known by what is asked on every machine, so that it has one reply: neither the endpoint nor how
        often a session asks is a part of it.
        """
        with self._lock:
            (*others, last), self._displaced = sorted(self._displaced) or [""], set()
        if last:
            more = f" and {len(others)} more" if others else ""
            warnings.warn(
                f"what {last}{more} replied earlier in this session is no longer in {self.path.name}: the same was "
                "asked again, and another reply, which alone can be replayed, has taken its place. To keep both, leave "
                "the cache on, or give another --seed, where a question is asked again, and record endpoints that "
                "serve a model under one name to a file each",
                UserWarning,
                stacklevel=2,
            )

    def require_writable(self) -> None:
        """Raise a RecordingError where the file could not be written, before anything is spent on what it is for."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = begin_replacement(self.path)
            os.close(handle)
            Path(temporary).unlink()
        except OSError as error:
            raise self._unwritable(error) from None

    def prune(self) -> tuple[int, list[str]]:
        """Drop what was there when this object was made, or has been recorded by it since, and is no longer asked for.

        What an execution of a cell has asked for counts until the cell is executed again; what no cell has, for ever.

        Returns
        -------
        tuple of int and list of str
            How many lines went, and the questions that are in it no more.

        Raises
        ------
        RecordingError
            As for `save`; or nothing has been asked for, so that nothing would be left.
        """
        if not any(key[0] in ("reply", "outside") for key in self._in_use()):
            raise RecordingError(
                f"{self.path.name} is not pruned: nothing of it has been asked for in this session by the cells as "
                "they are now; run those that it is for first"
            )
        with self._writing:
            self.save()
            self.refresh()
            with self._lock:
                unused = self._found.union(*self._asked.values()) - self._in_use() - {("header",)}
            before = self._rows
            self._rewrite(lambda rows: {key: row for key, row in rows.items() if key not in unused})
            return len(before) - len(self._rows), sorted(_questions(before) - _questions(self._rows))

    def nearest(self, request: str, model: str, ask: Ask, sample: int) -> str:
        """Return in what the nearest thing that is recorded differs from a request."""
        samples = sorted(key[2] for key in self._rows if key[:2] == ("reply", request) and key[3] == ask.clamp)
        if samples:
            return f"of the same request it holds the samples {_ranges(samples)}, not {sample}"
        rows = [row for key, row in self._rows.items() if key[0] == "request" and key[1] != request]
        if not rows:
            return "it holds no other request"
        wanted, model = self._scrubbed(ask.key_json()), self._named(model)
        near = max(rows, key=lambda row: (row["model"] == model, _likeness(row["ask"], wanted)))
        differences = list(_differences(near["ask"], wanted))
        if near["model"] != model:
            differences.insert(0, f"the model ({near['model']})")
        return f"the nearest request that it holds differs in {'; '.join(differences) or 'the limits'}"

    def _settled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return settings as they stand in the file, from which a replay has to take them as they are."""
        model = values.get("model")
        named = {"model": _named(model) if isinstance(model, str) else [*map(_named, model)]} if model else {}
        settled = {**values, **named}
        for name, value in settled.items():
            if canonical_json(self._scrubbed(value)) != canonical_json(value):
                raise RecordingError(
                    f"{name}, as the session sets it, holds what a recording must not (a key, an address with a "
                    "password, a home folder, the user's name in a path), so no replay could take it from there: leave "
                    f"that out, or say {name} in the cell itself"
                )
        return settled

    def _unwritable(self, error: OSError) -> RecordingError:
        return RecordingError(f"the recording {self.path.name} cannot be written: {error.strerror or error}")

    def _damaged(self, why: str) -> RecordingError:
        return RecordingError(f"the recording {self.path.name} is damaged: {why}; record it again")

    def _row(self, key: Key, default: Any) -> Any:
        with self._lock:
            row = self._rows.get(key)
            if row is not None:
                self._note_asked(key)
            return default if row is None else row

    def _put(self, row: Row) -> None:
        key = key_of(row)
        with self._lock:
            known = self._rows.get(key)
            # A run again changes nothing in the file, as long as it has gone the same way.
            if _timeless(known) != _timeless(row):
                if known is not None and key[0] in ("reply", "outside") and key in self._in_use():
                    self._displaced.add(self._whose(row))
                self._rows[key] = self._fresh[key] = row
                self._save_soon()
            self._note_asked(key)

    def _note_asked(self, key: Key) -> None:
        self._asked.setdefault(execution.get(), set()).add(key)

    def _in_use(self) -> set[Key]:
        """Return what the session still asks for."""
        with self._lock:
            current = (keys for by, keys in self._asked.items() if by is None or not by.superseded)
            return set().union(*current)

    def _whose(self, row: Row) -> str:
        """Return who said what a line holds, and to what, for people."""
        if row["kind"] == "outside":
            return str(row["by"])
        request = self._rows.get(("request", row["request"]))
        if request is None:  # another process has pruned it
            return "a model"
        said = textwrap.shorten(_prompt(request["ask"]), 60, placeholder="…")
        return f"{request['model']} (“{said}”)"

    def _save_soon(self) -> None:
        """Write in a moment what is new; a process that is killed has lost no more than that."""
        if self._timer is None:
            self._timer = threading.Timer(SAVE_SECONDS, self._save_quietly)
            self._timer.daemon = True
            self._timer.start()

    def _save_quietly(self) -> None:
        """Write; what is wrong shows at the end of the run, which writes again."""
        try:
            self.save()
        except RecordingError:
            with self._lock:
                self._timer = None

    def _named(self, model: str) -> str:
        """Return a model's name as it may be recorded."""
        return self.scrub(_named(model))

    def _scrubbed(self, value: Any) -> Any:
        match value:
            case str():
                return self.scrub(value)
            case dict():
                return {self.scrub(str(name)): self._scrubbed(item) for name, item in value.items()}
            case list() | tuple():
                return [self._scrubbed(item) for item in value]
        return value

    def _there(self) -> dict[Key, Row]:
        """Return what stands in the file."""
        state = state_of(self.path)
        if not state:
            return {}
        return self._saved if self._written == state else dict(read(self.path))

    def _rewrite(self, change: Callable[[dict[Key, Row]], Mapping[Key, Row | None]]) -> None:
        """Change what stands in the file while no other process writes it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path):
                changed = {key: row for key, row in change(self._there()).items() if row is not None}
                # From here on others may write: what has been written is known by its own file, not by its place.
                written = write(self.path, changed)
                with self._lock:
                    self._written = written
                    self._saved = changed
                    later = {**changed, **self._fresh}
                    self._rows = {key: row for key, row in later.items() if row is not None}
        except TimeoutError:
            raise RecordingError(f"another process does not let go of the recording {self.path.name}") from None
        except OSError as error:
            raise self._unwritable(error) from None


_opened: dict[Path, Recording] = {}
_opening = threading.Lock()


def open_recording(path: str | os.PathLike[str], patterns: Sequence[str] = ()) -> Recording:
    """Return this process's recording for a file; it is read again where somebody else has written it.

    Raises
    ------
    RecordingError
        What is there is no recording, or a damaged one.
    """
    place = real_path(path)
    with _opening:
        known = _opened.get(place)
        if known is None:
            known = _opened[place] = Recording(place, patterns)
    if patterns:
        known.hide(patterns)
    known.refresh()
    return known


def _questions(rows: Mapping[Key, Row]) -> set[str]:
    """Return what the cells ask."""
    return {row["question"] for row in rows.values() if row["kind"] == "cell"}


def _timeless(row: Row | None) -> Row | None:
    """Return a row without how long things took, and when what came of them."""
    if row is None:
        return None
    told = row.get("reply", {})
    usage = {"usage": {**told["usage"], "seconds": 0.0}} if "usage" in told else {}
    return {**row, "seconds": 0.0, "reply": {**told, **usage, "pieces": []}}


def _named(model: str) -> str:
    """Return a model's name; of weights that lie somewhere, without where that is."""
    return f"local/{Path(model).name}" if model.startswith("local/") else model


def request_id(identity: str, ask: Ask) -> str:
    """Return what stands for a request in a recording.

    Parameters
    ----------
    identity
        What tells the model's replies from another's on every machine.
    """
    return digest([KEY_VERSION, identity, ask.key_json()])[:SHORT]


# What the lines hold.


def _capabilities(told: Row) -> Capabilities:
    """Return what a recording says that a model can do.

    Raises
    ------
    TypeError, ValueError
        It makes no sense.
    """
    usual = Capabilities()
    for name, value in told.items():
        match name:
            case "price":
                good = value is None or (isinstance(value, list) and len(value) == 2 and all(map(is_amount, value)))  # noqa: PLR2004
            case "temperature":
                good = value is None or is_amount(value)
            case _:
                same = type(value) is type(getattr(usual, name, None))
                good = same and isinstance(value, int) and 0 <= value <= LARGEST
        if not good:
            raise ValueError(name)
    price = told.get("price")
    return Capabilities(**{**told, "price": None if price is None else (price[0], price[1])})


def _completion(told: Row) -> Completion:
    """Return the reply that a recording holds.

    Raises
    ------
    TypeError, KeyError, ValueError
        It makes no sense.
    """
    made = Completion.from_json(told)
    pairs = [(token.token, token.logprob) for token in made.logprobs]
    pairs += [pair for token in made.logprobs for pair in token.top]
    texts = [made.text, made.reasoning, made.finish_reason, made.model, *(text for text, _ in pairs)]
    amounts = [getattr(made.usage, name) for name in Usage.__slots__ if name not in ("cost", "seconds")]
    if not (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(value, int | float) for _, value in pairs)
        and all(is_whole(amount) and 0 <= amount <= LARGEST for amount in amounts)
        and all(is_amount(amount) for amount in (made.usage.seconds, made.usage.cost or 0.0))
    ):
        raise ValueError("fields of other kinds")
    return made


def _pieces(told: Any) -> Pieces:
    """Return how a recorded reply came.

    Raises
    ------
    TypeError, ValueError
        It makes no sense.
    """
    pieces = [(seconds, length) for seconds, length in told]
    if not all(is_amount(seconds) and is_whole(length) and 0 <= length <= LARGEST for seconds, length in pieces):
        raise ValueError("pieces")
    return pieces


# What is said of a miss.


def _ranges(numbers: list[int]) -> str:
    """Return `0-3, 5` for 0, 1, 2, 3, 5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def _likeness(recorded: Any, wanted: Any) -> float:
    """Return how much two requests have in common, in [0, 1]."""
    same: float = sum(recorded.get(name) == value for name, value in wanted.items()) / max(1, len(wanted))
    old, new = (_text(ask)[-2000:] for ask in (recorded, wanted))
    return (same + SequenceMatcher(None, old, new, autojunk=False).quick_ratio()) / 2


def _text(ask: Any) -> str:
    """Return what a request says last, and how the reply begins."""
    return canonical_json(_last_parts(ask)) + str(ask.get("prefix", ""))


def _prompt(ask: Any) -> str:
    """Return what a request says last, without pictures."""
    parts = [part.get("text") for part in _last_parts(ask) if isinstance(part, dict)]
    return " ".join(text for text in parts if isinstance(text, str))


def _last_parts(ask: Any) -> list[Any]:
    """Return the parts of a request's last message, as far as it has any: it may come from anywhere."""
    messages = ask.get("messages")
    last = messages[-1] if isinstance(messages, list) and messages and isinstance(messages[-1], dict) else {}
    parts = last.get("parts")
    return parts if isinstance(parts, list) else []


def _differences(recorded: Any, wanted: Any) -> Iterator[str]:
    """Yield what differs between two requests, each in a few words."""
    for name, value in wanted.items():
        other = recorded.get(name)
        if other == value:
            continue
        if name in ("messages", "prefix"):
            yield f"the {'prompt' if name == 'messages' else 'beginning of the reply'} {_where(other, value)}"
        elif isinstance(value, dict) and isinstance(other, dict):
            names = sorted(key for key in {*value, *other} if value.get(key) != other.get(key))
            yield from (f"{key} ({other.get(key)}, asked is {value.get(key)})" for key in names)
        else:
            yield f"{name} ({other}, asked is {value})"


def _where(recorded: Any, wanted: Any) -> str:
    """Return where two texts begin to differ."""
    old, new = (canonical_json(text) for text in (recorded, wanted))
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return f"(“…{old[max(0, at - 20) : at + 30]}…”, asked is “…{new[max(0, at - 20) : at + 30]}…”)"
