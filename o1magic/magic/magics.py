"""`%%reason`, `%reason` and `%o1`: read the line, run the search, show and bind the result."""

from __future__ import annotations

import functools
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, cast

from IPython.core.error import UsageError
from IPython.core.magic import (
    Magics,
    line_cell_magic,
    line_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)
from traitlets import TraitError, observe, validate

from o1magic.config import LIMIT_NAMES
from o1magic.errors import ConfigError, Interrupted, near
from o1magic.magic import display
from o1magic.magic.interpolate import interpolate, look_up, own_names
from o1magic.magic.options import OPTIONS, OptionTrait, help_text, parse
from o1magic.session import Execution, execution, place

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo

    from o1magic.api import Given, Options
    from o1magic.comparison import Comparison, Contest
    from o1magic.comparison_forecast import ComparisonForecast
    from o1magic.engine import Run, Task
    from o1magic.forecast import Forecast
    from o1magic.lesson import Lesson
    from o1magic.listing import Listing
    from o1magic.magic.background import BackgroundRun
    from o1magic.result import Result
    from o1magic.scoring.registry import NamedScorer
    from o1magic.search.registry import Strategy
    from o1magic.trace import Trace

# What a run needs is imported where one starts: `%load_ext` must cost a few milliseconds.

Namespace = Mapping[str, Any]
Value: TypeAlias = "Result | Comparison | BackgroundRun | Forecast | ComparisonForecast"
Bound = TypeVar("Bound", bound=Value)
NAMED = 5
"""How many questions that a recording loses are named."""


# The session defaults have the options' names, so that `%config ReasonMagics.model = "..."` works.
_traits = {option.name: OptionTrait(option) for option in OPTIONS}
_MetaMagics: Any = type(Magics)
SessionDefaults: Any = _MetaMagics("SessionDefaults", (Magics,), _traits)


