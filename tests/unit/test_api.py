"""What `reason` is given: each option that cannot be used is one clear line, whatever its type."""

from __future__ import annotations

import asyncio
import math
from fractions import Fraction
from numbers import Integral
from pathlib import Path

import pytest

import o1magic
from o1magic.api import make_task

MODEL = o1magic.ScriptedModel(["Answer: 1"])


class Unshowable:
    def __repr__(self):
        raise RuntimeError("no repr")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"calls": 2.5}, "calls=2.5 is not a whole number"),
        ({"calls": True}, "calls=True is not a whole number"),
        ({"calls": "3"}, "calls='3' is not a whole number"),
        ({"tokens": -1}, "tokens=-1 is not a whole number of at least 0"),
        ({"cost": math.nan}, "cost=nan is not a number"),
        ({"cost": "1"}, "cost='1' is not a number"),
        ({"seconds": math.inf}, "seconds=inf is not a number"),
        ({"seconds": False}, "seconds=False is not a number"),
        ({"temperature": "0.5"}, "temperature='0.5' is not a number"),
        ({"temperature": math.nan}, "temperature=nan is not a number"),
        ({"temperature": -0.1}, "temperature=-0.1 is not a number of at least 0"),
        ({"max_tokens": "9"}, "max_tokens='9' is not a whole number"),
        ({"max_tokens": 1.5}, "max_tokens=1.5 is not a whole number"),
        ({"max_tokens": 0}, "max_tokens=0 is not a whole number of at least 1"),
        ({"seed": "a"}, "seed='a' is not a whole number"),
        ({"seed": None}, "seed=None is not a whole number"),
        ({"system": 3}, "system=3 is not a text"),
        ({"answer": "nope"}, "answer='nope' is not one of auto"),
        ({"answer": ["number"]}, "answer=['number'] is not one of auto"),
        ({"strategy": None}, "strategy=None is not the name of a strategy"),
        ({"params": "n=3"}, "params is not a mapping"),
        ({"params": ["n"]}, "params is not a mapping"),
        ({"params": {"n": object()}}, "params cannot be written as JSON"),
        ({"model_params": [1]}, "model_params is not a mapping"),
        ({"model_params": {1: 2}}, "model_params is not a mapping"),
        ({"model_params": {"x": math.nan}}, "model_params cannot be written as JSON"),
        ({"price": 3}, "price=3 is not a pair"),
        ({"price": (1, 2, 3)}, "price=(1, 2, 3) is not a pair"),
        ({"price": (-1, 1)}, "price=(-1, 1) is not a pair"),
        ({"price": ("a", "b")}, "price=('a', 'b') is not a pair"),
        ({"images": ["x.png"]}, "images=['x.png'] is not a list of o1magic.Image"),
        ({"images": None}, "images=None is not a list of o1magic.Image"),
        ({"images": "x.png"}, "images='x.png' is not a list of o1magic.Image"),
        ({"after": "r"}, "after='r' is not a Result"),
        ({"cache": None}, "cache=None is not True, False"),
        ({"cache": 3}, "cache=3 is not True, False"),
        ({"cache": ""}, "cache='' is not True, False"),
        ({"on_event": "x"}, "on_event='x' is not a function"),
        ({"model": 3}, "model=3 is not a name or a Model object"),
        ({"model": o1magic.ScriptedModel}, "is not a name or a Model object"),
        ({"model": Unshowable()}, "is not a name or a Model object"),
        ({"scorer": 3}, "scorer=3 is not a function"),
        ({"check": "f"}, "check='f' is not a function"),
        ({"question": None}, "question=None is not a text"),
        ({"question": 3}, "question=3 is not a text"),
        ({"question": b"?"}, "question=b'?' is not a text"),
        ({"question": " \n"}, "the question is empty"),
        ({"colour": 1}, "unknown option 'colour'"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(options, says):
    with pytest.raises(o1magic.ConfigError) as refused:
        o1magic.reason(**{"question": "?", "model": MODEL, "cache": False} | options)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("value", [3, b"sk-planted-0123456789", "", ["sk-planted-0123456789"]])
def test_what_may_be_a_key_is_not_repeated(value):
    with pytest.raises(o1magic.ConfigError, match="api_key is not a text") as refused:
        o1magic.reason("?", model=MODEL, api_key=value)
    assert "planted" not in str(refused.value)
    with pytest.raises(o1magic.ConfigError, match="model_params") as refused:
        o1magic.reason("?", model=MODEL, model_params=[value])
    assert "planted" not in str(refused.value)


def test_the_asynchronous_door_refuses_the_same():
    with pytest.raises(o1magic.ConfigError, match=r"calls=2\.5"):
        asyncio.run(o1magic.areason("?", model=MODEL, calls=2.5))


class Foreign:
    """A whole number as NumPy has it: no `int`, but registered as one."""

    def __init__(self, value):
        self.value = value

    def __int__(self):
        return self.value


Integral.register(Foreign)


def test_numbers_of_other_libraries_become_ours():
    options = {"calls": Foreign(3), "max_tokens": Foreign(200), "seed": Foreign(7), "cost": Fraction(1, 2)}
    config = make_task("?", model=MODEL, cache=False, **options).config
    values = (config.limits.calls, config.max_tokens, config.seed, config.limits.cost)
    assert values == (3, 200, 7, 0.5)
    assert [type(value) for value in values] == [int, int, int, float]


@pytest.mark.parametrize(
    "options",
    [
        {"calls": None, "tokens": None, "cost": None, "seconds": None},
        {"calls": ..., "tokens": ..., "cost": ..., "seconds": ...},
        {"calls": 1, "tokens": 10**400, "cost": 0.5, "seconds": 2},
        {"temperature": 0, "max_tokens": 1, "seed": -1, "system": "", "price": [0, 0.5]},
        {"params": None, "model_params": None, "images": [o1magic.Image.of(b"", "image/png")]},
        {"model": None},
        {"model": "", "api_base": "http://127.0.0.1:8000/v1"},
    ],
    ids=str,
)
def test_what_can_be_used_is_taken(options):
    assert make_task(**{"question": "?", "model": MODEL, "cache": False} | options).question == "?"


def test_a_folder_for_the_cache_is_a_text_or_a_path(tmp_path):
    for folder in (tmp_path, str(tmp_path)):
        assert make_task("?", model=MODEL, cache=folder).journal.folder.parent == Path(tmp_path)
