"""`reason` and `areason`: a question and options in, a `Result` out. The magic goes through the same door."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import math
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import EllipsisType
from typing import Any, TypedDict, TypeVar, Unpack, cast

from o1magic import policy, scoring
from o1magic.calibration import Calibration
from o1magic.config import (
    LIMIT_NAMES,
    Aggregate,
    AnswerKind,
    Config,
    Limits,
    address,
    is_amount,
    is_text,
    plain,
    require,
    require_json,
)
from o1magic.engine import Run, Task
from o1magic.errors import ConfigError, Interrupted, RecordingError, near
from o1magic.models.base import Model
from o1magic.models.cache import Store, shared_store
from o1magic.models.recording import SHORT, Recording, open_recording
from o1magic.models.replay import Tape
from o1magic.models.resolve import DEFAULT_MODEL, resolve
from o1magic.policy import says_nothing
from o1magic.result import Result, Shown
from o1magic.scoring import ByCallable, Scorer, UserCallable
from o1magic.scoring.registry import BUILT_IN
from o1magic.scoring.reward import Reward
from o1magic.scoring.tests import Tests
from o1magic.scrub import secrets_in, split_credentials
from o1magic.session import place
from o1magic.trace import Event, Trace
from o1magic.types import Image, Message, Role, digest

Found = TypeVar("Found", bound=Shown)


class Options(TypedDict, total=False):
    """The options of `reason`, documented there."""

    model: str | Model | Sequence[str | Model] | None
    strategy: str
    params: Mapping[str, Any] | None
    scorer: str | UserCallable | None
    aggregate: Aggregate
    check: UserCallable | None
    tests: str | Sequence[str] | None
    answer: AnswerKind
    calls: int | EllipsisType | None
    tokens: int | EllipsisType | None
    cost: float | EllipsisType | None
    seconds: float | EllipsisType | None
    price: tuple[float, float] | None
    seed: int
    temperature: float | None
    max_tokens: int | None
    system: str | None
    model_params: Mapping[str, Any] | None
    api_base: str | None
    api_key: str | None
    cache: bool | str | os.PathLike[str]
    record: str | os.PathLike[str] | None
    replay: str | os.PathLike[str] | None
    pace: float
    images: Sequence[Image]
    after: Result | None
    calibration: Calibration | None
    on_event: Callable[[Event], None] | None


class Given(Options, total=False):
    """The options of a run, and apart from them those that only its session sets: a replay takes these as recorded."""

    session: Mapping[str, Any]


DEFAULTS: Options = {
    "model": None,
    "strategy": "auto",
    "params": None,
    "scorer": None,
    "aggregate": "last",
    "check": None,
    "tests": None,
    "answer": "auto",
    "calls": ...,
    "tokens": ...,
    "cost": ...,
    "seconds": ...,
    "price": None,
    "seed": 0,
    "temperature": None,
    "max_tokens": None,
    "system": None,
    "model_params": None,
    "api_base": None,
    "api_key": None,
    "cache": True,
    "record": None,
    "replay": None,
    "pace": 0.0,
    "images": (),
    "after": None,
    "calibration": None,
    "on_event": None,
}


def make_task(
    question: str, *, writes: bool = True, share: Mapping[str, Any] | None = None, **options: Unpack[Given]
) -> Task:
    """Return the task that the options of `reason` describe; nothing is sent, loaded or downloaded.

    Parameters
    ----------
    writes
        Whether it is written to a recording, where the options or the session name one.
    share
        Lower limits, for what is one of several; a recording does not know the run by them.

    Raises
    ------
    ConfigError
        An option that is unknown, cannot be used, or is not what the policy allows.
    RecordingError
        A recording cannot be read or written, or something must not stand in it.
    """
    session = _plain(options.pop("session")) if "session" in options else None
    for name in options:
        if name not in DEFAULTS:
            raise ConfigError(
                f"unknown option {name!r}{near(name, DEFAULTS)}; options of a strategy go into params={{{name!r}: ...}}"
            )
    rules = policy.current()
    said = _said(rules.admit(_placed(_plain(options)), DEFAULTS))
    if not writes:
        said.pop("record", None)
    tape = _tape(said, rules)
    sends = tape is None or not tape.replaying
    # A replay knows what its session had set; this session's settings are not asked.
    own = _said(rules.admit(session or {}, DEFAULTS)) if sends else {}
    strict_cost = {**own, **said, **(share or {})}.get("cost", ...) is not ...
    defaults: dict[str, Any] = {**DEFAULTS, **rules.defaults, **own}
    cell = "" if tape is None else _cell(question, _checked(question, cast(Options, {**DEFAULTS, **said})), said)
    told = {**defaults, **said, **_added(own, said)}
    if tape is not None and tape.replaying:
        here = _said(session or {})
        whole = {**defaults, **here}
        whole["params"] = {**(whole["params"] or {}), **(said.get("params") or {})}
        held = _held(tape.recording, cell, said, here, _settings(whole, rules))
        told |= held | _added(said, held)  # in the order in which the cell says them
    given = _checked(question, cast(Options, told))
    models = _models(given["model"])
    model_params, credentials = split_credentials(given["model_params"] or {})
    scorer = _scorer(given)
    limits = rules.limit(limits_of(given)) if sends else limits_of(given)
    config = Config(
        models=tuple(_name_of(model) for model in models),
        strategy=given["strategy"],
        params=dict(given["params"] or {}),
        scorer=None if given["scorer"] is None or scorer is None else scorer.name,
        scorer_address=scorer.address if isinstance(scorer, Reward) else None,
        aggregate=given["aggregate"],
        check=None if given["check"] is None else _name(given["check"]),
        tests=None if given["tests"] is None else _asserts(given["tests"]),
        answer="code" if given["tests"] is not None and given["answer"] == "auto" else given["answer"],
        limits=dataclasses.replace(limits, **(share or {})),
        seed=given["seed"],
        temperature=given["temperature"],
        max_tokens=given["max_tokens"],
        system=given["system"],
        model_params=model_params,
        api_base=given["api_base"],
        price=None if given["price"] is None else (given["price"][0] / 1e6, given["price"][1] / 1e6),
    )
    rules.require_allowed("strategy", [config.strategy])
    rules.require_allowed("model", config.models if sends else [])
    if given["calibration"] is not None:
        given["calibration"].require(config)
    if tape is not None and not tape.replaying:
        secrets = secrets_in([{"api_key": given["api_key"]}, credentials])
        # A key that a model's name holds is a placeholder (`ollama`), and replays look the name up.
        tape.recording.hide_secrets(text for text in secrets if not any(text in name for name in config.models))
        settings = _settings(defaults, rules)
        if session is not None or not tape.recording.defaults:
            tape.recording.add_defaults(settings)
        settings = {name: value for name, value in settings.items() if name not in said}
        unsaid = {name: value for name, value in model_params.items() if name not in said.get("model_params", {})}
        settings |= {"params": config.params, "model_params": unsaid, **limits.to_json()}
        tape.recording.add_settings(cell, question, settings)
    store = _store(given["cache"]) if sends else None
    resolved = [
        resolve(
            model,
            config,
            api_key=given["api_key"],
            credentials=credentials,
            store=store,
            refresh=given["cache"] == "refresh",
            tape=tape,
        )
        for model in models
    ]
    after = given["after"]
    return Task(
        question=question,
        config=config,
        model=resolved[0],
        others=resolved[1:],
        scorer=scorer,
        images=given["images"],
        prior=() if after is None else _turns(after),
        strict_cost=strict_cost,
        journal=store,
        tape=tape,
        allowance=rules.allowance if sends else None,
    )


# fmt: off
KEPT = (
    "model", "strategy", "params", "scorer", "aggregate", "answer", "calls", "tokens", "cost", "seconds", "price",
    "seed", "temperature", "max_tokens", "system", "model_params",
)
# fmt: on
"""Options that a recording keeps where a cell does not say them."""
MERGED = ("params", "model_params")
"""Those of which a cell adds to what its session says."""


def _added(first: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of `MERGED` that `more` adds to."""
    return {name: {**(first.get(name) or {}), **more[name]} for name in MERGED if isinstance(more.get(name), Mapping)}