@magics_class
class ReasonMagics(SessionDefaults):  # type: ignore[misc] # made from the table of options
    """Session defaults of `%%reason`: each option of a cell is a trait of the same name here."""

    subcommands: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "models": (),
        "strategies": (),
        "scorers": (),
        "doctor": (),
        "cache": ("info", "clear", "prune"),
        "last": (),
        "limits": (),
        "record": ("FILE", "off", "--prune"),
        "replay": ("FILE", "off"),
    }

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._in_cell: list[Value] = []
        self._in_background: list[BackgroundRun] = []
        self._executions: dict[str, Execution] = {}
        self._warm_up()
        self._place_runs()

    @no_var_expand
    @needs_local_scope
    @line_cell_magic
    def reason(self, line: str, cell: str | None = None, local_ns: Namespace | None = None) -> Value:
        """Documented by `help_text`."""
        # Looked up in a copy: `--after r -o r` reads the variable that it is about to unbind.
        namespace: Namespace = {**self.shell.user_ns, **(local_ns or {})}
        parsed = parse(line, lambda text: interpolate(text, namespace))
        values = self._merge(parsed.values)
        if values["out"]:
            # Unbound before anything can fail, so that no later cell reads an old result.
            self.shell.user_ns.pop(values["out"], None)
        if parsed.problem:
            raise UsageError(parsed.problem)
        if {"compare", "strategy"} <= parsed.values.keys():
            raise UsageError("--compare and --strategy exclude each other: --compare names the strategies")
        try:
            question = _question(parsed.rest, cell)
            if not values["no_vars"]:
                question = interpolate(question, namespace)
            lesson = _lesson(values, self)
            options = _apart(api_options(values, namespace), values, parsed.values)
            if values["estimate"]:
                return self._estimate(question, values, options)
            if values["background"] and display.attended(self.shell):
                return self._begin(question, values, options)
            if values["compare"]:
                return self._compare(question, values, options)
            return self._run(question, values, options, lesson)
        except ConfigError as error:
            # IPython prints a UsageError as one line; of a subclass it prints the whole traceback.
            raise UsageError(str(error)) from None

    reason.__doc__ = help_text()

    @line_magic
    def o1(self, line: str) -> Any:
        """Tell what there is: `%o1 models`, `strategies`, `scorers`, `doctor`, `cache`, `last`, `limits`; and record.

        models
            What can be reached now: embedded models, servers on this machine, providers whose key is set.
        strategies
            Ways to search, with their options.
        scorers
            What can judge solutions, and what that costs.
        doctor
            What works here, and what to do about the rest.
        cache info, cache clear, cache prune
            Where the replies are kept and how many; forget all; forget what is over the size limit.
        last
            The result of the last run.
        limits
            The session's limits, what a policy (`o1magic.toml`) leaves of those of this kernel and of today, and the
            session's other defaults where they differ from the built-in ones.
        record FILE, record off, record --prune
            Record all runs from now on; end that; drop from the file what the cells do not ask for as they were last
            run in this kernel. What a deleted cell has asked for goes once the kernel is restarted and all cells run.
        replay FILE, replay off
            Answer all runs from now on from a recording; end that.
        """
        words = _words(line)
        name = words[0] if words else ""
        if name not in self.subcommands:
            known = ", ".join(self.subcommands)
            what = f"unknown subcommand {name!r}{near(name, self.subcommands)}" if words else "a subcommand is missing"
            raise UsageError(f"%o1: {what}; there are {known}")
        arguments = self.subcommands[name]
        if arguments and len(words) == 1:
            words += arguments[:1]
        unfit = arguments and words[-1] not in arguments and "FILE" not in arguments
        if len(words) != 1 + bool(arguments) or unfit or words[-1] == "FILE":
            needs = f"one of {', '.join(arguments)}" if arguments else "nothing more"
            raise UsageError(f"%o1 {name} takes {needs}")
        command: Callable[..., Any] = getattr(self, f"_o1_{name}")
        try:
            return command(*words[1:])
        except ConfigError as error:
            raise UsageError(str(error)) from None

    def begin_cell(self, info: ExecutionInfo) -> None:
        """Let what is asked from now on count as asked by this cell, and what it asked before no longer."""
        if info.cell_id is None:
            return
        if info.cell_id in self._executions:
            self._executions[info.cell_id].superseded = True
        self._executions[info.cell_id] = begun = Execution()
        execution.set(begun)

    def end_of_cell(self, *_: Any) -> None:
        """Let what is asked from now on count as no cell's, and results that this one has shown be shown again."""
        execution.set(None)
        for result in self._in_cell:
            result.mark_shown(shown=False)
        self._in_cell.clear()

    # -- %%reason

    def _estimate(self, question: str, values: Mapping[str, Any], options: Given) -> Forecast | ComparisonForecast:
        if values["compare"]:
            from o1magic.comparison_forecast import forecast_contest  # noqa: PLC0415 - see the top

            return self._bind(forecast_contest(_contest(question, values, options)), values)
        from o1magic.forecast import estimate  # noqa: PLC0415 - see the top

        return self._bind(estimate(question, **options), values)

    def _merge(self, given: Namespace) -> dict[str, Any]:
        """Return the values of all options: the cell's, else the session's."""
        session = {option.name: getattr(self, option.name) for option in OPTIONS}
        values: dict[str, Any] = {**session, **given}
        values["model_params"] = session["model_params"] | given.get("model_params", {})
        if "strategy" in given:
            values["compare"] = given.get("compare")
        if all(values[name] == session[name] for name in ("strategy", "compare")):
            # The session's parameters belong to the session's strategy, or to those that it compares.
            values["params"] = session["params"] | given.get("params", {})
        else:
            values["params"] = given.get("params", {})
        return values

    def _run(self, question: str, values: Mapping[str, Any], options: Given, lesson: Lesson | None) -> Value:
        runs: list[Run] = []
        try:
            from o1magic.api import make_task  # noqa: PLC0415 - see the top
            from o1magic.result import Result  # noqa: PLC0415 - see the top

            how = display.choose(values["display"], self.shell)
            opener = display.opener(how) if lesson is None else display.lesson_opener(how, lesson, values["out"] or "_")
            _watch(make_task(question, **options), how, opener, runs.append)
        except KeyboardInterrupt:
            if not runs:
                raise Interrupted("before the search began") from None
            found = Result(runs[0].trace, lesson)
            self._keep(found, values)
            raise Interrupted(_after_interrupt(values, found.trace), found) from None
        found = Result(runs[0].trace, lesson)
        kept = self._keep(found, values).mark_shown()
        if how != "none":
            self._measure(found)
        return kept

    def _compare(self, question: str, values: Mapping[str, Any], options: Given) -> Value:
        contest: Contest | None = None
        interrupted = False
        try:
            how = display.choose(values["display"], self.shell)
            contest = _contest(question, values, options)
            view = display.ComparisonView(how, [contestant.label for contestant in contest.contestants])
            for contestant in contest.contestants:
                with contest.attempt(contestant, view.fail):
                    keep = functools.partial(contest.runs.__setitem__, contestant.label)
                    _watch(contest.task(contestant), how, functools.partial(view.open, contestant.label), keep)
        except KeyboardInterrupt:
            if contest is None or not contest.runs:
                raise Interrupted("before the search began") from None
            interrupted = True
        comparison: Comparison | None = None
        try:
            comparison = contest.end(interrupted=interrupted)
        finally:
            view.finish(comparison)
        kept = self._keep(comparison, values)
        if interrupted:
            traces = [entry.trace for entry in comparison.entries if entry.trace]
            raise Interrupted(_after_interrupt(values, *traces), comparison)
        if how != "none":
            self._measure_comparison(comparison)
        return kept.mark_shown()

    def _begin(self, question: str, values: Mapping[str, Any], options: Given) -> BackgroundRun:
        """Begin a run or a comparison that goes on when this cell has ended."""
        from o1magic.magic.background import BackgroundRun  # noqa: PLC0415 - see the top

        how = display.choose(values["display"], self.shell)
        if how == "text":
            raise ConfigError("--background and --display text exclude each other: text belongs to the running cell")
        with _interrupts_held() as interrupted:
            # All or nothing: a run that goes on has a handle and a view.
            if values["compare"]:
                handle = BackgroundRun.of_comparison(_contest(question, values, options), how)
            else:
                handle = BackgroundRun.of_question(question, options, how)
        self._in_background = [*(other for other in self._in_background if not other.done), handle]
        if interrupted:
            handle.stop()
        return self._bind(handle, values).mark_shown()

    def stop_background(self) -> None:
        """End what runs in the background."""
        for handle in self._in_background:
            handle.stop()
        for handle in self._in_background:
            handle.wait()

    @staticmethod
    def _measure(found: Result) -> None:
        """Tell how far off the forecast was that this session has made of a run, the first time that it is run."""
        forecasts = sys.modules.get("o1magic.forecast")
        forecast: Forecast | None = None if forecasts is None else forecasts.claim(found.trace)
        if forecast is not None:
            print(forecast.against(found))  # noqa: T201 - a magic's output

    @staticmethod
    def _measure_comparison(found: Comparison) -> None:
        """Do the same for a comparison."""
        forecasts = sys.modules.get("o1magic.comparison_forecast")
        forecast: ComparisonForecast | None = None if forecasts is None else forecasts.claim(found)
        if forecast is not None:
            print(forecast.against(found))  # noqa: T201 - a magic's output

    def _keep(self, found: Result | Comparison, values: Mapping[str, Any]) -> Value:
        """Bind what a cell has found, partial or not, and return what is the cell's value."""
        from o1magic.api import remember  # noqa: PLC0415 - see the top

        remember(found)
        if not values["background"]:
            return self._bind(found, values)
        from o1magic.magic.background import BackgroundRun  # noqa: PLC0415 - see the top

        return self._bind(BackgroundRun.over(found), values)

    def _bind(self, value: Bound, values: Mapping[str, Any]) -> Bound:
        self._in_cell.append(value)
        if values["out"]:
            self.shell.user_ns[values["out"]] = value
        return value

    @validate("strategy", "compare")
    def _known_strategies(self, proposal: Any) -> Any:
        """Refuse a strategy that there is not as soon as the session is to use it."""
        from o1magic.search.registry import find  # noqa: PLC0415 - see the top

        value = proposal.value
        try:
            for item in [value] if isinstance(value, str) else value or ():
                find(item.partition(":")[0].strip())
        except ConfigError as error:
            raise TraitError(str(error)) from None
        return value

    @observe("record", "replay", "pace")
    def _place_runs(self, *_: Any) -> None:
        """Let what the session says of recordings count for runs from Python too."""
        place.record, place.replay, place.pace = self.record, self.replay, self.pace

    @observe("model")
    def _warm_up(self, *_: Any) -> None:
        """Import litellm in the background where the default model is hosted: it takes 2 s."""
        models = self.model or os.environ.get("O1MAGIC_MODEL") or []
        hosted = any(not name.startswith("local/") for name in ([models] if isinstance(models, str) else models))
        if hosted and "litellm" not in sys.modules:
            from o1magic.models.litellm import warm  # noqa: PLC0415 - see the top

            warm()

    # -- %o1

    def _o1_models(self) -> None:
        from o1magic.magic.doctor import models  # noqa: PLC0415 - see the top

        print(models())  # noqa: T201 - a magic's output

    def _o1_doctor(self) -> None:
        from o1magic.magic.doctor import doctor  # noqa: PLC0415 - see the top

        print(doctor(self.shell))  # noqa: T201 - a magic's output

    def _o1_strategies(self) -> Listing[Strategy]:
        from o1magic.search.registry import strategies  # noqa: PLC0415 - see the top

        return strategies()

    def _o1_scorers(self) -> Listing[NamedScorer]:
        from o1magic.scoring import scorers  # noqa: PLC0415 - see the top

        return scorers()

    def _o1_cache(self, what: str) -> None:
        from o1magic.magic.doctor import cache  # noqa: PLC0415 - see the top

        print(cache(what))  # noqa: T201 - a magic's output

    def _o1_last(self) -> Result | Comparison:
        from o1magic.api import last  # noqa: PLC0415 - see the top

        found: Result | Comparison = last()
        return found

    def _o1_record(self, what: str) -> None:
        if what == "--prune":
            from o1magic.models.recording import open_recording  # noqa: PLC0415 - see the top
            from o1magic.render.lines import short  # noqa: PLC0415 - as above
            from o1magic.render.words import count  # noqa: PLC0415 - as above

            file = getattr(self, "record")  # noqa: B009 - traits made from a table have no types
            if not file:
                raise ConfigError("%o1 record --prune: nothing is being recorded; %o1 record FILE begins")
            lines, questions = open_recording(file).prune()
            print(f"{count(lines, 'line')} dropped")  # noqa: T201 - a magic's output
            for question in questions[:NAMED]:
                print(f"  {short(question)}")  # noqa: T201 - as above
            if len(questions) > NAMED:
                print(f"  and {count(len(questions) - NAMED, 'more question')}")  # noqa: T201 - as above
            return
        self.use_recording(record=None if what == "off" else _file(what))

    def _o1_replay(self, what: str) -> None:
        from o1magic.api import require_recording  # noqa: PLC0415 - see the top

        if what != "off":
            require_recording(_file(what))
        self.use_recording(replay=None if what == "off" else _file(what))

    def use_recording(self, *, record: str | None = None, replay: str | None = None) -> None:
        """Record or replay all runs from now on; end that where neither is given."""
        self.set_trait("record", record)
        self.set_trait("replay", replay)

    def _o1_limits(self) -> None:
        from o1magic.policy import limits  # noqa: PLC0415 - see the top

        print(limits({name: value for name in LIMIT_NAMES if (value := getattr(self, name)) is not ...}))  # noqa: T201 - a magic's output
        for option in OPTIONS:
            if option.name not in LIMIT_NAMES and (value := getattr(self, option.name)) != option.default:
                print(f"{option.name:<13}{_shown(value)}")  # noqa: T201 - as above


