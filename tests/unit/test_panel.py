"""The playground's controls, the cell that does the same, and the table of its runs."""

from __future__ import annotations

import ast
import typing

import ipywidgets
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

import o1magic
from o1magic.api import make_task
from o1magic.errors import ConfigError
from o1magic.magic import cell
from o1magic.magic.interpolate import interpolate
from o1magic.magic.magics import api_options
from o1magic.magic.options import OPTIONS, parse
from o1magic.panel import playground as module
from o1magic.panel.playground import Playground
from o1magic.scoring import scorers
from o1magic.search.registry import find, strategies


@pytest.fixture(autouse=True)
def _no_ports(monkeypatch):
    monkeypatch.setattr(module, "servers", tuple)
    monkeypatch.setattr(module, "reachable", list)


def read(text):
    """What `%%reason` makes of a cell: the question and the values of all options."""
    call = ast.parse(TransformerManager().transform_cell(text)).body[0].value
    _, line, body = map(ast.literal_eval, call.args)
    parsed = parse(line, lambda value: interpolate(value, {}))
    assert (parsed.problem, parsed.rest) == ("", "")
    values = {option.name: option.default for option in OPTIONS} | parsed.values
    question = body.strip()
    return question if values["no_vars"] else interpolate(question, {}), values


def config(values):
    return make_task("What?", **api_options(values, {})).config


def choices(hint):
    least = 1
    if typing.get_origin(hint) is typing.Annotated:
        hint, least = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(typing.get_args(hint))
    return st.integers(least, 12) if hint is int else st.floats(0, 50, allow_nan=False)


@st.composite
def states(draw):
    """What a person may set the controls to."""
    name = draw(st.sampled_from(list(strategies())))
    hints = typing.get_type_hints(find(name).grow, include_extras=True)
    params = {option: draw(choices(hints[option])) for option in find(name).options if draw(st.booleans())}
    limits = {limit: draw(st.none() | st.integers(0, 10**6)) for limit in ("calls", "tokens") if draw(st.booleans())}
    limits |= {limit: draw(st.none() | st.floats(0, 500)) for limit in ("cost", "seconds") if draw(st.booleans())}
    return {
        "model": draw(st.sampled_from(["openai/test", "ollama/qwen3:8b", "a model's name", 'the "best" one'])),
        "strategy": name,
        "params": params,
        "seed": draw(st.integers(-5, 5)),
        **({"scorer": draw(st.sampled_from(list(scorers())))} if draw(st.booleans()) else {}),
        **limits,
    }


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(states(), TEXT.filter(str.strip) | st.sampled_from(["What is {{x}}?", "%%time\n!ls", "?", "a\\{{b}}"]))
def test_the_cell_reads_back_to_what_the_controls_say(state, question):
    try:
        panel = Playground(question, state)
    except ConfigError:
        return  # options that cannot be combined
    asked, values = read(panel.cell)
    assert asked == question.strip()
    assert config(values) == config(panel.values)


def test_a_strategys_options_have_controls_that_fit(monkeypatch):
    panel = Playground("What?", {"strategy": "self_consistency"})
    kinds = {name: type(control) for name, control in panel._options._controls.items()}
    assert kinds == {"n": ipywidgets.BoundedIntText, "stop": ipywidgets.Dropdown, "mix": ipywidgets.Dropdown}
    assert panel._options._controls["n"].tooltip == "n: Most chains to sample."
    panel._options._controls["n"].value = -3
    assert panel._options._controls["n"].value == 1
    panel._options._controls["stop"].value = "none"
    assert panel.cell == "%%reason -s self_consistency -p n=1 -p stop=none\nWhat?"
    panel._strategy.value = "chain"
    assert panel.cell == "%%reason -s chain\nWhat?"


def test_what_is_wrong_is_said_and_nothing_can_be_run():
    panel = Playground("What?", {})
    assert not panel._begin.disabled
    panel._limits["calls"].value = "many"
    assert panel._begin.disabled
    assert "needs a whole number" in panel._state.value
    with pytest.raises(ConfigError, match="--calls 'many' needs a whole number"):
        panel.run()
    panel._limits["calls"].value = "none"
    assert panel.cell == "%%reason --calls none\nWhat?"
    panel._question.value = "  "
    assert panel._begin.disabled


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"modle": "x"}, "did you mean 'model'"),
        ({"calls": -1}, "--calls -1 needs a whole number"),
        ({"strategy": "chian"}, "did you mean 'chain'"),
        ({"strategy": "chain", "params": {"n": 2}}, "'chain' has no option 'n'"),
        ({"model": ["a", "b"]}, "asks one model"),
    ],
)
def test_what_no_control_can_hold_is_refused(options, words):
    with pytest.raises(ConfigError, match=words):
        o1magic.playground("What?", **options)


def test_a_model_that_is_served_here_brings_its_endpoint(monkeypatch):
    panel = Playground("What?", {})
    panel._endpoints = {"hosted_vllm/qwen3": "http://127.0.0.1:8000/v1"}
    panel._model.value = "hosted_vllm/qwen3"
    assert "--api-base http://127.0.0.1:8000/v1" in panel.cell
    panel._model.value = "openai/gpt-4o"
    assert "--api-base" not in panel.cell


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"system": "Be brief."}, '--system "Be brief."'),
        ({"system": 'say "no" now'}, "--system 'say \"no\" now'"),
        ({"model": ["a", "b"], "compare": ["chain", "auto"]}, "-m a -m b --compare chain,auto"),
        ({"price": (1.0, 2.5), "no_cache": True}, "--price 1.0,2.5 --no-cache"),
        ({"model_params": {"stop": "4", "top_k": 40}}, '--model-param "stop="4"" --model-param top_k=40'),
    ],
)
def test_every_kind_of_value_can_be_written(values, line):
    text = cell.write("What?", values, {})
    assert text == f"%%reason {line}\nWhat?"
    assert {name: read(text)[1][name] for name in values} == values


def test_what_a_line_cannot_hold_is_an_error():
    with pytest.raises(ConfigError, match="--system: this cannot stand on the line of a magic"):
        cell.write("What?", {"system": "two\nlines"}, {})
