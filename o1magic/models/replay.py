"""A run with a recording beside it: `Record` writes what its models reply, `Replay` replies in their place."""

from __future__ import annotations

import asyncio
import dataclasses
import textwrap
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from o1magic.config import StopReason
from o1magic.errors import ReplayMissError
from o1magic.models.base import Capabilities, Listener, Model, Progress, Relay, Reply, Wrapper
from o1magic.models.recording import Ending, Recording, Sample, request_id
from o1magic.types import Ask, Completion

STUCK_SECONDS = 5.0
"""How long a replay waits for the state in which the run was cut short, should it take another way to it."""
PIECES = 24
"""In how many pieces a reply is shown that is played at its pace."""


class Tape:
    """One run's place in a recording: what it has asked, and how far it has got.

    Parameters
    ----------
    recording
        The file.
    replaying
        Whether the run is played from it; otherwise it is written to it.
    pace
        Of a replay: 0 plays at once, 1 as fast as it was, .5 twice as fast.
    """

    def __init__(self, recording: Recording, *, replaying: bool, pace: float = 0.0) -> None:
        self.recording = recording
        self.replaying = replaying
        self.pace = pace
        self._run = ""
        self._phase = 0
        self._end: Callable[[StopReason], None] = lambda _reason: None
        self._ending: Ending | None = None
        self._open: dict[Sample, str] = {}
        self._replies = 0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, run: str, end: Callable[[StopReason], None]) -> None:
        """Begin a run; its `end` is called where a replay has come to what cut the run short."""
        self._run, self._end = run, end
        self._start(0)

    def next_phase(self, stop: StopReason | None) -> None:
        """Note how what the run has done so far ended; what follows is counted anew.

        Parameters
        ----------
        stop
            What cut it short, None where that was neither time nor a person.
        """
        if not self.replaying:
            ending = None if stop is None else Ending(stop, self._replies, dict(self._open))
            self.recording.add_ending(self._run, self._phase, ending)
        self._start(self._phase + 1)

    def finish(self) -> None:
        """Write what is not written yet."""
        if self._timer is not None:
            self._timer.cancel()
        if not self.replaying:
            self.recording.save()

    async def outside(self, by: str, request: Any, ask: Callable[[], Awaitable[Any]]) -> Any:
        """Return what something else than a model says to a request, as JSON: what it said then, in a replay.

        Raises
        ------
        ReplayMissError
            The recording does not hold it.
        """
        if not self.replaying:
            return self.recording.add_outside(by, request, await ask())
        said = self.recording.outside(by, request)
        if not said:
            raise ReplayMissError(f"the recording {self.recording.path.name} does not hold what {by} said to this run")
        return said[0]

    # What Record and Replay tell.

    def asked(self, sample: Sample) -> None:
        """Note that a sample has been asked for."""
        self._open[sample] = ""
        self._look()

    def wrote(self, sample: Sample, text: str | None) -> None:
        """Note more of a sample's text; None voids what there was."""
        if sample in self._open:
            self._open[sample] = "" if text is None else self._open[sample] + text

    def replied(self, sample: Sample) -> None:
        """Note that a sample is complete."""
        self._open.pop(sample, None)
        self._replies += 1
        self._look()

    def cut(self, sample: Sample) -> str | None:
        """Return what was written of a sample that the run was cut in; None where it was not."""
        return None if self._ending is None else self._ending.cut.get(sample)

    @property
    def at_its_end(self) -> bool:
        """Whether all replies have been played that had come when the run was cut short."""
        return self._ending is not None and self._replies >= self._ending.replies

    def _start(self, phase: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._phase = phase
        self._open, self._replies = {}, 0
        self._ending = self.recording.ending(self._run, phase) if self.replaying else None
        self._look()

    def _look(self) -> None:
        """End the replay where the run was cut: all its replies are there, and all that it waited for is asked."""
        ending = self._ending
        if ending is None or not self.at_its_end:
            return
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
        waits = ending.cut.keys() <= self._open.keys()
        # Not at once: what the last reply has set going comes first.
        self._timer = loop.call_later(0 if waits and ending.cut else STUCK_SECONDS, self._end, ending.stop)


class Record(Wrapper):
    """A model whose replies are recorded, whether they are fresh or from a cache.

    It returns what a replay will return: a secret that a model repeats is hidden here too.

    Parameters
    ----------
    inner
        The model to ask.
    tape
        Of the run.
    """

    def __init__(self, inner: Model, tape: Tape) -> None:
        super().__init__(inner)
        self._tape = tape

    @property
    def _identity(self) -> str:
        """Weights are known by their digest, other models by their name: endpoints differ between machines."""
        return self.endpoint if self.name.startswith("local/") else self.name

    def count_prompt(self, ask: Ask) -> int:
        """Return the inner model's count, which a replay has to reserve as well."""
        counted = self.inner.count_prompt(ask)
        self._tape.recording.add_request(request_id(self._identity, ask), self.name, ask, counted)
        return counted

    def holds(self, ask: Ask, sample: int) -> bool:
        """Return whether the inner model answers without sending anything."""
        holds = getattr(self.inner, "holds", None)
        return holds is not None and bool(holds(ask, sample))

    async def complete(self, ask: Ask, samples: Sequence[int], listener: Listener | None = None) -> list[Reply]:
        """Return the inner model's replies, as they are recorded."""
        self._tape.recording.add_model(self.name, self._identity, self.capabilities)
        request = request_id(self._identity, ask)
        self._tape.recording.add_request(request, self.name, ask)
        writing = _Writing(listener or Listener(), self._tape, request, ask.clamp)
        for sample in samples:
            self._tape.asked((request, sample))
        await self.inner.complete(ask, samples, writing)
        return [writing.replies[sample] for sample in samples]


class _Writing(Relay):
    """Records each sample the moment it is done, and passes it on as it is recorded."""

    def __init__(self, outer: Listener, tape: Tape, request: str, clamp: int | None) -> None:
        super().__init__(outer)
        self._tape = tape
        self._request = request
        self._clamp = clamp
        self.replies: dict[int, Reply] = {}

    def text(self, sample: int, text: str, reasoning: str = "") -> None:
        self._tape.wrote((self._request, sample), text)
        super().text(sample, text, reasoning)

    def restarted(self, sample: int) -> None:
        self._tape.wrote((self._request, sample), None)
        super().restarted(sample)

    def done(self, sample: int, reply: Reply) -> None:
        recording = self._tape.recording
        if isinstance(reply, Completion):
            reply = dataclasses.replace(
                reply, text=recording.scrub(reply.text), reasoning=recording.scrub(reply.reasoning)
            )
        else:
            reply = type(reply)(recording.scrub(str(reply)))
        self.replies[sample] = reply
        recording.add_reply(self._request, sample, self._clamp, reply)
        self._tape.replied((self._request, sample))
        super().done(sample, reply)


class Replay:
    """A model that answers from a recording alone.

    Parameters
    ----------
    name
        Of the recorded model.
    tape
        Of the run.

    Raises
    ------
    ReplayMissError
        The recording does not know the model.
    """

    settled = True
    endpoint = "recording"

    def __init__(self, name: str, tape: Tape) -> None:
        known = tape.recording.model(name)
        if known is None:
            others = ", ".join(tape.recording.models) or "none"
            raise ReplayMissError(f"{tape.recording.path.name} holds no replies of {name}; its models: {others}")
        self.name = name
        self._tape = tape
        self._identity, self._capabilities = known

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
            if self._tape.at_its_end:
                return 0
            raise self._miss(ask, 0)
        return counted

    def holds(self, ask: Ask, sample: int) -> bool:
        """Return whether the recording holds a sample."""
        return isinstance(self._reply(ask, sample), Completion)

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
        at = request_id(self._identity, ask), sample
        reply = self._reply(ask, sample)
        written = self._tape.cut(at)
        if written is not None or (reply is None and self._tape.at_its_end):
            # The run was cut before this reply came, so it never does.
            if written:
                listener.text(sample, written)
            self._tape.asked(at)
            await asyncio.Event().wait()
        if reply is None:
            raise self._miss(ask, sample)
        self._tape.asked(at)
        await self._play(reply, sample, listener)
        self._tape.replied(at)
        listener.done(sample, reply)
        return reply

    async def _play(self, reply: Reply, sample: int, listener: Listener) -> None:
        """Let the reply come, at once or at its pace."""
        shown = isinstance(reply, Completion) and listener.shows(sample)
        seconds = self._tape.pace * reply.usage.seconds if isinstance(reply, Completion) else 0.0
        if not seconds:
            await asyncio.sleep(0)
            if isinstance(reply, Completion) and shown:
                listener.text(sample, reply.text, reply.reasoning)
            return
        if not (isinstance(reply, Completion) and shown):
            await asyncio.sleep(seconds)
            return
        length = max(1, -(-len(reply.text) // PIECES))
        pieces = [reply.text[i : i + length] for i in range(0, len(reply.text), length)] or [""]
        listener.text(sample, "", reply.reasoning)
        for piece in pieces:
            await asyncio.sleep(seconds / len(pieces))
            listener.text(sample, piece)

    def _reply(self, ask: Ask, sample: int) -> Reply | None:
        """Return the recorded reply; for a clamped request also an ordinary one that is short enough."""
        recording, request = self._tape.recording, request_id(self._identity, ask)
        reply = recording.reply(request, sample, ask.clamp)
        if reply is None and ask.clamp is not None:
            reply = recording.reply(request, sample, None)
            if isinstance(reply, Completion) and reply.usage.completion_tokens > ask.clamp:
                return None
        return reply

    def _miss(self, ask: Ask, sample: int) -> ReplayMissError:
        recording = self._tape.recording
        said = textwrap.shorten(ask.messages[-1].text, 60, placeholder="…")
        nearest = recording.nearest(request_id(self._identity, ask), self.name, ask, sample)
        return ReplayMissError(
            f"{recording.path.name} does not hold what is asked of {self.name} (“{said}”, "
            f"sample {sample}): {nearest}. A replay never goes online; record the cell again with --record"
        )