def _after_interrupt(values: Mapping[str, Any], *traces: Trace) -> str:
    """Return where the partial result is, and whether there are replies in the cache that the next run begins with."""
    out = values["out"]
    where = f"the partial result is in {out}" if out else "%o1 last shows the partial result"
    replies = any(call.finished and call.error is None for trace in traces for call in trace.calls.values())
    return f"{where}; run the cell again to go on from there" if replies and not values["no_cache"] else where


def _words(line: str) -> list[str]:
    """Return the words of a line; what stands in quotes is one."""
    return [quoted or word for _, quoted, word in re.findall(r"""(["'])(.+?)\1(?=\s|$)|(\S+)""", line)]


def _file(name: str) -> str:
    """Return where a file is now, wherever the notebook goes by `%cd`."""
    return str(Path(name).expanduser().absolute())


def _shown(value: Any) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _lesson(values: Mapping[str, Any], session: ReasonMagics) -> Lesson | None:
    """Return the lesson that a run is shown as, if it is; `session` holds what stands for every cell."""
    from o1magic import policy  # noqa: PLC0415 - see the top

    rules = policy.current()
    told = rules.aids({name: values[name] for name in policy.AIDS})
    if not any(told.values()):
        return None
    from o1magic.lesson import Aids, Lesson  # noqa: PLC0415 - see the top

    aids = Aids(**told)
    for other in ("compare", "background"):
        if values[other]:
            off = {"reveal": False, "hints": None, "blind": False}
            unset = [f"`%config ReasonMagics.{name} = {off[name]}`" for name in off if getattr(session, name)]
            otherwise = f", or unset what stands for every cell with {' and '.join(unset)}" if unset else ""
            ruled = [f"defaults.{name}" for name in off if told[name] and not values[name]]
            otherwise += f"; {rules.file} sets {', '.join(ruled)} for every cell" if ruled else ""
            raise ConfigError(f"{aids} is for a single run in the foreground: leave out --{other}{otherwise}")
    return Lesson(aids)


