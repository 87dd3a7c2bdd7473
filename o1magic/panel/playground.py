"""`Playground`: controls for a question and how to answer it, the live view of a run, and the runs so far."""

from __future__ import annotations

import functools
import html
import threading
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
from IPython.core.getipython import get_ipython

from o1magic.config import LIMIT_NAMES, Limits
from o1magic.errors import ConfigError, ReasonError, near
from o1magic.magic import cell
from o1magic.magic.background import BackgroundRun, UserThread
from o1magic.magic.doctor import reachable, servers
from o1magic.magic.magics import api_options
from o1magic.magic.options import OPTIONS, Option
from o1magic.panel.fields import DIM, Options, button, dim, field, markup, row
from o1magic.panel.history import table
from o1magic.panel.keys import Keys
from o1magic.render.widget import ReasonWidget
from o1magic.render.words import count
from o1magic.scoring import scorers
from o1magic.search.registry import find, strategies

_OPTIONS: Mapping[str, Option] = {option.name: option for option in OPTIONS}
SHOWN = ("model", "api_base", "strategy", "params", "scorer", *LIMIT_NAMES, "seed")
"""The options that have a control."""


def playground(question: str = "", **options: Any) -> Playground:
    """Return a panel to try questions, models and strategies with; it shows itself below the cell.

    Runs go on in the background, so that the kernel stays free, and are kept in a table. The panel also shows the
    `%%reason` cell that does the same.

    Parameters
    ----------
    question
        What the panel begins with.
    **options
        What its controls begin with, by the names of the session defaults: `model`, `api_base`, `strategy`, `params`,
        `scorer`, `calls`, `tokens`, `cost`, `seconds`, `seed`. The session's own defaults come before the built-in.

    Raises
    ------
    ConfigError
        There is no such control, or a value that it cannot take.
    """
    return Playground(question, options)


