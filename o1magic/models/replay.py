"""A run with a recording beside it: `Record` writes what its models reply, `Replay` replies in their place."""

from __future__ import annotations

import asyncio
import dataclasses
import textwrap
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from o1magic.config import StopReason
from o1magic.errors import ReplayMissError
from o1magic.models.base import Capabilities, Listener, Model, Progress, Relay, Reply, Wrapper
from o1magic.models.playback import Playback
from o1magic.models.recording import SHORT, Ending, Pieces, Place, Recorded, Recording, request_id
from o1magic.types import Ask, Completion, digest

QUIET_SECONDS = 0.03
"""How long nothing happens in a replay before it ends where the run was cut short."""
STUCK_SECONDS = 5.0
"""The same, where the replay has not come to the state in which the run was cut short."""
PIECES = 24
"""In how many pieces at most a stream is recorded, and a reply that was none is shown at its pace."""


class Tape:
    """One run's place in a recording: what it has asked, and how far it has got.

    Parameters
    ----------
    recording
        The file.
    replaying
        Whether the run is played from it; otherwise it is written to it.
    pace
        Of a replay: 0 plays at once, 1 as fast as it was, .5 twice as fast. The times that it tells are the recorded
        ones at every pace.

    Attributes
    ----------
    models
        Those of the run that are recorded.
    """

    def __init__(self, recording: Recording, *, replaying: bool, pace: float = 0.0) -> None:
        self.recording = recording
        self.replaying = replaying
        self.pace = pace
        self.models: list[Record] = []
        self._run = ""
        self._phase = 0
        self._end: Callable[[StopReason], None] = lambda _reason: None
        self._busy: Callable[[], bool] = lambda: False
        self._ending: Ending | None = None
        self._asked: Counter[tuple[str, int]] = Counter()
        self._open: dict[Place, tuple[str, str]] = {}
        self._replied: set[Place] = set()
        self._unasked: asyncio.Future[None] | None = None
        self._miss: Callable[[], ReplayMissError] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._began: float | None = None
        self._at_work = 0
        self.playback = Playback(pace, lambda: self._at_work > 0 or self._busy())

    def clock(self) -> float:
        """Return the time of the run, in seconds since whenever."""
        return self.playback.now if self.replaying else time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the run first asked for something."""
        return 0.0 if self._began is None else self.clock() - self._began

    def begin(self, run: str, end: Callable[[StopReason], None], busy: Callable[[], bool]) -> None:
        """Begin a run.

        Parameters
        ----------
        run
            What the recording knows it by.
        end
            Called where a replay has come to what cut the run short.
        busy
            Whether the run does something that no recording holds, after which it may go on.
        """
        self._run, self._end, self._busy = run, end, busy
        self._start(0)

    def next_phase(self, stop: StopReason | None) -> None:
        """Note how what the run has done so far ended; what follows is counted anew.

        Parameters
        ----------
        stop
            What cut it short, None where that was neither time nor a person.
        """
        if not self.replaying:
            seconds = round(self.seconds, 3)
            ending = None if stop is None else Ending(stop, seconds, frozenset(self._replied), dict(self._open))
            self.recording.add_ending(self._run, self._phase, ending)
        self._start(self._phase + 1)

    def finish(self, *, failed: bool) -> None:
        """Write what is not written yet; also the models that nothing was asked of, unless the run has failed."""
        if self._timer is not None:
            self._timer.cancel()
        if not self.replaying:
            for model in self.models if not failed else ():
                model.introduce()
            self.recording.save()
            self.recording.warn_of_displaced()

    async def outside(self, by: str, request: Any, ask: Callable[[], Awaitable[Any]]) -> Any:
        """Return what something else than a model says to a request, as JSON: what it said then, in a replay.

        Raises
        ------
        ReplayMissError
            The recording does not hold it.
        """

        def miss() -> ReplayMissError:
            return ReplayMissError(f"the recording {self.recording.path.name} does not hold what {by} said to this run")

        async def say() -> Any:
            if not self.replaying:
                began = self.clock()
                said = await ask()
                return self.recording.add_outside(by, request, said, self.clock() - began)
            found = self.recording.outside(by, request)
            if found is None:
                raise miss()
            said, seconds = found
            await self.playback.wait(seconds)
            return said

        return await self._during(digest([by, request])[:SHORT], say, miss)

    async def call(self, text: str, call: Callable[[], Awaitable[Any]]) -> Any:
        """Return what a function of the notebook says to a text; a replay asks it too, unless the run was cut there."""

        def miss() -> ReplayMissError:
            return ReplayMissError(f"the recording {self.recording.path.name} is of a run that checked something else")

        async def work() -> Any:
            self._at_work += 1
            try:
                return await call()
            finally:
                self._at_work -= 1

        return await self._during(digest(["call", text])[:SHORT], work, miss)

    async def score(self, by: str, request: Any, score: Callable[[], Awaitable[Any]]) -> Any:
        """Return what a scorer says to a request; a replay asks it too, but does not hear it where the run was cut.

        What it asks of others is replayed up to the cut, so it is asked in any case.
        """

        def miss() -> ReplayMissError:
            return ReplayMissError(
                f"the recording {self.recording.path.name} is of a run in which {by} scored something else"
            )

        (place,) = await self.ask(digest(["score", by, request])[:SHORT], [0], miss)
        try:
            said = await score()
        except Exception:
            await self._scored(place)
            raise
        await self._scored(place)
        return said

    async def _scored(self, place: Place) -> None:
        if self.cut(place) is not None:
            await never()
        self.replied(place)

    async def _during(self, what: str, work: Callable[[], Awaitable[Any]], miss: Callable[[], ReplayMissError]) -> Any:
        """Do something that takes its time, and of which a run that was cut may never have heard."""
        (place,) = await self.ask(what, [0], miss)
        if self.cut(place) is not None:
            await never()
        try:
            done = await work()
        except Exception:
            self.replied(place)
            raise
        self.replied(place)
        return done

    # What Record and Replay tell.

    async def ask(self, request: str, samples: Sequence[int], miss: Callable[[], ReplayMissError]) -> list[Place]:
        """Note that samples are asked for, and return where they stand; what a cut run had not asked is never begun.

        Raises
        ------
        ReplayMissError
            It is what `miss` returns: the run was cut at something else, which the replay does not come to.
        """
        places = []
        for sample in samples:
            places.append((request, sample, self._asked[request, sample]))
            self._asked[request, sample] += 1
        ending = self._ending
        if ending is not None and not all(place in ending.cut or place in ending.replied for place in places):
            self._miss = self._miss or miss
            self._unasked = self._unasked or asyncio.get_running_loop().create_future()
            self._look()
            await asyncio.shield(self._unasked)
        if self._began is None:
            self._began = self.clock()
        self._open |= dict.fromkeys(places, ("", ""))
        self._look()
        return places

    def wrote(self, place: Place, text: str, reasoning: str) -> None:
        """Note more of a sample's text."""
        if place in self._open:
            before = self._open[place]
            self._open[place] = before[0] + text, before[1] + reasoning

    def restarted(self, place: Place) -> None:
        """Note that what there was of a sample's text is void."""
        if place in self._open:
            self._open[place] = "", ""

    def replied(self, place: Place) -> None:
        """Note that a sample is complete."""
        if self._open.pop(place, None) is not None:
            self._replied.add(place)
            self._look()

    def cut(self, place: Place) -> tuple[str, str] | None:
        """Return what was written of a sample that the run was cut in; None where it was not."""
        return None if self._ending is None else self._ending.cut.get(place)

    @property
    def ends(self) -> bool:
        """Whether this is the replay of a run that was cut short."""
        return self._ending is not None

    def _start(self, phase: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._unasked is not None:
            self._unasked.cancel()
        self._phase = phase
        self._asked, self._open, self._replied = Counter(), {}, set()
        self._unasked = self._miss = None
        self._ending = self.recording.ending(self._run, phase) if self.replaying else None
        self._look()

    def _look(self) -> None:
        """Wait a moment, or longer where something is still to come, and then see whether this is the end."""
        if self.replaying:
            self.playback.stir()
        if self._ending is None:
            return
        if self._timer is not None:
            self._timer.cancel()
        wait = QUIET_SECONDS if self._at_the_cut else STUCK_SECONDS
        self._timer = asyncio.get_running_loop().call_later(wait, self._stop)

    @property
    def _at_the_cut(self) -> bool:
        """Whether all that had come has been played, and all that was waited for has been asked."""
        ending = self._ending
        return ending is not None and ending.replied <= self._replied and ending.cut.keys() <= self._open.keys()

    def _stop(self) -> None:
        """End the replay where the run was cut."""
        ending = self._ending
        if ending is None:
            return
        if self._busy() or not self._open.keys() <= ending.cut.keys():
            self._look()
        elif not self._at_the_cut and self._miss is not None and self._unasked is not None:
            self._unasked.set_exception(self._miss())
        else:
            self.playback.leap((self._began or 0.0) + ending.seconds)
            self._end(ending.stop)


async def never() -> None:
    """Wait until cancelled."""
    await asyncio.Event().wait()


class Record(Wrapper):
    """A model whose replies are recorded, whether they are fresh or from a cache.

    It returns what a replay will return: a secret that a model repeats is hidden here too.

    Parameters
    ----------
    inner
        The model to ask.
    tape
        Of the run.
    priced
        Whether the run says what the model costs.
    """

    def __init__(self, inner: Model, tape: Tape, *, priced: bool = False) -> None:
        super().__init__(inner)
        self._tape = tape
        self._priced = priced
        tape.models.append(self)
        self._admitted: dict[tuple[str, int], deque[Place]] = defaultdict(deque)

    @property
    def _identity(self) -> str:
        """Weights are known by their digest, other models by their name: endpoints differ between machines."""
        return self._tape.recording.scrub(self.endpoint if self.name.startswith("local/") else self.name)

    def count_prompt(self, ask: Ask) -> int:
        """Return the inner model's count, which a replay has to reserve as well."""
        counted = self.inner.count_prompt(ask)
        self._tape.recording.add_request(request_id(self._identity, ask), self.name, ask, counted)
        return counted

    def holds(self, ask: Ask, sample: int) -> bool:
        """Return whether the inner model answers without sending anything."""
        holds = getattr(self.inner, "holds", None)
        return holds is not None and bool(holds(ask, sample))

    def stored(self, ask: Ask, sample: int) -> Reply | None:
        """Return what the inner model answers without sending anything, if it does."""
        stored: Callable[[Ask, int], Reply | None] | None = getattr(self.inner, "stored", None)
        return None if stored is None else stored(ask, sample)

    def introduce(self) -> None:
        """Record the model, also where nothing has been asked of it."""
        if self._tape.recording.model(self.name) is None:
            self._add()

    def _add(self) -> None:
        self._tape.recording.add_model(self.name, self._identity, self.capabilities, priced=self._priced)

    async def admit(self, ask: Ask, samples: Sequence[int]) -> None:
        """Note that these samples are about to be asked for."""
        request = request_id(self._identity, ask)
        for place in await self._tape.ask(request, samples, self._no_miss):
            self._admitted[place[:2]].append(place)

    @staticmethod
    def _no_miss() -> ReplayMissError:
        raise AssertionError("what is recorded misses nothing")

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Return the inner model's replies, as they are recorded."""
        self._add()
        request = request_id(self._identity, ask)
        self._tape.recording.add_request(request, self.name, ask)
        places = {sample: self._admitted[request, sample].popleft() for sample in samples}
        writing = _Writing(listener or Listener(), self._tape, places, ask.clamp)
        await self.inner.complete(ask, samples, writing)
        return [writing.replies[sample] for sample in samples]


class _Writing(Relay):
    """Records each sample the moment it is done, and passes it on as it is recorded."""

    def __init__(self, outer: Listener, tape: Tape, places: Mapping[int, Place], clamp: int | None) -> None:
        super().__init__(outer)
        self._tape = tape
        self._places = places
        self._clamp = clamp
        self._began = tape.clock()
        self._came: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self.replies: dict[int, Reply] = {}

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        self._came[sample].append((self._tape.clock() - self._began, len(reasoning) + len(text)))
        self._tape.wrote(self._places[sample], text, reasoning)
        super().text(sample, text, reasoning)

    def restarted(self, sample: int) -> None:
        self._came[sample].clear()
        self._tape.restarted(self._places[sample])
        super().restarted(sample)

    def done(self, sample: int, reply: Reply) -> None:
        recording = self._tape.recording
        reply = recording.clean(reply)
        self.replies[sample] = reply
        cached = isinstance(reply, Completion) and reply.cached
        # What a cache answers took its time when it was first asked.
        seconds = reply.usage.seconds if isinstance(reply, Completion) and cached else self._tape.clock() - self._began
        pieces = () if cached else merged(self._came[sample])
        recording.add_reply(self._places[sample][0], sample, self._clamp, reply, seconds, pieces=pieces)
        self._tape.replied(self._places[sample])
        super().done(sample, reply)


def merged(came: Pieces) -> Pieces:
    """Return pieces as few that the file stays small, and a pause stays one.

    The time from the first to the last is cut into `PIECES` equal parts; what came in one of them comes with its last.
    """
    parts: dict[int, tuple[float, int]] = {}
    for seconds, length in came:
        part = int(PIECES * (seconds - came[0][0]) / (came[-1][0] - came[0][0] or 1.0))
        part = min(part, PIECES - 1)
        parts[part] = round(seconds, 2), parts.get(part, (0.0, 0))[1] + length
    return list(parts.values())


class Replay:
    """A model that answers from a recording alone.

    Parameters
    ----------
    name
        Of the recorded model.
    tape
        Of the run.
    price
        What the run says that the model costs, in US dollars per token for prompt and completion.

    Raises
    ------
    ReplayMissError
        The recording does not know the model.
    """

    settled = True
    endpoint = "recording"

    def __init__(self, name: str, tape: Tape, *, price: tuple[float, float] | None = None) -> None:
        known = tape.recording.model(name)
        if known is None:
            others = ", ".join(tape.recording.models) or "none"
            raise ReplayMissError(f"{tape.recording.path.name} holds no replies of {name}; its models: {others}")
        self.name = name
        self._tape = tape
        self._identity, able = known
        self._capabilities = able if price is None else dataclasses.replace(able, price=price)
        self._admitted: dict[tuple[str, int], deque[Place]] = defaultdict(deque)

    @property
    def capabilities(self) -> Capabilities:
        """What the model could do when it was recorded."""
        return self._capabilities

    async def prepare(self, progress: Progress | None = None) -> None:
        """Do nothing: no weights and no key are needed."""

    def count_prompt(self, ask: Ask) -> int:
        """Return the length that was reserved for the prompt.

        Raises
        ------
        ReplayMissError
            The request was never made.
        """
        counted = self._tape.recording.prompt_tokens(request_id(self._identity, ask))
        if counted is None:
            if self._tape.ends:
                return 0  # it will not be admitted
            raise self.miss(ask, 0)
        return counted

    async def admit(self, ask: Ask, samples: Sequence[int]) -> None:
        """Wait for ever where the run had been cut before it asked for these samples.

        Raises
        ------
        ReplayMissError
            It would have asked for something else.
        """
        request = request_id(self._identity, ask)
        for place in await self._tape.ask(request, samples, lambda: self.miss(ask, samples[0])):
            self._admitted[place[:2]].append(place)

    def holds(self, ask: Ask, sample: int) -> bool:
        """Return whether the recording holds a sample."""
        found = self._reply(ask, sample)
        return found is not None and isinstance(found[0], Completion)

    def stored(self, ask: Ask, sample: int) -> Reply | None:
        """Return what was replied, without playing it."""
        found = self._reply(ask, sample)
        return None if found is None else found[0]

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Return the recorded replies.

        Raises
        ------
        ReplayMissError
            One of them is not recorded.
        """
        heard = listener or Listener()
        return list(await asyncio.gather(*(self._one(ask, sample, heard) for sample in samples)))

    async def _one(self, ask: Ask, sample: int, listener: Listener) -> Reply:
        place = self._admitted[request_id(self._identity, ask), sample].popleft()
        written = self._tape.cut(place)
        if written is not None:
            # The run was cut before this reply came, so it never does.
            if any(written):
                listener.text(sample, *written)
            await never()
        found = self._reply(ask, sample)
        if found is None:
            raise self.miss(ask, sample)
        await self._play(found, sample, listener)
        self._tape.replied(place)
        listener.done(sample, found.reply)
        return found.reply

    async def _play(self, recorded: Recorded, sample: int, listener: Listener) -> None:
        """Let the reply come as late as it did; piece by piece where somebody reads along at its pace."""
        wait, (reply, seconds, pieces) = self._tape.playback.wait, recorded
        if not (isinstance(reply, Completion) and listener.shows(sample)):
            await wait(seconds)
        elif not self._tape.pace:
            await wait(seconds)
            listener.text(sample, reply.text, reply.reasoning)
        else:
            passed, thought, said = 0.0, reply.reasoning, reply.text
            for due, length in pieces or _evenly(reply, seconds):
                pause = max(0.0, min(due, seconds) - passed)
                await wait(pause)
                passed += pause
                listener.text(sample, said[: max(0, length - len(thought))], thought[:length])
                thought, said = thought[length:], said[max(0, length - len(thought)) :]
            await wait(seconds - passed)
            if said or thought:
                listener.text(sample, said, thought)

    def _reply(self, ask: Ask, sample: int) -> Recorded | None:
        """Return the recorded reply; for a clamped request also an ordinary short enough one."""
        recording, request = self._tape.recording, request_id(self._identity, ask)
        found = recording.reply(request, sample, ask.clamp)
        if found is None and ask.clamp is not None:
            found = recording.reply(request, sample, None)
            if found and isinstance(found[0], Completion) and found[0].usage.completion_tokens > ask.clamp:
                return None
        return found

    def miss(self, ask: Ask, sample: int) -> ReplayMissError:
        """Return the error that says what is missing."""
        recording = self._tape.recording
        said = textwrap.shorten(ask.messages[-1].text, 60, placeholder="…")
        nearest = recording.nearest(request_id(self._identity, ask), self.name, ask, sample)
        return ReplayMissError(
            f"{recording.path.name} does not hold what is asked of {self.name} (“{said}”, "
            f"sample {sample}): {nearest}. A replay never goes online; record the cell again with --record"
        )


def _evenly(reply: Completion, seconds: float) -> Pieces:
    """Return pieces as if the reasoning had been there at once and the text had come bit by bit."""
    length = max(1, -(-len(reply.text) // PIECES))
    lengths = [length] * -(-len(reply.text) // length)
    return [(0.0, len(reply.reasoning)), *((seconds * i / len(lengths), n) for i, n in enumerate(lengths, 1))]