def _contest(question: str, values: Mapping[str, Any], options: Given) -> Contest:
    from o1magic.comparison import OF_ONE, Contest  # noqa: PLC0415 - see the top

    given = {name: value for name, value in options.items() if name not in (*OF_ONE, "params")}
    return Contest(question, values["compare"], cast("Given", given), shared=options.get("params"))


def _watch(
    task: Task, how: display.Display, open_view: Callable[[Run], display.View], keep: Callable[[Run], object]
) -> None:
    """Run a task while its view shows it; `keep` is given the run as soon as there is one.

    Raises
    ------
    KeyboardInterrupt
        Somebody interrupted; the run has then ended as `interrupted`.
    """
    from o1magic.engine import Run  # noqa: PLC0415 - see the top

    run: Run | None = None
    view: display.View | None = None
    try:
        with _interrupts_held() as interrupted:
            # Both or neither: a run that goes on has a view, which leaves a record.
            run = Run(task, watched=how in {"live", "text"})
            keep(run)
            view = open_view(run)
        if interrupted:
            run.stop("interrupted")
        run.wait(view.tick, display.INTERVAL)
        if interrupted or run.trace.stop_reason == "interrupted":
            raise KeyboardInterrupt
    finally:
        # Also after an interrupt that came between two lines: what was opened is closed, in this order.
        if run is not None:
            run.end("interrupted")
        if view is not None:
            view.finish()