class Playground:
    """A panel for experiments. `cell`, `run`, `stop` and `history` serve programs.

    Parameters
    ----------
    question, options
        As for `playground`.

    Attributes
    ----------
    widget
        What is shown.
    """

    def __init__(self, question: str, options: Mapping[str, Any]) -> None:
        self._user = UserThread.current()
        self._session = _session()
        self._runs: list[BackgroundRun] = []
        self._opened: BackgroundRun | None = None
        self._endpoints: dict[str, str] = {}
        begin = _begin(options, self._session)
        self._question = ipywidgets.Textarea(question, placeholder="In Markdown", rows=3)
        self._model = ipywidgets.Combobox(value=begin["model"] or "", placeholder="the embedded model")
        self._api_base = ipywidgets.Text(begin["api_base"] or "", placeholder="the provider's own")
        self._strategy = ipywidgets.Dropdown(options=list(strategies()), value=find(begin["strategy"]).name)
        self._scorer = ipywidgets.Combobox(value=begin["scorer"] or "", options=tuple(scorers()), placeholder="none")
        self._limits = {name: ipywidgets.Text(_limit_text(name, begin[name])) for name in LIMIT_NAMES}
        self._seed = ipywidgets.IntText(begin["seed"])
        # The same one always: a control that is drawn anew loses the focus.
        self._strategy_field = field("Strategy", self._strategy, "9rem")
        self._params = row()
        self._about = dim("")
        self._begin, self._end = button("Run", button_style="primary"), button("Stop")
        self._state = dim("")
        self._view = ipywidgets.VBox()
        self._table = markup("")
        self._openers = row(dim("Open run"), align="center")
        self._past = ipywidgets.VBox()
        self._text = markup("")
        self._use_strategy(begin["params"])
        self.widget = self._lay_out()
        self._listen()
        self._changed()
        # It looks at ports: nobody waits for that.
        threading.Thread(target=self._look_for_models, daemon=True).start()

    @property
    def cell(self) -> str:
        """The `%%reason` cell that does what the controls say.

        Raises
        ------
        ConfigError
            A control has a value that cannot be used.
        """
        return cell.write(self._question.value, self.values, self._session)

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say, by the names of the magic's options; the others are at their built-in defaults.

        Raises
        ------
        ConfigError
            A control has a value that cannot be used.
        """
        said: dict[str, Any] = {
            "model": self._model.value.strip() or None,
            "api_base": self._api_base.value.strip() or None,
            "strategy": self._strategy.value,
            "params": find(self._strategy.value).parse(self._options.values),
            "scorer": self._scorer.value.strip() or None,
            **{name: _read_limit(name, control.value) for name, control in self._limits.items()},
            "seed": self._seed.value,
        }
        return {option.name: option.default for option in OPTIONS} | said

    @property
    def history(self) -> tuple[BackgroundRun, ...]:
        """The runs so far, the first one first."""
        return tuple(self._runs)

    def run(self) -> BackgroundRun:
        """Begin a run in the background, as the Run button does; return its handle.

        Raises
        ------
        ConfigError
            A control has a value that cannot be used, or a run of this panel still goes on.
        """
        if self._runs and not self._runs[-1].done:
            raise ConfigError("a run of this playground still goes on; stop() ends it")
        shell = get_ipython()
        options = api_options(self.values, {} if shell is None else shell.user_ns)
        handle = BackgroundRun.of_question(self._question.value.strip(), options, "none", self._user)
        self._runs.append(handle)
        opener = button(str(len(self._runs)))
        opener.on_click(lambda _: self._open(handle))
        self._openers.children = (*self._openers.children, opener)
        self._open(handle)
        return handle

    def stop(self) -> None:
        """End the run that goes on, if one does, with what there is."""
        for handle in self._runs:
            handle.stop()

    def __repr__(self) -> str:
        return f"<Playground: {count(len(self._runs), 'run')}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return shown | {"text/plain": repr(self)}

    # How it is laid out.

    def _lay_out(self) -> ipywidgets.VBox:
        limits = [field(f"Most {_UNITS[name]}", control, "6rem") for name, control in self._limits.items()]
        scorer, seed = field("Scorer", self._scorer, "9rem"), field("Seed", self._seed, "4.5rem")
        self._begin.layout.min_width = self._end.layout.min_width = "6rem"
        self._state.layout.flex = "1 1 12rem"
        parts = [
            field("Question", self._question, "auto"),
            row(field("Model", self._model, "15rem"), field("Endpoint", self._api_base, "15rem")),
            self._params,
            self._about,
            row(scorer, *limits, seed),
            row(self._begin, self._end, self._state, align="center"),
            self._view,
            self._past,
            self._text,
            Keys(),
        ]
        return ipywidgets.VBox(
            parts, layout=ipywidgets.Layout(max_width="860px", grid_gap="10px", overflow="visible", padding="2px")
        )

    def _use_strategy(self, params: Mapping[str, Any]) -> None:
        """Show the options of the strategy, which begin with these values where it has such."""
        chosen = find(self._strategy.value)
        self._options = Options(chosen, params, self._changed)
        self._params.children = (self._strategy_field, *self._options.fields)
        self._about.value = dim(chosen.summary).value

    # What it listens to.

    def _listen(self) -> None:
        self._strategy.observe(lambda _: self._use_strategy({}), "value")
        self._model.observe(lambda change: self._fill_in_endpoint(change.old, change.new), "value")
        limits = self._limits.values()
        for control in (self._question, self._model, self._api_base, self._strategy, self._scorer, *limits, self._seed):
            control.observe(self._changed, "value")
        self._begin.on_click(lambda _: self._press())
        self._end.on_click(lambda _: self.stop())

    def _changed(self, _: Any = None) -> None:
        """Keep the cell in step with the controls, and say what is wrong with them."""
        try:
            text, problem = self.cell, ""
        except ConfigError as error:
            text, problem = "", str(error)
        asked = bool(self._question.value.strip())
        goes_on = bool(self._runs) and not self._runs[-1].done
        self._begin.disabled = bool(problem) or goes_on or not asked
        self._end.layout.display = "" if goes_on else "none"
        self._state.value = dim(problem).value
        self._text.value = _CELL.format(html.escape(text)) if text and asked else ""

    def _press(self) -> None:
        try:
            self.run()
        except ReasonError as error:
            self._state.value = dim(str(error)).value

    def _look_for_models(self) -> None:
        self._endpoints = {model: s.api_base for s in servers() for model in s.models if s.api_base is not None}
        self._model.options = tuple(reachable())

    def _fill_in_endpoint(self, before: str, now: str) -> None:
        """Fill in where the chosen model is served, in place of where the one before was."""
        if now in self._endpoints or self._api_base.value == self._endpoints.get(before):
            self._api_base.value = self._endpoints.get(now, "")

    # The runs.

    def _open(self, handle: BackgroundRun) -> None:
        """Show a run, live as long as it goes on."""
        if handle is self._opened:
            return
        self._opened = handle
        widget = ReasonWidget(handle.trace, handle.stop, interrupts=False)
        self._view.children = (widget,)
        self._show_past()
        handle.watch(_Opened(widget, functools.partial(self._ended, handle)))

    def _ended(self, handle: BackgroundRun, bundle: Mapping[str, str]) -> None:
        """Show what has become of a run; a failed one leaves its error in place of a card."""
        if handle is self._opened and handle.failed:
            self._view.children = (ipywidgets.HTML(bundle["text/html"]),)
        self._show_past()

    def _show_past(self) -> None:
        self._table.value = table(self._runs, self._opened)
        self._past.children = (self._table, self._openers) if len(self._runs) > 1 else (self._table,)
        self._changed()


class _Opened:
    """The card of the run that is open."""

    def __init__(self, widget: ReasonWidget, ended: Callable[[Mapping[str, str]], None]) -> None:
        self.tick = widget.push
        self._widget = widget
        self._ended = ended

    def finish(self, bundle: dict[str, str]) -> None:
        self._widget.finish()
        self._ended(bundle)


def _session() -> Mapping[str, Any]:
    """Return the session's defaults; none where the magics are not loaded."""
    shell = get_ipython()
    magics = None if shell is None else shell.magics_manager.registry.get("ReasonMagics")
    return {} if magics is None else {name: getattr(magics, name) for name in _OPTIONS}