_VALUES = (*LIMIT_NAMES, "price", "seed", "temperature", "max_tokens", "params", "model_params")
"""Options whose values may be NumPy's."""


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options with Python's own values in place of NumPy's."""
    return {name: plain(value) if name in _VALUES else value for name, value in options.items()}


def _placed(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options with the session's place in a recording, where they name none."""
    named = options.get("record") is not None or options.get("replay") is not None
    own = {} if named else {"record": place.record, "replay": place.replay}
    return {**options, "pace": options.get("pace", place.pace), **own}


def _said(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that say something: where None is the default, None and the like leave them open."""
    built_in: Mapping[str, Any] = DEFAULTS
    return {
        name: value
        for name, value in options.items()
        if not (says_nothing(name, value) and built_in[name] in (None, ...))
    }


def _cell(question: str, given: Options, said: Collection[str]) -> str:
    """Return what a recording knows a cell by: all that it says of how it is to be answered, and to what."""
    prior = [message.to_json() for message in (_turns(given["after"]) if given["after"] is not None else ())]
    images = [image.digest for image in given["images"]]
    options: Mapping[str, Any] = {
        **given,
        "model": [_name_of(model) for model in _models(given["model"])],
        "model_params": split_credentials(given["model_params"] or {})[0],
    }
    return digest([question, images, prior, {name: _json(options[name]) for name in KEPT if name in said}])[:SHORT]


def _json(value: Any) -> Any:
    """Return an option's value as JSON."""
    if isinstance(value, Mapping):
        return {str(name): _json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return value if value is None or isinstance(value, str | int | float) else _name(value)


def _settings(defaults: Mapping[str, Any], rules: policy.Policy) -> dict[str, Any]:
    """Return the options of `KEPT` as they are where a cell does not say them, as JSON: a function is its name."""
    told = {name: defaults[name] for name in KEPT} | rules.limit(limits_of(cast(Options, defaults))).to_json()
    told["model"] = told["model"] or os.environ.get("O1MAGIC_MODEL") or DEFAULT_MODEL
    told["model_params"] = split_credentials(told["model_params"] or {})[0]
    return {name: _json(value) for name, value in told.items()}


def _held(
    recording: Recording, cell: str, said: Collection[str], session: Mapping[str, Any], like: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a replay takes from its recording: what the cell had, else what the last one had.

    Of several cells that say the same, the one that the settings of this session point to: what it sets itself, and
    `like`, what its runs have beside that. A function that the recording can only name is taken from it.
    """
    settings = recording.settings(cell, like, session)
    # A policy may have allowed less than the cell says, and the session have had more to say of the parameters.
    whole = () if settings is None else (*LIMIT_NAMES, *MERGED)
    told = recording.defaults if settings is None else settings
    held = {name: value for name, value in told.items() if name in whole or (name in KEPT and name not in said)}
    scorer = session.get("scorer")
    if callable(scorer) and held.get("scorer") == _name(scorer):
        held["scorer"] = scorer
    return held


def _tape(options: Mapping[str, Any], rules: policy.Policy) -> Tape | None:
    """Return the run's place in the recording that it is written to, or played from, if any.

    Raises
    ------
    ConfigError
        Both are asked for, or the pace cannot be used.
    RecordingError
        What is there is no recording.
    """
    record, replay, pace = options.get("record"), options.get("replay"), options.get("pace", 0.0)
    require(is_amount(pace) and math.isfinite(pace), "pace", pace, "a number that is not negative")
    for name, file in (("record", record), ("replay", replay)):
        require(file is None or isinstance(file, os.PathLike) or is_text(file), name, file, "the path of a file")
    if record is not None and replay is not None:
        raise ConfigError("a run is either recorded or replayed: leave out one of record and replay")
    # A grader replays a notebook that records, and changes nothing in it.
    replay = os.environ.get("O1MAGIC_REPLAY") or replay
    if replay is not None:
        require_recording(replay, rules.file if replay == rules.replay else "")
        return Tape(open_recording(replay), replaying=True, pace=pace)
    if record is None:
        return None
    recording = open_recording(record, rules.hidden)
    recording.require_writable()
    return Tape(recording, replaying=False)


def require_recording(file: str | os.PathLike[str], by: str = "") -> None:
    """Raise a RecordingError where there is nothing to replay: in `O1MAGIC_REPLAY`, else in this file, named `by`."""
    variable = os.environ.get("O1MAGIC_REPLAY")
    played, by = Path(variable or file).expanduser(), "O1MAGIC_REPLAY" if variable else by
    if not played.exists():
        named = f", which {by} names" if by else ""
        raise RecordingError(f"there is no recording {played.name}{named}; --record {played.name} makes one")


def reason(question: str, **options: Unpack[Options]) -> Result:
    """Answer a question by a search over chains of thought. It also works inside a running event loop.

    Parameters
    ----------
    question
        In Markdown.
    model
        Any LiteLLM name, `local/NAME` for the embedded engine, or an object with the `Model` protocol; a list of them
        for a strategy that asks several. Default: `O1MAGIC_MODEL`, then the embedded default.
    strategy, params
        How to search, and the strategy's options; `o1magic.strategies()` lists them.
    scorer
        A name (`o1magic.scorers()` lists them), a callable that takes a solution's text and returns a number in [0, 1],
        or the address of a reward model, `http://...`.
    aggregate
        `last`, `min`, `prod` or `mean`: how the scores of steps become that of their chain.
    check
        A callable that takes an answer and returns a bool or a number in [0, 1]: an executable verifier.
    tests
        Lines of Python with asserts, or a list of them: an executable verifier of code, run in the sandbox. `auto`
        answers are code then.
    answer
        `auto`, `number`, `choice`, `text` or `code`: what an answer looks like, hence what counts as equal.
    calls, tokens, cost, seconds
        Hard limits of the whole search, cost in US dollars. `...` stands for the default (64, 64000, 1.0, 120),
        None lifts one, 0 is zero.
    price
        US dollars per million tokens, for prompt and completion, where the model's price is unknown.
    seed
        Another seed means fresh samples.
    temperature, max_tokens, system, model_params
        Passed to the model. Credentials among the parameters are kept out of everything that is written.
    api_base, api_key
        Endpoint of an OpenAI-compatible server, and its key.
    cache
        True, False, "refresh" (ask again and store) or a folder.
    record
        A file that every reply of the run is written to, beside what stands there already. Where neither this nor
        `replay` is given, what the session says counts: `%o1 record FILE`, `%o1 replay FILE`.
    replay
        A recording that answers in place of the models, offline: what it does not hold is an error. It also tells what
        options are not given here. `O1MAGIC_REPLAY` names one for all runs, also for those that record.
    pace
        How fast a replay is played: 0 at once, 1 as fast as it was, .5 in half the time.
    images
        Pictures that belong to the question.
    after
        An earlier result: its question and solution come before this one, and what came before them.
    calibration
        What `o1magic.calibrate` made of earlier results of the same model, strategy and scorer: the result then says
        with which `confidence` its answer is right.
    on_event
        Called with each event of the trace, in order.

    Returns
    -------
    Result
        With what there is, should a limit have ended the search.

    Raises
    ------
    ConfigError
        An option cannot be used.
    ModelError
        The model cannot be used, or every request failed.
    RecordingError
        A recording cannot be read or written, or does not hold a request: then it is a `ReplayMissError`.
    Interrupted
        A person interrupted; its `result` is what there was, and `last` returns that too.
    """
    run = Run(make_task(question, **options))
    try:
        trace = run.wait(announcer(run, options.get("on_event")))
    except KeyboardInterrupt:
        again = "" if options.get("cache") is False else "; the same call goes on from there"
        found = remember(Result(run.trace))
        raise Interrupted(f"o1magic.last() is the partial result{again}", found) from None
    return remember(_result(trace, options))


async def areason(question: str, **options: Unpack[Options]) -> Result:
    """Do the same as `reason` from a running event loop, whose thread also runs the callables.

    Cancelling it ends the run; `last` then returns what there was.
    """
    run = Run(make_task(question, **options), post=asyncio.get_running_loop().call_soon_threadsafe)
    try:
        trace = await run.join(announcer(run, options.get("on_event")))
    except asyncio.CancelledError:
        remember(Result(run.trace))
        raise
    return remember(_result(trace, options))


_last: Shown | None = None


def remember(found: Found) -> Found:
    """Take this for what `last` returns, and return it."""
    global _last  # noqa: PLW0603 - one process has one last run
    _last = found
    return found


def last() -> Any:
    """Return the `Result` or `Comparison` of the last run that has ended, however it was begun, partial or not.

    Raises
    ------
    ConfigError
        There is none.
    """
    if _last is None:
        raise ConfigError("nothing has been run yet")
    return _last


for _function in (reason, areason):
    # One table of options serves Tab completion, `?` and the type checker.
    vars(_function)["__signature__"] = inspect.Signature(
        [
            inspect.Parameter("question", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=str),
            *(
                inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
                for name, default in DEFAULTS.items()
            ),
        ],
        return_annotation=Result,
    )


def _checked(question: object, given: Options) -> Options:
    """Return the options as they are.

    Raises
    ------
    ConfigError
        The question, or an option that `Config` does not hold as it is given here, cannot be used.
    """
    model, price, images, cache = given["model"], given["price"], given["images"], given["cache"]
    after, on_event, api_key = given["after"], given["on_event"], given["api_key"]
    calibration = given["calibration"]
    several = model if isinstance(model, list | tuple) else [model] if model else []
    models = all(is_text(one) or (isinstance(one, Model) and not isinstance(one, type)) for one in several)
    a_pair = isinstance(price, list | tuple) and len(price) == 2 and all(map(is_amount, price))  # noqa: PLR2004
    pictures = isinstance(images, list | tuple) and all(isinstance(image, Image) for image in images)
    a_place = isinstance(cache, bool | os.PathLike) or is_text(cache)
    for name, value, good, what in (
        ("question", question, isinstance(question, str), "a text"),
        ("model", model, models, "a name or a Model object, or a list of them"),
        ("price", price, price is None or a_pair, "a pair of US dollars per million prompt and completion tokens"),
        ("images", images, pictures, "a list of o1magic.Image; Image.of(data, media_type) makes one"),
        ("after", after, after is None or isinstance(after, Result), "a Result"),
        (
            "calibration",
            calibration,
            calibration is None or isinstance(calibration, Calibration),
            "what o1magic.calibrate returns",
        ),
        ("cache", cache, a_place, 'True, False, "refresh" or a folder'),
        ("on_event", on_event, on_event is None or callable(on_event), "a function of an Event"),
    ):
        require(good, name, value, what)
    for name, mapping in (("params", given["params"]), ("model_params", given["model_params"])):
        # Not shown: there may be a secret in it.
        if mapping is not None and not (isinstance(mapping, Mapping) and all(isinstance(key, str) for key in mapping)):
            raise ConfigError(f"{name} is not a mapping from names to values")
        # What a client takes for a key may be anything, and is written nowhere.
        require_json(name, split_credentials(mapping or {})[0])
    if not (api_key is None or is_text(api_key)):
        raise ConfigError("api_key is not a text, or has nothing in it")
    if given["api_base"] is not None:
        address(given["api_base"])
    return given


def _models(given: str | Model | Sequence[str | Model] | None) -> Sequence[str | Model]:
    """Return the models that are asked, one at least."""
    if isinstance(given, list | tuple):
        return given or _models(None)
    return [cast("str | Model", given or os.environ.get("O1MAGIC_MODEL") or DEFAULT_MODEL)]


def _name_of(model: str | Model) -> str:
    return model if isinstance(model, str) else model.name


def announcer(run: Run, on_event: Callable[[Event], None] | None) -> Callable[[], None] | None:
    """Return a function that hands over the events that are new since its last call."""
    if on_event is None:
        return None
    seen = 0

    def announce() -> None:
        nonlocal seen
        for event in run.trace.events[seen:]:
            seen += 1
            on_event(event)

    return announce


def _result(trace: Trace, given: Options) -> Result:
    """Return the result of a finished run; with a calibration, its confidence or why there is none is an event too."""
    result, calibration, on_event = Result(trace), given.get("calibration"), given.get("on_event")
    if calibration is None:
        return result
    try:
        told = calibration(result)
    except ConfigError as error:
        # What the answer was chosen by shows only now; what has been found and paid must not be lost over it.
        told = Result(Trace(trace.events))
        told.trace.append(
            Event(len(trace.events), trace.events[-1].t, "note", None, {"text": f"No confidence: {error}"})
        )
    if on_event is not None:
        for event in told.trace.events[len(trace.events) :]:
            on_event(event)
    return told


def _name(function: str | UserCallable) -> str:
    return function if isinstance(function, str) else getattr(function, "__name__", type(function).__name__)


def _scorer(given: Options) -> Scorer | None:
    check, scorer, tests = given["check"], given["scorer"], given["tests"]
    if tests is not None and given["answer"] not in ("auto", "code"):
        raise ConfigError(f"tests are for code, and the answer is to be a {given['answer']}: leave out one of them")
    for name, value in (("check", check), ("scorer", None if isinstance(scorer, str) else scorer)):
        require(value is None or callable(value), name, value, "a function of one text")
    kinds = {"a check": check, "tests": tests, "a scorer": scorer}
    first, *others = [kind for kind, value in kinds.items() if value is not None] or [""]
    if others:
        verb = "are" if first == "tests" else "is"
        raise ConfigError(
            f"{first} and {others[0]} exclude each other: where there {verb} {first}, nothing else scores"
        )
    if check is not None:
        return ByCallable(check, "check", "answer")
    if tests is not None:
        return Tests(_asserts(tests))
    if scorer is None:
        return None
    if isinstance(scorer, str):
        return scoring.find(scorer)
    name = _name(scorer)
    if name in BUILT_IN:
        raise ConfigError(f"scores stand under their scorer's name, and {name!r} is built in: rename your function")
    return ByCallable(scorer, name, "text")


def _asserts(tests: str | Sequence[str]) -> str:
    """Return the text of the tests."""
    lines = tests if isinstance(tests, list | tuple) else [tests]
    require(all(isinstance(line, str) for line in lines), "tests", tests, "a text with asserts, or a list of texts")
    return "\n".join(cast("Sequence[str]", lines))


def limits_of(options: Options) -> Limits:
    """Return the limits of a run with these options; those that are not given are the built-in ones."""
    limits: dict[str, Any] = {name: options[name] for name in LIMIT_NAMES if options.get(name, ...) is not ...}
    return Limits(**limits)


def _store(cache: bool | str | os.PathLike[str]) -> Store | None:  # noqa: FBT001 - the value of a public option
    if cache is False:
        return None
    return shared_store(None if cache is True or cache == "refresh" else Path(cache))


def _turns(after: Result) -> tuple[Message, ...]:
    """Return what was said up to the end of a result: all that came before it too, but no reply without a text."""
    earlier = (Message.of(cast(Role, turn["role"]), turn["text"]) for turn in after.trace.prior)
    last = (Message.of("user", after.question), Message.of("assistant", after.text))
    return (*earlier, *(message for message in last if message.text))