@contextmanager
def _interrupts_held() -> Iterator[list[int]]:
    """Yield a list that fills with the interrupts which come meanwhile, instead of raising them."""
    held: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield held  # signals reach the main thread alone
        return
    before = signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))
    try:
        yield held
    finally:
        signal.signal(signal.SIGINT, before)


def _question(rest: str, cell: str | None) -> str:
    if cell is None:
        if not rest:
            raise ConfigError("the question is missing: %reason [options] question")
        return rest
    if rest:
        raise ConfigError(f"unexpected text after the options: {rest!r}; the question goes below the %%reason line")
    if not cell.strip():
        raise ConfigError("the cell has no question; it goes below the %%reason line")
    return cell.strip()


def api_options(values: Mapping[str, Any], namespace: Namespace) -> Options:
    """Return the options of `reason` that these values of the magic's options mean."""
    from o1magic.magic.images import load_image  # noqa: PLC0415 - see the top

    return {
        "model": values["model"],
        "strategy": values["strategy"],
        "params": values["params"],
        "scorer": _scorer(values["scorer"], namespace),
        "aggregate": values["aggregate"],
        "check": _callable("--check", values["check"], namespace),
        "tests": _tests(values["tests"], namespace),
        "answer": values["answer"],
        "calls": values["calls"],
        "tokens": values["tokens"],
        "cost": values["cost"],
        "seconds": values["seconds"],
        "price": values["price"],
        "seed": values["seed"],
        "temperature": values["temperature"],
        "max_tokens": values["max_tokens"],
        "system": values["system"],
        "model_params": values["model_params"],
        "api_base": values["api_base"],
        "api_key": _key(values["api_key_env"]),
        "cache": _cache(no_cache=values["no_cache"], refresh=values["refresh"]),
        "images": [load_image(source, namespace) for source in values["image"]],
        "after": _after(values["after"], namespace),
    }