def _begin(given: Mapping[str, Any], session: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the controls begin with."""
    for name in given:
        if name not in SHOWN:
            raise ConfigError(f"the playground has no control {name!r}{near(name, SHOWN)}; it has {', '.join(SHOWN)}")
    begin = {name: session.get(name, _OPTIONS[name].default) for name in SHOWN}
    if "strategy" in given:
        begin["params"] = {}
    begin |= {name: _read(name, value) for name, value in given.items()}
    find(begin["strategy"]).parse(begin["params"])
    if not isinstance(begin["model"], str | None):
        raise ConfigError("the playground asks one model; several are for %%reason -s ab_mcts")
    return begin


def _read(name: str, value: Any) -> Any:
    try:
        return _OPTIONS[name].read(value)
    except ValueError as problem:
        raise ConfigError(f"{_OPTIONS[name].flags[-1]} {value!r} {problem}") from None


def _read_limit(name: str, text: str) -> Any:
    """Return the limit; `...` for the default, which means less strictly what the number says (see `Task`)."""
    value = _read(name, text.strip())
    return ... if value == getattr(_DEFAULTS, name) else value


def _limit_text(name: str, value: Any) -> str:
    number = getattr(_DEFAULTS, name) if value is ... else value
    return "none" if number is None else f"{number:.15g}"


_DEFAULTS = Limits()
_UNITS = {"calls": "calls", "tokens": "tokens", "cost": "dollars", "seconds": "seconds"}
# A click selects all of it, to copy.
_CELL = (
    f'<div style="{DIM};font-size:.9em;line-height:1.6">The same as a cell; a click selects it</div>'
    '<pre style="user-select:all;white-space:pre-wrap;overflow-wrap:anywhere;margin:0;padding:8px 10px;'
    "border:1px solid var(--jp-border-color2, #8888);border-radius:4px;line-height:1.45;font-size:.93em;"
    'background:transparent;color:inherit">{}</pre>'
)