def _apart(options: Options, values: Mapping[str, Any], given: Namespace) -> Given:
    """Return the options that the cell says, and apart from them what only the session sets; a place in a recording."""
    from o1magic.api import DEFAULTS, KEPT, MERGED  # noqa: PLC0415 - see the top

    told: dict[str, Any] = {**options, **{name: given[name] for name in ("record", "replay", "pace") if name in given}}
    # What neither the cell nor the session sets is the policy's to set.
    told = {name: value for name, value in told.items() if name in given or value != DEFAULTS.get(name)}
    session = {name: told.pop(name) for name in KEPT if name in told and name not in given}
    for name in MERGED:
        if name in given:
            told[name] = given[name]
            session[name] = {key: value for key, value in values[name].items() if key not in given[name]}
    return cast("Given", {**told, "session": session})


def _scorer(name: str | None, namespace: Namespace) -> str | Callable[[str], Any] | None:
    from o1magic import scoring  # noqa: PLC0415 - see the top

    if name is None:
        return None
    if scoring.is_known(name):
        if name in namespace and callable(namespace[name]):
            raise ConfigError(f"{name} is a built-in scorer and a function of the notebook too: rename the function")
        return name
    if name.split(".")[0] not in namespace:
        raise scoring.unknown(name, [own for own in own_names(namespace) if callable(namespace[own])])
    return _callable("--scorer", name, namespace)


def _tests(name: str | None, namespace: Namespace) -> Any:
    return None if name is None else _variable("--tests", name, namespace)


def _callable(flag: str, name: str | None, namespace: Namespace) -> Callable[[str], Any] | None:
    if name is None:
        return None
    value = _variable(flag, name, namespace)
    if not callable(value):
        raise ConfigError(f"{flag} {name}: a {type(value).__name__} cannot be called; it needs a function of one text")
    function: Callable[[str], Any] = value
    return function


def _after(name: str | None, namespace: Namespace) -> Result | None:
    from o1magic.magic.background import BackgroundRun  # noqa: PLC0415 - see the top
    from o1magic.result import Result  # noqa: PLC0415 - see the top

    if name is None:
        return None
    value = _variable("--after", name, namespace)
    if isinstance(value, BackgroundRun):
        if not value.done:
            raise ConfigError(f"--after {name}: it still runs; {name}.result() waits for its end")
        value = value.result()
    if not isinstance(value, Result):
        raise ConfigError(f"--after {name}: a {type(value).__name__} is no Result; -o NAME binds one")
    return value


def _variable(flag: str, name: str, namespace: Namespace) -> Any:
    try:
        return look_up(name, namespace)
    except ConfigError as error:
        raise ConfigError(f"{flag} {name}: {error}") from None


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    key = os.environ.get(variable)
    if not key:
        # A name in other than capitals may be a key that was given by mistake: it is not repeated.
        named = f" {variable}" if variable.isupper() else ""
        raise ConfigError(
            f"--api-key-env{named}: this environment variable is not set; it takes the name of the variable "
            "that holds the key"
        )
    return key


def _cache(*, no_cache: bool, refresh: bool) -> bool | str:
    if no_cache and refresh:
        raise ConfigError("--no-cache and --refresh exclude each other")
    return "refresh" if refresh else not no_cache
